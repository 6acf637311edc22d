# SPDX-License-Identifier: EUPL-1.2
"""Opener, bed and closer, by additive synthesis: nothing → 48 kHz stereo. Own work (CC0), the same samples for the same seed.

Felt-piano notes over a warm pad in E flat major, around one motif of a fourth, a second and a fourth. The opener's motif
rises and stays open; the closer's falls and comes home. The bed is the pad alone, without a beat that could fight with speech.
"""

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from pipeline.model import SAMPLE_RATE
from pipeline.sound.filters import echoed
from pipeline.sound.wav import Sound

OPENER_SECONDS: Final = 3.0
"""Until the voice begins; the last chord rings on under the greeting."""
OPENER_TAIL_SECONDS: Final = 2.5
CLOSER_SECONDS: Final = 6.4
BED_LOOP_SECONDS: Final = 24.0
_RINGS_ON_SECONDS: Final = 4.0
"""After the last chord of the bed: its last note dies away within 1.9 s, and the room after that within 1.6."""

_LENGTHS: Final = struct.Struct("<3Q")
_SEED: Final = 1921
_RATE: Final = SAMPLE_RATE // 2
_TABLE: Final = 8192
_PAD_PARTIALS: Final = tuple(k**-2.1 for k in range(1, 6))
_Wave = NDArray[np.float64]

# Notes as MIDI numbers; 63 is the E flat above middle C.
_OPEN: Final = (51, 58, 65, 67)
_CHORDS: Final = ((51, 58, 65, 67), (48, 55, 63, 70), (44, 56, 63, 70), (46, 58, 63, 65), (51, 55, 62, 70), (44, 51, 60, 67))


def _hertz(note: float) -> float:
    return float(440.0 * 2 ** ((note - 69) / 12))


@lru_cache(maxsize=8)
def _cycle(partials: tuple[float, ...], seed: int) -> _Wave:
    """One cycle of a tone as a table: the strengths of its partials, each at a seeded phase (seed 0: all at zero)."""
    rng = np.random.default_rng(seed)
    x = np.arange(_TABLE) / _TABLE
    phases = rng.uniform(0, 1, len(partials)) if seed else np.zeros(len(partials))
    table = np.zeros(_TABLE)
    for k, strength in enumerate(partials, 1):
        table += strength * np.sin(2 * np.pi * (k * x + phases[k - 1]))
    return np.asarray(table)


def _oscillate(table: _Wave, cycles: _Wave) -> _Wave:
    """Read a table at a running phase, counted in cycles."""
    return np.take(table, (cycles * _TABLE).astype(np.int64) & (_TABLE - 1), mode="clip")  # all lie inside: nothing to check


def _felt(note: float, seconds: float, velocity: float) -> _Wave:
    """A soft piano note, mono: partials a little sharp as on a string, the higher the sooner gone; a felt thump before."""
    t = np.arange(round(seconds * _RATE)) / _RATE
    root = _hertz(note)
    sine = _cycle((1.0,), 0)
    each, envelope = np.exp(-0.55 * t), np.exp(-(0.9 + root / 700) * t)
    tone = np.zeros_like(t)
    for k in range(1, 9):
        partial = root * k * float(np.sqrt(1 + 0.0004 * k * k))
        if partial > 6_000:
            break
        envelope = envelope * each
        tone += k ** -(2.6 - 0.9 * velocity) * envelope * _oscillate(sine, partial * t + 0.05 * k)
    soft = np.exp(-90 * t)
    thump = soft * _oscillate(sine, 95 * t) * 0.12
    return np.asarray(velocity * (tone + thump) * (1 - soft**3))


def _pad(note: float, seconds: float, attack: float, release: float, seed: int) -> _Wave:
    """A held tone, stereo: three slightly detuned voices per side, few partials, slow to come and slow to go."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * _RATE)) / _RATE
    sides = (np.zeros(len(t)), np.zeros(len(t)))
    sine = _cycle((1.0,), 0)
    for side in sides:
        for n, cents in enumerate((-5.0, 0.0, 4.0)):
            table = _cycle(_PAD_PARTIALS, _SEED + n)
            root = _hertz(note + (cents + rng.uniform(-1.5, 1.5)) / 100)
            drift = 0.03 * _oscillate(sine, rng.uniform(0.07, 0.19) * t + rng.uniform(0, 1))
            side += _oscillate(table, root * t + drift + rng.uniform(1, 2))
    rise = np.clip(t / attack, 0, 1)
    fall = np.clip((seconds - t) / release, 0, 1)
    shape = (0.5 - 0.5 * np.cos(np.pi * rise)) * (0.5 - 0.5 * np.cos(np.pi * fall))
    left, right = sides
    out = np.empty((len(t), 2))  # wide, but it must not fall apart on one loudspeaker
    out[:, 0] = (0.8 * left + 0.2 * right) * shape / 6
    out[:, 1] = (0.8 * right + 0.2 * left) * shape / 6
    return out


@lru_cache(maxsize=1)
def _room() -> _Wave:
    """The echo of a warm room, stereo, 1.6 s: noise that dies away, without treble and without rumble."""
    rng = np.random.default_rng(_SEED)
    t = np.arange(round(1.6 * _RATE)) / _RATE
    noise = rng.standard_normal((len(t), 2))
    spectrum = np.fft.rfft(noise, axis=0)
    hertz = np.fft.rfftfreq(len(t), 1 / _RATE)
    warm = 1 / (1 + (hertz / 2_600) ** 2) * np.clip(hertz / 180, 0, 1)
    echo = np.fft.irfft(spectrum * warm[:, None], len(t), axis=0) * np.exp(-4.2 * t)[:, None]
    echo[: _RATE // 80] = 0  # the first echo after 12 ms
    return np.asarray(echo / np.sqrt((echo**2).sum(axis=0)))


def _panned(mono: _Wave, pan: float) -> _Wave:
    """Mono → stereo; `pan` from -1 (left) to 1 (right) at equal power."""
    angle = (pan + 1) * np.pi / 4
    return np.stack([mono * np.cos(angle), mono * np.sin(angle)], axis=1)


def _add(to: _Wave, sound: _Wave, second: float, gain: float = 1.0) -> None:
    """Add a stereo sound into another at a time, cut where it would run over."""
    at = round(second * _RATE)
    part = sound[: len(to) - at]
    to[at : at + len(part)] += gain * part


def _hall(dry: _Wave, wet: float) -> _Wave:
    """Put a stereo sound into the room."""
    return np.asarray(dry + wet * echoed(dry, _room()))


def _finished(sound: _Wave, peak: float, fade: float) -> Sound:
    """Set the peak and let the last `fade` seconds die away."""
    length = round(fade * _RATE)
    out = sound * (peak / np.abs(sound).max())
    out[-length:] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, length)))[:, None]
    return _full_rate(out)


def _full_rate(sound: _Wave) -> Sound:
    """Half the rate, at which all is made because nothing in it is above 6 kHz → 48 kHz."""
    return np.ascontiguousarray(soxr.resample(sound.astype(np.float32), _RATE, SAMPLE_RATE))


@lru_cache(maxsize=1)
def opener() -> Sound:
    """The opener: 3 s of rising motif, then 2.5 s in which the open chord fades under the greeting. Peak -9 dBFS."""
    whole = np.zeros((round((OPENER_SECONDS + OPENER_TAIL_SECONDS) * _RATE), 2))
    for n, note in enumerate(_OPEN):
        _add(whole, _pad(note, 5.2, 0.7, 3.0, _SEED + n), 0.0, 0.34)
    _add(whole, _panned(_felt(39, 5.0, 0.75), 0.0), 0.04, 0.50)
    for second, note, velocity, pan in (
        (0.05, 58, 0.55, -0.25),
        (0.43, 63, 0.62, 0.15),
        (0.81, 65, 0.68, -0.10),
        (1.38, 70, 0.80, 0.20),
        (1.40, 58, 0.45, -0.20),
        (1.42, 46, 0.50, 0.0),
    ):
        _add(whole, _panned(_felt(note, 4.0, velocity), pan), second, 0.62)
    return _finished(_hall(whole, 0.55), 10 ** (-9 / 20), OPENER_TAIL_SECONDS)


@lru_cache(maxsize=1)
def closer() -> Sound:
    """The closer: 6.4 s, three chords and the motif falling home, ending in silence. Peak -9 dBFS."""
    whole = np.zeros((round(CLOSER_SECONDS * _RATE), 2))
    for chord, second, length in (((44, 56, 63, 70), 0.0, 2.2), ((46, 58, 63, 65), 1.3, 2.2), ((39, 51, 58, 67), 2.6, 3.8)):
        for n, note in enumerate(chord):
            _add(whole, _pad(note, length, 0.45, min(1.0, length / 2) if second < 2 else 2.6, _SEED + 10 + n), second, 0.34)
    for second, note, velocity, pan in (
        (0.00, 44, 0.55, 0.0),
        (0.05, 70, 0.70, 0.20),
        (0.43, 65, 0.60, -0.10),
        (0.81, 63, 0.60, 0.10),
        (1.33, 46, 0.55, 0.0),
        (1.38, 65, 0.62, -0.15),
        (1.76, 58, 0.55, 0.20),
        (2.62, 39, 0.75, 0.0),
        (2.64, 58, 0.50, -0.20),
        (2.66, 63, 0.78, 0.10),
        (2.70, 67, 0.45, 0.25),
    ):
        _add(whole, _panned(_felt(note, 3.7, velocity), pan), second, 0.62)
    return _finished(_hall(whole, 0.55), 10 ** (-9 / 20), 2.4)


@lru_cache(maxsize=1)
def _bed_loop() -> Sound:
    """24 s of slow chords that join without a seam: what rings on after the end is added to the beginning."""
    length, after = round(BED_LOOP_SECONDS * _RATE), round(_RINGS_ON_SECONDS * _RATE)
    step = BED_LOOP_SECONDS / len(_CHORDS)
    whole = np.zeros((length + after, 2))
    pads = lru_cache(maxsize=None)(lambda note, k: _pad(note, step + 2.4, 2.2, 2.4, _SEED + 20 + k))  # a third come twice
    for n, chord in enumerate(_CHORDS):
        for k, note in enumerate(chord):
            _add(whole, pads(note, k), n * step, 0.3)
        _add(whole, _panned(_felt(chord[-1] + 12, 4.0, 0.28), (-0.4, 0.4)[n % 2]), n * step + 1.9, 0.22)
    echoed = _hall(whole, 0.7)
    loop = echoed[:length].copy()
    loop[:after] += echoed[length:]
    loop *= 10 ** (-12 / 20) / np.abs(loop).max()
    edge = _RATE // 10  # resampled with its neighbours, so that the seam stays silent
    wide = _full_rate(np.concatenate([loop[-edge:], loop, loop[:edge]]))
    return wide[2 * edge : 2 * edge + 2 * length]


@dataclass(frozen=True, slots=True, eq=False)
class Music:
    """All the music of a programme; `loop` is the quiet bed, peak -12 dBFS. Making it takes a second, so it can be kept."""

    opener: Sound
    closer: Sound
    loop: Sound

    def to_bytes(self) -> bytes:
        """Write the music as one blob: three lengths in samples, then opener, closer and loop as float32."""
        parts = (self.opener, self.closer, self.loop)
        return _LENGTHS.pack(*map(len, parts)) + b"".join(np.ascontiguousarray(part, np.float32).tobytes() for part in parts)

    @classmethod
    def from_bytes(cls, blob: bytes) -> "Music":
        """Read it back. Raises ValueError for anything else."""
        lengths = _LENGTHS.unpack_from(blob)
        samples = np.frombuffer(blob, np.float32, offset=_LENGTHS.size).reshape(sum(lengths), 2)
        return cls(*np.split(samples, (lengths[0], lengths[0] + lengths[1])))


@lru_cache(maxsize=1)
def music() -> Music:
    """Make the music."""
    return Music(opener(), closer(), _bed_loop())
