"""What one is asked about plays with others: each alone, and nobody is told what one answers."""

from textual.app import App

from trainer.errors import TrainerError
from trainer.people.shares import how_far
from trainer.store.signed import SignedStore
from trainer.supervision.sharing import Sharing
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.sharing.sharing_out import is_sure
from trainer.tui.screens.sharing.wording import ASKED, asked_sees


async def ask_all(app: "App[int]", store: SignedStore) -> None:
    """Ask one thing after the other; what is left open is asked again another time."""
    sharing = Sharing(store)
    try:
        for asked in sharing.asks():
            name = sharing.name_of(asked.reader)
            scopes = sharing.answer_scopes(asked.session)
            said = (ASKED.format(title=asked.title, reader=name), asked_sees(sharing.me, name, scopes))
            ways = ("No", *(f"Yes, {how_far(sharing.me, scope)}" for scope in scopes))
            answer = await app.push_screen_wait(AskWay("You are asked", *said, ways=ways))
            if answer is None:
                return
            agreed = scopes[answer - 1] if answer and await is_sure(app, sharing.asking_reader(asked)) else None
            sharing.answer(asked, agreed)
    except TrainerError as error:
        await app.push_screen_wait(Notice("That did not work", str(error)))
