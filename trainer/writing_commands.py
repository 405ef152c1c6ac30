"""The command `new`: a scenario to begin with."""

import sys
from pathlib import Path

import click

from trainer.text import clean, clean_line


@click.command()
@click.argument("id")
def new(id: str) -> None:
    """Begin a scenario: five questions, and a small story in the folder ID that plays at once and is yours to change.

    Each answer is one line, from a pipe, too. An empty one takes the example.
    """
    from trainer.authoring.beginning import QUESTIONS, Answers, beginning
    from trainer.errors import UsageError
    from trainer.report.file import write

    beginning(id, Answers(**{name: example for name, _, example in QUESTIONS}))  # an id that is none is told first
    where = Path(id) / "scenario.yaml"
    if where.exists():
        raise UsageError(f"{where} is there already. Nothing was changed. Go on with it, or choose another id.")
    answers = {name: _answer(question, example) for name, question, example in QUESTIONS}
    made = beginning(id, Answers(**answers))
    where.parent.mkdir(exist_ok=True)
    write(where, made.text, is_forced=False)
    click.echo(clean(str(where)))
    click.echo(
        clean(
            f"It plays as it is: trainer play {where}\nChange it in any editor. What is wrong with it: trainer check "
            f"{where}\nWhat all its plays come to: trainer simulate {where}"
        ),
        err=True,
    )


def _answer(question: str, example: str) -> str:
    """Return one line that was typed, or the example where none was."""
    click.echo(f"{question} For instance: {example}", err=True)
    typed = clean_line(sys.stdin.readline())
    return typed or example
