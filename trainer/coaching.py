"""Coach mode: after each reply one line on what it showed."""

from trainer.session import Session
from trainer.wording import shown_in_words


def coaching(session: Session) -> str:
    """Return what the last reply of a person showed, or nothing where no practice was in play."""
    debrief = session.look_back()
    if debrief.moments and debrief.moments[-1].choice is debrief.choices[-1]:
        return f"{shown_in_words(debrief.moments[-1].shown)}.".capitalize()
    return ""
