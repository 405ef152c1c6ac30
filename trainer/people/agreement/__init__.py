"""The agreement: a text that patients, staff and leaders write together, clause by clause, and sign."""
