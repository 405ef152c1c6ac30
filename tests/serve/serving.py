"""Short words for tests that serve: the real server, pages without a browser, and the processes behind them."""

import asyncio
import os
import re
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from running import PROGRAM, Program

from trainer.serve.address import Asked, listen
from trainer.serve.guests import Guests
from trainer.serve.limits import Limits
from trainer.serve.server import Server
from trainer.serve.serving import Serving

PATIENCE_SECONDS = 30
STEERING = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
GANGLION = "-P -m trainer --store "


async def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Wait until `holds()`, or fail saying what never came."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not holds():
        assert asyncio.get_running_loop().time() < deadline, f"still waiting for {what}"
        await asyncio.sleep(0.02)


def screens_of(folder: Path) -> dict[int, str]:
    """Return the full screens that run with a store below `folder`: their processes, and their stores."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = process.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if GANGLION in command and str(folder) in command:
            found[int(process.name)] = command.partition(GANGLION)[2].strip()
    return found


class Page:
    """A page as a browser would show it, and the cookies of that browser."""

    def __init__(self, origin: str, **more: Any) -> None:
        self.origin = origin
        self.browser = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), **more)
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.drawn = b""

    async def __aenter__(self) -> Self:
        """Give the page."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the browser."""
        await self.leave()
        await self.browser.close()

    async def ask(self, method: str, path: str, *, body: str | None = None, **headers: str) -> tuple[int, str, Any]:
        """Ask for something, and return the status, the text and the headers of the answer."""
        async with self.browser.request(method, f"{self.origin}{path}", data=body, headers=headers) as answer:
            return answer.status, await answer.text(errors="replace"), answer.headers

    async def once(self, path: str) -> int:
        """Ask for one thing, close the browser, and return the status."""
        async with self:
            return (await self.ask("GET", path))[0]

    async def open(self, link: str) -> int:
        """Press the button of the page that `link` opens, and return the status."""
        status, _, _ = await self.ask("POST", "/open", body=link.partition("#")[2], Origin=self.origin)
        return status

    async def connect(self, columns: int = 100, rows: int = 30, **headers: str) -> Self:
        """Show the screen."""
        self.socket = await self.browser.ws_connect(
            f"{self.origin}/screen?width={columns}&height={rows}", headers={"Origin": self.origin} | headers
        )
        self.drawn = b""
        return self

    async def leave(self) -> None:
        """Go away from the page."""
        if self.socket is not None:
            await self.socket.close()

    @property
    def words(self) -> str:
        """What was drawn since this page was connected, without what steers the terminal."""
        return " ".join(STEERING.sub(b" ", self.drawn).decode(errors="replace").split())

    async def until(self, words: str) -> None:
        """Read until `words` were drawn."""
        assert self.socket is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while words not in self.words:
                message = await self.socket.receive()
                assert message.type is aiohttp.WSMsgType.BINARY, f"{message} instead of “{words}”: {self.words[-2000:]}"
                self.drawn += message.data

    async def closed(self) -> int | None:
        """Read until the server closes the page, and return why."""
        assert self.socket is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (message := await self.socket.receive()).type is aiohttp.WSMsgType.BINARY:
                pass
        return message.data if message.type is aiohttp.WSMsgType.CLOSE else None

    async def type(self, keys: str) -> None:
        """Type."""
        await self.say(["stdin", keys])

    async def say(self, what: object) -> None:
        """Say what a page says."""
        assert self.socket is not None
        await self.socket.send_json(what)


class Served:
    """The real server, as a process with a home of its own."""

    def __init__(self, program: Program, *arguments: str, **environment: str) -> None:
        self.program = program
        self.guests = program.folder / "dialogue-trainer" / "guests"
        self._talk = (program.folder / "talk").open("ab")
        self.process = subprocess.Popen(
            [*PROGRAM, "serve", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._talk,
            env=program.environment | environment,
            cwd=program.folder,
            text=True,
        )

    def __enter__(self) -> Self:
        """Give the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the server if it has not ended."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.communicate(timeout=PATIENCE_SECONDS)
        self._talk.close()

    @property
    def talk(self) -> str:
        """What was said to whoever serves."""
        return (self.program.folder / "talk").read_text()

    def link(self) -> str:
        """Return the next link that is printed."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def press_enter(self) -> None:
        """Ask for one more link."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def listens_on(self) -> int:
        """Return the port of the one socket that the server listens on."""
        inodes = {
            os.readlink(file).removeprefix("socket:[").removesuffix("]")  # noqa: PTH115  no file stands there
            for file in Path(f"/proc/{self.process.pid}/fd").iterdir()
        }
        listed = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        (port,) = {int(each[1].partition(":")[2], 16) for each in listed if each[3] == "0A" and each[9] in inodes}
        return port

    def screens(self) -> dict[int, str]:
        """Return the full screens that run for this server's guests, or its owner."""
        return screens_of(self.program.folder)

    def end(self, number: signal.Signals) -> int:
        """Send a signal, and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def origin_of(link: str) -> str:
    """Return the origin that a link begins with."""
    return link.partition("/open#")[0]


class Hosted:
    """A server in this process, so that a test may choose the time and the limits."""

    def __init__(self, server: Server, origin: str, folder: Path) -> None:
        self.server = server
        self.origin = origin
        self.folder = folder

    def link(self) -> str:
        """Return a new link."""
        return f"{self.origin}/open#{self.server.links.new()}"

    async def guest(self) -> Page:
        """Return the page of a new guest, connected."""
        page = Page(self.origin)
        assert 204 == await page.open(self.link())
        return await page.connect()


@asynccontextmanager
async def hosted(folder: Path, clock: Callable[[], float] | None = None, **limits: Any) -> AsyncIterator[Hosted]:
    """Serve from this process."""
    address = listen(Asked(host="127.0.0.1", port=0))
    bounds = Limits(**limits)
    guests = Guests(folder / "guests")
    server = Server(address, guests, bounds) if clock is None else Server(address, guests, bounds, clock)
    async with Serving(server, address, bounds):
        yield Hosted(server, address.origin, folder)


def environment_of(process: int) -> dict[str, str]:
    """Return every variable that a process was started with."""
    read = Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
    return dict(line.split("=", 1) for line in read if line)


def mode_of(path: Path) -> int:
    """Return who may do what with a file."""
    return os.stat(path).st_mode & 0o777  # noqa: PTH116  a word shorter
