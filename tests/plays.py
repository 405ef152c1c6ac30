"""Golden dialogues: a play written down line by line, walked through, and held against what is shown.

One thing a line; `#` starts a remark:

    seat staff               whose part is taken; once for each seat, before all else
    seed 3                   what the draws come from, before all else
    line "Come in."          this exact text is among the lines shown now
    option ask-first         is open now
    closed ask-first         belongs to this turn and is not open now
    choose ask-first         the reply
    score listening 66.7     of the first seat, or of any: `score patient listening 66.7`; `none` on too few moments
    harm 1                   how many replies of the first seat could hurt
    end met-together         the last line: the play is over, with this end
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from trainer.engine.codec import decode, encode
from trainer.play import Play, Refused
from trainer.scenario.model import Scenario

Way = Callable[[Scenario, Play], Play]

WAYS: Final[dict[str, Way]] = {
    "live": lambda _, play: play,
    "replayed": lambda scenario, play: Play.replay(scenario, play.events),
    "through-json": lambda scenario, play: Play.replay(scenario, [decode(encode(event)) for event in play.events]),
}
"""What a play goes through between any two lines of its script; nothing may come of it."""

_WORDS: Final = {
    "seat": (1,),
    "seed": (1,),
    "line": (1,),
    "option": (1,),
    "closed": (1,),
    "choose": (1,),
    "score": (2, 3),
    "harm": (1,),
    "end": (1,),
}
"""How many words follow each first word; the text of a line counts as one."""


class Step(NamedTuple):
    """One line of a script."""

    where: str
    """`path:number`, for whoever mends it."""
    word: str
    rest: tuple[str, ...]


class Walk(NamedTuple):
    """Where a play stands while its script is read."""

    scenario: Scenario
    play: Play
    seat: str
    """The seat that the script names first."""

    @property
    def open(self) -> list[str]:
        """The ids of the options that are open now."""
        return [option.id for option in self.play.options]

    @property
    def options_of_the_turn(self) -> list[str]:
        """The ids of all options of the turn, open or not; none after an end."""
        scene, _, beat = self.play.state.beat.partition("/")
        if self.play.is_over:
            return []
        return [option.id for option in self.scenario.scenes[scene].beats[beat].options]


def steps_of(path: Path) -> tuple[Step, ...]:
    """Return the steps of the script at `path`, or fail where a line is none."""
    steps = []
    for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = written.strip()
        if text and not text.startswith("#"):
            word, _, rest = text.partition(" ")
            steps.append(Step(f"{path}:{number}", word, _rest(word, rest.strip())))
            _check(steps[-1], text)
    last = steps[-1] if steps else Step(f"{path}:1", "", ())
    _hold(last.word == "end", last.where, "a play's last line is “end …”")
    _hold([step.word for step in steps].count("end") == 1, last.where, "a play has one line “end …”")
    _hold(any(step.word == "seat" for step in steps), last.where, "no line says whose part is taken: “seat staff”")
    return tuple(steps)


def run(path: Path, scenario: Scenario, way: Way = WAYS["live"]) -> Play:
    """Return the play that the script at `path` comes to; fail at the first line that does not hold."""
    steps = steps_of(path)
    head = steps[: next(number for number, step in enumerate(steps) if step.word not in ("seat", "seed"))]
    for step in steps[len(head) :]:
        _hold(step.word not in ("seat", "seed"), step.where, "“seat” and “seed” come before all else")
    seats = [step.rest[0] for step in head if step.word == "seat"]
    seeds = [_number(step) for step in head if step.word == "seed"]
    with _refusals_at(steps[0].where):
        play = Play.begin(scenario, seats=seats, seed=seeds[-1] if seeds else 0)
    for step in steps[len(head) :]:
        play = way(scenario, play)
        _STEPS[step.word](Walk(scenario, play, seats[0]), step)
    return play


def _line(walk: Walk, step: Step) -> None:
    texts = [line.text for line in walk.play.lines]
    shown = "".join(f"\n    {text}" for text in texts)
    _hold(step.rest[0] in texts, step.where, f"the line “{step.rest[0]}” is not shown; these are:{shown}")


def _option(walk: Walk, step: Step) -> None:
    found = walk.open
    _hold(step.rest[0] in found, step.where, f"“{step.rest[0]}” is not open; open are: {', '.join(found)}")


def _closed(walk: Walk, step: Step) -> None:
    names = walk.options_of_the_turn
    _hold(step.rest[0] in names, step.where, f"this turn has no option “{step.rest[0]}”; it has: {', '.join(names)}")
    _hold(step.rest[0] not in walk.open, step.where, f"“{step.rest[0]}” is open")


def _choose(walk: Walk, step: Step) -> None:
    with _refusals_at(step.where):
        walk.play.reply(step.rest[0])


def _score(walk: Walk, step: Step) -> None:
    *whose, practice, written = step.rest
    with _refusals_at(step.where):
        scores = walk.play.debrief((whose or [walk.seat])[0]).to_json()["scores"]
    _hold(practice in scores, step.where, f"“{practice}” is no practice; there are: {', '.join(scores)}")
    figures = scores[practice]
    actual = "none" if figures["score"] is None else str(figures["score"])
    moments = f"on {figures['moments']} moments"
    _hold(written == actual, step.where, f"the score of {practice} is {actual}, not {written}, {moments}")


def _harm(walk: Walk, step: Step) -> None:
    found = [f"{harm.beat}/{harm.option}" for harm in walk.play.debrief(walk.seat).harm]
    _hold(_number(step) == len(found), step.where, f"{len(found)} replies could hurt, not {step.rest[0]}: {found}")


def _end(walk: Walk, step: Step) -> None:
    play = walk.play
    _hold(play.is_over, step.where, f"the play is not over; it stands at {play.state.beat}")
    _hold(step.rest[0] == play.end, step.where, f"the end is “{play.end}”, not “{step.rest[0]}”")


_STEPS: Final[dict[str, Callable[[Walk, Step], None]]] = {
    "line": _line,
    "option": _option,
    "closed": _closed,
    "choose": _choose,
    "score": _score,
    "harm": _harm,
    "end": _end,
}


def _rest(word: str, rest: str) -> tuple[str, ...]:
    if word != "line":
        return tuple(rest.split())
    is_quoted = len(rest) > 1 and rest[0] == rest[-1] == '"'
    return (rest[1:-1],) if is_quoted else ()


def _check(step: Step, text: str) -> None:
    _hold(step.word in _WORDS, step.where, f"“{step.word}” is none of {', '.join(_WORDS)}")
    _hold(len(step.rest) in _WORDS[step.word], step.where, f"“{text}” is not complete, or too much")


def _number(step: Step) -> int:
    _hold(step.rest[0].isdecimal(), step.where, f"“{step.rest[0]}” is no whole number")
    return int(step.rest[0])


@contextmanager
def _refusals_at(where: str) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise AssertionError(f"{where}: {refused}") from refused


def _hold(is_so: bool, where: str, otherwise: str) -> None:  # noqa: FBT001  the claim that a step makes
    __tracebackhide__ = True
    if not is_so:
        raise AssertionError(f"{where}: {otherwise}")
