# SPDX-License-Identifier: EUPL-1.2
"""Hold what is seen of a mouth against what is said: curves read from a film + spoken sentences → lip-sync figures.

Times are ms from the film's first frame. A curve holds one value per frame, NaN where the presenter is not in view.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.model import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, SpokenSentence
from pipeline.picture.articulation import shut
from pipeline.picture.face_watch import Seen
from pipeline.picture.visemes import MBP, sounds

CLOSED_PX = 1.5
"""Lips that are seen to part by no more count as closed: the dark line between closed lips alone is 0.4 to 1.2 canvas px."""
CONTROL = 5
"""The control holds the same curve against phonemes that are this many frames earlier and later."""
PAUSE_MS = 200.0
_SETTLE_MS = 100.0  # a mouth may come to rest and leave it within the pause
_APART_MS = 140.0  # silence before a closure: the lips are at rest, and where they began to close cannot be seen
_FRAME_MS = 1000 / FPS
_TEETH, _NO_TEETH = 0.8, 0.3  # canvas px of teeth that are seen, and that are not
_AROUND = 3  # frames that must be in view around a closure

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """What was seen of a presenter, per frame; see `Seen` for the units. `dx`, `dy` are means of two frames' movement."""

    opening: Values
    teeth: Values
    dx: Values
    dy: Values

    @classmethod
    def of(cls, seen: Sequence[Seen | None]) -> "Curve":
        """Collect what was seen, frame by frame."""
        rows = [(s.opening, s.teeth, s.dx, s.dy) if s is not None else (np.nan,) * 4 for s in seen]
        return cls(*np.array(rows, np.float64).reshape(-1, 4).T)


@dataclass(frozen=True, slots=True)
class Closing:
    """Lips that must meet from `start` to `end`, ms; several m, b, p in a row are one. `open_ended`: silence lies beside it."""

    start: float
    end: float
    count: int
    stop: bool
    open_ended: bool

    @property
    def middle(self) -> float:
        """Give the middle of the closure, ms."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Lips:
    """The figures of one film. Counts are phonemes; `centres` ms by which closures lie late, `runs` their lengths in frames.

    `stops` are the middles (ms) of single b and p between other sounds: the voice is silent there.
    """

    phonemes: int
    watched: int
    closed: int
    control: float
    centres: tuple[float, ...]
    runs: tuple[int, ...]
    pauses: int
    widest_pause: float
    teeth_flashes: tuple[int, ...]
    sway: float
    stops: tuple[float, ...]


def closings(sentences: Sequence[SpokenSentence], voice_at: int) -> tuple[Closing, ...]:
    """Spoken sentences → when lips must meet; `voice_at` is the frame at which the speech starts."""
    said = [s for sentence in sentences for s in sounds(sentence, -voice_at * SAMPLES_PER_FRAME)]
    found: list[Closing] = []
    for k, sound in enumerate(said):
        if sound.shape != MBP:
            continue
        start, end = shut(sound)
        before = sound.start - said[k - 1].end if k else _APART_MS + 1
        after = said[k + 1].start - sound.end if k + 1 < len(said) else _APART_MS + 1
        silent = before > _APART_MS or after > _APART_MS
        if found and k and said[k - 1].shape == MBP and before <= _APART_MS:
            last = found[-1]
            found[-1] = Closing(
                last.start, max(last.end, end), last.count + 1, last.stop and not sound.nasal, last.open_ended or silent
            )
        else:
            found.append(Closing(start, end, 1, not sound.nasal, silent))
    return tuple(found)


def pauses(sentences: Sequence[SpokenSentence], voice_at: int) -> tuple[tuple[float, float], ...]:
    """Spoken sentences → silences of more than 200 ms between sounds, ms."""
    heard = [(p.start, p.end) for sentence in sentences for p in sentence.phonemes]
    ms = 1000 / SAMPLE_RATE
    shift = voice_at * _FRAME_MS
    gaps = [(a[1] * ms + shift, b[0] * ms + shift) for a, b in pairwise(heard)]
    return tuple((start, end) for start, end in gaps if end - start > PAUSE_MS)


def lips(curve: Curve, wanted: Sequence[Closing], silences: Sequence[tuple[float, float]]) -> Lips:
    """Measure one film."""
    closed = curve.opening <= CLOSED_PX
    seen = [c for c in wanted if _in_view(curve.opening, c)]
    runs = [(c, run) for c in seen if (run := _run(closed, c)) is not None]
    own = [(c, run) for c, run in runs if not c.open_ended]
    still = [wide for start, end in silences if (wide := _widest(curve.opening, start, end)) is not None]
    return Lips(
        phonemes=sum(c.count for c in wanted),
        watched=sum(c.count for c in seen),
        closed=sum(c.count for c, _ in runs),
        control=max(_share(closed, seen, by) for by in (-CONTROL, CONTROL)),
        centres=tuple((first + last + 1) / 2 * _FRAME_MS - c.middle for c, (first, last) in own),
        runs=tuple(last - first + 1 for _, (first, last) in runs),
        pauses=len(still),
        widest_pause=max(still, default=0.0),
        teeth_flashes=flashes(curve.teeth),
        sway=float(np.nanmax(np.abs(curve.dx), initial=0.0)),
        stops=tuple((first + last + 1) / 2 * _FRAME_MS for c, (first, last) in own if c.stop and c.count == 1),
    )


def flashes(teeth: Values) -> tuple[int, ...]:
    """Find the frames in which teeth are seen that are seen neither in the frame before nor in the one after."""
    here, before, after = teeth[1:-1], teeth[:-2], teeth[2:]
    return tuple(int(n) + 1 for n in np.flatnonzero((here > _TEETH) & (before < _NO_TEETH) & (after < _NO_TEETH)))


def _frame(ms: float) -> int:
    return int(ms // _FRAME_MS)


def _in_view(opening: Values, closing: Closing) -> bool:
    first, last = _frame(closing.start) - _AROUND, _frame(closing.end) + _AROUND
    return first >= 0 and last < len(opening) and not bool(np.isnan(opening[first : last + 1]).any())


def _run(closed: NDArray[np.bool_], closing: Closing) -> tuple[int, int] | None:
    """Give the frames for which the lips are closed around the middle of a closure; None where they are open there."""
    first = last = _frame(closing.middle)
    if not closed[first]:
        return None
    while first > 0 and closed[first - 1]:
        first -= 1
    while last + 1 < len(closed) and closed[last + 1]:
        last += 1
    return first, last


def _share(closed: NDArray[np.bool_], wanted: Sequence[Closing], by: int) -> float:
    """Give the share of closures that would be found if the picture were `by` frames off."""
    hits = [closed[n] for c in wanted if 0 <= (n := _frame(c.middle) + by) < len(closed)]
    return sum(map(bool, hits)) / len(hits) if hits else 0.0


def _widest(opening: Values, start: float, end: float) -> float | None:
    """Give the widest opening within a silence, after the mouth has come to rest; None where it is not in view."""
    first, last = int(np.ceil((start + _SETTLE_MS) / _FRAME_MS)), int((end - _SETTLE_MS) // _FRAME_MS)
    part = opening[first:last]
    return float(np.nanmax(part)) if len(part) and not np.isnan(part).all() else None
