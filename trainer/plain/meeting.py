"""A room line by line: what is seen is written as it comes, and what is typed is read meanwhile."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TextIO

from trainer.engine.seen import Heard, Seen, Turn
from trainer.plain.meeting_words import MeetingPresenter
from trainer.privacy import Feeling, kept_text
from trainer.room.guest import Guest
from trainer.room.marks import COULD_DISAGREE, COULD_SAY, Marks
from trainer.room.messages import (
    Action,
    AskWitnesses,
    CloseRoom,
    Done,
    EndKindly,
    GoOn,
    HaveRead,
    Leave,
    LetIn,
    LookBack,
    Mirror,
    NameChange,
    NewCode,
    Notice,
    PauseNow,
    PlayFor,
    Ready,
    RoomState,
    TakeSeat,
    WantSwap,
    Watch,
)
from trainer.room.mirror import read_mirror
from trainer.room.wording import PASSED_ON_LATER
from trainer.text import clean_line

_LONGEST_ANSWER: Final = 100_000
_USUAL_STRENGTH: Final = 5
_STRENGTHS: Final = {str(number): number for number in range(11)}


class PlainMeeting:
    """One person in a room, line by line."""

    def __init__(self, guest: Guest, answers: TextIO, presenter: MeetingPresenter) -> None:
        self._guest = guest
        self._answers = answers
        self._presenter = presenter
        self._shown: dict[str, int] = {}
        self._state: RoomState | None = None
        self._status = ""
        self._trouble = ""
        self._troubles: set[str] = set()
        """What was said to be in the way since the connection was lost."""
        self._asked = ""
        """What is asked for now, so that it is asked once."""
        self._draft = ""
        self._marks = Marks(guest)
        self._changed = asyncio.Event()
        guest.on_change = self._changed.set

    async def run(self) -> None:
        """Show and read until the person goes, the host refuses, or there is nothing more to read."""
        lines: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        threading.Thread(target=_read, args=(self._answers, loop, lines), daemon=True).start()
        typed = asyncio.ensure_future(lines.get())
        try:
            while True:
                self._changed.clear()
                self._show()
                if self._guest.is_refused:
                    return
                if self._has_gone:
                    await self._leave_quietly()
                    return
                changed = asyncio.ensure_future(self._changed.wait())
                await asyncio.wait({typed, changed}, return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
                if not typed.done():
                    continue
                line = typed.result()
                if line is None or not self._take(clean_line(line)):
                    await self._leave_quietly()
                    return
                typed = asyncio.ensure_future(lines.get())
        finally:
            typed.cancel()

    @property
    def _has_gone(self) -> bool:
        """Whether this person has left, and has their looking back; the host stays, for the room is theirs to keep."""
        guest = self._guest
        has_left = guest.state is not None and guest.state.has_left
        return has_left and bool(guest.here.looking_back) and not guest.kept.is_host

    async def _leave_quietly(self) -> None:
        """Wait a moment for what is on its way: what was said is to be kept, or told as not kept."""
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                while self._guest.is_waiting:
                    self._changed.clear()
                    await self._changed.wait()
        self._show()
        self._presenter.going(self._guest)

    # Showing.

    def _show(self) -> None:
        guest, presenter = self._guest, self._presenter
        if (guest.status, guest.why if guest.status == "refused" else "") != (self._status, self._trouble):
            self._status, self._trouble = guest.status, guest.why if guest.status == "refused" else ""
            presenter.status(guest)
        if guest.why and not guest.kept.token and guest.status != "refused":
            presenter.sorry(guest.why)
        self._show_trouble()
        if self._state is not None:
            self._show_seen()
        if guest.state is not None and guest.state != self._state:
            before, self._state = self._state, guest.state
            presenter.state(before, guest.state)
        self._show_seen()
        self._ask()

    def _show_trouble(self) -> None:
        """Say what is in the way of the connection, each thing once until it stands again."""
        guest = self._guest
        if guest.status == "connected":
            self._troubles.clear()
        elif guest.trouble and guest.trouble not in self._troubles and (guest.kept.token or guest.trouble != guest.why):
            self._troubles.add(guest.trouble)
            self._presenter.sorry(guest.trouble)

    def _show_seen(self) -> None:
        session = self._guest.kept.session
        seen = self._guest.here.seen
        shown = self._shown.get(session, self._first_to_show(seen))
        for what in seen[shown:]:
            self._presenter.seen(what)
        self._shown[session] = len(seen)

    def _first_to_show(self, seen: list[Seen]) -> int:
        """Return from where to show what was seen in an earlier run: from one's last own line on."""
        if not self._guest.is_back:
            return 0
        own = (at for at in range(len(seen) - 1, -1, -1) if isinstance(w := seen[at], Heard) and w.how == "own")
        return next(own, 0)

    def _ask(self) -> None:
        """Ask for what is due now, once."""
        guest = self._guest
        is_paused = guest.state is not None and guest.state.stage == "paused"
        if (words := guest.words_asked) is not None and not is_paused:
            self._ask_once(f"words {guest.here.answered} {words.say}", lambda: self._presenter.words(words.say))
        elif (turn := guest.turn) is not None and not guest.is_saying:
            number = f"{guest.kept.session} {len(guest.here.seen)}"
            if guest.checkin:
                self._ask_once(f"checkin {number}", lambda: self._presenter.checkin(guest.checkin))
            else:
                self._ask_once(f"turn {number}", lambda: self._presenter.turn(turn, self._draft))
        else:
            self._asked = ""

    def _ask_once(self, what: str, ask: Callable[[], None]) -> None:
        if self._asked != what:
            self._asked = what
            ask()

    # Reading.

    def _take(self, typed: str) -> bool:
        """Take a line that was typed; return False where the person goes."""
        guest, state = self._guest, self._guest.state
        if typed == "q":
            return False
        stage = state.stage if state is not None else ""
        if typed == "leave" and state is not None:  # at any time, whatever is asked
            self._do(Leave())
        elif typed in ("p", "pause") and stage == "playing":
            self._do(PauseNow())
        elif guest.words_asked is not None and stage != "paused":
            self._take_words(typed)
        elif typed == "?":
            self._presenter.help(state, guest.turn)
        elif state is None:
            self._presenter.sorry("You are not in yet.")
        elif typed == "who":
            self._presenter.who(state)
        elif not self._host_takes(typed, state):
            by_stage = {
                "gathering": self._gathering,
                "briefing": self._briefing,
                "playing": self._playing,
                "paused": self._paused,
                "over": self._over,
                "closed": self._over,
            }
            if not by_stage[state.stage](typed, state):
                self._presenter.sorry(f"“{typed[:40]}” is not understood here. Type ? for what can be typed.")
        return True

    def _host_takes(self, typed: str, state: RoomState) -> bool:
        if state.host is None:
            return False
        word, _, rest = typed.partition(" ")
        if word in ("in", "out") and state.host.knocks:
            knocks = state.host.knocks
            at = int(rest) - 1 if rest.isascii() and rest.isdecimal() and len(rest) < 4 else 0  # noqa: PLR2004
            if at < len(knocks):
                self._do(LetIn(member=knocks[at].member, comes_in=word == "in"))
                return True
        if typed == "code":
            self._do(NewCode())
            return True
        if typed == "close":
            self._do(CloseRoom())
            return True
        return False

    def _gathering(self, typed: str, state: RoomState) -> bool:
        word, _, rest = typed.partition(" ")
        seat = next((s.id for n, s in enumerate(state.seats, 1) if rest in (str(n), s.id)), "")
        if word == "take" and seat:
            self._do(TakeSeat(seat=seat))
        elif typed == "back":
            self._do(TakeSeat())
        elif typed == "watch":
            self._do(Watch())
        elif typed in ("ready", "ready yes", "ready no"):
            self._do(Ready(may_watch=typed == "ready yes"))
        else:
            return False
        return True

    def _briefing(self, typed: str, state: RoomState) -> bool:
        word, _, rest = typed.partition(" ")
        if word == "for" and (seat := next((s.id for s in state.seats_of_session if rest in (s.id, s.name)), "")):
            self._do(PlayFor(seat=seat))
            return True
        if typed not in ("", "read"):
            return False
        if not state.has_read:
            self._do(HaveRead())
        return True

    def _playing(self, typed: str, state: RoomState) -> bool:
        guest, turn = self._guest, self._guest.turn
        word, _, rest = typed.partition(" ")
        if word == "for" and (seat := next((s.id for s in state.seats_of_session if rest in (s.id, s.name)), "")):
            self._do(PlayFor(seat=seat))
        elif turn is None or guest.is_saying:
            if typed:
                self._draft = typed
                self._presenter.drafted(typed)
        elif guest.checkin:
            self._take_feeling(typed)
        else:
            self._take_reply(typed or self._draft, turn)
        return True

    def _take_reply(self, typed: str, turn: Turn) -> None:
        numbered = {str(number): option for number, option in enumerate(turn.options, start=1)}
        option = numbered.get(typed) or next((offered for offered in turn.options if offered.id == typed), None)
        if option is None:
            self._presenter.sorry(f"“{typed[:40]}” is none of the lines here. Type ? for what can be typed.")
            return
        self._draft = ""
        self._guest.say(option.id, self._said_or_not)

    def _said_or_not(self, done: Done) -> None:
        if done.why:
            self._asked = ""
            self._presenter.sorry(done.why)

    def _take_words(self, typed: str) -> None:
        if typed:
            self._kept_or_not(is_kept=self._guest.give_words(typed))
        else:
            self._guest.pass_by_words()

    def _take_feeling(self, typed: str) -> None:
        if typed:
            head, _, rest = typed.partition(" ")
            strength = _STRENGTHS.get(head)
            feeling = Feeling(typed, _USUAL_STRENGTH) if strength is None else Feeling(rest, strength)
            self._kept_or_not(is_kept=self._guest.check_in(feeling.text))
        else:
            self._guest.pass_by_checkin()

    def _kept_or_not(self, *, is_kept: bool) -> None:
        if is_kept:
            self._presenter.kept()
        else:
            self._asked = ""
            self._presenter.sorry(self._guest.trouble)

    def _paused(self, typed: str, state: RoomState) -> bool:
        word, _, rest = typed.partition(" ")
        seat = next((s.id for s in state.seats_of_session if rest in (s.id, s.name)), "")
        if typed in ("on", ""):
            self._do(GoOn())
        elif typed == "end":
            self._do(EndKindly())
        elif word == "for" and seat:
            self._do(PlayFor(seat=seat))
        else:
            return False
        return True

    def _over(self, typed: str, state: RoomState) -> bool:
        word, _, rest = typed.partition(" ")
        number, _, sentence = rest.partition(" ")
        if word in ("heard", "unheard"):
            return self._mark(number, sentence, is_heard=word == "heard")
        if word in ("say", "disagree") and rest:
            self._marks.write(COULD_SAY if word == "say" else COULD_DISAGREE, rest)
            self._presenter.noted()
        elif typed in ("open", "keep"):
            self._decide(is_open=typed == "open")
        elif word == "change" and rest:
            self._do(NameChange(text=kept_text(rest)))
        elif word == "noticed" and rest:
            self._do(Notice(text=kept_text(rest)))
        elif typed == "lines":
            self._presenter.lines(tuple(line.heard for line in self._marks.lines))
        elif typed == "ask":
            self._do(AskWitnesses())
        elif typed in ("swap", "no swap"):
            self._do(WantSwap(wants=typed == "swap"))
        elif typed in ("look", "scores"):
            self._guest.do(LookBack(scores=typed == "scores"), self._text_or_not)
        elif word == "mirror" and (seat := next((s.id for s in state.seats_of_session if rest in (s.id, s.name)), "")):
            self._guest.do(Mirror(seat=seat), self._mirrored)
        else:
            return False
        return True

    def _mark(self, number: str, sentence: str, *, is_heard: bool) -> bool:
        lines = self._marks.lines
        if not (number.isascii() and number.isdecimal() and len(number) < 5 and 1 <= int(number) <= len(lines)):  # noqa: PLR2004
            return False
        self._marks.mark(lines[int(number) - 1], is_heard=is_heard, sentence=sentence)
        self._presenter.noted()
        return True

    def _decide(self, *, is_open: bool) -> None:
        if is_open and self._marks.is_empty:
            self._presenter.sorry("Nothing is marked yet. Type ? for how.")
            return
        self._marks.decide(is_open=is_open)

    def _mirrored(self, done: Done) -> None:
        if done.why:
            self._presenter.sorry(done.why)
        else:
            try:
                self._presenter.mirror(read_mirror(done.text))
            except ValueError:
                self._presenter.sorry("What came cannot be read. Is the host's program another version?")

    def _text_or_not(self, done: Done) -> None:
        if done.why:
            self._presenter.sorry(done.why)
        else:
            self._presenter.text(done.text)

    def _do(self, action: Action) -> None:
        self._guest.do(action, lambda done: self._presenter.sorry(done.why) if done.why else None)
        if self._guest.status != "connected":
            self._presenter.sorry(PASSED_ON_LATER)


def _read(answers: TextIO, loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str | None]") -> None:
    """Pass on what is typed, line by line, until nothing more can be read."""
    with suppress(RuntimeError, ValueError, OSError):  # the loop, or the stream, is closed: nobody reads any more
        while line := answers.readline(_LONGEST_ANSWER):
            rest = line
            while rest and not rest.endswith("\n"):
                rest = answers.readline(_LONGEST_ANSWER)
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)
