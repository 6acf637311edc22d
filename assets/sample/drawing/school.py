# SPDX-License-Identifier: EUPL-1.2
"""The school with its timber extension. Lengths in metres."""

from __future__ import annotations

import numpy as np

from drawing.light import Field, Part, Scene, Surface, box, either, moved, noise, rod, row, smooth, unit, without
from drawing.paints import boards, clouds, glass, grass, masonry, plain, treeline, wet_ground
from drawing.shot import Shot, Tree

OLD = (-12.0, 0.0, 3.5)  # middle of the brick building
AT = (0.6, 0.0, 1.4)  # left front foot of the extension; it is 16.8 m long and 8 m deep
FENCE = -8.0  # z of the site fence


def _brick_school() -> list[Part]:
    """The existing school: brick, two floors, white windows."""
    block = box((0, 3.4, 0), (9.6, 4.2, 5.0))
    openings = [row(box((0, y, -5.0), (0.95, 0.95, 0.35)), 3.0, -3, 2) for y in (2.0, 5.5)]
    panes = [row(box((0, y, -4.75), (0.95, 0.95, 0.02)), 3.0, -3, 2) for y in (2.0, 5.5)]
    frame = either(
        without(box((0, 0, 0), (0.97, 0.97, 0.05)), box((0, 0, 0), (0.88, 0.88, 0.2))),
        box((0, 0, 0), (0.035, 0.95, 0.04)),
        box((0, 0.3, 0), (0.95, 0.03, 0.04)),
        box((0, -1.02, -0.24), (1.08, 0.05, 0.12)),
    )
    frames = [moved(row(frame, 3.0, -3, 2), (0, y, -4.82)) for y in (2.0, 5.5)]
    cornice = either(box((0, 7.66, 0), (9.85, 0.14, 5.25)), box((0, 3.75, 0), (9.66, 0.09, 5.06)))
    return [
        Part(
            moved(without(block, moved(either(*openings), (1.5, 0, 0))), OLD),
            masonry((0.31, 0.125, 0.082), (0.30, 0.27, 0.235), 0.25, 0.083, 0.34),
        ),
        Part(
            moved(either(*panes), (OLD[0] + 1.5, 0, OLD[2])), glass((0.03, 0.04, 0.05), (1.3, 0.75, 0.32), 0.40, 3.0, 3.5, 0.24)
        ),
        Part(moved(either(*frames), (OLD[0] + 1.5, 0, OLD[2])), plain((0.66, 0.65, 0.62))),
        Part(moved(cornice, OLD), plain((0.46, 0.42, 0.36))),
    ]


def _extension() -> list[Part]:
    """The timber frame: posts, beams, floors and the first walls."""
    posts = row(row(box((0, 3.4, 0), (0.12, 3.5, 0.12)), 2.8, 0, 6), 4.0, 0, 2, "z")
    beams = either(*(row(box((8.4, y, 0), (8.6, 0.17, 0.11)), 4.0, 0, 2, "z") for y in (3.3, 6.8)))
    joists = either(*(row(box((0, y, 4.0), (0.09, 0.15, 4.2)), 1.4, 0, 12) for y in (3.35, 6.85)))
    floors = either(box((8.4, 3.62, 4.0), (8.7, 0.10, 4.3)), box((9.8, 7.1, 4.0), (7.3, 0.09, 4.3)))
    walls = either(
        without(box((4.2, 1.7, 0.0), (4.1, 1.6, 0.08)), row(box((0, 1.8, 0), (0.8, 0.9, 0.5)), 2.8, 0, 5)),
        box((8.4, 1.7, 8.0), (8.4, 1.6, 0.08)),
        box((15.4, 5.3, 4.0), (0.08, 1.5, 4.0)),
        box((4.2, 5.3, 8.0), (4.2, 1.5, 0.08)),
        box((7.0, 1.7, 4.0), (0.08, 1.6, 4.0)),
    )
    braces = either(
        rod((11.2, 0.2, 0), (14.0, 3.2, 0), 0.05),
        rod((8.4, 3.8, 0), (11.2, 6.7, 0), 0.05),
        rod((2.8, 3.8, 0), (0.0, 6.7, 0), 0.05),
    )
    wood = boards((0.62, 0.40, 0.20), 0.6, lying=True)
    return [
        Part(moved(either(posts, beams, joists), AT), wood),
        Part(moved(either(floors, braces), AT), boards((0.66, 0.46, 0.26), 1.2)),
        Part(moved(walls, AT), boards((0.68, 0.49, 0.29), 1.2)),
    ]


def _crane() -> list[Part]:
    """A tower crane behind the site."""

    def mast(x: Field, y: Field, z: Field) -> Field:
        a, b = np.abs(np.abs(x) - 0.7), np.abs(np.abs(z) - 0.7)
        corner = np.sqrt(a**2 + b**2) - 0.10
        step = np.abs(np.mod(y, 1.6) - 0.8) - 0.8 * np.abs(x) / 0.7
        lattice = np.maximum(np.sqrt((step * 0.7) ** 2 + np.minimum(b, a) ** 2) - 0.06, np.maximum(np.abs(x), np.abs(z)) - 0.75)
        return np.maximum(np.minimum(corner, lattice), y - 24.0) * 0.8

    def jib(x: Field, y: Field, z: Field) -> Field:
        lean = y - 22.5
        chord = np.minimum(np.hypot(lean, np.abs(z) - 0.5), np.hypot(lean - 1.2, z)) - 0.09
        step = np.abs(np.mod(x, 1.8) - 0.9) / 0.9 * 1.2 - lean
        web = np.sqrt((step * 0.7) ** 2 + (np.abs(z) - 0.25) ** 2) - 0.05
        lattice = np.maximum(web, np.maximum(-lean, lean - 1.2))
        return np.maximum(np.minimum(chord, lattice), np.abs(x + 9.0) - 17.0) * 0.8

    crane_at, crane_turn = (19.0, 0, 26.0), 12.0
    return [
        Part(moved(either(mast, jib), crane_at, crane_turn), plain((0.62, 0.36, 0.03))),
    ]


def _site() -> list[Part]:
    """Soil and grass, a heap of earth, stacked beams and the site fence."""
    stack = either(*(row(box((0, 0.12 + 0.26 * k, 0), (2.2, 0.10, 0.10)), 0.26, 0, 5 - k % 2, "z") for k in range(4)))

    def ground(x: Field, y: Field, z: Field) -> Field:
        heap = 1.7 - 0.62 * np.hypot(x - 9.5, (z + 5.0) * 1.2) + 0.2 * noise(x * 0.2, z * 0.2)
        return np.minimum(y - 0.05 * noise(x * 0.2, z * 0.2), (y - heap) * 0.7) * 0.9

    def soil(x: Field, y: Field, z: Field, n: Field) -> Surface:
        s = wet_ground((0.24, 0.185, 0.125), 0.24, 0.45, 0.10, dry=0.0)(x, y, z, n)
        turf = grass((0.05, 0.07, 0.02), (0.20, 0.20, 0.07))(x, y, z, n)
        green = smooth(0.0, -3.0, x + 3.0 + 3 * (noise(x * 0.05, z * 0.05) - 0.5))[:, None]
        return Surface(s.colour * (1 - green) + turf.colour * green, mirror=s.mirror * (1 - green[:, 0]), bump=s.bump)

    def site_fence(x: Field, y: Field, z: Field) -> Field:
        gap = np.minimum(np.abs(np.mod(x, 0.16) - 0.08), np.abs(np.mod(y, 0.32) - 0.16))
        wire = np.maximum(np.sqrt(gap**2 + (z - FENCE) ** 2) - 0.0035, np.maximum(y - 1.95, 0.12 - y))
        tube = np.sqrt((np.abs(np.mod(x, 3.5) - 1.75) - 1.70) ** 2 + (z - FENCE) ** 2) - 0.022
        rail = np.sqrt(np.minimum(np.abs(y - 1.97), np.abs(y - 0.1)) ** 2 + (z - FENCE) ** 2) - 0.02
        return np.maximum(np.minimum(wire, np.minimum(np.maximum(tube, y - 1.98), rail)), 1.2 - x)

    feet = moved(row(box((0, 0.07, FENCE), (0.12, 0.09, 0.36), 0.02), 3.5, 0, 6), (1.75, 0, 0))
    wood = boards((0.62, 0.40, 0.20), 0.6, lying=True)
    return [
        Part(ground, soil),
        Part(moved(stack, (2.6, 0, -4.6), 20), wood),
        Part(site_fence, plain((0.26, 0.275, 0.29)), shadow=False),
        Part(feet, plain((0.20, 0.20, 0.20))),
    ]


def school() -> Shot:
    """A brick school with the timber frame of its extension, a crane behind it, late sun from the left."""
    sun = unit((-0.70, 0.34, -0.60))
    halo = unit((-0.8, 0.12, 0.4))
    heaven = clouds((0.08, 0.21, 0.52), (0.86, 0.76, 0.64), halo, (1.2, 0.8, 0.42), 0.42, (1.2, 1.0, 0.84))

    def sky(d: Field) -> Field:
        light = treeline(heaven(d), d, 0.01, 0.06, 0.9, (0.25, 0.29, 0.33), (0.36, 0.36, 0.36))
        return treeline(light, d, -0.03, 0.09, 1.4, (0.07, 0.07, 0.03), (0.34, 0.22, 0.08))

    scene = Scene(
        parts=[*_site(), *_brick_school(), *_extension(), *_crane()],
        eye=(-4.2, 1.9, -20.5),
        target=(0.6, 4.2, 2.0),
        lens=40.0,
        sky=sky,
        sun=tuple(sun),
        sun_light=(3.2, 2.3, 1.45),
        ambient=((0.30, 0.42, 0.68), (0.15, 0.13, 0.10)),
        fog=0.0035,
        fog_light=heaven,
    )
    trees = [
        Tree((-20.5, 0, -1.5), 10.5, (0.10, 0.05, 0.01), (0.80, 0.42, 0.07), seed=31),
        Tree((-4.5, 0, 24.0), 9.0, (0.09, 0.04, 0.01), (0.62, 0.26, 0.06), seed=33),
        Tree((1.0, 0, 30.0), 10.0, (0.07, 0.06, 0.01), (0.50, 0.38, 0.09), seed=35),
        Tree((24.0, 0, 20.0), 9.0, (0.07, 0.05, 0.01), (0.50, 0.34, 0.08), seed=37),
    ]
    return Shot(scene, (1600, 1200), 22.0, blur=0.006, exposure=0.66, bloom=0.08, trees=trees)
