# SPDX-License-Identifier: EUPL-1.2
"""Long work aside: a fresh process does it, tells how far it is, and takes its memory with it when it is done.

The process is never forked from this one: a server with threads must not be copied in the middle of what they do. It comes
from a small process without threads that has imported what the work needs, so that nobody waits two seconds for imports.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.connection import Connection

from pipeline.errors import EngineError, NewsreelError

Say = Callable[[str], None]
Work = Callable[[tuple[object, ...], Say], None]
"""A function of a module (so that the other process finds it): what to do it with, and whom to tell."""


_HEAVY = ("pipeline.sound.loudness", "pipeline.sound.mix")  # imported late elsewhere: half a second


def ready(work: Work) -> None:
    """Start the small process that others come from; only the first call does anything."""
    multiprocessing.get_context("forkserver").set_forkserver_preload([work.__module__, *_HEAVY])
    forkserver.ensure_running()


def aside(work: Work, given: tuple[object, ...], say: Say) -> None:
    """Do work in a process of its own and wait. Raises EngineError with what went wrong there, or where the process dies."""
    context = multiprocessing.get_context("forkserver")
    ready(work)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, work, given), name="newsreel aside")
    process.start()
    theirs.close()
    try:
        while True:
            kind, message, hint = ours.recv()
            if kind == "said":
                say(message)
            elif kind == "failed":
                raise EngineError(message, hint)
            else:
                return
    except EOFError:
        process.join(5)
        raise EngineError(
            f"The process that did the work ended with code {process.exitcode}.", "Look at the log; try again."
        ) from None
    finally:
        ours.close()
        process.join(5)
        if process.is_alive():
            process.terminate()


def _child(pipe: Connection, work: Work, given: tuple[object, ...]) -> None:
    try:
        work(given, lambda text: pipe.send(("said", text, "")))
    except NewsreelError as wrong:
        pipe.send(("failed", wrong.message, wrong.hint))
        return
    pipe.send(("done", "", ""))
