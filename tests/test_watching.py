"""`trainer play --watch`: the play of a real process follows its file while that is written."""

from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from builders import option, scenario_text, turn
from running import PATIENCE_SECONDS, Program

from trainer.authoring.following import Choice, follow
from trainer.scenario.load import parse

KEYS = "Type a number; b goes one choice back"


def story(second: str = "Go on.", name: str = "b") -> str:
    """Return a story of two turns, the second with these words, its option under this name."""
    return scenario_text({"one": turn(option("a", "two", say="I listen.")), "two": turn(option(name, say=second))})


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
        status = self.process.wait(PATIENCE_SECONDS)
        self._end.cancel()
        return status


@pytest.fixture
def watch(program: Program) -> Iterator[Watch]:
    file = program.folder / "scenario.yaml"
    file.write_text(story(), encoding="utf-8")
    watching = Watch(program, file)
    yield watching
    watching.process.kill()
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


def test_a_choice_that_is_gone_is_named() -> None:
    """The play stands before the first choice that is not there any more, and the ones after it are forgotten."""
    choices = (Choice("room/one", "a"), Choice("room/two", "b"))
    whole = follow(parse(story()), None, choices)
    cut = follow(parse(story(name="c")), None, choices)

    assert (choices, None, True) == (whole.choices, whole.lost, whole.play.is_over)
    assert (choices[:1], choices[1], "room/two") == (cut.choices, cut.lost, cut.play.state.beat)
