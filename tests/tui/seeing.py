"""What a person at the screen sees, and waiting until it is there."""

import asyncio
from collections.abc import Callable

from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from trainer.tui.app import TrainerApp

_PATIENCE_SECONDS = 20
"""Longer than anything takes on a busy machine; a test that passes waits for none of it."""

_STILL = 8
"""As many looks with nothing new in them as a screen needs to count as drawn."""


async def wait_for(pilot: Pilot[int], condition: Callable[[], bool], what: str) -> None:
    """Wait until `condition()` holds, or fail saying what never came."""
    deadline = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
    while not condition():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"still waiting for {what}; there is:\n{pilot.app.screen!r}\n{rows(pilot.app)}")
        await pilot.pause(0.01)


def strips(app: TrainerApp, widget: Widget | None = None) -> list[Strip]:
    """Return what is drawn now, line by line: of the whole screen, or where `widget` is."""
    screen = app.screen
    drawn = screen._compositor.render_strips()  # no public way to the styled cells
    if widget is None:
        return drawn
    region = widget.region.intersection(Region(0, 0, *screen.size))
    return [drawn[y].crop(region.x, region.right) for y in range(region.y, region.bottom)]


def rows(app: TrainerApp, selector: str = "") -> str:
    """Return what is drawn, as lines."""
    widget = app.screen.query_one(selector) if selector else None
    return "\n".join(strip.text.rstrip() for strip in strips(app, widget))


def shown(app: TrainerApp, selector: str = "") -> str:
    """Return what is drawn as one line, so that it does not matter where a sentence was wrapped."""
    return " ".join(rows(app, selector).split())


async def settle(pilot: Pilot[int]) -> None:
    """Wait until what is drawn stays as it is, so that what changes afterwards comes from what was done afterwards."""
    seen: list[str] = []

    def is_still() -> bool:
        seen.append(rows(pilot.app))
        return len(seen) > _STILL and len(set(seen[-_STILL:])) == 1

    await wait_for(pilot, is_still, "a screen that stands still")
