"""What supervisors see: plays that were shared, beside each other, and how several people rate the same choices."""
