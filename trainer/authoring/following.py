"""A play that follows a text while it is written: begun anew with each text, and led to where it stood."""

from typing import NamedTuple

from trainer.play import Play
from trainer.scenario.model import Scenario


class Choice(NamedTuple):
    """What was chosen where."""

    beat: str
    option: str


class Followed(NamedTuple):
    """A play, and the choices that led to where it stands."""

    play: Play
    choices: tuple[Choice, ...]
    lost: Choice | None = None
    """The first choice that is not there any more, where one is not: the play stands before it."""


def follow(scenario: Scenario, seat: str | None, choices: tuple[Choice, ...], seed: int = 0) -> Followed:
    """Return a play of `scenario` in which `choices` were made, as far as they are there.

    Raises:
        Refused: when nobody in the cast has such a seat, or the story cannot go on.
    """
    play = Play.begin(scenario, seat, seed)
    for number, choice in enumerate(choices):
        if play.is_over or play.state.beat != choice.beat or all(each.id != choice.option for each in play.options):
            return Followed(play, choices[:number], choice)
        play.reply(choice.option)
    return Followed(play, choices)


def chosen(followed: Followed, option: str) -> Followed:
    """Return what follows when `option` is chosen now.

    Raises:
        Refused: when it is not open.
    """
    made = Choice(followed.play.state.beat, option)
    followed.play.reply(option)
    return Followed(followed.play, (*followed.choices, made))
