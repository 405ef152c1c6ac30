"""What one is asked about plays with others: each alone, and nobody is told what one answers."""

from textual.app import App

from trainer.errors import TrainerError
from trainer.people.shares import Scope
from trainer.store.signed import SignedStore
from trainer.supervision.sharing import Reader, Sharing
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.sharing.sharing_out import is_sure
from trainer.tui.screens.sharing.wording import ASKED, ASKED_SEES

_WAYS = ("No", "Yes, what was said")


async def ask_all(app: "App[int]", store: SignedStore) -> None:
    """Ask one thing after the other; what is left open is asked again another time."""
    sharing = Sharing(store)
    try:
        for asked in sharing.asks():
            person = store.base.person(asked.reader)
            name = sharing.name_of(asked.reader)
            said = (ASKED.format(title=asked.title, reader=name), ASKED_SEES.format(reader=name))
            answer = await app.push_screen_wait(AskWay("You are asked", *said, ways=_WAYS))
            if answer is None:
                return
            agrees = answer == 1 and person is not None
            if agrees and person is not None and not await is_sure(app, Reader(person, person.leads(sharing.me))):
                agrees = False
            sharing.answer(asked, Scope.TRANSCRIPT if agrees else None)
    except TrainerError as error:
        await app.push_screen_wait(Notice("That did not work", str(error)))
