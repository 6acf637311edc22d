# SPDX-License-Identifier: EUPL-1.2
"""What each command does: arguments → newsroom → lines on standard output → exit code."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from pipeline import release, review
from pipeline.commands_desk import do_audit as do_audit
from pipeline.commands_desk import do_correct as do_correct
from pipeline.commands_desk import do_desk as do_desk
from pipeline.commands_desk import do_release as do_release
from pipeline.commands_desk import moment
from pipeline.commands_keep import do_backup as do_backup
from pipeline.commands_keep import do_completion as do_completion
from pipeline.commands_keep import do_dataflows as do_dataflows
from pipeline.commands_keep import do_erase as do_erase
from pipeline.commands_keep import do_metrics as do_metrics
from pipeline.commands_keep import do_restore as do_restore
from pipeline.commands_looks import do_avatar as do_avatar
from pipeline.commands_looks import do_design as do_design
from pipeline.commands_web import do_detect as do_detect
from pipeline.commands_web import do_embed as do_embed
from pipeline.commands_web import do_interpret as do_interpret
from pipeline.commands_web import do_keys as do_keys
from pipeline.commands_web import do_rights as do_rights
from pipeline.commands_web import do_uploaded as do_uploaded
from pipeline.commands_web import dry_run
from pipeline.consent import ended
from pipeline.errors import ConfigError
from pipeline.model import FPS, Finding, Package, Severity
from pipeline.newsroom import Newsroom, film_digest, registered_by_name
from pipeline.saying import opened, say, say_finding, say_json


def bulletin_form(room: Newsroom, name: str) -> dict[str, object]:
    """Describe a bulletin as JSON: id, state, seconds, film digest, folder, counts of findings."""
    package = room.package(name)
    form: dict[str, object] = {"id": name, "state": room.state(name), "folder": str(room.folder(name))}
    if package is not None:
        form |= {
            "seconds": package.master.timeline.length / FPS,
            "film": film_digest(package),
            "title": package.master.timeline.speech.script.title,
            "red": sum(f.severity is Severity.RED for f in package.findings),
            "amber": sum(f.severity is Severity.AMBER for f in package.findings),
        }
    return form


def worst(findings: Sequence[Finding], most: int = 12) -> list[Finding]:
    """Give the reds and ambers, worst first."""
    order = {Severity.RED: 0, Severity.AMBER: 1, Severity.NOTE: 2}
    return sorted((f for f in findings if f.severity is not Severity.NOTE), key=lambda f: order[f.severity])[:most]


# ---------------------------------------------------------------- looking


def do_status(given: argparse.Namespace) -> int:
    """List bulletins and what they wait for."""
    with opened(given) as room:
        names = [entry.name for entry in room.ledger.bulletins()]
        gone = ended(room)
        if given.json:
            back = [{"presenter": one.folder, "why": one.why, "bulletins": list(one.bulletins)} for one in gone]
            say_json({"bulletins": [bulletin_form(room, name) for name in names], "to_retract": back})
            return 0
        if not names:
            say("No bulletin yet. `newsreel run` makes the first.")
        for name in names:
            form = bulletin_form(room, name)
            seconds = f"{form['seconds']:.1f} s" if "seconds" in form else "–"
            waits = f"{form['red']} red, {form['amber']} amber" if "red" in form else ""
            say(f"{name:28} {form['state']:10} {seconds:>8}  {str(form.get('film', ''))[:12]:12}  {waits}")
            stuck = room.ledger.parked(name)
            if stuck is not None:
                say(f"{'':28} parked at {stuck.stage}: {stuck.message} {stuck.hint}")
        for one in gone:
            say(f"! {one.folder}: {one.why} To be retracted: {', '.join(one.bulletins)}")
    return 0


def do_show(given: argparse.Namespace) -> int:
    """Show a bulletin, or one of its values."""
    from pipeline import reports

    with opened(given) as room:
        registered_by_name(room, given.bulletin)
        form = reports.report(room, given.bulletin, given.value)
        if given.json:
            say_json(form.form)
        else:
            say(form.text)
    return 0


# ---------------------------------------------------------------- deciding


def do_edit(given: argparse.Namespace) -> int:
    """Take over an edited script.md."""
    try:
        text = given.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigError(f"{given.file} cannot be read: {wrong}.", "Name the edited script.md with --file.") from wrong
    with opened(given) as room:
        package = review.edit(room, given.bulletin, text, given.by)
        if package is None:
            say(f"{given.bulletin}  the new words wait for approval; then the next run makes the film")
            return 0
        say(f"{given.bulletin}  {room.state(given.bulletin)}  {_seconds(package)}  {room.folder(given.bulletin)}")
        for finding in worst(package.findings):
            say_finding(finding)
    return 0


def do_approve(given: argparse.Namespace) -> int:
    """Approve script and film."""
    with opened(given) as room:
        if room.script_waits(given.bulletin):
            words = review.approve_script(room, given.bulletin, given.by, given.digest)
            say(f"{given.bulletin}  script {words[:12]}… approved by {given.by}; the next run makes the film")
            return 0
        due = moment(room, given.due)
        film = review.approve(room, given.bulletin, given.by, given.digest, due, given.reason)
        when = f"  released from {due.isoformat()}" if due is not None else ""
        say(f"{given.bulletin}  approved by {given.by}  film {film[:12]}…{when}")
    return 0


def do_tick(given: argparse.Namespace) -> int:
    """Tick a red finding with a reason."""
    with opened(given) as room:
        review.tick(room, given.bulletin, given.mark, given.by, given.reason)
        say(f"{given.bulletin}  {given.mark} ticked; {len(review.open_findings(room, given.bulletin))} red finding(s) left")
    return 0


def do_reject(given: argparse.Namespace) -> int:
    """Reject a bulletin with a reason."""
    with opened(given) as room:
        review.reject(room, given.bulletin, given.by, given.reason)
        say(f"{given.bulletin}  rejected by {given.by}")
    return 0


def do_publish(given: argparse.Namespace) -> int:
    """Publish an approved bulletin to every target, or say what would be sent."""
    if given.dry_run:
        return dry_run(given)
    with opened(given) as room:
        return _say_delivered(given, release.publish(room, given.bulletin, given.by))


def do_retract(given: argparse.Namespace) -> int:
    """Take a published bulletin back."""
    with opened(given) as room:
        delivered = release.retract(room, given.bulletin, given.reason, given.by)
        from pipeline.withdrawn import cards  # painting and encoding come late: the bulletin is gone by then

        made = cards(room, given.bulletin)
        if made and not given.json:
            say(f"cards to put in its place elsewhere: {made[0].parent}")
        return _say_delivered(given, delivered)


def _say_delivered(given: argparse.Namespace, delivered: Sequence[release.Delivered]) -> int:
    if given.json:
        say_json({"targets": [{"name": d.target, "address": d.address, "sent": d.sent, "problem": d.problem} for d in delivered]})
    else:
        for entry in delivered:
            say(f"{entry.target}  {entry.problem or entry.address}  {entry.sent} transfer(s)")
    return 1 if any(entry.problem for entry in delivered) else 0


def _seconds(package: Package) -> str:
    return f"{package.master.timeline.length / FPS:.1f} s"


# ---------------------------------------------------------------- keeping house


def do_init(given: argparse.Namespace) -> int:
    """Write a newsroom of one's own: a commented configuration and folders."""
    from pipeline import starter

    made = starter.write(given.folder)
    say(f"Wrote {made}. Fill in [newsroom] and [[sources]], then: newsreel run --config {made}")
    return 0


def do_doctor(given: argparse.Namespace) -> int:
    """Check engines, fonts, disk, hosts and give advice."""
    from pipeline import doctor

    with opened(given) as room:
        checks = doctor.examine(room)
        if given.json:
            say_json({"checks": [{"name": c.name, "state": c.state, "found": c.found, "advice": c.advice} for c in checks]})
        else:
            for check in checks:
                say(f"{check.state:5} {check.name}: {check.found}" + (f"\n      {check.advice}" if check.advice else ""))
        return 1 if any(check.state == "bad" for check in checks) else 0


def do_tidy(given: argparse.Namespace) -> int:
    """Remove what no bulletin refers to any more, and what has had its time."""
    from pipeline import tidying
    from pipeline.keep import people

    with opened(given) as room:
        days, names = room.settings.keep.working_days, room.settings.review.names_days
        pieces, answers = tidying.retire(room, days) if days else (0, 0)
        renamed = people.let_names_go(room.ledger, names) if names else 0
        done = tidying.tidy(room, given.verify)
        say(
            f"{done.removed} file(s) removed, {done.freed / 1e6:.1f} MB freed"
            + (f", {done.damaged} damaged" if given.verify else "")
        )
        for count, what in ((pieces, "remembered piece(s)"), (answers, "answer(s) of models"), (renamed, "name(s)")):
            if count:
                say(f"{count} {what} had their time")
        return 1 if done.damaged else 0


def do_voices(given: argparse.Namespace) -> int:
    """List the voices that are installed."""
    with opened(given) as room:
        installed = room.cast.voices()
        voices = [v for v in installed if given.engine in ("", v.engine)]
        if given.engine and not voices:
            known = ", ".join(sorted({v.engine for v in installed})) or "none"
            raise ConfigError(
                f"No voice of “{given.engine}” is installed.", f"Installed: {known}. docs/voices.md says how to add one."
            )
        if given.json:
            say_json({"voices": [{"engine": v.engine, "voice": v.name, "language": v.language, "note": v.note} for v in voices]})
        else:
            for voice in voices:
                say(f"{voice.engine:9} {voice.name:24} {voice.language:6} {voice.note}")
    return 0


def do_say(given: argparse.Namespace) -> int:
    """Speak a sentence to a WAV file."""
    with opened(given) as room:
        where = Path(given.to)
        seconds, voice, spoken = room.cast.say(given.text, where)
        say(f"{where}  {seconds:.1f} s  {voice}\n  {spoken}")
    return 0


# ---------------------------------------------------------------- measuring


def do_eval(given: argparse.Namespace) -> int:
    """Measure the check against the faithfulness benchmark, or what it says about the drafts of a language model."""
    from pipeline.evaluation import cases, counting, drafting, tables

    if given.misses and given.split != "dev":
        raise ConfigError(
            "--misses would show the locked split, and it is locked so that nobody tunes the rules on it.",
            "Use --misses with --split dev.",
        )
    corpus = cases.read_corpus(given.corpus or cases.CORPUS, given.split, given.only)
    if given.model:
        with opened(given) as room:
            drafts = drafting.draft(corpus, room.cast, room.settings.script)
        form, text, more = drafting.summary(drafts), drafting.table(drafts), drafting.flagged(drafts)
    elif given.curve:
        points = counting.curve(corpus.cases)
        form, text, more = {"corpus": corpus.digest, "curve": tables.curve_summary(points)}, tables.curve_table(points), ""
    else:
        result = counting.score(corpus.cases)
        form, text, more = tables.summary(result, corpus), tables.table(result, corpus), tables.misses(result)
    if given.json:
        say_json(form | ({"misses": more.splitlines()} if given.misses else {}))
    else:
        say(text + (f"\n\n{more}" if given.misses else ""))
    return 0
