"""How a guest's full screen is started: what it is told, and nothing else that the server knows."""

import os
import site
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from trainer.serve import DRIVER
from trainer.serve.guests import Guest

_LANGUAGE: Final = ("LANG", "LC_ALL", "LC_CTYPE", "LC_TIME", "LC_NUMERIC", "LC_MESSAGES", "LC_COLLATE")


def command(guest: Guest) -> list[str]:
    """Return the program and its arguments; no shell reads them, but everybody on this machine may."""
    return [sys.executable, "-P", "-m", "trainer", *([] if guest.is_on_server else ["--store", guest.store])]


def environment(guest: Guest, columns: int, rows: int) -> dict[str, str]:
    """Return every variable that a guest's full screen is given."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        **{name: os.environ[name] for name in _LANGUAGE if name in os.environ},
        **guest.places(),
        **({"TRAINER_STORE": guest.store} if guest.is_on_server else {}),
        **_packages_of_this_user(),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TEXTUAL_DRIVER": DRIVER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "COLUMNS": str(columns),
        "ROWS": str(rows),
    }


def _packages_of_this_user() -> dict[str, str]:
    """Return where Python finds this program where it was installed for one user: another home would hide it."""
    found = find_spec("trainer")
    there = Path(site.getusersitepackages())
    is_there = found is not None and found.origin is not None and there in Path(found.origin).parents
    return {"PYTHONUSERBASE": site.getuserbase()} if is_there else {}
