# SPDX-License-Identifier: EUPL-1.2
"""How a story's picture grows: sentence by sentence, so that a longer sentence moves nothing after it.

Each sentence brings the picture forward by a whole number of steps, whatever its exact length; within it the speed bends so
that picture and speed meet those of the sentences around it. A few words more then change the frames of their own sentence
alone, and the film's other segments can be kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

STEP = 100
"""Frames of growth that a sentence is rounded to: its speed stays within a third of the mean one."""


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
        goes = min(1.0, share + max(1, round(length / STEP)) * STEP * mean)
        most = 3 * (goes - share) / length  # a faster end would overshoot
        leaves = min(mean, most) if goes < 1 else 0.0
        out.append(Stretch(first, last, (share, goes), (min(speed, most), leaves)))
        share, speed = goes, leaves
    return tuple(out)
