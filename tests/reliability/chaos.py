# SPDX-License-Identifier: EUPL-1.2
"""Kill a night at every point and at random moments, go on, and compare with a night that nobody disturbed.

every point, with a larger number one of each kind and every so many. Each attempt is a forked child; the parent has imported
everything. With `--state` each trial is written down, and a call that was ended by `--minutes` (exit 75) goes on with the next
one. The newsrooms lie in `TMPDIR`; in memory (/dev/shm) is as good as on a disk, because a kill takes no page from the kernel.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.reliability import report, small_night
from tests.reliability.points import Points, watched

MOMENT = "random moment"
BEATS = 4
"""Points by which two undisturbed nights may differ: the heartbeat of a lease comes when its time has come."""
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
        small_night.found(place / "warm")  # a first night in a process is slow enough for a heartbeat of its lease
        small_night.night(place / "warm", place / "warm.diary")
        folder, diary = place / "model", place / "model.diary"
        small_night.found(folder)
        with watched(Points(str(folder))) as points:
            small_night.night(folder, diary)
        begun = time.perf_counter()
        small_night.found(place / "timed")
        small_night.night(place / "timed", place / "timed.diary")
        seconds = time.perf_counter() - begun
        for name in ("warm", "timed"):
            shutil.rmtree(place / name)
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
        return self._trial(MOMENT, lambda folder, diary: lambda: small_night.night(folder, diary), seconds)

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


@dataclass
class Plan:
    """Which trials are due, and which have been: `file` has one line for the points, then one for each trial."""

    names: list[str]
    file: Path | None
    commit: str
    trials: list[Trial] = field(default_factory=list)
    tried: set[int] = field(default_factory=set)

    @classmethod
    def opened(cls, names: list[str], file: Path | None) -> "Plan":
        """Go on with a file, or begin one."""
        if file is None or not file.exists():
            plan = cls(names, file, report.commit_of_today())
            plan._write(json.dumps({"names": names, "commit": plan.commit}))
            return plan
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        begun = json.loads(head)
        before = begun["names"]
        if names and abs(len(before) - len(names)) > BEATS:
            raise SystemExit(f"{file} was begun with {len(before)} other points than the {len(names)} of today; begin anew")
        plan = cls(before, file, begun["commit"])
        for line in lines:
            number, *rest = json.loads(line)
            plan._have(Trial(*rest), number)
        return plan

    @property
    def struck(self) -> int:
        """Tell how many random moments struck a night that was still alive."""
        return sum(1 for trial in self.trials if trial.where == MOMENT and trial.killed)

    def add(self, trial: Trial, number: int = 0) -> None:
        """Write a trial down; `number` is that of its point."""
        if trial.fault:
            print(f"FAULT at {trial.where} ({number}): {trial.fault}", flush=True)
        self._have(trial, number)
        self._write(json.dumps([number, trial.where, trial.killed, trial.repeated, trial.fault]))

    def _have(self, trial: Trial, number: int) -> None:
        self.trials.append(trial)
        self.tried.add(number)

    def _write(self, line: str) -> None:
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as file:
                file.write(line + "\n")


def table(names: Sequence[str], trials: Sequence[Trial]) -> str:
    """Write the trials as Markdown, one row per kind of point."""
    head = "| killed | places | trials | killed there | lost, doubled or different | stages repeated at most |"
    rows = [head, "|---|---|---|---|---|---|"]
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        groups.setdefault(" ".join(trial.where.split()[:2]), []).append(trial)
    for name, of in sorted(groups.items()):
        rows.append(f"| {name} | {len({t.where for t in of})} | {_counted(of)} |")
    rows.append(f"| all, of {len(names)} points | {len({t.where for t in trials})} | {_counted(trials)} |")
    return "\n".join(rows) + "\n"


def _counted(trials: Sequence[Trial]) -> str:
    killed, faults = sum(t.killed for t in trials), sum(bool(t.fault) for t in trials)
    return f"{len(trials)} | {killed} | {faults} | {max(t.repeated for t in trials)}"


def tried(chaos: Chaos, plan: Plan, every: int, count: int, seed: int, until: float) -> bool:
    """Kill at the chosen points (`every` 0: none), then at random moments until so many have struck → all tried in time?"""
    for number in chosen(plan.names, every) if every else ():
        if number in plan.tried:
            continue
        if time.monotonic() > until:
            return False
        plan.add(chaos.at_point(number), number)
        if len(plan.trials) % 100 == 0:
            print(f"{len(plan.trials)} trials", flush=True)
    dice = random.Random(seed + len(plan.trials))
    while plan.struck < count:
        if time.monotonic() > until:
            return False
        plan.add(chaos.at_moment(dice.uniform(0.001, chaos.seconds)))
        if len(plan.trials) % 100 == 0:
            print(f"{len(plan.trials)} trials", flush=True)
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials and print their table; 1 where one ended differently, 75 where time ran out before all were tried."""
    parser = argparse.ArgumentParser(description="kill a small night and go on")
    parser.add_argument(
        "--points", type=int, default=100, metavar="EVERY", help="1: every point (default: each kind, every 100th)"
    )
    parser.add_argument("--random", type=int, default=10, metavar="COUNT", help="kills at random moments")
    parser.add_argument("--real", action="store_true", help="real voice, painter and encoder; at random moments only")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument(
        "--state", type=Path, default=None, metavar="FILE", help="write each trial down, go on with those of before"
    )
    parser.add_argument("--minutes", type=float, default=1e6, metavar="MOST", help="stop after so long")
    parser.add_argument("--row", action="store_true", help="write the row of docs/reliability.md")
    parser.add_argument("--told", action="store_true", help="try nothing more: print what --state holds")
    given = parser.parse_args(arguments)
    if given.told:
        plan = Plan.opened([], given.state)
        print(table(plan.names, plan.trials))
        if given.row:
            _row(plan, set(range(1, len(plan.names) + 1)) <= plan.tried and plan.struck >= 1000, given.real)
        return int(any(trial.fault for trial in plan.trials))
    until = time.monotonic() + 60 * given.minutes
    with contextlib.nullcontext() if given.real else small_night.stubbed(), tempfile.TemporaryDirectory(prefix="chaos-") as place:
        chaos = Chaos.begin(Path(place))
        plan = Plan.opened(chaos.names, given.state)
        chaos.names = plan.names
        print(f"{len(plan.names)} points, undisturbed {chaos.seconds:.2f} s, {len(plan.trials)} trials before", flush=True)
        whole = tried(chaos, plan, 0 if given.real else given.points, given.random, given.seed, until)
    print(table(plan.names, plan.trials))
    if given.row:
        _row(plan, whole and (given.real or (given.points == 1 and given.random >= 1000)), given.real)
    if any(trial.fault for trial in plan.trials):
        return 1
    return 0 if whole else 75


def _row(plan: Plan, whole: bool, real: bool) -> None:
    """Write the row of docs/reliability.md."""
    faults, most = sum(bool(t.fault) for t in plan.trials), max(t.repeated for t in plan.trials)
    at_points = "" if real else f"{len(plan.tried - {0})} of {len(plan.names)} points and "
    figure = f"{at_points}{plan.struck} random moments: {faults} lost, doubled or different, at most {most} stage repeated"
    reached = whole and faults == 0 and most <= 1
    row, command = ("kills-whole", "make chaos-real") if real else ("kills", "make chaos-long")
    report.record(row, figure, reached, command, table(plan.names, plan.trials), plan.commit)


if __name__ == "__main__":
    sys.exit(main())
