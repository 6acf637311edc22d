# SPDX-License-Identifier: EUPL-1.2
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.engines.crew import ForkCrew
from pipeline.errors import EngineError, SourceError
from tests.engines.test_limits import ended


def test_results_come_in_the_order_of_the_jobs() -> None:
    def work(n: int) -> int:
        time.sleep(0.02 * (3 - n % 4))
        return n * n

    assert list(ForkCrew(3).each(work, range(12))) == [n * n for n in range(12)]


def test_the_work_is_done_in_other_processes() -> None:
    who = set(ForkCrew(2).each(lambda n: os.getpid(), range(6)))
    assert os.getpid() not in who


def test_a_crew_of_one_works_in_another_process_too_so_that_a_hang_can_be_ended() -> None:
    assert os.getpid() not in ForkCrew(1).each(lambda n: os.getpid(), range(2))
    assert os.getpid() not in ForkCrew(4).each(lambda n: os.getpid(), [1])
    assert list(ForkCrew(4).each(lambda n: n, [])) == []


def test_a_failure_of_a_job_is_raised_here_with_its_hint() -> None:
    def work(n: int) -> int:
        if n == 2:
            raise SourceError("Nothing there.", "Look elsewhere.")
        return n

    with pytest.raises(SourceError) as raised:
        list(ForkCrew(2).each(work, range(4)))
    assert raised.value.hint == "Look elsewhere."


def test_a_bug_in_a_job_is_raised_with_its_traceback() -> None:
    with pytest.raises(EngineError, match="ZeroDivisionError"):
        list(ForkCrew(2).each(lambda n: 1 // n, [1, 0, 2]))


def test_a_worker_that_dies_is_noticed() -> None:
    def work(n: int) -> int:
        if n == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    with pytest.raises(EngineError, match="died"):
        list(ForkCrew(2).each(work, range(4)))


def test_a_worker_that_hangs_is_killed() -> None:
    begun = time.monotonic()
    with pytest.raises(EngineError, match="has not finished"):
        list(ForkCrew(2, patience=0.5).each(lambda n: time.sleep(60), [1, 2]))
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("size", [1, 2])
def test_a_worker_that_hangs_is_ended_with_what_it_has_started(size: int, tmp_path: Path) -> None:
    def work(n: int) -> None:
        started = subprocess.Popen(["sleep", "600"])
        (tmp_path / str(n)).write_text(str(started.pid))
        started.wait()

    with pytest.raises(EngineError, match="has not finished"):
        list(ForkCrew(size, patience=1.0).each(work, [1]))
    grandchild = Path("/proc") / (tmp_path / "1").read_text() / "stat"
    assert ended(grandchild)


def test_a_worker_that_eats_the_memory_costs_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.engines.crew.WORKER_MEMORY", 200_000_000)
    with pytest.raises(EngineError, match="needs more memory than it may have"):
        list(ForkCrew(2).each(lambda n: len(bytearray(n)), [1, 900_000_000]))


@pytest.mark.parametrize("size", [1, 2])
def test_whoever_looks_on_hears_the_share_that_is_done(size: int) -> None:
    heard: list[float] = []
    assert list(ForkCrew(size, told=heard.append).each(lambda n: n, [1, 2, 3], [60, 30, 10])) == [1, 2, 3]
    assert heard == pytest.approx([0.6, 0.9, 1.0])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_job_beside_the_others_counts_as_one_of_the_crew(size: int, tmp_path: Path) -> None:
    def work(n: int) -> int:
        at_work = tmp_path / str(n)
        at_work.touch()
        time.sleep(0.1)
        count = len(list(tmp_path.iterdir()))
        at_work.unlink()
        return count

    crew = ForkCrew(size)
    with crew.beside(work, 100) as finished:
        together = list(crew.each(work, range(6)))
        assert max(together) <= size
        assert 1 <= finished() <= size


def test_a_job_beside_the_others_fails_as_they_do() -> None:
    def work(n: int) -> int:
        raise SourceError("Nothing there.", "Look elsewhere.")

    with ForkCrew(2).beside(work, 1) as finished, pytest.raises(SourceError, match="Nothing there"):
        finished()


def test_a_job_beside_the_others_that_nobody_waits_for_is_ended(tmp_path: Path) -> None:
    def work(n: int) -> None:
        (tmp_path / "worker").write_text(str(os.getpid()))
        time.sleep(60)

    with ForkCrew(2).beside(work, 1):
        while not (tmp_path / "worker").exists() or not (tmp_path / "worker").read_text():
            time.sleep(0.01)
    assert ended(Path("/proc") / (tmp_path / "worker").read_text() / "stat")


@pytest.mark.parametrize("size", [1, 3])
def test_workers_end_by_themselves_when_their_run_was_killed(size: int, tmp_path: Path) -> None:
    def work(n: int) -> None:
        (tmp_path / str(os.getpid())).touch()
        if len(list(tmp_path.iterdir())) >= size:
            os.kill(parent, signal.SIGKILL)
        time.sleep(0.2)

    child = os.fork()
    if not child:
        parent = os.getpid()
        list(ForkCrew(size).each(work, range(3 * size)))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    workers = [Path("/proc") / note.name / "stat" for note in tmp_path.iterdir()]
    assert len(workers) == size
    assert all(ended(stat) for stat in workers)
