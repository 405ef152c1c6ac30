"""JSON Lines: an object a line, for programs; docs/export.md tells of the keys."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from trainer.debrief.history import Choice
from trainer.export.exported import Exported
from trainer.export.times import stamp

FORMAT: Final = 1
"""Keys may be added; none is taken away or changes its meaning."""


def json_lines(things: Iterable[Exported]) -> Iterator[str]:
    """Yield a line for each session, each followed by a line for every reply of the person in it."""
    held = tuple(things)
    sessions = {each.session for each in held}
    for each in held:
        yield _line(session_row(each, sessions))
        for number, choice in enumerate(each.choices, start=1):
            yield _line(reply_row(each, number, choice))


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def session_row(each: Exported, exported: Collection[str]) -> dict[str, object]:
    """Return what is told of a session; of those that it goes back to only one that is `exported` as well is named."""
    row: dict[str, object] = {
        "kind": "session",
        "format": FORMAT,
        "session": each.session,
        "account": each.account,
        "scenario": each.scenario.id,
        "title": each.scenario.title,
        "text": each.scenario.digest,
        "language": each.scenario.language,
        "seat": each.seat,
        "together": each.is_together,
        "began": stamp(each.began),
        "end": each.debrief.end,
        "tried_again": bool(each.origin),
        "origin": each.origin if each.origin in exported else "",
        "replies": len(each.debrief.choices),
    }
    if each.has_scores:
        row["scores"] = {str(practice): figures.to_json() for practice, figures in each.debrief.scores.items()}
        row["not_so"] = list(each.not_so)
    return row | (_readings(each) if each.has_readings else {})


def _readings(each: Exported) -> dict[str, object]:
    debrief = each.debrief
    facts = debrief.unsaid if debrief.is_over else ()
    return {
        "actions": {str(action): count for action, count in debrief.actions.items()},
        "harm": [{"position": harm.choice.position, "reason": harm.reason} for harm in debrief.harm],
        "routines": [
            {
                "routine": str(taken.routine),
                "positions": [choice.position for choice in taken.choices],
                "repeated": taken.is_repeated,
            }
            for taken in debrief.routines
        ],
        "patterns": [str(shown.pattern) for shown in debrief.open_patterns],
        "unsaid": [knowledge.fact for knowledge in facts],
        "breaches": list(dict.fromkeys(told.fact for told in debrief.breaches)),
    }


def reply_row(each: Exported, number: int, choice: Choice) -> dict[str, object]:
    """Return what is told of a reply: what was chosen, what was open, and what it showed where that may leave."""
    row: dict[str, object] = {
        "kind": "reply",
        "session": each.session,
        "account": each.account,
        "number": number,
        "position": choice.position,
        "at": stamp(each.log[choice.position].at),
        "taken_over": choice.position < each.shared,
        "beat": choice.event.beat,
        "option": choice.event.option,
        "say": choice.chosen.option.say,
        "open": [option.id for option in choice.open],
    }
    if not each.has_readings:
        return row
    moment = each.moments.get(choice.position)
    return row | {
        "shown": {
            str(practice): {"level": span.chosen, "worst": span.worst, "best": span.best}
            for practice, span in (moment.spans if moment else {}).items()
        },
        "actions": [str(action) for action in choice.chosen.actions],
        "harm": choice.chosen.harm,
        "routine": str(choice.chosen.option.routine) if choice.chosen.option.routine else None,
        "not_so": list(each.marks_on(choice.position)),
    }
