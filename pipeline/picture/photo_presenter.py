# SPDX-License-Identifier: EUPL-1.2
"""Draw a photographed presenter (experimental): Pose → premultiplied pixels.

The photo is cut along the line between the lips and warped backwards around it; what opens is drawn (a dark cavity, a band of
teeth, a tongue). To blink, the skin above an eye is stretched over it. Head and shoulders stand still. The pixels depend on
the pose alone.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.picture.articulation import JAW_GRAIN, TEETH
from pipeline.picture.atlas import Pixels, mouth_numbers
from pipeline.picture.layout import Box
from pipeline.picture.motion import LID_GRAIN
from pipeline.picture.performance import Pose
from pipeline.picture.portrait import Portrait
from pipeline.picture.presenter import Patch
from pipeline.picture.rig import Area, Point
from pipeline.picture.visemes import FV

_TILES = 96  # mouths and eyes that are remembered: some 20 MB
_REACH = 0.75  # of the mouth's width: how far beyond a corner the skin follows it
_JAW_WIDE = 1.35  # of the mouth's width: how far to both sides the chin's drop reaches
_BELOW_CHIN = 0.55  # of the way from mouth to chin: over which the drop fades into the neck
_CAVITY, _DEEP = (64.0, 26.0, 26.0), (34.0, 12.0, 14.0)
_TOOTH, _TONGUE = (226.0, 216.0, 204.0), (146.0, 70.0, 66.0)
_LASH, _LASH_PX = (58.0, 38.0, 30.0), 0.8
_LID_FROM, _LID_TO, _LID_OVER = 0.42, 0.27, 0.06  # of an eye's height: the strip of skin that becomes the lid, and its overlap
_ROUND = 2.5  # exponent of a lid's arch; 2 would be a parabola
_MID_SKIN = 168.0  # luma of skin in good light: darker photos get darker teeth
_STEPS = 24  # per cubic of a lip's edge

Plane = NDArray[np.float32]
Curve = tuple[NDArray[np.float64], NDArray[np.float64]]


class PhotoPresenter:
    """Draws one portrait at one scale (picture px per canvas px). `space` converts premultiplied pixels, as in Presenter."""

    def __init__(self, portrait: Portrait, scale: float, space: Callable[[Pixels], Pixels] | None = None) -> None:
        self.rig, self.scale, self._portrait, self._space = portrait.rig, scale, portrait, space
        wide, high = portrait.rig.canvas
        self._whole = Box(0, 0, round(wide * scale), round(high * scale)).even()
        self._pixels, self._density = _reduced(portrait, scale)
        self._mouth_box, self._eyes_box = self._box(self.rig.jaw_box), self._box(self.rig.eyes_box)
        self._light = self._skin() / _MID_SKIN
        self._tiles: OrderedDict[tuple[object, ...], Pixels] = OrderedDict()
        x, y = _places(self._whole, scale)
        self._drawn = self._coloured(self._sampled(*np.broadcast_arrays(x, y)))
        self._shown = Pose()

    def box(self) -> Box:
        """Give the extents that any pose may touch."""
        return self._whole

    def get_ready(self, poses: Iterable[Pose]) -> None:
        """Everything that poses share is at hand from the start."""

    def patch(self, pose: Pose) -> Patch:
        """Draw a pose. The pixels are a buffer of this presenter: read them before the next call, never write them."""
        for box in self.regions(self._shown, pose):
            tile = self._tile(pose, box)
            self._drawn[box.y : box.bottom, box.x : box.right] = tile
        self._shown = pose
        return Patch(self._drawn, 0, 0)

    def regions(self, before: Pose, after: Pose) -> tuple[Box, ...]:
        """Give the rectangles in which two poses differ."""
        mouth = (self._mouth_box,) if (before.mouth, before.jaw) != (after.mouth, after.jaw) else ()
        return mouth + ((self._eyes_box,) if before.lids != after.lids else ())

    def _tile(self, pose: Pose, box: Box) -> Pixels:
        """Recall or draw the mouth or the eyes of a pose."""
        key: tuple[object, ...] = ("mouth", pose.mouth, pose.jaw) if box == self._mouth_box else ("eyes", pose.lids)
        if key not in self._tiles:
            drawn = self._mouth(pose) if box == self._mouth_box else self._eyes(pose.lids / LID_GRAIN)
            self._tiles[key] = self._coloured(drawn)
            if len(self._tiles) > _TILES:
                self._tiles.popitem(last=False)
        self._tiles.move_to_end(key)
        return self._tiles[key]

    def _coloured(self, pixels: Pixels) -> Pixels:
        return pixels if self._space is None else self._space(np.ascontiguousarray(pixels))

    def _box(self, area: Area) -> Box:
        s = self.scale
        box = Box(round(area.x * s), round(area.y * s), round(area.width * s), round(area.height * s)).even()
        return box.meet(self._whole)

    def _sampled(self, x: Plane, y: Plane) -> Pixels:
        """Read the portrait at canvas px."""
        at = [np.ascontiguousarray(v * self._density - 0.5, np.float32) for v in (x, y)]
        return np.asarray(cv2.remap(self._pixels, at[0], at[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)

    def _skin(self) -> float:
        """Measure the luma of the skin beside the mouth."""
        m = self._portrait
        (left, y), (right, _) = m.mark("lip_1"), m.mark("lip_5")
        half = (right - left) / 2
        xs, ys = np.array([[left - half * 0.5, right + half * 0.5]], np.float32), np.array([[y, y]], np.float32)
        return float(np.clip(self._sampled(xs, ys)[..., :3].astype(np.float32) @ (0.2126, 0.7152, 0.0722), 60, 200).mean())

    # ------------------------------------------------------------ mouth

    def _mouth(self, pose: Pose) -> Pixels:
        """Warp the skin around the mouth and fill what has opened."""
        x, y = np.broadcast_arrays(*_places(self._mouth_box, self.scale))
        if not pose.mouth and not pose.jaw:
            return self._sampled(x, y)
        upper, lower = _edges(mouth_numbers(self.rig, pose.mouth, 0.0)[0])
        rest, _ = _edges(self.rig.mouths.shapes[0][0])
        from_x = self._across(x, y, upper, rest)
        over, under = _at(upper, x), _at(lower, x)
        line = _at(rest, from_x)
        above = y < (over + under) / 2
        from_y = np.where(above, self._raised(y, over, line), self._lowered(x, y, under, line, pose.jaw / JAW_GRAIN))
        skin = self._sampled(np.asarray(from_x, np.float32), np.asarray(from_y, np.float32))
        return self._filled(skin, x, y, (over, under), (float(upper[0][0]), float(upper[0][-1])), pose)

    def _across(self, x: Plane, y: Plane, mouth: Curve, rest: Curve) -> Plane:
        """Give the photo's x for each px: the mouth is narrowed or widened, the skin beside it follows and comes to rest."""
        (left, right), (was_left, was_right) = ((c[0][0], c[0][-1]) for c in (mouth, rest))
        far = _REACH * (was_right - was_left)
        inner = was_left + (x - left) * (was_right - was_left) / (right - left)
        beside_l = x + (was_left - left) * _smooth(1 - (left - x) / far)
        beside_r = x + (was_right - right) * _smooth(1 - (x - right) / far)
        moved = np.where(x < left, beside_l, np.where(x > right, beside_r, inner))
        m = self._portrait
        nose, lip, chin = m.mark("nose")[1], m.mark("lip_3")[1], m.mark("chin")[1]
        held = np.where(y < lip, _smooth((y - nose) / (lip - nose)), _smooth((chin - y) / (chin - lip)))
        return np.asarray(x + (moved - x) * held, np.float32)

    def _raised(self, y: Plane, over: Plane, line: Plane) -> Plane:
        """Give the photo's y above the mouth: the upper lip keeps its height, the skin up to the nose gives way."""
        m = self._portrait
        thick = 0.8 * (m.mark("lip_3")[1] - m.mark("upper_2")[1])
        room = np.maximum(over - thick - m.mark("nose")[1], 4.0)
        return np.asarray(y + (line - over) * (1 - _smooth((over - thick - y) / room)), np.float32)

    def _lowered(self, x: Plane, y: Plane, under: Plane, line: Plane, drop: float) -> Plane:
        """Give the photo's y below the mouth: lower lip, then chin, then the neck, where the drop fades."""
        m = self._portrait
        chin, lip = m.mark("chin")[1], m.mark("lip_3")[1]
        wide = m.mark("lip_5")[0] - m.mark("lip_1")[0]
        thick = 0.8 * (m.mark("lower_2")[1] - lip)
        jaw = drop * _smooth(1 - np.abs(x - m.mark("lip_3")[0]) / (_JAW_WIDE * wide))
        start = under + thick
        share = _smooth((y - start) / np.maximum(chin + jaw - start, 4.0))
        by = (under - line) * (1 - share) + jaw * share
        fade = 1 - _smooth((y - chin - jaw) / (_BELOW_CHIN * (chin - lip)))
        return np.asarray(y - np.where(y > chin + jaw, jaw * fade, by), np.float32)

    def _filled(self, skin: Pixels, x: Plane, y: Plane, lips: tuple[Plane, Plane], corners: Point, pose: Pose) -> Pixels:
        """Draw the inside of the mouth between the lips: dark above, a band of teeth, a tongue where it is wide open."""
        over, under = lips
        high = under - over
        cover = (np.minimum(y - over, under - y) * self.scale + 0.5).clip(0, 1) * (high > 0.15)
        if not cover.any():
            return skin
        deep = ((y - over) / np.maximum(high, 1e-3)).clip(0, 1)
        side = np.abs((x - (corners[0] + corners[1]) / 2) / ((corners[1] - corners[0]) / 2))
        inside = _mix(np.broadcast_to(np.array(_DEEP, np.float32), (*x.shape, 3)), _CAVITY, 0.5 * deep)
        tongue = _smooth((deep - 0.62) / 0.3) * _smooth((high - 6) / 6) * (1 - _smooth((side - 0.25) / 0.5))
        inside = _mix(inside, _TONGUE, 0.8 * tongue)
        biting = bool(pose.mouth) and pose.mouth[0] == FV
        tall = np.minimum(0.85 * high if biting else 0.38 * high, 7.0)
        seen = (pose.mouth[2] / TEETH if pose.mouth else 0.0) * (1 - _smooth((side - 0.45) / 0.45))
        tooth = ((over + tall - y) * self.scale + 0.5).clip(0, 1) * seen * (1 - 0.35 * _smooth(side))
        inside = _mix(inside, tuple(c * min(1.0, self._light) for c in _TOOTH), 0.92 * tooth)
        share = cover[..., None] * (skin[..., 3:] / 255.0)
        shown = skin.astype(np.float32)
        shown[..., :3] += (inside - shown[..., :3]) * share
        return np.asarray(np.round(shown), np.uint8)

    # ------------------------------------------------------------ eyes

    def _eyes(self, closed: float) -> Pixels:
        """Close the eyes: the skin just above the lashes of each is stretched down over it, and lashes are drawn at its edge."""
        x, y = np.broadcast_arrays(*_places(self._eyes_box, self.scale))
        if closed <= 0:
            return self._sampled(x, y)
        from_y, lashes = y.astype(np.float32), np.zeros(y.shape, np.float32)
        for side in "lr":
            from_y, lashes = self._lid(x, y, (from_y, lashes), side, closed)
        drawn = self._sampled(x, from_y).astype(np.float32)
        lash = np.array(_LASH, np.float32) * min(1.0, self._light)
        drawn[..., :3] += (lash - drawn[..., :3]) * (lashes * drawn[..., 3] / 255)[..., None]
        return np.asarray(np.round(drawn), np.uint8)

    def _lid(self, x: Plane, y: Plane, drawn: tuple[Plane, Plane], side: str, closed: float) -> tuple[Plane, Plane]:
        """Lower one lid: where each px of the photo comes from, and where lashes lie."""
        m = self._portrait
        ends = sorted((m.mark(f"eye_{side}_outer"), m.mark(f"eye_{side}_inner")))
        top, bottom = (_bow(x, ends, m.mark(f"eye_{side}_{lid}")) for lid in ("top", "bottom"))
        tall = max(m.mark(f"eye_{side}_bottom")[1] - m.mark(f"eye_{side}_top")[1], 1.0)
        shape = ((bottom - top) / tall).clip(0, 1)  # 0 in the corners and beyond them
        near = tall * _smooth(shape * 3)
        start, last = top - _LID_FROM * near, top - _LID_TO * near
        edge = top + closed * (bottom - top + _LID_OVER * tall * shape)
        pulled = start + (y - start) * (last - start) / np.maximum(edge - start, 1e-3)
        within = (y >= start) & (y <= edge) & (shape > 0)
        thick = _LASH_PX * _smooth(shape * 2)
        line = ((thick - np.abs(y - edge)) * self.scale + 0.5).clip(0, 1) * (thick > 0.2)
        return np.where(within, pulled, drawn[0]), np.maximum(drawn[1], np.asarray(line, np.float32) * 0.85)


def _reduced(portrait: Portrait, scale: float) -> tuple[Pixels, float]:
    """Bring the portrait to about 1.6 px per picture px, where bilinear sampling neither blurs nor aliases."""
    wanted = 1.6 * scale
    if wanted >= 0.85 * portrait.density:
        return portrait.pixels, portrait.density
    high, wide = portrait.pixels.shape[:2]
    share = wanted / portrait.density
    size = (round(wide * share), round(high * share))
    return np.asarray(cv2.resize(portrait.pixels, size, interpolation=cv2.INTER_AREA), np.uint8), size[0] / portrait.rig.canvas[0]


def _places(box: Box, scale: float) -> tuple[Plane, Plane]:
    """Give the canvas px of the middles of a box' px: a row of x, a column of y."""
    x = ((np.arange(box.w, dtype=np.float32) + box.x + 0.5) / scale)[None, :]
    y = ((np.arange(box.h, dtype=np.float32) + box.y + 0.5) / scale)[:, None]
    return x, y


def _edges(ring: tuple[float, ...]) -> tuple[Curve, Curve]:
    """Flatten a mouth's cavity (see portrait) → its upper and its lower edge, both from left to right."""
    points = np.array(ring).reshape(-1, 2)
    upper, lower = _flat(points[:13]), _flat(points[15:28])
    return (upper[:, 0], upper[:, 1]), (lower[::-1, 0], lower[::-1, 1])


def _flat(chain: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    parts = [
        (1 - t) ** 3 * chain[k] + 3 * (1 - t) ** 2 * t * chain[k + 1] + 3 * (1 - t) * t * t * chain[k + 2] + t**3 * chain[k + 3]
        for k in range(0, len(chain) - 1, 3)
    ]
    return np.concatenate([*parts, chain[-1:]])


def _at(curve: Curve, x: Plane) -> Plane:
    """Give a curve's y at x; beyond its ends that of the end."""
    return np.asarray(np.interp(x, curve[0], curve[1]), np.float32)


def _bow(x: Plane, ends: list[Point], middle: Point) -> Plane:
    """Give the y of a lid: a round arch through both corners and the middle; level with the corners outside."""
    (left, left_y), (right, right_y) = ends
    t = ((x - left) / (right - left)).clip(0, 1)
    line = left_y + (right_y - left_y) * t
    at = (middle[0] - left) / (right - left)
    height = (middle[1] - (left_y + (right_y - left_y) * at)) / max(1 - abs(2 * at - 1) ** _ROUND, 0.2)
    return np.asarray(line + height * (1 - np.abs(2 * t - 1) ** _ROUND), np.float32)


def _smooth(t: "Plane | NDArray[np.float64]") -> Plane:
    held = np.asarray(np.clip(t, 0, 1), np.float32)
    return np.asarray(held * held * (3 - 2 * held), np.float32)


def _mix(below: NDArray[np.float32], colour: tuple[float, ...], share: Plane) -> NDArray[np.float32]:
    return np.asarray(below + (np.array(colour, np.float32) - below) * share[..., None], np.float32)
