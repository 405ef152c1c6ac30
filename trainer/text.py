"""Outside text made safe: the one place that says which characters may reach a terminal.

The ranges are fixed instead of asked of `unicodedata`, because a replay must not depend on a Python version.
"""

import re
from typing import Final

_CONTROLS: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_BIDI_AND_SEPARATORS: Final = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_SURROGATES: Final = "\ud800-\udfff"
_NO_CHARACTERS: Final = "\ufffe\uffff"

UNSAFE: Final = re.compile(f"[{_CONTROLS}{_BIDI_AND_SEPARATORS}{_SURROGATES}{_NO_CHARACTERS}]")
"""Characters that steer a terminal, reorder a line, or cannot be encoded or put in XML; not so tab and newline."""
TOLD_APART: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits without look-alikes, for what is read aloud and typed."""


def clean(text: str) -> str:
    """Return `text` without characters that steer a terminal or reorder a line."""
    return UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line."""
    return " ".join(clean(text).split())
