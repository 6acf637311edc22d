# SPDX-License-Identifier: EUPL-1.2
"""Read a presenter: the bytes of avatar.toml and presenter.svg → Rig.

A presenter is data. Whatever it says is checked before anything is drawn: the drawing may hold shapes, gradients, clips and
blurs, and nothing that runs, loads or repeats itself. Every defect found is named in one ConfigError; `avatar_check` shows the
same defects to an editor.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ConfigError
from pipeline.picture.blurs import fit_blurs
from pipeline.picture.defects import Defects
from pipeline.picture.drawing import Art, Numbers, Outline, parse_svg
from pipeline.picture.vector import fold_opacity
from pipeline.picture.visemes import VISEMES

GAZE_MARK = "@gaze@"
"""Stands in the eyes' drawing where the iris is moved."""
CLOSED_PX = 2.0
"""Lips that open no further at the centre count as closed (canvas px of 800)."""
_FARTHEST = 1e6
"""Canvas px: no drawing is larger; a number of 400 digits would not even be a float."""

_STEPS = np.array([((1 - t) ** 3, 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t**3) for t in np.arange(1, 13) / 12]).T[
    :, None, :, None
]
"""What the four points of a cubic curve count for at twelve steps along it."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the canvas: left, top, width, height in canvas px."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The first x outside."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The first y outside."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Mouths:
    """The mouth shapes: the same outlines for all; per shape the numbers of each outline. The last shape is `grave` rest."""

    outlines: tuple[Outline, ...]
    shapes: tuple[tuple[Numbers, ...], ...]  # VISEMES, then grave
    centre: Point
    openings: tuple[float, ...]  # canvas px between the lips at the centre, per viseme
    widths: tuple[float, ...]  # canvas px between the corners, per viseme


@dataclass(frozen=True, slots=True)
class Lids:
    """The eyelids: the same outlines for open, half (0.52 closed) and closed."""

    outlines: tuple[Outline, ...]
    states: tuple[tuple[Numbers, ...], tuple[Numbers, ...], tuple[Numbers, ...]]


@dataclass(frozen=True, slots=True)
class Idle:
    """How a presenter moves: degrees, canvas px, seconds."""

    sway_deg: float
    sway_px: float
    nod_px: float
    breath_px: float
    brow_px: float
    gaze_px: float
    blink_s: tuple[float, float]
    gaze_s: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GraveFace:
    """The face for delicate stories: brows lower by `brow_px` and turned by `brow_deg` (inner ends up), calmer by `calm`."""

    brow_px: float
    brow_deg: float
    calm: float


@dataclass(frozen=True, slots=True)
class Rig:
    """A presenter that can be drawn and moved. All lengths in px of the canvas; drawings are SVG fragments."""

    id: str
    screen_name: str
    gender: Literal["f", "m"]
    voices: tuple[tuple[str, str], ...]  # engine, voice
    canvas: tuple[int, int]
    defs: tuple[tuple[str, str], ...]  # id, markup
    behind: str
    body: str
    ears: str
    face: str
    front: str
    chin_shade: str
    cheek_shade: str
    eyes: str
    brows: tuple[str, str]
    brow_centres: tuple[Point, Point]
    mouths: Mouths
    lids: Lids
    pivot: Point
    hinge_y: float
    chin_y: float
    jaw: tuple[float, ...]  # drop of the chin per viseme
    jaw_max: float
    mouth_box: Area
    jaw_box: Area
    eyes_box: Area
    look_box: Area
    idle: Idle
    grave: GraveFace


class Table:
    """A TOML table read strictly: wrong or missing values become defects and a harmless value is read instead."""

    def __init__(self, values: Mapping[str, object], name: str, defects: Defects) -> None:
        self.values, self.name, self.defects = values, name, defects

    def table(self, key: str) -> "Table":
        value = self.values.get(key)
        if not isinstance(value, dict):
            self.defects.note("key-missing", self._path(key))
            value = {}
        return Table(value, self._path(key), self.defects)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self.defects.note("key-wrong", self._path(key), "Text")
        return ""

    def number(self, key: str, least: float, most: float, default: float | None = None) -> float:
        value = self.values.get(key, default)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self.defects.note("key-wrong", self._path(key), f"{least:g} … {most:g}")
        return float(least)

    def numbers(self, key: str, count: int) -> Numbers:
        value = self.values.get(key)
        if isinstance(value, list) and len(value) == count:
            found = tuple(
                float(v) for v in value if isinstance(v, (int, float)) and not isinstance(v, bool) and abs(v) <= _FARTHEST
            )
            if len(found) == count:
                return found
        self.defects.note("key-wrong", self._path(key), f"[{count} × 0.0]")
        return (0.0,) * count

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key)
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(str(v) for v in value)
        self.defects.note("key-wrong", self._path(key), '["…"]')
        return ()

    def point(self, key: str) -> Point:
        x, y = self.numbers(key, 2)
        return (x, y)

    def box(self, key: str) -> Area:
        box = Area(*self.numbers(key, 4))
        if box.width <= 0 or box.height <= 0:
            self.defects.note("box-wrong", self._path(key))
        return box

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def load_rig(toml: bytes, svg: bytes) -> Rig:
    """Read avatar.toml and presenter.svg → Rig. Raises ConfigError that names every defect."""
    defects = Defects()
    rig = read_rig(toml, svg, defects)
    if rig is None or defects:
        raise ConfigError(
            f"This presenter cannot be used: {'; '.join(d.english() for d in defects)}.",
            "Run `newsreel avatar check DIR` and mend each finding.",
        )
    return rig


def read_rig(toml: bytes, svg: bytes, defects: Defects) -> Rig | None:
    """Read a presenter and collect what is wrong with it; None where it cannot be understood at all."""
    try:
        table = Table(tomllib.loads(toml.decode("utf-8")), "", defects)
    except (ValueError, RecursionError) as wrong:  # no TOML, no UTF-8, numbers of thousands of digits, thousands of brackets
        defects.note("toml-unreadable", wrong)
        return None
    art = parse_svg(svg, defects)
    if art is None:
        return None
    fold_opacity(art)
    fit_blurs(art)
    if table.values.get("kind") not in ("rig2d", "command"):  # a program's presenter has a drawing that stands in
        defects.note("kind-unknown")
    return _assemble(table, Art(art, defects), defects)


def _assemble(table: Table, art: Art, defects: Defects) -> Rig:
    """Put the parts together; whatever is missing has been noted in `defects`."""
    anchors, jaw, layers = table.table("anchors"), table.table("jaw"), table.table("layers")
    canvas = table.numbers("canvas", 2)
    gender = table.text("gender")
    if gender not in ("f", "m"):
        defects.note("key-wrong", "gender", '"f" | "m"')
    drops = jaw.table("px")
    jaw_max = jaw.number("max_px", 0, 40)
    centre = anchors.point("mouth_centre")
    eyes = art.markup(["eye-l", "eye-r"])
    for iris in ("iris-l", "iris-r"):
        art.group(iris)
        eyes = eyes.replace(f'id="{iris}"', f'id="{iris}" transform="{GAZE_MARK}"')
    if "filter=" in eyes:
        defects.note("blur-in-motion", "eye-l, eye-r")
    boxes = {name: anchors.box(name) for name in ("mouth_box", "jaw_box", "eyes_box", "look_box")}
    for name, box in boxes.items():
        if box.x < 0 or box.y < 0 or box.right > canvas[0] or box.bottom > canvas[1]:
            defects.note("box-wrong", f"anchors.{name}")
    if boxes["eyes_box"].bottom > boxes["jaw_box"].y:
        defects.note("boxes-overlap")
    return Rig(
        id=table.text("id"),
        screen_name=table.text("screen_name"),
        gender="m" if gender == "m" else "f",
        voices=tuple((k, str(v)) for k, v in table.table("voices").values.items()),
        canvas=(max(1, round(canvas[0])), max(1, round(canvas[1]))),
        defs=art.defs(),
        behind=art.markup(layers.texts("behind")),
        body=art.markup(layers.texts("body")),
        ears=art.markup(layers.texts("ears")),
        face=art.markup(["face-art"]),
        front=art.markup(layers.texts("front")),
        chin_shade=art.optional("chin-shade"),
        cheek_shade=art.optional("cheek-shade"),
        eyes=eyes,
        brows=(art.markup(["brow-l"]), art.markup(["brow-r"])),
        brow_centres=(anchors.point("brow_centre_l"), anchors.point("brow_centre_r")),
        mouths=_mouths(art, centre, defects),
        lids=_lids(art, defects),
        pivot=anchors.point("neck_pivot"),
        hinge_y=jaw.number("hinge_y", 0, canvas[1]),
        chin_y=jaw.number("chin_y", 0, canvas[1]),
        jaw=tuple(drops.number(v, 0, jaw_max) for v in VISEMES),
        jaw_max=jaw_max,
        mouth_box=boxes["mouth_box"],
        jaw_box=boxes["jaw_box"],
        eyes_box=boxes["eyes_box"],
        look_box=boxes["look_box"],
        idle=_idle(table.table("idle")),
        grave=_grave(table.table("grave")),
    )


def _mouths(art: Art, centre: Point, defects: Defects) -> Mouths:
    """Read the fourteen mouths and the grave rest; all must have the same outlines."""
    names = [*(f"mouth-{v}" for v in VISEMES), "mouth-grave"]
    read = [art.outlines(name) for name in names]
    outlines = read[0][0]
    for name, (own, _) in zip(names, read, strict=True):
        if [(o.data, o.kind) for o in own] != [(o.data, o.kind) for o in outlines]:
            defects.note("path-differs", name, "mouth-rest")
    shapes = tuple(numbers for _, numbers in read)
    cavity = next((i for i, o in enumerate(outlines) if o.kind == "cavity"), -1)
    if cavity < 0 or any(len(s) <= cavity for s in shapes):
        defects.note("cavity-missing")
        return Mouths(outlines, shapes, centre, (0.0,) * len(VISEMES), (0.0,) * len(VISEMES))
    if not any(outline.kind.startswith("teeth") for outline in outlines):
        defects.note("teeth-unnamed")
    for name, shape in zip(names, shapes, strict=True):
        if name in ("mouth-rest", "mouth-mbp", "mouth-grave") and (wide := opening(shape[cavity], centre[0])) > CLOSED_PX:
            defects.note("mouth-open", name, round(wide, 1))
    holes = [s[cavity] for s in shapes[: len(VISEMES)]]
    return Mouths(outlines, shapes, centre, tuple(opening(h, centre[0]) for h in holes), tuple(_extent(h[0::2]) for h in holes))


def opening(cavity: Numbers, x: float) -> float:
    """Give the height of a mouth's cavity at its centre line x, canvas px; its numbers are those of a closed M C… path."""
    top, bottom = span(cavity, x)
    return bottom - top


def span(outline: Numbers, x: float) -> Point:
    """Give the top and the bottom of a closed M C… path within 3 canvas px of a line x; nothing lies between equal ones."""
    flat = _flat(np.array(outline[: len(outline) // 2 * 2], np.float64).reshape(-1, 2))
    near = flat[np.abs(flat[:, 0] - x) <= 3.0, 1]
    return (float(near.min()), float(near.max())) if near.size else (0.0, 0.0)


def _flat(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Flatten a chain of cubic curves (start, then three points per curve) into short steps; a row per point."""
    curves = (len(points) - 1) // 3
    if curves < 1:
        return points[:1]
    ends = points[: 3 * curves + 1]
    a, b, c, d = ends[:-1:3], ends[1::3], ends[2::3], ends[3::3]
    one, two, three, four = _STEPS
    steps = one * a[:, None] + two * b[:, None] + three * c[:, None] + four * d[:, None]
    return np.concatenate([ends[:1], steps.reshape(-1, 2)])


def _extent(values: Numbers) -> float:
    return max(values) - min(values) if values else 0.0


def _lids(art: Art, defects: Defects) -> Lids:
    """Read the three states of the lids; all must have the same outlines."""
    (outlines, opened), (half_outlines, half), (closed_outlines, closed) = (
        art.outlines(f"eyes-{state}") for state in ("open", "half", "closed")
    )
    pattern = [o.data for o in outlines]
    if [o.data for o in half_outlines] != pattern or [o.data for o in closed_outlines] != pattern:
        defects.note("path-differs", "eyes-half, eyes-closed", "eyes-open")
    return Lids(outlines, (opened, half, closed))


def _idle(table: Table) -> Idle:
    blink, gaze = table.numbers("blink_s", 2), table.numbers("gaze_shift_s", 2)
    if not 0.5 <= blink[0] < blink[1] or not 0.5 <= gaze[0] < gaze[1]:
        table.defects.note("key-wrong", "idle.blink_s, idle.gaze_shift_s", "0.5 <= a < b")
    return Idle(
        sway_deg=table.number("sway_deg", 0, 3),
        sway_px=table.number("sway_px", 0, 8),
        nod_px=table.number("nod_px", 0, 4),
        breath_px=table.number("breath_px", 0, 4),
        brow_px=table.number("brow_accent_px", 0, 4),
        gaze_px=table.number("gaze_shift_px", 0, 4),
        blink_s=(blink[0], blink[1]),
        gaze_s=(gaze[0], gaze[1]),
    )


def _grave(table: Table) -> GraveFace:
    return GraveFace(
        brow_px=table.number("brow_px", -3, 3),
        brow_deg=table.number("brow_deg", -8, 8),
        calm=table.number("calm", 0, 1),
    )
