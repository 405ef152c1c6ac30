"""A text with mistakes, mended as well as can be guessed, so that what playing it comes to is looked at all the same.

Only for looking: what is made up here is never played, and nothing that rests on it alone is told to an author.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trainer.scenario import model
from trainer.scenario.conditions import Compared, Flag, Knows, Seen, atoms_of
from trainer.scenario.faults import as_written
from trainer.scenario.places import MADE_UP
from trainer.scenario.references import wrong_references
from trainer.scenario.tree import Mapping, Mark, Node, Sequence, nearest_word

UNKNOWN: Final = "somewhere"
"""The end at which every way stops that leads nobody knows where."""
GAP: Final = "…"
"""Stands for a text that is missing."""
_ROUNDS: Final = 6
_WORDS_OF_YES: Final = frozenset({"true", "yes", "on", "y", "ja", "1"})
_TEXTS: Final = frozenset(
    {
        "name",
        "is",
        "stakes",
        "briefing",
        "text",
        "in_general",
        "title",
        "about",
        "say",
        "harm",
        "why",
        "checkin",
        "role",
    }
)
_MADE_UP: Final = {
    "format": "1",
    "side": "staff",
    "minutes": "10",
    "date": "2000-01-01",
    "start": "0",
    "to": f"end/{UNKNOWN}",
}
_RESERVED: Final = "S208"
"""An id that is a word of the format keeps nobody from looking."""
_NOT_IN_AN_ID: Final = re.compile(r"[^a-z0-9-]+")
_MADE_UP_ID: Final = re.compile("“mended[-0-9]*”")
_MADE_UP_PART: Final = re.compile("-mended-[0-9]+(?=”)")
_LINES: Final = ("lines", "then")


class Mended(NamedTuple):
    """What a text may have been meant to write."""

    scenario: model.Scenario
    circling: tuple[str, ...]
    """Beats that led to each other only, and now stop."""


def mended(root: Mapping) -> Mended | None:
    """Return the scenario that `root` may have been meant to write, or None where that cannot be guessed.

    Its tree is mended in place: what is left of it keeps its marks.
    """
    circling: list[str] = []
    _write_ids_well(root)
    for _ in range(_ROUNDS):
        if not all(_group(root, key) for key in ("cast", "scenes", "ends")):
            return None
        if UNKNOWN not in _group(root, "ends"):
            _put(_group(root, "ends"), UNKNOWN, _made({"title": GAP, "text": GAP}))
        names = _Names(root)
        names.mend()
        circling += names.circling
        try:
            scenario = model.Scenario.model_validate(root)
        except ValidationError as error:
            _mend_shape(error.errors(include_url=False), root)
        else:
            still_wrong = {problem.code for problem in wrong_references(root)} - {_RESERVED}
            return None if still_wrong else Mended(scenario, tuple(circling))
    return None


def _write_ids_well(root: Mapping) -> None:
    """Give what has an id with capitals, spaces or the like one without, wherever it is named."""
    groups = [_group(root, key) for key in ("cast", "meters", "facts", "scenes", "ends")]
    groups += [_group(scene, "beats") for _, scene in _groups(root, "scenes")]
    well = {}
    for group in groups:
        for name in list(group):
            written = _NOT_IN_AN_ID.sub("-", name.casefold()).strip("-")
            if written != name and written and written[0].isalpha() and written not in group:
                group.rename(name, written)
                well[name] = written
    if well:
        _name_anew(root, well)


def _name_anew(node: Mapping | Sequence, well: dict[str, str]) -> None:
    keys: list[str] | range = list(node) if isinstance(node, Mapping) else range(len(node))
    for key in keys:
        each: Node = node[key]  # type: ignore[index]
        if isinstance(each, str):
            node[key] = "/".join(well.get(part, part) for part in each.split("/"))  # type: ignore[index]
        else:
            _name_anew(each, well)
        if isinstance(node, Mapping) and key in well and well[str(key)] not in node:
            node.rename(str(key), well[str(key)])


def _mend_shape(faults: list[ErrorDetails], root: Mapping) -> None:
    gone: list[tuple[Mapping | Sequence, int | str]] = []
    for fault in faults:
        is_key = fault["loc"][-1:] == ("[key]",) and fault["type"] != "extra_forbidden"
        loc = as_written(fault["loc"][:-1] if is_key else fault["loc"], root)
        around, last = _innermost(root, loc)
        if fault["type"] == "missing" and isinstance(around, Mapping) and last not in around:
            _put(around, str(last), _missing(str(last), loc, root))
        elif is_key or fault["type"] == "extra_forbidden":
            gone.append((around, last))
        elif isinstance(around, Mapping) and last in around and (better := _better(str(last), around)) is not None:
            around[str(last)] = better
        else:
            gone.append((around, last))
    for around, last in sorted(gone, key=lambda each: each[1] if isinstance(each[1], int) else 0, reverse=True):
        _drop(around, last)


def _innermost(root: Mapping, loc: tuple[int | str, ...]) -> tuple[Mapping | Sequence, int | str]:
    """Return what holds the fault at `loc`, and where in it; of a line, the list of lines."""
    node: Node = root
    holder: tuple[Mapping | Sequence, int | str] = (root, loc[0] if loc else "")
    for number, part in enumerate(loc):
        if isinstance(node, str):
            break
        holder = (node, part)
        if number > 1 and loc[number - 1] in _LINES and isinstance(part, int):
            break
        if isinstance(node, Mapping) and part in node:
            node = node[str(part)]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            break
    return holder


def _missing(key: str, loc: tuple[int | str, ...], root: Mapping) -> Node:
    match key:
        case "id":
            return "-".join(("mended", *(str(part) for part in loc if isinstance(part, int))))
        case "of":
            return next(iter(_group(root, "cast")))
        case "present":
            return _listed(*_acting(_group(_group(root, "scenes"), str(loc[1])), _group(root, "cast")))
        case "beats":
            return _made({"mended": _made({"to": f"end/{UNKNOWN}"})})
        case "start" if len(loc) == 1:
            return _first_beat(root)
    return _MADE_UP.get(key, GAP)


def _acting(scene: Mapping, cast: Mapping) -> list[str]:
    """Return who chooses or speaks in a scene of which nobody says who is there; where nobody does, the first."""
    acting: set[str] = set()
    for _, beat in _groups(scene, "beats"):
        acting.add(str(beat.get("turn")))
        lines = [
            *_entries(beat, "lines"),
            *(line for each in _entries(beat, "options") for line in _entries(each, "then")),
        ]
        acting |= {speaker for line in lines for speaker in line}
    return [who for who in cast if who in acting] or list(cast)[:1]


def _better(key: str, around: Mapping) -> Node | None:
    """Return what may stand for a value that is wrong, or None where it is better gone."""
    value = around[key]
    if key in _TEXTS:
        return GAP
    if key == "confidential":
        return "true"  # whoever writes the key means something by it
    if key == "seat" and isinstance(value, str):
        return "true" if value.casefold() in _WORDS_OF_YES else "false"
    words: dict[str, Callable[[], list[str]]] = {
        "action": lambda: list(model.Action),
        "routine": lambda: list(model.Routine),
        "side": lambda: list(model.Side),
        "backstage": lambda: list(model.Backstage),
    }
    if key in words and isinstance(value, str):
        return nearest_word(value, words[key]()) or None
    return None


class _Names:
    """Gives every name that stands for nothing the nearest one that does, or takes it away."""

    def __init__(self, root: Mapping) -> None:
        self._root = root
        self.circling: list[str] = []
        self._scenes = dict(_groups(root, "scenes"))
        self._beats = {f"{name}/{beat}" for name, scene in self._scenes.items() for beat in _group(scene, "beats")}
        self._flags = {
            flag
            for scene in self._scenes.values()
            for _, beat in _groups(scene, "beats")
            for option in _entries(beat, "options")
            for flag in _words(option, "set")
        }

    def mend(self) -> None:
        """Mend all of it."""
        root = self._root
        for _, meter in _groups(root, "meters"):
            self._one(meter, "of", "cast")
        for _, fact in _groups(root, "facts"):
            self._all(fact, "known_by", "cast")
            self._all(fact, "concerns", "cast")
        if not isinstance(root.get("start"), str) or root["start"] not in self._beats:
            _put(root, "start", _first_beat(root))
        for name, scene in self._scenes.items():
            self._all(scene, "present", "cast")
            self._all(scene, "concerns", "cast")
            beats = _group(scene, "beats")
            for beat_id in list(beats):
                if not isinstance(beats[beat_id], Mapping):
                    beats[beat_id] = _made({"to": f"end/{UNKNOWN}"})
            for beat_id, beat in _groups(scene, "beats"):
                self._beat(name, beat_id, beat)

    def _beat(self, scene: str, name: str, beat: Mapping) -> None:
        self._lines(beat, "lines")
        options = beat.get("options")
        if isinstance(options, Sequence) and options:
            self._one(beat, "turn", "cast")
            if "turn" not in beat:
                _put(
                    beat,
                    "turn",
                    next(iter(_words(self._scenes[scene], "present")), next(iter(_group(self._root, "cast")))),
                )
            _drop(beat, "to")
        else:
            _drop(beat, "turn")
            _drop(beat, "options")
            self._target(beat, scene)
            if circle := self._circle(f"{scene}/{name}"):
                self.circling += circle
                beat["to"] = f"end/{UNKNOWN}"
        met: set[Node] = set()
        for number, option in enumerate(_entries(beat, "options")):
            if isinstance(option.get("id"), str) and option["id"] in met:
                option["id"] = f"{option['id']}-mended-{number}"
            met.add(str(option.get("id")))
            self._target(option, scene)
            for key in ("tells", "alludes"):
                self._all(option, key, "facts")
            change = _group(option, "change")
            for meter in list(change):
                if meter not in _group(self._root, "meters"):
                    _rename(change, meter, nearest_word(meter, list(_group(self._root, "meters"))))
            self._lines(option, "then")
            self._conditions(option, scene)

    def _circle(self, address: str) -> list[str]:
        """Return the beats without a turn that lead on from one to itself; none where they lead elsewhere."""
        met: dict[str, None] = {}
        here = address
        while here in self._beats and here not in met:
            met[here] = None
            scene, _, name = here.partition("/")
            beat = _group(self._scenes[scene], "beats").get(name)
            if not isinstance(beat, Mapping) or beat.get("options") or not isinstance(beat.get("to"), str):
                return []
            here = model.resolve(str(beat["to"]), scene)
        return list(met) if here == address else []

    def _target(self, group: Mapping, scene: str) -> None:
        target = group.get("to")
        if isinstance(target, str) and not self._is_there(target, scene):
            place, _, name = target.rpartition("/")
            if place == "end":
                near = nearest_word(name, [end for end in _group(self._root, "ends") if end != UNKNOWN])
                group["to"] = f"end/{near or UNKNOWN}"
            else:
                group["to"] = self._nearest_beat(target, scene) or f"end/{UNKNOWN}"
        elif not isinstance(target, str):
            _put(group, "to", f"end/{UNKNOWN}")

    def _is_there(self, target: str, scene: str) -> bool:
        place, _, name = target.rpartition("/")
        return name in _group(self._root, "ends") if place == "end" else model.resolve(target, scene) in self._beats

    def _nearest_beat(self, target: str, scene: str) -> str:
        if "/" in target:
            return nearest_word(target, list(self._beats))
        elsewhere = [address for address in self._beats if address.endswith(f"/{target}")]
        if elsewhere:
            return elsewhere[0]
        ends = _group(self._root, "ends")
        if target in ends:
            return f"end/{target}"
        return nearest_word(target, list(_group(self._scenes[scene], "beats")))

    def _conditions(self, option: Mapping, scene: str) -> None:
        listed = option.get("if")
        parts = listed if isinstance(listed, Sequence) else [listed] if isinstance(listed, str) else []
        if all(self._is_known(part, scene) for part in parts):
            return
        kept = [part for part in parts if self._is_known(part, scene)]
        _put(option, "if", _listed(*kept))

    def _is_known(self, part: Node, scene: str) -> bool:
        """Return whether a condition can be understood; one that cannot is left out, as if it held."""
        try:
            atoms = atoms_of((model.read_condition_part(part),))
        except ValueError:
            return False
        return all(name in known for atom in atoms for name, known in self._named(atom, scene))

    def _named(self, atom: Compared | Flag | Knows | Seen, scene: str) -> Iterator[tuple[str, set[str]]]:
        match atom:
            case Compared(meter=meter):
                yield meter, {*_group(self._root, "meters"), "tilt"}
            case Flag(flag=flag):
                yield flag, self._flags
            case Knows(who=who, fact=fact):
                yield who, set(_group(self._root, "cast"))
                yield fact, set(_group(self._root, "facts"))
            case Seen(beat=beat):
                here = {address.removeprefix(f"{scene}/") for address in self._beats}
                yield beat, self._beats | here

    def _lines(self, group: Mapping, key: str) -> None:
        lines = group.get(key)
        if not isinstance(lines, Sequence):
            return
        cast = _group(self._root, "cast")
        for number in range(len(lines) - 1, -1, -1):
            line = lines[number]
            speakers = [name for name in line if name not in model.LINE_KEYS] if isinstance(line, Mapping) else []
            if isinstance(line, Mapping) and len(speakers) == 1:
                holder = line
                (who,) = speakers
                if who == "thought" and isinstance(line["thought"], Mapping) and len(line["thought"]) == 1:
                    holder = line["thought"]
                    (who,) = holder
                if who == "note" or who in cast:
                    continue
                if near := nearest_word(who, list(cast)):
                    _rename(holder, who, near)
                    continue
            _drop(lines, number)

    def _one(self, group: Mapping, key: str, kind: str) -> None:
        known = _group(self._root, kind)
        if isinstance(name := group.get(key), str) and name not in known:
            group[key] = nearest_word(name, list(known)) or next(iter(known))

    def _all(self, group: Mapping, key: str, kind: str) -> None:
        listed = group.get(key)
        known = _group(self._root, kind)
        if isinstance(listed, Sequence):
            for number in range(len(listed) - 1, -1, -1):
                name = listed[number]
                if not isinstance(name, str) or name not in known:
                    names = name.split() if isinstance(name, str) else []
                    better = nearest_word(str(name), list(known)) if isinstance(name, str) else ""
                    if len(names) > 1 and all(word in known for word in names):
                        listed[number] = names[0]
                        listed.extend(names[1:])
                        listed.marks.extend([listed.marks[number]] * (len(names) - 1))
                    elif better:
                        listed[number] = better
                    else:
                        _drop(listed, number)
        elif isinstance(listed, str):
            group[key] = _listed(*(name for name in re.split(r"[,\s]+", listed) if name in known))


def _group(group: Mapping, key: str) -> Mapping:
    found = group.get(key)
    return found if isinstance(found, Mapping) else Mapping(MADE_UP)


def _groups(group: Mapping, key: str) -> Iterator[tuple[str, Mapping]]:
    for name, value in _group(group, key).items():
        if isinstance(value, Mapping):
            yield name, value


def _entries(group: Mapping, key: str) -> Iterator[Mapping]:
    listed = group.get(key)
    if isinstance(listed, Sequence):
        yield from (each for each in listed if isinstance(each, Mapping))


def _words(group: Mapping, key: str) -> Iterator[str]:
    listed = group.get(key)
    if isinstance(listed, Sequence):
        yield from (each for each in listed if isinstance(each, str))


def _first_beat(root: Mapping) -> str:
    return next(
        (f"{name}/{beat}" for name, scene in _groups(root, "scenes") for beat in _group(scene, "beats")),
        f"end/{UNKNOWN}",
    )


def _put(group: Mapping, key: str, value: Node, mark: Mark | None = None) -> None:
    group[key] = value
    group.marks.setdefault(key, mark or group.start)
    group.key_marks.setdefault(key, mark or group.start)


def _drop(group: Mapping | Sequence, key: int | str) -> None:
    if isinstance(group, Mapping):
        for named in (group, group.marks, group.key_marks):
            named.pop(str(key), None)
    elif isinstance(key, int) and key < len(group):
        del group[key], group.marks[key]


def _rename(group: Mapping, key: str, name: str) -> None:
    if name and name not in group:
        group.rename(key, name)
    else:
        _drop(group, key)


def _made(values: dict[str, Node]) -> Mapping:
    made = Mapping(MADE_UP)
    for key, value in values.items():
        _put(made, key, value)
    return made


def plainly(message: str) -> str:
    """Return a message without the ids that were made up here."""
    return _MADE_UP_PART.sub("", _MADE_UP_ID.sub("without an id", message))


def _listed(*names: Node) -> Sequence:
    made = Sequence(MADE_UP)
    made.extend(names)
    made.marks.extend([MADE_UP] * len(names))
    return made
