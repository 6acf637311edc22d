# SPDX-License-Identifier: EUPL-1.2
"""How a story's picture grows: sentence by sentence, so that a longer sentence moves nothing after it.

Each sentence brings the picture forward by what its rounded length calls for; within it the speed bends so that picture and
speed meet those of the sentences around it. A few words more then change the frames of their own sentence alone, and the
film's other segments can be kept.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_LEAST, _RATIO = 27, 5 / 3
"""Lengths are rounded to 27, 45, 75, 125, 208, 347 … frames: the speed stays within 30 % of the mean one, and of the edits by
one word (12 frames) six in seven stay on their rung."""
_FROM_REST = 0.8
"""The first sentence gets up to speed first."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One sentence's part: frames `start` up to `end`, shares of the whole growth (0..1) and shares per frame at both ends."""

    start: int
    end: int
    share: tuple[float, float]
    speed: tuple[float, float]

    def at(self, n: int) -> float:
        """Give the share of the whole growth in a frame: a cubic between the two ends (Hermite); every second frame moves."""
        length = self.end - self.start
        t = min(1.0, max(0.0, ((n - self.start) & ~1) / length))
        a, b = self.share
        enters, leaves = (speed * length for speed in self.speed)
        rise = t * t * (3 - 2 * t)
        return a + (b - a) * rise + enters * t * (1 - t) ** 2 - leaves * t * t * (1 - t)


def stretches(starts: Sequence[int], end: int, frames: int) -> tuple[Stretch, ...]:
    """Starts of a story's sentences, its end, frames of a whole growth → the part of each; it begins and ends at rest."""
    out: list[Stretch] = []
    share, speed, mean = 0.0, 0.0, 1 / frames
    for first, last in pairwise((*starts, end)):
        length = last - first
        goes = min(1.0, share + rounded(length) * mean * (1 if share else _FROM_REST))
        most = 3 * (goes - share) / length  # a faster end would overshoot
        leaves = min(mean, most) if goes < 1 else 0.0
        out.append(Stretch(first, last, (share, goes), (min(speed, most), leaves)))
        share, speed = goes, leaves
    return tuple(out)


def rounded(frames: int) -> float:
    """Round a length to the nearest rung."""
    rung = max(0, round(math.log(max(1, frames) / _LEAST) / math.log(_RATIO)))
    return float(_LEAST * _RATIO**rung)
