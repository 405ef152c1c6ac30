"""A play that two readers hold open, and everything that they can ask of it, for tests of how leave ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from builders import short_story
from world import There, World, joint

from trainer.errors import TrainerError
from trainer.people.person import Kind, Role
from trainer.people.shares import Scope
from trainer.scenario.load import parse
from trainer.scenario.model import Practice
from trainer.supervision.reviewing import Reviewed, Reviewing

DAY: Final = 24 * 3600 * 1000
READERS: Final = ("reader", "rater")
ALONE: Final = ("kari",)
TOGETHER: Final = ("kari", "jonas")
"""Who plays, the one first whose part the readers look at."""
STORY: Final = short_story()


@dataclass
class Held:
    """A play that is shared as far as one can share, and that two readers have open: one of them rates and no more."""

    people: dict[str, There]
    session: str
    players: tuple[str, ...]
    opened: dict[str, Reviewed] = field(default_factory=dict)
    codes: tuple[str, ...] = ()

    @property
    def kari(self) -> There:
        """Whose part the readers look at."""
        return self.people["kari"]

    def give_codes(self) -> None:
        """Give leave on the spot to walk through it, once."""
        self.codes = tuple(self.people[name].sharing.leave_to_show(self.session) for name in self.players)

    def positions(self) -> Iterator[int]:
        """Return where choices stand in the log that the one who rates has not rated."""
        opened = self.opened["rater"]
        rated = {each.position for each in self.people["rater"].store.base.ratings(self.session, self.kari.id)}
        return (each.position for each in opened.session.look_back().choices if each.position not in rated)


def _rates(held: Held, reviewing: Reviewing) -> object:
    return reviewing.rate(held.opened["rater"], next(held.positions()), {Practice.LISTENING: 1})


def _key(held: Held, reviewing: Reviewing) -> object:
    position = next(iter(held.opened["rater"].session.look_back().choices)).position
    return reviewing.key_at(held.opened["rater"], position)


READS: Final[dict[str, tuple[str, Callable[[Held, Reviewing], object]]]] = {
    "rates a choice": ("rater", _rates),
    "reads ratings": ("rater", lambda held, reviewing: reviewing.ratings(held.opened["rater"])),
    "reads how a choice they rated reads": ("rater", _key),
    "may rate": ("rater", lambda held, reviewing: reviewing.can_rate(held.opened["rater"])),
    "goes on": ("reader", lambda held, reviewing: reviewing.still(held.opened["reader"]) is None),
    "reads notes": ("reader", lambda held, reviewing: reviewing.notes(held.opened["reader"])),
    "writes": ("reader", lambda held, reviewing: reviewing.write(held.opened["reader"], "", "Well heard.")),
    "reads what was written": ("reader", lambda held, reviewing: reviewing.remarks(held.opened["reader"])),
    "lists": ("reader", lambda _, reviewing: reviewing.items()),
    "lists people": ("reader", lambda _, reviewing: reviewing.people()),
    "finds": ("reader", lambda held, reviewing: reviewing.find(held.session, "Kari")),
    "opens": ("reader", lambda held, reviewing: reviewing.open(held.session, held.kari.id)),
    "shows": ("reader", lambda held, reviewing: reviewing.begin_to_show(held.session, held.codes)),
    "looks back": ("reader", lambda held, reviewing: reviewing.look_back(held.opened["reader"])),
    "reads scores": ("reader", lambda held, reviewing: reviewing.scores(held.session, held.kari.id)),
    "takes out": ("reader", lambda held, reviewing: reviewing.take_out(held.session, held.kari.id)),
}
"""Who asks, and what; whoever has seen how choices read cannot rate them, so that one of the two only rates."""


def let_in(world: World) -> dict[str, There]:
    """Let in who plays, a patient among them, and who reads."""
    admin = world.begin()
    return {
        "admin": admin,
        "kari": world.add("Kari", by=admin),
        "jonas": world.add("Jonas", Kind.PATIENT, by=admin),
        "reader": world.add("Mona", Kind.EDUCATOR, Role.SUPERVISOR, by=admin),
        "rater": world.add("Tor", Kind.EDUCATOR, Role.SUPERVISOR, by=admin),
    }


def held_by_two(people: dict[str, There], players: tuple[str, ...] = ALONE) -> Held:
    """Share a play of `players` with both readers for a day, who open it."""
    kari, jonas = people["kari"], people["jonas"]
    session = joint(kari, jonas, STORY) if "jonas" in players else kari.play(parse(STORY))
    session.write_note("session", "for Mona")
    held = Held(people, session.id, players)
    for reader in READERS:
        to = kari.sharing.reader(people[reader].person.name)
        kari.sharing.share(session.id, to, Scope.NOTES, until=kari.clock() + DAY, notes=("session",))
    for asked in jonas.sharing.asks():
        jonas.sharing.answer(asked, Scope.TRANSCRIPT)
    for reader in READERS:
        held.opened[reader] = people[reader].reviewing.open(session.id, kari.id)
    held.give_codes()
    return held


def given(held: Held) -> list[str]:
    """Return what the readers are given when they ask for everything."""
    found = []
    for name, (who, read) in READS.items():
        try:
            if read(held, held.people[who].reviewing):
                found.append(name)
        except TrainerError:
            continue
    return found
