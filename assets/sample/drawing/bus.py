# SPDX-License-Identifier: EUPL-1.2
"""The bus at its stop in the blue hour. Lengths in metres."""

from __future__ import annotations

import numpy as np

from drawing.light import (
    Distance,
    Field,
    Lamp,
    Paint,
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
from drawing.paints import RGB, gable, glass, plain, shell, shining, treeline, wet_ground
from drawing.shot import Shot, Tree

PLACE, TURN = (-1.6, 0.0, 4.2), 207.0  # of the bus, its front to the right
COS, SIN = float(np.cos(np.radians(TURN))), float(np.sin(np.radians(TURN)))
LAMPS = ((-7.5, 0, 9.0), (6.5, 0, 12.5), (17.5, 0, 8.0))  # feet of the street lamps
DIGITS = {  # a dot-matrix sign: rows of five dots
    "6": (0b01110, 0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110),
    "8": (0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110),
}


def disc(c: tuple[float, float, float], r: float, half: float) -> Distance:
    """A wheel: a disc that stands upright along x, its axle along z."""

    def d(x: Field, y: Field, z: Field) -> Field:
        return np.maximum(np.hypot(x - c[0], y - c[1]) - r, np.abs(z - c[2]) - half)

    return d


def bus_side(x: Field, y: Field, z: Field) -> tuple[Field, Field]:
    """Where the side of a bus is window (0…1), and the light behind it, in the bus's own coordinates."""
    u = x + 5.7
    cell = np.floor(u / 1.62)
    f = u / 1.62 - cell
    pane = smooth(0.0, 0.035, f) * smooth(1.0, 0.965, f)
    window = pane * smooth(1.13, 1.18, y) * smooth(2.42, 2.37, y) * smooth(-5.6, -5.5, x) * smooth(5.5, 5.4, x)
    seats = smooth(0.02, -0.02, y - 1.50 - 0.10 * np.sin(np.mod(u, 0.81) / 0.81 * np.pi))
    seats *= smooth(0.06, 0.10, np.mod(u, 0.81)) * (np.abs(x - 1.6) > 1.2)
    pole = smooth(0.03, 0.015, np.abs(np.mod(u + 0.5, 2.43) - 1.2))
    tube = smooth(0.10, 0.0, np.abs(y - 2.30)) * smooth(0.0, 0.05, np.mod(u, 1.62))
    inside = (0.42 + 0.40 * (y - 1.1)) * (0.85 + 0.3 * noise(u * 0.2, y * 0.3)) + 1.3 * tube
    return window, inside * (1 - 0.82 * seats) * (1 - 0.6 * pole)


def bus_paint() -> Paint:
    """White over blue, lit windows, doors towards the kerb, a windscreen in front and the number 68 above it."""

    def paint(px: Field, y: Field, pz: Field, n: Field) -> Surface:
        dx, dz = px - PLACE[0], pz - PLACE[2]
        x, z = COS * dx - SIN * dz, SIN * dx + COS * dz
        nx = COS * n[:, 0] - SIN * n[:, 2]
        front = (nx < -0.55).astype(np.float32)
        roof = (n[:, 1] > 0.8).astype(np.float32)
        window, inside = bus_side(x, y, z)
        door = smooth(0.02, -0.02, np.abs(np.minimum(np.abs(x + 4.35), np.abs(x - 0.35)) - 0.0) - 0.62)
        door = door * smooth(0.36, 0.40, y) * smooth(2.45, 2.41, y) * (1 - front)
        leaf = smooth(0.05, 0.025, np.abs(np.abs(np.where(x < -2, x + 4.35, x - 0.35)) - 0.31) * -1 + 0.31)
        leaf = np.maximum(leaf, smooth(0.05, 0.03, np.abs(np.where(x < -2, x + 4.35, x - 0.35))))
        window = np.where(door > 0.5, door * (1 - leaf), window)
        screen = front * smooth(1.02, 1.08, y) * smooth(2.42, 2.36, y) * smooth(1.14, 1.08, np.abs(z))
        window = np.where(front > 0.5, screen, window) * (1 - roof)
        inside = np.where(front > 0.5, _through_windscreen(y, z), inside)
        shell_ = np.where((y > 1.0)[:, None], np.float32((0.42, 0.43, 0.45)), np.float32((0.012, 0.06, 0.19)))
        belt = smooth(1.10, 1.12, y) * smooth(2.46, 2.44, y) * smooth(5.6, 5.5, np.abs(x))
        shell_ = shell_ * (1 - 0.97 * belt[:, None])  # black glass between the windows
        band = smooth(0.05, 0.03, np.abs(y - 1.02))[:, None]
        shell_ = shell_ * (1 - band) + np.float32((0.70, 0.40, 0.02)) * band
        shell_ = shell_ * (0.75 + 0.25 * smooth(0.3, 0.9, y))[:, None]
        sign = front * smooth(2.46, 2.48, y) * smooth(2.80, 2.78, y) * smooth(0.98, 0.94, np.abs(z))
        glow = window[:, None] * inside[:, None] * np.float32((0.88, 0.58, 0.27))
        glow = glow + (sign * _digits(-(z + 0.62), y))[:, None] * np.float32((3.0, 1.75, 0.25))
        dark = np.maximum(window, sign)[:, None]
        colour = shell_ * (1 - dark) + np.float32((0.02, 0.022, 0.025)) * dark
        return Surface(colour.astype(np.float32), glow.astype(np.float32), 0.05 + 0.13 * dark[:, 0])

    return paint


def _through_windscreen(y: Field, z: Field) -> Field:
    """The aisle seen from the front: two ceiling lamps that run together, seats beside it, the dashboard below."""
    far = np.clip((y - 1.75) / 0.6, 0, 1)
    tubes = smooth(0.10, 0.02, np.abs(np.abs(z) - 0.16 - 0.62 * far) - 0.04 * far) * smooth(0.02, 0.25, far)
    depth_ = 0.16 + 0.22 * smooth(0.9, 0.2, np.abs(z)) * smooth(1.2, 1.9, y) + 0.10 * noise(z * 0.4, y * 0.4)
    seats = smooth(0.06, -0.02, y - 1.55 - 0.09 * np.sin(np.abs(z) * 9.0)) * smooth(0.20, 0.28, np.abs(z))
    dash = smooth(0.03, -0.03, y - 1.22 - 0.10 * smooth(0.45, 0.1, np.abs(z + 0.55)))
    wiper = np.minimum(np.abs(y - 1.12 - 0.55 * np.abs(z - 0.15)), np.abs(y - 1.12 - 0.55 * np.abs(z + 0.85)))
    clean = smooth(0.006, 0.018, wiper + smooth(1.5, 1.6, y))
    return (depth_ + 0.9 * tubes) * (1 - 0.75 * seats) * (1 - 0.9 * dash) * (0.2 + 0.8 * clean)


def _digits(u: Field, y: Field) -> Field:
    """The dots of "68" at (u, y), 0 or 1; a dot is 36 mm wide."""
    lit = np.zeros_like(u)
    col, line = np.floor((u + 0.62) / 0.036).astype(int), np.floor((2.755 - y) / 0.036).astype(int)
    for index, digit in enumerate("68"):
        for r, bits in enumerate(DIGITS[digit]):
            for k in range(5):
                if bits >> (4 - k) & 1:
                    lit = np.where((col == index * 6 + k) & (line == r), 1.0, lit)
    return lit.astype(np.float32)


def on_bus(x: float, y: float, z: float) -> tuple[float, float, float]:
    """A point in the bus's own coordinates → the scene."""
    return (PLACE[0] + COS * x + SIN * z, y, PLACE[2] - SIN * x + COS * z)


SHELTER, SIGN = on_bus(4.6, 0.14, 3.4), on_bus(-5.6, 0.14, 2.5)


def _bus() -> list[Part]:
    """Body, wheels, headlights and mirrors."""
    wheels = [(-3.1, 0.5), (3.0, 0.5)]
    body = box((0, 1.62, 0), (5.9, 1.32, 1.25), 0.20)
    arches = either(*(disc((x, y, z), 0.62, 0.35) for x, y in wheels for z in (-1.25, 1.25)))
    tyres = either(*(disc((x, y, z), 0.50, 0.16) for x, y in wheels for z in (-1.03, 1.03)))
    hubs = either(*(disc((x, y, 1.16), 0.24, 0.06) for x, y in wheels))
    heads = either(*(ball((-5.84, 0.72, z), 0.15) for z in (-0.92, 0.92)))
    mirrors = either(
        *(rod((-5.8, 2.5, s * 1.2), (-6.3, 2.35, s * 1.5), 0.03) for s in (-1, 1)),
        *(box((-6.3, 2.05, s * 1.5), (0.08, 0.26, 0.13), 0.05) for s in (-1, 1)),
    )
    under = box((0, 0.42, 0), (5.6, 0.16, 1.1))
    return [
        Part(moved(without(body, arches), PLACE, TURN), bus_paint()),
        Part(moved(either(tyres, under), PLACE, TURN), plain((0.018, 0.018, 0.02))),
        Part(moved(hubs, PLACE, TURN), plain((0.42, 0.43, 0.45), mirror=0.1)),
        Part(moved(heads, PLACE, TURN), shining((1.0, 0.93, 0.80), 9.0), shadow=False),
        Part(moved(mirrors, PLACE, TURN), plain((0.03, 0.03, 0.035))),
    ]


def _street() -> list[Part]:
    """Wet asphalt, and a pavement of slabs on this side of the bus."""

    def street(x: Field, y: Field, z: Field) -> Field:
        side = SIN * (x - PLACE[0]) + COS * (z - PLACE[2])
        return y - 0.14 * smooth(1.75, 1.80, side)

    def asphalt(x: Field, y: Field, z: Field, n: Field) -> Surface:
        walk = y > 0.10
        road = wet_ground((0.055, 0.057, 0.06), 0.42, 0.50, 0.05)(x, y, z, n)
        slabs = wet_ground((0.17, 0.165, 0.155), 0.30, 0.34, 0.07)(x, y, z, n)
        cu, cv = np.mod(COS * x - SIN * z, 0.6), np.mod(SIN * x + COS * z, 0.6)
        joint = smooth(0.0, 0.02, np.minimum(np.minimum(cu, 0.6 - cu), np.minimum(cv, 0.6 - cv)))
        stone = (
            slabs.colour
            * (0.5 + 0.5 * joint)[:, None]
            * (0.85 + 0.3 * chance(np.floor((COS * x - SIN * z) / 0.6), np.floor((SIN * x + COS * z) / 0.6)))[:, None]
        )
        tilt = tuple(np.where(walk, a, b) for a, b in zip(slabs.bump or (), road.bump or (), strict=True))
        return Surface(
            np.where(walk[:, None], stone, road.colour).astype(np.float32),
            mirror=np.where(walk, slabs.mirror, road.mirror),
            bump=(tilt[0], tilt[1]),
        )

    return [
        Part(street, asphalt),
    ]


def _stop() -> list[Part]:
    """The shelter and the sign with the H."""
    frame = either(
        *(rod((x, 0, z), (x, 2.5, z), 0.045) for x in (-1.9, 1.9) for z in (-0.7, 0.7)),
        box((0, 2.56, 0), (2.2, 0.07, 1.0)),
        box((0, 0.5, 0.5), (1.5, 0.03, 0.18)),
    )
    tube = box((0, 2.46, 0), (1.7, 0.02, 0.06))

    pole = rod((0, 0, 0), (0, 2.9, 0), 0.035)
    flag = disc((0, 2.72, -0.04), 0.28, 0.015)
    board = box((0, 1.75, -0.05), (0.2, 0.32, 0.015))

    def flag_paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        u, v = x - SIGN[0], y - SIGN[1] - 2.72
        rim = np.hypot(u, v) > 0.225
        h = (np.abs(np.abs(u) - 0.075) < 0.024) & (np.abs(v) < 0.13) | (np.abs(v) < 0.022) & (np.abs(u) < 0.075)
        green = (rim | h)[:, None]
        ink = np.where(green, np.float32((0.01, 0.20, 0.06)), np.float32((0.75, 0.50, 0.02)))
        return Surface(ink.astype(np.float32), ink * 0.35)

    return [
        Part(moved(frame, SHELTER, TURN), plain((0.10, 0.11, 0.12), mirror=0.05)),
        Part(moved(tube, SHELTER, TURN), shining((1.0, 0.92, 0.78), 4.0), shadow=False),
        Part(moved(pole, SIGN), plain((0.36, 0.37, 0.38))),
        Part(moved(flag, SIGN), flag_paint),
        Part(moved(board, SIGN), plain((0.62, 0.62, 0.60))),
    ]


def _town() -> list[Part]:
    """Houses with a few lit windows, and street lamps."""
    houses: list[Part] = []
    for k, (x, z, w, e, r, t) in enumerate(
        ((-16.0, 24.0, 5.0, 5.6, 3.4, 12.0), (-5.0, 30.0, 4.4, 5.0, 3.6, 100.0), (6.5, 33.0, 5.5, 6.2, 3.6, 8.0),
         (18.0, 27.0, 5.0, 5.4, 3.4, 96.0), (-27.0, 17.0, 5.0, 5.8, 3.4, 80.0), (30.0, 24.0, 6.0, 5.6, 3.4, 10.0))
    ):  # fmt: skip
        wall: RGB = ((0.30, 0.27, 0.24), (0.34, 0.28, 0.20), (0.26, 0.27, 0.29))[k % 3]
        body_, roof_ = gable(w, 4.0, e, r), shell(w, 4.0, e, r, 0.12)
        holes = either(*(row(row(box((0, y, 0), (0.55, 0.7, 9.0)), 2.2, -1, 1), 1.0, 0, 0) for y in (1.7, 4.3)))
        pane = box((0, 2.8, 0), (w - 0.2, 2.7, 3.8))
        houses += [
            Part(moved(without(body_, holes), (x, 0, z), t), plain(wall, rough=0.2), shadow=False),
            Part(moved(roof_, (x, 0, z), t), plain((0.05, 0.035, 0.035), rough=0.2), shadow=False),
            Part(moved(pane, (x, 0, z), t), glass((0.01, 0.012, 0.02), (1.6, 0.85, 0.30), 0.55, 2.2, 2.6, 0.08), shadow=False),
        ]

    masts = either(
        *(either(rod(f, (f[0], 6.3, f[2]), 0.07), rod((f[0], 6.3, f[2]), (f[0] + 0.1, 6.4, f[2] - 1.4), 0.05)) for f in LAMPS)
    )
    bulbs = either(*(box((f[0] + 0.1, 6.33, f[2] - 1.3), (0.14, 0.05, 0.34), 0.04) for f in LAMPS))
    return [
        Part(masts, plain((0.10, 0.11, 0.12))),
        Part(bulbs, shining((1.0, 0.66, 0.30), 9.0), shadow=False),
        *houses,
    ]


def bus_stop() -> Shot:
    """A regional bus at a stop in the blue hour, its light on the wet street."""
    glow_at = unit((0.55, 0.02, 0.83))

    def heaven(d: Field) -> Field:
        up = np.clip(d[:, 1], 0, 1)[:, None] ** 0.6
        light = np.float32((0.30, 0.26, 0.30)) * (1 - up) + np.float32((0.035, 0.075, 0.20)) * up
        fluff = noise(d[:, 0] * 0.22 / (d[:, 1].clip(0) + 0.25), d[:, 2] * 0.10 / (d[:, 1].clip(0) + 0.25))
        light = light * (0.80 + 0.45 * smooth(0.35, 0.8, fluff))[:, None]
        near = np.clip(d @ glow_at, 0, 1)[:, None]
        return light + np.float32((0.62, 0.26, 0.08)) * near**7 * np.exp(-7 * np.abs(d[:, 1:2]))

    def sky(d: Field) -> Field:
        light = treeline(heaven(d), d, 0.03, 0.07, 0.9, (0.05, 0.06, 0.10), (0.07, 0.075, 0.11))
        return treeline(light, d, -0.02, 0.07, 1.6, (0.014, 0.018, 0.03), (0.025, 0.028, 0.04))

    warm = (2.2, 1.45, 0.75)
    scene = Scene(
        parts=[*_street(), *_bus(), *_stop(), *_town()],
        eye=(8.4, 1.7, -8.6),
        target=(0.3, 1.85, 2.6),
        lens=36.0,
        sky=sky,
        sun=(0.0, 1.0, 0.0),
        sun_light=(0.0, 0.0, 0.0),
        ambient=((0.17, 0.22, 0.36), (0.05, 0.05, 0.06)),
        lamps=[
            *(Lamp((f[0] + 0.1, 6.0, f[2] - 1.4), (3.4, 2.0, 0.85), 4.0) for f in LAMPS),
            *(Lamp(on_bus(x, 2.0, 2.0), warm, 1.5) for x in (-4.0, -1.3, 1.3, 4.0)),
            *(Lamp(on_bus(-7.2, 0.6, z), (5.0, 4.5, 3.6), 1.6, aim=on_bus(-12.0, 0.0, z), cone=0.6) for z in (-0.9, 0.9)),
            Lamp((SHELTER[0], 2.5, SHELTER[2]), (2.6, 2.3, 1.8), 1.6),
        ],
        fog=0.010,
        fog_light=lambda d: np.broadcast_to(np.float32((0.10, 0.105, 0.15)), d.shape),
    )
    trees = [
        Tree((-11.0, 0, 15.0), 8.5, (0.012, 0.012, 0.012), (0.10, 0.06, 0.02), seed=5, leaves=500),
        Tree((12.5, 0, 18.0), 9.5, (0.012, 0.012, 0.012), (0.10, 0.06, 0.02), seed=8, leaves=500),
    ]
    return Shot(scene, (1600, 1067), 12.5, blur=0.010, exposure=1.05, bloom=0.16, bloom_from=1.2, trees=trees)
