"""What is answered to what a page asks."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from aiohttp import WSMsgType, web

from trainer.errors import UsageError
from trainer.serve.address import Address
from trainer.serve.assets import asset, page
from trainer.serve.cookies import Cookies
from trainer.serve.gate import dress, gate, short_page
from trainer.serve.guests import Guest, Guests
from trainer.serve.limits import Limits
from trainer.serve.links import Guesses, Links
from trainer.serve.packets import resized, told, typed
from trainer.serve.screen import Screen
from trainer.serve.screens import Screens
from trainer.serve.talk import say
from trainer.serve.viewer import Ending, Viewer

NEEDS_LINK: Final = "This page needs a link of its own. Ask whoever started the trainer for one, and open it here."
USED: Final = "This link was used already, and works only once. Ask whoever started the trainer for another one."
EXPIRED: Final = "This link was not opened in time. Ask whoever started the trainer for another one."
WRONG: Final = "This is no link to the trainer. Look whether it was copied whole, or ask for another one."
TOO_MANY: Final = "There were too many wrong links. Wait a little, or ask whoever started the trainer for another one."
NO_ROOM: Final = "There is no place to keep what you do. Tell whoever started the trainer, and try this link again."
_WIDEST, _TALLEST = 240, 100
_HEARTBEAT_SECONDS: Final = 20
_WAITING_AT_ONCE: Final = 16
_FAREWELL_SECONDS: Final = 2


class Server:
    """Lets guests in by their links, and shows each the screen that is theirs."""

    def __init__(
        self, address: Address, guests: Guests, limits: Limits, clock: Callable[[], float] = time.time
    ) -> None:
        self.links = Links(limits.link_seconds, clock)
        self.screens = Screens(limits)
        self._address = address
        self._guests = guests
        self._limits = limits
        self._cookies = Cookies(guests, limits.cookie_seconds, clock)
        self._cookie = f"trainer-{address.listening.getsockname()[1]}"
        self._guesses = Guesses(clock)
        self._waiting = 0

    def application(self) -> web.Application:
        """Return what answers."""
        application = web.Application(middlewares=[gate(self._address)], client_max_size=self._limits.message_bytes)
        application.add_routes(
            [
                web.get("/", self._show),
                web.get("/open", self._show_link),
                web.post("/open", self._open),
                web.post("/forget", self._forget),
                web.get("/screen", self._connect),
                web.get("/static/{name}", asset),
            ]
        )
        application.on_response_prepare.append(dress)
        return application

    async def _show(self, request: web.Request) -> web.StreamResponse:
        """Give the page with the screen, and let its cookie be good for as long again."""
        guest = self._guest(request)
        if guest is None:
            return short_page(403, NEEDS_LINK)
        cookie = request.cookies[self._cookie]
        self._cookies.renew(cookie, guest)
        response = await page("screen")
        self._set_cookie(response, cookie)
        return response

    async def _show_link(self, _: web.Request) -> web.StreamResponse:
        """Give the page with the one button; looking at it opens nothing."""
        return await page("open")

    async def _open(self, request: web.Request) -> web.Response:
        """Exchange a link for a cookie, once; whoever did so may do it again in the same browser."""
        link = self.links.find((await request.read()).decode("utf-8", "replace").strip())
        if link is None:
            return await self._refuse_guess()
        if link.guest is not None:
            is_theirs = self._guest(request) == link.guest
            return web.Response(status=204) if is_theirs else web.Response(status=410, text=USED)
        if self.links.is_expired(link):
            return web.Response(status=410, text=EXPIRED)
        try:
            link.guest = self._guests.newcomer()
        except UsageError as error:
            say(str(error))
            return web.Response(status=500, text=NO_ROOM)
        response = web.Response(status=204)
        self._set_cookie(response, self._cookies.issue(link.guest))
        return response

    async def _refuse_guess(self) -> web.Response:
        seconds = self._guesses.wait_after_one_more()
        if not seconds:
            return web.Response(status=403, text=WRONG)
        if self._waiting < _WAITING_AT_ONCE:
            self._waiting += 1
            try:
                await asyncio.sleep(seconds)
            finally:
                self._waiting -= 1
        return web.Response(status=429, text=TOO_MANY, headers={"Retry-After": str(seconds)})

    async def _forget(self, request: web.Request) -> web.Response:
        """Let this browser's cookie open nothing any more; what the guest did stays in their folder."""
        guest = self._guest(request)
        if guest is not None:
            self._cookies.forget(request.cookies[self._cookie])
            await self.screens.end(guest.id)
        response = web.Response(status=204)
        response.del_cookie(self._cookie, path="/")
        return response

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        """Let a page show its guest's screen until it goes."""
        guest = self._guest(request)
        if guest is None:
            return short_page(403, NEEDS_LINK)
        socket = web.WebSocketResponse(
            heartbeat=_HEARTBEAT_SECONDS, max_msg_size=self._limits.message_bytes, compress=False, timeout=1
        )
        await socket.prepare(request)
        viewer = Viewer(socket, self._limits.backlog_bytes)
        columns, rows = _size(request.query.get("width"), request.query.get("height"))
        screen = await self.screens.show(guest, viewer, columns, rows)
        sending = asyncio.create_task(viewer.send(screen.draw_anew if screen is not None else lambda: None))
        try:
            await _listen(socket, screen)
        finally:
            if screen is not None:
                screen.detach(viewer)
            viewer.let_go(Ending.STOPPED)
            with suppress(TimeoutError):
                await asyncio.wait_for(sending, _FAREWELL_SECONDS)
        return socket

    def _guest(self, request: web.Request) -> Guest | None:
        return self._cookies.guest(request.cookies.get(self._cookie, ""))

    def _set_cookie(self, response: web.StreamResponse, cookie: str) -> None:
        response.set_cookie(
            self._cookie,
            cookie,
            max_age=self._limits.cookie_seconds,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self._address.is_secure,
        )


async def _listen(socket: web.WebSocketResponse, screen: Screen | None) -> None:
    """Pass on what a page says until it goes, or says what no page of ours does."""
    async for message in socket:
        if screen is None:
            continue
        try:
            if message.type is not WSMsgType.TEXT:
                raise ValueError  # noqa: TRY301  one place where all of it ends
            await _pass_on(json.loads(message.data), screen)
        except (ValueError, TypeError, KeyError, RecursionError):
            await socket.close(code=1008)
            return


async def _pass_on(said: object, screen: Screen) -> None:
    match said:
        case ["stdin", str(keys)]:
            await screen.hear(typed(keys))
        case ["resize", {"width": width, "height": height}]:
            await screen.hear(resized(*_size(width, height)))
        case ["focus" | "blur" as kind]:
            await screen.hear(told(kind))
        case ["ping", *_]:
            return
        case _:
            raise ValueError


def _size(width: object, height: object) -> tuple[int, int]:
    """Return how large a page is, no larger than any page; a page says numbers, or is not one of ours."""
    try:
        columns, rows = int(str(width)), int(str(height))
    except ValueError:
        columns, rows = 80, 24
    return max(20, min(columns, _WIDEST)), max(5, min(rows, _TALLEST))
