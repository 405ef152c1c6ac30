"""The names that learning records use: verbs and types that others made, and ours where there are none.

Ours are names and no addresses. They stand under a domain that is set aside for ever, so that nobody can come to own
it. The others are from ADL's vocabulary, from the profile for virtual patients, from the one for serious games and from
the one for competencies; `responded` instead of `answered`, since nothing here is right or wrong.
"""

from enum import StrEnum
from typing import Final

HOME: Final = "https://dialogue-trainer.example"
"""Where accounts are at home, and what our names begin with."""
VIRTUAL_PATIENT: Final = "https://w3id.org/xapi/virtual-patient"
"""The profile whose verbs and types these records use."""


class Verb(StrEnum):
    """What somebody did."""

    INITIALIZED = "http://adlnet.gov/expapi/verbs/initialized"
    ARRIVED = "http://w3id.org/xapi/medbiq/verbs/arrived"
    RESPONDED = "http://adlnet.gov/expapi/verbs/responded"
    SUSPENDED = "http://adlnet.gov/expapi/verbs/suspended"
    RESUMED = "http://adlnet.gov/expapi/verbs/resumed"
    COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
    SCORED = "http://adlnet.gov/expapi/verbs/scored"
    TERMINATED = "http://adlnet.gov/expapi/verbs/terminated"
    DISAGREED = "http://activitystrea.ms/schema/1.0/disagree"
    AGREED = "http://activitystrea.ms/schema/1.0/agree"

    @property
    def word(self) -> str:
        """The verb as one reads it."""
        return {"disagree": "disagreed", "agree": "agreed"}.get(name := self.rpartition("/")[2], name)


class Kind(StrEnum):
    """What something was done to."""

    SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
    INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
    DIALOG_TREE = "https://w3id.org/xapi/seriousgames/activity-types/dialog-tree"
    COMPETENCY = "https://w3id.org/xapi/tla/activity-types/competency"
    PROFILE = "http://adlnet.gov/expapi/activities/profile"
    READING = f"{HOME}/xapi/activity-types/reading"


def extension(name: str) -> str:
    """Return the name of something that is told beside what the standard has a place for."""
    return f"{HOME}/xapi/extensions/{name}"


def scenario_of(id: str) -> str:
    """Return the name of a scenario."""
    return f"{HOME}/xapi/scenarios/{id}"


def node_of(id: str, beat: str) -> str:
    """Return the name of a beat as a place in the story."""
    return f"{scenario_of(id)}/nodes/{beat}"


def turn_of(id: str, beat: str) -> str:
    """Return the name of a beat's turn: what may be said there."""
    return f"{scenario_of(id)}/turns/{beat}"


def practice_of(practice: str) -> str:
    """Return the name of a practice of dialogue."""
    return f"{HOME}/xapi/practices/{practice}"


def reading_of(name: str) -> str:
    """Return the name of a reading of the looking back."""
    return f"{HOME}/xapi/readings/{name.replace('@', '/').replace(':', '/')}"
