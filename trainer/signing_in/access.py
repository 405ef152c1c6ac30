"""What somebody is to a thing, asked of the store each time: leave that was taken back is gone on the next read."""

from collections.abc import Iterable

from trainer.clock import Clock, wall_clock
from trainer.errors import TrainerError
from trainer.people.access import Thing, Tie, Verb, may
from trainer.people.person import Person, Role
from trainer.people.shares import Scope, Share, shows_scores
from trainer.store.signed import SignedStore


class NotThere(TrainerError):  # noqa: N818  it says what is
    """It is not there for this person: not shared, taken back, deleted and never played are all the same."""


_NOT_THERE = "That is not here for you. What others share with you is in “Shared with me”."


class Access:
    """Asks the table of `people/access.py` for one person who is signed in."""

    def __init__(self, store: SignedStore, clock: Clock = wall_clock) -> None:
        self._store = store
        self._base = store.base
        self._clock = clock

    def me(self) -> Person:
        """Return who is signed in as the account stands now.

        Raises:
            NotThere: when it was closed or erased.
        """
        person = self._base.person(self._store.me.id)
        if person is None or not person.can_sign_in:
            raise NotThere("This account is not in use any more. Ask an administrator.")
        return person

    def ties(self, session: str = "", person: str = "") -> frozenset[Tie]:
        """Return what who is signed in is to `session` as `person` played it, or to the account of `person`."""
        me = self.me()
        ties = {Tie.ANYBODY}
        if Role.SUPERVISOR in me.roles:
            ties.add(Tie.SUPERVISOR)
        if Role.ADMINISTRATOR in me.roles:
            ties.add(Tie.ADMINISTRATOR)
        if person == me.id and (not session or person in self._base.parts(session).values()):
            ties.add(Tie.OWN)
        if session and (share := self._leave(me, session, person)) is not None:
            ties |= self._given(share)
        return frozenset(ties)

    def _given(self, share: Share) -> set[Tie]:
        owner = self._base.person(share.person)
        ties: set[Tie] = set()
        if owner is not None and shows_scores(owner, share.scope):
            ties.add(Tie.SCORES)
        if share.scope.holds(Scope.SAID):
            ties.add(Tie.TRANSCRIPT)
        if share.scope.holds(Scope.NOTES):
            ties.add(Tie.NOTES)
        if {Tie.SCORES, Tie.TRANSCRIPT} <= ties:
            ties.add(Tie.WHOLE)
        return ties

    def leave(self, session: str, person: str) -> Share | None:
        """Return the leave that `person` gave who is signed in, where it holds now, and they are still a supervisor."""
        return self._leave(self.me(), session, person)

    def _leave(self, me: Person, session: str, person: str) -> Share | None:
        if Role.SUPERVISOR not in me.roles or person == me.id:
            return None
        return self._base.share_with(session, person, me.id, self._clock())

    def need(self, thing: Thing, verb: Verb, *, session: str = "", person: str = "", also: Tie | None = None) -> None:
        """Do nothing where who is signed in may do `verb` with `thing`; `also` is a tie that comes from elsewhere.

        Raises:
            NotThere: when they may not; it says the same whatever the reason.
        """
        self.need_all(((thing, verb),), session=session, person=person, also=also)

    def need_all(
        self, wanted: Iterable[tuple[Thing, Verb]], *, session: str = "", person: str = "", also: Tie | None = None
    ) -> None:
        """Do nothing where who is signed in may do all of `wanted`, as `need` has it; the store is asked once.

        Raises:
            NotThere: when they may not.
        """
        ties = self.ties(session, person) | (frozenset({also}) if also is not None else frozenset())
        if not all(may(ties, thing, verb) for thing, verb in wanted):
            raise NotThere(_NOT_THERE)
