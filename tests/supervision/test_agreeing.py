"""A play with others: each who was in it is asked once, alone, and agrees to no more than they said."""

import pytest
from builders import short_story
from world import There, World, joint

from trainer.debrief.marks import WHOLE, of_moment
from trainer.engine.commands import Close
from trainer.engine.events import ReadingMarked
from trainer.errors import StoreError
from trainer.people.person import Kind, Role
from trainer.people.shares import Scope
from trainer.play import Refused
from trainer.review.reading import from_bytes
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.session import Session
from trainer.signing_in.access import NotThere
from trainer.signing_in.managing import Managing


@pytest.fixture
def people(world: World) -> dict[str, There]:
    admin = world.begin()
    return {
        "admin": admin,
        "kari": world.add("Kari", by=admin),
        "per": world.add("Per", by=admin),
        "jonas": world.add("Jonas", Kind.PATIENT, by=admin),
        "mona": world.add("Mona", Kind.LEADER, Role.SUPERVISOR, by=admin),
    }


def asked_by_kari(people: dict[str, There], other: str) -> str:
    """Let Kari ask who played with her, and return the session."""
    session = joint(people["kari"], people[other], short_story())
    people["kari"].sharing.share(session.id, people["kari"].sharing.reader("Mona"), Scope.TRANSCRIPT)
    return session.id


def begun_with_others(host: There) -> Session:
    """Begin a play in which `host` has the part of staff, and somebody else the patient's."""
    return Session.begin(
        host.store,
        parse(short_story()),
        seats=("staff", "patient"),
        seed=1,
        clock=host.clock,
        room="room2346",
        own="staff",
    )


def test_a_yes_to_what_was_said_gives_no_scores(people: dict[str, There]) -> None:
    session = asked_by_kari(people, "per")
    per, mona = people["per"], people["mona"]
    (asked,) = per.sharing.asks()
    assert per.sharing.answer_scopes(session) == (Scope.SAID,)
    per.sharing.answer(asked, Scope.SAID)

    opened = mona.reviewing.open(session, per.id)
    assert not opened.shows_scores
    for attempt in (
        lambda: mona.reviewing.scores(session, per.id),
        lambda: mona.reviewing.look_back(opened),
        lambda: mona.reviewing.take_out(session, per.id),
    ):
        with pytest.raises(NotThere):
            attempt()
    assert mona.reviewing.open(session, people["kari"].id).shows_scores


def test_who_agreed_is_not_asked_anew_and_asks_nobody(people: dict[str, There]) -> None:
    asked_by_kari(people, "per")
    per = people["per"]
    per.sharing.answer(per.sharing.asks()[0], Scope.SAID)
    assert per.sharing.asks() == people["kari"].sharing.asks() == ()


def test_an_answer_that_cannot_be_given_leaves_the_question(people: dict[str, There]) -> None:
    asked_by_kari(people, "jonas")
    jonas = people["jonas"]
    (asked,) = jonas.sharing.asks()
    for scope in (Scope.SCORES, Scope.NOTES):
        with pytest.raises(Refused):
            jonas.sharing.answer(asked, scope)
    assert jonas.sharing.asks() == (asked,)
    Managing(people["admin"].store).change(people["mona"].person, roles=frozenset({Role.LEARNER}))
    with pytest.raises(NotThere, match="no supervisor"):
        jonas.sharing.answer(asked, Scope.TRANSCRIPT)
    assert jonas.sharing.asks() == (asked,)
    jonas.sharing.answer(asked, None)
    assert jonas.sharing.asks() == ()


def test_a_mark_reaches_what_is_shared_whoever_looks(people: dict[str, There], story: Scenario) -> None:
    kari, mona = people["kari"], people["mona"]
    session = kari.play(story)
    kari.sharing.share(session.id, kari.sharing.reader("Mona"), Scope.SCORES)
    again = Session.resume(kari.store, session.id)  # as a command does, which knows nothing of sharing
    again.mark(WHOLE, is_so=False)
    again.mark(of_moment(again.look_back().moments[0].choice.position), is_so=False)
    assert len(mona.reviewing.scores(session.id, kari.id).not_so) == 2
    again.mark(WHOLE, is_so=True)
    kept = from_bytes(kari.store.base.reading(session.id, kari.id))
    assert kept is not None
    assert len(kept.not_so) == 1


def test_nobody_takes_a_second_part_or_their_own_code(people: dict[str, There]) -> None:
    kari, per = people["kari"], people["per"]
    session = begun_with_others(kari)
    for seat in ("staff", "nobody"):
        with pytest.raises(Refused):
            kari.sharing.code_for_part(session.id, seat)
    code = kari.sharing.code_for_part(session.id, "patient")
    with pytest.raises(Refused):
        kari.sharing.take_part(code)
    code = kari.sharing.code_for_part(session.id, "patient")
    assert per.sharing.take_part(code) == session.id
    with pytest.raises(NotThere):
        per.sharing.code_for_part(session.id, "staff")
    assert kari.store.base.parts(session.id) == {"patient": per.id, "staff": kari.id}


def test_who_was_a_patient_shares_no_scores_by_a_change_of_kind(people: dict[str, There], story: Scenario) -> None:
    jonas, mona = people["jonas"], people["mona"]
    session = jonas.play(story)
    session.write_note("session", "mine")
    jonas.sharing.share(session.id, jonas.sharing.reader("Mona"), Scope.NOTES, notes=["session"])
    Managing(people["admin"].store).change(jonas.person, kind=Kind.STAFF)
    opened = mona.reviewing.open(session.id, jonas.id)
    assert not opened.shows_scores
    for attempt in (lambda: mona.reviewing.look_back(opened), lambda: mona.reviewing.scores(session.id, jonas.id)):
        with pytest.raises(NotThere):
            attempt()


def test_an_answer_is_cut_and_is_not_empty(people: dict[str, There], story: Scenario) -> None:
    kari, mona = people["kari"], people["mona"]
    session = kari.play(story)
    kari.sharing.share(session.id, kari.sharing.reader("Mona"), Scope.TRANSCRIPT)
    remark = mona.reviewing.write(mona.reviewing.open(session.id, kari.id), "", "What did you hope for?")
    with pytest.raises(Refused):
        kari.sharing.answer_remark(remark, " \x1b\n ")
    assert len(kari.sharing.answer_remark(remark, "x" * 9000).text) == 4000


def test_of_a_patients_part_no_score_is_shown_whoever_has_it(people: dict[str, There]) -> None:
    """Somebody of staff who has a part on the patients' side in a play with others shares what was said alone."""
    session = joint(people["kari"], people["per"], short_story())
    per, mona = people["per"], people["mona"]

    assert (Scope.SAID,) == per.sharing.scopes(session.id)
    for scope in set(Scope) - {Scope.SAID}:
        with pytest.raises(Refused):
            per.sharing.share(session.id, per.sharing.reader("Mona"), scope)
    per.sharing.share(session.id, per.sharing.reader("Mona"), Scope.SAID)
    (asked,) = people["kari"].sharing.asks()
    people["kari"].sharing.answer(asked, Scope.TRANSCRIPT)
    assert mona.reviewing.open(session.id, people["kari"].id).shows_scores
    assert not mona.reviewing.open(session.id, per.id).shows_scores
    assert b"" == per.store.base.reading(session.id, per.id)


def test_a_patients_part_is_taken_up_by_a_patient(people: dict[str, There]) -> None:
    """The code for a part that somebody played who came as a patient works with a patient's account alone."""
    kari, per, jonas = people["kari"], people["per"], people["jonas"]
    session = begun_with_others(kari)
    with pytest.raises(Refused):
        per.sharing.take_part(kari.sharing.code_for_part(session.id, "patient", of_patient=True))
    assert kari.store.base.parts(session.id) == {"staff": kari.id}
    jonas.sharing.take_part(kari.sharing.code_for_part(session.id, "patient", of_patient=True))
    assert kari.store.base.parts(session.id) == {"patient": jonas.id, "staff": kari.id}


def test_a_part_that_was_left_is_nobodys_for_good(people: dict[str, There]) -> None:
    """Whoever leaves a play takes their leave along: nobody else is given their part, and gives leave for them."""
    kari, per, jonas, mona = people["kari"], people["per"], people["jonas"], people["mona"]
    session = joint(kari, jonas, short_story())
    code = kari.sharing.code_for_part
    jonas.store.delete_session(session.id)
    with pytest.raises(Refused):
        code(session.id, "patient")
    kari.sharing.share(session.id, kari.sharing.reader("Mona"), Scope.TRANSCRIPT)
    assert per.sharing.asks() == ()
    with pytest.raises(NotThere):
        mona.reviewing.open(session.id, kari.id)


def test_each_marks_a_reading_for_themselves(people: dict[str, There]) -> None:
    """Of a play with others nobody says in another's name what is so, and who only had a part adds nothing else."""
    kari, jonas = people["kari"], people["jonas"]
    session = joint(kari, jonas, short_story())
    own = Session.resume(jonas.store, session.id)
    own.mark(WHOLE, is_so=False)
    for there, seat in ((kari, "patient"), (jonas, "staff")):
        with pytest.raises(StoreError, match="each says for themselves"):
            Session.resume(there.store, session.id).mark(WHOLE, is_so=there is kari, seat=seat)
    with pytest.raises(StoreError, match="each says for themselves"):
        Session.resume(jonas.store, session.id).carry_out(Close())
    assert [True] == [event.seat == "patient" for event in own.events if isinstance(event, ReadingMarked)]


def test_who_takes_up_a_part_later_is_asked_then(people: dict[str, There]) -> None:
    """What was to be shared before is asked of whoever takes up a part afterwards; until then nobody reads it."""
    kari, per, mona = people["kari"], people["per"], people["mona"]
    session = begun_with_others(kari)
    session.start()
    while not session.is_over:
        session.reply(session.options[0].id)
    kari.sharing.share(session.id, kari.sharing.reader("Mona"), Scope.TRANSCRIPT)
    per.sharing.take_part(kari.sharing.code_for_part(session.id, "patient"))
    with pytest.raises(NotThere):
        mona.reviewing.open(session.id, kari.id)
    (asked,) = per.sharing.asks()
    assert (asked.session, asked.reader, asked.asker) == (session.id, mona.id, kari.id)
    per.sharing.answer(asked, Scope.SAID)
    mona.reviewing.open(session.id, kari.id)


def test_what_was_played_as_a_patient_never_shows_scores(people: dict[str, There], story: Scenario) -> None:
    """Whoever was a patient then shares what was said of it, whatever they are now; what they play now is staff's."""
    jonas, mona = people["jonas"], people["mona"]
    before = jonas.play(story)
    Managing(people["admin"].store, jonas.clock).change(jonas.person, kind=Kind.STAFF)
    jonas.clock.go_on(1)
    after = jonas.play(story)

    assert (Scope.SAID,) == jonas.sharing.scopes(before.id)
    assert Scope.SCORES in jonas.sharing.scopes(after.id)
    with pytest.raises(Refused):
        jonas.sharing.share(before.id, jonas.sharing.reader("Mona"), Scope.TRANSCRIPT)
    jonas.sharing.share(before.id, jonas.sharing.reader("Mona"), Scope.SAID)
    assert not mona.reviewing.open(before.id, jonas.id).shows_scores
