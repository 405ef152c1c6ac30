"""Runs the server: prints the links, gives more on Enter, and leaves nothing running behind."""

import asyncio
import logging
import signal
from typing import Final

from platformdirs import user_data_path

from trainer.serve.address import Address, Asked, listen
from trainer.serve.enter import Enter
from trainer.serve.guests import Guests
from trainer.serve.limits import Limits
from trainer.serve.server import Server
from trainer.serve.serving import Serving
from trainer.serve.talk import say
from trainer.text import clean_line

_SIGNALS: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_MINUTE: Final = 60


def run(asked: Asked, *, links: int, mine: str | None) -> int:
    """Serve until a signal comes, and return the exit code.

    Raises:
        UsageError: when what was asked for cannot be served.
    """
    logging.getLogger("aiohttp").addHandler(_Faults())
    logging.getLogger("asyncio").addHandler(_Faults())
    guests = Guests(user_data_path("dialogue-trainer", appauthor=False) / "guests", mine)
    return 128 + asyncio.run(_serve(listen(asked), guests, links, Limits()))


async def _serve(address: Address, guests: Guests, links: int, limits: Limits) -> int:
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[int] = loop.create_future()
    for number in _SIGNALS:
        loop.add_signal_handler(number, _stop, stopped, number)
    server = Server(address, guests, limits)
    async with Serving(server, address, limits):
        with Enter(lambda: _print_link(address, server)) as enter:
            say(_welcome(guests, limits, is_heard=enter.is_heard))
            for _ in range(links):
                _print_link(address, server)
            return await stopped


def _stop(stopped: asyncio.Future[int], number: int) -> None:
    if not stopped.done():
        stopped.set_result(number)


def _print_link(address: Address, server: Server) -> None:
    """Print a link; what follows `#` is never part of a request, so no log and no preview of a page has it."""
    print(f"{address.origin}/open#{server.links.new()}", flush=True)  # noqa: T201  links are what is asked for


def _welcome(guests: Guests, limits: Limits, *, is_heard: bool) -> str:
    """Return what is said at the start: what a link does, where things are kept, and how to go on."""
    minutes = f"{limits.link_seconds / _MINUTE:.0f} minutes"
    if guests.mine is None:
        told = [
            f"Each link opens the full screen for one guest, once, within {minutes}.",
            f"What a guest does is kept in a folder below {clean_line(str(guests.folder))}, which only you can read.",
            "To remove it, delete that folder.",
        ]
    else:
        place = "on the server" if "://" in guests.mine else clean_line(guests.mine)
        told = [
            f"Each link opens your own sessions ({place}), once, within {minutes}.",
            "Give it to nobody else.",
        ]
    told.append("Enter gives another link, Ctrl+C stops." if is_heard else "Ctrl+C stops.")
    return " ".join(told)


class _Faults(logging.Handler):
    """Tells of a fault its type and place, and nothing of what was asked or typed."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        error = record.exc_info[1] if record.exc_info else None
        trace = error.__traceback__ if error is not None else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else record.name
        if record.levelno >= logging.ERROR:
            say(f"Something failed ({type(error).__name__} at {where}). The server goes on.")
