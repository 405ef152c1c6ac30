"""From one person to the next: the screen of one is gone before the next one's is made."""

from textual.app import App
from textual.screen import Screen

from trainer.tui.screens.together.passing import Afterwards, Alone, Asked, Gone, Parts, Passing, Stopped


def pass_on(app: "App[object]", passing: Passing) -> None:
    """Show what comes next, in the place of what is shown."""
    screen = next_screen(passing)
    if screen is None:
        passing.close()
        app.pop_screen()
    else:
        app.switch_screen(screen)


def next_screen(passing: Passing) -> Screen[None] | None:
    """Return what comes next, or None at the end."""
    from trainer.tui.screens.together import common  # noqa: PLC0415  they pass on in turn
    from trainer.tui.screens.together.curtain import Curtain  # noqa: PLC0415  likewise

    match passing.due():
        case Parts():
            return common.Parts(passing)
        case Asked(guest) | Alone(guest):
            return Curtain(passing, guest)
        case Stopped():
            return common.Paused(passing)
        case Afterwards():
            return common.AfterPlay(passing)
        case Gone():
            return None
