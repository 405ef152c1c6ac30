"""How this program was called, and whether it has a terminal to draw on."""

import sys
from pathlib import Path
from shutil import which

import click


def program() -> str:
    """Return how this program was called, so that what it tells to type works when typed."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{Path(sys.executable).name} -m trainer"
    return called.name if which(called.name) else str(called)


def need_terminal(plain: str = "trainer play --plain") -> None:
    """Refuse the full screen where there is nothing to draw it on, and say how to go without: by typing `plain`.

    Raises:
        click.UsageError: when there is no terminal, and no page that stands for one.
    """
    from trainer.serve import is_in_a_page  # noqa: PLC0415  start-up stays fast

    if not (is_in_a_page() or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise click.UsageError(f"The full screen needs a terminal. Line by line it goes without: {plain}")
