# SPDX-License-Identifier: EUPL-1.2
"""Numbers about a ledger for those who run it: how often, how long, when last. No texts and no names."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import StoreError
from pipeline.keep import schema
from pipeline.keep.ledger import Ledger


@dataclass(frozen=True, slots=True)
class StageCount:
    """How often a stage was made, how many seconds all of them took, and when the last was made (UTC, ISO 8601)."""

    stage: str
    times: int
    seconds: float
    last: str


@dataclass(frozen=True, slots=True)
class CallCount:
    """Calls to a host with one outcome, and their tokens."""

    host: str
    outcome: str
    times: int
    tokens_in: int
    tokens_out: int


def stages(ledger: Ledger) -> tuple[StageCount, ...]:
    """Count what was made, by stage."""
    t = schema.made
    query = select(t.c.stage, func.count(), func.sum(t.c.seconds), func.max(t.c.at)).group_by(t.c.stage).order_by(t.c.stage)
    with ledger.engine.connect() as connection:
        return tuple(StageCount(str(r[0]), int(r[1]), float(r[2] or 0), str(r[3])) for r in connection.execute(query))


def calls(ledger: Ledger) -> tuple[CallCount, ...]:
    """Count the calls to language models and speech servers."""
    t = schema.call
    totals = (func.count(), func.sum(t.c.tokens_in), func.sum(t.c.tokens_out))
    query = select(t.c.host, t.c.outcome, *totals).group_by(t.c.host, t.c.outcome).order_by(t.c.host, t.c.outcome)
    with ledger.engine.connect() as connection:
        rows = connection.execute(query)
        return tuple(CallCount(str(r[0]), str(r[1]), int(r[2]), int(r[3] or 0), int(r[4] or 0)) for r in rows)


def publications(ledger: Ledger) -> tuple[tuple[str, str, int, str], ...]:
    """Count publications by target and kind, each with its last moment."""
    t = schema.publication
    query = select(t.c.target, t.c.kind, func.count(), func.max(t.c.at)).group_by(t.c.target, t.c.kind)
    with ledger.engine.connect() as connection:
        rows = connection.execute(query.order_by(t.c.target, t.c.kind))
        return tuple((str(r[0]), str(r[1]), int(r[2]), str(r[3])) for r in rows)


def answers(ledger: Ledger) -> None:
    """Make sure that the ledger can be read. Raises StoreError."""
    try:
        with ledger.engine.connect() as connection:
            connection.execute(select(func.count()).select_from(schema.migration))
    except SQLAlchemyError as wrong:
        raise StoreError(f"The ledger cannot be read: {wrong}.", "Check the disk and the rights.") from wrong
