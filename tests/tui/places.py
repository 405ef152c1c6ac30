"""Every place of the full screen, opened without the walk to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from joint_places import JOINT
from review_places import REVIEW
from seeing import settle, shown, wait_for
from several_places import SEVERAL, several_app
from textual.pilot import Pilot
from textual.widgets import Input
from walking import wait_for_options, wait_for_question, wait_for_screen

from trainer.agreements import begin, carry_out, join, sign
from trainer.engine.events import ReplyMade
from trainer.library import load
from trainer.opening import Opening
from trainer.people.agreement.commands import Accept, Propose, Refuse, Sign
from trainer.people.agreement.events import Side
from trainer.people.agreement.text import digest_of
from trainer.session import Session
from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.words import Strength

WINDOW: Final = Path(__file__).with_name("window.yaml")
_REPLIES: Final = {"stage": 0, "notice": 0, "checkin": 1, "scale": 1, "words": 2, "reading": 0}


def session_at(store: SqliteStore, replies: int, file: Path = WINDOW, seed: int = 7) -> Session:
    """Return a session of the window story after some replies of Ingrid's."""
    session = Session.begin(store, load(file), "staff", seed=seed)
    session.start()
    for option in ("ask", "sit", "with-him")[:replies]:
        session.reply(option)
    return session


def play_four_times(store: SqliteStore) -> None:
    """Play the window story to its end, once again from a choice, the same way as before, and the other way."""
    tried_again(store)
    session_at(store, 3)
    other = Session.begin(store, load(WINDOW), "staff", seed=7)
    other.start()
    for option in ("rule", "tomorrow", "for-him"):
        other.reply(option)


def tried_again(store: SqliteStore) -> Session:
    """Play the window story to its end, and once again from Ingrid's second reply."""
    first = session_at(store, 3)
    own = [place for place, event in enumerate(first.events) if isinstance(event, ReplyMade) and not event.scripted]
    again = first.fork(own[1])
    for option in ("tomorrow", "for-him"):
        again.reply(option)
    return again


def agreed(store: SqliteStore) -> str:
    """Begin an agreement of three persons with an agreed clause and an open one, which the first has signed.

    Return its id.
    """

    def at() -> int:
        return 1_900_000_000_000

    paper = begin(store, "How we talk in the day room", at).id
    for name, side in (("Anna", Side.PATIENTS), ("Bo", Side.STAFF), ("Carla", Side.LEADERS)):
        join(store, paper, name, side, at)
    carry_out(store, paper, Propose(clause="power", by="p1", text="We say aloud who can lose what."), at)
    for party in ("p2", "p3"):
        carry_out(store, paper, Accept(clause="power", by=party, wording=1), at)
    carry_out(store, paper, Propose(clause="inclusion", by="p2", text="Nobody is talked about behind a door."), at)
    refusal = Refuse(clause="inclusion", by="p1", wording=1, dissent="It happens every day.")
    named = carry_out(store, paper, refusal, at)
    sign(store, paper, Sign(by="p1", digest=digest_of(named.agreement.text)), "AB", at)
    return paper


@asynccontextmanager
async def opened(
    store: SqliteStore, place: str, size: tuple[int, int] = (80, 24), theme: str = ""
) -> AsyncIterator[tuple[TrainerApp, Pilot[int]]]:
    """Open the app at `place`."""
    opening = Opening(seed=7)
    if place in AGREEMENT_PLACES and not store.papers():
        agreed(store)
    if place == "briefing":
        opening = Opening(scenario=str(WINDOW), seed=7)
    elif place in ("back", "talk", "along", "moment", "again", "note"):
        opening = Opening(resume=session_at(store, 3).id)
    elif place == "attempts":
        opening = Opening(resume=tried_again(store).id)
    elif place == "journal":
        session_at(store, 3).write_note("how-it-was", "Calmer than I had thought.")
    elif place == "long":
        session = session_at(store, 2)
        session.give_words("I stay.")
        opening = Opening(resume=session.id)
    elif place in ("progress", "plotted"):
        if not store.sessions():
            play_four_times(store)
    elif place not in ("home", "library", "search", "sessions", "palette", "journal", *ELSEWHERE):
        size = (60, 16) if place == "reading" else size
        opening = Opening(resume=session_at(store, _REPLIES.get(place, 0)).id)
    if place == "sessions" and not store.sessions():
        session_at(store, 1)
    app = several_app(store.path, place) if place in SEVERAL else TrainerApp(store, opening)
    if theme:
        app.theme = theme
    async with app.run_test(size=size, notifications=True) as pilot:
        await _arrive(pilot, store, place)
        yield app, pilot


async def _arrive(pilot: Pilot[int], store: SqliteStore, place: str) -> None:
    app = pilot.app
    if place in SEVERAL:
        await SEVERAL[place].walk(pilot)
    elif place in (walks := JOINT | REVIEW):
        await walks[place](pilot, store)
    else:
        await _STEPS[place](pilot)
    if app.screen.query("Footer"):
        await wait_for(pilot, lambda: bool(shown(app, "Footer")), "the footer")
    await settle(pilot)


async def _home(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Home")
    await wait_for(
        pilot, lambda: bool(pilot.app.screen.query("Footer")) and bool(shown(pilot.app, "Footer")), "the footer"
    )


async def _library(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Home")
    await pilot.press("l")
    await wait_for_screen(pilot, "Library")
    await wait_for(pilot, lambda: "rule about windows" in shown(pilot.app), "what is known")


async def _search(pilot: Pilot[int]) -> None:
    await _library(pilot)
    await pilot.press("slash")
    await wait_for(pilot, lambda: isinstance(pilot.app.focused, Input), "the search")


async def _sessions(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Home")
    await pilot.press("s")
    await wait_for_screen(pilot, "Sessions")


async def _progress(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Home")
    await pilot.press("r")
    await wait_for_screen(pilot, "Progress")
    await wait_for(pilot, lambda: "This rests on 4 plays" in shown(pilot.app), "what the plays show")


async def _plotted(pilot: Pilot[int]) -> None:
    await _progress(pilot)
    await pilot.press("right", "f")
    await wait_for(pilot, lambda: "100┤" in shown(pilot.app), "the plot")


async def _palette(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Home")
    await pilot.press("ctrl+p")
    await wait_for(pilot, lambda: "What your plays show together" in shown(pilot.app), "the palette")


async def _briefing(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Briefing")


async def _stage(pilot: Pilot[int]) -> None:
    await wait_for_options(pilot)


async def _reading(pilot: Pilot[int]) -> None:
    await wait_for(pilot, lambda: pilot.app.screen.has_class("-reading"), "something to read first")


async def _notice(pilot: Pilot[int]) -> None:
    await wait_for_options(pilot)
    await pilot.press("b")
    await wait_for_screen(pilot, "Notice")


async def _pause(pilot: Pilot[int]) -> None:
    await wait_for_options(pilot)
    await pilot.press("p")
    await wait_for_screen(pilot, "PauseMenu")


async def _checkin(pilot: Pilot[int]) -> None:
    await wait_for_question(pilot, "AskFeeling")


async def _scale(pilot: Pilot[int]) -> None:
    await _checkin(pilot)
    await pilot.press("tab")
    await wait_for(pilot, lambda: isinstance(pilot.app.focused, Strength), "the scale")


async def _words(pilot: Pilot[int]) -> None:
    await wait_for_question(pilot, "OwnWords")


async def _back(pilot: Pilot[int]) -> None:
    await wait_for(pilot, lambda: "How was it?" in shown(pilot.app), "the looking back")
    await wait_for(pilot, lambda: pilot.app.screen._points is not None, "what could have come of it")


async def _talk(pilot: Pilot[int]) -> None:
    await _back(pilot)
    await pilot.press("2")
    await wait_for(pilot, lambda: "Who has most room now" in shown(pilot.app), "the talk")
    await pilot.press("down")
    await wait_for(pilot, lambda: "▸ You" in shown(pilot.app), "the line that is marked")


async def _along(pilot: Pilot[int]) -> None:
    await _back(pilot)
    await pilot.press("3")
    await wait_for(pilot, lambda: "What your words did" in shown(pilot.app), "the third step")


async def _moment(pilot: Pilot[int]) -> None:
    await _along(pilot)
    await pilot.press("right")
    await wait_for(pilot, lambda: "A choice that weighed" in shown(pilot.app), "a choice")


async def _again(pilot: Pilot[int]) -> None:
    await _moment(pilot)
    await pilot.press("g")
    await wait_for_screen(pilot, "TryAgain")


async def _note(pilot: Pilot[int]) -> None:
    await _moment(pilot)
    await pilot.press("w")
    await wait_for_screen(pilot, "AskNote")


async def _attempts(pilot: Pilot[int]) -> None:
    await _back(pilot)
    await pilot.press("a")
    await wait_for_screen(pilot, "Attempts")
    await wait_for(pilot, lambda: "We can take it up tomorrow." in shown(pilot.app), "both attempts")


async def _journal(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Home")
    await pilot.press("n")
    await wait_for_screen(pilot, "Journal")
    await wait_for(pilot, lambda: "Calmer than I had thought." in shown(pilot.app), "the note")


async def _agreements(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "Home")
    pilot.app.action_agreement()
    await wait_for_screen(pilot, "Agreements")
    await wait_for(pilot, lambda: "1 agreed, 11 open" in shown(pilot.app), "the agreement")


async def _agreement(pilot: Pilot[int]) -> None:
    await _agreements(pilot)
    await pilot.press("1")
    await wait_for_screen(pilot, "AgreementScreen")
    await pilot.press("down")
    await wait_for(pilot, lambda: "Exclusion and inclusion" in shown(pilot.app, "#told"), "the second clause")


async def _who(pilot: Pilot[int]) -> None:
    await _agreement(pilot)
    await pilot.press("w")
    await wait_for_screen(pilot, "Choose")


async def _proposal(pilot: Pilot[int]) -> None:
    await _who(pilot)
    await pilot.press("2")
    await wait_for_screen(pilot, "AgreementScreen")
    await pilot.press("p")
    await wait_for_screen(pilot, "AskShared")


ELSEWHERE: Final = ("agreements", "agreement", "who", "proposal", *JOINT, *SEVERAL, *REVIEW)
"""Places for which no session has to be there first."""
AGREEMENT_PLACES: Final = ("agreements", "agreement", "who", "proposal")
_STEPS: Final = {
    "home": _home,
    "library": _library,
    "search": _search,
    "sessions": _sessions,
    "progress": _progress,
    "plotted": _plotted,
    "palette": _palette,
    "briefing": _briefing,
    "stage": _stage,
    "long": _stage,
    "reading": _reading,
    "notice": _notice,
    "pause": _pause,
    "checkin": _checkin,
    "scale": _scale,
    "words": _words,
    "back": _back,
    "talk": _talk,
    "along": _along,
    "moment": _moment,
    "again": _again,
    "note": _note,
    "attempts": _attempts,
    "journal": _journal,
    "agreements": _agreements,
    "agreement": _agreement,
    "who": _who,
    "proposal": _proposal,
}
PLACES: Final = (*_STEPS, *JOINT, *SEVERAL, *REVIEW)
