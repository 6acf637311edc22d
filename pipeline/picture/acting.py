# SPDX-License-Identifier: EUPL-1.2
"""Who stands on the stage, whichever engine draws: a pose → a patch of pixels, a film → a picture per frame."""

from collections.abc import Callable, Iterable
from typing import Protocol

import cv2
import numpy as np

from pipeline.model import Finding
from pipeline.picture.atlas import Pixels
from pipeline.picture.layout import Box
from pipeline.picture.performance import NEUTRAL, Pose
from pipeline.picture.presenter import Patch
from pipeline.ports import Performance


class Actor(Protocol):
    """A presenter at one scale (picture px per canvas px): drawn, photographed, or filmed by an outside program."""

    @property
    def scale(self) -> float:
        """Picture px per canvas px."""
        ...

    def box(self) -> Box:
        """Give the extents that any pose may touch."""
        ...

    def get_ready(self, poses: Iterable[Pose]) -> None:
        """Draw what many of these poses share, so that workers share it too."""
        ...

    def patch(self, pose: Pose) -> Patch:
        """Draw a pose: premultiplied. The pixels depend on the pose alone; read them before the next call."""
        ...

    def regions(self, before: Pose, after: Pose) -> tuple[Box, ...]:
        """Give the rectangles in which two poses differ."""
        ...


class Posed:
    """A performance that is drawn pose by pose, as any actor draws it."""

    findings: tuple[Finding, ...] = ()

    def __init__(self, at: Callable[[int], Pose], frames: int, canvas: tuple[int, int], actor: Callable[[float], Actor]) -> None:
        self._at, self.frames, self._canvas, self._actor = at, frames, canvas, actor
        self._actors: dict[float, Actor] = {}

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height at scale 1, px."""
        return self._canvas

    def name(self, n: int) -> str:
        """Name what is seen in frame n."""
        return repr(self._at(min(max(n, 0), self.frames - 1)))

    def picture(self, n: int, scale: float) -> Pixels:
        """Draw frame n: premultiplied red, green, blue, alpha."""
        if scale not in self._actors:
            self._actors[scale] = self._actor(scale)
        return framed(self._actors[scale].patch(self._at(min(max(n, 0), self.frames - 1))), self._canvas, scale)


def framed(patch: Patch, canvas: tuple[int, int], scale: float) -> Pixels:
    """Lay a patch on an empty canvas; what sticks out is cut."""
    whole = Box(0, 0, round(canvas[0] * scale), round(canvas[1] * scale))
    own = Box(patch.x, patch.y, patch.pixels.shape[1], patch.pixels.shape[0])
    part = whole.meet(own)
    out: Pixels = np.zeros((whole.h, whole.w, 4), np.uint8)
    cut = patch.pixels[part.y - own.y : part.bottom - own.y, part.x - own.x : part.right - own.x]
    out[part.y : part.bottom, part.x : part.right] = cut
    return out


class Shots:
    """The poses of a film that an outside program has made: nothing but the names of its pictures."""

    def __init__(self, performance: Performance) -> None:
        self._performance = performance

    def at(self, n: int) -> Pose:
        """Give the pose of frame n."""
        return Pose(shot=self._performance.name(n))


class Filmed:
    """An actor whose pictures an outside program has made. `space` converts premultiplied pixels to the film's."""

    def __init__(self, performance: Performance, scale: float, space: Callable[[Pixels], Pixels] | None = None) -> None:
        self.scale, self._performance, self._space = scale, performance, space
        wide, high = performance.canvas
        self._whole = Box(0, 0, round(wide * scale), round(high * scale)).even()
        self._first: dict[str, int] = {}
        for n in range(performance.frames - 1, -1, -1):
            self._first[performance.name(n)] = n
        self._shown: tuple[str, Pixels] | None = None

    def box(self) -> Box:
        """Give the extents of every picture."""
        return self._whole

    def get_ready(self, poses: Iterable[Pose]) -> None:
        """No two pictures share anything."""

    def patch(self, pose: Pose) -> Patch:
        """Give the picture that a pose names; the first one where it names none."""
        if self._shown is None or self._shown[0] != pose.shot:
            pixels = self._performance.picture(self._first.get(pose.shot, 0), self.scale)
            size = (self._whole.w, self._whole.h)
            if pixels.shape[1::-1] != size:
                pixels = np.asarray(cv2.copyMakeBorder(pixels, 0, size[1], 0, size[0], cv2.BORDER_CONSTANT), np.uint8)
                pixels = np.ascontiguousarray(pixels[: size[1], : size[0]])
            self._shown = (pose.shot, pixels if self._space is None else self._space(pixels))
        return Patch(self._shown[1], 0, 0)

    def regions(self, before: Pose, after: Pose) -> tuple[Box, ...]:
        """Everything may differ between two pictures."""
        return () if before.shot == after.shot else (self._whole,)


__all__ = ["NEUTRAL", "Actor", "Filmed", "Posed", "Shots", "framed"]
