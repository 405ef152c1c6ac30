"""Records are sent once each, whatever breaks in between, and passwords go nowhere but where they should."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_store import PASSWORD, USER, Fault, Records, answers, closes, running

from trainer.errors import UsageError
from trainer.sending import BATCH, Progress, RecordStore, SendingStopped, endpoint_of, is_same, progress_file, send

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def made(count: int, verb: str = "responded") -> list[dict[str, Any]]:
    """Return `count` statements."""
    return [
        {
            "id": f"00000000-0000-5000-8000-{number:012d}",
            "actor": {"objectType": "Agent", "account": {"homePage": "https://a.example", "name": "b"}},
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
            "object": {
                "objectType": "Activity",
                "id": "https://a.example/c",
                "definition": {"type": "https://a.example/d"},
            },
            "timestamp": "2026-01-01T00:00:00.250Z",
        }
        for number in range(count)
    ]


@pytest.fixture
def records() -> Iterator[Records]:
    """Run a strict record store."""
    with running() as store:
        yield store


@pytest.fixture
def waited() -> list[float]:
    """Note for how long it would have waited."""
    return []


@pytest.fixture
def store(records: Records, waited: list[float]) -> RecordStore:
    """Reach the store."""
    return reached(records, waited)


def reached(records: Records, waited: list[float]) -> RecordStore:
    """Return how to reach `records`."""
    return RecordStore(
        endpoint=endpoint_of(records.url), user=USER, password=PASSWORD, sleep=waited.append, now=lambda: NOW
    )


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    """Note what was acknowledged."""
    return Progress(tmp_path / "sent.txt")


def test_batches_are_sent_and_nothing_is_left_to_resume(
    store: RecordStore, records: Records, progress: Progress
) -> None:
    """All are there after as many posts as there are batches."""
    told: list[tuple[int, int]] = []
    came = send(store, made(120), progress, lambda done, of: told.append((done, of)))

    assert (120, 0, ()) == came
    assert (3, 120) == (records.posts, len(records.kept))
    assert [(0, 120), (50, 120), (100, 120), (120, 120)] == told
    assert not progress.path.exists()


@pytest.mark.parametrize("is_lax", [True, False])
def test_a_second_time_adds_nothing(store: RecordStore, records: Records, progress: Progress, is_lax: bool) -> None:  # noqa: FBT001  two kinds of stores
    """The same again is recognised, from a store that says so and from one that says only that there is something."""
    records.is_lax = is_lax
    send(store, made(60), progress)
    before = copy.deepcopy(records.kept)

    assert (0, 60, ()) == send(store, made(60), progress)
    assert before == records.kept


def test_what_is_missing_is_sent_beside_what_is_there(store: RecordStore, records: Records, progress: Progress) -> None:
    """Of a batch that is there in part only the rest is sent."""
    send(store, made(20), progress)

    assert (10, 20, ()) == send(store, made(30), progress)
    assert 30 == len(records.kept)


def test_other_content_under_an_id_stays(store: RecordStore, records: Records, progress: Progress) -> None:
    """What is different is named and left as it is; all others are sent."""
    send(store, made(2, "suspended"), progress)
    ids = tuple(each["id"] for each in made(2))

    assert (8, 0, ids) == send(store, made(10), progress)
    assert made(2, "suspended") == list(records.kept.values())[:2]


def test_what_a_store_hides_is_not_sent_for_ever(store: RecordStore, records: Records, progress: Progress) -> None:
    """A statement that was withdrawn there stays so, and the others are sent."""
    send(store, made(1), progress)
    records.hidden.add(made(1)[0]["id"])

    assert (6, 0, (made(1)[0]["id"],)) == send(store, made(7), progress)


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (closes, [1.0]),
        (answers(503), [1.0]),
        (answers(500), [1.0]),
        (answers(429, Retry_After="7"), [7.0]),
        (answers(503, Retry_After="Thu, 01 Jan 2026 00:00:09 GMT"), [9.0]),
        (answers(503, Retry_After="soon"), [1.0]),
    ],
)
def test_after_a_fault_it_is_tried_again(  # noqa: PLR0917  what is looked at
    store: RecordStore, records: Records, progress: Progress, waited: list[float], fault: Fault, waits: list[float]
) -> None:
    """A broken connection and a busy store are waited for, as long as the store asks."""
    records.faults = [fault]

    assert 5 == send(store, made(5), progress).new
    assert waits == waited


def test_a_lost_answer_leads_to_nothing_twice(store: RecordStore, records: Records, progress: Progress) -> None:
    """What was kept though no answer came is found there when it is sent again."""
    records.lost = lambda number: number == 1

    assert (0, 5, ()) == send(store, made(5), progress)
    assert 5 == len(records.kept)


def test_it_gives_up_and_goes_on_later(
    store: RecordStore, records: Records, progress: Progress, waited: list[float]
) -> None:
    """After five tries it stops with what was sent noted; the next run begins after that."""
    records.faults = [lambda _: False, *[closes] * 5]
    with pytest.raises(SendingStopped, match="same command"):
        send(store, made(120), progress)
    posts = records.posts

    assert [1.0, 2.0, 4.0, 8.0] == waited
    assert BATCH == len(records.kept) == len(Progress(progress.path).ids)
    assert (70, 50, ()) == send(store, made(120), Progress(progress.path))
    assert 2 == records.posts - posts


def test_an_emptied_store_is_noticed(store: RecordStore, records: Records, progress: Progress) -> None:
    """What was acknowledged and is gone is sent anew."""
    records.faults = [lambda _: False, *[closes] * 5]
    with pytest.raises(SendingStopped):
        send(store, made(60), progress)
    records.kept.clear()

    assert 60 == send(store, made(60), Progress(progress.path)).new


def test_who_may_only_write_goes_on_as_well(store: RecordStore, records: Records, progress: Progress) -> None:
    """Where nothing can be looked at all is sent again, and the store knows what it has."""
    records.is_write_only = records.is_lax = True
    records.faults = [lambda _: False, *[closes] * 5]
    with pytest.raises(SendingStopped):
        send(store, made(60), progress)

    assert (10, 50, ()) == send(store, made(60), Progress(progress.path))
    assert 60 == len(records.kept)


def test_a_torn_note_is_no_note(progress: Progress) -> None:
    """An id that was cut off while it was written is taken for none."""
    progress.note(["00000000-0000-5000-8000-000000000001"])
    progress.path.write_bytes(progress.path.read_bytes() + b"00000000-0000-50")

    assert ("00000000-0000-5000-8000-000000000001",) == Progress(progress.path).ids
    assert 0o600 == progress.path.stat().st_mode & 0o777


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 130),
    st.lists(st.sampled_from([closes, answers(503), lambda _: False]), max_size=12),
    st.sets(st.integers(1, 12)),
    st.integers(1, 60),
    st.booleans(),
)
def test_whatever_breaks_each_is_there_once(  # noqa: PLR0917  what may befall it
    tmp_path: Path,
    count: int,
    faults: list[Fault],
    lost: set[int],
    largest: int,
    is_lax: bool,  # noqa: FBT001
) -> None:
    """Runs that are given again until one comes through leave every statement in the store, as it was made."""
    progress = Progress(tmp_path / "sent.txt")
    progress.clear()
    with running() as records:
        records.faults, records.largest, records.is_lax = list(faults), largest, is_lax
        records.lost = lambda number: number in lost
        for _ in range(20):
            try:
                came = send(reached(records, []), made(count), Progress(progress.path))
            except SendingStopped:
                continue
            break
        else:
            raise AssertionError("it never came through")

        assert () == came.others
        assert {each["id"]: each for each in made(count)} == records.kept


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (answers(301, Location="https://other.example/xapi"), "other.example"),
        (answers(307, Location="http://127.0.0.1:1/xapi"), "no password is sent elsewhere"),
        (answers(401), "--user"),
        (answers(403), "--user"),
        (answers(404), "no record store at this address"),
        (answers(400), "answered 400"),
        (answers(503, Retry_After="3600"), "wait for 3600 seconds"),
    ],
)
def test_what_waiting_does_not_mend_is_said_at_once(  # noqa: PLR0917  what is looked at
    store: RecordStore, records: Records, progress: Progress, waited: list[float], fault: Fault, sentence: str
) -> None:
    """One request, no waiting, and a sentence that says what to do."""
    records.faults = [fault]
    with pytest.raises(SendingStopped, match=sentence):
        send(store, made(3), progress)

    assert (1, 0, []) == (records.posts, records.gets, waited)


@pytest.mark.parametrize(
    "url",
    [
        "https://kari:secret@records.example/xapi",
        "https://kari@records.example/xapi",
        "http://records.example/xapi",
        "http://127.0.0.1.example/xapi",
        "http://localhost@records.example/xapi",
        "https://records.example/xapi?key=1",
        "https://records.example/xapi#a",
        "ftp://records.example/xapi",
        "records.example/xapi",
        "https:///xapi",
        "https://records.example:port/xapi",
        "https://[::1/xapi",
        "https://records.example/x api",
        "",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    """No password in an address, no network without a lock, and nothing that is no address; no secret is repeated."""
    with pytest.raises(UsageError) as refused:
        endpoint_of(url)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("https://records.example/xapi", "https://records.example/xapi/statements"),
        ("https://records.example/xapi/", "https://records.example/xapi/statements"),
        ("https://records.example/xAPI/statements", "https://records.example/xAPI/statements"),
        ("http://127.0.0.1:8100/xAPI", "http://127.0.0.1:8100/xAPI/statements"),
        ("http://[::1]:8100/xAPI", "http://[::1]:8100/xAPI/statements"),
        ("http://localhost/", "http://localhost/statements"),
    ],
)
def test_addresses_that_are_taken(url: str, endpoint: str) -> None:
    """/statements is added where it is not there."""
    assert endpoint == endpoint_of(url)


def test_a_name_that_cannot_be_sent_is_refused() -> None:
    """A colon would end the name early."""
    with pytest.raises(UsageError, match="colon"):
        RecordStore(endpoint="https://records.example/statements", user="a:b")


def test_what_is_the_same_is_told_from_what_is_not() -> None:
    """Times are compared as times, ids without case, what a store adds or leaves out as usual does not count."""
    (ours,) = made(1)
    theirs = copy.deepcopy(ours) | {
        "stored": "x",
        "timestamp": "2026-01-01T01:00:00.25+01:00",
        "id": ours["id"].upper(),
    }
    del theirs["object"]["objectType"], theirs["object"]["definition"]

    assert is_same(ours, theirs)
    assert not is_same(ours, theirs | {"timestamp": "2026-01-01T00:00:00.252Z"})
    assert not is_same(ours, theirs | {"object": {"id": "https://a.example/e"}})
    assert not is_same({"a": True}, {"a": 1})
    assert is_same({"a": 1}, {"a": 1.0})


def test_each_store_and_name_has_its_own_note(tmp_path: Path) -> None:
    """What one store acknowledged says nothing of another, and the name of the file tells neither."""
    one = progress_file(tmp_path, "https://a.example/statements", "kari")

    assert one != progress_file(tmp_path, "https://b.example/statements", "kari")
    assert one != progress_file(tmp_path, "https://a.example/statements", "per")
    assert "kari" not in one.name
