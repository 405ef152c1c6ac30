"""To keep a store well: copies of it, a copy put in its place, what is wrong with it, and how long plays are kept."""
