"""Agreements in the store: read, written by several at once without loss, and listed."""

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from trainer.errors import Conflict, StoreError, UsageError
from trainer.people.agreement.agreement import Agreement
from trainer.people.agreement.codec import decode, encode
from trainer.people.agreement.commands import LONGEST_INITIALS, LONGEST_NAME, Command, Join, Remove, Sign
from trainer.people.agreement.decide import Refusal, begun, decide
from trainer.people.agreement.events import Event, Recorded, Side
from trainer.people.agreement.evolve import evolve, fold
from trainer.people.agreement.named import Named, initials_key, keys_of
from trainer.store.base import Store
from trainer.text import TOLD_APART, clean_line

Clock = Callable[[], int]

_ID_LENGTH: Final = 8
_TRIES: Final = 50
"""More often than anybody else writes while one thing is written."""


def begin(store: Store, title: str, clock: Clock) -> Named:
    """Begin an agreement called `title`.

    Raises:
        UsageError: when it has no title.
        StoreError: when it cannot be kept.
    """
    event = begun(title)
    if isinstance(event, Refusal):
        raise UsageError(event.reason)
    recorded = Recorded(clock(), event)
    for attempt in range(_TRIES):
        name = _id(f"{recorded.at} {len(store.papers())} {attempt} {event.title}")
        try:
            store.write_paper(name, 0, (encode(recorded),))
        except Conflict:
            continue
        return Named.of(name, fold((recorded,)), {})
    raise StoreError("It could not be begun. Try again in a moment.")


def read(store: Store, name: str) -> Named:
    """Return the agreement with this id, or the only one whose id starts so.

    Raises:
        StoreError: when there is no such agreement, or it cannot be read.
    """
    start = clean_line(name)
    found = [paper for paper in store.papers() if start and paper.startswith(start)]
    if len(found) != 1 and start not in found:
        what = "More than one agreement starts" if found else "There is no agreement that starts"
        raise StoreError(f"{what} with “{start}”. `trainer agreement` lists them.")
    paper = start if start in found else found[0]
    return Named.of(paper, _fold(store, paper), store.names(paper))


def log_of(store: Store, paper: str) -> tuple[Recorded, ...]:
    """Return all that happened to an agreement, in order.

    Raises:
        StoreError: when it cannot be read.
    """
    try:
        return tuple(map(decode, store.paper(paper)))
    except ValueError as error:
        raise _unknown(paper) from error


def _fold(store: Store, paper: str) -> Agreement:
    log = log_of(store, paper)
    try:
        return fold(log)
    except (ValueError, LookupError) as error:
        raise _unknown(paper) from error


def _unknown(paper: str) -> StoreError:
    return StoreError(f"The agreement {paper} holds what this version of the program does not know. Update it.")


def every(store: Store) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """Return the agreements, the one last touched first, and the ids of those that cannot be read.

    Raises:
        StoreError: when the store cannot be read at all.
    """
    readable, unreadable = [], []
    for paper in store.papers():
        try:
            readable.append(read(store, paper))
        except StoreError:
            unreadable.append(paper)
    readable.sort(key=lambda named: named.agreement.touched, reverse=True)
    return tuple(readable), tuple(unreadable)


def carry_out(store: Store, paper: str, command: Command, clock: Clock) -> Named:
    """Do what `command` asks for, after whatever others wrote meanwhile, and return how the agreement then stands.

    A command says what its giver had read where that matters, so that it is refused where it no longer fits.

    Raises:
        UsageError: when it is refused; nothing was written.
        StoreError: when it cannot be kept; nothing was written.
    """
    return Named.of(paper, _after(store, paper, command, clock), store.names(paper))


def _after(store: Store, paper: str, command: Command, clock: Clock) -> Agreement:
    """Do what `command` asks for, and return the agreement just after that; tried anew when somebody else was first.

    Raises:
        UsageError: when it is refused; nothing was written.
        StoreError: when it cannot be kept; nothing was written.
    """
    for _ in range(_TRIES):
        agreement = _fold(store, paper)
        events = decide(agreement, command)
        if isinstance(events, Refusal):
            raise UsageError(events.reason)
        try:
            return _written(store, paper, agreement, events, clock())
        except Conflict:
            continue
    raise StoreError("Others are writing on this at the same time. This was not kept; try again in a moment.")


def _written(store: Store, paper: str, agreement: Agreement, events: tuple[Event, ...], at: int) -> Agreement:
    recorded = tuple(Recorded(at, event) for event in events)
    if recorded:
        store.write_paper(paper, agreement.length, tuple(map(encode, recorded)))
    for each in recorded:
        agreement = evolve(agreement, each)
    return agreement


def join(store: Store, paper: str, name: str, side: Side, clock: Clock) -> tuple[Named, str]:
    """Let somebody called `name` take part; return the agreement and which party they are.

    Raises:
        UsageError: when they have no name, or cannot join.
        StoreError: when it cannot be kept.
    """
    called = clean_line(name)[:LONGEST_NAME].rstrip()
    if not called:
        raise UsageError("Say what they are called here. A first name will do, or another one.")
    party = _after(store, paper, Join(side=side), clock).parties[-1].id
    # After the log, since only that tells who this is; cut off in between, somebody has no name yet.
    store.put_name(paper, party, called)
    return _swept(store, paper), party


def sign(store: Store, paper: str, command: Sign, initials: str, clock: Clock) -> Named:
    """Sign with `initials` the text that was read; they are kept beside the log.

    Raises:
        UsageError: when there are no initials, or it is refused; nothing was written.
        StoreError: when it cannot be kept.
    """
    written = clean_line(initials)[:LONGEST_INITIALS].rstrip()
    if not written:
        raise UsageError("Sign with your initials; one letter will do.")
    named = carry_out(store, paper, command, clock)
    version = named.agreement.signable
    if version is None or command.by not in version.signers:
        return named
    store.put_name(paper, initials_key(command.by, version.number), written)
    return _swept(store, paper)


def remove(store: Store, paper: str, party: str, clock: Clock) -> Named:
    """Take `party` out: what they are called and their initials are gone, what they said stays as somebody's.

    Raises:
        UsageError: when there is no such party.
        StoreError: when it cannot be kept.
    """
    carry_out(store, paper, Remove(party=party), clock)
    return _swept(store, paper)


def _swept(store: Store, paper: str) -> Named:
    """Return the agreement, once nothing is kept that tells who a removed party was.

    Whoever joins or signs while they are removed sweeps after themselves, and so does whoever removes them.
    """
    agreement, names = _fold(store, paper), store.names(paper)
    for party in agreement.parties:
        if party.is_removed:
            for key in keys_of(party.id, names):
                store.put_name(paper, key, "")
    return Named.of(paper, agreement, store.names(paper))


def _id(what: str) -> str:
    """Return an id that comes from `what` alone: nothing is left to chance."""
    number = int.from_bytes(sha256(what.encode()).digest())
    letters = []
    for _ in range(_ID_LENGTH):
        number, letter = divmod(number, len(TOLD_APART))
        letters.append(TOLD_APART[letter])
    return "".join(letters)
