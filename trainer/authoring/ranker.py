"""A reader who knows nothing of a scene: a linear model on the words and letters of options, taught by other scenes."""

from collections.abc import Iterable
from statistics import fmean
from typing import Final

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline, make_union

from trainer.authoring.learners import Offered, total

_TOKENS: Final = r"\w+|[?!.,:;]"
"""Words of any length, and the marks that a reader sees, the question mark before all."""


class Ranker:
    """Ranks the options of a turn by their text alone."""

    def __init__(self, turns: Iterable[tuple[Offered, ...]]) -> None:
        texts: list[str] = []
        goods: list[float] = []
        for turn in turns:
            middle = fmean(total(option) for option in turn)
            texts += [option.say for option in turn]
            goods += [total(option) - middle for option in turn]  # what counts is which one of a turn is better
        grams = make_union(
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=_TOKENS, sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        )
        self._model = make_pipeline(grams, Ridge(alpha=1.0, solver="lsqr"))
        self._model.fit(texts, goods)

    def scores(self, turn: tuple[Offered, ...]) -> list[float]:
        """Return how good the options of `turn` look, in their order."""
        return [round(float(figure), 9) for figure in self._model.predict([option.say for option in turn])]
