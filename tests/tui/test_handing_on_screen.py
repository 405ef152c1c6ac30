"""An agreement on a store that several share: a code on one screen, and the agreement on another."""

from seeing import shown, wait_for
from several import Several
from walking import wait_for_screen

from trainer.agreements import begin
from trainer.clock import wall_clock


async def test_it_is_handed_on_with_a_code(several: Several) -> None:
    """On a store that several share one person shows a code, and another takes the agreement up with it."""
    begin(several.store("Kari"), "How we talk", wall_clock)
    app = several.app("Kari")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await app.run_action("app.agreement")
        await wait_for_screen(pilot, "Agreements")
        await pilot.press("enter")
        await wait_for_screen(pilot, "AgreementScreen")
        await pilot.press("g")
        await wait_for_screen(pilot, "ShowCode")
        code = app.screen._code
    app = several.app("Jonas")
    async with app.run_test(notifications=True) as pilot:
        await wait_for_screen(pilot, "SharedHome")
        await app.run_action("app.agreement")
        await wait_for_screen(pilot, "Agreements")
        await pilot.press("t")
        for typed, follows in (("AAAA", "That code does not work"), (code, "How we talk")):
            await wait_for_screen(pilot, "AskShared")
            await pilot.press(*typed, "enter")
            await wait_for(pilot, lambda follows=follows: follows in shown(app), follows)
