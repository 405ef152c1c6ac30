"""What is shared with me: a list, the last shared first, narrowed by person, scenario or day."""

from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.clock import Clock
from trainer.errors import TrainerError
from trainer.people.person import Person
from trainer.people.shares import Scope
from trainer.supervision.reviewing import PAGE, Item, Reviewing
from trainer.tui.content import joined, styled, text
from trainer.tui.dialogs.notice import Notice
from trainer.tui.dialogs.ways import AskWay
from trainer.tui.screens.review.reads import is_done
from trainer.tui.screens.review.wording import NOTHING_OF_THAT, NOTHING_SHARED, told_item
from trainer.tui.widgets.choices import Choices

_DAY: Final = 24 * 3600 * 1000
_SPANS: Final = ((0, "any day"), (7, "the last 7 days"), (30, "the last 30 days"), (365, "the last year"))


class SharedWithMe(Screen[None]):
    """Every session that is shared with who is signed in."""

    CSS_PATH = "review.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "person", "Person", id="shared.person", tooltip="Only what one person shares"),
        Binding("s", "scenario", "Scenario", id="shared.scenario", tooltip="Only this scenario, or all again"),
        Binding("d", "days", "Day", id="shared.days", tooltip="Only what was shared lately, or all again"),
        Binding("g", "group", "Show to a group", id="shared.group", tooltip="Walk through it with a group"),
        Binding("c", "cohort", "Overview", id="shared.cohort", tooltip="What the plays of staff show together"),
        Binding("escape", "app.pop_screen", "Back", id="shared.back", tooltip="Back home"),
        Binding("f2", "app.next_theme", "Light or dark", show=False, id="shared.theme", tooltip="Light or dark"),
    ]

    def __init__(self, reviewing: Reviewing, clock: Clock) -> None:
        super().__init__()
        self._reviewing = reviewing
        self._clock = clock
        self._items: tuple[Item, ...] = ()
        self._has_more = False
        self._person: Person | None = None
        self._scenario: tuple[str, str] = ("", "")
        """The id and the title of the only scenario that is listed."""
        self._span = 0

    def compose(self) -> ComposeResult:
        """Lay out what is listed, or what to do where there is nothing."""
        yield Static(styled("Shared with me", "bold $primary"), classes="heading")
        yield Static(id="narrowed")
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(id="empty")
            yield Choices(classes="spaced")
        yield Footer(show_command_palette=False, compact=True)

    def on_screen_resume(self) -> None:
        """Show what is shared now."""
        self._read(len(self._items))
        self.query_one(Choices).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's own
        """Offer what can be done with what is highlighted, and to take away what narrows the list."""
        has_said = self._here is not None and self._here.listed.share.scope.holds(Scope.SAID)
        offered = {
            "person": bool(self._items) or self._person is not None,
            "scenario": self._here is not None or bool(self._scenario[0]),
            "days": bool(self._items) or bool(self._span),
            "group": has_said,
        }
        return offered.get(action, True)

    @property
    def _here(self) -> Item | None:
        """What is highlighted."""
        for choices in self.query(Choices):
            if choices.highlighted is not None and choices.highlighted < len(self._items):
                return self._items[choices.highlighted]
        return None

    def _read(self, known: int = 0, *, at: int | None = None) -> None:
        """Read the list anew, as much of it as was there, and at least a page."""
        limit = max(known, PAGE)
        choices = self.query_one(Choices)
        highlighted = choices.position if at is None else at
        try:
            found = self._page(None, limit)
        except TrainerError as error:
            found = ()
            self._has_more = False
            self.app.push_screen(Notice("That did not work", str(error)))
        self._items = found
        self._show(highlighted)

    def _page(self, after: Item | None, limit: int = PAGE) -> tuple[Item, ...]:
        """Return the next ones, and note whether there are more."""
        person = self._person.id if self._person else ""
        found = self._reviewing.items(person=person, scenario=self._scenario[0], after=after, limit=limit)
        days = _SPANS[self._span][0]
        since = self._clock() - days * _DAY if days else 0
        lately = tuple(item for item in found if item.listed.share.given >= since)
        self._has_more = len(lately) == limit
        return lately

    def _show(self, highlighted: int) -> None:
        is_narrowed = bool(self._person or self._scenario[0] or self._span)
        empty = self.query_one("#empty", Static)
        empty.update(text(NOTHING_OF_THAT if is_narrowed else NOTHING_SHARED))
        empty.display = not self._items
        entries = [*map(_entry, self._items), *([text("More")] if self._has_more else [])]
        self.query_one(Choices).offer(*entries, highlighted=highlighted)
        self.query_one("#narrowed", Static).update(styled(self._narrowed, "$quiet"))
        self.refresh_bindings()

    @property
    def _narrowed(self) -> str:
        """What is listed, in words."""
        who = self._person.name if self._person else "Everybody"
        return f"{who} · {self._scenario[1] or 'every scenario'} · shared on {_SPANS[self._span][1]}".replace(
            "shared on the", "shared in the"
        )

    @on(Choices.Highlighted)
    def follow(self) -> None:
        """Offer what can be done with what is highlighted now."""
        self.refresh_bindings()

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Open the chosen session, or list more of them."""
        if event.position < len(self._items):
            self._open(self._items[event.position])
        else:
            is_done(self.app, self._add_page)

    def _add_page(self) -> None:
        known = len(self._items)
        self._items += self._page(self._items[-1])
        self._show(min(known, len(self._items) - 1))

    def _open(self, item: Item) -> None:
        from trainer.tui.screens.review.replay import Replay  # noqa: PLC0415  the list comes first
        from trainer.tui.screens.review.scores import Scores  # noqa: PLC0415

        def show() -> None:
            if item.listed.share.scope is Scope.SCORES:
                reading = self._reviewing.scores(item.session, item.person.id)
                self.app.push_screen(Scores(item.person.name, reading))
            else:
                reviewed = self._reviewing.open(item.session, item.person.id)
                self.app.push_screen(Replay(self._reviewing, reviewed))

        if not is_done(self.app, show):
            self._read(len(self._items))

    @work
    async def action_person(self) -> None:
        """Ask whose plays to list."""
        try:
            people = self._reviewing.people()
        except TrainerError as error:
            self.app.push_screen(Notice("That did not work", str(error)))
            return
        names = tuple(person.name for person in people)
        first = next((at for at, person in enumerate(people, start=1) if person == self._person), 0)
        way = await self.app.push_screen_wait(AskWay("Whose plays?", ways=("Everybody's", *names), first=first))
        if way is not None:
            self._person = people[way - 1] if way else None
            self._read(at=0)

    def action_scenario(self) -> None:
        """List only plays of the scenario that is highlighted, or of all again."""
        here = self._here
        if self._scenario[0]:
            self._scenario = ("", "")
        elif here is not None:
            self._scenario = (here.listed.scenario_id, here.listed.title)
        self._read(at=0)

    def action_days(self) -> None:
        """List only what was shared lately, or all again."""
        self._span = (self._span + 1) % len(_SPANS)
        self._read(at=0)

    def action_group(self) -> None:
        """Walk through what is highlighted with a group."""
        from trainer.tui.screens.review.leave_to_show import LeaveToShow  # noqa: PLC0415  the list comes first

        if (here := self._here) is not None:
            self.app.push_screen(LeaveToShow(self._reviewing, here.session, is_joint=here.listed.is_joint))

    def action_cohort(self) -> None:
        """Show what the plays of staff show together."""
        from trainer.tui.screens.review.cohort import CohortScreen  # noqa: PLC0415  the list comes first

        self.app.push_screen(CohortScreen(self._reviewing))


def _entry(item: Item) -> Content:
    return joined(styled(item.person.name, "bold"), f"  {item.listed.title}", styled(f"\n{told_item(item)}", "$quiet"))
