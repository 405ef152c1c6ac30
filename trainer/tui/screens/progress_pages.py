"""The pages of the progress: in short, a page for each practice, what one did, and how one protected oneself."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from trainer.debrief.progress import Group, PracticeOverPlays
from trainer.progress import Read
from trainer.progress.words import (
    DIFFERENT_SCENES,
    MOST_RETURNS,
    NO_RETURN,
    NO_ROUTINE,
    ONLY_WHAT_IS_NEW,
    TOO_FEW_PLAYS,
    actions_in_words,
    came_back_in_words,
    earlier_plays,
    earlier_returns,
    groups,
    in_words,
    marker,
    pooled_from,
    pooled_in_figures,
    pooled_in_words,
    recent,
    rests_on,
    routine_in_words,
    shows_a_way,
    which_play,
)
from trainer.scenario.model import Practice
from trainer.tui.content import joined, styled, text
from trainer.wording import ACTIONS, NOT_THE_CHOICE_BUT_THE_PERSON, PRACTICES, practice_in_figures

_ACTED: Final = "What you did"
_PROTECTED: Final = "Ways of protecting oneself"
TITLES: Final = ("In short", *(PRACTICES[practice].capitalize() for practice in Practice), _ACTED, _PROTECTED)
"""What each page is called."""
_PRACTICES: Final = tuple(Practice)
_WIDTH: Final = 26
_NAME_WIDTH: Final = 16
_BAR_WIDTH: Final = 48
"""Of a bar for all that one did."""


def practice_of(page: int) -> Practice | None:
    """Return the practice that a page is about, if it is about one."""
    return _PRACTICES[page - 1] if 1 <= page <= len(_PRACTICES) else None


def page_of(page: int, read: Read, *, has_figures: bool) -> Content:
    """Return what a page says."""
    practice = practice_of(page)
    if practice is not None:
        return joined(*_practice(practice, read, has_figures=has_figures), between="\n\n")
    if TITLES[page] == _ACTED:
        return joined(*(_acted(name, group, has_figures=has_figures) for name, group in groups(read)), between="\n\n")
    if TITLES[page] == _PROTECTED:
        return joined(*_protected(read), between="\n\n")
    return joined(*_in_short(read, has_figures=has_figures), between="\n\n")


def plays_of(practice: Practice, read: Read, *, has_figures: bool) -> Content:
    """Return a practice play by play, in the order in which they began."""
    told = practice_in_figures if has_figures else in_words
    plays = [
        joined(
            styled(f"{number:>3} {marker(play)}  ", "bold $secondary" if play.is_fork else "bold $primary"),
            which_play(play),
            styled(f"\n       {told(score)}", "$quiet"),
        )
        for number, (play, score) in recent(read, practice)
    ]
    earlier = earlier_plays(read)
    return joined(
        styled("Play by play", "bold"), *([styled(earlier, "$quiet")] if earlier else []), *plays, between="\n"
    )


def _in_short(read: Read, *, has_figures: bool) -> Iterator[Content]:
    yield joined(rests_on(read), DIFFERENT_SCENES, between=" ")
    for name, group in groups(read):
        lines = (
            _pooled(f"{PRACTICES[practice].capitalize():<{_WIDTH}}", over, has_figures=has_figures)
            for practice, over in group.practices.items()
        )
        yield joined(styled(name, "bold $primary"), *lines, between="\n")
    if has_figures:
        yield styled(NOT_THE_CHOICE_BUT_THE_PERSON, "$quiet")
    if read.progress.forks.plays:
        yield styled(ONLY_WHAT_IS_NEW, "$quiet")


def _pooled(name: str, over: PracticeOverPlays, *, has_figures: bool) -> Content:
    told = pooled_in_figures(over) if has_figures else pooled_in_words(over)
    return joined(name, told, styled(f"\n{' ' * len(name)}{pooled_from(over)}", "$quiet"))


def _practice(practice: Practice, read: Read, *, has_figures: bool) -> Iterator[Content]:
    lines = [
        _pooled(f"{name:<{_NAME_WIDTH}}", group.practices[practice], has_figures=has_figures)
        for name, group in groups(read)
    ]
    yield joined(*lines, between="\n")
    if not shows_a_way(read, practice):
        yield text(TOO_FEW_PLAYS)


def _acted(name: str, group: Group, *, has_figures: bool) -> Content:
    lines = [styled(name, "bold $primary"), text(actions_in_words(group))]
    if has_figures:
        every = max(1, sum(group.actions.values()))
        lines += [
            joined(
                f"{ACTIONS[action]:<{_NAME_WIDTH}}",
                styled("▆" * round(_BAR_WIDTH * count / every) + " " * bool(count), "$primary"),
                str(count),
            )
            for action, count in group.actions.items()
        ]
    return joined(*lines, between="\n")


def _protected(read: Read) -> Iterator[Content]:
    for name, group in groups(read):
        told = [text(routine_in_words(routine, group)) for routine in group.routines] or [text(NO_ROUTINE)]
        yield joined(styled(name, "bold $primary"), *told, between="\n")
    yield styled("Where you came back to such a choice", "bold $primary")
    if not read.progress.returns:
        yield text(NO_RETURN)
    for came in read.progress.returns[-MOST_RETURNS:]:
        yield text(came_back_in_words(came))
    if earlier := earlier_returns(read):
        yield styled(earlier, "$quiet")
