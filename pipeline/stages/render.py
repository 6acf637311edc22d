# SPDX-License-Identifier: EUPL-1.2
"""Render the film: Timeline → Master. Segments are painted and encoded side by side, joined without re-encoding; sound once.

Each segment is remembered by what is to be seen in it, so that an edited sentence costs one sentence.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image

from pipeline.model import SAMPLE_RATE, SAMPLES_PER_FRAME, Blob, Cut, Film, Finding, Master, SceneKind, Severity, Timeline
from pipeline.picture import paint
from pipeline.picture.atlas import VERSION as ATLAS_VERSION
from pipeline.picture.atlas import Atlas, build_atlas
from pipeline.picture.design import Design, Gender
from pipeline.picture.photo import Photo, open_photo
from pipeline.picture.rig import Rig
from pipeline.picture.stage import Set
from pipeline.ports import Crew, Encoder, Shelf
from pipeline.settings import Format
from pipeline.sound.wav import read_wav, write_wav
from pipeline.stages.stage import stage

if TYPE_CHECKING:
    from pipeline.sound.loudness import Loudness

VERSION = 1
POSTER_QUALITY = 88  # JPEG; above it the file grows and nobody sees why


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """The slice of this stage. `burned` are the formats that carry captions in the picture."""

    formats: tuple[Format, ...]
    burned: tuple[Format, ...]
    title: str
    comment: str
    profile: Literal["web", "social", "broadcast"] = "web"
    jingle: bool = True
    bed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Props:
    """What stands on the stage: the design pack and the presenter. `figure` is the digest of the presenter's folder."""

    design: Design
    rig: Rig
    figure: str
    presenter: str
    gender: Gender
    seed: int

    @property
    def fingerprint(self) -> str:
        """Name everything that changes a pixel."""
        return f"{self.design.digest}/{self.figure}/{self.presenter}/{self.gender}/{self.seed}"


@dataclass(frozen=True, slots=True)
class _Job:
    """One segment to be made: its set, its cut, the key that it is remembered by, the file that it is written to."""

    on: Set
    cut: Cut
    key: str
    to: Path


def _reads(timeline: Timeline) -> object:
    """A film depends on what is seen and heard, not on links, ids, ranks or findings."""
    speech, script = timeline.speech, timeline.speech.script
    stories = tuple((s.kicker, s.headline, s.panel, s.service, s.grave) for s in script.stories)
    pictures = tuple(slot.item.picture for slot in script.rundown.slots)
    spoken = tuple((s.where, s.start, s.end, s.phonemes) for s in speech.sentences)
    seen = (timeline.length, timeline.voice_at, timeline.scenes, timeline.captions, timeline.lower_thirds, timeline.overview)
    return (seen, timeline.cuts, stories, pictures, spoken, speech.audio, script.rundown.day, script.rundown.language)


@stage("render", VERSION, _reads)
def render(timeline: Timeline, to: RenderSettings, props: Props, encoder: Encoder, crew: Crew, shelf: Shelf) -> Master:
    """Render the film: Timeline → Master."""
    sets = tuple(_set(timeline, form, to, props, shelf) for form in to.formats)
    scratch = shelf.scratch()
    try:
        jobs = [_job(timeline, on, cut, encoder, scratch) for on in sets for cut in timeline.cuts]
        segments = _segments(timeline, jobs, encoder, crew, shelf)
        sound, loudness = _sound(timeline, to, shelf)
        films = []
        for n, on in enumerate(sets):
            mine = segments[n * len(timeline.cuts) : (n + 1) * len(timeline.cuts)]
            file = scratch / f"film-{on.form}.mp4"
            encoder.join([shelf.path(blob) for blob in mine], shelf.path(sound), to.title, to.comment, file)
            width, height = on.design.layout(on.form).size
            films.append(Film(on.form, shelf.put(file, "video/mp4"), width, height, timeline.length))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    posters = tuple(_poster(timeline, on, shelf) for on in sets)
    findings = tuple(dict.fromkeys(finding for on in sets for finding in paint.fit_findings(timeline, on)))
    return Master(
        timeline, tuple(films), posters, loudness.lufs, loudness.true_peak, (*findings, *_pictures_lost(timeline, sets[0]))
    )


def _set(timeline: Timeline, form: Format, to: RenderSettings, props: Props, shelf: Shelf) -> Set:
    """Set the stage for one format."""
    slots = timeline.speech.script.rundown.slots
    pictures = tuple(_photo(slot.item.picture is not None, shelf, timeline, k) for k, slot in enumerate(slots))
    return Set(
        design=props.design,
        form=form,
        rig=props.rig,
        atlas=_atlas(props, shelf),
        figure=props.figure,
        pictures=pictures,
        presenter=props.presenter,
        gender=props.gender,
        seed=props.seed,
        captions=form in to.burned,
    )


def _photo(has: bool, shelf: Shelf, timeline: Timeline, story: int) -> Photo | None:
    picture = timeline.speech.script.rundown.slots[story].item.picture
    return open_photo(shelf.read(picture.blob), picture) if has and picture is not None else None


def _atlas(props: Props, shelf: Shelf) -> Atlas:
    """Recall the presenter's raster layers, or draw and remember them (once per presenter)."""
    key = f"atlas|{ATLAS_VERSION}|{props.figure}"
    blob = shelf.recall(key)
    if blob is not None:
        return Atlas.from_bytes(shelf.read(blob))
    atlas = build_atlas(props.rig)
    shelf.remember(key, shelf.put(atlas.to_bytes(), "application/octet-stream"))
    return atlas


def _job(timeline: Timeline, on: Set, cut: Cut, encoder: Encoder, scratch: Path) -> _Job:
    """Name a segment by what is to be seen in it and by who encodes it."""
    seen = paint.segment_key(timeline, cut.start, cut.end, on)
    key = f"segment|{VERSION}|{encoder.fingerprint}|{seen}"
    return _Job(on, cut, key, scratch / f"{on.form}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.mp4")


def _segments(timeline: Timeline, jobs: Sequence[_Job], encoder: Encoder, crew: Crew, shelf: Shelf) -> list[Blob]:
    """Recall each segment, or paint and encode it on a free core; the longest begin first."""
    known = {job.key: blob for job in jobs if (blob := shelf.recall(job.key)) is not None}
    missing = {job.key: job for job in jobs if job.key not in known}
    order = sorted(missing.values(), key=lambda job: job.cut.start - job.cut.end)

    def make(job: _Job) -> str:
        width, height = job.on.design.layout(job.on.form).size
        encoder.segment(paint.frames(timeline, job.cut.start, job.cut.end, job.on), (width, height), job.to)
        return job.key

    for job in order[:1]:
        paint.prepare(timeline, job.on)
    for key in crew.each(make, order):
        blob = shelf.put(missing[key].to, "video/mp4")
        shelf.remember(key, blob)
        known[key] = blob
    return [known[job.key] for job in jobs]


def _sound(timeline: Timeline, to: RenderSettings, shelf: Shelf) -> tuple[Blob, "Loudness"]:
    """Mix and master the programme's sound once for all formats: WAV, 48 kHz, stereo, whole frames."""
    from pipeline.sound.loudness import master  # these two bring in scipy.signal: half a second that a kept film needs not wait
    from pipeline.sound.mix import MixPlan, mix

    stories = timeline.speech.script.stories
    grave = tuple(
        (scene.start * SAMPLES_PER_FRAME, scene.end * SAMPLES_PER_FRAME)
        for scene in timeline.scenes
        if scene.kind in (SceneKind.STORY, SceneKind.SERVICE) and stories[scene.story].grave
    )
    plan = MixPlan(timeline.length * SAMPLES_PER_FRAME, timeline.voice_at * SAMPLES_PER_FRAME, grave, to.jingle, to.bed)
    voice = read_wav(shelf.read(timeline.speech.audio))
    if voice.rate != SAMPLE_RATE:
        raise AssertionError("the speak stage gives 48 kHz")
    mastered = master(mix(voice.sound, plan), to.profile)
    return shelf.put(write_wav(mastered.sound), "audio/wav"), mastered.loudness


def _poster(timeline: Timeline, on: Set, shelf: Shelf) -> Film:
    """Draw the poster of a format as JPEG."""
    picture = paint.poster(timeline, on)
    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=POSTER_QUALITY, optimize=True, subsampling=0)
    height, width = picture.shape[:2]
    return Film(on.form, shelf.put(out.getvalue(), "image/jpeg"), width, height, timeline.length)


def _pictures_lost(timeline: Timeline, on: Set) -> tuple[Finding, ...]:
    """Say which pictures could not be shown."""
    return tuple(
        Finding(
            "picture-unreadable",
            Severity.AMBER,
            "Das Bild dieser Meldung lässt sich nicht zeigen; statt dessen steht eine Karte.",
            f"{k}.picture",
        )
        for k, (slot, photo) in enumerate(zip(timeline.speech.script.rundown.slots, on.pictures, strict=True), 1)
        if slot.item.picture is not None and photo is None
    )
