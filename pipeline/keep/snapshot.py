# SPDX-License-Identifier: EUPL-1.2
"""A consistent copy of a ledger that may be written to meanwhile, always as one SQLite file; and such a copy back on a server."""

from pathlib import Path

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import ConfigError, StoreError
from pipeline.keep import database, schema
from pipeline.keep.ledger import Ledger

ROWS = 500
"""So many rows are carried at a time."""


def snapshot(ledger: Ledger, to: Path) -> None:
    """Write a whole copy of the ledger to a file that does not exist yet. Raises StoreError."""
    try:
        if ledger.engine.dialect.name == "sqlite":
            _vacuum(ledger, to)
        else:
            _carried(ledger, to)
    except (SQLAlchemyError, OSError) as wrong:
        raise StoreError(f"The ledger cannot be copied to {to}: {database.said(wrong)}.", "Free some space there.") from wrong


def _vacuum(ledger: Ledger, to: Path) -> None:
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.dbapi_connection
        if raw is None:
            raise StoreError("The ledger has no connection.", "Open it again.")
        connection.commit()
        raw.execute("VACUUM INTO ?", (str(to),))


def _carried(ledger: Ledger, to: Path) -> None:
    """Carry the rows of a server's ledger into a file, all as of one moment."""
    file = Ledger(to, ledger.clock)
    try:
        with (
            ledger.engine.connect().execution_options(isolation_level="REPEATABLE READ") as given,
            file.write() as taken,
        ):
            _carry(given, taken)
    finally:
        file.close()


def refill(ledger: Ledger, file: Path) -> None:
    """Carry a copy back into an empty ledger on a server. Raises ConfigError where that ledger is not empty, StoreError."""
    copy = Ledger(file, ledger.clock)
    try:
        with copy.engine.connect() as given, ledger.write() as taken:
            for table in schema.META.sorted_tables:
                if table is not schema.migration and taken.execute(select(func.count()).select_from(table)).scalar():
                    raise ConfigError(
                        f"The ledger {database.shown(ledger.where)} is not empty.",
                        "Name an empty [keep] schema, or remove the old one; nothing was changed.",
                    )
            _carry(given, taken)
            for table in schema.META.sorted_tables:
                if "id" in table.c:
                    taken.exec_driver_sql(
                        f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), max(id)) FROM \"{table.name}\""  # noqa: S608 - the schema's own names
                        " HAVING max(id) IS NOT NULL"
                    )
    finally:
        copy.close()


def _carry(given: Connection, taken: Connection) -> None:
    for table in schema.META.sorted_tables:
        if table is schema.migration:
            continue  # the new ledger has gone through the same ones
        for rows in given.execute(select(table)).mappings().partitions(ROWS):
            taken.execute(insert(table), [dict(row) for row in rows])
