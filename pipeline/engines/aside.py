# SPDX-License-Identifier: EUPL-1.2
"""Long work aside: a fresh process does it, tells how far it is, and takes its memory with it when it is done.

The process is never forked from this one: a server with threads must not be copied in the middle of what they do. It comes
from a small process without threads that has imported what the work needs, so that nobody waits two seconds for imports.
"""

import multiprocessing
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import TypeVar, cast

from pipeline import errors
from pipeline.errors import EngineError, NewsreelError

Say = Callable[[str, float], None]
"""Tell what is being done, and which share of it (0..1)."""
G = TypeVar("G")
T = TypeVar("T")
Work = Callable[[G, Say], T]
"""A function of a module (so that the other process finds it): what to do it with, and whom to tell → what came of it."""


def ready(work: Work[G, T], also: tuple[str, ...] = ()) -> None:
    """Start the small process that others come from, with `also` the modules to import ahead; only the first call counts."""
    multiprocessing.get_context("forkserver").set_forkserver_preload([work.__module__, *also])
    forkserver.ensure_running()


def _nothing() -> None:
    """Begin with nothing."""


def aside(work: Work[G, T], given: G, say: Say = lambda _what, _share: None, first: Callable[[], None] = _nothing) -> T:
    """Do work in a process of its own and wait → what came of it. There `first` is called before it, to begin the log.

    Raises what NewsreelError was raised there, and EngineError where the process dies.
    """
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, work, given, first), name="newsreel aside")
    process.start()
    theirs.close()
    try:
        while True:
            kind, what = ours.recv()
            if kind == "said":
                say(*what)
            elif kind == "failed":
                name, message, hint = what
                raise getattr(errors, name, EngineError)(message, hint)
            else:
                return cast("T", what)
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


def _child(pipe: Connection, work: Work[G, T], given: G, first: Callable[[], None]) -> None:
    first()
    try:
        made = work(given, lambda what, share: pipe.send(("said", (what, share))))
    except NewsreelError as wrong:
        pipe.send(("failed", (type(wrong).__name__, wrong.message, wrong.hint)))
        return
    except BrokenPipeError:
        return  # who asked has gone
    except Exception:  # noqa: BLE001 - told by the log's own hook, as one line where machines read it
        sys.excepthook(*sys.exc_info())
        sys.exit(1)
    with suppress(BrokenPipeError):
        pipe.send(("done", made))
