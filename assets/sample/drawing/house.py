# SPDX-License-Identifier: EUPL-1.2
"""The district house in the morning. Lengths in metres."""

from __future__ import annotations

import numpy as np

from drawing.light import Distance, Field, Lamp, Part, Scene, Surface, box, chance, either, moved, rod, row, smooth, unit, without
from drawing.paints import boards, clouds, glass, masonry, plain, treeline, wet_ground
from drawing.shot import Shot, Tree

LEFT, RIGHT = (-15.6, 0.0, 8.0), (17.6, 0.0, 8.0)  # the two wings


def _wings() -> list[Part]:
    """Two wings of pale stone with tall windows."""
    wing = box((0, 6.5, 0), (13.0, 6.5, 7.0))
    slots = [row(box((0, y, -7.0), (0.62, 1.30, 0.5)), 2.0, -6, 6) for y in (5.2, 8.4, 11.4)]
    ground_ = row(box((0, 1.75, -7.0), (0.84, 1.55, 1.0)), 2.0, -6, 6)
    pane = box((0, 6.5, 0), (12.9, 6.4, 6.62))
    fins = moved(row(box((0, 8.3, -7.06), (0.06, 4.6, 0.16)), 2.0, -6, 5), (1.0, 0, 0))
    coping = box((0, 13.1, 0), (13.15, 0.16, 7.15))

    stone = masonry((0.52, 0.475, 0.41), (0.30, 0.27, 0.235), 2.0, 0.8, 0.07, gap=0.02)
    inside = glass((0.015, 0.025, 0.04), (2.4, 1.45, 0.66), 0.30, 2.0, 3.2, 0.26)
    return [
        Part(moved(without(wing, *slots, ground_), LEFT), stone),
        Part(moved(without(wing, *slots, ground_), RIGHT), stone),
        Part(either(moved(pane, LEFT), moved(pane, RIGHT)), inside),
        Part(either(moved(fins, LEFT), moved(fins, RIGHT)), plain((0.30, 0.22, 0.13), mirror=0.06)),
        Part(either(moved(coping, LEFT), moved(coping, RIGHT)), plain((0.30, 0.29, 0.27))),
    ]


def _hall() -> list[Part]:
    """The glazed hall between them with canopy and steps."""
    hall = box((1.0, 6.0, 8.6), (4.4, 6.0, 6.4))
    mullions = moved(
        either(
            row(box((0, 6.0, 2.12), (0.05, 6.0, 0.09)), 1.1, -4, 4), row(box((0, 0.2, 2.12), (4.4, 0.045, 0.07)), 1.95, 0, 6, "y")
        ),
        (1.0, 0, 0),
    )
    lid = box((1.0, 12.1, 8.4), (4.8, 0.14, 6.9))
    canopy = either(box((1.0, 3.75, -0.6), (4.2, 0.13, 3.0), 0.03))
    pillars = either(*(rod((x, 0, -2.9), (x, 3.7, -2.9), 0.13) for x in (-2.4, 4.4)))
    steps = either(*(box((1.0, 0.07 + 0.14 * k, 1.2), (5.6 - 0.0 * k, 0.07, 3.6 - 0.38 * k)) for k in range(3)))
    return [
        Part(hall, glass((0.015, 0.03, 0.045), (2.4, 1.45, 0.66), 0.92, 2.2, 3.9, 0.20)),
        Part(lid, plain((0.30, 0.29, 0.27))),
        Part(mullions, plain((0.14, 0.15, 0.16), mirror=0.08)),
        Part(canopy, plain((0.46, 0.44, 0.40))),
        Part(pillars, plain((0.40, 0.39, 0.37), mirror=0.06)),
        Part(steps, plain((0.36, 0.34, 0.30), mirror=0.05, rough=0.25)),
    ]


def _square() -> list[Part]:
    """Wet paving, flags without arms, beds and benches."""
    masts = either(*(rod((x, 0, -4.5), (x, 9.5, -4.5), 0.055) for x in (-9.6, -8.0, -6.4)))

    def cloth(x0: float) -> Distance:
        def d(x: Field, y: Field, z: Field) -> Field:
            u = x - x0
            wave = 0.16 * np.sin(u * 4.2 + y * 1.1) * np.clip(u, 0, 1)
            flat = np.maximum(np.abs(u - 0.62) - 0.60, np.abs(y - 7.9 + 0.22 * u) - 1.35)
            return np.maximum(flat, np.abs(z + 4.5 - wave) - 0.02) * 0.6

        return d

    def bunting(x: Field, y: Field, z: Field, n: Field) -> Surface:
        u = np.mod(x + 9.6, 1.6)
        band = np.abs(y + 0.22 * u - 7.75 + 0.22 * np.sin(u * 4.5)) < 0.34
        ink = np.where(band[:, None], np.float32((0.72, 0.72, 0.70)), np.float32((0.016, 0.085, 0.27)))
        return Surface(ink.astype(np.float32))

    def square(x: Field, y: Field, z: Field, n: Field) -> Surface:
        s = wet_ground((0.23, 0.215, 0.195), 0.40, 0.42, 0.05)(x, y, z, n)
        u, v = x / 1.2, z / 0.6
        cu, cv = np.mod(u + 0.5 * np.mod(np.floor(v), 2), 1) * 1.2, np.mod(v, 1) * 0.6
        joint = smooth(0.0, 0.03, np.minimum(np.minimum(cu, 1.2 - cu), np.minimum(cv, 0.6 - cv)))
        tone = (0.45 + 0.55 * joint) * (0.82 + 0.36 * chance(np.floor(u + 0.5 * np.mod(np.floor(v), 2)), np.floor(v)))
        return Surface(s.colour * tone[:, None], mirror=s.mirror, bump=s.bump)

    beds = either(*(box((x, 0.22, z), (2.2, 0.26, 0.9), 0.05) for x, z in ((-11.6, -6.0), (10.2, -6.5))))
    bench = either(*(box((x, 0.46, z), (1.1, 0.05, 0.26), 0.02) for x, z in ((-9.4, -6.0), (7.4, -7.4))))
    return [
        Part(lambda x, y, z: y, square),
        Part(masts, plain((0.60, 0.61, 0.62), mirror=0.1)),
        Part(either(*(cloth(x) for x in (-9.6, -8.0, -6.4))), bunting),
        Part(beds, plain((0.30, 0.28, 0.25), rough=0.3)),
        Part(bench, boards((0.40, 0.23, 0.11), 0.12, lying=True)),
    ]


def district_house() -> Shot:
    """A modern office building of glass and pale stone on a wet square, early in the morning."""
    sun = unit((-0.62, 0.30, -0.62))
    halo = unit((0.75, 0.10, 0.65))
    heaven = clouds((0.07, 0.19, 0.48), (0.56, 0.60, 0.66), halo, (1.3, 0.75, 0.35), 0.42, (1.05, 0.92, 0.84))

    def sky(d: Field) -> Field:
        light = treeline(heaven(d), d, 0.01, 0.06, 0.8, (0.22, 0.24, 0.28), (0.32, 0.30, 0.28))
        return treeline(light, d, -0.02, 0.07, 1.5, (0.07, 0.06, 0.03), (0.30, 0.18, 0.06))

    scene = Scene(
        parts=[*_square(), *_wings(), *_hall()],
        eye=(-8.4, 1.7, -25.0),
        target=(0.8, 5.2, 2.0),
        lens=42.0,
        sky=sky,
        sun=tuple(sun),
        sun_light=(2.9, 2.2, 1.5),
        ambient=((0.26, 0.37, 0.62), (0.14, 0.12, 0.10)),
        lamps=[Lamp((x, 3.4, -1.0), (1.6, 1.05, 0.5), 1.3) for x in (-1.4, 1.0, 3.4)],
        fog=0.003,
        fog_light=heaven,
    )
    red, gold = ((0.14, 0.03, 0.01), (0.85, 0.28, 0.05)), ((0.14, 0.07, 0.01), (0.95, 0.55, 0.08))
    trees = [
        Tree((-11.6, 0.4, -6.0), 6.6, *gold, seed=12),
        Tree((10.2, 0.4, -6.5), 7.0, *red, seed=17),
        Tree((-24.0, 0, -3.0), 10.0, *red, seed=23),
        Tree((25.0, 0, -1.0), 9.5, *gold, seed=29),
    ]
    return Shot(scene, (1600, 1200), 26.0, blur=0.005, exposure=0.60, bloom=0.09, trees=trees)
