# SPDX-License-Identifier: EUPL-1.2
"""A ledger of every earlier form opens as one of today, with everything that stood in it."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from pipeline.errors import StoreError
from pipeline.keep import schema
from pipeline.keep.accounts import Accounts
from pipeline.keep.ledger import Called, Ledger

AT = "2026-11-20T03:00:00.000+00:00"
FORMS = {
    1: """
CREATE TABLE migration (number INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE made (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "key" VARCHAR(64) NOT NULL, stage VARCHAR(32) NOT NULL,
  bulletin VARCHAR(200) NOT NULL, digest VARCHAR(64) NOT NULL, seconds FLOAT NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE head (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, bulletin VARCHAR(200) NOT NULL, stage VARCHAR(32) NOT NULL,
  digest VARCHAR(64) NOT NULL, "by" VARCHAR(200) NOT NULL, reason TEXT NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE edition (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, source VARCHAR(400) NOT NULL, name VARCHAR(200) NOT NULL,
  day VARCHAR(10) NOT NULL, digest VARCHAR(64) NOT NULL, "plan" VARCHAR(64) NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE bulletin (name VARCHAR(200) NOT NULL PRIMARY KEY, edition VARCHAR(700) NOT NULL, rundown VARCHAR(200) NOT NULL,
  day VARCHAR(10) NOT NULL, at VARCHAR(40) NOT NULL, UNIQUE (edition, rundown));
CREATE TABLE decision (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, bulletin VARCHAR(200) NOT NULL, kind VARCHAR(32) NOT NULL,
  words VARCHAR(64) NOT NULL, film VARCHAR(64) NOT NULL, "by" VARCHAR(200) NOT NULL, reason TEXT NOT NULL,
  due VARCHAR(40) NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE publication (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, bulletin VARCHAR(200) NOT NULL,
  target VARCHAR(400) NOT NULL, kind VARCHAR(32) NOT NULL, film VARCHAR(64) NOT NULL, address TEXT NOT NULL,
  detail TEXT NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE parked (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, bulletin VARCHAR(200) NOT NULL, stage VARCHAR(32) NOT NULL,
  message TEXT NOT NULL, hint TEXT NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE "call" (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, bulletin VARCHAR(200) NOT NULL, host VARCHAR(200) NOT NULL,
  model VARCHAR(200) NOT NULL, prompt VARCHAR(64) NOT NULL, parameters TEXT NOT NULL, tokens_in INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL, answer TEXT NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE lease (name VARCHAR(300) NOT NULL PRIMARY KEY, holder VARCHAR(100) NOT NULL, until FLOAT NOT NULL,
  fence INTEGER NOT NULL);
INSERT INTO bulletin VALUES ('2026-kw47', 'feed|2026-kw47|2026-11-20', '2026-kw47', '2026-11-20', 'AT');
INSERT INTO head VALUES (1, '2026-kw47', 'package', 'DIGEST', 'newsreel', '', 'AT');
INSERT INTO decision VALUES (1, '2026-kw47', 'approve', '', 'FILM', 'Schulz', '', '', 'AT');
INSERT INTO "call" VALUES (1, '2026-kw47', 'h', 'm', 'p', '{}', 1, 2, 'x', 'AT');
""",
    2: """
CREATE TABLE account (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL UNIQUE,
  pseudonym VARCHAR(40) NOT NULL UNIQUE, password VARCHAR(200) NOT NULL, roles VARCHAR(200) NOT NULL, active INTEGER NOT NULL,
  trained_until VARCHAR(10) NOT NULL, language VARCHAR(5) NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE invitation (digest VARCHAR(64) NOT NULL PRIMARY KEY, account INTEGER NOT NULL, until VARCHAR(40) NOT NULL,
  used INTEGER NOT NULL);
CREATE TABLE session (digest VARCHAR(64) NOT NULL PRIMARY KEY, account INTEGER NOT NULL, token VARCHAR(64) NOT NULL,
  until VARCHAR(40) NOT NULL);
CREATE TABLE draft (bulletin VARCHAR(200) NOT NULL, account INTEGER NOT NULL, base VARCHAR(64) NOT NULL, body TEXT NOT NULL,
  at VARCHAR(40) NOT NULL, PRIMARY KEY (bulletin, account));
CREATE TABLE switch (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(40) NOT NULL, value VARCHAR(200) NOT NULL,
  "by" VARCHAR(200) NOT NULL, reason TEXT NOT NULL, at VARCHAR(40) NOT NULL);
CREATE TABLE audit (number INTEGER NOT NULL PRIMARY KEY, who VARCHAR(40) NOT NULL, act VARCHAR(40) NOT NULL,
  bulletin VARCHAR(200) NOT NULL, detail TEXT NOT NULL, at VARCHAR(40) NOT NULL, before VARCHAR(64) NOT NULL,
  hash VARCHAR(64) NOT NULL);
INSERT INTO account VALUES (1, 'Schulz', 'p-1', '', 'redaktion', 1, '', 'de', 'AT');
""",
    3: """
ALTER TABLE "call" ADD COLUMN outcome VARCHAR(60) DEFAULT '' NOT NULL;
ALTER TABLE "call" ADD COLUMN seconds FLOAT DEFAULT 0 NOT NULL;
""",
}


def old(place: Path, form: int) -> None:
    """Write a ledger as it was after so many migrations."""
    with sqlite3.connect(place) as connection:
        for number in range(1, form + 1):
            connection.executescript(FORMS[number].replace("AT'", f"{AT}'").replace("DIGEST", "a" * 64).replace("FILM", "f" * 64))
            connection.execute("INSERT INTO migration VALUES (?)", (number,))


def columns(place: Path) -> dict[str, set[str]]:
    engine = create_engine(f"sqlite:///{place}")
    found = inspect(engine)
    tables = {name: {str(column["name"]) for column in found.get_columns(name)} for name in found.get_table_names()}
    engine.dispose()
    return {name: of for name, of in tables.items() if not name.startswith("sqlite_")}


@pytest.mark.parametrize("form", FORMS)
def test_a_ledger_of_an_earlier_form_becomes_one_of_today_and_keeps_everything(form: int, tmp_path: Path) -> None:
    old(tmp_path / "old.sqlite", form)
    for _ in range(2):  # the second opening changes nothing
        ledger = Ledger(tmp_path / "old.sqlite", lambda: datetime(2026, 11, 21, tzinfo=UTC))
        head = ledger.head("2026-kw47", "package")
        assert head is not None
        assert (head.digest, [d.by for d in ledger.decisions("2026-kw47")]) == ("a" * 64, ["Schulz"])
        assert ledger.bulletins()[0].day == date(2026, 11, 20)
        assert [call.outcome for call in ledger.calls("2026-kw47")] == [""]
        assert [a.name for a in Accounts(ledger).all()] == (["Schulz"] if form > 1 else [])
        ledger.close()
    Ledger(tmp_path / "new.sqlite", lambda: datetime.now(UTC)).close()
    assert columns(tmp_path / "old.sqlite") == columns(tmp_path / "new.sqlite")


def test_every_released_form_is_tested() -> None:
    """A new migration needs the form before it here: 1 to one less than the newest."""
    assert set(FORMS) == set(range(1, len(schema.MIGRATIONS)))


def test_an_upgraded_ledger_can_be_written(tmp_path: Path) -> None:
    old(tmp_path / "old.sqlite", 1)
    ledger = Ledger(tmp_path / "old.sqlite", lambda: datetime(2026, 11, 21, tzinfo=UTC))
    ledger.record_call(Called("b", "h", "m", "p", "{}", 1, 2, "x", "ok", 1.0))
    ledger.decide("2026-kw47", "reject", "Meier", reason="zu lang")
    assert [d.kind for d in ledger.decisions("2026-kw47")] == ["approve", "reject"]
    ledger.close()


def test_a_ledger_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    Ledger(tmp_path / "l.sqlite", lambda: datetime.now(UTC)).close()
    with sqlite3.connect(tmp_path / "l.sqlite") as connection:
        connection.execute("INSERT INTO migration VALUES (999)")
    with pytest.raises(StoreError, match="newer version"):
        Ledger(tmp_path / "l.sqlite", lambda: datetime.now(UTC))


def test_a_migration_that_breaks_off_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old(tmp_path / "old.sqlite", 1)
    before = columns(tmp_path / "old.sqlite")

    def broken(_connection: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    with pytest.raises(StoreError, match="cannot be opened"):
        Ledger(tmp_path / "old.sqlite", lambda: datetime.now(UTC))
    assert columns(tmp_path / "old.sqlite") == before
