"""docs/writing.md grows one example step by step; each step says what `trainer check` still has to say of it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from trainer.authoring.check import check
from trainer.play import Play
from trainer.scenario.load import parse

TEXT = (Path(__file__).parent.parent / "docs" / "writing.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^## ", TEXT, flags=re.MULTILINE)
STEPS = [section for section in SECTIONS if "```yaml" in section]


def grown(story: dict[str, Any], step: dict[str, Any]) -> dict[str, Any]:
    """Return the story with a step put where its keys say: options by their ids, all else by its key."""
    merged = dict(story)
    for key, value in step.items():
        old = merged.get(key)
        if isinstance(old, dict):
            merged[key] = grown(old, value)
        elif key == "options" and old:
            options = {option["id"]: option for option in old}
            merged[key] = list((options | {each["id"]: options.get(each["id"], {}) | each for each in value}).values())
        else:
            merged[key] = value
    return merged


def after(steps: int) -> str:
    """Return the file as it stands after so many steps."""
    story: dict[str, Any] = {}
    for section in STEPS[:steps]:
        (block,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
        story = grown(story, yaml.safe_load(block))
    return yaml.safe_dump(story, sort_keys=False, allow_unicode=True)


def test_the_example_grows_in_four_steps() -> None:
    """From the smallest scene that plays to one behind somebody's back."""
    assert [section.split(".")[0] for section in STEPS] == ["2", "3", "4", "5"]


@pytest.mark.parametrize("steps", range(1, 5))
def test_check_says_what_the_text_says_it_will(steps: int) -> None:
    """Every problem of a step is told of in its section, every code that is told of there is a problem of it."""
    told = set(re.findall(r"\bC\d{3}\b", STEPS[steps - 1]))
    before = set(re.findall(r"\bC\d{3}\b", "".join(STEPS[: steps - 1])))
    found = {problem.code for problem in check(after(steps), "the-garden-door/scenario.yaml")}

    assert found - before <= told <= found


@pytest.mark.parametrize("steps", range(1, 5))
def test_each_step_plays_to_each_of_its_ends(steps: int) -> None:
    """Whoever takes always the same place among the options comes to an end, and there are ways to both."""
    scenario = parse(after(steps), "scenario.yaml")
    ends = set()
    for place in range(3):
        for seed in range(8):
            play = Play.begin(scenario, seat="staff", seed=seed)
            while not play.is_over:
                play.reply(play.options[min(place, len(play.options) - 1)].id)
            ends.add(play.end)

    assert ends == {"coat-on", "cold-tea"}
