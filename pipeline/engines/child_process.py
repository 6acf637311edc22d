# SPDX-License-Identifier: EUPL-1.2
"""A long-lived child process that answers requests: a JSON line in, a JSON line and raw bytes out.

Native speech libraries keep global state, crash and hang. In a process of their own they can be killed and started anew.
"""

import json
import os
import subprocess
import threading
import weakref
from collections.abc import Sequence
from typing import cast

from pipeline.engines.limits import VOICE_MEMORY, end_group, limit_child

Head = dict[str, object]


class ChildProcess:
    """One child, started at the first request. `time_limit` in seconds counts per request; a child over it is killed. `memory` in
    bytes is what it may hold.

    Safe under fork: after a fork the parent's child is left alone and an own one is started. Ends with this process.
    """

    def __init__(self, command: Sequence[str], time_limit: float, memory: int = VOICE_MEMORY) -> None:
        self.memory = memory
        self.command = tuple(command)
        self.time_limit = time_limit
        self.greeting: Head = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    @property
    def pid(self) -> int:
        """The child's process id, 0 where none runs."""
        return self._child.pid if self._child is not None and self._owner == os.getpid() else 0

    def ask(self, request: Head) -> tuple[Head, bytes]:
        """Put a request → the head of the answer and its bytes. Raises OSError or ValueError where no answer came."""
        if os.getpid() != self._owner:
            self._lock = threading.Lock()  # a fork may have copied it while another thread held it
        with self._lock:
            try:
                child = self._running()
                if child.stdin is None:
                    raise OSError("its input is closed")
                child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
                child.stdin.flush()
                return self._answer(child)
            except (OSError, ValueError):
                self._drop()
                raise

    def close(self) -> None:
        """End the child. The next request would start a new one."""
        with self._lock:
            self._drop()

    def _running(self) -> "subprocess.Popen[bytes]":
        """Give the running child of this very process; start one where there is none and hear its greeting."""
        if self._child is not None and self._owner == os.getpid() and self._child.poll() is None:
            return self._child
        self._drop()
        pipe = subprocess.PIPE
        child = subprocess.Popen(  # noqa: S603 (our own program)
            self.command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True
        )
        limit_child(child.pid, self.memory)
        self._child, self._owner = child, os.getpid()
        self._end = weakref.finalize(self, _end, child, os.getpid())
        self.greeting = self._answer(child)[0]
        if self.greeting.get("ok") is not True:
            raise OSError(str(self.greeting.get("error", "it did not start")))
        return child

    def _answer(self, child: "subprocess.Popen[bytes]") -> tuple[Head, bytes]:
        """Read one answer; killing the child at the time limit ends the reading."""
        if child.stdout is None:
            raise OSError("its output is closed")
        late = threading.Event()

        def kill() -> None:
            late.set()
            _kill(child)

        watchdog = threading.Timer(self.time_limit, kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            line = child.stdout.readline()
            head = cast(Head, json.loads(line)) if line else {}
            size = int(cast(int, head.get("bytes", 0)))
            body = child.stdout.read(size) if size else b""
        finally:
            watchdog.cancel()
        if late.is_set():
            raise OSError(f"no answer within {self.time_limit:g} seconds")
        if not line or len(body) != size:
            raise OSError("its process ended")
        return head, body

    def _drop(self) -> None:
        """End the child where it is ours."""
        if self._child is not None:
            if self._owner == os.getpid():
                self._end()
            self._child = None


def _end(child: "subprocess.Popen[bytes]", owner: int) -> None:
    """Close a child's input, so that it ends; kill it where it does not. Does nothing in another process than its parent."""
    if os.getpid() != owner:
        return
    if child.stdin is not None:
        try:
            child.stdin.close()
        except OSError:
            _kill(child)  # the pipe is broken: it is dead or dying
    try:
        child.wait(timeout=0.5)
    except subprocess.TimeoutExpired:
        _kill(child)
        child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child with what it has started: it leads a session of its own."""
    end_group(child.pid)
