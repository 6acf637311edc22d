# SPDX-License-Identifier: EUPL-1.2
"""A job's child process answers, dies, hangs or is told to stop; what it started never outlives it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from pipeline.engines.job_child import Nursery
from pipeline.orders import Answer, Order

ORDER = Order("auental", "bulletin", "2026-11-20", "b")


def obey(order: Order) -> Answer:
    return Answer("done", order.bulletin)


def die(order: Order) -> Answer:
    os._exit(9)


def break_(order: Order) -> Answer:
    raise KeyError(order.bulletin)


def hang(order: Order, mark: Path) -> Answer:
    """Start a grandchild and hang with it."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    mark.write_text(str(child.pid))
    time.sleep(600)
    return Answer("done")


def gone(process: int) -> bool:
    """Tell whether a process ends soon."""
    for _ in range(400):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def ask(nursery: Nursery) -> Answer:
    return asyncio.run(nursery.perform(ORDER))


def test_a_child_answers() -> None:
    assert ask(Nursery(obey, (), 60)) == Answer("done", "b")


def test_a_child_that_dies_or_breaks_has_failed_and_says_why() -> None:
    assert ask(Nursery(die, (), 60)).state == "failed"
    broken = ask(Nursery(break_, (), 60))
    assert (broken.state, "KeyError: 'b'" in broken.says) == ("failed", True)


def test_a_child_that_takes_too_long_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    answer = ask(Nursery(partial(hang, mark=tmp_path / "mark"), (), 8))
    assert (answer.state, "longer than 8 s" in answer.says) == ("failed", True)
    assert gone(int((tmp_path / "mark").read_text()))


def test_a_child_ends_when_its_worker_is_told_to_stop(tmp_path: Path) -> None:
    async def told() -> None:
        nursery = Nursery(partial(hang, mark=tmp_path / "mark"), (), 600)
        task = asyncio.create_task(nursery.perform(ORDER))
        while not (tmp_path / "mark").exists() or not (tmp_path / "mark").read_text():
            await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    asyncio.run(told())
    assert gone(int((tmp_path / "mark").read_text()))


WORKER = """
import asyncio, sys
from functools import partial
from pathlib import Path
from pipeline.engines.job_child import Nursery
from tests.fleet.test_job_child import ORDER, stay
if __name__ == "__main__":
    asyncio.run(Nursery(partial(stay, mark=Path(sys.argv[1])), (), 600).perform(ORDER))
"""


def stay(order: Order, mark: Path) -> Answer:
    mark.write_text(str(os.getpid()))
    time.sleep(600)
    return Answer("done")


def test_children_die_with_a_worker_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "worker.py").write_text(WORKER)
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, str(tmp_path / "worker.py"), str(tmp_path / "mark")]
    worker = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": root})
    while not (tmp_path / "mark").exists() or not (tmp_path / "mark").read_text():
        time.sleep(0.05)
        assert worker.poll() is None
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert gone(int((tmp_path / "mark").read_text()))
