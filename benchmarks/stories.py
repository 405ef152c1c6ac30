"""Generated stories that say the same as a scenario and as compiled ink.

A beat has one or two lines and a turn of three options; each option is said, is answered by one line and leads on. In
every third beat an option moves the meter `trust`, clipped to 0 to 100, and in every fourth another one asks for a
value of it. Two kinds lead on differently: in a *forward* story always to a later beat and at last to the end, in a
*circling* one to any beat at all, so that walks never end.
"""

import json
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["forward", "circling"]
JSON: TypeAlias = "str | int | list[JSON] | dict[str, JSON] | None"

FIRST_TRUST: Final = 40
OPTIONS_A_BEAT: Final = 3
_BEATS_A_SCENE: Final = 100
_WALK_FORWARD: Final = 300
"""About how many replies lead through a forward story of this many beats or more."""
_PRACTICES: Final = ("listening", "suspending", "respecting", "voicing")
_ACTIONS: Final = ("move", "follow", "oppose", "bystand")
_WORDS: Final = """
    I you we they it not could would think know hear see feel want ask tell say wait before after again always never
    about with without the a this that morning evening ward room door list plan leave home call phone money sleep tired
    afraid angry sure sorry quiet alone together because when until how what why yesterday tomorrow really maybe still
""".split()  # noqa: SIM905  a list of sixty words reads better so


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a generated beat."""

    say: str
    then: str
    to: int
    """The number of the beat that it leads to; the number of beats for the end."""
    change: int
    needs: int | None
    """The least trust at which it is open."""
    shows: dict[str, int]
    action: str
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """A generated beat."""

    lines: tuple[str, ...]
    choices: tuple[Choice, ...]


def steps(size: int, kind: Kind, seed: int = 1) -> tuple[Step, ...]:
    """Return a story of `size` beats."""
    random = Random(seed)
    return tuple(_step(random, number, size, kind) for number in range(size))


def _step(random: Random, number: int, size: int, kind: Kind) -> Step:
    lines = tuple(_sentence(random) for _ in range(1 + number % 2))
    return Step(lines, tuple(_choice(random, number, which, size, kind) for which in range(OPTIONS_A_BEAT)))


def _choice(random: Random, number: int, which: int, size: int, kind: Kind) -> Choice:
    farthest = max(2, 2 * size // _WALK_FORWARD)
    to = random.randrange(size) if kind == "circling" else min(size, number + random.randint(1, farthest))
    return Choice(
        say=_sentence(random),
        then=_sentence(random),
        to=to,
        change=random.choice((-8, -4, 4, 8)) if number % 3 == 0 and which == 1 else 0,
        needs=random.choice((30, 40, 50)) if number % 4 == 0 and which == 2 else None,
        shows={practice: random.randint(-2, 2) for practice in random.sample(_PRACTICES, 2)},
        action=random.choice(_ACTIONS),
        why=_sentence(random),
    )


def _sentence(random: Random) -> str:
    words = random.choices(_WORDS, k=random.randint(6, 14))
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def as_scenario(story: tuple[Step, ...]) -> str:
    """Return `story` as an author would write it."""
    text = [_HEAD.format(trust=FIRST_TRUST)]
    for number, step in enumerate(story):
        if number % _BEATS_A_SCENE == 0:
            scene = number // _BEATS_A_SCENE
            text.append(f"  scene-{scene}:\n    title: Scene {scene}\n    present: [staff, patient]\n    beats:\n")
        text.append(f"      b{number}:\n        lines:\n")
        text += [f"          - patient: {line}\n" for line in step.lines]
        text.append("        turn: staff\n        options:\n")
        text += [_option(choice, which, len(story)) for which, choice in enumerate(step.choices)]
    return "".join(text)


def _option(choice: Choice, which: int, size: int) -> str:
    shows = ", ".join(f"{practice}: {level}" for practice, level in choice.shows.items())
    change = f"            change: {{trust: {choice.change:+}}}\n" if choice.change else ""
    needs = f"            if: [trust >= {choice.needs}]\n" if choice.needs is not None else ""
    return (
        f"          - id: option-{which}\n            say: {choice.say}\n            action: {choice.action}\n"
        f"            shows: {{{shows}}}\n{change}{needs}            why: {choice.why}\n"
        f"            then:\n              - patient: {choice.then}\n"
        f"            to: {_target(choice.to, size)}\n"
    )


def _target(number: int, size: int) -> str:
    return f"scene-{number // _BEATS_A_SCENE}/b{number}" if number < size else "end/over"


_HEAD: Final = """format: 1
id: generated
title: A generated story
minutes: 10
about: Nobody wrote this.
cast:
  staff: {{name: Ada, is: milieu therapist, side: staff, seat: true, briefing: There is none.}}
  patient: {{name: Bo, is: patient, side: patients}}
meters:
  trust: {{of: patient, start: {trust}}}
start: scene-0/b0
ends:
  over: {{title: Over, text: It is over.}}
scenes:
"""


def as_ink(story: tuple[Step, ...]) -> str:
    """Return `story` as a compiler of ink would, in the cheapest form that says the same.

    A knot for each beat, sticky choices whose text stands in brackets and is said again in what follows, no counting of
    visits, no tags. What ink has no word for is left out: practices, actions and explanations.
    """
    knots: dict[str, JSON] = {f"b{number}": _knot(step, len(story)) for number, step in enumerate(story)}
    knots["over"] = ["end", None]
    knots["global decl"] = ["ev", FIRST_TRUST, {"VAR=": "trust"}, "/ev", "end", None]
    root: JSON = [[{"->": "b0"}, ["done", {"#n": "g-0"}], None], "done", knots]
    return json.dumps({"inkVersion": 21, "root": root, "listDefs": {}}, ensure_ascii=False)


def _knot(step: Step, size: int) -> JSON:
    content: list[JSON] = []
    branches: dict[str, JSON] = {}
    for line in step.lines:
        content += [f"^{line}", "\n"]
    for which, choice in enumerate(step.choices):
        asked: list[JSON] = [] if choice.needs is None else [{"VAR?": "trust"}, choice.needs, ">="]
        content += ["ev", "str", f"^{choice.say}", "/str", *asked, "/ev"]
        content.append({"*": f".^.c-{which}", "flg": _CHOICE_ONLY | (_HAS_CONDITION if asked else 0)})
        branches[f"c-{which}"] = _branch(choice, size)
    return [*content, branches]


def _branch(choice: Choice, size: int) -> JSON:
    moved: list[JSON] = []
    if choice.change:
        added: list[JSON] = [{"VAR?": "trust"}, choice.change, "+"]
        moved = ["ev", *added, 0, "MAX", 100, "MIN", "/ev", {"VAR=": "trust", "re": True}]
    target = f"b{choice.to}" if choice.to < size else "over"
    return [f"^{choice.say}", "\n", *moved, f"^{choice.then}", "\n", {"->": target}, None]


_HAS_CONDITION: Final = 1
_CHOICE_ONLY: Final = 4
