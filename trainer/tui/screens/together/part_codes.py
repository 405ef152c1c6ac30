"""Codes that make a part somebody's own, on a store that several share: given at the end, each for one part."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from textual.app import App

from trainer.errors import TrainerError
from trainer.room.kept import RoomKept
from trainer.room.messages import RoomState, SeatNow
from trainer.store.signed import SignedStore
from trainer.supervision.sharing import Sharing
from trainer.tui.dialogs.code import ShowCode
from trainer.tui.dialogs.notice import Notice
from trainer.tui.screens.together.view import Way

_SAID: Final = (
    "Who has an account here types this code under “Your account”, “Take up a part that you played”, within a day.",
    "Then this play is theirs, too: they can look back on it there, and nobody is shown it without their leave.",
)
_FOR_A_PATIENT: Final = "Whoever played it came as a patient, so it is for a patient's account."


def part_ways(
    app: "App[object]", store: SignedStore, kept: RoomKept, state: RoomState, *, is_shared: bool
) -> Iterator[Way]:
    """Yield the ways to codes: at one keyboard for whose curtain is lifted, for a host for each of the others."""
    try:
        taken = set(store.base.parts(kept.session))
    except TrainerError:
        return
    of_patients = state.host.patients_seats if state.host else ()
    for seat in state.seats_of_session:
        if seat.id in taken or seat.is_yours is not is_shared:
            continue
        label = "A code that makes your part yours" if is_shared else f"A code for whoever played {seat.name}"
        is_patients = kept.side == "patients" if is_shared else seat.id in of_patients
        yield Way(label, partial(_show, app, store, kept.session, seat, of_patient=is_patients))


def _show(app: "App[object]", store: SignedStore, session: str, seat: SeatNow, *, of_patient: bool) -> None:
    try:
        code = Sharing(store).code_for_part(session, seat.id, of_patient=of_patient)
    except TrainerError as error:
        app.push_screen(Notice("That did not work", str(error)))
    else:
        said = (*_SAID, _FOR_A_PATIENT) if of_patient else _SAID
        app.push_screen(ShowCode(f"For whoever played {seat.name}", code, *said))
