# SPDX-License-Identifier: EUPL-1.2
"""What `newsreel show` says: a value of a bulletin as text and as JSON, with the figures that it is judged by."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.delivery.captions import lint
from pipeline.delivery.script_text import write_script
from pipeline.errors import ConfigError
from pipeline.keep import canon
from pipeline.model import FPS, SAMPLE_RATE, Package, Rundown
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
    """Show how it is heard: voice, timing source, pace, pauses; the captions are read back from their file and judged."""
    package = _package(room, bulletin)
    speech = package.master.timeline.speech
    spoken = sum(s.end - s.start for s in speech.sentences) / SAMPLE_RATE
    characters = sum(len(s.spoken) for s in speech.sentences)
    web = next(t.captions for t in package.master.timeline.captions if t.use == "web")
    rates = [(sum(map(len, c.lines)) + len(c.lines) - 1) * FPS / (c.end - c.start) for c in web]
    form = {
        "engine": speech.engine,
        "voices": sorted({s.voice for s in speech.sentences}),
        "timing": sorted({s.timing.value for s in speech.sentences}),
        "programme_seconds": package.master.timeline.length / FPS,
        "speech_seconds": round(speech.length / SAMPLE_RATE, 3),
        "rate": speech.rate,
        "characters_per_second": round(characters / spoken, 2),
        "pauses_seconds": [round(p / SAMPLE_RATE, 3) for p in speech.pauses],
        "captions": len(web),
        "caption_faults": len(lint(web)),
        "captions_at_most_15_per_second": round(sum(r <= 15 for r in rates) / max(len(rates), 1), 3),
        "loudness_lufs": round(package.master.loudness, 2),
        "true_peak_dbtp": round(package.master.true_peak, 2),
    }
    rows = [f"{key.replace('_', ' ')}: {value}" for key, value in form.items()]
    rows += [f"  {s.start / SAMPLE_RATE:7.2f} s  {s.where:10} {s.timing.value:9} {s.spoken}" for s in speech.sentences]
    return Report("\n".join(rows), form | {"sentences": [_sentence(s.where, s.spoken) for s in speech.sentences]})


def _sentence(where: str, spoken: str) -> dict[str, str]:
    return {"where": where, "spoken": spoken}


def _timeline(room: Newsroom, bulletin: str) -> Report:
    timeline = _package(room, bulletin).master.timeline
    rows = [f"{s.start:5} – {s.end:5}  {s.kind.value}{f' {s.story + 1}' if s.story >= 0 else ''}" for s in timeline.scenes]
    return Report("\n".join(rows), canon.plain(timeline, canon.digest_of))


def _master(room: Newsroom, bulletin: str) -> Report:
    master = _package(room, bulletin).master
    rows = [f"{f.format}: {f.width} × {f.height}, {f.frames} frames, {f.blob.size / 1e6:.2f} MB" for f in master.films]
    rows += [f"loudness {master.loudness:.2f} LUFS, true peak {master.true_peak:.2f} dBTP"]
    rows += [f"{f.severity.value} {f.where}: {f.message}" for f in master.findings]
    return Report("\n".join(rows), canon.plain(master, canon.digest_of))


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
}
