# SPDX-License-Identifier: EUPL-1.2
"""The review page: the film, the script beside its source, findings at their sentence, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from pipeline import release, rules
from pipeline.desk import pages
from pipeline.desk.deciding import obstacles, release_obstacles
from pipeline.desk.gate import Ask
from pipeline.desk.state import Desk
from pipeline.keep import people
from pipeline.keep.ledger import Decision
from pipeline.language import differences
from pipeline.language.facts import item_sentences, marks
from pipeline.model import FPS, SAMPLE_RATE, Finding, Item, Origin, Package, SceneKind, Script, Sentence, Severity, SpokenSentence
from pipeline.newsroom import film_digest
from pipeline.rules import mark_of
from pipeline.stages.check import check

BEAT_SECONDS = 12
"""How often an open page tells that somebody is active (static/desk.js)."""
WRITERS = {Origin.MODEL: "Sprachmodell", Origin.EXTRACT: "Auszug", Origin.TEMPLATE: "Vorlage", Origin.EDITOR: "Redaktion"}
TIMINGS = {"native": "von der Stimme", "aligned": "angeglichen", "estimated": "geschätzt"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; `mark` is the kind of fact ("number" …) or empty; `wrong` where a finding quotes it."""

    text: str
    mark: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it is shown: with its mark for a tick, and who ticked it why (empty: nobody)."""

    finding: Finding
    mark: str
    ticked: str
    reason: str

    @property
    def open(self) -> bool:
        """Tell whether it is red and nobody has ticked it."""
        return self.finding.severity is Severity.RED and not self.ticked


@dataclass(frozen=True, slots=True)
class Told:
    """One spoken sentence: its pieces, the numbers of its source sentences, when it is heard (seconds), its findings."""

    where: str
    anchor: str
    pieces: tuple[Piece, ...]
    sources: tuple[int, ...]
    at: float
    writer: str
    findings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the script (opening, a story, closing) beside its source. `number` is 0 outside stories."""

    number: int
    heading: str
    kicker: str
    told: tuple[Told, ...]
    item: Item | None
    source: tuple[tuple[Piece, ...], ...]
    used: frozenset[int]
    findings: tuple[Shown, ...]


def pieces(text: str, wrong: Sequence[str] = ()) -> tuple[Piece, ...]:
    """Cut a text at its numbers, dates and names; `wrong` are words that a finding quotes."""
    out: list[Piece] = []
    done = 0
    for mark in marks(text):
        if mark.start >= done:
            quoted = text[mark.start : mark.end]
            bad = any(quote and (quote in quoted or quoted in quote) for quote in wrong)
            out += [Piece(text[done : mark.start]), Piece(quoted, mark.kind.value, bad)]
            done = mark.end
    return tuple(piece for piece in (*out, Piece(text[done:])) if piece.text)


@dataclass(frozen=True, slots=True)
class _Proof:
    """The making of the proof: each finding is shown once, at the narrowest place that it belongs to."""

    shown: tuple[Shown, ...]
    spoken: tuple[SpokenSentence, ...]
    voice_at: float
    left: list[Shown]

    def take(self, *places: str) -> tuple[Shown, ...]:
        found = tuple(one for one in self.left if one.finding.where in places)
        for one in found:
            self.left.remove(one)
        return found

    def told(self, where: str, sentence: Sentence, sources: int) -> Told:
        findings = self.take(where)
        heard = next((s for s in self.spoken if s.where == where and s.text == sentence.text), None)
        return Told(
            where,
            "s-" + where.replace(".", "-"),
            pieces(sentence.text, [one.finding.quote for one in findings]),
            tuple(n for n in sentence.sources if 0 <= n < sources),
            self.voice_at + heard.start / SAMPLE_RATE if heard is not None else -1.0,
            WRITERS[sentence.origin],
            findings,
        )


def parts(
    script: Script, package: Package | None, decisions: Sequence[Decision], fresh: Sequence[Finding] = (), words: str = ""
) -> tuple[tuple[Part, ...], tuple[Shown, ...]]:
    """Lay the script beside its source → its parts, and the findings that belong to no part.

    `fresh` are findings of a check made just now: all of them without a film, the dates that are over by today with one. A tick
    counts for this film, or for these `words` (a digest).
    """
    film = film_digest(package) if package is not None else ""
    ticks = {d.words: d for d in decisions if d.kind == "tick" and d.film in {film, words} - {""}}
    shown = tuple(_shown(finding, ticks) for finding in (*(package.findings if package is not None else ()), *fresh))
    timeline = package.master.timeline if package is not None else None
    spoken = timeline.speech.sentences if timeline is not None else ()
    proof = _Proof(shown, spoken, timeline.voice_at / FPS if timeline is not None else 0.0, list(shown))
    out: list[Part] = []
    opening = tuple(proof.told(f"opening.{n}", s, 0) for n, s in enumerate(script.opening, 1))
    out.append(Part(0, "Begrüßung", "", opening, None, (), frozenset(), proof.take("opening")))
    items = {slot.item.id: slot.item for slot in script.rundown.slots}
    for k, story in enumerate(script.stories, 1):
        item = items.get(story.item_id)
        source = item_sentences(item) if item is not None else ()
        told = tuple(proof.told(f"{k}.{n}", s, len(source)) for n, s in enumerate(story.sentences, 1))
        whole = tuple(one for one in proof.left if one.finding.where.startswith(f"{k}."))
        whole = (*proof.take(*{one.finding.where for one in whole}), *proof.take(f"item:{story.item_id}", str(k)))
        used = frozenset(n for one in told for n in one.sources)
        out.append(Part(k, story.headline, story.kicker, told, item, tuple(pieces(s) for s in source), used, whole))
    if script.erratum is not None:
        said = tuple(proof.told(f"erratum.{n}", s, 0) for n, s in enumerate(script.erratum.sentences, 1))
        out.append(Part(0, "Berichtigung", "", said, None, (), frozenset(), proof.take("erratum")))
    closing = tuple(proof.told(f"closing.{n}", s, 0) for n, s in enumerate(script.closing, 1))
    out.append(Part(0, "Verabschiedung", "", closing, None, (), frozenset(), proof.take("closing")))
    return tuple(out), tuple(proof.left)


def _shown(finding: Finding, ticks: dict[str, Decision]) -> Shown:
    tick = ticks.get(mark_of(finding)) if finding.severity is Severity.RED else None
    return Shown(finding, mark_of(finding), tick.by if tick is not None else "", tick.reason if tick is not None else "")


def chapters(package: Package) -> tuple[tuple[float, str], ...]:
    """Give the chapters of the film: seconds and title."""
    timeline = package.master.timeline
    stories = timeline.speech.script.stories
    out: list[tuple[float, str]] = [(0.0, "Überblick")]
    told: set[int] = set()
    for scene in timeline.scenes:
        if scene.kind is SceneKind.STORY and scene.story not in told:
            told.add(scene.story)
            out.append((scene.start / FPS, stories[scene.story].headline))
        elif scene.kind is SceneKind.FAREWELL:
            out.append((scene.start / FPS, "Verabschiedung"))
    return tuple(out)


def checked(desk: Desk, script: Script) -> tuple[Finding, ...]:
    """Check a script right now (some 40 ms), so that nobody waits for a film to learn of a wrong number."""
    return check(script, desk.room.cast.check(script.rundown)).findings


def review_page(ask: Ask) -> Response:
    """Show a bulletin for review."""
    desk, name = ask.desk, ask.bulletin
    room = desk.room
    package, outdated = desk.package(name), desk.outdated(name)
    decisions = room.ledger.decisions(name)
    stuck = room.ledger.parked(name)
    state = room.state(name)
    if package is None and room.ledger.head(name, "script") is None:
        return pages.render(ask, "waiting.html", name=name, stuck=stuck, state=state)
    script, digest, author = desk.script(name)
    spoken = None if outdated else package
    fresh = checked(desk, script) if spoken is None else rules.dates_over(room, name, spoken, rules.today(room))
    seen, others = parts(script, spoken, decisions, fresh, digest)
    desk.presence.here(name, ask.account.name, False)
    return pages.render(
        ask,
        "review.html",
        name=name,
        state=state,
        script=script,
        words=digest,
        author=author,
        film=room.film(name) if package is not None else "",
        package=package,
        outdated=outdated,
        progress=desk.jobs.progress(name),
        stuck=stuck,
        parts=seen,
        others=others,
        red=tuple(one for part in seen for one in _open(part)) + tuple(one for one in others if one.open),
        script_waits=package is None and room.script_waits(name),
        corrections=release.corrections(room, name),
        needs_note=package is not None and rules.needs_note(room, name, room.film(name)),
        alone=room.settings.review.alone and rules.wrote_last(room, name, ask.account.name),
        planned=release.planned(room, name),
        missed=release.missed(room, name),
        undo=_undo(ask),
        amber=sum(f.severity is Severity.AMBER for f in package.findings) if package is not None else 0,
        chapters=chapters(package) if package is not None else (),
        files=tuple(f.name for f in package.files) if package is not None else (),
        voices=tuple(sorted({s.voice for s in package.master.timeline.speech.sentences})) if package is not None else (),
        timings=tuple(sorted({TIMINGS[s.timing.value] for s in package.master.timeline.speech.sentences})) if package else (),
        seconds=package.master.timeline.length / FPS if package is not None else 0.0,
        obstacles=obstacles(desk, name, ask.account),
        release=release_obstacles(desk, name),
        history=_history(ask),
        source=_source_changed(decisions) if state == "review" else "",
        late=_changed_since_approval(ask, script, decisions) if state == "review" else (),
        here=desk.presence.others(name, ask.account.name),
        publications=room.ledger.publications(name),
    )


def _open(part: Part) -> tuple[Shown, ...]:
    return tuple(one for one in (*part.findings, *(f for told in part.told for f in told.findings)) if one.open)


def _undo(ask: Ask) -> int:
    """Give the version that the last change of the words can be taken back to; 0 where the change was not one's own."""
    heads = ask.desk.room.ledger.heads(ask.bulletin, "script")
    return len(heads) - 1 if len(heads) > 1 and heads[-1].by == ask.account.name else 0


def _changed_since_approval(ask: Ask, script: Script, decisions: Sequence[Decision]) -> tuple[differences.Difference, ...]:
    """After a late edit the approver sees the changed words first: what differs from the words approved last."""
    approved = next((d for d in reversed(decisions) if d.kind == "approve" and d.words), None)
    if approved is None or not ask.desk.room.store.has(approved.words):
        return ()
    return differences.scripts(ask.desk.room.store.get_value(Script, approved.words), script)


def _source_changed(decisions: Sequence[Decision]) -> str:
    """Tell what the source has changed since a person decided last; empty where it has not."""
    since = [d.reason for d in decisions[max((n for n, d in enumerate(decisions) if d.kind != "source"), default=-1) + 1 :]]
    return " ".join(since)


ACTS = {
    "approve": "hat freigegeben",
    "reject": "hat abgelehnt",
    "retract": "hat zurückgezogen",
    "tick": "hat abgehakt",
    "send-back": "hat zurückgegeben",
    "correct": "hat berichtigt",
    "source": "hat eine Änderung der Quelle übernommen",
    "approve-script": "hat den Text freigegeben",
}


def _history(ask: Ask) -> tuple[tuple[str, str, str, str], ...]:
    """Give what people did, newest first: (when, who, what, why)."""
    ledger = ask.desk.room.ledger
    rows = [(d.at, d.by, ACTS.get(d.kind, d.kind), d.reason or d.due) for d in ledger.decisions(ask.bulletin)]
    heads = ledger.heads(ask.bulletin, "script")
    rows += [(h.at, h.by, "hat den Sprechertext geschrieben", "") for h in heads]
    rows += [
        (p.at, p.target, "Veröffentlicht" if p.kind == "publish" else "Zurückgezogen", p.address)
        for p in ledger.publications(ask.bulletin)
    ]
    return tuple(sorted(rows, reverse=True)[:30])


def standing(ask: Ask) -> Response:
    """Tell as JSON how far the film is and who else is here; asked every few seconds by an open page."""
    desk, name = ask.desk, ask.bulletin
    desk.presence.here(name, ask.account.name, ask.query("schreibt") == "1")
    if desk.room.settings.review.measure_minutes and ask.query("aktiv") == "1":
        people.add_seconds(desk.room.ledger, name, BEAT_SECONDS)
    progress = desk.jobs.progress(name)
    head = desk.room.ledger.head(name, "script")
    return JSONResponse(
        {
            "film": desk.room.film(name),
            "words": head.digest if head is not None else "",
            "job": progress.state if progress is not None else "",
            "stage": progress.stage if progress is not None else "",
            "step": progress.step if progress is not None else 0,
            "seconds": progress.seconds if progress is not None else 0,
            "others": [{"name": who, "writing": writing} for who, writing in desk.presence.others(name, ask.account.name)],
        }
    )


def waiting(ask: Ask) -> Response:
    """Show how far the film is; the page asks again by itself, with or without scripts."""
    progress = ask.desk.jobs.progress(ask.bulletin)
    name = ask.bulletin
    if progress is None or progress.state == "done":
        return pages.render(ask, "done.html", name=ask.bulletin, outdated=ask.desk.outdated(ask.bulletin))
    script, _, _ = ask.desk.script(name)
    found = checked(ask.desk, script)
    page = pages.render(
        ask, "progress.html", name=name, progress=progress, amber=sum(f.severity is Severity.AMBER for f in found),
        red=tuple(f for f in found if f.severity is Severity.RED),
    )  # fmt: skip
    if progress.state == "running":
        page.headers["Refresh"] = "3"
    return page
