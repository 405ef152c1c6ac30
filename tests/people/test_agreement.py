"""How an agreement stands: when a clause is agreed, what a version is, and who has signed it."""

from datetime import date

import pytest
from agreeing import Talk, command, without_signatures
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.people.agreement import clauses, decide
from trainer.people.agreement.as_json import whole
from trainer.people.agreement.clauses import BY_ID, CLAUSES, Clause, ClauseId
from trainer.people.agreement.codec import decode, encode
from trainer.people.agreement.commands import LONGEST_TEXT, MOST_PARTIES, Accept, Join, Propose, Refuse, Sign
from trainer.people.agreement.decide import CHANGED_MEANWHILE, Refusal, begun
from trainer.people.agreement.events import AgreementBegan, PartyJoined, Recorded, Side
from trainer.people.agreement.evolve import fold
from trainer.people.agreement.named import Named
from trainer.people.agreement.plainly import told
from trainer.people.agreement.text import canonical, digest_of

TWO = ("join patients", "join staff")
THREE = (*TWO, "join leaders")


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ((), "nothing"),
        (("p1 power: A",), "p2 p3"),
        (("p1 power: A", "p2 yes power"), "p3"),
        (("p1 power: A", "p2 yes power", "p3 yes power"), "agreed"),
        (("p1 power: A", "p2 yes power", "p3 no power: Too soft"), "no:p3"),
        (("p1 power: A", "p2 no power"), "no:p2 p3"),
        (("p1 power: A", "p2 no power", "p3 yes power", "p2 yes power"), "agreed"),
        (("p1 power: A", "p2 yes power", "p3 yes power", "p1 no power"), "no:p1"),
        (("p1 power: A", "p2 yes power", "p3 yes power", "p2 power: B"), "p1 p3"),
        (("p1 power: A", "p3 no power", "p2 power: B"), "p1 p3"),
        (("p1 power: A", "p2 power: A"), "p3"),
        (("p1 power: A", "p2 no power", "p3 yes power", "p1 power: A"), "p2 p3"),
        (("p1 power: A", "p2 yes power", "p3 yes power", "join other"), "p4"),
        (("p1 power: A", "p1 signs", "join other"), "p2 p3 p4"),
        (("p1 power: A", "p2 yes power", "p3 yes power", "p1 signs", "join other"), "agreed"),
        (("p1 power: A", "p2 yes power", "p3 yes power", "p1 signs", "join other", "p4 no power"), "no:p4"),
        (("p1 power: A", "p2 yes power", "remove p3"), "agreed"),
        (("p1 power: A", "p2 yes power", "p3 no power", "remove p3"), "no:p3"),
        (("p1 power: A", "p2 yes power", "p3 no power", "remove p3", "p1 power: B", "p2 yes power"), "agreed"),
        (("p1 power: A", "remove p1", "p2 yes power", "p3 yes power"), "agreed"),
    ],
    ids=lambda value: "; ".join(value) if isinstance(value, tuple) else "",
)
def test_when_a_clause_is_agreed(lines: tuple[str, ...], state: str) -> None:
    """It is agreed when all who take part said yes to the same words and no no stands, a removed person's included."""
    assert state == Talk(*THREE, *lines).state("power")


SIGNED = (*TWO, "p1 power: A", "p2 yes power", "p1 signs", "p2 signs")


@pytest.mark.parametrize(
    ("lines", "versions", "signable"),
    [
        ((*TWO, "p1 power: A"), [], None),
        ((*TWO, "p1 power: A", "p1 signs"), ["1: p1 - p2"], 1),
        (SIGNED, ["1: p1 p2 in force"], 1),
        ((*SIGNED, "p1 signs"), ["1: p1 p2 in force"], 1),
        ((*SIGNED, "p2 no power: Not any more"), ["1: p1 p2 in force"], None),
        ((*SIGNED, "p2 no power", "p2 yes power"), ["1: p1 p2 in force"], 1),
        ((*SIGNED, "p2 power: B"), ["1: p1 p2 in force"], None),
        ((*SIGNED, "p2 power: B", "p2 signs"), ["1: p1 p2 in force", "2: p2 - p1"], 2),
        ((*SIGNED, "p2 power: B", "p2 signs", "p1 yes power"), ["1: p1 p2 in force", "2: p2 - p1"], None),
        ((*SIGNED, "p2 power: B", "p2 signs", "p1 signs"), ["1: p1 p2", "2: p2 p1 in force"], 2),
        ((*SIGNED, "join leaders"), ["1: p1 p2 in force"], 1),
        ((*SIGNED, "join leaders", "p3 signs"), ["1: p1 p2 p3 in force"], 1),
        ((*SIGNED, "join leaders", "p3 no power: No"), ["1: p1 p2 in force"], None),
        ((*SIGNED, "remove p2"), ["1: p1 p2 in force"], 1),
        ((*THREE, "p1 power: A", "p1 signs", "p2 signs", "remove p3"), ["1: p1 p2 - p3"], None),
        (
            (*THREE, "p1 power: A", "p1 signs", "p2 signs", "remove p3", "p1 signs", "p2 signs"),
            ["1: p1 p2 - p3", "2: p1 p2 in force"],
            2,
        ),
        ((*TWO, "p1 power: A", "p1 signs", "join staff", "p2 signs"), ["1: p1 p2 in force"], 1),
        ((*TWO, "p1 power: A", "p1 signs", "join staff", "p2 signs", "p3 signs"), ["1: p1 p2 p3 in force"], 1),
    ],
    ids=lambda value: "; ".join(value) if isinstance(value, tuple) else "",
)
def test_what_a_version_is(lines: tuple[str, ...], versions: list[str], signable: int | None) -> None:
    """A text is a version once somebody signs it; it is in force once all signed who took part then.

    A change is another version. Who joins while it is signed is not waited for, and may sign it as well.
    """
    talk = Talk(*lines)

    assert versions == talk.versions
    assert signable == (talk.agreement.signable.number if talk.agreement.signable else None)


def test_a_no_stays_in_the_text_with_its_side_alone() -> None:
    """What is signed has each no with its reason and the side it came from, and no party."""
    talk = Talk(*TWO, "p1 power: A", "p2 no power: It changes nothing", "p1 signs", "p2 signs")
    (version,) = talk.agreement.versions
    clause = version.text.clause("power")

    assert not clause.is_agreed
    assert [("staff", "It changes nothing")] == [(each.side, each.text) for each in clause.dissents]
    assert b"p1" not in canonical(version.text)
    assert b"p2" not in canonical(version.text)


def test_the_digest_is_of_everything_that_is_signed() -> None:
    """Words, a no, its reason, its side, whether a clause is agreed, and the title: each gives another digest."""
    talks = [
        Talk(*TWO, "p1 power: A"),
        Talk(*TWO, "p1 power: A", "p2 yes power"),
        Talk(*TWO, "p1 power: B"),
        Talk(*TWO, "p1 trust: A"),
        Talk(*TWO, "p1 power: A", "p2 no power"),
        Talk(*TWO, "p1 power: A", "p2 no power: Why"),
        Talk("join patients", "join leaders", "p1 power: A", "p2 no power: Why"),
        Talk(*TWO, "p1 power: A", title="Another"),
    ]

    assert len(talks) == len({digest_of(talk.agreement.text) for talk in talks})


def test_the_digest_is_the_same_for_ever() -> None:
    """A text that was signed once keeps its digest on every machine and with every later version of the program."""
    text = Talk(*TWO, "p1 power: Blåbær\nfor all", "p2 no power: Nei", "p1 review: 1 March 2030").agreement.text

    assert DIGEST == digest_of(text)


DIGEST = "4d98d16cbcf6a5dcecd1f64bd92b118291bdabc3fd9df335579ab8da6252d7e9"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("p1 power: A",), "There is nobody of that name here. Join first."),
        ((*TWO, "remove p1", "p1 power: A"), "They are no longer part of this."),
        ((*TWO, "remove p9"), "There is nobody of that name here."),
        ((*TWO, "p1 weather: A"), "There is no such part of an agreement."),
        ((*TWO, "p1 power:  \t "), "There is nothing in that."),
        ((*TWO, "p1 yes power"), "There are no words for this yet."),
        ((*TWO, "p1 no power"), "There are no words for this yet."),
        ((*TWO, "p1 review: soon"), "Write a day, as 1 March 2030, or 2030-03-01."),
        ((*TWO, "p1 signs"), "There are no words to sign yet."),
        (("join staff", "p1 power: A", "p1 signs"), "An agreement is between two persons or more."),
        (("join staff",) * (MOST_PARTIES + 1), "There are 60 persons in it already."),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(lines: tuple[str, ...], why: str) -> None:
    """A command that cannot be carried out changes nothing and says why."""
    talk = Talk(*lines)

    assert 1 == len(talk.refused)
    assert talk.refused[0].startswith(why)


def test_what_was_read_before_a_change_is_not_answered() -> None:
    """A yes, a no, other words or a signature for what has meanwhile become something else is refused."""
    talk = Talk(*TWO, "p1 power: A")
    digest = digest_of(talk.agreement.text)
    talk.say("p2 power: B")

    assert Refusal(CHANGED_MEANWHILE) == talk.do(Accept(clause="power", by="p1", wording=1))
    assert Refusal(CHANGED_MEANWHILE) == talk.do(Refuse(clause="power", by="p1", wording=1))
    assert Refusal(CHANGED_MEANWHILE) == talk.do(Propose(clause="power", by="p1", text="C", over=1))
    assert Refusal(CHANGED_MEANWHILE) == talk.do(Propose(clause="trust", by="p1", text="C", over=1))
    assert isinstance(talk.do(Sign(by="p1", digest=digest)), Refusal)
    assert () != talk.do(Propose(clause="power", by="p1", text="C", over=2))


def test_what_is_done_already_is_done_once() -> None:
    """The same answer, signature or removal again leads to no event: a retry after a conflict does no harm."""
    talk = Talk(*TWO, "p1 power: A", "p2 no power: Why", "p1 signs", "remove p1")
    length = len(talk.log)
    talk.say("p2 no power: Why", "remove p1")

    assert length == len(talk.log)
    assert [] == talk.refused


def test_texts_are_cleaned_and_capped() -> None:
    """What steers a terminal is gone, and no more is kept than is kept."""
    talk = Talk(*TWO)
    talk.do(Propose(clause="power", by="p1", text="\x1b[2Ja" + "b" * 3000))
    talk.do(Refuse(clause="power", by="p2", wording=1, dissent="\u202ea" + "b" * 3000))
    wording = talk.agreement.wording("power")
    assert wording is not None

    assert "[2Ja" + "b" * (LONGEST_TEXT - 4) == wording.text
    assert "a" + "b" * (LONGEST_TEXT - 1) == wording.refusals[0].dissent
    assert AgreementBegan(title="A b" + "c" * 117, fixed=1) == begun("A\n\x07b" + "c" * 300)
    assert isinstance(begun(" \n"), Refusal)


def test_the_review_date_is_a_day() -> None:
    """However a day is written, the text has it in one way."""
    talk = Talk(*TWO, "p1 review: 1st of March, 2030")
    wording = talk.agreement.wording("review")
    assert wording is not None

    assert "2030-03-01" == wording.text
    talk.say("p2 review: 1.3.2030")
    assert "agreed" == talk.state("review")


def test_the_clauses_are_there() -> None:
    """The parts that an agreement has, each with a heading, a question and an instance, once."""
    assert clauses.CLAUSES_IN[clauses.EDITION] == tuple(BY_ID)
    assert [] == [clause for clause in CLAUSES if not (clause.heading and "?" in clause.question)]
    assert len(CLAUSES) == len({clause.instance for clause in CLAUSES})


def add_a_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this be a later release, in whose edition an agreement has one more clause."""
    visits = Clause(ClauseId("visits"), "Visits", "Who may come, and when?", "Anybody, until nine.")
    monkeypatch.setitem(clauses.BY_ID, visits.id, visits)
    monkeypatch.setitem(clauses.CLAUSES_IN, 2, ("visits", *clauses.CLAUSES_IN[1]))
    monkeypatch.setitem(clauses.FIXED, 2, ("It is as it is.",))
    monkeypatch.setattr(decide, "EDITION", 2)


def test_a_clause_of_a_later_edition_changes_nothing_that_was_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old log gives the text and the digest that were signed, and goes on so; a new agreement has the new clause."""
    lines = (*TWO, "p1 power: A", "p2 yes power", "p1 signs", "p2 signs")
    old = Talk(*lines)
    add_a_clause(monkeypatch)
    again = fold([decode(encode(recorded)) for recorded in old.log])
    new = Talk(*lines, "p1 visits: Until nine.", "p2 yes visits")

    assert old.agreement == again
    assert again.in_force is not None
    assert again.in_force is again.signable
    assert again.in_force.digest == digest_of(again.in_force.text) == digest_of(again.text)
    assert list(clauses.CLAUSES_IN[1]) == [clause.clause for clause in again.text.clauses]
    assert len(again.text.clauses) == len(whole(Named.of("a", again, {}))["clauses"])
    assert old.say("p1 visits: Until nine.").refused[-1].startswith("There is no such part of an agreement.")
    assert "agreed" == new.state("visits")
    assert "visits" == new.agreement.text.clauses[0].clause
    assert ("It is as it is.",) == new.agreement.text.fixed
    assert "1 visits. Visits: agreed" in told(Named.of("a", new.agreement, {}), date(2030, 1, 1))


def test_every_edition_is_whole() -> None:
    """An edition has clauses that are there, each once, and what stands in every agreement; the newest one is used."""
    assert set(clauses.CLAUSES_IN) == set(clauses.FIXED) == set(range(1, clauses.EDITION + 1))
    for names in clauses.CLAUSES_IN.values():
        assert len(names) == len(set(names))
        assert set(names) <= set(BY_ID)
        # What is told and printed of an agreement asks for these by name.
        assert {clauses.REVIEW, clauses.DECIDES, clauses.PROMISES, clauses.BROKEN} <= set(names)


def test_the_first_edition_is_never_changed() -> None:
    """What agreements were signed under is the same for ever."""
    nine = "power inclusion confidentiality trust communication collaboration decisions scope review"

    assert f"{nine} decides promises broken" == " ".join(clauses.CLAUSES_IN[1])


def test_a_later_edition_is_not_guessed_at() -> None:
    """An agreement that was begun with an edition of a later program cannot be read by this one."""
    with pytest.raises(ValueError, match="later edition"):
        fold([Recorded(1, AgreementBegan(title="A", fixed=9))])


def test_a_log_begins_with_its_beginning_alone() -> None:
    """What is no log of an agreement is refused."""
    joined = PartyJoined(party="p1", side=Side.STAFF)
    for log in ([Recorded(1, joined)], [Recorded(1, AgreementBegan(title="A", fixed=1))] * 2):
        with pytest.raises(ValueError, match="begins"):
            fold(log)


TEXTS = st.sampled_from(["A", "B", "Ja\n[/] \\ \u202e"])
PARTIES = st.sampled_from(["p1", "p2", "p3", "p4"])
LINES = st.one_of(
    st.sampled_from(["join patients", "join staff", "join leaders"]),
    st.builds("remove {}".format, PARTIES),
    st.builds("{} {}: {}".format, PARTIES, st.sampled_from(["power", "trust"]), TEXTS),
    st.builds("{} {} {}".format, PARTIES, st.sampled_from(["yes", "yes", "no"]), st.sampled_from(["power", "trust"])),
    st.builds("{} no power: {}".format, PARTIES, TEXTS),
    st.builds("{} signs".format, PARTIES),
)


@settings(max_examples=400)
@given(st.lists(LINES, max_size=40))
def test_whatever_is_done_in_whatever_order(lines: list[str]) -> None:
    """A signed version never changes, one is in force only signed by all, and a removal changes no digest.

    What is agreed is so because all who take part said yes or came later, and nobody's no stands.
    """
    talk = Talk("join patients", "join staff", "p1 power: A")
    for line in lines:
        before = talk.agreement
        talk.do(command(before, line))
        now = talk.agreement

        assert without_signatures(before) == without_signatures(now)[: len(before.versions)]
        for old, new in zip(before.versions, now.versions, strict=False):
            assert old.signatures == new.signatures[: len(old.signatures)]
        assert [] == [version for version in now.versions if version.digest != digest_of(version.text)]
        assert now.in_force is None or set(now.in_force.parties) <= set(now.in_force.signers)
        assert before.in_force is None or (now.in_force and now.in_force.number >= before.in_force.number)
        if line.startswith("remove"):
            assert before.versions == now.versions
            assert before.in_force == now.in_force
            assert [text.dissents for text in before.text.clauses] == [text.dissents for text in now.text.clauses]
        for clause in ("power", "trust"):
            wording = now.wording(clause)
            if now.is_agreed(clause):
                assert wording is not None
                said_yes = {by for by, answer in wording.standing.items() if answer.is_yes}
                assert [] == [answer for answer in wording.standing.values() if not answer.is_yes]
                frozen = [each.at for each in now.versions if each.text.clause(clause).wording == wording.number]
                silent = [party.joined for party in now.present if party.id not in said_yes]
                assert [] == [joined for joined in silent if not frozen or joined < min(frozen)]

    assert talk.agreement == fold(talk.log)
    assert talk.log == [decode(encode(recorded)) for recorded in talk.log]


def test_a_stored_log_keeps_its_form() -> None:
    """The bytes in which events are stored are the same for ever."""
    talk = Talk(*TWO, "p1 power: A", "p2 no power: Why", "p2 yes power", "p1 signs", "remove p2")

    assert STORED == [encode(recorded).decode() for recorded in talk.log]


STORED = [
    '{"at":1,"event":{"title":"The day room","fixed":1,"kind":"agreement_began","v":1}}',
    '{"at":2,"event":{"party":"p1","side":"patients","kind":"party_joined","v":1}}',
    '{"at":3,"event":{"party":"p2","side":"staff","kind":"party_joined","v":1}}',
    '{"at":4,"event":{"clause":"power","by":"p1","text":"A","kind":"wording_proposed","v":1}}',
    '{"at":5,"event":{"clause":"power","by":"p2","wording":1,"dissent":"Why","kind":"wording_refused","v":1}}',
    '{"at":6,"event":{"clause":"power","by":"p2","wording":1,"kind":"wording_accepted","v":1}}',
    '{"at":7,"event":{"version":1,"digest":"bc6375affaea527c0a91f137afe6917b6afee2ec740e77454b225d39f0a34128","kind":"text_frozen","v":1}}',
    '{"at":8,"event":{"version":1,"by":"p1","kind":"signed","v":1}}',
    '{"at":9,"event":{"party":"p2","kind":"party_removed","v":1}}',
]


def test_what_is_no_event_is_refused() -> None:
    """A kind that is not known, a version that is not, and what is no event at all cannot be read."""
    for stored in (
        b"",
        b"{}",
        b'{"at":1,"event":{"kind":"other","v":1}}',
        STORED[8].replace('"v":1', '"v":2').encode(),
    ):
        with pytest.raises(ValueError, match="validation"):
            decode(stored)


def test_no_newcomer_is_made_to_agree() -> None:
    """Who comes after a text was put up for signing is asked to sign it, and asked for other words as everybody is."""
    talk = Talk(*SIGNED, "join leaders")

    assert ["p3"] == [party.id for party in talk.agreement.unsigned_by]
    assert "agreed" == talk.state("power")
    talk.say("p1 power: B")
    assert "p2 p3" == talk.state("power")
    assert isinstance(talk.do(Join(side=Side.OTHER)), tuple)
