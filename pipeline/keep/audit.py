# SPDX-License-Identifier: EUPL-1.2
"""The audit chain: who did what, append-only, each row bound by its hash to the one before it. People are pseudonyms here."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.engine import RowMapping

from pipeline.keep import schema
from pipeline.keep.ledger import Ledger

START = "0" * 64
"""What the first row stands on."""
ERASE = "erase"
"""The act whose detail names the rows that lost their words with something that was erased."""
Detail = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the chain. `detail` is a JSON object of texts."""

    number: int
    who: str
    act: str
    bulletin: str
    detail: str
    at: str
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What the check of the chain found. `broken` is the first row that does not fit, 0 where all do; `head` is the last hash."""

    rows: int
    head: str
    broken: int


def hash_of(number: int, who: str, act: str, bulletin: str, detail: str, at: str, before: str) -> str:
    """Give the hash of a row: sha256 of its fields as one JSON list."""
    return hashlib.sha256(json.dumps([number, who, act, bulletin, detail, at, before], ensure_ascii=False).encode()).hexdigest()


def append(ledger: Ledger, who: str, act: str, bulletin: str = "", detail: Detail = ()) -> str:
    """Add a row → its hash. Two writers at once get two rows in a row."""
    text = json.dumps(dict(detail), ensure_ascii=False, sort_keys=True)
    t = schema.audit
    with ledger.write() as connection:
        last = connection.execute(select(t.c.number, t.c.hash).order_by(t.c.number.desc()).limit(1)).first()
        number, before = (int(last[0]) + 1, str(last[1])) if last is not None else (1, START)
        at = ledger.now()
        made = hash_of(number, who, act, bulletin, text, at, before)
        connection.execute(
            insert(t).values(number=number, who=who, act=act, bulletin=bulletin, detail=text, at=at, before=before, hash=made)
        )
    return made


def entries(ledger: Ledger, bulletin: str = "", most: int = 0) -> tuple[Entry, ...]:
    """Give rows, newest first: all of them, those of one bulletin, at most so many."""
    t = schema.audit
    query = select(t).order_by(t.c.number.desc())
    if bulletin:
        query = query.where(t.c.bulletin == bulletin)
    if most:
        query = query.limit(most)
    with ledger.engine.connect() as connection:
        return tuple(_entry(row) for row in connection.execute(query).mappings())


def _entry(row: RowMapping) -> Entry:
    text = {name: str(row[name]) for name in ("who", "act", "bulletin", "detail", "at", "before", "hash")}
    return Entry(int(str(row["number"])), **text)


def verify(ledger: Ledger, head: str = "") -> Verified:
    """Walk the whole chain. A row whose words were erased fits where a later row says that it was; its own hash stays in place.

    With `head`, a hash that was noted earlier, a chain that was cut off before it is broken too."""
    rows = tuple(reversed(entries(ledger)))
    before, seen = START, not head
    erased = {number for row in rows if row.act == ERASE for number in json.loads(row.detail).get("rows", "").split()}
    for expected, row in enumerate(rows, 1):
        made = hash_of(row.number, row.who, row.act, row.bulletin, row.detail, row.at, row.before)
        whole = row.hash == made or str(row.number) in erased
        if row.number != expected or row.before != before or not whole:
            return Verified(len(rows), before, expected)
        before = row.hash
        seen = seen or row.hash == head
    return Verified(len(rows), before, 0 if seen else len(rows) + 1)


def export(ledger: Ledger) -> Iterator[str]:
    """Write the chain as JSON lines, oldest first; anybody can check it with sha256 alone."""
    for row in reversed(entries(ledger)):
        form = {
            "number": row.number, "who": row.who, "act": row.act, "bulletin": row.bulletin, "detail": row.detail,
            "at": row.at, "before": row.before, "hash": row.hash,
        }  # fmt: skip
        yield json.dumps(form, ensure_ascii=False) + "\n"
