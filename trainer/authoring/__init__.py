"""An author's instruments."""
