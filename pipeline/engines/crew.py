# SPDX-License-Identifier: EUPL-1.2
"""Worker processes, one per core: jobs → results, in the order of the jobs.

Workers are forked, so that what the parent has prepared (plates, atlas, fonts) is shared and not sent. Where the system
cannot fork, the jobs are done one after another in this process.
"""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any, Generic, TypeVar

from pipeline.engines.limits import WORKER_MEMORY, end_group, limit_self
from pipeline.errors import EngineError, NewsreelError

Job = TypeVar("Job")
Result = TypeVar("Result")
_FORKS = "fork" in multiprocessing.get_all_start_methods()
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of malloc.h
_SELDOM = 100_000
"""Objects made before a worker looks for cycles: the looks of a film are many and hold none, so that looking cost 2 % of it."""


class ForkCrew:
    """A crew of forked workers. `patience` is how many seconds one job may take before its worker is killed.

    `told` hears after each job which share of the work is done, 0..1.
    """

    fingerprint = ""  # who does the work changes no result

    def __init__(self, size: int = 0, patience: float = 900.0, told: Callable[[float], None] | None = None) -> None:
        self.size = size or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else size or os.cpu_count() or 1
        self.patience = patience
        self.told = told
        self._beside: list[_Shift[Any, Any]] = []

    @contextlib.contextmanager
    def beside(self, work: Callable[[Job], Result], job: Job) -> Iterator[Callable[[], Result]]:
        """Begin a job now, in a worker that counts as one of the crew, and go on; what is given waits for the result.

        A crew of one does it when it is asked for. Raises EngineError as `each`; a job that nobody asked for is ended.
        """
        if self.size == 1 or not _FORKS:
            yield lambda: next(self._results(work, [job]))
            return
        begun = _Shift(work, [job], 1, self.patience)
        self._beside.append(begun)
        try:
            begun.begin()
            yield lambda: next(begun.results())
        finally:
            self._beside.remove(begun)
            begun.end()

    def each(self, work: Callable[[Job], Result], jobs: Sequence[Job], sizes: Sequence[float] = ()) -> Iterator[Result]:
        """Do every job; results come in the order of the jobs. Raises EngineError where a worker dies or hangs."""
        if not jobs:
            return
        whole, done = sum(sizes) or len(jobs), 0.0
        for n, result in enumerate(self._results(work, jobs)):
            done += sizes[n] if sizes else 1
            if self.told is not None:
                self.told(done / whole)
            yield result

    def _results(self, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        if not _FORKS:
            for job in jobs:
                yield work(job)
            return
        yield from _Shift(work, jobs, self.size, self.patience, self._beside).results()


class _Shift(Generic[Job, Result]):
    """One round of jobs: hands out the next job to whoever is free. While jobs `beside` it run, it does with fewer workers."""

    def __init__(
        self,
        work: Callable[[Job], Result],
        jobs: Sequence[Job],
        size: int,
        patience: float,
        beside: "Sequence[_Shift[Any, Any]]" = (),
    ) -> None:
        self.work = work
        self.jobs = jobs
        self.size = size
        self.patience = patience
        self.beside = beside
        self.waiting = list(range(len(jobs)))
        self.busy: dict[Connection, tuple[ForkProcess, int, float]] = {}
        self.done: dict[int, Result] = {}

    def results(self) -> Iterator[Result]:
        """Work through the jobs. Raises EngineError where a worker fails; all workers have ended afterwards."""
        try:
            self.begin()
            for number in range(len(self.jobs)):
                while number not in self.done:
                    for pipe in self._ready():
                        next(shift for shift in (self, *self.beside) if pipe in shift.busy).receive(pipe)
                    self.begin()
                yield self.done.pop(number)
        finally:
            self.end()

    def begin(self) -> None:
        """Fork as many workers as there are jobs and seats for."""
        context = multiprocessing.get_context("fork")
        others = [pipe for shift in self.beside for pipe in shift.busy]
        seats = max(1, self.size - len(others)) - len(self.busy)
        if not self.waiting or seats <= 0:
            return
        _trim()
        gc.freeze()  # what is shared is not looked through, and so not copied, in the workers
        try:
            for _ in range(min(seats, len(self.waiting))):
                ours, theirs = context.Pipe()
                inherited = (ours, *self.busy, *others)
                process = context.Process(target=_worker, args=(self.work, self.jobs, theirs, inherited), daemon=True)
                process.start()
                theirs.close()
                self._hand_out(ours, process)
        finally:
            gc.unfreeze()

    def end(self) -> None:
        """End whoever is still at work."""
        for process, _, _ in self.busy.values():
            _end(process)
        self.busy.clear()

    def receive(self, pipe: Connection) -> None:
        """Take what a worker has made, and give it the next job."""
        process, number, _ = self.busy.pop(pipe)
        self.done[number] = self._received(pipe, process)
        self._hand_out(pipe, process)

    def _hand_out(self, pipe: Connection, process: ForkProcess) -> None:
        if self.waiting:
            number = self.waiting.pop(0)
            pipe.send(number)
            self.busy[pipe] = (process, number, time.monotonic())
        else:
            pipe.send(None)
            process.join(10)
            pipe.close()

    def _ready(self) -> list[Connection]:
        busy = {pipe: state for shift in (self, *self.beside) for pipe, state in shift.busy.items()}
        ready = [pipe for pipe in wait(list(busy), timeout=1.0) if isinstance(pipe, Connection)]
        now = time.monotonic()
        for process, number, since in busy.values():
            if now - since > self.patience:
                raise EngineError(
                    f"A worker has not finished part {number + 1} of {len(self.jobs)} within {self.patience:g} seconds.",
                    "It was stopped; run again, and look at the machine's load if it happens twice.",
                )
            if not process.is_alive() and not ready:
                raise EngineError(
                    f"A worker process died (exit code {process.exitcode}).", "Often the memory was used up: try --jobs 1."
                )
        return ready

    def _received(self, pipe: Connection, process: ForkProcess) -> Result:
        try:
            fine, payload = pipe.recv()
        except (EOFError, OSError):
            process.join(5)
            raise EngineError(
                f"A worker process died (exit code {process.exitcode}).", "Often the memory was used up: try --jobs 1."
            ) from None
        if not fine:
            _end(process)
            if isinstance(payload, NewsreelError):
                raise payload
            raise EngineError("A worker failed.", str(payload))
        result: Result = payload
        return result


def _worker(work: Callable[[Job], Result], jobs: Sequence[Job], pipe: Connection, inherited: Sequence[Connection]) -> None:
    """Do jobs by number until told to stop. Every failure is sent back, none is lost."""
    for end in inherited:  # the parent's ends: held open here, they would hide from all workers that it was killed
        end.close()
    os.setpgid(0, 0)  # so that it ends with whatever it has started
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    limit_self(WORKER_MEMORY)
    _give_back_large_blocks()
    gc.set_threshold(_SELDOM)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while (number := pipe.recv()) is not None:
            try:
                pipe.send((True, work(jobs[number])))
            except NewsreelError as wrong:
                pipe.send((False, wrong))
            except MemoryError:
                pipe.send((False, EngineError("A worker needs more memory than it may have.", "Try fewer at once: --jobs 1.")))
            except Exception:  # noqa: BLE001 - whatever it was, the parent raises it
                pipe.send((False, traceback.format_exc()))
            _trim()
    os._exit(0)  # no clean-up of what belongs to the parent


def _give_back_large_blocks() -> None:
    """Have glibc take blocks of 2 MB (the luma of a frame) and more from the system and give them back when they are freed.

    Left alone it comes to keep them in its heap, where the pictures of one segment after another leave 150 MB of holes.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, 2_000_000)


def _trim() -> None:
    """Give back what was freed (glibc).

    In the parent, because workers would use the holes, and by that each get a copy of them (60 MB counted); in a worker, because
    one job's holes seldom fit the next one's pictures (40 MB counted).
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _end(process: ForkProcess) -> None:
    if process.pid:
        end_group(process.pid)
    process.kill()  # where it does not lead its group yet
    process.join(5)
