# SPDX-License-Identifier: EUPL-1.2
"""The places of the show: land, wall and veil. Dithered once, then only copied or mixed (`lens.py`).

One landscape, two gradings: *land* is lit, *wall* is the same landscape blurred and mapped onto the county's night. The lens
shows land inside and wall outside, in register. The *veil* is the light side of opener and closer; where the iris opens,
the wall rolls out from behind the lens as a growing circle, so that no frame mixes white with night into grey.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import cv2
import numpy as np

from pipeline.errors import ConfigError, EngineError
from pipeline.picture.canvas import rendered
from pipeline.picture.design import Design
from pipeline.picture.layout import Layout
from pipeline.picture.vector import fold_opacity
from pipeline.picture.yuv import Bytes, Floats, dithered
from pipeline.settings import Format

VERSION = 2
"""Raise when the same design gives other places."""
_BAND = 120  # rows, even
_SKY = 4  # the sky is soft: drawn this many times smaller, it is the same to 2/255, and costs a tenth
_UNSEEN = frozenset(("defs", "style", "title", "desc", "metadata"))
_PANELS = np.array(
    [0.9, 0.35, 0.7, 0.2, 1.0, 0.45, 0.8, 0.3, 0.6, 0.95, 0.25, 0.75, 0.5], np.float32
)  # strength of each light panel


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
    """Draw the lit landscape: red, green, blue. Raises ConfigError where its drawing is no SVG."""
    name = {"16x9": design.land.wide, "9x16": design.land.tall, "1x1": design.land.square}[form]
    layout = design.layout(form)
    try:
        drawing = ElementTree.fromstring(design.filled(design.file(name).decode("utf-8")))  # noqa: S314  the newsroom's own file
    except (ElementTree.ParseError, ValueError) as wrong:
        raise ConfigError(f"The landscape {name} cannot be read ({wrong}).", "Save it as a plain SVG.") from wrong
    fold_opacity(drawing)
    behind, front = _parted(drawing)
    pixels = rendered(_text(front))
    land = _laid_over(pixels, rendered(_text(behind), 1 / _SKY)) if behind is not None else pixels[:, :, :3]
    if land.shape[:2] != (layout.height, layout.width):
        land = np.asarray(cv2.resize(land, (layout.width, layout.height), interpolation=cv2.INTER_AREA), np.uint8)
    return np.ascontiguousarray(land)


def _parted(drawing: ElementTree.Element) -> tuple[ElementTree.Element | None, ElementTree.Element]:
    """Part a drawing into its sky, if it has one, and all before it. The sky is the group of this id, drawn first."""
    shown = [part for part in drawing if str(part.tag).rpartition("}")[2] not in _UNSEEN]
    if not shown or shown[0].get("id") != "sky":
        return None, drawing
    behind, front = (ElementTree.Element(drawing.tag, drawing.attrib) for _ in range(2))
    behind.extend(part for part in drawing if part is shown[0] or part not in shown)
    front.extend(part for part in drawing if part is not shown[0])
    return behind, front


def _text(drawing: ElementTree.Element) -> str:
    return ElementTree.tostring(drawing, encoding="unicode")


def _laid_over(front: Bytes, small: Bytes) -> Bytes:
    """Lay a drawing (straight red, green, blue, alpha) over an enlarged sky, a band of rows at a time → red, green, blue."""
    height, width = front.shape[:2]
    land = np.asarray(cv2.resize(small[:, :, :3], (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    for top in range(0, height, _BAND):
        band, cover = land[top : top + _BAND], front[top : top + _BAND, :, 3]
        if cover.min() == 255:
            band[:] = front[top : top + _BAND, :, :3]
        elif cover.max() > 0:
            share = cover[:, :, None].astype(np.float32) / 255
            band[:] = band + (front[top : top + _BAND, :, :3] - band.astype(np.float32)) * share + 0.5
    return land


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
