"""How a room is written line by line: to be read or heard, or as JSON for programs."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Final, Protocol, TextIO, assert_never

from trainer.engine.seen import (
    Briefed,
    ClosedForGood,
    Ended,
    Heard,
    Placed,
    Seen,
    SomebodyLeft,
    Stopped,
    Told,
    Turn,
    WentOnAgain,
    WordsAsked,
)
from trainer.listing import listed
from trainer.plain.text import TextPresenter
from trainer.room.guest import Guest
from trainer.room.messages import RoomState
from trainer.room.wording import (
    AFTER_LEAVING,
    ENDED_EARLY,
    GO_ON_WHEN_ALL,
    KEPT_HERE,
    MAY_WATCH,
    NOT_CONNECTED,
    OPEN_OR_KEEP,
    OPENINGS,
    QUESTIONS,
    SCORES_OFF,
    SIDES,
    STOPPED,
    WHAT_WAS_NOTICED,
    here_now,
    how_it_ended,
    own_part,
    person,
    seat,
    somebody_left,
    speaker_of,
    stakes_of,
    told,
    what_now,
    whose_turn,
)
from trainer.text import clean
from trainer.wording import BEFORE_PLAY, CONTAINER, FAREWELL, OVER_FREE_TEXT

FORMAT: Final = 1
_SAID: Final[Mapping[type[Seen], str]] = {
    Stopped: STOPPED,
    WentOnAgain: "It goes on.",
    ClosedForGood: ENDED_EARLY,
}
OF_THE_SEAT: Final = ("own", "as_written")


class MeetingPresenter(Protocol):
    """One way of writing a room."""

    def status(self, guest: Guest) -> None:
        """Say how the connection is."""

    def state(self, before: RoomState | None, now: RoomState) -> None:
        """Say what changed in the room."""

    def seen(self, what: Seen) -> None:
        """Write what is seen."""

    def turn(self, turn: Turn, draft: str) -> None:
        """Offer the options; `draft` was typed before one's turn."""

    def checkin(self, question: str) -> None:
        """Ask how it is now."""

    def words(self, say: str) -> None:
        """Ask for one's own words for the line `say`."""

    def kept(self) -> None:
        """Say that what was typed is kept."""

    def noted(self) -> None:
        """Say that a mark is noted."""

    def drafted(self, typed: str) -> None:
        """Say that what was typed before one's turn waits."""

    def help(self, state: RoomState | None, turn: Turn | None) -> None:
        """Say what can be typed."""

    def who(self, state: RoomState) -> None:
        """Say who is here."""

    def lines(self, lines: tuple[Heard, ...]) -> None:
        """Write the lines that can be marked."""

    def mirror(self, seen: list[Seen]) -> None:
        """Write the session as another seat saw it."""

    def text(self, text: str) -> None:
        """Write a text that was asked for."""

    def sorry(self, message: str) -> None:
        """Say what was not understood, or not possible."""

    def going(self, guest: Guest) -> None:
        """Say that one goes, and how to come back."""


class TextMeeting:
    """Writes a room to be read or heard: a line for everything, nothing rewritten."""

    def __init__(self, out: TextIO, program: str = "trainer", invitation: str = "") -> None:
        self._text = TextPresenter(out, program)
        self._program = program
        self._invitation = invitation
        """What stands behind the code in the command that others join with."""

    def status(self, guest: Guest) -> None:
        """Say how the connection is."""
        match guest.status:
            case "knocking":
                self._write("The host has been told your name. Wait until you are let in.")
            case "connected":
                self._write("You are connected.")
            case "reconnecting":
                self._write(NOT_CONNECTED)
            case "refused":
                self._write(guest.why)
            case "connecting":
                pass

    def state(self, before: RoomState | None, now: RoomState) -> None:
        """Say what changed in the room."""
        if before is None:
            self._write(f"The room is for “{now.title}”.")
            if now.agreement:
                self._write("It is opened under an agreement:")
                for line in now.agreement:
                    self._write(line)
        self._host(before, now)
        self._people(before, now)
        if now.stage == "gathering" and before is None:
            for number, each in enumerate(now.seats, start=1):
                self._write(f"{number}. {seat(each)}.")
        if now.wants_to_watch and now.your_seat and (before is None or before.wants_to_watch != now.wants_to_watch):
            self._write(f"{MAY_WATCH} Type ready yes, or ready no.")
        if now.opening and (before is None or before.opening != now.opening):
            self._write(OPENINGS[now.opening])
        doing, did = _what_now(now), _what_now(before) if before else ""
        if doing and doing != did:
            self._write(doing)
        if before is None or before.stage != now.stage:
            self._write("Type ? for what can be typed.")

    def _people(self, before: RoomState | None, now: RoomState) -> None:
        was = {there.name: person(there) for there in before.people} if before else {}
        for there in now.people:
            if was.get(there.name) != person(there):
                self._write(f"{person(there)}.")
        for name in was.keys() - {there.name for there in now.people}:
            self._write(f"{name} is not here any more.")
        if now.is_asked and (before is None or not before.is_asked):
            self._write(f"{WHAT_WAS_NOTICED} Type noticed, and the sentence.")

    def _host(self, before: RoomState | None, now: RoomState) -> None:
        if now.host is None:
            return
        known = {knock.member for knock in before.host.knocks} if before and before.host else set()
        for number, knock in enumerate(now.host.knocks, start=1):
            if knock.member not in known:
                self._write(
                    f"{knock.name}, as {SIDES[knock.side]}, would like to come in. Type in {number}, or out {number}."
                )
        old_code = before.host.code if before and before.host else ""
        if now.host.code and now.host.code != old_code:
            self._write(
                f"The code for one more person, for ten minutes: {now.host.code}. "
                f"They type: {self._program} join {now.host.code}{self._invitation}"
            )

    def seen(self, what: Seen) -> None:
        """Write what is seen."""
        match what:
            case Briefed():
                self._briefed(what)
            case Placed():
                self._write("")
                self._write(f"Place: {what.title}. {here_now(what)}")
            case Heard():
                self._write(f"{speaker_of(what)}: {what.text}")
            case Turn():
                if not what.is_yours:
                    self._write(whose_turn(what))
            case Stopped() | WentOnAgain() | ClosedForGood():
                self._write(_SAID[type(what)])
            case SomebodyLeft():
                self._write(somebody_left(what))
            case Ended():
                self._write("")
                self._write(f"How it ended: {how_it_ended(what)}")
                self._write(FAREWELL)
            case Told():
                self._write(told(what))
            case WordsAsked():
                pass  # it is asked for when its time has come
            case _:
                assert_never(what)

    def _briefed(self, briefed: Briefed) -> None:
        self._write("")
        self._write(f"{briefed.title}, about {briefed.minutes} minutes.")
        if briefed.care:
            self._write(f"It touches on {listed(briefed.care)}.")
        self._write(briefed.about)
        self._write(f"Your part: {own_part(briefed)}.")
        if briefed.briefing:
            self._write(briefed.briefing)
        for text in stakes_of(briefed):
            self._write(f"At stake: {text}")
        for text in (*CONTAINER, *BEFORE_PLAY):
            self._write(text)
        self._write("Press Enter when you have read this.")

    def turn(self, turn: Turn, draft: str) -> None:
        """Offer the options."""
        if turn.pause_here:
            self._write("This is a good place to pause, if you want to: type p.")
        self._write(whose_turn(turn))
        self._offer(turn)
        if draft:
            self._write(f"Before your turn you typed “{draft}”. Enter alone says that; or type another.")

    def _offer(self, turn: Turn) -> None:
        for number, option in enumerate(turn.options, start=1):
            self._write(f"{number}. {option.say}")
        many = turn.options
        self._write(f"Type {'1' if len(many) == 1 else f'a number from 1 to {len(many)}'}.")

    def checkin(self, question: str) -> None:
        """Ask how it is now."""
        self._write(f"How is it now? {question}")
        self._write(
            f"{OVER_FREE_TEXT} Type a word or a sentence, with a number from 0 to 10 before it if you like; or nothing."
        )

    def words(self, say: str) -> None:
        """Ask for one's own words."""
        self._write(f"You said: {say}")
        self._write("How would you say it in your own words? Type it, or nothing. The others hear the line above.")
        self._write(OVER_FREE_TEXT)

    def kept(self) -> None:
        """Say that what was typed is kept."""
        self._write(KEPT_HERE)

    def noted(self) -> None:
        """Say that a mark is noted."""
        self._write("Noted, for you alone. Type open or keep when you are done.")

    def drafted(self, typed: str) -> None:
        """Say that what was typed before one's turn waits."""
        self._write(f"It is not your turn. “{typed[:40]}” waits until it is.")

    def help(self, state: RoomState | None, turn: Turn | None) -> None:
        """Say what can be typed."""
        for line in _help(state, turn):
            self._write(line)
        if turn is not None:
            self._offer(turn)

    def who(self, state: RoomState) -> None:
        """Say who is here."""
        for there in state.people:
            self._write(f"{person(there)}.")

    def lines(self, lines: tuple[Heard, ...]) -> None:
        """Write the lines that can be marked."""
        for number, line in enumerate(lines, start=1):
            self._write(f"{number}. {speaker_of(line)}: {line.text}")

    def mirror(self, seen: list[Seen]) -> None:
        """Write the session as another seat saw it."""
        for what in seen:
            if isinstance(what, Heard):
                # Nobody who reads it is this seat: what it said stands there as said by a name.
                self._write(
                    f"{speaker_of(replace(what, how='said') if what.how in OF_THE_SEAT else what)}: {what.text}"
                )
            else:
                self.seen(what)

    def text(self, text: str) -> None:
        """Write a text that was asked for."""
        self._write(text)

    def sorry(self, message: str) -> None:
        """Say what was not understood, or not possible."""
        self._write(message)

    def going(self, guest: Guest) -> None:
        """Say that one goes, and how to come back."""
        if guest.state is not None and guest.state.has_left:
            self._write("To read what you saw, or your looking back: the full screen, under “Together”.")
            return
        if not guest.kept.token:
            return
        again = "host" if guest.kept.is_host else "join"
        self._write(f"You can come back: {self._program} {again} --plain. What was said is kept.")

    def _write(self, text: str) -> None:
        self._text.write(text)


def _what_now(state: RoomState) -> str:
    """Return what can be done now, and what to type for it."""
    if state.has_left:
        return ""  # it was said as the last thing that was seen
    if state.stage == "briefing":
        if state.somebody_left and not state.has_read:
            return f"{what_now(state)} Press Enter for that."
        return state.why_wait or (what_now(state) if state.has_read else "")
    if state.stage == "paused":
        return f"{AFTER_LEAVING} Type on, or end." if state.somebody_left else f"{GO_ON_WHEN_ALL} Type on."
    if state.stage == "gathering" and state.may_choose and not state.is_ready:
        how = "Type ready." if state.your_seat else "Type take and the number of a part; or watch."
        return f"{what_now(state)} {how}"
    return what_now(state)


def _help(state: RoomState | None, turn: Turn | None) -> tuple[str, ...]:
    """Return what can be typed now."""
    always = ("who: who is here. leave: leave for good, no reason needed. q: go for now, and come back later.",)
    if state is None:
        return ("q: go.",)
    host = (
        ("in N, out N: let somebody in, or not this time. code: a new code. close: close the room for all.",)
        if state.host
        else ()
    )
    by_stage: dict[str, tuple[str, ...]] = {
        "gathering": (
            "take N: take the part with that number. back: give it back. watch: ask to watch.",
            "ready: it is as it should be. ready yes, ready no: the same, and whether somebody may watch.",
        ),
        "briefing": ("Enter: you have read your briefing.",),
        "playing": (
            f"{numbers_of(turn)} p: pause, for everybody; nobody is told who.",
            "for NAME: let the script go on for somebody who is away.",
        ),
        "paused": ("on: go on. end: end the session here. for NAME: let the script play for somebody who is away.",),
        "over": (
            *QUESTIONS,
            "lines: the lines, numbered. heard N SENTENCE, unheard N SENTENCE: mark one; the sentence may be left out.",
            "say SENTENCE: could you say how it is. disagree SENTENCE: was there room to disagree.",
            f"open, keep: {OPEN_OR_KEEP}",
            "change SENTENCE: one thing here that should change, who does it, and by when. All see it.",
            f"look: your looking back. scores: the same with how your lines did. {SCORES_OFF}",
            "mirror NAME: read it again from another part. swap: the same scene with parts exchanged, if all want it.",
            "ask: ask those who watched. noticed SENTENCE: what you noticed, if you watched and are asked.",
        ),
        "closed": (),
    }
    return (*by_stage[state.stage], *host, *always)


def numbers_of(turn: Turn | None) -> str:
    """Return which numbers can be typed at `turn`."""
    if turn is None:
        return "What you type before your turn waits for it."
    return "1: say that line." if len(turn.options) == 1 else f"1 to {len(turn.options)}: say that line."


class JsonMeeting:
    """Writes a room for programs: one JSON object a line, in the shape that docs/json.md tells."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def status(self, guest: Guest) -> None:
        """Write how the connection is."""
        self._object("status", format=FORMAT, status=guest.status, why=guest.why)

    def state(self, before: RoomState | None, now: RoomState) -> None:  # noqa: ARG002  it is written whole
        """Write how the room stands."""
        fields = asdict(now)
        del fields["kind"]
        self._object("room", **fields)

    def seen(self, what: Seen) -> None:
        """Write what is seen."""
        fields = asdict(what)
        self._object(fields.pop("kind"), **fields)

    def turn(self, turn: Turn, draft: str) -> None:
        """Write that one may answer; the options stood in the turn that was seen."""
        self._object("your_turn", options=[option.id for option in turn.options], draft=draft)

    def checkin(self, question: str) -> None:
        """Ask how it is now."""
        self._object("checkin", question=question)

    def words(self, say: str) -> None:
        """Ask for one's own words."""
        self._object("words", say=say)

    def kept(self) -> None:
        """Write that what was typed is kept."""
        self._object("kept")

    def noted(self) -> None:
        """Write that a mark is noted."""
        self._object("noted")

    def drafted(self, typed: str) -> None:
        """Write that what was typed waits."""
        self._object("draft", text=typed)

    def help(self, state: RoomState | None, turn: Turn | None) -> None:
        """Write what can be typed."""
        self._object("help", lines=list(_help(state, turn)))

    def who(self, state: RoomState) -> None:
        """Write who is here."""
        self._object("who", people=[asdict(there) for there in state.people])

    def lines(self, lines: tuple[Heard, ...]) -> None:
        """Write the lines that can be marked."""
        self._object("lines", lines=[line.text for line in lines])

    def mirror(self, seen: list[Seen]) -> None:
        """Write the session as another seat saw it."""
        self._object("mirror", seen=[asdict(what) for what in seen])

    def text(self, text: str) -> None:
        """Write a text that was asked for."""
        self._object("text", text=text)

    def sorry(self, message: str) -> None:
        """Write what was not possible."""
        self._object("error", message=message)

    def going(self, guest: Guest) -> None:
        """Write that one goes."""
        self._object("going", room=guest.kept.room)

    def _object(self, kind: str, **fields: object) -> None:
        self._out.write(f"{clean(json.dumps({'kind': kind, **fields}, ensure_ascii=False))}\n")
        self._out.flush()
