"""The places of a store that several share, each opened without the walk to it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, NamedTuple

from joint import play_to_end, table_of, until_shown
from seeing import wait_for
from several import Several
from textual.pilot import Pilot
from walking import wait_for_screen

from trainer.people.shares import Scope
from trainer.supervision.reviewing import Reviewing
from trainer.supervision.sharing import Sharing
from trainer.tui.app import TrainerApp
from trainer.tui.dialogs.code import ShowCode
from trainer.tui.screens.signing_in.recovery import RecoveryCode
from trainer.tui.widgets.choices import Choices

RECOVERY: Final = "abcd-efgh-jkmn-pqrs-tuvw-xyz2-3456"


class Place(NamedTuple):
    """How a place is come to."""

    walk: Callable[[Pilot[int]], Awaitable[None]]
    name: str = "Kari"
    """Who is there."""
    prepare: Callable[[Several], object] = lambda _: None


def several_app(path: Path, place: str) -> TrainerApp:
    """Return the app for `place`, on a new store beside `path`."""
    file = path.with_name("several.db")
    for old in file.parent.glob(f"{file.name}*"):
        old.unlink()
    several = Several(file)
    SEVERAL[place].prepare(several)
    several.close()
    return several.app(SEVERAL[place].name)


def _played(several: Several) -> None:
    several.played("Kari")


def _noted(several: Several) -> None:
    session = several.played("Kari")
    session.write_note("how-it-was", "Calmer than I had thought.")
    session.write_note("session", "Ask once more before I answer.")


def _shared(several: Several) -> None:
    session = several.played("Kari")
    kari = Sharing(several.store("Kari"))
    kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
    tor = Reviewing(several.store("Tor"))
    opened = tor.open(session.id, kari.me.id)
    position = opened.session.look_back().choices[0].position
    tor.write(opened, str(position), "What made you ask?")
    tor.write(opened, "", "Thank you for letting me read this.")


def _asked_of(several: Several) -> None:
    kari = several.store("Kari")
    play_to_end(table_of(kari))
    session = kari.sessions()[0].session
    sharing = Sharing(kari)
    (seat,) = set(kari.summary(session).seats) - set(kari.base.parts(session))
    Sharing(several.store("Jonas")).take_part(sharing.code_for_part(session, seat))
    sharing.share(session, sharing.reader("Tor"), Scope.TRANSCRIPT)


async def choose(pilot: Pilot[int], words: str) -> None:
    """Choose the entry whose text holds `words`."""
    screen = pilot.app.screen
    await wait_for(pilot, lambda: any(words in label for label in screen.query_one(Choices).labels), words)
    choices = screen.query_one(Choices)
    choices.highlighted = next(at for at, label in enumerate(choices.labels) if words in label)
    choices.focus()
    await pilot.press("enter")


async def _door(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "SignIn")


async def _by_code(pilot: Pilot[int]) -> None:
    await _door(pilot)
    await choose(pilot, "I have a code")
    await wait_for_screen(pilot, "ByCode")


async def _forgot(pilot: Pilot[int]) -> None:
    await _door(pilot)
    await choose(pilot, "I forgot")
    await wait_for_screen(pilot, "Forgot")


async def _recovery(pilot: Pilot[int]) -> None:
    await _door(pilot)
    await pilot.app.push_screen(RecoveryCode(RECOVERY, pilot.app.pop_screen))
    await wait_for_screen(pilot, "RecoveryCode")


async def _home(pilot: Pilot[int]) -> None:
    await wait_for_screen(pilot, "SharedHome")
    await until_shown(pilot, "⏎ Choose")


async def _locked(pilot: Pilot[int]) -> None:
    await _home(pilot)
    await pilot.press("ctrl+l")
    await wait_for_screen(pilot, "Lock")


async def _own(pilot: Pilot[int]) -> None:
    await _home(pilot)
    await pilot.press("s")
    await wait_for_screen(pilot, "Sessions")


async def _shares(pilot: Pilot[int]) -> None:
    await _own(pilot)
    await pilot.press("s")
    await wait_for_screen(pilot, "Shares")


async def _how_far(pilot: Pilot[int]) -> None:
    await _shares(pilot)
    await choose(pilot, "Share it with somebody")
    await until_shown(pilot, "Whom would you")
    await choose(pilot, "Tor")
    await until_shown(pilot, "How far?")


async def _ticks(pilot: Pilot[int]) -> None:
    await _how_far(pilot)
    await choose(pilot, "With notes")
    await wait_for_screen(pilot, "AskTicks")
    await choose(pilot, "Calmer")
    await until_shown(pilot, "[x]")


async def _so(pilot: Pilot[int]) -> None:
    await _ticks(pilot)
    await choose(pilot, "Go on with these")
    await until_shown(pilot, "Until when?")
    await pilot.press("enter")
    await until_shown(pilot, "Share it so?")


async def _asked(pilot: Pilot[int]) -> None:
    await _home(pilot)
    await choose(pilot, "You are asked")
    await until_shown(pilot, "Nobody is told what you answer")


async def _account(pilot: Pilot[int]) -> None:
    await _home(pilot)
    await pilot.press("a")
    await wait_for_screen(pilot, "Account")


async def _looked(pilot: Pilot[int]) -> None:
    await _account(pilot)
    await choose(pilot, "Who looked")
    await wait_for_screen(pilot, "WhoLooked")


async def _take_part(pilot: Pilot[int]) -> None:
    await _account(pilot)
    await choose(pilot, "Take up")
    await wait_for_screen(pilot, "TakePart")


async def _new_passphrase(pilot: Pilot[int]) -> None:
    await _account(pilot)
    await choose(pilot, "A new passphrase")
    await wait_for_screen(pilot, "NewPassphrase")


async def _others(pilot: Pilot[int]) -> None:
    await _own(pilot)
    await pilot.press("1")
    await wait_for_screen(pilot, "LookingBack")
    await pilot.press("o")
    await wait_for_screen(pilot, "OthersWrote")
    await until_shown(pilot, "What made you ask?")


async def _people(pilot: Pilot[int]) -> None:
    await _home(pilot)
    await pilot.press("p")
    await wait_for_screen(pilot, "People")


async def _invite(pilot: Pilot[int]) -> None:
    await _people(pilot)
    await pilot.press("i")
    await wait_for_screen(pilot, "Invite")


async def _change(pilot: Pilot[int]) -> None:
    await _people(pilot)
    await pilot.press("1")
    await wait_for_screen(pilot, "Change")


async def _erase(pilot: Pilot[int]) -> None:
    await _people(pilot)
    await pilot.press("e")
    await wait_for_screen(pilot, "AskShared")


async def _code(pilot: Pilot[int]) -> None:
    await _people(pilot)
    await pilot.app.push_screen(
        ShowCode(
            "The code for Mina",
            "ABCDE-FGHJK",
            "Give it to Mina, on paper or by word of mouth.",
            "It works once, within three days, and is not shown again.",
        )
    )
    await wait_for_screen(pilot, "ShowCode")


SEVERAL: Final[dict[str, Place]] = {
    "sign-in": Place(_door, ""),
    "by-code": Place(_by_code, ""),
    "forgot": Place(_forgot, ""),
    "recovery": Place(_recovery, ""),
    "shared-home": Place(_home, "Berit"),
    "locked": Place(_locked, prepare=_played),
    "own-sessions": Place(_own, prepare=_shared),
    "shares": Place(_shares, prepare=_shared),
    "how-far": Place(_how_far, prepare=_noted),
    "ticks": Place(_ticks, prepare=_noted),
    "share-so": Place(_so, prepare=_noted),
    "asked": Place(_asked, "Jonas", _asked_of),
    "account": Place(_account),
    "who-looked": Place(_looked, prepare=_shared),
    "take-part": Place(_take_part),
    "new-passphrase": Place(_new_passphrase),
    "others-wrote": Place(_others, prepare=_shared),
    "people": Place(_people, "Solveig"),
    "invite": Place(_invite, "Solveig"),
    "change": Place(_change, "Solveig"),
    "erase": Place(_erase, "Solveig"),
    "show-code": Place(_code, "Solveig"),
}
