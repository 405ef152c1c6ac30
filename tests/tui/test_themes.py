"""The theme that a person chose is theirs from then on."""

from pathlib import Path

from seeing import wait_for
from walking import wait_for_screen

from trainer.store.sqlite import SqliteStore
from trainer.tui.app import TrainerApp
from trainer.tui.themes import CONTRAST, DARK, LIGHT


async def theme_after(store: SqliteStore, *expected: str) -> str:
    """Start the app, press F2 as often as there are `expected` themes, and return the theme it was started with."""
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Home")
        started_with = app.theme
        for theme in expected:
            await pilot.press("f2")
            await wait_for(pilot, lambda theme=theme: theme == app.theme, theme)
    return started_with


async def test_theme_is_kept_between_starts(store: SqliteStore) -> None:
    """F2 goes round the three themes, and the next start begins with the one last chosen."""
    started_with = [
        await theme_after(store, LIGHT.name),
        await theme_after(store, CONTRAST.name),
        await theme_after(store, DARK.name, LIGHT.name),
        await theme_after(store),
    ]

    assert [DARK.name, LIGHT.name, CONTRAST.name, LIGHT.name] == started_with


async def test_unusable_choice_is_no_obstacle(store: SqliteStore, home: Path) -> None:
    """What stands in the file and is no theme is passed over, and a file that cannot be written stops nothing."""
    kept = home / "config" / "dialogue-trainer" / "theme"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"\xff\x00")
    first = await theme_after(store)
    kept.write_text("textual-dark")
    second = await theme_after(store)
    kept.unlink()
    kept.mkdir()
    third = await theme_after(store, LIGHT.name)

    assert [DARK.name] * 3 == [first, second, third]
