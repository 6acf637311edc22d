# SPDX-License-Identifier: EUPL-1.2
"""Work on somebody else's bytes in a child process with little memory and little time: bytes out, or one sentence.

A feed, a mail, a page or a picture is written by strangers and read by parsers in C. What makes a parser eat the memory, spin or
crash ends the child and costs one source of the night. Where the system cannot fork, the work is done in this process.
"""

import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from pipeline.engines.limits import end_group, limit_self
from pipeline.errors import NewsreelError, SourceError

MEMORY = 400_000_000
"""Bytes that the work may take on top of what this process holds; 40 million pixels, the most that is decoded, take 250 MB."""
CPU_SECONDS = 120
"""A newsletter of forty pictures takes 20; the parsers of one hostile feed take 5 at most (tests/reliability)."""
WALL_SECONDS = 900.0
_CHUNK = 1 << 16


def confined(
    work: Callable[[], bytes], what: str, memory: int = MEMORY, cpu: int = CPU_SECONDS, wall: float = WALL_SECONDS
) -> bytes:
    """Do work in a child → what it gives. Raises SourceError with the child's own failure, or saying at which limit it ended."""
    if not hasattr(os, "fork"):
        return work()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _inside(work, theirs, memory, cpu)
    os.close(theirs)
    try:
        answer, late = _heard(ours, time.monotonic() + wall)
    finally:
        os.close(ours)
        end_group(child)  # with whatever it has started
        status = os.waitpid(child, 0)[1]
    if late:
        raise SourceError(f"{what} took longer than {wall:.0f} s and was given up.", _HINT)
    kind, _, body = answer.partition(b"\n")
    if kind == b"made":
        return body
    if kind == b"refused":
        message, _, hint = body.decode("utf-8", "replace").partition("\n")
        raise SourceError(message, hint)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        raise SourceError(f"{what} took more than {cpu} s of computing and was given up.", _HINT)
    if os.WIFSIGNALED(status) and not answer:
        name = signal.Signals(os.WTERMSIG(status)).name
        raise SourceError(f"{what} brought its parser down ({name}).", _HINT)
    raise SourceError(f"{what} could not be read: {body.decode('utf-8', 'replace')[:300] or 'no answer'}.", _HINT)


_HINT = "Look at the source in a browser: somebody may have put something hostile there; the other sources go on."


def _inside(work: Callable[[], bytes], out: int, memory: int, cpu: int) -> None:
    """Work in the child; never returns. The child leads a process group, so that it can be ended whole."""
    code = 1
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
        limit_self(memory, cpu)
        answer = _attempt(work)
        while answer:
            answer = answer[os.write(out, answer[:_CHUNK]) :]
        code = 0
    except BrokenPipeError:
        code = 0  # nobody listens any more
    finally:
        os._exit(code)  # no clean-up of what belongs to the parent


def _attempt(work: Callable[[], bytes]) -> bytes:
    try:
        return b"made\n" + work()
    except NewsreelError as wrong:
        return f"refused\n{wrong.message}\n{wrong.hint}".encode("utf-8", "replace")
    except (MemoryError, RecursionError) as wrong:
        return f"broken\nit needs more than it may have ({type(wrong).__name__})".encode()
    except Exception as wrong:  # noqa: BLE001 - whatever strangers' bytes do to a parser, the parent tells it in one sentence
        at = traceback.extract_tb(wrong.__traceback__)[-1]
        return f"broken\n{type(wrong).__name__} in {Path(at.filename).name}:{at.lineno}".encode("utf-8", "replace")


def _heard(pipe: int, until: float) -> tuple[bytes, bool]:
    """Read until the child closes its end → what it said, and whether the time was over before."""
    said: list[bytes] = []
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return b"", True
        piece = os.read(pipe, _CHUNK)
        if not piece:
            return b"".join(said), False
        said.append(piece)
