"""An author's text becomes a value: shape and references, in linear time."""
