# SPDX-License-Identifier: EUPL-1.2
import io
from functools import cache
from typing import Literal

import av
import numpy as np
import pyloudnorm
import pytest
from scipy.signal import resample_poly

from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.errors import EngineError
from pipeline.model import SAMPLE_RATE
from pipeline.ports import Utterance
from pipeline.sound.loudness import CEILING_DB, TARGETS, limit, master, measure, true_peak
from pipeline.sound.mix import MixPlan, mix
from pipeline.sound.wav import Sound, as_int16

Profile = Literal["web", "social", "broadcast"]
SENTENCES = (
    "Guten Tag und willkommen zu Kreis kompakt, den Nachrichten aus dem Landkreis Beispielheim.",
    "Die Sanierung der Brücke kostet eine Komma neun Millionen Euro und dauert bis Ende März.",
    "Halterinnen und Halter müssen ihr Geflügel ab sofort im Stall lassen.",
)


@cache
def programme(name: str) -> Sound:
    """A short programme with a real voice, opener, bed and closer."""
    espeak = EspeakVoice(name)
    voice = np.concatenate([espeak.speak(Utterance(text, "")).pcm for text in SENTENCES])
    espeak.close()
    return mix(voice, MixPlan(3 * SAMPLE_RATE + len(voice) + 5 * SAMPLE_RATE, 3 * SAMPLE_RATE))


def through_aac(sound: Sound, bits: int) -> Sound:
    """Encode as AAC in MP4, decode, give the samples."""
    kept = io.BytesIO()
    with av.open(kept, "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        stream.bit_rate = bits
        flat = np.ascontiguousarray(as_int16(sound).reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(flat, format="s16", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        shape = av.AudioResampler("fltp", "stereo", SAMPLE_RATE, frame_size=1024)
        for part in [*shape.resample(frame), *shape.resample(None), None]:
            for packet in stream.encode(part):
                out.mux(packet)
    kept.seek(0)
    with av.open(kept) as back:
        return np.concatenate([part.to_ndarray().T for part in back.decode(audio=0)]).astype(np.float32)


@pytest.mark.parametrize(("profile", "voice"), [("web", "de+f2"), ("web", "de+m3"), ("social", "de+f2"), ("broadcast", "de+f2")])
def test_each_profile_meets_its_loudness_and_stays_under_its_peak_also_after_aac(profile: Profile, voice: str) -> None:
    made = master(programme(voice), profile)
    # Judged by others' code: pyloudnorm for loudness, scipy's oversampling for the peak.
    assert pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(made.sound.astype(float)) == pytest.approx(TARGETS[profile], abs=0.3)
    peak = 20 * np.log10(np.abs(resample_poly(made.sound, 8, 1, axis=0)).max())
    assert peak <= -1.5
    assert made.loudness.true_peak == pytest.approx(peak, abs=0.2)
    decoded = measure(through_aac(made.sound, 160_000))
    assert decoded.lufs == pytest.approx(TARGETS[profile], abs=0.3)
    assert decoded.true_peak <= -1.0


def test_a_peak_between_samples_is_found() -> None:
    # A sine at a quarter of the rate, 45 degrees off: its samples reach 0.707 of its peak.
    tone = (np.hanning(SAMPLE_RATE) * np.sin(np.pi / 2 * np.arange(SAMPLE_RATE) + np.pi / 4)).astype(np.float32)
    assert np.abs(tone).max() == pytest.approx(0.7071, abs=1e-3)
    assert true_peak(tone * np.float32(0.5)) == pytest.approx(-6.02, abs=0.1)


def test_the_limiter_keeps_the_ceiling_and_leaves_soft_sound_alone() -> None:
    rng = np.random.default_rng(3)
    loud = (rng.standard_normal((SAMPLE_RATE, 2)) * 0.5).astype(np.float32)
    assert true_peak(limit(loud)) <= CEILING_DB + 0.05
    soft = loud * np.float32(0.05)
    assert limit(soft) is soft


def test_the_limiter_does_not_touch_what_is_far_from_a_peak() -> None:
    sound = np.full((SAMPLE_RATE, 2), 0.1, np.float32)
    sound[20_000] = 1.0
    out = limit(sound)
    assert np.array_equal(out[:19_000], sound[:19_000])
    assert out[20_000, 0] < 0.8
    assert np.allclose(out[30_000:], sound[30_000:], atol=1e-4)


def test_silence_is_an_error_and_not_a_division_by_zero() -> None:
    with pytest.raises(EngineError, match="silent"):
        master(np.zeros((SAMPLE_RATE, 2), np.float32))
    assert measure(np.zeros(SAMPLE_RATE, np.float32)).lufs == float("-inf")


def test_a_mix_that_cannot_become_so_loud_is_an_error() -> None:
    click = np.zeros((4 * SAMPLE_RATE, 2), np.float32)
    click[::24_000] = 0.9
    with pytest.raises(EngineError, match="peaks are too high"):
        master(click, "social")
