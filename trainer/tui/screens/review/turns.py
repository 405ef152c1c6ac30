"""A play turn by turn: what was said up to a choice, the choice, and what else was open."""

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from trainer.debrief.debrief import Debrief
from trainer.debrief.history import Choice
from trainer.debrief.marks import of_harm, of_moment, of_routine
from trainer.debrief.talk import Said
from trainer.scenario.model import Practice, Scenario
from trainer.tui.content import joined, styled, text
from trainer.tui.screens.review.wording import MARKED
from trainer.wording import ROUTINES, opened_place, shown_in_words, tilt_in_words


class Turn(NamedTuple):
    """What was said up to a choice, and the choice; after the last one, what was said until the end."""

    lines: tuple[Said, ...]
    own: Said | None
    opens_scene: tuple[str, ...]
    """The scenes that begin with a line of it, by the addresses of the lines."""

    @property
    def choice(self) -> Choice | None:
        """What was chosen."""
        return self.own.choice if self.own is not None else None


def turns_of(debrief: Debrief) -> tuple[Turn, ...]:
    """Return the play of one seat, cut after each of its choices."""
    turns: list[Turn] = []
    lines: list[Said] = []
    opens: list[str] = []
    scene = ""
    for said in debrief.talk:
        if said.line.scene != scene:
            scene = said.line.scene
            opens.append(said.line.address)
        if said.choice is None:
            lines.append(said)
        else:
            turns.append(Turn(tuple(lines), said, tuple(opens)))
            lines, opens = [], []
    if lines or debrief.end is not None or not turns:
        turns.append(Turn(tuple(lines), None, tuple(opens)))
    return tuple(turns)


def lines_told(scenario: Scenario, turn: Turn, seat: str) -> Iterator[Content]:
    """Yield what was said up to the choice; whoever spoke is called by their part."""
    for said in turn.lines:
        if said.line.address in turn.opens_scene:
            yield place_told(scenario, said.line.scene, seat)
        line = said.line
        if line.speaker == "note":
            yield styled(line.text, "italic $quiet")
            continue
        name = scenario.cast[line.speaker].name
        if line.is_thought:
            yield joined(styled(f"{name} (thinks): ", "bold"), styled(line.text, "italic $secondary"))
        else:
            yield joined(styled(f"{name}: ", "bold"), line.text)


def place_told(scenario: Scenario, scene: str, seat: str) -> Content:
    """Return where the talk goes on."""
    return styled(opened_place(scenario, scenario.scenes[scene], seat), "$accent")


def chosen_told(scenario: Scenario, turn: Turn) -> Content:
    """Return what was chosen."""
    if turn.own is None:
        return text("")
    name = scenario.cast[turn.own.line.speaker].name
    return joined(styled(f"{name}: ", "bold $primary"), styled(turn.own.line.text, "bold"))


def others_open(turn: Turn) -> tuple[str, ...]:
    """Return what else could be said."""
    if turn.choice is None:
        return ()
    return tuple(each.option.say for each in turn.choice.open if each is not turn.choice.chosen)


def end_told(scenario: Scenario, debrief: Debrief) -> Content:
    """Return how it ended."""
    if debrief.end is None:
        return styled("It was left before an end.", "$quiet")
    end = scenario.ends[debrief.end]
    return joined(styled(f"{end.title}. ", "bold $accent"), styled(end.text, "$accent"))


def layers_told(turn: Turn, debrief: Debrief) -> Iterator[Content]:
    """Yield how a choice reads: what it showed, why, harm, routine, what others would have shown, who had most room."""
    choice, own = turn.choice, turn.own
    if choice is None or own is None:
        return
    yield joined(*_shown(own, debrief), between="\n")
    option = choice.chosen.option
    if choice.chosen.harm:
        hurt = joined(styled("Could hurt: ", "bold $warning"), choice.chosen.harm)
        yield _with_mark(hurt, of_harm(own.position), debrief)
    if option.routine:
        told = joined(styled("A way of protecting oneself: ", "bold"), ROUTINES[option.routine])
        yield _with_mark(told, of_routine(option.routine.value), debrief)
    if own.moment is not None and (beside := tuple(_beside(turn))):
        yield joined(styled("What else was open would have shown", "bold"), *beside, between="\n")
    if own.balance is not None:
        yield joined(styled("Who has most room now: ", "bold"), tilt_in_words(own.balance.tilt))


def _shown(own: Said, debrief: Debrief) -> Iterator[Content]:
    if own.moment is None:
        yield text("Nothing was in play here: what was open showed the same.")
    else:
        yield joined(styled("It showed: ", "bold"), shown_in_words(own.moment.shown))
    if own.choice is not None and own.choice.chosen.option.why:
        yield text(own.choice.chosen.option.why)
    if of_moment(own.position) in debrief.not_so:
        yield _marked()


def _beside(turn: Turn) -> Iterator[Content]:
    if turn.choice is None or turn.own is None or turn.own.moment is None:
        return
    for option in turn.choice.open:
        if option is not turn.choice.chosen:
            of_all = dict(zip(Practice, option.levels, strict=True))
            shown = {practice: of_all[practice] for practice in turn.own.moment.spans}
            yield joined(f"· {option.option.say}", styled(f"\n  {shown_in_words(shown)}", "$quiet"))


def _with_mark(told: Content, reading: str, debrief: Debrief) -> Content:
    return joined(told, _marked(), between="\n") if reading in debrief.not_so else told


def _marked() -> Content:
    return styled(MARKED, "bold $secondary")
