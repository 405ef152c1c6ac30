"""What a person likes on screen, kept in a small file of their own."""

from pathlib import Path


def _file() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415  start-up stays fast

    return user_config_path("dialogue-trainer", appauthor=False) / "theme"


def kept_theme(names: tuple[str, ...]) -> str:
    """Return the theme that was kept, or the first of `names`."""
    try:
        kept = _file().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return names[0]
    return kept if kept in names else names[0]


def keep_theme(name: str) -> None:
    """Keep the theme; where that is not possible it lasts until the program is left."""
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    except OSError:
        return
