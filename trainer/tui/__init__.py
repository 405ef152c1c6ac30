"""The full screen: Textual, and only here."""
