# SPDX-License-Identifier: EUPL-1.2
"""The commands around the desk: open it, release what is due, note a correction, check the audit chain."""

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline import release, review, rules
from pipeline.errors import ConfigError
from pipeline.newsroom import Newsroom
from pipeline.saying import opened, say, say_json


def moment(room: Newsroom, text: str) -> datetime | None:
    """Read --due as the newsroom's clock means it; None where it is empty. Raises ConfigError."""
    if not text:
        return None
    due = rules.moment(text, ZoneInfo(room.settings.newsroom.timezone))
    if due is None:
        raise ConfigError(f"--due {text!r} is no moment of this clock.", 'Write "2026-11-20 18:00".')
    return due


def do_release(given: argparse.Namespace) -> int:
    """Publish what was scheduled and whose time has come; send the notices that are due; for cron."""
    from pipeline import noticing
    from pipeline.keep import people

    with opened(given) as room:
        released = release.release(room)
        sent = noticing.notify(room)
        days = room.settings.review.names_days
        renamed = people.let_names_go(room.ledger, days) if days else 0
        if given.json:
            say_json({"released": [_released_form(one) for one in released], "notices": list(sent), "names": renamed})
        for one in released if not given.json else ():
            say(f"{one.bulletin}  " + (f"holds: {one.holds}" if one.holds else "published"))
            for entry in one.delivered:
                say(f"    {entry.target}  {entry.problem or entry.address}")
        failed = any(entry.problem for one in released for entry in one.delivered)
        return 1 if failed else 3 if any(one.holds for one in released) else 0


def _released_form(one: release.Released) -> dict[str, object]:
    targets = [{"name": d.target, "address": d.address, "sent": d.sent, "problem": d.problem} for d in one.delivered]
    return {"id": one.bulletin, "holds": one.holds, "targets": targets}


def do_correct(given: argparse.Namespace) -> int:
    """Say what was wrong in a published bulletin; shown with its date beside the corrected film."""
    with opened(given) as room:
        if review.correct(room, given.bulletin, given.by, given.note):
            from pipeline.producer import remake  # paints and speaks; the other commands here do without

            remake(room, given.bulletin)
            say(f"{given.bulletin}  correction noted and put into the film; approve and publish the new version")
        else:
            say(f"{given.bulletin}  correction noted; edit, approve and publish the new version")
    return 0


def do_desk(given: argparse.Namespace) -> int:
    """Open the editors' pages until somebody stops them."""
    from pipeline.desk import serving

    with opened(given) as room:
        return serving.serve(room, given.host, given.port, given.behind, say)


def do_audit(given: argparse.Namespace) -> int:
    """Check the audit chain row by row, or write it out as JSON lines."""
    from pipeline.keep import audit

    with opened(given) as room:
        if given.act == "export":
            for line in audit.export(room.ledger):
                say(line.rstrip("\n"))
            return 0
        found = audit.verify(room.ledger, given.head)
        if given.json:
            say_json({"rows": found.rows, "head": found.head, "broken": found.broken})
        elif found.broken:
            say(f"The audit chain is broken at row {found.broken} of {found.rows}.")
        else:
            say(f"The audit chain is whole: {found.rows} row(s), head {found.head}")
        return 1 if found.broken else 0
