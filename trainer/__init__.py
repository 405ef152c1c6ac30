"""A trainer for hard conversations in mental-health and substance-use services."""

NAME = "Dialogue trainer"
__version__ = "0.1.0"
