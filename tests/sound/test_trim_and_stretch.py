# SPDX-License-Identifier: EUPL-1.2
import numpy as np
import pytest

from pipeline.model import SAMPLE_RATE
from pipeline.sound.stretch import stretched
from pipeline.sound.trim import KEEP, at_48k, edges, faded
from tests.doubles.voices import babble


def test_silence_around_is_cut_but_for_20_ms() -> None:
    speech = babble(1.0)
    first, last = edges(np.concatenate([np.zeros(30_000, np.float32), speech, np.zeros(50_000, np.float32)]))
    assert first == pytest.approx(30_000 - KEEP, abs=120)
    assert last == pytest.approx(30_000 + len(speech) + KEEP, abs=120)
    assert edges(np.zeros(9_000, np.float32)) == (0, 0)
    assert edges(np.zeros(0, np.float32)) == (0, 0)


def test_both_ends_are_faded_to_nothing_within_5_ms() -> None:
    out = faded(np.ones(4_800, np.float32))
    assert out[0] == 0
    assert out[-1] < 0.001
    assert np.all(out[240:-240] == 1)
    assert np.abs(np.diff(out)).max() < 0.01
    assert len(faded(np.ones(3, np.float32))) == 3


def test_any_rate_and_any_channels_become_48_khz_mono() -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050).astype(np.float32)
    out = at_48k(np.stack([tone, tone], axis=1), 22_050)
    assert out.ndim == 1
    assert len(out) == pytest.approx(SAMPLE_RATE, abs=2)
    spectrum = np.abs(np.fft.rfft(out[:SAMPLE_RATE]))
    assert int(np.argmax(spectrum)) == pytest.approx(440, abs=1)


@pytest.mark.parametrize("rate", [0.9, 0.95, 1.05, 1.1])
def test_stretching_changes_the_length_but_neither_pitch_nor_level(rate: float) -> None:
    speech = babble(3.0)
    out = stretched(speech, SAMPLE_RATE, rate)
    assert len(out) == pytest.approx(len(speech) / rate, abs=2)
    assert np.sqrt(np.mean(out**2)) == pytest.approx(np.sqrt(np.mean(speech**2)), rel=0.08)
    pitch = [np.argmax(np.abs(np.fft.rfft(part * np.hanning(len(part)), 480_000))[:3_000]) / 10 for part in (speech, out)]
    assert pitch[1] == pytest.approx(pitch[0], rel=0.02)


def test_the_natural_rate_leaves_the_samples_alone() -> None:
    speech = babble(1.0)
    assert stretched(speech, SAMPLE_RATE, 1.0) is speech
