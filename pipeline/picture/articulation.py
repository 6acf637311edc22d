# SPDX-License-Identifier: EUPL-1.2
"""Move the mouth: mouth targets in time → one mouth per frame.

Three rules make German lips readable. Every m, b, p and f, v owns at least two frames, and short plosives close before their
sound is heard. Between them shapes blend by dominance, rounding early (co-articulation). In pauses the mouth is shut.
Constants without another source were tuned on real speech (research/motion.md, section 1).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.model import FPS
from pipeline.picture.mouth_book import BOOK, GRAIN
from pipeline.picture.visemes import FV, KR, MBP, REST, VISEMES, Sound

NARROW = 16
"""Widths of closed lips are counted in sixteenths of the drawn width."""
LEAST_WIDTH = 0.76
"""Closed lips between rounded sounds keep this share of their drawn width."""
TEETH = 4
"""How visible the teeth are is counted in quarters."""
JAW_GRAIN = 2
"""The drop of the jaw is counted in halves of a canvas px."""

_FRAME_MS = 1000 / FPS
_LEAD_MS = 20.0  # curves run ahead of the sound: lips lead the voice
_PAUSE_MS = 140.0
_SHUTTING_MS, _OPENING_MS = 70.0, 50.0  # how long the mouth takes to come to rest in a pause, and to leave it
_LONGEST_STEP = 10.8  # canvas px per frame; 12 are allowed, the rest is left to the nearest mouth of the book
_ARTICULATION = 0.86  # read speech does not reach its targets; the remainder is shared by rest and kr
_TEETH_FROM, _TEETH_FULL = 2.0, 5.0  # canvas px of opening over which teeth come into view
_HIDDEN, _BARE, _LIKE = 0.8, 0.05, 0.5
"""Canvas px of teeth that the lips' shadow hides; that are then seen; and the share of them that a frame beside must show."""
_TOGETHER_MS = 10.0  # sounds with no more between them follow each other directly
_OWN = 2  # frames that a closure owns at least
# (ms before, ms after) over which a shape fades in and out; rounding is seen early
_THETA = {"a": (40, 45), "e": (36, 40), "sch": (60, 50), "o": (60, 50), "u": (65, 55), "ue": (62, 52)}
_FADE = tuple(_THETA.get(v, (30, 30)) for v in VISEMES)
_CORE = 0.3  # share of a sound at each end that belongs to the way in and out

Curves = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lips:
    """What the timing must know of a presenter's mouths, per viseme: opening, width, drop of the jaw, outlines (canvas px).

    `teeth` is the height of bare teeth, per mouth of the book.
    """

    openings: tuple[float, ...]
    widths: tuple[float, ...]
    jaw: tuple[float, ...]
    forms: tuple[tuple[float, ...], ...]
    teeth: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mouth:
    """A mouth in one frame: entry of the book, width, teeth; () at rest. The jaw's drop in half canvas px."""

    shape: tuple[int, ...]
    jaw: int


@dataclass(frozen=True, slots=True)
class Closure:
    """Frames `first` up to and with `last` in which the lips must meet (mbp) or touch the teeth (fv)."""

    shape: int
    first: int
    last: int


SHUT = Mouth((), 0)
_WEIGHTS: Curves = np.array(BOOK) / GRAIN


def mouths(sounds: Sequence[Sound], frames: int, lips: Lips) -> tuple[Mouth, ...]:
    """Mouth targets (ms from the first frame) → one mouth per frame; shut wherever nothing is said."""
    if not sounds or frames <= 0:
        return (SHUT,) * frames
    closed = closures(sounds, frames)
    said, still = _blend(sounds, frames), _pauses(sounds, frames)
    weights = said * (1 - still)[:, None]
    weights[:, REST] += still
    narrow = _widths(said, lips)
    owned = np.zeros(frames, bool)
    for closure in closed:
        span = slice(closure.first, closure.last + 1)
        weights[span], owned[span] = np.eye(len(VISEMES))[closure.shape], True
    weights = _calm(weights, owned, np.array(lips.openings))
    return _counted(weights, owned, narrow, still, lips)


def closures(sounds: Sequence[Sound], frames: int) -> tuple[Closure, ...]:
    """Give each m, b, p and f, v its own frames, in order, none shared, at least two each where there is room."""
    found: list[Closure] = []
    before_end = -math.inf
    for k, sound in enumerate(sounds):
        if sound.shape not in (MBP, FV):
            continue
        near = _PAUSE_MS if k and sounds[k - 1].shape == MBP else _TOGETHER_MS  # nothing is said between: "gemeinsam mit"
        first, last = _frames_of(*shut(sound))
        if found and first <= found[-1].last:
            before = found[-1]
            free = max(before.first + _OWN - 1, min(before.last, first - 1))  # the earlier one gives what it can spare
            found[-1] = Closure(before.shape, before.first, free)
            first = free + 1
            last = max(last, first + _OWN - 1)
        elif found and sound.shape == found[-1].shape == MBP and sound.start - before_end <= near:
            found[-1] = Closure(MBP, found[-1].first, first - 1)  # lips that meet twice in a row do not part between
        before_end = sound.end
        found.append(Closure(sound.shape, first, last))
    return tuple(Closure(c.shape, max(0, c.first), min(frames - 1, c.last)) for c in found if c.first < frames and c.last >= 0)


def shut(sound: Sound) -> tuple[float, float]:
    """Give the ms during which the lips are closed for a sound."""
    if sound.shape == FV:
        return sound.start - 10, sound.start + 0.75 * sound.length
    # the voice's short b and p are the burst alone: the closure lies before it
    release = sound.start + (0.66 if sound.nasal or sound.length >= 50 else 0.35) * sound.length
    return min(sound.start - 5, release - 80), release


def _frames_of(start: float, end: float) -> tuple[int, int]:
    """Give the frames whose middle lies in a span of ms, at least two, as near to its centre as can be."""
    first, last = int(np.ceil(start / _FRAME_MS - 0.5)), int(np.floor(end / _FRAME_MS - 0.5))
    if last - first + 1 >= _OWN:
        return first, last
    first = round((start + end) / 2 / _FRAME_MS - _OWN / 2)
    return first, first + _OWN - 1


def _blend(sounds: Sequence[Sound], frames: int) -> Curves:
    """Blend all targets by dominance: weights per frame and viseme that add up to 1."""
    at = (np.arange(frames) + 0.5) * _FRAME_MS + _LEAD_MS
    weights = np.zeros((frames, len(VISEMES)))
    for sound in sounds:
        into, out = _FADE[sound.shape]
        start, end = sound.start + _CORE * sound.length, sound.end - _CORE * sound.length
        away = np.maximum(start - at, 0) / into + np.maximum(at - end, 0) / out
        weights[:, sound.shape] += sound.claim * np.exp(-(away**1.5))
    weights[:, REST] += 1e-3
    weights /= weights.sum(axis=1, keepdims=True)
    weights *= _ARTICULATION
    weights[:, REST] += (1 - _ARTICULATION) / 2
    weights[:, KR] += (1 - _ARTICULATION) / 2
    return weights


def _pauses(sounds: Sequence[Sound], frames: int) -> Curves:
    """Give for each frame how far the mouth has come to rest: 1 in pauses, 0 in speech, ramps between."""
    at = (np.arange(frames) + 0.5) * _FRAME_MS
    edges = [(-1e9, sounds[0].start)]
    for before, after in pairwise(sounds):
        if after.start - before.end > _PAUSE_MS:
            edges.append((before.end, after.start))
    edges.append((sounds[-1].end, 1e9))
    still = np.zeros(frames)
    for start, end in edges:
        into = np.clip((at - start) / _SHUTTING_MS, 0, 1)
        out = np.clip((end - at) / _OPENING_MS, 0, 1)
        still = np.maximum(still, np.minimum(into, out))
    return still * still * (3 - 2 * still)


def _widths(said: Curves, lips: Lips) -> NDArray[np.int64]:
    """Closed lips take their neighbours' width: per frame the width of mbp in sixteenths, not below 0.76."""
    free = said.copy()
    free[:, [MBP, FV, REST]] = 0
    total = free.sum(axis=1)
    ratio = (free @ np.array(lips.widths)) / np.maximum(total, 1e-6) / max(lips.widths[MBP], 1e-6)
    share = np.where(total > 0.2, 1 - 0.75 * np.clip(1 - ratio, 0, 1), 1.0)
    counted: NDArray[np.int64] = np.round(np.maximum(share, LEAST_WIDTH) * NARROW).astype(np.int64)
    return counted


def _calm(weights: Curves, owned: NDArray[np.bool_], openings: Curves) -> Curves:
    """Keep the opening from jumping: a frame that opens too far beyond a neighbour is drawn towards rest."""
    wide = weights @ openings
    most = wide.copy()
    for n in range(1, len(most)):
        most[n] = min(most[n], most[n - 1] + _LONGEST_STEP)
    for n in range(len(most) - 2, -1, -1):
        most[n] = min(most[n], most[n + 1] + _LONGEST_STEP)
    floor = openings[REST]
    keep = np.where(owned | (wide <= floor + 1e-6), 1.0, np.clip((most - floor) / np.maximum(wide - floor, 1e-6), 0, 1))
    calmer: Curves = weights * keep[:, None]
    calmer[:, REST] += 1 - keep
    return calmer


def _counted(
    weights: Curves, owned: NDArray[np.bool_], narrow: NDArray[np.int64], still: Curves, lips: Lips
) -> tuple[Mouth, ...]:
    """Take the nearest mouth of the book, so that mouths repeat; add width, teeth and jaw."""
    found = _nearest(weights, lips)
    found[owned] = np.argmax(weights[owned], axis=1)
    parts = _WEIGHTS[found]
    teeth = _teeth(parts @ np.array(lips.openings), parts[:, FV], np.array(lips.teeth)[found])
    drop = np.pad(weights @ np.array(lips.jaw), 1)
    jaw = np.round((0.25 * drop[:-2] + 0.5 * drop[1:-1] + 0.25 * drop[2:]) * JAW_GRAIN).astype(int)
    made = []
    for n, entry in enumerate(found):
        if entry == REST or (still[n] > 0.999 and not owned[n]):
            made.append(Mouth((), int(jaw[n])))
        else:
            made.append(Mouth((int(entry), int(narrow[n]) if owned[n] else NARROW, int(teeth[n])), int(jaw[n])))
    return tuple(made)


def _nearest(weights: Curves, lips: Lips) -> NDArray[np.int64]:
    """Find the mouth of the book whose lips lie nearest to each blend; opening and width count more than the rest."""
    forms = np.array(lips.forms)
    forms = (forms - forms[REST]) / np.sqrt(max(1, forms.shape[1] / 2))
    sense = np.column_stack([forms, 0.7 * np.array(lips.openings), 0.25 * np.array(lips.widths)])
    wanted, book = weights @ sense, _WEIGHTS @ sense
    distance = (book * book).sum(axis=1) - 2 * wanted @ book.T
    nearest: NDArray[np.int64] = np.argmin(distance, axis=1)
    return nearest


def _teeth(wide: Curves, biting: Curves, bare: Curves) -> NDArray[np.int64]:
    """Let teeth come into view with the opening (and fully for f, v), and never for a single frame.

    `bare` is the height of the teeth that each mouth would show: a rounded mouth has them behind its lips.
    """
    level: NDArray[np.int64] = np.array([teeth_level(w, b) for w, b in zip(wide, biting, strict=True)], np.int64)
    while True:  # teeth that are taken away may leave others alone
        shown, seen = np.pad(np.maximum(0, level * bare / TEETH - _HIDDEN), 1), np.pad(level > 0, 1)
        beside = np.maximum(shown[:-2], shown[2:])
        alone = (shown[1:-1] > _BARE) & (beside < _LIKE * shown[1:-1]) | seen[1:-1] & ~seen[:-2] & ~seen[2:]
        if not alone.any():
            return level
        level[alone] = 0


def teeth_level(wide: float, biting: float) -> int:
    """Opening (canvas px) and weight of f, v → how visible the teeth are, in quarters."""
    share = min(1.0, max(0.0, (wide - _TEETH_FROM) / (_TEETH_FULL - _TEETH_FROM)))
    return round(max(share, biting) * TEETH)
