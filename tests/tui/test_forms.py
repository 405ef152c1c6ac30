"""Forms: what is wrong is said, and the cursor stands in the line that it is about."""

from collections.abc import Mapping

import pytest
from seeing import shown, wait_for
from several import PASSPHRASE, Several
from textual.pilot import Pilot
from textual.widgets import Input
from walking import wait_for_screen

from trainer.people.person import Kind
from trainer.signing_in.managing import Managing
from trainer.tui.widgets.choices import Choices

_ANEW = {"passphrase": "paper boats", "again": "paper boats"}
_NO_CODE = "AAAAA-AAAAA"


async def choose(pilot: Pilot[int], words: str) -> None:
    """Choose the entry whose text holds `words`."""
    choices = pilot.app.screen.query_one(Choices)
    choices.highlighted = next(at for at, label in enumerate(choices.labels) if words in label)
    choices.focus()
    await pilot.press("enter")


async def told_in(pilot: Pilot[int], typed: Mapping[str, str], way: str, told: str, line: str) -> None:
    """Fill in a form and choose a way: `told` is said, and what is typed next goes into `line`."""
    app = pilot.app
    for id, words in typed.items():
        app.screen.query_one(f"#{id}", Input).value = words
    await choose(pilot, way)
    await wait_for(pilot, lambda: told in shown(app), told)
    await wait_for(pilot, lambda: app.focused is app.screen.query_one(f"#{line}"), f"the cursor in {line}")
    region = app.screen.query_one(f"#{line}").region
    assert 0 < region.y < app.size.height - 1


@pytest.mark.parametrize(
    ("typed", "told", "line"),
    [
        ({}, "Type your name and your passphrase.", "name"),
        ({"name": "Kari"}, "Type your name and your passphrase.", "passphrase"),
        ({"name": "Kari", "passphrase": "no such one"}, "do not go together", "passphrase"),
    ],
)
async def test_door(several: Several, typed: dict[str, str], told: str, line: str) -> None:
    """Who left something open goes on there; where the two do not go together, with the passphrase."""
    async with several.app().run_test(size=(80, 24)) as pilot:
        await wait_for_screen(pilot, "SignIn")
        await told_in(pilot, typed, "Sign in", told, line)


@pytest.mark.parametrize(
    ("typed", "told", "line"),
    [
        ({}, "Type the code that you were given.", "code"),
        ({"again": "paper"}, "The two are not the same.", "again"),
        ({"passphrase": "boats", "again": "boats"}, "at least 8 characters", "passphrase"),
        (_ANEW | {"code": _NO_CODE}, "That code does not work", "code"),
        (_ANEW | {"recovery": "abcd-efgh"}, "That is not the recovery code of this account.", "recovery"),
    ],
)
async def test_code(several: Several, typed: dict[str, str], told: str, line: str) -> None:
    """A code of somebody who had keys before: each line can be the wrong one."""
    managing = Managing(several.store("Solveig"))
    code = managing.code(managing.find("Kari"))
    async with several.app().run_test(size=(80, 24)) as pilot:
        await wait_for_screen(pilot, "SignIn")
        await choose(pilot, "I have a code")
        await wait_for_screen(pilot, "ByCode")
        await told_in(pilot, ({"code": code} | typed) if typed else {}, "Choose this passphrase", told, line)


@pytest.mark.parametrize(
    ("typed", "told", "line"),
    [
        ({}, "Type your name and your recovery code.", "name"),
        ({"name": "Kari"}, "Type your name and your recovery code.", "recovery"),
        (_ANEW | {"name": "Kari", "recovery": "abcd-efgh"}, "do not go together", "recovery"),
        ({"name": "Kari", "recovery": "abcd", "passphrase": "k", "again": "k"}, "at least 8", "passphrase"),
    ],
)
async def test_forgotten_passphrase(several: Several, typed: dict[str, str], told: str, line: str) -> None:
    """With the recovery code, too."""
    async with several.app().run_test(size=(80, 24)) as pilot:
        await wait_for_screen(pilot, "SignIn")
        await choose(pilot, "I forgot")
        await wait_for_screen(pilot, "Forgot")
        await told_in(pilot, typed, "Choose this passphrase", told, line)


@pytest.mark.parametrize(
    ("typed", "told", "line"),
    [
        (_ANEW | {"before": "no such one"}, "That is not your passphrase.", "before"),
        ({"before": PASSPHRASE, "passphrase": "boats", "again": "boats"}, "at least 8 characters", "passphrase"),
        ({"before": PASSPHRASE, "passphrase": "paper boats"}, "The two are not the same.", "again"),
    ],
)
async def test_new_passphrase(several: Several, typed: dict[str, str], told: str, line: str) -> None:
    """The one before, the new one, or the same again."""
    async with several.app("Kari").run_test(size=(80, 24)) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("a")
        await wait_for_screen(pilot, "Account")
        await choose(pilot, "A new passphrase")
        await wait_for_screen(pilot, "NewPassphrase")
        await told_in(pilot, typed, "Choose this passphrase", told, line)


@pytest.mark.parametrize(
    ("typed", "told"), [({}, "Choose a name to be called by here"), ({"name": "kari"}, "Somebody here is called")]
)
async def test_invitation(several: Several, typed: dict[str, str], told: str) -> None:
    """What is wrong with an invitation is its name."""
    async with several.app("Solveig").run_test(size=(80, 24)) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("p")
        await wait_for_screen(pilot, "People")
        await pilot.press("i")
        await wait_for_screen(pilot, "Invite")
        await told_in(pilot, typed, "Make the account", told, "name")


async def test_last_administrator_cannot_be_changed_away(several: Several) -> None:
    """The cursor goes to what somebody may do."""
    async with several.app("Solveig").run_test(size=(80, 24)) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("p")
        await wait_for_screen(pilot, "People")
        await choose(pilot, "Solveig")
        await wait_for_screen(pilot, "Change")
        await pilot.press("down", "right", "right", "right")
        await told_in(pilot, {}, "Keep it so", "Nobody would be left who can manage accounts.", "roles")


async def test_lock_speaks_of_the_passphrase_alone(several: Several) -> None:
    """Nobody is asked for a name there, so none is spoken of; one who has to wait is told that."""
    app = several.app("Kari")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await pilot.press("ctrl+l")
        await wait_for_screen(pilot, "Lock")
        await told_in(pilot, {}, "Unlock", "Type your passphrase.", "passphrase")
        await told_in(pilot, {"passphrase": "no such one"}, "Unlock", "That is not your passphrase.", "passphrase")
        assert "name" not in shown(app)
        for _ in range(12):
            app.screen.query_one("#passphrase", Input).value = "no such one"
            await choose(pilot, "Unlock")
            await wait_for(pilot, lambda: not app.screen.is_at_work, "an answer")
        assert "That went wrong too often." in shown(app)
        assert "name" not in shown(app)


async def test_trouble_of_the_store_leaves_the_cursor_where_it_is(several: Several) -> None:
    """Where no line is wrong, the same way can be tried again with Enter."""
    managing = Managing(several.store("Solveig"))
    _, code = managing.invite("Mina", Kind.STAFF, frozenset())
    app = several.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for_screen(pilot, "SignIn")
        await choose(pilot, "I have a code")
        await wait_for_screen(pilot, "ByCode")
        screen = app.screen
        several.file.rename(several.file.with_suffix(".away"))
        several.file.mkdir()
        for id, words in (_ANEW | {"code": code}).items():
            screen.query_one(f"#{id}", Input).value = words
        await choose(pilot, "Choose this passphrase")
        await wait_for(pilot, lambda: not screen.is_at_work and bool(shown(app, "#trouble")), "what is wrong")
        assert isinstance(app.focused, Choices)
