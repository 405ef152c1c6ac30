"""`python -m trainer`, and the command `trainer`: the front door.

Every error that a person may meet becomes a sentence and an exit code here."""

import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from trainer.text import clean

_PROBLEMS: Final = 1
_UNUSABLE_CALL: Final = 2
_NO_STORE: Final = 3


def main() -> None:
    """Run the command line."""
    _open_what_was_closed()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(_run())


def _open_what_was_closed() -> None:
    """Put the empty file in place of a stream that whoever started the program had closed."""
    nowhere = Path(os.devnull)
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")


def _run() -> int:
    from trainer.errors import StoreError, TrainerError
    from trainer.scenario.problems import ScenarioError

    arguments = sys.argv[1:]
    is_at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    try:
        return _home() if is_at_terminal and not arguments else _command(arguments)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        return _silenced(128 + signal.SIGPIPE)
    except StoreError as error:
        return _said(str(error), _NO_STORE)
    except ScenarioError as error:
        return _said(str(error), _PROBLEMS)
    except TrainerError as error:
        return _said(str(error), _UNUSABLE_CALL)
    except OSError as error:
        return _silenced(_said(f"What was asked for could not be written or read: {error.strerror}.", _UNUSABLE_CALL))


def _home() -> int:
    """Open the full screen at once: to read an empty command line costs a seventh of the way to the first paint."""
    from trainer.tui.app import run

    return run(os.environ.get("TRAINER_STORE"), None)


def _command(arguments: list[str]) -> int:
    import click

    from trainer.cli import trainer

    try:
        # Not `trainer.main`, which would leave with 1 when nobody reads on.
        with trainer.make_context("trainer", arguments) as context:
            status = trainer.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.Abort:
        return _said("Nothing was done.", 128 + signal.SIGINT)
    except click.exceptions.NoArgsIsHelpError as error:
        return _said(error.format_message(), _UNUSABLE_CALL)
    except click.ClickException as error:
        sentence = f"Error: {error.format_message()}"
        if isinstance(error, click.UsageError) and error.ctx:
            context = error.ctx
            sentence = f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n\n{sentence}"
        return _said(sentence, _UNUSABLE_CALL)
    return status if isinstance(status, int) else 0


def _said(sentence: str, status: int) -> int:
    print(clean(sentence), file=sys.stderr)  # noqa: T201  the one place that tells errors
    return status


def _silenced(status: int) -> int:
    """Let what is left in the output go nowhere, so that leaving says nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


if __name__ == "__main__":
    main()
