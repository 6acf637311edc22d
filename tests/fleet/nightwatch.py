# SPDX-License-Identifier: EUPL-1.2
"""A night and a morning of a fleet whose workers are killed one after another, and the count of what came of it.

    .ci/postgres .venv/bin/python -m tests.fleet.nightwatch --newsrooms 400 --bulletins 5 --workers 4 --kill-every 10

Real: command line, queue, PostgreSQL, producer, ledger, store, target. Brief: voice, painter, encoder (`tests/fleet/stubs.py`).
Exit code 0 where every bulletin was made once and published once. `--row` writes the row of docs/reliability.md. Newsrooms, store
and database lie in `TMPDIR`: in memory (/dev/shm) is as good as on a disk, because a kill takes no page from the kernel.
"""

import argparse
import contextlib
import os
import random
import resource
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from pipeline.engines.job_queue import queued
from pipeline.keep import audit, schema
from tests.doubles import postgres
from tests.fleet import towns
from tests.reliability import report

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = "[worker]\nbeat_seconds = 2.0\nstalled_seconds = 8.0\n"


@dataclass
class Watch:
    """A fleet at work: `kill_every` seconds one worker is killed (0: none) and another started in its place.

    On a machine so busy that nothing was done between two kills, the next one waits until something was.
    """

    place: Path
    prefix: str
    workers: int
    kill_every: float
    chance: random.Random
    kills: int = 0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def diary(self) -> Path:
        """Where each stage that begins is written."""
        return self.place.parent / "diary"

    def start(self) -> None:
        """Start a worker."""
        log = (self.place.parent / "workers.log").open("ab")
        program = str(ROOT / "tests" / "fleet" / "stub_worker.py")
        command = [sys.executable, program, "worker", "--fleet", str(self.place), "--jobs", "1"]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "DIARY": str(self.diary)}
        self.running.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=self.place))
        log.close()

    def enqueue(self, *more: str) -> None:
        """Put the jobs in, by the command."""
        command = [sys.executable, "-m", "pipeline.cli", "enqueue", "--fleet", str(self.place), "--date", towns.DAY, *more]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)

    def made(self, *more: str) -> None:
        """Put the jobs in and wait for the last; what five deaths left over is put in again, as the timer does."""
        self.enqueue(*more)
        while len(self.running) < self.workers:
            self.start()
        self.until_empty()
        given_up = 0
        while self.failed() > given_up:
            given_up = self.failed()
            self.enqueue(*more)
            self.until_empty()

    def failed(self) -> int:
        """Count the jobs that were given up."""
        return sum(one.failed for one in queued(postgres.url(), f"{self.prefix}_jobs"))

    def until_empty(self) -> None:
        """Wait until no job waits or runs, and kill meanwhile."""
        last, done = time.monotonic(), self.done()
        while self.left():
            time.sleep(1.0)
            if self.kill_every and time.monotonic() - last >= self.kill_every and self.done() > done:
                self.kill()
                last, done = time.monotonic(), self.done()
            for worker in [one for one in self.running if one.poll() is not None]:
                self.running.remove(worker)
                self.start()

    def done(self) -> int:
        """Count the jobs that workers have answered."""
        log = self.place.parent / "workers.log"
        return log.read_bytes().count(b"  done  ") if log.exists() else 0

    def left(self) -> int:
        """Count the jobs that wait or run."""
        return sum(one.waiting + one.running for one in queued(postgres.url(), f"{self.prefix}_jobs"))

    def kill(self) -> None:
        """Kill one worker at once; its children are left to themselves."""
        victim = self.chance.choice(self.running)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        self.kills += 1

    def stop(self) -> None:
        """Have all workers finish, as systemd would."""
        for worker in self.running:
            worker.send_signal(signal.SIGTERM)
        for worker in self.running:
            worker.wait(600)


@dataclass(frozen=True)
class Count:
    """What came of it. `repeated` is how many stages began more than once, over all bulletins."""

    bulletins: int
    made: int
    made_twice: int
    published: int
    published_twice: int
    versions: int
    parked: int
    broken_chains: int
    failed_jobs: int
    stages: int
    repeated: int
    worst: int
    kills: int
    cpu: float

    def fault(self, wanted: int) -> str:
        """Say what is wrong; empty where nothing is."""
        expected = {"bulletins": wanted, "made": wanted, "published": wanted, "versions": wanted}
        none = ("made_twice", "published_twice", "parked", "broken_chains")
        wrong = [f"{name} {getattr(self, name)}, not {right}" for name, right in expected.items() if getattr(self, name) != right]
        wrong += [f"{name} {getattr(self, name)}" for name in none if getattr(self, name)]
        if self.repeated > self.kills:
            wrong.append(f"{self.repeated} stages repeated by {self.kills} kills")
        return "; ".join(wrong)


def count(watch: Watch, names: list[str], cpu: float) -> Count:
    """Read every ledger and every target."""
    total: Counter[str] = Counter()
    for name in names:
        room = towns.opened(watch.place / name)
        h, p = schema.head, schema.publication
        with room.ledger.engine.connect() as connection:
            settled = select(h.c.bulletin, func.count()).where(h.c.stage == "package").group_by(h.c.bulletin)
            heads = connection.execute(settled).all()
            out = connection.execute(select(p.c.bulletin, func.count()).group_by(p.c.bulletin)).all()
        entries = room.ledger.bulletins()
        total["bulletins"] += len(entries)
        total["made"] += len(heads)
        total["made_twice"] += sum(1 for row in heads if row[1] > 1)
        total["published"] += len(out)
        total["published_twice"] += sum(1 for row in out if row[1] > 1)
        total["versions"] += sum(len(versions) for versions in towns.stands_outside(watch.place / name).values())
        total["parked"] += sum(1 for entry in entries if room.ledger.parked(entry.name) is not None)
        total["broken"] += audit.verify(room.ledger).broken > 0
        room.close()
    begun = Counter(watch.diary.read_text().splitlines())
    per_bulletin: Counter[str] = Counter()
    for line, times in begun.items():
        per_bulletin[" ".join(line.split()[:2])] += times - 1
    return Count(
        total["bulletins"], total["made"], total["made_twice"], total["published"], total["published_twice"], total["versions"],
        total["parked"], total["broken"], watch.failed(), sum(begun.values()), sum(per_bulletin.values()),
        max(per_bulletin.values()), watch.kills, cpu,
    )  # fmt: skip


def whole(folder: Path, newsrooms: int, bulletins: int, workers: int, kill_every: float, seed: int = 9) -> Count:
    """Found a fleet, make its night, approve, release; killing all the while → what came of it."""
    prefix = f"w{secrets.token_hex(3)}"
    names = [f"town-{n}" for n in range(newsrooms)]
    place = folder / "fleet"
    towns.found_fleet(place, prefix, dict.fromkeys(names, bulletins), PATIENCE)
    watch = Watch(place, prefix, workers, kill_every, random.Random(seed))
    begun = _cpu()
    try:
        watch.made()
        for name in names:
            towns.approve_all(place / name)
        watch.made("--release")
        watch.stop()
        return count(watch, names, _cpu() - begun)
    finally:
        for worker in watch.running:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
                worker.wait()
        for part in range(0, len(names), 50):
            postgres.drop(*(towns.schema_of(prefix, name) for name in names[part : part + 50]))
        postgres.drop(f"{prefix}_jobs")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Run as told and say what came of it."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--newsrooms", type=int, default=400)
    asks.add_argument("--bulletins", type=int, default=5)
    asks.add_argument("--workers", type=int, default=4)
    asks.add_argument("--kill-every", type=float, default=10.0)
    asks.add_argument("--row", action="store_true")
    given = asks.parse_args()
    commit = report.commit_of_today()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        found = whole(Path(folder), given.newsrooms, given.bulletins, given.workers, given.kill_every)
        seconds = time.monotonic() - begun
    wanted = given.newsrooms * given.bulletins
    print(f"{given.workers} workers, {given.newsrooms} newsrooms x {given.bulletins}, {given.kill_every:g} s, in {seconds:.0f} s")
    for name in found.__dataclass_fields__:
        print(f"  {name:16} {getattr(found, name)}")
    fault = found.fault(wanted)
    print(f"FAULT: {fault}" if fault else f"{wanted} bulletins made once and published once")
    if given.row:
        _row(given, found, fault, seconds, commit)
    return 1 if fault else 0


def _row(given: argparse.Namespace, found: Count, fault: str, seconds: float, commit: str) -> None:
    """Write the row of docs/reliability.md; a smaller fleet than the target's does not reach it."""
    figure = (
        f"{found.bulletins} bulletins: {found.made} made, {found.made_twice} twice; {found.published} published, "
        f"{found.published_twice} twice; {found.kills} workers killed; {found.failed_jobs} jobs given up after five deaths and "
        "put in again"
    )
    detail = (
        f"{given.workers} workers, {given.newsrooms} newsrooms × {given.bulletins} bulletins, a night and a release, in "
        f"{seconds / 60:.0f} minutes beside other work. {found.stages:,} stages begun, {found.repeated} of them again after "
        f"a kill, at most {found.worst} in one bulletin; {found.parked} parked; {found.versions} versions stand at the targets; "
        f"{found.broken_chains} audit chains broken.\n"
    )
    whole_size = given.newsrooms >= 400 and given.bulletins >= 5 and given.workers >= 4 and 0 < given.kill_every <= 10
    report.record(
        "fleet", figure, not fault and whole_size, "make fleet-long", detail + (f"\n{fault}\n" if fault else ""), commit
    )


if __name__ == "__main__":
    sys.exit(main())
