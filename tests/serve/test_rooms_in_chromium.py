"""Two tablets in one scene: each in a browser of its own, with the room held by one of the two screens."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from chromium import Tab, chromium
from drawn import Drawn
from playwright.async_api import Browser
from running import Program
from serving import Served

from trainer.engine.events import ReplyMade
from trainer.session import Session
from trainer.store.sqlite import SqliteStore

pytestmark = pytest.mark.system("chromium")
THOUGHT_OF_STAFF = "His hands in a drawer and me behind him"
THOUGHT_OF_PATIENT = "And she still hasn't answered me"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Start a browser."""
    async with chromium() as started:
        yield started


async def come(browser: Browser, served: Served) -> Drawn:
    """Open a link on a tablet."""
    tab = await Tab.of(browser)
    await tab.enter(served.link())
    return Drawn(tab)


async def open_room(host: Drawn) -> tuple[str, str]:
    """Open a room as Anna, and return its code and where it is."""
    await host.tab.press("t")
    await host.take("Open a room")
    await host.take("Changing the search")
    await host.until("Your name here")
    await host.press(*"Anna", "Enter", "Enter", "Enter", "Enter")
    await host.until("for one person, until")
    found = re.search(r"((?:[2-9A-Z] +){6}).* at (127\.0\.0\.1:\d+)", host.text)
    assert found
    return found[1].replace(" ", ""), found[2]


async def join(guest: Drawn, code: str, where: str) -> None:
    """Knock as Mina."""
    await guest.tab.press("t")
    await guest.take("Join a room")
    await guest.press(*code, "Enter", *"Mina", "Enter", "Enter")
    await guest.press(*["Backspace"] * len("8421"), *where.partition(":")[2], "Enter", "Enter", "Enter")
    await guest.until("You are at the door.")


async def begin(host: Drawn, guest: Drawn) -> None:
    """Let Mina in, take the parts, read the briefings."""
    await host.take("Mina, a patient, would like to come in")
    await guest.take("Take Jonas")
    await host.take("Take Ingrid")
    await guest.take("Ready")
    await host.take("Ready")
    for each in (guest, host):
        await each.until("Before you play")
        await read_on(each, "I have read it")


async def read_on(one: Drawn, words: str) -> None:
    """Read on to an entry, and choose it."""
    for _ in range(20):
        if one.numbered(words) and "Enter reads on" not in one.text:
            break
        await one.tab.press("PageDown")
        await asyncio.sleep(0.1)
    await one.take(words)


async def gone(one: Drawn, *words: str) -> None:
    """Wait until the screen has answered a key, so that none is sent twice: none of these words are there."""
    for _ in range(200):
        if not any(each in one.text for each in words):
            return
        await asyncio.sleep(0.05)


async def go_on(one: Drawn, seen: list[str], until: str) -> bool:
    """Do what is to be done on this screen, if anything is; return whether it is over, or has come to these words."""
    text = one.text
    seen.append(text)
    if "Afterwards:" in text or (until and until in text):
        return True
    if number := one.numbered("Go on to what comes afterwards"):
        await one.press(number)
    elif "How would you say it?" in text or "How is it now?" in text:
        await one.press("Escape")
        await gone(one, "How would you say it?", "How is it now?")  # a second one would ask whether to leave
    elif "Enter reads on" in text:
        await one.press("Enter")
    elif "what do you say?" in text and one.numbered(""):
        await one.press("1")  # a key that is sent twice would choose on the next screen
    await asyncio.sleep(0.1)
    return False


async def play(host: Drawn, guest: Drawn, *, until: str = "") -> tuple[list[str], list[str]]:
    """Play on both tablets, to the end or until words are on a screen; return what was ever shown on each."""
    seen: tuple[list[str], list[str]] = ([], [])
    try:
        async with asyncio.timeout(60):
            while not (await go_on(guest, seen[1], until) and (until or "Afterwards:" in host.text)):
                await go_on(host, seen[0], until)
    except TimeoutError:
        raise AssertionError("\n".join(["the play stands still", *host.rows, "-" * 80, *guest.rows])) from None
    return seen


def log_of(store: Path) -> list[str]:
    """Return what was said in the sessions of a store; no reply's id is there twice."""
    opened = SqliteStore(store)
    logs = [Session.resume(opened, summary.session).events for summary in opened.sessions()]
    opened.close()
    replies = [event for log in logs for event in log if isinstance(event, ReplyMade)]
    ids = [event.reply for event in replies if not event.scripted]
    assert len(ids) == len(set(ids))
    return [f"{event.beat} {event.option}" for event in replies]


async def test_a_whole_scene_on_two_tablets(program: Program, browser: Browser) -> None:
    """Two play to the end, through a reload in the middle of a turn and a pause; each saw their own thoughts alone."""
    with Served(program, "--port", "0") as served:
        host, guest = await come(browser, served), await come(browser, served)
        await join(guest, *await open_room(host))
        await begin(host, guest)
        first = await play(host, guest, until="Jonas, what do you say?")
        before = await guest.tab.picture()
        await guest.tab.page.reload()
        await guest.tab.looks_like(before)
        await guest.tab.press("p")
        await host.until("Paused.")
        await host.take("Go on")
        await guest.take("Go on")
        second = await play(host, guest)
        logs = [log for path in served.guests.glob("*/*.db") if (log := log_of(path))]

        on_host, on_guest = (" ".join([*first[at], *second[at]]) for at in (0, 1))
        assert THOUGHT_OF_STAFF in on_host
        assert THOUGHT_OF_STAFF not in on_guest
        assert THOUGHT_OF_PATIENT not in on_host
        assert [True] == [len(log) > 6 for log in logs]
        assert [] == host.tab.complaints + guest.tab.complaints
