# SPDX-License-Identifier: EUPL-1.2
"""Leases: one run works on a bulletin at a time. A run that dies loses its lease after some seconds; its heart stops beating.

The fence is a number that grows with each new holder: who lost a lease cannot write with an old number.
"""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, insert, select, update

from pipeline.errors import BusyError, NewsreelError
from pipeline.keep import database, schema
from pipeline.keep.ledger import Ledger

LEASE_SECONDS = 30.0
BEAT_SECONDS = 5.0


class Lease:
    """The right to work on one thing, renewed by a heartbeat in the background."""

    def __init__(self, ledger: Ledger, name: str, seconds: float = LEASE_SECONDS, beat: float = BEAT_SECONDS) -> None:
        self.ledger = ledger
        self.name = name
        self.holder = secrets.token_hex(8)
        self.seconds = seconds
        self.fence = 0
        self._beat = beat
        self._stop = threading.Event()
        self._lost = False
        self._heart = threading.Thread(target=self._live, daemon=True, name=f"lease {name}")

    def take(self, force: bool = False) -> None:
        """Take the lease where it is free or has run out; with `force` also from who holds it. Raises BusyError otherwise.

        The time is the database's, so that machines with different clocks agree.
        """
        t = schema.lease
        with self.ledger.write() as connection:  # it holds the ledger's write lock, so nobody comes between look and take
            now = database.moment(connection)
            row = connection.execute(select(t.c.fence, t.c.until < now).where(t.c.name == self.name)).first()
            if row is not None and not (row[1] or force):
                raise BusyError(f"{self.name} is being worked on by another run.", "Wait until it has finished; nothing is lost.")
            self.fence = int(row[0]) + 1 if row is not None else 1
            mine = {"holder": self.holder, "until": now + self.seconds, "fence": self.fence}
            if row is None:
                connection.execute(insert(t).values(name=self.name, **mine))
            else:
                connection.execute(update(t).where(t.c.name == self.name).values(**mine))
        self._heart.start()

    def check(self) -> None:
        """Make sure that the lease is still ours. Raises BusyError where another run has taken it over.

        Inside `ledger.write()` this is the fence: what else is written in that block stands only if the lease was ours then.
        """
        if self._lost or not self._renew():
            raise BusyError(f"{self.name} was taken over by another run.", "This run leaves it alone; nothing is lost.")

    def free(self) -> None:
        """Give the lease back, if it is still ours. The row stays, so that the fence keeps growing.

        Nobody holds it then: a beat of our heart that was on its way would otherwise take it again for half a minute.
        """
        self._stop.set()
        t = schema.lease
        with self.ledger.write() as connection:
            mine = update(t).where(t.c.name == self.name, t.c.holder == self.holder)
            connection.execute(mine.values(until=0.0, holder=""))

    def _renew(self) -> bool:
        t = schema.lease
        mine = update(t).where(t.c.name == self.name, t.c.holder == self.holder)
        with self.ledger.write() as connection:
            return connection.execute(mine.values(until=database.moment(connection) + self.seconds)).rowcount > 0

    def _live(self) -> None:
        while not self._stop.wait(self._beat):
            try:
                if not self._renew():
                    self._lost = True
                    return
            except NewsreelError:
                continue  # the ledger is busy or the disk full: the lease still runs, the next beat tries again


@contextmanager
def leased(
    ledger: Ledger, name: str, seconds: float = LEASE_SECONDS, beat: float = BEAT_SECONDS, force: bool = False
) -> Iterator[Lease]:
    """Hold a lease while the block runs. Raises BusyError where another run holds it, unless it is taken away from it."""
    lease = Lease(ledger, name, seconds, beat)
    lease.take(force)
    try:
        yield lease
    finally:
        lease.free()


def forget(ledger: Ledger, name: str) -> None:
    """Remove a lease row; for `tidy`."""
    with ledger.write() as connection:
        connection.execute(delete(schema.lease).where(schema.lease.c.name == name))
