"""The documents say what the program does: every command, option and problem is told of."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from trainer.cli import trainer
from trainer.scenario.problems import CATALOGUE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
COMMANDS = sorted(trainer.commands)
LINKS = re.compile(r"\]\(([^)#]+)[^)]*\)")


def told_options(command: click.Command) -> list[click.Option]:
    """Return the options of `command` that are its own."""
    return [each for each in command.params if isinstance(each, click.Option) and each.name != "help"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    """Each command says in a sentence what it does, and each of its options what it is for."""
    command = trainer.commands[name]

    assert command.help
    assert command.help.split("\n")[0].endswith(".")
    for each in told_options(command):
        assert each.help, each.name
        assert each.help.endswith("."), each.name


def test_options_for_all_commands_have_help() -> None:
    """What goes before a command is told of as well."""
    assert [each.name for each in told_options(trainer) if not each.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_readme(name: str) -> None:
    """The README's table has a row for each command, with no option that it has not, and every option is told of."""
    (row,) = re.findall(rf"^\| `trainer {name}( [^`]*)?` \|", README, re.MULTILINE)
    written = set(re.findall(r"--[a-z-]+", row))
    there = {flag for each in told_options(trainer.commands[name]) for flag in each.opts if flag.startswith("--")}

    assert written <= there
    assert set() == {flag for flag in there if not re.search(rf"{flag}\b", README)}


def test_the_readme_names_no_other_command() -> None:
    """Every command that the README's table names is there."""
    assert set(COMMANDS) == set(re.findall(r"^\| `trainer ([a-z]+)", README, re.MULTILINE))


@pytest.mark.parametrize(
    "path", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda path: path.name
)
def test_links_lead_somewhere(path: Path) -> None:
    """Every file that a document points to is there."""
    targets = [target for target in LINKS.findall(path.read_text()) if "://" not in target]

    assert [] == [target for target in targets if not (path.parent / target).exists()]


def test_every_problem_is_explained() -> None:
    """docs/problems.md has every code of the catalogue, with its title, and no other."""
    text = (ROOT / "docs" / "problems.md").read_text()

    assert set(CATALOGUE) == set(re.findall(r"\b[FSRC]\d{3}\b", text))
    assert [] == [code for code, kind in CATALOGUE.items() if kind.title not in text]


def test_every_layer_has_its_row_in_the_house() -> None:
    """docs/house.md tells of every part of the program that the layers of pyproject.toml name, and of no other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    rows = re.findall(r"^\| (`[^|]*`) \|", (ROOT / "docs" / "house.md").read_text(), re.MULTILINE)
    written = re.findall(r"`([^`]+)`", " ".join(rows))
    # `own_file.py` stands beside `store/postgres*.py`: a name is a part of its own where it is one of the program's.
    told = {re.split(r"[/.*]", name)[0] for name in written if (ROOT / "trainer" / name.split("/")[0]).exists()}

    assert {name for layer in layers for name in layer.split(" | ")} == told
