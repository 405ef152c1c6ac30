"""Setting out together: from the ways to a form, from the form to a room, and back to rooms that are kept."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.app import App

from trainer.errors import StoreError, TrainerError
from trainer.opening import Together as Known
from trainer.room.host import Agreed
from trainer.room.kept import KeptFile, RoomKept, kept_rooms, new_file
from trainer.room.table import Table
from trainer.room.wording import SCORES_OFF
from trainer.scenario.model import Scenario
from trainer.store.base import Store, Summary
from trainer.store.signed import SignedStore
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.together.forms import JoinForm, OneKeyboardForm, OpenForm, Seated
from trainer.tui.screens.together.passing import Passing
from trainer.tui.screens.together.passing_on import next_screen
from trainer.tui.screens.together.reader import Reader
from trainer.tui.screens.together.room import RoomScreen
from trainer.tui.screens.together.seen_again import SeenAgain
from trainer.tui.screens.together.stay import (
    Hosting,
    Person,
    Stay,
    come_back,
    join_room,
    open_again,
    open_room,
)
from trainer.tui.screens.together.ways import Together

Agreements = Callable[[Store], tuple[tuple[str, str], ...]]
"""Gives the ids and titles of the agreements in a store."""


class SettingOut:
    """The ways into a room of one app."""

    def __init__(  # noqa: PLR0913  what an app has
        self,
        app: "App[int]",
        store: Store,
        folder: Path,
        open_store: Callable[[], Store],
        choose: Callable[[Callable[[Scenario], object]], object],
        *,
        agreements: Agreements = lambda _: (),
        agreed: Callable[[Store], Agreed] = lambda _: lambda _: (),
    ) -> None:
        self._app = app
        self._store = store
        self._folder = folder
        self._choose = choose
        self._hosting = Hosting(open_store=open_store, folder=folder, agreed=agreed)
        self._agreements = agreements
        self._agreed = agreed

    def show(self) -> None:
        """Show the ways."""
        ways = (self.one_keyboard, self.open_room, self.join)
        self._app.push_screen(Together(ways, self._rooms, self.open_kept))

    def begin(self, scenario: str | None, known: Known) -> None:
        """Show what was asked for from outside: a code to join with, a scenario to open a room for, or the ways.

        Raises:
            TrainerError: when there is no such scenario.
        """
        from trainer.library import find, load  # noqa: PLC0415  only here

        if known.code:
            self._app.push_screen(JoinForm(self._joined, known))
        elif scenario:
            chosen = load(find(scenario))
            self._app.push_screen(OpenForm(chosen, self._agreements(self._store), self._opened, known))
        else:
            self.show()

    def _rooms(self) -> tuple[tuple[KeptFile, RoomKept], ...]:
        found = ((file, file.read()) for file in kept_rooms(self._folder))
        return tuple((file, kept) for file, kept in found if kept is not None)

    # One keyboard.

    def one_keyboard(self) -> None:
        """Choose a scenario, then who sits here."""
        self._choose(
            lambda scenario: self._app.switch_screen(
                OneKeyboardForm(scenario, self._agreements(self._store), self._sit_down, self._account())
            )
        )

    def _account(self) -> str:
        """Return what who is signed in is called, or nothing where nobody signs in."""
        return self._store.me.name if isinstance(self._store, SignedStore) else ""

    def _sit_down(self, scenario: Scenario, seated: Seated) -> None:
        table = Table.sit_down(
            self._store,
            scenario,
            seated.people,
            whose=seated.whose,
            agreement=seated.agreement,
            agreed=self._agreed(self._store),
            file=new_file(self._folder),
        )
        screen = next_screen(Passing(table))
        if screen is not None:
            self._app.switch_screen(screen)

    def _sit_down_again(self, file: KeptFile, kept: RoomKept) -> None:
        try:
            table = Table.again(self._store, kept, file, agreed=self._agreed(self._store))
        except TrainerError as error:
            self._app.push_screen(Notice("That did not work", str(error)))
            return
        screen = next_screen(Passing(table))
        if screen is not None:
            self._app.push_screen(screen)

    # Each at their own keyboard.

    def open_room(self) -> None:
        """Choose a scenario, then how it is opened."""
        self._choose(
            lambda scenario: self._app.switch_screen(OpenForm(scenario, self._agreements(self._store), self._opened))
        )

    async def _opened(self, scenario: Scenario, who: Person, where: str, agreement: str) -> None:
        stay = await open_room(self._hosting, scenario, who, where, agreement)
        self._enter(stay)

    def join(self) -> None:
        """Ask for a code."""
        self._app.push_screen(JoinForm(self._joined))

    async def _joined(self, kept: RoomKept, code: str) -> None:
        self._enter(join_room(self._folder, kept, code))

    def _enter(self, stay: Stay) -> None:
        form = self._app.screen
        stay.start()

        def back(why: str | None) -> None:
            if isinstance(form, JoinForm) and (why or why is None):
                form.say(why or "")
            elif form.is_attached and form in self._app.screen_stack and isinstance(form, JoinForm | OpenForm):
                self._app.pop_screen()

        self._app.push_screen(RoomScreen(stay.guest, stay=stay), back)

    # Rooms that are kept.

    def open_kept(self, file: KeptFile, kept: RoomKept) -> None:
        """Ask what to do with a room that one was in."""
        ways: list[tuple[str, Callable[[], object]]] = []
        if kept.table:
            ways.append(("Go on at this keyboard", partial(self._sit_down_again, file, kept)))
        if not kept.is_over and kept.token and kept.at:
            is_own = self._is_own(kept)
            back = "Open it again" if is_own else f"Come back to it, as {kept.name}"
            ways.append((back, partial(self._come_back, file, kept, is_own=is_own)))
        if any(session.seen for session in kept.sessions.values()):
            ways.append(("Read what you saw", lambda: self._app.push_screen(SeenAgain(kept))))
        looked = next((there.looking_back for there in reversed(kept.sessions.values()) if there.looking_back), "")
        if looked:
            ways.append(
                ("Your looking back, for you alone", lambda: self._app.push_screen(Reader("Your looking back", looked)))
            )
        ways.append(("Delete what is kept of it here", partial(self._delete, file)))

        def do(way: int | None) -> None:
            if way is not None:
                ways[way][1]()

        where = f"At {', '.join(kept.at)}." if kept.at else ""
        self._app.push_screen(
            AskWay(
                kept.title or "A room", f"You were there as {kept.name}. {where}", ways=tuple(name for name, _ in ways)
            ),
            do,
        )

    def open_session(self, summary: Summary) -> None:
        """Show a session of a room as that: to go on with where its room is kept, or as one's own looking back."""
        for file, kept in self._rooms():
            if summary.session in kept.sessions or kept.room == summary.room:
                self.open_kept(file, kept)
                return
        if summary.own and not summary.is_open:
            self._look_back(summary)
            return
        self._app.push_screen(
            Notice(
                "This was played together",
                "Each of those who played has their own looking back, and nobody sees another's. What you saw is under "
                "“Together…”, where it is kept on this machine.",
            )
        )

    def _look_back(self, summary: Summary) -> None:
        from trainer.room.afterwards import looking_back  # noqa: PLC0415  only here
        from trainer.session import Session  # noqa: PLC0415  only here

        session = Session.resume(self._store, summary.session)

        def written(*, scores: bool) -> str:
            return looking_back(session, summary.own, scores=scores)

        self._app.push_screen(
            Reader(
                "Your looking back",
                f"{SCORES_OFF}\n\n{written(scores=False)}",
                figures=lambda reader: reader.put(written(scores=True)),
            )
        )

    def _is_own(self, kept: RoomKept) -> bool:
        """Return whether a room waits in the own store."""
        try:
            return bool(kept.room) and self._store.room(kept.room) is not None
        except StoreError:
            return False

    def _come_back(self, file: KeptFile, kept: RoomKept, *, is_own: bool) -> None:
        self._app.run_worker(self._came_back(file, kept, is_own=is_own))

    async def _came_back(self, file: KeptFile, kept: RoomKept, *, is_own: bool) -> None:
        try:
            stay = await open_again(self._hosting, file, kept) if is_own else come_back(file, kept)
            self._enter(stay)
        except TrainerError as error:
            self._app.push_screen(Notice("That did not work", str(error)))

    def _delete(self, file: KeptFile) -> None:
        def sure(way: int | None) -> None:
            if way == 1 and file.path is not None:
                file.path.unlink(missing_ok=True)

        self._app.push_screen(
            AskWay("Delete it?", "What you saw and typed there is gone then.", ways=("Keep it", "Delete it")), sure
        )
