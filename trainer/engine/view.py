"""What one seat may see: an allowlist. What is not put into these values is not shown and not sent."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from trainer.engine.draws import shuffled
from trainer.engine.events import (
    EndReached,
    Event,
    Paused,
    PlayBegan,
    ReplyMade,
    Resumed,
    SeatLeft,
    SessionBegan,
    SessionClosed,
    ToldAfterwards,
)
from trainer.engine.evolve import begun, evolve, turn_of, visit_of
from trainer.engine.machine import CompiledOption, ScenarioMachine
from trainer.engine.seen import (
    WITNESS,
    Briefed,
    CastMember,
    ClosedForGood,
    Ended,
    Heard,
    How,
    Offered,
    Placed,
    Seen,
    SomebodyLeft,
    Stopped,
    Told,
    Turn,
    WentOnAgain,
    WordsAsked,
)
from trainer.engine.shown import OpenOption, Spoken
from trainer.engine.state import State

__all__ = [
    "OpenOption",
    "SeatView",
    "Spoken",
    "all_lines_after",
    "checkin_for",
    "lines_after",
    "may_see",
    "options_for",
]


def lines_after(machine: ScenarioMachine, event: Event, seats: AbstractSet[str]) -> Iterator[Spoken]:
    """Yield the lines that `event` brought, as `seats` may see them.

    What is said and seen where one of them is, of thoughts their own, and what they say themselves; a talk that is held
    without them stays closed until the looking back.
    """
    for line in all_lines_after(machine, event):
        if may_see(machine, line, seats):
            yield line


def may_see(machine: ScenarioMachine, line: Spoken, seats: AbstractSet[str]) -> bool:
    """Return whether one of `seats` may see `line` during play."""
    if line.is_thought:
        return line.speaker in seats
    is_own_reply = line.is_reply and line.speaker in seats
    return is_own_reply or not seats.isdisjoint(machine.present[line.scene])


def all_lines_after(machine: ScenarioMachine, event: Event) -> Iterator[Spoken]:
    """Yield the lines that `event` brought, everybody's thoughts included: for the looking back."""
    if isinstance(event, PlayBegan):
        yield from _arrival(machine, machine.start)
    elif isinstance(event, ReplyMade):
        beat = machine.beats[event.beat]
        option = beat.by_id[event.option]
        yield Spoken(
            speaker=event.seat,
            text=option.shown.say,
            is_thought=False,
            scene=beat.scene,
            address=f"{event.beat}/{event.option}",
            is_reply=True,
            is_scripted=event.scripted,
            actions=option.actions,
        )
        yield from option.then
        yield from _arrival(machine, option.target)


def options_for(machine: ScenarioMachine, state: State, seat: str) -> tuple[OpenOption, ...]:
    """Return what `seat` may say now, in the order drawn for this visit; nothing when it is not its turn."""
    beat = turn_of(machine, state)
    if beat is None or beat.seat != seat:
        return ()
    order = shuffled(state.seed, beat.address, visit_of(beat, state), beat.ids)
    offered: tuple[CompiledOption, ...] = beat.options
    if beat.is_guarded:
        open_now = beat.open_options(state.world) or beat.options
        order = tuple(position for position in order if beat.options[position] in open_now)
    return tuple(offered[position].shown for position in order)


def checkin_for(machine: ScenarioMachine, state: State, seat: str) -> str | None:
    """Return the question that `seat` is asked about how it is now, if it is."""
    beat = turn_of(machine, state)
    return beat.checkin if beat is not None and beat.seat == seat and state.checkin_due else None


class SeatView:
    """What one seat of a session of several gets to see, event by event.

    It depends on the log alone: a longer log gives what a shorter one gave, and more. That is what lets a view be sent
    again from any place, also by another process that has read the same log.
    """

    def __init__(self, machine: ScenarioMachine, seat: str) -> None:
        self._machine = machine
        self._seat = seat
        self._state: State | None = None
        self._taken: frozenset[str] = frozenset()
        self._scene = ""
        self._turn: Turn | None = None

    def after(self, event: Event, told: str = "") -> tuple[Seen, ...]:
        """Return what `event` brings this seat; `told` is the text of one that tells something to all."""
        if isinstance(event, SessionBegan):
            self._state = begun(self._machine, event)
            self._taken = frozenset(event.seats)
            return (self._briefed(),)
        if self._state is None:
            raise TypeError("a log starts with session_began")
        before, self._state = self._state, evolve(self._machine, self._state, event)
        return (*self._lines(event), *self._news(event, told), *self._turn_after(event, before))

    def _briefed(self) -> Briefed:
        scenario = self._machine.scenario
        own = scenario.cast.get(self._seat)
        return Briefed(
            seat=self._seat,
            title=scenario.title,
            minutes=scenario.minutes,
            about=scenario.about,
            care=scenario.care,
            read_by=tuple((reader.role, reader.date) for reader in scenario.read_by),
            cast=tuple(
                CastMember(
                    id=who,
                    name=member.name,
                    is_=member.is_,
                    side=member.side,
                    stakes=member.stakes or "",
                    is_you=who == self._seat,
                    is_person=who in self._taken,
                )
                for who, member in scenario.cast.items()
            ),
            briefing=(own.briefing or "") if own else "",
        )

    def _may_see(self, line: Spoken) -> bool:
        if self._seat == WITNESS:
            return not line.is_thought and self._taken <= self._machine.present[line.scene]
        return may_see(self._machine, line, {self._seat})

    def _lines(self, event: Event) -> Iterator[Seen]:
        for line in all_lines_after(self._machine, event):
            if not self._may_see(line):
                continue
            if line.scene != self._scene:
                self._scene = line.scene
                yield self._placed(line.scene)
            self._turn = None
            yield self._heard(line)

    def _placed(self, scene_id: str) -> Placed:
        cast, scene = self._machine.scenario.cast, self._machine.scenario.scenes[scene_id]
        return Placed(
            title=scene.title,
            here=tuple(cast[who].name for who in scene.present),
            missing=tuple(cast[who].name for who in scene.concerns or () if who not in scene.present),
            backstage=scene.backstage or "",
        )

    def _heard(self, line: Spoken) -> Heard:
        how: How = "said"
        if line.speaker == "note":
            how = "seen"
        elif line.is_thought:
            how = "thought"
        elif line.speaker == self._seat:
            how = "own" if line.is_reply and not line.is_scripted else "as_written"
        member = self._machine.scenario.cast.get(line.speaker)
        return Heard(who=line.speaker, name=member.name if member else "", text=line.text, how=how)

    def _news(self, event: Event, told: str) -> Iterator[Seen]:
        cast = self._machine.scenario.cast
        match event:
            case Paused():
                yield Stopped()
            case Resumed():
                yield WentOnAgain()
            case SeatLeft():
                yield SomebodyLeft(name=cast[event.seat].name, is_you=event.seat == self._seat)
            case EndReached():
                end = self._machine.scenario.ends[event.end]
                yield Ended(title=end.title, text=end.text)
            case SessionClosed():
                yield ClosedForGood()
            case ToldAfterwards():
                by = cast[event.by].name if event.by in cast else ""
                yield Told(by=by, is_you=event.by == self._seat, about=event.about, text=told)
            case ReplyMade() if event.seat == self._seat and not event.scripted:
                beat = self._machine.beats[event.beat]
                if beat.asks_words:
                    yield WordsAsked(say=beat.by_id[event.option].option.say)

    def _turn_after(self, event: Event, before: State) -> Iterator[Turn]:
        """Yield whose turn it is where that is news; of one that is taken elsewhere, no more than that there is one."""
        state = self._state
        beat = turn_of(self._machine, state) if state else None
        if state is None or beat is None or beat.seat not in state.seats:
            return
        if not isinstance(event, PlayBegan | ReplyMade) and before.beat == state.beat:
            return
        is_yours = beat.seat == self._seat
        if is_yours:
            offered = options_for(self._machine, state, self._seat)
            turn = Turn(
                name=self._machine.scenario.cast[beat.seat].name,
                is_yours=True,
                options=tuple(Offered(id=option.id, say=option.say) for option in offered),
                checkin=checkin_for(self._machine, state, self._seat) or "",
                pause_here=beat.beat.pause_here,
            )
        else:
            present = self._machine.present[beat.scene]
            is_there = self._taken <= present if self._seat == WITNESS else self._seat in present
            turn = Turn(name=self._machine.scenario.cast[beat.seat].name if is_there else "", is_yours=False)
        if is_yours or turn != self._turn:
            self._turn = turn
            yield turn


def _arrival(machine: ScenarioMachine, target: str) -> Iterator[Spoken]:
    beat = machine.beats.get(target)
    while beat is not None:
        yield from beat.lines
        beat = machine.beats.get(beat.target)
