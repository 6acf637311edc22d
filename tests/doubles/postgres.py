# SPDX-License-Identifier: EUPL-1.2
"""A ledger on the PostgreSQL that `.ci/postgres` has started, in a schema of its own that goes with the test."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from pipeline.keep.database import open_engine
from pipeline.keep.ledger import Ledger

VARIABLE = "NEWSREEL_TEST_POSTGRES"


def url() -> str:
    """Give the server's address; a test that needs it and is not given one fails, so that no green run hides a skipped one."""
    found = os.environ.get(VARIABLE, "")
    if not found:
        pytest.fail(f"{VARIABLE} is not set: run these tests by `.ci/postgres … pytest -m services`, or `make fleet-test`")
    return found


def drop(*schemas: str) -> None:
    """Remove schemas with all that is in them."""
    engine = open_engine(url())
    with engine.begin() as connection:
        for schema in schemas:
            connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
    engine.dispose()


@contextmanager
def schema() -> Iterator[str]:
    """Give the name of a schema, and remove it afterwards."""
    name = f"t_{secrets.token_hex(5)}"
    try:
        yield name
    finally:
        drop(name)


@contextmanager
def ledger(clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[Ledger]:
    """Give an empty ledger on the server."""
    with schema() as name:
        opened = Ledger(url(), clock, name)
        try:
            yield opened
        finally:
            opened.close()
