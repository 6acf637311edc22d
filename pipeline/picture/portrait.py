# SPDX-License-Identifier: EUPL-1.2
"""Read a portrait: avatar.toml, photo and points.json → Portrait, a rig whose mouths are derived from about twenty points.

The points are set once by a person (`newsreel avatar points`). Nothing is recognised and no model takes part: the mouth
shapes are shares of the distance between the corners of the mouth, taken from our drawn presenters and made smaller, because a
photograph that is stretched far looks wrong sooner than a drawing.
"""

import json
import math
import tomllib
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import ConfigError
from pipeline.picture.atlas import DENSITY, Pixels
from pipeline.picture.defects import Defects
from pipeline.picture.drawing import Numbers, Outline
from pipeline.picture.photo import MOST_PIXELS
from pipeline.picture.rig import Area, GraveFace, Idle, Lids, Mouths, Point, Rig, Table, opening
from pipeline.picture.visemes import VISEMES

VERSION = 1
"""Raise when the same portrait gives other pictures."""
CANVAS = (700, 800)
PHOTOS = ("photo.png", "photo.jpg")
"""A cut-out (PNG with alpha) is preferred; a JPEG is shown in a window with a round top."""
POINTS: tuple[tuple[str, str], ...] = (
    ("lip_1", "Mundwinkel, links im Bild"),
    ("lip_2", "Linie zwischen den Lippen, ein Viertel"),
    ("lip_3", "Linie zwischen den Lippen, Mitte"),
    ("lip_4", "Linie zwischen den Lippen, drei Viertel"),
    ("lip_5", "Mundwinkel, rechts im Bild"),
    ("upper_1", "Oberkante der Oberlippe, ein Viertel"),
    ("upper_2", "Oberkante der Oberlippe, Mitte"),
    ("upper_3", "Oberkante der Oberlippe, drei Viertel"),
    ("lower_1", "Unterkante der Unterlippe, ein Viertel"),
    ("lower_2", "Unterkante der Unterlippe, Mitte"),
    ("lower_3", "Unterkante der Unterlippe, drei Viertel"),
    ("eye_l_outer", "Linkes Auge im Bild: äußerer Winkel"),
    ("eye_l_inner", "Linkes Auge im Bild: innerer Winkel"),
    ("eye_l_top", "Linkes Auge im Bild: Rand des Oberlids, Mitte"),
    ("eye_l_bottom", "Linkes Auge im Bild: Rand des Unterlids, Mitte"),
    ("eye_r_inner", "Rechtes Auge im Bild: innerer Winkel"),
    ("eye_r_outer", "Rechtes Auge im Bild: äußerer Winkel"),
    ("eye_r_top", "Rechtes Auge im Bild: Rand des Oberlids, Mitte"),
    ("eye_r_bottom", "Rechtes Auge im Bild: Rand des Unterlids, Mitte"),
    ("nose", "Unterkante der Nase, Mitte"),
    ("chin", "Unterkante des Kinns, Mitte"),
)
"""The points in the order in which they are set, with what an editor is asked for. Left and right are the viewer's."""

_EYES_AT, _EYES_TO_MOUTH = (350.0, 283.0), 103.0  # canvas px: where the shipped presenters have them
_LEAST_PX, _ROLL_DEG, _TURN = 40.0, 7.0, 0.22
_BUST = 690.0  # canvas px: the desk hides what lies below
_ARCH = (104.0, 36.0, 492.0)  # canvas px: left, top, width of the window for a photo without a cut-out
# per viseme: opening and width as shares of the distance between the corners, drop of the chin as a share of the opening
_SHAPES = {
    "rest": (0.0, 1.0), "mbp": (0.0, 0.97), "fv": (0.05, 0.95), "a": (0.28, 0.96), "e": (0.15, 1.0), "i": (0.1, 1.04),
    "o": (0.2, 0.8), "u": (0.1, 0.66), "ue": (0.09, 0.7), "sch": (0.12, 0.78), "sz": (0.08, 1.0), "nt": (0.11, 0.98),
    "l": (0.15, 0.97), "kr": (0.14, 0.96),
}  # fmt: skip
_UP, _JAW, _TEETH = 0.22, 0.5, 0.4  # shares of the opening: by which the upper lip rises, the chin drops, teeth are seen
_BLINK_S = (2.4, 5.5)

Line = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A photographed presenter on the canvas: premultiplied pixels at `density` px per canvas px, marks in canvas px."""

    rig: Rig
    pixels: Pixels
    density: float
    marks: tuple[tuple[str, Point], ...]
    cut_out: bool

    def mark(self, name: str) -> Point:
        """Give a point by its name."""
        return dict(self.marks)[name]


def load_portrait(toml: bytes, photo: bytes | None, points: bytes | None) -> Portrait:
    """Read a photographed presenter. Raises ConfigError that names every defect."""
    defects = Defects()
    portrait = read_portrait(toml, photo, points, defects)
    if portrait is None or defects:
        said = "; ".join(d.english() for d in defects)
        raise ConfigError(f"This presenter cannot be used: {said}.", "Run `newsreel avatar check DIR` and mend each finding.")
    return portrait


def read_portrait(toml: bytes, photo: bytes | None, points: bytes | None, defects: Defects) -> Portrait | None:
    """Read a photographed presenter and collect what is wrong; None where it cannot be understood at all."""
    try:
        table = Table(tomllib.loads(toml.decode("utf-8")), "", defects)
    except (ValueError, RecursionError) as wrong:  # no TOML, no UTF-8, numbers of thousands of digits, thousands of brackets
        defects.note("toml-unreadable", wrong)
        return None
    straight = opened(photo, defects)
    if straight is None:
        return None
    marks = _marks(points, straight, defects)
    if marks is None:
        return None
    scale, shift = _placing(marks)
    placed = tuple((name, (x * scale + shift[0], y * scale + shift[1])) for name, (x, y) in marks.items())
    pixels, density = _on_canvas(straight, scale, shift)
    cut_out = bool((straight[..., 3] < 128).mean() > 0.02)
    if not cut_out:
        pixels = _arched(pixels, density)
    if not pixels[round(_BUST * density) - 1, :, 3].any():
        defects.note("photo-short")
    return Portrait(_rig(table, dict(placed), defects), pixels, density, placed, cut_out)


def opened(photo: bytes | None, defects: Defects) -> Pixels | None:
    """Decode a portrait → straight red, green, blue, alpha; turned as the camera says. None where it is none or too large."""
    if photo is None:
        defects.note("photo-missing")
        return None
    try:
        with Image.open(BytesIO(photo)) as image:
            if image.width * image.height > MOST_PIXELS:
                defects.note("photo-unfit")
                return None
            return np.asarray(ImageOps.exif_transpose(image).convert("RGBA"), np.uint8)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        defects.note("photo-unfit")
        return None


def _marks(points: bytes | None, photo: Pixels, defects: Defects) -> dict[str, Point] | None:
    """Read points.json: px of the turned photo. None where points are missing; their order in the face is checked too."""
    try:
        held = json.loads(points or b"{}")
        given = held.get("points", {}) if isinstance(held, dict) else {}
        marks = {name: (float(given[name][0]), float(given[name][1])) for name, _ in POINTS if name in given}
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, RecursionError) as wrong:
        defects.note("points-unreadable", wrong)
        return None
    missing = [name for name, _ in POINTS if name not in marks]
    if missing:
        defects.note("points-missing", ", ".join(missing))
        return None
    high, wide = photo.shape[:2]
    if not all(0 <= x < wide and 0 <= y < high for x, y in marks.values()):
        defects.note("points-outside")
        return None
    faults = _misplaced(marks)
    for fault in faults:
        defects.note("points-misplaced", fault)
    return None if faults else marks


def _misplaced(m: dict[str, Point]) -> list[str]:
    """Name the points that cannot be right in a face seen from the front."""
    wrong = []
    for names in (("lip_1", "lip_2", "lip_3", "lip_4", "lip_5"), ("eye_l_outer", "eye_l_inner", "eye_r_inner", "eye_r_outer")):
        wrong += [f"{b} ≤ {a}" for a, b in pairwise(names) if m[b][0] <= m[a][0]]
    below = ("eye_l_top", "eye_l_bottom", "nose", "upper_2", "lip_3", "lower_2", "chin")
    wrong += [f"{b} ≤ {a}" for a, b in pairwise(below) if m[b][1] <= m[a][1]]
    if m["eye_r_bottom"][1] <= m["eye_r_top"][1]:
        wrong.append("eye_r_bottom ≤ eye_r_top")
    left, right = m["eye_l_outer"], m["eye_r_outer"]
    between = math.hypot(right[0] - left[0], right[1] - left[1])
    if between < 2 * _LEAST_PX:
        wrong.append(f"eye_l_outer … eye_r_outer < {2 * _LEAST_PX:g} px")
    if abs(math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))) > _ROLL_DEG:
        wrong.append(f"eye_l_outer … eye_r_outer > {_ROLL_DEG:g}°")
    if abs((m["lip_1"][0] + m["lip_5"][0]) / 2 - (left[0] + right[0]) / 2) > _TURN * between:
        wrong.append("lip_3 … nose")
    return wrong


def _placing(m: dict[str, Point]) -> tuple[float, Point]:
    """Give scale and shift from photo px to canvas px, so that the eyes lie where every presenter has them."""
    eyes = [m[name] for name in ("eye_l_outer", "eye_l_inner", "eye_r_inner", "eye_r_outer")]
    ex, ey = sum(x for x, _ in eyes) / 4, sum(y for _, y in eyes) / 4
    scale = _EYES_TO_MOUTH / (m["lip_3"][1] - ey)
    return scale, (_EYES_AT[0] - ex * scale, _EYES_AT[1] - ey * scale)


def _on_canvas(photo: Pixels, scale: float, shift: Point) -> tuple[Pixels, float]:
    """Lay the photo on the canvas, premultiplied; never at more px than it has itself."""
    density = min(DENSITY, max(1.0, 1 / scale))
    pixels = np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGBA2mRGBA), np.uint8)
    own = scale * density
    if own < 1:
        size = (max(1, round(photo.shape[1] * own)), max(1, round(photo.shape[0] * own)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        own = 1.0
    matrix = np.array([[own, 0, shift[0] * density], [0, own, shift[1] * density]])
    size = (round(CANVAS[0] * density), round(CANVAS[1] * density))
    laid = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(laid, np.uint8), density


def arch_box(density: float) -> tuple[int, int, int, int]:
    """Give the window's left, top, width and height down to the canvas' lower edge, px of a density."""
    left, top, across = _ARCH
    high = CANVAS[1] - top
    return round(left * density), round(top * density), round(across * density), round(high * density)


def arch(width: int, height: int, density: float) -> NDArray[np.float32]:
    """Give the window for pictures that bring their own background: straight sides, a round top, 0..1."""
    left, top, across = (v * density for v in _ARCH)
    radius = across / 2
    x = np.abs(np.arange(width, dtype=np.float32)[None, :] + 0.5 - left - radius)
    y = np.minimum(np.arange(height, dtype=np.float32)[:, None] + 0.5 - top - radius, 0)
    return np.asarray((radius - np.hypot(x, y) + 0.5).clip(0, 1), np.float32)


def _arched(pixels: Pixels, density: float) -> Pixels:
    window = arch(pixels.shape[1], pixels.shape[0], density)[..., None]
    return np.asarray(np.round(pixels * window), np.uint8)


# ---------------------------------------------------------------- the rig


def _rig(table: Table, m: dict[str, Point], defects: Defects) -> Rig:
    """Derive a rig: no layers, but mouths, boxes and lids as the timing and the measurement know them."""
    gender = table.text("gender")
    if gender not in ("f", "m"):
        defects.note("key-wrong", "gender", '"f" | "m"')
    wide = m["lip_5"][0] - m["lip_1"][0]
    mouths = _mouths(m)
    x, y = m["lip_3"]
    chin, nose = m["chin"][1], m["nose"][1]
    jaw = tuple(min(12.0, round(2 * _JAW * wide * _SHAPES[v][0]) / 2) for v in VISEMES)
    jaw_box = _inside(x - 1.45 * wide, nose - 2, x + 1.45 * wide, chin + 0.62 * (chin - y))
    tall = max(m[f"eye_{s}_bottom"][1] - m[f"eye_{s}_top"][1] for s in "lr")
    top = min(m[f"eye_{s}_top"][1] for s in "lr") - 1.1 * tall
    low = max(m[f"eye_{s}_bottom"][1] for s in "lr") + 0.4 * tall
    eyes_box = _inside(m["eye_l_outer"][0] - 8, top, m["eye_r_outer"][0] + 8, min(low, jaw_box.y))
    voices = table.table("voices").values
    return Rig(
        id=table.text("id"), screen_name=table.text("screen_name"), gender="m" if gender == "m" else "f",
        voices=tuple((k, str(v)) for k, v in voices.items()), canvas=CANVAS, defs=(), behind="", body="", ears="", face="",
        front="", chin_shade="", cheek_shade="", eyes="", brows=("", ""),
        brow_centres=((m["eye_l_top"][0], top), (m["eye_r_top"][0], top)), mouths=mouths, lids=Lids((), ((), (), ())),
        pivot=(x, min(CANVAS[1] - 1.0, chin + 40)), hinge_y=y, chin_y=chin, jaw=jaw, jaw_max=max(jaw),
        mouth_box=_inside(x - wide, nose, x + wide, chin), jaw_box=jaw_box, eyes_box=eyes_box, look_box=eyes_box,
        idle=Idle(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, _BLINK_S, (3.0, 7.0)), grave=GraveFace(0.0, 0.0, 0.0),
    )  # fmt: skip


def _inside(left: float, top: float, right: float, bottom: float) -> Area:
    """Give an area, cut at the canvas."""
    x, y = max(0.0, left), max(0.0, top)
    return Area(x, y, min(CANVAS[0], right) - x, min(CANVAS[1], bottom) - y)


def _mouths(m: dict[str, Point]) -> Mouths:
    """Derive the fourteen mouths: the line between the lips, parted; equal outlines for all, as every rig has them."""
    line = np.array([m[f"lip_{k}"] for k in range(1, 6)])
    outer = [np.array([m["lip_1"], m[f"{lip}_1"], m[f"{lip}_2"], m[f"{lip}_3"], m["lip_5"]]) for lip in ("upper", "lower")]
    wide, centre = line[4, 0] - line[0, 0], (float(line[2, 0]), float(line[2, 1]))
    bow = np.sin(np.linspace(0, np.pi, 5)) ** 0.8  # how far each point of the line moves
    shapes = []
    for viseme in (*VISEMES, "rest"):  # the last one is the grave rest: a photograph has one face
        parted, across = _SHAPES[viseme]
        up, down = (np.outer(bow, (0, share * parted * wide)) for share in (-_UP, 1 - _UP))
        shown = np.outer(bow, (0, _TEETH * parted * wide))
        drawn = (
            (line + up, line + down),
            (line + up, line + up + shown),
            (outer[0] + up, line + up),
            (line + down, outer[1] + down),
        )
        shapes.append(tuple(_ring(a, b, centre[0], across) for a, b in drawn))
    data = "M{} {} " + "C{} {} {} {} {} {} " * 9 + "Z"
    outlines = tuple(Outline("", data, kind) for kind in ("cavity", "teeth-upper", "upper-lip", "lower-lip"))
    holes = [shape[0] for shape in shapes[: len(VISEMES)]]
    widths = tuple(max(h[0::2]) - min(h[0::2]) for h in holes)
    return Mouths(outlines, tuple(shapes), centre, tuple(opening(h, centre[0]) for h in holes), widths)


def _ring(over: Line, under: Line, centre: float, across: float) -> Numbers:
    """Join an upper and a lower edge of five points each to a closed chain of cubics, narrowed about the centre."""
    forth, back = _curve(over), _curve(under[::-1])
    join = np.array([over[4], under[4], under[4]])
    chain = np.concatenate([over[:1], forth, join, back])
    chain[:, 0] = centre + (chain[:, 0] - centre) * across
    return tuple(float(n) for n in chain.reshape(-1))


def _curve(points: Line) -> Line:
    """Draw a smooth curve through points (Catmull-Rom): three points of a cubic for each but the first."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    out = []
    for k in range(1, len(points)):
        before, a, b, after = padded[k - 1], padded[k], padded[k + 1], padded[k + 2]
        out += [a + (b - before) / 6, b - (after - a) / 6, b]
    return np.array(out)
