"""What hypothesis draws: whole scenarios, small enough that every way through them can be walked."""

import json
from collections.abc import Iterable
from random import Random
from typing import Any

from builders import option as an_option
from hypothesis import strategies as st

CAST = ("staff", "patient", "leader")
FLAGS = ("asked", "told", "left")
METERS = ("trust", "hope")
FACTS = ("late", "ill")
ENDS = ("apart", "together")
SCENES = ("room", "yard")
PRACTICES = ("listening", "suspending", "respecting", "voicing")
ACTIONS = ("move", "follow", "oppose", "bystand")
ROUTINES = ("change-topic", "smooth-over", "withdraw")
LINES = [{"note": "Here."}]

Written = dict[str, Any]
"""A part of a scenario as an author writes it."""


def negated_or_not(atoms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw an atom of `atoms`, with `not` before it or without."""
    return st.builds(lambda no, atom: f"{no}{atom}", st.sampled_from(["", "not "]), atoms)


def atoms(flags: list[str], beats: list[str]) -> st.SearchStrategy[str]:
    """Draw one atom of a condition over `flags` that are set somewhere, `beats`, and the cast's facts and meters."""
    compared = st.builds(
        lambda name, sign, value: f"{name} {sign} {value}",
        st.sampled_from([*METERS, "tilt"]),
        st.sampled_from([">=", "<=", "==", "!=", ">", "<"]),
        st.sampled_from([-30, 0, 40, 60, 100]),
    )
    known = st.builds(lambda who, fact: f"{who} knows {fact}", st.sampled_from(CAST), st.sampled_from(FACTS))
    seen = st.sampled_from(beats).map(lambda beat: f"seen {beat}")
    set_somewhere = [st.sampled_from(flags)] if flags else []
    return negated_or_not(st.one_of(compared, known, seen, *set_somewhere))


def conditions(flags: list[str], beats: list[str]) -> st.SearchStrategy[list[Any]]:
    """Draw a condition: atoms that all hold, among them `any` over others."""
    atom = atoms(flags, beats)
    any_of = st.lists(atom, min_size=1, max_size=2).map(lambda listed: {"any": listed})
    return st.lists(atom | any_of, min_size=1, max_size=2)


@st.composite
def options(draw: st.DrawFn, name: str, targets: list[str]) -> Written:
    """Draw an option called `name` that leads to one of `targets`, with effects and ratings but no condition yet."""
    amounts = st.sampled_from([-60, -30, 30, 60])
    optional: dict[str, st.SearchStrategy[Any]] = {
        "action": st.sampled_from(ACTIONS) | st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=2, unique=True),
        "shows": st.dictionaries(st.sampled_from(PRACTICES), st.integers(-2, 2), max_size=2),
        "change": st.dictionaries(st.sampled_from(METERS), amounts, max_size=2),
        "tilt": amounts,
        "tells": st.lists(st.sampled_from(FACTS), max_size=1),
        "alludes": st.lists(st.sampled_from(FACTS), max_size=1),
        "set": st.lists(st.sampled_from(FLAGS), max_size=2, unique=True),
        "routine": st.sampled_from(ROUTINES),
        "questions_aim": st.sampled_from(["true", "false"]),
        "harm": st.just("It could frighten."),
        "why": st.just("I notice it."),
        "then": st.just([{"note": f"After {name}."}]),
        "weight": st.integers(1, 5),
    }
    required = {"id": st.just(name), "say": st.just(f"I say {name}."), "to": st.sampled_from(targets)}
    return draw(st.fixed_dictionaries(required, optional=optional))


@st.composite
def beats_with_a_turn(draw: st.DrawFn, targets: list[str]) -> Written:
    """Draw a beat at which somebody chooses among one to three options."""
    optional: dict[str, st.SearchStrategy[Any]] = {
        "checkin": st.just("How is it now?"),
        "own_words": st.sampled_from(["true", "false"]),
        "pause_here": st.sampled_from(["true", "false"]),
    }
    beat = draw(st.fixed_dictionaries({"turn": st.sampled_from(CAST)}, optional=optional))
    return beat | {"options": [draw(options(f"o{n}", targets)) for n in range(draw(st.integers(1, 3)))]}


@st.composite
def scenarios_as_written(draw: st.DrawFn, most_beats: int = 5) -> Written:
    """Draw the value of a whole scenario that loads, with several seats, two scenes, circles and dead ends.

    A beat without a turn leads to a later beat or to an end, so that such beats never go in a circle.
    """
    addresses = [f"{draw(st.sampled_from(SCENES))}/b{n}" for n in range(draw(st.integers(1, most_beats)))]
    ends = [f"end/{end}" for end in ENDS]
    beats: dict[str, Written] = {}
    for number, address in enumerate(addresses):
        if draw(st.integers(0, 3)):
            beats[address] = draw(beats_with_a_turn(addresses + ends))
        else:
            beats[address] = {"to": draw(st.sampled_from(addresses[number + 1 :] + ends))}
        beats[address]["lines"] = [{"note": f"Here is {address}."}, {"thought": {draw(st.sampled_from(CAST)): "Hm."}}]
    all_options = [option for beat in beats.values() for option in beat.get("options", ())]
    flags = sorted({flag for option in all_options for flag in option.get("set", ())})
    for option in all_options:
        if draw(st.booleans()):
            option["if"] = draw(conditions(flags, addresses))
    some_of_the_cast = st.lists(st.sampled_from(CAST), unique=True)
    scenes = {address.partition("/")[0]: None for address in addresses}
    return {
        "format": 1,
        "id": "drawn",
        "title": "Drawn",
        "minutes": 5,
        "about": "A story that was drawn.",
        "cast": {
            who: {"name": who.title(), "is": "somebody", "side": side, "seat": draw(st.sampled_from(["true", "false"]))}
            for who, side in zip(CAST, ("staff", "patients", "leaders"), strict=True)
        },
        "meters": {
            name: {"of": draw(st.sampled_from(CAST)), "start": draw(st.sampled_from([0, 40, 100]))} for name in METERS
        },
        "facts": {name: {"text": f"It is {name}.", "known_by": draw(some_of_the_cast)} for name in FACTS},
        "start": addresses[0],
        "scenes": {
            scene: {
                "title": f"The {scene}",
                "present": draw(st.lists(st.sampled_from(CAST), unique=True, min_size=1)),
                "concerns": draw(some_of_the_cast),
                "beats": {
                    address.partition("/")[2]: beat
                    for address, beat in beats.items()
                    if address.startswith(f"{scene}/")
                },
            }
            for scene in scenes
        },
        "ends": {end: {"title": end.title(), "text": f"They are {end}."} for end in ENDS},
    }


def as_text(written: Written) -> str:
    """Return the text of a scenario `written` as a value: JSON, which is YAML."""
    return json.dumps(written, ensure_ascii=False)


def scenario_texts(most_beats: int = 5) -> st.SearchStrategy[str]:
    """Draw the text of a whole scenario that loads."""
    return scenarios_as_written(most_beats).map(as_text)


def story(seed: int) -> Written:
    """Return a scenario as written that mostly goes forward, with more moments than hypothesis would draw by itself."""
    chance = Random(seed)
    addresses = [f"{chance.choice(SCENES)}/b{number}" for number in range(chance.randint(3, 7))]
    return with_beats(chance, {address: beat_of(chance, addresses, number) for number, address in enumerate(addresses)})


def winding(seed: int) -> Written:
    """Return a scenario as written that goes in circles: in a ring, to and fro, around hubs, or in a ring of rings."""
    chance = Random(seed)
    shape = chance.choice([ring, to_and_fro, around_a_hub, around_two_hubs, rings_in_a_ring])
    addresses = [f"{chance.choice(SCENES)}/b{number}" for number in range(chance.randint(2, 7))]
    chance.shuffle(addresses)  # so that a circle is not always entered where its author began
    beats = {}
    for number, address in enumerate(addresses):
        targets = [addresses[each] for each in sorted(shape(number, len(addresses)))]
        if chance.random() < 0.7:
            targets.append(f"end/{chance.choice(ENDS)}")
        options = options_of(chance, targets[-3:], addresses, is_first=not number)
        beats[address] = {"turn": "staff", "options": options, "lines": LINES}
    return with_beats(chance, beats, start=chance.choice(addresses))


def ring(number: int, size: int) -> set[int]:
    """Return what follows in a ring."""
    return {(number + 1) % size}


def to_and_fro(number: int, size: int) -> set[int]:
    """Return what follows in a ring that is gone round both ways."""
    return {(number + 1) % size, (number - 1) % size}


def around_a_hub(number: int, size: int) -> set[int]:
    """Return what follows where spokes of two beats lead back to the first one."""
    if number == 0:
        return set(range(1, size, 2))
    return {0} if number % 2 == 0 or number + 1 == size else {0, number + 1}


def around_two_hubs(number: int, size: int) -> set[int]:
    """Return what follows where the first and the second lead to each other and to beats that lead back to them."""
    if number > 1:
        return {number % 2}
    return {1 - number, *range(2 + number, size, 2)} & set(range(size))


def rings_in_a_ring(number: int, size: int) -> set[int]:
    """Return what follows in a ring of which every second beat leads back by one."""
    return {(number + 1) % size, number - 1} if number % 2 else {(number + 1) % size}


def with_beats(chance: Random, beats: dict[str, Written], start: str = "") -> Written:
    """Return a scenario of `beats`, by their addresses; it starts with the first one if nothing else is said."""
    scenes = dict.fromkeys(address.partition("/")[0] for address in beats)
    return {
        "format": 1,
        "id": "drawn",
        "title": "Drawn",
        "minutes": 5,
        "about": "A story that was drawn.",
        "cast": {who: {"name": who, "is": "somebody", "side": "staff", "seat": "true"} for who in CAST},
        "meters": {name: {"of": "patient", "start": 40} for name in METERS},
        "facts": {name: {"text": f"It is {name}.", "known_by": chance.sample(CAST, 1)} for name in FACTS},
        "start": start or next(iter(beats)),
        "scenes": {
            scene: {
                "title": scene,
                "present": chance.sample(CAST, 2),
                "beats": {each.partition("/")[2]: beat for each, beat in beats.items() if each.startswith(f"{scene}/")},
            }
            for scene in scenes
        },
        "ends": {end: {"title": end, "text": "."} for end in ENDS},
    }


def beat_of(chance: Random, addresses: list[str], number: int) -> Written:
    """Return a beat that leads on, now and then back, and whose options have conditions now and then."""
    onward = [*addresses[number + 1 :][:2], f"end/{chance.choice(ENDS)}"]
    if number and chance.random() < 0.15:
        return {"to": onward[0], "lines": LINES}
    targets = (
        chance.choice(addresses) if chance.random() < 0.12 else chance.choice([onward[0], *onward])
        for _ in range(chance.randint(1, 3))
    )
    options = options_of(chance, targets, addresses, is_first=not number)
    return {"turn": chance.choice(["staff", "staff", "staff", "patient"]), "options": options, "lines": LINES}


def options_of(
    chance: Random, targets: Iterable[str], addresses: list[str], *, is_first: bool = False
) -> list[Written]:
    """Return options that lead to `targets`, with conditions now and then."""
    written = []
    for name, to in zip("xyz", targets, strict=False):
        shows = {practice: chance.randint(-2, 2) for practice in chance.sample(PRACTICES, 2)}
        written.append(an_option(name, to, shows=shows, tilt=chance.choice([-30, 0, 30]), tells=[chance.choice(FACTS)]))
        written[-1]["change"] = {chance.choice(METERS): chance.choice([-30, 30])}
        written[-1]["set"] = [chance.choice(FLAGS)] if not is_first or name != "x" else list(FLAGS)
        if chance.random() < 0.3:
            atoms = [*FLAGS, "trust >= 40", "hope < 40", "tilt > 0", f"{chance.choice(CAST)} knows {FACTS[0]}"]
            atoms.append(f"seen {chance.choice(addresses)}")
            written[-1]["if"] = [chance.choice(["", "not "]) + chance.choice(atoms)]
    return written
