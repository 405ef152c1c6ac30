"""A play of somebody else as lines to be read or heard: what was said up to each choice, and how the choice reads."""

from collections.abc import Iterator
from typing import NamedTuple

from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.debrief.marks import of_harm, of_moment, of_routine
from trainer.debrief.talk import Said
from trainer.scenario.model import Practice, Scenario
from trainer.wording import NOT_SO, PRACTICES, ROUTINES, opened_place, shown_in_words, signed, tilt_in_words


class Turn(NamedTuple):
    """What was said up to a choice, a line each, and the choice; after the last one, what was said until the end."""

    told: tuple[str, ...]
    own: Said | None

    @property
    def choice(self) -> Choice | None:
        """What was chosen."""
        return self.own.choice if self.own is not None else None


def turns_in(scenario: Scenario, debrief: Debrief) -> Iterator[Turn]:
    """Yield the play of one seat, cut after each of its choices; whoever spoke is called by their part."""
    told: list[str] = []
    scene = ""
    for said in debrief.talk:
        if said.line.scene != scene:
            scene = said.line.scene
            told.append(f"Place: {opened_place(scenario, scenario.scenes[scene], debrief.seat)}")
        if said.choice is None:
            told.append(line_told(scenario, said))
        else:
            yield Turn(tuple(told), said)
            told = []
    yield Turn(tuple(told), None)


def line_told(scenario: Scenario, said: Said) -> str:
    """Return a line with who spoke before it."""
    line = said.line
    if line.speaker == "note":
        return f"What is seen: {line.text}"
    name = scenario.cast[line.speaker].name
    return f"{name} thinks: {line.text}" if line.is_thought else f"{name}: {line.text}"


def end_told(scenario: Scenario, debrief: Debrief) -> str:
    """Return how it ended."""
    if debrief.end is None:
        return "It was left before an end."
    end = scenario.ends[debrief.end]
    return f"How it ended: {end.title}. {end.text}"


def also_open(choice: Choice) -> tuple[str, ...]:
    """Return what else could be said."""
    return tuple(each.option.say for each in choice.open if each is not choice.chosen)


def all_open(choice: Choice) -> tuple[str, ...]:
    """Return all that could be said, in the author's order."""
    return tuple(each.option.say for each in choice.open) or (choice.chosen.option.say,)


def how_it_reads(own: Said, debrief: Debrief) -> Iterator[str]:
    """Yield what a choice showed, why, harm, routine, what others would have shown, and who had most room after it."""
    choice, moment = own.choice, own.moment
    if choice is None:
        return
    option = choice.chosen.option
    if moment is None:
        yield "Nothing was in play here: what was open showed the same."
    else:
        yield f"It showed: {shown_in_words(moment.shown)}.{_mark(of_moment(own.position), debrief)}"
    if option.why:
        yield option.why
    if choice.chosen.harm:
        yield f"Could hurt: {choice.chosen.harm}{_mark(of_harm(own.position), debrief)}"
    if option.routine:
        told = f"A way of protecting oneself: {ROUTINES[option.routine]}."
        yield f"{told}{_mark(of_routine(option.routine.value), debrief)}"
    if moment is not None:
        for other in choice.open:
            if other is not choice.chosen:
                levels = dict(zip(Practice, other.levels, strict=True))
                shown = shown_in_words({practice: levels[practice] for practice in moment.spans})
                yield f"Open as well: “{other.option.say}” would have shown: {shown}."
    if own.balance is not None:
        yield f"Who has most room now: {tilt_in_words(own.balance.tilt)}."


def figures_of(own: Said) -> Iterator[str]:
    """Yield what a choice showed in figures, with the least and the most that was open."""
    for practice, span in own.moment.spans.items() if own.moment is not None else ():
        figures = f"{signed(span.chosen)} of {signed(span.worst)} to {signed(span.best)}"
        yield f"{PRACTICES[practice].capitalize()}: {figures}"


def _mark(reading: str, debrief: Debrief) -> str:
    return f" Marked by whose it is: {NOT_SO}." if reading in debrief.not_so else ""
