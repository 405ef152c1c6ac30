"""One person's end of a room: what they have seen, what is on its way, and what they kept; all but the network itself.

Whatever the connection does, what is wanted is sent until the host says what became of it, and what was seen is asked
for from where it ends. Nothing is told as made before the host has said so.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from trainer.engine.seen import Ended, Heard, Seen, Turn, WordsAsked
from trainer.errors import StoreError
from trainer.privacy import digest_of, kept_text
from trainer.room.kept import KeptFile, RoomKept, SessionKept, TypedWords
from trainer.room.messages import (
    PROTOCOL,
    RESEND_MILLISECONDS,
    Ack,
    Action,
    Do,
    Done,
    GiveDigest,
    Hello,
    Knocking,
    LookBack,
    Refusal,
    RoomState,
    Say,
    SeenAt,
    TellHeard,
    WantKept,
    WantOpen,
    Welcome,
    read_to_guest,
    write_to_host,
)

Status: TypeAlias = Literal["connecting", "knocking", "connected", "reconnecting", "refused"]
Answer: TypeAlias = Callable[[Done], object]


@dataclass
class _Wanted:
    text: str
    sent_at: int
    then: Answer | None = None
    is_saying: bool = False


class Guest:
    """One person in a room."""

    def __init__(self, kept: RoomKept, file: KeptFile | None = None, *, code: str = "") -> None:
        self.kept = kept
        self.code = code
        self.status: Status = "connecting"
        self.why = ""
        """Why the host refused, or what went wrong last."""
        self.is_final = False
        """Whether to come again is no use."""
        self.trouble = ""
        """What is in the way of the connection, where something is."""
        self.state: RoomState | None = None
        self.out: list[str] = []
        """What to send, in order."""
        self.on_change: Callable[[], object] = lambda: None
        """Called when anything changed that may be shown."""
        self.on_out: Callable[[], object] = lambda: None
        """Called when there is something to send."""
        self._file = file or KeptFile(None)
        self.is_back = bool(kept.sessions)
        """Whether one has been here before, in an earlier run of the program."""
        self._wanted: dict[str, _Wanted] = {}
        self._is_in = False
        self._is_unwritten = False

    @property
    def is_refused(self) -> bool:
        """Whether the host has nothing more to do with this person, or, for somebody new, not now."""
        return self.status == "refused" or (bool(self.why) and not self.kept.token)

    # What there is to show.

    @property
    def here(self) -> SessionKept:
        """The session that is played, as it was seen so far."""
        return self.kept.sessions.get(self.kept.session, SessionKept())

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What was seen of the session so far."""
        return tuple(self.here.seen)

    @property
    def turn(self) -> Turn | None:
        """One's own turn, where it is and was not answered."""
        at = self._turn_at
        what = self.here.seen[at - 1] if at else None
        is_open = self.state is None or self.state.stage == "playing"
        return what if isinstance(what, Turn) and at > self.here.answered and is_open else None

    @property
    def checkin(self) -> str:
        """What is asked about how it is now, until it was answered or passed by; or nothing."""
        turn = self.turn
        return turn.checkin if turn is not None and self._turn_at > self.here.checked else ""

    @property
    def is_waiting(self) -> bool:
        """Whether something is on its way, of which the host has not said what became of it."""
        return bool(self._wanted)

    @property
    def is_saying(self) -> bool:
        """Whether a reply is on its way, of which the host has not said that it is kept."""
        return any(wanted.is_saying for wanted in self._wanted.values())

    @property
    def _turn_at(self) -> int:
        """The number of the last turn, where it is one's own and nothing was said since, or 0."""
        for position in range(len(self.here.seen) - 1, -1, -1):
            what = self.here.seen[position]
            if isinstance(what, Turn):
                return position + 1 if what.is_yours else 0
            if isinstance(what, Ended) or (isinstance(what, Heard) and what.how == "own"):
                return 0
        return 0

    @property
    def words_asked(self) -> WordsAsked | None:
        """The reply that may be said in own words, until it was or was passed by."""
        for position in range(len(self.here.seen), self.here.answered, -1):
            what = self.here.seen[position - 1]
            if isinstance(what, WordsAsked):
                return what
        return None

    # What one wants.

    def do(self, action: Action, then: Answer | None = None, *, action_id: str = "") -> str:
        """Want `action`; it is sent until the host has said what became of it, which `then` is told. Return its id."""
        wanted_id = action_id or secrets.token_hex(16)
        text = write_to_host(Do(id=wanted_id, what=action))
        self._wanted[wanted_id] = _Wanted(text, 0, then, isinstance(action, Say))
        if self._is_in:
            self.out.append(text)
            self.on_out()
        self.on_change()
        return wanted_id

    def say(self, option: str, then: Answer | None = None) -> bool:
        """Say an option of one's turn; return False where it is not one's turn, or a reply is on its way."""
        turn_at = self._turn_at
        if self.turn is None or self.is_saying:
            return False
        self.do(Say(option=option, turn=turn_at), then)
        return True

    def give_words(self, text: str) -> bool:
        """Keep how one would say the last reply, here and nowhere else; return False where it could not be kept."""
        asked = self.words_asked
        if asked is not None and kept_text(text) and not self._keep_typed("words", asked.say, kept_text(text)):
            return False
        self.pass_by_words()
        return True

    def pass_by_words(self) -> None:
        """Give no words of one's own."""
        for position in range(len(self.here.seen), self.here.answered, -1):
            if isinstance(self.here.seen[position - 1], WordsAsked):
                self._session().answered = position
                self._write()
                return

    def check_in(self, feeling: str) -> bool:
        """Keep how it is now, here and nowhere else; return False where it could not be kept.

        `feeling` is as `Feeling.text` has it.
        """
        if self.checkin:
            if not self._keep_typed("feeling", self.checkin, kept_text(feeling)):
                return False
            self.pass_by_checkin()
        return True

    def pass_by_checkin(self) -> None:
        """Tell nothing of how it is now, or no more."""
        self._session().checked = self._turn_at
        self._write()
        self.on_change()

    def _keep_typed(self, what: Literal["words", "feeling"], about: str, text: str) -> bool:
        salt = secrets.token_bytes(16)
        typed = TypedWords(what=what, about=about, text=text, salt=salt.hex())
        self._session().typed.append(typed)
        if not self._write():
            self._session().typed.remove(typed)
            self.on_change()
            return False
        self.do(GiveDigest(digest=digest_of(text, salt), what=what))
        return True

    def keep_draft(self, about: str, text: str) -> None:
        """Keep what was begun and not given, here and nowhere else; nothing lets go of it."""
        drafts = self._session().drafts
        if drafts.get(about, "") == text:
            return
        if text:
            drafts[about] = text
        else:
            drafts.pop(about, None)
        self._write()

    def decide(self, text: str | None) -> None:
        """Want what one marked afterwards to be open, or, with None, kept; what was decided stays."""
        here = self._session()
        if here.opening:
            return
        if text is not None:
            salt = secrets.token_bytes(16).hex()
            here.typed.append(TypedWords(what="heard", about="", text=kept_text(text), salt=salt))
        here.opening = "waiting" if text is not None else "kept"
        self._write()
        self._decide_again()

    def _decide_again(self) -> None:
        marked = self._marked
        if self.here.opening == "kept":
            self.do(WantKept())
        elif self.here.opening and marked is not None:
            self.do(WantOpen(digest=digest_of(marked.text, bytes.fromhex(marked.salt))))

    @property
    def _marked(self) -> TypedWords | None:
        return next((typed for typed in self.here.typed if typed.what == "heard"), None)

    # The connection.

    def connected(self) -> None:
        """Take note that a connection stands: say who comes."""
        self.out.clear()
        self._is_in = False
        kept = self.kept
        if kept.token:
            hello = Hello(v=PROTOCOL, token=kept.token, session=kept.session, seen=len(self.here.seen))
        else:
            hello = Hello(v=PROTOCOL, code=self.code, name=kept.name, side=kept.side)
        self.out.append(write_to_host(hello))

    def lost(self) -> None:
        """Take note that the connection is gone."""
        self._is_in = False
        if self._is_unwritten:
            self._write()
        if self.status != "refused":
            self.status = "reconnecting" if self.kept.token else "connecting"
        self.on_change()

    def receive(self, text: str | bytes) -> None:
        """Take what the host sent; what cannot be read is let go by."""
        try:
            message = read_to_guest(text)
        except ValueError:
            return
        match message:
            case Knocking():
                self.kept.token = message.token
                self.status = "knocking"
                self._write()
            case Welcome():
                self._welcomed(message)
            case Refusal():
                self.status = "refused" if message.is_final else "reconnecting"
                self.why, self.is_final = message.why, message.is_final
                self.trouble = "" if message.is_final else message.why
            case SeenAt():
                self._saw(message)
            case Done():
                self._done(message)
            case RoomState():
                self._stands(message)
        self.on_change()

    def tick(self, now: int) -> None:
        """Send again what has had no answer, and keep what was seen; to be called each second, in milliseconds."""
        if self._is_unwritten:
            self._write()
        for wanted in self._wanted.values():
            if self._is_in and now - wanted.sent_at >= RESEND_MILLISECONDS:
                if wanted.sent_at:
                    self.out.append(wanted.text)
                wanted.sent_at = now

    def _welcomed(self, welcome: Welcome) -> None:
        self.kept.room, self.kept.member = welcome.room, welcome.member
        self.status, self.why, self.trouble, self._is_in = "connected", "", "", True
        self.out += [wanted.text for wanted in self._wanted.values()]
        self._write()

    def _saw(self, message: SeenAt) -> None:
        if message.session != self.kept.session:
            self.kept.session = message.session
        here = self._session()
        if message.seq == len(here.seen) + 1:
            here.seen.append(message.what)
            self._is_unwritten = True  # what is lost of it with this process is sent again
        # What came before is known already; after a gap the host sends again from what is acknowledged here.
        self.out.append(write_to_host(Ack(session=message.session, seq=len(here.seen))))

    def _done(self, done: Done) -> None:
        wanted = self._wanted.pop(done.id, None)
        if wanted is None:
            return
        self.why = done.why
        if wanted.then is not None:
            wanted.then(done)

    def _stands(self, state: RoomState) -> None:
        before, self.state = self.state, state
        self.kept.title = state.title
        if state.session and state.session != self.kept.session:
            self.kept.session = state.session
        if (state.stage == "closed" or state.has_left) and not self.kept.is_over:
            self.kept.is_over = True
            self._write()
        if state.stage != "over" and not state.has_left:
            return
        if state.opening == "" and self.here.opening in ("waiting", "kept") and state.stage == "over":
            if before is None or before.opening != "":
                self._decide_again()
        elif state.opening == "asked" and (before is None or before.opening != "asked"):
            marked = self._marked
            if marked is not None:
                self.do(TellHeard(text=marked.text, salt=marked.salt))
        if not self.here.looking_back and state.your_seat and (before is None or before.stage != "over"):
            self.do(LookBack(), self._keep_looking_back)

    def _keep_looking_back(self, done: Done) -> None:
        if done.text:
            self._session().looking_back = done.text
            self._write()

    def _session(self) -> SessionKept:
        return self.kept.sessions.setdefault(self.kept.session, SessionKept())

    def _write(self) -> bool:
        """Keep it all in one's own file, or say that this was not possible; the room goes on either way."""
        self._is_unwritten = False
        try:
            self._file.write(self.kept)
        except StoreError as error:
            self.trouble = f"What you see and type is not kept on this machine now. {error}"
            return False
        return True
