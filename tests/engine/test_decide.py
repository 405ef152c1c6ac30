"""What a command leads to: events in order, or a refusal in a sentence, and nothing by halves."""

import re

import pytest
from builders import option, scenario, turn

from trainer.engine.commands import (
    Begin,
    CheckIn,
    Close,
    Command,
    GiveWords,
    LeaveSeat,
    MarkReading,
    Pause,
    Reply,
    Resume,
    TellAfterwards,
)
from trainer.engine.decide import Decision, Refusal, decide
from trainer.engine.events import (
    CheckedIn,
    EndReached,
    Paused,
    PlayBegan,
    ReadingMarked,
    ReplyMade,
    Resumed,
    SeatLeft,
    SessionBegan,
    SessionClosed,
    ToldAfterwards,
    WordsGiven,
)
from trainer.engine.evolve import begun
from trainer.engine.machine import ScenarioMachine, machine_of
from trainer.engine.state import Phase, State

COMMANDS: tuple[Command, ...] = (
    Begin(),
    Reply(option="on"),
    GiveWords(digest="00"),
    CheckIn(digest="11"),
    Pause(),
    Resume(),
    Close(),
    MarkReading(seat="staff", reading="harm@2", is_so=False),
    LeaveSeat(seat="staff"),
    TellAfterwards(by="staff", about="change", digest="22"),
)
SENTENCE = re.compile(r"[“A-Z][^_{}<>\n]*\.")


def first_state(machine: ScenarioMachine, *seats: str, seed: int = 1) -> State:
    """Return the state that a session with `seats` begins in."""
    return begun(machine, SessionBegan(scenario="", scenario_id="small", seats=seats, seed=seed))


def done(machine: ScenarioMachine, state: State, *commands: Command) -> Decision:
    """Return the last decision of `commands`, none of which may be refused."""
    decision = Decision((), state)
    for command in commands:
        decision = decide(machine, decision.state, command)
        assert isinstance(decision, Decision), decision
    return decision


def refused(machine: ScenarioMachine, state: State, command: Command) -> str:
    """Return the reason for which `command` is refused, a sentence for a person."""
    refusal = decide(machine, state, command)
    assert isinstance(refusal, Refusal)
    assert SENTENCE.fullmatch(refusal.reason), refusal.reason
    return refusal.reason


@pytest.fixture
def story() -> ScenarioMachine:
    """Two turns of staff; both ask how it is, and for own words."""
    asks = {"own_words": True, "checkin": "How is it?"}
    return machine_of(
        scenario(
            {"a": turn(option("on", "b"), option("out"), **asks), "b": turn(option("on"), option("again", "b"), **asks)}
        )
    )


@pytest.fixture
def phases(story: ScenarioMachine) -> dict[Phase, State]:
    """A state in each phase, after a reply whose words are due where that is possible."""
    briefing = first_state(story, "staff")
    playing = done(story, briefing, Begin(), Reply(option="on")).state
    return {
        Phase.BRIEFING: briefing,
        Phase.PLAYING: playing,
        Phase.PAUSED: done(story, playing, Pause()).state,
        Phase.DEBRIEF: done(story, playing, Reply(option="on")).state,
        Phase.CLOSED: done(story, playing, Close()).state,
    }


POSSIBLE = {
    Phase.BRIEFING: {Begin, LeaveSeat, Close},
    Phase.PLAYING: {Reply, GiveWords, CheckIn, Pause, LeaveSeat, Close},
    Phase.PAUSED: {GiveWords, CheckIn, Resume, LeaveSeat, Close},
    Phase.DEBRIEF: {GiveWords, Close, MarkReading, TellAfterwards},
    Phase.CLOSED: {MarkReading, TellAfterwards},
}
EVENTS = {
    Begin: PlayBegan(),
    Reply: ReplyMade(beat="room/b", seat="staff", option="on"),
    GiveWords: WordsGiven(beat="room/a", seat="staff", digest="00"),
    CheckIn: CheckedIn(beat="room/b", seat="staff", digest="11"),
    Pause: Paused(),
    Resume: Resumed(),
    Close: SessionClosed(),
    MarkReading: ReadingMarked(seat="staff", reading="harm@2", is_so=False),
    LeaveSeat: SeatLeft(seat="staff"),
    TellAfterwards: ToldAfterwards(by="staff", about="change", digest="22"),
}
LEADS_TO = {
    Begin: Phase.PLAYING,
    Reply: Phase.DEBRIEF,
    Pause: Phase.PAUSED,
    Resume: Phase.PLAYING,
    Close: Phase.CLOSED,
    LeaveSeat: Phase.CLOSED,
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("phase", Phase)
def test_each_command_in_each_phase(
    story: ScenarioMachine, phases: dict[Phase, State], phase: Phase, command: Command
) -> None:
    """A command does its one thing in the phases that it belongs to, and is refused with a sentence in all others."""
    state, kind = phases[phase], type(command)
    assert phase is state.phase
    if kind not in POSSIBLE[phase]:
        refused(story, state, command)
        return
    decision = done(story, state, command)
    words_of_the_end = WordsGiven(beat="room/b", seat="staff", digest="00")
    expected = words_of_the_end if (phase, kind) == (Phase.DEBRIEF, GiveWords) else EVENTS[kind]

    assert expected == decision.events[0]
    assert LEADS_TO.get(kind, phase) is decision.state.phase


@pytest.mark.parametrize("reading", ["pattern:serial-moves", "harm@12", "room/b#2", "x", "x" * 120])
def test_marks_are_on_short_names(story: ScenarioMachine, phases: dict[Phase, State], reading: str) -> None:
    """Whatever has a short name of plain characters can be marked."""
    decision = done(story, phases[Phase.DEBRIEF], MarkReading(seat="staff", reading=reading, is_so=True))

    assert (ReadingMarked(seat="staff", reading=reading, is_so=True),) == decision.events


@pytest.mark.parametrize("reading", ["x" * 121, "", "Harm", "harm 12", "harm@12\n", "å", "٣", "a_b", "\x1b[2J"])
def test_marks_hold_no_other_text(story: ScenarioMachine, phases: dict[Phase, State], reading: str) -> None:
    """What is no short name is refused, so that nothing that a person wrote gets into the log."""
    refused(story, phases[Phase.DEBRIEF], MarkReading(seat="staff", reading=reading, is_so=False))


@pytest.mark.parametrize("seat", ["patient", "leader", "nobody", ""])
def test_marks_are_of_who_took_part(story: ScenarioMachine, phases: dict[Phase, State], seat: str) -> None:
    """Where nobody sat nothing can be marked."""
    assert "took a part" in refused(story, phases[Phase.DEBRIEF], MarkReading(seat=seat, reading="harm@2", is_so=False))


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.PLAYING])
def test_refusals_of_a_phase_say_what_it_is(story: ScenarioMachine, phases: dict[Phase, State], phase: Phase) -> None:
    """Each phase refuses a reply in words of its own."""
    reasons = {
        refused(story, phases[other], Reply(option="on")) for other in Phase if other not in (phase, Phase.PLAYING)
    }

    assert 3 == len(reasons)
    assert refused(story, phases[phase], Reply(option="on")) not in reasons


def test_reply_in_somebody_elses_turn(story: ScenarioMachine, phases: dict[Phase, State]) -> None:
    """A reply for another seat is refused with the name of the person whose turn it is."""
    assert "It is Ingrid's turn." == refused(story, phases[Phase.PLAYING], Reply(option="on", seat="patient"))


def test_reply_for_the_seat_whose_turn_it_is(story: ScenarioMachine, phases: dict[Phase, State]) -> None:
    """A reply that names its seat, and its own id, is one event with that id."""
    decision = done(story, phases[Phase.PLAYING], Reply(option="on", seat="staff", reply="r-17"))

    assert ReplyMade(beat="room/b", seat="staff", option="on", reply="r-17") == decision.events[0]


@pytest.mark.parametrize("name", ["", "nothing", "out", "room/a", "__init__", "{0}", "0"])
def test_reply_that_is_not_there(story: ScenarioMachine, phases: dict[Phase, State], name: str) -> None:
    """An option of another turn, or of none, is refused."""
    refusal = decide(story, phases[Phase.PLAYING], Reply(option=name))

    assert isinstance(refusal, Refusal)
    assert f"“{name}”" in refusal.reason


def test_closed_option_is_refused() -> None:
    """An option whose condition does not hold cannot be chosen, and can be once it holds."""
    machine = machine_of(scenario({"a": turn(option("opens", "a", set=["opened"]), option("guarded", if_=["opened"]))}))
    state = done(machine, first_state(machine, "staff"), Begin()).state

    assert "“guarded” is not open now." == refused(machine, state, Reply(option="guarded"))
    assert Phase.DEBRIEF is done(machine, state, Reply(option="opens"), Reply(option="guarded")).state.phase


def test_none_open_offers_all_and_says_so() -> None:
    """Where no condition holds any option can be chosen, for a person and for a script, and the log says so."""
    beats = {
        "a": turn(option("x", "b", if_=["opened"]), option("y", "b", if_=["opened"])),
        "b": turn(option("z", set=["opened"], if_=["opened"]), seat="patient"),
    }
    machine = machine_of(scenario(beats))
    actual = done(machine, first_state(machine, "staff"), Begin(), Reply(option="y")).events

    assert (
        ReplyMade(beat="room/a", seat="staff", option="y", none_open=True),
        ReplyMade(beat="room/b", seat="patient", option="z", scripted=True, none_open=True),
        EndReached(end="out"),
    ) == actual


def test_open_turn_is_not_marked() -> None:
    """A turn with an open option is an ordinary one, guarded or not."""
    machine = machine_of(scenario({"a": turn(option("x"), option("y", if_=["opened"], set=["opened"]))}))
    made = done(machine, first_state(machine, "staff"), Begin(), Reply(option="x")).events[0]

    assert ReplyMade(beat="room/a", seat="staff", option="x", none_open=False) == made


def chain(*seats: str) -> ScenarioMachine:
    """Return the machine of a story in which `seats` have their turns one after another, with one option each."""
    names = [*(f"t{number}" for number in range(len(seats))), "end/out"]
    return machine_of(scenario({names[n]: turn(option("on", names[n + 1]), seat=seat) for n, seat in enumerate(seats)}))


def made(number: int, seat: str, *, scripted: bool = True) -> ReplyMade:
    """Return the reply of `seat` at the turn with `number` of a chain."""
    return ReplyMade(beat=f"room/t{number}", seat=seat, option="on", scripted=scripted)


def test_scripted_seats_answer_until_it_is_a_persons_turn() -> None:
    """After a reply the scripted seats' replies follow of themselves, in order, up to the next person's turn."""
    machine = chain("staff", "patient", "leader", "patient", "staff", "leader")
    begin = done(machine, first_state(machine, "staff"), Begin())
    middle = done(machine, begin.state, Reply(option="on"))
    last = done(machine, middle.state, Reply(option="on"))

    assert (PlayBegan(),) == begin.events
    assert (
        made(0, "staff", scripted=False),
        made(1, "patient"),
        made(2, "leader"),
        made(3, "patient"),
    ) == middle.events
    assert "room/t4" == middle.state.beat
    assert (made(4, "staff", scripted=False), made(5, "leader"), EndReached(end="out")) == last.events


def test_scripted_seats_may_begin() -> None:
    """A story that starts with a scripted turn starts with its reply."""
    machine = chain("patient", "staff")
    decision = done(machine, first_state(machine, "staff"), Begin())

    assert (PlayBegan(), made(0, "patient")) == decision.events
    assert "room/t1" == decision.state.beat


def test_two_persons_are_never_scripted() -> None:
    """With both seats taken every turn waits for its person."""
    machine = chain("staff", "patient", "staff")
    state = first_state(machine, "staff", "patient")
    for number, seat in enumerate(("staff", "patient")):
        decision = done(machine, state, *([Begin()] if number == 0 else []), Reply(option="on", seat=seat))
        state = decision.state
        assert (made(number, seat, scripted=False),) == decision.events


def test_empty_seats_play_by_themselves() -> None:
    """A session in which nobody sits plays itself to its end."""
    machine = chain("staff", "patient")

    assert (PlayBegan(), made(0, "staff"), made(1, "patient"), EndReached(end="out")) == done(
        machine, first_state(machine), Begin()
    ).events


def test_scripted_seat_draws_only_what_is_open() -> None:
    """A script never chooses an option whose condition does not hold, however heavy it is."""
    beats = {"a": turn(option("closed", if_=["opened"], set=["opened"], weight=1000), option("open"), seat="patient")}
    machine = machine_of(scenario(beats))
    drawn = {done(machine, first_state(machine, "staff", seed=seed), Begin()).events[1].option for seed in range(40)}

    assert {"open"} == drawn


def test_scripted_seat_draws_anew_at_each_visit() -> None:
    """A script that comes back to a turn does not say the same for ever."""
    beats = {
        "a": turn(option("on", "b"), option("out")),
        "b": turn(option("x", "a"), option("y", "a"), seat="patient"),
    }
    machine = machine_of(scenario(beats))
    state = done(machine, first_state(machine, "staff"), Begin()).state
    said = set()
    for _ in range(20):
        decision = done(machine, state, Reply(option="on"))
        said.add(decision.events[1].option)
        state = decision.state

    assert {"x", "y"} == said


def test_scripted_circle_is_refused() -> None:
    """Where scripts would talk for ever the reply that leads there is refused, and another can still be made."""
    beats = {
        "a": turn(option("into", "b"), option("past")),
        "b": turn(option("to-and", "c"), seat="patient"),
        "c": turn(option("fro", "b"), seat="leader"),
    }
    machine = machine_of(scenario(beats))
    state = done(machine, first_state(machine, "staff"), Begin()).state

    assert "circle" in refused(machine, state, Reply(option="into"))
    assert EndReached(end="out") == done(machine, state, Reply(option="past")).events[-1]


def test_circle_at_the_start_is_refused() -> None:
    """A story that scripts alone would play for ever does not begin."""
    machine = machine_of(scenario({"a": turn(option("again", "a"), seat="patient")}))

    assert "circle" in refused(machine, first_state(machine, "staff"), Begin())


def test_long_scripted_talk_is_no_circle() -> None:
    """Nine hundred scripted replies in a row are much, and allowed."""
    machine = chain(*["patient", "leader"] * 450, "staff")
    decision = done(machine, first_state(machine, "staff"), Begin())

    assert 901 == len(decision.events)
    assert "room/t900" == decision.state.beat


def test_words_are_due_once_after_a_reply_that_asks_for_them(
    story: ScenarioMachine, phases: dict[Phase, State]
) -> None:
    """Own words belong to the reply just made; given once, or before any reply, there is nothing to say them for."""
    begun_state = done(story, phases[Phase.BRIEFING], Begin()).state
    refused(story, begun_state, GiveWords(digest="00"))
    given = done(story, phases[Phase.PLAYING], GiveWords(digest="00"))

    assert (WordsGiven(beat="room/a", seat="staff", digest="00"),) == given.events
    assert "own words" in refused(story, given.state, GiveWords(digest="00"))


def test_words_lapse_with_the_next_reply(story: ScenarioMachine, phases: dict[Phase, State]) -> None:
    """Words that are given after two replies are those of the second."""
    decision = done(story, phases[Phase.PLAYING], Reply(option="again"), GiveWords(digest="22"))

    assert (WordsGiven(beat="room/b", seat="staff", digest="22"),) == decision.events


def test_words_are_not_asked_everywhere() -> None:
    """A turn that does not ask for own words takes none."""
    machine = chain("staff", "staff")
    state = done(machine, first_state(machine, "staff"), Begin(), Reply(option="on")).state

    assert "own words" in refused(machine, state, GiveWords(digest="00"))


def test_words_outlast_a_pause(story: ScenarioMachine, phases: dict[Phase, State]) -> None:
    """Own words that were due when the play was paused are due when it goes on."""
    decision = done(story, phases[Phase.PAUSED], Resume(), GiveWords(digest="00"))

    assert WordsGiven(beat="room/a", seat="staff", digest="00") == decision.events[0]


def test_words_are_due_when_a_scripted_reply_follows() -> None:
    """A person may say a reply in own words, though the script of another part answers it at once."""
    beats = {
        "a": turn(option("on", "b"), own_words=True),
        "b": turn(option("hm", "c"), seat="patient"),
        "c": turn(option("on")),
    }
    machine = machine_of(scenario(beats))
    state = done(machine, first_state(machine, "staff"), Begin(), Reply(option="on")).state
    given = decide(machine, state, GiveWords(digest="00"))

    assert isinstance(given, Decision), given
    assert (WordsGiven(beat="room/a", seat="staff", digest="00"),) == given.events


def test_scripted_reply_asks_nobody_for_words() -> None:
    """A script's own reply leaves no words due to anybody."""
    beats = {"a": turn(option("on", "b"), seat="patient", own_words=True), "b": turn(option("on"))}
    machine = machine_of(scenario(beats))
    state = done(machine, first_state(machine, "staff"), Begin()).state

    assert "own words" in refused(machine, state, GiveWords(digest="00"))


def test_words_are_those_of_who_replied() -> None:
    """With two persons the words belong to the one who replied, though it is the other's turn by then."""
    beats = {"a": turn(option("on", "b"), own_words=True), "b": turn(option("on"), seat="patient")}
    machine = machine_of(scenario(beats))
    state = first_state(machine, "staff", "patient")
    decision = done(machine, state, Begin(), Reply(option="on"), GiveWords(digest="00"))

    assert (WordsGiven(beat="room/a", seat="staff", digest="00"),) == decision.events
    assert "room/b" == decision.state.beat


def test_check_in_is_due_once_at_its_turn(story: ScenarioMachine, phases: dict[Phase, State]) -> None:
    """How it is now is asked once on arriving at a turn, and again on coming back to it."""
    answered = done(story, phases[Phase.PLAYING], CheckIn(digest="11"))
    back = done(story, answered.state, Reply(option="again"), CheckIn(digest="22"))

    assert (CheckedIn(beat="room/b", seat="staff", digest="11"),) == answered.events
    assert "Nothing was asked just now." == refused(story, answered.state, CheckIn(digest="11"))
    assert (CheckedIn(beat="room/b", seat="staff", digest="22"),) == back.events


def test_check_in_may_be_passed_by(story: ScenarioMachine, phases: dict[Phase, State]) -> None:
    """A reply passes a check-in by; afterwards there is nothing left to answer."""
    over = done(story, phases[Phase.PLAYING], Reply(option="on")).state

    refused(story, over, CheckIn(digest="11"))
    assert not over.checkin_due


def test_check_in_is_asked_of_persons_alone() -> None:
    """A turn of a scripted part asks nobody how it is, and one without a question neither."""
    beats = {"a": turn(option("on", "b"), seat="patient", checkin="How is it?"), "b": turn(option("on"))}
    machine = machine_of(scenario(beats))
    state = done(machine, first_state(machine, "staff"), Begin()).state

    assert "Nothing was asked just now." == refused(machine, state, CheckIn(digest="11"))


def test_leaving_pauses_and_the_script_goes_on_from_there() -> None:
    """One of two leaves: the play is paused as it stands; when it goes on, the part is scripted."""
    machine = machine_of(
        scenario(
            {
                "a": turn(option("on", "b"), seat="patient", own_words=True, checkin="How is it?"),
                "b": turn(option("on"), option("again", "a")),
            }
        )
    )
    playing = done(machine, first_state(machine, "staff", "patient"), Begin()).state
    left = done(machine, playing, LeaveSeat(seat="patient"))

    assert (SeatLeft(seat="patient"),) == left.events
    assert (Phase.PAUSED, frozenset({"staff"}), False) == (left.state.phase, left.state.seats, left.state.checkin_due)
    assert "Nobody sits there." == refused(machine, left.state, LeaveSeat(seat="patient"))
    on = done(machine, left.state, Resume())
    scripted = ReplyMade(beat="room/a", seat="patient", option="on", scripted=True)
    assert (Resumed(), scripted) == on.events
    assert ("room/b", Phase.PLAYING) == (on.state.beat, on.state.phase)
    assert (SeatLeft(seat="staff"), SessionClosed()) == done(machine, on.state, LeaveSeat(seat="staff")).events


def test_own_words_of_two_are_due_beside_each_other() -> None:
    """What one may still say in own words is not taken away by what the other says next; each gives their own."""
    machine = machine_of(
        scenario(
            {
                "a": turn(option("on", "b"), own_words=True),
                "b": turn(option("on", "c"), seat="patient", own_words=True),
                "c": turn(option("on")),
            }
        )
    )
    state = done(
        machine, first_state(machine, "staff", "patient"), Begin(), Reply(option="on"), Reply(option="on")
    ).state

    assert ("room/a", "room/b") == tuple(due.beat for due in state.words_due)
    given = done(machine, state, GiveWords(digest="00", seat="patient"))
    assert (WordsGiven(beat="room/b", seat="patient", digest="00"),) == given.events
    assert ("staff",) == tuple(due.seat for due in given.state.words_due)
    assert () == done(machine, given.state, Reply(option="on")).state.words_due
