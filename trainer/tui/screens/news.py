"""What others wrote, answered or shared lately: the last of it as home tells it, and by which of one's plays it stands.

Nothing keeps what somebody has seen already, so the last is told with its day, for four weeks, and never how much.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final, NamedTuple

from trainer.clock import Clock, wall_clock
from trainer.errors import TrainerError
from trainer.listing import listed
from trainer.people.shares import Scope
from trainer.people.trail import What
from trainer.store.people.trail import Step
from trainer.store.signed import SignedStore
from trainer.supervision.reviewing import Item, Reviewing
from trainer.supervision.sharing import Sharing

_LATELY: Final = 28 * 24 * 3600 * 1000
_LOOKED_AT: Final = 20
"""Of what is shared with a supervisor the newest so many are looked at for an answer."""


class News(NamedTuple):
    """The last that came from somebody else."""

    told: str
    at: int
    action: str
    """The way to it."""


def written_to(store: SignedStore, clock: Clock = wall_clock) -> News | None:
    """Return the last that a reader wrote on a play of one's own and that was not answered, or else rated there."""
    try:
        sharing = Sharing(store, clock)
        since = clock() - _LATELY
        steps = [step for step in reversed(store.base.trail(store.me.id)) if step.at >= since]
        steps.sort(key=lambda step: step.what != What.REMARKED)
        return next(filter(None, (_told_of(sharing, step) for step in steps)), None)
    except TrainerError:
        return None  # the first screen comes up all the same; what is wrong is told where the trail is read


def _told_of(sharing: Sharing, step: Step) -> News | None:
    if step.what not in (What.REMARKED, What.RATED) or not (title := sharing.title_of(step.session)):
        return None
    who, way = sharing.name_of(step.by), f"app.written({step.session!r})"
    if step.what == What.RATED:
        return News(f"{who} gave a second reading of “{title}”", step.at, way)
    talk = [each for each in sharing.remarks(step.session) if each.reader == step.by]
    is_theirs = bool(talk) and talk[-1].author == step.by
    return News(f"{who} wrote to you on “{title}”", step.at, way) if is_theirs else None


def come_in(store: SignedStore, clock: Clock = wall_clock) -> News | None:
    """Return the last that a supervisor was answered, or that was shared with them and that they wrote nothing on."""
    try:
        found = Reviewing(store, clock).items(limit=_LOOKED_AT)
        newest = max((_of_item(store, item) for item in found), key=lambda each: each.at if each else 0, default=None)
    except TrainerError:
        return None
    return newest if newest is not None and newest.at >= clock() - _LATELY else None


def _of_item(store: SignedStore, item: Item) -> News | None:
    share, name, title = item.listed.share, item.person.name, item.listed.title
    has_talk = share.scope.holds(Scope.SAID)
    talk = store.base.remarks(share.session, share.person, store.me.id) if has_talk else ()
    if not talk or talk[-1].at < share.given:
        return News(f"{name} shared “{title}” with you", share.given, "app.review")
    if talk[-1].author == store.me.id:
        return None
    way = f"app.answered({share.session!r}, {share.person!r})"
    return News(f"{name} answered you on “{title}”", talk[-1].at, way)


def told_of_plays(store: SignedStore) -> Mapping[str, str]:
    """Return what is told of one's own plays beside them: that one shares them, and who wrote on them."""
    sharing, told = Sharing(store), dict[str, str]()
    with suppress(TrainerError):  # the list comes up all the same
        told |= dict.fromkeys(sharing.shared_sessions(), "You share it")
        for session, readers in _who_wrote(sharing, store.base.trail(store.me.id)):
            wrote = f"{listed(readers)} wrote on it"
            told[session] = f"{told[session]} · {wrote}" if session in told else wrote
    return told


def _who_wrote(sharing: Sharing, trail: tuple[Step, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each play that something of a reader's stands on now, and the names of those readers."""
    for session in dict.fromkeys(step.session for step in trail if step.what == What.REMARKED):
        if not sharing.title_of(session):
            continue
        authors = dict.fromkeys(each.author for each in sharing.remarks(session) if each.author == each.reader)
        if authors:
            yield session, tuple(sorted(map(sharing.name_of, authors)))
