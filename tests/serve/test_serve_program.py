"""The server as the process that a person starts: what it says, what it gives to its screens, and what it leaves."""

import os
import signal
import ssl
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
import trustme
from running import Program
from serving import Page, Served, environment_of, mode_of, origin_of, wait_until

from trainer.serve.environment import command, environment
from trainer.serve.guests import Guest

HOME = "Practise a hard conversation."
GIVEN = {
    "PATH",
    "LANG",
    "HOME",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "TERM",
    "COLORTERM",
    "TEXTUAL_DRIVER",
    "TEXTUAL_COLOR_SYSTEM",
    "COLUMNS",
    "ROWS",
}
UNUSABLE = [
    (["--host", "0.0.0.0"], "others on the network could read along. Give --cert FILE --key FILE, or --behind-proxy"),  # noqa: S104  it is refused
    (["--host", "0.0.0.0", "--cert", "c.pem", "--key", "k.pem"], "Give the one name or address that others will type"),  # noqa: S104
    (["--host", "no.such.name.invalid"], "There is no address “no.such.name.invalid” on this machine."),
    (["--cert", "cert.pem"], "--cert and --key go together"),
    (["--key", "key.pem"], "--cert and --key go together"),
    (["--cert", "cert.pem", "--key", "key.pem"], "cannot be used together: both have to be PEM files"),
    (["--behind-proxy", "http://trainer.example"], "--behind-proxy wants https://NAME"),
    (["--behind-proxy", "https://trainer.example/path"], "--behind-proxy wants https://NAME"),
    (["--behind-proxy", "https://me@trainer.example"], "--behind-proxy wants https://NAME"),
    (["--behind-proxy", "https://trainer.example:x"], "--behind-proxy wants https://NAME"),
    (["--store", "mine.db"], "--store goes with --mine"),
    (["--links", "25"], "25 is not in the range"),
    (["--port", "65536"], "65536 is not in the range"),
]


@pytest.mark.parametrize(("arguments", "told"), UNUSABLE, ids=lambda value: " ".join(value) if value else "")
def test_unusable_call(program: Program, arguments: list[str], told: str) -> None:
    """What cannot be served, or could be read on the way, is refused with a sentence and the code 2."""
    done = program.run("serve", *arguments)

    assert (2, "") == (done.status, done.out)
    assert told in done.err
    assert "Traceback" not in done.err


def test_port_in_use(program: Program) -> None:
    """A port that somebody else listens on is refused with a sentence."""
    with Served(program, "--port", "0") as served:
        port = origin_of(served.link()).rpartition(":")[2]
        done = program.run("serve", "--port", port)

    assert 2 == done.status
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.err


@pytest.mark.parametrize("missing", ["aiohttp", "textual_serve"])
def test_missing_extra_is_told(program: Program, missing: str) -> None:
    """Without the extra the command says what to install."""
    start = f"import sys; sys.modules[{missing!r}] = None; from trainer.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", start, "serve"],
        env=program.environment,
        cwd=program.folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 2 == done.returncode
    assert "pip install '.[serve]'" in done.stderr


def test_links_are_data_and_the_rest_is_talk(program: Program) -> None:
    """Links come on stdout, one a line, each with 256 bits of its own; Enter gives one more; no talk repeats one."""
    with Served(program, "--port", "0", "--links", "3") as served:
        links = [served.link() for _ in range(3)]
        served.press_enter()
        links.append(served.link())
        assert 128 + signal.SIGTERM == served.end(signal.SIGTERM)
        assert served.process.stdout is not None
        assert "" == served.process.stdout.read()

    tokens = [link.partition("/open#")[2] for link in links]
    assert {64} == {len(token) for token in tokens}
    assert 4 == len(set(tokens))
    assert 1 == len({origin_of(link) for link in links})
    assert origin_of(links[0]).startswith("http://127.0.0.1:")
    assert [] == [token for token in tokens if token in served.talk]
    assert f"below {served.guests}, which only you can read. To remove it, delete that folder." in served.talk
    assert "Enter gives another link" in served.talk


async def test_screen_is_given_nothing_but_what_it_needs(program: Program) -> None:
    """No variable of the server's reaches a screen but the path and the language, and its places are the guest's."""
    with Served(program, "--port", "0", CANARY="sings", TEXTUAL_LOG="log.txt", PYTHONPATH="/nowhere") as served:
        link = served.link()
        async with Page(origin_of(link)) as page:
            assert 204 == await page.open(link)
            await page.connect()
            await page.until(HOME)
            ((process, store),) = served.screens().items()
            given = environment_of(process)

            assert GIVEN == set(given)
            assert "sings" not in given.values()
            folder = Path(store).parent
            assert {str(folder)} == {given[name] for name in given if name == "HOME" or name.startswith("XDG")}
            assert served.guests == folder.parent
            assert 0o700 == mode_of(folder)
            assert process == os.getpgid(process) == os.getsid(process)
            await page.type("\x1bOQ")
            await wait_until((folder / "dialogue-trainer" / "theme").exists, "the guest's own theme")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_server_that_is_stopped_leaves_nothing_running(program: Program, number: signal.Signals) -> None:
    """On a signal every screen ends, pages hear it, and the code is 128 and the signal."""
    with Served(program, "--port", "0") as served:
        links = [served.link(), served.link()]
        async with Page(origin_of(links[0])) as one, Page(origin_of(links[0])) as other:
            for page, link in ((one, links[0]), (other, links[1])):
                assert 204 == await page.open(link)
                await page.connect()
                await page.until(HOME)
            assert 2 == len(served.screens())
            served.process.send_signal(number)
            assert 1001 == await one.closed()
            assert 128 + number == served.process.wait(30)
            assert {} == served.screens()
    assert 1 == len(served.talk.splitlines())


async def test_server_that_is_killed_leaves_nothing_running_and_guests_come_back(program: Program) -> None:
    """Where the server is killed its screens notice and end; started again, a guest finds the same store."""
    with Served(program, "--port", "0") as served:
        link = served.link()
        async with Page(origin_of(link)) as page:
            assert 204 == await page.open(link)
            await page.connect()
            await page.until(HOME)
            (store,) = served.screens().values()
            served.process.kill()
            await wait_until(lambda: not served.screens(), "the end of the screens")
            with Served(program, "--port", origin_of(link).rpartition(":")[2]) as again:
                again.link()
                await page.connect()
                await page.until(HOME)

                assert [store] == list(again.screens().values())
                assert 200 == (await page.ask("GET", "/"))[0]


async def test_mine_opens_the_owners_store(program: Program) -> None:
    """With --mine a link opens the owner's sessions, for this run only, and makes no guest."""
    with Served(program, "--port", "0", "--mine") as served:
        link = served.link()
        async with Page(origin_of(link)) as page:
            assert 204 == await page.open(link)
            await page.connect()
            await page.until(HOME)
            ((process, store),) = served.screens().items()

            assert str(program.store) == store
            assert str(program.folder) == environment_of(process)["HOME"]
            assert not served.guests.exists()
            assert "Give it to nobody else." in served.talk
            served.end(signal.SIGTERM)
            with Served(program, "--port", origin_of(link).rpartition(":")[2], "--mine") as again:
                again.link()
                assert 403 == (await page.ask("GET", "/"))[0]


def test_address_of_a_server_is_shown_to_nobody(program: Program) -> None:
    """The address of a store on a server, which may hold a password, is in no command line and is not said."""
    address = "postgresql://me:very-secret@localhost/trainer"
    owner = Guest(id="0", store=address)
    with Served(program, "--port", "0", "--mine", TRAINER_STORE=address) as served:
        served.link()

    assert address not in command(owner)
    assert address == environment(owner, 80, 24)["TRAINER_STORE"]
    assert "very-secret" not in served.talk


async def test_tls(program: Program) -> None:
    """With a certificate links are https, the screen comes by TLS, and the cookie never goes without."""
    authority = trustme.CA()
    made = authority.issue_cert("localhost")
    made.cert_chain_pems[0].write_to_path(program.folder / "cert.pem")
    made.private_key_pem.write_to_path(program.folder / "key.pem")
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    files = ("--cert", "cert.pem", "--key", "key.pem")
    with Served(program, "--port", "0", "--host", "localhost", *files) as served:
        link = served.link()
        assert link.startswith("https://localhost:")
        async with Page(origin_of(link), connector=aiohttp.TCPConnector(ssl=trusting)) as page:
            _, _, headers = await page.ask("POST", "/open", body=link.partition("#")[2], Origin=page.origin)
            assert "Secure" in headers["Set-Cookie"]
            await page.connect()
            await page.until(HOME)


async def test_behind_a_proxy_only_its_origin_counts(program: Program) -> None:
    """Behind a proxy links have its address, only its origin may ask, and the cookie goes by TLS alone."""
    arguments = ("--host", "0.0.0.0", "--port", "0", "--behind-proxy", "https://Trainer.example")  # noqa: S104  the proxy is beside
    with Served(program, *arguments) as served:
        link = served.link()
        assert link.startswith("https://trainer.example/open#")
        listening = served.listens_on()
        async with Page(f"http://127.0.0.1:{listening}") as page:
            host, origin, token = "trainer.example", "https://trainer.example", link.partition("#")[2]
            own = f"127.0.0.1:{listening}"
            assert 403 == (await page.ask("POST", "/open", body=token, Host=host, Origin=f"http://{own}"))[0]
            assert 403 == (await page.ask("POST", "/open", body=token, Host=own, Origin=f"http://{own}"))[0]
            assert 403 == (await page.ask("GET", "/open", Host="evil.example"))[0]
            status, _, headers = await page.ask("POST", "/open", body=token, Host=host, Origin=origin)
            assert (204, True) == (status, "Secure" in headers["Set-Cookie"])
            cookie = headers["Set-Cookie"].partition(";")[0]
            await page.connect(Host=host, Origin=origin, Cookie=cookie)
            await page.until(HOME)
