"""A scenario to begin with: what an author answers to five questions, in a small story that can be played at once."""

import json
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from trainer.scenario.load import parse
from trainer.scenario.model import Scenario
from trainer.text import clean_line

QUESTIONS: Final = (
    ("title", "What is it called?", "The locked kitchen"),
    ("where", "Where and when does it begin?", "The corridor, after supper"),
    ("staff", "Who is the member of staff: a name, a comma, and what they do?", "Solveig, nurse on the evening shift"),
    ("patient", "Who is the patient: a name, a comma, and who they are here?", "Leif, patient in his third week"),
    (
        "matter",
        "What is hard to say? As the patient would begin it.",
        "I want to talk about the kitchen. It's locked at eight.",
    ),
)
"""What is asked: its name, the question, and an answer as it could be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an author said, each in one line."""

    title: str
    where: str
    staff: str
    patient: str
    matter: str


def beginning(id: str, answers: Answers) -> Scenario:
    """Return a scenario with this id made of `answers`, whose text is to be written to a file.

    Raises:
        ScenarioError: when the id is none, or an answer is too long; it says which.
    """
    staff, staff_is = _named(answers.staff, "a member of staff")
    patient, patient_is = _named(answers.patient, "a patient")
    said = {
        "title": answers.title,
        "where": answers.where,
        "staff": staff,
        "staff_is": staff_is,
        "patient": patient,
        "patient_is": patient_is,
        "matter_said": answers.matter,
        "about": f"{patient} has something to say that is hard to say, and {staff} is the one who is there.",
    }
    template = Template((Path(__file__).with_name("beginning.yaml")).read_text(encoding="utf-8"))
    # JSON's strings are YAML's, too: whatever was typed stays one plain text.
    values = {name: json.dumps(clean_line(text), ensure_ascii=False) for name, text in said.items()}
    return parse(template.substitute(values, id=id), f"{id}/scenario.yaml")


def _named(typed: str, else_is: str) -> tuple[str, str]:
    """Return the name and who that is, which a comma sets apart."""
    name, _, who = clean_line(typed).partition(",")
    return name.strip(), who.strip() or else_is
