# SPDX-License-Identifier: EUPL-1.2
"""The concert stage before the audience comes. Lengths in metres."""

from __future__ import annotations

import numpy as np

from drawing.light import Distance, Field, Lamp, Part, Scene, Surface, ball, box, either, moved, noise, rod, row, smooth
from drawing.paints import boards, plain
from drawing.shot import Shot


def grand_piano() -> tuple[Distance, Distance, Distance]:
    """A grand piano around the origin, keys towards −x: body, open lid and the lid's prop with the music desk."""

    def outline(x: Field, z: Field) -> Field:
        bulge = 0.76 - 0.62 * smooth(-0.35, 1.05, x)
        tail = np.maximum(np.hypot(np.maximum(x - 0.75, 0), z + 0.18) - 0.58, 0.5 - x)
        main = np.maximum(np.maximum(np.abs(x + 0.1) - 0.85, z - bulge), -z - 0.76)
        return np.minimum(main, np.maximum(tail, -z - 0.76))

    def case(x: Field, y: Field, z: Field) -> Field:
        return np.maximum(outline(x, -z), np.abs(y - 0.84) - 0.17) * 0.7

    def lid(x: Field, y: Field, z: Field) -> Field:
        # Hinged at the straight side, away from the hall, and opened by 38 degrees towards it.
        c, s = np.float32(np.cos(np.radians(38))), np.float32(np.sin(np.radians(38)))
        along_, off = (0.76 - z) * c + (y - 1.03) * s, (z - 0.76) * s + (y - 1.03) * c
        return np.maximum(outline(x, along_ - 0.76), np.abs(off) - 0.016) * 0.7

    legs = either(*(rod((x, 0, z), (x, 0.7, z), 0.055) for x, z in ((-0.75, -0.6), (-0.75, 0.6), (0.95, 0.3))))
    keys = box((-0.98, 0.76, 0), (0.14, 0.03, 0.66))
    return either(case, legs, box((-0.9, 0.72, 0), (0.26, 0.05, 0.76))), lid, keys


def cello() -> tuple[Distance, Distance]:
    """A cello around the origin, upright, belly towards −z: body, and neck with fingerboard and strings."""

    def body(x: Field, y: Field, z: Field) -> Field:
        lower, upper = np.hypot(x, y - 0.30) - 0.225, np.hypot(x, y - 0.74) - 0.175
        waist = np.maximum(np.abs(x) - 0.17, np.abs(y - 0.52) - 0.22)
        bouts = np.minimum(np.hypot(x - 0.255, y - 0.55), np.hypot(x + 0.255, y - 0.55)) - 0.115
        flat = np.maximum(np.minimum(np.minimum(lower, upper), waist), -bouts)
        dome = 0.075 - 0.25 * (x * x + 0.2 * (y - 0.5) ** 2)
        return np.maximum(flat, np.abs(z) - dome) * 0.7

    neck = either(
        rod((0, 0.85, -0.06), (0, 1.32, -0.05), 0.022), ball((0, 1.36, -0.05), 0.045), rod((0, -0.25, 0), (0, 0.1, 0), 0.008)
    )
    board = box((0, 0.86, -0.105), (0.022, 0.36, 0.012))
    return body, either(neck, board, box((0, 0.45, -0.11), (0.05, 0.035, 0.012)), box((0, 0.24, -0.10), (0.025, 0.09, 0.01)))


FLOOR = 1.0  # height of the stage


def _instruments() -> list[Part]:
    """Piano with its stool, and the cello."""
    piano, lid, keys = grand_piano()
    at, turn = (-0.5, FLOOR, 1.3), -10.0
    stool = either(
        box((-1.75, 0.48, 0), (0.2, 0.06, 0.38), 0.04),
        *(rod((-1.75 + a, 0, b), (-1.75 + a, 0.45, b), 0.025) for a in (-0.14, 0.14) for b in (-0.3, 0.3)),
    )
    body, neck = cello()

    def varnish(x: Field, y: Field, z: Field, n: Field) -> Surface:
        tone = 0.8 + 0.5 * noise(x * 1.3, y * 0.3)
        return Surface((np.float32((0.36, 0.115, 0.028)) * tone[:, None]).astype(np.float32), mirror=0.10)

    return [
        Part(moved(either(piano, stool), at, turn), plain((0.010, 0.009, 0.009), mirror=0.12)),
        Part(moved(lid, at, turn), plain((0.012, 0.010, 0.010), mirror=0.22)),
        Part(moved(keys, at, turn), plain((0.7, 0.66, 0.58))),
        Part(moved(body, (0.83, FLOOR + 0.25, 0.25), 16), varnish),
        Part(moved(neck, (0.83, FLOOR + 0.25, 0.25), 16), plain((0.015, 0.010, 0.008), mirror=0.08)),
    ]


def _furniture() -> list[Part]:
    """Chairs and music stands on the stage, the rows of seats before it."""
    chair = either(
        box((0, 0.46, 0), (0.22, 0.03, 0.22), 0.02),
        box((0, 0.86, 0.21), (0.2, 0.14, 0.02), 0.015),
        *(rod((x, 0, z), (x, 0.46, z), 0.016) for x in (-0.2, 0.2) for z in (-0.2, 0.2)),
        *(rod((x, 0.46, 0.21), (x, 0.98, 0.21), 0.016) for x in (-0.2, 0.2)),
    )
    stand = either(
        rod((0, 0, 0), (0, 1.0, 0), 0.014),
        box((0, 1.16, 0.0), (0.25, 0.18, 0.010)),
        rod((-0.2, 0, 0), (0.2, 0, 0), 0.014),
        rod((0, 0.0, -0.2), (0, 0.0, 0.2), 0.014),
    )
    chairs = either(
        moved(chair, (1.35, FLOOR, 0.1), -150), moved(chair, (2.35, FLOOR, 1.0), -125), moved(chair, (1.75, FLOOR, 2.3), -150)
    )
    stands = either(
        moved(stand, (1.0, FLOOR, -0.75), -28), moved(stand, (1.6, FLOOR, 0.75), -55), moved(stand, (1.15, FLOOR, 1.9), -40)
    )

    seat = either(
        box((0, 0.95, 0), (0.30, 0.42, 0.07), 0.06),
        box((0, 0.5, -0.25), (0.29, 0.08, 0.26), 0.06),
        box((0.34, 0.62, -0.15), (0.03, 0.24, 0.26), 0.02),
    )
    rows_ = either(*(moved(row(seat, 0.74, -6, 6), (0.2 * k, -0.45 + 0.10 * k, -4.6 - 1.25 * k)) for k in range(4)))
    return [
        Part(chairs, plain((0.02, 0.018, 0.018), mirror=0.06)),
        Part(stands, plain((0.03, 0.03, 0.032), mirror=0.05)),
        Part(rows_, plain((0.22, 0.018, 0.020), rough=0.25)),
    ]


def _hall() -> list[Part]:
    """The stage floor, the slatted wall, curtains at the sides."""

    def back(x: Field, y: Field, z: Field) -> Field:
        f = np.mod(x, 0.62) - 0.31
        return np.minimum(4.6 - z, np.maximum(np.abs(f) - 0.15, np.abs(z - 4.5) - 0.16)) * 0.8

    def curtain(x: Field, y: Field, z: Field) -> Field:
        fold = 0.13 * np.sin(z * 9 + 1.2 * np.sin(z * 2.1)) + 0.05 * np.sin(z * 23)
        return (3.9 - np.abs(x) - fold * smooth(-2.6, -2.0, z)) * 0.5

    def stage(x: Field, y: Field, z: Field) -> Field:
        return np.maximum(y - FLOOR, -2.4 - z)

    def planks(x: Field, y: Field, z: Field, n: Field) -> Surface:
        s = boards((0.40, 0.225, 0.105), 0.14)(x, y, z, np.tile(np.float32((0, 0, 1)), (len(x), 1)))
        grain = 0.75 + 0.5 * noise(x * 2.2, z * 0.12, 1)
        tilt = (noise(x * 0.4, z * 0.1) - 0.5) * 0.03
        return Surface(s.colour * grain[:, None], mirror=0.16, bump=(tilt, tilt * 0.4))

    return [
        Part(stage, planks),
        Part(back, boards((0.34, 0.155, 0.06), 0.62)),
        Part(curtain, plain((0.24, 0.022, 0.022), rough=0.3)),
        Part(lambda x, y, z: y + 0.4, plain((0.03, 0.018, 0.015))),
    ]


def concert_stage() -> Shot:
    """An empty stage before the concert: grand piano, cello and stands in warm light, the rows of seats in front."""

    def dark(d: Field) -> Field:
        return np.full((len(d), 3), (0.004, 0.003, 0.003), np.float32)

    spots = [
        Lamp((-2.6, 6.6, -2.4), (46.0, 30.0, 16.0), 1.6, aim=(-0.6, 1.4, 1.2), cone=0.955, shadow=True),
        Lamp((2.9, 6.8, -1.6), (40.0, 27.0, 15.0), 1.6, aim=(1.5, 1.3, 0.6), cone=0.958, shadow=True),
        Lamp((0.4, 6.9, 3.9), (20.0, 14.0, 9.0), 1.6, aim=(0.2, 1.0, 0.4), cone=0.93, shadow=True),
    ]
    washes = [Lamp((x, FLOOR + 0.25, 3.9), (1.1, 0.50, 0.16), 1.7) for x in (-3.3, -2.0, -0.7, 0.7, 2.0, 3.3)]
    scene = Scene(
        parts=[*_hall(), *_instruments(), *_furniture()],
        eye=(-0.9, 2.25, -8.6),
        target=(0.0, 2.3, 1.0),
        lens=47.0,
        sky=dark,
        sun=(0.0, 1.0, 0.0),
        sun_light=(0.0, 0.0, 0.0),
        ambient=((0.020, 0.013, 0.010), (0.016, 0.010, 0.007)),
        lamps=[*spots, *washes, Lamp((0.0, 4.6, -6.4), (1.3, 0.75, 0.5), 2.0)],
    )
    return Shot(scene, (1067, 1600), 10.4, blur=0.012, exposure=1.1, bloom=0.12, bloom_from=0.9, haze=0.006)
