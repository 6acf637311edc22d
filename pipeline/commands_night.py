# SPDX-License-Identifier: EUPL-1.2
"""What `newsreel run` does and tells: the only command of an ordinary day that needs everything that reads, speaks and paints."""

import argparse

from pipeline import logs
from pipeline.cli import today
from pipeline.commands import bulletin_form, worst
from pipeline.errors import ConfigError
from pipeline.model import FPS, Finding
from pipeline.newsroom import Newsroom, registered_by_name
from pipeline.producer import STAGES, Night, Outcome, run
from pipeline.saying import opened, say, say_finding, say_json


def do_run(given: argparse.Namespace) -> int:
    """Gather, plan and produce what is new."""
    retakes = [_retake(text) for text in given.retake]
    with opened(given) as room:
        day = today(given, room)
        for bulletin in filter(None, (only for _, only in retakes)):
            registered_by_name(room, bulletin)
        for line in room.cast.announcements():
            logs.tell(line)
        night = run(room, day, given.until, retakes)
        if given.json:
            say_json(_night_form(room, night))
        else:
            _say_night(room, night)
        if not room.settings.sources:
            raise ConfigError("No source is configured.", 'Add [[sources]] with kind = "feed" and a url.')
        if night.failed_sources and night.failed_sources == len(room.settings.sources):
            return 1
        return 3 if night.parked or night.failed_sources else 0


def _retake(text: str) -> tuple[str, str]:
    stage, _, bulletin = text.partition(":")
    if stage not in STAGES:
        raise ConfigError(f"There is no stage {stage!r} to take again.", f"Stages: {', '.join(STAGES)}.")
    return stage, bulletin


def _say_night(room: Newsroom, night: Night) -> None:
    for finding in night.findings:
        say(f"! {finding.where}: {finding.message}")
    if night.left_out:
        say("Left out:")
        for left in night.left_out:
            say(f"  – {left.title}: {left.detail}")
    for outcome in night.outcomes:
        say(_outcome_line(room, outcome))
        if outcome.package is not None and not outcome.skipped:
            for finding in worst(outcome.package.findings):
                say_finding(finding)
    if not night.outcomes:
        say("Nothing new: no bulletin to make.")


def _outcome_line(room: Newsroom, outcome: Outcome) -> str:
    if outcome.parked is not None:
        return f"{outcome.bulletin}  parked at {outcome.parked.stage}: {outcome.parked}"
    if outcome.skipped and outcome.package is None:
        return f"{outcome.bulletin}  skipped: {outcome.skipped}"
    if outcome.package is None:
        return f"{outcome.bulletin}  stopped as asked"
    seconds = outcome.package.master.timeline.length / FPS
    return f"{outcome.bulletin}  {room.state(outcome.bulletin)}  {seconds:.1f} s  {room.folder(outcome.bulletin)}"


def _night_form(room: Newsroom, night: Night) -> dict[str, object]:
    return {
        "bulletins": [_outcome_form(room, outcome) for outcome in night.outcomes],
        "left_out": [{"item": n.item_id, "title": n.title, "reason": n.reason.value, "detail": n.detail} for n in night.left_out],
        "findings": [_finding_form(f) for f in night.findings],
    }


def _outcome_form(room: Newsroom, outcome: Outcome) -> dict[str, object]:
    form = bulletin_form(room, outcome.bulletin)
    if outcome.parked is not None:
        form |= {"parked": {"stage": outcome.parked.stage, "message": outcome.parked.message, "hint": outcome.parked.hint}}
    if outcome.skipped:
        form |= {"skipped": outcome.skipped}
    return form


def _finding_form(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": finding.where,
        "message": finding.message,
        "quote": finding.quote,
    }
