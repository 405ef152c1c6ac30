"""What a store of several has of a person beside their plays: the account, shares, who looked, what others wrote.

Whoever else is in it is named, as the person knows them; what others answered, and who was asked, is not in it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple, TypeVar

from trainer.errors import StoreError
from trainer.listing import when
from trainer.people.person import Person
from trainer.people.shares import NO_END, Share, how_far
from trainer.store.base import Summary
from trainer.store.people.trail import Step
from trainer.store.signed import SignedStore
from trainer.supervision.received import Received, received
from trainer.supervision.sharing import Sharing
from trainer.supervision.times import day_of
from trainer.text import clean_line

T = TypeVar("T")
Stamp = Callable[[int], str]
"""How a time is written for programs."""
WHO_LOOKED: Final = "The list of who looked"


class OwnBeside(NamedTuple):
    """All of it, for programs and to read."""

    me: Person
    shares: tuple[tuple[Share, str, str], ...]
    """What one shares, also what is over by now, each with the title of the play and the reader's name."""
    trail: tuple[tuple[Step, str, str, str], ...]
    """Who looked, the last first, each with the title of the play, with who it was, and in words."""
    plays: tuple[Received, ...]
    """The plays on which somebody wrote or gave a second reading."""
    unreadable: tuple[str, ...]

    def to_json(self, stamp: Stamp) -> dict[str, object]:
        """Return it for programs."""
        return {
            "person": {
                "name": self.me.name,
                "kind": self.me.kind.value,
                "roles": sorted(self.me.roles),
                "unit": self.me.unit,
                "since": stamp(self.me.began),
            },
            "shares": [
                {
                    "session": share.session,
                    "reader": reader,
                    "scope": share.scope.value,
                    "given": stamp(share.given),
                    "until": stamp(share.until) if share.until != NO_END else None,
                }
                for share, _, reader in self.shares
            ],
            "looked": [
                {"at": stamp(step.at), "who": who, "what": step.what, "session": step.session or None, "told": told}
                for step, _, who, told in self.trail
            ],
            "remarks": [
                {"session": play.session, **each.to_json(), "at": stamp(each.at)}
                for play in self.plays
                for each in play.remarks
            ],
            "ratings": [{"session": play.session, **each.to_json()} for play in self.plays for each in play.ratings],
        }

    def sections(self) -> Iterator[str]:
        """Yield it to be read, a section each."""
        me = self.me
        about = ", ".join(part for part in (me.name, me.kind.value, me.unit, *sorted(me.roles)) if part)
        yield f"# Your account\n\n{about}. Since {when(me.began)}.\n"
        shares = [self._told_share(*each) for each in self.shares]
        yield _section("What you share, and with whom", shares, "You share nothing.")
        for play in self.plays:
            told = (*(each.told() for each in play.remarks), *(each.told() for each in play.ratings))
            lines = [each.replace("\n", "\n  ") for each in told]
            yield _section(f"What others wrote on “{clean_line(play.title)}”, session {play.session}", lines)
        if not self.plays:
            yield _section("What others wrote on your plays", (), "Nobody has written anything.")
        steps = [
            f"{when(step.at)}: {f'“{clean_line(title)}”: ' if title else ''}{told}"
            for step, title, _, told in self.trail
        ]
        nobody = "It could not be read." if WHO_LOOKED in self.unreadable else "Nobody has looked at anything of yours."
        yield _section("Who looked, the last first", steps, nobody)

    def _told_share(self, share: Share, title: str, reader: str) -> str:
        end = f", until {day_of(share.until)}" if share.until != NO_END else ", until you take it back"
        how = how_far(self.me, share.scope)
        return f"“{clean_line(title)}”, session {share.session}, with {reader}: {how}, since {when(share.given)}{end}"


def own_beside(store: SignedStore) -> OwnBeside:
    """Return what `store` has beside the plays of who is signed in; what is damaged is named, and hides nothing else.

    Raises:
        StoreError: when the store cannot be read at all.
    """
    sharing, me = Sharing(store), store.me
    summaries: dict[str, Summary] = {each.session: each for each in store.sessions()}
    unreadable: list[str] = []
    steps = _read(WHO_LOOKED, sharing.trail, unreadable) or ()
    plays = [
        _read(f"What others wrote on {each.session}", partial(received, store, sharing, each), unreadable)
        for each in sorted(summaries.values(), key=lambda each: each.when_begun)
    ]

    def title_of(session: str) -> str:
        return summaries[session].title if session in summaries else ""

    return OwnBeside(
        me=me,
        shares=tuple(
            (share, title_of(share.session), clean_line(sharing.name_of(share.reader)))
            for share in store.base.shares_of(me.id)
        ),
        trail=tuple((step, title_of(step.session), clean_line(sharing.name_of(step.by)), told) for step, told in steps),
        plays=tuple(play for play in plays if play is not None and not play.is_empty),
        unreadable=(*unreadable, *(f"How others read {play.session}" for play in plays if play and play.damaged)),
    )


def _read(what: str, read: Callable[[], T], unreadable: list[str]) -> T | None:
    """Return what `read` returns; where it is damaged, note `what` and return nothing."""
    try:
        return read()
    except StoreError:
        unreadable.append(what)
        return None


def _section(title: str, lines: "list[str] | tuple[str, ...]", nothing: str = "") -> str:
    told = "\n".join(f"- {line}" for line in lines) or nothing
    return f"# {title}\n\n{told}\n"
