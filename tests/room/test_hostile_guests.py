"""Whatever comes over the network, the host says a clear sentence and the two who are in the room go on."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from builders import option, scenario, short_story, turn
from running import HOSTILE
from websockets.exceptions import ConnectionClosed, InvalidStatus
from wired import Person, Raw, Wired, hello, listening, until

from trainer.engine.events import ToldAfterwards
from trainer.engine.seen import Told, Turn
from trainer.privacy import digest_of
from trainer.room.codes import ALPHABET, CODE_MILLISECONDS, new_token
from trainer.room.messages import (
    LARGEST_TO_HOST,
    Action,
    AskWitnesses,
    CloseRoom,
    EndKindly,
    GiveDigest,
    GoOn,
    HaveRead,
    LetIn,
    LookBack,
    Mirror,
    NameChange,
    NewCode,
    Notice,
    PauseNow,
    PlayFor,
    Ready,
    Say,
    TakeSeat,
    TellHeard,
    WantKept,
    WantOpen,
    WantSwap,
    Watch,
)
from trainer.scenario.load import parse

NOT_UNDERSTOOD = "This host does not understand that."
NOT_NOW = "That is not possible now."
NO_SUCH_CODE = (
    "No room at this address has this code now. A code works once, for ten minutes: ask for a new one, and where it is."
)
OTHER_VERSION = "This host does not understand you. It speaks version 1: use the same version of the program."
FIRST_WHO = "Say first who comes."
UNSHOWN = "This name has signs in it that cannot be shown. Come in under another one."
TOO_LONG = "A name has 40 characters at most. Come in under a shorter one."
MARKUP = "[@click=app.quit]x[/]"
NOWHERE = "0" * 32

LOUD = scenario(
    {
        "ask": turn(option("on", "answer", then=[{"patient": "Ah! " * 900} for _ in range(8)])),
        "answer": turn(option("on", "ask", then=[{"staff": "Oh! " * 900} for _ in range(8)]), seat="patient"),
    }
)
"""A talk of which each reply is answered by 29 kB."""

UNREADABLE: dict[str, tuple[str | bytes, str]] = {
    "no JSON": ("knock knock", NOT_UNDERSTOOD),
    "nothing": ("", NOT_UNDERSTOOD),
    "binary": (b"\xff\xfe\x00\x80", NOT_UNDERSTOOD),
    "a list": ("[]", NOT_UNDERSTOOD),
    "endless nesting": ("[" * 60_000, NOT_UNDERSTOOD),
    "half a surrogate": ('{"kind": "ack", "session": "\\ud800", "seq": 1}', NOT_UNDERSTOOD),
    "an unknown kind": ('{"kind": "welcome"}', NOT_UNDERSTOOD),
    "no kind": ('{"id": "1"}', NOT_UNDERSTOOD),
    "an unknown action": (json.dumps({"kind": "do", "id": NOWHERE, "what": {"do": "say_for"}}), NOT_UNDERSTOOD),
    "an action with more": (
        json.dumps({"kind": "do", "id": NOWHERE, "what": {"do": "leave", "as": 1}}),
        NOT_UNDERSTOOD,
    ),
    "a number beyond all": (f'{{"kind": "ack", "session": "", "seq": {"9" * 400}}}', NOT_UNDERSTOOD),
    "a number below all": ('{"kind": "ack", "session": "", "seq": -1}', NOT_UNDERSTOOD),
    "another version": (json.dumps(hello(v=2)), "This host speaks version 1, you version 2. Update the older one."),
    "a version with more": (json.dumps(hello(v=2, wish="x")), OTHER_VERSION),
    "a version that is none": (json.dumps(hello(v="one")), OTHER_VERSION),
    "an action before hello": (json.dumps({"kind": "do", "id": NOWHERE, "what": {"do": "leave"}}), FIRST_WHO),
    "a receipt before hello": ('{"kind": "ack", "session": "", "seq": 1}', FIRST_WHO),
    "a code that nobody has": (json.dumps(hello(code="222222", name="Eve")), NO_SUCH_CODE),
    "no code": (json.dumps(hello(name="Eve")), NO_SUCH_CODE),
    "a code in other letters": (json.dumps(hello(code="ⅫⅫⅫⅫⅫⅫ", name="Eve")), NO_SUCH_CODE),
    "a token that nobody has": (
        json.dumps(hello(token=new_token())),
        "This room is not here. It may be closed, or its host may be away.",
    ),
    "a token of something else": (
        json.dumps(hello(token="' OR 1=1 --")),  # noqa: S106  it is none
        "This room is not here. It may be closed, or its host may be away.",
    ),
}
"""What a stranger says first, and what they are told."""

NAMES: dict[str, tuple[str, str]] = {
    "none": ("", "Come in under a name, any that the others may see."),
    "blanks": ("  \t ", "Come in under a name, any that the others may see."),
    "41 characters": ("x" * 41, TOO_LONG),
    "4 kB": ("x" * 4000, TOO_LONG),
    "more than 4 kB": ("x" * 4096, OTHER_VERSION),
    "what steers a terminal": (HOSTILE, UNSHOWN),
    "a second line": ("Eve\nAnna", UNSHOWN),
    "what turns a line round": ("\u202eannA", UNSHOWN),
    "what has no width": ("Anna\u200b", UNSHOWN),
    "one that is here": ("Anna", "Somebody here has this name already. Come in under another one."),
    "one that is here, in other case": ("mINA", "Somebody here has this name already. Come in under another one."),
}
"""Names that nobody may come in under, and what is told."""


SALT = "5a" * 16
ACTIONS: dict[str, dict[str, Any]] = {
    "take_seat": {"seat": "leader"},
    "watch": {},
    "ready": {},
    "have_read": {},
    "say": {"option": "on", "turn": 0},
    "give_digest": {"digest": "a" * 64, "what": "words"},
    "pause": {},
    "go_on": {},
    "end_kindly": {},
    "leave": {},
    "play_for": {"seat": "staff"},
    "want_open": {"digest": "a" * 64},
    "want_kept": {},
    "tell_heard": {"text": "x", "salt": SALT},
    "name_change": {"text": "x"},
    "ask_witnesses": {},
    "notice": {"text": "x"},
    "want_swap": {},
    "look_back": {},
    "mirror": {"seat": "staff"},
    "let_in": {"member": "m1"},
    "new_code": {},
    "close_room": {},
}
"""One of each action, by its word on the wire."""
ACTIONS = {word: {"do": word} | fields for word, fields in ACTIONS.items()}


@pytest.fixture(autouse=True)
def _nothing_raises(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test during which the host logged anything that it would write on its screen."""
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.fixture
async def wired(path: Path) -> AsyncIterator[Wired]:
    """Give a room in which Anna and Mina are in the middle of a talk, and see that they can go on with it."""
    async with listening(path) as opened:
        anna = await opened.open()
        mina = await opened.let_in("Mina", "patients")
        await opened.sit(anna, mina)
        await opened.reply()

        yield opened

        await opened.reply()
        await opened.reply()
        assert (anna.guest.status, mina.guest.status) == ("connected", "connected")


@pytest.fixture
async def gathering(path: Path) -> AsyncIterator[Wired]:
    """Give a room in which Anna and Mina sit down, and see that they can go on to a talk."""
    async with listening(path) as opened:
        await opened.open()
        await opened.let_in("Mina", "patients")

        yield opened

        await opened.sit(*opened.people[:2])
        await opened.reply()


@pytest.mark.parametrize(("said", "told"), UNREADABLE.values(), ids=UNREADABLE)
async def test_a_stranger_is_told_in_a_sentence(wired: Wired, said: str | bytes, told: str) -> None:
    """What cannot be read, or says nothing that lets anybody in, ends with a sentence."""
    async with wired.raw() as stranger:
        await stranger.send(said)

        assert told == await stranger.refused()


@pytest.mark.parametrize("size", [LARGEST_TO_HOST + 1, 1_000_000])
async def test_too_much_is_too_much(wired: Wired, size: int) -> None:
    """A message beyond 64 kB ends the connection with the number and the words that websockets have for that."""
    async with wired.raw() as stranger:
        await stranger.send("x" * size)
        with pytest.raises(ConnectionClosed) as closed:
            await stranger.hear("refusal")

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
    assert "exceeds limit of 64000 bytes" in closed.value.rcvd.reason


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://127.0.0.1"])
async def test_a_page_in_a_browser_is_not_spoken_to(wired: Wired, origin: str) -> None:
    """Whoever names an origin, as every page does, is turned away before a word is said."""
    with pytest.raises(InvalidStatus) as refused:
        async with wired.raw(origin=origin):
            pass

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00" * 5000,
        b"PUT x\r\n" * 99,
    ],
    ids=["nothing", "TLS", "a web page", "zeros", "another protocol"],
)
async def test_what_speaks_no_websocket_leaves_no_trace(wired: Wired, said: bytes) -> None:
    """Somebody who tries the port with another protocol is let go, and the host's screen stays as it was."""
    reader, writer = await asyncio.open_connection("127.0.0.1", wired.listener.port)
    writer.write(said)
    writer.write_eof()
    async with asyncio.timeout(20):
        await reader.read()
    writer.close()
    await writer.wait_closed()


async def test_five_wrong_codes_and_one_waits(gathering: Wired) -> None:
    """After five wrong codes the right one is refused too, from that address and for a minute; nobody else notices."""
    code = await gathering.code()
    wrong = "".join(ALPHABET[(ALPHABET.index(letter) + 1) % len(ALPHABET)] for letter in code)
    for _ in range(5):
        async with gathering.raw() as stranger:
            await stranger.send(hello(code=wrong, name="Eve"))
            assert await stranger.refused() == NO_SUCH_CODE
    async with gathering.raw() as stranger:
        await stranger.send(hello(code=code, name="Eve"))
        assert await stranger.refused() == "Too many wrong codes. Try again in 60 seconds."

    anna, mina = gathering.people
    assert (anna.guest.status, mina.guest.status) == ("connected", "connected")
    await mina.leave_the_network()
    again = gathering.come(mina.guest.kept)
    await until(lambda: again.guest.status == "connected", "somebody with a good token, from the same address")
    gathering.people[:] = [anna, again]
    async with gathering.raw(local_addr=("127.0.0.2", 0)) as elsewhere:
        await elsewhere.send(hello(code=wrong, name="Eve"))
        assert await elsewhere.refused() == NO_SUCH_CODE

    gathering.clock.now += 59_999
    async with gathering.raw() as stranger:
        await stranger.send(hello(code=code, name="Eve"))
        assert await stranger.refused() == "Too many wrong codes. Try again in 1 seconds."
    gathering.clock.now += 1
    async with gathering.raw() as stranger:
        await stranger.send(hello(code=code.lower(), name="Eve"))
        assert len((await stranger.hear("knocking"))["token"]) == 32


async def test_a_code_works_for_ten_minutes(gathering: Wired) -> None:
    """A code that is older finds nothing, and is shown to its host no more."""
    code = await gathering.code()
    gathering.clock.now += CODE_MILLISECONDS
    async with gathering.raw() as stranger:
        await stranger.send(hello(code=code, name="Eve"))
        assert await stranger.refused() == NO_SUCH_CODE

    assert gathering.people[0].guest.state is not None
    await until(lambda: gathering.people[0].guest.state.host.code == "", "the host to be told")  # type: ignore[union-attr]


async def test_a_code_works_once(gathering: Wired) -> None:
    """Who comes second with the same code finds nothing."""
    code = await gathering.code()
    async with gathering.raw() as first, gathering.raw() as second:
        await first.send(hello(code=code, name="Eve"))
        await first.hear("knocking")
        await second.send(hello(code=code, name="Frida"))
        assert await second.refused() == NO_SUCH_CODE


@pytest.mark.parametrize(("name", "told"), NAMES.values(), ids=NAMES)
async def test_names_that_nobody_may_have(gathering: Wired, name: str, told: str) -> None:
    """A name that cannot be shown, says nothing, or belongs to somebody, does not use up the code."""
    code = await gathering.code()
    async with gathering.raw() as stranger:
        await stranger.send(hello(code=code, name=name))
        assert await stranger.refused() == told
    async with gathering.raw() as stranger:
        await stranger.send(hello(code=code, name="Eve"))
        await stranger.hear("knocking")


async def test_a_name_that_is_markup_stays_text(gathering: Wired) -> None:
    """A name of printable signs is shown as just these signs."""
    anna = gathering.people[0].guest
    async with gathering.raw() as stranger:
        await stranger.send(hello(code=await gathering.code(), name=MARKUP))
        await stranger.hear("knocking")
        await until(lambda: anna.state and anna.state.host and anna.state.host.knocks, "the knock")
        assert anna.state is not None
        assert anna.state.host is not None
        assert [knock.name for knock in anna.state.host.knocks] == [MARKUP]


async def knock(wired: Wired, raw: Raw, name: str = "Eve") -> str:
    """Let somebody raw knock, and return their token."""
    await raw.send(hello(code=await wired.code(), name=name))
    return str((await raw.hear("knocking"))["token"])


async def come_in(wired: Wired, raw: Raw, name: str = "Eve") -> str:
    """Let somebody raw knock and be let in, and return their token."""
    token = await knock(wired, raw, name)
    await wired.open_the_door(wired.people[0])
    await raw.hear("room_state")
    return token


async def test_who_only_knocks_can_do_nothing(gathering: Wired) -> None:
    """Until the host has let somebody in, whatever they want is refused; they are told nothing of the room."""
    async with gathering.raw() as stranger:
        await knock(gathering, stranger)
        for number, what in enumerate(ACTIONS.values(), start=1):
            assert await stranger.do(what, number) == "You are not in yet."

        assert {message["kind"] for message in stranger.heard} == {"knocking", "done"}


async def test_who_is_turned_away_is_told(gathering: Wired) -> None:
    """Somebody whom the host does not let in is told that, and again when they come back."""
    anna = gathering.people[0]
    async with gathering.raw() as stranger:
        token = await knock(gathering, stranger)
        await until(lambda: anna.guest.state and anna.guest.state.host and anna.guest.state.host.knocks, "the knock")
        (member,) = [each.member for each in anna.guest.state.host.knocks]  # type: ignore[union-attr]
        anna.guest.do(LetIn(member=member, comes_in=False))
        assert await stranger.refused() == "You were not let in this time."
    async with gathering.raw() as stranger:
        await stranger.send(hello(token=token))
        assert await stranger.refused() == "You were not let in this time."


async def test_hello_is_said_once(gathering: Wired) -> None:
    """Who says twice who they are is told that they are in, and has to come again."""
    async with gathering.raw() as raw:
        token = await come_in(gathering, raw)
        await raw.send(hello(token=token))
        assert await raw.refused() == "You are in already."


async def test_the_newer_of_two_windows_stays(gathering: Wired) -> None:
    """With one token in two windows the older one is told where it goes on, and the newer one is in."""
    async with gathering.raw() as older, gathering.raw() as newer:
        token = await come_in(gathering, older)
        await newer.send(hello(token=token))
        assert await older.refused() == "This was opened in another window. It goes on there."
        await newer.hear("room_state")
        assert await newer.do({"do": "watch"}) == ""


async def test_one_seat_is_for_one(gathering: Wired) -> None:
    """Who wants a part that somebody has is told whose it is, and it stays theirs."""
    anna, mina = gathering.people
    assert (await mina.want(TakeSeat(seat="patient"))).why == ""
    assert (await anna.want(TakeSeat(seat="patient"))).why == "Mina has this part. Choose another."
    assert (await anna.want(TakeSeat(seat="leader"))).why == "There is no such part for a person here."
    assert (await anna.want(TakeSeat(seat="nobody"))).why == "There is no such part for a person here."


async def test_what_cannot_be_said_is_not_said(wired: Wired) -> None:
    """An option that is not there or not open, another's turn, or a turn that is past: nothing is kept of it."""
    anna, mina = wired.people
    await until(lambda: mina.guest.turn, "the patient's turn")
    before = wired.log()
    theirs, others = turn_at(mina), turn_at(anna)
    answers = {
        "another's turn": await anna.want(Say(option="on", turn=others)),
        "another's turn, its number": await anna.want(Say(option="on", turn=theirs)),
        "of another story": await mina.want(Say(option="thank", turn=theirs)),
        "of another turn": await mina.want(Say(option="shut", turn=theirs)),
        "no turn yet": await mina.want(Say(option="on", turn=theirs + 40)),
        "no turn": await mina.want(Say(option="on", turn=0)),
    }
    assert {each: done.why for each, done in answers.items()} == {
        "another's turn": "It is not your turn. Nothing was said for you.",
        "another's turn, its number": "It is not your turn. Nothing was said for you.",
        "of another story": "There is no option “thank” here. There is on, out.",
        "of another turn": "There is no option “shut” here. There is on, out.",
        "no turn yet": "The talk went on meanwhile. Nothing was said for you.",
        "no turn": "The talk went on meanwhile. Nothing was said for you.",
    }
    assert wired.log() == before
    await wired.reply()
    await until(lambda: anna.guest.turn, "the turn of staff")
    assert (await anna.want(Say(option="shut", turn=turn_at(anna)))).why == "“shut” is not open now."


async def test_who_watches_says_nothing_for_anybody(path: Path) -> None:
    """A witness answers nobody's turn, check-in or own words, whatever they send; nor does one without a part."""
    async with listening(path) as opened:
        anna = await opened.open(parse(short_story()))
        mina = await opened.let_in("Mina", "patients")
        wanda = await opened.let_in("Wanda", "other")
        nils = await opened.let_in("Nils", "other")
        await opened.sit(anna, mina, wanda)
        await until(lambda: wanda.guest.seen and isinstance(wanda.guest.seen[-1], Turn), "what a witness sees")
        before = opened.log()
        for digest in (GiveDigest(digest="a" * 64, what="feeling"), GiveDigest(digest="a" * 64, what="words")):
            assert {(await each.want(digest)).why for each in (wanda, nils)} == {NOT_NOW}
        for number in (0, 1, len(wanda.guest.seen)):
            said = Say(option="ask", turn=number)
            assert {(await each.want(said)).why for each in (wanda, nils)} == {NOT_NOW}
        for action in (PauseNow(), LetIn(member="m1"), NewCode(), CloseRoom(), AskWitnesses(), PlayFor(seat="staff")):
            assert {(await each.want(action)).why for each in (wanda, nils)} == {NOT_NOW}

        assert opened.log() == before
        await opened.reply("ask")


ELSEWHEN: dict[str, list[tuple[Action, str]]] = {
    "gathering": [
        (Say(option="on", turn=0), NOT_NOW),
        (GiveDigest(digest="a" * 64, what="words"), NOT_NOW),
        (PauseNow(), NOT_NOW),
        (PlayFor(seat="staff"), NOT_NOW),
        (WantOpen(digest="a" * 64), NOT_NOW),
        (WantKept(), NOT_NOW),
        (NameChange(text="x"), NOT_NOW),
        (AskWitnesses(), NOT_NOW),
        (Notice(text="x"), NOT_NOW),
        (WantSwap(), NOT_NOW),
        (LookBack(), "There is nothing to look back on yet."),
        (Mirror(seat="staff"), NOT_NOW),
        (Ready(), NOT_NOW),
        (HaveRead(), ""),
        (GoOn(), ""),
        (EndKindly(), ""),
        (TellHeard(text="x", salt=SALT), ""),
    ],
    "briefing": [
        (TakeSeat(seat="staff"), NOT_NOW),
        (Watch(), NOT_NOW),
        (Say(option="on", turn=0), "The play has not begun."),
        (Say(option="on", turn=1), "The talk went on meanwhile. Nothing was said for you."),
        (GiveDigest(digest="a" * 64, what="words"), "The play has not begun."),
        (WantOpen(digest="a" * 64), NOT_NOW),
        (NameChange(text="x"), NOT_NOW),
        (WantSwap(), NOT_NOW),
        (LookBack(), NOT_NOW),
        (Mirror(seat="staff"), NOT_NOW),
        (PauseNow(), ""),
        (GoOn(), ""),
        (EndKindly(), ""),
        (Ready(), ""),
    ],
    "playing": [
        (TakeSeat(seat="staff"), NOT_NOW),
        (Watch(), NOT_NOW),
        (GiveDigest(digest="a" * 64, what="words"), "There is no reply here to say in your own words."),
        (GiveDigest(digest="a" * 64, what="feeling"), "Nothing was asked just now."),
        (PlayFor(seat="staff"), "Only for somebody who is away can the script go on."),
        (PlayFor(seat="nobody"), "Only for somebody who is away can the script go on."),
        (WantKept(), NOT_NOW),
        (NameChange(text="x"), NOT_NOW),
        (Notice(text="x"), NOT_NOW),
        (WantSwap(), NOT_NOW),
        (LookBack(), NOT_NOW),
        (Mirror(seat="staff"), NOT_NOW),
        (HaveRead(), ""),
        (Ready(), ""),
        (GoOn(), ""),
        (EndKindly(), ""),
    ],
    "paused": [
        (TakeSeat(seat="staff"), NOT_NOW),
        (Say(option="on", turn=1), "The play is paused. Nothing was said; choose again when it goes on."),
        (WantOpen(digest="a" * 64), NOT_NOW),
        (NameChange(text="x"), NOT_NOW),
        (WantSwap(), NOT_NOW),
        (LookBack(), NOT_NOW),
        (PauseNow(), ""),
        (HaveRead(), ""),
    ],
    "over": [
        (TakeSeat(seat="staff"), NOT_NOW),
        (Say(option="on", turn=1), "The story has come to its end."),
        (PauseNow(), "The story has come to its end."),
        (PlayFor(seat="staff"), "The story has come to its end."),
        (AskWitnesses(), NOT_NOW),
        (Notice(text="x"), NOT_NOW),
        (NameChange(text=" \x1b "), "Nothing was written."),
        (Mirror(seat="leader"), "Nobody had that part."),
        (TellHeard(text="x", salt=SALT), ""),
        (GoOn(), ""),
        (HaveRead(), ""),
    ],
}
"""What Mina wants while it is not possible, by where the room stands, and what she is told, if anything."""


@pytest.mark.parametrize("stage", ELSEWHEN)
async def test_what_is_not_possible_now_changes_nothing(path: Path, stage: str) -> None:
    """In every stage what belongs to another is refused or let go by, and so is what only the host may do."""
    async with listening(path) as opened:
        anna = await opened.open()
        mina = await opened.let_in("Mina", "patients")
        await come_to(stage, opened)
        before = opened.log()

        for action, told in ELSEWHEN[stage]:
            assert (action, (await mina.want(action)).why) == (action, told)
        for action in (LetIn(member="m1"), LetIn(member="m9", comes_in=False), NewCode(), CloseRoom()):
            assert (await mina.want(action)).why == NOT_NOW

        assert opened.log() == before
        assert (anna.stage, mina.stage) == (stage, stage)
        await go_on_from(stage, opened)


async def come_to(stage: str, opened: Wired) -> None:
    """Bring the room to `stage`."""
    anna, mina = opened.people
    if stage == "briefing":
        for person, seat in ((mina, "patient"), (anna, "staff")):
            await person.want(TakeSeat(seat=seat))
        for person in (mina, anna):
            await person.want(Ready())
    elif stage != "gathering":
        await opened.sit(anna, mina)
    if stage == "paused":
        await anna.want(PauseNow())
    elif stage == "over":
        await opened.reply("out")
    await until(lambda: anna.stage == mina.stage == stage, stage)


async def go_on_from(stage: str, opened: Wired) -> None:
    """Make a reply, or, where it is over, begin once more with the parts exchanged."""
    anna, mina = opened.people
    if stage == "gathering":
        await opened.sit(anna, mina)
    elif stage == "paused":
        await anna.want(GoOn())
        await mina.want(GoOn())
    elif stage == "over":
        await anna.want(WantSwap())
        await mina.want(WantSwap())
        await until(lambda: anna.stage == mina.stage == "briefing", "the briefing of the swap")
    if stage in ("briefing", "over"):
        for person in (anna, mina):
            await person.want(HaveRead())
    await opened.reply()


async def test_another_text_than_decided_is_not_opened(path: Path) -> None:
    """Of what was marked only the text whose digest was given can be told, and then it is."""
    async with listening(path) as opened:
        anna = await opened.open()
        mina = await opened.let_in("Mina", "patients")
        await opened.sit(anna, mina)
        await opened.reply("out")
        for person, text in ((anna, "mine"), (mina, "hers")):
            assert (await person.want(WantOpen(digest=digest_of(text, bytes.fromhex(SALT))))).why == ""

        for text in ("other", "mine"):
            told = (await mina.want(TellHeard(text=text, salt=SALT))).why
            assert told == "That is another text than the one that you wanted open."
        assert (await mina.want(TellHeard(text=" ", salt=SALT))).why == "Nothing was written."
        assert not any(isinstance(event, ToldAfterwards) for event in opened.log())
        for person, text in ((anna, "mine"), (mina, "hers")):
            assert (await person.want(TellHeard(text=text, salt=SALT))).why == ""
        await until(lambda: "hers" in [seen.text for seen in anna.guest.seen if isinstance(seen, Told)], "the texts")


async def test_many_at_the_door_keep_nobody_in_the_room_from_playing(wired: Wired) -> None:
    """Of 600 who come and say nothing the last are told to try again, and after a while so are all."""
    async with AsyncExitStack() as door:
        crowd = [await door.enter_async_context(wired.raw(ping_interval=None)) for _ in range(600)]
        async with wired.raw() as late:
            assert await late.refused() == "Too many are at the door. Try again in a moment."
        await wired.reply()

        wired.clock.now += 60_000
        assert {await raw.refused() for raw in crowd[:3]} == {FIRST_WHO}
        async with wired.raw() as later:
            await later.send(hello(code="222222", name="Eve"))
            assert await later.refused() == NO_SUCH_CODE


async def test_who_takes_nothing_is_let_go(path: Path) -> None:
    """Somebody who reads nothing of a great deal that they are sent is let go, and the others play on meanwhile."""
    async with listening(path) as opened:
        anna = await opened.open(LOUD)
        mina = await opened.let_in("Mina", "patients")
        async with opened.raw(ping_interval=None) as slow:
            await come_in(opened, slow)
            await slow.do({"do": "watch"})
            await opened.sit(anna, mina)
            assert anna.presence("Eve") == "connected"
            slow.connection.transport.pause_reading()

            for _ in range(250):
                for person in (anna, mina):
                    assert (await person.say("on")).why == ""
            await until(lambda: anna.presence("Eve") == "reconnecting", "the one who takes nothing to be let go")

            assert (await anna.say("on")).why == ""
            slow.connection.transport.abort()


def turn_at(person: Person) -> int:
    """Return the number of the last turn of one's own that somebody saw."""
    return max(number for number, what in enumerate(person.guest.seen, 1) if isinstance(what, Turn) and what.is_yours)
