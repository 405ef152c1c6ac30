"""Sharing a play, one question after the other; nothing is shared before the last one."""

from datetime import date, timedelta
from typing import NamedTuple

from textual.app import App

from trainer.clock import wall_clock
from trainer.errors import TrainerError
from trainer.listing import told_about
from trainer.people.shares import NO_END, Scope
from trainer.session import Session
from trainer.store.signed import SignedStore
from trainer.supervision.sharing import Reader, Sharing
from trainer.supervision.times import day_of, end_of_day
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ticks import AskTicks
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.agreement.asks import AskShared, Question
from trainer.tui.screens.sharing.wording import (
    ALL_ASKED,
    NAME_A_DAY,
    NO_DAY,
    NO_READER,
    NOTES_SAID,
    UNTIL_DAYS,
    UNTILS,
    leads,
    offered,
    summary,
    told_reader,
)

_DAY_LENGTH = 20
_FIRST_WORDS = 60


class Far(NamedTuple):
    """How far a share goes."""

    scope: Scope
    notes: tuple[str, ...] = ()


async def share_out(app: "App[int]", store: SignedStore, session: str) -> None:
    """Ask whom, how far, which notes and until when, say what that means, and share it."""
    sharing = Sharing(store)
    try:
        reader = await _ask_whom(app, sharing)
        far = await _ask_how_far(app, sharing, store, session) if reader is not None else None
        until = await _ask_until(app) if far is not None else None
        if reader is None or far is None or until is None:
            return
        said = summary(sharing.me, reader.person, far.scope, len(far.notes), until)
        joint = (ALL_ASKED,) if sharing.is_joint(session) else ()
        ways = (f"Share it with {reader.person.name}", "Not now")
        if await app.push_screen_wait(AskWay("Share it so?", *said, *joint, ways=ways)) == 0:
            sharing.share(session, reader, far.scope, until=until, notes=far.notes)
    except TrainerError as error:
        await app.push_screen_wait(Notice("This was not shared", str(error)))


async def _ask_whom(app: "App[int]", sharing: Sharing) -> Reader | None:
    readers = sharing.readers()
    if not readers:
        await app.push_screen_wait(Notice("Nobody to share with", NO_READER))
        return None
    ways = tuple(told_reader(reader.person) for reader in readers)
    chosen = await app.push_screen_wait(AskWay("Whom would you share it with?", ways=ways))
    if chosen is None:
        return None
    reader = readers[chosen]
    return reader if await is_sure(app, reader) else None


async def is_sure(app: "App[int]", reader: Reader) -> bool:
    """Ask once more where a reader leads one's own unit; return whether it goes on."""
    if not reader.leads_me:
        return True
    ways = ("No, not with them", "Yes, go on")
    return await app.push_screen_wait(AskWay("One question first", leads(reader.person), ways=ways)) == 1


async def _ask_how_far(app: "App[int]", sharing: Sharing, store: SignedStore, session: str) -> Far | None:
    scopes = sharing.scopes(session)
    notes = Session.resume(store, store.summary(session).session).notes()
    if not notes:
        scopes = tuple(scope for scope in scopes if scope is not Scope.NOTES)
    ways = tuple(offered(scope, sharing.me) for scope in scopes)
    chosen = await app.push_screen_wait(AskWay("How far?", ways=ways))
    if chosen is None:
        return None
    if scopes[chosen] is not Scope.NOTES:
        return Far(scopes[chosen])
    things = tuple(f"{told_about(about)}: {_first_words(words)}" for about, words in notes.items())
    ticked = await app.push_screen_wait(AskTicks("Which notes?", *NOTES_SAID, things=things, done="Go on with these"))
    if ticked is None:
        return None
    return Far(Scope.NOTES, tuple(about for at, about in enumerate(notes) if at in ticked))


def _first_words(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _FIRST_WORDS else f"{line[:_FIRST_WORDS]}…"


async def _ask_until(app: "App[int]") -> int | None:
    chosen = await app.push_screen_wait(AskWay("Until when?", ways=UNTILS))
    if chosen is None:
        return None
    today = day_of(wall_clock())
    if chosen < len(UNTIL_DAYS):
        return end_of_day(today + timedelta(days=UNTIL_DAYS[chosen])) if chosen else NO_END
    draft, told = None, NAME_A_DAY
    while True:
        asked = Question("Until which day?", (told,), _DAY_LENGTH, draft=draft, is_line=True)
        written = await app.push_screen_wait(AskShared(asked))
        if written is None:
            return None
        try:
            return end_of_day(date.fromisoformat(written.strip()))
        except (ValueError, OverflowError):
            draft, told = written, NO_DAY
