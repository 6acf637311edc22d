# SPDX-License-Identifier: EUPL-1.2
"""The bridge on the K 12 under repair. Lengths in metres."""

from __future__ import annotations

import numpy as np

from drawing.light import (
    Distance,
    Field,
    Lamp,
    Part,
    Scene,
    Surface,
    ball,
    box,
    chance,
    either,
    moved,
    noise,
    rod,
    row,
    smooth,
    unit,
    without,
)
from drawing.paints import clouds, grass, masonry, plain, shining, stripes, treeline
from drawing.shot import Shot, Tree


def _stonework() -> list[Part]:
    """Walls with three arches, the ring of stones around each arch, ledges and the feet of the piers."""

    def crowned(body: Distance) -> Distance:
        return lambda x, y, z: body(x, y + 0.0016 * x * x, z) * 0.93

    def tunnel(x: Field, y: Field, z: Field) -> Field:
        return np.sqrt((x - 11 * np.clip(np.round(x / 11), -1, 1)) ** 2 + (np.maximum(y - 0.4, 0)) ** 2) - 4.3

    def ring(x: Field, y: Field, z: Field) -> Field:
        round_ = np.sqrt((x - 11 * np.clip(np.round(x / 11), -1, 1)) ** 2 + (np.maximum(y - 0.4, 0)) ** 2)
        return np.maximum(np.maximum(np.abs(round_ - 4.62) - 0.34, np.abs(z) - 2.62), 0.3 - y)

    wall = without(crowned(box((0, 1.8, 0), (60, 4.2, 2.5))), tunnel)
    ledge = crowned(either(box((0, 5.55, 0), (60, 0.16, 2.78), 0.04), box((0, 6.95, 0), (60, 0.14, 2.72), 0.05)))
    parapet = crowned(box((0, 6.2, 0), (60, 0.7, 2.46)))
    pier = row(either(box((0, 0.4, -2.5), (0.9, 1.5, 0.9), 0.3), box((0, 2.0, -2.5), (0.7, 0.2, 0.7), 0.15)), 11, -1, 0)
    piers = moved(pier, (5.5, 0, 0))

    def ring_paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        cx = x - 11 * np.clip(np.round(x / 11), -1, 1)
        angle = np.arctan2(y - 0.4, cx) / np.pi * 22
        cell = np.floor(angle)
        seam = smooth(0.02, 0.11, np.minimum(angle - cell, 1 - angle + cell))
        tone = (0.86 + 0.28 * chance(cell, np.round(x / 11))) * (0.8 + 0.4 * noise(x * 0.9, y * 0.9))
        return Surface(np.array((0.52, 0.43, 0.32), np.float32) * (tone * (0.45 + 0.55 * seam))[:, None])

    stone = masonry((0.40, 0.335, 0.26), (0.22, 0.19, 0.155), 0.92, 0.44, 0.52, moss=1.6)
    return [
        Part(wall, stone),
        Part(piers, stone),
        Part(parapet, masonry((0.46, 0.39, 0.295), (0.33, 0.28, 0.22), 1.1, 0.5, 0.22)),
        Part(ledge, plain((0.55, 0.47, 0.36), rough=0.3)),
        Part(ring, ring_paint),
    ]


def _river() -> list[Part]:
    """Quiet water between meadows."""

    def bank(x: Field, y: Field, z: Field) -> Field:
        shore = -1.6 + 3.4 * smooth(15.5, 24.0, np.abs(x - 0.5)) + 2.35 * smooth(-9.0, -14.5, z) * smooth(-1.5, -7.0, x)
        shore = shore + 3.6 * smooth(15.0, 30.0, z + 0.25 * x)
        return (y - shore - 0.5 * noise(x * 0.05, z * 0.05) - 0.08 * noise(x * 0.7, z * 0.7)) * 0.6

    def water(x: Field, y: Field, z: Field, n: Field) -> Surface:
        rip = 0.5 * noise(x * 0.11, z * 0.33) + 0.5 * noise(x * 0.4 + 0.3, z * 1.1, 1)
        rip2 = 0.5 * noise(x * 0.10 + 0.5, z * 0.3 + 0.2) + 0.5 * noise(x * 0.42, z * 1.2 + 0.7, 1)
        calm = np.exp(-np.clip(z + 20, 0, 80) * 0.035)
        still = np.full((len(x), 3), (0.05, 0.06, 0.045), np.float32)
        return Surface(
            still, mirror=np.full(len(x), 0.52, np.float32), bump=((rip - 0.5) * 0.03 * calm, (rip2 - 0.5) * 0.075 * calm)
        )

    return [
        Part(lambda x, y, z: y, water, shadow=False),
        Part(bank, grass((0.070, 0.075, 0.030), (0.26, 0.24, 0.105))),
    ]


def _scaffold() -> list[Part]:
    """Steel poles, rails and planks before the right arches."""
    steel, plank = plain((0.50, 0.53, 0.56), mirror=0.12), plain((0.46, 0.27, 0.11), rough=0.4)
    poles = [moved(row(rod((0, -1, z), (0, 8.6, z), 0.055), 2.3, 0, 8), (4.6, 0, 0)) for z in (-3.2, -4.5)]
    rails = [row(rod((4.2, 1.2, z), (23.4, 1.2, z), 0.04), 2.15, 0, 3, "y") for z in (-4.5,)]
    rails += [row(rod((4.2, 0.75, z), (23.4, 0.75, z), 0.035), 2.15, 0, 3, "y") for z in (-4.5,)]
    slant = moved(row(rod((0, 0.15, -4.5), (2.3, 2.3, -4.5), 0.035), 4.6, 0, 3), (4.6, 0, 0))
    slants = either(slant, moved(slant, (0, 4.3, 0)), moved(slant, (2.3, 2.15, 0)))
    decks = row(box((13.8, 0.12, -3.85), (9.7, 0.05, 0.66)), 2.15, 0, 3, "y")
    toes = row(box((13.8, 0.26, -4.47), (9.7, 0.11, 0.025)), 2.15, 0, 3, "y")
    return [
        Part(either(*poles), steel),
        Part(either(*rails, slants), steel),
        Part(either(decks, toes), plank),
    ]


def _barrier() -> list[Part]:
    """Two striped boards with warning lamps on the near bank."""
    bar = either(box((0, 1.05, 0), (2.5, 0.16, 0.03)), box((0, 0.48, 0), (2.5, 0.16, 0.03)))
    legs = either(*(box((x, 0.4, 0.06), (0.05, 0.95, 0.03)) for x in (-1.9, 1.9)))
    feet = either(*(box((x, -0.45, 0.0), (0.16, 0.08, 0.42), 0.03) for x in (-1.9, 1.9)))
    bulbs = either(*(ball((x, 1.5, 0.02), 0.15) for x in (-1.9, 1.9)))
    caps = either(*(rod((x, 1.22, 0.02), (x, 1.40, 0.02), 0.07) for x in (-1.9, 1.9)))
    spot, turn = (-8.5, 1.28, -15.6), -16.0
    return [
        Part(moved(bar, spot, turn), stripes(spot, turn, 0.45)),
        Part(moved(either(legs, feet, caps), spot, turn), plain((0.06, 0.065, 0.07))),
        Part(moved(bulbs, spot, turn), shining((1.0, 0.50, 0.05), 3.4), shadow=False),
    ]


def bridge() -> Shot:
    """A stone bridge over a quiet river in morning light, scaffolding on the right, barriers in front."""
    sun = unit((-0.72, 0.40, -0.55))
    halo = unit((-0.55, 0.16, 0.85))
    heaven = clouds((0.12, 0.28, 0.60), (0.92, 0.86, 0.76), halo, (1.3, 0.95, 0.55), 0.50, (1.35, 1.24, 1.10))

    def sky(d: Field) -> Field:
        light = treeline(heaven(d), d, 0.03, 0.10, 0.55, (0.30, 0.34, 0.36), (0.44, 0.44, 0.40))
        return treeline(light, d, -0.06, 0.17, 0.9, (0.09, 0.085, 0.04), (0.42, 0.27, 0.09))

    scene = Scene(
        parts=[*_stonework(), *_river(), *_scaffold(), *_barrier()],
        eye=(-8.6, 4.3, -29.0),
        target=(0.6, 3.5, 0.0),
        lens=38.0,
        sky=sky,
        sun=tuple(sun),
        sun_light=(3.1, 2.5, 1.85),
        ambient=((0.36, 0.48, 0.70), (0.14, 0.13, 0.11)),
        lamps=[Lamp((-10.3, 3.0, -16.1), (1.2, 0.6, 0.1), 0.5)],
        fog=0.0035,
        fog_light=heaven,
    )
    gold, rust = ((0.10, 0.055, 0.01), (0.85, 0.50, 0.09)), ((0.10, 0.035, 0.01), (0.70, 0.26, 0.06))
    green = ((0.03, 0.04, 0.012), (0.30, 0.32, 0.09))
    trees = [
        Tree((-21.0, 2.2, 26.0), 11.0, *gold, seed=2),
        Tree((-12.0, 2.4, 34.0), 13.0, *green, seed=6),
        Tree((-3.0, 2.4, 36.0), 12.5, *rust, seed=11),
        Tree((5.5, 2.4, 33.0), 13.0, *gold, seed=15),
        Tree((13.0, 2.4, 30.0), 12.0, *green, seed=19),
        Tree((22.0, 2.2, 27.0), 13.0, *rust, seed=24),
    ]
    return Shot(scene, (1600, 1067), 29.0, blur=0.007, exposure=0.62, contrast=1.75, bloom=0.08, trees=trees)
