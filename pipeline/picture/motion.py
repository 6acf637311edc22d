# SPDX-License-Identifier: EUPL-1.2
"""Keep a presenter alive: seed + sentence → sway, nods, breath, blinks, gaze and brows, one value per frame.

All motion is counted in small whole steps, so that poses repeat and can be remembered. It begins and ends neutral, depends on
the sentences of its own cut alone, and is the same for the same seed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random

from pipeline.model import FPS, SAMPLE_RATE, SpokenSentence
from pipeline.picture.rig import Idle
from pipeline.picture.visemes import VISEMES, shapes

SWAY_GRAIN = 40
"""Steps from upright to the full sway."""
PIXEL_GRAIN = 4
"""Nods, breath, gaze and brows are counted in quarters of a canvas px."""
LID_GRAIN = 8
"""Steps from open to closed eyes."""

_LONGEST_STEP = 0.25  # canvas px at eye level from one posture to the next: below 0.4 picture px at the largest scale (1.46)
_EYE_LEVEL = 200.0  # canvas px from the neck pivot to the eyes
_RAMP = (20, 28)  # frames of a sway, varied
_DRIFT = 26  # frames in which a held posture drifts away and back; shorter ones are held still
_STAY = 10  # frames that a posture is held at least
_BEFORE, _AFTER = 4, 6  # frames by which the sway runs ahead of and behind the speech
_NOD = (11, 2, 15)  # frames down, held, up: a quarter px per frame at most
_NO_BLINK = round(0.45 * FPS)  # frames before the end of a sentence: a blink there reads as a flinch at the cut
_HAIR_LAG = 4  # frames by which the ends of the hair follow the head (research page `motion`, 2)
_LONG_VOWELS = frozenset(VISEMES.index(v) for v in ("a", "e", "i", "o", "u", "ue"))


@dataclass(frozen=True, slots=True)
class Accent:
    """A stressed vowel: frame of its onset, length in ms."""

    frame: int
    length: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames of speech in a cut: `first` up to `last`, and its accents."""

    first: int
    last: int
    accents: tuple[Accent, ...]


@dataclass(frozen=True, slots=True)
class Bearing:
    """All motion of one frame but the mouth's. `trail` is how far the ends of the hair hang behind the sway, in its steps."""

    sway: int = 0
    nod: int = 0
    breath: int = 0
    lids: int = 0
    gaze: tuple[int, int] = (0, 0)
    brows: int = 0
    trail: int = 0


def dice(seed: int, sentences: Sequence[SpokenSentence], frames: int) -> Random:
    """Give the random numbers of a cut: from the seed and what is said, never from when or where it is said."""
    said = "\x1f".join(s.spoken for s in sentences) or f"silence of {frames}"
    return Random(int.from_bytes(blake2b(f"{seed}\x1e{said}".encode(), digest_size=8).digest(), "big"))


def stretches(sentences: Sequence[SpokenSentence], origin: int) -> tuple[Stretch, ...]:
    """Spoken sentences → stretches of speech in frames; `origin` is the sample at which the cut begins."""
    return tuple(_stretch(s, origin) for s in sentences)


def _stretch(sentence: SpokenSentence, origin: int) -> Stretch:
    per_frame = SAMPLE_RATE / FPS
    accents = []
    for phoneme in sentence.phonemes:
        kinds = shapes(phoneme.ipa)
        if phoneme.stressed and kinds and kinds[0] in _LONG_VOWELS:
            length = (phoneme.end - phoneme.start) * 1000 / SAMPLE_RATE
            accents.append(Accent(round((phoneme.start - origin) / per_frame), length))
    first = math.floor((sentence.start - origin) / per_frame)
    return Stretch(first, math.ceil((sentence.end - origin) / per_frame), tuple(accents))


def bearings(speech: Sequence[Stretch], frames: int, chance: Random, idle: Idle, calm: float = 0.0) -> tuple[Bearing, ...]:
    """Move a presenter through a cut of `frames`; `calm` 0..1 takes that share of the motion away."""
    lively = 1.0 - calm
    sway = _sway(speech, frames, chance, idle, lively)
    nods, brows = _accents(speech, frames, chance, idle, lively)
    breath = _breath(speech, frames, idle)
    lids = _blinks(speech, frames, chance, idle)
    gaze = _gaze(speech, frames, chance, idle, lively)
    return tuple(map(Bearing, sway, nods, breath, lids, gaze, brows, _trail(sway)))


def _trail(sway: Sequence[int]) -> list[int]:
    """Let the ends of the hair follow the head some frames later; they have caught up where the cut ends."""
    last = len(sway) - 1
    return [sway[max(0, n - min(_HAIR_LAG, last - n))] - sway[n] for n in range(len(sway))]


def _smooth(t: float) -> float:
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)


def _sway(speech: Sequence[Stretch], frames: int, chance: Random, idle: Idle, lively: float) -> list[int]:
    """Settle into one posture after another and come back upright before the cut ends."""
    path = [0] * frames
    reach = idle.sway_px + math.radians(idle.sway_deg) * _EYE_LEVEL
    if not speech or reach <= 0:
        return path
    start, end = max(0, speech[0].first - _BEFORE), min(frames, speech[-1].last + _AFTER)
    side = chance.choice((-1, 1))
    at, level = start, 0.0
    while True:
        target = side * chance.uniform(0.3, 0.8) * lively
        stay, least = chance.randint(24, 54), chance.randint(*_RAMP)
        there, back = _ramp(abs(target - level), reach, least), _ramp(abs(target), reach, least)
        if level and there + _STAY + back > end - at:  # no room for another side: lean back a little instead
            target = level * chance.uniform(0.35, 0.65)
            there, back = _ramp(abs(target - level), reach, least), _ramp(abs(target), reach, least)
        if there + _STAY + back > end - at:
            if level:
                break  # the speech ends in the posture that is held
            most = (end - at - _STAY) / 2 * _fastest(reach) / (1.5 * reach)
            if end - at < 2 * least + _STAY or most < 0.1:
                break
            target = side * min(abs(target), most)
            there = back = _ramp(abs(target), reach, least)
        at = _ease(path, at, level, target, there)
        held = min(at + stay, end - back)
        _hold(path, at, held, target)
        at, level = held, target
        side = -side if chance.random() < 0.7 else side
    if level:
        back = _ramp(abs(level), reach, _RAMP[0])
        _hold(path, at, end - back, level)
        _ease(path, max(at, end - back), level, 0.0, back)
    return path


def _ramp(distance: float, reach: float, least: int) -> int:
    """Give the frames for a way at the permitted speed; the steepest part of the ease is 1.5 times its mean."""
    return max(least, math.ceil(1.5 * distance * reach / _fastest(reach)))


def _fastest(reach: float) -> float:
    """Give the permitted speed in canvas px per frame: whole steps that stay below the longest, every second frame."""
    step = reach / SWAY_GRAIN
    return max(1, math.floor(_LONGEST_STEP / step)) * step / 2


def _ease(path: list[int], at: int, start: float, end: float, ramp: int) -> int:
    for n in range(at, min(len(path), at + ramp)):
        step = (n - at) // 2 * 2 + 2  # a new posture every second frame: half the drawing, and too slow to be seen as steps
        path[n] = round((start + (end - start) * _smooth(step / ramp)) * SWAY_GRAIN)
    return min(len(path), at + ramp)


def _hold(path: list[int], start: int, end: int, level: float) -> None:
    """Hold a posture as people do: drifting by two steps at most, and back."""
    turns = max(1, round((end - start) / _DRIFT))
    for n in range(start, min(len(path), end)):
        drift = 1.6 * math.sin(math.pi * turns * (n - start) / max(1, end - start)) if end - start >= _DRIFT else 0.0
        path[n] = round(level * SWAY_GRAIN) + round(drift)


def _accents(speech: Sequence[Stretch], frames: int, chance: Random, idle: Idle, lively: float) -> tuple[list[int], list[int]]:
    """Nod on some stressed long vowels and raise the brows on a few: quarters of a px, down and up are positive."""
    nods, brows = [0] * frames, [0] * frames
    next_nod = next_brow = 0
    for stretch in speech:
        for accent in stretch.accents:
            strong = accent.length >= 90
            inside = 8 <= accent.frame < min(frames, stretch.last) - 14
            if not (strong and inside):
                continue
            if accent.frame >= next_nod and chance.random() < 0.7:
                depth = idle.nod_px * chance.uniform(0.5, 0.9) * lively
                _bump(nods, accent.frame - 6, depth, *_NOD)
                next_nod = accent.frame + chance.randint(34, 62)
            if accent.frame >= next_brow and chance.random() < 0.5:
                height = idle.brow_px * chance.uniform(0.55, 1.0) * lively
                _bump(brows, accent.frame - 3, height, 4, chance.randint(3, 6), 9)
                next_brow = accent.frame + chance.randint(45, 90)
    return nods, brows


def _bump(path: list[int], at: int, height: float, rise: int, stay: int, fall: int) -> None:
    """Add a gentle rise and fall; nothing sticks out of the cut's ends."""
    if at < 1 or at + rise + stay + fall >= len(path):
        return
    for k in range(rise + stay + fall):
        up = _smooth((k + 1) / rise) if k < rise else 1.0 - _smooth((k - rise - stay) / fall)
        path[at + k] = max(path[at + k], round(height * up * PIXEL_GRAIN))


def _breath(speech: Sequence[Stretch], frames: int, idle: Idle) -> list[int]:
    """Breathe in before a sentence and out while it is spoken: quarters of a px by which the shoulders rise."""
    path = [0] * frames
    for stretch in speech:
        length = stretch.last - stretch.first
        if length < 40:
            continue
        for n in range(max(0, stretch.first - 2), min(frames, stretch.last)):
            k = n - stretch.first + 2
            up = _smooth(k / 18) * (1.0 - _smooth((k - 24) / max(1, length - 30)))
            path[n] = round(idle.breath_px * up * PIXEL_GRAIN)
    return path


def _blinks(speech: Sequence[Stretch], frames: int, chance: Random, idle: Idle) -> list[int]:
    """Blink now and then, no two blinks alike, never near the end of a sentence or of the cut."""
    path = [0] * frames
    late = [(s.last - _NO_BLINK, s.last) for s in speech]
    at = chance.uniform(0.5, 0.5 + idle.blink_s[1] / 2) * FPS
    while True:
        blink = _blink(chance)
        first = round(at)
        if first + len(blink) >= frames - 2:
            return path
        clash = next((end for start, end in late if first + len(blink) > start and first < end), None)
        if clash is not None:
            at = clash + 2.0
            continue
        path[first : first + len(blink)] = blink
        pause = 0.28 if chance.random() < 0.08 else chance.uniform(*idle.blink_s)  # now and then a double blink
        at = first + len(blink) + pause * FPS


def _blink(chance: Random) -> list[int]:
    """Give the closing of the lids, frame by frame: two to three frames shut, a quick way down, a slower one up."""
    return [chance.choice((3, 4, 5)), *[LID_GRAIN] * chance.choice((2, 2, 3)), chance.choice((5, 6)), chance.choice((2, 3))]


def gazes(reach: float) -> tuple[tuple[int, int], ...]:
    """Give the looks away from the camera for a reach in canvas px: small and wide, sideways and down, never up."""
    angles = (0.0, 0.4, 0.75, math.pi - 0.75, math.pi - 0.4, math.pi)
    return tuple(
        (round(share * reach * math.cos(angle) * PIXEL_GRAIN), round(0.7 * share * reach * math.sin(angle) * PIXEL_GRAIN))
        for share in (0.3, 0.65, 1.0)
        for angle in angles
        if share > 0.5 or angle in (0.0, math.pi)
    )


def _gaze(speech: Sequence[Stretch], frames: int, chance: Random, idle: Idle, lively: float) -> list[tuple[int, int]]:
    """Let the eyes rest on the camera, wander a little and come back; a look is one jump there and one back."""
    path = [(0, 0)] * frames
    looks = gazes(idle.gaze_px)
    small, wide = looks[:2], looks[2:] if lively > 0.7 else looks[2:8]
    if not speech:
        return path
    at = round(chance.uniform(0.6, idle.gaze_s[0]) * FPS)
    while True:
        brief = chance.random() < 0.5
        stay = chance.randint(12, 26) if brief else chance.randint(9, 18)
        if at + stay + 8 >= frames:
            return path
        path[at : at + stay] = [chance.choice(small if brief else wide)] * stay
        at += stay + round(chance.uniform(*idle.gaze_s) * FPS * 0.7)
