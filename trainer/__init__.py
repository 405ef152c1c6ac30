"""A trainer for hard conversations in mental-health and substance-use services."""

__version__ = "0.1.0"
