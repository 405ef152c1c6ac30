"""Who is let in: by host, by origin, by link and by cookie."""

import asyncio
import json
import shutil
from pathlib import Path

import aiohttp
import pytest
from serving import Page, hosted, mode_of

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOREIGN = ("https://evil.example", "null", "http://127.0.0.1", "http://localhost:1")


async def refused(page: Page, **headers: str) -> int:
    """Return the status with which a connection is refused."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await page.browser.ws_connect(f"{page.origin}/screen", headers=headers)
    return refusal.value.status


@pytest.mark.parametrize("origin", FOREIGN)
async def test_foreign_origin_is_refused(memory_folder: Path, origin: str) -> None:
    """A page of somebody else's gets 403 for whatever it asks, with a guest's cookie too."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        assert 204 == await page.open(served.link())
        for method, path in [("GET", "/"), ("GET", "/static/page.js"), ("POST", "/open"), ("POST", "/forget")]:
            status, text, _ = await page.ask(method, path, Origin=origin)
            assert (403, True) == (status, "a page of somebody else's" in text), (method, path)
        assert 403 == await refused(page, Origin=origin)
        assert 200 == (await page.ask("GET", "/", Origin=page.origin))[0]


async def test_missing_origin_is_refused_where_something_happens(memory_folder: Path) -> None:
    """What opens a screen or a link has to say from which page it comes."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        link = served.link()
        assert 204 == await page.open(link)
        assert 403 == await refused(page)
        assert 403 == (await page.ask("POST", "/open", body=link.partition("#")[2]))[0]
        assert 403 == (await page.ask("POST", "/forget"))[0]
        assert 200 == (await page.ask("GET", "/"))[0]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost:1", "", "127.0.0.1:80@x"])
async def test_rebound_host_is_refused(memory_folder: Path, host: str) -> None:
    """A name that was made to point here gets 403, for the page, what it loads and the screen."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        assert 204 == await page.open(served.link())
        for path in ("/", "/open", "/static/page.js", "/static/terminal.js"):
            assert 403 == (await page.ask("GET", path, Host=host))[0], path
        assert 403 == await refused(page, Host=host, Origin=f"http://{host}")


async def test_localhost_is_a_name_of_ours(memory_folder: Path) -> None:
    """On this machine alone the server has its three names, each an origin of its own."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        port = served.origin.rpartition(":")[2]
        for name in ("localhost", "127.0.0.1", "[::1]"):
            origin = f"http://{name}:{port}"
            assert 200 == (await page.ask("GET", "/open", Host=f"{name}:{port}", Origin=origin))[0]
        assert 403 == (await page.ask("GET", "/open", Host=f"localhost:{port}", Origin=served.origin))[0]


async def test_without_a_cookie_nothing_opens(memory_folder: Path) -> None:
    """Without a cookie, and with a wrong one, the page is refused and says what to do, and so is the screen."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        name = f"trainer-{served.origin.rpartition(':')[2]}"
        for cookie in ({}, {"Cookie": f"{name}={'0' * 64}"}, {"Cookie": f"{name}="}):
            status, text, _ = await page.ask("GET", "/", **cookie)
            assert (403, True) == (status, "Ask whoever started the trainer" in text)
            assert 403 == await refused(page, Origin=page.origin, **cookie)
        assert not (memory_folder / "guests").exists()


async def test_link_works_once(memory_folder: Path) -> None:
    """Looking at a link uses nothing up; opening it does, but for the browser that opened it."""
    async with hosted(memory_folder) as served, Page(served.origin) as page, Page(served.origin) as other:
        link = served.link()
        for _ in range(3):
            assert 200 == (await other.ask("GET", "/open"))[0]
            assert 200 == (await other.ask("HEAD", "/open"))[0]
        assert 204 == await page.open(link)
        status, text, _ = await other.ask("POST", "/open", body=link.partition("#")[2], Origin=other.origin)
        assert (410, True) == (status, "used already" in text and "Ask whoever started" in text)
        assert 403 == (await other.ask("GET", "/"))[0]
        assert 204 == await page.open(link)
        assert 200 == (await page.ask("GET", "/"))[0]
        assert 1 == len(list((memory_folder / "guests").iterdir()))


async def test_link_opened_at_once_by_two_lets_in_one(memory_folder: Path) -> None:
    """Of many who open one link at the same time one gets in."""
    async with hosted(memory_folder) as served:
        link = served.link()
        pages = [Page(served.origin) for _ in range(6)]
        try:
            got = await asyncio.gather(*(page.open(link) for page in pages))
        finally:
            for page in pages:
                await page.browser.close()

    assert [204, 410, 410, 410, 410, 410] == sorted(got)


async def test_link_expires(memory_folder: Path) -> None:
    """A link that was not opened within ten minutes says so; one that was opened in time goes on."""
    now = [1_000_000.0]
    async with hosted(memory_folder, clock=lambda: now[0]) as served, Page(served.origin) as page:
        early, late = served.link(), served.link()
        now[0] += 599
        assert 204 == await page.open(early)
        now[0] += 1
        status, text, _ = await page.ask("POST", "/open", body=late.partition("#")[2], Origin=page.origin)
        assert (410, True) == (status, "not opened in time" in text and "Ask whoever started" in text)
        assert 200 == (await page.ask("GET", "/"))[0]


async def test_guessing_is_slowed_down_and_shuts_nobody_out(memory_folder: Path) -> None:
    """From the sixth wrong link on the answer waits, longer each time; a right link works meanwhile."""
    async with hosted(memory_folder) as served, Page(served.origin) as guesser, Page(served.origin) as guest:
        for guess in range(5):
            assert 403 == await guesser.open(f"#{guess:064x}")
        asked = asyncio.get_running_loop().time()
        sixth = asyncio.create_task(guesser.ask("POST", "/open", body="é" * 64, Origin=guesser.origin))
        seventh = asyncio.create_task(guesser.ask("POST", "/open", body="", Origin=guesser.origin))
        assert 204 == await guest.open(served.link())
        assert not sixth.done()
        assert (429, "1") == ((await sixth)[0], (await sixth)[2]["Retry-After"])
        assert not seventh.done()
        assert (429, "2") == ((await seventh)[0], (await seventh)[2]["Retry-After"])
        assert 2 <= asyncio.get_running_loop().time() - asked


async def test_cookie_tells_nothing_and_is_kept_by_its_digest(memory_folder: Path) -> None:
    """The cookie is for this server alone; beside the guest's things stands a digest that opens nothing."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        link = served.link().partition("#")[2]
        _, _, headers = await page.ask("POST", "/open", body=link, Origin=page.origin)
        name, _, value = headers["Set-Cookie"].partition(";")[0].partition("=")
        told = {part.strip().partition("=")[0] for part in headers["Set-Cookie"].split(";")[1:]}
        (folder,) = (memory_folder / "guests").iterdir()
        kept = (folder / "cookie.json").read_text()

        assert 64 == len(value) != link
        assert {"HttpOnly", "SameSite", "Path", "Max-Age"} <= told
        assert "SameSite=Strict" in headers["Set-Cookie"]
        assert value not in kept
        assert link not in kept
        assert (0o700, 0o700, 0o600) == tuple(map(mode_of, (memory_folder / "guests", folder, folder / "cookie.json")))
        cookie = f"{name}={json.loads(kept)['sha256']}"
        assert 403 == await Page(served.origin, headers={"Cookie": cookie}).once("/")


async def test_cookie_finds_its_guest_again_for_a_day(memory_folder: Path) -> None:
    """After a restart a cookie opens the same guest's things, until a day after the page was last opened."""
    now = [1_000_000.0]
    async with hosted(memory_folder, clock=lambda: now[0]) as served, Page(served.origin) as page:
        _, _, headers = await page.ask("POST", "/open", body=served.link().partition("#")[2], Origin=page.origin)
        value = headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    for later, status in [(86_000, 200), (86_000, 200), (86_401, 403)]:
        now[0] += later
        async with hosted(memory_folder, clock=lambda: now[0]) as served:
            cookie = f"trainer-{served.origin.rpartition(':')[2]}={value}"
            assert status == await Page(served.origin, headers={"Cookie": cookie}).once("/")


async def test_forgotten_browser_opens_nothing(memory_folder: Path) -> None:
    """Who lets themselves be forgotten leaves no cookie and no digest; their things stay in their folder."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        assert 204 == await page.open(served.link())
        (folder,) = (memory_folder / "guests").iterdir()
        assert 204 == (await page.ask("POST", "/forget", Origin=page.origin))[0]
        assert 403 == (await page.ask("GET", "/"))[0]
        assert not (folder / "cookie.json").exists()
        assert folder.is_dir()


async def test_guest_whose_things_were_removed_is_a_stranger(memory_folder: Path) -> None:
    """Where a guest's folder was deleted their cookie opens nothing, and nothing of them comes back."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        assert 204 == await page.open(served.link())
        (folder,) = (memory_folder / "guests").iterdir()
        shutil.rmtree(folder)
        assert 403 == (await page.ask("GET", "/"))[0]
        assert not folder.exists()


async def test_link_can_be_tried_again_where_no_folder_can_be_made(
    memory_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A guest for whom there is no place is told so, whoever serves is told why, and the link is still good."""
    (memory_folder / "guests").write_text("no folder")
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        link = served.link()
        assert 500 == await page.open(link)
        assert f"The folder {memory_folder / 'guests'} cannot be written" in capsys.readouterr().err
        (memory_folder / "guests").unlink()
        assert 204 == await page.open(link)


@pytest.mark.parametrize("path", ["/", "/open", "/nothing", "/static/page.js", "/static/../server.py"])
async def test_every_answer_forbids_what_is_foreign(memory_folder: Path, path: str) -> None:
    """Whatever is answered lets nothing be loaded from elsewhere, is kept by nobody and tells nobody where one was."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        _, _, headers = await page.ask("GET", path)
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))

        assert "'none'" == policy.pop("default-src")
        assert "'self'" == policy["script-src"]
        assert {"'self'", "'none'", "'unsafe-inline'", "data:"} >= set(" ".join(policy.values()).split())
        kept = {"Cache-Control": "no-cache"} if path == "/static/page.js" else {}
        assert HEADERS | kept == {name: headers[name] for name in HEADERS}


async def test_no_page_names_another_server(memory_folder: Path) -> None:
    """What pages are made of names no address but their own."""
    async with hosted(memory_folder) as served, Page(served.origin) as page:
        assert 204 == await page.open(served.link())
        for path in ("/", "/open", "/static/page.js", "/static/open.js", "/static/page.css"):
            status, text, _ = await page.ask("GET", path)
            assert (200, False) == (status, "http://" in text or "https://" in text), path
