# SPDX-License-Identifier: EUPL-1.2
"""The presenter on stage: which pose in which frame, and the sprite of a pose."""

import re
from dataclasses import dataclass
from typing import ClassVar

import cv2
import numpy as np

from pipeline.model import Cut, Timeline
from pipeline.picture.acting import Actor
from pipeline.picture.art import Kit
from pipeline.picture.layout import Box, Standing
from pipeline.picture.performance import NEUTRAL, Pose, poses
from pipeline.picture.rig import Rig
from pipeline.picture.yuv import Bytes, Refresher, Sprite, patch

_MILLE = 1000


@dataclass(frozen=True, slots=True)
class FigureArt:
    """The presenter in a pose; `x` and `bottom` of the canvas in px, `scale` in thousandths of a px per canvas px."""

    fleeting: ClassVar[bool] = True

    pose: Pose
    x: int
    bottom: int
    scale: int

    def draw(self, kit: Kit) -> Sprite:
        """Draw the whole figure."""
        presenter = kit.figures.presenter(self.scale / _MILLE)
        drawn = presenter.patch(self.pose)
        share = self.scale / _MILLE / presenter.scale
        pixels, x, y = drawn.pixels, drawn.x, drawn.y
        if abs(share - 1) > 1e-4:  # only while she moves between two sizes
            size = (max(2, round(pixels.shape[1] * share)), max(2, round(pixels.shape[0] * share)))
            pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
            x, y = round(x * share), round(y * share)
        left, top = self.origin(kit.figures.rig.canvas)
        return patch(pixels, left + x, top + y)

    def origin(self, canvas: tuple[int, int]) -> tuple[int, int]:
        """Give the frame px of the canvas' top left corner, even."""
        scale = self.scale / _MILLE
        return round((self.x - canvas[0] * scale / 2) / 2) * 2, round((self.bottom - canvas[1] * scale) / 2) * 2

    def same_stand(self, other: "FigureArt") -> bool:
        """Tell whether only the pose differs."""
        return (self.x, self.bottom, self.scale) == (other.x, other.bottom, other.scale)

    def changed(self, before: "FigureArt", cast: Actor, canvas: tuple[int, int]) -> tuple[Box, ...]:
        """Give the frame's rectangles in which two poses on the same stand differ."""
        left, top = self.origin(canvas)
        return tuple(region.moved(left, top).even() for region in cast.regions(before.pose, self.pose))


def figure_at(stand: Standing, pose: Pose) -> FigureArt:
    """Place a pose on a stand."""
    return FigureArt(pose, stand.x, stand.bottom, round(stand.scale * _MILLE))


def between(start: Standing, end: Standing, p: float) -> Standing:
    """Give the stand between two, p of the way."""
    if p >= 1 or start == end:
        return end
    x, bottom = (round((a + (b - a) * p) / 2) * 2 for a, b in ((start.x, end.x), (start.bottom, end.bottom)))
    return Standing(x, bottom, start.scale + (end.scale - start.scale) * p)


class Poses:
    """The presenter's poses, one cut at a time: motion at a cut depends on its own sentence alone."""

    def __init__(self, timeline: Timeline, rig: Rig, seed: int) -> None:
        self._timeline, self._rig, self._seed = timeline, rig, seed
        self._made: dict[Cut, tuple[Pose, ...]] = {}

    def at(self, n: int) -> Pose:
        """Give the pose of frame n; neutral outside all cuts."""
        for cut in self._timeline.cuts:
            if cut.start <= n < cut.end:
                if cut not in self._made:
                    self._made[cut] = self._perform(cut)
                return self._made[cut][n - cut.start]
        return NEUTRAL

    def _perform(self, cut: Cut) -> tuple[Pose, ...]:
        """Perform the sentences of a cut; a grave story is told with a grave face throughout."""
        stories = self._timeline.speech.script.stories
        found = re.fullmatch(r"(\d+)\.(\d+)", cut.where)
        story = int(found.group(1)) - 1 if found else -1
        grave = 0 <= story < len(stories) and stories[story].grave
        eases = (False, False)
        if grave and found:
            eases = (found.group(2) == "1", int(found.group(2)) == len(stories[story].sentences))
        said = self._timeline.speech.sentences
        return poses(said, cut.start, cut.end, self._seed, self._rig, self._timeline.voice_at, grave, eases)


class FigureSprite:
    """One sprite that follows the presenter from pose to pose; only what changes is converted."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._art: FigureArt | None = None
        self._sprite: Sprite | None = None
        self._refresher = Refresher()

    def show(self, art: FigureArt) -> Sprite:
        """Give the sprite of a pose; the last one given is overwritten."""
        before, presenter = self._art, self._kit.figures.presenter(art.scale / _MILLE)
        if self._sprite is None or before is None or not art.same_stand(before) or presenter.scale * _MILLE != art.scale:
            self._sprite = art.draw(self._kit)
        elif before.pose != art.pose:
            drawn = presenter.patch(art.pose)
            left, top = art.origin(self._kit.figures.rig.canvas)
            for box in art.changed(before, presenter, self._kit.figures.rig.canvas):
                self._refresh(drawn.pixels, box, left + drawn.x, top + drawn.y)
        self._art = art
        return self._sprite

    def _refresh(self, pixels: Bytes, box: Box, x: int, y: int) -> None:
        """Convert one rectangle (frame coordinates) of the presenter's pixels, whose top left corner is x, y."""
        whole = self._sprite
        if whole is None:
            return
        box = box.meet(Box(x, y, pixels.shape[1], pixels.shape[0])).meet(whole.box)
        self._refresher(whole, pixels[box.y - y : box.bottom - y, box.x - x : box.right - x], box)
