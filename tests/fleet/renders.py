# SPDX-License-Identifier: EUPL-1.2
"""Real films by a fleet, against the same films by plain `newsreel run`: what a fleet costs on top.

    .ci/postgres .venv/bin/python -m tests.fleet.renders --row

The throughput that the cores allow is: cores / seconds of computing of a bulletin that a plain run makes while every core has
a run of its own, as in the fleet (cores share caches, and two threads of one core much more: a run beside another one computes
longer). Half of the plain runs come before the fleet and half after it, so that it does not count where a shared machine gets
faster or slower meanwhile. A fleet reaches of it (computing by plain runs / computing in the fleet) x (share of the time in
which no core lacked work). The fleet's computing is that of workers, of all that they forked, and of the database. The
bulletins are short ones (30 s): of them a fleet's own work is the largest share.
"""

import argparse
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipeline.engines.job_queue import queued
from pipeline.keep.database import open_engine
from tests.doubles import postgres
from tests.fleet import towns
from tests.fleet.nightwatch import ROOT
from tests.reliability import report

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """A process as /proc tells of it: its parent, its seconds of computing, with those of children that it has waited for."""

    parent: int
    seconds: float


def processes() -> dict[int, Process]:
    """Read all processes."""
    found: dict[int, Process] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[int(stat.parent.name)] = Process(int(told[1]), sum(map(int, told[11:15])) / TICK)
    return found


def below(root: int, all_of_them: dict[int, Process]) -> dict[int, list[int]]:
    """Give the children of a process and of all its descendants."""
    children: dict[int, list[int]] = {}
    for number, one in all_of_them.items():
        children.setdefault(one.parent, []).append(number)
    found, left = {}, [root]
    while left:
        number = left.pop()
        found[number] = children.get(number, [])
        left += found[number]
    return found


def real(config: Path) -> None:
    """Let a newsroom make what it would by default: 16:9 in the default preset."""
    text = config.read_text(encoding="utf-8").replace('formats = ["1x1"]', 'formats = ["16x9"]')
    config.write_text(text.replace('preset = "ultrafast"\n', ""), encoding="utf-8")


def plain(place: Path, names: list[str], bulletins: int) -> float:
    """Make everything by plain runs, as many at once as there are cores → seconds of computing."""
    for name in names:
        towns.found(place / name, "", bulletins, url="")
        real(place / name / "config.toml")

    def run(name: str) -> None:
        config = ["--config", str(place / name / "config.toml")]
        command = [sys.executable, "-m", "pipeline.cli", "run", *config, "--date", towns.DAY]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)

    begun = _waited_for()
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as cores:
        list(cores.map(run, names))
    return _waited_for() - begun


def _waited_for() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True, slots=True)
class Fleet:
    """What a fleet needed: seconds of computing by workers and by the database, and the share of the time that cores had work."""

    workers: float
    database: float
    busy: float


def together(place: Path, prefix: str, names: list[str], bulletins: int, workers: int) -> Fleet:
    """Make everything by workers that share a queue."""
    towns.found_fleet(place, prefix, dict.fromkeys(names, bulletins))
    for name in names:
        real(place / name / "config.toml")
    newsreel = [sys.executable, "-m", "pipeline.cli"]
    subprocess.run([*newsreel, "enqueue", "--fleet", str(place), "--date", towns.DAY], check=True, cwd=ROOT)
    server = _server()
    before = processes()[server].seconds
    log = (place.parent / "workers.log").open("ab")
    command = [*newsreel, "worker", "--fleet", str(place), "--jobs", "1"]
    running = [subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT) for _ in range(workers)]
    busy: list[float] = []
    cores = len(os.sched_getaffinity(0))
    looked = 0.0
    while True:
        now = processes()
        jobs = [len(_jobs(one.pid, now)) for one in running]
        busy.append(min(1.0, sum(jobs) / cores))
        if time.monotonic() > looked + 3:
            looked = time.monotonic()
            if not sum(one.waiting + one.running for one in queued(postgres.url(), f"{prefix}_jobs")):
                break
        time.sleep(0.2)
    now = processes()
    used = sum(now[number].seconds for one in running for number in below(one.pid, now))
    for one in running:
        one.terminate()
    for one in running:
        one.wait(60)
    time.sleep(1)  # the database waits for those that served the workers
    first, last = (next(i for i in order if busy[i]) for order in (range(len(busy)), range(len(busy) - 1, -1, -1)))
    measured = busy[first : last + 1]
    return Fleet(used, processes()[server].seconds - before, sum(measured) / len(measured))


def _jobs(worker: int, now: dict[int, Process]) -> list[int]:
    """Give the children of the server that forks: each carries out a job."""
    family = below(worker, now)
    return [job for server in family[worker] for job in family[server]]


def _server() -> int:
    """Give the number of the database's process that starts those that serve."""
    engine = open_engine(postgres.url())
    with engine.connect() as connection:
        serves = int(str(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()))
        parent = processes()[serves].parent
    engine.dispose()
    return parent


def main() -> int:
    """Run as told and say what came of it."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--newsrooms", type=int, default=4)
    asks.add_argument("--bulletins", type=int, default=5)
    asks.add_argument("--workers", type=int, default=4)
    asks.add_argument("--row", action="store_true")
    given = asks.parse_args()
    commit, prefix = report.commit_of_today(), f"r{secrets.token_hex(3)}"
    names = [f"town-{n}" for n in range(given.newsrooms)]
    count = given.newsrooms * given.bulletins
    with tempfile.TemporaryDirectory() as folder:
        try:
            half = len(names) // 2
            by_runs = plain(Path(folder) / "plain", names[:half], given.bulletins)
            fleet = together(Path(folder) / "fleet", prefix, names, given.bulletins, given.workers)
            print(f"fleet: {fleet}", flush=True)
            films = list(Path(folder).glob("fleet/*/output/bulletins/*/bulletin-16x9.mp4"))
            print((Path(folder) / "workers.log").read_text())
            by_runs += plain(Path(folder) / "plain", names[half:], given.bulletins)
        finally:
            postgres.drop(*(towns.schema_of(prefix, name) for name in names), f"{prefix}_jobs")
    cost = fleet.workers + fleet.database
    reached = by_runs / cost * fleet.busy
    figure = (
        f"{len(films)} of {count} films; {cost / count:.1f} s of computing each, by plain runs {by_runs / count:.1f} s; "
        f"cores had work {fleet.busy:.1%} of the time; {reached:.2f} of what the cores allow"
    )
    print(figure)
    if given.row:
        detail = (
            f"{given.workers} workers, {given.newsrooms} newsrooms × {given.bulletins} short bulletins (one story, 16:9, "
            f"default preset). "
            f"Computing: workers with all that they forked {fleet.workers:.0f} s, database "
            f"{fleet.database:.1f} s; the same bulletins by one `newsreel run` per newsroom, "
            f"as many at once as there are cores, half before and half after the fleet, {by_runs:.0f} s.\n"
        )
        report.record("fleet-renders", figure, len(films) == count and reached >= 0.95, "make fleet-renders", detail, commit)
    return 0 if len(films) == count and reached >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
