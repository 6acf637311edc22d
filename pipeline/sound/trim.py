# SPDX-License-Identifier: EUPL-1.2
"""One spoken sentence made ready for the track: mono at 48 kHz, silence cut off, edges faded."""

from typing import Final

import numpy as np
import soxr

from pipeline.model import SAMPLE_RATE
from pipeline.sound.wav import Sound

KEEP: Final = SAMPLE_RATE * 20 // 1000
"""Samples of silence kept before the first and after the last sound: 20 ms."""

FADE: Final = SAMPLE_RATE * 5 // 1000
"""Samples of the fades at both ends: 5 ms, so that no join clicks."""

_HOP: Final = SAMPLE_RATE // 400
_FLOOR: Final = 10 ** (-48 / 20)
"""Softer than 48 dB under the loudest stretch of the sentence is silence."""


def at_48k(sound: Sound, rate: int) -> Sound:
    """Samples at any rate and of any channels → mono at 48 kHz."""
    mono = sound if sound.ndim == 1 else sound.mean(axis=1, dtype=np.float32)
    if rate == SAMPLE_RATE:
        return mono
    return np.asarray(soxr.resample(mono, rate, SAMPLE_RATE), dtype=np.float32)


def envelope(sound: Sound, hop: int = _HOP) -> Sound:
    """Mono samples → loudness (RMS) per stretch of `hop` samples; 2.5 ms unless told."""
    whole = sound[: len(sound) // hop * hop].reshape(-1, hop)
    return np.sqrt(np.mean(np.square(whole, dtype=np.float32), axis=1, dtype=np.float32))


def edges(sound: Sound) -> tuple[int, int]:
    """Mono samples at 48 kHz → first and last sample worth keeping; (0, 0) where all is silent."""
    loud = envelope(sound)
    peak = float(loud.max(initial=0.0))
    above = np.flatnonzero(loud > peak * _FLOOR) if peak > 1e-5 else np.zeros(0, np.intp)
    if not above.size:
        return 0, 0
    return max(0, int(above[0]) * _HOP - KEEP), min(len(sound), int(above[-1] + 1) * _HOP + KEEP)


def faded(sound: Sound) -> Sound:
    """The same samples with 5 ms of fade (raised cosine) at both ends."""
    length = min(FADE, len(sound) // 2)
    ramp = (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, length, endpoint=False))).astype(np.float32)
    out = sound.copy()
    out[:length] *= ramp
    if length:
        out[-length:] *= ramp[::-1]
    return out
