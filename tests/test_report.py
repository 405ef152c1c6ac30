"""The take-away: what is in it and in which order, what is not, and that outside text stays text in every form."""

import json
import sqlite3
import stat
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import CANARY, WAY, option, scenario_text, short_story, turn
from running import HOSTILE, STEERING, Program

from trainer.engine.events import ReplyMade
from trainer.errors import UsageError
from trainer.report import Asked, With, as_markdown, attempts_beside, take_away
from trainer.report.document import Course
from trainer.report.file import refuse_existing, write
from trainer.report.html import rendered as as_page
from trainer.report.plots import drawn
from trainer.scenario.load import parse
from trainer.session import Session
from trainer.store.sqlite import SqliteStore
from trainer.wording import BOUNDED, NOT_SO, NOT_THE_CHOICE_BUT_THE_PERSON, STILL_UNDER_WAY

WORDS, FELT, NOTED, WANTED = "plum kestrel", "amber otter", "violet badger", "scarlet lynx"
"""Typed by the person; private until asked for."""
PRIVATE = (WORDS, FELT, NOTED, WANTED)
EVERYTHING = Asked(figures=True, typed=frozenset(With))
SECTIONS = [
    "What your words did",
    "What could hurt",
    "What to take along",
    "Beside the first attempt",
    "Who knew what",
    "Who had most room",
    "What was done in the room",
    "The choices that counted",
    "The whole talk, with what each thought",
    "How it was for you",
    "In your own words",
    "Your notes",
]
NO_CLOSE = {"meta"}
"""The only element of the page that has no end tag."""


@pytest.fixture
def store(memory_folder: Path) -> Iterator[SqliteStore]:
    """Open a store in which nothing is kept yet."""
    opened = SqliteStore(memory_folder / "store.db")
    yield opened
    opened.close()


def rich_story(*, say: str = "", **keys: object) -> str:
    """Return a story with facts, meters, stakes, harm, a routine, and three turns of staff; `say` is in all of it."""

    def at(to: str, **more: object) -> dict[str, object]:
        return turn(
            option("hear", to, shows={"listening": 2}, action="bystand", tilt=-20, change={"trust": 20}),
            option(
                "brush",
                to,
                say=f"Never mind that.{say}",
                shows={"listening": -2},
                action="move",
                tilt=30,
                change={"trust": -15},
                routine="change-topic",
                harm=f"It could wound.{say}",
                why=f"I think it was quick.{say} What was the hurry?",
                tells=["late", "illness"],
            ),
            option("allude", to, shows={"voicing": 1}, alludes=["illness"]),
            **more,
        )

    cast = {
        "staff": {"name": f"Ingrid{say}", "is": "nurse", "side": "staff", "seat": True, "stakes": f"A little.{say}"},
        "patient": {"name": "Jonas", "is": "patient", "side": "patients", "seat": True, "stakes": "His place."},
        "leader": {"name": "Berit", "is": "unit leader", "side": "leaders"},
    }
    beats = {
        "one": at(
            "two",
            lines=[
                {"note": f"Rain.{say}"},
                {"patient": f"Well?{say}", "action": "move"},
                {"thought": {"patient": f"A {CANARY}."}},
            ],
            checkin="How is it?",
        ),
        "two": at("three", own_words=True),
        "three": at("hall/alone"),
    }
    scenes = {
        "room": {"title": f"A room{say}", "present": ["staff", "patient"], "beats": beats},
        "hall": {
            "title": "The hall",
            "present": ["patient", "leader"],
            "concerns": ["staff"],
            "backstage": "vents",
            "beats": {"alone": turn(option("moan", say=f"Behind her back.{say}", tilt=-5), seat="patient")},
        },
    }
    return scenario_text(
        {},
        **{
            "cast": cast,
            "scenes": scenes,
            "start": "room/one",
            "meters": {"trust": {"of": "patient", "start": 40}},
            "facts": {
                "late": {"text": f"The round is late.{say}", "known_by": ["staff"], "concerns": ["patient"]},
                "illness": {
                    "text": f"Somebody is ill.{say}",
                    "known_by": ["staff"],
                    "confidential": True,
                    "in_general": f"It has been a hard week.{say}",
                },
                "wish": {"text": f"Jonas wants a key.{say}", "known_by": ["patient"], "concerns": ["staff"]},
            },
            "ends": {"out": {"title": f"Out{say}", "text": f"They part.{say}"}},
        }
        | keys,
    )


def played(
    store: SqliteStore, story: str = "", replies: tuple[str, ...] = ("brush", "brush", "allude"), extra: str = ""
) -> Session:
    """Return a session with everything that a person can type in it."""
    session = Session.begin(store, parse(story or rich_story()), "staff", seed=1)
    session.start()
    for reply in replies:
        if session.checkin:
            session.check_in(f"{FELT}{extra}", 3)
        session.reply(reply)
        if session.wants_words:
            session.give_words(f"{WORDS}{extra}")
    session.write_note("how-it-was", f"{NOTED}{extra}")
    return session


def forked(session: Session) -> Session:
    """Return a second attempt from the first choice on, played to its end."""
    place = next(number for number, event in enumerate(session.events) if isinstance(event, ReplyMade))
    fork = session.fork(place)
    for reply in ("hear", "brush", "hear"):
        fork.reply(reply)
    return fork


def marked(session: Session) -> Session:
    """Return `session` with some readings marked."""
    debrief = session.look_back()
    first = debrief.moments[0].choice.position
    for reading in (f"harm@{first}", f"moment@{first}", f"breach:illness@{first}", "unsaid:unknown", "range:actions"):
        session.mark(reading, is_so=False)
    return session


class Page(HTMLParser):
    """A page as a browser would take it apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stray: list[str] = []
        self.headings: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note that it is open."""
        self.tags.append((tag, dict(attrs)))
        if tag not in NO_CLOSE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed at once."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which has to be this one."""
        if not self.open or self.open.pop() != tag:
            self.stray.append(tag)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data
        if self.open[-1:] == ["h2"]:
            self.headings.append(data)


def pages(session: Session, asked: Asked, store: SqliteStore) -> tuple[str, str]:
    """Return the take-away as Markdown and as a page."""
    told = attempts_beside(store, session)
    return as_markdown(session, None, asked, told), as_page(take_away(session, None, asked, told))


def test_sections_in_order(store: SqliteStore) -> None:
    """With everything asked for every section is there once, short first, in both forms."""
    session = played(store)
    forked(session)
    text, page = pages(session, EVERYTHING, store)

    assert SECTIONS == [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert SECTIONS == Page(page).headings
    assert text.startswith("# Looking back: Small\n\nYour part: Ingrid, nurse.\n\nHow it ended: Out. They part.\n")
    assert text.endswith("Figures are no basis for decisions about staff or about anybody's treatment.\n")


def test_both_forms_say_the_same(store: SqliteStore) -> None:
    """Every sentence of the Markdown is in the page."""
    session = marked(played(store))
    forked(session)
    text, page = pages(session, EVERYTHING, store)
    shown = " ".join(Page(page).text.split())
    told = [line.lstrip("#-0123456789. ").strip().partition(": ")[2] for line in text.splitlines()]

    assert [] == [line for line in told if line and line not in shown]


@pytest.mark.parametrize("shape", ["md", "html", "json"])
def test_nothing_that_was_typed_unasked(program: Program, shape: str) -> None:
    """Own words, feelings, notes and the intention are in no byte of a take-away unless asked for by name."""
    store = program.sessions()
    before = played(store)
    before.write_note("intention", WANTED)
    session = played(store)
    assert WANTED == session.intention
    store.close()
    expected: dict[tuple[str, ...], set[str]] = {(): set(), ("--figures",): set()}
    if shape != "json":
        expected |= {("--with", "words"): {WORDS}, ("--with", "feelings"): {FELT}, ("--with", "notes"): {NOTED, WANTED}}
    found = {}
    for more in expected:
        file = program.folder / "out"
        done = program.run("debrief", session.id, "--format", shape, *more, "-o", str(file), "--force")
        assert (0, "") == (done.status, done.out)
        found[more] = {text for text in PRIVATE if text.encode() in file.read_bytes()}

    assert expected == found


def test_what_is_left_out_is_said_where_there_is_something(store: SqliteStore) -> None:
    """A line says how to ask for words and feelings where some are kept; of notes it is the same with and without."""
    typed = as_markdown(played(store))
    silent = Session.begin(store, parse(rich_story()), "staff", seed=1)
    silent.start()
    for reply in ("brush", "brush", "allude"):
        silent.reply(reply)
    told = as_markdown(silent)
    lines = ("Your own words are left out; --with words puts them in.", "What you felt is left out; --with feelings")

    assert [True, True] == [line in typed for line in lines]
    assert [False, False] == [line in told for line in lines]
    assert 1 == typed.count("--with notes") == told.count("--with notes")
    assert not any(line in as_markdown(silent, None, EVERYTHING) for line in (*lines, "--with notes"))


def test_figures_only_when_asked_for(store: SqliteStore) -> None:
    """Words come alone; figures come with what they are and are not."""
    session = played(store)
    words, figures = as_markdown(session), as_markdown(session, None, Asked(figures=True))

    assert "- Listening: little of what was open to you.\n" in words
    assert "probably between" not in words
    assert NOT_THE_CHOICE_BUT_THE_PERSON not in words
    assert "- Listening: 17, probably between" in figures
    assert NOT_THE_CHOICE_BUT_THE_PERSON in figures
    assert "In figures: 40, 25, 10, 10, 10." in figures
    assert "“Never mind that.” Somewhat more on the staff's side (+30)." in figures
    assert "“Never mind that.” Somewhat more on the staff's side.\n" in words


def test_who_knew_what(store: SqliteStore) -> None:
    """Of each fact: who knew it, who told whom, what was spoken of in general, told without right, and not told."""
    text = as_markdown(played(store))

    assert "Known from the start by Ingrid.\n- Ingrid (you) said: “Never mind that.” Told to Jonas.\n" in text
    assert "It was confidential. In general it could be put so: “It has been a hard week.”" in text
    assert "“Never mind that.” Told to Jonas. To Jonas it was not yours to tell.\n" in text
    assert "“Never mind that.” Told; everybody there knew it.\n" in text
    assert "“I say allude.” Spoken of in general; it told nobody." in text
    assert (
        "Jonas wants a key.\n\n- Known from the start by Jonas.\n- Not yet told to Ingrid, whom it concerns.\n" in text
    )


def test_turning_points_tell_what_was_open(store: SqliteStore) -> None:
    """A turning point has what it showed, what else would have shown, and what could have come of it."""
    text = as_markdown(played(store))
    part = text.partition("### A choice that weighed: more was open (choice 1)")[2].partition("\n### ")[0]

    assert "You: Never mind that.\n\nI think it was quick. It was a way of protecting oneself, too: changing" in part
    assert "What was the hurry?" in part
    assert "It showed:\n\n- Listening: clearly the opposite.\n" in part
    assert "- I say hear. It would have shown: listening: clearly.\n" in part
    assert "- Listening: between little and nearly all; who answers blindly comes to about half.\n" in part
    assert "Ends that could come: Out." in part
    assert BOUNDED not in part


def test_not_everything_was_looked_at(store: SqliteStore) -> None:
    """A story that goes in circles says that not every way on was looked at."""
    beats = {
        "one": turn(
            option("again", "one", shows={"listening": 1}), option("on", "two", shows={"listening": -1}, say="On.")
        ),
        "two": turn(option("out")),
    }
    session = played(store, scenario_text(beats), ("on", "out"))

    assert BOUNDED in as_markdown(session)
    assert BOUNDED in as_page(take_away(session))


def test_marks_travel(store: SqliteStore) -> None:
    """What a person marked “not so for me” carries the mark wherever it stands, in both forms."""
    session = marked(played(store))
    text, page = pages(session, Asked(), store)

    assert 10 == text.count(NOT_SO) == Page(page).text.count(NOT_SO)
    for section, times in (
        ("What could hurt", 1),
        ("What to take along", 4),
        ("Who knew what", 2),
        ("What was done in the room", 1),
        ("The choices that counted", 1),
        ("The whole talk, with what each thought", 1),
    ):
        told = text.partition(f"## {section}\n")[2].partition("\n## ")[0]
        assert times == told.count(NOT_SO), section
    assert NOT_SO not in as_markdown(played(store))


def test_before_the_end_nothing_of_others_is_open(store: SqliteStore) -> None:
    """While a play goes on neither thoughts, nor what was kept from the learner, nor ends are told."""
    session = played(store, replies=("brush", "hear"))
    for told in pages(session, EVERYTHING, store):
        assert CANARY not in told
        assert "Jonas wants a key" not in told
        assert "Who knew what" not in told
        assert "The talk so far" in told
        assert "They part" not in told
        assert "Ends that could come" not in told
    assert STILL_UNDER_WAY in as_markdown(session)

    session.close()
    closed = as_markdown(session)
    assert "The story did not come to an end.\n" in closed
    assert f"Jonas thinks: A {CANARY}." in closed


def test_the_end_opens_what_was_said_elsewhere(store: SqliteStore) -> None:
    """After the end there are the others' thoughts, and the talk where the learner was not."""
    text = as_markdown(played(store))

    assert f"Jonas thinks: A {CANARY}." in text
    assert "### The hall. Ingrid was not there.\n\nJonas: Behind her back.\n" in text


def test_attempts_beside_each_other(store: SqliteStore) -> None:
    """A first attempt stands beside each fork, a fork beside the first attempt, with how it came back."""
    session = played(store)
    assert () == attempts_beside(store, session)
    fork = forked(session)
    second = forked(session)
    text, of_fork = (as_markdown(each, None, Asked(), attempts_beside(store, each)) for each in (session, fork))

    assert [2, 3] == [attempt.number for attempt in attempts_beside(store, session)]
    assert [3] == [attempt.number for attempt in attempts_beside(store, second)]
    beside = of_fork.partition("## Beside the first attempt")[2]
    assert "### First attempt and attempt 3" in text
    assert "First attempt, you said: Never mind that.  \n" in beside
    assert "Attempt 2, you said: I say hear.  \nAttempt 2, it showed: listening: clearly.\n" in beside
    assert "Attempt 2, where it led: Out. They part.\n" in beside
    assert "This time it was another way. Whether it was for something else only you can say.\n" in beside
    assert "This time it was the same way.\n" in beside


def test_going_back_is_told(store: SqliteStore) -> None:
    """The numbers of the choices are those that `trainer resume --from` takes."""
    session = played(store)
    text = as_markdown(session)

    assert f"trainer resume {session.id} --from N, where N is its number.\n" in text
    assert [f"### {number}. A room" for number in (1, 2, 3)] == [
        line for line in text.splitlines() if line.startswith("### ") and line.endswith(" A room") and line[4].isdigit()
    ]


MARKUP = (
    "<script>alert(1)</script><img src=x onerror=y> & &lt; [a](javascript:x) ![b](c) `d` **e** {{ 7*7 }} {% f %} \"'>"
)


def test_outside_text_stays_text(store: SqliteStore) -> None:
    """Hostile text from an author and from the person steers no screen and is no element, in either form."""
    hostile = "\x1b]0;owned\x07[/]\u202eabc\u2066"
    session = played(
        store, rich_story(say=f" {MARKUP}"), extra=f"{MARKUP}{hostile}\n# head\n- item\n> said\n1. one\n==="
    )
    forked(session)
    text, page = pages(session, EVERYTHING, store)
    taken = Page(page)

    assert [] == STEERING.findall(text) + STEERING.findall(page)
    plain = Page(as_page(take_away(played(store), None, EVERYTHING)))
    assert {"script", "img"}.isdisjoint(tag for tag, _ in taken.tags)
    assert {tag for tag, _ in taken.tags} == {tag for tag, _ in plain.tags} | {
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert not any(name.startswith("on") for _, attributes in taken.tags for name in attributes)
    assert MARKUP in taken.text
    assert "\\<script>" in text
    assert "<script" not in text.replace("\\<", "")
    assert "](" not in text.replace("\\](", "")
    assert "\\# head  \n\\- item  \n\\> said  \n1\\. one  \n\\===" in text


def test_the_page_needs_nothing_else(store: SqliteStore) -> None:
    """No scripts, no addresses, links only within the page, and a policy that allows nothing from elsewhere."""
    session = played(store)
    forked(session)
    _, page = pages(session, EVERYTHING, store)
    taken = Page(page)

    assert ([], []) == (taken.open, taken.stray)
    assert "<script" not in page
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    assert "@import" not in page
    links = [attributes["href"] for tag, attributes in taken.tags if tag == "a"]
    ids = [attributes["id"] for _, attributes in taken.tags if "id" in attributes]
    assert [f"#{name}" for name in ids] == links
    assert len(set(ids)) == len(ids)
    assert not any("src" in attributes for _, attributes in taken.tags)
    policy = next(attributes["content"] for _, attributes in taken.tags if "http-equiv" in attributes)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" == policy


def test_the_page_is_in_the_scenarios_language(store: SqliteStore) -> None:
    """The language of the page is the scenario's, English where it does not say."""
    for told, expected in ((rich_story(), "en"), (rich_story(language="nb"), "nb")):
        taken = Page(as_page(take_away(played(store, told))))
        assert expected == dict(taken.tags)["html"]["lang"]


def test_plots_have_words(store: SqliteStore) -> None:
    """Each plot is a figure with a caption, and a picture with the same words for those who do not see it."""
    page = as_page(take_away(played(store)))
    pictures = [attributes for tag, attributes in Page(page).tags if tag == "svg"]

    assert 2 == page.count("<figure>") == page.count("<figcaption>") == len(pictures)
    assert {"img"} == {picture["role"] for picture in pictures}
    labels = [picture["aria-label"] or "" for picture in pictures]
    assert labels[0].startswith("Who had most room now. At the beginning: even. After the last reply: much more on")
    assert labels[1].startswith("Trust (Jonas). Lower after the last reply than at the beginning. It fell most after")
    assert 2 == page.count("<title>Who had most room now.") + page.count("<title>Trust (Jonas).")


def test_a_plot_has_its_points_where_they_belong() -> None:
    """The first value is on the left, the highest at the top, the lowest at the bottom, and the ends have words."""
    course = Course("Trust", "It went.", (0, 100, 50), 0, 100, "least", "most", has_figures=False)
    picture = drawn(course)
    places = [
        (float(attributes["cx"] or ""), float(attributes["cy"] or ""))
        for tag, attributes in Page(picture).tags
        if tag == "circle"
    ]

    assert [0.0, places[2][0] / 2, places[2][0]] == [x for x, _ in places]
    assert [places[0][1], 0.0, places[0][1] / 2] == [y for _, y in places]
    assert ">least<" in picture
    assert ">most<" in picture
    assert ">most 100<" in drawn(course._replace(has_figures=True))
    assert "Unnamed" not in picture


def test_long_plays_have_a_readable_axis() -> None:
    """With many replies not each has its number, so that numbers do not touch."""
    picture = drawn(Course("Trust", "", tuple([50] * 101), 0, 100, "least", "most", has_figures=False))

    assert 1 + 11 == picture.count('dy="1em"')


def test_the_same_every_time(program: Program) -> None:
    """The same log and kept words give the same bytes, whatever order a process hashes in, and in any time zone."""
    store = program.sessions()
    session = marked(played(store))
    forked(session)
    store.close()
    everything = ["--figures", *(part for kind in With for part in ("--with", kind))]
    for shape in ("md", "html", "json"):
        call = ["debrief", session.id, "--format", shape, *(everything if shape != "json" else ())]
        runs = [
            program.run(*call, PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale)
            for seed, zone, locale in (("0", "UTC", "C.UTF-8"), ("1", "Asia/Tokyo", "C.UTF-8"), ("77", "UTC", "C"))
        ]
        assert [0, 0, 0] == [done.status for done in runs]
        assert 1 == len({done.out for done in runs})


def test_a_file_is_the_persons_own(program: Program) -> None:
    """`-o` writes what is otherwise printed, for the owner alone, and replaces nothing that it was not told to."""
    store = program.sessions()
    session = played(store)
    store.close()
    file = program.folder / "away.html"
    call = ("debrief", session.id, "--format", "html")
    printed = program.run(*call).out
    done = program.run(*call, "-o", "away.html")
    assert (0, "", "Written to away.html, for you alone to read.\n") == (done.status, done.out, done.err)
    assert printed.encode() == file.read_bytes()
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)

    file.write_text("mine")
    file.chmod(0o644)
    again = program.run(*call, "-o", "away.html")
    assert (2, "", "away.html is there already; --force replaces it.\n") == (again.status, again.out, again.err)
    assert "mine" == file.read_text()
    assert 0 == program.run(*call, "-o", "away.html", "--force").status
    assert printed.encode() == file.read_bytes()
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert ["away.html", "store.db"] == sorted(path.name for path in program.folder.iterdir())


def test_a_file_that_cannot_be_written(program: Program) -> None:
    """A missing folder, a folder in its place, or no room is a sentence, and leaves nothing behind."""
    store = program.sessions()
    session = played(store)
    store.close()
    (program.folder / "folder").mkdir()
    for path, told in (
        ("nowhere/away.md", "nowhere/away.md could not be written: No such file or directory.\n"),
        ("folder", "folder is no file. Give the path of one.\n"),
        (f"{HOSTILE.replace(chr(0), '')}/x", "could not be written: No such file or directory.\n"),
    ):
        done = program.run("debrief", session.id, "-o", path, "--force")
        assert (2, "") == (done.status, done.out)
        assert done.err.endswith(told)
        assert [] == STEERING.findall(done.err)
    assert ["folder", "store.db"] == sorted(path.name for path in program.folder.iterdir())


def test_what_was_typed_never_goes_with_json(program: Program) -> None:
    """Asking for what was typed in the JSON is refused, instead of left unanswered."""
    store = program.sessions()
    session = played(store)
    store.close()
    for more in (["--json"], ["--format", "json"]):
        done = program.run("debrief", session.id, *more, "--with", "words")
        assert (2, "") == (done.status, done.out)
        assert done.err == "What you typed is never in the JSON; --with goes with --format md or html.\n"
    keys = json.loads(program.run("debrief", session.id, "--json").out).keys()
    documented = (Path(__file__).parent.parent / "docs" / "json.md").read_text()
    assert [] == [key for key in keys if f"`{key}`" not in documented]


def test_a_short_play_leaves_out_what_there_is_nothing_of(store: SqliteStore) -> None:
    """Without harm, facts and what was typed those sections are not there; a play without moments says so."""
    session = Session.begin(store, parse(short_story()), "staff", seed=1)
    session.start()
    for reply in WAY:
        session.reply(reply)
    plain = Session.begin(store, parse(scenario_text({"a": turn(option("out"))})), "staff", seed=1)
    plain.start()
    plain.reply("out")

    headings = Page(as_page(take_away(session))).headings
    assert {"What could hurt", "Who knew what", "In your own words", "Your notes"}.isdisjoint(headings)
    assert "## The choices that counted\n\nThere were none in this play.\n" in as_markdown(plain)


def test_a_take_away_pays_for_its_form_alone(program: Program) -> None:
    """Text and JSON load neither the library of pages nor that of plots."""
    store = program.sessions()
    session = played(store)
    store.close()
    for shape, expected in (("md", set()), ("json", set()), ("html", {"jinja2", "leather"})):
        done = program.run("debrief", session.id, "--format", shape, PYTHONPROFILEIMPORTTIME="1")
        loaded = {line.rpartition("|")[2].strip() for line in done.err.splitlines() if line.startswith("import time:")}
        assert "trainer.cli" in loaded
        assert expected == loaded & {"jinja2", "leather"}


def test_a_file_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """Between the question and the writing somebody else may have put a file there; it stays unless forced."""
    path = tmp_path / "away.md"
    refuse_existing(path, is_forced=False)
    path.write_text("mine")
    with pytest.raises(UsageError, match="is there already; --force replaces it"):
        write(path, "new", is_forced=False)

    assert "mine" == path.read_text()
    write(path, "new", is_forced=True)
    assert ("new", ["away.md"]) == (path.read_text(), [each.name for each in tmp_path.iterdir()])


def test_a_link_keeps_being_one(tmp_path: Path) -> None:
    """What a link points to is written, and the link stays."""
    target, link = tmp_path / "target.md", tmp_path / "link.md"
    target.write_text("old")
    link.symlink_to(target)
    write(link, "new", is_forced=True)

    assert link.is_symlink()
    assert "new" == target.read_text()


def test_a_device_is_no_file_to_replace() -> None:
    """A device is refused, forced or not."""
    with pytest.raises(UsageError, match="is no file"):
        refuse_existing(Path("/dev/null"), is_forced=True)


def test_a_damaged_attempt_hides_no_other(store: SqliteStore) -> None:
    """An attempt whose record is damaged stands beside nothing, and the others are told as ever."""
    session = played(store)
    forked(session)
    damaged = forked(session)
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE event SET stored = x'00' WHERE session = ? AND version = 3", (damaged.id,))

    assert 1 == len(attempts_beside(store, session))


def test_words_that_cannot_be_read_hide_no_looking_back(store: SqliteStore) -> None:
    """Own words whose bytes were damaged are shown as changed, and the rest is told."""
    session = played(store)
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE words SET text = CAST(x'ff41' AS TEXT)")

    assert "These words were changed since they were typed" in as_markdown(session, None, EVERYTHING)
