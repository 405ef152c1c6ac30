"""The way out of every place stands on the screen, in the smallest usual window and where most can be done, too."""

import pytest
from joint import until_shown
from places import PLACES, opened
from review_places import REVIEW, open_list, unit_of
from seeing import settle, shown, wait_for
from several import Several
from several_places import SEVERAL
from test_hostile_text import hostile_story
from textual.widgets import Footer
from textual.widgets._footer import FooterKey
from walking import offered, wait_for_screen

from trainer.engine.events import ReplyMade
from trainer.people.shares import Scope
from trainer.scenario.load import parse
from trainer.store.sqlite import SqliteStore
from trainer.supervision.reviewing import Reviewing
from trainer.supervision.sharing import Sharing
from trainer.tui.app import TrainerApp

SMALL = (80, 24)
OUT = {"escape", "l", "f8"}
"""Keys that lead out of a place; in a play `p` does."""
ENTRIES = ("Leave", "Sign out", "I have written it down")
"""What is chosen where no key leads out."""


def keys_in_sight(app: TrainerApp) -> list[tuple[str, str]]:
    """Return the keys of which the whole is in sight in the line of keys, each with what it is called."""
    whole = [
        (key.key, key.description)
        for footer in app.screen.query(Footer)
        for key in footer.query(FooterKey)
        if key.display and footer.region.contains_region(key.region) and key.region.right <= app.size.width
    ]
    line = shown(app, "Footer") if app.screen.query(Footer) else ""
    return [(key, called) for key, called in whole if called in line]


def cut(app: TrainerApp) -> list[str]:
    """Return what the keys are called of which a part is out of sight."""
    in_sight = keys_in_sight(app)
    keys = app.screen.query(FooterKey)
    return [key.description for key in keys if key.display and (key.key, key.description) not in in_sight]


def has_way_out(app: TrainerApp) -> bool:
    """Return whether a key that leads out is in sight, or an entry that does."""
    keys = keys_in_sight(app)
    if any(key in OUT or "leave" in called.lower() for key, called in keys) or ("enter", "Go on") in keys:
        return True
    return any(entry in shown(app) for entry in ENTRIES if entry in offered(app))


@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("palette", "search")])
async def test_way_out_is_on_the_screen(store: SqliteStore, place: str) -> None:
    """Where several share a store no key is cut off either."""
    async with opened(store, place, SMALL) as (app, _):
        assert has_way_out(app), keys_in_sight(app)
        assert place not in (*SEVERAL, *REVIEW) or [] == cut(app)


async def test_way_out_of_a_looking_back_on_which_all_can_be_done(several: Several) -> None:
    """Shared, written on, tried again, with an intention, page by page: no key is cut, and sharing works everywhere."""
    several.played("Kari").write_note("intention", "Ask first.")
    session = several.played("Kari")
    kari = Sharing(several.store("Kari"))
    kari.share(session.id, kari.reader("Tor"), Scope.TRANSCRIPT)
    tor = Reviewing(several.store("Tor"))
    tor.write(tor.open(session.id, kari.me.id), "", "Thank you.")
    own = [at for at, event in enumerate(session.events) if isinstance(event, ReplyMade) and not event.scripted]
    again = session.fork(own[1])
    for option in ("tomorrow", "for-him"):
        again.reply(option)
    app = several.app("Kari")
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        app.open_looking_back(again.id)
        await wait_for(pilot, lambda: "How was it?" in shown(app), "the looking back")
        await wait_for(pilot, lambda: app.screen._points is not None, "what could have come of it")
        await settle(pilot)
        seen = set()
        pages = 0
        while True:
            assert has_way_out(app), keys_in_sight(app)
            assert [] == cut(app)
            seen |= {called for _, called in keys_in_sight(app)}
            for key, screen in (("s", "Shares"), ("o", "OthersWrote")):
                await pilot.press(key)
                await wait_for_screen(pilot, screen)
                await pilot.press("escape")
                await wait_for(pilot, lambda: type(app.screen).__name__ == "LookingBack", "the way back")
            await wait_for(pilot, lambda: bool(keys_in_sight(app)), "the line of keys")
            await settle(pilot)
            if ("right", "On") not in keys_in_sight(app):
                break
            pages += 1
            await pilot.press("right")
            await settle(pilot)

    assert 4 < pages
    assert {"Share", "Others wrote", "Attempts", "Came of it", "Again", "Not so", "Figures"} <= seen


async def test_way_out_of_a_long_play_of_somebody_else(store: SqliteStore) -> None:
    """With notes, a key and more to read than fits, turn by turn, alone and before a group."""
    unit = unit_of(store)
    kari = unit.staff[0]
    play = kari.play(parse(hostile_story()), "staff", ("one", "last"))
    play.write_note("session", "I was tired.")
    unit.share(kari, play, Scope.NOTES)
    app = TrainerApp(store)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await open_list(pilot, unit)
        await pilot.press("1")
        await until_shown(pilot, "How it reads")
        for key in ("right", "left", "k", "1"):
            await pilot.press(key)
            await settle(pilot)
            assert has_way_out(app), keys_in_sight(app)
            assert [] == cut(app)
        assert {"Notes", "Questions", "How it reads", "Rate", "Remarks", "Write"} <= {k for _, k in keys_in_sight(app)}
