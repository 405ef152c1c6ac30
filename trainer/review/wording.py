"""A group's figures in plain words, for the screen and for print: words first, then figures and what they rest on."""

from collections.abc import Iterable, Iterator
from typing import Final

from trainer.debrief.practice import Score
from trainer.review.cohort import Change, Cohort, PracticeFigures, RoutineFigures, ScenarioFigures, TooFew
from trainer.review.items import Turn
from trainer.scenario.model import Practice
from trainer.text import clean_line
from trainer.wording import ACTIONS, NOT_SO, PRACTICES, ROUTINES, signed

FORMAT: Final = 1
NOBODY_YET: Final = (
    "There are no figures. They come when staff, five persons or more, share how their plays read. No patient's play "
    "is ever in them."
)
RESTS_ON: Final = (
    "From plays that staff, five persons or more, share with you: first attempts alone, and of each month at most the "
    "newest hundred. “Probably between” allows for one person's choices being alike: in eight groups of ten like this "
    "one it would hold the true figure."
)
NO_BASIS: Final = (
    "Figures of this kind show what people know of good dialogue in these scenes, and not more. They are no basis for "
    "decisions on staff or on anybody's treatment."
)
TOO_FEW_TO_SAY: Final = "too few to say"
NO_CHANGE: Final = "no change that these numbers could show"
_ALWAYS: Final = 100
_BANDS: Final = (
    (20, "little"),
    (40, "less than half"),
    (60, "about half"),
    (80, "more than half"),
    (101, "nearly all"),
)


def band(figure: float) -> str:
    """Return a score of 0 to 100 in words: how much of what was open was taken."""
    return next(word for edge, word in _BANDS if figure < edge)


def in_words(found: Score) -> str:
    """Return a pooled score in words."""
    return f"{band(found.score)} of what was open" if found.score is not None else TOO_FEW_TO_SAY


def in_figures(found: Score) -> str:
    """Return a pooled score with its interval, and how many choices it rests on."""
    choices = f"{found.moments} choice{'s' * (found.moments != 1)}"
    if found.score is None or found.low is None or found.high is None:
        return f"{TOO_FEW_TO_SAY} ({choices})"
    return f"{found.score:.0f} of 100, probably between {found.low:.0f} and {found.high:.0f} ({choices})"


def marked(count: int, of: str) -> str:
    """Return how many were marked, or nothing; the last word of `of` is in the singular."""
    return f"; {count} {of}{'s' * (count != 1)} marked “{NOT_SO}”" if count else ""


def changed(change: Change | None) -> str:
    """Return what the later months show beside the earlier ones."""
    if change is None:
        return f"Earlier and later months: {TOO_FEW_TO_SAY}."
    between = f"probably between {signed(round(change.low))} and {signed(round(change.high))} points"
    when = f"{change.later[0]} to {change.later[-1]}, beside {change.earlier[0]} to {change.earlier[-1]}"
    told = f"{signed(round(change.points))} points, {between}" if change.is_shown else f"{NO_CHANGE} ({between})"
    return f"{when}: {told}."


def spread(figures: PracticeFigures) -> str:
    """Return how single plays lie."""
    found = figures.spread
    if found is None:
        return f"Single plays: {TOO_FEW_TO_SAY}."
    bars = ", ".join(f"{low} to {high}: {told_plays(plays)}" for low, high, plays in found.bars)
    half = f"Half of the plays lie between about {found.lower} and {found.upper}"
    return f"{half}, the middle one at about {found.middle} ({bars})."


def routine(figures: RoutineFigures) -> str:
    """Return how often a way of protecting oneself was taken."""
    told = f"{ROUTINES[figures.routine].capitalize()}: in {told_plays(figures.plays)}"
    return f"{told}{marked(figures.not_so, 'of those play')}"


def told_plays(count: int) -> str:
    """Return how many plays."""
    return f"{count} play{'s' * (count != 1)}"


def scenario(figures: ScenarioFigures) -> str:
    """Return which scenario it is, and how many plays its figures rest on."""
    return f"{clean_line(figures.title)}: {told_plays(figures.plays)}{marked(figures.marked, 'of those play')}"


def as_lines(found: Cohort | TooFew) -> Iterator[str]:
    """Yield the figures of a group, a line each; an empty line stands before a heading."""
    if isinstance(found, TooFew):
        yield NOBODY_YET
        return
    yield RESTS_ON
    yield NO_BASIS
    if found.marked:
        were = f"{told_plays(found.marked)} of {found.plays} {'was' if found.marked == 1 else 'were'}"
        yield f"{were} marked “{NOT_SO}” as a whole; what is marked stays in the figures."
    for practice, figures in found.practices.items():
        yield from ("", PRACTICES[practice].capitalize(), *_practice(figures))
    yield from ("", "What was done", *_actions(found))
    yield from ("", "Ways of protecting oneself", *map(routine, found.routines))
    if found.has_more_routines:
        yield "Others were taken by too few to say which."
    elif not found.routines:
        yield "None was taken."
    for figures_of in found.scenarios:
        yield from ("", scenario(figures_of))
        for practice in Practice:
            yield f"{PRACTICES[practice].capitalize()}: {_in_both(figures_of.practices.get(practice))}"
    if found.has_more_scenarios:
        yield ""
        yield "Other scenes were played by too few to say more."


def _in_both(found: Score | None) -> str:
    """Return a score in words and then in figures."""
    return TOO_FEW_TO_SAY if found is None else f"{in_words(found)}; {in_figures(found)}"


def _practice(figures: PracticeFigures | None) -> Iterator[str]:
    if figures is None:
        yield f"{TOO_FEW_TO_SAY.capitalize()}."
        return
    yield (
        f"{in_words(figures.pooled).capitalize()}: {in_figures(figures.pooled)}, in {told_plays(figures.plays)}"
        f"{marked(figures.not_so, 'of those choice')}"
    )
    yield spread(figures)
    yield changed(figures.change)
    for month, pooled in figures.months:
        yield f"{month}: {in_figures(pooled) if pooled is not None else TOO_FEW_TO_SAY}"


def _actions(found: Cohort) -> Iterator[str]:
    if found.actions is None:
        yield f"{TOO_FEW_TO_SAY.capitalize()}."
        return
    for action, share in found.actions.items():
        told = TOO_FEW_TO_SAY if share is None else "not at all" if share == 0 else f"{share:.0f} %"
        yield f"{capital(ACTIONS[action])}: {told}"
    if found.actions_not_so:
        yield f"{told_plays(found.actions_not_so)} marked this “{NOT_SO}”."


def as_plain_text(found: Cohort | TooFew) -> str:
    """Return the figures of a group as text to be read or heard."""
    return "\n".join(as_lines(found))


def items_as_lines(turns: tuple[Turn, ...]) -> Iterator[str]:
    """Yield the figures of options for authors, a line each."""
    for turn in turns:
        yield f"{clean_line(turn.scenario_id)}, {clean_line(turn.beat)}: {turn.visits} visits"
        for item in turn.items:
            told = TOO_FEW_TO_SAY if item.chosen is None else f"chosen at {item.chosen:.0f} %"
            if item.open is not None and item.open < _ALWAYS:
                told += f", open at {item.open:.0f} %"
            if item.discrimination is not None:
                told += f", goes with the rest of the play: {item.discrimination:+.2f}"
            yield f"  {clean_line(item.option)}: {told}"


def items_to_json(turns: Iterable[Turn]) -> dict[str, object]:
    """Return the figures of options for programs; what may not be told is null."""
    return {
        "format": FORMAT,
        "turns": [
            {
                "scenario": turn.scenario_id,
                "text": turn.digest,
                "beat": turn.beat,
                "visits": turn.visits,
                "options": [
                    {
                        "option": each.option,
                        "open": each.open,
                        "chosen": each.chosen,
                        "discrimination": each.discrimination,
                    }
                    for each in turn.items
                ],
            }
            for turn in turns
        ],
    }


def to_json(found: Cohort | TooFew) -> dict[str, object]:
    """Return the figures of a group for programs; what may not be told is null, and without any it says so."""
    if isinstance(found, TooFew):
        return {"format": FORMAT, "enough": False}
    return {
        "format": FORMAT,
        "enough": True,
        "plays": found.plays,
        "not_so": found.marked,
        "practices": {practice.value: _practice_json(found.practices[practice]) for practice in Practice},
        "actions": None if found.actions is None else {action.value: s for action, s in found.actions.items()},
        "actions_not_so": found.actions_not_so,
        "routines": [{"routine": r.routine.value, "plays": r.plays, "not_so": r.not_so} for r in found.routines],
        "scenarios": [
            {
                "scenario": each.scenario_id,
                "title": each.title,
                "plays": each.plays,
                "not_so": each.marked,
                "practices": {practice.value: pooled.to_json() for practice, pooled in each.practices.items()},
            }
            for each in found.scenarios
        ],
        "more_routines": found.has_more_routines,
        "more_scenarios": found.has_more_scenarios,
    }


def _practice_json(figures: PracticeFigures | None) -> dict[str, object] | None:
    if figures is None:
        return None
    found, change = figures.spread, figures.change
    return {
        "pooled": figures.pooled.to_json(),
        "plays": figures.plays,
        "not_so": figures.not_so,
        "spread": None
        if found is None
        else {
            "lower": found.lower,
            "middle": found.middle,
            "upper": found.upper,
            "bars": [bar._asdict() for bar in found.bars],
        },
        "months": {month: pooled.to_json() if pooled is not None else None for month, pooled in figures.months},
        "change": None
        if change is None
        else {
            "points": change.points,
            "low": change.low,
            "high": change.high,
            "earlier": change.earlier,
            "later": change.later,
        },
    }


def capital(text: str) -> str:
    """Return `text` with a capital first letter, the others as they are."""
    return f"{text[:1].upper()}{text[1:]}"
