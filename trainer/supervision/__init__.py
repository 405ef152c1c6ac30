"""What is shared: given and taken back by those whose it is, read and answered by those it is shared with."""
