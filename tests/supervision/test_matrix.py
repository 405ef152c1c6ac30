"""Every tie to every thing by every verb, tried through what the screens call: only what the table allows succeeds.

What somebody is to a session is written down here by hand, apart from the program that works it out; what follows from
it is the table in `people/access.py`. An attempt succeeds when it gives or changes something that is really there.

All of it is tried on each kind of store. On a server persons' programs connect under a name that owns nothing, so that
what the program asks and what the server's own rules ask of it are tried together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from builders import short_story
from postgres_running import Server, wait_until
from world import PASSPHRASE, There, World, joint, world_on_server

from trainer.agreements import begin
from trainer.debrief.marks import WHOLE
from trainer.engine.commands import MarkReading
from trainer.engine.events import WordsGiven
from trainer.engine.state import Phase
from trainer.errors import TrainerError
from trainer.exporting import gather
from trainer.people.access import MAY, Thing, Tie, Verb, may
from trainer.people.person import Kind, Role, Standing
from trainer.people.shares import NO_END, Scope
from trainer.scenario.load import parse
from trainer.scenario.model import Practice
from trainer.session import Session
from trainer.signing_in.accounts import change_passphrase
from trainer.signing_in.managing import Managing
from trainer.store.base import Batch, SessionId, Words
from trainer.store.people.leave import Asked
from trainer.supervision.handing_on import code_for_agreement
from trainer.supervision.reviewing import Reviewed
from trainer.supervision.sharing import Reader

DAY: Final = 24 * 3600 * 1000
CANARY: Final = "notecanary"
STORY: Final = short_story()


@dataclass
class Place:
    """One session, and whose it is as seen by who tries."""

    me: There
    owner: There
    other: There
    """A supervisor whom it can be shared with, and who has seen nothing of it."""
    everybody: "People"
    session: str
    codes: tuple[str, ...] = ("AAAAA-AAA",)
    """What was given on the spot for a group to see it."""

    @property
    def is_own(self) -> bool:
        """Whether who tries had the part that is looked at."""
        return self.me.id == self.owner.id

    @property
    def id(self) -> SessionId:
        """The session's id."""
        return SessionId(self.session)


People = dict[str, There]
Make = Callable[[People], str]
Prepare = Callable[[Place], None]


def alone(owner: str) -> Make:
    """Return how a session of one person comes about."""

    def make(people: People) -> str:
        there = people[owner]
        seat = "patient" if there.person.is_patient else "staff"
        session = Session.begin(there.store, parse(STORY), seat, seed=1, clock=there.clock)
        session.start()
        while not session.is_over:
            if session.checkin:
                session.check_in("feltcanary", 3)
            session.reply(session.options[0].id)
            if session.wants_words:
                session.give_words("wordscanary")
        session.write_note("session", CANARY)
        session.write_note("how-it-was", "another")
        _append_words(there, session.id, "wordscanary")
        return session.id

    return make


def together(people: People) -> str:
    """Make a session that staff and a patient played together."""
    session = joint(people["staff"], people["patient"], STORY)
    session.write_note("session", CANARY)
    _append_words(people["staff"], session.id, "wordscanary")
    return session.id


def _append_words(there: There, session: SessionId, text: str) -> int:
    """Keep own words, beside an event of a play that is over, as only a forged program does; return their version."""
    version = there.store.base.any_summary(session).version
    given = WordsGiven(beat="room/gate", seat="staff", digest="0" * 64)
    batch = Batch(
        session=session,
        version=version,
        events=(given,),
        at=there.clock(),
        phase=Phase.DEBRIEF,
        replies=4,
        words={0: Words(b"salt", text)},
    )
    return there.store.append(batch)


CASES: Final[dict[str, tuple[str, Make]]] = {
    "staff alone": ("staff", alone("staff")),
    "patient alone": ("patient", alone("patient")),
    "staff together": ("staff", together),
}
"""Whose part is looked at, and in what."""


def share(at: Place, reader: There, scope: Scope = Scope.NOTES, *, until: int = NO_END, all_agree: bool = True) -> None:
    """Let the owner share with `reader`, as far as they can, and let the others in it agree."""
    sharing = at.owner.sharing
    to = next(each for each in sharing.readers() if each.person.id == reader.id)
    able = scope if scope in sharing.scopes(at.session) else Scope.TRANSCRIPT
    sharing.share(at.session, to, able, until=until, notes=["session"])
    others = at.everybody["patient"].sharing
    for asked in others.asks():
        if all_agree and (asked.session, asked.reader) == (at.session, reader.id):
            others.answer(asked, Scope.TRANSCRIPT)


def nothing(_at: Place) -> None:
    """Share nothing."""


def taken_back(at: Place) -> None:
    share(at, at.me)
    at.owner.sharing.withdraw(at.session, at.me.id)


def over(at: Place) -> None:
    share(at, at.me, until=at.me.clock() + DAY)
    at.me.clock.go_on(DAY)


def no_more_supervisor(at: Place) -> None:
    share(at, at.me)
    Managing(at.everybody["admin"].store).change(at.me.person, roles=frozenset({Role.LEARNER}))


def closed(at: Place) -> None:
    share(at, at.me)
    Managing(at.everybody["admin"].store).change(at.me.person, standing=Standing.CLOSED)


def shown(at: Place) -> None:
    share(at, at.me)
    owners = [at.owner, *([at.everybody["patient"]] if len(at.owner.store.summary(at.session).seats) > 1 else [])]
    at.codes = tuple(there.sharing.leave_to_show(at.session) for there in owners)


_NONE: Final = (frozenset[Tie](),) * 3
_S, _T, _N = Tie.SCORES, Tie.TRANSCRIPT, Tie.NOTES
_W: Final = frozenset({Tie.SCORES, Tie.TRANSCRIPT, Tie.WHOLE})
_WHOLE: Final = (_W | {_N}, frozenset({_T, _N}), _W | {_N})
HIMSELF: Final = None
"""Where the other is the owner, who is tried as that."""
ACTORS: Final[dict[str, tuple[str, Prepare, tuple[frozenset[Tie], ...]]]] = {
    "the owner": ("owner", lambda at: share(at, at.other), (frozenset({Tie.OWN}),) * 3),
    "the other in it": ("patient", nothing, (frozenset(), HIMSELF, frozenset())),
    "the other, asked": (
        "patient",
        lambda at: share(at, at.other, all_agree=False),
        (frozenset(), HIMSELF, frozenset({Tie.ASKED})),
    ),
    "another learner": ("learner", nothing, _NONE),
    "reader of scores": (
        "reader",
        lambda at: share(at, at.me, Scope.SCORES),
        (frozenset({_S}), frozenset({_T}), _W),
    ),
    "reader of what was said": (
        "reader",
        lambda at: share(at, at.me, Scope.TRANSCRIPT),
        (_W, frozenset({_T}), _W),
    ),
    "reader of notes": ("reader", lambda at: share(at, at.me), _WHOLE),
    "reader with leave on the spot": ("reader", shown, tuple(ties | {Tie.SHOWN} for ties in _WHOLE)),
    "reader taken back": ("reader", taken_back, _NONE),
    "reader whose time is over": ("reader", over, _NONE),
    "reader not agreed to by all": ("reader", lambda at: share(at, at.me, all_agree=False), (*_WHOLE[:2], frozenset())),
    "reader no more supervisor": ("reader", no_more_supervisor, _NONE),
    "reader whose account is closed": ("reader", closed, _NONE),
    "supervisor of nobody": ("reader", nothing, _NONE),
    "administrator": ("admin", nothing, _NONE),
}
"""Who tries, what happened before, and what they are then to the part that is looked at, in each case."""
_NO_SUPERVISOR: Final = {"reader no more supervisor", "reader whose account is closed"}


def ties_of(actor: str, case: str) -> frozenset[Tie]:
    """Return what `actor` is in `case`, roles over nobody's content included."""
    who, _, by_case = ACTORS[actor]
    ties = set(by_case[tuple(CASES).index(case)] or ())
    if who == "reader" and actor not in _NO_SUPERVISOR:
        ties.add(Tie.SUPERVISOR)
    if who == "admin":
        ties.add(Tie.ADMINISTRATOR)
    if actor != "reader whose account is closed":
        ties.add(Tie.ANYBODY)
    return frozenset(ties)


def _opened(at: Place) -> Reviewed:
    return at.me.reviewing.open(at.session, at.owner.id)


def _list_play(at: Place) -> bool:
    if at.is_own:
        return any(each.session == at.session for each in at.me.store.sessions())
    return any((item.session, item.person.id) == (at.session, at.owner.id) for item in at.me.reviewing.items())


def _read_play(at: Place) -> bool:
    return bool(at.me.store.events(at.id) if at.is_own else _opened(at).session.events)


def _write_play(at: Place) -> bool:
    before = len(at.owner.store.events(at.id))
    mine = Session.resume(at.me.store, at.session)
    mine.carry_out(MarkReading(seat=Session.resume(at.owner.store, at.session).own_seat, reading=WHOLE, is_so=False))
    return at.is_own and len(at.owner.store.events(at.id)) > before


def _remove_play(at: Place) -> bool:
    at.me.store.delete_session(at.id)
    return not any(each.session == at.session for each in at.owner.store.sessions())


def _read_scores(at: Place) -> bool:
    if at.is_own:
        return bool(Session.resume(at.me.store, at.session).look_back().scores)
    return bool(at.me.reviewing.scores(at.session, at.owner.id).choices)


def _read_words(at: Place) -> bool:
    typed = {words.text for words in at.me.store.words(at.id).values()}
    if not at.is_own:
        typed |= set(_opened(at).session.words().values())
    return any("canary" in text for text in typed)


def _write_words(at: Place) -> bool:
    version = _append_words(at.me, at.id, "more words")
    return version in at.owner.store.words(at.id)


def _read_notes(at: Place) -> bool:
    return any(note.text == CANARY for note in at.me.store.notes(at.id))


def _write_note(at: Place) -> bool:
    at.me.store.put_note(at.id, "came-of-it", "written here", at.me.clock())
    return any(note.text == "written here" for note in at.owner.store.notes(at.id))


def _remove_note(at: Place) -> bool:
    at.me.store.put_note(at.id, "session", "", at.me.clock())
    return not any(note.about == "session" for note in at.owner.store.notes(at.id))


def _read_enclosed(at: Place) -> bool:
    return at.me.reviewing.notes(_opened(at)) == (("session", CANARY),)


def _list_shares(at: Place) -> bool:
    return isinstance(at.me.sharing.standings(at.session), tuple) and at.is_own


def _fresh(at: Place) -> Reader:
    """Return somebody with whom nothing is shared yet."""
    return next(each for each in at.owner.sharing.readers() if each.person.id == at.everybody["third"].id)


def _write_share(at: Place) -> bool:
    at.me.sharing.share(at.session, _fresh(at), Scope.TRANSCRIPT)
    return at.owner.sharing.standing(at.session, _fresh(at).person).share is not None


def _remove_share(at: Place) -> bool:
    at.owner.sharing.share(at.session, _fresh(at), Scope.TRANSCRIPT)
    at.me.sharing.withdraw(at.session, _fresh(at).person.id)
    return at.owner.sharing.standing(at.session, _fresh(at).person).share is None


def _answer(at: Place) -> bool:
    at.me.sharing.answer(Asked(at.session, "", at.other.id, at.owner.id), None)
    return True


def _read_trail(at: Place) -> bool:
    if not at.is_own:  # nobody can even name somebody else's
        return any(step.session == at.session and step.what == "shared" for step, _ in at.me.sharing.trail())
    return any(step.session == at.session for step, _ in at.me.sharing.trail())


def _read_remarks(at: Place) -> bool:
    if at.is_own:
        return isinstance(at.me.sharing.remarks(at.session), tuple)
    return isinstance(at.me.reviewing.remarks(_opened(at)), tuple)


def _write_remark(at: Place) -> bool:
    if at.is_own:
        opened = at.other.reviewing.open(at.session, at.owner.id)
        at.me.sharing.answer_remark(at.other.reviewing.write(opened, "", "What did you hope for?"), "That he stays.")
        return [each.text for each in at.me.sharing.remarks(at.session)][-1] == "That he stays."
    at.me.reviewing.write(_opened(at), "", "Well heard.")
    return [each.text for each in at.owner.sharing.remarks(at.session)][-1] == "Well heard."


def _remove_remark_of_another(at: Place) -> bool:
    share(at, at.everybody["third"])
    third = at.everybody["third"].reviewing
    written = third.write(third.open(at.session, at.owner.id), "", "Mine.")
    at.me.reviewing.take_back(written.id)
    return not any(each.id == written.id for each in at.owner.sharing.remarks(at.session))


def _first_choice(opened: Reviewed) -> int:
    return opened.session.look_back(opened.seat).choices[0].position


def _read_ratings_of_another(at: Place) -> bool:
    if at.is_own:  # of a patient's choices there are none
        return isinstance(at.me.sharing.ratings(at.session), tuple)
    share(at, at.everybody["third"])
    third = at.everybody["third"].reviewing
    opened = third.open(at.session, at.owner.id)
    third.rate(opened, _first_choice(opened), {Practice.LISTENING: 1})
    return bool(at.me.reviewing.ratings(_opened(at)))


def _rate(at: Place) -> bool:
    opened = _opened(at)
    at.me.reviewing.rate(opened, _first_choice(opened), {Practice.LISTENING: 1})
    return bool(at.me.reviewing.ratings(opened))


def _take_out(at: Place) -> bool:
    if at.is_own:
        return any(each.session == at.session for each in gather(at.me.store, (), at.me.id).things)
    return bool(at.me.reviewing.take_out(at.session, at.owner.id).session.events)


def _change_account(at: Place) -> bool:
    Managing(at.me.store, at.me.clock).change(at.owner.person, unit="Elsewhere")
    found = at.everybody["admin"].store.base.person(at.owner.id)
    return found is not None and found.unit == "Elsewhere"


def _remove_account(at: Place) -> bool:
    managing = Managing(at.everybody["admin"].store, at.me.clock)
    person, _ = managing.invite(f"Gone {at.session}", Kind.STAFF, frozenset())
    Managing(at.me.store, at.me.clock).erase(person)
    return all(each.id != person.id for each in managing.people())


def _new_passphrase(at: Place) -> bool:
    before = at.everybody["admin"].store.base.sign_in(at.owner.store.identity.called, b"wrong", at.me.clock())
    assert before is None
    if not at.is_own:
        return False  # nobody can even name somebody else's
    change_passphrase(at.me.store, PASSPHRASE, PASSPHRASE, now=at.me.clock())
    return True


def _set_for_all(at: Place) -> bool:
    at.me.store.put_setting("retention-months", at.session)
    return at.everybody["admin"].store.setting("retention-months") == at.session


def _agreement(at: Place) -> str:
    """Let the owner begin an agreement."""
    return begin(at.owner.store, "How we talk", at.owner.clock).id


ATTEMPTS: Final[dict[tuple[Thing, Verb], Callable[[Place], bool]]] = {
    (Thing.PLAY, Verb.LIST): _list_play,
    (Thing.PLAY, Verb.READ): _read_play,
    (Thing.PLAY, Verb.WRITE): _write_play,
    (Thing.PLAY, Verb.REMOVE): _remove_play,
    (Thing.SCORES, Verb.READ): _read_scores,
    (Thing.WORDS, Verb.READ): _read_words,
    (Thing.WORDS, Verb.WRITE): _write_words,
    (Thing.NOTE, Verb.LIST): _read_notes,
    (Thing.NOTE, Verb.READ): _read_notes,
    (Thing.NOTE, Verb.WRITE): _write_note,
    (Thing.NOTE, Verb.REMOVE): _remove_note,
    (Thing.ENCLOSED, Verb.READ): _read_enclosed,
    (Thing.SHARE, Verb.LIST): _list_shares,
    (Thing.SHARE, Verb.WRITE): _write_share,
    (Thing.SHARE, Verb.REMOVE): _remove_share,
    (Thing.ASK, Verb.LIST): lambda at: any(each.session == at.session for each in at.me.sharing.asks()),
    (Thing.ASK, Verb.WRITE): _answer,
    (Thing.TRAIL, Verb.READ): _read_trail,
    (Thing.REMARK, Verb.READ): _read_remarks,
    (Thing.REMARK, Verb.WRITE): _write_remark,
    (Thing.REMARK, Verb.REMOVE): _remove_remark_of_another,
    (Thing.RATING, Verb.READ): _read_ratings_of_another,
    (Thing.RATING, Verb.WRITE): _rate,
    (Thing.COHORT, Verb.READ): lambda at: at.me.reviewing.cohort() is not None,
    (Thing.SHOWING, Verb.READ): lambda at: bool(at.me.reviewing.begin_to_show(at.session, at.codes).session.events),
    (Thing.SHOWING, Verb.WRITE): lambda at: bool(at.me.sharing.leave_to_show(at.session)) and at.is_own,
    (Thing.EXPORT, Verb.WRITE): _take_out,
    (Thing.AGREEMENT, Verb.LIST): lambda at: _agreement(at) in at.me.store.papers(),
    (Thing.AGREEMENT, Verb.READ): lambda at: bool(at.me.store.paper(_agreement(at))),
    (Thing.AGREEMENT, Verb.WRITE): lambda at: bool(code_for_agreement(at.me.store, _agreement(at), at.me.clock)),
    (Thing.ACCOUNT, Verb.LIST): lambda at: bool(Managing(at.me.store).people()),
    (Thing.ACCOUNT, Verb.WRITE): _change_account,
    (Thing.ACCOUNT, Verb.REMOVE): _remove_account,
    (Thing.CODE, Verb.WRITE): lambda at: bool(Managing(at.me.store).code(at.owner.person)),
    (Thing.PASSPHRASE, Verb.WRITE): _new_passphrase,
    (Thing.SETTING, Verb.READ): lambda at: at.me.store.setting("of-all") == "set",
    (Thing.SETTING, Verb.WRITE): _set_for_all,
}
"""How each is tried; a thing and a verb that stand in the table and not here fail a test."""
SPECIAL: Final = {
    (Thing.ACCOUNT, Verb.READ): "an account is read with the list, and one's own is the one signed in",
}
BUT: Final = {
    ("the owner", Thing.ACCOUNT, Verb.REMOVE): False,  # the account that is tried here is somebody else's
}


@pytest.fixture
def people(world: World) -> People:
    """Let a store have people."""
    admin = world.begin()
    admin.store.put_setting("of-all", "set")
    return {
        "admin": admin,
        "staff": world.add("Kari", by=admin),
        "patient": world.add("Jonas", Kind.PATIENT, by=admin),
        "learner": world.add("Per", by=admin),
        "reader": world.add("Berit", Kind.LEADER, Role.SUPERVISOR, by=admin),
        "other": world.add("Mona", Kind.STAFF, Role.SUPERVISOR, by=admin),
        "third": world.add("Tor", Kind.EDUCATOR, Role.SUPERVISOR, by=admin),
    }


def placed(people: People, actor: str, case: str) -> Place:
    """Return a session that was just played, with what happened before somebody tries."""
    owner, make = CASES[case]
    who, prepare, _ = ACTORS[actor]
    reader = people["reader"]
    Managing(people["admin"].store).change(reader.person, roles=frozenset({Role.SUPERVISOR}), standing=Standing.ACTIVE)
    reader.sign_in_again()
    place = Place(
        me=people[owner if who == "owner" else who],
        owner=people[owner],
        other=people["other"],
        everybody=people,
        session=make(people),
    )
    prepare(place)
    return place


@pytest.mark.parametrize(
    ("actor", "case"),
    [(actor, case) for actor in ACTORS for number, case in enumerate(CASES) if ACTORS[actor][2][number] is not None],
)
def test_only_what_the_table_allows(people: People, actor: str, case: str) -> None:
    ties = ties_of(actor, case)
    wrong = []
    looked_at = placed(people, actor, case)
    for (thing, verb), attempt in ATTEMPTS.items():
        # Who looks changes nothing that another look goes by, so that one session does for all looks.
        at = looked_at if verb in {Verb.LIST, Verb.READ} else placed(people, actor, case)
        try:
            has_succeeded = attempt(at)
        except TrainerError:
            has_succeeded = False
        expected = BUT.get((actor, thing, verb), may(ties, thing, verb))
        if has_succeeded is not expected:
            wrong.append(f"{verb} {thing}: {has_succeeded}, the table says {expected}")
    assert wrong == []


def test_on_a_server_rules_hold_for_everybody_who_tries(server: Server, database: str) -> None:
    """Nobody is connected by a name that owns a table, or that may pass over the rules."""
    world = world_on_server(server, database)
    world.add("Kari", by=world.begin())

    def connected() -> list[tuple[object, ...]]:
        return server.execute(
            "SELECT usename::text, rolsuper OR rolbypassrls, (SELECT count(*) FROM pg_tables "
            "WHERE schemaname = current_schema AND pg_has_role(usesysid, tableowner, 'MEMBER')) "
            "FROM pg_stat_activity JOIN pg_roles ON rolname = usename "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
            database=database,
        )

    # Who keeps the tables has closed the store by now; the server may take a moment to end that connection.
    wait_until(lambda: connected() == [(world.app_role, False, 0)] * 2, "nobody but persons' programs")
    world.close()


def test_everything_in_the_table_is_tried() -> None:
    assert set(MAY) == set(ATTEMPTS) | set(SPECIAL)


def test_administrators_stand_in_no_row_with_content() -> None:
    managed = {thing for (thing, _), ties in MAY.items() if Tie.ADMINISTRATOR in ties}
    assert managed == {Thing.ACCOUNT, Thing.CODE, Thing.SETTING}


def test_what_is_in_no_row_is_allowed_to_nobody() -> None:
    everything = frozenset(Tie)
    unnamed = [(thing, verb) for thing in Thing for verb in Verb if (thing, verb) not in MAY]
    assert unnamed
    assert not any(may(everything, thing, verb) for thing, verb in unnamed)
