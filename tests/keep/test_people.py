# SPDX-License-Identifier: EUPL-1.2
"""Names are kept as long as they are needed and no longer; minutes have none at all."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, update

from pipeline.keep import audit, people, schema
from pipeline.keep.ledger import Ledger
from tests.desk.newsroom import House, opened, wait_for_film


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def names_in(ledger: Ledger) -> set[str]:
    """Give every text of the tables of heads and decisions that may hold a name."""
    with ledger.engine.connect() as connection:
        return {str(by) for t in (schema.head, schema.decision) for by in connection.execute(select(t.c.by)).scalars()}


def test_a_year_after_publication_names_give_way_to_pseudonyms(house: House) -> None:
    old, fresh = house.bulletin("alt"), house.bulletin("neu")
    anna, falk = house.person("Anna", "redaktion"), house.person("Falk", "freigabe")
    anna.edit(old, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, old)
    falk.approve(old)
    falk.post(f"/b/{old}/veroeffentlichen", falk.digests(old))
    falk.approve(fresh)
    head = audit.verify(house.room.ledger).head
    house.clock.now += timedelta(days=364)
    assert people.let_names_go(house.room.ledger, 365) == 0
    house.clock.now += timedelta(days=2)
    assert people.let_names_go(house.room.ledger, 365) == 2
    by = [d.by for d in house.room.ledger.decisions(old)] + [h.by for h in house.room.ledger.heads(old, "script")]
    assert by == [falk.account.pseudonym, "newsreel", anna.account.pseudonym]
    assert house.room.ledger.decisions(fresh)[-1].by == "Falk", "not published yet"
    assert house.room.state(old) == "published"
    assert audit.verify(house.room.ledger, head).broken == 0, "the chain held pseudonyms from the start"
    assert people.let_names_go(house.room.ledger, 365) == 0


def test_whoever_has_left_and_stands_nowhere_loses_their_name_too(house: House) -> None:
    name = house.bulletin()
    falk = house.person("Falk", "freigabe")
    falk.approve(name)
    falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name))
    house.desk.accounts.change(falk.account, ("freigabe",), False, "")
    house.clock.now += timedelta(days=366)
    people.let_names_go(house.room.ledger, 365)
    assert "Falk" not in names_in(house.room.ledger)
    assert [a.name for a in house.desk.accounts.all()] == [falk.account.pseudonym]


def test_the_last_author_is_known_by_pseudonym_too(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion", "freigabe")
    anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    with house.room.ledger.write() as connection:
        connection.execute(update(schema.head).where(schema.head.c.by == "Anna").values(by=anna.account.pseudonym))
    assert anna.approve(name).status == 409


def test_measured_minutes_are_off_unless_switched_on_and_have_no_names(tmp_path: Path) -> None:
    from dataclasses import replace

    for switched, seconds in ((False, ()), (True, (("2026-kw47", 24),))):
        folder = tmp_path / str(switched)
        with opened(folder, change=lambda p, on=switched: replace(p, review=replace(p.review, measure_minutes=on))) as house:  # type: ignore[misc]
            name = house.bulletin()
            anna, lea = house.person("Anna", "redaktion"), house.person("Lea", "leitung")
            for active in "101":
                anna.get(f"/b/{name}/stand?aktiv={active}")
            assert people.measured(house.room.ledger) == seconds
            assert ("Gemessene Minuten" in lea.get("/leitung").text) is switched
            columns = {c["name"] for c in inspect(house.room.ledger.engine).get_columns("minutes")}
            assert columns == {"bulletin", "seconds"}


def test_presence_is_never_stored(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    house.room.ledger.engine.dispose()
    before = _rows(house.room.ledger)
    anna.get(f"/b/{name}/stand?schreibt=1&aktiv=1")
    assert house.desk.presence.others(name, "Ben") == (("Anna", True),)
    assert _rows(house.room.ledger) == before


def _rows(ledger: Ledger) -> dict[str, int]:
    from sqlalchemy import func

    with ledger.engine.connect() as connection:
        return {
            t.name: int(connection.execute(select(func.count()).select_from(t)).scalar() or 0) for t in schema.META.sorted_tables
        }


def test_a_notice_is_claimed_once_by_whoever_is_first(house: House) -> None:
    ledger = house.room.ledger
    assert people.claim_notice(ledger, "waits:x", "mail")
    assert not people.claim_notice(ledger, "waits:x", "mail")
    assert people.claim_notice(ledger, "waits:x", "webhook")
    people.unclaim_notice(ledger, "waits:x", "mail")
    assert people.claim_notice(ledger, "waits:x", "mail")


def test_an_older_ledger_gets_the_new_tables(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    def clock() -> datetime:
        return datetime(2026, 11, 20, tzinfo=UTC)

    ledger = Ledger(tmp_path / "ledger.sqlite", clock)
    with ledger.write() as connection:
        schema.META.drop_all(connection, tables=schema.PEOPLE)
        connection.execute(schema.migration.delete().where(schema.migration.c.number == 4))
    ledger.close()
    again = Ledger(tmp_path / "ledger.sqlite", clock)
    assert {t.name for t in schema.PEOPLE} <= set(inspect(again.engine).get_table_names())
    again.close()
