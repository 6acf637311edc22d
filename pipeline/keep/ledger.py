# SPDX-License-Identifier: EUPL-1.2
"""The ledger: what was made, which value counts, what people decided, where it was published. Append-only.

SQLite in WAL mode by default, PostgreSQL by URL. Every row carries the time of the clock that the ledger was given.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from pipeline.errors import StoreError
from pipeline.keep import database, schema

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Head:
    """The value that counts for a stage: its digest, who made it so, why and when (UTC)."""

    digest: str
    by: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided. `kind`: approve, approve-script, reject, tick, schedule, retract, correct."""

    kind: str
    words: str
    film: str
    by: str
    reason: str
    due: str
    at: str


@dataclass(frozen=True, slots=True)
class Published:
    """What stands at a target. `kind`: publish or retract."""

    target: str
    kind: str
    film: str
    address: str
    detail: str
    at: str


@dataclass(frozen=True, slots=True)
class Parked:
    """Where a bulletin got stuck, and what to do."""

    stage: str
    message: str
    hint: str
    at: str


@dataclass(frozen=True, slots=True)
class Called:
    """One call to a language model. `prompt` is the sha256 of what was sent, `answer` what came back, as it came.

    `parameters` is a JSON object; `outcome` is "ok" or names the fault ("truncated", "http-500", "timeout"); `at` is UTC and
    written by the ledger.
    """

    bulletin: str
    host: str
    model: str
    prompt: str
    parameters: str
    tokens_in: int
    tokens_out: int
    answer: str
    outcome: str
    seconds: float
    at: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """A bulletin's place in the ledger; `at` is when it was first made, in UTC as ISO 8601."""

    name: str
    edition: str
    rundown: str
    day: date
    at: str = ""


class Ledger:
    """One open ledger. `where` is a file or a database URL; on a server its tables lie in a schema of their own."""

    def __init__(self, where: Path | str, clock: Clock, place: str = "") -> None:
        self.clock = clock
        self.where = where
        self._open = threading.local()
        try:
            if isinstance(where, Path):
                where.parent.mkdir(parents=True, exist_ok=True)
            self.engine = database.open_engine(where, place)
            with self.engine.execution_options(newsreel_write=True).begin() as connection:
                database.prepare(connection, place)
                schema.migrate(connection)
        except (SQLAlchemyError, OSError) as wrong:
            raise StoreError(
                f"The ledger {database.shown(where)} cannot be opened: {database.said(wrong)}.",
                "Check [keep] ledger, the disk and the rights; a damaged file comes back with `newsreel restore DIR`.",
            ) from wrong

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that writes; it holds the write lock from its first line. Raises StoreError.

        What is written while such a block runs in the same thread belongs to it: all of it stands afterwards, or nothing.
        """
        outer: Connection | None = getattr(self._open, "connection", None)
        if outer is not None:
            yield outer
            return
        try:
            with self.engine.execution_options(newsreel_write=True).begin() as connection:
                database.lock(connection)
                self._open.connection = connection
                try:
                    yield connection
                finally:
                    self._open.connection = None
        except IntegrityError:
            raise
        except SQLAlchemyError as wrong:
            raise StoreError(
                f"The ledger {database.shown(self.where)} cannot be written: {database.said(wrong)}.",
                "Free some disk space or check the rights.",
            ) from wrong

    def now(self) -> str:
        """Give the clock's time as it stands in rows: UTC, ISO 8601."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds")

    # ---- made and head

    def made(self, key: str) -> str | None:
        """Give the digest of what was made under a key, None where nothing was."""
        query = select(schema.made.c.digest).where(schema.made.c.key == key).order_by(schema.made.c.id.desc()).limit(1)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar()

    def record_made(self, key: str, stage: str, bulletin: str, digest: str, seconds: float) -> None:
        """Write down that a value was made, and how many seconds it took."""
        row = insert(schema.made).values(key=key, stage=stage, bulletin=bulletin, digest=digest, seconds=seconds, at=self.now())
        with self.write() as connection:
            connection.execute(row)

    def head(self, bulletin: str, stage: str) -> Head | None:
        """Give the value that counts for a stage, None where there is none yet."""
        t = schema.head
        query = select(t.c.digest, t.c.by, t.c.reason, t.c.at).where(t.c.bulletin == bulletin, t.c.stage == stage)
        with self.engine.connect() as connection:
            row = connection.execute(query.order_by(t.c.id.desc()).limit(1)).first()
        return Head(*row) if row else None

    def heads(self, bulletin: str, stage: str) -> tuple[Head, ...]:
        """Give all values that counted for a stage, oldest first."""
        t = schema.head
        query = (
            select(t.c.digest, t.c.by, t.c.reason, t.c.at).where(t.c.bulletin == bulletin, t.c.stage == stage).order_by(t.c.id)
        )
        with self.engine.connect() as connection:
            return tuple(Head(*row) for row in connection.execute(query))

    def set_head(self, bulletin: str, stage: str, digest: str, by: str, reason: str = "", expect: str | None = None) -> bool:
        """Make a value count. With `expect` only while that digest still counts: False tells that somebody was faster."""
        t = schema.head
        with self.write() as connection:
            query = select(t.c.digest).where(t.c.bulletin == bulletin, t.c.stage == stage).order_by(t.c.id.desc()).limit(1)
            current = connection.execute(query).scalar()
            if expect is not None and current != expect:
                return False
            if current != digest:
                connection.execute(
                    insert(t).values(bulletin=bulletin, stage=stage, digest=digest, by=by, reason=reason, at=self.now())
                )
        return True

    # ---- editions and bulletins

    def record_edition(self, source: str, name: str, day: date, digest: str, plan: str) -> None:
        """Write down that an edition was planned; nothing where the last planning had the same edition and the same plan."""
        t = schema.edition
        last = select(t.c.digest, t.c.plan).where(t.c.source == source, t.c.name == name, t.c.day == day.isoformat())
        with self.write() as connection:
            row = connection.execute(last.order_by(t.c.id.desc()).limit(1)).first()
            if row is None or tuple(row) != (digest, plan):
                connection.execute(
                    insert(t).values(source=source, name=name, day=day.isoformat(), digest=digest, plan=plan, at=self.now())
                )

    def planned(self, source: str, name: str, day: date) -> tuple[str, str] | None:
        """Give (edition digest, plan digest) of the last planning of an edition, None where it is new."""
        t = schema.edition
        query = select(t.c.digest, t.c.plan).where(t.c.source == source, t.c.name == name, t.c.day == day.isoformat())
        with self.engine.connect() as connection:
            row = connection.execute(query.order_by(t.c.id.desc()).limit(1)).first()
        return (row[0], row[1]) if row else None

    def earlier_plans(self, source: str, day: date) -> tuple[str, ...]:
        """Give the digests of the plans of a source's editions before a day."""
        t = schema.edition
        query = select(t.c.plan).where(t.c.source == source, t.c.day < day.isoformat())
        with self.engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def plans(self) -> tuple[str, ...]:
        """Give the digests of all plans, newest first."""
        with self.engine.connect() as connection:
            return tuple(connection.execute(select(schema.edition.c.plan).order_by(schema.edition.c.id.desc())).scalars())

    def register(self, edition: str, rundown: str, day: date) -> str:
        """Give the bulletin's own id for a rundown of an edition: the rundown's id, with a suffix where that one is taken."""
        t = schema.bulletin
        known = select(t.c.name).where(t.c.edition == edition, t.c.rundown == rundown)
        for number in range(1, 1000):
            with self.engine.connect() as connection:
                name = connection.execute(known).scalar()
            if name is not None:
                return str(name)
            name = rundown if number == 1 else f"{rundown}-{number}"
            try:
                with self.write() as connection:
                    row = insert(t).values(name=name, edition=edition, rundown=rundown, day=day.isoformat(), at=self.now())
                    connection.execute(row)
            except IntegrityError:
                continue  # the name is taken: by another edition, or by a run beside this one
            return name
        raise StoreError(
            f"There are 1,000 bulletins called {rundown}.", "Look at the sources: each run seems to bring a new edition."
        )

    def bulletins(self) -> tuple[Registered, ...]:
        """Give all bulletins, newest day first."""
        t = schema.bulletin
        query = select(t.c.name, t.c.edition, t.c.rundown, t.c.day, t.c.at).order_by(t.c.day.desc(), t.c.name)
        with self.engine.connect() as connection:
            return tuple(Registered(r[0], r[1], r[2], date.fromisoformat(r[3]), r[4]) for r in connection.execute(query))

    # ---- decisions, publications, parking

    def decide(self, bulletin: str, kind: str, by: str, words: str = "", film: str = "", reason: str = "", due: str = "") -> None:
        """Write down what a person decided."""
        row = insert(schema.decision).values(
            bulletin=bulletin, kind=kind, words=words, film=film, by=by, reason=reason, due=due, at=self.now()
        )
        with self.write() as connection:
            connection.execute(row)

    def decisions(self, bulletin: str) -> tuple[Decision, ...]:
        """Give everything decided about a bulletin, oldest first."""
        t = schema.decision
        query = (
            select(t.c.kind, t.c.words, t.c.film, t.c.by, t.c.reason, t.c.due, t.c.at)
            .where(t.c.bulletin == bulletin)
            .order_by(t.c.id)
        )
        with self.engine.connect() as connection:
            return tuple(Decision(*row) for row in connection.execute(query))

    def record_publication(self, bulletin: str, entry: Published) -> None:
        """Write down what was put at, or taken from, a target."""
        row = insert(schema.publication).values(
            bulletin=bulletin,
            target=entry.target,
            kind=entry.kind,
            film=entry.film,
            address=entry.address,
            detail=entry.detail,
            at=self.now(),
        )
        with self.write() as connection:
            connection.execute(row)

    def publications(self, bulletin: str) -> tuple[Published, ...]:
        """Give everything published of a bulletin, oldest first."""
        t = schema.publication
        query = (
            select(t.c.target, t.c.kind, t.c.film, t.c.address, t.c.detail, t.c.at)
            .where(t.c.bulletin == bulletin)
            .order_by(t.c.id)
        )
        with self.engine.connect() as connection:
            return tuple(Published(*row) for row in connection.execute(query))

    def park(self, bulletin: str, stage: str, message: str, hint: str) -> None:
        """Write down where a bulletin got stuck; an empty stage says that it got past."""
        row = insert(schema.parked).values(bulletin=bulletin, stage=stage, message=message, hint=hint, at=self.now())
        with self.write() as connection:
            connection.execute(row)

    def parked(self, bulletin: str) -> Parked | None:
        """Tell where a bulletin is stuck, None where it is not."""
        t = schema.parked
        query = select(t.c.stage, t.c.message, t.c.hint, t.c.at).where(t.c.bulletin == bulletin).order_by(t.c.id.desc()).limit(1)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return Parked(*row) if row and row[0] else None

    def record_call(self, call: Called) -> None:
        """Write down a call that left this program: to which host, what was asked (as a digest), what came back."""
        told = {spec.name: getattr(call, spec.name) for spec in fields(call)} | {"at": self.now()}
        told["answer"] = call.answer.replace("\0", "\N{SYMBOL FOR NULL}")  # PostgreSQL's texts cannot hold it
        row = insert(schema.call).values(**told)
        with self.write() as connection:
            connection.execute(row)

    def calls(self, bulletin: str) -> tuple[Called, ...]:
        """Give the calls made for a bulletin, oldest first."""
        t = schema.call
        query = select(*(t.c[spec.name] for spec in fields(Called))).where(t.c.bulletin == bulletin).order_by(t.c.id)
        with self.engine.connect() as connection:
            return tuple(Called(*row) for row in connection.execute(query))

    def spent(self, since: datetime) -> tuple[int, int, int]:
        """Give what all calls since a moment took: how many, tokens sent, tokens received."""
        t = schema.call
        begin = since.astimezone(UTC).isoformat(timespec="milliseconds")
        query = select(func.count(), func.sum(t.c.tokens_in), func.sum(t.c.tokens_out)).where(t.c.at >= begin)
        with self.engine.connect() as connection:
            row = connection.execute(query).one()
        return int(row[0]), int(row[1] or 0), int(row[2] or 0)

    def hosts(self) -> tuple[tuple[str, int], ...]:
        """Give each host that was called, with the number of calls."""
        with self.engine.connect() as connection:
            rows = list(connection.execute(select(schema.call.c.host)).scalars())
        return tuple((host, rows.count(host)) for host in sorted(set(rows)))
