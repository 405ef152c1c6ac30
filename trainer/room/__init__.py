"""Several people in one session: a host that has the log, guests that have their seat's view, and what they say."""
