"""Codes that one gives out or takes up: to show a play in a group, and to have a part that one played as one's own."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from trainer.store.base import Summary
    from trainer.store.signed import SignedStore
    from trainer.supervision.sharing import Sharing


def show_now(sharing: "Sharing", session: str) -> None:
    """Print the code with which a reader walks through `session` in a group."""
    click.echo(sharing.leave_to_show(session))
    click.echo("It works once, within ten minutes. Stay while it is shown; anybody may stop it.", err=True)


def give_part(store: "SignedStore", sharing: "Sharing", session: str, seat: str) -> None:
    """Print the code with which whoever played `seat` makes it theirs, a patient's account what a patient played."""
    is_patients = _is_patients(store, store.summary(session), seat)
    click.echo(sharing.code_for_part(session, seat, of_patient=is_patients))
    whose = "a patient's account" if is_patients else "an account"
    click.echo(
        f"It works once, within a day, for whoever played that part and has {whose} here: trainer share --take CODE",
        err=True,
    )


def _is_patients(store: "SignedStore", summary: "Summary", seat: str) -> bool:
    """Return whether who played `seat` came as a patient, or may have: where the room is forgotten, by their part."""
    from trainer.room.record import record_of
    from trainer.session import pinned_scenario

    stored = store.room(summary.room) if summary.room else None
    if stored is not None:
        return seat in record_of(stored).patients_seats
    member = pinned_scenario(store, summary.scenario).cast.get(seat)
    return member is not None and member.side == "patients"


def take_part(sharing: "Sharing", code: str) -> None:
    """Make a part one's own, by its code."""
    click.echo(f"{sharing.take_part(code)}\nIt is among your sessions now.")
