# SPDX-License-Identifier: EUPL-1.2
"""Find the times of words in speech that comes without any: the sound of the sentence and references with times → times.

A reference is the same sentence spoken by a voice with exact times (eSpeak). Both become mel cepstra every 10 ms; dynamic time
warping finds the path between them. Silence in the sound that the reference lacks is put before the word that follows it.
Pure functions over arrays; times are samples at 48 kHz. Method and constants: research/speech.md, section 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import SAMPLE_RATE
from pipeline.sound.trim import KEEP, envelope
from pipeline.sound.wav import Sound

HOP: Final = SAMPLE_RATE // 100
_WINDOW: Final = HOP * 5 // 2
_FFT: Final = 2048
_BANDS, _CEPSTRA = 26, 9
_TOP_HZ: Final = 7_000.0
"""Voices at 16 kHz end here; above it two engines have nothing in common."""

_SLOPE_WEIGHT: Final = np.float32(0.7)
_ENERGY_WEIGHT: Final = np.float32(2.0)
"""Chosen on 280 word onsets of four flite voices: nine cepstra, slopes less, energy more (benchmarks in docs/voices.md)."""

_STEP_PENALTY: Final = 0.3
"""Added to every step that is not diagonal, in units of the distance between two frames."""

_LEAST_SILENCE: Final = 10
"""Frames (100 ms): a shorter silence may be the closure of a plosive, inside a word."""

_MS: Final = SAMPLE_RATE // 1000
_SOFT: Final = 0.01
"""Of the loud stretches (-40 dB): softer is silence to the ear."""

_CLEAR: Final = 0.03
"""Of the loud stretches (-30 dB): softer before the first word is breath or the noise of the recording."""

_LEAST_PAUSE: Final = SAMPLE_RATE * 150 // 1000
_SLACK: Final = SAMPLE_RATE * 40 // 1000
_REACH: Final = SAMPLE_RATE * 200 // 1000

_FEATURES = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Warp:
    """A path from a reference to the sound: for each 10 ms of the reference the time in the sound, in frames, and its cost.

    `cost` is the mean distance along the path, where 1.41 is that of unrelated frames: 0.85 to 1.0 for one text,
    1.05 and more for two.
    """

    frames: NDArray[np.float64]
    cost: float

    def __call__(self, sample: int) -> int:
        """A sample of the reference → the sample of the sound where the same is heard."""
        place = np.interp(sample / HOP, np.arange(len(self.frames)), self.frames)
        return round(float(place) * HOP)


@lru_cache(maxsize=1)
def _mel() -> NDArray[np.float32]:
    """Triangles on the mel scale: (bands, bins of the spectrum)."""
    top = 2595 * np.log10(1 + _TOP_HZ / 700)
    centres = 700 * (10 ** (np.linspace(0, top, _BANDS + 2) / 2595) - 1)
    bins = np.arange(_FFT // 2 + 1) * SAMPLE_RATE / _FFT
    rising = (bins - centres[:-2, None]) / (centres[1:-1] - centres[:-2])[:, None]
    falling = (centres[2:, None] - bins) / (centres[2:] - centres[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


@lru_cache(maxsize=2)
def _cosines(bands: int) -> NDArray[np.float32]:
    """Give the first columns of the orthonormal cosine transform (DCT-II); scipy's would cost the desk 30 MB."""
    n, k = np.arange(bands)[:, None] + 0.5, np.arange(_CEPSTRA)[None, :]
    scale = np.where(k == 0, np.sqrt(1 / bands), np.sqrt(2 / bands))
    return np.asarray(np.cos(np.pi * n * k / bands) * scale, dtype=np.float32)


def features(sound: Sound) -> _FEATURES:
    """Mono samples at 48 kHz → cepstra and their slopes per 10 ms, (frames, 18); rows have length 1 on average."""
    padded = np.pad(np.append(sound[:1], sound[1:] - np.float32(0.97) * sound[:-1]), (_WINDOW // 2, _WINDOW))
    count = max(2, -(-len(sound) // HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[: count * HOP : HOP][:count]
    power = np.abs(np.fft.rfft(frames * np.hamming(_WINDOW).astype(np.float32), _FFT)).astype(np.float32) ** 2
    bands = np.log(power @ _mel().T + np.float32(1e-6))
    cepstra = bands @ _cosines(bands.shape[1])
    around = np.pad(cepstra, ((2, 2), (0, 0)), mode="edge")
    slopes = 2 * (around[4:] - around[:-4]) + around[3:-1] - around[1:-3]  # a straight line through five frames
    both = np.concatenate([_standard(cepstra), _SLOPE_WEIGHT * _standard(slopes)], axis=1)
    both[:, [0, _CEPSTRA]] *= _ENERGY_WEIGHT
    return both * np.float32(np.sqrt(1 / np.square(both).sum(axis=1).mean()))


def _standard(series: _FEATURES) -> _FEATURES:
    """Each column with mean 0 and deviation 1."""
    return np.asarray((series - series.mean(axis=0)) / (series.std(axis=0) + 1e-6), dtype=np.float32)


def warp(reference: _FEATURES, sound: _FEATURES) -> Warp:
    """Two series of features → the cheapest path from the reference to the sound."""
    rows, columns = len(reference), len(sound)
    squares = (reference**2).sum(1)[:, None] + (sound**2).sum(1)[None, :] - 2 * reference @ sound.T
    distance = np.sqrt(np.maximum(squares, 0))
    cost = _accumulate(distance)
    i, j = rows - 1, columns - 1
    path_i, path_j = [i], [j]
    while i or j:
        if not i:
            j -= 1
        elif not j:
            i -= 1
        else:
            diagonal, up, left = cost[i - 1, j - 1], cost[i - 1, j] + _STEP_PENALTY, cost[i, j - 1] + _STEP_PENALTY
            if diagonal <= up and diagonal <= left:
                i, j = i - 1, j - 1
            elif up <= left:
                i -= 1
            else:
                j -= 1
        path_i.append(i)
        path_j.append(j)
    along_i, along_j = np.array(path_i), np.array(path_j)
    first = np.full(rows, columns, np.int64)
    np.minimum.at(first, along_i, along_j)
    return Warp(first.astype(np.float64), float(distance[along_i, along_j].mean()))


def _accumulate(distance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Distances of all pairs of frames → cost of the cheapest path to each pair, one anti-diagonal at a time, in a band."""
    rows, columns = distance.shape
    band = max(60, round(0.3 * max(rows, columns)))
    cost = np.full((rows + 1, columns + 1), np.inf, np.float32)
    cost[0, 0] = 0.0
    for k in range(rows + columns - 1):
        # Pairs (i, k - i) near the straight line from corner to corner.
        centre = k * rows / (rows + columns)
        i = np.arange(max(0, k - columns + 1, int(centre - band / 2)), min(rows - 1, k, int(centre + band / 2)) + 1)
        j = k - i
        step = np.minimum(cost[i, j + 1], cost[i + 1, j]) + np.float32(_STEP_PENALTY)
        cost[i + 1, j + 1] = distance[i, j] + np.minimum(cost[i, j], step)
    return cost[1:, 1:]


def silences(sound: Sound) -> tuple[tuple[int, int], ...]:
    """Mono samples at 48 kHz → stretches of at least 100 ms without sound, between the first sound and the last."""
    hops = sound[: len(sound) // HOP * HOP].reshape(-1, HOP)
    loud = np.sqrt(np.mean(hops**2, axis=1))
    if not loud.size:
        return ()
    quiet = loud < 0.02 * float(np.percentile(loud, 95))
    turns = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(np.int8)))
    runs = [(int(a), int(b)) for a, b in zip(turns[::2], turns[1::2], strict=True)]
    return tuple((a * HOP, b * HOP) for a, b in runs if b - a >= _LEAST_SILENCE and a > 0 and b < len(quiet))


def sounding(sound: Sound) -> tuple[int, int]:
    """Mono samples at 48 kHz → first and last sample of what is clearly speech, 20 ms kept around it; all of it where nothing is.

    Breath and noise before the first word, which the reference lacks, would be taken for a part of it.
    """
    loud = envelope(sound, HOP)
    heard = np.flatnonzero(loud > _CLEAR * float(np.percentile(loud, 95))) if loud.size else np.zeros(0, np.intp)
    if not heard.size:
        return 0, len(sound)
    return max(0, int(heard[0]) * HOP - KEEP), min(len(sound), (int(heard[-1]) + 1) * HOP + KEEP)


def begins(sound: Sound) -> tuple[int, ...]:
    """Mono samples at 48 kHz → where sound begins: the first, and each after at least 100 ms of silence; to 1 ms.

    What an ear would call the onset of a word, if one begins there: independent of every engine and every alignment.
    """
    loud = envelope(sound, _MS)
    heard = loud > _SOFT * float(np.percentile(loud, 95)) if loud.size else np.zeros(0, bool)
    return tuple(int(n) * _MS for n in np.flatnonzero(heard) if not heard[max(0, int(n) - 10 * _LEAST_SILENCE) : n].any())


def settled(onsets: Sequence[int], quiet: tuple[tuple[int, int], ...]) -> list[int]:
    """Move starts out of silences: each that falls into one, or just before one, to its end; and to each clear pause one.

    A pause stands between two words, so where none starts at its end, the nearest start is moved there.
    """
    moved: list[int] = []
    for start in onsets:
        inside = next((end for begin, end in quiet if begin - _SLACK <= start < end), start)
        moved.append(max(inside, moved[-1] if moved else 0))
    for begin, end in quiet:
        if end - begin < _LEAST_PAUSE or not moved or any(abs(start - end) <= _SLACK for start in moved):
            continue
        near = min(range(len(moved)), key=lambda n: abs(moved[n] - (begin if moved[n] < begin else end)))
        before, after = moved[near - 1] if near else 0, moved[near + 1] if near + 1 < len(moved) else end + 1
        if begin - _REACH <= moved[near] <= end + _REACH and before <= begin and after >= end:
            moved[near] = end
    return moved


def offset(sample: int, start: int, quiet: tuple[tuple[int, int], ...]) -> int:
    """Move the end of what began at `start` out of a silence, or just after one, to the beginning of that silence."""
    for begin, end in quiet:
        if start < begin < sample <= end + _SLACK:
            return begin
    return sample
