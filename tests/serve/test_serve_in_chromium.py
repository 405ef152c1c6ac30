"""The page in a real browser: it plays, it survives a reload, it looks as it should, and it asks nobody else."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from chromium import Tab, chromium
from playwright.async_api import Browser
from running import Program
from serving import Served, origin_of, wait_until

from trainer.scenario.load import parse
from trainer.session import Session

pytestmark = pytest.mark.system("chromium")
WINDOW = Path(__file__).parents[1] / "tui" / "window.yaml"
CONNECTING = """address => new Promise(resolve => {
    const socket = new WebSocket(address);
    socket.onopen = () => resolve("open");
    socket.onerror = () => resolve("refused");
})"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Start a browser."""
    async with chromium() as started:
        yield started


@pytest.fixture
def waiting(program: Program) -> Program:
    """Let the owner have a session that waits at a turn with own words."""
    store = program.sessions()
    session = Session.begin(store, parse(WINDOW.read_text()), "staff", seed=7)
    session.start()
    session.reply("ask")
    store.close()
    return program


async def test_home_is_reached_by_a_link(program: Program, browser: Browser) -> None:
    """A link leads to home under the program's name; nothing is asked of others, and no address holds the token."""
    with Served(program, "--port", "0") as served:
        link = served.link()
        tab = await Tab.of(browser)
        await tab.enter(link)
        await tab.press("Enter")
        await tab.until("Library")

        assert {urlsplit(origin_of(link)).netloc} == {urlsplit(address).netloc for address in tab.asked}
        assert [] == [address for address in tab.asked if link.partition("#")[2] in address]
        assert f"{origin_of(link)}/" == tab.page.url
        assert "Dialogue trainer" == await tab.page.title()
        assert [] == tab.complaints
        assert "rgb(20, 24, 28)" == await tab.page.evaluate("getComputedStyle(document.body).backgroundColor")


async def test_used_link_says_so(program: Program, browser: Browser) -> None:
    """A second browser that opens a link reads that it was used, and what to do."""
    with Served(program, "--port", "0") as served:
        link = served.link()
        await (await Tab.of(browser)).enter(link)
        other = await Tab.of(browser)
        await other.page.goto(link)
        await other.page.click("#open")
        await other.page.locator("#answer", has_text="This link was used already").wait_for()
        await other.page.goto(origin_of(link))
        assert "Ask whoever started the trainer" in await other.page.inner_text("main")


@pytest.mark.parametrize(("size", "room"), [((1280, 800), (108, 30)), ((1024, 768), (80, 24))])
async def test_tablet_has_room(
    program: Program, browser: Browser, size: tuple[int, int], room: tuple[int, int]
) -> None:
    """On a tablet's screen there is room for a whole play, in letters that can be read."""
    with Served(program, "--port", "0") as served:
        tab = await Tab.of(browser, *size)
        await tab.enter(served.link())
        asked = parse_qs(urlsplit(tab.asked[-1]).query)

        assert room[0] <= int(asked["width"][0]) <= room[0] + 12
        assert room[1] <= int(asked["height"][0]) <= room[1] + 6
        assert 18 <= int(await tab.page.get_attribute("#terminal", "data-font-size") or "0")


async def test_reload_keeps_words_that_are_half_typed(waiting: Program, browser: Browser) -> None:
    """A reload in the middle of own words shows the same screen with what was typed, and typing goes on."""
    with Served(waiting, "--port", "0", "--mine") as served:
        tab = await Tab.of(browser)
        await tab.enter(served.link())
        await tab.press("Enter")
        await tab.until("How is it for you just now?")
        await tab.press("Escape")
        await tab.until("I will sit with you while it is open.")
        found = re.search(r"(\d) I will sit with you", tab.words)
        assert found
        await tab.press(found[1])
        await tab.until("How would you say it?")
        await tab.type("I stay as lo")
        before, process = await tab.picture(), list(served.screens())
        for _ in range(2):
            await tab.page.reload()
            await tab.looks_like(before)
        await tab.type("ng as you like")
        await tab.press("Enter")
        await wait_until(lambda: ["I stay as long as you like"] == typed(waiting), "the words")

        assert process == list(served.screens())
        assert [] == tab.complaints


async def test_reload_keeps_the_highlighted_option(waiting: Program, browser: Browser) -> None:
    """A reload with an option highlighted shows the same options with the same one highlighted."""
    with Served(waiting, "--port", "0", "--mine") as served:
        tab = await Tab.of(browser, 1024, 768)
        await tab.enter(served.link())
        await tab.press("Enter")
        await tab.until("How is it for you just now?")
        await tab.press("Escape")
        await tab.until("I will sit with you while it is open.")
        first = await tab.picture()
        await tab.press("ArrowDown")
        second = await tab.picture()
        await tab.page.reload()
        await tab.looks_like(second)

        assert first != second


async def test_page_of_another_origin_cannot_connect(program: Program, browser: Browser) -> None:
    """A page on another port of this machine, which browsers send the cookie for, is refused; our own is not."""
    application = web.Application()
    application.router.add_get("/", nothing)
    async with TestServer(application, host="127.0.0.1") as foreign:
        with Served(program, "--port", "0") as served:
            link = served.link()
            tab = await Tab.of(browser)
            await tab.enter(link)
            screen = f"{origin_of(link).replace('http', 'ws')}/screen?width=80&height=24"
            evil = await tab.beside()
            await evil.page.goto(str(foreign.make_url("/")))
            assert "refused" == await evil.page.evaluate(CONNECTING, screen)
            own = await tab.beside()
            await own.page.goto(f"{origin_of(link)}/open")
            assert "open" == await own.page.evaluate(CONNECTING, screen)


async def test_page_says_what_has_happened(program: Program, browser: Browser) -> None:
    """A page that another one took over from, that was left, or that lost its server says so, and can go on."""
    with Served(program, "--port", "0") as served:
        link = served.link()
        tab = await Tab.of(browser)
        await tab.enter(link)
        other = await tab.beside()
        await other.page.goto(origin_of(link))
        await tab.notice("This is open in another window.")
        await other.until("Practise a hard conversation.")
        await tab.again()
        await other.notice("This is open in another window.")
        await tab.press("q")
        await tab.notice("You have left. Everything is kept.")
        await tab.again()
        served.process.kill()
        await tab.notice("Connection lost. Everything said so far is kept. Reload this page to go on.")
        await wait_until(lambda: not served.screens(), "the end of the screens")
        with Served(program, "--port", origin_of(link).rpartition(":")[2]) as again:
            again.link()
            await tab.no_notice()
            await tab.until("Practise a hard conversation.")
            await tab.press("q")
            await tab.notice("You have left.")
            await tab.page.click("#forget")
            await tab.page.locator("main", has_text="This page needs a link of its own.").wait_for()


async def test_fingers_are_enough(program: Program, browser: Browser) -> None:
    """Without a keyboard one chooses by a tap, and goes back by the keys below the screen."""
    with Served(program, "--port", "0") as served:
        tab = await Tab.of(browser, has_touch=True, is_mobile=True)
        await tab.enter(served.link())
        await tab.page.tap("[data-keys=ArrowDown]")
        await tab.page.tap("[data-keys=Enter]")
        await tab.until("At one keyboard")
        await tab.page.tap("[data-keys=Escape]")
        await tab.picture()
        await tab.page.touchscreen.tap(500, 380)
        await tab.until("Your progress over plays There is no play")

        assert [] == tab.complaints


async def test_large_paste_arrives(waiting: Program, browser: Browser) -> None:
    """A paste far beyond one message arrives in pieces, and the connection goes on."""
    with Served(waiting, "--port", "0", "--mine") as served:
        tab = await Tab.of(browser)
        await tab.enter(served.link())
        await tab.press("Enter")
        await tab.until("How is it for you just now?")
        paste = """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector(".xterm-helper-textarea").dispatchEvent(event);
        }"""
        await tab.page.evaluate(paste, "å🙂" * 100_000)
        await tab.until("4,000 characters")

        assert 1 == sum("/screen" in address for address in tab.asked)


async def nothing(_: web.Request) -> web.Response:
    """Answer with a page of nobody's."""
    return web.Response(text="<p>", content_type="text/html")


def typed(program: Program) -> list[str]:
    """Return what the owner typed in their session."""
    store = program.sessions()
    try:
        return [words.text for words in store.words(store.sessions()[0].session).values()]
    finally:
        store.close()
