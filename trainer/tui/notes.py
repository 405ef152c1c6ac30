"""Writing a note: what stands there now, what is typed, and what another window wrote meanwhile are never lost."""

from collections.abc import Callable
from contextlib import suppress

from textual.app import App

from trainer.errors import TrainerError
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.words import AskNote
from trainer.wording import CHANGED_MEANWHILE


async def write_note(
    app: App[int], read: Callable[[], str], write: Callable[[str], object], title: str, *sentences: str
) -> None:
    """Ask for a note and keep it; emptied, it is deleted.

    What is typed is kept whenever the typing pauses, and what was there is put back where the note is left.

    Raises:
        TrainerError: when the note that is there cannot be read.
    """
    before = read()
    drafts = {before}

    def keep_draft(text: str) -> None:
        with suppress(TrainerError):  # it is told of when the note itself is kept
            if read() in drafts:
                write(text)
                drafts.add(text)

    shown, told = before, sentences
    while (answer := await app.push_screen_wait(AskNote(title, *told, typed=shown, keep_draft=keep_draft))) is not None:
        try:
            there = read()
            if there in drafts:
                write(str(answer))
                return
        except TrainerError as error:
            shown = str(answer)
            await app.push_screen_wait(Notice("This was not kept", str(error)))
        else:
            before = there
            drafts.add(there)
            shown, told = f"{there}\n\n{answer}".strip(), (CHANGED_MEANWHILE, *sentences)
    if read() in drafts - {before}:
        write(before)
