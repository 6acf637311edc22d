# SPDX-License-Identifier: EUPL-1.2
"""Batches that want the same bulletins at the same moment."""

import contextlib
import threading
from collections.abc import Sequence

from sqlalchemy import insert

from pipeline.errors import BusyError
from pipeline.keep import schema
from pipeline.keep.lease import Lease
from pipeline.keep.ledger import Ledger


def race(ledgers: Sequence[Ledger], rounds: int) -> list[tuple[int, ...]]:
    """Let one batch per ledger reach for the same bulletin, round by round → per round the fences that were given out, sorted.

    The even bulletins have a lease that has run out because its holder died; the others are new.
    """
    with ledgers[0].write() as connection:
        dead = [{"name": f"bulletin:{n}", "holder": "dead", "until": 0.0, "fence": 1} for n in range(0, rounds, 2)]
        connection.execute(insert(schema.lease), dead)
    start, wins = threading.Barrier(len(ledgers)), [[0] * rounds for _ in ledgers]

    def batch(number: int) -> None:
        for n in range(rounds):
            lease = Lease(ledgers[number], f"bulletin:{n}", beat=600)
            start.wait()
            with contextlib.suppress(BusyError):
                lease.take()
                wins[number][n] = lease.fence
                lease._stop.set()

    threads = [threading.Thread(target=batch, args=(number,)) for number in range(len(ledgers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [tuple(sorted(fences)) for fences in zip(*wins, strict=True)]


def one_winner(rounds: int, batches: int = 2) -> list[tuple[int, ...]]:
    """Give what a race comes to where each round has exactly one winner: fence 2 where somebody had died before, else 1."""
    return [(*[0] * (batches - 1), 1 + (n % 2 == 0)) for n in range(rounds)]
