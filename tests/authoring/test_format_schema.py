"""The JSON Schema of the format takes what the loader takes, and refuses what its shape forbids."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import option, scenario_text, short_story, turn
from hypothesis import given
from jsonschema import Draft7Validator
from strategies import Written, scenarios_as_written

from trainer.authoring.schema import schema
from trainer.scenario.load import ScenarioError, parse
from trainer.scenario.model import Scenario

HERE = Path(__file__).parents[1]
SHIPPED = sorted((HERE.parent / "scenarios").glob("*/scenario.yaml"))
MISSHAPEN = sorted((HERE / "problems").glob("S2*.yaml"))
RIGHT_IN_SHAPE = sorted(
    path for path in (HERE / "problems").glob("[CR]*.yaml") if path.name[:4] not in {"R310", "R311", "R308"}
)
VALIDATOR = Draft7Validator(schema())


class AsEditorsRead(yaml.SafeLoader):
    """A reader of YAML 1.2, as editors have it: `no` and `12:30` are text."""


AsEditorsRead.yaml_implicit_resolvers = {}
for tag, pattern, firsts in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    AsEditorsRead.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(firsts))


def read(path: Path) -> Any:
    """Return what an editor reads in a file."""
    return yaml.load(path.read_text(encoding="utf-8"), AsEditorsRead)  # noqa: S506  a SafeLoader


def faults(value: object) -> list[str]:
    """Return where and how `value` is not what the schema says."""
    return [f"{error.json_path}: {error.message}"[:200] for error in VALIDATOR.iter_errors(value)]


def test_it_is_a_schema() -> None:
    """The draft that editors know takes it as a schema."""
    Draft7Validator.check_schema(schema())
    assert "http://json-schema.org/draft-07/schema#" == schema()["$schema"]


@pytest.mark.parametrize("path", [*SHIPPED, *RIGHT_IN_SHAPE], ids=lambda path: path.parent.name + path.stem)
def test_it_takes_every_scenario(path: Path) -> None:
    """What comes with the program is right, and so is what is wrong in its names and ways alone."""
    assert [] == faults(read(path))


@pytest.mark.parametrize("path", MISSHAPEN, ids=lambda path: path.stem)
def test_it_refuses_every_wrong_shape(path: Path) -> None:
    """Each example of a problem of shape is refused."""
    assert [] != faults(read(path))


def as_written_by_hand(value: Any) -> Any:
    """Return a value with the truths that a hand would write without quotes."""
    if isinstance(value, dict):
        return {key: as_written_by_hand(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_written_by_hand(each) for each in value]
    return value == "true" if value in ("true", "false") else value


@given(scenarios_as_written())
def test_it_takes_any_story(written: Written) -> None:
    """Whatever may stand in a scenario is taken."""
    assert [] == faults(as_written_by_hand(written))


def small(**keys: object) -> Any:
    """Return a small story in which one option has `keys`."""
    return json.loads(scenario_text({"a": turn(option("x", **keys))}))


@pytest.mark.parametrize(
    "keys",
    [
        {"if_": "asked"},
        {"if_": ["not  asked", {"any": ["trust >= +30", "tilt = -5"]}]},
        {"if_": ["patient knows a-fact", "not seen room/a"]},
        {"action": "move"},
        {"action": ["move", "oppose"]},
        {
            "then": [
                {"patient": "No.", "action": "oppose", "id": "no"},
                {"thought": {"staff": "Hm."}},
                {"note": "Rain."},
            ]
        },
        {"then": [{"patient": 1984}]},
        {"say": "no"},
    ],
)
def test_ways_of_writing_that_are_taken(keys: dict[str, object]) -> None:
    """What may be written in more than one way is taken in each."""
    assert [] == faults(small(**keys))


@pytest.mark.parametrize(
    "keys",
    [
        {"if_": ["if he asked"]},
        {"if_": ["seen"]},
        {"if_": [{"any": []}]},
        {"if_": [{"all": ["asked"]}]},
        {"action": ["move", "move", "move"]},
        {"action": "moves"},
        {"then": [{"patient": "No.", "staff": "Yes."}]},
        {"then": [{"action": "move"}]},
        {"then": [{"patient": "No.", "staff": "Yes.", "id": "no"}]},
        {"then": ["No."]},
        {"shows": {"listening": 3}},
        {"tilt": 300},
        {"weight": 0},
        {"why": ""},
        {"to": "End"},
        {"says": "No."},
    ],
)
def test_ways_of_writing_that_are_refused(keys: dict[str, object]) -> None:
    """What the loader refuses for its shape, the schema refuses."""
    found = small(**keys)
    with pytest.raises(ScenarioError):
        parse(json.dumps(found))

    assert [] != faults(found)


@pytest.mark.parametrize("beat", [{}, {"turn": "staff"}, {"to": "end/out", "turn": "staff", "options": [option("x")]}])
def test_a_beat_has_a_turn_or_a_target(beat: dict[str, object]) -> None:
    """A beat with neither, with half a turn, or with both is refused."""
    assert [] != faults(json.loads(scenario_text({"a": beat})))


@pytest.mark.parametrize(("kind", "name"), [("cast", "note"), ("cast", "action"), ("facts", "seen"), ("ends", "Out")])
def test_words_of_the_format_name_nothing(kind: str, name: str) -> None:
    """An id that is a word of the format, or not well formed, is refused."""
    found = json.loads(short_story(facts={}))
    given_to = {"cast": found["cast"]["staff"], "facts": {"text": "x"}, "ends": {"title": "x", "text": "x"}}
    found[kind][name] = given_to[kind]

    assert [] != faults(found)


def described(part: dict[str, Any]) -> set[str]:
    """Return the keys of a part that have a description."""
    return {key for key, value in part["properties"].items() if value.get("description")}


def test_every_key_is_explained() -> None:
    """Each key of each part, and each word of the format, says to an author what it is for."""
    whole = schema()
    for name, part in [("the file", whole), *whole["$defs"].items()]:
        if "properties" in part:
            assert set(part["properties"]) == described(part), name
        elif name != "Side":
            assert len(part["enum"]) == len(part["enumDescriptions"]), name
    assert {*Scenario.model_fields} == set(whole["properties"])


ROOT = Path(__file__).parent.parent.parent
PARTS = {
    "The file": None,
    "A cast member": "Member",
    "A meter": "Meter",
    "A fact": "Fact",
    "A scene": "Scene",
    "A beat": "Beat",
    "An option": "Option",
    "An end": "End",
    "Who has read it": "HasRead",
}


@pytest.mark.parametrize(("heading", "name"), PARTS.items())
def test_the_guide_has_every_key(heading: str, name: str | None) -> None:
    """docs/format.md has a row for each key of each part, which says yes where the key is needed."""
    whole = schema()
    part = whole["$defs"][name] if name else whole
    told = (ROOT / "docs" / "format.md").read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (yes)? ?\|", told, re.MULTILINE))

    assert set(part["properties"]) == set(rows)
    assert set(part.get("required", ())) == {key for key, needed in rows.items() if needed}
