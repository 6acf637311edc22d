# SPDX-License-Identifier: EUPL-1.2
"""The poultry farm in the morning. Lengths in metres."""

from __future__ import annotations

import numpy as np

from drawing.light import Field, Lamp, Part, Scene, Surface, box, either, moved, noise, rod, row, smooth, unit, without
from drawing.paints import boards, clouds, gable, grass, masonry, plain, shell, shining, stripes, treeline, wet_ground
from drawing.shot import Shot, Tree

PLACE, TURN = (-3.5, 0.0, 10.0), 24.0  # of the poultry house
FENCE = -8.6  # its z


def _house() -> list[Part]:
    """A long house of boards on a brick base, with a saddle roof, lit windows and vents."""
    house = gable(13.0, 4.2, 3.3, 2.4)
    hatches = row(box((0, 1.75, -4.2), (0.75, 0.5, 0.4)), 2.6, -4, 2)
    door = box((8.6, 1.3, -4.2), (1.3, 1.5, 0.4))
    panes = row(box((0, 1.75, -4.02), (0.75, 0.5, 0.02)), 2.6, -4, 2)
    frames = row(without(box((0, 1.75, -4.22), (0.85, 0.6, 0.06)), box((0, 1.75, -4.2), (0.74, 0.49, 0.2))), 2.6, -4, 2)
    bars = row(either(box((0, 1.75, -4.2), (0.025, 0.5, 0.02)), box((0, 1.75, -4.2), (0.75, 0.025, 0.02))), 2.6, -4, 2)
    base = box((0, 0.1, 0), (13.06, 0.55, 4.26))
    vents = row(either(box((0, 6.0, 0), (0.42, 0.6, 0.42)), box((0, 6.72, 0), (0.6, 0.06, 0.6))), 5.2, -2, 2)
    return [
        Part(moved(without(house, hatches, door), PLACE, TURN), boards((0.30, 0.19, 0.12), 0.24)),
        Part(moved(base, PLACE, TURN), masonry((0.30, 0.12, 0.075), (0.28, 0.26, 0.23), 0.26, 0.085, 0.3)),
        Part(moved(shell(13.0, 4.2, 3.3, 2.4, 0.14), PLACE, TURN), boards((0.20, 0.095, 0.065), 0.32)),
        Part(moved(panes, PLACE, TURN), shining((1.0, 0.56, 0.20), 1.5)),
        Part(moved(either(frames, bars), PLACE, TURN), plain((0.62, 0.60, 0.56))),
        Part(moved(vents, PLACE, TURN), plain((0.34, 0.36, 0.38), rough=0.3)),
        Part(moved(box((8.6, 1.3, -3.9), (1.3, 1.5, 0.05)), PLACE, TURN), boards((0.16, 0.24, 0.22), 0.2)),
    ]


def _yard() -> list[Part]:
    """Trodden earth with puddles and an empty trough."""

    def ground(x: Field, y: Field, z: Field) -> Field:
        return (y - 0.10 * noise(x * 0.07, z * 0.07) - 0.05 * noise(x * 0.5, z * 0.5)) * 0.85

    def earth(x: Field, y: Field, z: Field, n: Field) -> Surface:
        mud = wet_ground((0.12, 0.088, 0.058), 0.36, 0.55, 0.09)(x, y, z, n)
        turf = grass((0.035, 0.045, 0.014), (0.16, 0.16, 0.05))(x, y, z, n)
        worn = smooth(0.30, 0.50, noise(x * 0.045 + 0.2, z * 0.06) + 0.22 * smooth(4.0, -3.0, z))
        both = zip(mud.bump or (), turf.bump or (), strict=True)
        tilt = tuple(a * worn + b * (1 - worn) for a, b in both)
        blend = mud.colour * worn[:, None] + turf.colour * (1 - worn[:, None])
        return Surface(blend, mirror=mud.mirror * worn, bump=(tilt[0], tilt[1]))

    trough = without(rod((-1.6, 0.22, 0), (1.6, 0.22, 0), 0.22), box((0, 0.6, 0), (1.5, 0.36, 0.16)))
    return [
        Part(ground, earth),
        Part(moved(trough, (3.4, 0.1, -1.5), -20), plain((0.30, 0.31, 0.32), mirror=0.12, rough=0.4)),
    ]


def _fence() -> list[Part]:
    """Posts, wire mesh and a warning tape in front."""
    posts = row(rod((0, -0.2, FENCE), (0, 1.55, FENCE), 0.055), 2.1, -8, 8)

    def mesh(x: Field, y: Field, z: Field) -> Field:
        gap = np.minimum(np.abs(np.mod(x, 0.15) - 0.075), np.abs(np.mod(y, 0.15) - 0.075))
        wire = np.sqrt(gap**2 + (z - FENCE) ** 2) - 0.0035
        return np.maximum(wire, y - 1.42)

    def tape(x: Field, y: Field, z: Field) -> Field:
        sag = 1.02 - 0.16 * (1 - (np.mod(x + 1.05, 2.1) / 1.05 - 1) ** 2) * 0.5 + 0.01 * np.sin(9 * x)
        return np.maximum(np.abs(z - FENCE + 0.08) - 0.006, np.abs(y - sag) - 0.045) * 0.8

    return [
        Part(posts, boards((0.22, 0.16, 0.11), 0.05)),
        Part(mesh, plain((0.30, 0.32, 0.33)), shadow=False),
        Part(tape, stripes((0.0, 0.0, FENCE), 0.0, 0.22, 1.0), shadow=False),
    ]


def poultry_farm() -> Shot:
    """A poultry house in morning fog, its windows lit, the run in front of it empty behind a wire fence."""
    sun = unit((0.62, 0.17, 0.76))
    heaven = clouds((0.20, 0.30, 0.46), (0.78, 0.62, 0.47), sun, (1.6, 0.9, 0.40), 0.45, (0.72, 0.62, 0.55))

    def sky(d: Field) -> Field:
        light = treeline(heaven(d), d, 0.02, 0.075, 0.8, (0.50, 0.47, 0.45), (0.60, 0.55, 0.50))
        return treeline(light, d, -0.03, 0.10, 1.3, (0.30, 0.28, 0.26), (0.40, 0.36, 0.31))

    scene = Scene(
        parts=[*_yard(), *_house(), *_fence()],
        eye=(1.2, 1.75, -13.2),
        target=(0.9, 2.15, 4.0),
        lens=36.0,
        sky=sky,
        sun=tuple(sun),
        sun_light=(1.5, 0.95, 0.52),
        ambient=((0.44, 0.47, 0.54), (0.14, 0.12, 0.10)),
        lamps=[Lamp((x, 1.4, z), (0.9, 0.45, 0.14), 1.2) for x, z in ((-9.0, 2.5), (-4.6, 4.5), (-0.2, 6.5))],
        fog=0.013,
        fog_light=heaven,
        fog_height=7.0,
    )
    bare = ((0.09, 0.07, 0.05), (0.30, 0.20, 0.10))
    trees = [
        Tree((-15.5, 0, 24.0), 13.0, *bare, seed=4, leaves=900),
        Tree((-5.0, 0, 33.0), 15.0, *bare, seed=9, leaves=1100),
        Tree((15.0, 0, 30.0), 14.0, *bare, seed=14, leaves=1000),
        Tree((19.5, 0, 21.0), 11.0, *bare, seed=21, leaves=800),
    ]
    return Shot(scene, (1600, 1067), 19.0, blur=0.0075, exposure=0.74, contrast=1.8, bloom=0.16, trees=trees)
