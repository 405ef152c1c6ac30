"""What a page's terminal shows: the bytes that came, drawn on a screen of the same size."""

import asyncio
import re
from urllib.parse import parse_qs, urlsplit

import pyte
from chromium import Tab
from serving import PATIENCE_SECONDS


class Drawn:
    """The screen of one tab."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self._from = 0
        self._drawn = b""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def rows(self) -> list[str]:
        """The rows as they are now."""
        drawn = self.tab.drawn
        if not drawn.startswith(self._drawn[:64]) or len(drawn) < self._from or not self._from:
            asked = parse_qs(urlsplit([url for url in self.tab.asked if "width=" in url][-1]).query)
            self._screen = pyte.Screen(int(asked["width"][0]), int(asked["height"][0]))
            self._stream = pyte.ByteStream(self._screen)
            self._from = 0
        self._stream.feed(drawn[self._from :])
        self._from, self._drawn = len(drawn), drawn[:64]
        return [row.rstrip() for row in self._screen.display]

    @property
    def text(self) -> str:
        """All rows as one line."""
        return " ".join(" ".join(self.rows).split())

    @property
    def look(self) -> list[object]:
        """All that is on the screen, with its colours: they tell where the focus is."""
        _ = self.rows
        return [dict(self._screen.buffer[row]) for row in range(self._screen.lines)]

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, each once the screen shows what the one before did."""
        for key in keys:
            before = self.look
            await self.tab.press(key)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self.look == before:  # noqa: ASYNC110  nobody tells when more was drawn
                    await asyncio.sleep(0.02)

    async def until(self, *words: str) -> None:
        """Wait until one of `words` is on the screen."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not any(word in self.text for word in words):  # noqa: ASYNC110  nobody tells when more was drawn
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"none of {words} on\n" + "\n".join(self.rows)) from None

    def numbered(self, words: str) -> str:
        """Return the number of the entry that begins with `words`, or nothing."""
        return next((found[1] for row in self.rows if (found := re.match(rf"\W*(\d)\s+{re.escape(words)}", row))), "")

    async def take(self, words: str) -> None:
        """Choose the entry that begins with `words`."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self.numbered(words):  # noqa: ASYNC110  likewise
                await asyncio.sleep(0.02)
        before = self.text
        await self.tab.press(self.numbered(words))
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.text == before:  # noqa: ASYNC110  likewise
                await asyncio.sleep(0.02)
