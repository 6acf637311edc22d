# SPDX-License-Identifier: EUPL-1.2
"""A canvas for static art: plates, shadows, vector shapes and words, in premultiplied float, turned into a sprite once.

Coordinates are those of the frame; the canvas knows where it lies. Colours are red, green, blue 0..255; alpha 0..1.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray

from pipeline.errors import ConfigError
from pipeline.picture.design import Colour
from pipeline.picture.layout import Box, Type
from pipeline.picture.text import Typesetter
from pipeline.picture.yuv import EMPTY, Bytes, Floats, Sprite, sprite

Cover = NDArray[np.float32]
_COARSE, _SOFT = 4, 8.0
"""How many times smaller a picture is blurred, from which blur on (px): a tenth of the time, nowhere a code value off."""


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A line of text as it was written: where, in which colour, its strokes, and the pixels that lay under it (premultiplied)."""

    words: str
    box: Box
    colour: Colour
    size: int
    under: Floats
    strokes: Cover


class Canvas:
    """An empty, clear canvas over `box` (rounded outwards to even px); `probes` collects what is written, for the checks."""

    def __init__(self, box: Box, type_: Typesetter, probes: list[Probe] | None = None) -> None:
        self._probes = probes
        self.box = box.even()
        self.pixels: Floats = np.zeros((self.box.h, self.box.w, 4), np.float32)
        self._type = type_

    def fill(self, cover: Cover, x: int, y: int, top: Colour, bottom: Colour | None = None, alpha: float = 1.0) -> None:
        """Lay a colour, or a vertical gradient, through a coverage 0..1 whose top left corner lies at x, y."""
        place = Box(x, y, cover.shape[1], cover.shape[0])
        part = place.meet(self.box)
        if part.w <= 0 or part.h <= 0:
            return
        cut = cover[part.y - y : part.bottom - y, part.x - x : part.right - x] * np.float32(alpha)
        target = self.pixels[part.y - self.box.y : part.bottom - self.box.y, part.x - self.box.x : part.right - self.box.x]
        down = np.linspace(0, 1, max(2, place.h), dtype=np.float32)[part.y - y : part.bottom - y, None]
        tint = [cut * (np.float32(one) + np.float32(two - one) * down) for one, two in zip(top, bottom or top, strict=True)]
        cv2.multiply(target, cv2.merge([1 - cut] * 4), dst=target)
        cv2.add(target, cv2.merge([*tint, cut * np.float32(255)]), dst=target)

    def plate(self, box: Box, radius: int, top: Colour, bottom: Colour | None = None, alpha: float = 1.0) -> None:
        """Draw a rounded rectangle."""
        self.fill(rounded(box.w, box.h, radius), box.x, box.y, top, bottom, alpha)

    def shadow(self, box: Box, radius: int, dy: int, blur: float, alpha: float, colour: Colour) -> None:
        """Draw the soft shadow of a plate."""
        far = -(-int(blur * 2.5) // _COARSE) * _COARSE
        cover = np.pad(rounded(box.w, box.h, radius), ((far, far + -box.h % _COARSE), (far, far + -box.w % _COARSE)))
        if blur >= _SOFT:
            small = cv2.resize(cover, (cover.shape[1] // _COARSE, cover.shape[0] // _COARSE), interpolation=cv2.INTER_AREA)
            soft = cv2.GaussianBlur(small, (0, 0), blur / _COARSE)
            cover = np.asarray(cv2.resize(soft, (cover.shape[1], cover.shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)
        else:
            cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), blur), np.float32)
        self.fill(cover, box.x - far, box.y - far + dy, colour, alpha=alpha)

    def hairline(self, box: Box, radius: int, colour: Colour, alpha: float, width: float = 1.5) -> None:
        """Draw light along the inner edge of a plate: strongest at the top, gone at the bottom."""
        outer = rounded(box.w, box.h, radius)
        inner = rounded(box.w, box.h, radius, width)
        fade = np.linspace(1.0, 0.22, box.h, dtype=np.float32)[:, None]
        self.fill((outer - inner).clip(0, 1) * fade, box.x, box.y, colour, alpha=alpha)

    def text(self, x: float, y: float, words: str, role: Type, colour: Colour, alpha: float = 1.0) -> None:
        """Write one line; x, y is the top left corner of its line box."""
        cover, dx, dy = self._type.mask(words, role)
        base = y + role.leading / 2 + 0.33 * role.size
        if self._probes is not None:
            self._probe(words, Box(round(x) + dx, round(base) + dy, cover.shape[1], cover.shape[0]), role, colour, cover)
        self.fill(cover, round(x) + dx, round(base) + dy, colour, alpha=alpha)

    def _probe(self, words: str, box: Box, role: Type, colour: Colour, strokes: Cover) -> None:
        """Remember a line and what lies under it."""
        part = box.meet(self.box)
        under = self.pixels[part.y - self.box.y : part.bottom - self.box.y, part.x - self.box.x : part.right - self.box.x]
        if self._probes is not None and words.strip():
            self._probes.append(Probe(words, box, colour, role.size, under.copy(), strokes))

    def lines(self, x: float, y: float, words: tuple[str, ...], role: Type, colour: Colour) -> float:
        """Write lines below each other; gives the y below the last."""
        for line in words:
            self.text(x, y, line, role, colour)
            y += role.leading
        return y

    def paste(self, rgba: Floats, x: int, y: int, alpha: float = 1.0) -> None:
        """Lay premultiplied red, green, blue, alpha 0..255 over the canvas."""
        place = Box(x, y, rgba.shape[1], rgba.shape[0])
        part = place.meet(self.box)
        if part.w <= 0 or part.h <= 0:
            return
        cut = rgba[part.y - y : part.bottom - y, part.x - x : part.right - x] * alpha
        target = self.pixels[part.y - self.box.y : part.bottom - self.box.y, part.x - self.box.x : part.right - self.box.x]
        target *= 1 - cut[:, :, 3:] / 255
        target += cut

    def svg(self, box: Box, body: str) -> None:
        """Draw vector shapes; the body's units are px from the box's top left corner."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{box.w}" height="{box.h}" viewBox="0 0 {box.w} {box.h}">'
        self.paste(drawn(f"{head}{body}</svg>"), box.x, box.y)

    def sprite(self, grain: float = 0.0, solid: Box = EMPTY) -> Sprite:
        """Give what was drawn; `solid` (frame coordinates) is what the caller knows to be opaque."""
        inner = solid.meet(self.box)
        even = Box((inner.x + 1) & ~1, (inner.y + 1) & ~1, 0, 0)
        w, h = (inner.right - even.x) & ~1, (inner.bottom - even.y) & ~1
        return sprite(self.pixels, self.box.x, self.box.y, grain, Box(even.x, even.y, w, h) if w > 0 and h > 0 else EMPTY)


class Blank(Canvas):
    """A canvas on which nothing is painted: for who asks only whether the words fit."""

    def __init__(self, box: Box, type_: Typesetter) -> None:
        super().__init__(Box(box.x, box.y, 2, 2), type_)

    def fill(self, cover: Cover, x: int, y: int, top: Colour, bottom: Colour | None = None, alpha: float = 1.0) -> None:
        """Paint nothing."""

    def plate(self, box: Box, radius: int, top: Colour, bottom: Colour | None = None, alpha: float = 1.0) -> None:
        """Paint nothing."""

    def shadow(self, box: Box, radius: int, dy: int, blur: float, alpha: float, colour: Colour) -> None:
        """Paint nothing."""

    def hairline(self, box: Box, radius: int, colour: Colour, alpha: float, width: float = 1.5) -> None:
        """Paint nothing."""

    def text(self, x: float, y: float, words: str, role: Type, colour: Colour, alpha: float = 1.0) -> None:
        """Paint nothing."""

    def paste(self, rgba: Floats, x: int, y: int, alpha: float = 1.0) -> None:
        """Paint nothing."""

    def svg(self, box: Box, body: str) -> None:
        """Paint nothing."""


def rounded(w: int, h: int, radius: float, inset: float = 0.0) -> Cover:
    """Give the coverage of a rounded rectangle, anti-aliased, `inset` px smaller on every side."""
    x = np.abs(np.arange((w + 1) // 2, dtype=np.float32) + 0.5 - w / 2)[None, :] - (w / 2 - radius)
    y = np.abs(np.arange((h + 1) // 2, dtype=np.float32) + 0.5 - h / 2)[:, None] - (h / 2 - radius)
    outside = np.hypot(np.maximum(x, 0), np.maximum(y, 0)) + np.minimum(np.maximum(x, y), 0)
    quarter = (0.5 + radius - inset - outside).clip(0, 1)  # the other three are its mirror images
    half = np.concatenate([quarter, quarter[: h // 2][::-1]])
    return np.asarray(np.concatenate([half, half[:, : w // 2][:, ::-1]], axis=1), np.float32)


def drawn(svg: str) -> Floats:
    """Rasterise an SVG → premultiplied red, green, blue, alpha 0..255."""
    return premultiplied(rendered(svg))


def rendered(svg: str, zoom: float = 1.0) -> Bytes:
    """Rasterise an SVG, `zoom` times as large as it says → straight red, green, blue, alpha uint8."""
    return unpacked(bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom)))


def unpacked(png: bytes) -> Bytes:
    """Decode a PNG → straight red, green, blue, alpha uint8. Raises ConfigError where it is none."""
    raw = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if raw is None or raw.dtype != np.uint8:
        raise ConfigError("A picture of the design pack cannot be read.", "Use an SVG, or a PNG of 8 bits per channel.")
    pixels = np.asarray(raw, np.uint8)
    if pixels.ndim == 2:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGBA), np.uint8)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGBA), np.uint8)


def premultiplied(rgba: Bytes) -> Floats:
    """Convert straight uint8 → premultiplied float 0..255."""
    pixels = rgba.astype(np.float32)
    pixels[:, :, :3] *= pixels[:, :, 3:] / 255
    return pixels
