"""Home on a store that several share: who one is there, what one is asked, and the ways to others."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from trainer import NAME
from trainer.clock import Clock
from trainer.errors import TrainerError
from trainer.listing import when
from trainer.people.person import Role
from trainer.signing_in.access import Access
from trainer.store.base import Summary
from trainer.store.signed import SignedStore
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.home import PLAYS, Home, WayIn
from trainer.tui.widgets.choices import Choices

ASKED: Final = WayIn(styled("You are asked something about a play with others", "bold"), "app.asks")
SHARED_WITH_ME: Final = WayIn(text("Shared with me"), "app.review")
PEOPLE: Final = WayIn(text("People"), "app.people")
ACCOUNT: Final = WayIn(text("Your account: who looked, a part you played, your passphrase"), "app.account")
SIGN_OUT: Final = WayIn(text("Sign out"), "app.sign_out")


class SharedHome(Home):
    """The first screen of who is signed in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a",
            "app.account",
            "Account",
            show=False,
            id="shared-home.account",
            tooltip="Who looked, and your passphrase",
        ),
        Binding(
            "v",
            "app.review",
            "Shared with me",
            show=False,
            id="shared-home.review",
            tooltip="What others share with you",
        ),
        Binding(
            "p", "app.people", "People", show=False, id="shared-home.people", tooltip="Accounts: invite, change, close"
        ),
        Binding("o", "app.sign_out", "Sign out", show=False, id="shared-home.out", tooltip="Let somebody else sign in"),
    ]

    def __init__(
        self,
        store: SignedStore,
        open_sessions: Callable[[], tuple[Summary, ...]],
        resume: Callable[[str], object],
        clock: Clock,
    ) -> None:
        super().__init__(open_sessions, resume)
        self._store = store
        self._clock = clock

    def compose(self) -> ComposeResult:
        """Lay out the name, who one is, and the ways in."""
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(joined(styled(NAME, "bold $primary"), text(f"You are {self._store.me.name}."), between="   "))
            yield Choices(*self._entries(), classes="spaced")
            yield Static(styled("What you play is yours. Others see what you share with them.", "$quiet"))

    def ways(self) -> tuple[WayIn, ...]:
        """Return what can be done now, what one is asked first."""
        roles = self._roles()
        return (
            *((ASKED,) if self._is_asked() else ()),
            *self._news(roles),
            *self.going_on(),
            *PLAYS,
            *((SHARED_WITH_ME,) if Role.SUPERVISOR in roles else ()),
            *((PEOPLE,) if Role.ADMINISTRATOR in roles else ()),
            ACCOUNT,
            SIGN_OUT,
        )

    def _news(self, roles: frozenset[Role]) -> tuple[WayIn, ...]:
        """Return the way to the last that came from others: to oneself, and to whom others share with."""
        from trainer.tui.screens.news import come_in, written_to  # noqa: PLC0415  start-up stays fast

        own = written_to(self._store, self._clock)
        others = come_in(self._store, self._clock) if Role.SUPERVISOR in roles else None
        return tuple(
            WayIn(joined(news.told, styled(when(news.at), "$quiet"), between="  "), news.action)
            for news in (own, others)
            if news is not None
        )

    def _roles(self) -> frozenset[Role]:
        try:
            return Access(self._store).me().roles
        except TrainerError:
            return frozenset()

    def _is_asked(self) -> bool:
        try:
            return bool(self._store.base.asks_for(self._store.me.id))
        except TrainerError:
            return False
