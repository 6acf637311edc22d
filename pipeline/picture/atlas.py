# SPDX-License-Identifier: EUPL-1.2
"""Draw a presenter's parts once: Rig → Atlas of raster layers and mouths, and small crisp parts on demand.

Layers with blurs cost seconds, a mouth some milliseconds. Both are drawn once for every scale in use and kept in the store as
one blob. Eyes and mouths that it lacks (a face that just turns grave) have no blur and are drawn when first needed.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.picture.articulation import LEAST_WIDTH, NARROW, TEETH, teeth_level
from pipeline.picture.drawing import Numbers
from pipeline.picture.motion import LID_GRAIN, PIXEL_GRAIN, gazes
from pipeline.picture.mouth_book import BOOK, GRAIN
from pipeline.picture.rig import GAZE_MARK, Area, Rig
from pipeline.picture.vector import REFERENCE
from pipeline.picture.visemes import FV, MBP, REST, VISEMES
from pipeline.picture.yuv import yuva

Pixels = NDArray[np.uint8]
"""Height x width x 4: premultiplied red, green, blue and alpha."""

DENSITY = 2.16
"""Atlas px per canvas px: 1.6 times the largest scale in use (1.34), where bilinear sampling is as sharp as drawing anew."""
VERSION = 6
"""Raise when the same rig gives another atlas."""

_HEAD = struct.Struct("<4sHH d")
_PART = struct.Struct("<16s i i I I")
_LENGTH = struct.Struct("<I")
_WHOLE, _SHEETWISE = b"NRAT", b"NRAS"
"""Packed in one piece, as it was kept at first, or sheet by sheet, as it is written now."""
_FAST = 1  # level of zlib: 80 MB/s, and a quarter of the size
_GRAVE = len(VISEMES)
_LID_HALF = 0.52  # how far the drawn half state is closed


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Sheet:
    """A drawn part: premultiplied pixels and where its top left corner lies, in its own px from the canvas origin."""

    pixels: Pixels
    x: int
    y: int


class Kept(Mapping[str, Sheet]):
    """Sheets as they are kept, each unpacked when it is asked for, and forgotten when nobody holds it: a film shows half of them.

    Raises EngineError for a sheet that is damaged.
    """

    def __init__(self, parts: dict[str, tuple[int, int, int, int, memoryview]], yuv: bool = False) -> None:
        self._parts, self._yuv = parts, yuv
        self._made: WeakValueDictionary[str, Sheet] = WeakValueDictionary()

    def __getitem__(self, name: str) -> Sheet:
        """Give a sheet."""
        sheet = self._made.get(name)
        if sheet is None:
            x, y, width, height, packed = self._parts[name]
            try:
                pixels = np.frombuffer(zlib.decompress(packed, bufsize=width * height * 4), np.uint8).reshape(height, width, 4)
            except (zlib.error, ValueError) as wrong:
                raise _damaged(wrong) from wrong
            sheet = over_yuv(Sheet(pixels, x, y)) if self._yuv else Sheet(pixels, x, y)
            self._made[name] = sheet
        return sheet

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a sheet, without unpacking it."""
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._parts)

    def __len__(self) -> int:
        """Give the number of sheets."""
        return len(self._parts)

    def in_yuv(self) -> "Kept":
        """Give the same sheets in y, u, v, alpha: each is converted when it is unpacked."""
        return Kept(self._parts, yuv=True)


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """The still layers of a presenter and the mouths of the book, by name, at `density` px per canvas px.

    `yuv` tells that the sheets hold premultiplied y, u, v, alpha, in which films are painted, and not red, green, blue, alpha.
    """

    density: float
    sheets: Mapping[str, Sheet]
    yuv: bool = False

    def in_yuv(self) -> "Atlas":
        """Give the atlas in y, u, v, alpha: each sheet is converted once; those used before workers are forked are shared."""
        if self.yuv:
            return self
        kept = self.sheets
        return Atlas(
            self.density, kept.in_yuv() if isinstance(kept, Kept) else {n: over_yuv(s) for n, s in kept.items()}, yuv=True
        )

    def to_bytes(self) -> bytes:
        """Write the atlas as one blob: header, name and place of each sheet, then their packed red, green, blue, alpha."""
        if self.yuv:
            raise AssertionError("an atlas is kept as it was drawn")
        places, packed = [], []
        for name, sheet in self.sheets.items():
            height, width = sheet.pixels.shape[:2]
            packed.append(zlib.compress(sheet.pixels.tobytes(), _FAST))
            places += [_PART.pack(name.encode(), sheet.x, sheet.y, width, height), _LENGTH.pack(len(packed[-1]))]
        return b"".join([_HEAD.pack(_SHEETWISE, VERSION, len(self.sheets), self.density), *places, *packed])

    @classmethod
    def from_bytes(cls, blob: bytes) -> "Atlas":
        """Read an atlas. Raises EngineError for anything but a whole one of this version."""
        try:
            magic, version, count, density = _HEAD.unpack_from(blob, 0)
            if magic not in (_WHOLE, _SHEETWISE) or version != VERSION:
                raise ValueError("another kind or version")
            return cls(density, _whole(blob, count) if magic == _WHOLE else _sheetwise(blob, count))
        except (struct.error, zlib.error, ValueError) as wrong:
            raise _damaged(wrong) from wrong


def _sheetwise(blob: bytes, count: int) -> Kept:
    """Find the sheets of an atlas that is packed sheet by sheet. Raises ValueError where it is longer or shorter than it says."""
    view, at, start = memoryview(blob), _HEAD.size, _HEAD.size + count * (_PART.size + _LENGTH.size)
    parts = {}
    for _ in range(count):
        name, x, y, width, height = _PART.unpack_from(blob, at)
        (length,) = _LENGTH.unpack_from(blob, at + _PART.size)
        parts[name.rstrip(b"\0").decode()] = (x, y, width, height, view[start : start + length])
        at, start = at + _PART.size + _LENGTH.size, start + length
    if start != len(blob):
        raise ValueError(f"{len(blob)} bytes instead of {start}")
    return Kept(parts)


def _whole(blob: bytes, count: int) -> dict[str, Sheet]:
    """Read the sheets of an atlas that is packed in one piece."""
    parts, at, sheets = zlib.decompress(blob[_HEAD.size :]), 0, {}
    for _ in range(count):
        name, x, y, width, height = _PART.unpack_from(parts, at)
        at += _PART.size
        pixels = np.frombuffer(parts, np.uint8, width * height * 4, at).reshape(height, width, 4)
        sheets[name.rstrip(b"\0").decode()] = Sheet(pixels, x, y)
        at += width * height * 4
    return sheets


def _damaged(wrong: Exception) -> EngineError:
    return EngineError(f"A kept presenter atlas cannot be read ({wrong}).", "Remove it from the store; it is drawn anew.")


def over_yuv(sheet: Sheet) -> Sheet:
    """Bring a sheet from red, green, blue, alpha to y, u, v, alpha; all that happens to it afterwards is linear in both."""
    return Sheet(yuva(sheet.pixels), sheet.x, sheet.y)


def build_atlas(rig: Rig, density: float = DENSITY) -> Atlas:
    """Draw the still layers and the mouths of a presenter (about 5 CPU s)."""
    layers = {
        "behind": rig.behind,
        "body": rig.body,
        "ears": rig.ears,
        "face": rig.face,
        "front": rig.front,
        "brow-l": rig.brows[0],
        "brow-r": rig.brows[1],
        "chin-shade": rig.chin_shade,
        "cheek-shade": rig.cheek_shade,
    }
    sheets = {name: cropped(draw(rig, markup, _seen(rig, markup), density)) for name, markup in layers.items()}
    for shape in book_shapes(rig):
        for grave in (False, True):
            sheets[mouth_name(shape, grave)] = cropped(draw_mouth(rig, shape, float(grave), density))
    for lids, gaze in looks(rig):
        closed, away = lids / LID_GRAIN, (gaze[0] / PIXEL_GRAIN, gaze[1] / PIXEL_GRAIN)
        sheets[look_name(lids, gaze)] = cropped(draw_eyes(rig, closed, away, density))
    return Atlas(density, sheets)


def book_shapes(rig: Rig) -> tuple[tuple[int, ...], ...]:
    """Give the mouths that speech uses: rest, every entry with the teeth that its opening shows, closures in each width."""
    shapes: list[tuple[int, ...]] = [()]
    for entry, counts in enumerate(BOOK):
        wide = sum(count * opened for count, opened in zip(counts, rig.mouths.openings, strict=True)) / GRAIN
        teeth = teeth_level(wide, counts[FV] / GRAIN)
        widths = range(round(LEAST_WIDTH * NARROW), NARROW + 1) if entry in (MBP, FV) else (NARROW,)
        shapes += [(entry, width, teeth) for width in widths]
    return tuple(shapes)


def looks(rig: Rig) -> tuple[tuple[int, tuple[int, int]], ...]:
    """Give the eyes that are seen most: every closing of the lids straight ahead, every look with open and lowered lids."""
    ahead = tuple((lids, (0, 0)) for lids in range(LID_GRAIN + 1))
    return ahead + tuple((lids, gaze) for gaze in gazes(rig.idle.gaze_px) for lids in (0, 1))


def look_name(lids: int, gaze: tuple[int, int]) -> str:
    """Give the name of a pair of eyes in an atlas."""
    return f"eyes {lids}{gaze[0]:+d}{gaze[1]:+d}"


def mouth_name(shape: Sequence[int], grave: bool = False) -> str:
    """Give the name of a mouth in an atlas, in the neutral or in the grave face."""
    return ("grave " if grave else "mouth ") + "-".join(str(part) for part in shape)


def _seen(rig: Rig, markup: str) -> Area:
    """Find where a drawing lies by a small sketch, with room for the blurs; drawing the empty canvas would cost most."""
    coarse = 0.25
    sheet = draw(rig, markup, Area(0, 0, rig.canvas[0], rig.canvas[1]), coarse)
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(sheet.pixels[..., 3]))
    room = 40.0
    x, y = max(0.0, left / coarse - room), max(0.0, top / coarse - room)
    right, bottom = (left + width) / coarse + room, (top + height) / coarse + room
    return Area(x, y, min(rig.canvas[0], right) - x, min(rig.canvas[1], bottom) - y)


def draw(rig: Rig, markup: str, area: Area, density: float) -> Sheet:
    """Draw an SVG fragment with the rig's gradients: whole px of `density` around `area`, premultiplied."""
    x, y = int(np.floor(area.x * density)), int(np.floor(area.y * density))
    width, height = int(np.ceil(area.right * density)) - x, int(np.ceil(area.bottom * density)) - y
    if not markup:
        return Sheet(np.zeros((1, 1, 4), np.uint8), x, y)
    view = f"{x / density:.6g} {y / density:.6g} {width / density:.6g} {height / density:.6g}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{view}">'
        f"<defs>{_needed(rig, markup)}</defs>{markup}</svg>"
    )
    try:
        png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    except ValueError as wrong:
        raise EngineError(
            f"The presenter {rig.id} cannot be drawn ({wrong}).", "Run `newsreel avatar check` on its folder."
        ) from wrong
    straight = cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED)
    if straight is None or straight.shape != (height, width, 4):
        raise EngineError(f"The presenter {rig.id} was drawn in another size.", "Check the version of resvg_py.")
    pixels = np.asarray(cv2.cvtColor(cv2.cvtColor(straight, cv2.COLOR_BGRA2RGBA), cv2.COLOR_RGBA2mRGBA), np.uint8)
    return Sheet(pixels, x, y)


def _needed(rig: Rig, markup: str) -> str:
    """Give the definitions that a fragment refers to, and those that these refer to."""
    known, wanted, found = dict(rig.defs), list(REFERENCE.findall(markup)), {}
    while wanted:
        name = wanted.pop()
        if name in known and name not in found:
            found[name] = known[name]
            wanted += REFERENCE.findall(known[name])
    return "".join(markup for name, markup in rig.defs if name in found)


def cropped(sheet: Sheet) -> Sheet:
    """Cut away what is empty around a drawn part, leaving one px for the edge."""
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(sheet.pixels[..., 3]))
    if width == 0:
        return Sheet(np.zeros((1, 1, 4), np.uint8), sheet.x, sheet.y)
    rows, columns = sheet.pixels.shape[:2]
    top, left, bottom, right = max(0, top - 1), max(0, left - 1), min(rows, top + height + 1), min(columns, left + width + 1)
    return Sheet(np.ascontiguousarray(sheet.pixels[top:bottom, left:right]), sheet.x + left, sheet.y + top)


def mouth_numbers(rig: Rig, shape: Sequence[int], grave: float) -> tuple[Numbers, ...]:
    """Blend the outlines of one mouth of the book, canvas px; `grave` 0..1 lowers the corners as the grave rest does."""
    used = [(count / GRAIN, rig.mouths.shapes[v]) for v, count in enumerate(BOOK[shape[0] if shape else REST]) if count]
    if grave:
        used += [(grave, rig.mouths.shapes[_GRAVE]), (-grave, rig.mouths.shapes[REST])]
    width = shape[1] / NARROW if shape else 1.0
    blended = []
    for k in range(len(rig.mouths.outlines)):
        numbers = np.sum([weight * np.array(own[k]) for weight, own in used], axis=0)
        numbers[0::2] = rig.mouths.centre[0] + (numbers[0::2] - rig.mouths.centre[0]) * width
        blended.append(tuple(float(n) for n in numbers))
    return tuple(blended)


def draw_mouth(rig: Rig, shape: Sequence[int], grave: float, density: float) -> Sheet:
    """Draw one mouth: entry of the book, width, teeth; () is rest."""
    numbers = mouth_numbers(rig, shape, grave)
    teeth = shape[2] / TEETH if shape else 0.0
    parts = []
    for outline, own in zip(rig.mouths.outlines, numbers, strict=True):
        if not outline.kind.startswith("teeth"):
            parts.append(outline.draw(own))
        elif teeth:
            parts.append(f'<g opacity="{teeth:g}">{outline.draw(own)}</g>')
    xs = [x for own in numbers for x in own[0::2]]
    ys = [y for own in numbers for y in own[1::2]]
    area = Area(min(xs) - 1, min(ys) - 1, max(xs) - min(xs) + 2, max(ys) - min(ys) + 2)
    return draw(rig, "".join(parts), area, density)


def draw_eyes(rig: Rig, closed: float, gaze: tuple[float, float], density: float) -> Sheet:
    """Draw both eyes: `closed` 0..1, gaze in canvas px from the camera."""
    opened, half, shut = rig.lids.states
    if closed <= _LID_HALF:
        low, high, t = opened, half, closed / _LID_HALF
    else:
        low, high, t = half, shut, (closed - _LID_HALF) / (1 - _LID_HALF)
    lids = "".join(
        outline.draw([p + (q - p) * t for p, q in zip(a, b, strict=True)])
        for outline, a, b in zip(rig.lids.outlines, low, high, strict=True)
    )
    eyes = rig.eyes.replace(GAZE_MARK, f"translate({gaze[0]:g} {gaze[1]:g})")
    return draw(rig, eyes + lids, rig.look_box, density)
