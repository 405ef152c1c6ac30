"""What readers wrote on one's own play and how they read its choices, with names and with the lines that it is on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from trainer.debrief.history import Choice
from trainer.errors import StoreError, TrainerError
from trainer.listing import when
from trainer.scenario.model import Practice
from trainer.session import Session
from trainer.store.base import Summary
from trainer.store.people.talk import Rating, Remark
from trainer.store.signed import SignedStore
from trainer.supervision.sharing import Sharing
from trainer.text import clean_line
from trainer.wording import shown_in_words

WITHOUT_KNOWING: Final = (
    "A second reading was made without knowing how the story reads the choice. Which is right is yours to think about."
)


@dataclass(frozen=True, slots=True)
class Written:
    """One text in the conversation with one reader."""

    number: int
    """In the order of writing, over all readers."""
    by: str
    is_yours: bool
    reader: str
    said: str
    """The line that it is on, or nothing where it is on the whole play."""
    text: str
    at: int

    def told(self) -> str:
        """Return it as a line to be read or heard."""
        who = f"You wrote to {self.reader}" if self.is_yours else f"{self.by} wrote"
        on = f"on “{clean_line(self.said)}”" if self.said else "on the whole play"
        return f"{who}, {on}, {when(self.at)}: {self.text}"

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        return {
            "number": self.number,
            "by": self.by,
            "is_yours": self.is_yours,
            "reader": self.reader,
            "said": self.said or None,
            "text": self.text,
            "at": self.at,
        }


@dataclass(frozen=True, slots=True)
class SecondReading:
    """How one reader read one choice, beside how the story reads it."""

    by: str
    said: str
    """What was chosen; nothing where the play cannot be read any more."""
    levels: Mapping[Practice, int]
    reads: Mapping[Practice, int]

    def told(self) -> str:
        """Return it as a line to be read or heard."""
        what = f"“{clean_line(self.said)}”" if self.said else "a choice of yours"
        reads = f" The story reads it as {shown_in_words(self.reads)}." if self.reads else ""
        return f"{self.by} read {what} as {shown_in_words(self.levels)}.{reads}"

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        return {
            "by": self.by,
            "said": self.said or None,
            "levels": {practice.value: level for practice, level in self.levels.items()},
            "reads": {practice.value: level for practice, level in self.reads.items()},
        }


@dataclass(frozen=True, slots=True)
class Received:
    """All that readers wrote on one play, and how they read it."""

    session: str
    title: str
    remarks: tuple[Written, ...]
    ratings: tuple[SecondReading, ...]
    damaged: str = ""
    """What is told where second readings are damaged in the store; what was written is there all the same."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be read."""
        return not (self.remarks or self.ratings)

    def lines(self) -> Iterator[str]:
        """Yield it as lines to be read or heard."""
        yield from (f"{each.number}. {each.told()}" for each in self.remarks)
        yield from (each.told() for each in self.ratings)
        if self.ratings:
            yield WITHOUT_KNOWING

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        return {
            "session": self.session,
            "title": self.title,
            "remarks": [each.to_json() for each in self.remarks],
            "ratings": [each.to_json() for each in self.ratings],
        }


def received(store: SignedStore, sharing: Sharing, summary: Summary) -> Received:
    """Return what readers wrote on one's own session and how they read it; where its log is damaged, without its lines.

    Raises:
        NotThere: when it is not one's own.
        StoreError: when what they wrote cannot be read.
    """
    remarks = sharing.remarks(summary.session)
    ratings, damaged = _ratings(sharing, summary.session)
    chosen = _chosen(store, summary.session) if remarks or ratings else {}
    return Received(
        session=summary.session,
        title=summary.title,
        remarks=tuple(_written(sharing, chosen, *each) for each in enumerate(remarks, start=1)),
        ratings=tuple(_second_reading(sharing, chosen, each) for each in ratings),
        damaged=damaged,
    )


def _ratings(sharing: Sharing, session: str) -> tuple[tuple[Rating, ...], str]:
    """Return how readers rated one's choices, or none and why."""
    try:
        return sharing.ratings(session), ""
    except StoreError as error:
        return (), str(error)


def _chosen(store: SignedStore, session: str) -> dict[int, Choice]:
    """Return what one chose, by its place in the log; nothing where it cannot be looked back on."""
    try:
        return {choice.position: choice for choice in Session.resume(store, session).look_back().choices}
    except TrainerError:
        return {}


def _written(sharing: Sharing, chosen: Mapping[int, Choice], number: int, remark: Remark) -> Written:
    is_yours = remark.author == sharing.me.id
    choice = chosen.get(int(remark.place)) if remark.place.isascii() and remark.place.isdecimal() else None
    return Written(
        number=number,
        by=clean_line(sharing.me.name if is_yours else sharing.name_of(remark.author)),
        is_yours=is_yours,
        reader=clean_line(sharing.name_of(remark.reader)),
        said=choice.chosen.option.say if choice is not None else "",
        text=remark.text,
        at=remark.at,
    )


def _second_reading(sharing: Sharing, chosen: Mapping[int, Choice], rating: Rating) -> SecondReading:
    choice = chosen.get(rating.position)
    return SecondReading(
        by=clean_line(sharing.name_of(rating.rater)),
        said=choice.chosen.option.say if choice is not None else "",
        levels={practice: rating.levels.get(practice.value, 0) for practice in Practice},
        reads={practice: choice.chosen.option.shows.get(practice, 0) for practice in Practice} if choice else {},
    )
