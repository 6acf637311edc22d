# SPDX-License-Identifier: EUPL-1.2
"""The bulletin that is measured: the sample newsletter, its first seconds, and the same made as long as wanted."""

import pickle
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline import settings
from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.keep.store import Store
from pipeline.model import (
    FPS,
    SAMPLES_PER_FRAME,
    Caption,
    Cut,
    Frames,
    Phoneme,
    Samples,
    Scene,
    SceneKind,
    SpokenSentence,
    Timeline,
)
from pipeline.newsroom import Newsroom
from pipeline.picture.atlas import VERSION, build_atlas
from pipeline.producer import run
from pipeline.rehearsal import rehearse
from pipeline.sound.wav import read_wav, write_wav
from pipeline.stages.render import Props, RenderSettings

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 20)  # the sample newsletter's own day


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What every side gets: the timeline, the slice of the settings, what stands on the stage."""

    timeline: Timeline
    to: RenderSettings
    props: Props


def newsroom(folder: Path) -> Newsroom:
    """Open the sample newsroom in a folder of its own, with the voice that comes in the wheels."""
    to = settings.load(ROOT / "config.toml")
    return Newsroom(replace(to, keep=replace(to.keep, output=str(folder)), voice=replace(to.voice, engine="espeak")))


def prepare(folder: Path) -> Bulletin:
    """Write and time the sample bulletin, draw its presenter, and leave all that as files for the sides."""
    room = newsroom(folder / "room")
    try:
        run(room, DAY, until="check")
        name = room.ledger.bulletins()[0].name
        timeline = rehearse(room, name)
        slices = room.slices(timeline.speech.script.rundown)
        made = Bulletin(timeline, slices.render, room.cast.props())
        seed = Store(folder / "seed")
        for blob in (
            timeline.speech.audio,
            *(s.item.picture.blob for s in timeline.speech.script.rundown.slots if s.item.picture),
        ):
            seed.put(room.store.path(blob), blob.media)
        atlas = seed.put(build_atlas(made.props.rig).to_bytes(), "application/octet-stream")
        seed.remember(f"atlas|{VERSION}|{made.props.figure}", atlas)
        room.store.remember(f"atlas|{VERSION}|{made.props.figure}", room.store.put(seed.path(atlas), atlas.media))
    finally:
        room.close()
    (folder / "bulletin").write_bytes(pickle.dumps(made))
    return made


def given(folder: Path) -> Bulletin:
    """Read the bulletin that `prepare` left."""
    made = pickle.loads((folder / "bulletin").read_bytes())  # noqa: S301 - our own file of a minute ago
    if not isinstance(made, Bulletin):
        raise SystemExit(f"{folder} holds no bulletin.")
    return made


def fresh(folder: Path, seed: str = "seed") -> Store:
    """Give a store that is empty but for voice, pictures and the presenter's layers, or for what lies in another seed."""
    shutil.rmtree(folder / "store", ignore_errors=True)
    shutil.copytree(folder / seed, folder / "store")
    return Store(folder / "store")


def encoder() -> PyavEncoder:
    """Give the encoder as it is configured by default."""
    video = settings.VideoSettings()
    return PyavEncoder(video.crf, video.preset)


def shortened(timeline: Timeline, seconds: float) -> Timeline:
    """Give the first seconds, ended at the nearest cut: 25 s of the sample are 25.3, not the 18.4 of the cut before."""
    last = min(timeline.cuts, key=lambda cut: abs(cut.end - seconds * FPS))
    cuts = timeline.cuts[: timeline.cuts.index(last) + 1]
    return replace(timeline, cuts=cuts, length=Frames(cuts[-1].end))


def lengthened(timeline: Timeline, seconds: float, store: Store) -> Timeline:
    """Tell the stories again and again until the bulletin is as long; each time with other small motions."""
    first = next(s.start for s in timeline.scenes if s.kind is SceneKind.STORY)
    last = next(s.start for s in timeline.scenes if s.kind is SceneKind.FAREWELL)
    times = max(1, round((seconds * FPS - timeline.length) / (last - first)) + 1)
    return _spliced(timeline, [(0, first), *[(int(first), int(last))] * times, (last, timeline.length)], store)


def brief(timeline: Timeline, store: Store) -> Timeline:
    """A whole bulletin of 25 seconds: opener, greeting, the first story's first sentence, the last words, closer."""
    wanted = ("opener", "opening.1", "1.1", "closing.3", "closer")
    spans: list[tuple[int, int]] = []
    for cut in timeline.cuts:
        if cut.where in wanted:
            start = spans.pop()[0] if spans and spans[-1][1] == cut.start else cut.start
            spans.append((start, cut.end))
    return _spliced(timeline, spans, store)


def _spliced(timeline: Timeline, spans: Sequence[tuple[int, int]], store: Store) -> Timeline:
    """Put parts of a bulletin (first frame, frame after the last; cut at its cuts) one after the other, as often as they come."""
    scenes, cuts, spoken, voice = [], [], [], []
    captions: dict[str, list[Caption]] = {track.use: [] for track in timeline.captions}
    whole, at = read_wav(store.read(timeline.speech.audio)).sound, 0
    for number, (a, b) in enumerate(spans):
        by, told = at - a, spans[:number].count((a, b))
        for scene in timeline.scenes:
            start, end = max(scene.start, a), min(scene.end, b)
            if start < end:
                bleed = scene.full_bleed if scene.full_bleed and scene.full_bleed[1] <= b else None
                bleed = bleed and (Frames(bleed[0] + by), Frames(bleed[1] + by))
                scenes.append(replace(scene, start=Frames(start + by), end=Frames(end + by), full_bleed=bleed))
        cuts += [Cut(c.where, Frames(c.start + by), Frames(c.end + by)) for c in timeline.cuts if a <= c.start < b]
        spoken += [
            _later(said, by * SAMPLES_PER_FRAME, told)
            for said in timeline.speech.sentences
            if a <= timeline.voice_at + said.start // SAMPLES_PER_FRAME < b
        ]
        for track in timeline.captions:
            captions[track.use] += [
                replace(c, start=Frames(c.start + by), end=Frames(c.end + by)) for c in track.captions if a <= c.start < b
            ]
        voice.append(whole[slice(*(max(0, frame - timeline.voice_at) * SAMPLES_PER_FRAME for frame in (a, b)))])
        at += b - a
    voiced = np.concatenate(voice)
    speech = replace(
        timeline.speech, sentences=tuple(spoken), audio=store.put(write_wav(voiced), "audio/wav"), length=Samples(len(voiced))
    )
    return replace(
        timeline,
        speech=speech,
        length=Frames(at),
        scenes=tuple(_whole(scenes)),
        cuts=tuple(cuts),
        captions=tuple(replace(track, captions=tuple(captions[track.use])) for track in timeline.captions),
        lower_thirds=timeline.lower_thirds[:1],
    )


def _later(said: SpokenSentence, by: int, round_: int) -> SpokenSentence:
    """Give a sentence as it is spoken in a later round; other words in the seed of its motions."""
    sounds = tuple(Phoneme(p.ipa, Samples(p.start + by), Samples(p.end + by), p.stressed) for p in said.phonemes)
    words = tuple(replace(w, start=Samples(w.start + by), end=Samples(w.end + by)) for w in said.words)
    spoken = f"{said.spoken} {round_}" if round_ else said.spoken
    return replace(said, start=Samples(said.start + by), end=Samples(said.end + by), phonemes=sounds, words=words, spoken=spoken)


def _whole(scenes: list[Scene]) -> list[Scene]:
    """Hold the scenes against each other: they must lie end to end."""
    for one, two in pairwise(scenes):
        if one.end != two.start:
            raise SystemExit(f"The lengthened bulletin has a gap at frame {one.end}.")
    return scenes
