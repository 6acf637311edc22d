# SPDX-License-Identifier: EUPL-1.2
"""Look at a decoded frame as a viewer does: label, colours, legible words, banding, flashes.

Colours are converted with the numbers of the standard written out, not with those that paint: an error there must not cancel.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import FPS
from pipeline.picture.canvas import Probe
from pipeline.picture.design import Colour, Palette
from pipeline.picture.design_check import luminance
from pipeline.picture.layout import Box
from pipeline.picture.yuv import Bytes, Floats, Sprite
from pipeline.ports import PlaneFrame

LABEL_CODES = 8.0
"""How far the luma of the label may lie from what was drawn, in the mean: x264 leaves 1 to 3 codes, a missing label 60."""
_LABEL_ALIKE = 0.9  # least correlation of its pixels
_FLAT = 1  # codes by which a pixel may differ from a palette colour to be held as one
_CORE = 7  # px: a colour is measured where a square of this size holds nothing else
_LEAST = 60  # px of a colour that make a measurement
_RING = (4, 9)  # px around a shape where its surroundings are measured
_BLOCKS = (32, 18)  # a frame's parts whose light is followed
_FLASH, _BRIGHT = 0.1, 0.8  # relative luminance: a change, and the level above which none counts (ITU-R BT.1702, WCAG 2.3.1)
_AREA = 0.25  # share of the frame that must change

Grid = NDArray[np.float64]


def shown(frame: PlaneFrame, box: Box) -> Floats:
    """Decode a box of a frame as a player does that believes its tags → red, green, blue 0..255 (BT.709-6, limited)."""
    box = box.even()
    half = slice(box.y // 2, box.bottom // 2), slice(box.x // 2, box.right // 2)
    y = (frame.y[box.y : box.bottom, box.x : box.right].astype(np.float32) - 16) * (255 / 219)
    cb, cr = (
        cv2.resize(p[half].astype(np.float32) - 128, (y.shape[1], y.shape[0]), interpolation=cv2.INTER_LINEAR) * (255 / 224)
        for p in (frame.u, frame.v)
    )
    return np.dstack([y + 1.5748 * cr, y - 0.1873 * cb - 0.4681 * cr, y + 1.8556 * cb]).clip(0, 255).astype(np.float32)


def has_label(luma: Bytes, label: Sprite) -> bool:
    """Tell whether the AI label stands in a picture's luma (limited range) as it was drawn."""
    box, below = label.box, label.below
    seen = luma[box.y : box.bottom, box.x : box.right]
    if below is None or seen.shape != label.y.shape:
        return False
    inside = below < 8
    one, two = seen[inside].astype(np.float32), label.y[inside].astype(np.float32)
    if float(np.abs(one - two).mean()) > LABEL_CODES:
        return False
    return bool(np.corrcoef(one, two)[0, 1] > _LABEL_ALIKE)


# ---------------------------------------------------------------- colours


def palette_errors(painted: Bytes, frame: PlaneFrame, palette: Palette) -> dict[str, float]:
    """Hold the decoded frame against the palette where a colour is painted flat → colour name, CIE 1976 difference."""
    errors: dict[str, float] = {}
    seen: Floats | None = None
    kernel = np.ones((_CORE, _CORE), np.uint8)
    for field in fields(palette):
        wanted = _rgb(getattr(palette, field.name))
        near = (np.abs(painted.astype(np.int16) - np.array(wanted, np.int16)).max(axis=2) <= _FLAT).astype(np.uint8)
        core = cv2.erode(near, kernel).astype(bool)
        if int(core.sum()) < _LEAST:
            continue
        if seen is None:
            seen = shown(frame, Box(0, 0, painted.shape[1], painted.shape[0]))
        errors[field.name] = difference(np.asarray(np.median(seen[core], axis=0), np.float32), wanted)
    return errors


def difference(one: Floats, two: Colour) -> float:
    """Give the difference of two sRGB colours (CIE 1976 L*a*b*, D65)."""
    pair = np.array([[one, two]], np.float32) / 255
    lab = cv2.cvtColor(pair, cv2.COLOR_RGB2Lab)[0]
    return float(np.linalg.norm(lab[0] - lab[1]))


def _rgb(value: str) -> Colour:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


# ---------------------------------------------------------------- words and shapes


def text_contrast(frame: PlaneFrame, probe: Probe, dx: int, dy: int) -> float | None:
    """Measure a line of words in a decoded frame: its strokes against the pixel near it that is most like them.

    None where the strokes are too thin to have a px that is all theirs.
    """
    box = probe.box.moved(dx, dy)
    whole = Box(0, 0, frame.y.shape[1], frame.y.shape[0])
    around = box.grown(6).even().meet(whole)
    light = luminance(shown(frame, around))
    strokes = np.zeros((around.h, around.w), np.float32)
    part = box.meet(around)
    strokes[part.y - around.y : part.bottom - around.y, part.x - around.x : part.right - around.x] = probe.strokes[
        part.y - box.y : part.bottom - box.y, part.x - box.x : part.right - box.x
    ]
    core = strokes > 0.95
    far = cv2.dilate((strokes > 0.02).astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
    inner = np.zeros_like(far)
    inner[6:-6, 2:-2] = True  # beyond the line box there may be the edge of a plate
    ground = light[far & inner]
    if int(core.sum()) < 8 or ground.size < 20:
        return None
    return _worst([float(np.median(light[core]))], ground)


def shape_contrast(frame: PlaneFrame, inside: NDArray[np.bool_], box: Box, rim: NDArray[np.bool_] | None = None) -> float | None:
    """Measure a shape against what lies around it; `inside` marks its px in `box`. None where it is empty.

    A shape with a `rim` of another colour is seen where either of the two differs from what lies around.
    """
    grown = box.grown(_RING[1] + 1).even().meet(Box(0, 0, frame.y.shape[1], frame.y.shape[0]))
    mask = np.zeros((grown.h, grown.w), np.uint8)
    mask[box.y - grown.y : box.bottom - grown.y, box.x - grown.x : box.right - grown.x] = inside
    core = cv2.erode(mask, np.ones((3, 3), np.uint8)).astype(bool)
    near, far = (cv2.dilate(mask, np.ones((2 * r + 1, 2 * r + 1), np.uint8)).astype(bool) for r in _RING)
    light = luminance(shown(frame, grown))
    if int(core.sum()) < 8 or not (far & ~near).any():
        return None
    ground, own = light[far & ~near], [float(np.median(light[core]))]
    if rim is not None:
        part = light[box.y - grown.y : box.bottom - grown.y, box.x - grown.x : box.right - grown.x]
        own.append(float(np.median(part[rim])))
    return _worst(own, ground)


def _worst(own: Sequence[float], ground: Floats) -> float:
    """Give the contrast to the ground's pixel that is most alike, leaving out the last hundredth for the codec's noise."""
    ratios = [(np.maximum(ground, light) + 0.05) / (np.minimum(ground, light) + 0.05) for light in own]
    return float(np.percentile(np.max(ratios, axis=0), 1))


# ---------------------------------------------------------------- gradients and light


def flat_run(luma: Bytes, plain: NDArray[np.bool_]) -> float:
    """Give the length (px) of the run of equal luma that the median pixel of a still gradient lies in, along rows or columns.

    A gradient that bands has runs as wide as its steps; a dithered one changes every few px.
    """
    worst = 0.0
    for field, mask in ((luma, plain), (luma.T, plain.T)):
        lengths = np.sort(_runs(field, mask))
        if lengths.size:
            held = np.cumsum(lengths)
            worst = max(worst, float(lengths[np.searchsorted(held, held[-1] / 2)]))
    return worst


def _runs(field: Bytes, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Find the runs of equal values along the rows, within a mask."""
    rows = np.where(mask, field.astype(np.int32), -1)
    edge = np.ones((rows.shape[0], 1), bool)
    starts = np.hstack([edge, rows[:, 1:] != rows[:, :-1]])
    places = np.flatnonzero(starts.ravel())
    lengths = np.diff(np.append(places, rows.size))
    return np.asarray(lengths[rows.ravel()[places] >= 0], np.int64)


@dataclass(slots=True)
class Flicker:
    """Follows the light of a film's parts; a change is one of a tenth of full light, back and forth is a flash."""

    _high: Grid | None = None
    _low: Grid | None = None
    _rising: NDArray[np.int8] | None = None
    _changes: list[NDArray[np.bool_]] | None = None

    def see(self, luma: Bytes) -> None:
        """Take the next frame."""
        small = cv2.resize(luma, _BLOCKS, interpolation=cv2.INTER_AREA).astype(np.float64)
        light = np.clip((small - 16) / 219, 0, 1) ** 2.4
        if self._high is None or self._low is None or self._rising is None or self._changes is None:
            self._high, self._low = light.copy(), light.copy()
            self._rising, self._changes = np.zeros(light.shape, np.int8), []
            return
        np.maximum(self._high, light, out=self._high)
        np.minimum(self._low, light, out=self._low)
        up = (light - self._low >= _FLASH) & (self._low < _BRIGHT) & (self._rising <= 0)
        down = (self._high - light >= _FLASH) & (light < _BRIGHT) & (self._rising >= 0)
        changed = up | down
        self._rising[up], self._rising[down & ~up] = 1, -1
        self._high[changed], self._low[changed] = light[changed], light[changed]
        self._changes.append(changed)

    def flashes(self) -> float:
        """Give the most flashes within a second that a quarter of the frame shows."""
        if not self._changes:
            return 0.0
        changes = np.cumsum(np.array(self._changes, np.int32), axis=0)
        window = np.concatenate([changes[: FPS - 1], changes[FPS - 1 :] - np.concatenate([[changes[0] * 0], changes[:-FPS]])])
        shared = np.quantile(window.reshape(len(window), -1), 1 - _AREA, axis=1)
        return float(shared.max()) / 2
