# SPDX-License-Identifier: EUPL-1.2
"""Pictures as BT.709 limited YUV 4:2:0, and blending sprites into them, one even-aligned rectangle at a time.

A sprite is premultiplied in YUV: y, u and v carry the offset of limited range times alpha, so that "over" is one multiply
and one add per plane: below x (255 - alpha) / 255 + sprite. Constants: ITU-R BT.709-6, items 3.2 to 3.5.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.picture.layout import Box

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

cv2.setNumThreads(1)  # one encoder and one composer share a core; more threads only fight

KR, KG, KB = 0.2126, 0.7152, 0.0722
_LUMA = np.array([KR, KG, KB], np.float32)
TO_YUV: Floats = np.array(
    [
        _LUMA * (219 / 255),
        (np.array([0, 0, 1], np.float32) - _LUMA) * (224 / 255 / (2 * (1 - KB))),
        (np.array([1, 0, 0], np.float32) - _LUMA) * (224 / 255 / (2 * (1 - KR))),
    ],
    np.float32,
)
"""Red, green, blue 0..255 → y, u, v without the offsets 16, 128, 128."""
OVER_YUV: Floats = np.array(
    [[*row, code / 255] for row, code in zip(TO_YUV, (16, 128, 128), strict=True)] + [[0, 0, 0, 1]], np.float32
)
"""Premultiplied red, green, blue, alpha → premultiplied y, u, v, alpha: the offsets come with alpha."""
TO_RGB: Floats = np.linalg.inv(TO_YUV.astype(np.float64)).astype(np.float32)
_PLAIN_YUV: Floats = np.concatenate([TO_YUV, np.array([[16], [128], [128]], np.float32)], axis=1)
_FROM_YUV: Floats = np.concatenate([TO_RGB, -TO_RGB @ np.array([[16], [128], [128]], np.float32)], axis=1)


def _noise() -> Floats:
    """Make the one fixed dither tile, triangular in -1..1; a seed of its own, so that every plate of every film has the same."""
    source = np.random.Generator(np.random.PCG64(20_261_120))
    tile = source.random((512, 512), np.float32) - source.random((512, 512), np.float32)
    return tile.astype(np.float32)


NOISE: Floats = _noise()
_ROWS, _COLUMNS = 128, 1920
_STRIP: Floats = np.ascontiguousarray(np.tile(NOISE, (2, 5))[: NOISE.shape[0] + _ROWS, : NOISE.shape[1] + _COLUMNS])
"""The tile again and again, so that a cut of 128 x 1920 px never wraps around."""


_APART = 67
"""Bytes between planes that are written at once, so that they never begin at the same place of a cache line or page."""


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A picture with its place on the frame. `below` is 255 - alpha at full and half size, None where all is opaque.

    `box` is even. `solid` is the even part (in frame coordinates) that is wholly opaque; of width 0 where there is none.
    """

    box: Box
    y: Bytes
    u: Bytes
    v: Bytes
    below: Bytes | None
    below_half: Bytes | None
    solid: Box

    def planes(self) -> tuple[tuple[Bytes, int], ...]:
        """Give the planes held, each with 1 where it has half size."""
        held = ((self.y, 0), (self.u, 1), (self.v, 1), (self.below, 0), (self.below_half, 1))
        return tuple((plane, shift) for plane, shift in held if plane is not None)

    @property
    def weight(self) -> int:
        """Give the bytes held."""
        return sum(plane.nbytes for plane, _ in self.planes())


EMPTY = Box(0, 0, 0, 0)


def dithered(rgb: Floats, x: int, y: int, grain: float) -> tuple[Bytes, Bytes, Bytes]:
    """Convert red, green, blue 0..255 (height and width even) → y, u, v with a fixed dither of ± `grain` code values."""
    flat = cv2.transform(rgb, TO_YUV)
    luma = flat[:, :, 0] + 16.5
    if grain > 0:
        luma += tile(x, y, rgb.shape[1], rgb.shape[0]) * grain
    half = cv2.resize(flat[:, :, 1:], (rgb.shape[1] // 2, rgb.shape[0] // 2), interpolation=cv2.INTER_AREA) + 128.5
    return luma.clip(16, 235).astype(np.uint8), _byte(half[:, :, 0]), _byte(half[:, :, 1])


def undithered(rgb: Bytes) -> tuple[Bytes, Bytes, Bytes]:
    """Convert red, green, blue (height and width even) → y, u, v: for photographs, which have noise enough of their own."""
    y, u, v = cv2.split(cv2.transform(rgb, _PLAIN_YUV))
    size = (rgb.shape[1] // 2, rgb.shape[0] // 2)
    half_u, half_v = (np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8) for plane in (u, v))
    return np.asarray(y, np.uint8), half_u, half_v


def tile(x: int, y: int, w: int, h: int) -> Floats:
    """Cut the dither of a place out of the endless tile; never write into it, for up to 128 x 1920 px it is no copy."""
    side = NOISE.shape[0]
    if w <= _COLUMNS and h <= _ROWS:
        down, along = y % side, x % side
        return _STRIP[down : down + h, along : along + w]
    out: Floats = np.empty((h, w), np.float32)
    for top in range(0, h, _ROWS):
        for left in range(0, w, _COLUMNS):
            part = out[top : top + _ROWS, left : left + _COLUMNS]
            part[:] = tile(x + left, y + top, part.shape[1], part.shape[0])
    return out


def _byte(plane: Floats) -> Bytes:
    """Cut to 0..255; the caller has added one half."""
    return np.ascontiguousarray(plane.clip(0, 255).astype(np.uint8))


def opaque(rgb: Floats | Bytes, x: int, y: int, grain: float = 0.0) -> Sprite:
    """Make an opaque sprite of red, green, blue 0..255; width, height, x and y even."""
    luma, u, v = dithered(rgb.astype(np.float32), x, y, grain)
    box = Box(x, y, rgb.shape[1], rgb.shape[0])
    return Sprite(box, luma, u, v, None, None, box)


def sprite(rgba: Floats, x: int, y: int, grain: float = 0.0, solid: Box = EMPTY) -> Sprite:
    """Make a sprite of premultiplied red, green, blue, alpha 0..255; width, height, x and y even."""
    h, w = rgba.shape[:2]
    flat = cv2.transform(rgba, OVER_YUV)
    alpha = flat[:, :, 3]
    luma = flat[:, :, 0]
    if grain > 0:
        luma = luma + tile(x, y, w, h) * (alpha * (grain / 255))
    half = cv2.resize(flat, (w // 2, h // 2), interpolation=cv2.INTER_AREA)
    return Sprite(
        Box(x, y, w, h),
        _byte(luma + 0.5),
        _byte(half[:, :, 1] + 0.5),
        _byte(half[:, :, 2] + 0.5),
        255 - _byte(alpha + 0.5),
        255 - _byte(half[:, :, 3] + 0.5),
        solid,
    )


def yuva(rgba: Bytes) -> Bytes:
    """Convert premultiplied uint8 red, green, blue, alpha → premultiplied y, u, v, alpha of the same size."""
    return np.asarray(cv2.transform(rgba, OVER_YUV), np.uint8)


def patch(pixels: Bytes, x: int, y: int) -> Sprite:
    """Make a sprite of premultiplied uint8 y, u, v, alpha at any place: the fast way, for what changes in every frame."""
    left, top = x & 1, y & 1
    right, bottom = (left + pixels.shape[1]) & 1, (top + pixels.shape[0]) & 1
    if left or top or right or bottom:
        pixels = np.asarray(
            cv2.copyMakeBorder(pixels, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0)), np.uint8
        )
    h, w = pixels.shape[:2]
    half = np.asarray(cv2.resize(pixels, (w // 2, h // 2), interpolation=cv2.INTER_AREA), np.uint8)
    y_, u, v, below = (
        np.asarray(cv2.extractChannel(plane, k), np.uint8) for plane, k in ((pixels, 0), (half, 1), (half, 2), (half, 3))
    )
    return Sprite(
        Box(x - left, y - top, w, h),
        y_,
        u,
        v,
        np.asarray(cv2.bitwise_not(cv2.extractChannel(pixels, 3)), np.uint8),
        np.asarray(cv2.bitwise_not(below), np.uint8),
        EMPTY,
    )


class Refresher:
    """Converts premultiplied y, u, v, alpha into parts of a sprite in place; its scratch memory is kept."""

    def __init__(self) -> None:
        self._scratch: Bytes = np.empty(0, np.uint8)

    def __call__(self, into: Sprite, pixels: Bytes, part: Box) -> None:
        """Bring a part (even, in frame coordinates) of a sprite that is not opaque to these pixels, as `patch` makes it of them.

        The four planes are parted in one go and halved one by one: a third of the time of taking them out of the mixed pixels.
        """
        y, u, v, alpha = self._parted(pixels)
        into_y, into_u, into_v, below, below_half = (
            plane[_slices(part.moved(-into.box.x, -into.box.y), shift)] for plane, shift in into.planes()
        )
        np.copyto(into_y, y)
        cv2.bitwise_not(alpha, dst=below)
        size = (part.w // 2, part.h // 2)
        for whole, half in ((u, into_u), (v, into_v), (alpha, below_half)):
            cv2.resize(whole, size, dst=half, interpolation=cv2.INTER_AREA)
        cv2.bitwise_not(below_half, dst=below_half)

    def _parted(self, pixels: Bytes) -> list[Bytes]:
        """Part the planes; each lies at another offset from a cache line, or writing all four at once would be slow."""
        high, wide = pixels.shape[:2]
        step = high * wide + _APART
        if 4 * step > len(self._scratch):
            self._scratch = np.empty(4 * step, np.uint8)
        planes = [self._scratch[k * step : k * step + high * wide].reshape(high, wide) for k in range(4)]
        cv2.split(pixels, planes)
        return planes


class Buffer:
    """The persistent frame: y, u, v planes that sprites are painted into."""

    def __init__(self, width: int, height: int) -> None:
        self.frame = Box(0, 0, width, height)
        luma, chroma = width * height, width * height // 4
        memory: Bytes = np.full(luma + 2 * chroma, 128, np.uint8)
        self.y: Bytes = memory[:luma].reshape(height, width)
        self.u: Bytes = memory[luma : luma + chroma].reshape(height // 2, width // 2)
        self.v: Bytes = memory[luma + chroma :].reshape(height // 2, width // 2)
        self.y.fill(16)
        self.packed: Bytes = memory.reshape(height * 3 // 2, width)
        """All three planes, one after the other, as an encoder takes them."""
        self._spare: Bytes = np.empty(width * height, np.uint8)
        self._spare_below: Bytes = np.empty(width * height, np.uint8)

    def draw(self, what: Sprite, dx: int, dy: int, part: Box, alpha: int = 255) -> None:
        """Paint the part of a sprite that lies in `part` (even), shifted by dx, dy (even), at alpha 0..255."""
        (x, y, w, h), (left, top, wide, high) = what.box, part
        x, y = x + dx, y + dy
        if x >= left + wide or y >= top + high or x + w <= left or y + h <= top:
            return  # most sprites of a frame lie elsewhere
        place = Box(x, y, w, h)
        part = part.meet(place).meet(self.frame)
        if part.w <= 0 or part.h <= 0 or alpha <= 0:
            return
        solid = what.solid.moved(dx, dy).meet(part) if what.solid.w else EMPTY
        if alpha < 255 or solid.w <= 0 or solid.h <= 0:
            self._blend(what, place, part, alpha)
            return
        self._copy(what, place, solid)
        for band in _around(part, solid):
            self._blend(what, place, band, 255)

    def _copy(self, what: Sprite, place: Box, part: Box) -> None:
        """Copy an opaque part."""
        inside = part.moved(-place.x, -place.y)
        for mine, its, shift in ((self.y, what.y, 0), (self.u, what.u, 1), (self.v, what.v, 1)):
            mine[_slices(part, shift)] = its[_slices(inside, shift)]

    def _blend(self, what: Sprite, place: Box, part: Box, alpha: int) -> None:
        """Blend a part over what is there."""
        inside = part.moved(-place.x, -place.y)
        here, there = (_slices(part, 0), _slices(part, 1)), (_slices(inside, 0), _slices(inside, 1))
        for mine, its, below, shift in (
            (self.y, what.y, what.below, 0),
            (self.u, what.u, what.below_half, 1),
            (self.v, what.v, what.below_half, 1),
        ):
            target, source = mine[here[shift]], its[there[shift]]
            if alpha < 255:
                share, (h, w) = alpha / 255, target.shape
                room, under = self._spare[: h * w].reshape(h, w), self._spare_below[: h * w].reshape(h, w)
                if below is None:
                    under.fill(255 - alpha)
                else:
                    cv2.convertScaleAbs(below[there[shift]], dst=under, alpha=share, beta=255 - alpha)
                cv2.multiply(target, under, dst=target, scale=1 / 255)
                cv2.convertScaleAbs(source, dst=room, alpha=share)
                cv2.add(target, room, dst=target)
            elif below is None:
                np.copyto(target, source)
            else:
                cv2.multiply(target, below[there[shift]], dst=target, scale=1 / 255)
                cv2.add(target, source, dst=target)

    def rgb(self) -> Bytes:
        """Give the frame as red, green, blue."""
        return to_rgb(self.y, self.u, self.v)


def to_rgb(y: Bytes, u: Bytes, v: Bytes) -> Bytes:
    """Convert y, u, v planes → red, green, blue 0..255; chroma is interpolated."""
    size = (y.shape[1], y.shape[0])
    full = [y, *(np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR), np.uint8) for plane in (u, v))]
    return np.asarray(cv2.transform(cv2.merge(full), _FROM_YUV), np.uint8)  # rounds and cuts to 0..255


def _slices(part: Box, shift: int) -> tuple[slice, slice]:
    """Give the rows and columns of a rectangle; `shift` 1 for the half-size planes."""
    x, y, w, h = part
    return slice(y >> shift, (y + h) >> shift), slice(x >> shift, (x + w) >> shift)


def _around(whole: Box, hole: Box) -> tuple[Box, ...]:
    """Give the up to four bands of a box around a hole in it."""
    bands = (
        Box(whole.x, whole.y, whole.w, hole.y - whole.y),
        Box(whole.x, hole.bottom, whole.w, whole.bottom - hole.bottom),
        Box(whole.x, hole.y, hole.x - whole.x, hole.h),
        Box(hole.right, hole.y, whole.right - hole.right, hole.h),
    )
    return tuple(band for band in bands if band.w > 0 and band.h > 0)
