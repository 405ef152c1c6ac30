"""Simulated learners: each a small policy over what a person would see at a turn, or over the author's key.

A policy says how much each option appeals to it; it takes the one that appeals most, and where several do so alike, one
of them as often as another. What a person would tell from the words, whether a line opposes or protects, is taken from
what the author declared. Feelings, hedges and hard words are told by lists, which are English.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from trainer.engine.machine import PRACTICES, CompiledOption
from trainer.errors import UsageError
from trainer.scenario.model import Action, Practice, Routine
from trainer.text import clean_line

Appeal: TypeAlias = tuple[float, ...]
"""What is higher appeals more; the later numbers decide where the earlier are alike."""


class Offered(NamedTuple):
    """An option as a simulated learner meets it."""

    place: int
    """Where it stands in the list, counted from 0."""
    say: str
    actions: tuple[Action, ...] = ()
    routine: Routine | None = None
    levels: tuple[int, ...] = (0,) * len(PRACTICES)
    """The key, in the order of `PRACTICES`."""


class Kind(StrEnum):
    """What a learner goes by."""

    CHANCE = "chance"
    CUE = "cue"
    """How the options look."""
    ACTION = "action"
    """Always the same of the four actions."""
    MANNER = "manner"
    """A way of treating others."""
    KEY = "key"
    """What the author says that the options show."""


class Learner(NamedTuple):
    """A named policy."""

    name: str
    kind: Kind
    appeal: Callable[[Offered], Appeal]


def offered(options: Iterable[CompiledOption]) -> tuple[Offered, ...]:
    """Return `options`, in the order shown, as a learner meets them."""
    return tuple(
        Offered(place, each.option.say, each.actions, each.option.routine, each.levels)
        for place, each in enumerate(options)
    )


def best(learner: Learner, options: tuple[Offered, ...]) -> tuple[int, ...]:
    """Return the places of those `options` that appeal most to `learner`."""
    appeals = [learner.appeal(option) for option in options]
    most = max(appeals)
    return tuple(place for place, appeal in enumerate(appeals) if appeal == most)


def total(option: Offered) -> int:
    """Return what an option shows over all four practices; the best of a turn has most."""
    return sum(option.levels)


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HEDGES: Final = _words(
    *("maybe", "perhaps", "possibly", "probably", "might", "may be", "could be", "i think", "i guess", "i suppose"),
    *("i wonder", "not sure", "i don't know", "sort of", "kind of", "seems?", "somehow", "a bit", "a little"),
)
_FEELINGS: Final = _words(
    *("feel(?:s|ing|ings)?", "felt", "afraid", "scar(?:ed|es|e|ing|y)", "frighten(?:s|ed|ing)?", "fear(?:s|ed)?"),
    *("dread(?:s|ed|ing)?", "terrif(?:ied|ies)", "panic", "anxious", "nervous", "uneasy", "uncomfortable"),
    *("worr(?:y|ies|ied|ying)", "angry", "anger", "furious", "annoyed", "frustrated", "sad", "upset", "hurts?"),
    *("lonely", "asham(?:ed|ing)", "shame", "embarrass(?:ed|ing)", "guilty", "humiliat(?:ed|ing)", "disappointed"),
    *("jealous", "bitter", "hopeless", "relie(?:f|ved)", "glad", "happy", "proud", "grateful", "moved", "miss(?:ed)?"),
)
_HARD: Final = _words(
    *("no", "not", "never", "nothing", "nobody", "none", r"\w+n't", "cannot", "but", "wrong", "against", "refuse"),
    *("disagree", "stop", "must", "fault", "blame", "unfair", "lie", "lied", "false", "enough", "worse", "worst"),
)
_SOFT: Final = _words(
    *("thanks?", "thank you", "sorry", "please", "good", "glad", "kind", "nice", "fine", "right", "yes", "sure"),
    *("understand", "of course", "together", "help", "welcome", "appreciate", "fair", "happy", "hope", "agree"),
)
_TELLING: Final = _words(
    *("should", "must", "need to", "have to", "ought to", "had better", "best", "let me", "leave it", "i'll", "we'll"),
    *("trust me", "don't worry", "believe me"),
)
_OVER_THEIR_HEAD: Final = frozenset(
    {
        Routine.REASSURE_AWAY,
        Routine.HIDE_IN_RULES,
        Routine.MAKE_THEM_THE_PROBLEM,
        Routine.TRUMP_CARD,
        Routine.DEFER_UPWARD,
        Routine.GO_THROUGH_OTHERS,
    }
)
_TO_PLEASE: Final = frozenset({Routine.OVER_HUMBLE, Routine.SMOOTH_OVER, Routine.REASSURE_AWAY, Routine.WITHDRAW})


def _count(pattern: re.Pattern[str], option: Offered) -> int:
    return _count_in(pattern, option.say)


@lru_cache(maxsize=8192)
def _count_in(pattern: re.Pattern[str], text: str) -> int:
    """Return how often `pattern` is in `text`; a simulation asks the same of the same text over and over."""
    return len(pattern.findall(text.replace("\u2019", "'")))


def _has(action: Action) -> Callable[[Offered], Appeal]:
    """Return the appeal of whoever always does `action`, where some option does it."""
    return lambda option: (action in option.actions,)


def _most(practice: Practice) -> Callable[[Offered], Appeal]:
    """Return the appeal of whoever is best on `practice` and looks at nothing else."""
    place = PRACTICES.index(practice)
    return lambda option: (option.levels[place],)


def _even(_: Offered) -> Appeal:
    """Anything, as often as anything else."""
    return (0,)


def _first(option: Offered) -> Appeal:
    """Whatever stands first."""
    return (-option.place,)


def _longest(option: Offered) -> Appeal:
    """The most characters."""
    return (len(option.say),)


def _shortest(option: Offered) -> Appeal:
    """The fewest characters."""
    return (-len(option.say),)


def _softest(option: Offered) -> Appeal:
    """The least conflict: what opposes nobody, and of that the fewest hard and the most soft words for its length."""
    words = _count(_WORD, option) or 1
    return (Action.OPPOSE not in option.actions, (_count(_SOFT, option) - _count(_HARD, option)) / words)


def _hedger(option: Offered) -> Appeal:
    """The most “maybe”, “I think”, “not sure”."""
    return (_count(_HEDGES, option),)


def _asker(option: Offered) -> Appeal:
    """What asks something."""
    return ("?" in option.say,)


def _feeler(option: Offered) -> Appeal:
    """What names a feeling."""
    return (_count(_FEELINGS, option) > 0,)


def _avoider(option: Offered) -> Appeal:
    """A way of protecting oneself, where there is one."""
    return (option.routine is not None,)


def _paternalist(option: Offered) -> Appeal:
    """Knows best: what leaves the other least room, goes over their head, and tells them what should be.

    By declared marks: the lowest level of respecting, then a routine that handles the other; then by words.
    """
    respecting = option.levels[PRACTICES.index(Practice.RESPECTING)]
    return (-respecting, option.routine in _OVER_THEIR_HEAD, _count(_TELLING, option))


def _pleaser(option: Offered) -> Appeal:
    """Wants to be liked: a routine that agrees or smooths over, then what follows and opposes nothing, then soft words.

    By declared marks first, then by words.
    """
    goes_along = Action.FOLLOW in option.actions and Action.OPPOSE not in option.actions
    return (option.routine in _TO_PLEASE, goes_along, _count(_SOFT, option))


def _blunt(option: Offered) -> Appeal:
    """Says it flatly: the fewest hedges, soft words and questions, then what opposes, then the shorter.

    By words first, then by the declared action.
    """
    softened = _count(_HEDGES, option) + _count(_SOFT, option) + option.say.count("?")
    return (-softened, Action.OPPOSE in option.actions, -len(option.say))


def _dialogic(option: Offered) -> Appeal:
    """Best over all four practices."""
    return (total(option),)


LEARNERS: Final = {
    learner.name: learner
    for learner in (
        Learner("random", Kind.CHANCE, _even),
        Learner("first", Kind.CUE, _first),
        Learner("longest", Kind.CUE, _longest),
        Learner("shortest", Kind.CUE, _shortest),
        Learner("softest", Kind.CUE, _softest),
        Learner("hedger", Kind.CUE, _hedger),
        Learner("asker", Kind.CUE, _asker),
        Learner("feeler", Kind.CUE, _feeler),
        Learner("mover", Kind.ACTION, _has(Action.MOVE)),
        Learner("follower", Kind.ACTION, _has(Action.FOLLOW)),
        Learner("opposer", Kind.ACTION, _has(Action.OPPOSE)),
        Learner("bystander", Kind.ACTION, _has(Action.BYSTAND)),
        Learner("avoider", Kind.MANNER, _avoider),
        Learner("paternalist", Kind.MANNER, _paternalist),
        Learner("pleaser", Kind.MANNER, _pleaser),
        Learner("blunt", Kind.MANNER, _blunt),
        Learner("listener", Kind.KEY, _most(Practice.LISTENING)),
        Learner("suspender", Kind.KEY, _most(Practice.SUSPENDING)),
        Learner("voicer", Kind.KEY, _most(Practice.VOICING)),
        Learner("dialogic", Kind.KEY, _dialogic),
    )
}
"""All that there are, by name."""
CHANCE: Final = LEARNERS["random"]
"""What the others are held against."""


def learner_of(name: str) -> Learner:
    """Return the learner of that name.

    Raises:
        UsageError: when there is none.
    """
    found = LEARNERS.get(name)
    if found is None:
        raise UsageError(f"There is no learner “{clean_line(name)}”. There is {', '.join(LEARNERS)}.")
    return found
