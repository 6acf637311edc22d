# SPDX-License-Identifier: EUPL-1.2
"""Easing: how far a move has come, 0..1, by cubic Bezier curves from (0, 0) to (1, 1)."""

from functools import lru_cache

ARRIVE = (0.0, 0.55, 0.25, 1.0)
LEAVE = (0.55, 0.0, 1.0, 0.45)
MOVE = (0.65, 0.0, 0.35, 1.0)


@lru_cache(maxsize=4096)
def eased(t: float, curve: tuple[float, float, float, float]) -> float:
    """Give the progress at time t (0..1, cut at both ends) on a curve of control points (x1, y1, x2, y2)."""
    if t <= 0:
        return 0.0
    if t >= 1:
        return 1.0
    x1, y1, x2, y2 = curve
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        if _bezier(middle, x1, x2) < t:
            low = middle
        else:
            high = middle
    return _bezier((low + high) / 2, y1, y2)


def _bezier(s: float, one: float, two: float) -> float:
    """Evaluate one coordinate of the curve at parameter s."""
    return 3 * s * (1 - s) ** 2 * one + 3 * s * s * (1 - s) * two + s**3


def part(n: int, start: int, end: int) -> float:
    """Tell how far frame n is from `start` to `end`, 0..1: the last frame before `end` is not yet 1."""
    return min(1.0, max(0.0, (n - start + 1) / max(1, end - start)))
