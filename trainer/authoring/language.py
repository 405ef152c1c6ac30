"""Whether a story's texts are easy to read, and all in one language; both by libraries of the extra `authors`."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Final

from trainer.authoring.speech import texts
from trainer.scenario.model import Scenario
from trainer.scenario.places import Places
from trainer.scenario.problems import Problem

HARD: Final = 50
"""LIX (Björnsson 1968), words to a sentence plus long words in a hundred; from here on a text is hard to read."""
_SURELY: Final = 8
"""How far below it a text must be for nobody to count again."""
_LETTER: Final = re.compile(r"\w")
_SENTENCE: Final = re.compile(r"\b[^.!?]+")
_SHORTEST_SENTENCE: Final = 2
_SHORT_WORD: Final = 6
_ENOUGH_WORDS: Final = 30
"""In fewer, one long word makes a text hard."""
_ENOUGH_TO_TELL: Final = 8
"""In fewer words a language cannot be told from another."""
_FEWEST_FOREIGN: Final = 3
"""From so many texts on, and more than half of them, it is not the texts that are in the wrong language."""
_MUCH_ALIKE: Final = (frozenset({"no", "nb", "nn", "da"}), frozenset({"hr", "sr", "bs"}), frozenset({"id", "ms"}))


def is_there() -> bool:
    """Return whether the libraries are installed."""
    return find_spec("textstat") is not None and find_spec("py3langid") is not None


def language(scenario: Scenario, places: Places) -> Iterator[Problem]:
    """Yield what is hard to read, and what is in another language than the story; nothing without the libraries."""
    if is_there():
        yield from _hard(scenario, places)
        yield from _foreign(scenario, places)


def _hard(scenario: Scenario, places: Places) -> Iterator[Problem]:
    for path, text in texts(scenario):
        if len(text.split()) >= _ENOUGH_WORDS and nearly(text) > HARD - _SURELY and (lix := _lix(text)) > HARD:
            message = f"This is hard to read: LIX is {lix:.0f}, and from {HARD} on a text reads like a report."
            yield places.problem("C417", message, "Shorter sentences, and shorter words.", *path)


def nearly(text: str) -> float:
    """Return about what a text's LIX is: enough to tell that the library need not be asked."""
    words = [count for word in text.split() if (count := len(_LETTER.findall(word)))]
    sentences = sum(len(each.split()) > _SHORTEST_SENTENCE for each in _SENTENCE.findall(text)) or 1
    return len(words) / sentences + 100 * sum(count > _SHORT_WORD for count in words) / max(len(words), 1)


def _lix(text: str) -> float:
    import textstat  # noqa: PLC0415  takes a second or two

    return float(textstat.lix(text))


def _foreign(scenario: Scenario, places: Places) -> Iterator[Problem]:
    import py3langid  # noqa: PLC0415  likewise

    own = _alike(scenario.language.partition("-")[0])
    if not own & {code for code, _ in py3langid.rank("")}:
        return
    told = [
        (path, py3langid.classify(text)[0]) for path, text in texts(scenario) if len(text.split()) >= _ENOUGH_TO_TELL
    ]
    foreign = [(path, code) for path, code in told if code not in own]
    if len(foreign) >= _FEWEST_FOREIGN and len(foreign) > len(told) / 2:
        most, count = Counter(code for _, code in foreign).most_common(1)[0]
        message = f"Of {len(told)} texts {count} look like “{most}”, and the story says it is in “{scenario.language}”."
        yield places.problem("C418", message, "Change “language”, or write it in that one.", "language")
        return
    for path, code in foreign:
        message = f"This looks like “{code}”, and the story is in “{scenario.language}”."
        yield places.problem("C418", message, "Write it in one language, or change “language”.", *path)


def _alike(code: str) -> frozenset[str]:
    """Return the languages that are not told apart from the one with this code."""
    return next((group for group in _MUCH_ALIKE if code in group), frozenset({code}))
