"""What only the server itself may do in a store that several persons share, as functions that run as the tables' owner.

A person's connection reaches credentials, codes, tries and others' trails through these and in no other way. Whoever
asks is found in `me()`, by the token that signing in gave; no function takes anybody's word for who they are. What
`rules` ask of a row stands here too: a rule that read other tables itself would go through the rules of those.
"""

# ruff: noqa: S608  every statement stands here whole; nothing from outside is in it

import json
from typing import Final, NamedTuple

from trainer.store.people.accounts import FIRST_WAIT, FREE_TRIES, LONGEST_WAIT, OF_NOBODY, WAIT_DOUBLINGS, was_patient
from trainer.store.people.leave import KNOWN
from trainer.store.people.plays import NOBODY
from trainer.vault import PARAMETERS

TOKEN_MILLISECONDS: Final = 12 * 3600 * 1000
_KNOCK_MILLISECONDS: Final = 60_000
TOKEN: Final = "dialogue_trainer.token"  # noqa: S105  the name under which a connection has its own
INSIDE: Final = "dialogue_trainer, pg_temp"
"""Where the owner's functions look names up: in the store's own tables first, among a caller's temporary ones last.

Where persons' programs connect with the owner's name too, it is how its functions are told from its connection. So does
the owner look names up itself while it does what no person does: a step of the schema, the first account.
"""


class Function(NamedTuple):
    """One function of the server."""

    head: str
    body: str
    is_open: bool = True
    """Whether a person's connection calls it, by itself or through a rule."""
    more: str = ""


def _answers(head: str, condition: str, *, is_open: bool = True, more: str = "") -> Function:
    """Return a function that says whether something holds, and changes nothing."""
    return Function(f"{head} RETURNS boolean STABLE", f"BEGIN RETURN {condition}; END", is_open, more)


_ONE_BY_ONE: Final = (
    "SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off SET enable_seqscan = off "
    "SET enable_sort = off"
)
"""For what ends at the first rows it finds, in the order of an index: the planner cannot know how many hold."""
_NOW: Final = "this_moment()"
_LIVE: Final = f"({KNOWN} AND (until = 0 OR until > {_NOW}))"

PLAIN: Final = (
    """
    CREATE OR REPLACE FUNCTION this_moment() RETURNS bigint LANGUAGE sql STABLE
    RETURN floor(extract(epoch FROM statement_timestamp()) * 1000)::bigint
    """,
    # Asked for the owner alone: its functions go past the rules, its connection only while it keeps the tables.
    f"""
    CREATE OR REPLACE FUNCTION inside() RETURNS boolean LANGUAGE sql STABLE
    RETURN session_user <> current_user OR current_setting('search_path') = '{INSIDE}'
    """,
    # Numbers that count up would tell each how much the others do; the time at which they did something tells nothing.
    """
    CREATE OR REPLACE FUNCTION count_up() RETURNS bigint LANGUAGE sql VOLATILE
    RETURN floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint
    """,
)
"""Functions that run as who calls them."""

_WHO: Final = (
    Function(
        "me() RETURNS text STABLE",
        f"""
        DECLARE shown text := current_setting('{TOKEN}', true);
        BEGIN
            IF coalesce(shown, '') = '' THEN RETURN NULL; END IF;
            RETURN (
                SELECT token.person FROM token JOIN person USING (person)
                WHERE digest = sha256(convert_to(shown, 'UTF8')) AND until > {_NOW} AND standing = 'active'
            );
        END
        """,
    ),
    _answers("has_people()", "EXISTS (SELECT FROM credential)"),
    _answers(
        "is_supervisor(the_person text)",
        "EXISTS (SELECT FROM person WHERE person = the_person AND standing = 'active' "
        "AND 'supervisor' = ANY (string_to_array(roles, ' ')))",
        is_open=False,
    ),
    _answers(
        "is_administrator()",
        "EXISTS (SELECT FROM person WHERE person = me() AND 'administrator' = ANY (string_to_array(roles, ' ')))",
    ),
    _answers("is_patient()", "EXISTS (SELECT FROM person WHERE person = me() AND kind = 'patient')"),
    _answers(
        "knows(the_person text)",
        f"""
        me() IS NOT NULL AND (
            EXISTS (SELECT FROM share WHERE person = me() AND reader = the_person)
            OR EXISTS (
                SELECT FROM share WHERE reader = me() AND person = the_person AND {_LIVE}
                AND holds(session, person, reader)
            )
            OR EXISTS (SELECT FROM ask WHERE person = me() AND the_person IN (asker, reader))
            OR EXISTS (
                SELECT FROM part JOIN part AS own USING (session) WHERE own.person = me() AND part.person = the_person
            )
            OR EXISTS (
                SELECT FROM trail WHERE person = me()
                AND position(convert_to('"by":"' || the_person || '"', 'UTF8') IN stored) > 0
            )
        )
        """,
    ),
)
"""Who somebody is, and whom they may know of."""

_LEAVE: Final = (
    _answers("has_part(the_session text)", "EXISTS (SELECT FROM part WHERE person = me() AND session = the_session)"),
    # As a set, so that a statement asks once for it and not of every row.
    Function(
        "my_sessions() RETURNS SETOF text STABLE",
        """
        DECLARE my text := me();
        BEGIN
            RETURN QUERY SELECT session FROM part WHERE person = my
            UNION ALL SELECT session FROM session WHERE opener = my;
        END
        """,
    ),
    _answers(
        "is_mine(the_session text)",
        "has_part(the_session) OR EXISTS (SELECT FROM session WHERE session = the_session AND opener = me())",
        is_open=False,
    ),
    # Whoever began a play goes on with it; who has a part in one that others were in marks readings of their own.
    Function(
        "may_append(the_session text, the_version bigint, the_stored bytea, the_chain bytea) RETURNS boolean STABLE",
        """
        DECLARE
            last record;
            play record;
            said json;
            own text := (SELECT min(seat) FROM part WHERE session = the_session AND person = me());
        BEGIN
            SELECT opener, persons INTO play FROM session WHERE session = the_session;
            SELECT version, chain INTO last FROM event WHERE session = the_session ORDER BY version DESC LIMIT 1;
            IF the_version <> coalesce(last.version, 0) + 1 OR the_chain <> sha256(
                coalesce(last.chain, decode(repeat('00', 32), 'hex')) || convert_to(the_session, 'UTF8')
                || int8send(the_version) || the_stored
            ) THEN RETURN false; END IF;
            said := convert_from(the_stored, 'UTF8')::json -> 'event';
            RETURN coalesce(
                CASE WHEN said ->> 'kind' = 'reading_marked' AND play.persons > 1 THEN said ->> 'seat' = own
                ELSE play.opener = me() END,
                false
            );
        END
        """,
    ),
    _answers(
        "begins_in(the_session text, the_seat text)",
        """
        EXISTS (
            SELECT FROM session WHERE session = the_session AND opener = me() AND the_seat =
            CASE WHEN room = '' THEN convert_from(seats, 'UTF8')::json ->> 0 ELSE own END
        )
        """,
    ),
    # As `HOLDS` in `people/leave.py` has it, by the server's clock, and with a reader who is a supervisor now.
    _answers(
        "holds(the_session text, the_person text, the_reader text)",
        f"""
        EXISTS (
            SELECT FROM share
            WHERE session = the_session AND person = the_person AND reader = the_reader AND {_LIVE}
        ) AND (SELECT persons FROM session WHERE session = the_session) = (
            SELECT count(*) FROM part JOIN share USING (session, person)
            WHERE session = the_session AND reader = the_reader AND {_LIVE}
        ) AND is_supervisor(the_reader)
        """,
        is_open=False,
    ),
    _answers(
        "holds(the_session text, the_person text)",
        "holds(the_session, the_person, me())",
    ),
    _answers(
        "opens(the_session text)",
        "EXISTS (SELECT FROM share WHERE session = the_session AND reader = me() "
        "AND holds(the_session, person, reader))",
    ),
    # Where one of several shares their scores alone, what was said is not shared.
    _answers(
        "opens_talk(the_session text)",
        "opens(the_session) AND NOT EXISTS (SELECT FROM share WHERE session = the_session AND reader = me() "
        "AND scope = 'scores')",
    ),
    _answers(
        "opens_notes(the_session text, the_person text)",
        "EXISTS (SELECT FROM share WHERE session = the_session AND person = the_person AND reader = me() "
        "AND scope = 'notes') AND holds(the_session, the_person)",
    ),
    _answers(
        "opens_scores(the_session text, the_person text)",
        "holds(the_session, the_person) AND EXISTS (SELECT FROM share WHERE session = the_session "
        "AND person = the_person AND reader = me() AND scope <> 'said') "
        "AND EXISTS (SELECT FROM person WHERE person = the_person AND kind <> 'patient')",
    ),
    _answers(
        "is_open_to(the_session text, the_reader text)",
        """
        (is_mine(the_session) OR the_reader = me()) AND EXISTS (
            SELECT FROM share WHERE session = the_session AND reader = the_reader
            AND holds(the_session, person, reader)
        )
        """,
    ),
    _answers(
        "may_share(the_session text, the_reader text, the_scope text, it_counts bigint)",
        """
        has_part(the_session) AND is_supervisor(the_reader) AND the_reader <> me()
        AND the_scope IN ('scores', 'said', 'transcript', 'notes') AND NOT (the_scope = 'scores' AND is_patient())
        AND (it_counts = 0 OR EXISTS (SELECT FROM person WHERE person = me() AND kind = 'staff'))
        """,
    ),
    _answers(
        "may_ask(the_session text, the_person text, the_reader text)",
        """
        has_part(the_session) AND the_person <> me() AND is_supervisor(the_reader)
        AND EXISTS (SELECT FROM part WHERE session = the_session AND person = the_person)
        """,
    ),
    _answers(
        "may_answer(the_session text, the_reader text)",
        """
        has_part(the_session) AND (
            is_supervisor(the_reader)
            OR EXISTS (SELECT FROM remark WHERE session = the_session AND person = me() AND reader = the_reader)
        )
        """,
    ),
    _answers("holds_paper(the_paper text)", "EXISTS (SELECT FROM holder WHERE paper = the_paper AND person = me())"),
    _answers("is_nobodys(the_paper text)", "NOT EXISTS (SELECT FROM holder WHERE paper = the_paper)"),
    _answers(
        "is_blind(the_session text, the_person text)",
        "NOT EXISTS (SELECT FROM key_seen WHERE session = the_session AND person = the_person AND reader = me())",
    ),
    _answers(
        "has_rated(the_session text, the_person text, the_position bigint)",
        """
        EXISTS (
            SELECT FROM rating WHERE session = the_session AND person = the_person AND position = the_position
            AND rater = me()
        )
        """,
    ),
    Function(
        "has_scenario(the_digest text) RETURNS boolean STABLE",
        """
        DECLARE my text := me(); each record;
        BEGIN
            IF EXISTS (SELECT FROM session WHERE scenario = the_digest AND opener = my)
            OR EXISTS (SELECT FROM part JOIN session USING (session) WHERE person = my AND scenario = the_digest)
            THEN RETURN true; END IF;
            FOR each IN
                SELECT share.session, share.person FROM share JOIN session USING (session)
                WHERE reader = my AND session.scenario = the_digest
            LOOP
                IF holds(each.session, each.person, my) THEN RETURN true; END IF;
            END LOOP;
            RETURN false;
        END
        """,
        more=_ONE_BY_ONE,
    ),
)
"""What a rule asks: whose a session is, and what is open to a reader at this moment."""

_HELD: Final = f"""
    share.{KNOWN} AND (share.until = 0 OR share.until > {_NOW}) AND session.persons = (
        SELECT count(*) FROM part JOIN share AS own USING (session, person)
        WHERE part.session = share.session AND own.reader = share.reader AND own.{KNOWN}
        AND (own.until = 0 OR own.until > {_NOW})
    )
"""
_LISTS: Final = (
    Function(
        "supervisors() RETURNS SETOF person STABLE",
        """
        BEGIN
            RETURN QUERY SELECT * FROM person WHERE me() IS NOT NULL AND standing = 'active'
            AND 'supervisor' = ANY (string_to_array(roles, ' ')) ORDER BY called;
        END
        """,
    ),
    Function(
        "shared_with_me(the_person text, the_scenario text, the_start text, the_end text, the_given bigint, "
        "the_session text, the_last text, how_many bigint) RETURNS TABLE (session text, person text, reader text, "
        "scope text, given bigint, until bigint, title bytea, scenario_id bytea, touched bigint, persons bigint, "
        "seat text) STABLE",
        f"""
        DECLARE my text := me();
        BEGIN
            IF NOT coalesce(is_supervisor(my), false) THEN RETURN; END IF;
            RETURN QUERY SELECT share.session, share.person, share.reader, share.scope, share.given, share.until,
                session.title, session.scenario_id, session.touched, session.persons,
                (SELECT min(part.seat) FROM part WHERE part.session = share.session AND part.person = share.person)
            FROM share JOIN session USING (session)
            WHERE share.reader = my AND (the_person = '' OR share.person = the_person)
            AND (the_scenario = '' OR share.scenario = the_scenario)
            AND (the_start = '' OR (share.session >= the_start AND share.session < the_end))
            AND (the_given IS NULL OR
                share.given <= the_given AND (share.given, share.session, share.person)
                < (the_given, the_session, the_last))
            AND {_HELD}
            ORDER BY share.given DESC, share.session DESC, share.person DESC LIMIT how_many;
        END
        """,
        # Which index leads there depends on what the list is narrowed by.
        more=f"SET plan_cache_mode = force_custom_plan {_ONE_BY_ONE}",
    ),
    Function(
        "sharers() RETURNS SETOF text STABLE",
        f"""
        DECLARE my text := me(); each text := '';
        BEGIN
            IF NOT coalesce(is_supervisor(my), false) THEN RETURN; END IF;
            LOOP
                SELECT min(person) INTO each FROM share WHERE reader = my AND person > each;
                EXIT WHEN each IS NULL;
                IF EXISTS (
                    SELECT FROM share JOIN session USING (session)
                    WHERE share.reader = my AND share.person = each AND {_HELD} LIMIT 1
                ) THEN RETURN NEXT each; END IF;
            END LOOP;
        END
        """,
        more=_ONE_BY_ONE,
    ),
    Function(
        "readings(the_month text, how_many bigint) RETURNS TABLE (whose text, what bytea) STABLE",
        f"""
        DECLARE my text := me();
        BEGIN
            IF NOT coalesce(is_supervisor(my), false) THEN RETURN; END IF;
            RETURN QUERY SELECT share.person, reading.stored FROM share JOIN session USING (session)
            JOIN reading USING (session, person) JOIN person USING (person)
            WHERE share.reader = my AND share.counts = 1 AND share.month = the_month AND person.kind = 'staff'
            AND {_HELD}
            ORDER BY share.given DESC LIMIT how_many;
        END
        """,
    ),
)
"""What lists are made of, without a rule being asked of every row on the way."""

_REFUSED: Final = "RAISE insufficient_privilege"

_SIGNING_IN: Final = (
    Function(
        "greeting(the_called text) RETURNS TABLE (salt text, recovery_salt text, parameters text) STABLE",
        f"""
        DECLARE
            lock json := (
                SELECT convert_from(stored, 'UTF8')::json FROM credential JOIN person USING (person)
                WHERE called = the_called
            );
            secret bytea := convert_to(coalesce((SELECT value FROM setting WHERE name = '{OF_NOBODY}'), ''), 'UTF8');
            made bytea := sha256(secret || sha256(secret || convert_to(the_called, 'UTF8')));
        BEGIN
            IF lock IS NULL THEN
                RETURN QUERY SELECT encode(substr(made, 1, 16), 'base64'), encode(substr(made, 17), 'base64'),
                    '{json.dumps(PARAMETERS)}';
            ELSE
                RETURN QUERY SELECT lock ->> 'salt', lock ->> 'recovery_salt', lock ->> 'parameters';
            END IF;
        END
        """,
    ),
    Function(
        "waiting(the_whose text) RETURNS bigint STABLE",
        f"""
        BEGIN RETURN coalesce((
            SELECT greatest(0, least(wait_until - {_NOW}, wait_after(tries))) FROM attempt WHERE whose = the_whose
        ), 0); END
        """,
        is_open=False,
    ),
    Function(
        "wait_after(tries bigint) RETURNS bigint IMMUTABLE",
        f"""
        BEGIN RETURN CASE WHEN tries < {FREE_TRIES} THEN 0 ELSE
            least({FIRST_WAIT} * 2 ^ least(tries - {FREE_TRIES}, {WAIT_DOUBLINGS}), {LONGEST_WAIT})::bigint
        END; END
        """,
        is_open=False,
    ),
    Function(
        "count_one(the_whose text) RETURNS void VOLATILE",
        f"""
        BEGIN
            INSERT INTO attempt VALUES (the_whose, 1, {_NOW} + wait_after(1)) ON CONFLICT (whose) DO UPDATE
            SET tries = attempt.tries + 1, wait_until = {_NOW} + wait_after(attempt.tries + 1);
        END
        """,
        is_open=False,
    ),
    # A try is counted and committed before anybody is told whether it was right: who rolls back is told nothing.
    Function(
        "knock(the_called text, the_proof bytea, by_recovery boolean) RETURNS TABLE (wait bigint, ticket text) "
        "VOLATILE",
        f"""
        DECLARE
            whose text := encode(sha256(convert_to('sign-in ' || the_called, 'UTF8')), 'hex');
            known record;
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended(whose, 0));
            wait := waiting(whose);
            IF wait > 0 THEN RETURN NEXT; RETURN; END IF;
            SELECT person.person, credential.proof, credential.recovery INTO known
            FROM credential JOIN person USING (person) WHERE called = the_called AND standing = 'active';
            PERFORM count_one(whose);
            DELETE FROM knock WHERE until < {_NOW};
            ticket := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
            INSERT INTO knock VALUES (
                sha256(convert_to(ticket, 'UTF8')), whose, pg_current_xact_id(), {_NOW} + {_KNOCK_MILLISECONDS},
                CASE WHEN sha256(the_proof) = CASE WHEN by_recovery THEN known.recovery ELSE known.proof END
                THEN known.person ELSE '' END
            );
            RETURN NEXT;
        END
        """,
    ),
    Function(
        "enter(the_ticket text) RETURNS TABLE (who text, token text) VOLATILE",
        f"""
        DECLARE found record;
        BEGIN
            DELETE FROM knock WHERE digest = sha256(convert_to(the_ticket, 'UTF8'))
            AND pg_xact_status(made_in) = 'committed' AND until > {_NOW} RETURNING * INTO found;
            IF coalesce(found.person, '') = '' THEN RETURN; END IF;
            DELETE FROM attempt WHERE attempt.whose = found.whose;
            DELETE FROM token WHERE until < {_NOW};
            who := found.person;
            token := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
            INSERT INTO token VALUES (sha256(convert_to(token, 'UTF8')), who, {_NOW} + {TOKEN_MILLISECONDS});
            RETURN NEXT;
        END
        """,
    ),
    Function(
        "sign_out() RETURNS void VOLATILE",
        f"""
        BEGIN
            DELETE FROM token WHERE digest = sha256(convert_to(current_setting('{TOKEN}', true), 'UTF8'));
        END
        """,
    ),
    Function(
        "my_wait(the_whose text) RETURNS bigint STABLE",
        "BEGIN RETURN CASE WHEN the_whose LIKE '% ' || me() THEN waiting(the_whose) ELSE 0 END; END",
    ),
    Function(
        "count_mine(the_whose text) RETURNS void VOLATILE",
        "BEGIN IF the_whose LIKE '% ' || me() THEN PERFORM count_one(the_whose); END IF; END",
    ),
)
"""How somebody proves who they are."""

_ACCOUNTS: Final = (
    Function(
        "my_lock() RETURNS bytea STABLE",
        "BEGIN RETURN (SELECT stored FROM credential WHERE person = me()); END",
    ),
    Function(
        "keep_lock(the_person text, the_proof bytea, the_recovery bytea, the_stored bytea, the_public bytea) "
        "RETURNS void VOLATILE",
        f"""
        BEGIN
            INSERT INTO credential VALUES (the_person, the_proof, the_recovery, the_stored) ON CONFLICT (person)
            DO UPDATE SET proof = EXCLUDED.proof, recovery = EXCLUDED.recovery, stored = EXCLUDED.stored;
            UPDATE person SET public = the_public, standing = 'active'
            WHERE person = the_person AND standing <> 'closed';
            -- Whoever signed in with what was there before is out.
            DELETE FROM token WHERE person = the_person
            AND digest <> sha256(convert_to(coalesce(current_setting('{TOKEN}', true), ''), 'UTF8'));
        END
        """,
        is_open=False,
    ),
    Function(
        "put_lock(the_proof bytea, the_recovery bytea, the_stored bytea, the_public bytea) RETURNS void VOLATILE",
        f"""
        BEGIN
            IF me() IS NULL THEN {_REFUSED}; END IF;
            PERFORM keep_lock(me(), the_proof, the_recovery, the_stored, the_public);
        END
        """,
    ),
    Function(
        "rename(the_person text, the_name text, the_called text) RETURNS boolean VOLATILE",
        f"""
        BEGIN
            IF NOT coalesce(the_person = me() OR is_administrator(), false) THEN {_REFUSED}; END IF;
            UPDATE person SET name = the_name, called = the_called WHERE person = the_person;
            RETURN true;
        EXCEPTION WHEN unique_violation THEN
            RETURN false;
        END
        """,
    ),
    Function(
        "put_code(the_digest bytea, the_purpose text, the_person text, the_about text, the_until bigint) "
        "RETURNS void VOLATILE",
        f"""
        DECLARE
            the_session text := split_part(the_about, '/', 1);
            the_seat text := split_part(the_about, '/', 2);
            is_first boolean := session_user = current_user AND NOT has_people();
        BEGIN
            IF NOT coalesce(CASE the_purpose
                WHEN 'account' THEN is_administrator() OR is_first
                WHEN 'showing' THEN the_person = me() AND has_part(the_about)
                WHEN 'paper' THEN the_person = me() AND holds_paper(the_about)
                WHEN 'part' THEN the_person = me() AND is_mine(the_session) AND EXISTS (
                    SELECT FROM session, json_array_elements_text(convert_from(seats, 'UTF8')::json) AS seat
                    WHERE session = the_session AND seat = the_seat AND opener = me()
                )
            END, false) THEN {_REFUSED}; END IF;
            DELETE FROM code WHERE purpose = the_purpose AND person = the_person AND about = the_about;
            INSERT INTO code VALUES (the_digest, the_purpose, the_person, the_about, the_until);
            IF the_purpose = 'account' AND NOT is_first THEN
                PERFORM keep_step(the_person, {_NOW}, me(), 'code', '');
            END IF;
        END
        """,
    ),
    Function(
        "open_code(the_digest bytea) RETURNS SETOF person STABLE",
        f"""
        BEGIN
            RETURN QUERY SELECT person.* FROM person JOIN code USING (person)
            WHERE digest = the_digest AND purpose = 'account' AND until > {_NOW} AND standing <> 'closed';
        END
        """,
    ),
    Function(
        "lock_of_code(the_digest bytea) RETURNS bytea STABLE",
        "BEGIN RETURN (SELECT stored FROM credential JOIN open_code(the_digest) USING (person)); END",
    ),
    Function(
        "enrol(the_digest bytea, the_proof bytea, the_recovery bytea, the_stored bytea, the_public bytea, "
        "before bytea) "
        "RETURNS SETOF person VOLATILE",
        f"""
        DECLARE whose person; owner text;
        BEGIN
            SELECT * INTO whose FROM open_code(the_digest);
            DELETE FROM code WHERE digest = the_digest AND person = whose.person;
            IF NOT FOUND THEN RETURN; END IF;
            IF whose.public <> '' AND NOT EXISTS (
                SELECT FROM credential WHERE person = whose.person AND recovery = sha256(before)
            ) THEN
                DELETE FROM sealed WHERE person = whose.person;
                FOR owner IN SELECT DISTINCT person FROM share WHERE reader = whose.person ORDER BY person LOOP
                    PERFORM keep_step(owner, {_NOW}, whose.person, 'ended', '');
                END LOOP;
                DELETE FROM share WHERE reader = whose.person;
                DELETE FROM enclosed WHERE reader = whose.person;
            END IF;
            IF whose.public <> '' THEN
                PERFORM keep_step(whose.person, {_NOW}, whose.person, 'code-used', '');
            END IF;
            PERFORM keep_lock(whose.person, the_proof, the_recovery, the_stored, the_public);
            RETURN QUERY SELECT * FROM person WHERE person = whose.person;
        END
        """,
    ),
    # A part goes to whoever has the code for it, but never to who made the code: nobody gives leave for two. What
    # somebody played who came as a patient goes to a patient's account.
    Function(
        "take_code(the_digest bytea, the_purpose text) RETURNS TABLE (whose text, what text) VOLATILE",
        f"""
        BEGIN
            IF me() IS NULL OR the_purpose NOT IN ('showing', 'part', 'paper') THEN RETURN; END IF;
            DELETE FROM code WHERE digest = the_digest AND purpose = the_purpose AND until > {_NOW}
            AND (purpose <> 'part' OR (
                person <> me() AND NOT has_part(split_part(about, '/', 1))
                AND (split_part(about, '/', 3) <> 'patient' OR is_patient())
            ))
            RETURNING person, about INTO whose, what;
            IF NOT FOUND THEN RETURN; END IF;
            IF the_purpose = 'paper' THEN
                INSERT INTO holder VALUES (what, me()) ON CONFLICT DO NOTHING;
            ELSIF the_purpose = 'part' THEN
                INSERT INTO part SELECT session, split_part(what, '/', 2), me() FROM session
                WHERE session = split_part(what, '/', 1) ON CONFLICT DO NOTHING;
                IF FOUND THEN
                    INSERT INTO ask SELECT session, me(), reader, min(person), 0 FROM share
                    WHERE session = split_part(what, '/', 1) AND person <> me() AND {_LIVE}
                    GROUP BY session, reader ON CONFLICT DO NOTHING;
                END IF;
            END IF;
            RETURN NEXT;
        END
        """,
    ),
    # Of one's own doing a step says with whom one shared, or that one chose a passphrase; that somebody else did
    # something is kept by who did it, at this moment: nobody writes into their own trail what another never did.
    Function(
        "keep_step(the_person text, at bigint, by text, the_what text, the_session text) RETURNS void VOLATILE",
        """
        DECLARE
            last record;
            step bytea := convert_to(format(
                '{"at":%s,"by":%s,"what":%s,"session":%s}', at, to_json(by), to_json(the_what), to_json(the_session)
            ), 'UTF8');
        BEGIN
            PERFORM FROM person WHERE person = the_person FOR NO KEY UPDATE;
            IF NOT FOUND THEN RETURN; END IF;
            SELECT version, chain INTO last FROM trail WHERE person = the_person ORDER BY version DESC LIMIT 1;
            INSERT INTO trail VALUES (the_person, coalesce(last.version, 0) + 1, step, sha256(
                coalesce(last.chain, decode(repeat('00', 32), 'hex')) || convert_to(the_person, 'UTF8')
                || int8send(coalesce(last.version, 0) + 1) || step
            ));
        END
        """,
        is_open=False,
    ),
    Function(
        "add_step(the_person text, at bigint, by text, the_what text, the_session text) RETURNS void VOLATILE",
        f"""
        BEGIN
            IF the_what !~ '^[a-z-]{{1,20}}$' OR the_session !~ '^[A-Za-z0-9-]{{0,40}}$'
            OR by !~ '^[A-Za-z0-9-]{{1,40}}$' THEN {_REFUSED}; END IF;
            IF the_person = me() AND (
                (the_what IN ('passphrase', 'exported') AND by = me())
                OR (the_what IN ('shared', 'withdrawn') AND has_part(the_session) AND (
                    is_supervisor(by) OR (the_what = 'withdrawn' AND EXISTS (
                        SELECT FROM trail WHERE person = me()
                        AND position(convert_to('"by":"' || by || '"', 'UTF8') IN stored) > 0
                    ))
                ))
            ) THEN
                PERFORM keep_step(the_person, {_NOW}, by, the_what, the_session);
            ELSIF is_administrator() AND the_what IN ('code', 'changed') THEN
                NULL; -- whatever makes a code or changes an account has kept it
            ELSIF coalesce(holds(the_session, the_person), false) OR (the_what IN ('counted', 'exported') AND
                EXISTS (SELECT FROM share WHERE reader = me() AND person = the_person AND holds(session, person)))
            THEN
                PERFORM keep_step(the_person, {_NOW}, me(), the_what, the_session);
            ELSE
                {_REFUSED};
            END IF;
        END
        """,
    ),
)
"""Accounts, codes, and the trail that only its person reads."""

_REMOVAL: Final = (
    Function(
        "take_out(the_session text, the_person text) RETURNS void VOLATILE",
        f"""
        DECLARE each text;
        BEGIN
            IF (SELECT persons FROM session WHERE session = the_session) > 1 THEN
                DELETE FROM words USING event WHERE words.session = the_session AND event.session = words.session
                AND event.version = words.version
                AND CASE WHEN position('"told_afterwards"'::bytea IN event.stored) > 0 THEN
                    convert_from(event.stored, 'UTF8')::json -> 'event' ->> 'by' IN (
                        SELECT seat FROM part WHERE session = the_session AND person = the_person
                    ) END;
                FOREACH each IN ARRAY ARRAY[
                    'sealed', 'share', 'enclosed', 'reading', 'ask', 'remark', 'rating', 'key_seen'
                ] LOOP
                    EXECUTE format('DELETE FROM %I WHERE session = $1 AND person = $2', each)
                    USING the_session, the_person;
                END LOOP;
                UPDATE part SET person = '{NOBODY}' WHERE session = the_session AND person = the_person;
                UPDATE session SET opener = '' WHERE session = the_session AND opener = the_person;
                IF EXISTS (SELECT FROM part WHERE session = the_session AND person <> '{NOBODY}')
                OR EXISTS (SELECT FROM session WHERE session = the_session AND opener <> '') THEN RETURN; END IF;
            END IF;
            FOREACH each IN ARRAY ARRAY[
                'part', 'sealed', 'share', 'enclosed', 'reading', 'ask', 'remark', 'rating', 'key_seen', 'words',
                'event'
            ] LOOP
                EXECUTE format('DELETE FROM %I WHERE session = $1', each) USING the_session;
            END LOOP;
            DELETE FROM session WHERE session = the_session RETURNING scenario INTO each;
            DELETE FROM scenario WHERE digest = each AND NOT EXISTS (SELECT FROM session WHERE scenario = each);
        END
        """,
        is_open=False,
    ),
    Function(
        "leave_session(the_session text) RETURNS void VOLATILE",
        "BEGIN IF is_mine(the_session) THEN PERFORM take_out(the_session, me()); END IF; END",
    ),
    Function(
        "erase(the_person text) RETURNS void VOLATILE",
        f"""
        DECLARE each text;
        BEGIN
            IF NOT coalesce(the_person = me() OR is_administrator(), false) THEN {_REFUSED}; END IF;
            FOR each IN SELECT session FROM part WHERE person = the_person
                UNION SELECT session FROM session WHERE opener = the_person AND persons > 1
            LOOP
                PERFORM take_out(each, the_person);
            END LOOP;
            FOREACH each IN ARRAY ARRAY[
                'sealed', 'share', 'enclosed', 'reading', 'ask', 'remark', 'rating', 'key_seen', 'trail', 'code',
                 'credential', 'token'
            ] LOOP
                EXECUTE format('DELETE FROM %I WHERE person = $1', each) USING the_person;
            END LOOP;
            FOREACH each IN ARRAY ARRAY['share', 'enclosed', 'ask', 'remark', 'key_seen'] LOOP
                EXECUTE format('DELETE FROM %I WHERE reader = $1', each) USING the_person;
            END LOOP;
            DELETE FROM ask WHERE asker = the_person;
            DELETE FROM remark WHERE author = the_person;
            DELETE FROM rating WHERE rater = the_person;
            DELETE FROM room WHERE opener = the_person;
            FOR each IN DELETE FROM holder WHERE person = the_person RETURNING paper LOOP
                CONTINUE WHEN NOT is_nobodys(each);
                DELETE FROM paper WHERE paper = each;
                DELETE FROM party WHERE paper = each;
            END LOOP;
            UPDATE session SET opener = '' WHERE opener = the_person;
            DELETE FROM setting WHERE right(name, length(the_person) + 1) = '/' || the_person;
            DELETE FROM attempt WHERE right(whose, length(the_person) + 1) = ' ' || the_person OR whose = (
                SELECT encode(sha256(convert_to('sign-in ' || called, 'UTF8')), 'hex') FROM person
                WHERE person = the_person
            );
            DELETE FROM person WHERE person = the_person;
        END
        """,
    ),
)
"""Taking out, as `people/removal.py` has it: what goes is found here, since who takes it out need not read it."""

_STAMPS: Final = (
    Function(
        "stamp_room() RETURNS trigger VOLATILE",
        "BEGIN NEW.opener := coalesce(me(), ''); RETURN NEW; END",
        is_open=False,
    ),
    # Who only has a part in a play adds a mark to it, and changes nothing of where it stands.
    Function(
        "stamp_session() RETURNS trigger VOLATILE",
        f"""
        BEGIN
            IF OLD.opener <> coalesce(me(), '') AND NEW.opener = OLD.opener
            AND (NEW.phase, NEW.replies) IS DISTINCT FROM (OLD.phase, OLD.replies)
            THEN {_REFUSED}; END IF;
            RETURN NEW;
        END
        """,
        is_open=False,
    ),
    Function(
        "stamp_person() RETURNS trigger VOLATILE",
        f"""
        BEGIN
            IF NEW.kind = 'patient' AND OLD.kind <> 'patient' THEN
                DELETE FROM reading WHERE person = NEW.person;
                DELETE FROM share WHERE person = NEW.person AND scope = 'scores';
                UPDATE share SET counts = 0 WHERE person = NEW.person;
            ELSIF OLD.kind = 'patient' AND NEW.kind <> 'patient' THEN
                UPDATE share SET scope = 'said', counts = 0 WHERE person = NEW.person AND {KNOWN};
                INSERT INTO setting VALUES ('{was_patient("")}' || NEW.person, {_NOW}::text)
                ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value;
            END IF;
            IF NEW.standing = 'closed' THEN DELETE FROM token WHERE person = NEW.person; END IF;
            IF me() <> NEW.person
            AND (NEW.kind, NEW.roles, NEW.unit, NEW.standing) <> (OLD.kind, OLD.roles, OLD.unit, OLD.standing) THEN
                PERFORM keep_step(NEW.person, {_NOW}, me(), 'changed', '');
            END IF;
            RETURN NULL;
        END
        """,
        is_open=False,
    ),
)
TRIGGERS: Final = (
    "CREATE OR REPLACE TRIGGER stamp BEFORE UPDATE ON session FOR EACH ROW EXECUTE FUNCTION stamp_session()",
    "CREATE OR REPLACE TRIGGER stamp BEFORE INSERT ON room FOR EACH ROW EXECUTE FUNCTION stamp_room()",
    "CREATE OR REPLACE TRIGGER stamp AFTER UPDATE ON person FOR EACH ROW EXECUTE FUNCTION stamp_person()",
)
"""What holds whatever statement a person's connection sends."""

FUNCTIONS: Final = (*_WHO, *_LEAVE, *_LISTS, *_SIGNING_IN, *_ACCOUNTS, *_REMOVAL, *_STAMPS)


def as_statement(function: Function) -> str:
    """Return the statement that makes `function`."""
    return (
        f"CREATE OR REPLACE FUNCTION {function.head} LANGUAGE plpgsql SECURITY DEFINER {function.more} "
        f"SET search_path = {INSIDE} AS $body$\n"
        f"#variable_conflict use_column\n{function.body}\n$body$"
    )
