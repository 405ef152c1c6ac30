"""Whether everything that a scenario names exists.

Reads the marked tree instead of the model, so that a fault of shape in one place does not hide a wrong name in another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from trainer.scenario.conditions import Compared, Flag, Knows, Seen, atoms_of
from trainer.scenario.model import RESERVED_IDS, read_condition_part, resolve
from trainer.scenario.problems import Problem
from trainer.scenario.tree import NOWHERE, Mapping, Mark, Node, Sequence, nearest, place_of

_N = TypeVar("_N", Mapping, Sequence)
_UNKNOWN: Final = {
    "cast": ("R302", "Nobody in the cast has the id"),
    "facts": ("R303", "No fact has the id"),
    "meters": ("R304", "No meter has the id"),
}


def wrong_references(root: Mapping) -> list[Problem]:
    """Return a problem for every name in `root` that stands for nothing, or for two things."""
    return _References(root).check()


@dataclass(slots=True)
class _References:
    root: Mapping
    problems: list[Problem] = field(default_factory=list)
    scenes: dict[str, Mapping] = field(default_factory=dict)
    beats: dict[str, Mapping] = field(default_factory=dict)
    flags: dict[str, object] = field(default_factory=dict)
    onward: dict[str, tuple[str, Mark]] = field(default_factory=dict)

    def check(self) -> list[Problem]:
        for scene_id, scene in _groups(self.root.get("scenes")):
            self.scenes[scene_id] = scene
            for beat_id, beat in _groups(scene.get("beats")):
                self.beats[f"{scene_id}/{beat_id}"] = beat
                for _, option in _entries(beat.get("options")):
                    self.flags |= dict.fromkeys(
                        name for name in _as(Sequence, option.get("set")) if isinstance(name, str)
                    )
        self._ids()
        self._people_facts_and_meters()
        self._target(self.root, "start", "")
        for scene in self.scenes.values():
            self._names(scene, "present", "cast")
            self._names(scene, "concerns", "cast")
        for address, beat in self.beats.items():
            self._beat(address, beat)
        self._circles()
        return self.problems

    def _ids(self) -> None:
        for kind in ("cast", "meters", "facts", "scenes", "ends"):
            group = _as(Mapping, self.root.get(kind))
            for name in group:
                self._reserved(name, group.key_marks[name])
        for scene in self.scenes.values():
            beats = _as(Mapping, scene.get("beats"))
            for name in beats:
                self._reserved(name, beats.key_marks[name])

    def _reserved(self, name: str, mark: Mark) -> None:
        if name in RESERVED_IDS:
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

    def _beat(self, address: str, beat: Mapping) -> None:
        scene = address.partition("/")[0]
        self._lines(beat, "lines")
        if isinstance(turn := beat.get("turn"), str):
            self._known(turn, "cast", beat.marks["turn"])
        self._leads_on(address, beat)
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

    def _leads_on(self, address: str, beat: Mapping) -> None:
        mark = _as(Mapping, _as(Mapping, self.scenes[address.partition("/")[0]]).get("beats")).key_marks[
            address.partition("/")[2]
        ]
        has_turn, has_options, has_target = "turn" in beat, bool(beat.get("options")), "to" in beat
        if has_turn != has_options:
            what = "a turn, and no options" if has_turn else "options, and nobody's turn"
            self._report(
                "R310",
                mark,
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
        self._lines(option, "then")
        if "if" in option:
            self._conditions(scene, option)

    def _lines(self, group: Mapping, key: str) -> None:
        for _, line in _entries(group.get(key)):
            for speaker in line:
                if speaker == "thought":
                    thought = _as(Mapping, line["thought"])
                    for who in thought:
                        self._known(who, "cast", thought.key_marks[who])
                elif speaker not in ("note", "action", "id"):
                    self._known(speaker, "cast", line.key_marks[speaker])

    def _conditions(self, scene: str, option: Mapping) -> None:
        listed = option["if"]
        parts: list[tuple[Mark, Node]] = [(option.marks["if"], listed)]
        if isinstance(listed, Sequence):
            parts = list(zip(listed.marks, listed, strict=True))
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
                                nearest(flag, self.flags) if self.flags else "Add “set: [flag]” to an option.",
                            )
                    case Knows(who=who, fact=fact):
                        self._known(who, "cast", mark)
                        self._known(fact, "facts", mark)
                    case Seen(beat=beat):
                        if resolve(beat, scene) not in self.beats:
                            self._report(
                                "R306",
                                mark,
                                f"There is no beat “{beat}”.",
                                nearest(beat, self._beat_names(scene, beat)),
                            )

    def _target(self, group: Mapping, key: str, scene: str) -> None:
        target = group.get(key)
        if not isinstance(target, str) or not target:
            return
        place, _, name = target.rpartition("/")
        if place == "end":
            ends = _as(Mapping, self.root.get("ends"))
            if name not in ends:
                self._report("R301", group.marks[key], f"There is no end “{name}”.", nearest(name, ends))  # type: ignore[arg-type]
        elif resolve(target, scene) not in self.beats:
            self._report(
                "R301",
                group.marks[key],
                f"There is no beat “{target}”.",
                nearest(target, self._beat_names(scene, target)),
            )

    def _beat_names(self, scene: str, name: str) -> list[str]:
        if "/" in name or not scene:
            return list(self.beats)
        here = [address.partition("/")[2] for address in self.beats if address.startswith(f"{scene}/")]
        elsewhere = [address for address in self.beats if address.endswith(f"/{name}")]
        return elsewhere or here

    def _names(self, group: Mapping, key: str, kind: str) -> None:
        listed = group.get(key)
        if isinstance(listed, Sequence):
            for mark, name in zip(listed.marks, listed, strict=True):
                if isinstance(name, str):
                    self._known(name, kind, mark)

    def _known(self, name: str, kind: str, mark: Mark) -> None:
        group = self.root.get(kind)
        if not isinstance(group, Mapping) or name not in group:
            code, said = _UNKNOWN[kind]
            self._report(code, mark, f"{said} “{name}”.", nearest(name, _as(Mapping, group)))  # type: ignore[arg-type]

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
            done |= trail.keys()

    def _report(self, code: str, mark: Mark, message: str, hint: str) -> None:
        self.problems.append(Problem(code, place_of(mark), message, hint))


def _as(kind: type[_N], node: Node | None) -> _N:
    return node if isinstance(node, kind) else kind(NOWHERE)


def _groups(node: Node | None) -> Iterator[tuple[str, Mapping]]:
    for key, value in _as(Mapping, node).items():
        if isinstance(value, Mapping):
            yield key, value


def _entries(node: Node | None) -> Iterator[tuple[Mark, Mapping]]:
    listed = _as(Sequence, node)
    for mark, value in zip(listed.marks, listed, strict=True):
        if isinstance(value, Mapping):
            yield mark, value
