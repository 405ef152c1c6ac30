"""A real browser: what its pages ask for, what is drawn in them, and how they look."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Page, Request, WebSocket, async_playwright
from serving import PATIENCE_SECONDS, STEERING

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the Chromium of this system, with a profile of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


class Tab:
    """A page in the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        """The addresses of all requests, those of connections among them."""
        self.complaints: list[str] = []
        """What the browser says on its console, and errors of scripts."""
        self.drawn = b""
        """What came since the page was last loaded or last connected."""
        page.on("request", self._ask)
        page.on("websocket", self._connect)
        page.on("console", self._complain)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @classmethod
    async def of(cls, browser: Browser, width: int = 1280, height: int = 800, **more: Any) -> "Tab":
        """Open a tab in a window of its own, whose cookies no other window has."""
        context = await browser.new_context(viewport={"width": width, "height": height}, **more)
        return cls(await context.new_page())

    async def beside(self) -> "Tab":
        """Open another tab in the same window."""
        return Tab(await self.page.context.new_page())

    async def enter(self, link: str) -> None:
        """Open a link, and press its button."""
        await self.page.goto(link)
        await self.page.click("#open")
        await self.until("Practise a hard conversation.")

    @property
    def words(self) -> str:
        """What was drawn, without what steers the terminal."""
        return " ".join(STEERING.sub(b" ", self.drawn).decode(errors="replace").split())

    async def until(self, words: str) -> None:
        """Wait until `words` were drawn."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while words not in self.words:  # noqa: ASYNC110  nobody tells when more was drawn
                await asyncio.sleep(0.02)

    async def again(self) -> None:
        """Press the button of the page's notice, and wait until home is drawn."""
        self.drawn = b""
        await self.page.click("#again")
        await self.until("Practise a hard conversation.")

    async def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.page.keyboard.type(text)

    async def picture(self) -> bytes:
        """Return how the page looks once it stays as it is for a while."""
        before, still = b"", 0
        async with asyncio.timeout(PATIENCE_SECONDS):
            while still < 4:
                now = await self.page.screenshot()
                still, before = (still + 1 if now == before else 0), now
                await asyncio.sleep(0.03)
        return before

    async def looks_like(self, picture: bytes) -> None:
        """Wait until the page looks like `picture`, to the dot."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.page.screenshot() != picture:  # noqa: ASYNC110  likewise
                await asyncio.sleep(0.03)

    async def notice(self, words: str) -> None:
        """Wait until the page itself says `words`."""
        await self.page.locator("#notice p", has_text=words).wait_for(timeout=PATIENCE_SECONDS * 1000)

    async def no_notice(self) -> None:
        """Wait until the page itself says nothing."""
        await self.page.locator("#notice").wait_for(state="hidden", timeout=PATIENCE_SECONDS * 1000)

    def _ask(self, request: Request) -> None:
        self.asked.append(request.url)

    def _connect(self, socket: WebSocket) -> None:
        self.asked.append(socket.url)
        self.drawn = b""
        socket.on("framereceived", self._draw)

    def _draw(self, frame: bytes | str) -> None:
        self.drawn += frame if isinstance(frame, bytes) else frame.encode()

    def _complain(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)
