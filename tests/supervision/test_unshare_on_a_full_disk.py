"""Taking back what is shared where nothing can be written: it is said that it is still shared, and with whom."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_a_shell import Unit
from running import PATIENCE_SECONDS, PROGRAM


def no_file_may_grow() -> None:
    """Let this process write no byte into any file; pipes are no files."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_where_no_byte_can_be_written(unit: Unit) -> None:
    """It leaves with 3 and says how it stands; the reader still finds it, as was said."""
    session = unit.shared("Mina", "Tora", "Mona")
    signed_in = {"TRAINER_PERSON": "Mina", "TRAINER_PASSPHRASE_FILE": str(unit.program.folder / "passphrase")}
    done = subprocess.run(
        [*PROGRAM, "unshare", session],
        env=unit.program.environment | signed_in,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
        preexec_fn=no_file_may_grow,
    )

    assert (3, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("The disk could not be written or read.")
    assert done.stderr.endswith(("with Mona and Tora.\n", "with Tora and Mona.\n"))
    assert 0 == unit.run("Mona", "review", "read", session).status
    assert "Shared with nobody now.\n" == unit.run("Mina", "unshare", session).out


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 600 kB."""
    place = tmp_path / "tiny"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.system("mount")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")
def test_on_a_full_disk(unit: Unit, tiny_disk: Path) -> None:
    """The same on a disk that is full; with some space it is taken back."""
    session = unit.shared("Mina", "Mona")
    unit.world.close()
    store = shutil.copy(unit.program.store, tiny_disk / "store.db")
    fill = tiny_disk / "fill"
    with pytest.raises(OSError, match="space"), fill.open("wb") as file:
        file.write(bytes(1_000_000))
    full = unit.run("Mina", "unshare", session, "--store", str(store))
    still = unit.run("Mona", "review", "--store", str(store))
    fill.unlink()
    done = unit.run("Mina", "unshare", session, "--store", str(store))

    assert (3, "") == (full.status, full.out)
    assert full.err.startswith("The disk is full.")
    assert full.err.endswith("It is still shared with Mona.\n")
    assert session in still.out
    assert (0, "Shared with nobody now.\n") == (done.status, done.out)
