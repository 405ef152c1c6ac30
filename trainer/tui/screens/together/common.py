"""What all at one keyboard look at together: the parts, a pause, and who goes to the keyboard afterwards."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.room.guest import Guest
from trainer.room.messages import TakeSeat, Watch
from trainer.room.wording import AFTER_LEAVING, ALL_LEAVE_FOR_NOW, BEFORE_LEAVING, CLOSE_FOR_ALL, SIDES, STOPPED
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.together.passing import Passing
from trainer.tui.screens.together.passing_on import pass_on
from trainer.tui.screens.together.view import Way
from trainer.tui.widgets.choices import Choices


async def ask_who_leaves(app: "App[object]", passing: Passing) -> bool:
    """Ask who leaves for good, or whether all leave, for now or for good; return whether all do."""
    sitting = passing.sitting if len(passing.sitting) > 1 else ()
    leaving = tuple(f"{guest.kept.name} leaves for good" for guest in sitting)
    ways = ("Stay", *leaving, ALL_LEAVE_FOR_NOW, CLOSE_FOR_ALL)
    way = await app.push_screen_wait(AskWay("Leave?", BEFORE_LEAVING, ways=ways))
    if not way:
        return False
    if way == len(ways) - 2:
        passing.let_wait()
        app.pop_screen()
        return True
    is_all = way == len(ways) - 1
    if is_all:
        passing.close()
    else:
        passing.leave(sitting[way - 1])
    pass_on(app, passing)
    return is_all


class Common(Screen[None]):
    """A sentence and a few ways, for all to see."""

    CSS_PATH = "together.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,escape", "leave", "Leave", id="common.leave", tooltip="Leave; no reason is asked"),
    ]

    def __init__(self, passing: Passing) -> None:
        super().__init__()
        self.passing = passing
        self._ways: tuple[Way, ...] = ()

    def told(self) -> Content:
        """Return what stands above."""
        raise NotImplementedError

    def offered(self) -> Iterator[Way]:
        """Yield what can be done."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(id="told", classes="column")
            yield Choices(classes="menu")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show how it stands."""
        self.show()

    def show(self) -> None:
        """Show how it stands."""
        self._ways = tuple(self.offered())
        self.query_one("#told", Static).update(self.told())
        self.query_one(Choices).offer(*(text(way.label) for way in self._ways))
        self.query_one(Choices).focus()

    @on(Choices.Chosen)
    def chosen(self, event: Choices.Chosen) -> None:
        """Do what was chosen."""
        self._ways[event.position].do()

    @work(exclusive=True)
    async def action_leave(self) -> None:
        """Ask who leaves."""
        await self.ask_to_leave()

    async def ask_to_leave(self) -> bool:
        """Ask who leaves; return whether all do."""
        return await ask_who_leaves(self.app, self.passing)


class Parts(Common):
    """Who takes which part; patients choose first."""

    @property
    def _next(self) -> Guest | None:
        """Who chooses now."""
        unset = [guest for guest in self.passing.here if not _has_chosen(guest)]
        return min(unset, key=lambda guest: guest.kept.side != "patients", default=None)

    def told(self) -> Content:
        """Say who chooses now, and what is taken."""
        guest = self._next
        ask = (
            f"{guest.kept.name}, {SIDES[guest.kept.side]}: which part do you take? Patients choose first."
            if guest
            else "Is this as it should be? Next, each of you reads the briefing of their part, alone."
        )
        state = self.passing.state
        taken = [text(f"{there.by}: {there.name}, {there.is_}") for there in state.seats if there.by]
        watching = [text(f"{guest.kept.name} watches") for guest in self.passing.here if _watches(guest)]
        parts = [joined(*taken, *watching, between="\n")] if taken or watching else []
        return joined(styled(state.title, "bold $primary"), *parts, styled(ask, "bold"), between="\n\n")

    def offered(self) -> Iterator[Way]:
        """Yield the parts that are free, or the way on."""
        guest = self._next
        if guest is not None and guest.state is not None:
            for there in guest.state.seats:
                if not there.by:
                    yield Way(f"{there.name}, {there.is_}", partial(self._take, guest, there.id))
            if len(self.passing.here) - sum(map(_watches, self.passing.here)) > 2:  # noqa: PLR2004  who meet
                yield Way("Watch; those with a part are asked first, alone", partial(self._watch, guest))
        else:
            yield Way("Begin with these parts", self._set_out)
        if any(map(_has_chosen, self.passing.here)):
            yield Way("Choose again from the start", self._again)

    def _take(self, guest: Guest, seat_id: str) -> None:
        guest.do(TakeSeat(seat=seat_id))
        self.show()

    def _watch(self, guest: Guest) -> None:
        guest.do(Watch())
        self.show()

    def _set_out(self) -> None:
        self.passing.wants.clear()
        self.passing.is_set_out = True
        pass_on(self.app, self.passing)

    def _again(self) -> None:
        for guest in self.passing.here:
            guest.do(TakeSeat())
        self.show()


class Paused(Common):
    """The play is paused."""

    def told(self) -> Content:
        """Say that it is paused, and what all choose together."""
        has_left = self.passing.state.somebody_left
        what = f"{STOPPED}\n\n{AFTER_LEAVING}" if has_left else STOPPED
        return joined(styled("Paused", "bold $primary"), text(what), between="\n\n")

    def offered(self) -> Iterator[Way]:
        """Yield the ways on."""
        has_left = self.passing.state.somebody_left
        yield Way("Go on: all of us want that" + ("; the script plays the part" if has_left else ""), self._go_on)
        if has_left:
            yield Way("End here: all of us want that", self._end)
        yield Way("Leave; no reason is asked", self.action_leave)

    def _go_on(self) -> None:
        self.passing.go_on()
        pass_on(self.app, self.passing)

    def _end(self) -> None:
        self.passing.end()
        pass_on(self.app, self.passing)


class AfterPlay(Common):
    """Afterwards: one goes to the keyboard after the other, alone."""

    def told(self) -> Content:
        """Say what comes now."""
        return joined(
            styled("Afterwards", "bold $primary"),
            text("What comes now is for each of you, alone first. Who goes to the keyboard?"),
            between="\n\n",
        )

    def offered(self) -> Iterator[Way]:
        """Yield those who are here, and the end."""
        for guest in self.passing.here:
            yield Way(f"{guest.kept.name}, alone", partial(self._let, guest))
        yield Way("It is enough for today: close it for all", self._close)

    def _let(self, guest: Guest) -> None:
        from trainer.tui.screens.together.curtain import Curtain  # noqa: PLC0415  it passes on in turn

        self.app.switch_screen(Curtain(self.passing, guest))

    def _close(self) -> None:
        self.passing.close()
        pass_on(self.app, self.passing)


def _has_chosen(guest: Guest) -> bool:
    return guest.state is not None and (bool(guest.state.your_seat) or _watches(guest))


def _watches(guest: Guest) -> bool:
    return guest.state is not None and any(person.is_you and person.watches for person in guest.state.people)
