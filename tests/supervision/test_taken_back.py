"""What a reader holds open when leave ends: the next thing they ask of it gives nothing, whatever ended it."""

from collections.abc import Callable
from typing import Final

import pytest
from held import ALONE, DAY, READERS, READS, TOGETHER, Held, given, held_by_two, let_in
from world import There, World

from trainer.people.person import Role, Standing
from trainer.people.shares import Scope
from trainer.signing_in.managing import Managing
from trainer.store.base import SessionId


@pytest.fixture
def people(world: World) -> dict[str, There]:
    """Let in who plays and who reads."""
    return let_in(world)


def _taken_back_by(name: str) -> Callable[[Held], None]:
    def take_back(held: Held) -> None:
        for reader in READERS:
            held.people[name].sharing.withdraw(held.session, held.people[reader].id)

    return take_back


def _readers_changed(*roles: Role, standing: Standing = Standing.ACTIVE) -> Callable[[Held], None]:
    def change(held: Held) -> None:
        managing = Managing(held.people["admin"].store, held.kari.clock)
        for reader in READERS:
            managing.change(held.people[reader].person, roles=frozenset(roles), standing=standing)

    return change


def _over(held: Held) -> None:
    held.kari.clock.go_on(DAY)


def _erased(held: Held) -> None:
    Managing(held.people["admin"].store, held.kari.clock).erase(held.kari.person)


ENDS: Final[dict[str, Callable[[Held], None]]] = {
    "taken back": _taken_back_by("kari"),
    "taken back by who else was in it": _taken_back_by("jonas"),
    "over": _over,
    "no supervisors any more": _readers_changed(Role.LEARNER),
    "closed accounts": _readers_changed(Role.SUPERVISOR, standing=Standing.CLOSED),
    "deleted": lambda held: held.kari.store.delete_session(SessionId(held.session)),
    "erased": _erased,
}


@pytest.mark.parametrize(
    ("players", "end"),
    [
        *((ALONE, end) for end in ENDS if end != "taken back by who else was in it"),
        *((TOGETHER, end) for end in ENDS),
    ],
)
def test_the_next_read_gives_nothing(people: dict[str, There], players: tuple[str, ...], end: str) -> None:
    held = held_by_two(people, players)
    assert list(READS) == given(held)
    held.give_codes()
    ENDS[end](held)
    assert [] == given(held)


def test_less_leave_in_its_place_holds_at_once(people: dict[str, There]) -> None:
    """Leave for less takes the place of the one before: of what was read a moment ago the scores are left."""
    held = held_by_two(people)
    held.kari.sharing.share(held.session, held.kari.sharing.reader("Mona"), Scope.SCORES)
    left = {"lists", "lists people", "finds", "reads scores"}
    assert left == {name for name in given(held) if READS[name][0] == "reader"}
