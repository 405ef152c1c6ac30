"""The screens, one idea each."""
