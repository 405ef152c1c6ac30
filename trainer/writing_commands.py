"""The command `new`: a scenario to begin with."""

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
    if where.exists():
        raise UsageError(f"{where} is there already. Nothing was changed. Go on with it, or choose another id.")
    _say(_ENTER)
    answers = dict(examples)
    for name, question, _ in QUESTIONS:
        answers[name] = _answer(id, answers, name, question)
    made = beginning(id, Answers(**answers))
    where.parent.mkdir(exist_ok=True)
    write(where, made.text, is_forced=False)
    click.echo(clean(str(where)))
    for what, command in (
        ("It plays as it is, and follows what you write:", "play --watch"),
        ("Change it in any editor. What is wrong with it:", "check"),
        ("What all its plays come to:", "explore"),
        ("What simulated learners score who go by how options look:", "simulate"),
    ):
        _say(what)
        click.echo(clean(f"  trainer {command} {where}"), err=True)


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
        typed = clean_line(sys.stdin.readline())
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
