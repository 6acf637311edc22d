# SPDX-License-Identifier: EUPL-1.2
"""What the desk keeps besides decisions: drafts, the newsroom's switches, and what has changed since a page was made."""

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from pipeline.keep import schema
from pipeline.keep.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed and has not saved: the digest of the script it started from, the form as JSON, and when (UTC)."""

    base: str
    body: str
    at: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch of the newsroom as it stands."""

    value: str
    by: str
    reason: str
    at: str


def keep_draft(ledger: Ledger, bulletin: str, account: int, base: str, body: str) -> str:
    """Keep a person's draft of a bulletin, in place of the earlier one → when (UTC)."""
    t, at = schema.draft, ledger.now()
    with ledger.write() as connection:
        connection.execute(delete(t).where(t.c.bulletin == bulletin, t.c.account == account))
        connection.execute(insert(t).values(bulletin=bulletin, account=account, base=base, body=body, at=at))
    return at


def draft(ledger: Ledger, bulletin: str, account: int) -> Draft | None:
    """Give a person's draft of a bulletin, None where there is none."""
    t = schema.draft
    query = select(t.c.base, t.c.body, t.c.at).where(t.c.bulletin == bulletin, t.c.account == account)
    with ledger.engine.connect() as connection:
        row = connection.execute(query).first()
    return Draft(str(row[0]), str(row[1]), str(row[2])) if row is not None else None


def drop_draft(ledger: Ledger, bulletin: str, account: int) -> None:
    """Throw a draft away: it was saved, or its author does not want it."""
    t = schema.draft
    with ledger.write() as connection:
        connection.execute(delete(t).where(t.c.bulletin == bulletin, t.c.account == account))


def set_switch(ledger: Ledger, name: str, value: str, by: str, reason: str = "") -> None:
    """Set a switch of the newsroom; empty means off."""
    with ledger.write() as connection:
        connection.execute(insert(schema.switch).values(name=name, value=value, by=by, reason=reason, at=ledger.now()))


def switch(ledger: Ledger, name: str) -> Switch | None:
    """Give a switch that is on, None where it is off."""
    t = schema.switch
    query = select(t.c.value, t.c.by, t.c.reason, t.c.at).where(t.c.name == name).order_by(t.c.id.desc()).limit(1)
    with ledger.engine.connect() as connection:
        row = connection.execute(query).first()
    return Switch(str(row[0]), str(row[1]), str(row[2]), str(row[3])) if row is not None and row[0] else None


def versions(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """Give each bulletin with a text that changes whenever anything about it does: the last row numbers of four tables."""
    known: dict[str, list[int]] = {}
    tables = (schema.head, schema.decision, schema.publication, schema.parked)
    with ledger.engine.connect() as connection:
        for place, t in enumerate(tables):
            for name, last in connection.execute(select(t.c.bulletin, func.max(t.c.id)).group_by(t.c.bulletin)):
                known.setdefault(str(name), [0] * len(tables))[place] = int(last)
    return tuple((name, ".".join(map(str, numbers))) for name, numbers in known.items())
