"""Short words for tests: small scenarios as an author's text, written as JSON, which is YAML."""

import json

from trainer.scenario.load import parse
from trainer.scenario.model import Scenario


def option(name: str, to: str = "end/out", **keys: object) -> dict[str, object]:
    """Return an option as an author writes it; `if_` stands for `if`."""
    said = {"id": name, "say": f"I say {name}.", "to": to}
    return said | {key.removesuffix("_"): value for key, value in keys.items()}


def turn(*options: dict[str, object], seat: str = "staff", **keys: object) -> dict[str, object]:
    """Return a beat at which `seat` chooses."""
    return {"turn": seat, "options": list(options)} | keys


def scenario_text(beats: dict[str, dict[str, object]], **keys: object) -> str:
    """Return the text of a scenario whose only scene, `room`, has `beats`; `keys` replace keys of the file."""
    whole: dict[str, object] = {
        "format": 1,
        "id": "small",
        "title": "Small",
        "minutes": 5,
        "about": "A small story.",
        "cast": {
            "staff": {"name": "Ingrid", "is": "nurse", "side": "staff", "seat": True},
            "patient": {"name": "Jonas", "is": "patient", "side": "patients", "seat": True},
            "leader": {"name": "Berit", "is": "unit leader", "side": "leaders"},
        },
        "start": f"room/{next(iter(beats), 'none')}",
        "scenes": {"room": {"title": "A room", "present": ["staff", "patient"], "beats": beats}},
        "ends": {"out": {"title": "Out", "text": "They part."}},
    }
    return json.dumps(whole | keys, ensure_ascii=False)


def scenario(beats: dict[str, dict[str, object]], **keys: object) -> Scenario:
    """Return the scenario that `scenario_text` writes."""
    return parse(scenario_text(beats, **keys), "small/scenario.yaml")


CANARY = "heron"
"""Stands in what only the patient thinks; who plays staff never reads it."""
WAY = ("ask", "stay", "wait", "thank")
"""The first option at each turn of the short story, as the author wrote them."""


def short_story(**keys: object) -> str:
    """Return the text of a story with four turns of staff, one of the patient, a check-in, own words and thoughts."""
    heard, unheard = {"listening": 2}, {"listening": -1}
    why = "I notice the pause."
    return scenario_text(
        {
            "door": turn(
                option("ask", "sill", shows=heard, why=why, then=[{"patient": "Why?"}]),
                option("tell", "sill", shows=unheard, why=why, harm="It could frighten."),
                lines=[
                    {"note": "Rain on the window."},
                    {"patient": "Come in."},
                    {"thought": {"patient": f"Grey as a {CANARY}."}},
                    {"thought": {"staff": "Late again."}},
                ],
                checkin="What is going on in you?",
            ),
            "sill": turn(
                option("sigh", "chair", then=[{"thought": {"patient": f"A {CANARY} stands still."}}]),
                seat="patient",
            ),
            "chair": turn(
                option("stay", "table", shows=heard, why=why),
                option("go", "table", shows=unheard, why=why),
                lines=[{"patient": "Sit down, then."}],
                pause_here=True,
            ),
            "table": turn(
                option("wait", "gate", shows=heard, why=why),
                option("press", "gate", shows=unheard, why=why),
                lines=[{"note": "Two cups."}],
                own_words=True,
            ),
            "gate": turn(
                option("thank", then=[{"patient": "See you tomorrow."}]),
                option("nod", then=[{"patient": "Right."}]),
                lines=[{"note": "The gate is wet."}],
                own_words=True,
            ),
        },
        **keys,
    )
