# SPDX-License-Identifier: EUPL-1.2
"""Mix the programme: the voice track, the opener, the bed and the closer → one 48 kHz stereo sound, not yet mastered.

All curves are computed once per millisecond and drawn out to samples, a stretch at a time: no loop runs over samples, and on
tapes a bulletin of 20 minutes takes no more memory than one of 100 seconds but for those curves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.model import SAMPLE_RATE
from pipeline.sound import jingle
from pipeline.sound.filters import Recursive, butterworth_highpass, smoothed, widened
from pipeline.sound.tape import Blank, Track, stretches
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
_PIECE: Final = 1 << 16
"""Points of a curve that are worked on at a time."""
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


def mix(voice: Track, plan: MixPlan, music: jingle.Music | None = None) -> Sound:
    """The voice track (48 kHz mono) and the plan → stereo of exactly `plan.total` samples; `music` where it is at hand."""
    out = np.empty((plan.total, 2), np.float32)
    mix_onto(out, voice, plan, music or jingle.music(), np.empty(len(voice), np.float32))
    return out


def mix_onto(to: Blank, voice: Track, plan: MixPlan, music: jingle.Music, aside: Blank) -> None:
    """Mix onto a blank of `plan.total` samples, stereo; `aside`, mono and as long as the voice, takes what lies between."""
    for part, spoken in zip(stretches(len(voice)), highpass(levelled(voice)), strict=True):
        aside[part] = spoken
    compress(aside)
    talking = _talking(aside, plan)
    loud = float(np.sqrt(0.5)) * _active_rms(aside, plan.total - plan.voice_at)
    bed = _bed(plan, talking, loud, music) if plan.bed else None
    jingles = _jingles(plan, talking, loud, music) if plan.jingle else ()
    for part in stretches(plan.total):
        out = np.empty((part.stop - part.start, 2), np.float32)
        np.multiply(_placed(aside, plan.voice_at, part)[:, None], np.float32(np.sqrt(0.5)), out=out)
        if bed is not None and (share := _drawn(bed, part)).any():
            out += _repeated(music.loop, part) * share[:, None]
        for at, sound in jingles:
            if at < part.stop and part.start < at + len(sound):
                out += _placed(sound, at, part)
        to[part] = out


def levelled(voice: Track) -> Iterator[Sound]:
    """Bring a voice to `VOICE_DB`, silence not counted → its stretches."""
    rms = _active_rms(voice)
    gain = np.float32(10 ** (VOICE_DB / 20) / rms) if rms > 1e-6 else np.float32(1)
    return (voice[part] * gain for part in stretches(len(voice)))


def highpass(sound: Iterable[Sound], hertz: float = 80.0) -> Iterator[Sound]:
    """Take away rumble below the voice, stretch by stretch: second order Butterworth."""
    filtered = Recursive([butterworth_highpass(hertz, SAMPLE_RATE)])
    return (filtered(part[:, None])[:, 0].astype(np.float32) for part in sound)


def compress(sound: Blank, threshold: float = THRESHOLD_DB, ratio: float = RATIO) -> None:
    """Even out loud and soft gently, in place: above `threshold` dBFS the level rises at 1/ratio; soft knee, slow release."""
    over = _level_db(_powers(sound, _MS)) - np.float32(threshold)
    knee = np.float32(6.0)
    for at in range(0, len(over), _PIECE):
        o = over[at : at + _PIECE]
        bent = np.where(o > knee / 2, o, np.where(o > -knee / 2, (o + knee / 2) ** 2 / (2 * knee), 0))
        over[at : at + _PIECE] = -bent * np.float32(1 - 1 / ratio)
    gain = _linear(smoothed(over, 8.0))
    for part in stretches(len(sound)):
        sound[part] = sound[part] * _drawn(gain, part)


def _level_db(powers: _Curve) -> _Curve:
    """Mean squares per millisecond → level in dBFS: RMS over 20 ms, falling by at most 80 dB per second."""
    level, highest = 10 * np.log10(smoothed(powers, 6.0, held=False) + np.float32(1e-9)), -np.inf
    # y[n] = max(x[n], y[n-1] - slope): with the slope added to each, that is a running maximum.
    for at in range(0, len(level), _PIECE):
        ramp = np.arange(at, min(len(level), at + _PIECE)) * 0.08
        held = np.maximum.accumulate(np.maximum(level[at : at + _PIECE] + ramp, highest))
        level[at : at + _PIECE], highest = held - ramp, held[-1]
    return np.asarray(level, np.float32)


def _powers(sound: Track, length: int) -> _Curve:
    """Mean square of each `length` samples; the last are filled up with silence."""
    powers = [np.zeros(0, np.float32)]
    for part in stretches(len(sound)):
        given = sound[part]
        filled = np.pad(given, (0, -len(given) % length)).reshape(-1, length)
        powers.append(np.mean(filled**2, axis=1))
    return np.concatenate(powers)


def _active_rms(sound: Track, end: int | None = None) -> float:
    """Level of what is not silent up to `end`: RMS of the 10 ms stretches within 30 dB of the loudest."""
    power = _powers(sound, 480)[: min(len(sound), len(sound) if end is None else max(0, end)) // 480]
    loud = power[power > power.max(initial=0.0) * 1e-3]
    return float(np.sqrt(loud.mean())) if loud.size else 0.0


def _talking(spoken: Track, plan: MixPlan) -> _Curve:
    """Where someone speaks, 0 or 1 per millisecond; gaps up to 1.5 s count as speech, so that the bed does not breathe."""
    powers, first = np.zeros(-(-plan.total // _MS), np.float32), plan.voice_at // _MS
    heard = _powers(spoken, _MS)[: max(0, len(powers) - first)]
    powers[first : first + len(heard)] = heard
    level = _level_db(powers) > -50
    edge = 1500
    spread = widened(np.pad(level, edge), edge // 2)
    return np.asarray(~widened(~spread, edge // 2)[edge:-edge], dtype=np.float32)


def _ducking(talking: _Curve, alone_db: float, under_db: float) -> _Curve:
    """Gain per millisecond: `alone_db` while nobody speaks, `under_db` under speech; down within 0.3 s before, up over 0.6 s."""
    ahead = widened(talking > 0, 150).astype(np.float32)
    return _linear(alone_db + (under_db - alone_db) * smoothed(ahead, 150.0))


def _bed(plan: MixPlan, talking: _Curve, loud: float, music: jingle.Music) -> _Curve:
    """Gain of the bed per millisecond: under the voice, silent in grave stories, absent under opener and closer."""
    present = np.ones(-(-plan.total // _MS), np.float32)
    first = round((jingle.OPENER_SECONDS - 0.5) * 1000) if plan.jingle else 0
    last = len(present) - round((jingle.CLOSER_SECONDS - 0.5) * 1000) if plan.jingle else len(present) - 1500
    present[: max(0, first)] = 0
    present[max(0, last) :] = 0
    for begin, end in plan.grave:
        present[max(0, begin // _MS - _FADE_MS) : end // _MS + 1 + _FADE_MS] = 0
    music_rms = float(np.sqrt(np.mean(music.loop[: plan.total] ** 2))) or 1.0
    duck = _ducking(talking, -BED_ALONE_DB, -BED_UNDER_DB)
    return smoothed(present, _FADE_MS / 4) * duck * np.float32(loud / music_rms)


def _jingles(plan: MixPlan, talking: _Curve, loud: float, music: jingle.Music) -> tuple[tuple[int, Sound], ...]:
    """Give opener and closer as loud as they are heard, and where each begins."""
    opener, closer = music.opener, music.closer
    gain = (loud or 0.07) / _active_rms(opener[: round(jingle.OPENER_SECONDS * SAMPLE_RATE), 0]) * 10 ** (JINGLE_DB / 20)
    duck = _ducking(talking, 0.0, -JINGLE_UNDER_DB) * np.float32(gain)
    at = max(0, plan.total - len(closer))
    begins, ends = _drawn(duck, slice(0, len(opener))), _drawn(duck[at // _MS :], slice(0, len(closer)))
    return (0, opener * begins[:, None]), (at, closer * ends[:, None])


def _linear(db: NDArray[np.floating]) -> _Curve:
    """Decibels → factor."""
    return np.asarray(10 ** (db / 20), dtype=np.float32)


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


def _placed(sound: Track, at: int, part: slice) -> Sound:
    """Read a part of a programme in which nothing but one sound is heard, from `at` on."""
    begin, end = max(part.start, at), min(part.stop, at + len(sound))
    if (begin, end) == (part.start, part.stop):
        return sound[begin - at : end - at]
    out = np.zeros((part.stop - part.start, *sound.shape[1:]), np.float32)
    if begin < end:
        out[begin - part.start : end - part.start] = sound[begin - at : end - at]
    return out


def _repeated(loop: Sound, part: slice) -> Sound:
    """Read a part of a programme in which a loop is heard again and again."""
    first, samples = part.start % len(loop), part.stop - part.start
    if first + samples <= len(loop):
        return loop[first : first + samples]
    return np.take(loop, np.arange(first, first + samples), axis=0, mode="wrap")
