# SPDX-License-Identifier: EUPL-1.2
"""Watch a presenter in the pixels of a film: decoded frames → how far the mouth is open, whether teeth show, how the head moves.

Only where to look comes from the presenter's folder and the design; what is measured is colour. The rig's own curves are never
asked, so that a film that was encoded, shifted or cropped wrongly is found out.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.picture.acting import Actor
from pipeline.picture.articulation import JAW_GRAIN, NARROW, TEETH
from pipeline.picture.figure import FigureArt
from pipeline.picture.layout import Box
from pipeline.picture.performance import NEUTRAL, Pose
from pipeline.picture.rig import Rig
from pipeline.picture.visemes import MBP, VISEMES
from pipeline.ports import PlaneFrame

_STRIP = 4.0  # canvas px to both sides of the mouth's centre: sway moves it by less
_ABOVE, _BELOW = 14.0, 4.0  # canvas px above the centre and below the widest opening within which lips part
_TEETH = (130.0, 150.0, 24.0, 16.0)  # teeth are light (luma), and nearly grey: skin and lips are 29 and more from u, v = 128
_SOME = 0.25  # a row that is this far teeth lies in an open mouth: a beard and the skin of a closed one give 0.1 at most
_THIN = (122.0, 142.0, 30.0, 22.0)  # thin teeth share their samples with the lips; they are looked for in open mouths only
_FOREHEAD = 46.0  # canvas px from the eyes' box up to the hair: skin and hairline, nothing that blinks

Profile = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of the presenter in one frame.

    `opening` in canvas px between the lips; `teeth` in canvas px of their height; `dx`, `dy` in picture px per frame at the level
    of the eyes, 0 where there is none before: half the way of the last two frames, for an encoder may hold a small step back.
    """

    opening: float
    teeth: float
    dx: float = 0.0
    dy: float = 0.0


class FaceWatch:
    """Looks at one presenter on one stand. Frames must be given in order; `forget` where there is a gap."""

    def __init__(self, rig: Rig, art: FigureArt, drawn: Actor) -> None:
        self._scale = art.scale / 1000
        left, top = art.origin(rig.canvas)
        x, y = rig.mouths.centre
        high = max(rig.mouths.openings) + _BELOW
        self._mouth = self._box(left, top, x - _STRIP, y - _ABOVE, x + _STRIP, y + high)
        eyes, centre = rig.eyes_box, rig.pivot[0]
        half = eyes.width * 0.36
        self._head = self._box(left, top, centre - half, eyes.y - _FOREHEAD, centre + half, eyes.y)
        self._lever = (rig.pivot[1] - eyes.y - eyes.height / 2) / (rig.pivot[1] - eyes.y + _FOREHEAD / 2)
        self._dark = self._colours(rig, drawn)
        self._before: list[NDArray[np.float32]] = []
        self.watched = self._mouth.hull(self._head)

    def forget(self) -> None:
        """Begin anew: the next frame has none before it."""
        self._before = []

    def see(self, frame: PlaneFrame) -> Seen:
        """Read one decoded frame."""
        luma, grey = _profile(frame, self._mouth)
        opening, teeth = self._opening(luma, grey)
        box = self._head
        head = frame.y[box.y : box.bottom, box.x : box.right].astype(np.float32)
        dx, dy = shift(self._before[0], head) if len(self._before) == 2 else (0.0, 0.0)
        self._before = [*self._before[-1:], head]
        return Seen(opening, teeth, dx * self._lever / 2, dy / 2)

    def _box(self, left: int, top: int, x: float, y: float, right: float, bottom: float) -> Box:
        s = self._scale
        box = Box(round(left + x * s), round(top + y * s), 0, 0)
        return Box(box.x, box.y, round(left + right * s) - box.x, round(top + bottom * s) - box.y).even()

    def _opening(self, luma: Profile, grey: Profile) -> tuple[float, float]:
        """Profile down the middle of the mouth → rows that are cavity or teeth, and rows of teeth alone, canvas px."""
        full, none = self._dark
        dark = np.clip((none - luma) / (none - full), 0, 1)
        teeth, thin = (_teeth(luma, grey, *kind) for kind in (_TEETH, _THIN))
        open_rows = np.convolve((dark > 0.5) | (teeth > _SOME), np.ones(5), "same") > 0
        return float(np.maximum(dark, teeth).sum()) / self._scale, float((thin * open_rows).sum()) / self._scale

    def _colours(self, rig: Rig, drawn: Actor) -> tuple[float, float]:
        """Give the luma that is wholly cavity and the one that is none, from the presenter's own lips and cavity."""
        a, closed = VISEMES.index("a"), MBP
        wide = _drawn_luma(drawn, Pose(mouth=(a, NARROW, TEETH), jaw=round(rig.jaw[a] * JAW_GRAIN)), rig)
        shut = _drawn_luma(drawn, Pose(mouth=(closed, NARROW, 0)), rig)
        cavity, lips = float(np.percentile(wide, 2)), float(np.median(shut))
        drawn.patch(NEUTRAL)
        return cavity + 0.08 * (lips - cavity), cavity + 0.6 * (lips - cavity)


def _teeth(luma: Profile, grey: Profile, dull: float, light: float, coloured: float, plain: float) -> Profile:
    """Tell row by row how far it is teeth, 0..1: none at `dull` and `coloured`, all at `light` and `plain`."""
    bright = np.clip((luma - dull) / (light - dull), 0, 1)
    return np.asarray(np.minimum(bright, np.clip((coloured - grey) / (coloured - plain), 0, 1)), np.float64)


def _drawn_luma(drawn: Actor, pose: Pose, rig: Rig) -> Profile:
    """Draw the presenter's own lips in a pose → their luma in the middle of the mouth."""
    pixels, s = drawn.patch(pose), drawn.scale
    x, y = rig.mouths.centre
    rows = slice(round((y - 7) * s) - pixels.y, round((y + 12) * s) - pixels.y)
    columns = slice(round((x - 3) * s) - pixels.x, round((x + 3) * s) - pixels.x)
    return np.asarray(pixels.pixels[rows, columns, 0].mean(axis=1), np.float64)


def _profile(frame: PlaneFrame, box: Box) -> tuple[Profile, Profile]:
    """Average a box over its width → luma per row, and how far its colour is from grey."""
    luma = frame.y[box.y : box.bottom, box.x : box.right].mean(axis=1)
    half = slice(box.y // 2, box.bottom // 2), slice(box.x // 2, box.right // 2)
    grey = np.hypot(frame.u[half].mean(axis=1) - 128, frame.v[half].mean(axis=1) - 128)
    rows = np.arange(len(luma)) / 2 - 0.25
    return luma, np.interp(rows, np.arange(len(grey)), grey)


def shift(before: NDArray[np.float32], after: NDArray[np.float32]) -> tuple[float, float]:
    """Find by how many px one picture lies right of and below another (least squares over the gradients, below one px)."""
    gx, gy = (cv2.Sobel(before + after, cv2.CV_32F, *d, ksize=3, scale=1 / 16).astype(np.float64) for d in ((1, 0), (0, 1)))
    change = before.astype(np.float64) - after.astype(np.float64)
    normal = np.array([[(gx * gx).sum(), (gx * gy).sum()], [(gx * gy).sum(), (gy * gy).sum()]])
    if np.linalg.det(normal) < 1e-6:
        return 0.0, 0.0
    dx, dy = np.linalg.solve(normal, np.array([(gx * change).sum(), (gy * change).sum()]))
    return float(dx), float(dy)
