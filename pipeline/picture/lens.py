# SPDX-License-Identifier: EUPL-1.2
"""The circular window and the iris: veil, wall and land joined into one opaque ground.

Only near a circle's edge is anything mixed; what lies wholly inside or outside is copied. Near it, a signed distance of one byte
per px says all: coverage, rim and colours are tables over it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.picture.design import Colour, Design, mixed, rgb
from pipeline.picture.layout import Box
from pipeline.picture.plates import Planes, Plates
from pipeline.picture.yuv import Bytes, Floats, Sprite, dithered, tile

RIM = 5.0
"""Width of the lens' rim, px."""
_GLOW, _SHADE = 30.0, 26.0
"""How fast the light around the lens and the shadow inside it fall off, px."""
_NEAR = 124
"""Px from the edge of the lens beyond which neither of both is worth a code value."""
_IRIS_RIM, _IRIS_ALPHA = 16.0, 0.5
"""The lit edge of the iris: px outside its circle, strength."""
_QUARTER = 4.0  # circles are given in quarters of a px, so that looks stay hashable and moves stay smooth
_BAND = 120  # rows, a multiple of 4: what is mixed at a time stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in quarters of a px."""

    x: int
    y: int
    r: int

    @staticmethod
    def of(numbers: tuple[int, ...] | tuple[float, ...]) -> "Circle":
        """Read centre and radius in px."""
        x, y, r = (round(part * _QUARTER) for part in numbers[:3])
        return Circle(x, y, r)


def background(places: Plates, design: Design, frame: Box, lens: Circle | None, hole: Circle | None) -> Sprite:
    """Compose veil, wall and lens → one opaque sprite.

    Outside `hole` lies the veil, inside it the wall (no hole: wall everywhere); inside `lens` the land. A hole that is the
    lens itself leaves no wall.
    """
    wide = hole is not None and lens is not None and hole == lens
    ground = places.veil if wide else places.wall
    out = Planes(ground.y.copy(), ground.u.copy(), ground.v.copy())
    if hole is not None and not wide:
        _iris(out, places.veil, design, frame, hole)
    if lens is not None:
        _window(out, places.land, design, frame, lens, light=wide)
    return Sprite(frame, out.y, out.u, out.v, None, None, frame)


@dataclass(frozen=True, slots=True, eq=False)
class _Edge:
    """What an edge looks like, as tables over signed distances.

    `inside` is the share of what lies inside, `alpha` the least share of a colour over both, `colours` that colour as y, u, v.
    """

    scale: float
    """Steps of the signed distance per px."""
    inside: Bytes
    alpha: Bytes
    colours: tuple[Bytes, Bytes, Bytes]


def _iris(out: Planes, veil: Planes, design: Design, frame: Box, hole: Circle) -> None:
    """Lay the veil around the wall, with a lit edge between them."""
    scale = 127 / (_IRIS_RIM + 2)
    e = (np.arange(256) - 128) / scale
    inside = (e + 0.5).clip(0, 1)
    lit = ((e + _IRIS_RIM + 0.5).clip(0, 1) - inside) * _IRIS_ALPHA
    core = tuple(np.full(256, code, np.uint8) for code in _codes(design.colour("core")))
    edge = _Edge(scale, _byte(1 - inside), _byte(lit), (core[0], core[1], core[2]))
    reach = _IRIS_RIM + 2
    for band, across in _bands(frame, hole, reach):
        for box in _beside(band, across):
            _copy(out, veil, box)
        within = _interval(band, hole, -2.0, whole=True)
        for box in _beside(across, within):
            _mix(out, veil, None, edge, box, hole)


def _window(out: Planes, land: Planes, design: Design, frame: Box, lens: Circle, light: bool) -> None:
    """Draw the lens: its glow, the land inside, the rim."""
    strength, dark = (0.16 if light else 0.34), 0.16
    glow = design.colour("core") if light else rgb(mixed(design.palette.core, design.palette.sky, 0.45))
    edge = _rimmed(strength, dark, glow, design.colour("ink"), rgb(mixed(design.palette.paper, design.palette.mist, 0.25)))
    for band, across in _bands(frame, lens, _NEAR):
        within = _interval(band, lens, -_NEAR, whole=True)
        _copy(out, land, within)
        for box in _beside(across, within):
            _mix(out, land, (strength, dark), edge, box, lens)


def _rimmed(strength: float, dark: float, glow: Colour, ink: Colour, paper: Colour) -> _Edge:
    """Give the edge of the lens: where the rim lies, the light outside or the shadow inside is already mixed into it."""
    scale = 127 / (RIM / 2 + 0.55)
    e = (np.arange(256) - 128) / scale
    inside = (e + 0.5).clip(0, 1)
    rim = (e + RIM / 2 + 0.5).clip(0, 1) - (e - RIM / 2 + 0.5).clip(0, 1)
    under = inside * dark + (1 - inside) * strength
    alpha = np.where(rim > 0, 1 - (1 - under) * (1 - rim), 0)
    colours = []
    for out_, in_, on in zip(_codes(glow), _codes(ink), _codes(paper), strict=True):
        side = inside * in_ + (1 - inside) * out_
        colours.append(_byte(np.where(rim > 0, (under * (1 - rim) * side + rim * on) / np.maximum(alpha, 1e-6), side) / 255))
    return _Edge(scale, _byte(inside), _byte(alpha), (colours[0], colours[1], colours[2]))


def _codes(colour: Colour) -> tuple[int, int, int]:
    """Give a colour as y, u, v."""
    y, u, v = (int(plane[0, 0]) for plane in dithered(np.full((2, 2, 3), colour, np.float32), 0, 0, 0.0))
    return y, u, v


def _byte(share: Floats) -> Bytes:
    """Give shares 0..1 as 0..255."""
    return np.asarray(share * 255 + 0.5).astype(np.uint8)


# ---------------------------------------------------------------- where something is mixed


def _bands(frame: Box, circle: Circle, reach: float) -> Iterator[tuple[Box, Box]]:
    """Give the frame in bands of rows: each whole, and the part of it that lies within `reach` px outside the circle."""
    for top in range(frame.y, frame.bottom, _BAND):
        band = Box(frame.x, top, frame.w, min(_BAND, frame.bottom - top))
        yield band, _interval(band, circle, reach)


def _interval(band: Box, circle: Circle, grow: float, whole: bool = False) -> Box:
    """Give the part of a band, in blocks of 4 px, that a grown circle touches; `whole`: that lies wholly inside it."""
    x, y, r = circle.x / _QUARTER, circle.y / _QUARTER, circle.r / _QUARTER + grow
    ends = abs(band.y - y), abs(band.bottom - y)
    far = max(ends) if whole else 0.0 if band.y <= y <= band.bottom else min(ends)
    half = math.sqrt(r * r - far * far) if r > far else 0.0
    if half == 0.0:
        return Box(band.x, band.y, 0, band.h)
    left, right = x - half, x + half
    first, last = (math.ceil(left / 4), math.floor(right / 4)) if whole else (math.floor(left / 4), math.ceil(right / 4))
    first, last = max(band.x, first * 4), min(band.right, last * 4)
    return Box(first, band.y, max(0, last - first), band.h)


def _beside(band: Box, part: Box) -> Iterator[Box]:
    """Give what of a band lies left and right of a part of it; all of it where the part is empty."""
    if part.w == 0:
        if band.w:
            yield band
        return
    if part.x > band.x:
        yield Box(band.x, band.y, part.x - band.x, band.h)
    if part.right < band.right:
        yield Box(part.right, band.y, band.right - part.right, band.h)


# ---------------------------------------------------------------- mixing


def _copy(out: Planes, source: Planes, box: Box) -> None:
    """Copy a part of a place."""
    if box.w:
        for mine, its, shift in ((out.y, source.y, 0), (out.u, source.u, 1), (out.v, source.v, 1)):
            rows, columns = slice(box.y >> shift, box.bottom >> shift), slice(box.x >> shift, box.right >> shift)
            mine[rows, columns] = its[rows, columns]


def _mix(out: Planes, place: Planes, lights: tuple[float, float] | None, edge: _Edge, box: Box, circle: Circle) -> None:
    """Mix a part near a circle's edge: what is there, the place on the other side, and the colours of the edge.

    `lights` are the strengths of the light outside and of the shadow inside, which fall off from the edge.
    """
    signed = _signed(box, circle, edge.scale)
    share, alpha = cv2.LUT(signed, edge.inside), cv2.LUT(signed, edge.alpha)
    if lights is not None:
        cv2.max(alpha, _lit(box, circle, *lights), dst=alpha)
    size = (box.w // 2, box.h // 2)
    halves = tuple(cv2.resize(full, size, interpolation=cv2.INTER_AREA) for full in (signed, share, alpha))
    for mine, its, colour, (own, part, over), shift in zip(
        (out.y, out.u, out.v), (place.y, place.u, place.v), edge.colours, ((signed, share, alpha), halves, halves), (0, 1, 1),
        strict=True,
    ):  # fmt: skip
        rows, columns = slice(box.y >> shift, box.bottom >> shift), slice(box.x >> shift, box.right >> shift)
        target = mine[rows, columns]
        other = cv2.multiply(its[rows, columns], part, scale=1 / 255)
        cv2.multiply(target, cv2.bitwise_not(part), dst=target, scale=1 / 255)
        cv2.add(target, other, dst=target)
        light = cv2.multiply(cv2.LUT(own, colour), over, scale=1 / 255)
        cv2.multiply(target, cv2.bitwise_not(over), dst=target, scale=1 / 255)
        cv2.add(target, light, dst=target)


def _distance(box: Box, circle: Circle) -> Floats:
    """Give the distance from the circle's edge, negative inside, at the middle of every block of 4 x 4 px."""
    x = np.arange(box.x, box.right, 4, dtype=np.float32) + 2 - circle.x / _QUARTER
    y = np.arange(box.y, box.bottom, 4, dtype=np.float32) + 2 - circle.y / _QUARTER
    return np.asarray(np.sqrt(x[None, :] ** 2 + y[:, None] ** 2) - circle.r / _QUARTER, np.float32)


def _signed(box: Box, circle: Circle, scale: float) -> Bytes:
    """Give how far each px lies inside the circle: 128 on its edge, `scale` steps per px; exact wherever it is not 0 or 255."""
    d = _distance(box, circle)
    coarse = np.where(d < 0, 255, 0).astype(np.uint8)
    out = np.asarray(cv2.resize(coarse, (box.w, box.h), interpolation=cv2.INTER_NEAREST), np.uint8)
    rows, columns = np.nonzero(np.abs(d) < 128 / scale + 2.9)
    step = np.arange(4, dtype=np.float32) + 0.5
    x = (box.x + columns * 4)[:, None] + step - np.float32(circle.x / _QUARTER)
    y = (box.y + rows * 4)[:, None] + step - np.float32(circle.y / _QUARTER)
    inside = np.float32(circle.r / _QUARTER) - np.sqrt(x[:, None, :] ** 2 + y[:, :, None] ** 2)
    blocks = out.reshape(box.h // 4, 4, box.w // 4, 4)
    blocks[rows, :, columns, :] = (inside * np.float32(scale) + np.float32(128.5)).clip(0, 255).astype(np.uint8)
    return out


def _lit(box: Box, circle: Circle, strength: float, dark: float) -> Bytes:
    """Give the light outside the lens and the shadow inside, falling off from its edge, dithered to 0..255."""
    d = _distance(box.grown(4), circle)
    fall = np.where(d >= 0, np.exp((d / _GLOW) ** 2 * -0.5) * (strength * 255), np.exp(np.minimum(d, 0) / _SHADE) * (dark * 255))
    full = cv2.resize(fall, (box.w + 8, box.h + 8), interpolation=cv2.INTER_LINEAR)[4:-4, 4:-4]
    noise = tile(box.x, box.y, box.w, box.h)
    return np.asarray(cv2.addWeighted(full, 1.0, noise, 0.6, 0.0, dtype=cv2.CV_8U), np.uint8)
