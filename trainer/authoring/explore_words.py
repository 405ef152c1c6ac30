"""What exploring a scenario found: as text for people, 80 columns wide, and as JSON for programs."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Final

from trainer.authoring.explore import Exploration, Plays, SeatExplored
from trainer.authoring.steps import Extent
from trainer.authoring.sums import Figures
from trainer.debrief.circles import MOST_ENTRIES
from trainer.debrief.practice import FEWEST_MOMENTS
from trainer.engine.machine import PRACTICES
from trainer.listing import listed
from trainer.scenario.model import Practice
from trainer.wording import PRACTICES as IN_WORDS

_WIDTH: Final = 80
_MILLION: Final = 10**6
_MOST_SAID: Final = 10**12
_MOST_DIGITS: Final = 4_000
"""Longer numbers are refused by those who read JSON."""
_MOST_NAMED: Final = 12
_LABEL: Final = 34
_COLUMN: Final = 11
_NOTHING: Final = "-"
_SMALLEST_TOLD: Final = 0.5


def as_json(found: Exploration) -> dict[str, object]:
    """Return what `trainer explore --json` prints."""
    scenario, plays = found.scenario, found.plays
    return {
        "format": 1,
        "scenario": scenario.id,
        "title": scenario.title,
        "places": found.places,
        "limit": found.limit,
        "together": found.together or None,
        "bounded": found.is_bounded,
        "without_conditions": found.is_without_conditions,
        "beats": {"reached": list(found.beats), "not_reached": list(_beats_not_reached(found))},
        "ends": {"reached": list(found.ends), "not_reached": list(_ends_not_reached(found))},
        "plays": None if plays is None else _plays_as_json(plays),
        "seats": {} if plays is None else {seat: _seat_as_json(each) for seat, each in plays.seats.items()},
    }


def _plays_as_json(plays: Plays) -> dict[str, object]:
    return {
        "count": plays.count if _digits(plays.count) <= _MOST_DIGITS else None,
        "digits": _digits(plays.count),
        "replies": plays.replies._asdict(),
        "chances": None if plays.chances is None else {end: _percent(chance) for end, chance in plays.chances.items()},
    }


def _seat_as_json(seat: SeatExplored) -> dict[str, object]:
    return {
        "replies": seat.replies._asdict(),
        "practices": {
            practice: {
                "moments": scored.moments._asdict(),
                "figures": _figures_as_json(scored.figures),
                "share": None if scored.share is None else _percent(scored.share),
            }
            for practice, scored in seat.practices.items()
        },
        "most_of": {
            practice: None
            if most is None
            else {"practices": _by_practice_as_json(most.figures), "ends": list(most.ends)}
            for practice, most in seat.most_of.items()
        },
        "ends": {end: _by_practice_as_json(figures) for end, figures in seat.ends.items()},
        "trades": list(seat.weighing.trades),
        "no_trades": list(seat.weighing.plain),
        "never_worth": [
            {"beat": each.beat, "option": each.option, "beside": list(each.beside)} for each in seat.never_worth
        ],
    }


def _by_practice_as_json(figures: dict[Practice, Figures | None]) -> dict[str, object]:
    return {practice: _figures_as_json(each) for practice, each in figures.items()}


def _figures_as_json(figures: Figures | None) -> dict[str, float] | None:
    return None if figures is None else figures._asdict()


def as_text(found: Exploration) -> str:
    """Return what `trainer explore` prints, for a terminal or a page."""
    lines = [*_paragraph(found.scenario.title, ""), "", *_paragraph(" ".join(_all_in_all(found)), "")]
    if found.plays is not None:
        lines += _ends(found, found.plays)
        for seat, explored in found.plays.seats.items():
            lines += _seat(found, seat, explored)
        lines += ["", "", *_paragraph(" ".join(_how_to_read(found.plays)), "")]
    return "\n".join(lines) + "\n"


def _all_in_all(found: Exploration) -> Iterator[str]:
    yield _looked_at(found)
    if found.is_without_conditions:
        yield "Which beats and ends can be come to is told as if every condition held."
    yield _reached("beat", len(found.beats), _beats_not_reached(found))
    yield _reached("end", len(found.ends), _ends_not_reached(found))
    if found.plays is not None:
        yield _told_plays(found.plays)
    elif found.places is not None:
        yield "No play so short comes to an end." if found.ends else "No play comes to an end."


def _looked_at(found: Exploration) -> str:
    if found.places is None:
        return (
            f"The story has too many places at which a play can stand: {found.limit:,} are looked at, and fewer where "
            "it goes in circles. So nothing is said of its plays."
        )
    places = _count(found.places, "place")
    if not found.together and found.is_bounded:
        return (
            f"Looked at was every play that enters no beat more than {MOST_ENTRIES} times: there are {places} at which "
            "one can stand."
        )
    if not found.together:
        return f"Every way through was looked at: there are {places} at which a play can stand."
    return (
        f"The story goes in circles in too many ways to look at every play that enters each beat {MOST_ENTRIES} times "
        "at most. So each circle was counted as a whole: looked at was every play that enters the beats of a circle "
        f"{found.together} times at most, all together, even if it enters one of them more than {MOST_ENTRIES} times. "
        f"What is said of these plays is exact; longer ones are left out. There are {places} at which one can stand."
    )


def _told_plays(plays: Plays) -> str:
    replies = f"of {_range(plays.replies)} replies of all parts together"
    if plays.count == 1:
        return f"There is one play, {replies}."
    if plays.count < _MILLION:
        return f"There are {plays.count:,} different plays, {replies}."
    if plays.count < _MOST_SAID:
        return f"There are about {plays.count / _MILLION:,.0f} million different plays, {replies}."
    return f"The number of different plays, {replies}, has {_digits(plays.count)} digits."


def _reached(what: str, count: int, missing: Sequence[str]) -> str:
    whole = count + len(missing)
    if not missing:
        return f"The {what} can be come to." if count == 1 else f"All {count} {what}s can be come to."
    if not count:
        return f"No way leads to the {what}." if whole == 1 else f"No way leads to any of the {whole} {what}s."
    told = missing if len(missing) <= _MOST_NAMED else (*missing[:_MOST_NAMED], f"{len(missing) - _MOST_NAMED} more")
    return f"Of {whole} {what}s {count} can be come to; no way leads to {listed(tuple(told))}."


def _ends(found: Exploration, plays: Plays) -> Iterator[str]:
    yield ""
    if plays.chances is None:
        yield from _paragraph("For how likely the ends are there is too much to look at.", "")
        return
    yield "How often each end comes, when everybody chooses at random"
    for end, chance in plays.chances.items():
        share = _told_share(chance)
        yield from _paragraph(f"{end}: {found.scenario.ends[end].title}", 13 * " ", f"{share:>11}  ")


def _seat(found: Exploration, seat: str, explored: SeatExplored) -> Iterator[str]:
    name = found.scenario.cast[seat].name
    yield from ("", "")
    yield from _paragraph(f"{name} ({seat}): {_range(explored.replies)} replies in a play", "")
    yield ""
    yield _row("", ("usual", "±", "may be", "counted"))
    for practice, scored in explored.practices.items():
        cells = (*_usual(scored.figures), _may_be(scored.figures), _range(scored.moments))
        yield _row(_practice_in_words(practice), cells)
    if not explored.ends:
        yield from _paragraph("For scores there is too much to look at.")
    yield from _resting_on(explored)
    yield from _trade(explored)
    yield from _by_end(explored)
    yield from _weighed(explored)


def _usual(figures: Figures | None) -> tuple[str, str]:
    return (_NOTHING, _NOTHING) if figures is None else (f"{figures.usual:.1f}", f"{figures.spread:.1f}")


def _may_be(figures: Figures | None) -> str:
    return _NOTHING if figures is None else f"{figures.worst:.0f} to {figures.best:.0f}"


def _practice_in_words(practice: Practice) -> str:
    return practice if practice == IN_WORDS[practice] else f"{practice}: {IN_WORDS[practice]}"


def _resting_on(explored: SeatExplored) -> Iterator[str]:
    for practice, scored in explored.practices.items():
        if scored.figures is not None and scored.share is not None and scored.share < 1:
            yield from _paragraph(
                f"The score of {practice} rests on {_told_share(scored.share)} of the plays: in the others fewer than "
                f"{FEWEST_MOMENTS} choices count for it."
            )


def _trade(explored: SeatExplored) -> Iterator[str]:
    rows = {practice: most for practice, most in explored.most_of.items() if most is not None}
    if not rows:
        return
    yield ""
    yield "  While one is made the most of, the others usually come to (and at best)"
    yield _row("", PRACTICES)
    for practice, most in rows.items():
        cells = (_trading(each, is_own=other == practice) for other, each in most.figures.items())
        yield _row(f"most of {practice}", cells)


def _trading(figures: Figures | None, *, is_own: bool) -> str:
    if figures is None:
        return _NOTHING
    return f"{figures.usual:.0f}" if is_own else f"{figures.usual:.0f} ({figures.best:.0f})"


def _by_end(explored: SeatExplored) -> Iterator[str]:
    if not explored.ends:
        return
    yield ""
    yield "  In plays that come to each end, the scores usually are"
    yield _row("", PRACTICES)
    for end, figures in explored.ends.items():
        yield _row(end, (_NOTHING if each is None else f"{each.usual:.1f}" for each in figures.values()))


def _weighed(explored: SeatExplored) -> Iterator[str]:
    trades, plain = explored.weighing
    yield ""
    if trades or plain:
        turns = len(trades) + len(plain)
        yield from _paragraph(
            f"At {len(trades)} of {_count(turns, 'turn')} that count there is something to weigh: no option shows the "
            "most of everything."
        )
    if plain:
        yield from _paragraph(f"One option does so at {listed(plain)}.")
    if not explored.never_worth:
        yield from _paragraph("Every option is worth choosing some time.")
        return
    yield from _paragraph(
        "Never worth choosing: whenever it is open, so is a better one, which shows as much of each practice and more "
        "of one, and from which the same ends can be come to."
    )
    for each in explored.never_worth:
        yield from _paragraph(f"{each.beat}: {each.option}. Better: {listed(each.beside)}", 6 * " ", 4 * " ")


def _how_to_read(plays: Plays) -> Iterator[str]:
    if not any(seat.ends for seat in plays.seats.values()):
        yield "“Counted” is how many choices of a play count for a practice."
        return
    yield (
        "Scores go from 0 to 100. “Usual” is the mean over plays in which every part chooses at random, each option "
        "that is open being equally likely; “±” is how far such plays lie from it on the whole (the standard "
        "deviation); “may be” is the lowest and the highest that any play comes to; “counted” is how many choices of "
        f"a play count. Plays in which fewer than {FEWEST_MOMENTS} count for a practice have no score of it. “Most of” "
        "is a play in which each own reply shows the most of that practice that is open; where several do, each is "
        "equally likely. The figures are exact."
    )


def _beats_not_reached(found: Exploration) -> tuple[str, ...]:
    reached = set(found.beats)
    return tuple(
        address
        for scene_id, scene in found.scenario.scenes.items()
        for beat_id in scene.beats
        if (address := f"{scene_id}/{beat_id}") not in reached
    )


def _ends_not_reached(found: Exploration) -> tuple[str, ...]:
    return tuple(end for end in found.scenario.ends if end not in found.ends)


def _row(label: str, cells: Iterable[str]) -> str:
    if len(label) > _LABEL:
        label = f"{label[: _LABEL - 1]}…"
    return f"  {label:<{_LABEL}}{''.join(f'{cell:>{_COLUMN}}' for cell in cells)}".rstrip()


def _paragraph(text: str, indent: str = "  ", first: str | None = None) -> list[str]:
    start = indent if first is None else first
    return wrap(text, _WIDTH, initial_indent=start, subsequent_indent=indent, break_on_hyphens=False)


def _range(of: Extent) -> str:
    return str(of.least) if of.least == of.most else f"{of.least} to {of.most}"


def _count(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _digits(count: int) -> int:
    return Decimal(count).adjusted() + 1


def _percent(share: float) -> float:
    return round(100 * share, 1) + 0.0


def _told_share(share: float) -> str:
    percent = 100 * share
    if percent < _SMALLEST_TOLD:
        return "under 1 %"
    return "nearly all" if percent > 100 - _SMALLEST_TOLD and share < 1 else f"{percent:.0f} %"
