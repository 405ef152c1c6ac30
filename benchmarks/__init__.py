"""What the trainer costs beside what others cost, measured in one run."""
