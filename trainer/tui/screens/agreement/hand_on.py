"""An agreement on a store that several share: handed on with a code, taken up with one."""

from typing import Final

from textual.app import App

from trainer.errors import TrainerError
from trainer.store.signed import SignedStore
from trainer.supervision.handing_on import code_for_agreement, take_agreement
from trainer.tui.dialogs.code import ShowCode
from trainer.tui.dialogs.notice import Notice
from trainer.tui.screens.agreement.asks import AskShared, Question

_LONGEST_CODE: Final = 30
_SAID: Final = (
    "For one person who has an account here: under “Agreements”, t, within a day. It works once.",
    "They read it and write in it then, as you do. It is there for nobody else.",
)


def hand_on(app: "App[int]", store: SignedStore, agreement: str, title: str) -> None:
    """Show a code for the agreement."""
    try:
        code = code_for_agreement(store, agreement)
    except TrainerError as error:
        app.push_screen(Notice("That did not work", str(error)))
    else:
        app.push_screen(ShowCode(f"For “{title}”", code, *_SAID))


async def take_up(app: "App[int]", store: SignedStore) -> str | None:
    """Ask for a code, and return the agreement that it is for; None where it is left."""
    said = ("Type the code that you were given for it.",)
    while True:
        code = await app.push_screen_wait(
            AskShared(Question("Take up an agreement", said, _LONGEST_CODE, is_line=True))
        )
        if code is None:
            return None
        try:
            return take_agreement(store, code)
        except TrainerError as error:
            said = (str(error),)
