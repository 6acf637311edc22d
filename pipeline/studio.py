# SPDX-License-Identifier: EUPL-1.2
"""The studio makes values and keeps them: same key, same result, nothing is made twice.

`key = sha256(stage, version, what the stage reads, settings slice, engine fingerprints, take)`.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Protocol, TypeVar

from pipeline.errors import BusyError, NewsreelError, StoreError
from pipeline.keep import canon
from pipeline.keep.lease import Lease
from pipeline.keep.ledger import Ledger
from pipeline.keep.store import Store
from pipeline.model import Blob, Script
from pipeline.stages.stage import Given, Made, Rest, Stage

log = logging.getLogger("newsreel")
MACHINE = "newsreel"
"""Who a value is by when no person has touched it."""
V = TypeVar("V")


class Watch(Protocol):
    """Who looks on while a bulletin is made (the terminal, a log, a test)."""

    def begins(self, bulletin: str, stage: str) -> None:
        """A stage begins to make its value."""
        ...

    def goes(self, bulletin: str, share: float) -> None:
        """The stage that works has done a share (0..1) of it; only the long one, render, says so."""
        ...

    def has(self, bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        """A stage has its value: made now, or kept from before."""
        ...


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nobody looks on."""

    def begins(self, bulletin: str, stage: str) -> None:
        """Say nothing."""

    def goes(self, bulletin: str, share: float) -> None:
        """Say nothing."""

    def has(self, bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        """Say nothing."""


class StageError(NewsreelError):
    """A stage of one bulletin could not be made; `cause` says why. The other bulletins go on."""

    def __init__(self, bulletin: str, stage: str, cause: NewsreelError) -> None:
        super().__init__(cause.message, cause.hint)
        self.bulletin = bulletin
        self.stage = stage
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Studio:
    """The place where one bulletin is made."""

    bulletin: str
    store: Store
    ledger: Ledger
    watch: Watch
    lease: Lease | None = None

    @property
    def shelf(self) -> Store:
        """The store as stages see it."""
        return self.store

    def make(
        self, gives: type[Made], stage: Stage[Given, Rest, Made], given: Given, *to: Rest.args, **named: Rest.kwargs
    ) -> Made:
        """Make the next value, or give the kept one. Raises StageError naming bulletin and stage."""
        fingerprints = [fingerprint(part) for part in (*to, *named.values())]
        recipe = [
            stage.name,
            stage.version,
            canon.plain(stage.reads(given), canon.digest_of),
            fingerprints,
            self.take(stage.name),
        ]
        key = canon.digest_of(canon.dump(recipe).decode())
        kept = self._kept(gives, key, given)
        if kept is not None:
            self.watch.has(self.bulletin, stage.name, True, 0.0)
            log.info("%s %s kept", self.bulletin, stage.name)
            return kept
        self.watch.begins(self.bulletin, stage.name)
        begun = time.perf_counter()
        try:
            value = stage(given, *to, **named)
            if self.lease is not None:
                self.lease.check()
            digest = self.store.put_value(value)
        except BusyError:
            raise  # another worker has taken it over: nothing is wrong with the bulletin
        except NewsreelError as wrong:
            raise StageError(self.bulletin, stage.name, wrong) from wrong
        seconds = time.perf_counter() - begun
        self.ledger.record_made(key, stage.name, self.bulletin, digest, seconds)
        self.watch.has(self.bulletin, stage.name, False, seconds)
        log.info("%s %s made %.1f s %s=%s…", self.bulletin, stage.name, seconds, gives.__name__.lower(), digest[:12])
        return value

    def head(self, script: Script, stage: str = "script") -> Script:
        """Give the script that counts: the editor's words win over the writer's."""
        head = self.ledger.head(self.bulletin, stage)
        if head is not None and head.by != MACHINE:
            return self.store.get_value(Script, head.digest)
        self.ledger.set_head(self.bulletin, stage, self.store.put_value(script), MACHINE)
        return script

    def take(self, stage: str) -> int:
        """Tell which take of a stage counts; 1 until somebody asks for a new one."""
        head = self.ledger.head(self.bulletin, f"take.{stage}")
        return int(head.digest) if head is not None else 1

    def retake(self, stage: str, by: str) -> None:
        """Ask for a new take of a stage."""
        self.ledger.set_head(self.bulletin, f"take.{stage}", str(self.take(stage) + 1), by)

    def _kept(self, gives: type[V], key: str, given: object) -> V | None:
        digest = self.ledger.made(key)
        if digest is None:
            return None
        try:
            value = self.store.get_value(gives, digest)
            for blob in blobs(value):
                self.store.path(blob)
        except StoreError as wrong:
            log.warning("%s: what was kept cannot be used and is made again: %s", self.bulletin, wrong.message)
            return None
        return _after(value, given)


def _after(value: V, given: object) -> V:
    """Put a kept value behind the value that it is asked for: equal as far as the stage reads, new in what it does not read."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    for spec in fields(value):
        before = getattr(value, spec.name)
        if type(before) is type(given) and before != given:
            return replace(value, **{spec.name: given})
    return value


def fingerprint(part: object) -> object:
    """Name what an argument of a stage adds to its key: an engine by its fingerprint, a value by its canonical form."""
    named = getattr(part, "fingerprint", None)
    if isinstance(named, str):
        return named
    return canon.plain(part, canon.digest_of)


def blobs(value: object) -> Iterator[Blob]:
    """Give the blobs of a value, without those of the values before it."""
    if isinstance(value, Blob):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from blobs(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for spec in fields(value):
            inner = getattr(value, spec.name)
            if not isinstance(inner, canon.CHAIN):
                yield from blobs(inner)
