"""Scenarios played by simulated learners, through the engine, as a person plays alone: the other seats are scripted.

What a learner won is added up turn by turn over all its plays. Its score is the project's own measure over these turns,
each as heavy as the plays made it, so that the interval says on how many *different* turns it rests: playing the same
text a hundred times more tells nothing new about it. Over one play it is the score of that play's looking back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from trainer.authoring.learners import Learner, best, offered
from trainer.debrief.history import own_choices
from trainer.debrief.practice import Score, Span, score, spans
from trainer.engine.draws import drawn
from trainer.engine.machine import machine_of
from trainer.play import Play
from trainer.scenario.model import Practice, Scenario

MOST_REPLIES: Final = 300
"""A learner who always does the same may go in a circle for ever; it stops here, without an end."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What plays of one learner came to."""

    plays: int = 0
    won: Mapping[tuple[Practice, str], Span] = field(default_factory=dict)
    """Of each practice at each turn of a text: what was taken, and what was open, added up over the visits."""
    ends: Mapping[str, int] = field(default_factory=dict)
    """How many plays came to each end; those that went in a circle came to none."""

    def score(self, practice: Practice) -> Score:
        """Return the score of `practice` over the turns at which it was in play."""
        return score(span for (of, _), span in self.won.items() if of == practice)


@dataclass(frozen=True, slots=True)
class Simulated:
    """One scenario, played by learners."""

    scenario: Scenario
    seats: Mapping[str, Mapping[str, Tally]]
    """For each seat the tally of each learner who took it, by name."""

    @property
    def tallies(self) -> dict[str, Tally]:
        """The tally of each learner over all seats."""
        return _by_learner(self.seats.values())


def simulate(scenario: Scenario, learners: Iterable[Learner], runs: int, seed: int = 0) -> Simulated:
    """Let each of `learners` play each seat of `scenario` `runs` times, with the draws of `seed` and those that follow.

    Raises:
        Refused: when nobody can take a part, or the story cannot go on.
    """
    chosen = tuple(learners)
    if not scenario.seats:
        Play.begin(scenario)  # it says why nobody can play
    return Simulated(
        scenario,
        {
            seat: {
                each.name: added(_played(scenario, seat, each, seed + run) for run in range(runs)) for each in chosen
            }
            for seat in scenario.seats
        },
    )


def together(simulated: Iterable[Simulated]) -> dict[str, Tally]:
    """Return the tally of each learner over all seats of all scenarios."""
    return _by_learner(tallies for each in simulated for tallies in each.seats.values())


def added(tallies: Iterable[Tally]) -> Tally:
    """Return several tallies as one."""
    plays, ends, won = 0, Counter[str](), dict[tuple[Practice, str], Span]()
    for tally in tallies:
        plays += tally.plays
        ends.update(tally.ends)
        for at, span in tally.won.items():
            before = won.get(at, Span(0, 0, 0))
            won[at] = Span(before.chosen + span.chosen - span.worst, 0, before.best + span.width)
    return Tally(plays, won, dict(ends))


def walk(scenario: Scenario, seat: str, learner: Learner, seed: int) -> Iterator[Play]:
    """Yield the play of `seat` by `learner` at each of its turns, before the reply, and once more when it has ended."""
    play = Play.begin(scenario, seat=seat, seed=seed)
    beats = machine_of(scenario).beats
    replies = 0
    while not play.is_over and replies < MOST_REPLIES:
        yield play
        beat = beats[play.state.beat]
        tied = best(learner, offered(beat.by_id[option.id] for option in play.options))
        evenly = drawn(seed, beat.address, replies, f"learner {learner.name}", (1,) * len(tied))
        play.reply(play.options[tied[evenly]].id)
        replies += 1
    yield play


def _played(scenario: Scenario, seat: str, learner: Learner, seed: int) -> Tally:
    *_, play = walk(scenario, seat, learner, seed)
    won = [
        Tally(won={(practice, f"{scenario.digest}/{choice.event.beat}"): span})
        for choice in own_choices(machine_of(scenario), play.events, seat)
        for practice, span in spans(choice).items()
    ]
    return added((Tally(1, ends={play.end: 1} if play.end else {}), *won))


def _by_learner(seats: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    found: dict[str, list[Tally]] = {}
    for tallies in seats:
        for name, tally in tallies.items():
            found.setdefault(name, []).append(tally)
    return {name: added(tallies) for name, tallies in found.items()}
