# SPDX-License-Identifier: EUPL-1.2
"""`newsreel show ID master`: a short film that is right meets every row, and one that lies misses those it lies about."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.keep.store import Store
from pipeline.model import (
    SAMPLES_PER_FRAME,
    CaptionTrack,
    Cut,
    Film,
    Frames,
    LowerThird,
    Master,
    Phoneme,
    Samples,
    Scene,
    SceneKind,
    Speech,
    SpokenSentence,
    Timeline,
)
from pipeline.picture import paint
from pipeline.picture.atlas import VERSION as ATLAS_VERSION
from pipeline.picture.stage import Set
from pipeline.ports import PlaneFrame
from pipeline.report_master import MasterReport, master_report
from pipeline.sound.wav import Sound, write_wav
from pipeline.stages.render import Props, RenderSettings, staged
from tests.picture.film import design, timeline
from tests.picture.spoken import rig_of, sentences, small_atlas

VOICE_AT, LENGTH = 12, 290
SETTINGS = RenderSettings(("1x1",), (), "t", "c")
ENCODER = PyavEncoder()


def spoken(by: int = 0) -> tuple[SpokenSentence, ...]:
    """Two short stretches of real phonemes, half a second apart; `by` frames later than they are heard."""
    found = []
    for said, first, last, start in ((sentences()[0], 0, 55, 0), (sentences()[4], 0, 50, 140)):
        sounds = said.phonemes[first:last]
        shift = (start + by) * SAMPLES_PER_FRAME - said.phonemes[first].start
        moved = tuple(Phoneme(p.ipa, Samples(p.start + shift), Samples(p.end + shift), p.stressed) for p in sounds)
        found.append(replace(said, where=f"opening.{len(found) + 1}", start=moved[0].start, end=moved[-1].end, phonemes=moved))
    return tuple(found)


def heard(said: tuple[SpokenSentence, ...]) -> Sound:
    """A voice of noise that is silent where lips or tongue hold the air back."""
    chance = np.random.default_rng(5)
    sound = np.zeros((LENGTH - VOICE_AT) * SAMPLES_PER_FRAME, np.float32)
    for sentence in said:
        for p in sentence.phonemes:
            sound[p.start : p.end] = chance.normal(0, 0.12, p.end - p.start)
    for sentence in said:
        for p in sentence.phonemes:
            if p.ipa in "pbtdkɡ":  # the voice's times name the burst: the silence lies before it
                sound[max(0, p.start - 60 * 48) : p.start + (p.end - p.start) // 3] *= 0.001
    return sound


def programme(shelf: Store, by: int = 0) -> Timeline:
    """A greeting, with its name plate: no opener, no story."""
    whole = timeline()
    said = spoken()
    voice = shelf.put(write_wav(heard(said)), "audio/wav")
    slots = tuple(replace(slot, item=replace(slot.item, picture=None)) for slot in whole.speech.script.rundown.slots)
    script = replace(whole.speech.script, rundown=replace(whole.speech.script.rundown, slots=slots))
    speech = Speech(script, voice, Samples((LENGTH - VOICE_AT) * SAMPLES_PER_FRAME), spoken(by), (), 1.0, "test")
    middle = VOICE_AT + spoken()[1].start // SAMPLES_PER_FRAME - 4
    return Timeline(
        speech, Frames(LENGTH), Frames(VOICE_AT),
        (Scene(SceneKind.WELCOME, Frames(0), Frames(LENGTH)),), (CaptionTrack("web", ()),),
        (LowerThird(Frames(20), Frames(140), "Anna, KI-Sprecherin", "Figur und Stimme: KI-generiert"),), (),
        (Cut("opening.1", Frames(0), Frames(middle)), Cut("opening.2", Frames(middle), Frames(LENGTH))),
    )  # fmt: skip


def props() -> Props:
    return Props(design(), rig_of("anna"), "anna", "Anna", "female", 7)


def lying(frames: Iterator[PlaneFrame], start: int, on: Set) -> Iterator[PlaneFrame]:
    """Take the label away in the middle of the film, and a quarter of the colour everywhere."""
    right, y, high = on.design.layout("1x1").label
    for n, frame in enumerate(frames, start):
        luma = frame.y.copy()
        if 60 <= n < 110:
            luma[y : y + high, right - 330 : right] = 40
        faded = [(128 + (plane.astype(np.int16) - 128) * 3 // 4).astype(np.uint8) for plane in (frame.u, frame.v)]
        yield PlaneFrame(luma, *faded)


def filmed(shelf: Store, folder: Path, lie: bool) -> Master:
    """Make the film by the real painter and encoder; a lying one is painted late, wrongly, and heard late."""
    honest = programme(shelf)
    painted = programme(shelf, by=6) if lie else honest
    on = staged(painted, "1x1", SETTINGS, props(), shelf)
    segments = []
    for k, cut in enumerate(honest.cuts):
        frames = paint.frames(painted, cut.start, cut.end, on)
        segments.append(folder / f"{k}.mp4")
        ENCODER.segment(lying(frames, cut.start, on) if lie else frames, (1080, 1080), segments[-1])
    sound = np.zeros((LENGTH * SAMPLES_PER_FRAME, 2), np.float32)
    late = VOICE_AT * SAMPLES_PER_FRAME + (48 * 100 if lie else 0)
    voice = heard(spoken())[: len(sound) - late]
    sound[late : late + len(voice)] = voice[:, None]
    (folder / "sound.wav").write_bytes(write_wav(sound))
    ENCODER.join(segments, folder / "sound.wav", "t", "c", folder / "film.mp4")
    blob = shelf.put(folder / "film.mp4", "video/mp4")
    out = BytesIO()
    poster = paint.poster(painted, on)
    if lie:
        poster = poster[::-1]
    Image.fromarray(np.ascontiguousarray(poster)).save(out, "JPEG", quality=88, subsampling=0)
    still = shelf.put(out.getvalue(), "image/jpeg")
    return Master(
        honest, (Film("1x1", blob, 1080, 1080, Frames(LENGTH)),), (Film("1x1", still, 1080, 1080, Frames(LENGTH)),), -16.0, -2.0
    )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("store"))
    drawn = store.put(small_atlas("anna").to_bytes(), "application/octet-stream")
    store.remember(f"atlas|{ATLAS_VERSION}|anna", drawn)
    return store


def measured(shelf: Store, folder: Path, lie: bool) -> MasterReport:
    return master_report(filmed(shelf, folder, lie), SETTINGS, props(), ENCODER, shelf)


@pytest.mark.slow
def test_a_film_that_is_as_it_should_be_meets_every_row(shelf: Store, tmp_path: Path) -> None:
    report = measured(shelf, tmp_path, lie=False)
    assert report.form["missed"] == []
    assert json.loads(json.dumps(report.form))["films"][0]["closures"]["closed"] == 8
    text = "\n".join(report.rows())
    for word in (
        "m, b, p closed",
        "control",
        "teeth",
        "sway",
        "picture against sound",
        "AI label",
        "palette",
        "BT.709",
        "flat runs",
    ):
        assert word in text
    assert "MISSED" not in text


@pytest.mark.slow
def test_a_film_that_lies_misses_what_it_lies_about(shelf: Store, tmp_path: Path) -> None:
    report = measured(shelf, tmp_path, lie=True)
    missed = report.form["missed"]
    assert isinstance(missed, list)
    assert {
        "m, b, p closed",
        "mouth in pauses > 200 ms",
        "picture against sound",
        "a segment made again",
        "AI label in sampled frames",
        "AI label on the poster",
        "palette in the film",
    } <= set(missed)
    films = report.form["films"]
    assert isinstance(films, list)
    gone = films[0]["label"]["missing"]
    assert gone
    assert all(60 <= n < 110 for n in gone)
