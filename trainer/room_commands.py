"""The commands `host` and `join`: a room for several people, line by line or in the full screen."""

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trainer.calling import need_terminal, program
from trainer.entering import entrance_to, open_here
from trainer.opening import Opening, Together
from trainer.people.agreement.events import Side

if TYPE_CHECKING:
    import ssl

    from trainer.plain.in_a_room import Lines
    from trainer.room.address import Address
    from trainer.room.messages import Side as RoomSide
    from trainer.store.base import Store

_SIDES: Final = tuple(side.value for side in Side)
_STORE = click.option("--store", metavar="FILE", help="Where sessions are kept.")
_NAME = click.option("--name", default="", metavar="NAME", help="What the others call you.")
_SIDE = click.option("--side", type=click.Choice(_SIDES), help="As whom you come.")
_PLAIN = click.option("--plain", is_flag=True, help="Line by line, for screen readers and pipes.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
_FILE: Final = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("scenario", required=False)
@_NAME
@_SIDE
@click.option("--at", "where", default="", metavar="HOST:PORT", help="Where to listen; this machine unless you say.")
@click.option("--cert", type=_FILE, help="A certificate for beyond this machine; one is made otherwise.")
@click.option("--key", type=_FILE, help="The key of the certificate.")
@click.option("--agreement", default="", metavar="ID", help="The agreement under which the room is opened.")
@_PLAIN
@_JSON
@_STORE
@click.pass_context
def host(
    context: click.Context,
    scenario: str | None,
    name: str,
    side: "RoomSide | None",
    where: str,
    cert: Path | None,
    key: Path | None,
    agreement: str,
    plain: bool,
    as_json: bool,
    store: str | None,
) -> None:
    """Open a room for SCENARIO, and give a code that others join with.

    Without SCENARIO, hold the rooms of the store that wait. It listens on this machine alone unless --at names another
    address; beyond this machine all goes over TLS.
    """
    from trainer.errors import UsageError
    from trainer.library import find, load
    from trainer.plain.in_a_room import Hosting, host_plainly, run
    from trainer.room.address import HERE, address_of

    store = store or context.obj
    if (cert is None) is not (key is None):
        raise UsageError("A certificate goes with its key: give both --cert and --key.")
    address = address_of(where or HERE)
    if not (plain or as_json):
        _only_plain(("--cert", cert), ("--key", key))
        _full_screen(
            store,
            scenario,
            Together(
                at=str(address) if where else "",
                name=name,
                side=side or "",
                agreement=_agreement(lambda: open_here(store), agreement),
            ),
        )
        return
    if scenario and not name:
        raise UsageError("Say what the others call you: trainer host SCENARIO --name NAME --plain")
    entrance = entrance_to(store)
    served, fingerprint = _served(store, address, cert, key)
    hosting = Hosting(
        store=store,
        open=entrance.open,
        scenario=load(find(scenario)) if scenario else None,
        name=name,
        side=side or "other",
        address=address,
        context=served,
        fingerprint=fingerprint,
        agreement=_agreement(entrance.open, agreement),
    )
    run(host_plainly(hosting, _lines(as_json=as_json)))


@click.command()
@click.argument("code", required=False)
@click.option(
    "--at",
    "where",
    multiple=True,
    metavar="HOST:PORT",
    help="Where the host is; this machine unless you say. Give it more than once where several hosts share a store.",
)
@_NAME
@_SIDE
@click.option("--fingerprint", default="", metavar="XXXX-…", help="What the host told you, for beyond this machine.")
@click.option("--ca", default="", metavar="FILE", help="Certificates of those who vouch for the host.")
@_PLAIN
@_JSON
@_STORE
@click.pass_context
def join(
    context: click.Context,
    code: str | None,
    where: tuple[str, ...],
    name: str,
    side: "RoomSide | None",
    fingerprint: str,
    ca: str,
    plain: bool,
    as_json: bool,
    store: str | None,
) -> None:
    """Join a room with CODE; without CODE, go back to the room that you were in last."""
    from trainer.errors import UsageError
    from trainer.plain.in_a_room import join_plainly, newcomer, returning, run
    from trainer.room.address import HERE, address_of
    from trainer.room.codes import CODE_LENGTH, as_typed
    from trainer.room.kept import RoomKept
    from trainer.room.messages import LONGEST_NAME

    store = store or context.obj
    for each in where:
        address_of(each)
    if code is not None and len(as_typed(code)) != CODE_LENGTH:
        raise UsageError(f"A code has {CODE_LENGTH} letters and digits.")
    if not (plain or as_json):
        _only_plain(("--ca", ca), ("more than one --at", where[1:]))
        known = Together(at="".join(where), code=code or "", name=name, side=side or "", fingerprint=fingerprint)
        _full_screen(store, None, known)
        return
    if code is None:
        guest = returning(store, name, where)
    elif not name:
        raise UsageError("Say what the others call you: trainer join CODE --name NAME --plain")
    else:
        if len(name) > LONGEST_NAME:
            raise UsageError(f"A name has {LONGEST_NAME} characters at most. Come in under a shorter one.")
        kept = RoomKept(at=where or (HERE,), name=name, side=side or "other", fingerprint=fingerprint, ca=ca)
        guest = newcomer(store, kept, as_typed(code))
    run(join_plainly(guest, _lines(as_json=as_json)))
    if guest.is_refused and not guest.kept.is_over:
        sys.exit(2)


def _served(
    store: str | None, address: "Address", cert: Path | None, key: Path | None
) -> "tuple[ssl.SSLContext | None, str]":
    """Return what is listened with at `address`, and the fingerprint that guests are told."""
    if cert is None and key is None and address.is_here:
        return None, ""
    from trainer.room.certificate import OWN_CERTIFICATE, given_context, own_context
    from trainer.room.kept import rooms_folder

    if cert and key:
        return given_context(cert, key), ""
    return own_context(address.host, rooms_folder(store) / OWN_CERTIFICATE)


def _agreement(open_store: "Callable[[], Store]", agreement: str) -> str:
    """Return the whole id of an agreement.

    Raises:
        StoreError: when there is none.
    """
    if not agreement:
        return ""
    from trainer.agreements import read

    with closing(open_store()) as store:
        return read(store, agreement).id


def _lines(*, as_json: bool) -> "Lines":
    from trainer.plain.in_a_room import Lines

    return Lines(sys.stdin, sys.stdout, sys.stderr, program=program(), as_json=as_json)


def _only_plain(*given: tuple[str, object]) -> None:
    """Refuse what the full screen has no room for, so that nothing is let go by without a word.

    Raises:
        UsageError: when any of it was given.
    """
    from trainer.errors import UsageError

    for name, value in given:
        if value:
            raise UsageError(f"{name} goes with --plain or --json.")


def _full_screen(store: str | None, scenario: str | None, together: Together) -> None:
    from trainer.tui.app import run

    need_terminal("the same, with --plain")
    sys.exit(run(store, Opening(scenario=scenario, together=together)))
