"""Faults of shape, from the validator's words into an author's."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from trainer.scenario import model
from trainer.scenario.problems import Problem
from trainer.scenario.tree import NOWHERE, Mapping, Mark, Node, Sequence, nearest, place_of

Loc: TypeAlias = tuple[int | str, ...]
_DEPTHS_OF_IDS: Final = (2, 4)
"""How deep groups by ids stand: cast, meters, facts, scenes and ends; and beats."""
_LONGEST_QUOTE: Final = 40


def problems_of(faults: Iterable[ErrorDetails], root: Node) -> Iterator[Problem]:
    """Yield the problem that each of a validator's faults is; what follows from another one is left out."""
    listed = list(faults)
    wrong_keys = {fault["loc"][:-1] for fault in listed if fault["loc"][-1:] == ("[key]",)}
    bad_ids = {str(keys[-1]) for keys in wrong_keys if len(keys) in _DEPTHS_OF_IDS}
    for fault in listed:
        names = str(fault["input"]).split("/") if fault["type"] == "string_pattern_mismatch" else ()
        if fault["loc"][-1:] != ("[key]",) and not bad_ids.isdisjoint(names):
            continue  # it names what is there: the id is said to be none, where it is given
        has_entries = fault["type"] == "too_short" and bool(fault["input"])
        if fault["loc"] not in wrong_keys and not has_entries:
            yield _problem_of(fault, root)


def _problem_of(fault: ErrorDetails, root: Node) -> Problem:
    is_unknown_key = fault["type"] == "extra_forbidden"
    is_key = fault["loc"][-1:] == ("[key]",) and not is_unknown_key
    loc = as_written(fault["loc"][:-1] if is_key else fault["loc"], root)
    mark, parent = _find(root, loc, is_key=is_key or is_unknown_key)
    say = _SAYINGS.get(fault["type"], _of_wrong_kind)
    code, message, hint = say(fault, loc, parent)
    return Problem(code, place_of(mark), message, hint)


def as_written(loc: Loc, root: Node) -> Loc:
    """Return `loc` with the fields of a line under the keys that an author writes: `text` stands under the speaker."""
    node: Node = root
    written: list[int | str] = []
    for part in loc:
        name = part
        if written[-2:-1] in (["lines"], ["then"]) and isinstance(node, Mapping) and part not in node:
            speakers = (key for key in node if key not in model.LINE_KEYS)
            name = "action" if part == "actions" else next(speakers, part)
        written.append(name)
        if isinstance(node, Mapping) and name in node:
            node = node[str(name)]
        elif isinstance(node, Sequence) and isinstance(name, int) and name < len(node):
            node = node[name]
        if name == "thought" and part == "text" and isinstance(node, Mapping):
            ((thinker, node),) = node.items()
            written.append(thinker)
    return tuple(written)


def _find(root: Node, loc: Loc, *, is_key: bool) -> tuple[Mark, Node]:
    """Return the mark of the value (or key) at `loc`, as near as the text has it, and the group that holds it."""
    node: Node = root
    parent: Node = root
    mark = root.start if isinstance(root, Mapping | Sequence) else NOWHERE
    key_mark = mark
    for part in loc:
        if isinstance(node, Mapping) and part in node:
            parent, mark, key_mark = node, node.marks[str(part)], node.key_marks[str(part)]
            node = node[str(part)]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node):
            parent, mark = node, node.marks[part]
            key_mark, node = mark, node[part]
        else:
            return (key_mark if isinstance(node, Mapping) and loc[-1:] == (part,) else mark), node
    return (key_mark if is_key else mark), parent


_Saying: TypeAlias = Callable[[ErrorDetails, Loc, Node], tuple[str, str, str]]


def _name(loc: Loc) -> str:
    words = [str(part) for part in loc if not isinstance(part, int)]
    return words[-1] if words else "the file"


def _quoted(value: object) -> str:
    if isinstance(value, Mapping | Sequence):
        return "a group of keys" if isinstance(value, Mapping) else "a list"
    text = str(value)
    return f"“{text[:_LONGEST_QUOTE]}…”" if len(text) > _LONGEST_QUOTE else f"“{text}”"


def _unknown_key(_: ErrorDetails, loc: Loc, __: Node) -> tuple[str, str, str]:
    keys = _keys_at(loc[:-1])
    return "S201", f"The key {_quoted(loc[-1])} is not known here.", nearest(str(loc[-1]), keys)


def _missing_key(_: ErrorDetails, loc: Loc, __: Node) -> tuple[str, str, str]:
    description = _description_at(loc)
    where = f" in “{_name(loc[:-1])}”" if len(loc) > 1 else ""
    return "S202", f"The key “{loc[-1]}” is missing{where}.", f"“{loc[-1]}” is {description}." if description else ""


def _of_wrong_kind(fault: ErrorDetails, loc: Loc, _: Node) -> tuple[str, str, str]:
    wanted = _KINDS.get(fault["type"], "something else")
    if fault["input"] == "":
        return "S207", f"“{_name(loc)}” is empty; it should be {wanted}.", "Fill it in, or remove the key."
    return "S203", f"“{_name(loc)}” should be {wanted}.", _KIND_HINTS.get(wanted, "")


def _not_whole(fault: ErrorDetails, loc: Loc, _: Node) -> tuple[str, str, str]:
    return "S204", f"“{_name(loc)}” should be a whole number, not {_quoted(fault['input'])}.", "As 2, -1 or +6."


def _out_of_range(fault: ErrorDetails, loc: Loc, _: Node) -> tuple[str, str, str]:
    if "shows" in loc:
        return "S205", f"{_quoted(fault['input'])} is no level of a practice.", "Levels are -2, -1, 0, +1 and +2."
    limits = fault.get("ctx", {})
    limit = f"at least {limits['ge']}" if "ge" in limits else f"at most {limits.get('le')}"
    return "S205", f"“{_name(loc)}” is {_quoted(fault['input'])}; it should be {limit}.", ""


def _not_one_of(fault: ErrorDetails, loc: Loc, _: Node) -> tuple[str, str, str]:
    given = str(fault["input"])
    if loc == ("format",):
        return (
            "S212",
            f"This program reads format {model.FORMAT}, not {_quoted(fault['input'])}.",
            "Write “format: 1”, or use a newer program.",
        )
    words = [
        word.strip("' ") for word in str(fault.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(",")
    ]
    if fault["type"] == "enum" and "shows" in loc and fault["loc"][-1] == "[key]":
        hint = "A space belongs after the colon." if ":" in given else nearest(given, words)
        return "S206", f"{_quoted(given)} is no practice.", hint
    if not isinstance(fault["input"], str):
        return "S203", f"“{_name(loc)}” should be one word.", nearest("", words)
    return "S206", f"{_quoted(given)} is not possible for “{_name(loc)}”.", nearest(given, words)


def _no_truth(fault: ErrorDetails, loc: Loc, _: Node) -> tuple[str, str, str]:
    return (
        "S206",
        f"“{_name(loc)}” should be true or false, not {_quoted(fault['input'])}.",
        "Write true or false, in small letters.",
    )


def _empty(_: ErrorDetails, loc: Loc, __: Node) -> tuple[str, str, str]:
    return "S207", f"“{_name(loc)}” is empty.", "Fill it in, or remove the key."


def _badly_formed(fault: ErrorDetails, loc: Loc, _: Node) -> tuple[str, str, str]:
    given = _quoted(fault["input"])
    if loc[-1:] == ("language",):
        return "S208", f"{given} is no language tag.", "As en, nb or nn."
    if loc[-1:] == ("date",):
        return "S208", f"{given} is no date.", "As 2026-11-01."
    if loc[-1:] in {("to",), ("start",)}:
        return "S208", f"{given} is no target.", "A target is a beat, scene/beat or end/id."
    return "S208", f"{given} is no id.", "Ids have small letters, digits and dashes, and start with a letter."


def _condition(fault: ErrorDetails, _: Loc, __: Node) -> tuple[str, str, str]:
    given = _quoted(fault["input"])
    said = f"The condition {given}" if isinstance(fault["input"], str) else "This condition"
    return "S209", f"{said} cannot be understood.", _CONDITION_HINT


_CONDITION_HINT: Final = (
    "As trust >= 30, asked, not asked, patient knows the-fact, seen the-beat, or any: [asked, trust < 20]."
)


def _no_speaker(_: ErrorDetails, __: Loc, ___: Node) -> tuple[str, str, str]:
    return (
        "S210",
        "This line does not say who speaks, or says it twice.",
        "As “- patient: …”, or “- note: …” for what is seen.",
    )


def _no_thinker(_: ErrorDetails, __: Loc, ___: Node) -> tuple[str, str, str]:
    hint = "As “- thought: {patient: …}”, one person each; a text with a comma in it needs quotes there."
    return "S210", "This thought does not say whose it is.", hint


def _too_long(fault: ErrorDetails, loc: Loc, _: Node) -> tuple[str, str, str]:
    limit = fault.get("ctx", {}).get("max_length", "")
    unit = "characters" if fault["type"] == "string_too_long" else "entries"
    return "S211", f"“{_name(loc)}” is too long; at most {limit} {unit} are read.", "Shorten it, or divide it."


def _needs_one(_: ErrorDetails, loc: Loc, __: Node) -> tuple[str, str, str]:
    description = _description_at(loc)
    hint = f"“{loc[-1]}” is {description}." if description else "Fill it in, or remove the key."
    return "S213", f"“{_name(loc)}” is empty; it needs at least one entry.", hint


_KINDS: Final = {
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a group of keys",
    "model_type": "a group of keys",
    "model_attributes_type": "a group of keys",
}
_KIND_HINTS: Final = {
    "a text": "Put a text with “: ”, or one that starts with [ or {, in quotes.",
    "a list": "Write each entry on its own line after “- ”, or all in [ , ].",
    "a group of keys": "Write “key: value” lines below it, indented by two spaces.",
}
_SAYINGS: Final[dict[str, _Saying]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "whole": _not_whole,
    "int_parsing": _not_whole,
    "int_type": _not_whole,
    "int_parsing_size": _not_whole,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "enum": _not_one_of,
    "literal_error": _not_one_of,
    "truth": _no_truth,
    "string_too_short": _empty,
    "string_pattern_mismatch": _badly_formed,
    "condition": _condition,
    "line": _no_speaker,
    "thought": _no_thinker,
    "string_too_long": _too_long,
    "too_long": _too_long,
    "too_short": _needs_one,
}

_MODELS_BY_KEY: Final[dict[str, type[BaseModel]]] = {
    "cast": model.Member,
    "meters": model.Meter,
    "facts": model.Fact,
    "ends": model.End,
    "read_by": model.HasRead,
}


def _model_at(loc: Loc) -> type[BaseModel]:
    """Return what is written at `loc`, told by its depth: an author may call a scene “options”."""
    match loc:
        case ("scenes", _, "beats", _, "options", _, *_):
            return model.Option
        case ("scenes", _, "beats", _, *_):
            return model.Beat
        case ("scenes", _, *_):
            return model.Scene
        case (str(key), _, *_) if key in _MODELS_BY_KEY:
            return _MODELS_BY_KEY[key]
    return model.Scenario


def _fields_at(loc: Loc) -> dict[str, Any]:
    return {field.alias or name: field for name, field in _model_at(loc).model_fields.items()}


def _keys_at(loc: Loc) -> list[str]:
    return list(_fields_at(loc))


def _description_at(loc: Loc) -> str:
    field = _fields_at(loc[:-1]).get(str(loc[-1]))
    return field.description or "" if field is not None else ""
