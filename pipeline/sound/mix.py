# SPDX-License-Identifier: EUPL-1.2
"""Mix the programme: the voice track, the opener, the bed and the closer → one 48 kHz stereo sound, not yet mastered.

All curves are computed once per millisecond and drawn out to samples, 24 seconds at a time: no loop runs over samples, and a
bulletin of 20 minutes is held once as what is spoken and once as what is mixed, not ten times.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import SAMPLE_RATE
from pipeline.sound import jingle
from pipeline.sound.filters import Recursive, butterworth_highpass, smoothed, widened
from pipeline.sound.wav import Sound

VOICE_DB: Final = -20.0
"""Level (RMS in dBFS, silence left out) that the voice is brought to before it is compressed."""

BED_UNDER_DB: Final = 24.0
"""The bed is this much softer than the voice while someone speaks; WCAG 2.2, 1.4.7 asks for 20 dB."""

BED_ALONE_DB: Final = 17.0
"""The same while nobody speaks."""

JINGLE_DB: Final = -2.0
"""Level of the opener against the voice: a viewer who sets the volume by the one must not be startled by the other."""

JINGLE_UNDER_DB: Final = 14.0
"""How far opener and closer step back where someone speaks."""

THRESHOLD_DB: Final = -26.0
RATIO: Final = 3.0

_MS: Final = SAMPLE_RATE // 1000
_STRETCH: Final = 24 * SAMPLE_RATE
_FADE_MS: Final = 800
"""The bed comes and goes over twice this time, and is exactly silent where it must be."""
_Curve = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MixPlan:
    """What is mixed, in samples at 48 kHz. `grave` are the stretches of grave stories: there the bed is silent.

    The closer ends with the programme. Where the voice still speaks under it, it is ducked.
    """

    total: int
    voice_at: int
    grave: tuple[tuple[int, int], ...] = ()
    jingle: bool = True
    bed: bool = True


def mix(voice: Sound, plan: MixPlan, music: jingle.Music | None = None) -> Sound:
    """The voice track (48 kHz mono) and the plan → stereo of exactly `plan.total` samples; `music` where it is at hand."""
    music = music or jingle.music()
    spoken = np.zeros(plan.total, np.float32)
    _put(spoken, compress(highpass(levelled(voice))), plan.voice_at)
    out = np.empty((plan.total, 2), np.float32)
    np.multiply(spoken[:, None], np.float32(np.sqrt(0.5)), out=out)
    talking = _talking(spoken)
    loud = float(np.sqrt(0.5)) * _active_rms(spoken)
    if plan.bed:
        _add_bed(out, plan, talking, loud, music)
    if plan.jingle:
        opener, closer = music.opener, music.closer
        gain = (loud or 0.07) / _active_rms(opener[: round(jingle.OPENER_SECONDS * SAMPLE_RATE), 0]) * 10 ** (JINGLE_DB / 20)
        duck = _ducking(talking, 0.0, -JINGLE_UNDER_DB) * np.float32(gain)
        at = max(0, plan.total - len(closer))
        _put(out, opener * _drawn(duck, slice(0, len(opener)))[:, None], 0)
        _put(out, closer * _drawn(duck[at // _MS :], slice(0, len(closer)))[:, None], at)
    return out


def levelled(voice: Sound) -> Sound:
    """Bring a voice to `VOICE_DB`, silence not counted."""
    rms = _active_rms(voice)
    return voice * np.float32(10 ** (VOICE_DB / 20) / rms) if rms > 1e-6 else voice


def highpass(sound: Sound, hertz: float = 80.0) -> Sound:
    """Take away rumble below the voice: second order Butterworth."""
    filtered, out = Recursive([butterworth_highpass(hertz, SAMPLE_RATE)]), np.empty(len(sound), np.float32)
    for part in _stretches(len(sound)):
        out[part] = filtered(sound[part, None])[:, 0]
    return out


def compress(sound: Sound, threshold: float = THRESHOLD_DB, ratio: float = RATIO) -> Sound:
    """Even out loud and soft gently: above `threshold` dBFS the level rises at 1/ratio; soft knee, slow release, no pumping."""
    level = _level_db(sound)
    over = level - np.float32(threshold)
    knee = np.float32(6.0)
    bent = np.where(over > knee / 2, over, np.where(over > -knee / 2, (over + knee / 2) ** 2 / (2 * knee), 0))
    gain, out = _linear(_smooth(-bent * np.float32(1 - 1 / ratio), 8.0)), np.empty_like(sound)
    for part in _stretches(len(sound)):
        out[part] = sound[part] * _drawn(gain, part)
    return out


def _smooth(curve: _Curve, sigma: float, held: bool = True) -> _Curve:
    """Smooth a curve with a bell of `sigma` milliseconds; beyond its ends its last value is `held`, else 0."""
    return smoothed(curve, sigma, held).astype(np.float32)


def _level_db(sound: Sound) -> _Curve:
    """Mono sound → level in dBFS per millisecond: RMS over 20 ms, falling by at most 80 dB per second."""
    blocks = -(-len(sound) // _MS)
    power = _smooth(_powers(sound, _MS), 6.0, held=False)
    level = 10 * np.log10(power + 1e-9)
    # y[n] = max(x[n], y[n-1] - slope): with the slope added to each, that is a running maximum.
    ramp = np.arange(blocks) * 0.08
    return np.asarray(np.maximum.accumulate(level + ramp) - ramp, dtype=np.float32)


def _powers(sound: Sound, length: int) -> _Curve:
    """Mean square of each `length` samples; the last are filled up with silence."""
    powers = [np.zeros(0, np.float32)]
    for part in _stretches(len(sound)):
        given = sound[part]
        filled = np.pad(given, (0, -len(given) % length)).reshape(-1, length)
        powers.append(np.mean(filled**2, axis=1))
    return np.concatenate(powers)


def _active_rms(sound: Sound) -> float:
    """Level of what is not silent: RMS of the 10 ms stretches within 30 dB of the loudest."""
    power = _powers(sound[: len(sound) // 480 * 480], 480)
    loud = power[power > power.max(initial=0.0) * 1e-3]
    return float(np.sqrt(loud.mean())) if loud.size else 0.0


def _talking(spoken: Sound) -> _Curve:
    """Where someone speaks, 0 or 1 per millisecond; gaps up to 1.5 s count as speech, so that the bed does not breathe."""
    level = _level_db(spoken) > -50
    edge = 1500
    spread = widened(np.pad(level, edge), edge // 2)
    return np.asarray(~widened(~spread, edge // 2)[edge:-edge], dtype=np.float32)


def _ducking(talking: _Curve, alone_db: float, under_db: float) -> _Curve:
    """Gain per millisecond: `alone_db` while nobody speaks, `under_db` under speech; down within 0.3 s before, up over 0.6 s."""
    ahead = widened(talking > 0, 150).astype(np.float32)
    return _linear(alone_db + (under_db - alone_db) * _smooth(ahead, 150.0))


def _add_bed(out: Sound, plan: MixPlan, talking: _Curve, loud: float, music: jingle.Music) -> None:
    """Add the bed for the whole programme: under the voice, silent in grave stories, absent under opener and closer."""
    present = np.ones(-(-plan.total // _MS), np.float32)
    first = round((jingle.OPENER_SECONDS - 0.5) * 1000) if plan.jingle else 0
    last = len(present) - round((jingle.CLOSER_SECONDS - 0.5) * 1000) if plan.jingle else len(present) - 1500
    present[: max(0, first)] = 0
    present[max(0, last) :] = 0
    for begin, end in plan.grave:
        present[max(0, begin // _MS - _FADE_MS) : end // _MS + 1 + _FADE_MS] = 0
    loop = music.loop
    music_rms = float(np.sqrt(np.mean(loop[: plan.total] ** 2))) or 1.0
    duck = _ducking(talking, -BED_ALONE_DB, -BED_UNDER_DB)
    curve = _smooth(present, _FADE_MS / 4) * duck * np.float32(loud / music_rms)
    for at in range(0, plan.total, len(loop)):
        share = _drawn(curve, slice(at, min(plan.total, at + len(loop))))[:, None]
        if share.any():
            out[at : at + len(loop)] += loop[: len(share)] * share


def _linear(db: NDArray[np.floating]) -> _Curve:
    """Decibels → factor."""
    return np.asarray(10 ** (db / 20), dtype=np.float32)


def _stretches(samples: int) -> Iterator[slice]:
    """Cut a sound into what is worked on at a time."""
    for at in range(0, samples, _STRETCH):
        yield slice(at, min(samples, at + _STRETCH))


def _drawn(curve: _Curve, part: slice) -> _Curve:
    """A curve per millisecond → per sample of a part, which begins with a millisecond; straight lines between their middles."""
    samples = part.stop - part.start
    if not len(curve):
        return np.ones(samples, np.float32)
    first, end = part.start // _MS, -(-part.stop // _MS)
    points = curve[np.arange(first - 1, end + 1).clip(0, len(curve) - 1)]
    edge = (points[1:] + points[:-1]) / 2
    slope = np.linspace(0, 1, _MS, endpoint=False, dtype=np.float32)
    lines = edge[:-1, None] + (edge[1:] - edge[:-1])[:, None] * slope
    return np.asarray(lines.reshape(-1)[:samples], dtype=np.float32)


def _put(out: Sound, part: Sound, at: int) -> None:
    """Add a part to what is there, cut at its end."""
    fitting = part[: max(0, len(out) - at)]
    out[at : at + len(fitting)] += fitting
