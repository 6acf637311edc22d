# SPDX-License-Identifier: EUPL-1.2
"""Draw a presenter: Pose → premultiplied pixels.

The body and the head are warped from raster layers; jaw with mouth, and eyes with brows, are laid in as two small tiles. The
pixels depend on the pose alone; what the presenter remembers from the last pose only saves work.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.picture.articulation import JAW_GRAIN
from pipeline.picture.atlas import Atlas, Pixels, Sheet, cropped, draw_eyes, draw_mouth, look_name, mouth_name, over_yuv
from pipeline.picture.brush import Brush
from pipeline.picture.layout import Box
from pipeline.picture.memory import Memory
from pipeline.picture.motion import LID_GRAIN, PIXEL_GRAIN, SWAY_GRAIN
from pipeline.picture.performance import GRAVE_GRAIN, Pose
from pipeline.picture.rig import Area, Rig

_OVERSAMPLING = 1.6
"""Layer px per picture px: with fewer, bilinear sampling between px blurs, with more it aliases (measured on the mouth)."""
_LOWS, _BODIES, _JAWS, _MOUTHED, _MOUTHS, _EYES, _LOOKS = 6, 5, 24, 4, 512, 16, 64
"""How many results are remembered, about 35 MB in all at 1080 lines: more would save less than one drawing in ten (counted)."""
_NEAR_ENOUGH = 0.85  # layers are not reduced where the atlas has little more px than wanted
_SWING = 2.0
"""The ends of the hair hang behind by this much of what the eyes have moved: less is not seen, more would read as a wig."""
_EYE_LEVEL = 200.0  # canvas px from the neck pivot to the eyes

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A presenter's pixels (premultiplied, in its atlas' space) and where they lie, in picture px from the canvas origin."""

    pixels: Pixels
    x: int
    y: int


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """A sheet at drawing density: pixels and the matrix from its px to upright canvas px (continuous)."""

    pixels: Pixels
    to_canvas: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class _Low:
    """The lower head in one posture, layer by layer: hair behind the neck, face without mouth, hair before it."""

    behind: Pixels
    base: Pixels
    front: Pixels


class Presenter:
    """Draws one rig at one scale (picture px per canvas px).

    The patches are in the space of the atlas, so that those of a film need no conversion per frame.
    """

    def __init__(self, rig: Rig, atlas: Atlas, scale: float) -> None:
        self.rig, self.scale, self._atlas = rig, scale, atlas
        wanted = _OVERSAMPLING * scale
        self._density = wanted if wanted < _NEAR_ENOUGH * atlas.density else atlas.density
        self._brush = Brush()
        base = _stacked([self._sheet("ears"), self._sheet("face")], self._brush)
        self._body = self._layer(self._sheet("body"))
        self._behind, self._base, self._front = (self._layer(s) for s in (self._sheet("behind"), base, self._sheet("front")))
        self._head = self._layer(_stacked([self._sheet("behind"), base, self._sheet("front")], self._brush))
        self._set_tiles(base)
        self._set_boxes()
        self._bodies = Memory(_BODIES, self._make_body)
        self._lows = Memory(_LOWS, self._make_low)
        self._jaws = Memory(_JAWS, self._make_jaw)
        self._mouths = Memory(_MOUTHS, self._make_mouth)
        self._mouthed = Memory(_MOUTHED, self._make_mouthed)
        self._looks = Memory(_LOOKS, self._make_look)
        self._eyes = Memory(_EYES, self._make_eyes)
        self._pixels = np.zeros((self._whole.h, self._whole.w, 4), np.uint8)
        self._jaw_under = np.zeros((self._jaw_box.h, self._jaw_box.w, 4), np.uint8)
        self._jaw_over = self._jaw_under.copy()
        self._shown: Pose | None = None

    def box(self) -> Box:
        """Give the extents that any pose may touch."""
        return self._whole

    def get_ready(self, poses: Iterable[Pose]) -> None:
        """Draw the bodies and jaws of these poses, as many as are remembered, and take mouths and eyes from the atlas.

        They come back in every sentence; what is there before workers are forked is shared by them.
        """
        found = list(poses)
        for shape, grave in sorted({(pose.mouth, pose.grave) for pose in found if pose.grave in (0, GRAVE_GRAIN)})[:_MOUTHS]:
            if mouth_name(shape, grave > 0) in self._atlas.sheets:
                self._mouths((shape, grave))
        for lids, gaze in sorted({_eyes_key(pose)[:2] for pose in found})[:_LOOKS]:
            if look_name(lids, gaze) in self._atlas.sheets:
                self._looks((lids, gaze))
        for breath in sorted({pose.breath for pose in found})[:_BODIES]:
            self._bodies(breath)
        for drop in sorted({pose.jaw for pose in found})[:_JAWS]:
            self._jaws(drop)

    def patch(self, pose: Pose) -> Patch:
        """Draw a pose. The pixels are a buffer of this presenter: read them before the next call, never write them."""
        shown, self._shown = self._shown, pose
        if shown != pose:
            breathed = shown is None or shown.breath != pose.breath
            moved = shown is None or _held(shown) != _held(pose)
            if breathed:
                np.copyto(self._pixels, self._bodies(pose.breath))
            if breathed or moved:
                self._draw_top(pose, self._top_box)
            if breathed or moved or shown is None or _eyes_key(shown) != _eyes_key(pose):
                self._draw_top(pose, self._eyes_box)  # always as a warp of its own: cv2 rounds by where a warp begins
            if breathed or moved:
                self._draw_low(pose)
            if breathed or moved or shown is None or _jaw_key(shown) != _jaw_key(pose):
                self._draw_jaw(pose)
        return Patch(self._pixels, self._whole.x, self._whole.y)

    def regions(self, before: Pose, after: Pose) -> tuple[Box, ...]:
        """Tell where two poses differ: nothing, the jaw, the eyes, the head, or everything."""
        if before.breath != after.breath:
            return (self._whole,)
        if _held(before) != _held(after):
            return (self._head_box,)
        jaw = (self._jaw_box,) if _jaw_key(before) != _jaw_key(after) else ()
        eyes = (self._eyes_box,) if _eyes_key(before) != _eyes_key(after) else ()
        return jaw + eyes

    # ------------------------------------------------------------ geometry

    def _sheet(self, name: str) -> Sheet:
        """Give a sheet of the atlas."""
        return self._atlas.sheets[name]

    def _spaced(self, sheet: Sheet) -> Sheet:
        """Bring a sheet that the atlas lacked into its space."""
        return over_yuv(sheet) if self._atlas.yuv else sheet

    def _layer(self, sheet: Sheet) -> _Layer:
        """Bring a sheet of the atlas to the drawing density; its place on the canvas stays exact."""
        height, width = sheet.pixels.shape[:2]
        density = self._atlas.density
        pixels = sheet.pixels
        if self._density < density:
            size = (max(1, round(width * self._density / density)), max(1, round(height * self._density / density)))
            pixels = np.asarray(cv2.resize(sheet.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        wide, high = width / density / pixels.shape[1], height / density / pixels.shape[0]
        return _Layer(pixels, np.array([[wide, 0, sheet.x / density], [0, high, sheet.y / density], [0, 0, 1.0]]))

    def _pose_matrix(self, sway: int, nod: int) -> Matrix:
        """Give the matrix from upright to posed canvas px: a turn about the neck, a shift to the side, a nod down."""
        q = sway / SWAY_GRAIN
        angle = math.radians(self.rig.idle.sway_deg) * q
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = self.rig.pivot
        return np.array(
            [
                [cos, -sin, x - cos * x + sin * y + self.rig.idle.sway_px * q],
                [sin, cos, y - sin * x - cos * y + nod / PIXEL_GRAIN],
                [0, 0, 1.0],
            ]
        )

    def _warp(self, layer: _Layer, pose: Matrix, region: Box) -> Pixels:
        """Draw a layer in a pose into a region. cv2 counts px centres as whole numbers, geometry counts edges."""
        centre = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
        corner = np.array([[1, 0, -0.5 - region.x], [0, 1, -0.5 - region.y], [0, 0, 1.0]])
        scale = np.diag([self.scale, self.scale, 1.0])
        matrix = (corner @ scale @ pose @ layer.to_canvas @ centre)[:2]
        drawn = cv2.warpAffine(layer.pixels, matrix, (region.w, region.h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        return np.asarray(drawn, np.uint8)

    # ------------------------------------------------------------ drawing

    def _draw_top(self, pose: Pose, box: Box) -> None:
        """Draw the head above the jaw, or the part around the eyes: one picture, for nothing of the body stands between."""
        np.copyto(self._head.pixels[_of(self._eyes_own, self._head_own)], self._eyes(_eyes_key(pose)))
        self._pixels[_of(box, self._whole)] = self._warp(self._head, self._pose_matrix(pose.sway, pose.nod), box)

    def _draw_low(self, pose: Pose) -> None:
        """Draw the lower head without mouth over and under the body, and keep what lies under and over the jaw."""
        low = self._lows(_held(pose))
        target = self._pixels[_of(self._low_box, self._whole)]
        jaw = _of(self._jaw_box, self._low_box)
        np.copyto(target, low.behind)
        self._brush.over(target, self._bodies(pose.breath)[_of(self._low_box, self._whole)])
        self._brush.over(target, low.base)
        np.copyto(self._jaw_under, target[jaw])
        np.copyto(self._jaw_over, low.front[jaw])
        self._brush.over(target, low.front)

    def _draw_jaw(self, pose: Pose) -> None:
        """Lay jaw and mouth between what lies under and over them."""
        target = self._pixels[_of(self._jaw_box, self._whole)]
        np.copyto(target, self._jaw_under)
        matrix = self._pose_matrix(pose.sway, pose.nod)
        self._brush.over(target, self._warp(self._mouthed(_jaw_key(pose)), matrix, self._jaw_box))
        self._brush.over(target, self._jaw_over)

    def _set_tiles(self, base: Sheet) -> None:
        """Prepare what moves in the face: the jaw and its shades; eyes and brows between face and hair."""
        density = self._atlas.density
        face = self._sheet("face")
        hinge = min(max(0, round(self.rig.hinge_y * density) - face.y), face.pixels.shape[0] - 1)
        self._lower = self._layer(Sheet(np.ascontiguousarray(face.pixels[hinge:]), face.x, face.y + hinge))
        self._shades = tuple(self._layer(self._sheet(name)) for name in ("chin-shade", "cheek-shade"))
        self._brows = tuple(self._layer(self._sheet(name)) for name in ("brow-l", "brow-r"))
        self._jaw_grid = _outer(self.rig.jaw_box, self._density)
        # the eyes lie in the px of the stacked head, so that they can be put into it without a second warp
        wide, high = 1 / self._head.to_canvas[0, 0], 1 / self._head.to_canvas[1, 1]
        left, top = self._head.to_canvas[0, 2] * wide, self._head.to_canvas[1, 2] * high
        box = self.rig.eyes_box
        x, y = max(0, math.floor(box.x * wide - left)), max(0, math.floor(box.y * high - top))
        rows, columns = self._head.pixels.shape[:2]
        self._head_own = Box(0, 0, columns, rows)
        self._eyes_own = Box(x, y, math.ceil(box.width * wide) + 1, math.ceil(box.height * high) + 1).meet(self._head_own)
        own = self._head.to_canvas @ np.array([[1, 0, self._eyes_own.x], [0, 1, self._eyes_own.y], [0, 0, 1.0]])
        self._eyes_place: Matrix = np.linalg.inv(own)
        parts = [self._layer(sheet) for sheet in (self._sheet("behind"), base, self._sheet("front"))]
        under, above, self._eyes_over = (self._upright(part, np.eye(3), self._eyes_place, self._eyes_own) for part in parts)
        self._brush.over(under, above)
        self._eyes_under = under

    def _set_boxes(self) -> None:
        """Fix the boxes of head, tiles and body so that every pose stays inside; all are even, as 4:2:0 needs it."""
        parts = [self._reach(_extent(layer), 2.0) for layer in (self._behind, self._base, self._front)]  # hair swings
        self._jaw_box, self._eyes_box = self._reach(self.rig.jaw_box), self._reach(self.rig.eyes_box)
        self._head_box = reduce(Box.hull, [*parts, self._jaw_box, self._eyes_box])
        body = self._outer_box(_extent(self._body), self.rig.idle.breath_px + 1)
        self._whole = self._head_box.hull(body)
        split = min(self._jaw_box.y, body.y)  # above, nothing of the body stands between hair and face
        self._top_box = Box(self._head_box.x, self._head_box.y, self._head_box.w, split - self._head_box.y)
        self._low_box = Box(self._head_box.x, split, self._head_box.w, self._head_box.bottom - split)

    def _reach(self, area: Area, margin: float = 1.0) -> Box:
        """Give the picture px that an area of the head touches in any posture, and a margin of canvas px."""
        nod = math.ceil(self.rig.idle.nod_px * PIXEL_GRAIN)
        corners = [(x, y, 1.0) for x in (area.x, area.right) for y in (area.y, area.bottom)]
        posed = [self._pose_matrix(q, n) @ np.array(c) for q in (-SWAY_GRAIN, 0, SWAY_GRAIN) for n in (0, nod) for c in corners]
        (left, top), (right, bottom) = np.min(posed, axis=0)[:2], np.max(posed, axis=0)[:2]
        return self._outer_box(Area(left, top, right - left, bottom - top), margin)

    def _outer_box(self, area: Area, margin: float) -> Box:
        """Give the whole, even picture px around an area of the canvas and a margin."""
        wider = Area(area.x - margin, area.y - margin, area.width + 2 * margin, area.height + 2 * margin)
        return _outer(wider, self.scale).even()

    def _make_body(self, breath: int) -> Pixels:
        """Draw neck and torso; breathing in stretches them upwards from the canvas bottom."""
        bottom = self.rig.canvas[1]
        rise = 1 + breath / PIXEL_GRAIN / (bottom - self.rig.pivot[1])
        return self._warp(self._body, np.array([[1, 0, 0], [0, rise, bottom * (1 - rise)], [0, 0, 1.0]]), self._whole)

    def _make_low(self, key: tuple[int, int, int]) -> _Low:
        """Draw the lower head; what hangs there swings from the line above which hair and head are one picture."""
        sway, nod, trail = key
        pose, top = self._pose_matrix(sway, nod), self._low_box.y / self.scale
        reach = self.rig.idle.sway_px + math.radians(self.rig.idle.sway_deg) * _EYE_LEVEL
        lean = _SWING * reach * trail / SWAY_GRAIN / max(1.0, self.rig.pivot[1] - top)
        hanging = np.array([[1, lean, -lean * top], [0, 1, 0], [0, 0, 1.0]]) @ pose
        parts = (self._behind, hanging), (self._base, pose), (self._front, hanging)
        return _Low(*(self._warp(layer, matrix, self._low_box) for layer, matrix in parts))

    def _make_jaw(self, drop: int) -> Pixels:
        """Draw the jaw upright: it stretches down from the hinge; its shades grow with it."""
        fall = drop / JAW_GRAIN
        share = min(1.0, fall / self.rig.jaw_max) if self.rig.jaw_max else 0.0
        stretch = 1 + fall / (self.rig.chin_y - self.rig.hinge_y)
        hinge = np.array([[1, 0, 0], [0, stretch, self.rig.hinge_y * (1 - stretch)], [0, 0, 1.0]])
        place = self._grid_place(self._jaw_grid)
        below, cheeks = (_faint(self._upright(shade, np.eye(3), place, self._jaw_grid), share) for shade in self._shades)
        self._brush.over(below, self._upright(self._lower, hinge, place, self._jaw_grid))
        self._brush.over(below, cheeks)
        return below

    def _grid_place(self, grid: Box) -> Matrix:
        """Give the matrix from canvas px to the px of a grid of the drawing density."""
        return np.array([[self._density, 0, -grid.x], [0, self._density, -grid.y], [0, 0, 1.0]])

    def _make_mouthed(self, key: tuple[int, tuple[int, ...], int]) -> _Layer:
        """Draw the lower face upright: the jaw in its drop, and the mouth on it."""
        drop, shape, grave = key
        tile = self._jaws(drop).copy()
        mouth = self._mouths((shape, grave))
        _onto(tile, self._jaw_grid, mouth, self._brush)
        return _placed(tile, self._jaw_grid, self._density)

    def _make_mouth(self, key: tuple[tuple[int, ...], int]) -> Sheet:
        """Take a mouth from the atlas, brought to the drawing density; draw one that the atlas lacks."""
        shape, grave = key
        kept = self._atlas.sheets.get(mouth_name(shape, grave > 0)) if grave in (0, GRAVE_GRAIN) else None
        if kept is None:
            return self._spaced(cropped(draw_mouth(self.rig, shape, grave / GRAVE_GRAIN, self._density)))
        if self._density == self._atlas.density:
            return kept
        layer = self._layer(kept)
        grid = _outer(_extent(layer), self._density)
        return Sheet(self._upright(layer, np.eye(3), self._grid_place(grid), grid), grid.x, grid.y)

    def _make_eyes(self, key: tuple[int, tuple[int, int], int, int]) -> Pixels:
        """Draw eyes and brows upright between face and hair; the grave face has lower brows, their inner ends up."""
        lids, gaze, brows, grave = key
        tile = self._eyes_under.copy()
        share = grave / GRAVE_GRAIN
        rise = share * self.rig.grave.brow_px - brows / PIXEL_GRAIN
        turns = [
            _turn(side * share * self.rig.grave.brow_deg, c, rise) for c, side in zip(self.rig.brow_centres, (-1, 1), strict=True)
        ]
        for layer, pose in ((self._looks((lids, gaze)), np.eye(3)), *zip(self._brows, turns, strict=True)):
            self._brush.over(tile, self._upright(layer, pose, self._eyes_place, self._eyes_own))
        self._brush.over(tile, self._eyes_over)
        return tile

    def _make_look(self, key: tuple[int, tuple[int, int]]) -> _Layer:
        """Take eyes from the atlas; draw those that it lacks."""
        lids, gaze = key
        kept = self._atlas.sheets.get(look_name(lids, gaze))
        if kept is None:
            closed, away = lids / LID_GRAIN, (gaze[0] / PIXEL_GRAIN, gaze[1] / PIXEL_GRAIN)
            kept = self._spaced(cropped(draw_eyes(self.rig, closed, away, self._atlas.density)))
        return self._layer(kept)

    def _upright(self, layer: _Layer, pose: Matrix, place: Matrix, grid: Box) -> Pixels:
        """Draw a layer into a tile; `pose` moves on the canvas, `place` leads from canvas px to the tile's."""
        centre, corner = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]]), np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
        matrix = (corner @ place @ pose @ layer.to_canvas @ centre)[:2]
        return np.asarray(cv2.warpAffine(layer.pixels, matrix, (grid.w, grid.h), flags=cv2.INTER_LINEAR), np.uint8)


def _faint(pixels: Pixels, share: float) -> Pixels:
    """Make premultiplied pixels more transparent."""
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=share), np.uint8)


def _held(pose: Pose) -> tuple[int, int, int]:
    """Give what decides how the head is held, and its hair."""
    return (pose.sway, pose.nod, pose.trail)


def _jaw_key(pose: Pose) -> tuple[int, tuple[int, ...], int]:
    return (pose.jaw, pose.mouth, pose.grave)


def _eyes_key(pose: Pose) -> tuple[int, tuple[int, int], int, int]:
    """Name what is seen of eyes and brows; where the lids are shut, they look nowhere."""
    return (pose.lids, pose.gaze if pose.lids < LID_GRAIN else (0, 0), pose.brows, pose.grave)


def _extent(layer: _Layer) -> Area:
    """Give the upright extent of a layer in canvas px."""
    height, width = layer.pixels.shape[:2]
    matrix = layer.to_canvas
    return Area(float(matrix[0, 2]), float(matrix[1, 2]), float(width * matrix[0, 0]), float(height * matrix[1, 1]))


def _outer(area: Area, density: float) -> Box:
    """Give the whole px of a density around an area, as `draw` counts them."""
    x, y = math.floor(area.x * density), math.floor(area.y * density)
    return Box(x, y, math.ceil(area.right * density) - x, math.ceil(area.bottom * density) - y)


def _of(part: Box, whole: Box) -> tuple[slice, slice]:
    """Give the rows and columns of a part in an array that shows the whole."""
    return slice(part.y - whole.y, part.bottom - whole.y), slice(part.x - whole.x, part.right - whole.x)


def _placed(pixels: Pixels, grid: Box, density: float) -> _Layer:
    return _Layer(pixels, np.array([[1 / density, 0, grid.x / density], [0, 1 / density, grid.y / density], [0, 0, 1.0]]))


def _onto(tile: Pixels, grid: Box, sheet: Sheet, brush: Brush) -> None:
    """Lay a sheet onto a tile of the same density; what sticks out is cut."""
    own = _box(sheet)
    part = grid.meet(own)
    if part.w and part.h:
        brush.over(tile[_of(part, grid)], np.ascontiguousarray(sheet.pixels[_of(part, own)]))


def _box(sheet: Sheet) -> Box:
    return Box(sheet.x, sheet.y, sheet.pixels.shape[1], sheet.pixels.shape[0])


def _turn(degrees: float, centre: tuple[float, float], down: float) -> Matrix:
    """Give the matrix that turns about a centre and shifts down, canvas px."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = centre
    return np.array([[cos, -sin, x - cos * x + sin * y], [sin, cos, y - sin * x - cos * y + down], [0, 0, 1.0]])


def _stacked(sheets: Sequence[Sheet], brush: Brush) -> Sheet:
    """Lay sheets of the same density over each other, the first lowest."""
    area = reduce(Box.hull, [_box(sheet) for sheet in sheets])
    pixels = np.zeros((area.h, area.w, 4), np.uint8)
    for sheet in sheets:
        _onto(pixels, area, sheet, brush)
    return Sheet(pixels, area.x, area.y)
