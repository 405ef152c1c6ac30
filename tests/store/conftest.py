"""What tests of stores share: each kind of store by its address."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trainer.store.base import Store
from trainer.store.open import open_store

Open = Callable[[], Store]


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, memory_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name an empty store of each kind; what is a person's alone is in a folder of their own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(memory_folder / "data"))
    if request.param == "sqlite":
        return str(request.getfixturevalue("memory_folder") / "store.db")
    return request.getfixturevalue("server").url(request.getfixturevalue("database"))


@pytest.fixture
def open_again(address: str) -> Iterator[Open]:
    """Open the same store, as often as one likes."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(open_store(address))
        return opened[-1]

    yield again
    for each in opened:
        each.close()
