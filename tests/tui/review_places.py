"""The places of supervision, each opened without the walk to it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from joint import until_shown
from seeing import shown, wait_for
from supervising import Unit, begin_unit
from textual.pilot import Pilot
from walking import wait_for_screen

from trainer.debrief.marks import of_harm
from trainer.engine.commands import MarkReading
from trainer.library import load
from trainer.people.shares import Scope
from trainer.scenario.model import Scenario
from trainer.store.sqlite import SqliteStore
from trainer.tui.screens.review import open_review

Step = Callable[[Pilot[int], SqliteStore], Awaitable[None]]

WINDOW: Final = Path(__file__).with_name("window.yaml")
GOOD: Final = ("ask", "sit", "with-him")
POOR: Final = ("rule", "tomorrow", "for-him")


def window() -> Scenario:
    """Return the story of the window."""
    return load(WINDOW)


def unit_of(store: SqliteStore, staff: int = 1) -> Unit:
    """Make a unit in a new store of its own, beside that of a test."""
    folder = store.path.parent
    file = folder / f"unit-{len(tuple(folder.glob('unit-*.db')))}.db"
    return begin_unit(lambda: SqliteStore(file), staff)


def shared_plays(store: SqliteStore) -> Unit:
    """Let a patient share what was said, and one of the staff first only how a play reads, then another play whole."""
    unit = unit_of(store)
    kari = unit.staff[0]
    unit.play(unit.patient, window(), ("stays",), seat="patient")
    unit.wait()
    unit.play(kari, window(), GOOD, Scope.SCORES, until=unit.world.clock.now + 30 * 24 * 3600 * 1000)
    unit.wait()
    poor = kari.play(window(), way=POOR)
    poor.carry_out(MarkReading(seat="staff", reading=of_harm(2), is_so=False))
    poor.write_note("session", "I was tired that evening.")
    unit.share(kari, poor, Scope.NOTES)
    return unit


def group_plays(store: SqliteStore, months: int = 3) -> Unit:
    """Let six of the staff share a play each in some months, the first ones poor and the last ones good."""
    unit = unit_of(store, staff=6)
    story = load(WINDOW)
    for month in range(months):
        for number, there in enumerate(unit.staff):
            unit.play(there, story, GOOD if number < 2 * month + 1 else POOR, Scope.SCORES)
        unit.wait(31)
    return unit


async def open_list(pilot: Pilot[int], unit: Unit) -> None:
    """Go from home to what is shared with the supervisor."""
    await wait_for_screen(pilot, "Home")
    open_review(pilot.app, unit.reader.store, unit.world.clock)
    await wait_for_screen(pilot, "SharedWithMe")


async def _list(pilot: Pilot[int], store: SqliteStore) -> Unit:
    unit = shared_plays(store)
    await open_list(pilot, unit)
    await until_shown(pilot, "what was said, how it reads and chosen notes")
    return unit


async def _shared(pilot: Pilot[int], store: SqliteStore) -> None:
    await _list(pilot, store)


async def _scores(pilot: Pilot[int], store: SqliteStore) -> None:
    await _list(pilot, store)
    await pilot.press("2")
    await until_shown(pilot, "It is no basis for decisions")


async def _replay(pilot: Pilot[int], store: SqliteStore) -> None:
    await _list(pilot, store)
    await pilot.press("1")
    await until_shown(pilot, "What was open as well")


async def _replay_key(pilot: Pilot[int], store: SqliteStore) -> None:
    await _replay(pilot, store)
    await pilot.press("k")
    await wait_for_screen(pilot, "AskWay")
    await pilot.press("1")
    await until_shown(pilot, "It showed:")


async def _of_a_patient(pilot: Pilot[int], store: SqliteStore) -> None:
    await _list(pilot, store)
    await pilot.press("3")
    await until_shown(pilot, "Jon as Jonas")


async def _remarks(pilot: Pilot[int], store: SqliteStore) -> None:
    unit = await _list(pilot, store)
    reviewing, kari = unit.reader.reviewing, unit.staff[0]
    reviewed = reviewing.open(reviewing.items()[0].session, kari.id)
    reviewing.write(reviewed, "2", "What was it like to say the rule?")
    remark = kari.sharing.remarks(reviewed.id)[0]
    unit.wait()
    kari.sharing.answer_remark(remark, "I heard myself say it.")
    reviewing.write(reviewed, "", "Shall we talk on Thursday?")
    await pilot.press("1")
    await until_shown(pilot, "What was open as well")
    await pilot.press("r")
    await wait_for_screen(pilot, "Remarks")
    await until_shown(pilot, "Shall we talk on Thursday?")


async def _write_remark(pilot: Pilot[int], store: SqliteStore) -> None:
    await _replay(pilot, store)
    await pilot.press("w")
    await wait_for_screen(pilot, "AskRemark")


async def _rating(pilot: Pilot[int], store: SqliteStore) -> None:
    await _replay(pilot, store)
    await pilot.press("2")
    await wait_for_screen(pilot, "Rating")
    await until_shown(pilot, "Listening: what does this line do")


async def rate(pilot: Pilot[int], *answers: str) -> None:
    """Answer to one choice, and keep that."""
    for answer in answers:
        await pilot.press(answer)
    await until_shown(pilot, "So you read it")
    await pilot.press("1")
    await until_shown(pilot, "as written")


async def _compared(pilot: Pilot[int], store: SqliteStore) -> None:
    await _rating(pilot, store)
    await rate(pilot, "3", "4", "3", "5")


async def _questions(pilot: Pilot[int], store: SqliteStore) -> None:
    await _replay(pilot, store)
    await pilot.press("u")
    await until_shown(pilot, "questions for a group, 1 of")


async def _leave_to_show(pilot: Pilot[int], store: SqliteStore) -> None:
    await _list(pilot, store)
    await pilot.press("g")
    await wait_for_screen(pilot, "LeaveToShow")


async def begin_to_show(pilot: Pilot[int], unit: Unit, *, of: int = 0) -> None:
    """Open the group view of what stands at `of` in the list, with a code that its owner makes now."""
    item = unit.reader.reviewing.items()[of]
    owner = next(who for who in (*unit.staff, unit.patient) if who.id == item.person.id)
    for _ in range(of):
        await pilot.press("down")
    await pilot.press("g")
    await wait_for_screen(pilot, "LeaveToShow")
    await pilot.press(*owner.sharing.leave_to_show(item.session), "enter", "enter")
    await until_shown(pilot, "What would you say?")


async def _group(pilot: Pilot[int], store: SqliteStore) -> None:
    await begin_to_show(pilot, await _list(pilot, store))
    await pilot.press("o")
    await until_shown(pilot, "· The rule is that windows stay shut.")


async def _group_chosen(pilot: Pilot[int], store: SqliteStore) -> None:
    await begin_to_show(pilot, await _list(pilot, store))
    await pilot.press("right")
    await until_shown(pilot, "Ingrid: The rule is that windows stay shut.")
    await pilot.press("k")
    await until_shown(pilot, "It showed")


async def open_cohort(pilot: Pilot[int], unit: Unit) -> None:
    """Open what the plays of staff show together."""
    await open_list(pilot, unit)
    await pilot.press("c")
    await wait_for(pilot, lambda: "Reading the plays" not in shown(pilot.app), "the figures")


async def _cohort(pilot: Pilot[int], store: SqliteStore) -> None:
    await open_cohort(pilot, group_plays(store))
    await until_shown(pilot, "In short, 1 of 9")


async def _cohort_plot(pilot: Pilot[int], store: SqliteStore) -> None:
    await _cohort(pilot, store)
    await pilot.press("right", "f")
    await until_shown(pilot, "How single plays lie")


REVIEW: Final[dict[str, Step]] = {
    "shared": _shared,
    "shared-scores": _scores,
    "replay": _replay,
    "replay-key": _replay_key,
    "replay-patient": _of_a_patient,
    "remarks": _remarks,
    "write-remark": _write_remark,
    "rating": _rating,
    "compared": _compared,
    "questions": _questions,
    "leave-to-show": _leave_to_show,
    "group": _group,
    "group-chosen": _group_chosen,
    "cohort": _cohort,
    "cohort-figures": _cohort_plot,
}
