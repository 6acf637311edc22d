# SPDX-License-Identifier: EUPL-1.2
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.errors import BusyError, StoreError
from pipeline.keep.lease import Lease, leased
from pipeline.keep.ledger import Called, Ledger, Published


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite", lambda: datetime(2026, 11, 20, 3, tzinfo=UTC))
    yield opened
    opened.close()


def test_the_latest_head_counts_and_the_others_are_history(ledger: Ledger) -> None:
    ledger.set_head("b", "script", "a" * 64, "newsreel")
    ledger.set_head("b", "script", "b" * 64, "Meier", "Zahl berichtigt")
    head = ledger.head("b", "script")
    assert head is not None
    assert (head.digest, head.by, head.reason) == ("b" * 64, "Meier", "Zahl berichtigt")
    assert [h.by for h in ledger.heads("b", "script")] == ["newsreel", "Meier"]


def test_setting_the_same_head_again_adds_no_row(ledger: Ledger) -> None:
    ledger.set_head("b", "script", "a" * 64, "newsreel")
    ledger.set_head("b", "script", "a" * 64, "newsreel")
    assert len(ledger.heads("b", "script")) == 1


def test_of_two_editors_who_saw_the_same_script_exactly_one_wins(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite", lambda: datetime.now(UTC))
    for round_ in range(20):
        seen = f"{round_:064d}"
        ledger.set_head("b", "script", seen, "newsreel")
        wins: list[bool] = []
        start = threading.Barrier(4)

        def save(name: str, seen: str = seen, wins: list[bool] = wins, start: threading.Barrier = start) -> None:
            start.wait()
            wins.append(ledger.set_head("b", "script", name * 64, name, expect=seen))

        threads = [threading.Thread(target=save, args=(name,)) for name in "wxyz"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(wins) == [False, False, False, True]
    ledger.close()


def test_two_editions_with_the_same_rundown_name_get_bulletins_of_their_own(ledger: Ledger) -> None:
    day = date(2026, 11, 20)
    assert ledger.register("feed|1", "2026-kw47", day) == "2026-kw47"
    assert ledger.register("mail|1", "2026-kw47", day) == "2026-kw47-2"
    assert ledger.register("feed|1", "2026-kw47", day) == "2026-kw47"
    assert [b.name for b in ledger.bulletins()] == ["2026-kw47", "2026-kw47-2"]


def test_a_parked_bulletin_is_free_again_after_it_got_past(ledger: Ledger) -> None:
    ledger.park("b", "speak", "Die Stimme fehlt.", "Installieren.")
    stuck = ledger.parked("b")
    assert stuck is not None
    assert stuck.stage == "speak"
    ledger.park("b", "", "", "")
    assert ledger.parked("b") is None


def test_what_was_published_and_decided_comes_back_in_order(ledger: Ledger) -> None:
    ledger.decide("b", "approve", "Meier", film="f" * 64)
    ledger.record_publication("b", Published("web", "publish", "f" * 64, "https://x.example/b", "", ""))
    assert [d.kind for d in ledger.decisions("b")] == ["approve"]
    assert ledger.publications("b")[0].at == "2026-11-20T03:00:00.000+00:00"


def test_a_second_run_does_not_get_the_lease(ledger: Ledger) -> None:
    with leased(ledger, "bulletin:b"), pytest.raises(BusyError, match="another run"), leased(ledger, "bulletin:b"):
        raise AssertionError("two runs hold one lease")
    with leased(ledger, "bulletin:b") as again:
        again.check()
        assert again.fence == 2


def test_a_dead_run_loses_its_lease_and_cannot_go_on(ledger: Ledger) -> None:
    dead = Lease(ledger, "bulletin:b", seconds=0.05, beat=60)
    dead.take()
    threading.Event().wait(0.1)
    with leased(ledger, "bulletin:b") as alive:
        alive.check()
        with pytest.raises(BusyError, match="taken over"):
            dead.check()
        assert alive.fence == dead.fence + 1


def test_a_ledger_opens_again_as_it_was(tmp_path: Path) -> None:
    first = Ledger(tmp_path / "l.sqlite", lambda: datetime.now(UTC))
    first.set_head("b", "package", "a" * 64, "newsreel")
    first.close()
    second = Ledger(tmp_path / "l.sqlite", lambda: datetime.now(UTC))
    assert second.head("b", "package") is not None
    second.close()


def test_a_file_that_is_no_ledger_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(StoreError, match="cannot be opened"):
        Ledger(tmp_path / "l.sqlite", lambda: datetime.now(UTC))


CALL = Called("b", "127.0.0.1", "m", "a" * 64, "{}", 900, 300, '{"saetze": []}', "wrong-schema", 1.25)


def test_a_call_is_kept_whole_and_only_for_its_bulletin(ledger: Ledger) -> None:
    ledger.record_call(CALL)
    ledger.record_call(replace(CALL, bulletin="other", outcome="ok"))
    assert ledger.calls("b") == (replace(CALL, at="2026-11-20T03:00:00.000+00:00"),)


def test_what_calls_took_is_counted_from_a_moment_on(tmp_path: Path) -> None:
    times = [datetime(2026, 11, 19, 22, 59, tzinfo=UTC), datetime(2026, 11, 19, 23, 0, tzinfo=UTC)]
    ledger = Ledger(tmp_path / "ledger.sqlite", lambda: times[0])
    for _ in range(2):
        ledger.record_call(CALL)
        times.pop(0) if len(times) > 1 else None
    midnight = datetime.fromisoformat("2026-11-20T00:00:00+01:00")
    assert ledger.spent(midnight) == (1, 900, 300)
    assert ledger.spent(datetime(2026, 11, 1, tzinfo=UTC)) == (2, 1800, 600)
    assert ledger.spent(datetime(2026, 12, 1, tzinfo=UTC)) == (0, 0, 0)
    ledger.close()


def test_an_older_ledger_learns_what_became_of_a_call(tmp_path: Path) -> None:
    place = tmp_path / "ledger.sqlite"
    with sqlite3.connect(place) as old:
        old.executescript(
            "CREATE TABLE migration (number INTEGER PRIMARY KEY); INSERT INTO migration VALUES (1), (2);"
            'CREATE TABLE "call" (id INTEGER PRIMARY KEY, bulletin TEXT NOT NULL, host TEXT NOT NULL, model TEXT NOT NULL,'
            " prompt TEXT NOT NULL, parameters TEXT NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL,"
            " answer TEXT NOT NULL, at TEXT NOT NULL);"
            "INSERT INTO \"call\" VALUES (1, 'b', 'h', 'm', 'p', '{}', 1, 2, 'x', '2026-11-20T03:00:00.000+00:00');"
        )
    ledger = Ledger(place, lambda: datetime(2026, 11, 20, 4, tzinfo=UTC))
    ledger.record_call(CALL)
    assert [(call.outcome, call.seconds) for call in ledger.calls("b")] == [("", 0.0), ("wrong-schema", 1.25)]
    ledger.close()
