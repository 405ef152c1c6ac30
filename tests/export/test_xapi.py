"""Learning records: one for each reply with what was chosen, the same each time, and nothing private in them."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from builders import CANARY, WAY, short_story
from judges import node, ralph
from taken_out import ACCOUNT, FIRST_REPLY, thing

from trainer.engine.events import CheckedIn, Forked, Paused, ReadingMarked, Resumed, SeatLeft, SessionClosed, WordsGiven
from trainer.export.exported import Exported
from trainer.export.formats import Form, exported
from trainer.export.vocabulary import Verb, extension
from trainer.scenario.load import parse
from trainer.store.base import Recorded

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*/scenario.yaml"))


def told(*things: Exported) -> list[dict[str, Any]]:
    """Return the statements as they are written."""
    found: list[dict[str, Any]] = json.loads("".join(exported(things, Form.XAPI)))
    return found


def verbs(found: list[dict[str, Any]]) -> list[str]:
    """Return what was done, in order."""
    return [Verb(each["verb"]["id"]).name.lower() for each in found]


def test_each_reply_is_a_statement_with_what_was_chosen() -> None:
    """The replies of the person are told in order, with all options and those that were open; scripted ones are not."""
    found = [each for each in told(thing()) if each["verb"]["id"] == Verb.RESPONDED]
    first = found[0]

    assert list(WAY) == [each["result"]["response"] for each in found]
    assert "choice" == first["object"]["definition"]["interactionType"]
    assert [("ask", {"en": "I say ask."}), ("tell", {"en": "I say tell."})] == [
        (choice["id"], choice["description"]) for choice in first["object"]["definition"]["choices"]
    ]
    assert ["ask", "tell"] == first["result"]["extensions"][extension("open")]
    assert {"listening": 2} == first["result"]["extensions"][extension("shown")]
    assert "2023-11-14T22:13:22.000Z" == first["timestamp"]
    assert "correctResponsesPattern" not in json.dumps(found)


def test_a_play_is_told_from_its_beginning_to_its_end() -> None:
    """It is begun, come to and answered turn by turn, completed, scored where there is a score, and over."""
    found = told(thing())
    (scored,) = (each for each in found if each["verb"]["id"] == Verb.SCORED)

    assert [
        *("initialized", "arrived"),
        *("responded", "arrived"),
        *("responded", "arrived"),
        *("responded", "arrived"),
        *("responded", "completed", "scored", "terminated"),
    ] == verbs(found)
    assert {"scaled": 1.0, "raw": 100.0, "min": 0, "max": 100} == scored["result"]["score"]
    assert not re.search("passed|failed|success", json.dumps(found))


def test_pauses_are_told_of_a_play_alone_and_of_none_together() -> None:
    """Together nobody is named as who paused."""
    pauses = (Paused(), Resumed())
    alone = told(thing(WAY[:1], more=pauses))
    together = told(thing(("ask", "sigh"), seats=("staff", "patient"), more=pauses))

    assert ["suspended", "resumed"] == verbs(alone)[-2:]
    assert set() == {"suspended", "resumed"} & set(verbs(together))


def test_who_left_is_not_told() -> None:
    """A play that was left for good is told like one that waits; after a seat was left nothing is told of it."""
    waits, left = told(thing(WAY[:2])), told(thing(WAY[:2], more=(SessionClosed(),)))
    seat_left = told(thing(("ask", "sigh"), seats=("staff", "patient"), more=(SeatLeft(seat="staff"), Paused())))

    assert waits == left
    assert "arrived" == verbs(seat_left)[-1]


def test_of_a_patient_there_is_no_statement() -> None:
    """Neither who plays as a patient nor a part on the patients' side gets into a record store."""
    assert [] == told(thing(is_patients=True))


def test_nothing_typed_and_nobody_is_in_it() -> None:
    """The actor is an account, and events that something was typed for leave no trace."""
    typed = (
        CheckedIn(beat="room/door", seat="staff", digest=CANARY * 8),
        WordsGiven(beat="room/gate", seat="staff", digest=CANARY * 8),
        ReadingMarked(seat="staff", reading=CANARY, is_so=False),
    )
    found = told(thing(more=typed))

    assert CANARY not in json.dumps(found)
    assert {ACCOUNT} == {each["actor"]["account"]["name"] for each in found}
    assert {("objectType", "account")} == {tuple(each["actor"]) for each in found}


def test_the_same_play_is_the_same_statements_and_what_comes_later_changes_none() -> None:
    """Ids are unique, and a longer log only adds statements."""
    short, long = told(thing(WAY[:2])), told(thing(WAY, marks=["scores:whole"], more=(SessionClosed(),)))
    ids = [UUID(each["id"]) for each in long]

    assert short == long[: len(short)]
    assert long == told(thing(WAY, marks=["scores:whole"], more=(SessionClosed(),)))
    assert len(ids) == len(set(ids))
    assert {5} == {each.version for each in ids}
    assert set(ids).isdisjoint(UUID(each["id"]) for each in told(thing(WAY, session="efgh2345")))


def test_a_mark_is_a_statement_that_points_to_its_reply() -> None:
    """Setting and taking back are told each, with what they are about."""
    name = f"moment@{FIRST_REPLY}"
    found = told(thing(marks=[name], more=(ReadingMarked(seat="staff", reading=name, is_so=True),)))
    reply = next(each for each in found if each["verb"]["id"] == Verb.RESPONDED)

    assert ["disagreed", "agreed"] == verbs(found)[-2:]
    assert {reply["id"]} == {each["context"]["statement"]["id"] for each in found[-2:]}


def test_a_fork_tells_only_what_is_new() -> None:
    """What it shares with the play that it was tried again from is told there alone."""
    first = thing()
    log = (*first.log[:4], Recorded(first.log[4].at, Forked(session=first.session)), *first.log[4:])
    fork = Exported(
        session="efgh2345", account=ACCOUNT, seat="staff", scenario=first.scenario, log=log, is_patients=False
    )
    found = told(fork)

    assert "initialized" == verbs(found)[0]
    assert found[0]["context"]["extensions"][extension("tried-again")] is True
    assert ["stay", "wait", "thank"] == [
        each["result"]["response"] for each in found if "response" in each.get("result", {})
    ]


def test_without_a_transcript_no_choice_is_told() -> None:
    """Scores alone: neither a reply nor where somebody came to."""
    assert ["initialized", "completed", "scored", "terminated"] == verbs(told(thing(has_transcript=False)))


def good() -> list[dict[str, Any]]:
    """Return statements of every kind, in several languages."""
    plays = [thing(marks=[f"moment@{FIRST_REPLY}", "scores:whole"]), thing(WAY[:1], more=(Paused(), Resumed()))]
    for number, language in enumerate(("nb", "nn-NO", "zh-Hant-TW", "en-abcdefgh", "se")):
        story = parse(short_story(language=language, title="Høre på “hverandre” Åse"))
        plays.append(thing(story=story, session=f"s{number}"))
    return told(*plays)


def bad() -> dict[str, dict[str, Any]]:
    """Return statements that no judge may take, by what is wrong with them."""
    whole = told(thing())
    reply = next(each for each in whole if each["verb"]["id"] == Verb.RESPONDED)
    scored = next(each for each in whole if each["verb"]["id"] == Verb.SCORED)
    completed = next(each for each in whole if each["verb"]["id"] == Verb.COMPLETED)
    agent = {"objectType": "Agent", "mbox": "mailto:a@ward.example", "account": reply["actor"]["account"]}
    score = scored["result"]["score"]
    choices = reply["object"]["definition"]["choices"]
    return {
        "id is no UUID": reply | {"id": "12"},
        "no actor": {key: value for key, value in reply.items() if key != "actor"},
        "no verb": {key: value for key, value in reply.items() if key != "verb"},
        "no object": {key: value for key, value in reply.items() if key != "object"},
        "actor without a name": reply | {"actor": {"objectType": "Agent"}},
        "actor with two names": reply | {"actor": agent},
        "account without a home": reply | {"actor": {"account": {"name": "a"}}},
        "verb is no address": reply | {"verb": {"id": "responded"}},
        "activity is no address": reply | {"object": {"id": "small"}},
        "score above its scale": scored | {"result": {"score": score | {"scaled": 7}}},
        "score above its highest": scored | {"result": {"score": score | {"raw": 101}}},
        "completion is a word": completed | {"result": {"completion": "yes"}},
        "response is a number": reply | {"result": {"response": 5}},
        "registration is no UUID": reply | {"context": {"registration": "abcd2345"}},
        "extension without an address": reply | {"context": {"extensions": {"seat": "staff"}}},
        "time is no time": reply | {"timestamp": "yesterday"},
        "a key of one's own": reply | {"feeling": "calm"},
        "language is no language": reply | {"verb": {"id": reply["verb"]["id"], "display": {"in words": "x"}}},
        "unknown interaction": reply
        | {"object": reply["object"] | {"definition": {"interactionType": "dialogue", "choices": choices}}},
    }


LAX = {
    "time without a zone": {"timestamp": "2023-11-14T22:13:22.000"},
    "time with a zone that is none": {"timestamp": "2023-11-14T22:13:22.000-00:00"},
}
"""What one of the judges takes though it must not be."""


@pytest.mark.system("ralph")
def test_the_base_model_of_a_record_store_takes_them_and_no_bad_one() -> None:
    """Ralph's model takes every statement and refuses each that has something wrong."""
    wrong = bad()

    assert {""} == set(ralph(good()))
    assert [] == [name for name, said in zip(wrong, ralph(list(wrong.values())), strict=True) if not said]


@pytest.mark.system("node")
def test_a_second_judge_takes_them_and_no_bad_one() -> None:
    """Learning Locker's validation takes every statement, and refuses also what the first judge lets pass."""
    wrong = bad() | {name: good()[0] | change for name, change in LAX.items()}

    assert {""} == set(node(good()))
    assert [] == [name for name, said in zip(wrong, node(list(wrong.values())), strict=True) if not said]


def test_interaction_components_have_ids_of_their_own() -> None:
    """In every scenario that comes along the options of a turn differ in their ids, and no name has a space in it."""
    for path in SCENARIOS:
        scenario = parse(path.read_text(encoding="utf-8"))
        for scene in scenario.scenes.values():
            for beat in scene.beats.values():
                ids = [option.id for option in beat.options]
                assert len(ids) == len(set(ids))
                assert not any(re.search(r"\s", each) for each in ids)
