# SPDX-License-Identifier: EUPL-1.2
"""Take texts out of the ledger for good: rows that hold or lead to what is erased. The only place where rows are deleted.

What people decided stays as a fact (who approved which digest, when); the words around it go.
"""

import hashlib
import json
import re

from sqlalchemy import ColumnElement, Table, delete, select, true, update

from pipeline.errors import BusyError
from pipeline.keep import database, schema
from pipeline.keep.ledger import Ledger

GONE = "erased"


def refuse_while_working(ledger: Ledger) -> None:
    """Raise BusyError while a run, an edit or a publication holds a lease: nothing may be made of what is being erased."""
    with ledger.engine.connect() as connection:
        query = select(schema.lease.c.name).where(schema.lease.c.until > database.moment(connection))
        names = list(connection.execute(query).scalars())
    if names:
        raise BusyError(f"{names[0]} is being worked on.", "Wait until it has finished, then run the command again.")


def editions(ledger: Ledger) -> tuple[tuple[int, str, str], ...]:
    """Give every planning: (row, digest of the edition, digest of the plan)."""
    t = schema.edition
    with ledger.engine.connect() as connection:
        return tuple((int(r[0]), str(r[1]), str(r[2])) for r in connection.execute(select(t.c.id, t.c.digest, t.c.plan)))


def replace_edition(ledger: Ledger, row: int, digest: str, plan: str) -> None:
    """Let a planning name another edition and plan: the same without what is erased."""
    t = schema.edition
    with ledger.write() as connection:
        connection.execute(update(t).where(t.c.id == row).values(digest=digest, plan=plan))


def forget_bulletin(ledger: Ledger, bulletin: str) -> tuple[int, ...]:
    """Delete every value of a bulletin and every text about it: heads, drafts, answers of models, reasons, audit details.

    Gives the numbers of the audit rows that lost their words; the caller writes them into the chain.
    """
    with ledger.write() as connection:
        for t in (schema.head, schema.made):
            connection.execute(delete(t).where(t.c.bulletin == bulletin))
        return forget_texts(ledger, bulletin)


def forget_texts(ledger: Ledger, bulletin: str) -> tuple[int, ...]:
    """Delete every text about a bulletin but its own words: drafts, answers of models, reasons, audit details → as above."""
    emptied: list[int] = []
    with ledger.write() as connection:
        connection.execute(delete(schema.draft).where(schema.draft.c.bulletin == bulletin))
        connection.execute(update(schema.head).where(schema.head.c.bulletin == bulletin).values(reason=""))
        for t, gone in (
            (schema.decision, {"reason": ""}),
            (schema.parked, {"message": "", "hint": ""}),
            (schema.call, {"answer": "", "prompt": "", "parameters": "{}"}),
        ):
            connection.execute(update(t).where(t.c.bulletin == bulletin).values(**gone))
        t = schema.audit
        for number, detail in connection.execute(select(t.c.number, t.c.detail).where(t.c.bulletin == bulletin)).all():
            if detail != "{}" and GONE not in json.loads(detail):
                left = json.dumps({GONE: hashlib.sha256(str(detail).encode()).hexdigest()})
                connection.execute(update(t).where(t.c.number == number).values(detail=left))
                emptied.append(int(number))
    return tuple(emptied)


def told_of(ledger: Ledger, words: str) -> frozenset[str]:
    """Give the bulletins around which some words (case-folded) were written: reasons, drafts, answers, audit details."""
    found: set[str] = set()
    with ledger.engine.connect() as connection:
        for t, column in (
            (schema.decision, "reason"), (schema.head, "reason"), (schema.parked, "message"), (schema.draft, "body"),
            (schema.call, "answer"), (schema.audit, "detail"),
        ):  # fmt: skip
            for bulletin, text in connection.execute(select(t.c.bulletin, t.c[column]).where(t.c[column] != "")):
                if words in _readable(str(text)).casefold():
                    found.add(str(bulletin))
    return frozenset(found - {""})


def said_of(ledger: Ledger, words: str) -> frozenset[str]:
    """Give the texts about no bulletin that hold some words (case-folded), as they stand in the ledger."""
    with ledger.engine.connect() as connection:
        said = {
            str(text)
            for t, column in _SAID
            for text in connection.execute(select(t.c[column]).where(_apart(t))).scalars()
            if text
        }
    return frozenset(text for text in said if words in _readable(text).casefold())


def forget_said(ledger: Ledger, digests: frozenset[str]) -> tuple[int, ...]:
    """Delete texts about no bulletin, by their digests: pronunciations, switches' reasons, answers, audit details → as above."""
    emptied: list[int] = []
    with ledger.write() as connection:
        for t, column in _SAID:
            for text in set(connection.execute(select(t.c[column]).where(_apart(t))).scalars()):
                if hashlib.sha256(str(text).encode()).hexdigest() not in digests:
                    continue
                here = _apart(t) & (t.c[column] == text)
                if t is schema.pronunciation:  # a word without its sound says nothing, and a sound without its word less
                    connection.execute(delete(t).where(here))
                elif t is schema.audit:
                    emptied += connection.execute(select(t.c.number).where(here)).scalars()
                    left = json.dumps({GONE: hashlib.sha256(str(text).encode()).hexdigest()})
                    connection.execute(update(t).where(here).values(detail=left))
                else:
                    connection.execute(update(t).where(here).values({column: ""}))
    return tuple(emptied)


_SAID = (
    (schema.pronunciation, "written"), (schema.pronunciation, "spoken"), (schema.switch, "reason"), (schema.audit, "detail"),
    (schema.call, "answer"),
)  # fmt: skip
"""Tables with texts of which not every row, or none, belongs to a bulletin."""


def _apart(table: Table) -> ColumnElement[bool]:
    """Tell the rows of a table that belong to no bulletin."""
    return table.c.bulletin == "" if "bulletin" in table.c else true()


def _readable(text: str) -> str:
    """Give a text with the escapes of JSON undone."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda met: chr(int(met[1], 16)), text)


def forget_answers(ledger: Ledger, before: str) -> int:
    """Take out what models answered, and what they were asked with, before a moment (UTC) → how many answers that were."""
    t = schema.call
    with ledger.write() as connection:
        old = (t.c.at < before) & (t.c.answer != "")
        return int(connection.execute(update(t).where(old).values(answer="", parameters="{}")).rowcount)


def compact(ledger: Ledger) -> None:
    """Write the file anew, so that deleted texts are not left in its free pages. A server's database does that by itself."""
    if ledger.engine.dialect.name == "sqlite":
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            raw = connection.connection.dbapi_connection
            if raw is not None:
                connection.commit()
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
