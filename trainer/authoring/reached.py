"""Where no way leads, and where none leads on: each said once, where it begins, not again for all that lies behind."""

from collections.abc import Collection, Iterable, Iterator

from trainer.engine.machine import ScenarioMachine, machine_of
from trainer.engine.reach import Reach, reach, reach_without_conditions
from trainer.scenario.model import Scenario, resolve
from trainer.scenario.places import Places
from trainer.scenario.problems import Problem


def reached(
    scenario: Scenario, places: Places, circling: Collection[str] = (), made_up: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what no play can come to and where none can go on.

    Of the beats in `circling` something is said already, and the ends in `made_up` are not the author's.
    """
    machine = machine_of(scenario)
    found = reach(machine)
    closed: list[str] = []
    if found.is_bounded:
        message = f"The story can stand in more than {len(found.onward):,} ways; not all of them were looked at."
        hint = "Only whether beats and ends can be reached at all was looked at, not conditions or what each way holds."
        yield places.problem("C410", message, hint, "start")
        found = reach_without_conditions(machine)
    else:
        yield from _left_without_a_way(machine, found, places)
        for address, number in _never_open(machine, found):
            option = machine.beats[address].options[number]
            closed.append(option.target)
            message = f"The option “{option.id}” can never be chosen: its condition holds on no way through."
            hint = "Look at what it asks for, and whether some way leads here with that."
            yield places.problem("C405", message, hint, *places.beat(address), "options", number, "if")
    ends = [end for end in scenario.ends if end not in made_up]
    yield from _never_reached(machine, found, ends, places, [*closed, *circling])


def _left_without_a_way(machine: ScenarioMachine, found: Reach, places: Places) -> Iterator[Problem]:
    for address in found.without_options:
        message = f"The turn at “{address}” can be left without any open option."
        hint = "Let one option have no condition, or one whose condition holds when the others' do not."
        yield places.problem("C402", message, hint, *places.beat(address))
    stuck = found.stuck()
    onward = {address: _onward(machine, address) for address in machine.beats if address in stuck}
    behind = {address: _behind(onward, onward[address]) for address in onward}
    said: set[str] = set()
    for address in onward:
        # What leads into a circle is mended when the circle is; and of the circle's beats one is enough.
        if not behind[address] & said and all(address in behind[each] for each in behind[address] if each in onward):
            said.add(address)
        else:
            continue
        message = f"From “{address}” no way leads to any end."
        yield places.problem("C403", message, "Let an option lead out of the circle.", *places.beat(address))


def _never_open(machine: ScenarioMachine, found: Reach) -> Iterator[tuple[str, int]]:
    for address, beat in machine.beats.items():
        if address in found.beats:
            for number, option in enumerate(beat.options):
                if (address, option.id) not in found.open_options:
                    yield address, number


def _never_reached(
    machine: ScenarioMachine, found: Reach, ends: list[str], places: Places, said: list[str]
) -> Iterator[Problem]:
    lost = {address: _onward(machine, address) for address in machine.beats if address not in found.beats}
    led_to = {target for address, onward in lost.items() for target in onward if target != address}
    behind = _behind(lost, said)
    # First those that nothing leads to; then, of beats that lead to each other, the first.
    for address in sorted(lost, key=lambda address: address in led_to):
        if address not in behind:
            behind |= _behind(lost, [address])
            hint = "Let a beat or an option lead here, or remove it."
            yield places.problem("C401", f"No way leads to the beat “{address}”.", hint, *places.beat(address))
    for end in ends:
        if end not in found.ends and f"end/{end}" not in behind:
            yield places.problem(
                "C404", f"No way leads to the end “{end}”.", "Let an option lead to it, or remove it.", "ends", end
            )


def _onward(machine: ScenarioMachine, address: str) -> list[str]:
    beat = machine.beats[address]
    onward = [option.target for option in beat.options]
    return onward if beat.beat.to is None else [*onward, resolve(beat.beat.to, beat.scene)]


def _behind(lost: dict[str, list[str]], first: Iterable[str]) -> set[str]:
    """Return all that the beats without a way to them lead to, from `first` on."""
    behind: set[str] = set()
    waiting = list(first)
    while waiting:
        address = waiting.pop()
        if address not in behind:
            behind.add(address)
            waiting += lost.get(address, ())
    return behind
