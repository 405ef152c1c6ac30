"""What the commands on shared plays have in common: their options, and how one value is written for programs."""

import json
from collections.abc import Mapping
from typing import Final

import click

FORMAT: Final = 1
STORE = click.option("--store", metavar="FILE", help="Where sessions are kept.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
OF = click.option("--of", "owner", default="", metavar="NAME", help="Whose, where several share it.")


def write_json(told: Mapping[str, object]) -> None:
    """Write what a command tells as one JSON value."""
    click.echo(json.dumps({"format": FORMAT, **told}, ensure_ascii=False))
