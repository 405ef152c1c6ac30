"""The widgets of the full screen; they know no screen, and speak by messages."""
