"""What simulated learners came to, as tables of at most 80 columns for people, and as values for programs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Final

from trainer.authoring.aims import BLIND, Beyond, beyond, turns_of
from trainer.authoring.leak import Blind, Lead, Ranked, blind, lead
from trainer.authoring.learners import CHANCE, LEARNERS, Kind
from trainer.authoring.simulate import Simulated, Tally, together
from trainer.debrief.practice import Score
from trainer.scenario.model import Practice
from trainer.text import clean_line

FORMAT: Final = 1
WIDTH: Final = 80
_NAME: Final = 12
_COLUMN: Final = 17
_PERCENT: Final = 100
_KINDS: Final = {
    Kind.CHANCE: "By chance",
    Kind.CUE: "By how the options look",
    Kind.ACTION: "Always the same action, where there is one",
    Kind.MANNER: "In a manner",
    Kind.KEY: "By the key, which no person sees",
}
_SCORES: Final = "Scores, 0 to 100"
_SCORES_SAY: Final = (
    "In brackets: probably between. It rests on how many different turns there were, not on how often they were played."
)
_LEADS: Final = "Points above random"
_LEADS_SAY: Final = "What lies far from 0 lets a reader score, or fail, without knowing the practices."
_NAMES_SAY: Final = "Who takes what, and what the figures mean: trainer simulate --help"
_NO_BLIND: Final = "The blind ranker needs three turns or more here, and other scenarios to learn from."
_ALL_KEPT: Final = "All that was simulated keeps to what is aimed at."
_NOT_KEPT: Final = "What does not keep to what is aimed at:"
_CLEARLY: Final = " (clearly)"
_MAY_BE_CHANCE: Final = "Where it does not say “clearly”, it may be chance: the interval reaches to what is aimed at."
_FIRST_RIGHT: Final = 6
_FOR_MANY: Final = "The aims are for many scenarios together; one alone has few turns."


@dataclass(frozen=True, slots=True)
class Simulation:
    """Scenarios played by the same learners, and how the blind ranker ranked the options of each."""

    simulated: tuple[Simulated, ...]
    ranked: tuple[tuple[Ranked, ...], ...] | None
    """One for each scenario; None where it was not asked for."""
    runs: int
    seed: int

    @property
    def tallies(self) -> dict[str, Tally]:
        """The tally of each learner over all seats of all scenarios."""
        return together(self.simulated)

    @property
    def blind(self) -> Blind | None:
        """How the blind ranker did over all scenarios."""
        return blind(turn for ranked in self.ranked or () for turn in ranked)

    @property
    def beyond(self) -> tuple[Beyond, ...]:
        """What does not keep to what is aimed at."""
        return beyond(self.tallies, self.blind)


def as_text(simulation: Simulation) -> str:
    """Return the simulation for people."""
    return "\n\n".join("\n".join(block) for block in _blocks(simulation))


def _blocks(simulation: Simulation) -> Iterator[Iterator[str]]:
    is_one = len(simulation.simulated) == 1
    for place, each in enumerate(simulation.simulated):
        yield _head(each, simulation)
        if not is_one:
            yield from _leak(each.tallies, simulation, blind(simulation.ranked[place] if simulation.ranked else ()))
    tallies = simulation.tallies
    if not is_one:
        yield iter([f"ALL {len(simulation.simulated)} SCENARIOS TOGETHER"])
    yield _scores(tallies)
    if is_one:
        yield _ends(tallies)
    yield from _leak(tallies, simulation, simulation.blind)
    yield iter([_line(_LEADS_SAY), _NAMES_SAY])
    yield _told_beyond(simulation, is_one=is_one)


def _head(each: Simulated, simulation: Simulation) -> Iterator[str]:
    scenario = each.scenario
    parts = ", ".join(scenario.cast[seat].name for seat in scenario.seats)
    runs = "1 play" if simulation.runs == 1 else f"{simulation.runs} plays"
    yield _line(f"{scenario.title.upper()} ({scenario.id})")
    yield _line(f"{runs} of each part by each learner; parts: {parts}.")


def _scores(tallies: Mapping[str, Tally]) -> Iterator[str]:
    yield _columns(_SCORES)
    kind = None
    for name, tally in tallies.items():
        if LEARNERS[name].kind is not kind:
            kind = LEARNERS[name].kind
            yield _KINDS[kind]
        yield _row(name, (_figure(tally.score(practice)) for practice in Practice))
    yield _line(_SCORES_SAY)


def _leak(tallies: Mapping[str, Tally], simulation: Simulation, found: Blind | None) -> Iterator[Iterator[str]]:
    cues = [name for name in tallies if LEARNERS[name].kind is Kind.CUE]
    if cues:
        yield _leads(tallies, cues)
    if simulation.ranked is not None:
        yield _told_blind(found)


def _leads(tallies: Mapping[str, Tally], names: Iterable[str]) -> Iterator[str]:
    yield _columns(_LEADS)
    for name in names:
        yield _row(name, (_points(lead(tallies[name], tallies[CHANCE.name], practice)) for practice in Practice))


def _told_blind(found: Blind | None) -> Iterator[str]:
    if found is None:
        yield _line(_NO_BLIND)
        return
    yield _line(
        f"The blind ranker, taught by the words of other scenarios alone, takes the best option at {found.hits:.0f} % "
        f"of {found.turns} turns; chance would at {found.chance:.0f} %. Points above chance: {_points(found.lead)}."
    )


def _ends(tallies: Mapping[str, Tally]) -> Iterator[str]:
    yield "Ends reached, in percent of the plays"
    for name, tally in tallies.items():
        reached = sorted(tally.ends.items(), key=lambda found: (-found[1], found[0]))
        told = [f"{end} {_PERCENT * count / tally.plays:.0f}" for end, count in reached]
        if lost := tally.plays - sum(tally.ends.values()):
            told.append(f"none, going in a circle, {_PERCENT * lost / tally.plays:.0f}")
        yield fill(f"{name:<{_NAME}}{', '.join(told)}", WIDTH, subsequent_indent=" " * _NAME, break_on_hyphens=False)


def _told_beyond(simulation: Simulation, *, is_one: bool) -> Iterator[str]:
    found = simulation.beyond
    yield _NOT_KEPT if found else _ALL_KEPT
    for each in found:
        what = each.learner if each.practice is None else f"{each.learner}, {each.practice}"
        turns = _turns_of(each, simulation) if is_one else ()
        where = f". {'Right' if each.learner == BLIND else 'Most of it'} at {', '.join(turns)}" if turns else ""
        yield _line(f"- {what}: {each.figure:g}{each.of}; aimed at: {each.aim}{_CLEARLY * each.is_clear}{where}")
    if found:
        yield _line(_MAY_BE_CHANCE + f" {_FOR_MANY}" * is_one)


def _turns_of(each: Beyond, simulation: Simulation) -> tuple[str, ...]:
    """Return where to look first; for the blind ranker the turns at which it took the best option."""
    if each.learner != BLIND:
        return tuple(turn.partition("/")[2] for turn in turns_of(each, simulation.tallies))
    right = (turn.beat for ranked in simulation.ranked or () for turn in ranked if turn.hit > turn.chance)
    return tuple(right)[:_FIRST_RIGHT]


def _columns(title: str) -> str:
    return f"{title}\n{_row('', (str(practice) for practice in Practice))}"


def _row(name: str, cells: Iterable[str]) -> str:
    return f"{name:<{_NAME}}{''.join(f'{cell:>{_COLUMN}}' for cell in cells)}"


def _figure(score: Score) -> str:
    if score.score is None or score.low is None or score.high is None:
        return "too few turns"
    return f"{score.score:.0f} ({score.low:.0f} to {score.high:.0f})"


def _points(found: Lead | None) -> str:
    if found is None:
        return "too few turns"
    return f"{_signed(found.points)} ({_signed(found.low)} to {_signed(found.high)})"


def _signed(points: float) -> str:
    whole = round(points)
    return f"{'+' if whole > 0 else '-' if whole < 0 else ''}{abs(whole)}"


def _line(text: str) -> str:
    return fill(clean_line(text), WIDTH, break_on_hyphens=False)


def as_json(simulation: Simulation) -> dict[str, object]:
    """Return the simulation as `trainer simulate --json` prints it."""
    return {
        "format": FORMAT,
        "runs": simulation.runs,
        "seed": simulation.seed,
        "scenarios": [
            {
                "scenario": each.scenario.id,
                "title": each.scenario.title,
                "seats": {seat: _learners(tallies, has_ends=True) for seat, tallies in each.seats.items()},
                "learners": _learners(each.tallies, has_ends=True),
                "blind_ranker": _blind(blind(simulation.ranked[place])) if simulation.ranked else None,
                "ranked": [_ranked(turn) for turn in simulation.ranked[place]] if simulation.ranked else None,
            }
            for place, each in enumerate(simulation.simulated)
        ],
        "together": {
            "learners": _learners(simulation.tallies, has_ends=False),
            "blind_ranker": _blind(simulation.blind),
        },
        "beyond": [each._asdict() | {"turns": list(turns_of(each, simulation.tallies))} for each in simulation.beyond],
    }


def _learners(tallies: Mapping[str, Tally], *, has_ends: bool) -> dict[str, object]:
    return {
        name: {
            "kind": LEARNERS[name].kind,
            "plays": tally.plays,
            "scores": {practice: tally.score(practice).to_json() for practice in Practice},
            "above_random": {
                practice: found._asdict() if (found := lead(tally, tallies[CHANCE.name], practice)) else None
                for practice in Practice
            },
        }
        | ({"ends": dict(sorted(tally.ends.items()))} if has_ends else {})
        for name, tally in tallies.items()
    }


def _blind(found: Blind | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "turns": found.turns,
        "hits": found.hits,
        "chance": found.chance,
        "above_chance": found.lead._asdict(),
    }


def _ranked(turn: Ranked) -> dict[str, object]:
    return {"beat": turn.beat, "taken": list(turn.taken), "best": list(turn.best)}
