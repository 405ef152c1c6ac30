"""`trainer share SESSION --with NAME`: leave given to one reader; and, without one, what is shared with whom."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from trainer.supervision_commands.options import write_json
from trainer.text import clean, clean_line

if TYPE_CHECKING:
    from trainer.people.person import Person
    from trainer.store.signed import SignedStore
    from trainer.supervision.sharing import Sharing, Standing


def give(
    opened: "SignedStore",
    sharing: "Sharing",
    session: str,
    reader: str,
    scope: str | None,
    until: datetime | None,
    notes: tuple[str, ...],
    *,
    is_sure: bool,
) -> None:
    """Share `session` with who is called `reader`, and say how that stands.

    Raises:
        click.UsageError: when they lead one's unit and it was not said that one is sure.
    """
    from trainer.people.shares import NO_END, Scope
    from trainer.supervision.times import end_of_day

    found = opened.summary(session).session
    to = sharing.reader(reader)
    if to.leads_me and not is_sure:
        raise click.UsageError(f"{clean_line(to.person.name)} leads your unit. Still share? Then say so: --still")
    chosen = Scope(scope) if scope else (Scope.NOTES if notes else sharing.scopes(found)[0])
    end = end_of_day(until.date()) if until else NO_END
    standing = sharing.share(found, to, chosen, until=end, notes=notes)
    click.echo(clean(told(standing, sharing.me)))
    if sharing.is_joint(found) and not standing.is_open:
        click.echo(
            "Others were in it. Each of them is asked, once and alone; until all agree nobody sees it.", err=True
        )


def told(standing: "Standing", me: "Person") -> str:
    """Return how it is with one reader, in words."""
    from trainer.people.shares import NO_END, how_far
    from trainer.supervision.times import day_of

    if standing.share is None or not standing.is_open:
        return f"{standing.reader.name}: not shared"
    end = "" if standing.share.until == NO_END else f", until {day_of(standing.share.until)}"
    return f"{standing.reader.name}: {how_far(me, standing.share.scope)}{end}"


def tell_standings(opened: "SignedStore", sharing: "Sharing", session: str, *, as_json: bool) -> None:
    """Say with whom `session` is shared."""
    found = opened.summary(session)
    standings = sharing.standings(found.session)
    if as_json:
        write_json({"session": found.session, "shared": [_as_json(each) for each in standings]})
        return
    for each in standings:
        click.echo(clean(told(each, sharing.me)))
    if not standings:
        click.echo("You share it with nobody. To share it: trainer share SESSION --with NAME", err=True)


def tell_shares(opened: "SignedStore", sharing: "Sharing", *, as_json: bool) -> None:
    """Say which sessions are shared, and with whom."""
    shared = sharing.shared_sessions()
    found = [(each, sharing.standings(each.session)) for each in opened.sessions() if each.session in shared]
    if as_json:
        listed = [
            {"session": each.session, "shared": [_as_json(standing) for standing in standings]}
            for each, standings in found
        ]
        write_json({"sessions": listed})
        return
    for each, standings in found:
        shared_with = "; ".join(told(standing, sharing.me) for standing in standings)
        click.echo(clean(f"{each.session}  {clean_line(each.title)}: {shared_with}"))
    if not found:
        click.echo("You share nothing. To share: trainer share SESSION --with NAME", err=True)
    if sharing.asks():
        click.echo("You are asked something about a play with others: trainer share --asked", err=True)


def _as_json(standing: "Standing") -> dict[str, object]:
    share = standing.share if standing.is_open else None
    return {
        "reader": standing.reader.name,
        "scope": share.scope if share else None,
        "until": (share.until or None) if share else None,
    }
