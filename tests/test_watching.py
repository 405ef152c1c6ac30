"""`trainer play --watch`: the play of a real process follows its file while that is written."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from threading import Timer

import pytest
from builders import option, scenario_text, turn
from running import PATIENCE_SECONDS, Program

from trainer.authoring.following import Choice, follow
from trainer.plain.watching import Watching
from trainer.scenario.load import parse

KEYS = "Type a number; b goes one choice back"


def story(second: str = "Go on.", name: str = "b") -> str:
    """Return a story of two turns, the second with these words, its option under this name."""
    return scenario_text({"one": turn(option("a", "two", say="I listen.")), "two": turn(option(name, say=second))})


class Terminal(StringIO):
    """A terminal, as far as its width goes."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


class Watch:
    """A play that follows a file."""

    def __init__(self, program: Program, file: Path) -> None:
        self.file = file
        self.process = program.start("play", "--watch", str(file))
        self._end = Timer(PATIENCE_SECONDS, self.process.kill)
        self._end.start()

    def until(self, words: str) -> str:
        """Return what is written up to a line that holds `words`."""
        assert self.process.stdout is not None
        told = ""
        while words not in told:
            line = self.process.stdout.readline()
            assert line, f"it ended without “{words}”: {told}"
            told += line
        return told

    def type(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def close(self) -> int:
        """Leave, and return how it ended."""
        self.type("q")
        self.process.communicate(timeout=PATIENCE_SECONDS)
        self._end.cancel()
        return self.process.returncode


@pytest.fixture
def watch(program: Program) -> Iterator[Watch]:
    file = program.folder / "scenario.yaml"
    file.write_text(story(), encoding="utf-8")
    watching = Watch(program, file)
    yield watching
    watching.process.kill()
    if watching.process.stdout and not watching.process.stdout.closed:
        watching.process.communicate()


def test_the_play_goes_on_with_what_is_written(program: Program, watch: Watch) -> None:
    """Where the choices are there still, it stands where it stood, with the new words; what is wrong is said once."""
    watch.until(KEYS)
    watch.type("1")
    watch.until("1. Go on.")
    watch.until(KEYS)
    watch.file.write_text(story("Stay a moment."), encoding="utf-8")
    assert "1. Stay a moment." in watch.until("1. Stay")
    watch.file.write_text(story("Stay.").replace("title", "titel", 1), encoding="utf-8")
    assert "S201" in watch.until("The play goes on with the text as it was before.")
    watch.file.write_text(story("Stay."), encoding="utf-8")
    assert 1 == watch.until("1. Stay.").count("The file changed.")
    watch.type("1")
    watch.until("How it ended: ")
    watch.type("b")
    watch.until("1. Stay.")
    assert 0 == watch.close()
    assert not program.store.exists()


def test_what_is_put_right_by_the_old_text_is_said(watch: Watch) -> None:
    """Whoever read of a fault reads that it is gone, though the text is the one that was there before it."""
    watch.until(KEYS)
    watch.file.write_text("title: [", encoding="utf-8")
    watch.until("The play goes on with the text as it was before.")
    watch.file.write_text(story(), encoding="utf-8")
    told = watch.until(KEYS)

    assert "It is right again; the play goes on." in told
    assert "1. I listen." in told
    assert 0 == watch.close()


def test_a_broken_file_is_waited_for(program: Program) -> None:
    """A play that is begun on a fault tells it, and begins when the file is right."""
    file = program.folder / "scenario.yaml"
    file.write_text(story().replace("title", "titel", 1), encoding="utf-8")
    watch = Watch(program, file)
    assert "S201" in watch.until("The play begins when this is put right and saved.")
    watch.type("1")
    watch.until("The play begins when this is put right and saved.")
    file.write_text(story(), encoding="utf-8")
    watch.until("1. I listen.")
    assert 0 == watch.close()


def test_what_can_be_typed_is_true_where_one_stands(watch: Watch) -> None:
    """Nothing comes before the beginning, and no number is asked for after the end."""
    watch.until(KEYS)
    watch.type("b")
    watch.until("Nothing comes before this")
    watch.until(KEYS)
    watch.type("1")
    watch.until(KEYS)
    watch.type("1")
    told = watch.until("b goes one choice back")

    assert "How it ended: " in told
    assert "Type a number" not in told
    assert 0 == watch.close()


def test_a_file_that_is_missing_and_a_part_that_nobody_has(program: Program) -> None:
    """There is nothing to wait for, and it is said at once."""
    missing = program.run("play", "--watch", "nowhere.yaml")
    nobody = program.run("play", "--watch", program.scenario(story()), "--as", "nobody")

    assert (1, True) == (missing.status, "cannot be opened" in missing.err)
    assert (2, "") == (nobody.status, nobody.out)


def test_words_stay_whole_on_a_terminal_and_a_title_that_asks_has_no_full_stop(tmp_path: Path) -> None:
    """Lines are broken between words, as in the play line by line."""
    file = tmp_path / "scenario.yaml"
    file.write_text(story("word " * 60).replace("Small", "May I leave?"), encoding="utf-8")
    out = Terminal()
    Watching(file, None, 0, out).run(StringIO("1\n"))
    lines = out.getvalue().splitlines()

    assert lines[0].startswith("May I leave? The play follows")
    assert 80 > max(map(len, lines))
    assert all(line.endswith("word") for line in lines if line.startswith("word"))


def test_a_choice_that_is_gone_is_named() -> None:
    """The play stands before the first choice that is not there any more, and the ones after it are forgotten."""
    choices = (Choice("room/one", "a"), Choice("room/two", "b"))
    whole = follow(parse(story()), None, choices)
    cut = follow(parse(story(name="c")), None, choices)

    assert (choices, None, True) == (whole.choices, whole.lost, whole.play.is_over)
    assert (choices[:1], choices[1], "room/two") == (cut.choices, cut.lost, cut.play.state.beat)


def test_a_new_place_is_said(tmp_path: Path) -> None:
    """Where the play comes to another scene, and back, its place and who is there are told, once each."""
    beats = {"one": turn(option("a", "office/two", say="I listen.")), "two": turn(option("b", say="Go on."))}
    places = {"room": ("The kitchen", {"one": beats["one"]}), "office": ("The office", {"two": beats["two"]})}
    scenes = {
        name: {"title": title, "present": ["staff", "patient"], "beats": found}
        for name, (title, found) in places.items()
    }
    file, out = tmp_path / "story.yaml", StringIO()
    file.write_text(scenario_text(beats, scenes=scenes, start="room/one"))
    Watching(file, None, 0, out).run(StringIO("x\n1\nb\nq\n"))

    told = [line.partition(". ")[0] for line in out.getvalue().splitlines() if line.startswith("Place: ")]
    assert ["Place: The kitchen", "Place: The office", "Place: The kitchen"] == told
