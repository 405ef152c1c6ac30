"""What to take along: the readings of a play as what one may be asked about, one at a time.

In the manner of “I notice that you … I think … what was going on for you?” (advocacy and inquiry, Argyris), built from
the learner's own lines. Nothing here congratulates or scolds, and every reading can be marked “not so for me”.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from trainer.debrief.actions import Act
from trainer.debrief.debrief import Debrief
from trainer.debrief.disclosure import Knowledge, Told
from trainer.debrief.history import Choice
from trainer.debrief.marks import (
    OTHERS,
    RANGE,
    WHOLE,
    of_breach,
    of_harm,
    of_moment,
    of_own_words,
    of_pattern,
    of_routine,
    of_same_aim,
    of_unsaid,
)
from trainer.debrief.moments import Moment
from trainer.debrief.patterns import Shown, StuckPattern
from trainer.debrief.routines import Loop, Return, Taken, came_back
from trainer.listing import listed
from trainer.scenario.model import Scenario
from trainer.wording import ACTIONS, AS_WRITTEN, IN_OWN_WORDS, PATTERNS, ROUTINES, SIDES, WHAT_IS_DIFFERENT, times

GOING_ON: Final = "What was going on for you?"


class Kind(StrEnum):
    """What a reading is about."""

    HARM = "harm"
    LOST = "lost"
    WON = "won"
    ROUTINE = "routine"
    PATTERN = "pattern"
    BREACH = "breach"
    UNSAID = "unsaid"
    RETURN = "return"
    OWN_WORDS = "own-words"
    RANGE = "range"
    REACHED = "reached"


class Quote(NamedTuple):
    """A line of the play, as a reading quotes it."""

    speaker: str
    """A name, or nothing for what is seen."""
    text: str
    is_own: bool = False
    is_thought: bool = False


class Reading(NamedTuple):
    """Something that the log shows, and a question about it."""

    name: str
    """Under which it can be marked."""
    kind: Kind
    title: str
    quotes: tuple[Quote, ...]
    says: str
    """I notice, I think."""
    question: str
    moment: Moment | None = None
    """The choice that it is about, where it is about one that counted."""
    position: int | None = None
    """Of the reply that it is about, where it is about one."""

    @property
    def own_line(self) -> str:
        """The first line of the learner's own that it quotes, or nothing."""
        return next((quote.text for quote in self.quotes if quote.is_own), "")


def take_along(
    scenario: Scenario,
    debrief: Debrief,
    earlier: Iterable[tuple[Choice, ...]] = (),
    typed: Mapping[int, str] = MappingProxyType({}),
) -> tuple[Reading, ...]:
    """Return what one may be asked about, one at a time.

    `earlier` is what was chosen in earlier plays of the same part, `typed` what was typed in this one, by position.
    What others said and knew where the learner was not comes only after the end.
    """
    told = _Telling(scenario, debrief)
    own = (
        *told.harm(),
        *told.turning_points(),
        *told.routines(),
        *told.returns(earlier),
        *told.breaches(),
        *told.own_words(typed),
    )
    if not debrief.is_over:
        return own
    return (*own, *told.patterns(), *told.unsaid(), *told.range(), *told.reached())


def markable(debrief: Debrief, readings: Iterable[Reading]) -> dict[str, str]:
    """Return the name of every reading that can be marked, with its title: those asked about, and all that counted."""
    titles = {WHOLE: "What your words did"} | {reading.name: _title_with_line(reading) for reading in readings}
    for number, moment in enumerate(debrief.moments, start=1):
        said = f"“{moment.choice.chosen.option.say}”"
        titles[of_moment(moment.choice.position)] = f"What choice {number} that counted showed: {said}"
    return titles


def _title_with_line(reading: Reading) -> str:
    return f"{reading.title}: “{reading.own_line}”" if reading.own_line else reading.title


class _Telling:
    def __init__(self, scenario: Scenario, debrief: Debrief) -> None:
        self._scenario = scenario
        self._debrief = debrief

    def harm(self) -> Iterator[Reading]:
        for harm in self._debrief.harm:
            name = of_harm(harm.choice.position)
            yield self._about(harm.choice, name, Kind.HARM, "What could hurt", harm.reason)

    def turning_points(self) -> Iterator[Reading]:
        for moment in self._debrief.turning.all:
            kind = self._kind_of(moment)
            says, question = asked(moment.choice)
            way = self._way_of(moment.choice)
            name = of_moment(moment.choice.position)
            reading = self._about(moment.choice, name, kind, _TURNING[kind], f"{says} {way}".strip())
            if kind is Kind.LOST and moment.won > moment.lost:
                reading = reading._replace(title="A choice that weighed: a little more was open")
            yield reading._replace(question=question, moment=moment)

    def _kind_of(self, moment: Moment) -> Kind:
        """Return under which of the two a turning point is told; where it is among both, what there was more of."""
        if moment not in self._debrief.turning.lost:
            return Kind.WON
        return Kind.WON if moment in self._debrief.turning.won and moment.won > moment.lost else Kind.LOST

    def _way_of(self, choice: Choice) -> str:
        """Return the sentence on the way of protecting oneself that `choice` took, or nothing."""
        routine = choice.chosen.option.routine
        return f"It was a way of protecting oneself, too: {ROUTINES[routine]}." if routine else ""

    def routines(self) -> Iterator[Reading]:
        """Yield the ways of protecting oneself that were taken more than once, or that no turning point tells of."""
        told = {moment.choice.position for moment in self._debrief.turning.all}
        for taken in self._debrief.routines:
            if taken.is_repeated or taken.choices[0].position not in told:
                yield self._routine(taken)

    def _routine(self, taken: Taken) -> Reading:
        way = ROUTINES[taken.routine]
        often = f"{times(len(taken.choices))} in this play" if taken.is_repeated else "once"
        why = "" if taken.is_repeated else asked(taken.choices[0])[0]
        return Reading(
            name=of_routine(taken.routine),
            kind=Kind.ROUTINE,
            title=f"A way of protecting oneself: {way}",
            quotes=tuple(self._own(choice) for choice in taken.choices),
            says=f"I notice it {often}. {why} I think it kept something safe.".replace("  ", " "),
            question="What did it keep safe, and for whom?",
            position=taken.choices[0].position,
        )

    def returns(self, earlier: Iterable[tuple[Choice, ...]]) -> Iterator[Reading]:
        """Yield the turns at which an earlier play had protected itself; what it was for only the learner can say."""
        for back in came_back(earlier, self._debrief.newly_chosen, self._debrief.questioned_aims):
            yield Reading(
                name=of_same_aim(back.later.position),
                kind=Kind.RETURN,
                title="Here you have been before",
                quotes=(Quote("Before", back.earlier.chosen.option.say), self._own(back.later)),
                says=told_return(back),
                question="What was it for this time, and does that still hold? If not, mark this: not so for me.",
                position=back.later.position,
            )

    def own_words(self, typed: Mapping[int, str]) -> Iterator[Reading]:
        """Yield the replies that were said in own words as well, where those are still kept."""
        for reworded in self._debrief.own_words:
            if words := typed.get(reworded.position):
                written = Quote(AS_WRITTEN, reworded.choice.chosen.option.say)
                yield Reading(
                    name=of_own_words(reworded.choice.position),
                    kind=Kind.OWN_WORDS,
                    title=IN_OWN_WORDS,
                    quotes=(written, Quote(IN_OWN_WORDS, words, is_own=True)),
                    says="",
                    question=WHAT_IS_DIFFERENT,
                    position=reworded.choice.position,
                )

    def breaches(self) -> Iterator[Reading]:
        for told in self._debrief.breaches:
            yield self._breach(told)

    def _breach(self, told: Told) -> Reading:
        fact = self._scenario.facts[told.fact]
        says = (
            f"I notice that {listed(self._names(told.strangers))} now knows what was confidential: "
            f"“{fact.text}” I think it was not yours to tell."
        )
        if len(told.strangers) > 1:
            says = says.replace(" now knows ", " now know ", 1)
        general = f" In general it could have been: “{fact.in_general}”" if fact.in_general else ""
        name = of_breach(told.fact, told.choice.position)
        reading = self._about(told.choice, name, Kind.BREACH, "Told what wasn't yours to tell", says + general)
        return reading._replace(question="What did you want to come of it?")

    def patterns(self) -> Iterator[Reading]:
        for shown in self._debrief.open_patterns:
            yield self._pattern(shown)

    def _pattern(self, shown: Shown) -> Reading:
        says, question = self._said_of(shown)
        return Reading(
            name=of_pattern(shown.pattern),
            kind=Kind.PATTERN,
            title=PATTERNS[shown.pattern],
            quotes=tuple(self._done(act) for act in dict.fromkeys(shown.acts)),
            says=says,
            question=question,
        )

    def _said_of(self, shown: Shown) -> tuple[str, str]:
        first, *_, last = shown.acts
        match shown.pattern:
            case StuckPattern.SERIAL_MOVES:
                return (
                    f"I notice {len(shown.acts)} starts in a row, and nobody took up what another had begun.",
                    "Which of these would you have liked somebody to stay with?",
                )
            case StuckPattern.COURTEOUS_COMPLIANCE:
                says = (
                    "I notice that what was started was gone along with, and that nobody questioned it or said what "
                    "they saw. I think something went unsaid for that."
                )
                return says, "What would you have questioned, had it been safe?"
            case StuckPattern.POINT_COUNTERPOINT:
                return (
                    "I notice one start against another, twice over. I think each was busy with an answer.",
                    "What would somebody have seen who only looked on?",
                )
            case StuckPattern.COVERT_OPPOSITION:
                who = self._scenario.cast[first.speaker].name
                there = self._scenario.scenes[last.scene]
                missing = self._names(tuple(name for name in there.concerns or () if name not in there.present))
                says = (
                    f"I notice that {who} went with it at first, and questioned it later where {listed(missing)} "
                    "could not hear."
                )
                return says, "What would it have taken to say it in the same room?"
            case StuckPattern.ONE_SIDE_STARTS:
                side = SIDES[self._scenario.cast[first.speaker].side]
                return (
                    f"I notice that every start of the {len(shown.acts)} came from {side}.",
                    "What would have had to be so for the others to start something?",
                )

    def unsaid(self) -> Iterator[Reading]:
        """Yield what stayed unsaid: first what the learner could have told, then what the learner could not know."""
        seat = self._debrief.seat
        kept = tuple(knowledge for knowledge in self._debrief.unsaid if seat in knowledge.known_since)
        unknown = tuple(knowledge for knowledge in self._debrief.unsaid if seat not in knowledge.known_since)
        if kept:
            yield self._unsaid(kept, of_unsaid(is_known=True), "You knew it.", "What kept it with you?")
        if unknown:
            knew = tuple(who for who in self._scenario.cast if any(who in each.known_since for each in unknown))
            known = f"{listed(self._names(knew))} knew." if knew else "Nobody knew."
            yield self._unsaid(unknown, of_unsaid(is_known=False), known, "What would you have wanted to ask?")

    def _unsaid(self, facts: tuple[Knowledge, ...], name: str, known: str, question: str) -> Reading:
        return Reading(
            name=name,
            kind=Kind.UNSAID,
            title="Not yet told",
            quotes=tuple(Quote(self._missing(each), self._scenario.facts[each.fact].text) for each in facts),
            says=f"I notice that those whom this concerns left without it. {known}",
            question=question,
        )

    def _missing(self, knowledge: Knowledge) -> str:
        """Return whom a fact was not told to, as it stands before it."""
        others = self._names(tuple(who for who in knowledge.unsaid_to if who != self._debrief.seat))
        who = listed((*others, "you") if self._debrief.seat in knowledge.unsaid_to else others)
        return f"Not told to {who}"

    def range(self) -> Iterator[Reading]:
        unused = self._debrief.unused
        if not unused or not any(self._debrief.actions.values()):
            return
        used = listed(
            tuple(f"{ACTIONS[action]} ({times(count)})" for action, count in self._debrief.actions.items() if count)
        )
        missing = listed(tuple(ACTIONS[action] for action in unused))
        yield Reading(
            name=RANGE,
            kind=Kind.RANGE,
            title="What you did in the room",
            quotes=(),
            says=f"I notice that you used: {used}. Not used: {missing}. A talk needs all four; none is the good one.",
            question="Which would have been hardest for you here?",
        )

    def reached(self) -> Iterator[Reading]:
        seat = self._debrief.seat
        lines = (said.line for said in self._debrief.talk)
        thoughts = [line for line in lines if line.is_thought and line.speaker != seat]
        yield Reading(
            name=OTHERS,
            kind=Kind.REACHED,
            title="What the others thought",
            quotes=tuple(Quote(self._name(line.speaker), line.text, is_thought=True) for line in thoughts),
            says="" if thoughts else "Nobody else's thoughts are written down in this play.",
            question="What in the other's words reached you?",
        )

    def _about(self, choice: Choice, name: str, kind: Kind, title: str, says: str) -> Reading:
        heard = tuple(
            Quote("" if line.speaker == "note" else self._name(line.speaker), line.text)
            for line in self._debrief.heard_before(choice)
        )
        quotes = (*heard[-2:], self._own(choice))
        return Reading(name, kind, title, quotes, says, GOING_ON, position=choice.position)

    def _own(self, choice: Choice) -> Quote:
        return Quote("You", choice.chosen.option.say, is_own=True)

    def _done(self, act: Act) -> Quote:
        return Quote("You" if act.is_own and act.speaker == self._debrief.seat else self._name(act.speaker), act.text)

    def _name(self, who: str) -> str:
        return self._scenario.cast[who].name

    def _names(self, cast: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self._name, cast))


_TURNING: Final = {
    Kind.LOST: "A choice that weighed: more was open",
    Kind.WON: "A choice that weighed: much is in it",
}


def told_return(back: Return) -> str:
    """Return in a sentence how somebody came back to a turn at which they had protected themselves."""
    routine = back.earlier.chosen.option.routine
    before = f"Before, you protected yourself here by {ROUTINES[routine]}." if routine else ""
    match back.loop:
        case Loop.SAME_WAY:
            return f"{before} This time it was the same way."
        case Loop.ANOTHER_WAY:
            return f"{before} This time it was another way. Whether it was for something else only you can say."
        case Loop.ANOTHER_AIM:
            return f"{before} This time what it was for was itself in question."


def asked(choice: Choice) -> tuple[str, str]:
    """Return the author's comment on a reply, and the question at its end, or the usual one where it ends otherwise."""
    why = (choice.chosen.option.why or "").strip()
    if not why.endswith("?"):
        return why, GOING_ON
    cut = max(why.rfind(f"{stop} ", 0, len(why) - 1) for stop in ".!?:”")
    return (why[: cut + 1], why[cut + 2 :]) if cut > 0 else ("", why)
