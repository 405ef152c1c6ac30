"""A store of many: persons with plays of their own, and one supervisor with whom each of them shares some.

Every session has a whole log, played by chance from a shipped scenario and chained as a play is, and every fifth is
shared; the same few dozen plays stand under all ids, since what is measured is finding them. With a hundred times the
sessions there are a hundred times the persons, and a hundred times what the one supervisor was given.
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from trainer.clock import wall_clock
from trainer.debrief.debrief import look_back
from trainer.engine.evolve import fold
from trainer.engine.machine import machine_of
from trainer.people.person import Kind, Role
from trainer.play import Play
from trainer.review.reading import reading_of
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.signing_in.accounts import begin_people, enrol
from trainer.signing_in.managing import Managing
from trainer.store.base import NO_CHAIN, Recorded, link
from trainer.store.codec import to_bytes
from trainer.store.signed import SignedStore
from trainer.store.sqlite import SqliteStore
from trainer.supervision.times import month_of

SESSIONS_EACH: Final = 50
SHARED_EACH: Final = 10
PASSPHRASE: Final = "a long walk home"  # noqa: S105
_SCENARIO: Final = Path(__file__).parents[1] / "scenarios" / "search-protocol" / "scenario.yaml"
_PLAYS: Final = 40
_DAY: Final = 24 * 3600 * 1000
_AT_A_TIME: Final = 500
"""Persons whose plays are written in one transaction."""


class _Played(NamedTuple):
    stored: tuple[bytes, ...]
    replies: int
    phase: str
    reading: bytes


@dataclass(frozen=True, slots=True)
class Population:
    """A store that was filled."""

    path: Path
    learner: str
    """What one learner is called, who has as many plays as everybody else."""
    supervisor: str


def populate(path: Path, sessions: int) -> Population:
    """Fill a new store at `path` with `sessions` sessions."""
    store = SqliteStore(path)
    now = wall_clock()
    admin = SignedStore(store, begin_people(store, "Administrator", Kind.EDUCATOR, PASSPHRASE, now=now).identity)
    managing = Managing(admin)
    named = {}
    for name, role in (("Learner", Role.LEARNER), ("Supervisor", Role.SUPERVISOR)):
        person, code = managing.invite(name, Kind.STAFF, frozenset({role}))
        enrol(store, code, PASSPHRASE, now=now)
        named[name] = person.id
    scenario = parse(_SCENARIO.read_text(encoding="utf-8"), str(_SCENARIO))
    played = list(_plays(scenario, now))
    store._connection.execute("INSERT INTO scenario VALUES (?, ?)", (scenario.digest, scenario.text))  # noqa: SLF001
    persons = [named["Learner"], *(f"p{number:09d}" for number in range(1, sessions // SESSIONS_EACH))]
    for first in range(0, len(persons), _AT_A_TIME):
        with store._transaction():  # noqa: SLF001  the fastest way in, which no program has
            for number, person in enumerate(persons[first : first + _AT_A_TIME], start=first):
                _fill(store, scenario, played, person, number, named["Supervisor"], now)
    store._connection.execute("ANALYZE")  # noqa: SLF001
    store.close()
    return Population(path, "Learner", "Supervisor")


def _plays(scenario: Scenario, now: int) -> Iterator[_Played]:
    random = Random(1)
    machine = machine_of(scenario)
    for seed in range(_PLAYS):
        play = Play.begin(scenario, "staff", seed=seed)
        while not play.is_over:
            play.reply(random.choice(play.options).id)
        state = fold(machine, play.events)
        reading = reading_of(
            scenario, look_back(machine, play.events, "staff"), month=month_of(now), is_fork=False, shared=0
        )
        yield _Played(
            tuple(to_bytes(Recorded(now, event)) for event in play.events),
            sum(event.kind == "reply_made" for event in play.events),
            state.phase.value,
            reading.to_bytes(),
        )


def _fill(  # noqa: PLR0913, PLR0917  one person's plays
    store: SqliteStore,
    scenario: Scenario,
    played: list[_Played],
    person: str,
    number: int,
    supervisor: str,
    now: int,
) -> None:
    many = store._connection.executemany  # noqa: SLF001
    if number:
        store._connection.execute(  # noqa: SLF001
            "INSERT INTO person VALUES (?, ?, ?, 'staff', 'learner', '', 'active', ?, X'')",
            (person, person, person, now),
        )
    sessions, events, parts, shares, readings = [], [], [], [], []
    for at in range(SESSIONS_EACH):
        count = number * SESSIONS_EACH + at
        session = f"{secrets.token_hex(6)}"
        play = played[count % _PLAYS]
        touched = now - (count * 7919 % 360) * _DAY
        sessions.append(
            (
                *(
                    session,
                    scenario.digest,
                    scenario.id,
                    scenario.title,
                    json.dumps(["staff"]),
                    play.phase,
                    play.replies,
                ),
                *(len(play.stored), touched, touched, count + 1, "", 0, count + 1, "", "", person, 1),
            )
        )
        chain = NO_CHAIN
        for version, stored in enumerate(play.stored, start=1):
            chain = link(chain, session, version, stored)
            events.append((session, version, stored, chain, None))
        parts.append((session, "staff", person))
        if at < SHARED_EACH:
            month = month_of(touched)
            shares.append((session, person, supervisor, "transcript", touched, 0, scenario.id, month, 1))
            readings.append((session, person, play.reading))
    many("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", sessions)
    many("INSERT INTO event VALUES (?, ?, ?, ?, ?)", events)
    many("INSERT INTO part VALUES (?, ?, ?)", parts)
    many("INSERT INTO share VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", shares)
    many("INSERT INTO reading VALUES (?, ?, ?)", readings)
