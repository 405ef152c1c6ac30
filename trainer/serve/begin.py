"""The way in from the command line; what it needs beyond the program is an extra, loaded only here."""

from importlib.util import find_spec
from pathlib import Path

from trainer.errors import UsageError
from trainer.serve.address import Asked
from trainer.store.open import default_path


def serve_pages(asked: Asked, *, links: int, is_owners: bool, store: str | None) -> int:
    """Serve until a signal comes, and return the exit code.

    Raises:
        UsageError: when something is missing, or what was asked for cannot be served.
    """
    if not all(map(find_spec, ("aiohttp", "textual_serve"))):
        raise UsageError(
            "Serving needs two packages more. To install them, in the folder that you cloned: pip install '.[serve]'"
        )
    from trainer.serve.run import run  # noqa: PLC0415  it needs the extra

    return run(asked, links=links, mine=_owners(store) if is_owners else None)


def _owners(store: str | None) -> str:
    """Return the owner's store so that it means the same wherever a screen is started."""
    if store is None:
        return str(default_path())
    return store if "://" in store else str(Path(store).expanduser().absolute())
