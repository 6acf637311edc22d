# SPDX-License-Identifier: EUPL-1.2
"""A ledger on PostgreSQL is the same ledger: what is said of one in a file holds there too; and what only a server can do."""

import inspect
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text, update

from pipeline.errors import BusyError, ConfigError, StoreError
from pipeline.keep import audit, database, people, schema
from pipeline.keep.accounts import Accounts
from pipeline.keep.lease import Lease, leased
from pipeline.keep.ledger import Called, Ledger
from tests.doubles import postgres
from tests.doubles.races import one_winner, race
from tests.keep import test_audit, test_ledger, test_people

pytestmark = pytest.mark.services
Check = Callable[..., None]


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with postgres.ledger(lambda: datetime(2026, 11, 20, 3, tzinfo=UTC)) as opened:
        yield opened


def told_of_a_file() -> list[Check]:
    """Give the tests of the rooms beside this one that need nothing but a ledger."""
    found = []
    for module in (test_ledger, test_audit, test_people):
        for name, check in vars(module).items():
            if name.startswith("test_") and list(inspect.signature(check).parameters) == ["ledger"]:
                found.append(check)
    return found


@pytest.mark.parametrize("check", told_of_a_file(), ids=lambda check: str(check.__name__))
def test_what_holds_for_a_file_holds_on_a_server(check: Check, ledger: Ledger) -> None:
    check(ledger)


def test_there_are_such_tests() -> None:
    assert len(told_of_a_file()) >= 12


def test_two_newsrooms_in_one_database_know_nothing_of_each_other() -> None:
    with postgres.ledger() as one, postgres.ledger() as other:
        one.register("e", "2026-kw47", date(2026, 11, 20))
        assert other.bulletins() == ()
        assert other.register("e", "2026-kw47", date(2026, 11, 20)) == "2026-kw47"


def test_of_many_that_open_a_new_ledger_at_once_each_finds_it_whole() -> None:
    with postgres.schema() as name:
        start, wrong = threading.Barrier(6), []

        def open_it() -> None:
            start.wait()
            try:
                Ledger(postgres.url(), lambda: datetime.now(UTC), name).close()
            except Exception as failed:  # noqa: BLE001 - the test names it
                wrong.append(failed)

        threads = [threading.Thread(target=open_it) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []


def test_two_who_write_the_audit_chain_at_once_get_two_rows_in_a_row(ledger: Ledger) -> None:
    def act(who: str) -> None:
        for _ in range(50):
            audit.append(ledger, who, "look")

    threads = [threading.Thread(target=act, args=(who,)) for who in ("p-1", "p-2", "p-3")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = audit.verify(ledger)
    assert (found.rows, found.broken) == (150, 0)


def test_minutes_of_two_who_write_at_once_are_all_added(ledger: Ledger) -> None:
    threads = [threading.Thread(target=people.add_seconds, args=(ledger, "b", 5)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert people.measured(ledger) == (("b", 40),)


def test_a_block_that_fails_leaves_nothing(ledger: Ledger) -> None:
    def fails() -> None:
        with ledger.write():
            ledger.decide("b", "approve", "Schulz")
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert ledger.decisions("b") == ()


def test_a_lease_runs_by_the_clock_of_the_database(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    with leased(ledger, "bulletin:b"):
        for jump in (-3600.0, 3600.0):  # the clock of this machine is wrong by an hour
            monkeypatch.setattr("pipeline.keep.database.time.time", lambda jump=jump: datetime.now(UTC).timestamp() + jump)
            with pytest.raises(BusyError):
                Lease(ledger, "bulletin:b").take()
        with ledger.write() as connection:
            connection.execute(update(schema.lease).values(until=database.moment(connection) - 0.1))
        with leased(ledger, "bulletin:b") as taken:
            assert taken.fence == 2


def test_who_stands_still_inside_a_transaction_does_not_hold_up_the_others(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "IDLE_SECONDS", 1)
    asleep = Ledger(ledger.where, ledger.clock, _place(ledger))

    def sleeps() -> None:
        with asleep.write() as connection:
            connection.execute(text("SELECT 1"))
            others = threading.Thread(target=lambda: ledger.decide("b", "approve", "Schulz"))
            others.start()
            others.join(9)  # the server ends the sleeper's transaction after a second
            assert [d.by for d in ledger.decisions("b")] == ["Schulz"]
            asleep.decide("b", "approve", "Schläfer")

    with pytest.raises(StoreError):
        sleeps()
    asleep.close()
    assert [d.by for d in ledger.decisions("b")] == ["Schulz"]


def test_of_two_batches_at_once_exactly_one_gets_a_bulletin_a_thousand_times(ledger: Ledger) -> None:
    """Half of the leases are new, half have run out because their holder died."""
    other = Ledger(ledger.where, ledger.clock, _place(ledger))
    assert race((ledger, other), 1000) == one_winner(1000)
    other.close()


def test_a_null_in_the_answer_of_a_model_is_kept_as_a_sign(ledger: Ledger) -> None:
    ledger.record_call(Called("b", "h", "m", "p", "{}", 1, 1, "a\0b", "ok", 0.1))
    assert ledger.calls("b")[0].answer == "a␀b"


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as wrong:
        Ledger("postgresql+psycopg://me:geheim@127.0.0.1:9/none", lambda: datetime.now(UTC))
    assert "geheim" not in str(wrong.value)
    assert "127.0.0.1:9" in wrong.value.message


@pytest.mark.parametrize(
    ("where", "place", "said"),
    [
        ("mysql://h/d", "", "of kind “mysql”"),
        ("postgresql://h/d", 'a"; DROP', "schema"),
        ("postgresql://h/d", "Waldmark", "schema"),
        ("://", "", "[keep] ledger"),
    ],
)
def test_what_is_no_ledger_is_refused_with_what_to_write(where: str, place: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said.replace("[", "\\[")):
        Ledger(where, lambda: datetime.now(UTC), place)


def test_accounts_and_their_names_live_there_too(ledger: Ledger) -> None:
    made = Accounts(ledger).add("Eva Muster", ("redaktion",))
    assert Accounts(ledger).find("eva muster") == made


def _place(ledger: Ledger) -> str:
    with ledger.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT current_schema()").scalar())
