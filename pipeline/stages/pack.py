# SPDX-License-Identifier: EUPL-1.2
"""Pack a master: Master → Package, the folder that waits for review and is published as it is."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from pipeline.delivery import captions as caption_files
from pipeline.delivery import imsc, pages, rights, thumbs
from pipeline.delivery.page_words import page_words
from pipeline.delivery.pages import Imprint, Piece, ProofRow, ProofStory
from pipeline.delivery.script_text import write_script
from pipeline.language.facts import item_sentences, marks
from pipeline.language.on_screen import only_seen
from pipeline.language.pace import PREDICTIONS
from pipeline.model import (
    FPS,
    Finding,
    Frames,
    Master,
    Origin,
    Package,
    PackedFile,
    Picture,
    SceneKind,
    Script,
    Severity,
    Timeline,
)
from pipeline.ports import Crew, Reducer, Shelf, Signer
from pipeline.settings import PermissionSettings
from pipeline.stages.finish import finished, small, webp
from pipeline.stages.stage import stage

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class PackSettings:
    """The slice of this stage: who publishes, and in which words the artificial origin is named."""

    imprint: Imprint
    credit: str = "Foto: {name}"
    ai_model: str = ""
    marked: bool = False
    """Whether the films bear the imperceptible mark with the bulletin's name."""
    permissions: tuple[PermissionSettings, ...] = ()


def _reads(master: Master) -> object:
    """A package shows everything: links, credits, digests."""
    return master


@stage("pack", 9, _reads)
def pack(
    master: Master,
    findings: tuple[Finding, ...],
    to: PackSettings,
    shelf: Shelf,
    signer: Signer | None = None,
    reducer: Reducer | None = None,
    crew: Crew | None = None,
) -> Package:
    """Pack a master: Master → Package. `findings` are those of the check. Films and posters are signed where keys are given.

    Without a crew the small film is made in this process.
    """
    timeline = master.timeline
    speech, script = timeline.speech, timeline.speech.script
    language = script.rundown.language
    written = (finding for finding in script.findings if finding.code not in PREDICTIONS)
    pictures = rights.findings(script, to.permissions, script.rundown.day)
    every = (*written, *findings, *speech.findings, *timeline.findings, *master.findings, *pictures, *_unheard(timeline))
    files: list[PackedFile] = []

    def add(name: str, content: bytes, media: str, covered: bool) -> None:
        files.append(PackedFile(name, shelf.put(content, media), covered))

    films = [(f"bulletin-{film.format}.mp4", film) for film in master.films]
    shown = [(name, film.blob) for name, film in films]
    wide = next((f.blob for f in master.films if f.format == "16x9"), None)
    reduced, sprite = small(wide, reducer, crew, shelf)
    if reduced is not None:
        shown.append(("bulletin-720p.mp4", reduced))
    if sprite is not None:
        files.append(PackedFile("thumbs.jpg", sprite, True))
        add("thumbs.vtt", thumbs.track("thumbs.jpg", timeline.length).encode(), "text/vtt", True)
    posters = [(_poster_name(n, poster.format), poster.blob) for n, poster in enumerate(master.posters)]
    for name, blob in posters:
        files += [PackedFile(name.replace(".jpg", ".webp"), made, True) for made in webp(blob, shelf)]
    signed, unstamped = finished((*shown, *posters), script.title, to.ai_model, signer, shelf)
    files += [PackedFile(name, blob, True) for name, blob in signed]
    every = (*every, *unstamped)
    web = next(track.captions for track in timeline.captions if track.use == "web")
    add(f"captions.{language}.vtt", caption_files.webvtt(web, language).encode(), "text/vtt", True)
    add(f"captions.{language}.srt", caption_files.srt(web).encode(), "application/x-subrip", True)
    add(f"captions.{language}.ttml", imsc.imsc(web, language).encode(), imsc.MEDIA, True)
    add("chapters.vtt", caption_files.chapters(tuple(_chapters(timeline)), timeline.length, language).encode(), "text/vtt", True)
    add("transcript.html", pages.transcript(script, to.imprint, tuple(_credits(script, to.credit))), HTML, True)
    sizes = tuple((name, film.width, film.height) for name, film in films)
    add("embed.html", pages.embed(script, to.imprint, sizes, language, timeline.length / FPS), HTML, False)
    add("script.md", write_script(script).encode(), "text/markdown; charset=utf-8", False)
    stories, others = _proof(script, every)
    add("proof.html", pages.proof(script, to.imprint, stories, others), HTML, False)
    add("bulletin.json", _description(master, to, [name for name, _ in films], signer is not None), "application/json", False)
    add("SHA256SUMS", pages.sums(files), "text/plain", False)
    return Package(master, tuple(files), every)


def _unheard(timeline: Timeline) -> Iterator[Finding]:
    for one in only_seen(timeline):
        said = f"„{one.text}“ steht im Bild und wird nicht gesprochen. Wer nur hört, erfährt es nicht."
        yield Finding("seen-not-said", Severity.AMBER, said, one.where, one.text)


def _poster_name(number: int, format_: str) -> str:
    return "poster.jpg" if number == 0 else f"poster-{format_}.jpg"


def _chapters(timeline: Timeline) -> Iterator[tuple[Frames, str]]:
    """Give the chapters: overview, each story, farewell."""
    script = timeline.speech.script
    stories, words = script.stories, page_words(script.rundown.language)
    told: set[int] = set()
    yield Frames(0), words.overview
    for scene in timeline.scenes:
        if scene.kind is SceneKind.STORY and scene.story not in told:
            told.add(scene.story)
            yield scene.start, stories[scene.story].headline
        elif scene.kind is SceneKind.CORRECTION:
            yield scene.start, words.erratum
        elif scene.kind is SceneKind.FAREWELL:
            yield scene.start, words.farewell


def _credits(script: Script, words: str) -> Iterator[str]:
    for slot in script.rundown.slots:
        if slot.item.picture is not None and slot.item.picture.credit:
            credit = slot.item.picture.credit
            yield credit if ":" in credit else words.format(name=credit)


def _proof(script: Script, findings: Sequence[Finding]) -> tuple[tuple[ProofStory, ...], tuple[Finding, ...]]:
    """Lay each spoken sentence beside the source sentences that back it."""
    shown: set[Finding] = set()
    stories = []
    for k, (story, slot) in enumerate(zip(script.stories, script.rundown.slots, strict=True), 1):
        source = item_sentences(slot.item)
        rows = []
        for n, sentence in enumerate(story.sentences, 1):
            where = f"{k}.{n}"
            at = tuple(f for f in findings if f.where == where)
            shown.update(at)
            backing = tuple((i, _pieces(source[i])) for i in sentence.sources if 0 <= i < len(source))
            rows.append(ProofRow(where, _pieces(sentence.text), backing, at, sentence.origin is Origin.TEMPLATE))
        whole = tuple(
            f for f in findings if f not in shown and (f.where.startswith(f"{k}.") or f.where == f"item:{slot.item.id}")
        )
        shown.update(whole)
        stories.append(ProofStory(story.headline, slot.item.title, slot.item.link, tuple(rows), whole))
    return tuple(stories), tuple(f for f in findings if f not in shown)


def _pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text at its marked facts."""
    out, done = [], 0
    for mark in marks(text):
        if mark.start >= done:
            out += [Piece(text[done : mark.start]), Piece(text[mark.start : mark.end], mark.kind.value)]
            done = mark.end
    return tuple(piece for piece in (*out, Piece(text[done:])) if piece.text)


def _description(master: Master, to: PackSettings, films: Sequence[str], signed: bool) -> bytes:
    """Describe the bulletin for programs: bulletin.json."""
    timeline = master.timeline
    speech, script = timeline.speech, timeline.speech.script
    items = {slot.item.id: slot.item for slot in script.rundown.slots}
    form = {
        "schema": 1,
        "id": script.rundown.id,
        "title": script.title,
        "day": script.rundown.day.isoformat(),
        "language": script.rundown.language,
        "seconds": timeline.length / FPS,
        "films": [
            {"name": name, "format": film.format, "width": film.width, "height": film.height, "frames": film.frames}
            for name, film in zip(films, master.films, strict=True)
        ],
        "loudness_lufs": round(master.loudness, 2),
        "true_peak_dbtp": round(master.true_peak, 2),
        "ai": {"label": to.imprint.label, "notice": to.imprint.notice, "digital_source_type": to.ai_model},
        "provenance": {"signed": signed, "watermark": to.marked},
        "made_with": {
            "newsreel": version("newsreel"),
            "writer": script.writer,
            "excerpt": script.excerpt,
            "voice": sorted({s.voice for s in speech.sentences}),
            "timing": sorted({s.timing.value for s in speech.sentences}),
        },
        "stories": [
            {
                "item": story.item_id,
                "kicker": story.kicker,
                "headline": story.headline,
                "sentences": [{"text": s.text, "sources": list(s.sources), "origin": s.origin.value} for s in story.sentences],
                "source": items[story.item_id].link,
                "picture_credit": _credit(items[story.item_id].picture),
            }
            for story in script.stories
        ],
    }
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def _credit(picture: Picture | None) -> str:
    return picture.credit if picture is not None else ""
