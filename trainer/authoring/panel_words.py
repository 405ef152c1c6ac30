"""What a panel says, in at most 80 columns for people, and as values for programs."""

from collections.abc import Iterator
from textwrap import fill
from typing import Final

from trainer.authoring.panel import Panel, rows_of
from trainer.review.agreement import FEWEST_MOMENTS, Alpha, BesideTheKey
from trainer.scenario.model import Practice
from trainer.text import clean_line

FORMAT: Final = 1
WIDTH: Final = 80
_NAME: Final = 12
_AGREE: Final = "How far the raters agree (1 is fully, 0 is what chance gives; aim for 0.8)"
_TOO_FEW: Final = f"too few to say; it takes {FEWEST_MOMENTS} options that two or more have rated"
_ALL_THE_SAME: Final = "all gave the same everywhere, so it cannot be told from chance"
_TOGETHER: Final = "Nowhere do the raters and the key part ways by a level or more."
_NOTHING: Final = "Nothing is rated yet, so there is nothing to hold against the key."
_APART: Final = "Where the middle of the ratings and the key part ways by a level or more"


def as_text(panel: Panel) -> str:
    """Return what the panel says, for people."""
    return "\n\n".join("\n".join(block) for block in (_head(panel), _agreement(panel), _apart(panel)))


def _head(panel: Panel) -> Iterator[str]:
    yield _line(f"{panel.scenario.title.upper()} ({panel.scenario.id})")
    options = len(rows_of(panel.scenario))
    for sheet in panel.sheets:
        rated = len({moment for moment, _ in sheet.levels})
        told = f"{sheet.name}: {rated} of {_counted(options, 'option')} rated"
        if sheet.unknown:
            told += f"; {_counted(sheet.unknown, 'row')} left out: their words are not in the scenario now"
        yield _line(f"{told}.")


def _agreement(panel: Panel) -> Iterator[str]:
    yield _AGREE
    for practice in Practice:
        yield f"{practice:<{_NAME}}{_alpha(panel.alpha(practice))}"


def _alpha(found: Alpha | None) -> str:
    if found is None:
        return _TOO_FEW
    if found.alpha is None:
        return _ALL_THE_SAME
    return f"{found.alpha:.2f}, from {_counted(found.moments, 'option')} and {_counted(found.raters, 'rater')}"


def _apart(panel: Panel) -> Iterator[str]:
    says = {row.moment: row.says for row in rows_of(panel.scenario)}
    apart: dict[str, list[BesideTheKey]] = {}
    for each in panel.parted:
        apart.setdefault(each.moment, []).append(each)
    yield _APART if apart else _TOGETHER if panel.rated else _NOTHING
    for moment, found in apart.items():
        yield ""
        yield moment
        yield fill(f"“{clean_line(says[moment])}”", WIDTH, initial_indent="  ", subsequent_indent="  ")
        for each in found:
            raters, key = _signed(each.median), _signed(each.key)
            yield f"  {each.practice}: {_counted(each.raters, 'rater')} {raters}, the key {key}"


def _signed(level: float) -> str:
    return f"{level:+g}" if level else "0"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' * (count != 1)}"


def _line(text: str) -> str:
    return fill(clean_line(text), WIDTH, break_on_hyphens=False)


def as_json(panel: Panel) -> dict[str, object]:
    """Return what the panel says as `trainer panel read --json` prints it."""
    return {
        "format": FORMAT,
        "scenario": panel.scenario.id,
        "sheets": [
            {"sheet": each.name, "rated": len({moment for moment, _ in each.levels}), "unknown": each.unknown}
            for each in panel.sheets
        ],
        "agreement": {
            practice: None
            if (found := panel.alpha(practice)) is None
            else {"alpha": found.alpha, "options": found.moments, "raters": found.raters}
            for practice in Practice
        },
        "apart": [
            {
                "option": each.moment,
                "practice": each.practice,
                "median": each.median,
                "key": each.key,
                "raters": each.raters,
            }
            for each in panel.parted
        ],
    }
