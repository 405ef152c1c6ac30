"""Before play: who is here, who comes in, and who takes which part."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from trainer.listing import listed
from trainer.room.messages import Done, LetIn, NewCode, Ready, RoomState, TakeSeat, Watch
from trainer.room.wording import MAY_WATCH, SIDES, seat, what_now
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.together.view import View, Way
from trainer.tui.widgets.choices import Choices


class Gathering(View):
    """A lobby."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "new_code", "New code", id="gathering.code", tooltip="A new code for one more person"),
        Binding("r", "ready", "Ready", id="gathering.ready", tooltip="Say that this is as it should be"),
    ]

    _why: str = ""
    """Why the last thing that was wanted was not done."""

    def compose(self) -> ComposeResult:
        """Lay out the code, the people and what can be done."""
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(id="title")
            yield Static(id="room-code")
            yield Static(id="now")
            yield Choices(classes="menu")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a code to the host, and to be ready to whoever has a part."""
        state = self.guest.state
        if action == "new_code":
            return state is not None and state.host is not None
        if action == "ready":
            return state is not None and bool(state.your_seat)
        return super().check_action(action, parameters)

    def show(self) -> None:
        """Show who is here, and what is waited for."""
        state = self.guest.state
        if state is None:
            return
        self.query_one("#title", Static).update(styled(state.title, "bold $primary"))
        code = self.query_one("#room-code", Static)
        code.update(self._code(state))
        code.display = state.host is not None
        knocking = tuple(knock.name for knock in state.host.knocks) if state.host else ()
        self.query_one("#now", Static).update(
            joined(
                *([styled(self._why, "bold $warning")] if self._why else []),
                *([styled(f"At the door: {listed(knocking)}.", "bold $warning")] if knocking else []),
                styled(what_now(state), "$secondary"),
                between="\n",
            )
        )
        self.offer(*self._offered(state), kind="gathering")

    def _code(self, state: RoomState) -> Content:
        host = state.host
        if host is None:
            return text("")
        at = ", ".join(self.guest.kept.at)
        where = joined(text("at "), styled(at, "bold"))
        if fingerprint := self.guest.kept.fingerprint:
            where = joined(where, text("   Fingerprint "), styled(fingerprint, "bold"))
        if not host.code:
            return joined(styled("No code works now. ", "bold"), text("c makes one for one more person."))
        until = datetime.fromtimestamp(host.code_until / 1000, UTC).astimezone().strftime("%H:%M")
        spaced = "  ".join((" ".join(host.code[:3]), " ".join(host.code[3:])))
        told = styled(f"for one person, until {until}; c makes a new one", "$quiet")
        return joined(
            joined(styled(f"  {spaced}  ", "bold $primary on $chosen"), text("   "), told), where, between="\n"
        )

    def _offered(self, state: RoomState) -> Iterator[Way]:
        """Yield what can be done; what comes by others stands last, so that no number changes under a finger."""
        watches = any(person.is_you and person.watches for person in state.people)
        for there in state.seats:
            if there.is_yours:
                yield Way(f"Give back {there.name}, {there.is_}", partial(self._want, TakeSeat()))
            elif not there.by and state.may_choose:
                yield Way(f"Take {there.name}, {there.is_}", partial(self._want, TakeSeat(seat=there.id)))
            else:
                yield Way(seat(there), partial(self._want, TakeSeat(seat=there.id)))  # the host says why not
        yield Way(
            "Watch no longer" if watches else "Watch instead; all with a part are asked first",
            partial(self._want, Watch(wants=not watches)),
        )
        if state.your_seat:
            yield Way("Not ready after all" if state.is_ready else "Ready: this is as it should be", self.action_ready)
        for knock in state.host.knocks if state.host else ():
            who = f"{knock.name}, {SIDES[knock.side]}"
            yield Way(f"{who}, would like to come in: let in", partial(self._want, LetIn(member=knock.member)))
            yield Way(f"{who}: not this time", partial(self._want, LetIn(member=knock.member, comes_in=False)))

    def _want(self, action: LetIn | TakeSeat | Watch | Ready | NewCode) -> None:
        self.guest.do(action, self._told)

    def _told(self, done: Done) -> None:
        self._why = done.why

    def action_new_code(self) -> None:
        """Make a new code."""
        self._want(NewCode())

    def action_ready(self) -> None:
        """Be ready, or not after all."""
        state = self.guest.state
        if state is None:
            return
        if state.is_ready:
            self._want(Ready(is_ready=False))
        elif state.wants_to_watch:
            self.begin(self._ask_whether_watched())
        else:
            self._want(Ready(may_watch=True))

    async def _ask_whether_watched(self) -> None:
        ways = ("Yes, they may watch", "No, without anybody watching")
        answer = await self.app.push_screen_wait(AskWay("One question first", MAY_WATCH, ways=ways))
        if answer is not None:
            self._want(Ready(may_watch=answer == 0))
