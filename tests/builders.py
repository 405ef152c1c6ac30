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
