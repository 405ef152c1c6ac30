"""What happened in a session, and what may happen next."""
