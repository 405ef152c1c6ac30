"""Who is at the program: signing in to a store that several share, and the accounts there."""
