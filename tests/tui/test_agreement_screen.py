"""The agreement on screen: written by several at one keyboard, and by others meanwhile."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import agreed, opened
from seeing import rows, shown, strips, wait_for
from test_hostile_text import HOSTILE, PASTED
from textual import events
from textual.pilot import Pilot
from walking import offered, wait_for_screen

from trainer.agreements import begin, carry_out, join, read, remove
from trainer.people.agreement.commands import Accept, Propose, Refuse
from trainer.people.agreement.events import Side
from trainer.store.sqlite import SqliteStore
from trainer.text import UNSAFE
from trainer.tui.app import TrainerApp
from trainer.tui.screens.agreement.asks import SharedText


@pytest.fixture(name="other")
def _other(store: SqliteStore) -> Iterator[SqliteStore]:
    """The same store, as another program has it open."""
    opened_again = SqliteStore(store.path)
    yield opened_again
    opened_again.close()


def clock() -> int:
    """Return a time."""
    return 1_900_000_000_000


def only(store: SqliteStore) -> str:
    """Return the id of the only agreement."""
    (paper,) = store.papers()
    return paper


async def say(pilot: Pilot[int], words: str) -> None:
    """Type `words` into the question that is asked, and Enter."""
    await wait_for_screen(pilot, "AskShared")
    await pilot.press(*words, "enter")


async def choose_way(pilot: Pilot[int], words: str) -> None:
    """Choose the way that begins with `words`."""
    await wait_for_screen(pilot, "Choose")
    number = next(at for at, label in enumerate(offered(pilot.app), start=1) if label.startswith(words))
    await pilot.press(str(number))


async def add(pilot: Pilot[int], name: str, side: str) -> None:
    """Add a person."""
    await pilot.press("w")
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ in ("Choose", "AskShared"), "a question")
    if type(pilot.app.screen).__name__ == "Choose":
        await choose_way(pilot, "Add a person")
    await say(pilot, name)
    await choose_way(pilot, side)
    await wait_for(pilot, lambda: f"At the keyboard: {name}" in shown(pilot.app), name)
    await wait_for_screen(pilot, "AgreementScreen")


async def switch_to(pilot: Pilot[int], name: str) -> None:
    """Pass the keyboard on."""
    await pilot.press("w")
    await choose_way(pilot, name)
    await wait_for(pilot, lambda: f"At the keyboard: {name}" in shown(pilot.app), name)
    await wait_for_screen(pilot, "AgreementScreen")


async def sign_as(pilot: Pilot[int], initials: str) -> None:
    """Sign."""
    await pilot.press("s")
    await choose_way(pilot, "Sign with initials")
    await say(pilot, initials)
    await wait_for_screen(pilot, "AgreementScreen")


async def test_from_nothing_to_an_agreement_in_force(store: SqliteStore) -> None:
    """Two persons at one keyboard begin it, join, propose, say no, change the words, say yes and sign."""
    app = TrainerApp(store)
    async with app.run_test() as pilot:
        await wait_for_screen(pilot, "Home")
        app.action_agreement()
        await wait_for_screen(pilot, "Agreements")
        await wait_for(pilot, lambda: "There is no agreement yet." in shown(app), "the advice")
        assert "n begins one" in shown(app)
        await pilot.press("n")
        await say(pilot, "Our room")
        await wait_for_screen(pilot, "AgreementScreen")
        assert "nobody yet; w says who" in shown(app)
        await add(pilot, "Anna", "The patients")
        await add(pilot, "Bo", "The staff")
        await pilot.press("p")
        await say(pilot, "We say it")
        await wait_for(pilot, lambda: "Not answered yet: Anna (patients)." in shown(app), "the words")
        await switch_to(pilot, "Anna")
        await pilot.press("n")
        await say(pilot, "Aloud?")
        await wait_for(pilot, lambda: "Anna (patients) says no: Aloud?" in shown(app), "the no")
        assert "open, 1 said no" in offered(app)[0]
        await pilot.press("p")
        await wait_for_screen(pilot, "AskShared")
        assert "We say it" == app.screen.query_one(SharedText).text
        await say(pilot, " aloud")
        await wait_for(pilot, lambda: "Words 2, by Anna" in shown(app), "other words")
        await switch_to(pilot, "Bo")
        await pilot.press("y")
        await wait_for(pilot, lambda: "agreed" in offered(app)[0], "agreement")
        await sign_as(pilot, "B")
        await wait_for(pilot, lambda: "Has not signed version 1: Anna (patients)." in shown(app), "a signature")
        await switch_to(pilot, "Anna")
        await sign_as(pilot, "A")
        await wait_for(pilot, lambda: "Version 1 is in force." in shown(app), "an agreement in force")
        await pilot.press("end")
        await wait_for(pilot, lambda: "Anna (patients) has signed version 1." in shown(app, "#told"), "signatures")
        await pilot.press("escape")
        await wait_for_screen(pilot, "Agreements")
        await wait_for(pilot, lambda: "1 agreed, 11 open. Version 1 is in force." in shown(app), "the list")

    named = read(store, only(store))
    assert "We say it aloud" == named.agreement.in_force.text.clause("power").text
    assert {"p1": "Anna", "p2": "Bo", "p1/1": "A", "p2/1": "B"} == store.names(named.id)


async def test_enter_asks_and_one_key_too_many_says_nothing(store: SqliteStore) -> None:
    """Enter on a clause asks what one says to it; nobody says yes by pressing Enter twice."""
    async with opened(store, "agreement") as (app, pilot):
        before = store.paper(only(store))
        await pilot.press("enter")
        await wait_for_screen(pilot, "Choose")
        assert ["Yes to these words", "No", "Propose other words", "Say nothing now"] == offered(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Choose" == type(app.screen).__name__
        await pilot.press("4")
        await wait_for_screen(pilot, "AgreementScreen")

        assert before == store.paper(only(store))
        await pilot.press("enter")
        await choose_way(pilot, "Yes")
        await choose_way(pilot, "Carla")
        await wait_for(pilot, lambda: "Carla (leaders) says yes." in shown(app, "#told"), "the yes")


async def test_what_another_program_writes_is_followed_while_one_types(store: SqliteStore, other: SqliteStore) -> None:
    """Somebody else's words come in below what is typed here, and nothing that is typed is lost."""
    async with opened(store, "proposal") as (app, pilot):
        paper = only(store)
        await pilot.press(*" More")
        carry_out(other, paper, Propose(clause="trust", by="p3", text="From elsewhere."), clock)
        join(other, paper, "Dag", Side.OTHER, clock)
        below = app.screen_stack[-2]
        await wait_for(pilot, lambda: 4 == len(below._named.agreement.present), "the news")
        assert "Nobody is talked about behind a door. More" == app.screen.query_one(SharedText).text
        await pilot.press("enter")
        await wait_for_screen(pilot, "AgreementScreen")
        await wait_for(pilot, lambda: "behind a door. More" in shown(app, "#told"), "what was typed")

        assert "1 said no" not in offered(app)[1]
        assert "open, 3 to answer" in offered(app)[3]


async def test_words_that_changed_while_one_typed_are_shown_and_the_draft_stays(
    store: SqliteStore, other: SqliteStore
) -> None:
    """A proposal over words that are no longer there is not kept at once: both are shown, and Enter again keeps it."""
    async with opened(store, "proposal") as (app, pilot):
        paper = only(store)
        await pilot.press(*" More")
        carry_out(other, paper, Propose(clause="inclusion", by="p3", text="Other words."), clock)
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Now it says: Other words." in shown(app), "what changed")
        await wait_for_screen(pilot, "AskShared")
        assert "Nobody is talked about behind a door. More" == app.screen.query_one(SharedText).text
        assert 2 == len(read(store, paper).agreement.wordings["inclusion"])
        await pilot.press("escape")
        await wait_for(pilot, lambda: "Escape again leaves what you typed behind" in shown(app), "the warning")
        await pilot.press("enter")
        await wait_for_screen(pilot, "AgreementScreen")

    texts = [wording.text for wording in read(store, paper).agreement.wordings["inclusion"]]
    assert ["Other words.", "Nobody is talked about behind a door. More"] == texts[1:]


async def test_a_yes_to_words_that_changed_is_told(store: SqliteStore, other: SqliteStore) -> None:
    """Between reading and answering, somebody wrote other words: the answer is not kept, and they are shown."""
    async with opened(store, "agreement") as (app, pilot):
        paper = only(store)
        await pilot.press("y")
        await wait_for_screen(pilot, "Choose")
        carry_out(other, paper, Propose(clause="inclusion", by="p2", text="Other words."), clock)
        await choose_way(pilot, "Carla")
        await wait_for(pilot, lambda: "Somebody wrote other words for this meanwhile." in shown(app), "the notice")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Other words." in shown(app, "#told"), "the words")

    assert ["p2"] == [answer.by for answer in read(store, paper).agreement.wording("inclusion").answers]


async def test_a_no_needs_no_reason_and_can_be_left(store: SqliteStore) -> None:
    """Enter without a reason says no; Escape says nothing, and asks again where something was typed."""
    async with opened(store, "agreement") as (app, pilot):
        await switch_to(pilot, "Carla")
        await pilot.press("n")
        await wait_for_screen(pilot, "AskShared")
        await pilot.press("x", "escape")
        await wait_for(pilot, lambda: "Escape again leaves" in shown(app), "the warning")
        await pilot.press("escape")
        await wait_for_screen(pilot, "AgreementScreen")
        assert "1 said no, 1 to answer" in offered(app)[1]
        await pilot.press("n")
        await say(pilot, "")
        await wait_for(pilot, lambda: "Carla (leaders) says no, without a reason." in shown(app, "#told"), "the no")


async def test_who_is_taken_out_is_named_nowhere(store: SqliteStore, other: SqliteStore) -> None:
    """After a removal, here or elsewhere, no page has the name or the initials; what was said stays."""
    async with opened(store, "agreement") as (app, pilot):
        await pilot.press("w")
        await choose_way(pilot, "Take a person out")
        await wait_for(pilot, lambda: "Who is taken out?" in shown(app), "the question")
        await choose_way(pilot, "Anna")
        said = "somebody of the patients' side, removed says no: It happens every day."
        await wait_for(pilot, lambda: said in shown(app, "#told"), said)
        remove(other, only(store), "p2", clock)
        await wait_for(pilot, lambda: "somebody of the staff's side" in shown(app, "#told"), "the other removal")
        seen = ""
        await pilot.press("h", "home")
        for _ in range(14):
            seen += rows(app)
            await pilot.press("down")
            await pilot.pause()

    assert [] == [name for name in ("Anna", "AB", "Bo ") if name in seen]
    assert "Carla" in seen


async def test_who_comes_later_is_offered_it(store: SqliteStore) -> None:
    """Whoever joins after somebody has signed is told to read it, and how to sign it or to say no."""
    async with opened(store, "agreement") as (app, pilot):
        await pilot.press("w")
        await choose_way(pilot, "Add a person")
        await say(pilot, "Dag")
        await choose_way(pilot, "Another")
        await wait_for_screen(pilot, "Notice")
        await wait_for(pilot, lambda: "Others have signed this before you came." in shown(app), "the offer")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "At the keyboard: Dag (others)." in shown(app), "who joined")
        assert "Has not signed version 1: Bo (staff), Carla (leaders), Dag (others)." in shown(app)
        await sign_as(pilot, "D")
        await wait_for(pilot, lambda: "Has not signed version 1: Bo (staff), Carla (leaders)." in shown(app), "it")


async def test_no_page_shows_a_digest(store: SqliteStore) -> None:
    """Neither the clauses nor the signatures nor any history show it."""
    async with opened(store, "agreement", (120, 36)) as (app, pilot):
        (version,) = read(store, only(store)).agreement.versions
        seen = ""
        for _ in range(2):
            await pilot.press("home")
            for _ in range(14):
                await pilot.pause()
                seen += rows(app)
                await pilot.press("down")
            await pilot.press("h")

    assert version.digest[:8] not in seen
    assert "The text was put up for signing as version 1." in " ".join(seen.split())


async def test_a_review_date_that_has_passed_was_due(store: SqliteStore) -> None:
    """On screen a day that is over says so, and what is no day is refused with the way to write one."""
    paper = agreed(store)
    carry_out(store, paper, Propose(clause="review", by="p1", text="1 March 2020"), clock)
    async with opened(store, "agreement") as (app, pilot):
        await pilot.press(*["down"] * 7)
        await wait_for(pilot, lambda: "Was due on 1 March 2020." in shown(app, "#told"), "the date")
        await switch_to(pilot, "Bo")
        await pilot.press("p")
        await say(pilot, "x")
        await wait_for(pilot, lambda: "Write a day, as 1 March 2030" in shown(app), "the advice")
        assert "2020-03-01x" == app.screen.query_one(SharedText).text


@pytest.mark.parametrize(("number", "ending", "begins"), [(1, "html", "<!DOCTYPE html>"), (2, "md", "# How we talk")])
async def test_export_writes_a_file_of_ones_own(
    store: SqliteStore, home: Path, number: int, ending: str, begins: str
) -> None:
    """It is written where nothing was, readable by its owner alone, and the place is said."""
    async with opened(store, "agreement") as (app, pilot):
        paper = only(store)
        (home / f"agreement-{paper}.{ending}").write_text("mine")
        await pilot.press("e")
        await wait_for_screen(pilot, "Choose")
        await pilot.press(str(number))
        await wait_for(pilot, lambda: "Written" in shown(app), "the place")
        written = home / f"agreement-{paper}-2.{ending}"

        assert written.read_text().startswith(begins)
        assert 0o600 == stat.S_IMODE(written.stat().st_mode)
        assert "mine" == (home / f"agreement-{paper}.{ending}").read_text()


async def test_an_idea_is_in_no_text(store: SqliteStore) -> None:
    """What one could say is shown on a key, and nothing of it is kept."""
    async with opened(store, "agreement") as (app, pilot):
        before = store.paper(only(store))
        await pilot.press("i")
        await wait_for(pilot, lambda: "For instance, not in the text:" in shown(app, "#told"), "the idea")
        await pilot.press("i")
        await wait_for(pilot, lambda: "For instance" not in shown(app, "#told"), "no idea")

    assert before == store.paper(only(store))


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 16)])
async def test_hostile_text_is_only_shown(store: SqliteStore, size: tuple[int, int]) -> None:
    """Titles, names, words and reasons that are markup or steer a terminal run nothing and crash nothing."""
    paper = begin(store, PASTED, clock).id
    for side in (Side.PATIENTS, Side.STAFF):
        join(store, paper, PASTED, side, clock)
    carry_out(store, paper, Propose(clause="power", by="p1", text=PASTED), clock)
    carry_out(store, paper, Refuse(clause="power", by="p2", wording=1, dissent=PASTED), clock)
    carry_out(store, paper, Propose(clause="trust", by="p1", text="[/"), clock)
    carry_out(store, paper, Accept(clause="trust", by="p2", wording=1), clock)
    app = TrainerApp(store)
    found, seen = [], ""
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:

        async def look(screen: str) -> None:
            nonlocal seen
            await wait_for_screen(pilot, screen)
            seen += rows(app)
            metas = [segment.style.meta for strip in strips(app) for segment in strip if segment.style]
            found.extend(meta for meta in metas if "@click" in meta)

        await wait_for_screen(pilot, "Home")
        app.action_agreement()
        await look("Agreements")
        await pilot.press("1")
        await look("AgreementScreen")
        await pilot.press("w")
        await look("Choose")
        await pilot.press("2")
        for key in ("h", "down", "down", "down", "end", "home"):
            await look("AgreementScreen")
            await pilot.press(key)
            await pilot.pause()
        for key, screen in (("enter", "Choose"), ("n", "AskShared"), ("p", "AskShared"), ("s", "Choose")):
            await pilot.press(key)
            await look(screen)
            await pilot.press("escape")
            await wait_for_screen(pilot, "AgreementScreen")
        await pilot.press("p")
        await wait_for_screen(pilot, "AskShared")
        area = app.screen.query_one(SharedText)
        area.select_all()
        area.post_message(events.Paste(PASTED * 40))
        await wait_for(pilot, lambda: "Only 2,000 characters are kept" in shown(app), "the limit")
        assert 2000 == len(area.text)
        await pilot.press("enter")
        await look("AgreementScreen")

    assert [] == found
    assert not UNSAFE.search(seen.replace("\n", ""))
    assert HOSTILE[:20] in read(store, paper).agreement.wording("power").text


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 16)])
async def test_every_clause_is_in_reach_with_its_state_in_words(store: SqliteStore, size: tuple[int, int]) -> None:
    """Down leads through all of them, and each says in words where it stands, beside or below the list."""
    async with opened(store, "agreement", size) as (app, pilot):
        await pilot.press("home")
        for label in offered(app):
            heading, state = label.split("\n")
            await wait_for(pilot, lambda heading=heading: heading.split()[0] in shown(app, "#told"), heading)
            assert state.startswith(("agreed", "open, ", "the same", "2 to sign"))
            await pilot.press("down")
