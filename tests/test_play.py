"""The interface for programs, as DESIGN section 8 promises it, and what holds for every play of every scenario."""

import json
import re
from collections import Counter
from hashlib import sha256
from random import Random

import pytest
from builders import option, scenario, scenario_text, turn
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from strategies import scenario_texts

from trainer.engine.codec import decode, encode
from trainer.engine.commands import Begin, CheckIn, Close, Command, GiveWords, Pause, Reply, Resume
from trainer.engine.decide import Decision, decide
from trainer.engine.events import (
    CheckedIn,
    EndReached,
    Event,
    Paused,
    PlayBegan,
    ReplyMade,
    SessionBegan,
    SessionClosed,
    WordsGiven,
)
from trainer.engine.evolve import begun, evolve, fold
from trainer.engine.machine import machine_of
from trainer.engine.reach import reach
from trainer.engine.state import Phase
from trainer.errors import TrainerError
from trainer.play import Play, Refused
from trainer.scenario.load import ScenarioError, parse
from trainer.scenario.model import Scenario

SENTENCE = re.compile(r"[“A-Z][^_{}<>\n]*\.")
WALKS_PER_SCENARIO = 100
SCENARIOS_WALKED = 100
LONGEST_WALK = 20_000
"""More replies than any drawn story needs that can always be brought to an end."""
LONG_WALKS = 5
SHORT_WALK = 30
"""Long enough for a story that may go round for ever."""
OPTION_NAMES = ("o0", "o1", "o2")
"""What the options of drawn stories are called."""

TEXT = scenario_text(
    {
        "door": turn(
            option("ask", "sill", then=[{"patient": "Why?"}, {"thought": {"patient": "Careful."}}]),
            option("tell", "sill", set=["told"]),
            lines=[{"note": "Rain."}, {"patient": "Come in."}, {"thought": {"staff": "Late again."}}],
            checkin="How is it now?",
            own_words=True,
        ),
        "sill": turn(
            option("sigh", "chair", then=[{"thought": {"staff": "Oh."}}]),
            option("shrug", "chair"),
            seat="patient",
            lines=[{"note": "A chair."}, {"thought": {"patient": "Sit."}}],
            checkin="And for you?",
        ),
        "chair": turn(
            option("stay", "end/inside"),
            option("go"),
            option("back", if_=["told"]),
            lines=[{"leader": "Morning, all."}],
            own_words=True,
        ),
    },
    ends={"inside": {"title": "Inside", "text": "Tea."}, "out": {"title": "Out", "text": "They part."}},
)


@pytest.fixture
def story() -> Scenario:
    """A turn of staff, one of the patient and one of staff again."""
    return parse(TEXT)


def ids(play: Play) -> list[str]:
    """Return the ids of the options in the order shown."""
    return [shown.id for shown in play.options]


def texts(play: Play) -> list[str]:
    """Return the texts of the lines that are shown now."""
    return [line.text for line in play.lines]


def through_json(events: tuple[Event, ...]) -> list[Event]:
    """Return `events` as they are read from their stored bytes."""
    return [decode(encode(event)) for event in events]


def test_the_promised_walk(story: Scenario) -> None:
    """The loop of the promise, word by word, plays a story from its beginning to its end."""
    play = Play.begin(story, seat="staff", seed=1)
    replies = 0
    while not play.is_over:
        assert all(
            isinstance(line.speaker, str) and isinstance(line.text, str) and isinstance(line.is_thought, bool)
            for line in play.lines
        )
        assert "staff" == play.seat
        assert all(isinstance(shown.id, str) and isinstance(shown.say, str) for shown in play.options)
        play.reply(play.options[0].id)
        replies += 1

    assert 2 == replies
    assert play.events == Play.replay(story, play.events).events
    assert play.end in story.ends
    assert "staff" == play.debrief().to_json()["seat"]


def test_mistakes_of_a_text_are_all_named() -> None:
    """`parse` takes a text, a source and a limit, and raises one error with all problems."""
    with pytest.raises(ScenarioError) as caught:
        parse(scenario_text({"a": turn(option("x", "nowhere"), option("y", "no-end"))}), source="a.yaml")
    with pytest.raises(ScenarioError) as too_long:
        parse(TEXT, limit=10)

    assert ["R301", "R301"] == [problem.code for problem in caught.value.problems]
    assert ["F102"] == [problem.code for problem in too_long.value.problems]


def test_log_of_a_play(story: Scenario) -> None:
    """The log holds what happened and nothing that was typed."""
    play = Play.begin(story, "staff", seed=4)
    play.check_in("tired", 7)
    play.reply("ask")
    scripted = play.events[-1]
    play.reply("stay", words="I'd rather stay.")

    assert (
        SessionBegan(scenario=sha256(TEXT.encode()).hexdigest(), scenario_id="small", seats=("staff",), seed=4),
        PlayBegan(),
        CheckedIn(beat="room/door", seat="staff", digest=sha256(b"7 tired").hexdigest()),
        ReplyMade(beat="room/door", seat="staff", option="ask"),
        ReplyMade(beat="room/sill", seat="patient", option=scripted.option, scripted=True),
        ReplyMade(beat="room/chair", seat="staff", option="stay"),
        EndReached(end="inside"),
        WordsGiven(beat="room/chair", seat="staff", digest=sha256(b"I'd rather stay.").hexdigest()),
    ) == play.events
    assert "inside" == play.end
    assert "rather" not in b"".join(map(encode, play.events)).decode()


def test_lines_since_the_last_reply(story: Scenario) -> None:
    """First come the opening lines; after a reply those since, with the reply itself and what scripts said to it."""
    play = Play.begin(story, "staff")
    opening = texts(play)
    play.reply("ask")
    patient = play.events[-1].option

    assert ["Rain.", "Come in.", "Late again."] == opening
    assert [
        "I say ask.",
        "Why?",
        "A chair.",
        f"I say {patient}.",
        *(["Oh."] if patient == "sigh" else []),
        "Morning, all.",
    ] == texts(play)
    assert ["staff", "patient", "note", "patient"] == [line.speaker for line in play.lines][:4]


def test_lines_stay_until_the_next_reply(story: Scenario) -> None:
    """Checking in, own words and a refusal leave the lines as they are."""
    play = Play.begin(story, "staff")
    opening = play.lines
    play.check_in("fine")
    with pytest.raises(Refused):
        play.reply("nothing")

    assert opening == play.lines


def test_thoughts_reach_their_own_seat_alone(story: Scenario) -> None:
    """Each seat sees its own thoughts; whoever holds both seats sees both; nobody sees the others'."""
    seen = {}
    for seats in (("staff",), ("patient",), ("staff", "patient")):
        seen[seats] = set()
        for seed in range(12):
            play = Play.begin(story, seats=seats, seed=seed)
            while not play.is_over:
                seen[seats] |= {line.text for line in play.lines if line.is_thought}
                play.reply(play.options[0].id)
            seen[seats] |= {line.text for line in play.lines if line.is_thought}

    assert {
        ("staff",): {"Late again.", "Oh."},
        ("patient",): {"Careful.", "Sit."},
        ("staff", "patient"): {"Late again.", "Oh.", "Careful.", "Sit."},
    } == seen


def test_several_seats(story: Scenario) -> None:
    """With two seats taken each reply waits for its person, and each has a looking back of their own."""
    play = Play.begin(story, seats={"staff", "patient"}, seed=2)
    order = []
    for reply in ("ask", "shrug", "go"):
        order.append(play.seat)
        play.reply(reply)

    assert ["staff", "patient", "staff"] == order
    assert {"staff", "patient"} == play.state.seats
    assert ("staff", "patient") == play.events[0].seats
    assert [False] * 3 == [event.scripted for event in play.events if isinstance(event, ReplyMade)]
    assert ["staff", "patient"] == [play.debrief(seat).to_json()["seat"] for seat in ("staff", "patient")]


def test_seats_in_any_form(story: Scenario) -> None:
    """Seats may be given as one, as several of any kind, twice, or not at all: then it is the first there is."""
    taken = [
        Play.begin(story, **given).events[0].seats
        for given in (
            {"seat": "patient"},
            {"seats": ["patient"]},
            {"seats": ("patient", "staff")},
            {"seat": "staff", "seats": {"patient"}},
            {"seat": "staff", "seats": ["staff", "staff"]},
            {},
        )
    ]

    assert [
        ("patient",),
        ("patient",),
        ("staff", "patient"),
        ("staff", "patient"),
        ("staff",),
        ("staff",),
    ] == taken


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"seat": "leader"}, "“leader” is no part that a person may take. There is staff, patient."),
        ({"seats": {"nobody", "staff"}}, "“nobody” is no part that a person may take. There is staff, patient."),
    ],
)
def test_seats_that_nobody_can_take(story: Scenario, given: dict[str, object], reason: str) -> None:
    """A part that is scripted for ever, or not there, is refused with the parts that there are."""
    with pytest.raises(Refused) as refused:
        Play.begin(story, **given)

    assert reason == str(refused.value)


def test_story_without_seats() -> None:
    """A story in which nobody can sit is refused."""
    cast = {"staff": {"name": "Ingrid", "is": "nurse", "side": "staff"}}
    scenes = {"room": {"title": "A room", "present": ["staff"], "beats": {"a": turn(option("x"))}}}
    with pytest.raises(Refused, match=r"^Nobody can take a part"):
        Play.begin(scenario({}, cast=cast, scenes=scenes, start="room/a"))


def test_refused_is_an_error_for_persons_and_for_programs() -> None:
    """What cannot be done now is a value error to programs, and one whose text a person may read."""
    assert issubclass(Refused, ValueError)
    assert issubclass(Refused, TrainerError)


def test_closed_option_is_refused_and_changes_nothing(story: Scenario) -> None:
    """A reply that is not open is refused with a sentence, and the play stands where it stood."""
    play = Play.begin(story, "staff")
    play.reply("ask")
    before = (play.state, play.events, play.lines, play.options)
    for name in ("back", "ask", "nothing"):
        with pytest.raises(Refused) as refused:
            play.reply(name)
        assert SENTENCE.fullmatch(str(refused.value))

    assert before == (play.state, play.events, play.lines, play.options)
    assert {"stay", "go"} == set(ids(play))


def test_option_opens_with_its_condition(story: Scenario) -> None:
    """What was said before opens an option later."""
    play = Play.begin(story, "staff")
    play.reply("tell")

    assert {"stay", "go", "back"} == set(ids(play))


def test_after_the_end(story: Scenario) -> None:
    """After an end nobody has the turn, nothing can be said, and the last lines can still be read."""
    play = Play.begin(story, "staff")
    play.reply("ask")
    play.reply("go")

    assert (True, None, (), None, "out") == (play.is_over, play.seat, play.options, play.checkin, play.end)
    assert ["I say go."] == texts(play)
    for attempt in (lambda: play.reply("go"), lambda: play.check_in("fine"), lambda: play.reply("go", words="Bye.")):
        with pytest.raises(Refused) as refused:
            attempt()
        assert SENTENCE.fullmatch(str(refused.value))


def test_before_the_end_there_is_none(story: Scenario) -> None:
    """While the play goes on it has no end."""
    play = Play.begin(story, "staff")

    assert (False, None, "staff") == (play.is_over, play.end, play.seat)


def test_check_in(story: Scenario) -> None:
    """How it is now is asked once at its turn, of whose turn it is, and may be passed by."""
    play = Play.begin(story, seats=["staff", "patient"])
    asked = [play.checkin]
    play.check_in("tired", 3)
    asked.append(play.checkin)
    with pytest.raises(Refused, match=r"^Nothing was asked just now\.$"):
        play.check_in("tired", 3)
    play.reply("ask")
    asked.append(play.checkin)
    play.reply("shrug")
    asked.append(play.checkin)

    assert ["How is it now?", None, "And for you?", None] == asked
    assert 1 == sum(isinstance(event, CheckedIn) for event in play.events)


@pytest.mark.parametrize("strength", [-1, 11])
def test_strength_off_the_scale(story: Scenario, strength: int) -> None:
    """A strength that the scale does not have is refused, and the question still stands."""
    play = Play.begin(story, "staff")
    with pytest.raises(Refused, match="from 0 to 10"):
        play.check_in("tired", strength)

    assert "How is it now?" == play.checkin


def test_words_where_none_are_asked(story: Scenario) -> None:
    """Own words at a turn that does not ask for them are refused, and the reply is not made either."""
    play = Play.begin(story, "patient")
    before = play.events
    with pytest.raises(Refused, match="own words"):
        play.reply("shrug", words="Whatever.")

    assert before == play.events


def test_words_with_a_reply_that_is_not_open(story: Scenario) -> None:
    """Own words do not open what is closed."""
    play = Play.begin(story, "staff")
    before = play.events
    with pytest.raises(Refused):
        play.reply("nothing", words="Well.")

    assert before == play.events


def test_words_before_a_scripted_answer(story: Scenario) -> None:
    """A reply in own words is one, though a script answers it at once."""
    play = Play.begin(story, "staff")
    play.reply("ask", words="May I ask you something?")

    expected = WordsGiven(beat="room/door", seat="staff", digest=sha256(b"May I ask you something?").hexdigest())
    assert expected in play.events


def test_replay_of_a_half_played_log(story: Scenario) -> None:
    """A log that stops anywhere gives a play that stands there and goes on as the first one did."""
    play = Play.begin(story, "staff", seed=6)
    play.check_in("calm", 2)
    replayed = Play.replay(story, play.events)
    for one in (play, replayed):
        one.reply("tell")
        one.reply("back")

    assert play.events == replayed.events
    assert (play.state, play.lines, play.end) == (replayed.state, replayed.lines, replayed.end)


def test_replay_of_a_paused_and_of_a_closed_log(story: Scenario) -> None:
    """A paused play shows its turn and refuses a reply; one that was left is over without an end."""
    play = Play.begin(story, "staff")
    paused = Play.replay(story, [*play.events, Paused()])
    left = Play.replay(story, [*play.events, SessionClosed()])

    assert play.options == paused.options
    with pytest.raises(Refused, match=r"^The play is paused\.$"):
        paused.reply("ask")
    assert (True, None, ()) == (left.is_over, left.end, left.options)


def test_end_of_a_closed_log(story: Scenario) -> None:
    """A session that was closed after its end keeps its end."""
    play = Play.begin(story, "staff")
    play.reply("ask")
    play.reply("stay")

    assert "inside" == Play.replay(story, [*play.events, SessionClosed()]).end


def test_replay_of_no_log(story: Scenario) -> None:
    """A log that does not begin with a session is refused."""
    with pytest.raises(Refused, match="session_began"):
        Play.replay(story, [PlayBegan()])


def test_same_seed_same_play() -> None:
    """A play with the same seed and the same replies has the same log, lines and order of options."""
    first, second = (Play.begin(parse(TEXT), "staff", seed=8) for _ in range(2))
    for reply in ("ask", "stay"):
        assert ids(first) == ids(second)
        first.reply(reply)
        second.reply(reply)
        assert first.lines == second.lines

    assert first.events == second.events
    assert json.dumps(first.debrief().to_json()) == json.dumps(second.debrief().to_json())


@st.composite
def drawn_plays(draw: st.DrawFn) -> tuple[Scenario, Play]:
    """Draw a scenario and a play of it that has just begun, with some of its seats taken."""
    story = draw(scenario_texts().map(parse))
    assume(story.seats)
    seats = draw(st.lists(st.sampled_from(story.seats), min_size=1, unique=True))
    try:
        play = Play.begin(story, seats=seats, seed=draw(st.integers(0, 99)))
    except Refused:
        reject()
    return story, play


def drawn_commands() -> st.SearchStrategy[Command]:
    """Draw a command of any kind, with options and seats that may be there or not."""
    names = st.sampled_from((*OPTION_NAMES, *OPTION_NAMES, "nothing"))
    return st.one_of(
        st.builds(Reply, option=names),
        st.builds(Reply, option=names, seat=st.sampled_from(("staff", "patient", "leader")), reply=st.just("r")),
        st.sampled_from((Begin(), Pause(), Resume(), GiveWords(digest="00"), CheckIn(digest="11"))),
        st.sampled_from((Resume(), Resume(), Close())),
    )


@settings(max_examples=100)
@given(drawn_plays(), st.randoms())
def test_state_is_the_fold_of_the_log(drawn: tuple[Scenario, Play], chance: Random) -> None:
    """At every step the live state is the fold of the log, live, replayed and through stored bytes; views agree too."""
    story, play = drawn
    machine = machine_of(story)
    for _ in range(12):
        stored = through_json(play.events)
        assert play.state == fold(machine, play.events) == fold(machine, stored)
        for replayed in (Play.replay(story, play.events), Play.replay(story, stored)):
            assert shown_of(play) == shown_of(replayed)
        if play.is_over:
            break
        reply_somehow(play, chance)


def shown_of(play: Play) -> tuple[object, ...]:
    """Return all that is shown of `play` now, the looking back of each seat included."""
    debriefs = [play.debrief(seat).to_json() for seat in sorted(play.state.seats)]
    return (play.lines, play.options, play.seat, play.checkin, play.is_over, play.end, play.events, debriefs)


def reply_somehow(play: Play, chance: Random) -> None:
    """Choose one of the options that are shown; a story whose scripts go in a circle refuses it with a sentence."""
    try:
        play.reply(chance.choice(ids(play)))
    except Refused as refused:
        if "circle" not in str(refused):
            raise


@settings(max_examples=100)
@given(drawn_plays(), st.randoms())
def test_prefix_of_a_log_is_an_earlier_state(drawn: tuple[Scenario, Play], chance: Random) -> None:
    """The beginning of a log gives the state in which the play then was."""
    story, play = drawn
    was = {len(play.events): play.state}
    for _ in range(20):
        if play.is_over:
            break
        reply_somehow(play, chance)
        was[len(play.events)] = play.state

    for length, state in was.items():
        assert state == fold(machine_of(story), play.events[:length])


@settings(max_examples=200)
@given(
    scenario_texts().map(parse),
    st.lists(st.sampled_from(["staff", "patient", "leader"]), unique=True),
    st.lists(drawn_commands(), max_size=25),
    st.integers(0, 99),
)
def test_any_commands(story: Scenario, seats: list[str], commands: list[Command], seed: int) -> None:
    """Whatever is asked for, the answer is events that fold to the state that came with them, or a sentence."""
    machine = machine_of(story)
    began = SessionBegan(scenario=story.digest, scenario_id=story.id, seats=tuple(seats), seed=seed)
    log: list[Event] = [began]
    state = begun(machine, began)
    for command in [Begin(), *commands]:
        answer = decide(machine, state, command)
        if isinstance(answer, Decision):
            assert answer.events
            for event in answer.events:
                state = evolve(machine, state, event)
            log += answer.events
            assert answer.state == state
        else:
            assert SENTENCE.fullmatch(answer.reason), answer.reason

    assert state == fold(machine, through_json(tuple(log)))


@settings(max_examples=100)
@given(drawn_plays(), st.randoms())
def test_what_is_shown_can_be_chosen(drawn: tuple[Scenario, Play], chance: Random) -> None:
    """At every turn of a walk just those options can be chosen that are shown; the machine takes no other."""
    story, play = drawn
    for _ in range(12):
        if play.is_over:
            break
        shown = ids(play)
        answers = {name: decide(machine_of(story), play.state, Reply(option=name)) for name in OPTION_NAMES}
        possible = {
            name
            for name, answer in answers.items()
            if isinstance(answer, Decision) or answer.reason.startswith("The scripted parts")
        }

        assert len(shown) == len(set(shown)) > 0
        assert set(shown) == possible
        reply_somehow(play, chance)


def test_random_walkers() -> None:
    """Ten thousand walks through a hundred random stories never raise, and are refused only with a sentence.

    Where every state that can be reached has a way to an end, those that go on for long enough come to one.
    """
    outcomes: Counter[str] = Counter()

    @settings(max_examples=SCENARIOS_WALKED, database=None)
    @given(scenario_texts().map(parse), st.data())
    def walk_through(story: Scenario, data: st.DataObject) -> None:
        assume(story.seats)
        seats = data.draw(st.lists(st.sampled_from(story.seats), min_size=1, unique=True))
        found = reach(machine_of(story), limit=2000)
        must_end = not found.is_bounded and not found.stuck()
        for seed in range(WALKS_PER_SCENARIO):
            is_long = must_end and seed < LONG_WALKS
            outcome = walked(story, seats, seed, LONGEST_WALK if is_long else SHORT_WALK)
            assert not (is_long and outcome == "still walking")
            outcomes[outcome] += 1

    walk_through()
    reasons = outcomes.keys() - {"an end", "still walking"}

    assert SCENARIOS_WALKED * WALKS_PER_SCENARIO <= outcomes.total()
    assert outcomes["an end"] > outcomes.total() / 4
    assert [] == [reason for reason in reasons if not SENTENCE.fullmatch(reason)]


def walked(story: Scenario, seats: list[str], seed: int, longest: int) -> str:
    """Return what a walk that chooses evenly came to: an end, the reason of a refusal, or nothing yet."""
    chance = Random(seed)
    try:
        play = Play.begin(story, seats=seats, seed=seed)
        for _ in range(longest):
            if play.is_over:
                assert play.end in story.ends
                assert play.state.phase is Phase.DEBRIEF
                return "an end"
            play.reply(chance.choice(play.options).id)
    except Refused as refused:
        return str(refused)
    return "still walking"
