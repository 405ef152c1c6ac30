"""Every form in which records are taken out, by its name; none of them asks where the records come from."""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum

from trainer.export.exported import Exported
from trainer.export.lines import json_lines
from trainer.export.page import page
from trainer.export.tables import Table, table
from trainer.export.xapi import Statement, statements


class Form(StrEnum):
    """A form of export."""

    CSV = "csv"
    JSONL = "jsonl"
    HTML = "html"
    XAPI = "xapi"


def exported(things: Iterable[Exported], form: Form, what: Table = Table.SESSIONS) -> Iterator[str]:
    """Yield `things` in `form`, piece by piece; `what` says which table it is where there are several."""
    match form:
        case Form.CSV:
            return table(things, what)
        case Form.JSONL:
            return json_lines(things)
        case Form.HTML:
            return page(things)
        case Form.XAPI:
            return listed(statements(things))


def listed(told: Iterable[Statement]) -> Iterator[str]:
    """Yield statements as one JSON list, a statement a line: so a record store takes them."""
    before = "[\n"
    for statement in told:
        yield before + json.dumps(statement, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
