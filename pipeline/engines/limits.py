# SPDX-License-Identifier: EUPL-1.2
"""Limits of child processes: how much they may hold, how long they may take, and that they end whole.

Whatever is heavy or not ours (voices, encoders, parsers, other people's programs) runs in a child that leads a process group, so
that a hang is ended with all that it has started. Systems without these limits (Windows) have the time limit only.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

VOICE_MEMORY = 1_000_000_000
"""Bytes that a voice's process may hold: eSpeak takes 30 MB, Pico 10 MB."""
MODEL_MEMORY = 4_000_000_000
"""Bytes for a voice or a face that runs a neural model."""
PROGRAM_MEMORY = 16_000_000_000
"""Bytes for an operator's own avatar program."""
WORKER_MEMORY = 2_000_000_000
"""Bytes that a worker may take on top of what it shares with its parent; painting and encoding 1080p takes 0.4 GB."""


def limit_child(pid: int, memory: int) -> None:
    """Limit the data that a child, and whatever it starts from now on, may hold; it leaves no core file."""
    limit = getattr(resource, "prlimit", None)  # Linux has it
    if limit is None:
        return
    with contextlib.suppress(ProcessLookupError):  # it has ended already
        limit(pid, resource.RLIMIT_DATA, (memory, memory))
        limit(pid, resource.RLIMIT_CORE, (0, 0))


def limit_self(memory: int, cpu_seconds: int = 0) -> None:
    """Limit what this process may hold on top of what it holds, and its computing time where that is given."""
    if resource is None:
        return
    held = 0
    with contextlib.suppress(OSError):  # another system than Linux: the limit then counts from nothing
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            held = int(line.split()[1]) * 1024 if line.startswith("VmData:") else held
    most, hard = held + memory, resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if cpu_seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))


def end_group(pid: int) -> None:
    """Kill the process group that a child leads; nothing happens where none is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)


def finished(command: Sequence[str], seconds: float, memory: int, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Run a program of ours to its end. Raises OSError where it cannot start, TimeoutExpired where it takes too long.

    Whatever it has started and left behind is ended with it.
    """
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)  # noqa: S603 (no shell)
    limit_child(child.pid, memory)
    try:
        out, said = child.communicate(given, timeout=seconds)
    finally:
        end_group(child.pid)
        child.wait()
        for end in (child.stdin, child.stdout, child.stderr):
            if end is not None:
                end.close()
    return subprocess.CompletedProcess(command, child.returncode, out, said)
