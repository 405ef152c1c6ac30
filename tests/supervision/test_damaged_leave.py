"""A share of which nobody can tell how far it goes opens nothing: it is as if it were not there."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from held import ALONE, READERS, READS, TOGETHER, Held, given, held_by_two, let_in
from world import There, World

from trainer.people.person import Kind
from trainer.people.shares import Scope
from trainer.signing_in.managing import Managing
from trainer.supervision.times import month_of

UNKNOWN = ("", "everything", "NOTES", " notes", "notes\n", "notes\0", "scores,notes", b"notes", b"\xff", 3)
Damage = Callable[..., None]


@pytest.fixture
def people(world: World) -> dict[str, There]:
    """Let in who plays and who reads."""
    return let_in(world)


@pytest.fixture
def damage(world: World, path: Path, request: pytest.FixtureRequest) -> Damage:
    """Give what writes over how far the shares of a person go, past the program and all rules."""

    def on_server(owner: str, scope: object) -> None:
        # A column of text has no bytes there, and no NUL.
        text = scope.decode(errors="replace").upper() if isinstance(scope, bytes) else str(scope).replace("\0", "?")
        database = request.getfixturevalue("database")
        request.getfixturevalue("server").execute(
            "UPDATE share SET scope = %s WHERE person = %s", text, owner, database=database
        )

    def in_file(owner: str, scope: object) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            done = connection.execute("UPDATE share SET scope = ? WHERE person = ?", (scope, owner))
            assert done.rowcount == len(READERS)

    def written_over(held: Held, owner: str = "kari", scope: object = "everything") -> None:
        (on_server if world.app_role else in_file)(held.people[owner].id, scope)

    return written_over


@pytest.mark.parametrize("scope", UNKNOWN)
@pytest.mark.parametrize(("players", "owner"), [(ALONE, "kari"), (TOGETHER, "kari"), (TOGETHER, "jonas")])
def test_it_opens_nothing(
    people: dict[str, There], damage: Damage, players: tuple[str, ...], owner: str, scope: object
) -> None:
    """Neither to its reader nor to readers of the others' shares, who need everybody's leave."""
    held = held_by_two(people, players)
    assert list(READS) == given(held)
    held.give_codes()
    damage(held, owner, scope)
    assert [] == given(held)


def test_it_stands_in_no_group_and_in_no_list(people: dict[str, There], damage: Damage) -> None:
    held = held_by_two(people)
    kari, mona = held.kari, people["reader"]

    def counted() -> int:
        return len(mona.store.base.readings(mona.id, month_of(kari.clock()), kari.clock(), 9))

    def listed() -> int:
        return len(kari.sharing.standings(held.session)) + len(kari.store.base.shares_of(kari.id))

    assert (1, 4, {held.session}) == (counted(), listed(), kari.sharing.shared_sessions())
    damage(held)
    assert (0, 0, set()) == (counted(), listed(), kari.sharing.shared_sessions())
    assert not kari.sharing.standing(held.session, mona.person).is_open
    assert not kari.store.base.is_shared(held.session, kari.id)


def test_it_comes_to_life_by_no_change_of_kind(people: dict[str, There], damage: Damage) -> None:
    """Of who is no patient any more what was said stays shared; what cannot be read is not made into that."""
    held = held_by_two(people, TOGETHER)
    damage(held, "jonas")
    Managing(people["admin"].store, held.kari.clock).change(people["jonas"].person, kind=Kind.STAFF)
    assert [] == given(held)


def test_it_is_shared_anew(people: dict[str, There], damage: Damage) -> None:
    held = held_by_two(people)
    damage(held)
    held.kari.sharing.share(held.session, held.kari.sharing.reader("Mona"), Scope.TRANSCRIPT)
    reviewing = people["reader"].reviewing
    assert Scope.TRANSCRIPT is reviewing.open(held.session, held.kari.id).scope
    assert [held.session] == [each.session for each in reviewing.items()]
