# SPDX-License-Identifier: EUPL-1.2
import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from pipeline.keep import audit, schema
from pipeline.keep.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "ledger.sqlite", lambda: datetime(2026, 11, 20, 8, tzinfo=UTC))
    yield made
    made.close()


def filled(ledger: Ledger, rows: int = 5) -> str:
    return [audit.append(ledger, "p-1", "edit", "2026-kw47", (("words", f"„alt“ → „neu {n}“"),)) for n in range(rows)][-1]


def test_a_chain_that_nobody_touched_is_whole(ledger: Ledger) -> None:
    head = filled(ledger)
    assert audit.verify(ledger) == audit.Verified(5, head, 0)
    assert audit.verify(ledger, head).broken == 0


@pytest.mark.parametrize("column", ["who", "act", "bulletin", "detail", "at", "before", "hash"])
def test_a_changed_field_breaks_the_chain_at_its_row(ledger: Ledger, column: str) -> None:
    filled(ledger)
    with ledger.write() as connection:
        connection.execute(update(schema.audit).where(schema.audit.c.number == 3).values(**{column: "x"}))
    assert audit.verify(ledger).broken == 3


def test_a_removed_row_breaks_the_chain(ledger: Ledger) -> None:
    filled(ledger)
    with ledger.write() as connection:
        connection.execute(delete(schema.audit).where(schema.audit.c.number == 2))
    assert audit.verify(ledger).broken == 2


def test_a_chain_cut_off_at_its_end_is_found_by_a_noted_head(ledger: Ledger) -> None:
    head = filled(ledger)
    with ledger.write() as connection:
        connection.execute(delete(schema.audit).where(schema.audit.c.number == 5))
    assert audit.verify(ledger).broken == 0
    assert audit.verify(ledger, head).broken == 5


def test_writers_at_once_get_rows_in_a_row(ledger: Ledger) -> None:
    threads = [threading.Thread(target=filled, args=(ledger, 20)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify(ledger).rows == 80
    assert audit.verify(ledger).broken == 0


def test_the_export_can_be_checked_with_sha256_alone(ledger: Ledger) -> None:
    filled(ledger)
    before = "0" * 64
    for line in audit.export(ledger):
        row = json.loads(line)
        fields = [row[k] for k in ("number", "who", "act", "bulletin", "detail", "at", "before")]
        assert row["before"] == before
        before = hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
        assert row["hash"] == before


def test_a_ledger_of_version_one_gets_the_tables_of_the_desk(tmp_path: Path) -> None:
    first = Ledger(tmp_path / "l.sqlite", lambda: datetime(2026, 11, 20, tzinfo=UTC))
    with first.write() as connection:
        for table in schema.DESK:
            table.drop(connection)
        connection.execute(delete(schema.migration).where(schema.migration.c.number == 2))
    first.close()
    second = Ledger(tmp_path / "l.sqlite", lambda: datetime(2026, 11, 20, tzinfo=UTC))
    audit.append(second, "p-1", "login")
    with second.engine.connect() as connection:
        assert set(connection.execute(select(schema.migration.c.number)).scalars()) >= {1, 2}
    second.close()
