"""Who is at the program: the door of a store that several share, what is inside, and the lock over it.

What is inside has a stack of screens of its own, and so has the lock: whatever comes up meanwhile comes up below it.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import AwaitMount

from trainer.clock import Clock
from trainer.entrance import Entrance
from trainer.errors import NeedsSignIn, StoreError
from trainer.store.base import Store
from trainer.store.signed import SignedStore
from trainer.tui.leaving import AsksFirst

IDLE_SECONDS: Final = 10 * 60.0
"""So long without a key, and what is somebody's own on a store that several share is locked."""
_LONGEST_LOOK: Final = 15.0
_MILLISECONDS: Final = 1000
_DOOR: Final = "door"
_INSIDE: Final = "inside"
_LOCKED: Final = "locked"
_TOUCHES: Final = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)


class GuardedApp(App[int]):
    """An app that shows a store to whose it is, or to who signed in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "lock", "Lock", show=False, id="app.lock", tooltip="Lock; all stays as it is", priority=True),
    ]

    def __init__(self, store: Store | None, entrance: Entrance, *, idle_seconds: float, clock: Clock) -> None:
        super().__init__()
        self.entrance = entrance
        if isinstance(store, SignedStore):
            entrance.identity = store.identity
        self._held = store
        self._idle_seconds = idle_seconds
        self._idle: Timer | None = None
        self._clock = clock
        self._touched = clock()
        self._beneath = ""
        """The screens that are below the lock, where it is shut."""

    def home(self) -> Screen[None]:
        """Return the first screen of who is in."""
        raise NotImplementedError

    def came_in(self) -> None:
        """Do what is to be done as soon as somebody is in."""

    def ask_for_room(self) -> None:
        """Ask for a larger window where this one is too small."""

    @property
    def _store(self) -> Store:
        """The store of who is at the program.

        Raises:
            NeedsSignIn: when nobody is signed in.
        """
        if self._held is None:
            raise NeedsSignIn("Sign in first.")
        return self._held

    @property
    def shared(self) -> SignedStore | None:
        """The store, where several share it and somebody is signed in."""
        return self._held if isinstance(self._held, SignedStore) else None

    @property
    def is_locked(self) -> bool:
        """Whether the lock is shut."""
        return bool(self._beneath)

    @property
    def is_open(self) -> bool:
        """Whether there is somebody whose plays may be shown now."""
        return self._held is not None and not self.is_locked

    # In and out.

    def on_mount(self) -> None:
        """Go inside where it is known who is there."""
        if self.shared is not None:
            self._go_inside()
        elif self._held is not None:
            self.came_in()
        else:
            self._go_to_door()

    def get_default_screen(self) -> Screen[None]:
        """Begin at home; what is before and behind a door has stacks of its own."""
        return self.home() if self._held is not None and self.shared is None else Screen()

    def _go_to_door(self) -> AwaitMount:
        from trainer.tui.screens.signing_in import SignIn  # noqa: PLC0415  start-up stays fast

        self.add_mode(_DOOR, lambda: SignIn(self.entrance, self.enter))
        return self.switch_mode(_DOOR)

    def enter(self) -> None:
        """Open the store for who signed in, and go to their home.

        Raises:
            StoreError: when it cannot be opened.
        """
        self._held = self.entrance.open()
        self._go_inside()
        self.remove_mode(_DOOR)  # whoever comes next finds nothing typed there

    def _go_inside(self) -> None:
        self._touched = self._clock()
        self.add_mode(_INSIDE, self.home)
        self.switch_mode(_INSIDE)
        self._idle = self.set_interval(min(self._idle_seconds, _LONGEST_LOOK), self._lock_when_idle)
        self.came_in()

    def action_sign_out(self) -> None:
        """Sign out; where others are, that is asked for first."""
        if self.shared is not None and not any(worker.group == "quit" for worker in self.workers):
            self.run_worker(self._sign_out(), group="quit")

    async def _sign_out(self) -> None:
        room = self.room_inside()
        if self.is_locked or room is None or await room.ask_to_leave():
            await self.sign_out()

    async def sign_out(self) -> None:
        """Go back to the door; no screen of who was in is left, and the store is closed."""
        held, self._held = self._held, None
        self.entrance.leave()
        self._beneath = ""
        if self._idle is not None:
            self._idle.stop()
        self.clear_notifications()
        await self._go_to_door()
        for mode in (_LOCKED, _INSIDE):
            if mode in self._modes:
                await self.remove_mode(mode)
        if held is not None:
            held.close()

    def let_go(self) -> None:
        """Let go of the store."""
        if self._held is not None:
            self._held.close()

    def room_inside(self) -> AsksFirst | None:
        """Return where others are, or what is not simply left."""
        stack = self._screen_stacks.get(self._beneath or self._current_mode, [])
        return next((screen for screen in reversed(stack) if isinstance(screen, AsksFirst)), None)

    async def action_quit(self) -> None:
        """Leave the program; where others are, that is asked for first."""
        room = self.room_inside()
        if room is None:
            self.exit()
        elif self.is_locked:
            self.notify(_unlock_first(), markup=False)
        elif not any(worker.group == "quit" for worker in self.workers):
            self.run_worker(self._quit_from(room), group="quit")

    async def _quit_from(self, room: AsksFirst) -> None:
        if await room.ask_to_leave():
            self.exit()

    # The lock.

    async def on_event(self, event: events.Event) -> None:
        """Lock instead of taking a key that comes after too long a time, as after a machine that slept."""
        if isinstance(event, _TOUCHES):
            if self._lock_when_idle():
                return
            self._touched = self._clock()
        await super().on_event(event)

    def _lock_when_idle(self) -> bool:
        """Lock where no key came for too long; return whether that was done now."""
        is_idle = self._clock() - self._touched >= self._idle_seconds * _MILLISECONDS
        return is_idle and self.lock()

    def action_lock(self) -> None:
        """Lock."""
        self.lock()

    def lock(self) -> bool:
        """Cover everything and forget the keys; return whether there was something to lock.

        A room that is open here goes on for the others: what they send is written without anybody's keys.
        """
        from trainer.signing_in.accounts import lock  # noqa: PLC0415  start-up stays fast
        from trainer.tui.screens.signing_in.lock import Lock  # noqa: PLC0415

        shared = self.shared
        if shared is None or self.is_locked or self._current_mode != _INSIDE:
            return False
        is_in_a_room = self.room_inside() is not None
        self._beneath = self._current_mode
        lock(shared)
        self.clear_notifications()
        self.add_mode(_LOCKED, lambda: Lock(self._check, self.unlock, self.leave_locked, is_in_a_room=is_in_a_room))
        self.switch_mode(_LOCKED)
        self.ask_for_room()
        return True

    def _check(self, passphrase: str) -> Callable[[], None]:
        """Return what takes up the keys again, on a connection of its own: it runs beside the screen."""
        identity = self.entrance.identity

        def check() -> None:
            if identity is not None:
                again = Entrance(self.entrance.where, self._clock)
                again.sign_in(identity.called, passphrase)
                identity.keys = again.identity.keys if again.identity is not None else None

        return check

    def unlock(self) -> None:
        """Take the cover away; everything is as it was."""
        beneath, self._beneath = self._beneath, ""
        self._touched = self._clock()
        if beneath:
            self.switch_mode(beneath)
            self.remove_mode(_LOCKED)

    def leave_locked(self) -> None:
        """Sign out without the passphrase, where nobody else would be stopped by it.

        Raises:
            StoreError: when others may be in a room that is open here.
        """
        if self.room_inside() is not None:
            raise StoreError(_unlock_first())
        self.action_sign_out()

    def push_screen(self, *given: Any, mode: str | None = None, **named: Any) -> Any:  # noqa: ANN401  as Textual has it
        """Put a screen before the person, or below the lock where it is shut."""
        return super().push_screen(*given, mode=mode or self._beneath or None, **named)

    def action_command_palette(self) -> None:
        """Show the palette, where somebody's own may be shown."""
        if self.is_open:
            super().action_command_palette()


def _unlock_first() -> str:
    from trainer.tui.screens.signing_in.wording import UNLOCK_FIRST  # noqa: PLC0415  start-up stays fast

    return UNLOCK_FIRST
