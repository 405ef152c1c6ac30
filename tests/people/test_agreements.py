"""Agreements in a store: several write at once without loss, and a person who is removed is gone from its bytes."""

import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from trainer.agreements import begin, carry_out, every, join, log_of, read, remove, sign
from trainer.errors import Conflict, StoreError, UsageError
from trainer.people.agreement.commands import Accept, Propose, Refuse, Sign
from trainer.people.agreement.events import Side
from trainer.people.agreement.text import digest_of
from trainer.store.sqlite import SqliteStore

NAME = "Quetzalcoatlus"
INITIALS = "ZQXJ"

WRITER = """
import sys
from pathlib import Path
from trainer.agreements import carry_out, join
from trainer.people.agreement.commands import Propose
from trainer.people.agreement.events import Side
from trainer.store.sqlite import SqliteStore

path, paper, name, count = sys.argv[1:]
store = SqliteStore(Path(path))
_, party = join(store, paper, name, Side.STAFF, lambda: 5)
for number in range(int(count)):
    carry_out(store, paper, Propose(clause="power", by=party, text=f"{name} {number}"), lambda: 7)
"""


@pytest.fixture
def clock() -> object:
    """Count from 1000."""
    return count(1000).__next__


def digest(store: SqliteStore, paper: str) -> str:
    """Return the digest of the text as it stands."""
    return digest_of(read(store, paper).agreement.text)


def signed(store: SqliteStore, clock: object) -> str:
    """Return the id of an agreement that a patient and a person called NAME have signed, with a no of hers."""
    paper = begin(store, "The day room", clock).id
    join(store, paper, "Anna", Side.PATIENTS, clock)
    join(store, paper, NAME, Side.STAFF, clock)
    carry_out(store, paper, Propose(clause="power", by="p1", text="We say it aloud."), clock)
    carry_out(store, paper, Refuse(clause="power", by="p2", wording=1, dissent="Too soft."), clock)
    for party, initials in (("p1", "A"), ("p2", INITIALS)):
        sign(store, paper, Sign(by=party, digest=digest(store, paper)), initials, clock)
    return paper


def raw(path: Path) -> bytes:
    """Return every byte that the store has on disk, in whichever file."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def test_names_and_initials_are_in_no_log(store: SqliteStore, clock: object, path: Path) -> None:
    """No stored event and no digest holds what anybody is called; beside the log it is kept until it is removed."""
    paper = signed(store, clock)
    log = b"".join(store.paper(paper))

    assert NAME.encode() not in log
    assert INITIALS.encode() not in log
    assert NAME.encode() in raw(path)
    assert {"p1": "Anna", "p1/1": "A", "p2": NAME, "p2/1": INITIALS} == store.names(paper)


def test_a_removed_person_is_gone_from_the_bytes_and_the_rest_is_whole(
    store: SqliteStore, clock: object, path: Path
) -> None:
    """After a removal no byte of name or initials is left, and log, chain, versions and digests are as they were."""
    paper = signed(store, clock)
    for number in range(50):
        join(store, paper, f"Somebody {number:02}", Side.OTHER, clock)
    before, log = read(store, paper).agreement, store.paper(paper)
    named = remove(store, paper, "p2", clock)

    assert NAME.encode() not in raw(path)
    assert INITIALS.encode() not in raw(path)
    assert log == store.paper(paper)[:-1]
    assert before.versions == named.agreement.versions
    assert before.in_force == named.agreement.in_force
    assert "somebody of the staff's side, removed" == named.who("p2")
    (dissent,) = named.agreement.text.clause("power").dissents
    assert "Too soft." == dissent.text


def test_a_name_that_is_changed_or_moved_leaves_no_copy(store: SqliteStore, clock: object, path: Path) -> None:
    """However the rows of names were written and moved in their pages, a removed one leaves nothing behind."""
    paper = begin(store, "The day room", clock).id
    for number in range(40):
        join(store, paper, f"{NAME}{number:02}" + "x" * 40, Side.PATIENTS, clock)
    for number in range(1, 41, 2):
        remove(store, paper, f"p{number}", clock)
    left = raw(path)

    assert [] == [number for number in range(0, 40, 2) if f"{NAME}{number:02}".encode() in left]
    assert 20 == len(store.names(paper))


def test_to_remove_again_sweeps_what_was_left(store: SqliteStore, clock: object) -> None:
    """Where a removal was cut off before the name was gone, the same again takes it away."""
    paper = signed(store, clock)
    remove(store, paper, "p2", clock)
    store.put_name(paper, "p2", NAME)
    named = remove(store, paper, "p2", clock)

    assert {"p1", "p1/1"} == set(store.names(paper))
    assert 1 == sum(party.is_removed for party in named.agreement.parties)


def test_two_processes_lose_nothing(store: SqliteStore, clock: object, path: Path) -> None:
    """Two programs that propose at the same time each have all their proposals in the log, and their own party."""
    paper = begin(store, "The day room", clock).id
    each = 60
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), paper, name, str(each)]) for name in ("Ida", "Odd")
    ]
    assert [0, 0] == [writer.wait(timeout=120) for writer in writers]
    agreement, names = read(store, paper).agreement, store.names(paper)
    texts = [wording.text for wording in agreement.wordings["power"]]

    assert {"Ida", "Odd"} == set(names.values()) == {names[party.id] for party in agreement.parties}
    for name in ("Ida", "Odd"):
        assert [f"{name} {number}" for number in range(each)] == [text for text in texts if text.startswith(name)]
    assert list(range(1, 2 * each + 1)) == [wording.number for wording in agreement.wordings["power"]]


class Beaten(SqliteStore):
    """A store in which somebody else writes first, once, just before this one does."""

    first: tuple[object, ...] = ()

    def write_paper(self, paper: str, version: int, entries: tuple[bytes, ...]) -> int:
        """Let the other one write first."""
        if self.first:
            command, self.first = self.first[0], ()
            other = SqliteStore(self.path)
            carry_out(other, paper, command, lambda: 1)
            other.close()
        return super().write_paper(paper, version, entries)


def test_after_a_conflict_what_still_fits_is_done_and_what_does_not_is_refused(
    store: SqliteStore, clock: object, path: Path
) -> None:
    """A yes to words that another person's yes did not touch counts; one to words that were changed does not."""
    paper = signed(store, clock)
    beaten = Beaten(path)
    beaten.first = (Refuse(clause="power", by="p1", wording=1, dissent="Not any more."),)
    carry_out(beaten, paper, Accept(clause="power", by="p2", wording=1), clock)
    assert ["p1"] == [answer.by for answer in read(store, paper).agreement.wording("power").refusals]

    beaten.first = (Propose(clause="power", by="p1", text="Other words."),)
    with pytest.raises(UsageError, match="Somebody wrote other words for this meanwhile"):
        carry_out(beaten, paper, Refuse(clause="power", by="p2", wording=1), clock)
    beaten.first = (Propose(clause="trust", by="p1", text="Other words."),)
    with pytest.raises(UsageError, match="The text was changed meanwhile"):
        sign(beaten, paper, Sign(by="p2", digest=digest(store, paper)), "B", clock)
    beaten.close()

    assert 2 == len(read(store, paper).agreement.wordings["power"])
    assert INITIALS == store.names(paper)["p2/1"]


def test_who_always_loses_is_told(store: SqliteStore, clock: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where others write without end, the person is told that it was not kept."""
    paper = signed(store, clock)

    def lose(*_: object) -> int:
        raise Conflict("lost")

    monkeypatch.setattr(store, "write_paper", lose)
    for do in (
        lambda: carry_out(store, paper, Propose(clause="power", by="p1", text="A"), clock),
        lambda: join(store, paper, "Carla", Side.LEADERS, clock),
        lambda: begin(store, "Another", clock),
    ):
        with pytest.raises(StoreError, match="again in a moment"):
            do()


def test_ids_may_be_shortened_and_are_drawn_without_chance(store: SqliteStore) -> None:
    """The beginning of an id is enough where it is the only one; what begins at the same time gets another."""
    first, second = (begin(store, "The day room", lambda: 1).id for _ in range(2))

    assert first != second
    assert first == read(store, first[:5]).id
    for wrong in ("", "nobody"):
        with pytest.raises(StoreError, match="There is no agreement that starts"):
            read(store, wrong)
    for number in range(40):
        begin(store, f"Room {number}", lambda: 2)
    starts = [each.id[0] for each in every(store)[0]]
    double = next(start for start in starts if starts.count(start) > 1)
    with pytest.raises(StoreError, match="More than one agreement starts"):
        read(store, double)


def test_what_cannot_be_read_hides_no_other(store: SqliteStore, clock: object) -> None:
    """An entry of a later program, or of something else, is told of, and the other agreements are listed."""
    paper = signed(store, clock)
    store.write_paper("later", 0, (b'{"at":1,"event":{"kind":"agreement_began","title":"A","fixed":9,"v":2}}',))
    store.write_paper("edition", 0, (store.paper(paper)[0].replace(b'"fixed":1', b'"fixed":9'),))
    store.write_paper("other", 0, (store.paper(paper)[1],))
    readable, unreadable = every(store)

    assert [paper] == [each.id for each in readable]
    assert ("later", "edition", "other") == unreadable
    for name in unreadable:
        with pytest.raises(StoreError, match="does not know"):
            read(store, name)
    assert len(store.paper(paper)) == len(log_of(store, paper))


@pytest.mark.parametrize("name", ["", " \n ", "\x1b\u202e"])
def test_nobody_joins_or_signs_without_a_name(store: SqliteStore, clock: object, name: str) -> None:
    """A name and initials are asked for, and nothing is written without."""
    paper = signed(store, clock)
    length = len(store.paper(paper))
    with pytest.raises(UsageError):
        join(store, paper, name, Side.STAFF, clock)
    with pytest.raises(UsageError):
        sign(store, paper, Sign(by="p1", digest=""), name, clock)
    with pytest.raises(UsageError):
        begin(store, name, clock)

    assert length == len(store.paper(paper))
