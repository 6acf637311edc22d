# SPDX-License-Identifier: EUPL-1.2
"""What a fleet's job does to a newsroom. The work is the producer's, as on a single machine; only who asks for it differs."""

from datetime import date
from typing import Literal

from pipeline import noticing, release
from pipeline.errors import BusyError
from pipeline.keep import people
from pipeline.newsroom import Newsroom
from pipeline.orders import Answer, Order
from pipeline.producer import Outcome, produce_one, run


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
