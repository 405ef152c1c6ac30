"""One agreement, written and signed by several persons at one keyboard or at many."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from trainer.agreements import carry_out, join, log_of, read, remove, sign
from trainer.errors import TrainerError
from trainer.people.agreement.agreement import Party
from trainer.people.agreement.clauses import REVIEW, Clause
from trainer.people.agreement.commands import (
    LONGEST_INITIALS,
    LONGEST_TEXT,
    Accept,
    Command,
    Propose,
    Refuse,
    Sign,
)
from trainer.people.agreement.days import told_review
from trainer.people.agreement.named import Named, heading
from trainer.people.agreement.text import digest_of
from trainer.store.base import Store
from trainer.store.signed import SignedStore
from trainer.tui.content import joined, styled
from trainer.tui.dialogs.notice import Notice
from trainer.tui.paging import scroll_pages
from trainer.tui.screens.agreement.asks import AskShared, Choose, Question
from trainer.tui.screens.agreement.hand_on import hand_on
from trainer.tui.screens.agreement.pages import Shown, entries, page
from trainer.tui.screens.agreement.persons import Other, who_is_here, who_is_taken_out, who_joins
from trainer.tui.screens.agreement.take_along import take_along
from trainer.tui.widgets.choices import Choices

LOOK_SECONDS: Final = 0.25
"""How often one looks whether somebody else wrote."""
_FEWEST: Final = 2
_BESIDE: Final = 76
"""From which width the clauses and what was said stand beside each other."""
_ALL_KEYS: Final = 88
"""From which width the line of keys has room for each."""
_OFFERED: Final = (
    "Others have signed this before you came. Read it clause by clause, and take your time.",
    "s signs it. Where you do not agree, n says no to a clause: then it is open again for all.",
)
_READ_BY_ALL: Final = "All who are in this agreement read it. Better write no names in it."


class Pages(Choices):
    """The list of clauses; Enter asks what is to be done with one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Answer", key_display="⏎", id="pages.answer", tooltip="What do you say to this?"),
    ]


class AgreementScreen(Screen[None]):
    """The clauses with where each stands, the chosen one with who said what, and the keys to say something."""

    CSS_PATH = "agreement.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "propose", "Propose", id="agreement.propose", tooltip="Propose words, the first or others"),
        Binding("y", "accept", "Yes", id="agreement.yes", tooltip="Say yes to these words"),
        Binding("n", "refuse", "No", id="agreement.no", tooltip="Say no, with a reason or without"),
        Binding("s", "sign", "Sign", id="agreement.sign", tooltip="Sign the text as it stands"),
        Binding("w", "who", "Who", id="agreement.who", tooltip="Who is at the keyboard; add or take out a person"),
        Binding("h", "history", "History", id="agreement.history", tooltip="What was said before, or now"),
        Binding("i", "instance", "Idea", id="agreement.instance", tooltip="What one could say, for instance"),
        Binding("e", "export", "Export", id="agreement.export", tooltip="As text, or as a page to print"),
        Binding("e", "export_too", "Export", show=False, id="agreement.export-too", tooltip="As text, or to print"),
        Binding("g", "hand_on", "Hand on", id="agreement.hand-on", tooltip="A code for somebody with an account here"),
        Binding("pagedown", "scroll_page(1)", "More", id="agreement.down", tooltip="What is below"),
        Binding("pageup", "scroll_page(-1)", "Up", show=False, id="agreement.up", tooltip="Back on this page"),
        Binding("escape", "app.pop_screen", "Back", id="agreement.back", tooltip="Back to the agreements"),
        Binding("f2", "app.next_theme", "Light or dark", show=False, id="agreement.theme", tooltip="Light or dark"),
    ]

    def __init__(self, store: Store, paper: str, clock: Callable[[], int]) -> None:
        super().__init__()
        self._store = store
        self._paper = paper
        self._clock = clock
        self._shown = Shown(read(store, paper), log_of(store, paper), datetime.now().astimezone().date())

    def compose(self) -> ComposeResult:
        """Lay out where the whole stands, the clauses and the chosen one."""
        yield Static(id="title", classes="heading")
        yield Static(id="standing")
        with Horizontal(id="sheet"):
            yield Pages(*entries(self._shown))
            with VerticalScroll(id="said", can_focus=False):
                yield Static(id="told")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Begin at the first clause, and look from time to time whether somebody else wrote."""
        self._show()
        self.query_one(Pages).focus()
        self.set_interval(LOOK_SECONDS, self._follow)

    def on_screen_resume(self) -> None:
        """Read what another screen may have heard of first."""
        self._read()

    def on_resize(self, event: events.Resize) -> None:
        """Put what was said below the clauses where there is no room beside them, and see what can be scrolled."""
        self.set_class(event.size.width < _BESIDE, "-narrow")
        self.call_after_refresh(self.refresh_bindings)

    @property
    def _named(self) -> Named:
        return self._shown.named

    @property
    def _clause(self) -> Clause | None:
        """The clause that is before the person, if one is."""
        position = self.query_one(Pages).position
        clauses = self._named.agreement.clauses
        return clauses[position] if position < len(clauses) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's own
        """Offer what can be done with what is before the person."""
        if not self.is_mounted:
            return True
        agreement, clause, by = self._named.agreement, self._clause, self._shown.by
        wording = agreement.wording(clause.id) if clause else None
        standing = wording.standing.get(by) if wording else None
        signed = agreement.signable.signers if agreement.signable else ()
        is_long = self.query_one("#said").max_scroll_y > 0
        has_room = clause is None or not is_long or self.size.width >= _ALL_KEYS
        offered = {
            "propose": clause is not None,
            "accept": wording is not None and not (standing and standing.is_yes),
            "refuse": wording is not None,
            "instance": clause is not None,
            "sign": len(agreement.present) >= _FEWEST and bool(agreement.wordings) and by not in signed,
            "history": self.query_one(Pages).position != self._shown.always,
            "scroll_page": is_long,
            "hand_on": isinstance(self._store, SignedStore),
            "export": has_room,
            "export_too": not has_room,
        }
        return offered.get(action, True)

    @on(Pages.Highlighted)
    def turn_to(self) -> None:
        """Show the page of the highlighted clause from its top."""
        self._tell()
        self.query_one("#said").scroll_home(animate=False)

    @on(Pages.Chosen)
    @work
    async def answer(self, event: Pages.Chosen) -> None:
        """Ask what is to be done with the chosen page."""
        if event.position == self._shown.always:
            self.app.push_screen(Notice("In any case", *self._named.agreement.fixed))
            return
        if event.position == self._shown.signatures:
            self.action_sign()
            return
        clause = self._named.agreement.clauses[event.position]
        wording = self._named.agreement.wording(clause.id)
        if wording is None:
            self.action_propose()
            return
        words = told_review(wording.text, self._shown.today) if clause.id == REVIEW else wording.text
        by = self._shown.by
        who = f"{self._named.who(by)} answers." if by else "Who answers is asked next."
        ways = ("Yes to these words", "No", "Propose other words", "Say nothing now")
        chosen = await self.app.push_screen_wait(Choose(clause.heading, words, who, ways=ways))
        if chosen is not None:
            (self.action_accept, self.action_refuse, self.action_propose, lambda: None)[chosen]()

    @work
    async def action_propose(self) -> None:
        """Propose words for the clause, the first ones or others."""
        clause = self._clause
        if clause is None or (by := await self._whose()) is None:
            return
        draft: str | None = None
        told: tuple[str, ...] = ()
        while True:
            wording = self._named.agreement.wording(clause.id)
            typed = await self.app.push_screen_wait(
                AskShared(
                    Question(
                        f"{clause.heading}, proposed by {self._named.who(by)}",
                        (*(told or (clause.question,)), _READ_BY_ALL),
                        LONGEST_TEXT,
                        typed=wording.text if wording else "",
                        draft=draft,
                        is_line=clause.id == REVIEW,
                    )
                )
            )
            if typed is None:
                return
            over = wording.number if wording else 0
            refused = self._done(Propose(clause=clause.id, by=by, text=typed, over=over))
            if refused is None:
                return
            now = self._named.agreement.wording(clause.id)
            draft, told = typed, (refused, f"Now it says: {now.text}") if now and now != wording else (refused,)

    @work
    async def action_accept(self) -> None:
        """Say yes to the words that are before the person."""
        clause = self._clause
        wording = self._named.agreement.wording(clause.id) if clause else None
        if clause is None or wording is None or (by := await self._whose()) is None:
            return
        await self._do(Accept(clause=clause.id, by=by, wording=wording.number))

    @work
    async def action_refuse(self) -> None:
        """Say no to the words that are before the person, with a reason or without."""
        clause = self._clause
        wording = self._named.agreement.wording(clause.id) if clause else None
        if clause is None or wording is None or (by := await self._whose()) is None:
            return
        before = wording.standing.get(by)
        typed, draft = before.dissent if before else "", None
        told = f"Why? A sentence, if you like. Without one, Enter says no. The words are: {wording.text}"
        while True:
            why = await self.app.push_screen_wait(
                AskShared(
                    Question(
                        f"{self._named.who(by)} says no",
                        (told, "It stays in sight, in print too, as from your side."),
                        LONGEST_TEXT,
                        typed=typed,
                        draft=draft,
                        is_optional=True,
                    )
                )
            )
            if why is None:
                return
            refused = self._done(Refuse(clause=clause.id, by=by, wording=wording.number, dissent=why))
            if refused is None:
                return
            now = self._named.agreement.wording(clause.id) or wording
            draft, wording, told = why, now, f"{refused} Now it says: {now.text}"

    @work
    async def action_sign(self) -> None:
        """Sign the text as it stands, with what is open in it."""
        if (by := await self._whose()) is None:
            return
        read_text = self._named.agreement.text
        still_open = ", ".join(heading(clause.clause) for clause in read_text.open)
        chosen = await self.app.push_screen_wait(
            Choose(
                f"{self._named.who(by)} signs",
                f"Agreed: {len(read_text.agreed)} of {len(read_text.clauses)}."
                + (f" Open, and signed as open: {still_open}." if still_open else ""),
                "It is in force when all have signed. You can say no to a clause later; then it is open again.",
                ways=("Sign with initials", "Not now"),
            )
        )
        if chosen != 0:
            return
        initials = await self.app.push_screen_wait(
            AskShared(
                Question(
                    "Your initials", ("One letter will do. They are in print, too.",), LONGEST_INITIALS, is_line=True
                )
            )
        )
        if initials is None:
            return
        command = Sign(by=by, digest=digest_of(read_text))
        await self._told(lambda: sign(self._store, self._paper, command, initials, self._clock))

    @work
    async def action_who(self) -> None:
        """Say who is at the keyboard, add a person, or take one out."""
        await self._choose_who()

    async def _whose(self) -> str | None:
        """Return who is at the keyboard; where nobody was said to be, ask."""
        is_here = any(party.id == self._shown.by for party in self._named.agreement.present)
        return self._shown.by if is_here else await self._choose_who()

    async def _choose_who(self) -> str | None:
        chosen = await who_is_here(self.app, self._named, self._shown.by)
        if chosen is Other.TAKE_OUT:
            await self._take_out()
            return None
        if isinstance(chosen, Party):
            by: str | None = chosen.id
        else:
            by = await self._add() if chosen is Other.ADD else None
        if by is not None:
            self._shown = self._shown._replace(by=by)
            self._show()
        return by

    async def _add(self) -> str | None:
        """Let somebody join; return who they are."""
        newcomer = await who_joins(self.app)
        added: list[str] = []
        if newcomer is not None:
            await self._told(
                lambda: added.append(join(self._store, self._paper, newcomer.name, newcomer.side, self._clock)[1])
            )
        if added and self._named.agreement.versions:
            await self.app.push_screen_wait(Notice(self._named.who(added[0]), *_OFFERED))
        return added[0] if added else None

    async def _take_out(self) -> None:
        """Take somebody out."""
        party = await who_is_taken_out(self.app, self._named)
        if party is not None:
            await self._told(lambda: remove(self._store, self._paper, party.id, self._clock))

    def action_history(self) -> None:
        """Show what was said before, or what stands."""
        self._shown = self._shown._replace(has_history=not self._shown.has_history)
        self._tell()

    def action_instance(self) -> None:
        """Show or hide what one could say, for instance."""
        self._shown = self._shown._replace(has_instance=not self._shown.has_instance)
        self._tell()

    def action_scroll_page(self, pages: int) -> None:
        """Read a page on, or back."""
        scroll_pages(self.query_one("#said"), pages)

    @work
    async def action_export(self) -> None:
        """Write the agreement to a file."""
        await take_along(self.app, self._named, self._shown.today)

    def action_export_too(self) -> None:
        """Do the same where the line of keys has no room to say so."""
        self.action_export()

    def action_hand_on(self) -> None:
        """Show a code with which somebody else who has an account here reads and writes it, too."""
        if isinstance(self._store, SignedStore):
            hand_on(self.app, self._store, self._paper, self._named.agreement.title)

    def _done(self, command: Command) -> str | None:
        """Carry out a command and show what came of it; return why it was refused, if it was."""
        try:
            carry_out(self._store, self._paper, command, self._clock)
        except TrainerError as error:
            self._read()
            return str(error)
        self._read()
        return None

    async def _do(self, command: Command) -> None:
        await self._told(lambda: carry_out(self._store, self._paper, command, self._clock))

    async def _told(self, do: Callable[[], object]) -> None:
        """Do something, tell the person where it fails, and show how things stand then."""
        try:
            do()
        except TrainerError as error:
            self._read()
            await self.app.push_screen_wait(Notice("This was not kept", str(error)))
        else:
            self._read()

    def _follow(self) -> None:
        """Read again where somebody else may have written; what is typed over this screen is not touched by it."""
        try:
            is_news = self._store.changed()
        except TrainerError:
            return  # it is told of when something is to be kept
        if is_news:
            self._read()

    def _read(self) -> None:
        try:
            named, log = read(self._store, self._paper), log_of(self._store, self._paper)
        except TrainerError as error:
            self.query_one("#standing", Static).update(styled(str(error), "$warning"))
            return
        if (named, log) != (self._shown.named, self._shown.log):
            self._shown = self._shown._replace(named=named, log=log)
            self._show()

    def _show(self) -> None:
        """Show all anew; the highlight stays where it is."""
        named = self._named
        self.query_one("#title", Static).update(styled(named.agreement.title, "bold $primary"))
        who = named.who(self._shown.by) if self._shown.by else "nobody yet; w says who"
        at = joined(styled("At the keyboard: ", "$quiet"), styled(f"{who}.", "bold"))
        self.query_one("#standing", Static).update(joined(" ".join(named.standing()), at, between="\n"))
        pages, offered = self.query_one(Pages), entries(self._shown)
        if pages.labels != tuple(entry.plain for entry in offered):
            top = pages.scroll_offset.y
            pages.offer(*offered, highlighted=pages.position)
            pages.scroll_to(y=top, animate=False)
        self._tell()

    def _tell(self) -> None:
        told = page(self.query_one(Pages).position, self._shown)
        self.query_one("#told", Static).update(told)
        self.call_after_refresh(self.refresh_bindings)
