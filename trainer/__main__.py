"""`python -m trainer`, and the command `trainer`: the front door.

Every error that a person may meet becomes a sentence and an exit code here."""

import os
import signal
import sys
from io import TextIOWrapper
from typing import Final

_UNUSABLE_CALL: Final = 2
_NO_STORE: Final = 3


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(_run())


def _run() -> int:
    import click

    from trainer.cli import trainer
    from trainer.errors import StoreError, TrainerError

    try:
        status = trainer.main(standalone_mode=False)
    except click.exceptions.Abort:
        return 128 + signal.SIGINT
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except click.ClickException as error:
        error.show()
        return _UNUSABLE_CALL
    except StoreError as error:
        return _said(str(error), _NO_STORE)
    except TrainerError as error:
        return _said(str(error), _UNUSABLE_CALL)
    except ValueError as error:
        if type(error).__name__ != "ScenarioError":
            raise
        return _said(str(error), 1)
    return status if isinstance(status, int) else 0


def _said(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201  the one place that tells errors
    return status


if __name__ == "__main__":
    main()
