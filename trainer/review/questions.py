"""Questions for a supervision group on one play: open ones, about what was said, that lead to no verdict on anybody.

They follow Schein's humble inquiry and the action-reflection of the paper: what it was like to hear this, what was
protected, what could not be said, what each can lose. They speak of the parts in the story, by name, and never of the
one who played: a group can look at Ingrid together. Where whoever played has marked a reading “not so for me”, that is
what the group is asked about instead.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.debrief.marks import of_breach, of_harm, of_moment, of_routine, of_unsaid
from trainer.debrief.tilt import Balance
from trainer.listing import listed
from trainer.scenario.model import Scenario, Side
from trainer.telling import Kind, take_along
from trainer.wording import NOT_SO, ROUTINES, SIDES, stakes

MOST: Final = 8
OTHERWISE: Final = f"Whoever played this says: “{NOT_SO}”. How else could it be read?"
_CLOSING: Final = "What of this do you know from your own days, and what would you like to try?"
_FEW: Final = 3
"""How many names a question may hold to be said in a breath."""
_QUOTED: Final = 4
_CLEARLY_MORE: Final = 10
"""From how many points on a reply changed who has most room."""


class Question(NamedTuple):
    """One question, and what it is about."""

    text: str
    quote: str = ""
    """The line that it is about, or nothing where it is about the whole."""
    position: int | None = None
    """Of the reply in the log."""
    place: str = ""
    """The scene in which it was said, or nothing where it is about the whole."""


def questions(scenario: Scenario, debrief: Debrief, *, has_key: bool = True) -> tuple[Question, ...]:
    """Return what a group may ask itself on this play, at most eight: what each can lose, then as the talk went.

    Without the key (a patient's play, or one that is still to be rated) nothing is asked that rests on how it reads.
    """
    asking = _Asking(scenario, debrief)
    whole = tuple(asking.stakes())
    closing = (*asking.end(), Question(_CLOSING))
    on_replies = tuple(_one_a_reply(asking.with_key() if has_key else asking.without_key()))
    kept = on_replies[: MOST - len(whole) - len(closing)]
    in_order = sorted(kept, key=lambda each: (each.position is None, each.position or 0))
    return (*whole, *in_order, *closing)


def _one_a_reply(found: Iterable[Question]) -> Iterator[Question]:
    """Yield the first question on each reply, and all that are on none."""
    asked: set[int] = set()
    for question in found:
        if question.position not in asked:
            yield question
        if question.position is not None:
            asked.add(question.position)


class _Asking:
    def __init__(self, scenario: Scenario, debrief: Debrief) -> None:
        self._scenario = scenario
        self._debrief = debrief
        self._me = scenario.cast[debrief.seat].name

    def with_key(self) -> Iterator[Question]:
        """Yield what may be asked of replies, what weighs most first."""
        debrief = self._debrief
        for harm in debrief.harm[:2]:
            yield self._on(harm.choice, self._hearing(harm.choice), of_harm(harm.choice.position))
        for told in debrief.breaches[:1]:
            yield self._on(
                told.choice, self._known(told.fact, told.strangers), of_breach(told.fact, told.choice.position)
            )
        for taken in debrief.routines[:1]:
            way = f"A way of protecting oneself, perhaps: {ROUTINES[taken.routine]}."
            text = f"{way} What was there to keep safe just then, and for whom?"
            yield self._on(taken.choices[0], text, of_routine(taken.routine))
        for moment in debrief.turning.lost[:2]:
            yield self._on(moment.choice, self._unspoken(), of_moment(moment.choice.position))
        yield from self._tilted()
        yield from self._unsaid()
        for moment in debrief.turning.won[:1]:
            yield self._on(moment.choice, "What did it take to say this?", of_moment(moment.choice.position))
        yield from self._patterns()
        yield from self._thought()

    def without_key(self) -> Iterator[Question]:
        """Yield what may be asked by whoever knows no more than what was said."""
        own = self._debrief.choices
        if own:
            yield self._on(own[-1], self._hearing(own[-1]))
            yield self._on(own[0], f"What might {self._hearers(own[0])} hope for, just before this is said?")
            middle = own[len(own) // 2]
            yield self._on(middle, self._unspoken())
        yield from self._thought()

    def _on(self, choice: Choice, text: str, reading: str = "") -> Question:
        asked = OTHERWISE if reading in self._debrief.not_so else text
        place = self._scenario.scenes[choice.beat.scene].title
        return Question(asked, choice.chosen.option.say, choice.position, place)

    def _hearers(self, choice: Choice) -> str:
        """Return who else was there at `choice`, by the names of their parts, or nobody by name where they are many."""
        names = self._names(self._scenario.scenes[choice.beat.scene].present)
        if not 0 < len(names) <= _FEW:
            return "the others here" if names else "those it is about"
        return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)

    def _names(self, seats: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._scenario.cast[seat].name for seat in seats if seat != self._debrief.seat)

    def _hearing(self, choice: Choice) -> str:
        others = len(self._names(self._scenario.scenes[choice.beat.scene].present))
        if not others:
            return "What would it be like for those it is about, to hear this?"
        if others > _FEW:
            return "Be each of the others here for a moment. What is it like to hear this?"
        return f"What was it like to be {self._hearers(choice)}, hearing this?"

    def _unspoken(self) -> str:
        return f"What might {self._me} have wanted to say here, and did not?"

    def _known(self, fact: str, strangers: tuple[str, ...]) -> str:
        knows = f"{listed(self._names(strangers))} {'know' if len(strangers) > 1 else 'knows'} this now."
        concerned = listed(self._names(self._scenario.facts[fact].concerns))
        return f"{knows} What does that change{f' for {concerned}' if concerned else ''}?"

    def _tilted(self) -> Iterator[Question]:
        """Yield the question on the own reply after which most had changed in who has most room."""
        moved = [
            (abs(after.tilt - before.tilt), before, after)
            for before, after in pairwise(self._debrief.open_balances)
            if after in self._debrief.own_balances
        ]
        _, before, after = max(moved, key=lambda each: each[0], default=(0, None, None))
        if before is None or after is None or abs(after.tilt - before.tilt) < _CLEARLY_MORE:
            return
        choice = next(each for each in self._debrief.choices if each.position == after.position)
        yield self._on(choice, _of_room(before, after))

    def _unsaid(self) -> Iterator[Question]:
        """Yield the question on what stayed unsaid, known only after the end."""
        for knowledge in self._debrief.unsaid[:1] if self._debrief.is_over else ():
            missing = listed(tuple(self._scenario.cast[seat].name for seat in knowledge.unsaid_to))
            text = f"{missing} left without hearing this. What would have had to be so for somebody to say it?"
            is_known = self._debrief.seat in knowledge.known_since
            asked = OTHERWISE if of_unsaid(is_known=is_known) in self._debrief.not_so else text
            yield Question(asked, self._scenario.facts[knowledge.fact].text)

    def _patterns(self) -> Iterator[Question]:
        readings = take_along(self._scenario, self._debrief) if self._debrief.open_patterns else ()
        for reading in [each for each in readings if each.kind is Kind.PATTERN][:1]:
            asked = OTHERWISE if reading.name in self._debrief.not_so else f"{reading.title}. {reading.question}"
            yield Question(asked, "\n".join(quote.text for quote in reading.quotes[:_QUOTED]))

    def _thought(self) -> Iterator[Question]:
        """Yield the question on what another thought last and did not say; thoughts are open only after the end."""
        thoughts = [
            said
            for said in (self._debrief.talk if self._debrief.is_over else ())
            if said.line.is_thought and said.line.speaker != self._debrief.seat
        ]
        for said in thoughts[-1:]:
            name = self._scenario.cast[said.line.speaker].name
            text = f"{name} thought this and kept it back. What could have made it possible to say?"
            yield Question(text, said.line.text, place=self._scenario.scenes[said.line.scene].title)

    def stakes(self) -> Iterator[Question]:
        """Yield the question on what each can lose, where that is told of more than one."""
        told = stakes(self._scenario)
        if len(told) > 1:
            yield Question("Who could afford to speak openly here, and who could not?", " ".join(told))

    def end(self) -> Iterator[Question]:
        """Yield the question on how it ended."""
        if self._debrief.end is not None:
            end = self._scenario.ends[self._debrief.end]
            yield Question("Who would tell this ending differently, and how?", end.text)


def _of_room(before: Balance, after: Balance) -> str:
    side = SIDES[Side.STAFF if after.tilt > before.tilt else Side.PATIENTS]
    return f"After this there is more room for {side} than before. Who might notice first, and could they say so?"
