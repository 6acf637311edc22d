# SPDX-License-Identifier: EUPL-1.2
"""Each job of a worker runs in a child process of its own: with the keys of one newsroom only, stoppable whole, gone afterwards.

The children are forked from a server that has imported everything and done nothing, so one costs some 20 ms. Where the worker
dies, its children die with it.
"""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from pipeline.errors import ConfigError, EngineError
from pipeline.orders import Answer, Order

Work = Callable[[Order], Answer]


class Nursery:
    """Starts a child for each order. `work` is what a child does: a function of a module, or a partial of one."""

    def __init__(self, work: Work, preload: tuple[str, ...], seconds: float) -> None:
        if "forkserver" not in multiprocessing.get_all_start_methods():
            raise ConfigError("Workers need a system that can fork.", "Run them on Linux.")
        self.work = work
        self.seconds = seconds
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(list(preload))

    async def perform(self, order: Order) -> Answer:
        """Have a child carry out an order; stop it, with all that it started, where it takes too long or this is cancelled."""
        ours, theirs = self.context.Pipe()
        child = self.context.Process(target=_carry_out, args=(self.work, order, theirs))
        try:
            await asyncio.to_thread(child.start)  # the first start waits until the server has imported everything
        except (OSError, EOFError) as wrong:
            return Answer("failed", f"No process could be started for it: {wrong}")
        finally:
            theirs.close()
        try:
            return await asyncio.wait_for(asyncio.to_thread(_answer, ours), self.seconds)
        except TimeoutError:
            return Answer("failed", f"It took longer than {self.seconds:.0f} s and was stopped.")
        finally:
            _stop(child)  # also where it has answered: what it started must not outlive it
            ours.close()


def _answer(pipe: Connection) -> Answer:
    """Wait for a child's answer; one that dies has failed."""
    try:
        given = pipe.recv()
    except (EOFError, OSError):
        return Answer("failed", "Its process died; often the memory was used up.")
    if not isinstance(given, Answer):
        raise EngineError(f"A child answered {type(given).__name__}.", "")
    return given


def _stop(child: ForkServerProcess) -> None:
    """End a child and everything in its process group."""
    if child.pid is not None:
        child.join(0.5)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.join(10)


def _carry_out(work: Work, order: Order, pipe: Connection) -> None:
    """Do one order in a process group of its own and send the answer."""
    os.setsid()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, signal.SIG_IGN)  # the worker decides whether this is finished or given back
    threading.Thread(target=_end_with_worker, args=(pipe,), daemon=True, name="worker lives").start()
    try:
        pipe.send(work(order))
    except Exception:  # noqa: BLE001 - whatever it was, the worker hears of it
        pipe.send(Answer("failed", traceback.format_exc()))


def _end_with_worker(pipe: Connection) -> None:
    """Wait until the worker's end of the pipe closes, and end this process with its group.

    The worker never sends anything: a worker that is killed is heard of in no other way, for the server that forked this process
    lives as long as any of its children.
    """
    with contextlib.suppress(EOFError, OSError):
        pipe.recv()
    os.killpg(0, signal.SIGKILL)
