# SPDX-License-Identifier: EUPL-1.2
"""The commands of a fleet: put jobs in, work on them, look at what waits. They need `pip install newsreel[fleet]`."""

import argparse
import logging
import os
import sys
import time
from contextlib import nullcontext
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pipeline import fleet
from pipeline.errors import ConfigError
from pipeline.orders import Answer, Order
from pipeline.saying import say, say_json
from pipeline.settings import Settings

if TYPE_CHECKING:
    from types import ModuleType

log = logging.getLogger("newsreel")
PRELOAD = ["pipeline.warm"]
"""What every child needs; imported once."""


def _queue() -> "ModuleType":
    try:
        from pipeline.engines import job_queue
    except ModuleNotFoundError as wrong:
        raise ConfigError(f"Fleets need {wrong.name}, which is not installed.", "pip install newsreel[fleet]") from None
    return job_queue


def do_enqueue(given: argparse.Namespace) -> int:
    """Put one job per newsroom into the queue: gather and plan its night, or release what is due."""
    queue = _queue()
    found = fleet.open_fleet(given.fleet, given.config)
    roll = found.read()
    if given.only and given.only not in found.configs:
        found.config(given.only)
    kind: Literal["release", "night"] = "release" if given.release else "night"
    orders = [
        (Order(name, kind, _day(given.date, one).isoformat()),)
        for name, one in roll.newsrooms.items()
        if given.only in ("", name)
    ]
    new = queue.enqueue(roll.jobs, found.file.schema, orders)
    wrong = {name: str(why) for name, why in roll.wrong.items() if given.only in ("", name)}
    if given.json:
        say_json({"newsrooms": len(orders), "new": new, "waiting_already": len(orders) - new, "wrong": wrong})
    else:
        waited = f", {len(orders) - new} waited already" if new < len(orders) else ""
        say(f"{new} job(s) put in for {len(orders)} newsroom(s){waited}")
        for name, why in wrong.items():
            say(f"! {name}: {why}")
    return 3 if wrong else 0


def _day(asked: date | None, one: Settings) -> date:
    return asked if asked is not None else datetime.now(ZoneInfo(one.newsroom.timezone)).date()


def do_worker(given: argparse.Namespace) -> int:
    """Work on the jobs of a fleet until told to stop."""
    queue = _queue()
    from pipeline.engines.job_child import Nursery
    from pipeline.engines.seats import Seats
    from pipeline.hand import Hand

    size = given.jobs or len(os.sched_getaffinity(0))
    if size < 1:
        raise ConfigError(f"--jobs is {given.jobs}.", "Give at least one.")
    found = fleet.open_fleet(given.fleet, given.config)
    roll = found.read()
    for name, why in roll.wrong.items():
        say(f"! {name}: {why}")
    cores = 1 if size > 1 else 0  # as many bulletins as cores, each painted by one: nothing waits for anything
    place = str(given.fleet.resolve()) if given.fleet else ""
    hand = Hand(place, str(given.config.resolve()), given.verbose, given.log_json, cores)
    nursery = Nursery(hand, tuple(PRELOAD), found.file.worker.job_seconds)

    seats = Seats(size)

    async def perform(order: Order) -> Answer:
        async with seats.one() if order.kind == "bulletin" else nullcontext():
            begun = time.monotonic()
            answer: Answer = await nursery.perform(order)
        seconds = time.monotonic() - begun
        first = answer.says.strip().splitlines()[-1] if answer.says.strip() else ""
        say(f"{order.newsroom}  {order.bulletin or order.kind}  {answer.state}  {seconds:.1f} s  {first}")
        sys.stdout.flush()  # whoever reads along sees each job when it is done
        if answer.state == "failed":
            log.warning("%s %s: %s", order.newsroom, order.bulletin or order.kind, answer.says)
        return answer

    queue.work(roll.jobs, found.file.schema, perform, size, found.file.worker, given.once)
    return 0


def do_fleet(given: argparse.Namespace) -> int:
    """Count what waits, runs and has failed, per newsroom."""
    queue = _queue()
    found = fleet.open_fleet(given.fleet, given.config)
    rows = queue.queued(found.read().jobs, found.file.schema)
    if given.json:
        form = [{"name": r.newsroom, "waiting": r.waiting, "running": r.running, "failed": r.failed} for r in rows]
        say_json({"newsrooms": form})
    else:
        for row in rows:
            say(f"{row.newsroom:40} {row.waiting:6} waiting {row.running:4} running {row.failed:4} failed")
        if not rows:
            say("No job waits.")
    return 3 if any(row.failed for row in rows) else 0
