"""The format of a scenario as a JSON Schema, so that an editor completes keys and words, and says what they mean.

It is made from the model, whose descriptions are written for authors. Where the loader reads more than one way of
writing, the schema has what a hand would write; what no schema can say, such as that a name is somebody's in the cast,
stays with `trainer check`. Draft 7, since that is what editors know.
"""

from typing import Any, Final, TypeAlias

from trainer.scenario.conditions import ATOM
from trainer.scenario.model import LINE_KEYS, RESERVED_IDS, Action, Backstage, Practice, Routine, Scenario
from trainer.wording import ACTIONS, BACKSTAGE, PRACTICES, ROUTINES

Schema: TypeAlias = dict[str, Any]

_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_BOUNDS: Final = {"ge": "minimum", "le": "maximum"}
"""Bounds that follow a reading of our own, under the names that schemas have for them."""
_UNSAID: Final[tuple[object, ...]] = (None, [], {})
"""Defaults that tell an author nothing."""
_WORDS: Final[dict[str, list[str]]] = {
    "Action": [ACTIONS[each] for each in Action],
    "Backstage": [BACKSTAGE[each] for each in Backstage],
    "Practice": [PRACTICES[each] for each in Practice],
    "Routine": [ROUTINES[each] for each in Routine],
}
"""What the words of the format mean, in the order of the model."""


def schema() -> Schema:
    """Return the JSON Schema of a scenario file."""
    made = Scenario.model_json_schema(by_alias=True)
    parts: dict[str, Schema] = {name: _plain(part) for name, part in made.pop("$defs").items()}
    text = parts["Line"]["properties"]["text"]
    parts["Line"] = _line(text, parts["Line"]["properties"]["id"])
    for name, words in _WORDS.items():
        parts[name]["enumDescriptions"] = words
    option = parts["Option"]["properties"]
    option["action"] = {"description": option["action"]["description"], **_one_or_more("#/$defs/Action")}
    option["if"] = {"description": option["if"]["description"], **_conditions()}
    _turn_or_target(parts["Beat"])
    whole = _plain(made)
    _without_reserved_ids(whole, parts)
    return {"$schema": _DRAFT, **whole, "title": "A scenario of the dialogue trainer, format 1", "$defs": parts}


def _plain(value: Any) -> Any:  # noqa: ANN401  a schema holds everything that JSON does
    """Return a part of a schema without what would only puzzle an author."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {_BOUNDS.get(key, key): each for key, each in value.items() if not _is_noise(key, each)}
    if "anyOf" in kept:
        (only,) = (each for each in kept.pop("anyOf") if each != {"type": "null"})
        kept |= only
    if "$ref" in kept and len(kept) > 1:
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]  # beside a $ref, this draft reads nothing
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    if kept.get("type") == "string" and not {"pattern", "enum"} & kept.keys():
        kept["type"] = ["string", "number", "boolean"]  # to the loader a title of 1984 is a text
    return {key: _plain(each) for key, each in kept.items()}


def _is_noise(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in _UNSAID)


def _line(text: Schema, id_: Schema) -> Schema:
    """Return what a line is as an author writes it: one speaker with the text, and what may stand beside that."""
    return {
        "description": "Something said, seen or thought: “who: text”.",
        "type": "object",
        "properties": {
            "note": text | {"description": "what everybody present sees"},
            "thought": {
                "description": "what one part thinks: {who: text}",
                "type": "object",
                "additionalProperties": text,
                "minProperties": 1,
                "maxProperties": 1,
            },
            "action": {"description": "what the line does in the room", **_one_or_more("#/$defs/Action")},
            "id": id_ | {"description": "a name of the line, for translations"},
        },
        "additionalProperties": text | {"description": "what this cast member says"},
        **_one_beside(*sorted(LINE_KEYS)),
    }


def _one_beside(first: str, second: str) -> Schema:
    """Return what holds where one key stands there, and either of two more or both may stand beside it."""

    def as_many(count: int) -> Schema:
        return {"minProperties": count, "maxProperties": count}

    def where(key: str, there: Schema, not_there: Schema) -> Schema:
        return {"if": {"required": [key]}, "then": there, "else": not_there}

    return where(first, where(second, as_many(3), as_many(2)), where(second, as_many(2), as_many(1)))


def _one_or_more(reference: str) -> Schema:
    one = {"$ref": reference}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": 2}]}


def _conditions() -> Schema:
    atom = {
        "description": "trust >= 30 · a-flag · patient knows a-fact · seen a-beat; “not ” before any of them",
        "type": "string",
        "pattern": ATOM,
    }
    any_of = {
        "description": "holds when one of these does",
        "type": "object",
        "properties": {"any": {"type": "array", "items": atom, "minItems": 1}},
        "required": ["any"],
        "additionalProperties": False,
    }
    return {"anyOf": [atom, {"type": "array", "items": {"anyOf": [atom, any_of]}, "maxItems": 60}]}


def _turn_or_target(beat: Schema) -> None:
    beat["dependencies"] = {"turn": ["options"], "options": ["turn"]}
    beat["anyOf"] = [{"required": ["turn"]}, {"required": ["to"]}]
    beat["not"] = {"required": ["turn", "to"]}


def _without_reserved_ids(whole: Schema, parts: dict[str, Schema]) -> None:
    """Let nothing be called by a word of the format, where names are given."""
    groups = {key: whole["properties"][key] for key in ("cast", "meters", "facts", "scenes", "ends")}
    groups["beats"] = parts["Scene"]["properties"]["beats"]
    for key, group in groups.items():
        taken = RESERVED_IDS | LINE_KEYS if key == "cast" else RESERVED_IDS
        group["propertyNames"]["not"] = {"enum": sorted(taken)}
    option = parts["Option"]["properties"]
    for given in (option["id"], option["set"]["items"]):
        given["not"] = {"enum": sorted(RESERVED_IDS)}
