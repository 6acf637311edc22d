# SPDX-License-Identifier: EUPL-1.2
"""What `newsreel show` says: a value of a bulletin as text and as JSON, with the figures that it is judged by."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from pipeline.delivery.script_text import write_script
from pipeline.errors import ConfigError
from pipeline.keep import canon
from pipeline.model import FPS, Package, Rundown
from pipeline.newsroom import Newsroom, film_digest
from pipeline.review import open_findings, script_of


@dataclass(frozen=True, slots=True)
class Report:
    """A report: lines for people, a form for programs."""

    text: str
    form: object


def report(room: Newsroom, bulletin: str, value: str) -> Report:
    """Describe a value of a bulletin. Raises ConfigError for an unknown value, NewsreelError where it is not made yet."""
    make = VALUES.get(value)
    if make is None:
        raise ConfigError(f"There is no value {value!r} to show.", f"One of: {', '.join(v for v in VALUES if v)}.")
    return make(room, bulletin)


def _summary(room: Newsroom, bulletin: str) -> Report:
    package = room.package(bulletin)
    stuck = room.ledger.parked(bulletin)
    form: dict[str, object] = {"id": bulletin, "state": room.state(bulletin), "folder": str(room.folder(bulletin))}
    rows = [f"{bulletin}: {room.state(bulletin)}"]
    if stuck is not None:
        form |= {"parked": {"stage": stuck.stage, "message": stuck.message, "hint": stuck.hint}}
        rows.append(f"parked at {stuck.stage}: {stuck.message} {stuck.hint}")
    if package is not None:
        seconds = package.master.timeline.length / FPS
        red = open_findings(room, bulletin)
        form |= {"seconds": seconds, "film": film_digest(package), "open_red": len(red)}
        rows += [f"length {seconds:.2f} s", f"film {film_digest(package)}", f"folder {room.folder(bulletin)}"]
        rows += [f"{len(red)} open red finding(s)"] if red else []
    for decision in room.ledger.decisions(bulletin):
        rows.append(f"{decision.at[:19]} {decision.kind} by {decision.by} {decision.film[:12]} {decision.reason}".rstrip())
    for published in room.ledger.publications(bulletin):
        rows.append(f"{published.at[:19]} {published.kind} {published.target} {published.address}")
    return Report("\n".join(rows), form)


def _rundown(room: Newsroom, bulletin: str) -> Report:
    head = room.ledger.head(bulletin, "rundown")
    if head is None:
        raise ConfigError(f"{bulletin} has no rundown.", "Run `newsreel run`.")
    rundown = room.store.get_value(Rundown, head.digest)
    rows = [f"{rundown.title} ({rundown.day.isoformat()}, {rundown.language})"]
    rows += [f"  {slot.seconds:5.1f} s  {slot.item.title}  [{slot.item.id}]" for slot in rundown.slots]
    return Report("\n".join(rows), canon.plain(rundown))


def _script(room: Newsroom, bulletin: str) -> Report:
    script = script_of(room, bulletin)
    return Report(write_script(script), canon.plain(script, canon.digest_of))


def _findings(room: Newsroom, bulletin: str) -> Report:
    findings = _package(room, bulletin).findings
    rows = [f"{f.severity.value:5} {f.where:14} {f.code}: {f.message}" for f in findings] or ["No findings."]
    return Report("\n".join(rows), [canon.plain(f) for f in findings])


def _speech(room: Newsroom, bulletin: str) -> Report:
    """Show how it is heard and read: voice, timing, length, captions and loudness, measured on the files of the package."""
    from pipeline.report_speech import speech_report  # brings in the decoder

    measured = speech_report(_package(room, bulletin), room.store, room.settings)
    return Report("\n".join(measured.rows()), measured.form)


def _timeline(room: Newsroom, bulletin: str) -> Report:
    timeline = _package(room, bulletin).master.timeline
    rows = [f"{s.start:5} – {s.end:5}  {s.kind.value}{f' {s.story + 1}' if s.story >= 0 else ''}" for s in timeline.scenes]
    return Report("\n".join(rows), canon.plain(timeline, canon.digest_of))


def _master(room: Newsroom, bulletin: str) -> Report:
    """Show how it is seen: mouth, label, colours, contrast, measured on the decoded films of the package."""
    from pipeline.report_master import master_report  # brings in the painter and the decoder
    from pipeline.stages.render import RenderSettings

    master, video = _package(room, bulletin).master, room.settings.video
    to = RenderSettings(video.formats, video.burned_captions, master.timeline.speech.script.title, "")
    measured = master_report(master, to, room.cast.props(), room.cast.encoder(bulletin), room.store)
    return Report("\n".join(measured.rows()), measured.form)


def _whole(room: Newsroom, bulletin: str) -> Report:
    package = _package(room, bulletin)
    rows = [f"{f.blob.digest[:16]}  {'covered' if f.covered else '       '}  {f.blob.size:>10}  {f.name}" for f in package.files]
    return Report("\n".join(rows), canon.plain(package, canon.digest_of))


def _history(room: Newsroom, bulletin: str) -> Report:
    rows, form = [], []
    for stage in ("rundown", "script", "package"):
        for head in room.ledger.heads(bulletin, stage):
            rows.append(f"{head.at[:19]} {stage:8} {head.digest[:12]} by {head.by} {head.reason}".rstrip())
            form.append({"at": head.at, "stage": stage, "digest": head.digest, "by": head.by, "reason": head.reason})
    return Report("\n".join(sorted(rows)), form)


def _calls(room: Newsroom, bulletin: str) -> Report:
    """Show what was asked of a language model and what it answered, call by call, and what all of it took."""
    calls = room.ledger.calls(bulletin)
    if not calls:
        return Report("No language model was asked.", [])
    rows = []
    for call in calls:
        rows.append(f"{call.at[:19]} {call.host} {call.model} {call.outcome or '–'} {call.seconds:.1f} s")
        rows.append(f"  {call.tokens_in} + {call.tokens_out} tokens, prompt {call.prompt[:12]}…, {call.parameters}")
        rows += [f"  | {line}" for line in call.answer.splitlines()]
    taken = sum(c.tokens_in for c in calls), sum(c.tokens_out for c in calls)
    rows.append(f"{len(calls)} call(s), {taken[0]} + {taken[1]} tokens, {sum(c.seconds for c in calls):.1f} s")
    return Report("\n".join(rows), [asdict(call) for call in calls])


def _package(room: Newsroom, bulletin: str) -> Package:
    package = room.package(bulletin)
    if package is None:
        raise ConfigError(f"{bulletin} has no finished package.", "`newsreel status` says where it stands.")
    return package


VALUES: dict[str, Callable[[Newsroom, str], Report]] = {
    "": _summary,
    "rundown": _rundown,
    "script": _script,
    "findings": _findings,
    "speech": _speech,
    "timeline": _timeline,
    "master": _master,
    "package": _whole,
    "history": _history,
    "calls": _calls,
}
