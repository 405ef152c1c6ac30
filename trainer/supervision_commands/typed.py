"""A text that somebody gave for somebody else to read: on the command line, or through a pipe."""

import sys

import click


def typed(text: str) -> str:
    """Return `text`, or all of what is piped where it is a dash."""
    return sys.stdin.read() if text == "-" else text


def tell_cut(text: str) -> None:
    """Say where a text was longer than what is kept of it."""
    from trainer.privacy import LONGEST_TEXT

    if len(text.strip()) > LONGEST_TEXT:
        click.echo(f"The first {LONGEST_TEXT:,} characters were kept.", err=True)
