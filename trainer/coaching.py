"""Coach mode: after each reply one line on what it showed."""

from trainer.session import Session
from trainer.wording import ROUTINES, shown_in_words


def coaching(session: Session) -> str:
    """Return what the last reply of a person showed, or nothing where there is nothing to say of it."""
    debrief = session.look_back()
    own = debrief.choices[-1:]
    routine = next((choice.chosen.option.routine for choice in own), None)
    shown = [shown_in_words(moment.shown) for moment in debrief.moments[-1:] if moment.choice in own]
    way = [f"a way of protecting oneself: {ROUTINES[routine]}"] if routine else []
    hurt = ["it could hurt somebody"] if any(choice.chosen.harm for choice in own) else []
    saying = ". ".join(part[:1].upper() + part[1:] for part in (*shown, *way, *hurt))
    return f"{saying}." if saying else ""
