"""The command `new`: a scenario to begin with."""

import os
import re
import shutil
import sys
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Final

import click

from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.scenario.problems import ScenarioError

_ENTER: Final = "Five questions, one line each. Enter alone takes the example."
_WIDEST: Final = 80
_LONGEST_ID: Final = 60


@click.command()
@click.argument("id")
def new(id: str) -> None:
    """Begin a scenario: five questions, and a small story in the folder ID that plays at once and is yours to change.

    Each answer is one line, from a pipe, too. An empty one takes the example.
    """
    from trainer.authoring.beginning import QUESTIONS, Answers, beginning
    from trainer.errors import UsageError
    from trainer.report.file import write
    from trainer.scenario.problems import ScenarioError

    examples = {name: example for name, _, example in QUESTIONS}
    try:
        beginning(id, Answers(**examples))
    except ScenarioError as error:
        raise UsageError(_no_id(id)) from error
    where = Path(id) / "scenario.yaml"
    _refuse(where)
    _say(_ENTER)
    answers = dict(examples)
    for name, question, _ in QUESTIONS:
        answers[name] = _answer(id, answers, name, question)
    made = beginning(id, Answers(**answers))
    try:
        _refuse(where)
        where.parent.mkdir(exist_ok=True)
        write(where, made.text, is_forced=False)
    except (UsageError, OSError) as error:
        why = error if isinstance(error, UsageError) else f"{where} could not be written: {error.strerror}."
        typed = "\n".join(f"  {clean_line(answer)}" for answer in answers.values())
        raise UsageError(f"{why} Your answers were:\n{typed}") from error
    click.echo(clean(str(where)))
    for what, command in (
        ("It plays as it is, and follows what you write:", "play --watch"),
        ("Change it in any editor. What is wrong with it:", "check"),
        ("What all its plays come to:", "explore"),
        ("What simulated learners score who go by how options look:", "simulate"),
    ):
        _say(what)
        click.echo(clean(f"  trainer {command} {where}"), err=True)


def _refuse(where: Path) -> None:
    """Say so when a scenario cannot be begun there.

    Raises:
        UsageError: when it cannot.
    """
    from trainer.errors import UsageError

    if os.path.lexists(where):
        raise UsageError(f"{where} is there already. Nothing was changed. Go on with it, or choose another id.")
    folder = where.parent
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(f"{folder} is there already, and no folder. Nothing was changed. Choose another id.")
    if not os.access(folder if folder.is_dir() else folder.parent, os.W_OK):
        raise UsageError(f"Nothing can be written in {folder.absolute().parent}. Go to a folder of yours first.")


def _no_id(typed: str) -> str:
    """Return what an id is made of, with one that is near to what was typed."""
    near = re.sub(r"[^a-z0-9]+", "-", typed.lower()).lstrip("-0123456789")[:_LONGEST_ID].strip("-")
    proposed = f" Try: trainer new {near}" if near else ""
    return (
        f"“{clean_line(typed)}” is no id. An id has small letters, digits and dashes, at most {_LONGEST_ID} "
        f"of them, and starts with a letter; it names the folder, too.{proposed}"
    )


def _answer(id: str, answers: dict[str, str], name: str, question: str) -> str:
    """Return one line that was typed and can be used, or the example where none was; ask again for what cannot."""
    from trainer.authoring.beginning import Answers, beginning
    from trainer.scenario.problems import ScenarioError

    while True:
        _say(question)
        _say(f"For instance: {answers[name]}")
        line = sys.stdin.readline()
        if not line and sys.stdin.isatty():
            raise click.Abort
        typed = clean_line(line)
        if not typed:
            return answers[name]
        try:
            beginning(id, Answers(**(answers | {name: typed})))
        except ScenarioError as error:
            _say(f"That cannot be used. {_why(error)} Once more:")
        else:
            return typed


def _why(error: "ScenarioError") -> str:
    problem = error.problems[0]
    if problem.code == "S207":
        return "A name is missing: it stands before the comma."
    return f"It is {problem.message.partition('” is ')[2]}"


def _say(text: str) -> None:
    """Write text for whoever answers, broken between words."""
    width = min(shutil.get_terminal_size().columns - 1, _WIDEST)
    click.echo(fill(clean(text), max(width, 1), break_long_words=False, break_on_hyphens=False), err=True)
