"""What is taken out of a store: a person's own plays, under a pseudonym, and all of a person's own data."""

import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from trainer.agreements import every
from trainer.engine.codec import encode
from trainer.errors import StoreError, TrainerError
from trainer.export.exported import Exported
from trainer.export.times import stamp
from trainer.listing import told_note, told_session, when
from trainer.people.agreement.as_json import whole
from trainer.people.agreement.named import Named
from trainer.people.shares import Scope
from trainer.report import Asked, With, attempts_beside, take_away
from trainer.report.markdown import rendered
from trainer.scenario.model import Scenario, Side
from trainer.session import Session, pinned_scenario
from trainer.store.base import Recorded, SessionId, Store, Summary
from trainer.store.signed import SignedStore
from trainer.supervision.own import own_beside
from trainer.supervision.reviewing import Reviewing
from trainer.text import clean, clean_line

ME: Final = "me"
"""Whose plays they are on a store that is one person's own."""
_SECRET: Final = "pseudonym-secret"  # noqa: S105  the name of a setting
_ACCOUNT_LENGTH: Final = 32
_ALL: Final = Asked(figures=True, typed=frozenset(With))
_FORMAT: Final = 1


class Gathered(NamedTuple):
    """What is to be taken out, and what could not be read."""

    things: tuple[Exported, ...]
    unreadable: tuple[str, ...]
    """The ids of sessions that could not be read; they hide nothing else."""


class OwnData(NamedTuple):
    """All that a store has of a person: for programs, and to read."""

    as_json: str
    as_text: str
    unreadable: tuple[str, ...]


def account_of(store: Store, person: str = ME) -> str:
    """Return the pseudonym of `person`: the same as long as the store is kept, and nothing that others could work out.

    Raises:
        StoreError: when the store's secret cannot be kept.
    """
    # On a store of several persons whoever comes first makes it for all, which their own view of it would not let them.
    settings = store.base if isinstance(store, SignedStore) else store
    if not settings.setting(_SECRET):
        settings.put_setting(_SECRET, secrets.token_hex(32))
    # Read again: where two make one at the same time, both use the one that was kept.
    secret = settings.setting(_SECRET)
    return hmac.new(secret.encode(), person.encode(), "sha256").hexdigest()[:_ACCOUNT_LENGTH]


def gather(store: Store, wanted: Iterable[str], person: str = ME, *, is_patient: bool = False) -> Gathered:
    """Return the plays of whose store this is, in the order in which they began: those `wanted`, or all.

    Raises:
        UnknownSession: when there is none that begins so, or more than one.
        Refused: when one of those wanted was played by others.
        StoreError: when the store, or one of those wanted, cannot be read.
    """
    named = tuple(dict.fromkeys(store.summary(start).session for start in wanted))
    listed = tuple(map(store.summary, named)) if named else store.sessions()
    account = account_of(store, person)
    texts: dict[str, Scenario] = {}
    things, unreadable = [], []
    for summary in sorted(listed, key=lambda each: each.when_begun):
        if not (named or summary.own_seat):
            continue
        try:
            things.append(_exported(store, summary, account, texts, is_patient=is_patient))
        except TrainerError:
            if named:
                raise
            unreadable.append(summary.session)
    return Gathered(tuple(things), tuple(unreadable))


def gather_shared(store: SignedStore) -> Gathered:
    """Return the plays that staff share with who is signed in, with what was said; each owner sees that it was taken.

    Raises:
        StoreError: when the store cannot be read.
    """
    reviewing = Reviewing(store)
    things, unreadable = [], []
    for item in reviewing.every_item():
        if item.person.is_patient or not item.listed.share.scope.holds(Scope.TRANSCRIPT):
            continue
        try:
            reviewed = reviewing.take_out(item.session, item.person.id)
        except TrainerError:
            unreadable.append(item.session)
            continue
        scenario = reviewed.session.scenario
        things.append(
            Exported(
                session=item.session,
                account=account_of(store, item.person.id),
                seat=reviewed.seat,
                scenario=scenario,
                log=store.base.events(SessionId(item.session))[: reviewed.session.version],
                is_patients=scenario.cast[reviewed.seat].side is Side.PATIENTS,
            )
        )
    return Gathered(tuple(things), tuple(unreadable))


def _exported(
    store: Store, summary: Summary, account: str, texts: dict[str, Scenario], *, is_patient: bool
) -> Exported:
    if summary.scenario not in texts:
        texts[summary.scenario] = pinned_scenario(store, summary.scenario)
    scenario = texts[summary.scenario]
    session = Session.on(store, summary.session, scenario)
    seat = session.look_back().seat
    return Exported(
        session=session.id,
        account=account,
        seat=seat,
        scenario=scenario,
        log=store.events(session.id)[: session.version],
        is_patients=is_patient or scenario.cast[seat].side is Side.PATIENTS,
    )


def own_data(store: Store, at: int, person: str = ME) -> OwnData:
    """Return all that `store` has of whose it is, with all that they typed, as it is at `at`.

    Raises:
        StoreError: when the store cannot be read at all.
    """
    texts: dict[str, str] = {}
    plays: list[dict[str, Any]] = []
    told: list[str] = []
    unreadable: list[str] = []
    summaries = sorted(store.sessions(), key=lambda each: each.when_begun)
    for summary in summaries:
        try:
            play, text = _own_play(store, summary)
            texts[summary.scenario] = store.scenario_text(summary.scenario)
        except TrainerError as error:
            unreadable.append(summary.session)
            told.append(f"# {clean_line(summary.title)}\n\nThis session could not be read: {error}\n")
        else:
            plays.append(play)
            told.append(text)
    beside = own_beside(store) if isinstance(store, SignedStore) else None
    agreements, lost = every(store)
    # Who else takes part in an agreement is not one's own: their names stay.
    papers = [whole(Named.of(each.id, each.agreement, {})) for each in agreements]
    not_read = (*unreadable, *lost, *(beside.unreadable if beside is not None else ()))
    titles = {summary.session: summary.title for summary in summaries}
    notes = store.notes()
    data = {
        "format": _FORMAT,
        "made": stamp(at),
        "account": account_of(store, person),
        **(beside.to_json(stamp) if beside is not None else {}),
        "sessions": plays,
        "notes": [
            {"session": note.session, "about": note.about, "text": note.text, "at": stamp(note.at)} for note in notes
        ],
        "agreements": papers,
        "scenarios": texts,
        "unreadable": not_read,
    }
    journal = [f"{told_note(note, titles.get(note.session, ''))}\n\n{note.text}\n" for note in notes]
    counts = f"{_counted(len(plays), 'play')}, {_counted(len(notes), 'note')}"
    head = f"# All that is kept of you here\n\nAs it was on {when(at)}. {counts}.\n"
    journal_told = ["# Your notes, the last one first\n", *journal] if journal else []
    agreed = [f"# Agreement: {each.agreement.title}\n\n{_clauses(each)}" for each in agreements]
    others = tuple(beside.sections()) if beside is not None else ()
    text = "\n\n".join((head, *others, *journal_told, *told, *agreed))
    return OwnData(json.dumps(data, ensure_ascii=False, indent=2) + "\n", clean(text), not_read)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _own_play(store: Store, summary: Summary) -> tuple[dict[str, Any], str]:
    session = Session.on(store, summary.session, pinned_scenario(store, summary.scenario))
    log = store.events(session.id)
    looked_back: object = None
    try:
        looked_back = session.look_back().to_json()
        back = take_away(session, asked=_ALL, attempts=attempts_beside(store, session))
        text = rendered(back)
    except StoreError:
        raise
    except TrainerError as error:
        text = f"# {session.scenario.title}\n\n{told_session(summary)}.\n\n{error}\n"
    play = {
        "session": session.id,
        "scenario": session.scenario.id,
        "title": session.scenario.title,
        "text": session.scenario.digest,
        "seat": summary.own_seat,
        "seats": list(session.seats),
        "together": bool(summary.room),
        "origin": session.origin,
        "phase": str(summary.phase),
        "began": stamp(summary.began),
        "touched": stamp(summary.touched),
        "events": [_event(number, recorded) for number, recorded in enumerate(log, start=1)],
        "typed": _typed(session.words()),
        "told_afterwards": _typed(session.told_afterwards()),
        "notes": session.notes(),
        "intention": session.intention,
        "looking_back": looked_back,
    }
    return play, f"Session {session.id}. {told_session(summary)}.\n\n{text}"


def _event(number: int, recorded: Recorded) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(encode(recorded.event))
    return {"number": number, "at": stamp(recorded.at), **event}


def _typed(texts: Mapping[int, str]) -> list[dict[str, object]]:
    return [{"number": position + 1, "text": text} for position, text in texts.items()]


def _clauses(named: Named) -> str:
    text = named.agreement.text
    return "\n\n".join(
        f"{clause.clause}{'' if clause.is_agreed else ' (open)'}: {clause.text}" for clause in text.clauses
    )
