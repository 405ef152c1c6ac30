"""What the tables of people promise, asked of each kind of store, on a server under the name of persons' programs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

import pytest
from shared_store import ADMINISTRATOR, DAY, Shared, credential_of, on_server, proof_of, recovery_of, step

from trainer.engine.codec import encode
from trainer.engine.events import Event, SessionBegan, ToldAfterwards
from trainer.engine.state import Phase
from trainer.errors import UnknownSession
from trainer.people.person import Kind, Person, Role, Standing
from trainer.people.shares import Scope, Share
from trainer.session import wall_clock
from trainer.store.base import Batch, Opening, SessionId, Words
from trainer.store.open import Base
from trainer.store.people.accounts import FIRST_WAIT, FREE_TRIES, Waits
from trainer.store.people.leave import Asked
from trainer.store.people.plays import NOBODY
from trainer.store.people.talk import Rating, Remark

ALONE, JOINT = SessionId("alone"), SessionId("joint")
TEXT = "what is played"


@pytest.fixture
def shared(address: str, request: pytest.FixtureRequest) -> Iterator[Shared]:
    """Give a store of each kind with an administrator, two learners and a supervisor."""
    if address.startswith("postgresql:"):
        database = request.getfixturevalue("database")
        store = on_server(request.getfixturevalue("server"), database)
        store.begin(f"app_{database}")
    else:
        store = Shared(address, address)
        store.begin()
    store.add("Lea")
    store.add("Pit")
    store.add("Sam", Kind.STAFF, Role.SUPERVISOR)
    yield store
    store.close()


@pytest.fixture
def lea(shared: Shared) -> Base:
    """Sign in as one learner."""
    return shared.enter("Lea")


@pytest.fixture
def pit(shared: Shared) -> Base:
    """Sign in as the other."""
    return shared.enter("Pit")


@pytest.fixture
def sam(shared: Shared) -> Base:
    """Sign in as the supervisor."""
    return shared.enter("Sam")


def play(
    base: Base,
    session: SessionId = ALONE,
    *others: str,
    opener: str = "lea",
    more: tuple[Event, ...] = (),
    own: str = "staff",
) -> None:
    """Begin a session, over from the start; with `others` it is played in a room, in which the opener has `own`."""
    seats = ("staff", *others)
    digest = sha256(TEXT.encode()).hexdigest()
    room = "aroom" if others else ""
    opening = Opening(
        digest=digest, text=TEXT, scenario_id="small", title="Small", seats=seats, opener=opener, room=room, own=own
    )
    began = SessionBegan(scenario=digest, scenario_id="small", seats=seats, seed=7)
    words = {at: Words(b"salt", f"said {at}") for at in range(1, 1 + len(more))}
    batch = Batch(
        session=session,
        version=0,
        events=(began, *more),
        at=1,
        phase=Phase.CLOSED,
        replies=0,
        opening=opening,
        words=words,
        sealed=((opener, b"slot", b"locked"),),
    )
    base.append(batch)


def played_together(lea: Base, pit: Base) -> None:
    """Let Lea open a session in which Pit takes the other part, and both tell something afterwards."""
    told = tuple(ToldAfterwards(by=seat, about="heard", digest="0" * 64) for seat in ("staff", "patient"))
    play(lea, JOINT, "patient", more=told)
    take_part(lea, pit)


def take_part(lea: Base, pit: Base) -> None:
    """Let Pit take up the patient's part with Lea's code."""
    lea.put_code(b"code", "part", "lea", f"{JOINT}/patient", wall_clock() + DAY)
    assert ("lea", f"{JOINT}/patient") == pit.take_code(b"code", "part", wall_clock())
    assert pit.put_part(JOINT, "patient", "pit", wall_clock())


def test_who_takes_up_a_part_later_is_asked(shared: Shared, lea: Base, pit: Base) -> None:
    """What was given leave for before they came, they are asked then; what is over by then they are not."""
    play(lea, JOINT, "patient")
    share(lea, session=JOINT)
    take_part(lea, pit)

    assert [Asked(JOINT, "Small", "sam", "lea")] == list(pit.asks_for("pit"))
    assert () == lea.asks_for("lea")
    assert not shared.enter("Sam").is_open_to(JOINT, "sam", wall_clock())


def share(
    base: Base,
    person: str = "lea",
    session: str = ALONE,
    *,
    scope: Scope = Scope.NOTES,
    until: int = 0,
    given: int = 0,
    enclosed: Mapping[bytes, bytes] | None = None,
) -> Share:
    """Share `session` with Sam."""
    leave = Share(session=session, person=person, reader="sam", scope=scope, given=given or wall_clock(), until=until)
    base.share(leave, scenario="small", month="2026-11", counts=scope is Scope.SCORES, enclosed=enclosed or {})
    return leave


def test_accounts(shared: Shared, lea: Base) -> None:
    """Everybody is listed by name for who manages accounts, and nobody is called like somebody else."""
    ada = shared.enter(ADMINISTRATOR)
    twin = Person(id="twin", name="LEA", kind=Kind.STAFF, roles=frozenset({Role.LEARNER}))

    assert [ADMINISTRATOR, "Lea", "Pit", "Sam"] == [each.name for each in ada.people()]
    assert not ada.invite(twin, "lea")
    assert not lea.rename("lea", "Pit", "pit")
    assert lea.rename("lea", "Lia", "lia")
    assert ["Lia"] == [each.name for each in lea.people() if each.id == "lea"]
    assert ["Sam"] == [each.name for each in lea.supervisors()]
    assert None is lea.person("nobody")
    assert lea.has_people()


def test_a_code_is_used_once(shared: Shared) -> None:
    """It opens whose account it is, as long as it is not too old, and a newer one takes its place."""
    ada, new = shared.enter(ADMINISTRATOR), shared.open()
    zoe = Person(id="zoe", name="Zoe", kind=Kind.PATIENT, roles=frozenset({Role.LEARNER}), unit="two", began=3)
    assert ada.invite(zoe, "zoe")
    now = wall_clock()
    ada.put_code(b"old", "account", "zoe", "", now - 1)
    assert None is new.open_code(b"old", now)
    ada.put_code(b"first", "account", "zoe", "", now + DAY)
    ada.put_code(b"second", "account", "zoe", "", now + DAY)
    assert None is new.open_code(b"first", now)
    assert (zoe, b"") == new.open_code(b"second", now)

    kept = credential_of("Zoe")
    assert replace(zoe, standing=Standing.ACTIVE, public=kept.public) == new.enrol(b"second", kept, now)
    assert None is new.enrol(b"second", kept, now)
    assert kept.stored == shared.enter("Zoe").credential("zoe")


def test_a_code_for_who_has_keys(shared: Shared, lea: Base) -> None:
    """The locked keys come along; with others in their place, what they alone could read is deleted."""
    play(lea)
    now = wall_clock()
    for again, left in (("", 1), ("!", 0)):
        shared.enter(ADMINISTRATOR).put_code(b"x", "account", "lea", "", now + DAY)
        opened = shared.open().open_code(b"x", now)
        assert opened is not None
        assert credential_of("Lea").stored == opened.stored
        shared.open().enrol(b"x", credential_of("Lea", again=again), now, b"" if again else recovery_of("Lea"))
        entered = shared.open()
        assert isinstance(entered.sign_in("lea", proof_of("Lea" + again), now), Person)
        assert left == len(entered.sealed("lea", "words"))


def test_a_paper_is_for_who_has_it(shared: Shared, lea: Base) -> None:
    """Whoever began it, and whoever took it up with a code; when the last of them is taken out, it is gone."""
    pit = shared.enter("Pit")
    assert 1 == lea.write_paper("ours", 0, (b"one",))
    lea.hold_paper("ours", "lea")
    lea.put_name("ours", "p1", "Kari")
    assert (("ours",), ()) == (lea.papers_of("lea"), pit.papers_of("pit"))
    lea.put_code(b"given", "paper", "lea", "ours", wall_clock() + DAY)
    assert ("lea", "ours") == pit.take_code(b"given", "paper", wall_clock())
    assert None is pit.take_code(b"given", "paper", wall_clock())
    pit.hold_paper("ours", "pit")
    assert ("ours",) == pit.papers_of("pit")
    assert 2 == pit.write_paper("ours", 1, (b"two",))

    ada = shared.enter(ADMINISTRATOR)
    ada.erase("lea")
    assert ((b"one", b"two"), {"p1": "Kari"}) == (pit.paper("ours"), pit.names("ours"))
    ada.erase("pit")
    zoe = shared.open()
    assert ((), {}) == (zoe.paper("ours"), zoe.names("ours"))


def test_a_reader_who_begins_anew_is_shown_nothing(shared: Shared, lea: Base) -> None:
    """By a code alone nobody proves to be whom something was shared with: with other keys it is shared no more."""
    play(lea)
    share(lea)
    now = wall_clock()
    for proof, left in ((recovery_of("Sam"), 1), (b"", 0)):  # the key is the same, which anybody here can read
        shared.enter(ADMINISTRATOR).put_code(b"x", "account", "sam", "", now + DAY)
        shared.open().enrol(b"x", credential_of("Sam"), now, proof)
        sam = shared.open()
        assert isinstance(sam.sign_in("sam", proof_of("Sam"), now), Person)
        assert left == len(sam.shares_to("sam", wall_clock())) == len(lea.shares_of("lea"))

    assert 2 == [step.what for step in sam.trail("sam")].count("code-used")
    assert ("sam", "ended", "") == lea.trail("lea")[-1][1:]


def test_signing_in(shared: Shared) -> None:
    """With what is theirs, or their recovery code's; after some wrong tries one waits, known there or not."""
    base = shared.open()
    now = wall_clock()
    for name in ("lea", "nobody"):
        assert None is base.sign_in(name, recovery_of("Lea"), now)
    assert isinstance(base.sign_in("lea", recovery_of("Lea"), now, is_recovery=True), Person)
    assert "lea" == getattr(base.sign_in("lea", proof_of("Lea"), now), "id", "")
    for name in ("lea", "somebody"):
        for _ in range(FREE_TRIES):
            assert None is base.sign_in(name, proof_of("Sam"), now)
        waits = base.sign_in(name, proof_of("Lea"), now)
        assert isinstance(waits, Waits)
        assert FIRST_WAIT - 10_000 < waits.milliseconds <= FIRST_WAIT
    assert isinstance(base.sign_in("pit", proof_of("Pit"), now), Person)


def test_what_a_proof_is_made_with(shared: Shared) -> None:
    """It is the account's own; for who is not there it is made up, and the same each time."""
    base = shared.open()
    salts = {name: base.greeting(name) for name in ("lea", "pit", "nobody", "somebody")}

    assert sha256(b"salt Lea").digest()[:16] == salts["lea"].salt
    assert 4 == len({each.salt for each in salts.values()})
    assert salts["nobody"] == base.greeting("nobody")
    assert 1 == len({(len(each.salt), len(each.recovery_salt), str(each.parameters)) for each in salts.values()})


def test_tries_of_ones_own(lea: Base) -> None:
    """Guessing codes makes one wait as well."""
    now = wall_clock()
    for _ in range(FREE_TRIES):
        assert 0 == lea.wait("part lea", now)
        lea.count_try("part lea", now)
    assert FIRST_WAIT - 10_000 < lea.wait("part lea", now) <= FIRST_WAIT
    assert None is lea.take_code(b"none", "part", now)


def test_settings(shared: Shared, lea: Base) -> None:
    """Those of the store are set by who manages accounts, each has their own beside them."""
    ada = shared.enter(ADMINISTRATOR)
    ada.put_setting("keep-days", "30")
    ada.put_setting("keep-days", "60")
    lea.put_setting("retention-notice/lea", "seen")

    assert ("60", "seen", "") == tuple(map(lea.setting, ("keep-days", "retention-notice/lea", "other")))
    ada.put_setting("keep-days", "")
    assert "" == lea.setting("keep-days")


def test_whose_plays_are_whose(lea: Base, pit: Base) -> None:
    """Each has those in which they had a part, and who opened one for others has it too."""
    play(lea)
    played_together(lea, pit)

    assert [JOINT, ALONE] == [each.session for each in lea.sessions_of("lea")]
    assert [JOINT] == [each.session for each in pit.sessions_of("pit")]
    assert (True, False, True) == (lea.is_mine("lea", ALONE), pit.is_mine("pit", ALONE), pit.is_mine("pit", JOINT))
    assert ALONE == lea.summary_of("lea", "al").session
    with pytest.raises(UnknownSession):
        pit.summary_of("pit", "al")
    assert {"staff": "lea", "patient": "pit"} == pit.parts(JOINT)
    assert TEXT == pit.scenario_text(sha256(TEXT.encode()).hexdigest())


def test_rooms_are_of_who_opened_them(lea: Base, pit: Base) -> None:
    """Others do not list them."""
    lea.put_room("aroom", b"as it stands")
    lea.own_room("lea", "aroom")

    assert (("aroom",), ()) == (lea.rooms_of("lea"), pit.rooms_of("pit"))
    assert lea.is_room_of("lea", "aroom")
    assert b"as it stands" == lea.room("aroom")


def test_private_text(lea: Base) -> None:
    """It is kept in the order of writing, replaced under its name, and deleted by nothing."""
    play(lea)
    for slot, stored in ((b"one", b"1"), (b"two", b"2"), (b"one", b"3")):
        lea.put_sealed("lea", ALONE, slot, "note", stored)

    assert [b"2", b"3"] == [each.stored for each in lea.sealed("lea", "note", ALONE)]
    assert b"3" == getattr(lea.latest_sealed("lea", "note"), "stored", b"")
    assert [b"locked"] == [each.stored for each in lea.sealed("lea", "words")]
    lea.put_sealed("lea", ALONE, b"one", "note", b"")
    assert [b"2"] == [each.stored for each in lea.sealed("lea", "note")]


def test_a_share_and_its_end(lea: Base, sam: Base) -> None:
    """It is there for its reader at once, with the notes that go with it, until it is taken back or over."""
    play(lea)
    now = wall_clock()
    assert None is sam.share_with(ALONE, "lea", "sam", now)
    leave = share(lea, until=now + DAY, enclosed={b"a": b"for sam"})

    assert leave == sam.share_with(ALONE, "lea", "sam", now)
    assert (leave,) == lea.shares_of("lea") == lea.shares_of("lea", ALONE)
    assert (True, (b"for sam",)) == (lea.is_open_to(ALONE, "sam", now), sam.enclosed(ALONE, "lea", "sam"))
    assert 1 == len(sam.events(ALONE))
    share(lea, until=now - 1)
    assert (None, False) == (sam.share_with(ALONE, "lea", "sam", now), lea.is_open_to(ALONE, "sam", now))
    share(lea)
    lea.withdraw(ALONE, "lea", "sam")
    assert ((), False, None) == (
        lea.shares_of("lea"),
        lea.is_shared(ALONE, "lea"),
        sam.share_with(ALONE, "lea", "sam", now),
    )


def test_what_was_played_together_takes_leave_of_each(lea: Base, pit: Base, sam: Base) -> None:
    """Until both give it, nobody sees anything of it; when one takes it back, it is gone."""
    played_together(lea, pit)
    now = wall_clock()
    share(lea, "lea", JOINT)
    assert (None, False) == (sam.share_with(JOINT, "lea", "sam", now), lea.is_open_to(JOINT, "sam", now))
    lea.ask_for_leave(JOINT, "pit", "sam", "lea")
    lea.ask_for_leave(JOINT, "pit", "sam", "lea")
    assert (Asked(JOINT, "Small", "sam", "lea"),) == pit.asks_for("pit")
    assert pit.answer_ask(JOINT, "pit", "sam")
    assert not pit.answer_ask(JOINT, "pit", "sam")
    assert () == pit.asks_for("pit")
    share(pit, "pit", JOINT)
    assert lea.is_open_to(JOINT, "sam", now)
    assert ["lea", "pit"] == sorted(each.share.person for each in sam.shares_to("sam", now))
    assert ("lea", "pit") == sam.sharers("sam", now)
    pit.withdraw(JOINT, "pit", "sam")
    assert ((), ()) == (sam.shares_to("sam", now), sam.sharers("sam", now))


def test_what_is_shared_is_listed_page_by_page(lea: Base, pit: Base, sam: Base) -> None:
    """The last shared first, each once, narrowed by whose it is, what was played, and how ids begin."""
    names = [SessionId(f"{letter}play") for letter in "abcdefg"]
    for at, name in enumerate(names):
        base, person = ((lea, "lea"), (pit, "pit"))[at % 2]
        play(base, name, opener=person)
        share(base, person, name, given=100 + at // 2)
    now = wall_clock()
    pages = []
    before = None
    while page := sam.shares_to("sam", now, before=before, limit=2):
        pages.append([each.share.session for each in page])
        last = page[-1].share
        before = (last.given, last.session, last.person)

    assert [["gplay", "fplay"], ["eplay", "dplay"], ["cplay", "bplay"], ["aplay"]] == pages
    assert ["fplay", "dplay", "bplay"] == [each.share.session for each in sam.shares_to("sam", now, person="pit")]
    assert 7 == len(sam.shares_to("sam", now, scenario="small"))
    assert () == sam.shares_to("sam", now, scenario="large")
    assert ["cplay"] == [each.share.session for each in sam.shares_to("sam", now, start="cpl")]
    first = sam.shares_to("sam", now, limit=1)[0]
    assert ("Small", "small", "staff", 1, False) == (
        *(first.title, first.scenario_id, first.seat, first.touched, first.is_joint),
    )


def test_how_choices_read(shared: Shared, lea: Base, sam: Base) -> None:
    """It is there for a reader, and for a group's figures, as long as it is shared and is no patient's."""
    play(lea)
    now = wall_clock()
    lea.put_reading(ALONE, "lea", b"before")
    lea.put_reading(ALONE, "lea", b"so")
    share(lea, scope=Scope.SCORES)

    assert b"so" == sam.reading(ALONE, "lea")
    assert (("lea", b"so"),) == sam.readings("sam", "2026-11", now, 9)
    assert () == sam.readings("sam", "2026-10", now, 9)
    ada = shared.enter(ADMINISTRATOR)
    person = ada.person("lea")
    assert person is not None
    ada.change_person(replace(person, kind=Kind.PATIENT), wall_clock())
    assert (b"", b"") == (lea.reading(ALONE, "lea"), sam.reading(ALONE, "lea"))
    assert ((), ()) == (sam.readings("sam", "2026-11", now, 9), lea.shares_of("lea"))


def test_remarks_and_ratings(lea: Base, sam: Base) -> None:
    """The two who write each other read it in order; a rating stays as it was, and seeing the key is kept."""
    play(lea)
    share(lea)
    first = Remark("one", ALONE, "lea", "sam", "sam", "3", "I notice", 5)
    second = Remark("two", ALONE, "lea", "sam", "lea", "3", "I felt", 4)
    sam.put_remark(first)
    lea.put_remark(second)
    sam.put_remark(first._replace(text="anything else"))
    assert (first, second) == lea.remarks(ALONE, "lea") == sam.remarks(ALONE, "lea", "sam")
    assert second == sam.remark("two")
    sam.delete_remark("one")
    assert (second,) == lea.remarks(ALONE, "lea")

    rating = Rating(ALONE, "lea", 3, "sam", {"listening": 2})
    assert sam.put_rating(rating)
    assert not sam.put_rating(rating._replace(levels={"listening": -2}))
    assert (rating,) == lea.ratings(ALONE, "lea")
    assert not sam.has_seen_key(ALONE, "lea", "sam")
    sam.see_key(ALONE, "lea", "sam")
    sam.see_key(ALONE, "lea", "sam")
    assert sam.has_seen_key(ALONE, "lea", "sam")


def test_the_trail(lea: Base, sam: Base) -> None:
    """It has who did what with what of one's own, in order."""
    play(lea)
    share(lea)
    before = len(lea.trail("lea"))
    sam.add_step("lea", step(wall_clock(), "sam", "read", ALONE))
    sam.add_steps(("lea", step(wall_clock(), "sam", what, ALONE)) for what in ("read-scores", "counted"))
    lea.add_step("lea", step(7, "sam", "withdrawn", ALONE))

    trail = lea.trail("lea")[before:]
    assert ["read", "read-scores", "counted", "withdrawn"] == [each.what for each in trail]
    assert {("sam", ALONE)} == {(each.by, each.session) for each in trail}


def test_a_session_is_deleted_whole(lea: Base, sam: Base) -> None:
    """With everything on it, its text too where nobody else played it."""
    play(lea)
    share(lea, enclosed={b"a": b"for sam"})
    sam.put_remark(Remark("one", ALONE, "lea", "sam", "sam", "", "I notice", 5))
    lea.delete_session(ALONE)
    lea.delete_session(ALONE)

    assert ((), (), (), ()) == (
        *(lea.sessions_of("lea"), lea.shares_of("lea"), lea.sealed("lea", "words"), lea.remarks(ALONE, "lea")),
    )
    assert (b"", None) == (b"".join(sam.enclosed(ALONE, "lea", "sam")), sam.remark("one"))
    lea.compact()
    play(lea)
    assert [ALONE] == [each.session for each in lea.sessions_of("lea")]


def test_who_leaves_takes_their_part_along(lea: Base, pit: Base, sam: Base) -> None:
    """The talk stays whole for the others, without what the one who left told; nobody else sees it any more."""
    played_together(lea, pit)
    share(lea, "lea", JOINT)
    share(pit, "pit", JOINT)
    talk = [encode(each.event) for each in pit.events(JOINT)]
    lea.leave_session(JOINT, "lea")

    assert (False, {"patient": "pit", "staff": NOBODY}) == (lea.is_mine("lea", JOINT), pit.parts(JOINT))
    assert (talk, {3: Words(b"salt", "said 2")}) == (
        [encode(each.event) for each in pit.events(JOINT)],
        pit.words(JOINT),
    )
    assert None is sam.share_with(JOINT, "pit", "sam", wall_clock())


def test_a_play_that_all_left_is_gone(shared: Shared, lea: Base, pit: Base) -> None:
    """The last one who leaves takes the talk along, and so does who opened it where nobody made a part theirs."""
    played_together(lea, pit)
    lea.leave_session(JOINT, "lea")
    assert pit.events(JOINT)
    pit.leave_session(JOINT, "pit")
    with pytest.raises(UnknownSession):
        lea.any_summary(JOINT)
    play(pit, SessionId("nobodys"), "patient", opener="pit", own="")
    shared.enter(ADMINISTRATOR).erase("pit")
    with pytest.raises(UnknownSession):
        lea.any_summary("nobodys")


@pytest.mark.parametrize("by", ["Lea", ADMINISTRATOR])
def test_erasing_a_person(shared: Shared, lea: Base, pit: Base, sam: Base, by: str) -> None:
    """Nothing is left of them but their part in others' plays, which nobody has; their name is free again."""
    play(lea)
    played_together(lea, pit)
    play(pit, SessionId("other"), opener="pit")
    share(lea)
    lea.put_room("aroom", b"x")
    lea.own_room("lea", "aroom")
    lea.put_setting("retention-notice/lea", "seen")
    entered = shared.enter(by)
    for _ in range(FREE_TRIES + 1):
        shared.open().sign_in("lea", proof_of("Sam"), wall_clock())
    entered.erase("lea")

    assert None is pit.person("lea")
    assert None is shared.open().sign_in("lea", proof_of("Lea"), wall_clock()), "as for one who never was there"
    assert {JOINT, "other"} == {each.session for each in pit.sessions_of("pit")}
    assert ({"patient": "pit", "staff": NOBODY}, {3: Words(b"salt", "said 2")}) == (pit.parts(JOINT), pit.words(JOINT))
    assert () == sam.shares_to("sam", wall_clock())
    assert isinstance(shared.add("Lea"), Person)
    again = shared.enter("Lea")
    assert ((), (), "", ()) == (
        *(again.sessions_of("lea"), again.rooms_of("lea"), again.setting("retention-notice/lea")),
        again.sealed("lea", "words"),
    )
