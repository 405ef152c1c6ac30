"""Who may read and write which row of a store that several persons share, held by the server itself.

It is the table of `people/access.py` as row-level security. A table that stands here without a verb, or not at all, is
for the owner's functions alone. Every rule is switched on and forced, so that it holds for the owner's connection too:
only a superuser, or a role that may pass over rules, sees more, and such a name is let into no store with people.

Who changes a rule or a function adds a step to the schema, an empty one if need be: with each step all are made anew.
"""

from typing import Final, NamedTuple

from psycopg import sql

from trainer.errors import UsageError
from trainer.store.people.accounts import OF_NOBODY
from trainer.store.postgres_address import Connection
from trainer.store.postgres_functions import FUNCTIONS, INSIDE, PLAIN, TRIGGERS, as_statement

APP_ROLE: Final = "app-role"
"""The setting with the name under which persons' programs connect, where that is not the owner's."""
_ME: Final = "(SELECT me())"
_OWN: Final = f"person = {_ME}"
_MINE: Final = "session IN (SELECT my_sessions())"
_HOLDS_PAPER: Final = "holds_paper(paper)"
_IS_ADMINISTRATOR: Final = "(SELECT is_administrator())"
_OPEN_SETTING: Final = f"(strpos(name, '/') = 0 AND name <> '{OF_NOBODY}')"
_OWN_SETTING: Final = f"right(name, length({_ME}) + 1) = '/' || {_ME}"
_SETS: Final = f"{_IS_ADMINISTRATOR} AND {_OPEN_SETTING} OR {_OWN_SETTING}"
_SUPERVISES: Final = "(standing = 'active' AND 'supervisor' = ANY (string_to_array(roles, ' ')))"


class Rule(NamedTuple):
    """What must be true of a row to be read, added, changed or deleted; nothing is nobody's."""

    read: str = ""
    add: str = ""
    change: str = ""
    delete: str = ""
    columns: tuple[str, ...] = ()
    """What may be changed of it, or everything."""


RULES: Final[dict[str, Rule]] = {
    "scenario": Rule(
        read="has_scenario(digest)",
        # A text stands under its own digest, so that nobody can pin a wrong one for others.
        add=f"{_ME} IS NOT NULL AND digest = encode(sha256(text), 'hex')",
    ),
    "session": Rule(
        read=f"opener = {_ME} OR {_MINE} OR opens(session)",
        add=f"opener = {_ME} AND persons = json_array_length(convert_from(seats, 'UTF8')::json)",
        change=_MINE,
        columns=("phase", "replies", "version", "touched", "sequence"),
    ),
    "event": Rule(
        read=f"{_MINE} OR opens_talk(session)", add=f"{_MINE} AND may_append(session, version, stored, chain)"
    ),
    "words": Rule(
        read=_MINE,
        add=f"EXISTS (SELECT FROM session WHERE session.session = words.session AND session.opener = {_ME})",
    ),
    "room": Rule(*(f"opener = {_ME}",) * 4, columns=("stored",)),
    # The first entry of one that is not there yet: its key keeps anybody from beginning another's anew.
    "paper": Rule(read=_HOLDS_PAPER, add=f"{_ME} IS NOT NULL AND ({_HOLDS_PAPER} OR version = 1)"),
    "party": Rule(*(_HOLDS_PAPER,) * 4),
    "holder": Rule(read=_OWN, add=f"{_OWN} AND is_nobodys(paper)"),
    "setting": Rule(
        read=f"{_ME} IS NOT NULL AND {_OPEN_SETTING} OR {_OWN_SETTING}",
        add=_SETS,
        change=_SETS,
        delete=_SETS,
    ),
    "person": Rule(
        read=f"{_OWN} OR {_IS_ADMINISTRATOR} OR {_ME} IS NOT NULL AND ({_SUPERVISES} OR knows(person))",
        add=f"{_IS_ADMINISTRATOR} AND public = ''",
        change=_IS_ADMINISTRATOR,
        # Not the key: what was sealed with another in its place would be for whoever put it there.
        columns=("kind", "roles", "unit", "standing"),
    ),
    "credential": Rule(),
    "attempt": Rule(),
    "code": Rule(),
    "token": Rule(),
    "knock": Rule(),
    "part": Rule(
        read=f"{_OWN} OR {_MINE} OR opens(session)",
        # Further parts are taken with a code: who opened a session gives leave for nobody else.
        add=f"{_OWN} AND begins_in(session, seat)",
    ),
    "sealed": Rule(*(_OWN,) * 4),
    "share": Rule(
        read=f"{_OWN} OR reader = {_ME} AND holds(session, person)",
        add=f"{_OWN} AND may_share(session, reader, scope, counts)",
        delete=_OWN,
    ),
    "enclosed": Rule(
        read=f"{_OWN} OR reader = {_ME} AND opens_notes(session, person)",
        add=f"{_OWN} AND has_part(session)",
        delete=_OWN,
    ),
    "reading": Rule(
        read=f"{_OWN} OR opens_scores(session, person)",
        add=f"{_OWN} AND has_part(session) AND NOT is_patient()",
        delete=_OWN,
    ),
    # Who asked cannot read what they asked, or they would see that it was answered.
    "ask": Rule(
        read=_OWN,
        add=f"asker = {_ME} AND answered = 0 AND may_ask(session, person, reader)",
        change=_OWN,
        columns=("answered",),
    ),
    "trail": Rule(read=_OWN),
    "remark": Rule(
        read=f"{_OWN} OR author = {_ME} OR reader = {_ME} AND holds(session, person) AND opens_talk(session)",
        add=f"author = {_ME} AND ({_OWN} AND may_answer(session, reader) "
        f"OR reader = {_ME} AND holds(session, person) AND opens_talk(session))",
        delete=f"author = {_ME}",
    ),
    "rating": Rule(
        read=f"{_OWN} OR rater = {_ME} OR opens_scores(session, person) AND has_rated(session, person, position)",
        add=f"rater = {_ME} AND opens_scores(session, person) AND opens_talk(session) AND is_blind(session, person)",
    ),
    "key_seen": Rule(read=f"reader = {_ME}", add=f"reader = {_ME} AND opens_scores(session, person)"),
}
"""By table; `store`, which holds the number of the schema and nothing else, is there for everybody."""

_VERBS: Final = (("read", "SELECT"), ("add", "INSERT"), ("change", "UPDATE"), ("delete", "DELETE"))


def make_rules(connection: Connection, app_role: str = "") -> None:
    """Make all rules and what they rest on, or make them anew, inside the transaction that is open.

    `app_role` is the name under which persons' programs connect, or nothing where that is the owner's.
    """
    run = connection.execute
    run(f"SET LOCAL search_path = {INSIDE}")
    for statement in (*PLAIN, *map(as_statement, FUNCTIONS), *TRIGGERS):
        run(statement.encode())
    run("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA dialogue_trainer FROM PUBLIC")
    for table, rule in RULES.items():
        for statement in _owners_policies(table, rule):
            run(statement.encode())
        if app_role:
            for statement in _persons_policies(table, rule):
                run(sql.SQL(statement).format(role=sql.Identifier(app_role)))
    if app_role:
        _grant(connection, app_role)


def _owners_policies(table: str, rule: Rule) -> tuple[str, ...]:
    """Return the statements that put `rule` on `table` for its owner, whose functions go past it."""
    made = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"]
    for name, verb in _VERBS:
        # CASE is worked out in its order: the owner's functions, which a rule asks, do not come by that rule again.
        condition = f"CASE WHEN (SELECT inside()) THEN true ELSE ({getattr(rule, name) or 'false'}) END"
        made += _policy(table, f"{name}_owner", verb, "CURRENT_USER", condition)
    return tuple(made)


def _persons_policies(table: str, rule: Rule) -> tuple[str, ...]:
    """Return the statements that put `rule` on `table` for the name of persons' programs, `{role}`."""
    return tuple(
        statement
        for name, verb in _VERBS
        for statement in _policy(table, f"{name}_app", verb, "{role}", getattr(rule, name) or "false")
    )


def _policy(table: str, name: str, verb: str, role: str, condition: str) -> tuple[str, str]:
    clause = "WITH CHECK" if verb == "INSERT" else "USING"
    return (
        f"DROP POLICY IF EXISTS {name} ON {table}",
        f"CREATE POLICY {name} ON {table} FOR {verb} TO {role} {clause} ({condition})",
    )


def _grant(connection: Connection, app_role: str) -> None:
    """Let `app_role` do what the rules allow to anybody, and nothing else."""
    role = sql.Identifier(app_role)

    def run(statement: str) -> None:
        connection.execute(sql.SQL(statement).format(role=role))

    run("REVOKE ALL ON ALL TABLES IN SCHEMA dialogue_trainer FROM {role}")
    run("REVOKE ALL ON ALL SEQUENCES IN SCHEMA dialogue_trainer FROM {role}")
    run("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA dialogue_trainer FROM {role}")
    run("GRANT USAGE ON SCHEMA dialogue_trainer TO {role}")
    run("GRANT SELECT ON store TO {role}")
    for table, rule in RULES.items():
        for name, verb in _VERBS:
            columns = f" ({', '.join(rule.columns)})" if name == "change" and rule.columns else ""
            if getattr(rule, name):
                run(f"GRANT {verb}{columns} ON {table} TO {{role}}")
    run("GRANT EXECUTE ON FUNCTION this_moment(), inside(), count_up() TO {role}")
    for function in FUNCTIONS:
        if function.is_open:
            run(f"GRANT EXECUTE ON FUNCTION {_signature(function.head)} TO {{role}}")


def _signature(head: str) -> str:
    return head[: head.index(")") + 1]


def refuse_unfit(connection: Connection, app_role: str) -> None:
    """Do nothing where rules hold for who is connected, who can make them, and for `app_role`, if any.

    Raises:
        UsageError: otherwise, saying what to do.
    """
    row = connection.execute(
        "SELECT pg_has_role(current_user, relowner, 'MEMBER'), rolsuper OR rolbypassrls "
        "FROM pg_class, pg_roles WHERE pg_class.oid = 'person'::regclass AND rolname = current_user"
    ).fetchone()
    is_owner, passes_over = row or (False, True)
    if passes_over:
        raise UsageError(
            "The name that you connect with may pass over every rule on this server, so that none would hold. Nothing "
            "was changed. Have a name made without SUPERUSER and BYPASSRLS, and begin with that one in a new database."
        )
    if not is_owner:
        raise UsageError(
            "The tables on this server were made by another name. Nothing was changed. Begin with that one."
        )
    if not app_role:
        return
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, (SELECT relowner FROM pg_class "
        "WHERE oid = 'person'::regclass), 'MEMBER') FROM pg_roles WHERE rolname = %s",
        (app_role,),
    ).fetchone()
    if row != (False,):
        raise UsageError(
            "There is no such name on this server for persons' programs, or rules would not hold for it: it may pass "
            "over them, or is the one that owns the tables. Nothing was changed. Have one made: CREATE ROLE … LOGIN"
        )
