"""How far several persons who rated the same choices agree: Krippendorff's alpha, ordinal, on the five anchored levels.

Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; worked out by the library `krippendorff`. 1 is full
agreement, 0 what chance would give; the aim for scenarios is 0.8. Beside it, and never mixed in, stands what the key
says. Where one person gave two levels at one moment, the later holds.
"""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Final, NamedTuple

from trainer.errors import UsageError
from trainer.scenario.model import Practice

LEVELS: Final = (-2, -1, 0, 1, 2)
FEWEST_RATERS: Final = 2
FEWEST_MOMENTS: Final = 3
"""With fewer that two or more have rated, an alpha says nothing."""


class Rated(NamedTuple):
    """One level that one person gave."""

    moment: str
    rater: str
    practice: Practice
    level: int


class Alpha(NamedTuple):
    """How far raters agree on one practice."""

    alpha: float | None
    """None where everybody gave the same level everywhere, so that it cannot be told from chance."""
    moments: int
    """How many moments two or more rated."""
    raters: int


class BesideTheKey(NamedTuple):
    """What raters give at one moment, and what the key says."""

    moment: str
    practice: Practice
    median: float
    key: int
    raters: int

    @property
    def difference(self) -> float:
        """How many levels the middle of the ratings lies above the key."""
        return self.median - self.key


def alpha(rated: Iterable[Rated], practice: Practice) -> Alpha | None:
    """Return how far the raters agree on `practice`, or None where too few rated the same.

    Raises:
        UsageError: when the library that works it out is not installed.
    """
    by_moment: dict[str, dict[str, int]] = {}
    for each in rated:
        if each.practice == practice and each.level in LEVELS:
            by_moment.setdefault(each.moment, {})[each.rater] = each.level
    several = {moment: levels for moment, levels in by_moment.items() if len(levels) >= FEWEST_RATERS}
    raters = sorted({rater for levels in several.values() for rater in levels})
    if len(several) < FEWEST_MOMENTS:
        return None
    if len({level for levels in several.values() for level in levels.values()}) == 1:
        return Alpha(None, len(several), len(raters))
    table = [[_level(several[moment].get(rater)) for moment in sorted(several)] for rater in raters]
    return Alpha(round(_worked_out(table), 3) + 0.0, len(several), len(raters))


def _level(level: int | None) -> float:
    return float("nan") if level is None else float(level)


def _worked_out(table: list[list[float]]) -> float:
    try:
        import krippendorff  # noqa: PLC0415  it loads numpy, which nothing else here needs
    except ImportError as error:
        raise UsageError(
            "How far raters agree needs one more package. Where you cloned it: pip install '.[review]'"
        ) from error
    return float(
        krippendorff.alpha(
            reliability_data=table, level_of_measurement="ordinal", value_domain=list(map(float, LEVELS))
        )
    )


def beside_the_key(rated: Iterable[Rated], key: Mapping[tuple[str, Practice], int]) -> tuple[BesideTheKey, ...]:
    """Return, for each moment and practice that was rated, the middle of the ratings beside the key."""
    levels: dict[tuple[str, Practice], dict[str, int]] = {}
    for each in rated:
        if each.level in LEVELS:
            levels.setdefault((each.moment, each.practice), {})[each.rater] = each.level
    return tuple(
        BesideTheKey(moment, practice, float(median(found.values())), key[moment, practice], len(found))
        for (moment, practice), found in sorted(levels.items())
        if (moment, practice) in key
    )
