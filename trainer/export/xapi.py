"""Learning records: what happened in a play as xAPI 1.0.3 statements, one for each reply with what was chosen.

A statement is made from the events up to its own, and from nothing that could change later, and its id comes from what
it is about: so a second export is the same statements, and a store that has them takes none twice. What changes, as a
mark that is set and taken back, is a statement each time.

Nothing that anybody typed is in any of them, nor who anybody is. A patient's play has none at all. They do not tell who
left: of a play that has not come to its end nothing more is said than what was chosen until then.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from trainer.debrief.history import Choice, beats_entered
from trainer.debrief.practice import Score
from trainer.engine.events import (
    EndReached,
    Event,
    Forked,
    Paused,
    PlayBegan,
    ReadingMarked,
    ReplyMade,
    Resumed,
    SeatLeft,
)
from trainer.engine.machine import CompiledBeat, machine_of
from trainer.export.exported import Exported
from trainer.export.times import stamp
from trainer.export.vocabulary import (
    HOME,
    VIRTUAL_PATIENT,
    Kind,
    Verb,
    extension,
    node_of,
    practice_of,
    reading_of,
    scenario_of,
    turn_of,
)
from trainer.scenario.model import Practice
from trainer.text import clean_line
from trainer.wording import PRACTICES

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Statement: TypeAlias = dict[str, Json]

_OURS: Final = uuid5(NAMESPACE_URL, f"{HOME}/xapi")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
"""The languages that every judge of statements takes."""
_ENGLISH: Final = "en"
"""The language of our own words."""


def statements(things: Iterable[Exported]) -> Iterator[Statement]:
    """Yield the statements of all sessions, each session's in the order in which things happened."""
    for each in things:
        if not each.is_patients:
            yield from _Told(each).statements()


class _Told:
    """One session, told in statements."""

    def __init__(self, each: Exported) -> None:
        self._each = each
        self._machine = machine_of(each.scenario)
        self._chosen = {choice.position: choice for choice in each.choices}
        self._is_ended = False

    def statements(self) -> Iterator[Statement]:
        """Yield what happened, without what a fork shares with the session that it was tried again from."""
        events = self._each.events
        for position in range(self._each.shared, len(events)):
            event = events[position]
            if isinstance(event, SeatLeft) and event.seat == self._each.seat:
                return
            yield from self._after(position, event)

    def _after(self, position: int, event: Event) -> Iterator[Statement]:
        each = self._each
        if isinstance(event, PlayBegan | Forked):
            again: Statement = {extension("tried-again"): isinstance(event, Forked)}
            yield self._statement(position, Verb.INITIALIZED, self._scenario(), extensions=again)
        elif isinstance(event, Paused | Resumed) and not each.is_together:
            verb = Verb.SUSPENDED if isinstance(event, Paused) else Verb.RESUMED
            yield self._statement(position, verb, self._scenario())
        elif isinstance(event, ReplyMade) and (choice := self._chosen.get(position)):
            yield self._responded(choice)
        elif isinstance(event, EndReached) and not self._is_ended:
            self._is_ended = True
            yield from self._ended(position, event)
        elif isinstance(event, ReadingMarked) and event.seat == each.seat and each.is_reading(event.reading):
            verb = Verb.AGREED if event.is_so else Verb.DISAGREED
            yield self._marked(position, verb, event.reading)
        if each.has_transcript:
            for beat in beats_entered(self._machine, event):
                if beat.seat == each.seat:
                    yield self._statement(position, Verb.ARRIVED, self._node(beat))

    def _responded(self, choice: Choice) -> Statement:
        shown = self._each.moments.get(choice.position)
        result: Statement = {
            "response": choice.event.option,
            "extensions": {
                extension("open"): [option.id for option in choice.open],
                extension("shown"): {
                    str(practice): level for practice, level in (shown.shown if shown else {}).items()
                },
            },
        }
        return self._statement(choice.position, Verb.RESPONDED, self._turn(choice.beat), result=result)

    def _marked(self, position: int, verb: Verb, reading: str) -> Statement:
        """Return a mark; where it is on a reply that is told here, it points to that."""
        marked = self._statement(position, verb, _activity(reading_of(reading), Kind.READING, {_ENGLISH: reading}))
        place = self._each.position_of(reading)
        if place is not None and place >= self._each.shared and place in self._chosen:
            turn = turn_of(self._each.scenario.id, self._chosen[place].beat.address)
            context = self._context(position, {}, about=reading_of(reading))
            reply: Statement = {"objectType": "StatementRef", "id": self._id(place, Verb.RESPONDED, turn)}
            marked["context"] = {**context, "statement": reply}
        return marked

    def _ended(self, position: int, event: EndReached) -> Iterator[Statement]:
        """Yield that an end was reached, what the play shows of each practice, and that it is over."""
        result: Statement = {"completion": True, "extensions": {extension("end"): event.end}}
        yield self._statement(position, Verb.COMPLETED, self._scenario(), result=result)
        for practice, figures in self._each.debrief.scores.items():
            if figures.score is not None:
                scored = _scored(figures.score, figures)
                yield self._statement(position, Verb.SCORED, _practice(practice), result=scored)
        yield self._statement(position, Verb.TERMINATED, self._scenario())

    def _statement(
        self,
        position: int,
        verb: Verb,
        object: Statement,
        *,
        result: Statement | None = None,
        extensions: Statement | None = None,
    ) -> Statement:
        each = self._each
        return {
            "id": self._id(position, verb, str(object["id"])),
            "actor": {"objectType": "Agent", "account": {"homePage": HOME, "name": each.account}},
            "verb": {"id": verb.value, "display": {_ENGLISH: verb.word}},
            "object": object,
            **({} if result is None else {"result": result}),
            "context": self._context(position, extensions or {}, about=str(object["id"])),
            "timestamp": stamp(each.log[position].at),
        }

    def _id(self, position: int, verb: Verb, object: str) -> str:
        each = self._each
        return _id(each.account, each.session, each.seat, str(position), verb.value, object)

    def _context(self, position: int, extensions: Statement, *, about: str) -> Statement:
        each = self._each
        scenario = scenario_of(each.scenario.id)
        profile: Statement = {"type": Kind.PROFILE.value}
        around: Statement = {"category": [{"objectType": "Activity", "id": VIRTUAL_PATIENT, "definition": profile}]}
        if about != scenario:
            around["parent"] = [{"objectType": "Activity", "id": scenario}]
        told: Statement = {
            extension("scenario-sha256"): each.scenario.digest,
            extension("scenario-format"): each.scenario.format,
            extension("seat"): each.seat,
            extension("position"): position,
        }
        return {
            "registration": _id("session", each.session),
            "contextActivities": around,
            "revision": each.scenario.digest,
            "platform": "dialogue-trainer",
            "language": self._language,
            "extensions": told | extensions,
        }

    @property
    def _language(self) -> str:
        said = self._each.scenario.language
        return said if _LANGUAGE.fullmatch(said) else said.partition("-")[0]

    def _words(self, text: str) -> Statement:
        return {self._language: clean_line(text)}

    def _scenario(self) -> Statement:
        scenario = self._each.scenario
        return _activity(scenario_of(scenario.id), Kind.SIMULATION, self._words(scenario.title))

    def _node(self, beat: CompiledBeat) -> Statement:
        scenario = self._each.scenario
        name = self._words(scenario.scenes[beat.scene].title)
        return _activity(node_of(scenario.id, beat.address), Kind.DIALOG_TREE, name)

    def _turn(self, beat: CompiledBeat) -> Statement:
        scenario = self._each.scenario
        name = self._words(scenario.scenes[beat.scene].title)
        choices: list[Json] = [{"id": each.id, "description": self._words(each.option.say)} for each in beat.options]
        interaction: Statement = {"interactionType": "choice", "choices": choices}
        return _activity(turn_of(scenario.id, beat.address), Kind.INTERACTION, name, interaction)


def _id(*what: str) -> str:
    """Return the id of what it is about; a newline stands in no part of it."""
    return str(uuid5(_OURS, "\n".join(what)))


def _activity(id: str, kind: Kind, name: Statement, more: Statement | None = None) -> Statement:
    definition: Statement = {"type": kind.value, "name": name}
    return {"objectType": "Activity", "id": id, "definition": definition | (more or {})}


def _practice(practice: Practice) -> Statement:
    return _activity(practice_of(practice), Kind.COMPETENCY, {_ENGLISH: PRACTICES[practice]})


def _scored(score: float, figures: Score) -> Statement:
    return {
        "score": {"scaled": round(score / 100, 3), "raw": score, "min": 0, "max": 100},
        "extensions": {
            extension("probably-from"): figures.low,
            extension("probably-to"): figures.high,
            extension("moments"): figures.moments,
            extension("effective-moments"): figures.n,
        },
    }
