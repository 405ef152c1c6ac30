"""Contrast, measured on what is drawn."""

import pytest
from places import PLACES, opened
from rich.color import Color
from rich.segment import Segment
from seeing import strips, wait_for
from textual.pilot import Pilot
from textual.widgets import TextArea

from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.themes import THEMES

_ENOUGH = 4.5
"""What WCAG 2.2 asks of text at level AA."""
_NO_TEXT = {*map(chr, range(0x2500, 0x25A0)), " ", "\n"}
"""Lines, blocks and shades: scrollbars and edges."""


def luminance(red: int, green: int, blue: int) -> float:
    """Return the relative luminance of a colour, as WCAG defines it."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(*first), luminance(*second)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_known_colours() -> None:
    """Black on white is 21 : 1, a colour on itself 1 : 1, and #767676 on white just above 4.5 : 1."""
    assert 21 == pytest.approx(contrast((0, 0, 0), (255, 255, 255)))
    assert 1 == contrast((9, 99, 199), (9, 99, 199))
    assert 4.54 == pytest.approx(contrast((0x76, 0x76, 0x76), (255, 255, 255)), abs=0.01)


def colours(segment: Segment) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Return the colours in which `segment` is drawn: of the text and behind it."""
    style = segment.style
    assert style is not None
    text, behind = (_triplet(colour) for colour in (style.color, style.bgcolor))
    if style.dim:
        text = tuple((part + other) // 2 for part, other in zip(text, behind, strict=True))
    return (behind, text) if style.reverse else (text, behind)


def _triplet(colour: Color | None) -> tuple[int, int, int]:
    assert colour is not None
    assert colour.triplet is not None
    return tuple(colour.triplet)


def weak_texts(app: TrainerApp) -> list[tuple[str, float]]:
    """Return what is drawn with too little contrast; behind a dialog only the dialog and its footer count."""
    screen = app.screen
    dialogs = screen.query(".dialog") or screen.query("CommandPalette > Vertical") if screen.is_modal else None
    parts = [*dialogs, *screen.query("Footer")] if dialogs else [None]
    weak = []
    for part in parts:
        for strip in strips(app, part):
            for segment in strip:
                if segment.control or not set(segment.text) - _NO_TEXT:
                    continue
                ratio = contrast(*colours(segment))
                if ratio < _ENOUGH:
                    weak.append((segment.text.strip(), round(ratio, 2)))
    return weak


@pytest.mark.parametrize("place", PLACES)
async def test_every_text_can_be_read(store: SqliteStore, place: str) -> None:
    """In each theme, every text on every screen has a contrast of 4.5 : 1 or more."""
    async with opened(store, place) as (app, pilot):
        if app.screen.query(TextArea):
            await pilot.press(*"some words")
            app.screen.query_one(TextArea).select_all()
        weak = {}
        for theme in THEMES:
            await _put_on(app, pilot, theme.name)
            weak[theme.name] = weak_texts(app)

    assert {theme.name: [] for theme in THEMES} == weak


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_notices_can_be_read(store: SqliteStore, theme: str) -> None:
    """What pops up when the store cannot be read has a contrast of 4.5 : 1 or more."""
    async with opened(store, "home", theme=theme) as (app, pilot):
        app.notify("Something went wrong.", severity="error", markup=False)
        await wait_for(pilot, lambda: "Something went wrong." in "".join(s.text for s in strips(app)), "the notice")

        assert [] == weak_texts(app)


async def _put_on(app: TrainerApp, pilot: Pilot[int], theme: str) -> None:
    """Change the theme, and wait until its background is drawn."""
    app.theme = theme
    behind = tuple(Color.parse(app.current_theme.background).triplet)

    def is_drawn() -> bool:
        styles = [segment.style for strip in strips(app) for segment in strip]
        return behind in {_triplet(style.bgcolor) for style in styles if style and style.bgcolor}

    if not app.screen.is_modal:
        await wait_for(pilot, is_drawn, f"the theme {theme}")
    for _ in range(5):
        await pilot.pause(0.01)
