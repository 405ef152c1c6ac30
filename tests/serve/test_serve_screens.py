"""The screens behind the pages: they outlive a page, belong to one guest, and end when they should."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from aiohttp import ClientConnectionError
from serving import Page, hosted, mode_of, screens_of, wait_until

from trainer.serve.viewer import Ending

HOME = "Practise a hard conversation."


async def test_screen_outlives_its_page(memory_folder: Path) -> None:
    """A page that comes back finds the same process with what was typed in it, and is drawn whole."""
    async with hosted(memory_folder) as served, await served.guest() as page:
        await page.until(HOME)
        await page.say(["focus"])
        await page.type("l")
        await page.until("Search")
        await page.type("/")
        await page.until("/ Search esc Back f2")
        await page.type("\x1b[200~half a word\x1b[201~")
        await page.until("half a word")
        before = screens_of(memory_folder)
        await page.leave()
        await page.connect()
        await page.until("half a word")

        assert 1 == len(before)
        assert before == screens_of(memory_folder)
        assert "Library" in page.words
        assert page.drawn.startswith(b"\x1b[?1049h\x1b[2J")


async def test_page_that_is_cut_off_comes_back(memory_folder: Path) -> None:
    """A page whose connection breaks without a word comes back to the same process."""
    async with hosted(memory_folder) as served, await served.guest() as page:
        await page.until(HOME)
        before = screens_of(memory_folder)
        assert page.socket is not None
        connection = page.socket._response.connection  # a broken wire, which no page can ask for
        assert connection is not None
        assert connection.transport is not None
        connection.transport.abort()
        await page.connect()
        await page.until(HOME)

        assert before == screens_of(memory_folder)


async def test_nothing_is_kept_for_a_page_that_is_away(memory_folder: Path) -> None:
    """What is drawn while no page looks is dropped: a page that comes back gets what one screen takes to draw."""
    async with hosted(memory_folder) as served, await served.guest() as page:
        await page.until(HOME)
        await page.leave()
        await page.connect()
        for _ in range(40):
            await page.type("\x1bOQ")
        await page.leave()
        await page.connect()
        await page.until(HOME)

        assert len(page.drawn) < 50_000


async def test_second_page_takes_over(memory_folder: Path) -> None:
    """A second page of the same guest shows the screen, and the first is told so."""
    async with hosted(memory_folder) as served, await served.guest() as page:
        await page.until(HOME)
        first, before = page.socket, screens_of(memory_folder)
        await page.connect(90, 25)
        await page.until(HOME)
        page.socket, second = first, page.socket
        assert Ending.ELSEWHERE == await page.closed()
        page.socket = second
        await page.type("l")
        await page.until("Library")

        assert before == screens_of(memory_folder)


async def test_guests_have_stores_of_their_own(memory_folder: Path) -> None:
    """Two guests run two processes with two stores, each in a folder of its own that nobody else may read."""
    async with hosted(memory_folder) as served, await served.guest() as one, await served.guest() as other:
        await one.until(HOME)
        await other.until(HOME)
        stores = sorted(screens_of(memory_folder).values())

        assert 2 == len({*stores})
        assert [memory_folder / "guests"] * 2 == [Path(store).parent.parent for store in stores]
        assert {0o600} == {mode_of(Path(store)) for store in stores}


async def test_screen_that_nobody_looks_at_ends(memory_folder: Path) -> None:
    """Half an hour after its page went away a screen is told to end; a page that comes later starts it again."""
    async with hosted(memory_folder, detached_seconds=0.1) as served, await served.guest() as page:
        await page.until(HOME)
        (before,) = screens_of(memory_folder)
        await page.leave()
        await wait_until(lambda: not screens_of(memory_folder), "the end of the screen")
        await page.connect()
        await page.until(HOME)
        (after,) = screens_of(memory_folder)

        assert before != after


async def test_leaving_ends_the_screen_and_tells_the_page(memory_folder: Path) -> None:
    """Whoever leaves the program is told so, and may open it again."""
    async with hosted(memory_folder) as served, await served.guest() as page:
        await page.until(HOME)
        await page.type("q")
        assert Ending.LEFT == await page.closed()
        assert {} == screens_of(memory_folder)
        await page.connect()
        await page.until(HOME)


async def test_screen_that_breaks_is_told_as_a_fault(memory_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Where a screen cannot go on, or cannot start, its page hears that it was a fault."""
    async with hosted(memory_folder) as served, await served.guest() as page:
        await page.until(HOME)
        (process,) = screens_of(memory_folder)
        os.kill(process, signal.SIGKILL)
        assert Ending.FAULT == await page.closed()
        (guest,) = (memory_folder / "guests").iterdir()
        (guest / "trainer.db").write_bytes(b"no store " * 9_000)
        await page.connect()
        assert Ending.FAULT == await page.closed()
        assert "A guest's screen ended: " in capfd.readouterr().err


async def test_screen_that_does_not_end_is_killed(memory_folder: Path) -> None:
    """A screen that does not end when it is told to is killed with its process group."""
    async with hosted(memory_folder, ending_seconds=0.2) as served, await served.guest() as page:
        await page.until(HOME)
        (process,) = screens_of(memory_folder)
        os.kill(process, signal.SIGSTOP)
    await wait_until(lambda: not screens_of(memory_folder), "the end of the screen")


async def test_no_more_screens_than_there_is_room_for(memory_folder: Path) -> None:
    """One guest too many is told so; the others go on, and there is room again when one leaves."""
    async with hosted(memory_folder, screens=1) as served, await served.guest() as one, await served.guest() as other:
        assert Ending.TOO_MANY == await other.closed()
        await one.until(HOME)
        await one.type("q")
        assert Ending.LEFT == await one.closed()
        await other.connect()
        await other.until(HOME)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("x" * 70_000, 1009),
        ("[" * 60_000, 1008),
        ("no JSON", 1008),
        ('["stdin", 1]', 1008),
        ('["quit"]', 1008),
        ('["deliver_chunk_request", {"key": "x", "size": 1}]', 1008),
        ('{"stdin": "x"}', 1008),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_what_no_page_says_closes_the_page(memory_folder: Path, said: str, code: int) -> None:
    """A message too large, or one that no page of ours sends, ends the connection and not the screen."""
    async with hosted(memory_folder) as served, await served.guest() as page:
        await page.until(HOME)
        before = screens_of(memory_folder)
        assert page.socket is not None
        await page.socket.send_str(said)
        assert code == await page.closed()
        await page.connect()
        await page.until(HOME)

        assert before == screens_of(memory_folder)


async def test_strange_sizes_and_letters_do_no_harm(memory_folder: Path) -> None:
    """Sizes beyond reason are brought within it, and letters that are none do not deafen the screen."""
    async with hosted(memory_folder) as served, await served.guest() as page:
        await page.until(HOME)
        for size in (10**9, -1, "x", None, 1e300, "9" * 5000):
            await page.say(["resize", {"width": size, "height": size}])
        await page.say(["resize", {"width": 100, "height": 30}])
        await page.type("\ud800\udfff\ud800")
        await page.type("l")
        await page.until("Library")


async def test_slow_page_makes_nothing_grow(memory_folder: Path) -> None:
    """What waits for a page that reads nothing is dropped at a bound; once it reads again everything is drawn anew."""
    async with hosted(memory_folder, backlog_bytes=100_000) as served, await served.guest() as page:
        await page.until(HOME)
        (screen,) = served.server.screens._screens.values()
        viewer = screen._viewer
        assert viewer is not None
        most = 0
        for _ in range(400):
            viewer.show(b"x" * 50_000)
            most = max(most, len(viewer._waiting))
            await asyncio.sleep(0)
        assert viewer._is_behind
        assert most <= 100_000
        await page.until("x")
        page.drawn = b""
        await page.until(HOME)


async def test_connections_are_bounded(memory_folder: Path) -> None:
    """One connection too many is closed at once, and one that asks for nothing before long."""
    async with hosted(memory_folder, connections=2, silent_seconds=0.3) as served, Page(served.origin) as page:
        host, _, port = served.origin.removeprefix("http://").rpartition(":")
        silent = [await asyncio.open_connection(host, int(port)) for _ in range(2)]
        with pytest.raises(ClientConnectionError):
            await page.ask("GET", "/open")
        for reader, writer in silent:
            assert b"" == await asyncio.wait_for(reader.read(), 20)
            writer.close()
            await writer.wait_closed()
        assert 200 == (await page.ask("GET", "/open"))[0]
