"""Whether everything that a scenario names exists.

Reads the marked tree instead of the model, so that a fault of shape in one place does not hide a wrong name in another.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from trainer.scenario.conditions import Compared, Flag, Knows, Seen, atoms_of
from trainer.scenario.model import LINE_KEYS, RESERVED_IDS, read_condition_part, resolve
from trainer.scenario.problems import Problem
from trainer.scenario.tree import NOWHERE, PROBLEM_LIMIT, Mapping, Mark, Node, Sequence, nearest, place_of

_N = TypeVar("_N", Mapping, Sequence)
_MOST_PARTS: Final = 60
"""A longer condition is refused for its length; reading on would say nothing more."""
_OFTEN: Final = 3
"""A name that stands for nothing in more places is one mistake, not as many."""
_UNKNOWN: Final = {
    "cast": ("R302", "Nobody in the cast has the id"),
    "facts": ("R303", "No fact has the id"),
    "meters": ("R304", "No meter has the id"),
}


def wrong_references(root: Mapping) -> list[Problem]:
    """Return a problem for every name in `root` that stands for nothing, or for two things."""
    return _References(root).check()


@dataclass(frozen=True, slots=True)
class _Beat:
    """A beat of the tree, which may be anything but a group of keys."""

    scene: str
    mark: Mark
    node: Node


@dataclass(slots=True)
class _References:
    root: Mapping
    problems: list[Problem] = field(default_factory=list)
    scenes: dict[str, Mapping] = field(default_factory=dict)
    beats: dict[str, _Beat] = field(default_factory=dict)
    flags: dict[str, object] = field(default_factory=dict)
    onward: dict[str, tuple[str, Mark]] = field(default_factory=dict)

    def check(self) -> list[Problem]:
        for scene_id, scene in _groups(self.root.get("scenes")):
            self.scenes[scene_id] = scene
            beats = _as(Mapping, scene.get("beats"))
            for beat_id, beat in beats.items():
                self.beats[f"{scene_id}/{beat_id}"] = _Beat(scene_id, beats.key_marks[beat_id], beat)
                for _, option in _entries(_as(Mapping, beat).get("options")):
                    self.flags |= {flag: None for _, flag in _words(option, "set")}
        self._ids()
        self._people_facts_and_meters()
        self._target(self.root, "start", "")
        for scene in self.scenes.values():
            self._names(scene, "present", "cast")
            self._names(scene, "concerns", "cast")
        for address, place in self.beats.items():
            if isinstance(place.node, Mapping):
                self._beat(address, place, place.node)
        self._circles()
        return list(_said_once(self.problems))

    def _ids(self) -> None:
        for kind in ("cast", "meters", "facts", "scenes", "ends"):
            group = _as(Mapping, self.root.get(kind))
            for name in group:
                self._reserved(name, group.key_marks[name], kind)
        for scene in self.scenes.values():
            beats = _as(Mapping, scene.get("beats"))
            for name in beats:
                self._reserved(name, beats.key_marks[name])

    def _reserved(self, name: str, mark: Mark, kind: str = "") -> None:
        if name in RESERVED_IDS or (kind == "cast" and name in LINE_KEYS):
            self._report(
                "S208", mark, f"“{name}” cannot be an id: the format uses the word itself.", "Choose another word."
            )

    def _people_facts_and_meters(self) -> None:
        for _, meter in _groups(self.root.get("meters")):
            if isinstance(who := meter.get("of"), str):
                self._known(who, "cast", meter.marks["of"])
        for _, fact in _groups(self.root.get("facts")):
            self._names(fact, "known_by", "cast")
            self._names(fact, "concerns", "cast")

    def _beat(self, address: str, place: _Beat, beat: Mapping) -> None:
        scene = place.scene
        self._lines(beat, "lines")
        if isinstance(turn := beat.get("turn"), str):
            self._known(turn, "cast", beat.marks["turn"])
        self._leads_on(address, place.mark, beat)
        if "to" in beat:
            self._target(beat, "to", scene)
            if not beat.get("options") and isinstance(beat["to"], str):
                self.onward[address] = (resolve(beat["to"], scene), beat.marks["to"])
        seen: dict[str, Mark] = {}
        for mark, option in _entries(beat.get("options")):
            self._option(scene, option)
            name = option.get("id")
            if isinstance(name, str):
                where = option.marks.get("id", mark)
                if name in seen:
                    self._report(
                        "R307",
                        where,
                        f"The option id “{name}” is used twice in this turn.",
                        f"It stands in line {seen[name].line + 1} already.",
                    )
                seen.setdefault(name, where)
                self._reserved(name, where)

    def _leads_on(self, address: str, mark: Mark, beat: Mapping) -> None:
        has_turn, has_options, has_target = "turn" in beat, bool(beat.get("options")), "to" in beat
        if has_turn != has_options:
            what = "a turn, and no options" if has_turn else "options, and nobody's turn"
            self._report(
                "R310",
                beat.key_marks.get("options", mark),
                f"The beat “{address}” has {what}.",
                "A turn says who chooses; its options say what may be said.",
            )
        elif has_options and has_target:
            self._report(
                "R311",
                beat.key_marks["to"],
                f"The beat “{address}” has options and a target.",
                "Each option has its own “to”: remove the beat's.",
            )
        elif not has_options and not has_target:
            self._report(
                "R308",
                mark,
                f"The beat “{address}” leads nowhere.",
                "A beat without a turn needs “to”: a beat, scene/beat or end/id.",
            )

    def _option(self, scene: str, option: Mapping) -> None:
        if "to" in option:
            self._target(option, "to", scene)
        change = _as(Mapping, option.get("change"))
        for meter in change:
            self._known(meter, "meters", change.key_marks[meter])
        self._names(option, "tells", "facts")
        self._names(option, "alludes", "facts")
        for mark, flag in _words(option, "set"):
            self._reserved(flag, mark)
        self._lines(option, "then")
        if "if" in option:
            self._conditions(scene, option)

    def _lines(self, group: Mapping, key: str) -> None:
        for _, line in _entries(group.get(key)):
            speakers = [key for key in line if key not in LINE_KEYS]
            if speakers == ["thought"]:
                thought = _as(Mapping, line["thought"])
                if len(thought) == 1:
                    (who,) = thought
                    self._known(who, "cast", thought.key_marks[who])
            elif len(speakers) == 1 and speakers != ["note"]:
                self._known(speakers[0], "cast", line.key_marks[speakers[0]])

    def _conditions(self, scene: str, option: Mapping) -> None:
        listed = option["if"]
        parts: list[tuple[Mark, Node]] = [(option.marks["if"], listed)]
        if isinstance(listed, Sequence):
            parts = list(zip(listed.marks, listed, strict=True))[:_MOST_PARTS]
        for mark, part in parts:
            try:
                atoms = atoms_of((read_condition_part(part),))
            except ValueError:
                continue
            for atom in atoms:
                match atom:
                    case Compared(meter=meter):
                        if meter != "tilt":
                            self._known(meter, "meters", mark)
                    case Flag(flag=flag):
                        if flag not in self.flags:
                            self._report(
                                "R305",
                                mark,
                                f"No option sets the flag “{flag}”.",
                                nearest(flag, self.flags) if self.flags else f"Add “set: [{flag}]” to an option.",
                            )
                    case Knows(who=who, fact=fact):
                        self._known(who, "cast", mark)
                        self._known(fact, "facts", mark)
                    case Seen(beat=beat):
                        self._known_beat("R306", beat, scene, mark)

    def _target(self, group: Mapping, key: str, scene: str) -> None:
        target = group.get(key)
        if not isinstance(target, str) or not target:
            return
        place, _, name = target.rpartition("/")
        if place == "end":
            ends = _as(Mapping, self.root.get("ends"))
            if "ends" in self.root and name not in ends:
                self._report("R301", group.marks[key], f"There is no end “{name}”.", nearest(name, ends))  # type: ignore[arg-type]
        elif place == "ends" and name in _as(Mapping, self.root.get("ends")) and target not in self.beats:
            self._report("R301", group.marks[key], f"There is no beat “{target}”.", f"Did you mean “end/{name}”?")
        else:
            self._known_beat("R301", target, scene, group.marks[key])

    def _known_beat(self, code: str, name: str, scene: str, mark: Mark) -> None:
        if "scenes" in self.root and resolve(name, scene) not in self.beats and not self._is_full():
            self._report(code, mark, f"There is no beat “{name}”.", nearest(name, self._beat_names(scene, name)))

    def _beat_names(self, scene: str, name: str) -> list[str]:
        if "/" in name or not scene:
            return list(self.beats)
        here = [address.removeprefix(f"{scene}/") for address, place in self.beats.items() if place.scene == scene]
        elsewhere = [address for address in self.beats if address.endswith(f"/{name}")]
        return elsewhere or here

    def _names(self, group: Mapping, key: str, kind: str) -> None:
        for mark, name in _words(group, key):
            self._known(name, kind, mark)

    def _known(self, name: str, kind: str, mark: Mark) -> None:
        group = self.root.get(kind)
        if kind == "cast" and not isinstance(group, Mapping):
            return  # there is no cast, which is said once
        if (not isinstance(group, Mapping) or name not in group) and not self._is_full():
            code, said = _UNKNOWN[kind]
            known = _as(Mapping, group)
            has_no_comma = " " in name and all(word in known for word in name.split())
            hint = "Put a comma between them." if has_no_comma else nearest(name, known)  # type: ignore[arg-type]
            self._report(code, mark, f"{said} “{name}”.", hint)

    def _circles(self) -> None:
        done: set[str] = set()
        for start in self.onward:
            trail: dict[str, None] = {}
            here = start
            while here in self.onward and here not in done and here not in trail:
                trail[here] = None
                here = self.onward[here][0]
            if here in trail:
                names = list(trail)
                circle = " → ".join([*names[names.index(here) :], here])
                self._report(
                    "R309",
                    self.onward[here][1],
                    f"These beats lead in a circle without a turn: {circle}.",
                    "Give one of them a turn, or another target.",
                )
            done.update(trail)

    def _is_full(self) -> bool:
        return len(self.problems) >= PROBLEM_LIMIT

    def _report(self, code: str, mark: Mark, message: str, hint: str) -> None:
        if not self._is_full():
            self.problems.append(Problem(code, place_of(mark), message, hint))


def _said_once(problems: list[Problem]) -> Iterator[Problem]:
    """Yield the first alone of many problems that say the same: somebody or something was removed or named anew."""
    counts = Counter((problem.code, problem.message) for problem in problems)
    said: set[tuple[str, str]] = set()
    for problem in problems:
        key = (problem.code, problem.message)
        if counts[key] <= _OFTEN or problem.hint.startswith("Did you mean"):
            yield problem
        elif key not in said:
            said.add(key)
            more = f"The same name stands in {counts[key] - 1} more places. {problem.hint}".strip()
            yield replace(problem, hint=more)


def _as(kind: type[_N], node: Node | None) -> _N:
    return node if isinstance(node, kind) else kind(NOWHERE)


def _words(group: Mapping, key: str) -> Iterator[tuple[Mark, str]]:
    listed = _as(Sequence, group.get(key))
    for mark, word in zip(listed.marks, listed, strict=True):
        if isinstance(word, str) and word:
            yield mark, word


def _groups(node: Node | None) -> Iterator[tuple[str, Mapping]]:
    for key, value in _as(Mapping, node).items():
        if isinstance(value, Mapping):
            yield key, value


def _entries(node: Node | None) -> Iterator[tuple[Mark, Mapping]]:
    listed = _as(Sequence, node)
    for mark, value in zip(listed.marks, listed, strict=True):
        if isinstance(value, Mapping):
            yield mark, value
