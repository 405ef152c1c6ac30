"""The looking back as a value that JSON can hold, in the shape that docs/json.md tells."""

from typing import TYPE_CHECKING, Final

from trainer.debrief.disclosure import Knowledge
from trainer.debrief.moments import Moment
from trainer.debrief.whatif import WhatIf
from trainer.scenario.model import Action, Practice

if TYPE_CHECKING:
    from trainer.debrief.debrief import Debrief, TurningPoint

FORMAT: Final = 1


def as_json(debrief: "Debrief") -> dict[str, object]:
    """Return `debrief` as `trainer debrief --json` prints it."""
    return {
        "format": FORMAT,
        "scenario": debrief.scenario,
        "seat": debrief.seat,
        "end": debrief.end,
        "scores": {str(practice): figures.to_json() for practice, figures in debrief.scores.items()},
        "moments": [_moment(moment) for moment in debrief.moments],
        "harm": [{"beat": harm.beat, "option": harm.option, "reason": harm.reason} for harm in debrief.harm],
        "actions": _counts(debrief.actions),
        "room": {who: _counts(actions) for who, actions in debrief.room.items()},
        "patterns": [str(shown.pattern) for shown in debrief.patterns],
        "pattern_lines": {str(shown.pattern): [act.address for act in shown.acts] for shown in debrief.patterns},
        "routines": [
            {
                "routine": str(taken.routine),
                "beats": [choice.event.beat for choice in taken.choices],
                "repeated": taken.is_repeated,
            }
            for taken in debrief.routines
        ],
        "tilt": [balance.tilt for balance in debrief.own_balances],
        "meters": {
            name: [balance.meters[slot] for balance in debrief.own_balances] for slot, name in enumerate(debrief.meters)
        },
        "unsaid": [knowledge.fact for knowledge in debrief.unsaid],
        "breaches": list(dict.fromkeys(told.fact for told in debrief.breaches)),
        "facts": {knowledge.fact: _knowledge(knowledge) for knowledge in debrief.disclosure},
        "turning_points": [_turning_point(point) for point in debrief.turning_points()],
        "not_so": list(debrief.not_so),
    }


def _counts(actions: dict[Action, int]) -> dict[str, int]:
    return {str(action): count for action, count in actions.items()}


def _moment(moment: Moment) -> dict[str, object]:
    choice = moment.choice
    return {
        "beat": choice.event.beat,
        "chosen": choice.event.option,
        "open": [option.id for option in choice.open],
        "shown": _shown(moment.shown),
        "why": choice.chosen.option.why or "",
    }


def _shown(shown: dict[Practice, int]) -> dict[str, int]:
    return {str(practice): level for practice, level in shown.items()}


def _knowledge(knowledge: Knowledge) -> dict[str, object]:
    return {
        "known_by": list(knowledge.known_since),
        "told": [
            {
                "beat": told.choice.event.beat,
                "option": told.choice.event.option,
                "reached": list(told.reached),
                "in_general": told.is_in_general,
                "breach": told.is_breach,
            }
            for told in knowledge.told
        ],
        "unsaid_to": list(knowledge.unsaid_to),
    }


def _turning_point(point: "TurningPoint") -> dict[str, object]:
    choice = point.moment.choice
    return {
        "beat": choice.event.beat,
        "chosen": choice.event.option,
        "lost": point.moment.lost,
        "won": point.moment.won,
        **_reachable(point.reachable),
        "open": [
            {"option": each.option.id, "shown": _shown(each.shown), **_reachable(each.after)} for each in point.open
        ],
    }


def _reachable(what_if: WhatIf) -> dict[str, object]:
    return {
        "reachable": {
            str(practice): {"best": figures.best, "usual": figures.usual, "worst": figures.worst}
            for practice, figures in what_if.scores.items()
        },
        "ends": list(what_if.ends),
        "bounded": what_if.is_bounded,
    }
