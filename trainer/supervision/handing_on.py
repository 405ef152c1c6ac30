"""Handing an agreement on: who holds it makes a code, and whoever has an account takes it up with that."""

from typing import Final

from trainer.clock import Clock, wall_clock
from trainer.people.access import Thing, Tie, Verb
from trainer.play import Refused
from trainer.signing_in.access import Access
from trainer.signing_in.accounts import digest_of_code, new_code
from trainer.store.signed import SignedStore

_MILLISECONDS: Final = 24 * 3600 * 1000
_PURPOSE: Final = "paper"


def code_for_agreement(store: SignedStore, agreement: str, clock: Clock = wall_clock) -> str:
    """Return the code with which somebody else who has an account takes up `agreement`, once, within a day.

    Raises:
        NotThere: when it is not one's own to hand on.
    """
    own = Tie.OWN if store.base.holds_paper(agreement, store.me.id) else None
    Access(store, clock).need(Thing.AGREEMENT, Verb.WRITE, also=own)
    code = new_code()
    store.base.put_code(digest_of_code(code), _PURPOSE, store.me.id, agreement, clock() + _MILLISECONDS)
    return code


def take_agreement(store: SignedStore, code: str, clock: Clock = wall_clock) -> str:
    """Have from now on the agreement that a code is for, and return its id.

    Raises:
        Refused: when the code does not work, or one has to wait.
    """
    base, whose, now = store.base, f"{_PURPOSE} {store.me.id}", clock()
    if base.wait(whose, now):
        raise Refused("That went wrong too often. Wait a moment, and try again.")
    taken = base.take_code(digest_of_code(code), _PURPOSE, now)
    if taken is None:
        base.count_try(whose, now)
        raise Refused("That code does not work: it was mistyped, used already, or is too old.")
    base.hold_paper(taken[1], store.me.id)
    return taken[1]
