"""What the parts of the program may import and do, asked of real processes and of the source."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import short_story
from running import Program

import trainer

SOURCE = Path(trainer.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
CATCH_ALL = {"cli.py", "__main__.py", "tui/app.py"}
"""Where every error may be caught, to be told to a person."""
LEFT_OUT = re.compile(
    r"2 tests were left out for needing a system program \(mount, strace\); `bash .ci/run` runs them."
)
A_SYSTEM_TEST = """
import pytest

@pytest.mark.system("strace")
def test_one(): ...

@pytest.mark.system("mount")
def test_two(): ...

def test_three(): ...
"""


def imported(program: Program, *arguments: str) -> set[str]:
    """Return the names of all modules that a run of the program imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "trainer", *arguments],
        env=program.environment,
        input="q\n",
        capture_output=True,
        text=True,
        check=False,
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], {"textual", "pydantic", "yaml", "sqlite3", "transitions"}),
        (["play", "{story}", "--plain"], {"textual", "asyncio"}),
        (["play", "{story}", "--json"], {"textual", "asyncio"}),
        (["resume", "--plain"], {"textual", "asyncio"}),
        (["check", "{story}"], {"textual", "asyncio", "sqlite3"}),
        (["sessions"], {"textual", "asyncio", "yaml"}),
        (["progress"], {"textual", "asyncio", "plotext"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_pays_for_nothing_else(program: Program, arguments: list[str], unwanted: set[str]) -> None:
    """A command without a full screen loads no full screen, and none loads what only others need."""
    story = program.scenario(short_story())
    names = imported(program, *(argument.format(story=story) for argument in arguments))

    assert "trainer.cli" in names
    assert set() == {name.partition(".")[0] for name in names} & unwanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_forbidden_patterns(path: Path) -> None:
    """No text becomes markup, nothing is left to chance, and errors are caught by name but where a person is told."""
    text = path.read_text()
    imports = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    caught = [node.type for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ExceptHandler)]

    assert not re.search(r"""from_markup\(\s*f["']""", text)
    assert "random" not in imports
    assert None not in caught
    if str(path.relative_to(SOURCE)) not in CATCH_ALL:
        assert [] == [kind for kind in caught if isinstance(kind, ast.Name) and kind.id == "Exception"]


def test_secrets_are_drawn_in_one_place() -> None:
    """What a play is made of is drawn by the session alone, so that it replays; keys and pages draw their own."""
    drawing = {path.relative_to(SOURCE) for path in FILES if re.search(r"\bsecrets\b|\burandom\b", path.read_text())}

    assert {"session.py", "vault.py", "store", "signing_in", "exporting.py", "room", "serve", "plain", "tui"} >= {
        path.parts[0] for path in drawing
    }


@pytest.mark.parametrize(
    ("call", "told"),
    [("-n0", 1), ("-n2", 1), ("-n0 -m system", 0), ("-n0 -k three", 0), ("-n0 -k test_ --co", 0)],
)
def test_what_was_left_out_is_said(tmp_path: Path, call: str, told: int) -> None:
    """A run of all tests says once how many it left out and for which programs, with workers or without."""
    here = Path(__file__).parent
    for name in ("conftest.py", "running.py", "postgres_running.py", "builders.py"):
        shutil.copy(here / name, tmp_path)
    (tmp_path / "test_some.py").write_text(A_SYSTEM_TEST)
    settings = ["-c", str(here.parent / "pyproject.toml"), "--rootdir", str(tmp_path), "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, str(tmp_path), *call.split()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode
    assert told == len(LEFT_OUT.findall(done.stdout)) == done.stdout.count("left out")
