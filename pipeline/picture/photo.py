# SPDX-License-Identifier: EUPL-1.2
"""Pictures of items: decoded safely, cropped so that the subject stays, and slowly enlarged on YUV planes."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.model import Picture
from pipeline.picture.cropping import KEPT, MOST_GROWTH, cut, fills
from pipeline.picture.layout import Box
from pipeline.picture.yuv import Bytes, Floats, Sprite, undithered

MOST_PIXELS = 60_000_000
"""A picture that decodes to more is refused: 180 MB of red, green, blue."""
_LONGEST = 2600  # px: larger pictures are reduced at once, full-bleed needs 1920 x 1.1
_SPARE = 1.12  # source px per picture px: a slow zoom is then a slight reduction, never an enlargement


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A picture that can be decoded; `focus` as shares of width and height; `credit` without the word "Foto".

    What it looks like is not kept, but what is shown of it: the decoded pictures of a film would be its largest part in memory.
    """

    digest: str
    content: bytes
    size: tuple[int, int]
    """Width and height as decoded, px."""
    focus: tuple[float, float] = (0.5, 0.42)
    credit: str = ""
    _ready: dict[tuple[int, int], "Source"] = field(default_factory=dict)

    @property
    def pixels(self) -> Bytes:
        """Decode it: red, green, blue."""
        decoded = _decoded(self.content)
        if decoded is None:
            raise AssertionError("a photo is opened by `open_photo`, which has decoded it")
        return decoded

    def source(self, w: int, h: int, kept: float = KEPT) -> "Source":
        """Give the planes to show this picture in a box of w x h px; made once."""
        if (w, h) not in self._ready:
            self._ready[(w, h)] = _source(self, w, h, kept)
        return self._ready[(w, h)]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A picture as YUV planes a little larger than its box, and the point that stays while it grows."""

    y: Bytes
    u: Bytes
    v: Bytes
    focus: tuple[float, float]


def open_photo(content: bytes, picture: Picture) -> Photo | None:
    """Decode a picture → Photo; None where the bytes are no picture or decode to more than is sane.

    CMYK, grey, palette and transparent pictures become red, green, blue; the camera's rotation is applied.
    """
    try:
        pixels = _decoded(content)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # the caller shows the fact card; gather has told the editor about the broken picture
    if pixels is None:
        return None
    return Photo(picture.blob.digest, content, (pixels.shape[1], pixels.shape[0]), picture.focus, picture.credit)


@lru_cache(maxsize=1)
def _decoded(content: bytes) -> Bytes | None:
    """Decode a picture → red, green, blue; None where it has too many px. What Pillow raises goes on. Keeps the last one."""
    with Image.open(BytesIO(content)) as image:
        if image.width * image.height > MOST_PIXELS:
            return None
        image.draft("RGB", (_LONGEST, _LONGEST))
        turned = ImageOps.exif_transpose(image)
        flat = Image.new("RGB", turned.size, (255, 255, 255))
        if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
            clear = turned.convert("RGBA")
            flat.paste(clear, mask=clear.getchannel("A"))
        else:
            flat = turned.convert("RGB")
        flat.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
        return np.asarray(flat, np.uint8)


def put_away() -> None:
    """Forget the picture that was decoded last."""
    _decoded.cache_clear()


def fits(photo: Photo, w: int, h: int, kept: float = KEPT) -> bool:
    """Tell whether a picture fills a box by cropping: a share of `kept` stays, and it is not blown up more than twofold."""
    return fills(*photo.size, w, h, kept)


def _source(photo: Photo, w: int, h: int, kept: float) -> Source:
    """Crop a picture to a box around its focus, or show it whole over a blurred copy of itself."""
    wide, high = (round(side * _SPARE / 2) * 2 for side in (w, h))
    if fits(photo, w, h, kept):
        pixels, focus = _cropped(photo.pixels, photo.focus, wide, high)
    else:
        pixels, focus = _contained(photo.pixels, photo.focus, wide, high)
    return Source(*undithered(pixels), focus)


def _cropped(pixels: Bytes, focus: tuple[float, float], w: int, h: int) -> tuple[Bytes, tuple[float, float]]:
    """Scale and crop to w x h so that the focus lies as near to the middle as the picture allows."""
    high, wide = pixels.shape[:2]
    x, y, cut_w, cut_h = cut(wide, high, focus, w, h)
    way = cv2.INTER_AREA if w < cut_w else cv2.INTER_CUBIC
    filled = cv2.resize(pixels[y : y + cut_h, x : x + cut_w], (w, h), interpolation=way)
    return np.asarray(filled, np.uint8), ((focus[0] * wide - x) / cut_w, (focus[1] * high - y) / cut_h)


def _contained(pixels: Bytes, focus: tuple[float, float], w: int, h: int) -> tuple[Bytes, tuple[float, float]]:
    """Show the whole picture over a blurred, darkened copy that fills the box."""
    fill, _ = _cropped(pixels, focus, w, h)
    small = cv2.resize(fill, (max(2, w // 8), max(2, h // 8)), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), 5), (w, h), interpolation=cv2.INTER_CUBIC)
    ground = (np.asarray(soft, np.float32) * 0.62).astype(np.uint8)
    high, wide = pixels.shape[:2]
    scale = min(w / wide, h / high, MOST_GROWTH)
    size = (max(2, round(wide * scale)), max(2, round(high * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    whole = np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)
    x, y = (w - size[0]) // 2, (h - size[1]) // 2
    ground[y : y + size[1], x : x + size[0]] = whole
    return ground, (0.5, 0.5)


def enlarged(source: Source, box: Box, growth: float, radius: int) -> Sprite:
    """Show a source in an even box, enlarged by `growth` (1.0 = the whole source) about its focus; rounded top corners."""
    high, wide = source.y.shape
    across, down = _anchor(wide, box.w, source.focus[0], growth), _anchor(high, box.h, source.focus[1], growth)
    y, u, v = (
        _zoomed(plane, (across[0] >> half, across[1] >> half, box.w >> half), (down[0] >> half, down[1] >> half, box.h >> half),
                across[2], down[2])
        for plane, half in ((source.y, 0), (source.u, 1), (source.v, 1))
    )  # fmt: skip
    if radius <= 0:
        return Sprite(box, y, u, v, None, None, box)
    return _corners(box, y, u, v, radius)


def spread(source: Source, box: Box, growth: float) -> Sprite:
    """Show a source in any even box, cropped to the box's shape: for the frames in which a picture grows to fill the screen."""
    high, wide = source.y.shape
    scale = max(box.w / wide, box.h / high) * growth
    cut_w, cut_h = box.w / scale, box.h / scale
    x = min(max(source.focus[0] * wide - cut_w / 2, 0), wide - cut_w)
    y = min(max(source.focus[1] * high - cut_h / 2, 0), high - cut_h)
    planes = []
    for plane, part in ((source.y, 1), (source.u, 2), (source.v, 2)):
        matrix = np.array([[cut_w / box.w, 0, x / part], [0, cut_h / box.h, y / part]], np.float64)
        size = (box.w // part, box.h // part)
        planes.append(np.asarray(cv2.warpAffine(plane, matrix, size, flags=_FLAGS, borderMode=cv2.BORDER_REPLICATE), np.uint8))
    return Sprite(box, planes[0], planes[1], planes[2], None, None, box)


_FLAGS = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


def _anchor(source: int, shown: int, focus: float, growth: float) -> tuple[int, int, float]:
    """Give what stays where it is on one axis: its even px in the source and in the box, and source px per shown px."""
    at = min(shown, max(0, round(focus * shown / 2) * 2))
    own = round(at * source / shown / 2) * 2
    steps = [part / room for part, room in ((own, at), (source - own, shown - at)) if room]
    return own, at, min(steps) / growth


def _zoomed(plane: Bytes, across: tuple[int, int, int], down: tuple[int, int, int], step_x: float, step_y: float) -> Bytes:
    """Resample a plane about an anchor (source px, shown px, shown size per axis); sub-pixel, so that it never jumps.

    Each quarter is resized away from the anchor, which is where cv2.resize keeps still: a third of the time of a warp.
    """
    (own_x, x, w), (own_y, y, h) = across, down
    out: Bytes = np.empty((h, w), np.uint8)
    for rows, their_rows, up in ((slice(0, y), slice(0, own_y), True), (slice(y, h), slice(own_y, None), False)):
        for columns, their_columns, left in ((slice(0, x), slice(0, own_x), True), (slice(x, w), slice(own_x, None), False)):
            target, part = out[rows, columns], plane[their_rows, their_columns]
            if not target.size:
                continue
            turn = -1 if up and left else 0 if up else 1
            part = np.asarray(cv2.flip(part, turn), np.uint8) if up or left else part
            need_x, need_y = math.ceil(target.shape[1] * step_x) + 1, math.ceil(target.shape[0] * step_y) + 1
            grown = np.asarray(
                cv2.resize(part[:need_y, :need_x], None, fx=1 / step_x, fy=1 / step_y, interpolation=cv2.INTER_LINEAR), np.uint8
            )[: target.shape[0], : target.shape[1]]
            np.copyto(target, np.asarray(cv2.flip(grown, turn), np.uint8) if up or left else grown)
    return out


def _corners(box: Box, y: Bytes, u: Bytes, v: Bytes, radius: int) -> Sprite:
    """Round the two top corners of opaque planes."""
    below: Bytes = np.zeros((box.h, box.w), np.uint8)
    x = (radius - 0.5 - np.arange(radius, dtype=np.float32)).clip(0, None)
    corner: Floats = ((np.hypot(x[None, :], x[:, None]) - radius + 0.5).clip(0, 1) * 255).astype(np.float32)
    below[:radius, :radius] = (corner + 0.5).astype(np.uint8)
    below[:radius, -radius:] = below[:radius, radius - 1 :: -1]
    half = np.asarray(cv2.resize(below, (box.w // 2, box.h // 2), interpolation=cv2.INTER_AREA), np.uint8)
    for plane, clear, high in ((y, below, radius), (u, half, radius // 2), (v, half, radius // 2)):
        cv2.multiply(plane[:high], cv2.bitwise_not(clear[:high]), dst=plane[:high], scale=1 / 255)
    even = (radius + 1) & ~1
    return Sprite(box, y, u, v, below, half, Box(box.x, box.y + even, box.w, box.h - even))
