# SPDX-License-Identifier: EUPL-1.2
"""Two at once, a thousand times: exactly one wins, the other is told. On PostgreSQL: tests/keep/test_on_postgres.py."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from pipeline.keep.ledger import Ledger
from tests.doubles.races import one_winner, race

ROUNDS = 1000


@pytest.fixture
def two(tmp_path: Path) -> list[Ledger]:
    """The ledger as two processes have it. What is raced for is the lock, not the disk's patience."""
    opened = [Ledger(tmp_path / "l.sqlite", lambda: datetime.now(UTC)) for _ in range(2)]
    for ledger in opened:
        ledger.engine.dispose()
        event.listen(ledger.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return opened


def raced(act: Callable[[int, int], None]) -> None:
    """Let both do an act in every round, at the same moment: act(who, round)."""
    start, wrong = threading.Barrier(2), []

    def one(who: int) -> None:
        try:
            for n in range(ROUNDS):
                start.wait(60)
                act(who, n)
        except BaseException as fault:
            wrong.append(fault)
            start.abort()
            raise

    threads = [threading.Thread(target=one, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_of_two_editors_who_saw_the_same_words_exactly_one_wins_a_thousand_times(two: list[Ledger]) -> None:
    seen = ["0" * 64] * (ROUNDS + 1)
    two[0].set_head("b", "script", seen[0], "newsreel")
    wins: list[list[int]] = [[] for _ in range(ROUNDS)]
    saved = threading.Barrier(2)

    def save(who: int, n: int) -> None:
        digest = f"{who}{n + 1:063d}"  # never the one that stands already
        if two[who].set_head("b", "script", digest, "wx"[who], expect=seen[n]):
            wins[n].append(who)
            seen[n + 1] = digest
        saved.wait(60)

    raced(save)
    assert [len(winners) for winners in wins] == [1] * ROUNDS
    assert len(two[0].heads("b", "script")) == ROUNDS + 1
    assert {who for (who,) in wins} == {0, 1}  # a race that one side always wins is none


def test_of_two_batches_exactly_one_gets_a_bulletin_a_thousand_times(two: list[Ledger]) -> None:
    """Half of the leases are new, half have run out because their holder died."""
    assert race(two, ROUNDS) == one_winner(ROUNDS)
