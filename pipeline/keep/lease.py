# SPDX-License-Identifier: EUPL-1.2
"""Leases: one run works on a bulletin at a time. A run that dies loses its lease after some seconds; its heart stops beating.

The fence is a number that grows with each new holder: who lost a lease cannot write with an old number.
"""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pipeline.errors import BusyError, NewsreelError
from pipeline.keep import schema
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

    def take(self) -> None:
        """Take the lease where it is free or has run out. Raises BusyError where another run holds it."""
        t, now = schema.lease, time.time()
        steal = update(t).where(t.c.name == self.name, t.c.until < now)
        with self.ledger.write() as connection:
            taken = connection.execute(steal.values(holder=self.holder, until=now + self.seconds, fence=t.c.fence + 1)).rowcount
        if not taken:
            try:
                with self.ledger.write() as connection:
                    connection.execute(insert(t).values(name=self.name, holder=self.holder, until=now + self.seconds, fence=1))
            except IntegrityError:
                raise BusyError(
                    f"{self.name} is being worked on by another run.", "Wait until it has finished; nothing is lost."
                ) from None
        with self.ledger.engine.connect() as connection:
            self.fence = int(connection.execute(select(t.c.fence).where(t.c.name == self.name)).scalar() or 0)
        self._heart.start()

    def check(self) -> None:
        """Make sure that the lease is still ours. Raises BusyError where another run has taken it over."""
        if self._lost or not self._renew():
            raise BusyError(f"{self.name} was taken over by another run.", "This run leaves it alone; nothing is lost.")

    def free(self) -> None:
        """Give the lease back, if it is still ours. The row stays, so that the fence keeps growing."""
        self._stop.set()
        t = schema.lease
        with self.ledger.write() as connection:
            connection.execute(update(t).where(t.c.name == self.name, t.c.holder == self.holder).values(until=0.0))

    def _renew(self) -> bool:
        t = schema.lease
        mine = update(t).where(t.c.name == self.name, t.c.holder == self.holder)
        with self.ledger.write() as connection:
            return connection.execute(mine.values(until=time.time() + self.seconds)).rowcount > 0

    def _live(self) -> None:
        while not self._stop.wait(self._beat):
            try:
                if not self._renew():
                    self._lost = True
                    return
            except NewsreelError:
                continue  # the ledger is busy or the disk full: the lease still runs, the next beat tries again


@contextmanager
def leased(ledger: Ledger, name: str, seconds: float = LEASE_SECONDS, beat: float = BEAT_SECONDS) -> Iterator[Lease]:
    """Hold a lease while the block runs. Raises BusyError where another run holds it."""
    lease = Lease(ledger, name, seconds, beat)
    lease.take()
    try:
        yield lease
    finally:
        lease.free()


def forget(ledger: Ledger, name: str) -> None:
    """Remove a lease row; for `tidy`."""
    with ledger.write() as connection:
        connection.execute(delete(schema.lease).where(schema.lease.c.name == name))
