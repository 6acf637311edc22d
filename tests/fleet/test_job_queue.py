# SPDX-License-Identifier: EUPL-1.2
"""The queue of a fleet on a real PostgreSQL: nothing doubles, everybody gets a turn, the jobs of the dead go to the living."""

import asyncio
import os
import secrets
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

import procrastinate
import pytest

from pipeline.engines import job_queue
from pipeline.engines.job_queue import enqueue, open_app, queued, sweep_once, work
from pipeline.orders import Answer, Order, Patience, Queued
from tests.doubles import postgres

pytestmark = pytest.mark.services
QUICK = Patience(beat_seconds=0.5, stalled_seconds=2.0, grace_seconds=1.0)


@pytest.fixture
def schema() -> Iterator[str]:
    name = f"q{secrets.token_hex(4)}"
    yield name
    postgres.drop(name)


def bulletins(newsroom: str, count: int, lanes: int = 0) -> tuple[Order, ...]:
    return tuple(Order(newsroom, "bulletin", "2026-11-20", f"b{n}", f"lane-{n % lanes}" if lanes else "") for n in range(count))


def worked(schema: str, perform: Callable[[Order], Awaitable[Answer]], size: int = 1, once: bool = True) -> None:
    work(postgres.url(), schema, perform, size, QUICK, once)


def test_what_waits_already_is_not_put_in_again(schema: str) -> None:
    orders = bulletins("auental", 3)
    assert [enqueue(postgres.url(), schema, [orders]) for _ in range(3)] == [3, 0, 0]
    assert queued(postgres.url(), schema) == (Queued("auental", 3, 0, 0),)


def test_a_newsroom_with_many_jobs_does_not_starve_one_with_few(schema: str) -> None:
    enqueue(postgres.url(), schema, [bulletins("gross", 200)])
    enqueue(postgres.url(), schema, [bulletins("klein", 5)])
    turns: list[str] = []

    async def perform(order: Order) -> Answer:
        turns.append(order.newsroom)
        return Answer("done")

    worked(schema, perform)
    assert len(turns) == 205
    assert turns[:10].count("klein") == 5


def test_a_job_of_the_night_goes_first_and_what_follows_from_it_is_done_once(schema: str) -> None:
    enqueue(postgres.url(), schema, [bulletins("auental", 2), (Order("auental", "night", "2026-11-20"),)])
    done: list[str] = []

    async def perform(order: Order) -> Answer:
        done.append(order.bulletin or order.kind)
        return Answer("done", follow=bulletins("auental", 4) if order.kind == "night" else ())

    worked(schema, perform)
    assert done[0] == "night"
    assert sorted(done[1:]) == ["b0", "b1", "b2", "b3"]
    assert queued(postgres.url(), schema) == ()


def test_no_more_of_a_newsroom_runs_at_once_than_it_may(schema: str) -> None:
    enqueue(postgres.url(), schema, [bulletins("auental", 12, lanes=2), bulletins("waldmark", 6)])
    now: Counter[str] = Counter()
    most: Counter[str] = Counter()

    async def perform(order: Order) -> Answer:
        now[order.newsroom] += 1
        most[order.newsroom] = max(most[order.newsroom], now[order.newsroom])
        await asyncio.sleep(0.05)
        now[order.newsroom] -= 1
        return Answer("done")

    worked(schema, perform, size=6)
    assert most["auental"] <= 2
    assert most["waldmark"] > 2


def test_who_is_busy_is_asked_again_and_who_fails_a_few_times(schema: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "AGAIN_SECONDS", {"busy": 0.0, "failed": 0.0})
    enqueue(postgres.url(), schema, [bulletins("auental", 1), bulletins("waldmark", 1)])
    asked: Counter[str] = Counter()

    async def perform(order: Order) -> Answer:
        asked[order.newsroom] += 1
        if order.newsroom == "waldmark":
            return Answer("failed", "Es geht nicht.")
        return Answer("busy" if asked["auental"] < 4 else "done")

    worked(schema, perform)
    assert asked == {"auental": 4, "waldmark": job_queue.MOST}
    assert [one for one in queued(postgres.url(), schema) if one.failed] == [Queued("waldmark", 0, 0, 1)]
    enqueue(postgres.url(), schema, [])
    assert [one for one in queued(postgres.url(), schema) if one.failed], "not before its time"
    monkeypatch.setattr(job_queue, "FAILED_HOURS", 0)
    enqueue(postgres.url(), schema, [])
    assert queued(postgres.url(), schema) == ()


def test_a_worker_that_is_told_to_stop_gives_back_what_it_cannot_finish(schema: str) -> None:
    enqueue(postgres.url(), schema, [bulletins("auental", 1)])

    async def perform(order: Order) -> Answer:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(60)
        return Answer("done")

    worked(schema, perform, once=False)
    assert [(one.waiting, one.running) for one in queued(postgres.url(), schema)] == [(1, 0)]


def test_a_worker_that_is_told_to_stop_finishes_what_it_can(schema: str) -> None:
    enqueue(postgres.url(), schema, [bulletins("auental", 3)])

    async def perform(order: Order) -> Answer:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.1)
        return Answer("done")

    worked(schema, perform, once=False)
    assert [(one.waiting, one.running) for one in queued(postgres.url(), schema)] == [(2, 0)]


async def die_over_a_job(app: procrastinate.App) -> None:
    """Take a job as a worker that then dies."""
    worker = await app.job_manager.register_worker()
    assert await app.job_manager.fetch_job(queues=None, worker_id=worker) is not None
    assert isinstance(app.connector, procrastinate.PsycopgConnector)
    async with app.connector.pool.connection() as connection:
        await connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def test_the_job_of_a_dead_worker_is_taken_over_but_not_for_ever(schema: str) -> None:
    enqueue(postgres.url(), schema, [bulletins("auental", 1)])

    async def deaths() -> list[Queued]:
        stands = []
        async with open_app(postgres.url(), schema).open_async() as app:
            for _ in range(job_queue.MOST):
                await die_over_a_job(app)
                assert await sweep_once(app, 30.0) == 1
                assert await sweep_once(app, 30.0) == 0
                (row,) = await app.job_manager.list_queues_async()
                stands.append(Queued(row["name"], row["todo"], row["doing"], row["failed"]))
        return stands

    stands = asyncio.run(deaths())
    assert stands[:-1] == [Queued("auental", 1, 0, 0)] * (job_queue.MOST - 1)
    assert stands[-1] == Queued("auental", 0, 0, 1)


def test_a_job_of_a_dead_worker_that_was_put_in_again_meanwhile_is_done_once(schema: str) -> None:
    enqueue(postgres.url(), schema, [bulletins("auental", 1)])

    async def death() -> None:
        async with open_app(postgres.url(), schema).open_async() as app:
            await die_over_a_job(app)

    asyncio.run(death())
    assert enqueue(postgres.url(), schema, [bulletins("auental", 1)]) == 1

    async def sweep() -> None:
        async with open_app(postgres.url(), schema).open_async() as app:
            assert await sweep_once(app, 30.0) == 1

    asyncio.run(sweep())
    assert queued(postgres.url(), schema) == (Queued("auental", 1, 0, 0),)


def test_a_living_worker_keeps_its_jobs(schema: str) -> None:
    enqueue(postgres.url(), schema, [bulletins("auental", 1)])

    async def perform(order: Order) -> Answer:
        await asyncio.sleep(3.0)  # longer than a worker without a sign of life counts as living
        return Answer("done")

    worked(schema, perform)
    assert queued(postgres.url(), schema) == ()
