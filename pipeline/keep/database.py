# SPDX-License-Identifier: EUPL-1.2
"""The two databases that a ledger may lie in, made alike: SQLite in a file, PostgreSQL by URL.

In both, a transaction that writes holds the ledger's only write lock from its first line, so that what it read still holds when
it writes and rows are numbered in the order in which they come to stand. In PostgreSQL that is an advisory lock per schema.
"""

import re
import time
from pathlib import Path
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Engine,
    ExceptionContext,
    cast,
    create_engine,
    event,
    extract,
    func,
    literal,
)
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from pipeline.errors import ConfigError, StoreError

SCHEMA: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
"""What names a newsroom's part of a database."""
SERVER: Final = "postgresql+psycopg"
WAIT_SECONDS, IDLE_SECONDS = 10, 30
"""How long a writer waits for the lock, and after how long the server ends the transaction of a process that stands still."""


def shown(where: Path | str) -> str:
    """Give a place as it may stand in a message: without a password."""
    if isinstance(where, Path):
        return str(where)
    try:
        return make_url(where).render_as_string(hide_password=True)
    except ArgumentError:
        return re.sub(r"//[^/@]*@", "//…@", where)


def open_engine(where: Path | str, schema: str = "") -> Engine:
    """Open a file, or a server's database (there the tables lie in `schema`). Raises ConfigError for another kind of database."""
    if isinstance(where, Path):
        engine = create_engine(f"sqlite:///{where}")
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        url = make_url(where)
    except ArgumentError as wrong:
        raise ConfigError(f"[keep] ledger is {shown(where)!r}: {wrong}.", _HINT) from wrong
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise ConfigError(f"[keep] ledger names a database of kind “{url.drivername}”.", _HINT)
    if schema and not SCHEMA.fullmatch(schema):
        raise ConfigError(f"[keep] schema is {schema!r}.", "Write it in small letters, digits and underscores: kreis_waldmark.")
    try:
        engine = create_engine(url.set(drivername=SERVER), pool_size=2, max_overflow=10, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise ConfigError(
            "The ledger lies on PostgreSQL, and its driver is not installed.", "pip install newsreel[fleet]"
        ) from None
    place = schema or "public"

    def settle(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        before, connection.autocommit = connection.autocommit, True  # what is set in a transaction would end with it
        cursor = connection.cursor()
        cursor.execute(f'SET search_path TO "{place}"')
        cursor.execute(f"SET lock_timeout TO '{WAIT_SECONDS}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout TO '{IDLE_SECONDS}s'")
        cursor.close()
        connection.autocommit = before

    def gone(context: ExceptionContext) -> None:
        wrong = context.sqlalchemy_exception
        if isinstance(wrong, OperationalError) and not context.is_pre_ping:
            raise StoreError(
                f"The database {shown(where)} does not answer: {said(wrong)}.",
                "Look at the server, then run again; nothing is lost.",
            ) from wrong

    event.listen(engine, "connect", settle, insert=True)  # before SQLAlchemy looks which schema is the usual one
    event.listen(engine, "handle_error", gone)
    return engine


def said(wrong: Exception) -> str:
    """Give what a database or disk said, in one line without a full stop."""
    return " ".join(str(getattr(wrong, "orig", None) or wrong).split()).rstrip(".")


_HINT = 'Leave it empty for a file in [keep] output, or write "postgresql+psycopg://user@host/database".'


def lock(connection: Connection) -> None:
    """Take the ledger's write lock, held until the transaction ends. SQLite has taken it already, with BEGIN IMMEDIATE."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended('newsreel ' || current_schema(), 0))")


def prepare(connection: Connection, schema: str) -> None:
    """Make the schema that a server's ledger lies in, where it is missing; of two that open a new one at once, one makes it."""
    if connection.dialect.name != "sqlite":
        place = schema or "public"
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 1))", {"name": f"newsreel {place}"})
        found = connection.exec_driver_sql("SELECT 1 FROM pg_namespace WHERE nspname = %(name)s", {"name": place}).first()
        if found is None:
            connection.exec_driver_sql(f'CREATE SCHEMA "{place}"')


def moment(connection: Connection) -> ColumnElement[float]:
    """Give the present moment (seconds since 1970) by the clock that all who share the database share."""
    if connection.dialect.name == "sqlite":
        return literal(time.time())  # its only clock is the machine's
    return cast(extract("epoch", func.clock_timestamp()), Double)


def _pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy begins transactions itself, see `_begin`
    cursor = connection.cursor()
    for line in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {line}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin a transaction: one that writes takes the lock at once."""
    write = connection.get_execution_options().get("newsreel_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
