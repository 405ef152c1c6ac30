"""The records that a person takes out: what a log holds as tables, lines, a page, and learning records."""
