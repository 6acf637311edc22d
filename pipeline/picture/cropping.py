# SPDX-License-Identifier: EUPL-1.2
"""Where a picture is cut to fill a box: the same rule for the film and for the desk's preview. Sizes in px."""

KEPT = 0.55
"""The least share of a picture that a crop may leave; else it is shown whole over a blurred copy of itself."""
KEPT_FULL = 0.36
"""The same where the picture fills the screen for some seconds; else it stays on its card."""
MOST_GROWTH = 2.0
"""A picture is not blown up further: it would be seen to be small."""


def fills(width: int, height: int, w: int, h: int, kept: float = KEPT) -> bool:
    """Tell whether a picture of width x height fills a box of w x h by cropping: enough of it stays, and it is not blown up."""
    scale = max(w / width, h / height)
    return (w * h) / (width * height * scale * scale) >= kept and scale <= MOST_GROWTH


def cut(width: int, height: int, focus: tuple[float, float], w: int, h: int) -> tuple[int, int, int, int]:
    """Give the part of a picture that fills a box of w x h → left, top, width, height.

    The focus (shares of width and height) lies as near to the middle as the picture allows, a little above it: eyes.
    """
    scale = max(w / width, h / height)
    cut_w, cut_h = min(width, round(w / scale)), min(height, round(h / scale))
    x = round(min(max(focus[0] * width - cut_w / 2, 0), width - cut_w))
    y = round(min(max(focus[1] * height - cut_h * 0.45, 0), height - cut_h))
    return x, y, cut_w, cut_h
