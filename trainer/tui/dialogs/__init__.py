"""Questions that are asked over a screen, each with a typed answer."""
