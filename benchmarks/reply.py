"""A reply through `Play` beside a choice in bink, the ink runtime in Rust.

Both play the same walks over the same story (see `stories`): read the lines that were said, read the options that are
open, choose one. What each does more than the other: ours keeps a log of events, counts visits, draws a fresh order of
the options at every turn, and its time includes one looking back with its scores at the end of each walk; theirs
crosses from Python into native code. Theirs takes its lines in one call, the cheapest it offers. Beginning anew is in
neither time. Before anything is timed, each walk is played once to see that both sides show the same lines and options.
"""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Final, NamedTuple, TypeVar

from bink.story import Story

from benchmarks.measure import Row, cpu_seconds, in_turn
from benchmarks.stories import Kind, as_ink, as_scenario, steps
from trainer.play import Play
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario

AIM: Final = 1.0
_LONGEST_WALK: Final = 300
_WALKS: Final = 8
_ROUNDS: Final = 15

_S = TypeVar("_S")


class Chosen(NamedTuple):
    """One reply of a walk, as ours and as theirs call it."""

    option: str
    position: int
    """Counted among the options that are open, in the author's order."""


def rows() -> Iterator[Row]:
    """Yield the rows about replies."""
    for size in (100, 10_000):
        for kind in ("forward", "circling"):
            yield from _rows(size, kind)


def _rows(size: int, kind: Kind) -> Iterator[Row]:
    story = steps(size, kind)
    text = as_scenario(story)
    scenario = parse(text, limit=len(text))
    ink = Story(as_ink(story))
    walks = [_walk(scenario, ink, seed) for seed in range(_WALKS)]

    def row(
        what: str,
        ours: Callable[[Play, list[Chosen]], None],
        theirs: Callable[[Story, list[Chosen]], None],
        aim: float | None = None,
    ) -> Row:
        first, second = in_turn(
            lambda: _over(walks, lambda: Play.begin(scenario), ours),
            lambda: _over(walks, lambda: _begun_anew(ink), theirs),
            _ROUNDS,
        )
        replies = sum(map(len, walks))
        return Row(what, 1e6 * first / replies, 1e6 * second / replies, "µs", aim)

    where = f"{kind} story of {size:,} beats"
    yield row(f"a reply, {where}", _read_and_reply, _read_and_choose, AIM)
    yield row(f"a reply, {where}, options unread", _reply, _choose)


def _over(walks: list[list[Chosen]], begin: Callable[[], _S], play: Callable[[_S, list[Chosen]], None]) -> float:
    taken = 0.0
    for walk in walks:
        session = begin()
        taken += cpu_seconds(partial(play, session, walk))
    return taken


def _begun_anew(ink: Story) -> Story:
    ink.reset_state()
    return ink


def _read_and_reply(play: Play, walk: list[Chosen]) -> None:
    for chosen in walk:
        for line in play.lines:
            assert line.text
        for option in play.options:
            assert option.say
        play.reply(chosen.option)
    assert play.lines
    _looked_at(play)


def _read_and_choose(ink: Story, walk: list[Chosen]) -> None:
    for chosen in walk:
        for line in ink.continue_maximally().splitlines():
            assert line
        for choice in ink.get_current_choices():
            assert choice
        ink.choose_choice_index(chosen.position)
    assert ink.continue_maximally()


def _reply(play: Play, walk: list[Chosen]) -> None:
    for chosen in walk:
        for line in play.lines:
            assert line.text
        play.reply(chosen.option)
    assert play.lines
    _looked_at(play)


def _choose(ink: Story, walk: list[Chosen]) -> None:
    for chosen in walk:
        for line in ink.continue_maximally().splitlines():
            assert line
        ink.choose_choice_index(chosen.position)
    assert ink.continue_maximally()


def _walk(scenario: Scenario, ink: Story, seed: int) -> list[Chosen]:
    """Return a walk of random choices, having seen that both sides show the same on it."""
    random = Random(seed)
    play = Play.begin(scenario)
    ink.reset_state()
    walk: list[Chosen] = []
    while not play.is_over and len(walk) < _LONGEST_WALK:
        assert [line.text for line in play.lines] == ink.continue_maximally().splitlines()
        options = sorted(play.options, key=lambda option: option.id)
        assert [option.say for option in options] == list(ink.get_current_choices())
        chosen = random.randrange(len(options))
        walk.append(Chosen(options[chosen].id, chosen))
        play.reply(options[chosen].id)
        ink.choose_choice_index(chosen)
    return walk


def _looked_at(play: Play) -> None:
    """Have made what a looking back says of the replies: each reading is made when it is asked for."""
    debrief = play.debrief()
    _ = (debrief.scores, debrief.harm, debrief.actions, debrief.end)
