# SPDX-License-Identifier: EUPL-1.2
"""Wall and CPU seconds of a piece of work, and the memory that a process and all its children share out between them."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and CPU seconds."""

    wall: float
    cpu: float


def cpu() -> float:
    """CPU seconds of this process and of its ended children."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measured(work: Callable[[], object]) -> Spent:
    """Do a piece of work and tell what it took."""
    wall, used = time.perf_counter(), cpu()
    work()
    return Spent(time.perf_counter() - wall, cpu() - used)


def machine() -> str:
    """Name the machine by its processor and what of it may be used."""
    lines = (PROC / "cpuinfo").read_text(encoding="utf-8").splitlines() if (PROC / "cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor")
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {pages:.0f} GB"


def load() -> float:
    """Give the mean number of processes that wanted a core over the last minute."""
    return os.getloadavg()[0]


def watched(command: list[str]) -> tuple[str, float]:
    """Run a program → its standard output, and the peak of its and its children's proportional set size in MB."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    peak = 0.0
    done = threading.Event()

    def look() -> None:
        nonlocal peak
        while not done.wait(0.4):
            peak = max(peak, sum(_share(each) for each in _family(process.pid)))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    out, _ = process.communicate()
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with code {process.returncode}")
    return out, peak


def _family(pid: int) -> list[int]:
    """Give a process and all below it."""
    found = [pid]
    for each in found:
        try:
            listed = (PROC / str(each) / "task" / str(each) / "children").read_text(encoding="utf-8")
        except OSError:
            continue  # it has just ended
        found += [int(child) for child in listed.split()]
    return found


def _share(pid: int) -> float:
    """Give the proportional set size of a process in MB: shared pages count in parts."""
    try:
        for line in (PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass  # it has just ended
    return 0.0
