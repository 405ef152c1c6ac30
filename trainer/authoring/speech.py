"""Whether what stands in a story can be said, and whether it could be somebody's: each text with its place."""

import re
from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from trainer.scenario.model import Line, Scenario
from trainer.scenario.places import Path, Places
from trainer.scenario.problems import Problem

LONGEST_BREATH: Final = 45
"""Words that are said in one breath: about forty, and a few for short ones."""
_OF_A_PERSON: Final = (
    (re.compile(r"(?<!\d)\d{6}[ -]?\d{5}(?!\d)"), "a national identity number"),
    (
        re.compile(
            r"\+\d[\d ()-]{6,}\d|(?<![\d.,])\d{2}(?: \d{2}){3}(?!\d|[.,]\d)|(?<!\d)\d{3} \d{2} \d{3}(?!\d)"
            r"|(?<![\d.,])(?!(?:19|20)\d{6})[2-9]\d{7}(?![\d.,]\d|\d)|(?<!\d)\d{3}-\d{3,4}-\d{4}(?!\d)"
        ),
        "a telephone number",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE), "an e-mail address"),
)
_STRAIGHT: Final = ('"',)
_PAIRS: Final = (("“", "”"), ("«", "»"), ("(", ")"))
_KEYS: Final = {"is_": "is", "if_": "if"}


def speech(scenario: Scenario, places: Places) -> Iterator[Problem]:
    """Yield what nobody could say in one breath, and what looks like a real person's."""
    for path, text in texts(scenario):
        for looks, what in _OF_A_PERSON:
            if found := looks.search(text):
                message = f"“{found[0]}” looks like {what}."
                yield places.problem(
                    "C416", message, "Nobody in a story is a real person: make it up, or cut it.", *path
                )
        if any(text.count(mark) % 2 for mark in _STRAIGHT) or any(text.count(a) != text.count(b) for a, b in _PAIRS):
            message = "A quote is opened or closed here, and its partner is missing."
            yield places.problem("C426", message, "Put in the other one, or take this one out.", *path)
    for path, text in _said(scenario):
        if (words := len(text.split())) > LONGEST_BREATH:
            message = f"{words} words are more than one breath; about {LONGEST_BREATH - 5} are what one says."
            yield places.problem("C415", message, "Read it aloud, and cut it or let somebody answer in between.", *path)


def texts(part: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text of a scenario, or below a `part` of it, with its path."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, Line):
        yield path, part.text
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), (*path, _KEYS.get(name, name)))
    elif isinstance(part, dict):
        for name, each in part.items():
            yield from texts(each, (*path, name))
    elif isinstance(part, tuple):
        for number, each in enumerate(part):
            yield from texts(each, (*path, number))


def _said(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Yield what is said aloud: options, and lines that are no note and no thought."""
    for scene_id, scene in scenario.scenes.items():
        for beat_id, beat in scene.beats.items():
            here: Path = ("scenes", scene_id, "beats", beat_id)
            yield from _lines(beat.lines, (*here, "lines"))
            for number, option in enumerate(beat.options):
                at = (*here, "options", number)
                yield (*at, "say"), option.say
                yield from _lines(option.then, (*at, "then"))


def _lines(lines: tuple[Line, ...], path: Path) -> Iterator[tuple[Path, str]]:
    for number, line in enumerate(lines):
        if line.speaker != "note" and not line.is_thought:
            yield (*path, number), line.text
