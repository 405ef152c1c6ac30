"""The play as JSON, an object a line, in the shape that docs/json.md tells."""

import json
from typing import Final, TextIO

from trainer.coaching import coaching
from trainer.engine.view import OpenOption, Spoken
from trainer.session import Session
from trainer.wording import BEFORE_PLAY, stakes

FORMAT: Final = 1


class JsonPresenter:
    """Writes a play for programs: one JSON object a line, in the shape that docs/json.md tells."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self, session: Session, *, is_new: bool) -> None:
        """Write which session it is."""
        scenario = session.scenario
        member = scenario.cast[session.seats[0]]
        self._object(
            "begin",
            format=FORMAT,
            session=session.id,
            scenario=scenario.id,
            title=scenario.title,
            seat=session.seats[0],
            new=is_new,
            about=scenario.about,
            briefing=member.briefing or "",
            stakes=list(stakes(scenario)),
            before_play=list(BEFORE_PLAY),
        )

    def scene(self, session: Session, scene: str) -> None:
        """Write where we are."""
        place = session.scenario.scenes[scene]
        self._object("scene", scene=scene, title=place.title, present=list(place.present), backstage=place.is_backstage)

    def line(self, session: Session, line: Spoken) -> None:  # noqa: ARG002  names are for readers
        """Write a line or a thought."""
        self._object("thought" if line.is_thought else "line", speaker=line.speaker, text=line.text)

    def turn(self, session: Session, options: tuple[OpenOption, ...]) -> None:
        """Write the options."""
        self._object("turn", seat=session.seat, options=[{"id": option.id, "say": option.say} for option in options])

    def checkin(self, question: str) -> None:
        """Ask how it is now."""
        self._object("checkin", question=question)

    def words(self) -> None:
        """Ask for the learner's own words."""
        self._object("words")

    def kept(self) -> None:
        """Write nothing: the next object says that the play goes on."""

    def help(self, options: tuple[OpenOption, ...]) -> None:
        """Write what can be answered."""
        self._object("help", answers=[*(option.id for option in options), "q"])

    def help_typing(self) -> None:
        """Write what can be answered where a text of one's own is asked for."""
        self._object("help", answers=["", "q", "?"])

    def sorry(self, message: str) -> None:
        """Write what went wrong."""
        self._object("error", message=message)

    def coach(self, session: Session) -> None:
        """Write what the last reply showed."""
        if saying := coaching(session):
            self._object("coach", text=saying)

    def paused(self, session: Session) -> None:
        """Write which session can be resumed."""
        self._object("paused", session=session.id)

    def end(self, session: Session) -> None:
        """Write which end was reached."""
        self._object("end", end=session.end, session=session.id)

    def _object(self, kind: str, **fields: object) -> None:
        self._write(json.dumps({"kind": kind, **fields}, ensure_ascii=False))

    def _write(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()
