# SPDX-License-Identifier: EUPL-1.2
"""Master the mix: stereo → the loudness of a profile, with a true-peak limiter. Measured after ITU-R BS.1770-4 / EBU R 128."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.model import SAMPLE_RATE
from pipeline.sound.filters import Recursive, Section, averaged, low_pass, lowest
from pipeline.sound.tape import Blank, Track, stretches
from pipeline.sound.wav import Sound

Profile = Literal["web", "social", "broadcast"]

TARGETS: Final[dict[str, float]] = {"web": -16.0, "social": -14.0, "broadcast": -23.0}
"""LUFS: the web's common practice, platforms, EBU R 128."""

CEILING_DB: Final = -2.0
"""The limiter's ceiling in dBTP; AAC at 128 kbit/s and more adds up to 0.9 dB (research/speech.md, section 8)."""

TOLERANCE_LU: Final = 0.15
_CORRECTIONS: Final = 2
_OVERSAMPLING: Final = 4
_LOOK_AHEAD: Final = SAMPLE_RATE * 4 // 1000
_BLOCK: Final = 480
_EDGE: Final = 32
"""Samples to each side of a block that are oversampled with it."""
_MARGIN: Final = 0.995
"""What the limiter lets through of the ceiling."""
_STEP: Final = SAMPLE_RATE // 10
_BEFORE, _AFTER = SAMPLE_RATE * 6 // 10, 8 * _LOOK_AHEAD
_SILENCE, _GATE = -70.0, 10.0  # LUFS, LU: the gates of BS.1770-4
_WEIGHTING: Final[tuple[Section, ...]] = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585),
    (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621),
)
"""K-weighting at 48 kHz: a shelf for the head, a high-pass (ITU-R BS.1770-4, annex 1, tables 1 and 2)."""
_NEAR: Final = 0.7
"""Between samples a peak rises by at most 3 dB over its neighbours in speech and music; softer blocks are not oversampled."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS and true peak in dBTP (4x oversampled); both -inf for silence."""

    lufs: float
    true_peak: float


@dataclass(frozen=True, slots=True)
class Mastered:
    """A mastered sound (48 kHz stereo) and what was measured in it."""

    sound: Sound
    loudness: Loudness


def master(sound: Track, profile: Profile = "web") -> Mastered:
    """Mix → master, in memory: what `master_onto` writes, and what was measured in it."""
    out = np.empty(sound.shape, np.float32)
    return Mastered(out, master_onto(out, sound, profile))


def master_onto(to: Blank, sound: Track, profile: Profile = "web") -> Loudness:
    """Mix → master, onto a blank of the same shape: one linear gain, then the limiter; measured and corrected at most twice.

    Raises EngineError where the mix is silent or the target cannot be reached within 0.3 LU.
    """
    target = TARGETS[profile]
    before = _lufs(sound)
    if not np.isfinite(before):
        raise EngineError("The mix is silent.", "Listen to the voice track; `newsreel doctor` tests the voice.")
    gain, reached = target - before, before
    for _ in range(1 + _CORRECTIONS):
        weighed = _Weighed(sound.shape)
        for part, limited in _limited(sound, np.float32(10 ** (gain / 20)), CEILING_DB):
            to[part] = limited
            weighed.add(limited)
        reached = weighed.lufs()
        if abs(reached - target) <= TOLERANCE_LU:
            break
        gain += 1.15 * (target - reached)  # a little more than is missing: the limiter takes part of it again
    if abs(reached - target) > 0.3:
        raise EngineError(
            f"The mix reaches {reached:.1f} LUFS instead of {target:g}: its peaks are too high.",
            "Take another voice, or the profile “web”.",
        )
    return Loudness(reached, true_peak(to))


def measure(sound: Track) -> Loudness:
    """Stereo or mono at 48 kHz → its loudness and true peak. Shorter than 0.4 s is silence to the standard."""
    return Loudness(_lufs(sound), true_peak(sound))


class _Weighed:
    """The loudness of a sound that comes in stretches."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._channels = shape[1] if len(shape) > 1 else 1
        self._weighted = Recursive(_WEIGHTING, self._channels)
        self._steps = [np.zeros(0)]

    def add(self, part: Sound) -> None:
        """Add the next stretch: the K-weighted power of each whole 100 ms, summed over the channels."""
        whole = len(part) // _STEP * _STEP
        weighted = self._weighted(part[:whole].reshape(whole, self._channels)).T.reshape(self._channels, -1, _STEP)
        self._steps.append(np.einsum("csn,csn->s", weighted, weighted) / _STEP)

    def lufs(self) -> float:
        """Give the integrated loudness of all, -inf for silence."""
        steps = np.concatenate(self._steps)
        if len(steps) < 4 or not np.any(steps):
            return float("-inf")
        power = (steps[:-3] + steps[1:-2] + steps[2:-1] + steps[3:]) / 4  # blocks of 400 ms, one every 100 ms
        kept = power[_in_lufs(power) > _SILENCE]
        if not kept.size:
            return float("-inf")
        loud = kept[_in_lufs(kept) > _in_lufs(kept.mean()) - _GATE]
        return float(_in_lufs(loud.mean()))


def _lufs(sound: Track) -> float:
    """Integrated loudness, -inf for silence."""
    weighed = _Weighed(sound.shape)
    for part in stretches(len(sound)):
        weighed.add(sound[part])
    return weighed.lufs()


def _in_lufs(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    """Power, summed over the channels → LUFS."""
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-30)))


def true_peak(sound: Track) -> float:
    """Highest value between and at the samples, in dBTP."""
    blocks = np.concatenate([np.zeros(0, np.float32), *(_tops(_loudest(np.abs(sound[p]))) for p in stretches(len(sound)))])
    top = float(blocks.max(initial=0.0))
    for first, last in _runs(np.flatnonzero(blocks >= _NEAR * top)):
        part = sound[max(0, first * _BLOCK - _EDGE) : (last + 1) * _BLOCK + _EDGE]
        top = max(top, float(_between(part).max(initial=0.0)))
    return 20 * float(np.log10(top)) if top > 0 else float("-inf")


def limit(sound: Sound, ceiling_db: float = CEILING_DB) -> Sound:
    """Keep true peaks under the ceiling: the gain goes down 4 ms before a peak and comes back over some 60 ms."""
    out = np.concatenate([sound[:0], *(limited for _, limited in _limited(sound, np.float32(1), ceiling_db))])
    return out if not np.array_equal(out, sound) else sound


def _limited(sound: Track, gain: np.float32, ceiling_db: float) -> Iterator[tuple[slice, Sound]]:
    """Amplify and limit, a stretch at a time: within the 0.6 s before it, 72 dB come back, so that nothing earlier counts."""
    for part in stretches(len(sound)):
        first = max(0, part.start - _BEFORE)
        around = sound[first : part.stop + _AFTER] * gain
        own = slice(part.start - first, part.stop - first)
        limiting = _gain(around, 10 ** (ceiling_db / 20))
        if limiting is not None:
            around[own] *= limiting[own, None] if around.ndim == 2 else limiting[own]
        yield part, around[own]


def _gain(sound: Sound, ceiling: float) -> NDArray[np.float32] | None:
    """Give the gain of each sample; None where nothing comes near the ceiling."""
    peaks = _true_peaks(sound, _NEAR * ceiling)
    if float(peaks.max(initial=0.0)) <= ceiling * _MARGIN:
        return None
    needed = np.minimum(1.0, ceiling * _MARGIN / np.maximum(peaks, 1e-9)).astype(np.float32)
    # Lowest gain needed within reach, then let go by 120 dB per second; a mean over the reach rounds it off and stays below.
    reach = 2 * _LOOK_AHEAD + 1
    down = 20 * np.log10(lowest(needed, reach))
    ramp = np.arange(len(down), dtype=np.float64) * (120 / SAMPLE_RATE)
    held = np.minimum.accumulate(down - ramp) + ramp
    return np.asarray(10 ** (averaged(averaged(held, reach), reach) / 20), dtype=np.float32)


@lru_cache(maxsize=1)
def _filter() -> NDArray[np.float32]:
    """Design the low-pass of the oversampling."""
    return np.asarray(low_pass(_OVERSAMPLING * 16 + 1, 1 / _OVERSAMPLING, 7.0) * _OVERSAMPLING, dtype=np.float32)


def _true_peaks(sound: Sound, floor: float) -> NDArray[np.float32]:
    """Highest oversampled value around each sample, over all channels; only where the samples come near `floor`."""
    peaks = _loudest(np.abs(sound))
    for first, last in _runs(np.flatnonzero(_tops(peaks) >= floor)):
        begin, end = first * _BLOCK, min((last + 1) * _BLOCK, len(peaks))
        a = max(0, begin - _EDGE)
        around = _between(sound[a : end + _EDGE])
        peaks[begin:end] = np.maximum(peaks[begin:end], around[begin - a : end - a])
    return peaks


def _between(sound: Sound) -> NDArray[np.float32]:
    """Highest oversampled value around each sample, over all channels."""
    designed, wide = _filter(), sound if sound.ndim == 2 else sound[:, None]
    delay = len(designed) // 2 // _OVERSAMPLING
    phases = [
        np.abs(np.convolve(wide[:, channel], designed[phase::_OVERSAMPLING])[delay : delay + len(wide)])
        for channel in range(wide.shape[1])
        for phase in range(_OVERSAMPLING)
    ]
    return np.asarray(np.max(phases, axis=0))


def _tops(values: Sound) -> Sound:
    """Highest value of each block; the last may be shorter."""
    return np.maximum.reduceat(values, np.arange(0, len(values), _BLOCK)) if len(values) else values


def _loudest(values: Sound) -> Sound:
    """Highest value of each row; column by column, which is 20 times as fast as numpy's maximum along a short axis."""
    if values.ndim == 1:
        return values.astype(np.float32)
    top = values[:, 0].astype(np.float32)
    for column in range(1, values.shape[1]):
        np.maximum(top, values[:, column], out=top)
    return top


def _runs(blocks: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Rising numbers → (first, last) of each unbroken run."""
    if not blocks.size:
        return []
    cuts = np.flatnonzero(np.diff(blocks) > 1)
    firsts, lasts = np.append(blocks[0], blocks[cuts + 1]), np.append(blocks[cuts], blocks[-1])
    return [(int(a), int(b)) for a, b in zip(firsts, lasts, strict=True)]
