# SPDX-License-Identifier: EUPL-1.2
"""Render the film: Timeline → Master. Segments are painted and encoded side by side, joined without re-encoding; sound once.

Each segment is remembered by what is to be seen in it, so that an edited sentence costs one sentence.
"""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from PIL import Image

from pipeline.model import SAMPLE_RATE, SAMPLES_PER_FRAME, Blob, Cut, Film, Finding, Frames, Master, SceneKind, Severity, Timeline
from pipeline.picture import paint
from pipeline.picture.acting import Posed
from pipeline.picture.atlas import VERSION as ATLAS_VERSION
from pipeline.picture.atlas import Atlas, build_atlas
from pipeline.picture.design import Design, Gender
from pipeline.picture.jpeg import jpeg
from pipeline.picture.photo import Photo, open_photo
from pipeline.picture.plates import VERSION as PLACES_VERSION
from pipeline.picture.plates import Plates, plates
from pipeline.picture.portrait import VERSION as PORTRAIT_VERSION
from pipeline.picture.portrait import Portrait
from pipeline.picture.rig import Rig
from pipeline.picture.stage import Set
from pipeline.ports import Avatar, Crew, Encoder, Folder, Performance, Shelf
from pipeline.settings import Format
from pipeline.sound import jingle
from pipeline.sound.jingle import Music
from pipeline.sound.loudness import Profile
from pipeline.sound.mix import MixPlan
from pipeline.sound.programme import produced
from pipeline.sound.wav import WavTrack
from pipeline.stages.stage import stage

VERSION = 3
MUSIC = f"music|{VERSION}"  # the key of opener, bed and closer as they were made
DRAWN = (paint.VERSION, ATLAS_VERSION, PLACES_VERSION, PORTRAIT_VERSION)
"""How pictures are drawn: a newsreel that draws otherwise makes the film anew."""
FEW = 4  # segments: below, each is quicker made than prepared for
PIECE = 100
"""Frames of a segment. A longer sentence is made in pieces, so that its film after an edit is not the work of a single core."""
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
    portrait: Portrait | None = None
    """A photographed presenter; `rig` is then derived from it."""
    outside: tuple[Avatar, Folder] | None = None
    """An engine that films the presenter outside, and the folder that it is given."""
    folder: str = ""
    """The name of the presenter's folder."""

    @property
    def fingerprint(self) -> str:
        """Name everything that changes a pixel."""
        own = f"{self.design.digest}/{self.figure}/{self.presenter}/{self.gender}/{self.seed}"
        return own if self.outside is None else f"{own}/{self.outside[0].fingerprint}"

    @property
    def credit(self) -> str:
        """Name who is seen and by which engine: "anna/rig2d"."""
        drawn = "rig2d" if self.portrait is None else "photo"
        return f"{self.folder}/{drawn if self.outside is None else self.outside[0].name}"


@dataclass(frozen=True, slots=True)
class _Segment:
    """A segment to be painted and encoded to a file."""

    on: Set
    cut: Cut
    key: str
    to: Path


@dataclass(frozen=True, slots=True)
class _Sound:
    """The programme's sound, to be mixed, mastered and encoded to a file."""

    plan: MixPlan
    profile: Profile
    voice: Blob
    encoder: str
    to: Path

    @property
    def key(self) -> str:
        """Name everything that is heard in it."""
        return _key("sound", self.encoder, self.profile, self.plan, self.voice.digest)

    @property
    def measured(self) -> str:
        """Name its loudness."""
        return f"{self.key}|loudness"


@dataclass(frozen=True, slots=True)
class _Poster:
    """The poster of a format, to be painted."""

    on: Set
    key: str


@dataclass(frozen=True, slots=True)
class _Fit:
    """The texts of a format, to be set, so that those which do not fit are found."""

    on: Set
    key: str


_Task = _Segment | _Poster | _Fit


def _reads(timeline: Timeline) -> object:
    """A film depends on what is seen and heard, not on links, ids, ranks or findings."""
    speech, script = timeline.speech, timeline.speech.script
    stories = tuple((s.kicker, s.headline, s.panel, s.service, s.grave) for s in script.stories)
    pictures = tuple(slot.item.picture for slot in script.rundown.slots)
    spoken = tuple((s.where, s.start, s.end, s.phonemes) for s in speech.sentences)
    seen = (timeline.length, timeline.voice_at, timeline.scenes, timeline.captions, timeline.lower_thirds, timeline.overview)
    film = (DRAWN, seen, timeline.cuts, stories, pictures, spoken, speech.audio, script.rundown.day, script.rundown.language)
    return film if script.erratum is None else (*film, script.erratum)


@stage("render", VERSION, _reads)
def render(timeline: Timeline, to: RenderSettings, props: Props, encoder: Encoder, crew: Crew, shelf: Shelf) -> Master:
    """Render the film: Timeline → Master."""
    scratch, films = shelf.scratch(), []
    try:
        sound = _Sound(_plan(timeline, to), to.profile, timeline.speech.audio, encoder.fingerprint, scratch / "sound.mp4")
        with _sounding(sound, encoder, crew, shelf) as sounded:  # needs nothing of what the pictures need
            footage = performed(timeline, props, shelf)
            sets = tuple(staged(timeline, form, to, props, shelf, footage) for form in to.formats)
            tasks = _tasks(timeline, sets, encoder, scratch)
            made = _made(timeline, tasks, encoder, crew, shelf)
            heard, lufs, true_peak = sounded()
        for on in sets:
            segments = [shelf.path(made[task.key]) for task in tasks if isinstance(task, _Segment) and task.on is on]
            file = scratch / f"film-{on.form}.mp4"
            encoder.join(segments, shelf.path(heard), to.title, to.comment, file)
            films.append(_film(on, shelf.put(file, "video/mp4"), timeline.length))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    posters = tuple(_film(task.on, made[task.key], timeline.length) for task in tasks if isinstance(task, _Poster))
    fitting = (_findings(shelf.read(made[task.key])) for task in tasks if isinstance(task, _Fit))
    findings = dict.fromkeys(finding for found in fitting for finding in found)
    found = (*findings, *_pictures_lost(timeline, sets[0]), *(footage.findings if footage is not None else ()))
    credit = f"{props.folder}/rig2d" if isinstance(footage, Posed) else props.credit
    return Master(timeline, tuple(films), posters, lufs, true_peak, found, credit)


def _film(on: Set, blob: Blob, length: Frames) -> Film:
    width, height = on.design.layout(on.form).size
    return Film(on.form, blob, width, height, length)


def performed(timeline: Timeline, props: Props, shelf: Shelf) -> Performance | None:
    """Give what an outside engine filmed, or who stood in for it; None where the presenter is drawn or photographed."""
    return None if props.outside is None else props.outside[0].perform(timeline, props.outside[1], shelf)


def staged(
    timeline: Timeline, form: Format, to: RenderSettings, props: Props, shelf: Shelf, footage: Performance | None = None
) -> Set:
    """Set the stage for one format. A drawn stand-in for `footage` is painted as any drawn presenter."""
    slots = timeline.speech.script.rundown.slots
    pictures = tuple(_photo(slot.item.picture is not None, shelf, timeline, k) for k, slot in enumerate(slots))
    return Set(
        design=props.design,
        form=form,
        rig=props.rig,
        atlas=_atlas(props, shelf),
        figure=f"{props.figure}/{ATLAS_VERSION}" + (f"/photo{PORTRAIT_VERSION}" if props.portrait is not None else ""),
        pictures=pictures,
        presenter=props.presenter,
        gender=props.gender,
        seed=props.seed,
        captions=form in to.burned,
        places=_places(props, form, shelf),
        portrait=props.portrait,
        footage=None if isinstance(footage, Posed) else footage,
    )


def _photo(has: bool, shelf: Shelf, timeline: Timeline, story: int) -> Photo | None:
    picture = timeline.speech.script.rundown.slots[story].item.picture
    return open_photo(shelf.read(picture.blob), picture) if has and picture is not None else None


_atlases: dict[str, Atlas] = {}
"""The presenter who was on last, by the digest of the layers: formats, films and edits of one process then share what is drawn of
them (`paint` keeps that by the atlas it comes from)."""


def _atlas(props: Props, shelf: Shelf) -> Atlas:
    """Recall the presenter's raster layers, or draw and remember them (once per presenter)."""
    if props.portrait is not None:
        return Atlas(1.0, {})
    key = f"atlas|{ATLAS_VERSION}|{props.figure}"
    blob = shelf.recall(key)
    if blob is None:
        blob = shelf.put(build_atlas(props.rig).to_bytes(), "application/octet-stream")
        shelf.remember(key, blob)
    if blob.digest not in _atlases:
        _atlases.clear()
        _atlases[blob.digest] = Atlas.from_bytes(shelf.read(blob)).in_yuv()
    return _atlases[blob.digest]


def _places(props: Props, form: Format, shelf: Shelf) -> Plates:
    """Recall land, wall and veil of a format, or draw and remember them (once per design)."""
    key = f"places|{PLACES_VERSION}|{props.design.digest}|{form}"
    width, height = props.design.layout(form).size
    blob = shelf.recall(key)
    if blob is None:
        blob = shelf.put(plates(props.design, form).to_bytes(), "application/octet-stream")
        shelf.remember(key, blob)
    return Plates.from_bytes(shelf.read(blob), width, height)


# ---------------------------------------------------------------- what is to be made, and what is remembered


def _tasks(timeline: Timeline, sets: Sequence[Set], encoder: Encoder, scratch: Path) -> tuple[_Task, ...]:
    """Name everything that is seen in a film by what it depends on: segments, posters, fits."""
    tasks: list[_Task] = []
    for on in sets:
        for cut in pieces(timeline.cuts):
            key = _key("segment", encoder.fingerprint, paint.segment_key(timeline, cut.start, cut.end, on))
            tasks.append(_Segment(on, cut, key, scratch / f"{on.form}-{key[-16:]}.mp4"))
        tasks.append(_Poster(on, _key("poster", POSTER_QUALITY, paint.poster_key(timeline, on))))
        tasks.append(_Fit(on, _key("fit", paint.fit_key(timeline, on))))
    return tuple(tasks)


def pieces(cuts: Sequence[Cut]) -> tuple[Cut, ...]:
    """Divide sentences into segments of 100 frames; the last one is shorter or longer by up to half of that."""
    parts: list[Cut] = []
    for cut in cuts:
        begins = range(cut.start, max(cut.start + 1, cut.end - PIECE // 2), PIECE)
        parts += [Cut(cut.where, Frames(a), Frames(b)) for a, b in pairwise((*begins, cut.end))]
    return tuple(parts)


def _key(kind: str, *parts: object) -> str:
    return f"{kind}|{VERSION}|{hashlib.sha256('|'.join(map(str, parts)).encode()).hexdigest()}"


def _made(timeline: Timeline, tasks: Sequence[_Task], encoder: Encoder, crew: Crew, shelf: Shelf) -> dict[str, Blob]:
    """Recall what is remembered and make the rest on all cores, what takes longest first."""
    known = {task.key: blob for task in tasks if (blob := shelf.recall(task.key)) is not None}
    missing = {task.key: task for task in tasks if task.key not in known}
    order = sorted(missing.values(), key=_weight, reverse=True)

    def make(task: _Task) -> tuple[str, bytes]:
        match task:
            case _Segment(on, cut, key, file):
                width, height = on.design.layout(on.form).size
                encoder.segment(paint.frames(timeline, cut.start, cut.end, on), (width, height), file)
                return key, b""
            case _Poster(on, key):
                return key, jpeg(Image.fromarray(paint.poster(timeline, on)), POSTER_QUALITY)
            case _Fit(on, key):
                return key, _note(paint.fit_findings(timeline, on))

    for on in _staged(order):
        paint.prepare(timeline, on, [(t.cut.start, t.cut.end) for t in order if isinstance(t, _Segment) and t.on is on])
    for key, content in crew.each(make, order, [_weight(task) for task in order]):
        made, media = _yields(missing[key], content)
        known[key] = shelf.put(made, media)
        shelf.remember(key, known[key])
    return known


def _weight(task: _Task) -> int:
    """Tell roughly how long a task takes, in frames painted and encoded."""
    match task:
        case _Segment(_, cut, _, _):
            return cut.end - cut.start
        case _Poster() | _Fit():
            return 20


def _staged(tasks: Sequence[_Task]) -> tuple[Set, ...]:
    """Give the sets that so many segments need that what they share is worth drawing before the work is divided."""
    count = Counter(id(task.on) for task in tasks if isinstance(task, _Segment))
    sets = {id(task.on): task.on for task in tasks if isinstance(task, _Segment)}
    return tuple(on for name, on in sets.items() if count[name] > FEW)


def _yields(task: _Task, content: bytes) -> tuple[bytes | Path, str]:
    """Give what a task has made: bytes or file, media type."""
    match task:
        case _Segment(_, _, _, file):
            return file, "video/mp4"
        case _Poster():
            return content, "image/jpeg"
        case _Fit():
            return content, "application/json"


# ---------------------------------------------------------------- the parts


def _plan(timeline: Timeline, to: RenderSettings) -> MixPlan:
    """Say what is mixed: the bed is silent under grave stories."""
    stories = timeline.speech.script.stories
    grave = tuple(
        (scene.start * SAMPLES_PER_FRAME, scene.end * SAMPLES_PER_FRAME)
        for scene in timeline.scenes
        if scene.kind in (SceneKind.STORY, SceneKind.SERVICE) and stories[scene.story].grave
    )
    return MixPlan(timeline.length * SAMPLES_PER_FRAME, timeline.voice_at * SAMPLES_PER_FRAME, grave, to.jingle, to.bed)


@contextmanager
def _sounding(wanted: _Sound, encoder: Encoder, crew: Crew, shelf: Shelf) -> Iterator[Callable[[], tuple[Blob, float, float]]]:
    """Begin the programme's sound, once for all formats, unless it is remembered; what is given waits for it.

    It gives the sound, its loudness in LUFS and its true peak in dBTP.
    """
    known, measured = shelf.recall(wanted.key), shelf.recall(wanted.measured)
    if known is not None and measured is not None:
        lufs, true_peak = json.loads(shelf.read(measured))
        yield lambda: (known, lufs, true_peak)
        return
    music = shelf.recall(MUSIC)
    scratch, composed = wanted.to.parent, wanted.to.with_suffix(".music")

    def make(sound: _Sound) -> tuple[float, float]:
        played = Music.from_bytes(shelf.read(music)) if music is not None else jingle.music()
        if music is None:
            composed.write_bytes(played.to_bytes())
        with (
            _spoken(shelf, sound.voice) as voice,
            produced(voice, sound.plan, played, sound.profile, scratch) as (parts, loudness),
        ):
            encoder.sound(parts, sound.to)
        return loudness.lufs, loudness.true_peak

    with crew.beside(make, wanted) as finished:

        def sounded() -> tuple[Blob, float, float]:
            lufs, true_peak = finished()
            made = shelf.put(wanted.to, "audio/mp4")
            shelf.remember(wanted.key, made)
            shelf.remember(wanted.measured, shelf.put(json.dumps([lufs, true_peak]).encode(), "application/json"))
            if music is None:
                shelf.remember(MUSIC, shelf.put(composed, "application/octet-stream"))
            return made, lufs, true_peak

        yield sounded


def _spoken(shelf: Shelf, voice: Blob) -> WavTrack:
    """Open the voice track, verified as `Shelf.read` does it, but without holding it."""
    with (path := shelf.path(voice)).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != voice.digest:
            shelf.read(voice)  # says so and puts it aside
    track = WavTrack(path)
    if track.rate != SAMPLE_RATE or len(track.shape) > 1:
        raise AssertionError("the speak stage gives 48 kHz mono")
    return track


def _note(findings: Sequence[Finding]) -> bytes:
    """Write findings as JSON, so that they can be remembered."""
    return json.dumps([[f.code, f.severity, f.message, f.where, f.quote] for f in findings]).encode()


def _findings(note: bytes) -> tuple[Finding, ...]:
    """Read findings back."""
    return tuple(Finding(code, Severity(severity), *rest) for code, severity, *rest in json.loads(note))


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
