"""Two people in a room over a real network: it is cut, it stalls, it is listened to, and somebody else answers."""

import asyncio
import ssl
import threading
from pathlib import Path

import pytest
import trustme
from builders import short_story
from net import Clock
from relay import relaying
from websockets.asyncio.server import ServerConnection, serve
from wired import Person, Wired, listening, log_in, until

from trainer.engine.events import Event, ReplyMade
from trainer.engine.machine import machine_of
from trainer.engine.seen import Ended, Seen, WordsAsked
from trainer.engine.view import SeatView
from trainer.errors import UsageError
from trainer.room.address import Address
from trainer.room.certificate import given_context, own_context
from trainer.room.codes import new_token
from trainer.room.connect import Connection
from trainer.room.guest import Guest
from trainer.room.host import AWAY_MILLISECONDS
from trainer.room.kept import RoomKept
from trainer.room.listen import Listener
from trainer.room.messages import Refusal, write_to_guest
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.store.sqlite import SqliteStore

BEYOND = "0.0.0.0"  # noqa: S104  a name of this machine that is not taken for it, so that all goes over TLS
STORY = parse(short_story())
WORDS = "CormorantTypedThis"


def seen_by(seat: str, log: tuple[Event, ...], story: Scenario = STORY) -> list[Seen]:
    """Return what a seat sees of `log`."""
    view = SeatView(machine_of(story), seat)
    return [what for event in log for what in view.after(event)]


async def play_to_the_end(wired: Wired, anna: Person, mina: Person) -> None:
    """Let both answer whatever they are asked until the story ends."""
    while not (anna.stage == mina.stage == "over"):
        for person in (anna, mina):
            guest = person.guest
            if guest.words_asked is not None:
                guest.give_words(WORDS)
            elif guest.checkin:
                guest.check_in("5 calm")
            elif guest.turn is not None and not guest.is_saying:
                assert (await person.say()).why == ""
        await asyncio.sleep(0)
    log = wired.log()
    for person, seat in ((anna, "staff"), (mina, "patient")):
        expected = seen_by(seat, log)
        await until(lambda p=person, e=expected: list(p.guest.seen) == e, f"all that {seat} sees")  # type: ignore[misc]
    ids = [event.reply for event in log if isinstance(event, ReplyMade)]
    assert len(ids) == len(set(ids))


async def test_a_whole_scene_over_the_network(path: Path) -> None:
    """Two guests play from the door to the end; each has seen the view of their seat, each thing once and in order."""
    async with listening(path) as wired:
        anna = await wired.open(STORY)
        mina = await wired.let_in("Mina", "patients")
        await wired.sit(anna, mina)
        await play_to_the_end(wired, anna, mina)

        assert isinstance(mina.guest.seen[-1], Ended)
        assert any(isinstance(what, WordsAsked) for what in anna.guest.seen)
        assert len(wired.replies()) == 5
        assert not any(WORDS.encode() in file.read_bytes() for file in path.parent.iterdir() if file.is_file())


async def test_a_cut_connection_comes_back_by_itself(path: Path) -> None:
    """While it is gone the others are told that somebody reconnects, then that they are away; and nothing is lost."""
    async with listening(path) as wired, relaying(wired.listener.port) as relay:
        anna = await wired.open()
        mina = wired.come(RoomKept(at=(f"127.0.0.1:{relay.port}",), name="Mina", side="patients"), await wired.code())
        await wired.open_the_door(anna)
        await until(lambda: mina.guest.state, "Mina to be in")
        await wired.sit(anna, mina)
        await wired.reply()

        for _ in range(3):
            relay.is_shut = True
            relay.cut()
            await until(lambda: anna.presence("Mina") == "reconnecting", "the others to be told")
            await until(lambda: mina.guest.status == "reconnecting", "Mina to be told")
            assert mina.guest.turn is not None
            assert mina.guest.say("on")
            wired.clock.now += AWAY_MILLISECONDS
            await until(lambda: anna.presence("Mina") == "away", "the others to be told that she is away")
            before = len(wired.replies())
            relay.is_shut = False
            await until(lambda: anna.presence("Mina") == "connected", "Mina to be back")
            await until(lambda n=before: len(wired.replies()) == n + 1, "what she said meanwhile")  # type: ignore[misc]
            await wired.reply()

        assert set(wired.replies()) == {"on"}
        assert len(wired.replies()) == 7
        assert (await anna.say("out") if anna.guest.turn else await mina.say("out")).why == ""
        await until(lambda: anna.stage == mina.stage == "over", "the end")
        for person, seat in ((anna, "staff"), (mina, "patient")):
            assert list(person.guest.seen) == seen_by(seat, wired.log(), wired.story)


async def test_a_connection_that_stalls_is_given_up_and_nothing_comes_twice(path: Path) -> None:
    """A network that says nothing any more is noticed by both ends; what it held back all that while does no harm."""
    async with listening(path) as wired, relaying(wired.listener.port) as relay:
        anna = await wired.open()
        mina = wired.come(RoomKept(at=(f"127.0.0.1:{relay.port}",), name="Mina", side="patients"), await wired.code())
        await wired.open_the_door(anna)
        await until(lambda: mina.guest.state, "Mina to be in")
        await wired.sit(anna, mina)
        await wired.reply()
        relay.stall()
        assert mina.guest.say("on")

        await until(lambda: anna.presence("Mina") == "reconnecting", "the host to notice")
        await until(lambda: mina.guest.status == "reconnecting", "Mina to notice")
        assert wired.replies() == ["on"]
        relay.resume()

        await until(lambda: wired.replies() == ["on", "on"] and anna.guest.turn, "what was said meanwhile")
        await until(lambda: anna.presence("Mina") == "connected", "Mina to be back")
        await wired.reply()
        await wired.reply()
        assert wired.replies() == ["on"] * 4


async def test_what_stalls_for_a_moment_goes_on(path: Path) -> None:
    """A network that is slow for a moment holds up what is said, and nobody has to come back."""
    async with listening(path) as wired, relaying(wired.listener.port) as relay:
        anna = await wired.open()
        mina = wired.come(RoomKept(at=(f"127.0.0.1:{relay.port}",), name="Mina", side="patients"), await wired.code())
        await wired.open_the_door(anna)
        await until(lambda: mina.guest.state, "Mina to be in")
        await wired.sit(anna, mina)
        await wired.reply()
        relay.stall()
        saying = asyncio.ensure_future(mina.say("on"))
        await until(lambda: mina.guest.is_saying, "something on its way")
        relay.resume()
        assert (await saying).why == ""
        assert anna.presence("Mina") == "connected"
        await wired.reply()
        assert wired.replies() == ["on"] * 3


async def over_tls(wired: Wired, *, fingerprint: str = "", ca: str = "", at: str = BEYOND) -> Person:
    """Let Mina come to a host beyond this machine, as she was told of it."""
    kept = RoomKept(at=(f"{at}:{wired.listener.port}",), name="Mina", side="patients", fingerprint=fingerprint, ca=ca)
    return wired.come(kept, await wired.code())


async def opened_over_tls(wired: Wired) -> None:
    """Open a room without being in it."""
    wired.room = (await wired.listener.run(lambda host: host.open_room(STORY, "Anna"))).room


async def test_who_was_told_the_fingerprint_comes_in_over_tls(path: Path) -> None:
    """With the fingerprint that the host shows, however it is typed, one knocks; nothing can be read on the way."""
    context, fingerprint = own_context("127.0.0.1", path.with_name("host.pem"))
    async with listening(path, context=context) as wired, relaying(wired.listener.port) as relay:
        await opened_over_tls(wired)
        wired_at = RoomKept(
            at=(f"{BEYOND}:{relay.port}",), name="Mina", side="patients", fingerprint=fingerprint.lower()
        )
        mina = wired.come(wired_at, await wired.code())
        await until(lambda: mina.guest.status == "knocking", "the knock")

        assert b"Mina" not in relay.passed
        assert len(relay.passed) > 200


async def test_another_fingerprint_is_refused_before_a_word(path: Path) -> None:
    """Where the host shows another fingerprint nothing is sent, and one is told that it may be somebody else."""
    context, _ = own_context("127.0.0.1", path.with_name("host.pem"))
    _, other = own_context("127.0.0.1", path.with_name("other.pem"))
    async with listening(path, context=context) as wired:
        await opened_over_tls(wired)
        code = await wired.code()
        mina = await over_tls(wired, fingerprint=other)
        with pytest.raises(UsageError, match=r"shows another fingerprint .* Nothing was sent"):
            await asyncio.wait_for(mina.task, 20)

        wired.people.clear()
        assert (mina.guest.status, mina.guest.is_final) == ("refused", True)
        assert await wired.code() == code, "a hello would have used up the code"


async def test_nobody_vouches_for_a_certificate_of_ones_own(path: Path) -> None:
    """Without a fingerprint a certificate that nobody vouches for is not trusted, and the person is told that."""
    context, _ = own_context("127.0.0.1", path.with_name("host.pem"))
    async with listening(path, context=context) as wired:
        await opened_over_tls(wired)
        mina = await over_tls(wired)
        told = f"{BEYOND}:{wired.listener.port} is not reached: its certificate is not trusted."
        await until(lambda: mina.guest.trouble == told, "the trouble to be told")


@pytest.mark.parametrize("at", [BEYOND, "127.0.0.1"])
async def test_who_knows_the_authority_comes_in(path: Path, at: str) -> None:
    """A certificate that was given is trusted by whoever has its authority, on this machine too, and by nobody else."""
    authority, stranger = trustme.CA(), trustme.CA()
    made = authority.issue_cert(BEYOND, "127.0.0.1")
    made.private_key_pem.write_to_path(path.parent / "key.pem")
    made.cert_chain_pems[0].write_to_path(path.parent / "cert.pem")
    authority.cert_pem.write_to_path(path.parent / "ca.pem")
    stranger.cert_pem.write_to_path(path.parent / "other.pem")
    context = given_context(path.parent / "cert.pem", path.parent / "key.pem")
    async with listening(path, context=context) as wired:
        await opened_over_tls(wired)
        other = await over_tls(wired, ca=str(path.parent / "other.pem"), at=at)
        await until(lambda: "not trusted" in other.guest.trouble, "the other to be told")
        mina = await over_tls(wired, ca=str(path.parent / "ca.pem"), at=at)
        await until(lambda: mina.guest.status == "knocking", "the knock")


def test_files_that_are_no_certificates_are_told(tmp_path: Path) -> None:
    """What is no certificate, no key of it, or no file of authorities is told in a sentence with its name."""
    (tmp_path / "x.pem").write_text("nothing")
    with pytest.raises(UsageError, match=r"x\.pem and .*y\.pem are no certificate with its key that can be used"):
        given_context(tmp_path / "x.pem", tmp_path / "y.pem")


@pytest.mark.parametrize(("is_tls", "at"), [(True, "127.0.0.1"), (False, BEYOND)], ids=["plain to TLS", "TLS to plain"])
async def test_who_speaks_another_way_is_told(path: Path, is_tls: bool, at: str) -> None:  # noqa: FBT001
    """Plain to a port that speaks TLS, or TLS to a plain one: it is not reached, and that is said."""
    context: ssl.SSLContext | None = own_context("127.0.0.1", path.with_name("host.pem"))[0] if is_tls else None
    async with listening(path, context=context) as wired:
        await opened_over_tls(wired)
        mina = await over_tls(wired, fingerprint="0" * 20 if at == BEYOND else "", at=at)
        await until(lambda: mina.guest.trouble == f"{at}:{wired.listener.port} is not reached.", "the trouble")
        assert mina.guest.status == "connecting"


async def test_a_host_stops_and_leaves_nothing_behind(path: Path) -> None:
    """With guests connected, and one at the host's own keyboard, nothing of a host runs on when it has stopped."""
    async with listening(path) as wired:
        anna = await wired.open()
        mina = await wired.let_in("Mina", "patients")
        await wired.sit(anna, mina)
        await wired.reply()
        people = list(wired.people)
        wired.people.clear()
    await until(lambda: {each.guest.status for each in people} == {"reconnecting"}, "the guests to notice")
    for person in people:
        await person.leave_the_network()

    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("store")] == []


async def test_a_port_that_is_taken_is_told(path: Path) -> None:
    """Where somebody listens already nobody else can, and the store is let go of."""
    async with listening(path) as wired:
        other = Listener(lambda: SqliteStore(path), Address("127.0.0.1", wired.listener.port))
        with pytest.raises(UsageError, match=r"Nobody can listen at 127.* Choose another port\."):
            await other.__aenter__()

    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("store")] == []


async def test_of_two_hosts_one_holds_a_room_and_the_other_takes_it_over(path: Path) -> None:
    """On one store only one of two hosts has a room; when it stops the other has it for guests who know both."""
    clock = Clock()
    async with listening(path, clock) as second:
        async with listening(path, clock) as first:
            anna = await first.open()
            for person in first.people:
                person.guest.kept.at = (first.at, second.at)
            mina = await first.let_in("Mina", "patients")
            await first.sit(anna, mina)
            await first.reply()
            await first.all_leave()
            people = [
                second.come(
                    RoomKept(
                        at=(second.at, first.at),
                        name=each.guest.kept.name,
                        side="other",
                        token=each.guest.kept.token,
                        session=each.guest.kept.session,
                        sessions=each.guest.kept.sessions,
                    )
                )
                for each in (anna, mina)
            ]
            first.people.clear()
            await until(lambda: all(each.guest.status == "connected" for each in people), "both at the first host")
            assert await second.listener.run(lambda host: host.take_over()) == ()
            await first.listener.run(lambda host: host.rooms)
            assert (await people[1].say("on")).why == ""

        await until(lambda: all(each.guest.status == "connected" for each in people), "both at the second host")
        await second.reply()
        assert second.replies() == ["on"] * 3
        assert await second.listener.run(lambda host: host.rooms) == (first.room,)
        assert list(people[0].guest.seen) == seen_by("staff", log_in(path), second.story)


async def test_a_token_opens_nothing_at_a_host_that_has_no_such_room(path: Path) -> None:
    """Who comes back to a host without their room is told so, and tries on."""
    async with listening(path) as wired:
        guest = Guest(RoomKept(at=(wired.at,), name="Mina", side="patients", token=new_token()))
        task = asyncio.create_task(Connection(guest).run())
        wired.people.append(Person(guest, task))
        await until(lambda: guest.why, "why")
        assert guest.why == "This room is not here. It may be closed, or its host may be away."
        assert (guest.status, guest.is_final, task.done()) == ("reconnecting", False, False)


async def test_a_last_word_that_comes_with_the_end_keeps_nobody_waiting() -> None:
    """Where a host says something and is gone in the same moment, the guest notices each time and tries again."""
    last_word = write_to_guest(Refusal(why="Later.", is_final=False))

    async def speak_and_go(connection: ServerConnection) -> None:
        await connection.recv()
        await connection.send(last_word)

    async with serve(speak_and_go, "127.0.0.1", 0) as server:
        address = Address("127.0.0.1", next(iter(server.sockets)).getsockname()[1])
        guest = Guest(RoomKept(at=(str(address),), name="Mina", side="patients", token=new_token()))
        for _ in range(20):
            async with asyncio.timeout(10):
                assert not await Connection(guest)._once(address)  # what `run` does each time, without its pauses
            assert guest.why == "Later."


def test_a_host_that_is_started_again_shows_the_same_fingerprint(memory_folder: Path) -> None:
    """The certificate is kept for its owner alone, and made anew only where it is gone, damaged or nearly over."""
    path = memory_folder / "rooms" / "host.pem"
    _, first = own_context("127.0.0.1", path)
    assert first == own_context("127.0.0.1", path)[1]
    assert 0 == path.stat().st_mode & 0o077
    path.write_text("nothing")
    assert first != own_context("127.0.0.1", path)[1]
