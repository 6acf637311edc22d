# SPDX-License-Identifier: EUPL-1.2
"""What a fleet's job does to a newsroom. The work is the producer's, as on a single machine; only who asks for it differs."""

import logging
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline import fleet, logs, noticing, release, settings
from pipeline.errors import BusyError, ConfigError, NewsreelError
from pipeline.keep import people
from pipeline.newsroom import Newsroom
from pipeline.orders import Answer, Order
from pipeline.producer import Outcome, produce_one, run

log = logging.getLogger("newsreel")


def night(room: Newsroom, name: str, day: date) -> Answer:
    """Gather and plan a night, and order every bulletin that is due and that nobody has decided about."""
    planned = run(room, day, "plan")
    open_ones = [entry.name for entry in room.due(day) if not room.decided(entry.name)]
    limit = room.settings.fleet.bulletins_per_night
    chosen = open_ones[:limit] if limit else open_ones
    lanes = room.settings.fleet.at_once
    follow = tuple(
        Order(name, "bulletin", day.isoformat(), bulletin, lane=f"lane-{n % lanes}" if lanes else "")
        for n, bulletin in enumerate(chosen)
    )
    says = [f"{len(chosen)} bulletin(s)"]
    if len(chosen) < len(open_ones):
        says.append(f"{len(open_ones) - len(chosen)} over the limit of [fleet] bulletins_per_night")
    says += [finding.message for finding in planned.findings if finding.code == "source-failed"]
    return Answer("done", "; ".join(says), follow)


def bulletin(room: Newsroom, name: str) -> Answer:
    """Make one bulletin, as a night does."""
    outcome = produce_one(room, name)
    return Answer("busy" if outcome.busy else "done", told(room, outcome))


def told(room: Newsroom, outcome: Outcome) -> str:
    """Say in a few words what became of a bulletin."""
    if outcome.parked is not None:
        return f"parked at {outcome.parked.stage}: {outcome.parked}"
    return outcome.skipped or room.state(outcome.bulletin)


def releases(room: Newsroom) -> Answer:
    """Publish what was scheduled and whose time has come, and send the notices that are due (`newsreel release`).

    A bulletin that a worker had in hand when it died holds until its lease has run out: the order is then to be asked again.
    """
    released = release.release(room)
    noticing.notify(room)
    if room.settings.review.names_days:
        people.let_names_go(room.ledger, room.settings.review.names_days)
    held = [f"{one.bulletin} holds: {one.holds}" for one in released if one.holds]
    problems = [f"{one.bulletin}: {entry.problem}" for one in released for entry in one.delivered if entry.problem]
    out = sum(1 for one in released if one.delivered)
    state: Literal["busy", "done"] = "busy" if any(one.busy for one in released) else "done"
    return Answer(state, "; ".join((f"{out} published", *held, *problems)))


def carry_out(room: Newsroom, order: Order) -> Answer:
    """Carry out an order on an open newsroom."""
    try:
        if order.kind == "night":
            return night(room, order.newsroom, date.fromisoformat(order.day))
        if order.kind == "bulletin":
            return bulletin(room, order.bulletin)
        return releases(room)
    except BusyError as busy:
        return Answer("busy", busy.message)


@dataclass(frozen=True, slots=True)
class Hand:
    """What a child process does with an order: put on the newsroom's keys, open it, carry the order out."""

    place: str
    """The fleet's folder or file; empty: the newsroom of `config` alone."""
    config: str
    verbose: bool = False
    log_json: bool = False
    cores: int = 0
    """Painting processes of one bulletin; 0: what the newsroom's configuration says."""

    def __call__(self, order: Order) -> Answer:
        """Carry out an order from nothing; whatever is wrong with this newsroom is its answer."""
        logs.begin(self.verbose, self.log_json)
        try:
            found = fleet.open_fleet(Path(self.place) if self.place else None, Path(self.config))
            config = found.config(order.newsroom)
            fleet.wear(config.resolve().parent)
            to = settings.load(config)
            room = Newsroom(replace(to, video=replace(to.video, jobs=self.cores)) if self.cores else to)
            try:
                room.catch_up()
                return carry_out(room, order)
            finally:
                room.close()
        except ConfigError as wrong:
            return Answer("failed", str(wrong))
        except NewsreelError as wrong:
            log.warning("%s %s %s: %s", order.newsroom, order.kind, order.bulletin, wrong)
            return Answer("failed", str(wrong))
