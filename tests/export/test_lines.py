"""JSON Lines: every line is an object, and keys that must not leave are not there."""

import json
from typing import Any

from builders import WAY
from taken_out import ACCOUNT, FIRST_REPLY, thing

from trainer.engine.events import Forked
from trainer.export.exported import Exported
from trainer.export.lines import json_lines


def objects(*things: Exported) -> list[dict[str, Any]]:
    """Return the lines, read."""
    return [json.loads(line) for line in json_lines(things)]


def test_a_session_comes_before_its_replies() -> None:
    """A line for the play, and one for each reply of the person, in order."""
    session, *replies = objects(thing())

    assert ("session", 1, ACCOUNT, "2023-11-14T22:13:20.000Z", "out") == tuple(
        session[name] for name in ("kind", "format", "account", "began", "end")
    )
    assert {"score": 100.0, "low": 64.6, "high": 100.0, "moments": 3, "n": 3.0} == session["scores"]["listening"]
    assert list(WAY) == [reply["option"] for reply in replies]
    assert {"listening": {"level": 2, "worst": -1, "best": 2}} == replies[0]["shown"]


def test_marks_travel_and_names_that_are_no_reading_do_not() -> None:
    """A mark stands with the play and with its reply; a name that could be anything typed stands nowhere."""
    marks = [f"moment@{FIRST_REPLY}", "the-heron", "routine:of-my-own", "moment@1", f"breach:heron@{FIRST_REPLY}"]
    session, first, *_ = objects(thing(marks=marks))

    assert [f"moment@{FIRST_REPLY}"] == session["not_so"] == first["not_so"]


def test_of_a_patient_and_of_scores_alone_the_rest_is_not_there() -> None:
    """A patient's scores are no key, and where scores alone leave there is no reply."""
    patient, *said = objects(thing(is_patients=True))
    (scores,) = objects(thing(has_transcript=False))

    assert set() == {"scores", "not_so", "harm", "actions", "routines"} & set(patient)
    assert set() == {"shown", "harm", "routine", "not_so", "actions"} & set(said[0])
    assert "scores" in scores
    assert set() == {"harm", "actions", "routines"} & set(scores)


def test_an_origin_is_named_only_where_it_is_taken_out_as_well() -> None:
    """A play that was tried again says so; of which one only beside that one."""
    first = thing()
    fork = Exported(
        session="efgh2345",
        account=ACCOUNT,
        seat="staff",
        scenario=first.scenario,
        log=(*first.log[:3], type(first.log[0])(first.log[3].at, Forked(session=first.session)), *first.log[3:]),
        is_patients=False,
    )
    (alone, *replies) = objects(fork)

    assert (True, "") == (alone["tried_again"], alone["origin"])
    assert [True, False, False, False] == [reply["taken_over"] for reply in replies]
    assert first.session == next(
        row["origin"] for row in objects(first, fork) if row["kind"] == "session" and row["session"] == fork.session
    )
