# SPDX-License-Identifier: EUPL-1.2
"""Kill a night at every point and at random moments, go on, and compare with a night that nobody disturbed.

`python -m tests.reliability.chaos [--points EVERY] [--random COUNT] [--table FILE]`: with `--points 1` every point, with a larger
number one of each kind and every so many. Each attempt is a forked child; the parent has imported everything.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.reliability import small_night
from tests.reliability.points import Points, watched

LEASE_OVER = 31.0
"""Seconds by which the clock of the second attempt is ahead: the lease of the dead one has run out."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One killed night. `fault` is empty where it ended like the undisturbed one."""

    where: str
    killed: bool
    repeated: int
    fault: str


def forked(work: Callable[[], None], said: Path) -> int:
    """Do work in a child → its process id; what it says goes to a file."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        work()
        code = 0
    except BaseException as wrong:
        sys.stderr.write(f"{type(wrong).__name__}: {wrong}\n")
        sys.stderr.flush()
        raise
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a child → its exit code, or minus the signal that killed it."""
    status = os.waitpid(child, 0)[1]
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


@dataclass
class Chaos:
    """The place of all trials: `model` is the undisturbed night."""

    place: Path
    names: list[str]
    model: small_night.Stand
    stages: int
    seconds: float

    @classmethod
    def begin(cls, place: Path) -> "Chaos":
        """Do the undisturbed night, with all points counted."""
        folder, diary = place / "model", place / "model.diary"
        small_night.found(folder)
        with watched(Points(str(folder))) as points:
            small_night.night(folder, diary)
        begun = time.perf_counter()
        small_night.found(place / "timed")
        small_night.night(place / "timed", place / "timed.diary")
        seconds = time.perf_counter() - begun
        shutil.rmtree(place / "timed")
        return cls(place, points.seen, small_night.stand(folder), len(small_night.stages(diary)), seconds)

    def at_point(self, number: int) -> Trial:
        """Kill at the point of a number (from 1)."""

        def work(folder: Path, diary: Path) -> Callable[[], None]:
            def run() -> None:
                with watched(Points(str(folder), number)):
                    small_night.night(folder, diary)

            return run

        return self._trial(self.names[number - 1], work, 0.0)

    def at_moment(self, seconds: float) -> Trial:
        """Kill after some seconds."""
        return self._trial("random moment", lambda folder, diary: lambda: small_night.night(folder, diary), seconds)

    def _trial(self, where: str, work: Callable[[Path, Path], Callable[[], None]], seconds: float) -> Trial:
        folder = Path(tempfile.mkdtemp(dir=self.place)) / "town"
        diary, said = folder.with_name("diary"), folder.with_name("said")
        small_night.found(folder)
        child = forked(work(folder, diary), said)
        if seconds:
            time.sleep(seconds)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        code = ended(child)
        killed = code == -signal.SIGKILL
        if not killed and code != 0:
            return Trial(where, False, 0, f"the first attempt failed by itself: {_last(said)}")
        again = ended(forked(lambda: _later(lambda: small_night.night(folder, diary)), said))
        if again != 0:
            return Trial(where, killed, 0, f"the second attempt failed ({again}): {_last(said)}")
        repeated = len(small_night.stages(diary)) - self.stages
        trial = Trial(where, killed, repeated, self._difference(folder, repeated))
        if not trial.fault:
            shutil.rmtree(folder.parent)
        return trial

    def _difference(self, folder: Path, repeated: int) -> str:
        got = small_night.stand(folder)
        lost = Counter(self.model.rows) - Counter(got.rows)
        more = Counter(got.rows) - Counter(self.model.rows)
        files = set(self.model.files) ^ set(got.files)
        if lost or more or files:
            return f"lost {list(lost)[:2]}, doubled {list(more)[:2]}, files {sorted(files)[:3]}"
        return f"{repeated} stages repeated" if repeated > 1 else ""


def _later(work: Callable[[], None]) -> None:
    """Do work with a clock that is ahead."""
    really = time.time
    time.time = lambda: really() + LEASE_OVER
    work()


def _last(said: Path) -> str:
    lines = said.read_text(encoding="utf-8").strip().splitlines()
    return lines[-1][:300] if lines else "without a word"


def chosen(names: Sequence[str], every: int) -> list[int]:
    """Choose points: the first and last of each kind, and every so many of all."""
    kinds = {name: number for number, name in enumerate(names, 1)}
    first = {name: number for number, name in reversed(list(enumerate(names, 1)))}
    return sorted({*kinds.values(), *first.values(), *range(1, len(names) + 1, every)})


def table(chaos: Chaos, trials: Sequence[Trial]) -> str:
    """Write the trials as Markdown, one row per kind of point."""
    rows = ["| killed | kinds | trials | lost or doubled | stages repeated at most |", "|---|---|---|---|---|"]
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        parts = trial.where.split()
        groups.setdefault(" ".join(parts[:2]), []).append(trial)
    for name, of in sorted(groups.items()):
        faults = sum(1 for t in of if t.fault)
        rows.append(f"| {name} | {len({t.where for t in of})} | {len(of)} | {faults} | {max(t.repeated for t in of)} |")
    faults, worst = sum(1 for t in trials if t.fault), max(t.repeated for t in trials)
    rows.append(f"| **all** (of {len(chaos.names)} points) | | **{len(trials)}** | **{faults}** | **{worst}** |")
    return "\n".join(rows) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials and print their table; 1 where one ended differently."""
    parser = argparse.ArgumentParser(description="kill a small night and go on")
    parser.add_argument(
        "--points", type=int, default=100, metavar="EVERY", help="1: every point (default: each kind, every 100th)"
    )
    parser.add_argument("--random", type=int, default=10, metavar="COUNT", help="kills at random moments")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--table", type=Path, default=None)
    given = parser.parse_args(arguments)
    dice = random.Random(given.seed)
    trials: list[Trial] = []
    with small_night.stubbed(), tempfile.TemporaryDirectory(prefix="chaos-") as place:
        chaos = Chaos.begin(Path(place))
        print(f"{len(chaos.names)} points, undisturbed {chaos.seconds:.2f} s", flush=True)
        for done, number in enumerate(chosen(chaos.names, given.points), 1):
            trials.append(_told(chaos.at_point(number)))
            if done % 100 == 0:
                print(f"{done} points", flush=True)
        for _ in range(given.random):
            trials.append(_told(chaos.at_moment(dice.uniform(0.001, chaos.seconds * 1.1))))
        made = table(chaos, trials)
    print(made)
    if given.table is not None:
        given.table.write_text(made, encoding="utf-8")
    return 1 if any(trial.fault for trial in trials) else 0


def _told(trial: Trial) -> Trial:
    if trial.fault:
        print(f"FAULT at {trial.where}: {trial.fault}", flush=True)
    return trial


if __name__ == "__main__":
    sys.exit(main())
