"""What the server and a full screen tell each other through pipes, in the packets of Textual's web driver.

A packet is a letter (`D` what is typed or drawn, `M` a JSON object), four bytes of length, and that many bytes.
"""

import json
from asyncio import IncompleteReadError, StreamReader
from collections.abc import AsyncIterator
from typing import Final

DRAWN: Final = b"D"
TOLD: Final = b"M"
_BEGIN: Final = b"__GANGLION__\n"
_MOST_BYTES: Final = 1 << 23
"""More than any screen takes to draw."""
_LINES_BEFORE: Final = 10


class Broken(Exception):  # noqa: N818  it says what the stream is
    """What came is no packet."""


def packed(kind: bytes, content: bytes) -> bytes:
    """Return a packet."""
    return b"%s%s%s" % (kind, len(content).to_bytes(4, "big"), content)


def told(kind: str, **more: object) -> bytes:
    """Return a packet that tells something of `kind`."""
    return packed(TOLD, json.dumps({"type": kind, **more}).encode())


def typed(keys: str) -> bytes:
    """Return a packet with what is typed."""
    return packed(DRAWN, keys.encode("utf-8", "replace"))


def resized(columns: int, rows: int) -> bytes:
    """Return a packet that tells how large the page is, in cells."""
    return told("resize", width=columns, height=rows)


async def packets(stream: StreamReader) -> AsyncIterator[tuple[bytes, bytes]]:
    """Give the kind and the content of every packet until the stream ends.

    Raises:
        Broken: when what comes is no packet.
    """
    for _ in range(_LINES_BEFORE):
        line = await stream.readline()
        if not line:
            return
        if line == _BEGIN:
            break
    else:
        raise Broken
    while True:
        try:
            head = await stream.readexactly(5)
            size = int.from_bytes(head[1:], "big")
            if size > _MOST_BYTES:
                raise Broken
            content = await stream.readexactly(size)
        except IncompleteReadError:
            return
        yield head[:1], content
