"""An agreement on a store of several persons: for whoever began it or was given a code, and for nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from world import There, World

from trainer.agreements import begin, every, join, read
from trainer.errors import StoreError
from trainer.people.agreement.events import Side
from trainer.people.person import Role
from trainer.play import Refused
from trainer.signing_in.access import NotThere
from trainer.store.open import open_base
from trainer.supervision.handing_on import code_for_agreement, take_agreement


@pytest.fixture
def people(path: Path) -> Iterator[dict[str, There]]:
    world = World(lambda: open_base(str(path)))
    admin = world.begin()
    yield {"admin": admin} | {
        name.lower(): world.add(name, *kinds, by=admin)  # type: ignore[arg-type]  # a kind, then roles
        for name, *kinds in (("Kari",), ("Per",), ("Mona",))
    }
    world.close()


def test_whoever_was_given_a_code_reads_and_writes_it(people: dict[str, There]) -> None:
    """A code works once; then both hold the agreement, and what one writes the other reads."""
    kari, per = people["kari"], people["per"]
    begun = begin(kari.store, "How we talk", kari.clock)
    code = code_for_agreement(kari.store, begun.id, kari.clock)

    assert begun.id == take_agreement(per.store, code.lower(), per.clock)
    with pytest.raises(Refused, match="does not work"):
        take_agreement(people["mona"].store, code, per.clock)
    join(per.store, begun.id, "Per", Side.STAFF, per.clock)
    assert ["Per"] == list(read(kari.store, begun.id).names.values())


def test_to_everybody_else_it_is_not_there(people: dict[str, There]) -> None:
    """Neither listed nor read, neither named nor written on, and no code comes of it: administrators too."""
    kari = people["kari"]
    paper = begin(kari.store, "How we talk", kari.clock).id
    join(kari.store, paper, "Kari", Side.STAFF, kari.clock)
    assert Role.ADMINISTRATOR in people["admin"].person.roles
    for name in ("admin", "per"):
        there = people[name]
        assert ((), ()) == every(there.store)
        assert ((), {}) == (there.store.paper(paper), there.store.names(paper))
        for refused in (
            lambda there=there: there.store.write_paper(paper, 2, (b"",)),
            lambda there=there: there.store.put_name(paper, "p1", ""),
            lambda there=there: read(there.store, paper),
        ):
            with pytest.raises(StoreError):
                refused()
        with pytest.raises(NotThere):
            code_for_agreement(there.store, paper, there.clock)
    assert ["Kari"] == list(read(kari.store, paper).names.values())


def test_a_code_is_too_old_after_a_day_and_guesses_wait(people: dict[str, There]) -> None:
    kari, per = people["kari"], people["per"]
    code = code_for_agreement(kari.store, begin(kari.store, "Ours", kari.clock).id, kari.clock)
    for _ in range(6):
        with pytest.raises(Refused):
            take_agreement(per.store, "AAAAA-AAAAA", per.clock)
    with pytest.raises(Refused, match="too often"):
        take_agreement(per.store, code, per.clock)
    per.clock.now += 24 * 3600 * 1000 + 1
    with pytest.raises(Refused, match="too old"):
        take_agreement(per.store, code, per.clock)
