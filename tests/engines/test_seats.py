# SPDX-License-Identifier: EUPL-1.2
"""Workers of one machine share its cores."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.engines.seats import Seats
from pipeline.errors import ConfigError

HOLD = """
import asyncio, sys
from pathlib import Path
from pipeline.engines.seats import Seats

async def hold():
    async with Seats(place=Path(sys.argv[1])).one():
        print("sits", flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


def seats(place: Path, monkeypatch: pytest.MonkeyPatch, cores: set[int], least: int = 1) -> Seats:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: cores)
    return Seats(least, place)


def most_at_once(workers: list[Seats], jobs: int) -> tuple[int, int]:
    """Let workers do jobs → how many were at it at once, and how many were done."""
    at_it, most, done = 0, 0, 0

    async def job(worker: Seats) -> None:
        nonlocal at_it, most, done
        async with worker.one():
            at_it += 1
            most = max(most, at_it)
            await asyncio.sleep(0.01)
            at_it, done = at_it - 1, done + 1

    async def everything() -> None:
        await asyncio.gather(*(job(worker) for worker in workers for _ in range(jobs)))

    asyncio.run(everything())
    return most, done


def test_workers_of_a_machine_make_as_many_bulletins_at_once_as_it_has_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = [seats(tmp_path / "seats", monkeypatch, {0, 1}) for _ in range(4)]
    assert most_at_once(workers, 2) == (2, 8)


def test_a_worker_that_is_told_of_more_jobs_than_cores_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert most_at_once([seats(tmp_path / "seats", monkeypatch, {0, 1}, least=3)], 6) == (3, 6)


def test_workers_bound_to_different_cores_do_not_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workers = [seats(tmp_path / "seats", monkeypatch, {core}) for core in (0, 1, 2)]
    assert most_at_once(workers, 1) == (3, 3)


def test_the_seat_of_a_worker_that_was_killed_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "seats"
    here = seats(place, monkeypatch, {min(os.sched_getaffinity(0))})
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(place)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "sits\n"

        async def sit() -> str:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3), here.one():
                    raise AssertionError("the seat was taken")
            process.send_signal(signal.SIGKILL)
            async with asyncio.timeout(20), here.one() as name:
                return name

        assert asyncio.run(sit()) == str(min(os.sched_getaffinity(0)))
    finally:
        process.kill()
        process.wait()
        process.stdout and process.stdout.close()


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="belongs to somebody else"):
        Seats(place=tmp_path / "link")
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be made"):
        Seats(place=tmp_path / "file" / "seats")
