"""What the log of a session shows."""
