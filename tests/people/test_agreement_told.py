"""An agreement in words: in a room's briefing, line by line, in its history, and days as people write them."""

from datetime import date

import pytest
from agreeing import Talk

from trainer.people.agreement.as_json import whole
from trainer.people.agreement.days import day_of, told_day, told_review
from trainer.people.agreement.history import history
from trainer.people.agreement.named import Named, keys_of
from trainer.people.agreement.plainly import told
from trainer.people.agreement.told import agreement_told

TODAY = date(2030, 3, 1)
TWO = ("join patients", "join staff")
AGREED = (*TWO, "p1 power: We say it aloud", "p2 yes power", "p1 broken: The leader", "p2 yes broken")
YOU_MEET = "You meet under the agreement “The day room”."
FIXED = (
    "Nothing that is said here is used to discharge anybody, or to plan shifts.",
    "Where somebody's life is in danger, staff must act. Nobody may promise anything else.",
)
OPEN = (
    "Open, and not agreed: Exclusion and inclusion, Confidentiality and transparency, Trust and openness, "
    "Communication, Collaboration, Decision-making, Scope, What nobody may promise."
)


def named(talk: Talk, **names: str) -> Named:
    """Return the agreement of `talk` with what its parties are called."""
    return Named.of("abcd", talk.agreement, {key.replace("_", "/"): name for key, name in names.items()})


def test_a_briefing_tells_the_whole_in_plain_lines() -> None:
    """What is agreed, what is open, who decides, what holds in any case, whom to tell, and whether all have signed."""
    talk = Talk(*AGREED, "p1 signs", "p2 signs", "p1 decides: The treatment meeting.")

    assert (
        f"{YOU_MEET} Version 1 is in force, signed by all. It is being changed; the change is not signed.",
        "Agreed. Power: We say it aloud",
        OPEN,
        "Who decides, and has not signed: not written yet.",
        *FIXED,
        "When this is broken, tell: The leader.",
        "It is read again together: not written yet.",
    ) == agreement_told(talk.agreement)


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (AGREED, "Not everybody has signed it, so it is not in force."),
        ((*AGREED, "p1 signs"), "Not everybody has signed it, so it is not in force."),
        ((*AGREED, "p1 signs", "p2 signs"), "Version 1 is in force. Everybody has signed it."),
        (
            (*AGREED, "p1 signs", "p2 signs", "join leaders"),
            "Version 1 is in force. Not signed yet by 1 person who came later.",
        ),
    ],
)
def test_a_briefing_says_whether_all_have_signed(lines: tuple[str, ...], first: str) -> None:
    """The first line says whether the text is in force, and whether somebody has yet to sign it."""
    assert f"{YOU_MEET} {first}" == agreement_told(Talk(*lines).agreement)[0]


def test_a_briefing_before_anything_is_signed_tells_what_is_proposed() -> None:
    """Without a version in force the text as it stands is told, and what is not agreed in it is said to be so."""
    talk = Talk(*TWO, "p1 decides: The treatment meeting", "p1 review: 2030-02-28", "p1 broken: One\ntwo")
    lines = agreement_told(talk.agreement, TODAY)

    assert "Who decides, and has not signed: The treatment meeting. (Proposed; not agreed.)" in lines
    assert "When this is broken, tell: One two. (Proposed; not agreed.)" in lines
    assert "It is read again together: Was due on 28 February 2030." in lines
    assert "It is read again together: 28 February 2030." in agreement_told(talk.agreement)
    assert [] == [line for line in lines if line.startswith("Agreed")]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2030-03-01", date(2030, 3, 1)),
        ("2030-3-1", date(2030, 3, 1)),
        ("1.3.2030", date(2030, 3, 1)),
        ("1. 3. 2030", date(2030, 3, 1)),
        ("1 March 2030", date(2030, 3, 1)),
        ("1. mar. 2030", date(2030, 3, 1)),
        ("1st of March, 2030", date(2030, 3, 1)),
        ("March 1st, 2030.", date(2030, 3, 1)),
        ("  SEPT  9  2030 ", date(2030, 9, 9)),
        ("29 February 2028", date(2028, 2, 29)),
        ("29 February 2030", None),
        ("31.4.2030", None),
        ("1 Smarch 2030", None),
        ("1/3/2030", None),
        ("soon", None),
        ("", None),
        ("٠١-٠٣-٢٠٣٠", None),
    ],
)
def test_days_are_read_as_people_write_them(written: str, day: date | None) -> None:
    """ISO, with dots, and with the month's name; what could be two days, or is none, is not taken for one."""
    assert day == day_of(written)


def test_a_day_that_has_passed_was_due() -> None:
    """On the day itself it is not past yet."""
    assert "1 March 2030." == told_review("2030-03-01", TODAY)
    assert "Was due on 28 February 2030." == told_review("2030-02-28", TODAY)
    assert "some day" == told_review("some day", TODAY)
    assert "31 December 2029" == told_day(date(2029, 12, 31))


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ((), "open, nothing written"),
        (("p1 power: A",), "open, 1 to answer"),
        (("p1 power: A", "p2 no power"), "open, 1 said no"),
        (("join staff", "p1 power: A", "p2 no power"), "open, 1 said no, 1 to answer"),
        (("p1 power: A", "p2 yes power"), "agreed"),
    ],
)
def test_where_a_clause_stands_is_said_in_words(lines: tuple[str, ...], state: str) -> None:
    """Agreed, or open and why."""
    assert state == named(Talk(*TWO, *lines)).state("power")


@pytest.mark.parametrize(
    ("lines", "standing"),
    [
        (AGREED, ("Not in force: it has not been signed by all.", "Nobody is here from the leaders' side.")),
        (
            (*AGREED, "join leaders", "p1 signs"),
            (
                "Not in force: it has not been signed by all.",
                "Has not signed version 1: Bo (staff), somebody of the leaders' side.",
            ),
        ),
        (
            (*AGREED, "join leaders", "p1 signs", "p2 trust: B"),
            (
                "Not in force: it has not been signed by all.",
                "The text was changed since somebody signed. All sign anew.",
            ),
        ),
        (
            (*AGREED, "p1 signs", "p2 signs", "join leaders", "p2 trust: B"),
            ("Version 1 is in force.", "It is being changed: version 2 has to be signed by all."),
        ),
        (
            ("join other",),
            (
                "Not in force: it has not been signed by all.",
                "Nobody is here from the patients' side, the staff's side or the leaders' side.",
            ),
        ),
    ],
)
def test_where_the_whole_stands(lines: tuple[str, ...], standing: tuple[str, ...]) -> None:
    """Which version is in force, who has not signed, and which side is missing."""
    assert standing == named(Talk(*lines), p1="Anna", p2="Bo").standing()


def test_who_was_removed_is_somebody_of_their_side() -> None:
    """No name and no initials of a removed person are told, wherever they said something, even if still kept."""
    talk = Talk(*TWO, "p1 power: A", "p2 no power: Why", "p1 signs", "p2 signs", "remove p2", "join leaders")
    all_of_it = named(talk, p1="Anna", p2="Bo", p1_1="AA", p2_1="BB", p3="Bo")
    texts = [*told(all_of_it, TODAY), *(each.told for each in history(all_of_it, talk.log)), str(whole(all_of_it))]

    assert "somebody of the staff's side, removed" == all_of_it.who("p2")
    assert [] == [text for text in texts if "BB" in text]
    assert ["p3  Bo (leaders)"] == [text for text in texts[:-1] if "Bo" in text and text.startswith("p3")]
    assert "p3" == all_of_it.party("bo").id
    assert "AA" == all_of_it.initials("p1", 1)
    assert "" == all_of_it.initials("p2", 1)
    assert ["AA", "removed", "signed"] == [all_of_it.signed_as(party, 1) for party in ("p1", "p2", "p3")]


def test_a_person_is_meant_by_id_or_by_a_name_that_only_they_have() -> None:
    """Where two have the same name, neither is meant by it."""
    talk = named(Talk(*TWO, "join other"), p1="Anna", p2="Bo", p3="bo")

    assert ["p1", "p1", None, None] == [
        party.id if party else None for party in map(talk.party, ("P1", "anna ", "bo", "x"))
    ]
    assert ("p1", "p1/1") == keys_of("p1", {"p1": "", "p1/1": "", "p10": "", "p10/1": ""})


def test_history_is_told_in_order() -> None:
    """Everything that happened is told with who did it; of one clause only what is about that."""
    talk = Talk(*TWO, "p1 power: A", "p2 no power: Why", "p2 no power", "p2 yes power", "p1 signs", "remove p2")
    with_names = named(talk, p1="Anna")

    assert [
        "“The day room” was begun.",
        "Anna (patients) joined.",
        "somebody of the staff's side, removed joined.",
        "Power: Anna (patients) proposes: A",
        "Power: somebody of the staff's side, removed says no: Why",
        "Power: somebody of the staff's side, removed says no, without a reason.",
        "Power: somebody of the staff's side, removed says yes.",
        "The text was put up for signing as version 1.",
        "Anna (patients) signed version 1.",
        "Somebody of the staff's side was removed.",
    ] == [each.told for each in history(with_names, talk.log)]
    assert ["Anna (patients) proposes: A"] == [each.told for each in history(with_names, talk.log, "power")][:1]
    assert () == history(with_names, talk.log, "trust")


def test_line_by_line() -> None:
    """Title, standing, who takes part, what holds in any case, each clause with who said what, and the versions."""
    talk = Talk(*TWO, "p1 power: A", "p2 no power: Why", "p1 review: 2030-02-28", "p1 signs")
    lines = list(told(named(talk, p1="Anna", p2="Bo"), TODAY))

    assert [
        "The day room",
        "Not in force: it has not been signed by all.",
        "Has not signed version 1: Bo (staff).",
    ] == lines[:3]
    assert "p1  Anna (patients), signed version 1" in lines
    start = lines.index("1 power. Power: open, 1 said no")
    assert [
        "Words 1, by Anna (patients): A",
        "Anna (patients) says yes.",
        "Bo (staff) says no: Why",
        "",
        "2 inclusion. Exclusion and inclusion: open, nothing written",
    ] == lines[start + 1 : start + 6]
    assert "Words 1, by Anna (patients): Was due on 28 February 2030." in lines
    assert "Version 1 was signed by 1 of 2, and is not in force." == lines[-1]
    assert FIXED == tuple(line for line in lines if line in FIXED)


def test_as_json() -> None:
    """The whole for programs: parties, clauses with each answer, versions with digest and signatures."""
    talk = Talk(*TWO, "p1 power: A", "p2 no power: Why", "p1 signs")
    written = whole(named(talk, p1="Anna", p2="Bo", p1_1="A"))

    assert 1 == written["format"]
    assert (None, 1, ["p2"]) == (written["in_force"], written["next"], written["unsigned"])
    assert {"party": "p1", "name": "Anna", "side": "patients", "joined": 2, "removed": False} == written["parties"][0]
    assert {
        "clause": "power",
        "agreed": False,
        "words": {
            "number": 1,
            "by": "p1",
            "text": "A",
            "at": 4,
            "answers": [
                {"by": "p1", "yes": True, "dissent": "", "at": 4},
                {"by": "p2", "yes": False, "dissent": "Why", "at": 5},
            ],
        },
        "waiting": [],
    } == written["clauses"][0]
    (version,) = written["versions"]
    assert (["p2"], [{"by": "p1", "initials": "A", "at": 7}]) == (version["missing"], version["signatures"])
    assert {
        "clause": "power",
        "text": "A",
        "agreed": False,
        "dissents": [{"side": "staff", "text": "Why"}],
    } == version["clauses"][0]
