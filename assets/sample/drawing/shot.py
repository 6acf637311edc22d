# SPDX-License-Identifier: EUPL-1.2
"""What a scene file gives to the darkroom: Shot and the trees set into it."""

from __future__ import annotations

from dataclasses import dataclass, field

from drawing.light import Scene


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree set into the scene: foot, height in metres, colours of leaves in shade and in light."""

    foot: tuple[float, float, float]
    height: float
    dark: tuple[float, float, float]
    bright: tuple[float, float, float]
    seed: int
    leaves: int = 2600


@dataclass(slots=True)
class Shot:
    """A scene with everything that the darkroom needs."""

    scene: Scene
    size: tuple[int, int]
    focus: float  # metres
    blur: float = 0.0  # share of the picture's height, for what is infinitely far away
    exposure: float = 1.0
    warm: tuple[float, float, float] = (1.0, 1.0, 1.0)
    bloom: float = 0.10
    bloom_from: float = 1.1
    contrast: float = 1.45  # 1 is straight, 2 a full S curve
    colour: float = 1.18  # saturation
    haze: float = 0.0  # how much dust the spotlights show, per metre
    trees: list[Tree] = field(default_factory=list)
