"""The golden dialogues of the shipped scenarios, and the reader that runs them."""

import re
from pathlib import Path

import pytest
from builders import option, scenario, turn
from plays import WAYS, run, steps_of

from trainer.play import Play
from trainer.scenario.load import parse
from trainer.scenario.model import Scenario

ROOT = Path(__file__).parent.parent
FOLDERS = sorted(path.parent for path in ROOT.glob("scenarios/*/scenario.yaml"))
WALKS = 100
LONGEST_WALK = 500
SCRIPTS = sorted(script for folder in FOLDERS for script in folder.glob("plays/*.play"))


def shipped(folder: Path) -> Scenario:
    """Return the scenario in `folder`."""
    text = (folder / "scenario.yaml").read_text(encoding="utf-8")
    return parse(text, str(folder.relative_to(ROOT) / "scenario.yaml"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_golden_dialogue(script: Path, way: str) -> None:
    """A golden dialogue holds line by line, whatever the play goes through between two lines."""
    assert run(script, shipped(script.parent.parent), WAYS[way]).is_over


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_end_has_a_golden_dialogue(folder: Path) -> None:
    """Each end of a shipped scenario is reached by a dialogue that is written down."""
    reached = {steps_of(script)[-1].rest[0] for script in sorted(folder.glob("plays/*.play"))}

    assert set() == set(shipped(folder).ends) - reached


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_random_walkers_come_to_an_end(folder: Path) -> None:
    """Whoever takes which parts of a shipped scenario and chooses blindly comes to one of its ends."""
    story = shipped(folder)
    for seed in range(WALKS):
        for seats in (*([seat] for seat in story.seats), story.seats):
            play = Play.begin(story, seats=seats, seed=seed)
            for _ in range(LONGEST_WALK):
                if play.is_over:
                    break
                play.reply(play.options[0].id)

            assert play.end in story.ends


@pytest.fixture
def story() -> Scenario:
    """Two turns of staff with one of the patient's between them; what is said first opens an option at last."""
    levels = [{"shows": {"listening": level}} for level in (2, -2)]
    beats = {
        "a": turn(
            option("ask", "b", set=["asked"], **levels[0]), option("tell", "b", **levels[1]), lines=[{"note": "Rain."}]
        ),
        "b": turn(option("sigh", "c", **levels[0]), seat="patient", lines=[{"thought": {"patient": "“Well …”"}}]),
        "c": turn(
            option("stay", "d", if_=["asked"], **levels[0]),
            option("go", "d", **levels[1]),
            option("scold", "d", harm="It stings."),
            lines=[{"patient": 'I said "hm".'}],
        ),
        "d": turn(option("yes", "end/met", **levels[0]), option("no", **levels[1])),
    }
    return scenario(beats, ends={"met": {"title": "Met", "text": "They talk."}, "out": {"title": "Out", "text": "."}})


GOOD = """\
# A play that holds.
seat staff
seed 3

line "Rain."
option ask
  option tell
choose ask
line "I say ask."
line "I say sigh."
line "I said "hm"."
option stay
choose scold
score listening none
choose no
score listening 50.0
score voicing none
harm 1
end out
"""


def run_text(text: str, story: Scenario, folder: Path, way: str = "live") -> str:
    """Return the end that the script `text` comes to."""
    script = folder / "one.play"
    script.write_text(text, encoding="utf-8")
    return run(script, story, WAYS[way]).end


@pytest.mark.parametrize("way", WAYS)
def test_script_that_holds(story: Scenario, tmp_path: Path, way: str) -> None:
    """A script whose every line holds comes to its end, live, replayed and through stored bytes.

    Listening: of -2 to 2, three times, it took 2, 0 and -2.
    """
    assert "out" == run_text(GOOD, story, tmp_path, way)


def test_script_of_two_parts(story: Scenario, tmp_path: Path) -> None:
    """A script may take several parts, whose scores are asked for by their names.

    Listening of staff: of -2 to 2 it took -2, of -2 to 0 again -2, since `stay` was closed, and of -2 to 2 it took 2.
    """
    text = 'seat staff\nseat patient\nchoose tell\nline "“Well …”"\nchoose sigh\nclosed stay\nchoose go\nchoose yes\n'
    text += "score listening 40.0\nscore staff listening 40.0\nscore patient listening none\nharm 0\nend met\n"

    assert "met" == run_text(text, story, tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong", "failure"),
    [
        ('line "Rain."', 'line "Sun."', "5: the line “Sun.” is not shown; these are:\n    Rain."),
        ("option stay", "option yes", "12: “yes” is not open; open are:"),
        ("option stay", "closed stay", "12: “stay” is open"),
        ("option stay", "closed sty", "12: this turn has no option “sty”; it has: stay, go, scold"),
        ("choose scold", "choose ask", "13: There is no option “ask” here."),
        ("choose no", "choose no\nclosed no", "16: this turn has no option “no”; it has: "),
        ("score listening 50.0", "score listening 50", "16: the score of listening is 50.0, not 50, on 3 moments"),
        ("score voicing none", "score voicing 0.0", "17: the score of voicing is none, not 0.0, on 0 moments"),
        ("score voicing none", "score talking 0.0", "17: “talking” is no practice; there are: listening,"),
        ("score voicing none", "score patient voicing none", "17: Nobody played “patient”."),
        ("harm 1", "harm 2", "18: 1 replies could hurt, not 2: ['room/c/scold']"),
        ("harm 1", "harm two", "18: “two” is no whole number"),
        ("end out", "end met", "19: the end is “out”, not “met”"),
        ("choose no\n", "", "15: the score of listening is none, not 50.0, on 2 moments"),
        ("seat staff", "seat leader", "2: “leader” is no part that a person may take."),
        ("seed 3", "seed x", "3: “x” is no whole number"),
        ("seat staff", "# seat staff", "19: no line says whose part is taken"),
        ("choose ask", "choose ask\nseed 4", "9: “seat” and “seed” come before all else"),
        ("choose ask", "chose ask", "8: “chose” is none of seat, seed, line,"),
        ("choose ask", "choose", "8: “choose” is not complete, or too much"),
        ("choose ask", "choose ask now", "8: “choose ask now” is not complete, or too much"),
        ('line "Rain."', "line Rain.", "5: “line Rain.” is not complete, or too much"),
        ("end out", "", "18: a play's last line is “end …”"),
        ("choose no", "choose no\nend out", "20: a play has one line “end …”"),
    ],
)
def test_line_that_does_not_hold(story: Scenario, tmp_path: Path, right: str, wrong: str, failure: str) -> None:
    """A line that does not hold fails with the file, its number, and what is so instead."""
    assert right in GOOD
    with pytest.raises(AssertionError, match=re.escape(f"one.play:{failure}")):
        run_text(GOOD.replace(right, wrong, 1), story, tmp_path)


def test_play_that_is_not_over(story: Scenario, tmp_path: Path) -> None:
    """A script that stops before the end fails, and says where the play stands."""
    with pytest.raises(AssertionError, match=r"one\.play:3: the play is not over; it stands at room/c$"):
        run_text("seat staff\nchoose ask\nend out\n", story, tmp_path)


def test_empty_script(story: Scenario, tmp_path: Path) -> None:
    """A script without a line fails at its first."""
    with pytest.raises(AssertionError, match=r"one\.play:1: a play's last line"):
        run_text("# Nothing yet.\n", story, tmp_path)
