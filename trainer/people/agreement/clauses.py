"""What an agreement is about: its clauses, each with a question that starts the talk, and what stands in every one.

Nothing here is put into anybody's mouth: an instance shows what could be said, and is in no text unless it is proposed.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, NewType

ClauseId = NewType("ClauseId", str)


class Clause(NamedTuple):
    """One thing to agree on."""

    id: ClauseId
    heading: str
    question: str
    """What starts the talk."""
    instance: str
    """What could be said, for instance."""


REVIEW: Final = ClauseId("review")
"""The clause whose wording is a day."""
DECIDES: Final = ClauseId("decides")
"""The clause that says who decides and has not signed."""
PROMISES: Final = ClauseId("promises")
"""The clause that says what nobody may promise."""
BROKEN: Final = ClauseId("broken")
"""The clause that says whom to tell when the agreement is broken."""

CLAUSES: Final = (
    Clause(
        ClauseId("power"),
        "Power",
        "Who can do what to whom here, and how do we say it when we feel it?",
        "We say aloud who can lose what by what is said: a place, a leave, a job. Who can lose most may stay silent.",
    ),
    Clause(
        ClauseId("inclusion"),
        "Exclusion and inclusion",
        "Whom do we talk about when they are not there, and how do they get to hear it and to answer?",
        "We do not talk about somebody's proposal without them. Where it happened, we tell them the same day.",
    ),
    Clause(
        ClauseId("confidentiality"),
        "Confidentiality and transparency",
        "What stays in this room, what may leave it, and how can everybody tell which is which?",
        "What we tell about ourselves stays here. What we decide may be told to everybody.",
    ),
    Clause(
        ClauseId("trust"),
        "Trust and openness",
        "What does each of us need, to say what we think?",
        "Anger and fear may be said. Nobody has to answer at once.",
    ),
    Clause(
        ClauseId("communication"),
        "Communication",
        "How do we talk with each other when it gets hard?",
        "We ask before we explain. Anybody may ask for a pause, without a reason.",
    ),
    Clause(
        ClauseId("collaboration"),
        "Collaboration",
        "What does each of us do, and what can the others count on?",
        "Patients and staff prepare each meeting together. Each side brings one point.",
    ),
    Clause(
        ClauseId("decisions"),
        "Decision-making",
        "How do we decide here, and what do we do when we do not agree?",
        "We go on when nobody says no. Where somebody does, both views are written down and both are passed on.",
    ),
    Clause(
        ClauseId("scope"),
        "Scope",
        "What is this about, and what is it not about?",
        "It is about the rules of the house and how searches are done. It is not about anybody's treatment.",
    ),
    Clause(
        REVIEW,
        "Review date",
        "On which day do we read this again together?",
        "1 March 2030",
    ),
    Clause(
        DECIDES,
        "Who decides, and has not signed",
        "Who has the last word in the unit, and is not one of us? Name the task, not the person.",
        "The treatment meeting decides who stays and who goes. Its doctor in charge has not signed.",
    ),
    Clause(
        PROMISES,
        "What nobody may promise",
        "What can none of us promise, because of a law, a duty, or danger to a life?",
        "Staff cannot promise to stay silent when somebody may die. What is told to the police is not ours to keep in.",
    ),
    Clause(
        BROKEN,
        "Whom to tell when this is broken",
        "Whom can each of us go to when somebody does not keep to this, and to whom else if that does not help?",
        "The leader of the unit. If it is about the leader: the patients' ombud, or the safety representative.",
    ),
)
"""Every clause that an agreement of any edition has; none is ever taken away, or comes to ask for something else."""
BY_ID: Final[Mapping[str, Clause]] = {clause.id: clause for clause in CLAUSES}

EDITION: Final = 1
"""The edition of a new agreement, which keeps it: what is signed covers each clause, and what stands in every one."""
CLAUSES_IN: Final[Mapping[int, tuple[str, ...]]] = {
    1: (
        "power",
        "inclusion",
        "confidentiality",
        "trust",
        "communication",
        "collaboration",
        "decisions",
        "scope",
        REVIEW,
        DECIDES,
        PROMISES,
        BROKEN,
    ),
}
"""The clauses of an agreement in their order, by its edition; one is added in a new edition, never in an old one."""
FIXED: Final[Mapping[int, tuple[str, ...]]] = {
    1: (
        "Nothing that is said here is used to discharge anybody, or to plan shifts.",
        "Where somebody's life is in danger, staff must act. Nobody may promise anything else.",
    ),
}
"""What stands in every agreement, by its edition; what was signed once is never changed here."""
