# SPDX-License-Identifier: EUPL-1.2
"""A consistent copy of a ledger that may be written to meanwhile (SQLite's VACUUM INTO)."""

from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import ConfigError, StoreError
from pipeline.keep.ledger import Ledger


def snapshot(ledger: Ledger, to: Path) -> None:
    """Write a whole copy of the ledger to a file that does not exist yet. Raises ConfigError for a server's database."""
    if ledger.engine.dialect.name != "sqlite":
        raise ConfigError(
            "The ledger lies on a database server.", "Back it up there (pg_dump), and the store with your file backup."
        )
    try:
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            raw = connection.connection.dbapi_connection
            if raw is None:
                raise StoreError("The ledger has no connection.", "Open it again.")
            connection.commit()
            raw.execute("VACUUM INTO ?", (str(to),))
    except (SQLAlchemyError, OSError) as wrong:
        raise StoreError(f"The ledger cannot be copied to {to}: {wrong}.", "Free some space there.") from wrong
