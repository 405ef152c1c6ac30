"""Who is with whom, and on which terms."""
