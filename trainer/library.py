"""The scenarios on this machine: those that come with the program, and those in the person's own folder."""

import os
import stat
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from trainer.errors import UsageError
from trainer.scenario.load import SIZE_LIMIT, ScenarioError, parse
from trainer.scenario.model import Scenario
from trainer.scenario.problems import Place, Problem
from trainer.text import clean_line

_FILE: Final = "scenario.yaml"
_START: Final = Place(1, 1)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the library holds."""

    scenarios: tuple[Scenario, ...]
    unreadable: tuple[tuple[Path, ScenarioError], ...]
    """Files of the person's own that have problems."""


def own_folder() -> Path:
    """Return the folder in which a person's own scenarios are looked for."""
    from platformdirs import user_data_path  # noqa: PLC0415  start-up stays fast

    return user_data_path("dialogue-trainer", appauthor=False) / "scenarios"


def shipped_folder() -> Path:
    """Return the folder of the scenarios that come with the program."""
    here = Path(__file__).parent
    packed = here / "_scenarios"
    return packed if packed.is_dir() else here.parent / "scenarios"


def shelf() -> Shelf:
    """Return every scenario of the library, the shipped ones first, each in the order of its id."""
    scenarios: dict[str, Scenario] = {}
    unreadable = []
    for folder in (shipped_folder(), own_folder()):
        for path in sorted(folder.glob(f"*/{_FILE}")):
            try:
                scenario = load(path)
            except ScenarioError as error:
                unreadable.append((path, error))
            else:
                scenarios.setdefault(scenario.id, scenario)
    return Shelf(tuple(scenarios.values()), tuple(unreadable))


def find(name: str) -> Path:
    """Return the file of the scenario that `name` means: an id in the library, a file, or a folder with one in it.

    Raises:
        UsageError: when there is no such scenario.
    """
    path = Path(name)
    if _is_folder(path):
        path /= _FILE
    if _mode(path) and not _is_folder(path):
        return path
    ids: dict[str, Path] = {}
    for folder in (own_folder(), shipped_folder()):
        ids |= {found.parent.name: found for found in folder.glob(f"*/{_FILE}")}
    if name in ids:
        return ids[name]
    for found in ids.values():
        if _id_of(found) == name:
            return found
    close = get_close_matches(name, ids, n=1)
    meant = f"Did you mean “{close[0]}”?" if close else f"There is {', '.join(sorted(ids))}." if ids else ""
    raise UsageError(f"There is no scenario and no file “{clean_line(name)}”. {meant}".strip())


def _id_of(path: Path) -> str:
    try:
        return load(path).id
    except ScenarioError:
        return ""


def files_below(path: Path) -> tuple[Path, ...]:
    """Return the scenario files that `path` means: itself, or every YAML file in the folder that it is."""
    if not _is_folder(path):
        return (path,)
    return tuple(sorted(found for found in path.rglob("*.y*ml") if found.suffix in {".yaml", ".yml"}))


def load(path: Path, limit: int = SIZE_LIMIT) -> Scenario:
    """Return the scenario in the file at `path`.

    Raises:
        ScenarioError: when the file cannot be read or has problems.
    """
    return parse(read(path, limit), str(path), limit)


def read(path: Path, limit: int = SIZE_LIMIT) -> str:
    """Return the text of the file at `path`, looking at its size before reading it.

    Raises:
        ScenarioError: when it is no readable text file.
    """
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _unreadable(path, "This is not a file.", "Give the path of a scenario file.")
            if status.st_size > limit:
                raise _too_long(path, status.st_size, limit)
            raw = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(path, f"The file cannot be opened: {error.strerror}.", "Is the path right?") from error
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        hint = "Save the file as UTF-8 in your editor."
        raise _unreadable(path, "This text is not written in UTF-8 from here on.", hint, Place(line, column)) from error


def _mode(path: Path) -> int:
    """Return what kind of thing is at `path`, or 0; a name that no file can have is answered like a missing one."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(_mode(path))


def _unreadable(path: Path, message: str, hint: str, place: Place = _START) -> ScenarioError:
    return ScenarioError((Problem("F101", place, message, hint, clean_line(str(path))),))


def _too_long(path: Path, size: int, limit: int) -> ScenarioError:
    message = f"The file has {size:,} bytes; at most {limit:,} are read."
    return ScenarioError(
        (Problem("F102", _START, message, "Split the story into several files.", clean_line(str(path))),)
    )
