"""Copies in the program's own folder are noted by whose they are, so that they can be erased."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trainer.errors import StoreError
from trainer.exports_kept import exports_folder, exports_noted, forget_exports, note_export


def test_the_folder_is_beside_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file's copies are beside it, a server's with the person's own things; naming it makes nothing."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    assert tmp_path / "exports" == exports_folder(str(tmp_path / "a.db"))
    own = tmp_path / "home" / "dialogue-trainer" / "exports"
    assert own == exports_folder() == exports_folder("postgresql://kari@db/unit")
    assert not own.exists()
    assert not (tmp_path / "exports").exists()


def test_what_is_noted_is_erased_by_person(tmp_path: Path) -> None:
    """A file that holds several goes with any of them; others' stay, and so do their notes."""
    folder = tmp_path / "exports"
    for name, persons in {"a.csv": ("kari", "per"), "b.csv": ("per",), "gone.csv": ("kari",)}.items():
        note_export(folder, name, persons)
        if name != "gone.csv":
            (folder / name).write_text("x")

    assert 2 == forget_exports(folder, "kari")
    assert {"b.csv": ("per",)} == exports_noted(folder)
    assert (folder / "b.csv").exists()
    assert not (folder / "a.csv").exists()
    assert 0o700 == folder.stat().st_mode & 0o777
    assert 0o600 == (folder / "index.json").stat().st_mode & 0o777


def test_nothing_is_there_to_erase(tmp_path: Path) -> None:
    """Where nothing was taken out nothing is made."""
    assert 0 == forget_exports(tmp_path / "exports", "kari")
    assert [] == list(tmp_path.iterdir())


def test_several_note_at_once(tmp_path: Path) -> None:
    """No note is lost where several are written at the same time."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: note_export(tmp_path, f"{number}.csv", ("kari",)), range(16)))

    assert {f"{number}.csv" for number in range(16)} == set(exports_noted(tmp_path))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"../store.db": ["kari"]}}'])
def test_a_list_that_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    """Nothing is deleted by a list that is damaged, or that names what is not in the folder."""
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "index.json").write_text(text)
    (tmp_path / "store.db").write_text("x")
    with pytest.raises(StoreError, match="cannot be read"):
        forget_exports(folder, "kari")

    assert (tmp_path / "store.db").exists()
