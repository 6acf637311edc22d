# SPDX-License-Identifier: EUPL-1.2
"""The places of the show: land, wall, veil and the circular window that joins them. Dithered once, then only copied.

One landscape, two gradings: *land* is lit, *wall* is the same landscape blurred and mapped onto the county's night. The lens
shows land inside and wall outside, in register. The *veil* is the light side of opener and closer; where the iris opens,
the wall rolls out from behind the lens as a growing circle, so that no frame mixes white with night into grey.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.errors import EngineError
from pipeline.picture.canvas import rendered
from pipeline.picture.design import Colour, Design, mixed, rgb
from pipeline.picture.layout import Box, Layout
from pipeline.picture.yuv import Bytes, Floats, Sprite, dithered, tile
from pipeline.settings import Format

VERSION = 1
"""Raise when the same design gives other places."""
RIM = 5.0
"""Width of the lens' rim, px."""
_GLOW = 30.0
_BAND = 120  # rows, even
_PANELS = np.array(
    [0.9, 0.35, 0.7, 0.2, 1.0, 0.45, 0.8, 0.3, 0.6, 0.95, 0.25, 0.75, 0.5], np.float32
)  # strength of each light panel
_QUARTER = 4.0  # circles are given in quarters of a px, so that looks stay hashable and moves stay smooth


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """An opaque full frame in YUV."""

    y: Bytes
    u: Bytes
    v: Bytes


@dataclass(frozen=True, slots=True, eq=False)
class Plates:
    """The places of one design and format."""

    land: Planes
    wall: Planes
    veil: Planes

    def to_bytes(self) -> bytes:
        """Write the places as one blob: land, wall, veil; of each y, u, v."""
        return b"".join(plane.tobytes() for place in (self.land, self.wall, self.veil) for plane in (place.y, place.u, place.v))

    @classmethod
    def from_bytes(cls, blob: bytes, width: int, height: int) -> "Plates":
        """Read the places of a format, sizes in px. Raises EngineError where the blob has another length."""
        pixels = np.frombuffer(blob, np.uint8)
        luma, chroma = width * height, width * height // 4
        if len(pixels) != 3 * (luma + 2 * chroma):
            raise EngineError("Kept places of another size.", "Remove them from the store; they are drawn anew.")
        places = []
        for at in range(0, len(pixels), luma + 2 * chroma):
            y, u, v = np.split(pixels[at : at + luma + 2 * chroma], (luma, luma + chroma))
            places.append(Planes(y.reshape(height, width), *(part.reshape(height // 2, width // 2) for part in (u, v))))
        return cls(*places)


def plates(design: Design, form: Format) -> Plates:
    """Draw the places of a format."""
    layout = design.layout(form)
    land = land_of(design, form)
    soft = np.asarray(cv2.GaussianBlur(land, (0, 0), design.wall.blur), np.uint8)
    return Plates(
        _planes(layout, design.wall.grain, lambda top, end: land[top:end].astype(np.float32)),
        _planes(layout, design.wall.grain, lambda top, end: wall_rows(design, layout, soft, top, end)),
        _planes(layout, design.wall.grain, lambda top, end: veil_rows(design, layout, land, top, end)),
    )


def _planes(layout: Layout, grain: float, rows: Callable[[int, int], Floats]) -> Planes:
    """Convert red, green, blue → dithered YUV, a band of rows at a time: a whole frame in float would take 25 MB each."""
    w, h = layout.width, layout.height
    y, u, v = np.empty((h, w), np.uint8), np.empty((h // 2, w // 2), np.uint8), np.empty((h // 2, w // 2), np.uint8)
    for top in range(0, h, _BAND):
        end = min(h, top + _BAND)
        y[top:end], u[top // 2 : end // 2], v[top // 2 : end // 2] = dithered(rows(top, end), 0, top, grain)
    return Planes(y, u, v)


def land_of(design: Design, form: Format) -> Bytes:
    """Draw the lit landscape: red, green, blue."""
    name = {"16x9": design.land.wide, "9x16": design.land.tall, "1x1": design.land.square}[form]
    layout = design.layout(form)
    pixels = rendered(design.filled(design.file(name).decode("utf-8")))[:, :, :3]
    if pixels.shape[:2] != (layout.height, layout.width):
        pixels = np.asarray(cv2.resize(pixels, (layout.width, layout.height), interpolation=cv2.INTER_AREA), np.uint8)
    return np.ascontiguousarray(pixels)


def wall_rows(design: Design, layout: Layout, soft: Bytes, top: int, end: int) -> Floats:
    """Dim rows of the blurred landscape into the studio wall: red, green, blue 0..255."""
    w, h = layout.width, layout.height
    light = cv2.transform(soft[top:end].astype(np.float32), np.array([[0.2126, 0.7152, 0.0722]], np.float32)) / 255
    light = light.reshape(end - top, w)
    x = np.arange(w, dtype=np.float32)[None, :]
    y = np.arange(top, end, dtype=np.float32)[:, None]
    cx, cy, _ = layout.lens_story
    far = np.hypot((x - (cx * 2 + w / 2) / 3) / w, (y - cy * 0.9) / h * 0.9)
    light = light * (1.3 - design.wall.falloff * 1.5 * far.clip(0, 1) ** 0.8)
    pitch = w / len(_PANELS)
    panel = _PANELS[(x // pitch).astype(np.int64) % len(_PANELS)] * (0.5 - (x / pitch) % 1.0)
    light = (light + panel * design.wall.slats * 2.0 * (1.15 - y / h)).clip(0, 1)
    one, two, three = (np.array(design.colour(name), np.float32) for name in ("ink", "night", "deep"))
    low = (light * 2).clip(0, 1)[:, :, None]
    high = (light * 2 - 1).clip(0, 1)[:, :, None]
    return np.asarray(one + (two - one) * low + (three - two) * high, np.float32)


def veil_rows(design: Design, layout: Layout, land: Bytes, top: int, end: int) -> Floats:
    """Lay light over rows of the landscape: the ground of opener and closer, with one quiet arc around the open lens."""
    w, h = layout.width, layout.height
    cx, cy, r = layout.lens_open
    x = np.arange(w, dtype=np.float32)[None, :] - cx
    y = np.arange(top, end, dtype=np.float32)[:, None] - cy
    out = np.hypot(x, y) - r
    far = (out / (0.62 * max(w, h))).clip(0, 1)[:, :, None]
    paper, mist, core = (np.array(design.colour(name), np.float32) for name in ("paper", "mist", "core"))
    base = mist + (paper - mist) * far**0.8
    veil = base + (land[top:end] - base) * (0.16 * (1 - far) ** 1.5 + 0.025)
    ring = (2.5 - np.abs(out - 26)).clip(0, 1)
    rows, columns = np.nonzero(ring)
    along = np.abs(np.degrees(np.arctan2(y[rows, 0], x[0, columns])) % 24 - 12)  # arcs of 22 degrees, gaps of 2
    arc = ring[rows, columns] * ((11 - along) * (math.pi / 180 * r) + 0.5).clip(0, 1)
    veil[rows, columns] += (core - veil[rows, columns]) * (arc * 0.85)[:, None]
    return np.asarray(veil, np.float32)


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
        inside = _disc(frame, hole, 0.0)
        outside = np.asarray(cv2.bitwise_not(inside), np.uint8)
        _lay(out, places.veil, outside, frame)
        _tint(out, np.asarray(cv2.subtract(_disc(frame, hole, 16.0), inside), np.uint8) // 2, design.colour("core"), frame)
    if lens is not None:
        _window(out, places.land, design, frame, lens, light=wide)
    return Sprite(frame, out.y, out.u, out.v, None, None, frame)


def _window(out: Planes, land: Planes, design: Design, frame: Box, lens: Circle, light: bool) -> None:
    """Draw the lens: its glow, the land inside, the rim."""
    reach = round(lens.r / _QUARTER + 3.2 * _GLOW)
    cx, cy = lens.x / _QUARTER, lens.y / _QUARTER
    x, y = (int(cx) - reach) & ~3, (int(cy) - reach) & ~3
    part = Box(x, y, 2 * reach // 4 * 4 + 8, 2 * reach // 4 * 4 + 8).meet(frame)
    d = _distance(part, lens)
    halo = np.asarray(np.where(d >= 0, np.exp(-((d / _GLOW) ** 2) * 0.5), 0.0), np.float32)
    glow = design.colour("core") if light else rgb(mixed(design.palette.core, design.palette.sky, 0.45))
    _tint(out, _dither(halo * (0.16 if light else 0.34), part), glow, part)
    _lay(out, land, _disc(part, lens, 0.0), part)
    shade = np.asarray(np.where(d < 0, np.exp(d / 26.0), 0.0), np.float32)
    _tint(out, _dither(shade * 0.16, part), design.colour("ink"), part)
    rim = cv2.subtract(_disc(part, lens, RIM / 2), _disc(part, lens, -RIM / 2))
    _tint(out, np.asarray(rim, np.uint8), rgb(mixed(design.palette.paper, design.palette.mist, 0.25)), part)


def _distance(part: Box, circle: Circle) -> Floats:
    """Give the distance from the circle's edge at the middle of every block of 4 x 4 px."""
    x = np.arange(part.x, part.right, 4, dtype=np.float32) + 2 - circle.x / _QUARTER
    y = np.arange(part.y, part.bottom, 4, dtype=np.float32) + 2 - circle.y / _QUARTER
    small = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2) - circle.r / _QUARTER
    return np.asarray(small, np.float32)


def _dither(cover: Floats, part: Box) -> Bytes:
    """Enlarge a coverage 0..1 of blocks and dither it to 0..255, a band at a time: it then stays in the processor's cache."""
    out: Bytes = np.empty((part.h, part.w), np.uint8)
    cover, high = cover * 255, cover.shape[0]
    for top in range(0, high, _BAND // 4):
        end = min(high, top + _BAND // 4)
        above, below = max(0, top - 1), min(high, end + 1)  # what the rows at its edges are mixed with
        full = cv2.resize(cover[above:below], (part.w, (below - above) * 4), interpolation=cv2.INTER_LINEAR)
        full = full[(top - above) * 4 : (end - above) * 4]
        noise = tile(part.x, part.y + top * 4, part.w, (end - top) * 4)
        cv2.addWeighted(full, 1.0, noise, 0.6, 0.0, dst=out[top * 4 : end * 4], dtype=cv2.CV_8U)
    return out


def _disc(part: Box, circle: Circle, grow: float) -> Bytes:
    """Give the coverage 0..255 of a disc over a part whose sides are multiples of 4; exact in the blocks on its edge."""
    d = _distance(part, circle) - grow
    coarse = np.where(d < 0, 255, 0).astype(np.uint8)
    cover = np.asarray(cv2.resize(coarse, (part.w, part.h), interpolation=cv2.INTER_NEAREST), np.uint8)
    rows, columns = np.nonzero(np.abs(d) < 4.5)
    step = np.arange(4, dtype=np.float32) + 0.5
    x = (part.x + columns * 4)[:, None] + step - circle.x / _QUARTER
    y = (part.y + rows * 4)[:, None] + step - circle.y / _QUARTER
    exact = circle.r / _QUARTER + grow - np.sqrt(x[:, None, :] ** 2 + y[:, :, None] ** 2)
    blocks = cover.reshape(part.h // 4, 4, part.w // 4, 4)
    blocks[rows, :, columns, :] = ((exact + 0.5).clip(0, 1) * 255 + 0.5).astype(np.uint8)
    return cover


def _bands(cover: Bytes, part: Box) -> Iterator[tuple[Bytes, Bytes, Box]]:
    """Give a part a band at a time, which then stays in the processor's cache: its coverage at full and half size."""
    for top in range(part.y, part.bottom, _BAND):
        band = Box(part.x, top, part.w, min(_BAND, part.bottom - top))
        own = cover[top - part.y : top - part.y + band.h]
        yield own, np.asarray(cv2.resize(own, (band.w // 2, band.h // 2), interpolation=cv2.INTER_AREA), np.uint8), band


def _lay(out: Planes, over: Planes, cover: Bytes, part: Box) -> None:
    """Lay another place over what is there, through a coverage 0..255 of the part."""
    for whole, half, band in _bands(cover, part):
        for mine, its, share, shift in ((out.y, over.y, whole, 0), (out.u, over.u, half, 1), (out.v, over.v, half, 1)):
            rows, columns = slice(band.y >> shift, band.bottom >> shift), slice(band.x >> shift, band.right >> shift)
            target = mine[rows, columns]
            above = cv2.multiply(its[rows, columns], share, scale=1 / 255)
            cv2.multiply(target, cv2.bitwise_not(share), dst=target, scale=1 / 255)
            cv2.add(target, above, dst=target)


def _tint(out: Planes, cover: Bytes, colour: Colour, part: Box) -> None:
    """Lay a colour through a coverage 0..255 of the part."""
    y, u, v = (float(plane[0, 0]) / 255 for plane in dithered(np.full((2, 2, 3), colour, np.float32), 0, 0, 0.0))
    for whole, half, band in _bands(cover, part):
        for mine, code, share, shift in ((out.y, y, whole, 0), (out.u, u, half, 1), (out.v, v, half, 1)):
            target = mine[band.y >> shift : band.bottom >> shift, band.x >> shift : band.right >> shift]
            above = cv2.convertScaleAbs(share, alpha=code)
            cv2.multiply(target, cv2.bitwise_not(share), dst=target, scale=1 / 255)
            cv2.add(target, above, dst=target)
