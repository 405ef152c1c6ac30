"""What plays show, in sentences that neither praise nor scold; figures only where they are asked for."""

from collections.abc import Iterator
from typing import Final

from trainer.debrief.practice import Score
from trainer.debrief.progress import CameBack, Group, Played, PracticeOverPlays, RoutineOverPlays, ScoredPlay
from trainer.listing import listed, when
from trainer.progress.plays import Read
from trainer.scenario.model import Action, Practice
from trainer.telling import told_return
from trainer.wording import (
    ACTIONS,
    NOT_THE_CHOICE_BUT_THE_PERSON,
    PRACTICES,
    ROUTINES,
    practice_in_figures,
    practice_in_words,
)

FIRST: Final = "First attempts"
AGAIN: Final = "Tried again"
NOTHING_YET: Final = (
    "There is no play to look at yet. Play a scene to its end, and come back here to see what your plays show together."
)
DIFFERENT_SCENES: Final = "Each score rests on few choices. What differs from play to play may be the scene, or chance."
ONLY_WHAT_IS_NEW: Final = (
    "Where you tried again from a choice, only what you said anew is counted here; the score of each such play has its "
    "beginning in it too."
)
TOO_FEW_PLAYS: Final = "Too few plays to see a way."
FEWEST_PLAYS: Final = 3
MOST_PLAYS: Final = 30
"""How many plays are told one by one; what is further back is in the figures of all."""
MOST_RETURNS: Final = 8
NO_ROUTINE: Final = "None was taken."
NO_RETURN: Final = "No play came back to a choice at which an earlier one had protected itself."


def groups(read: Read) -> tuple[tuple[str, Group], ...]:
    """Return first attempts and forks, each with its name; of those that are not there nothing is told."""
    both = ((FIRST, read.progress.first_attempts), (AGAIN, read.progress.forks))
    return tuple((name, group) for name, group in both if group.plays)


def in_plays(count: int) -> str:
    """Return a number of plays."""
    return "1 play" if count == 1 else f"{count} plays"


def rests_on(read: Read) -> str:
    """Return what is looked at, and what could not be."""
    firsts, forks = len(read.progress.first_attempts.plays), len(read.progress.forks.plays)
    kinds = [f"{firsts} first attempt{'s' * (firsts != 1)}"] if firsts else []
    kinds += [f"{forks} in which you tried again from a choice"] if forks else []
    told = f"This rests on {in_plays(firsts + forks)}: {listed(tuple(kinds))}."
    return f"{told} {unreadable(read)}".strip()


def unreadable(read: Read) -> str:
    """Return how many plays could not be read, or nothing."""
    if not read.unreadable:
        return ""
    return f"{in_plays(read.unreadable)} could not be read and {'is' if read.unreadable == 1 else 'are'} left out."


def pooled_in_words(over: PracticeOverPlays) -> str:
    """Return a practice over plays as words."""
    return practice_in_words(over.pooled) if over.pooled.moments else "no choice counted for it yet"


def pooled_in_figures(over: PracticeOverPlays) -> str:
    """Return a practice over plays as figures, without what they rest on."""
    return practice_in_figures(over.pooled).partition(";")[0] if over.pooled.score is not None else "no figure"


def pooled_from(over: PracticeOverPlays) -> str:
    """Return what a practice over plays rests on, or nothing."""
    return f"{_choices(over.pooled.moments)} in {in_plays(over.rests_on)}" if over.pooled.moments else ""


def in_words(score: Score) -> str:
    """Return a practice in one play as words, with what they rest on."""
    told = practice_in_words(score)
    return told if score.score is None else f"{told} ({_choices(score.moments)})"


def which_play(play: Played) -> str:
    """Return which play it was."""
    return f"{day(play)}, “{play.title}” as {play.part}{', tried again' if play.is_fork else ''}"


def day(play: Played) -> str:
    """Return the day on which a play began."""
    return when(play.began).partition(",")[0]


def in_order(group: Group) -> tuple[Action, ...]:
    """Return the actions taken, the most frequent first."""
    taken = (action for action, count in group.actions.items() if count)
    return tuple(sorted(taken, key=lambda action: -group.actions[action]))


def actions_in_words(group: Group) -> str:
    """Return the range of actions in words."""
    taken = tuple(ACTIONS[action] for action in in_order(group))
    if not taken:
        return "None of your choices did one of the four."
    unused = listed(tuple(ACTIONS[action] for action in group.unused))
    return f"Most often first: {', '.join(taken)}. " + (f"Not used: {unused}." if unused else "All four were used.")


def routine_in_words(routine: RoutineOverPlays, group: Group) -> str:
    """Return in how many plays a way of protecting oneself was taken, and where last."""
    last = routine.plays[-1]
    way = ROUTINES[routine.routine]
    told = f"{way[:1].upper()}{way[1:]}: in {len(routine.plays)} of {in_plays(len(group.plays))}"
    marked = f" In {in_plays(len(routine.not_so))} you marked it: not so for me." if routine.not_so else ""
    return f"{told}, last in “{last.title}” on {day(last)}.{marked}"


def came_back_in_words(came: CameBack) -> str:
    """Return how a play came back to where an earlier one had protected itself."""
    return f"{which_play(came.play)}. {told_return(came.back)}"


def earlier_returns(read: Read) -> str:
    """Return how many returns are not told one by one, or nothing."""
    more = len(read.progress.returns) - MOST_RETURNS
    if more <= 0:
        return ""
    return f"Before these there {'was 1 more' if more == 1 else f'were {more} more'}."


def recent(read: Read, practice: Practice) -> tuple[tuple[int, ScoredPlay], ...]:
    """Return the last plays, each with its number in the order in which they began and with its score."""
    both = (read.progress.first_attempts, read.progress.forks)
    of_play = {each.play.id: each for group in both for each in group.practices[practice].plays}
    numbered = tuple(enumerate((of_play[play.id] for play in read.progress.plays), start=1))
    return numbered[-MOST_PLAYS:]


def earlier_plays(read: Read) -> str:
    """Return how many plays are not told one by one, or nothing."""
    more = len(read.progress.plays) - MOST_PLAYS
    return f"The last {MOST_PLAYS} plays follow; before them there were {more} more." if more > 0 else ""


def shows_a_way(read: Read, practice: Practice) -> bool:
    """Return whether enough of the plays told have a score for them to be seen as a course."""
    return sum(each.score.score is not None for _, each in recent(read, practice)) >= FEWEST_PLAYS


def marker(play: Played) -> str:
    """Return the sign of a play, by which a plot and a list tell first attempts and forks apart."""
    return "▲" if play.is_fork else "●"


def _choices(count: int) -> str:
    return "1 choice" if count == 1 else f"{count} choices"


def as_plain_text(read: Read, *, has_figures: bool) -> str:
    """Return the whole as lines, for screen readers and pipes."""
    if not read.progress.plays:
        return " ".join(filter(None, (NOTHING_YET, unreadable(read))))
    return "\n\n".join("\n".join(part) for part in _parts(read, has_figures=has_figures) if part)


def _parts(read: Read, *, has_figures: bool) -> Iterator[list[str]]:
    yield ["Your progress over plays", rests_on(read), DIFFERENT_SCENES]
    if read.progress.forks.plays:
        yield [ONLY_WHAT_IS_NEW]
    if has_figures:
        yield [NOT_THE_CHOICE_BUT_THE_PERSON]
    for practice in Practice:
        yield list(_practice(read, practice, has_figures=has_figures))
    for name, group in groups(read):
        counts = f" {_counts(group)}" if has_figures else ""
        yield [f"What you did. {name}: {actions_in_words(group)}{counts}"]
    for name, group in groups(read):
        told = [f"{routine_in_words(routine, group)}" for routine in group.routines]
        yield [f"Ways of protecting oneself. {name}:", *(told or [NO_ROUTINE])]
    yield ["Where you came back to such a choice:", *_returns(read)]


def _practice(read: Read, practice: Practice, *, has_figures: bool) -> Iterator[str]:
    yield f"{PRACTICES[practice].capitalize()}."
    for name, group in groups(read):
        over = group.practices[practice]
        figures = f"; in figures {pooled_in_figures(over)}" if has_figures and over.pooled.score is not None else ""
        from_what = f"; from {pooled_from(over)}" if over.pooled.moments else ""
        yield f"{name}: {pooled_in_words(over)}{figures}{from_what}."
    if not shows_a_way(read, practice):
        yield TOO_FEW_PLAYS
    if earlier := earlier_plays(read):
        yield earlier
    for number, (play, score) in recent(read, practice):
        figures = f"; in figures {practice_in_figures(score)}" if has_figures and score.score is not None else ""
        yield f"Play {number}, {which_play(play)}: {in_words(score)}{figures}."


def _counts(group: Group) -> str:
    return f"({', '.join(f'{ACTIONS[action]} {count}' for action, count in group.actions.items())})"


def _returns(read: Read) -> Iterator[str]:
    yield from map(came_back_in_words, read.progress.returns[-MOST_RETURNS:])
    if earlier := earlier_returns(read):
        yield earlier
    if not read.progress.returns:
        yield NO_RETURN
