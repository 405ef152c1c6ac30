"""Generated stories of one room in many shapes, as wide and as winding as an author may come to write them.

Every beat has three options that show something. Where a shape has nowhere else to go an option goes on to the next
beat, and from the last one to an end. Flags may be set by the first beats and are asked for by the last ones; a meter
is moved by every fifth beat and asked for by every seventh.
"""

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final, TypeAlias

Leads: TypeAlias = tuple[str, str, str]
Shape: TypeAlias = Callable[[int, int], Leads]
"""Where the options of a beat lead, by its number and how many there are."""

_PRACTICES: Final = ("listening", "suspending", "respecting", "voicing")
_SPOKES: Final = 8
_ACROSS: Final = 5


def shaped(shape: str, beats: int = 60, flags: int = 0, *, metered: bool = False) -> str:
    """Return the text of a story of that shape."""
    random = Random(1)
    written: dict[str, dict[str, Any]] = {
        f"b{number}": {"turn": "staff", "options": _options(random, leads)}
        for number, leads in enumerate(SHAPES[shape](number, beats) for number in range(beats))
    }
    for number in range(flags):
        written[f"b{number}"]["options"][0]["set"] = [f"f{number}"]
        written[f"b{beats - flags + number}"]["options"][1]["if"] = [f"f{number}"]
    for number in range(beats) if metered else ():
        options = written[f"b{number}"]["options"]
        if number % 5 == 0:
            options[0]["change"] = {"trust": -10}
            options[1]["change"] = {"trust": 10}
        if number % 7 == 0:
            options[2]["if"] = ["trust >= 50"]
    return json.dumps(
        {
            "format": 1,
            "id": "shaped",
            "title": f"A story like a {shape}",
            "minutes": 5,
            "about": "Nobody wrote this.",
            "cast": {"staff": {"name": "Ada", "is": "milieu therapist", "side": "staff", "seat": True}},
            "meters": {"trust": {"of": "staff", "start": 50}},
            "start": "room/b0",
            "scenes": {"room": {"title": "A room", "present": ["staff"], "beats": written}},
            "ends": {f"e{number}": {"title": "An end", "text": "It is over."} for number in range(3)},
        }
    )


def _options(random: Random, leads: Leads) -> list[dict[str, Any]]:
    options: list[dict[str, Any]] = []
    for which, to in enumerate(leads):
        shows = {practice: random.randint(-2, 2) for practice in random.sample(_PRACTICES, 2)}
        options.append({"id": f"o{which}", "say": "So.", "shows": shows, "to": to})
    return options


def _to(number: int, beats: int, end: int = 0) -> str:
    return f"b{number}" if 0 <= number < beats else f"end/e{end}"


def _chain(number: int, beats: int) -> Leads:
    return tuple(_to(number + 1, beats, which) for which in range(3))  # type: ignore[return-value]


def _tree(number: int, beats: int) -> Leads:
    return tuple(_to(3 * number + 1 + which, beats, which) for which in range(3))  # type: ignore[return-value]


def _ladder(number: int, beats: int) -> Leads:
    """Two rails: on, on along the other one, two on."""
    other = number + 2 + (1 if number % 2 == 0 else -1)
    return _to(number + 2, beats), _to(other, beats, 1), _to(number + 4, beats, 2)


def _hub(number: int, beats: int) -> Leads:
    """A hub of spokes whose ends lead back to it; from it the last spoke leads out."""
    if number == 0:
        return "b1", _to(1 + beats // 3, beats), _to(1 + 2 * beats // 3, beats)
    last = number + 1 in (1 + beats // 3, 1 + 2 * beats // 3, beats)
    onward = "b0" if last else _to(number + 1, beats)
    return onward, onward, "end/e0" if last else "b0"


def _hubs(number: int, beats: int) -> Leads:
    """One hub after the other, each with a few small talks that lead back to it."""
    hub, inside = divmod(number, _SPOKES)
    first = hub * _SPOKES
    if inside == 0:
        return _to(number + 1, beats), _to(number + 1 + _SPOKES // 2, beats, 1), _to(first + _SPOKES, beats, 2)
    onward = f"b{first}" if inside in (_SPOKES // 2, _SPOKES - 1) else _to(number + 1, beats, 1)
    return onward, f"b{first}", onward


def _ring(number: int, beats: int) -> Leads:
    """Round and round, with a way out at each beat."""
    onward = f"b{(number + 1) % beats}"
    return onward, onward, f"end/e{number % 3}"


def _circle(number: int, beats: int) -> Leads:
    """Round, back, or out."""
    return f"b{(number + 1) % beats}", f"b{(number - 1) % beats}", f"end/e{number % 3}"


def _rings(number: int, beats: int) -> Leads:
    """A small ring in each part of a large one."""
    first = number - number % _ACROSS
    last = number % _ACROSS == _ACROSS - 1
    return f"b{(number + 1) % beats}", f"b{first}" if last else f"b{number + 1}", f"end/e{number % 3}"


def _small_rings(number: int, beats: int) -> Leads:
    """One small ring after the other, each to and fro."""
    first = number - number % _ACROSS
    last = number % _ACROSS == _ACROSS - 1
    return _to(number + 1, beats), f"b{max(first, number - 1)}", _to(number + 1, beats, 1) if last else f"b{number + 1}"


def _anywhere(number: int, beats: int) -> Leads:
    random = Random(number)
    return tuple(_to(random.randrange(beats + 1), beats, which) for which in range(3))  # type: ignore[return-value]


SHAPES: Final[Mapping[str, Shape]] = {
    "chain": _chain,
    "tree": _tree,
    "ladder": _ladder,
    "hub": _hub,
    "hubs": _hubs,
    "ring": _ring,
    "circle": _circle,
    "rings": _rings,
    "small rings": _small_rings,
    "tangle": _anywhere,
}
