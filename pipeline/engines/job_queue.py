# SPDX-License-Identifier: EUPL-1.2
"""The jobs of a fleet in PostgreSQL, by Procrastinate: put in, taken by workers, taken over from workers that died.

Whose turn it is is the queue's own order: the n-th waiting job of a newsroom has priority −n, so a newsroom with a thousand jobs
and one with five take turns. Nothing doubles: a job that already waits is not put in again (queueing lock), and what would run
twice all the same is kept apart by the lease of the bulletin.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import procrastinate
import psycopg
from procrastinate import exceptions, jobs
from procrastinate.job_context import JobContext

from pipeline.errors import EngineError
from pipeline.orders import Answer, Order, Patience, Queued

log = logging.getLogger("newsreel")
AGAIN_SECONDS: Final = {"busy": 15.0, "failed": 60.0}
POLL_SECONDS: Final = 2.0
"""Between two looks for a job by a worker that has none. It is not told of new ones: a connection that listens wakes
up ten times a second, which cost a worker 1 % of a core all night."""
MOST: Final = 5
"""So often a job is tried that fails, or whose worker dies over it."""
FAILED_HOURS: Final = 7 * 24
"""So long a job that has failed for good is counted; the next `enqueue` then forgets it."""
FIRST: Final = {"night": 20, "release": 10}
"""What is short and others wait for goes before bulletins."""
TASK: Final = "newsreel"


def open_app(url: str, schema: str) -> procrastinate.App:
    """Describe the queue in a database; nothing is connected yet."""
    conninfo = url.replace("postgresql+psycopg://", "postgresql://", 1)
    options = f"-c search_path={schema} -c idle_in_transaction_session_timeout=30s"
    pool = procrastinate.PsycopgConnector(conninfo=conninfo, min_size=1, max_size=4, timeout=20.0, kwargs={"options": options})
    return procrastinate.App(connector=pool)


async def _prepare(app: procrastinate.App, schema: str) -> None:
    """Make the queue's tables where there are none; of two that start at once, one makes them."""
    connector = app.connector
    if not isinstance(connector, procrastinate.PsycopgConnector):
        raise TypeError(connector)
    async with connector.pool.connection() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('newsreel jobs ' || %s, 0))", (schema,))
        await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'.encode())
        await connection.commit()
    async with connector.pool.connection() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('newsreel jobs ' || %s, 0))", (schema,))
        found = await (await connection.execute("SELECT to_regclass('procrastinate_jobs')")).fetchone()
        if found is None or found[0] is None:
            await connection.execute(procrastinate.schema.SchemaManager.get_schema())


def _said(wrong: BaseException) -> str:
    return " ".join(str(wrong.__cause__ or wrong).split()).rstrip(".") or type(wrong).__name__


def _run(work: Callable[[procrastinate.App], Awaitable[None]], url: str, schema: str) -> None:
    """Open the queue, do the work, close it. Raises EngineError where the database does not answer."""

    async def whole() -> None:
        app = open_app(url, schema)
        async with app.open_async():
            await _prepare(app, schema)
            await work(app)

    try:
        asyncio.run(whole())
    except (exceptions.ConnectorException, psycopg.Error, OSError) as wrong:
        raise EngineError(
            f"The jobs' database does not answer: {_said(wrong)}.", "Look at the server, then try again."
        ) from wrong


# ---------------------------------------------------------------- putting in


async def put_in(app: procrastinate.App, orders: Iterable[Order], seconds: float = 0.0) -> int:
    """Put orders of one newsroom into the queue, the first in its turn first → how many were new."""
    new = 0
    waiting: int | None = None
    for order in orders:
        if waiting is None:
            stands = list(await app.job_manager.list_queues_async(queue=order.newsroom, status="todo"))
            waiting = int(stands[0]["todo"]) if stands else 0
        deferrer = app.configure_task(
            TASK,
            allow_unknown=True,
            queue=order.newsroom,
            priority=FIRST.get(order.kind, -waiting),
            lock=f"{order.newsroom}/{order.lane or order.bulletin or order.kind}",
            queueing_lock=f"{order.newsroom}/{order.kind}/{order.bulletin or order.day}",
            schedule_at=datetime.now(UTC) + timedelta(seconds=seconds) if seconds else None,
        )
        try:
            await deferrer.defer_async(**asdict(order))
        except exceptions.AlreadyEnqueued:
            continue
        new, waiting = new + 1, waiting + 1
    return new


def enqueue(url: str, schema: str, by_newsroom: Iterable[tuple[Order, ...]]) -> int:
    """Put orders into the queue → how many were new; those that wait already stay as they are. Raises EngineError.

    What failed long ago is forgotten.
    """
    new = 0

    async def work(app: procrastinate.App) -> None:
        nonlocal new
        await app.job_manager.delete_old_jobs(FAILED_HOURS, include_failed=True, include_aborted=True)
        for orders in by_newsroom:
            new += await put_in(app, orders)

    _run(work, url, schema)
    return new


def queued(url: str, schema: str) -> tuple[Queued, ...]:
    """Count the jobs of every newsroom that has any. Raises EngineError."""
    found: list[Queued] = []

    async def work(app: procrastinate.App) -> None:
        for row in await app.job_manager.list_queues_async():
            failed = int(row["failed"]) + int(row["aborted"])
            found.append(Queued(str(row["name"]), int(row["todo"]), int(row["doing"]), failed))

    _run(work, url, schema)
    return tuple(found)


# ---------------------------------------------------------------- working


def work(
    url: str, schema: str, perform: Callable[[Order], Awaitable[Answer]], size: int, patience: Patience, once: bool = False
) -> None:
    """Take jobs, `size` at a time, until told to stop (SIGTERM, SIGINT); with `once` until nothing waits. Raises EngineError."""

    async def take(app: procrastinate.App) -> None:
        @app.task(name=TASK, pass_context=True)
        async def newsreel(context: JobContext, /, **given: str | int) -> None:
            order = Order(**given)  # type: ignore[arg-type]  # as `put_in` wrote it
            try:
                answer = await perform(order)
            except asyncio.CancelledError:
                await put_in(app, [order])  # this worker is stopping: somebody else does it
                raise
            await _follow(app, order, answer, context.job.attempts)

        sweep = asyncio.create_task(_sweep(app, patience))
        try:
            await app.run_worker_async(
                concurrency=size,
                wait=not once,
                fetch_job_polling_interval=POLL_SECONDS,
                listen_notify=False,
                delete_jobs="successful",
                update_heartbeat_interval=patience.beat_seconds,
                stalled_worker_timeout=patience.stalled_seconds,
                shutdown_graceful_timeout=patience.grace_seconds,
            )
        finally:
            sweep.cancel()

    _run(take, url, schema)


class _FailedError(Exception):
    """A job that came to nothing; the queue keeps it as failed."""


async def _follow(app: procrastinate.App, order: Order, answer: Answer, deaths: int) -> None:
    """Put in what follows from an answer: further jobs, or the same one again after a while."""
    await put_in(app, answer.follow)
    if answer.state == "busy":
        await put_in(app, [order], AGAIN_SECONDS["busy"])
    elif answer.state == "failed":
        if order.attempt + deaths + 1 >= MOST:
            raise _FailedError(answer.says)
        await put_in(app, [replace(order, attempt=order.attempt + 1)], AGAIN_SECONDS["failed"])


async def _sweep(app: procrastinate.App, patience: Patience) -> None:
    """Give the jobs of workers that show no sign of life to others, again and again; one worker of the fleet at a time."""
    while True:
        try:
            await sweep_once(app, patience.stalled_seconds)
        except exceptions.ConnectorException as wrong:
            log.warning("the sweep of stalled jobs failed and is tried again: %s", _said(wrong))
        await asyncio.sleep(patience.beat_seconds)


async def sweep_once(app: procrastinate.App, stalled_seconds: float) -> int:
    """Give the jobs of dead workers to others → how many."""
    connector = app.connector
    if not isinstance(connector, procrastinate.PsycopgConnector):
        raise TypeError(connector)
    swept = 0
    async with connector.pool.connection() as connection:
        # the lock ends with its transaction, which the server ends where this process stands still
        found = await connection.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('newsreel sweep', 0))")
        row = await found.fetchone()
        if row is None or not row[0]:
            return 0
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled_seconds):
            swept += 1
            await _take_over(app, job)
    return swept


async def _take_over(app: procrastinate.App, job: jobs.Job) -> None:
    if job.attempts + 1 >= MOST:
        log.error("%s: %d workers have died over it; it is left", job.queueing_lock, job.attempts + 1)
        await app.job_manager.finish_job(job, jobs.Status.FAILED, delete_job=False)
        return
    try:
        await app.job_manager.retry_job(job)
        log.warning("%s: its worker died; it is taken over", job.queueing_lock)
    except exceptions.UniqueViolation:  # the same job waits already
        await app.job_manager.finish_job(job, jobs.Status.ABORTED, delete_job=True)
