"""The first screen of a review, a person's progress and a group's figures, with many sessions and with few.

Both stores are made by `population`: the larger has a hundred times the sessions, the persons, and what the one
supervisor was given. Each measurement is a program of its own, which opens the store and signs nobody in: Argon2id
takes as long everywhere. What is measured is the CPU time from opening the store until it is done, and the peak of
memory of opening.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.measure import Row, in_turn
from benchmarks.population import populate

AIM: Final = 1.5
FEW, MANY = 10_000, 1_000_000
_ROUNDS: Final = 5
_WHAT: Final = {
    "review": "first screen of a review",
    "progress": "a person's progress",
    "cohort": "figures of a group",
    "sessions": "a person's own sessions",
    "begin": "to begin a play",
}


def rows() -> Iterator[Row]:
    """Yield a row for each thing that is done, and one for the memory that opening takes."""
    many = int(os.environ.get("BENCHMARK_SESSIONS", MANY))
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "few.db"), Path(folder, "many.db")
        populate(small, FEW)
        populate(large, many)
        for what, told in _WHAT.items():
            ours, theirs = in_turn(
                lambda w=what: _measured(large, w)["seconds"], lambda w=what: _measured(small, w)["seconds"], _ROUNDS
            )
            yield Row(f"{told}, {many:,} sessions to {FEW:,}", 1e3 * ours, 1e3 * theirs, "ms", AIM)
        ours, theirs = in_turn(
            lambda: _measured(large, "open")["peak"], lambda: _measured(small, "open")["peak"], _ROUNDS
        )
        yield Row(f"memory to open, {many:,} sessions to {FEW:,}", ours, theirs, "MiB", 1.05)


def _measured(path: Path, what: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.many", str(path), what], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def _measure(path: Path, what: str) -> None:
    """Do one thing with the store at `path`, and print what it took."""
    import resource
    from time import process_time

    from trainer.people.person import called
    from trainer.progress.plays import read_plays
    from trainer.review.cohort import Cohort
    from trainer.session import Session
    from trainer.store.signed import Identity, SignedStore
    from trainer.store.sqlite import SqliteStore
    from trainer.supervision.reviewing import Reviewing
    from trainer.vault import Keys

    begun = process_time()
    store = SqliteStore(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = "Supervisor" if what in ("review", "cohort") else "Learner"
    (found,) = store._ask("SELECT person FROM person WHERE called = ?", called(name))
    person = store.person(str(found[0]))
    assert person is not None
    signed = SignedStore(
        store, Identity(person=person, called=called(name), proof=b"", keys=Keys(bytes(32), bytes(32)))
    )
    if what == "review":
        assert len(Reviewing(signed).items()) == 50
    elif what == "progress":
        assert len(read_plays(signed).progress.plays) == 50
    elif what == "cohort":
        assert isinstance(Reviewing(signed).cohort(), Cohort)
    elif what == "sessions":
        assert len(signed.sessions()) >= 50
    elif what == "begin":
        from trainer.library import find, load

        scenario = load(find("search-protocol"))
        Session.begin(signed, scenario).start()
    print(json.dumps({"seconds": process_time() - begun, "peak": peak}))


if __name__ == "__main__":
    _measure(Path(sys.argv[1]), sys.argv[2])
