# SPDX-License-Identifier: EUPL-1.2
"""What editors hear and see before there is a film: a sentence with its still, all captions, a still per scene, a small story.

    timeline = rehearse(room, bulletin, script)      speaks and times; what was spoken before is recalled
    glimpse(room, timeline, "2.3")                   the sound of a sentence and the frame in its middle
    captions(timeline), stills(room, timeline)       before any video
    proxy(room, timeline, 1)                         one story as a film of a third of the width and height

Nothing here is recorded and nothing counts: a preview may be made of words that nobody has saved. What is made is remembered
in the store by what is seen and heard in it, so that asking again costs nothing.
"""

import hashlib
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.casting import Engines
from pipeline.delivery.captions import webvtt
from pipeline.errors import NewsreelError
from pipeline.model import FPS, SAMPLES_PER_FRAME, Blob, Cut, Frames, Scene, Script, Speech, Timeline
from pipeline.newsroom import Newsroom
from pipeline.picture import paint
from pipeline.picture.stage import Set
from pipeline.sound.wav import read_wav
from pipeline.stages.cue import cue
from pipeline.stages.render import performed, staged
from pipeline.stages.speak import freeze, speak

STILL_WIDTH = 960  # px of the longer side's format width; smaller formats are shown as they are
QUALITY = 80  # JPEG
VERSION = 1
_PEAK = 0.5  # of a preview's voice: -6 dBFS, without music
_READ = re.compile(r"(\d+)\.\d+")


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One sentence: its sound (WAV, 48 kHz mono), its frame (JPEG), its length in seconds."""

    where: str
    sound: Blob
    still: Blob
    seconds: float


@dataclass(frozen=True, slots=True)
class SceneStill:
    """One scene: its frame at rest (JPEG) and when it begins, in seconds."""

    scene: Scene
    still: Blob
    at: float


def rehearse(room: Newsroom, bulletin: str, script: Script | None = None) -> Timeline:
    """Speak and time a script (where none is given, the one that counts) without making its film.

    Raises NewsreelError where there is no script, EngineError where the voice fails.
    """
    script = script or room.script(bulletin)
    if script is None:
        raise NewsreelError(f"{bulletin} has no script yet.", "Run `newsreel run` first.")
    use, to = room.engines(bulletin), room.slices(script.rundown)
    fit = room.ledger.head(bulletin, "fit")
    frozen = freeze(room.store.get_value(Speech, fit.digest)) if fit is not None else to.speak.frozen
    speech = speak.verb(script, replace(to.speak, frozen=frozen), use.voice, room.store, use.reference)
    return cue.verb(speech, to.cue)


def glimpse(room: Newsroom, timeline: Timeline, where: str) -> Glimpse:
    """Give the sound of a sentence and the frame in its middle. Raises NewsreelError where there is no such sentence."""
    said = next((s for s in timeline.speech.sentences if s.where == where), None)
    if said is None:
        raise NewsreelError(f"There is no spoken sentence {where}.", "Sentences are named opening.1, 2.3, closing.1.")
    middle = timeline.voice_at + (said.start + said.end) // 2 // SAMPLES_PER_FRAME
    still = _still(room, timeline, Frames(middle), _set(room, timeline))
    return Glimpse(where, said.audio, still, (said.end - said.start) / SAMPLES_PER_FRAME / FPS)


def captions(timeline: Timeline) -> str:
    """Give the captions of the whole programme as WebVTT."""
    track = next(track.captions for track in timeline.captions if track.use == "web")
    return webvtt(track, timeline.speech.script.rundown.language)


def stills(room: Newsroom, timeline: Timeline) -> tuple[SceneStill, ...]:
    """Give a frame of each scene, in its middle, where nothing comes or goes."""
    on = _set(room, timeline)
    return tuple(
        SceneStill(scene, _still(room, timeline, Frames((scene.start + scene.end) // 2), on), scene.start / FPS)
        for scene in timeline.scenes
    )


def proxy(room: Newsroom, timeline: Timeline, story: int) -> Blob:
    """Give one story (0-based) as a small film with the bare voice. Raises NewsreelError where there is no such story."""
    cuts = tuple(cut for cut in timeline.cuts if (named := _READ.fullmatch(cut.where)) and int(named.group(1)) == story + 1)
    if not cuts:
        raise NewsreelError(f"There is no story {story + 1}.", f"The bulletin has {len(timeline.speech.script.stories)}.")
    use, on, shelf = room.engines(timeline.speech.script.rundown.id), _set(room, timeline), room.store
    seen = tuple(_key("small", use.encoder.fingerprint, paint.segment_key(timeline, cut.start, cut.end, on)) for cut in cuts)
    whole = _key("proxy", *seen, timeline.speech.audio.digest, cuts[0].start - timeline.voice_at, cuts[-1].end)
    kept = shelf.recall(whole)
    if kept is not None:
        return kept
    scratch = shelf.scratch()
    try:
        parts = _segments(room, timeline, tuple(zip(cuts, seen, strict=True)), on, use, scratch)
        sound = scratch / "sound.mp4"
        use.encoder.sound([_voice(room, timeline, cuts[0].start, cuts[-1].end)], sound)
        use.encoder.join([shelf.path(part) for part in parts], sound, "Vorschau", "KI-generiert", scratch / "proxy.mp4")
        made = shelf.put(scratch / "proxy.mp4", "video/mp4")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    shelf.remember(whole, made)
    return made


def _segments(
    room: Newsroom, timeline: Timeline, cuts: Iterable[tuple[Cut, str]], on: Set, use: Engines, scratch: Path
) -> list[Blob]:
    """Recall the small segments, or paint and encode them on all cores."""
    shelf, cuts = room.store, tuple(cuts)
    width, height = (side // paint.SMALL for side in on.design.layout(on.form).size)

    def make(job: tuple[Cut, str]) -> tuple[str, Path]:
        cut, key = job
        file = scratch / f"{key[-16:]}.mp4"
        use.encoder.segment(paint.small_frames(timeline, cut.start, cut.end, on), (width, height), file)
        return key, file

    known = {key: blob for _, key in cuts if (blob := shelf.recall(key)) is not None}
    missing = sorted((job for job in cuts if job[1] not in known), key=lambda job: job[0].start - job[0].end)
    if len(missing) > 1:
        paint.prepare(timeline, on, [(cut.start, cut.end) for cut, _ in missing])
    for key, file in use.crew.each(make, missing):
        known[key] = shelf.put(file, "video/mp4")
        shelf.remember(key, known[key])
    return [known[key] for _, key in cuts]


def _set(room: Newsroom, timeline: Timeline) -> Set:
    """Set the stage in the first format that is configured."""
    to = room.slices(timeline.speech.script.rundown).render
    form, props = to.formats[0], room.cast.props()
    return staged(timeline, form, to, props, room.store, performed(timeline, props, room.store))


def _still(room: Newsroom, timeline: Timeline, n: Frames, on: Set) -> Blob:
    """Recall a frame, or paint and remember it."""
    key = _key("still", paint.segment_key(timeline, n, Frames(n + 1), on))
    kept = room.store.recall(key)
    if kept is None:
        picture = Image.fromarray(paint.still(timeline, n, on))
        if picture.width > STILL_WIDTH:
            picture = picture.resize((STILL_WIDTH, round(picture.height * STILL_WIDTH / picture.width)), Image.Resampling.BOX)
        out = BytesIO()
        picture.save(out, "JPEG", quality=QUALITY)
        kept = room.store.put(out.getvalue(), "image/jpeg")
        room.store.remember(key, kept)
    return kept


def _voice(room: Newsroom, timeline: Timeline, start: Frames, end: Frames) -> NDArray[np.float32]:
    """Cut the voice of some frames out of the speech, as loud as it may be: 48 kHz stereo."""
    track = read_wav(room.store.read(timeline.speech.audio)).sound
    first = (start - timeline.voice_at) * SAMPLES_PER_FRAME
    out = np.zeros((end - start) * SAMPLES_PER_FRAME, np.float32)
    part = track[max(0, first) : max(0, first + len(out))]
    out[max(0, -first) : max(0, -first) + len(part)] = part
    loudest = float(np.abs(out).max(initial=0.0)) or 1.0
    return np.repeat((out * np.float32(_PEAK / loudest))[:, None], 2, axis=1)


def _key(kind: str, *parts: object) -> str:
    return f"{kind}|{VERSION}|{hashlib.sha256('|'.join(map(str, parts)).encode()).hexdigest()}"
