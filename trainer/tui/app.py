"""The full screen: the app that holds the store and moves between screens."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import WorkerFailed

from trainer import NAME
from trainer.clock import Clock, wall_clock
from trainer.engine.state import Phase
from trainer.entrance import Entrance
from trainer.errors import NeedsSignIn, StoreError, TrainerError
from trainer.opening import LAST, Opening
from trainer.people.person import Role
from trainer.store.base import SessionId, Store, Summary
from trainer.text import clean
from trainer.tui.dialogs.notice import Notice
from trainer.tui.guarded import IDLE_SECONDS, GuardedApp
from trainer.tui.preferences import keep_theme, kept_theme
from trainer.tui.screens.home import Home
from trainer.tui.screens.too_small import HEIGHT, WIDTH, TooSmall
from trainer.tui.themes import THEMES

if TYPE_CHECKING:
    from trainer.scenario.model import Scenario
    from trainer.session import Session
    from trainer.store.signed import SignedStore
    from trainer.tui.screens.together.setting_out import SettingOut

_AS_USUAL: Final = Opening()
_SIGNALS: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class TrainerApp(GuardedApp):
    """The full screen."""

    TITLE = NAME
    CSS_PATH = "trainer.tcss"
    ENABLE_COMMAND_PALETTE = True
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012  so it is declared in Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+q",
            "quit",
            "Leave",
            show=False,
            id="app.leave",
            tooltip="Leave the program; everything is kept",
            priority=True,
        ),
        Binding("f2", "next_theme", "Light or dark", id="app.theme", tooltip="Light, dark or high contrast"),
    ]

    def __init__(  # noqa: PLR0913  what tests set besides
        self,
        store: Store | None,
        opening: Opening | None = None,
        where: str | None = None,
        entrance: Entrance | None = None,
        *,
        idle_seconds: float = IDLE_SECONDS,
        clock: Clock = wall_clock,
    ) -> None:
        """Prepare to show what is in `store`, which is the one at `where`; without it, one signs in first."""
        super().__init__(store, entrance or Entrance(where), idle_seconds=idle_seconds, clock=clock)
        self._where = where
        self._opening = opening or _AS_USUAL
        self._room = Size(WIDTH, HEIGHT)
        for theme in THEMES:
            self.register_theme(theme)
        for name in set(self.available_themes) - {theme.name for theme in THEMES}:
            self.unregister_theme(name)
        self.theme = kept_theme(tuple(theme.name for theme in THEMES))

    def on_mount(self) -> None:
        """Show over home what was asked for."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self._leave_on, number)

    def home(self) -> Screen[None]:
        """Return home: on a store that several share with what is asked of one there."""
        if (shared := self.shared) is None:
            return Home(self._sessions, self.resume)
        from trainer.tui.screens.shared_home import SharedHome  # noqa: PLC0415  start-up stays fast

        return SharedHome(shared, self._sessions, self.resume, self._clock)

    def on_ready(self) -> None:
        """Let the garbage collector work again: there is little to collect while the program starts."""
        gc.freeze()
        gc.enable()

    def _leave_on(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def came_in(self) -> None:
        """Show over home what was asked for, once."""
        self.call_later(self._open)
        self.call_after_refresh(self._tell_what_goes)

    def _tell_what_goes(self) -> None:
        """Let go of plays whose time is over, as their owner was told before, and tell of those that go next."""
        from trainer.upkeep.retention import months_of, sweep, told  # noqa: PLC0415  start-up stays fast

        try:
            sentence = told(sweep(self._store, self._clock()), months_of(self._store))
        except StoreError as error:
            sentence = str(error)
        if sentence:
            self.notify(clean(sentence), markup=False, timeout=20)

    def _open(self) -> None:
        opening, self._opening = self._opening, _AS_USUAL
        if (together := opening.together) is not None:
            self._told(lambda: self._setting_out().begin(opening.scenario, together))
        elif opening.scenario is not None:
            self._told(lambda: self._open_scenario(opening))
        elif opening.resume == LAST:
            last = next((summary.session for summary in self._sessions() if summary.is_open), None)
            if last is None:
                self.push_screen(Notice("Nothing to go on with", "There is no session that is under way or paused."))
            else:
                self.resume(last, is_coached=opening.is_coached)
        elif opening.resume is not None:
            self.resume(opening.resume, is_coached=opening.is_coached)

    def _open_scenario(self, opening: Opening) -> None:
        from trainer.library import find, load  # noqa: PLC0415  start-up stays fast

        self.brief(load(find(opening.scenario or "")), opening)

    def action_library(self) -> None:
        """Show the library."""
        from trainer.library import shelf  # noqa: PLC0415  start-up stays fast
        from trainer.tui.screens.library import Library  # noqa: PLC0415

        self._told(lambda: self.push_screen(Library(shelf(), self._sessions, self.brief)))

    def action_sessions(self) -> None:
        """Show the sessions."""
        from trainer.tui.screens.sessions import Sessions  # noqa: PLC0415  start-up stays fast

        share, beside = (self.share, self._told_of_plays) if self.shared else (None, dict[str, str])
        self._told(lambda: self.push_screen(Sessions(self._sessions, self.resume, self._delete, share, beside)))

    def _told_of_plays(self) -> "Mapping[str, str]":
        from trainer.tui.screens.news import told_of_plays  # noqa: PLC0415  start-up stays fast

        return told_of_plays(self.shared) if self.shared is not None else {}

    async def _delete(self, summary: Summary) -> None:
        """Delete a session, and leave no byte of it, beside the screen: that takes a while in a large store."""
        self._store.delete_session(summary.session)
        await asyncio.to_thread(self._compact)

    def _compact(self) -> None:
        store = self.entrance.open()
        try:
            store.compact()
        finally:
            store.close()

    def action_journal(self) -> None:
        """Show the journal."""
        from trainer.tui.screens.journal import Journal  # noqa: PLC0415  start-up stays fast

        self.push_screen(Journal(self._store, self._write_note, self.open_looking_back))

    def _write_note(self, session: SessionId, about: str, words: str) -> None:
        from trainer.clock import wall_clock  # noqa: PLC0415
        from trainer.journal import write_note  # noqa: PLC0415  start-up stays fast

        write_note(self._store, session, about, words, wall_clock())

    def open_looking_back(self, session_id: str) -> None:
        """Open the looking back of a session, wherever it stands."""
        from trainer.session import Session  # noqa: PLC0415  start-up stays fast

        def look() -> None:
            if not self._is_of_a_room(session_id):
                self.look_back(Session.resume(self._store, session_id))

        self._told(look)

    def _is_of_a_room(self, session_id: str) -> bool:
        """Return whether a session was played in a room; then it is shown as that, and to nobody as another's."""
        summary = self._store.summary(session_id)
        if summary.room:
            self._setting_out().open_session(summary)
        return bool(summary.room)

    def action_together(self) -> None:
        """Show the ways to play with others."""
        self._setting_out().show()

    def _setting_out(self) -> "SettingOut":
        from trainer.room.agreed import agreed_in, agreements_in  # noqa: PLC0415  start-up stays fast
        from trainer.room.kept import rooms_folder  # noqa: PLC0415
        from trainer.tui.screens.together.setting_out import SettingOut  # noqa: PLC0415

        return SettingOut(
            self,
            self._store,
            rooms_folder(self._where),
            self.entrance.open,
            self._choose_scenario,
            agreements=agreements_in,
            agreed=agreed_in,
        )

    def _choose_scenario(self, choose: "Callable[[Scenario], object]") -> None:
        from trainer.library import shelf  # noqa: PLC0415  start-up stays fast
        from trainer.tui.screens.library import Library  # noqa: PLC0415

        self._told(lambda: self.push_screen(Library(shelf(), self._sessions, choose)))

    def action_agreement(self) -> None:
        """Show the agreements that are written and signed together."""
        from trainer.clock import wall_clock  # noqa: PLC0415  start-up stays fast
        from trainer.tui.screens.agreement import Agreements  # noqa: PLC0415

        self.push_screen(Agreements(self._store, wall_clock))

    def action_progress(self) -> None:
        """Show what the plays show together."""
        from trainer.progress import Plays  # noqa: PLC0415  start-up stays fast
        from trainer.tui.screens.progress import Progress  # noqa: PLC0415

        self.push_screen(Progress(lambda: Plays(self._store)))

    # Where others are on the same store.

    def action_account(self) -> None:
        """Show one's account."""
        from trainer.tui.screens.sharing.account import Account  # noqa: PLC0415  start-up stays fast

        self._inside(lambda shared: self.push_screen(Account(shared, self.entrance)))

    def action_asks(self) -> None:
        """Ask what others would like to know, one thing after the other, each alone."""
        self._inside(lambda shared: self.run_worker(self._ask_all(shared), group="asks", exclusive=True))

    async def _ask_all(self, shared: "SignedStore") -> None:
        from trainer.tui.screens.sharing.asks import ask_all  # noqa: PLC0415  start-up stays fast

        await ask_all(self, shared)
        if isinstance(self.screen, Home):
            self.screen.on_screen_resume()

    def action_people(self) -> None:
        """Show the accounts, to who manages them."""
        from trainer.tui.screens.people import People  # noqa: PLC0415  start-up stays fast

        self._inside(lambda shared: self.push_screen(People(shared)))

    def action_review(self) -> None:
        """Show what others share with who is signed in."""
        from trainer.tui.screens.review import open_review  # noqa: PLC0415  start-up stays fast

        self._inside(lambda shared: open_review(self, shared))

    def action_answered(self, session_id: str, person: str) -> None:
        """Show what was written on a play that `person` shares, above the list of what is shared."""
        from trainer.tui.screens.review import open_conversation  # noqa: PLC0415  start-up stays fast

        self._inside(lambda shared: open_conversation(self, shared, session_id, person))

    def action_written(self, session_id: str) -> None:
        """Show what readers wrote on a play of one's own."""
        from trainer.session import Session  # noqa: PLC0415  start-up stays fast

        self._told(lambda: self.show_others(Session.resume(self._store, session_id)))

    def share(self, session_id: str) -> None:
        """Show with whom a session is shared, and let one share it."""
        from trainer.tui.screens.sharing import Shares  # noqa: PLC0415  start-up stays fast

        self._inside(lambda shared: self.push_screen(Shares(shared, session_id)))

    def show_others(self, session: "Session") -> None:
        """Show what readers wrote on a session of one's own."""
        from trainer.tui.screens.sharing.others_wrote import OthersWrote  # noqa: PLC0415  start-up stays fast

        self._inside(lambda shared: self.push_screen(OthersWrote(shared, session)))

    def _inside(self, do: "Callable[[SignedStore], object]") -> None:
        if (shared := self.shared) is not None and self.is_open:
            self._told(lambda: do(shared))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what belongs to a role only to who has it."""
        needed = {"review": Role.SUPERVISOR, "answered": Role.SUPERVISOR, "people": Role.ADMINISTRATOR}.get(action)
        if needed is not None:
            return self.shared is not None and needed in self.shared.me.roles
        return super().check_action(action, parameters)

    def _sessions(self) -> tuple[Summary, ...]:
        """Return every session, or none where the store cannot be read; then the person is told why."""
        try:
            return self._store.sessions()
        except StoreError as error:
            self.notify(clean(str(error)), severity="error", markup=False)
            return ()

    def brief(self, scenario: "Scenario", opening: Opening = _AS_USUAL) -> None:
        """Show the briefing of `scenario`; what `opening` asks for holds for this one play."""
        from trainer.tui.screens.briefing import Briefing  # noqa: PLC0415  start-up stays fast

        self._told(
            lambda: self.push_screen(
                Briefing(scenario, opening.seat, partial(self._begin, opening), self._latest_intention())
            )
        )

    def _latest_intention(self) -> str:
        intended = self._store.latest_intention()
        return intended.text if intended else ""

    def _begin(self, opening: Opening, scenario: "Scenario", seat: str) -> None:
        from trainer.session import Session  # noqa: PLC0415  start-up stays fast

        def start() -> None:
            session = Session.begin(self._store, scenario, seat, seed=opening.seed)
            session.start()
            self.switch_screen(self._stage(session, is_coached=opening.is_coached))

        self._told(start)

    def resume(self, session_id: str, *, is_coached: bool = False) -> None:
        """Go on with a session, or look back on it where it is over."""
        from trainer.session import Session  # noqa: PLC0415  start-up stays fast

        def go_on() -> None:
            if self._is_of_a_room(session_id):
                return
            session = Session.resume(self._store, session_id)
            if session.is_over:
                self.look_back(session)
                return
            if session.state.phase is Phase.BRIEFING:
                session.start()
            session.go_on()
            self.push_screen(self._stage(session, is_coached=is_coached))

        self._told(go_on)

    def look_back(self, session: "Session", *, is_coached: bool = False) -> None:
        """Show what the words of a session did; whoever tries again from there is coached as before."""
        from trainer.earlier import earlier_choices  # noqa: PLC0415  start-up stays fast
        from trainer.forks import attempts_of  # noqa: PLC0415
        from trainer.tui.screens.looking_back import LookingBack  # noqa: PLC0415
        from trainer.tui.screens.stage import Stage  # noqa: PLC0415

        show = self.switch_screen if isinstance(self.screen, Stage) else self.push_screen

        def open_it() -> None:
            has_others = len(attempts_of(self._store, session.id)) > 1
            attempts = self.show_attempts if has_others else None
            again = partial(self.try_again, is_coached=is_coached)
            sharing = (partial(self.share, session.id), self.show_others) if self.shared is not None else None
            show(LookingBack(session, again, attempts, earlier_choices(self._store, session), sharing))

        self._told(open_it)

    def try_again(self, session: "Session", position: int, *, is_coached: bool = False) -> None:
        """Go back to a reply of `session`, in a session of its own, and take the stage there."""
        self._told(lambda: self.switch_screen(self._stage(session.fork(position), is_coached=is_coached)))

    def show_attempts(self, session: "Session") -> None:
        """Show the attempts that `session` is one of beside each other."""
        from trainer.forks import attempts_of  # noqa: PLC0415  start-up stays fast
        from trainer.session import Session  # noqa: PLC0415
        from trainer.tui.screens.attempts import Attempts  # noqa: PLC0415

        def show() -> None:
            found = attempts_of(self._store, session.id)
            first, *later = (Session.on(self._store, summary.session, session.scenario) for summary in found)
            self.push_screen(Attempts(first, tuple(later), session.id))

        self._told(show)

    def _stage(self, session: "Session", *, is_coached: bool) -> Screen[None]:
        from trainer.tui.screens.stage import Stage  # noqa: PLC0415  start-up stays fast

        return Stage(session, partial(self.look_back, is_coached=is_coached), is_coached=is_coached)

    def _told(self, do: "_Do") -> None:
        """Do something, and tell the person where it fails."""
        from trainer.scenario.problems import ScenarioError  # noqa: PLC0415  start-up stays fast

        try:
            do()
        except ScenarioError as error:
            told = [str(problem) for problem in error.problems[:12]]
            self.push_screen(
                Notice("This scenario has problems", *told, "Nothing was begun. `trainer check` lists all of them.")
            )
        except TrainerError as error:
            self.push_screen(Notice("That did not work", str(error)))

    def action_next_theme(self) -> None:
        """Go to the next of the three themes, and keep it."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        keep_theme(self.theme)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what the palette offers, without the picture of the screen: it would put what was said on disk."""
        for command in super().get_system_commands(screen):
            if command.title.lower() not in {"screenshot", "theme", "maximize"}:
                yield command
        yield SystemCommand("Light or dark", "Go to the next theme", self.action_next_theme)
        yield SystemCommand("Library", "Choose a scenario", self.action_library)
        yield SystemCommand("Journal", "Your notes, for yourself alone", self.action_journal)
        yield SystemCommand("Sessions", "Go on with one, or look back", self.action_sessions)
        yield SystemCommand("Agreement", "Write and sign one together", self.action_agreement)
        yield SystemCommand("Together", "Play with others", self.action_together)
        yield SystemCommand("Progress", "What your plays show together", self.action_progress)
        if self.shared is not None:
            yield SystemCommand("Your account", "Who looked, a part you played, your passphrase", self.action_account)
            if self.check_action("review", ()):
                yield SystemCommand("Shared with me", "What others share with you", self.action_review)
            if self.check_action("people", ()):
                yield SystemCommand("People", "Accounts: invite, change, close", self.action_people)
            yield SystemCommand("Lock", "Cover the screen; everything stays as it is", self.action_lock)
            yield SystemCommand("Sign out", "Let somebody else sign in", self.action_sign_out)

    def on_resize(self, event: events.Resize) -> None:
        """See whether there is room to play."""
        self._room = event.size
        self.ask_for_room()

    def ask_for_room(self) -> None:
        """Ask for a larger window where this one is too small to play in."""
        is_small = self._room.width < WIDTH or self._room.height < HEIGHT
        if is_small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(self.ask_for_room), mode=self._current_mode)
        elif not is_small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    def _fatal_error(self) -> None:
        """Leave after a fault without printing what anybody typed: Textual's own dump shows local variables."""
        error = self._exception
        fault = error.error if isinstance(error, WorkerFailed) else error
        trace = fault.__traceback__ if fault is not None else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
        self._fault = f"{type(fault).__name__} at {where}"
        self._close_messages_no_wait()

    _fault: str = ""

    @property
    def fault(self) -> str:
        """What went wrong and where, without what anybody typed."""
        return self._fault


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    _Do = Callable[[], object]


def run(store: str | None, opening: Opening | None) -> int:
    """Run the full screen and return the exit code.

    Raises:
        StoreError: when the store cannot be opened.
    """
    gc.disable()
    entrance = Entrance(store)
    try:
        opened: Store | None = entrance.open()
    except NeedsSignIn:
        opened = None
    app = TrainerApp(opened, opening, store, entrance)
    try:
        app.run()
    finally:
        app.let_go()
        _let_go_of_a_closed_terminal()
    if app.fault:
        sys.stderr.write(f"The program had to stop ({app.fault}). What was shown as said is kept: trainer resume\n")
    return app.return_code or 0


def _let_go_of_a_closed_terminal() -> None:
    """Write what is left to nowhere where the terminal is gone: Python would end with a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
