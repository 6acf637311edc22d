# SPDX-License-Identifier: EUPL-1.2
"""Paints and skies that several scenes of the sample newsletter share. Lengths in metres, colours linear RGB."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from drawing.light import Distance, Field, Paint, Surface, chance, noise, smooth

RGB = tuple[float, float, float]


def plain(colour: RGB, glow: float = 0.0, mirror: float = 0.0, rough: float = 0.10) -> Paint:
    """One colour, slightly uneven."""
    ink = np.array(colour, np.float32)

    def paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        uneven = 1 + rough * (noise(x * 0.31 + z * 0.23, y * 0.29 + z * 0.11) - 0.5) * 2
        return Surface(ink * uneven[:, None], glow * ink, mirror)

    return paint


def along(x: Field, z: Field, n: Field) -> Field:
    """The horizontal coordinate on a wall, whichever way it faces."""
    return np.where(np.abs(n[:, 0]) > np.abs(n[:, 2]), z, x).astype(np.float32)


def masonry(stone: RGB, joint: RGB, wide: float, high: float, uneven: float, moss: float = 0.0, gap: float = 0.0) -> Paint:
    """Bricks or blocks in courses, each a little different, mossy near the ground if wanted."""

    def paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        u = along(x, z, n) + 0.04 * (noise(x * 0.2, y * 0.2) - 0.5)
        course = np.floor(y / high)
        shift = (0.5 * np.mod(course, 2) + 0.12 * chance(course, 3.0)) * wide
        cell = np.floor((u + shift) / wide)
        fu, fv = (u + shift) / wide - cell, y / high - course
        edge = np.minimum(np.minimum(fu, 1 - fu) * wide, np.minimum(fv, 1 - fv) * high)
        width = gap or high * 0.11
        seam = smooth(width * 0.2, width, edge + width * 0.3 * (noise(u * 1.7, y * 1.7) - 0.5))
        tone = 1 + uneven * (chance(cell, course) - 0.5) * 2
        tone *= 0.80 + 0.40 * noise(u * 0.9, y * 0.9, 1)
        tone *= 0.78 + 0.44 * noise(u * 0.07, y * 0.05)
        hue = np.stack([tone * (1 + 0.10 * (chance(course, cell + 9) - 0.5)), tone, tone * 0.97], axis=1)
        colour = np.array(joint, np.float32) * (1 - seam[:, None]) + np.array(stone, np.float32) * hue * seam[:, None]
        if moss:
            wet = smooth(moss, 0.0, y + 1.4 * (noise(u * 0.25, y * 0.1) - 0.6))
            colour = colour * (1 - 0.75 * wet[:, None]) + np.array((0.035, 0.05, 0.02), np.float32) * wet[:, None]
        return Surface(colour.astype(np.float32))

    return paint


def grass(dark: RGB, bright: RGB) -> Paint:
    """Meadow with worn and lush spots."""

    def paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        spot = 0.55 * noise(x * 0.05, z * 0.05) + 0.45 * noise(x * 0.9, z * 0.9, 1)
        colour = np.array(dark, np.float32) + np.array(np.subtract(bright, dark), np.float32) * spot[:, None]
        blade = noise(x * 2.6, z * 0.9, 1)
        colour = colour * (0.55 + 0.9 * blade)[:, None]
        tilt = (blade - 0.5) * 0.9, (noise(x * 2.6 + 0.4, z * 0.9) - 0.5) * 0.9
        return Surface(colour.astype(np.float32), bump=tilt)

    return paint


def clouds(top: RGB, low: RGB, sun: Field, halo: RGB, cover: float, cloud: RGB) -> Callable[[Field], Field]:
    """A sky with soft clouds and a halo around the sun."""

    def sky(d: Field) -> Field:
        up = np.clip(d[:, 1] * 2.2, 0, 1)[:, None] ** 0.65
        light = np.array(low, np.float32) * (1 - up) + np.array(top, np.float32) * up
        drop = np.maximum(d[:, 1], 0) + 0.16
        u, v = d[:, 0] / drop * 0.09, d[:, 2] / drop * 0.09
        fluff = 0.65 * noise(u, v) + 0.35 * noise(u * 2.7 + 0.3, v * 2.7, 1)
        veil = smooth(1 - cover, 1.25 - cover, fluff) * smooth(-0.02, 0.12, d[:, 1])
        light = light * (1 - veil[:, None] * 0.85) + np.array(cloud, np.float32) * veil[:, None] * 0.85
        near = np.clip(d @ sun, 0, 1)[:, None]
        return light + np.array(halo, np.float32) * (0.55 * near**6 + 1.1 * near**40)

    return sky


def treeline(light: Field, d: Field, level: float, height: float, scale: float, dark: RGB, bright: RGB) -> Field:
    """Woods on the horizon, set before a sky: `level` and `height` as tangents of the elevation."""
    around = np.arctan2(d[:, 0], d[:, 2])
    rise = d[:, 1] / np.sqrt(d[:, 0] ** 2 + d[:, 2] ** 2)
    lump = noise(around * scale, np.full_like(around, level * 7)) * 0.75 + noise(around * scale * 5, around * 0, 1) * 0.25
    crown = level + height * (0.35 + 0.65 * lump)
    leaf = noise(around * scale * 6, rise * scale * 9, 1)
    inside = smooth(0.006, -0.006, rise - crown + 0.02 * height * (leaf - 0.5))[:, None]
    hue = (0.5 * leaf + 0.5 * noise(around * scale * 1.6, rise * scale * 0.8))[:, None]
    tone = np.array(dark, np.float32) * (1 - hue) + np.array(bright, np.float32) * hue
    return light * (1 - inside) + tone * inside


def stripes(at: tuple[float, float, float], turn: float, width: float, slant: float = 0.0) -> Paint:
    """Red and white warning stripes on a board that stands at `at`, turned by `turn` degrees."""
    c, s = float(np.cos(np.radians(turn))), float(np.sin(np.radians(turn)))

    def paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        u = c * (x - at[0]) - s * (z - at[2]) + slant * (y - at[1])
        red = (np.mod(u, 2 * width) < width)[:, None]
        colour = np.where(red, np.float32((0.50, 0.018, 0.018)), np.float32((0.72, 0.72, 0.70)))
        return Surface((colour * (0.86 + 0.28 * noise(x * 0.3, y * 0.3)[:, None])).astype(np.float32), mirror=0.03)

    return paint


def shining(colour: RGB, strength: float) -> Paint:
    """Something that gives light of its own."""
    ink = np.array(colour, np.float32)
    return lambda x, y, z, n: Surface(np.full((len(x), 3), ink * 0.5), np.full((len(x), 3), ink * strength))


def gable(half_x: float, half_z: float, eaves: float, rise: float) -> Distance:
    """A house with a saddle roof along x: a block with a roof prism, as one body."""
    slope = np.hypot(half_z, rise)

    def d(x: Field, y: Field, z: Field) -> Field:
        roof = ((y - eaves - rise) * half_z + np.abs(z) * rise) / slope
        return np.maximum(np.maximum(np.abs(x) - half_x, np.abs(z) - half_z), np.maximum(roof, -y - 1.0))

    return d


def shell(half_x: float, half_z: float, eaves: float, rise: float, thick: float) -> Distance:
    """Only the roof of such a house, standing out by half a metre."""
    slope = np.hypot(half_z, rise)

    def d(x: Field, y: Field, z: Field) -> Field:
        roof = ((y - eaves - rise) * half_z + np.abs(z) * rise) / slope
        sides = np.maximum(np.abs(x) - half_x - 0.5, np.abs(z) - half_z - 0.5)
        return np.maximum(np.maximum(roof - thick, -roof - 0.02), sides)

    return d


def boards(colour: RGB, wide: float, lying: bool = False) -> Paint:
    """Timber cladding; `lying` boards run along the wall."""

    def paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        u = along(x, z, n)
        a, b = (y, u) if lying else (u, y)
        cell = np.floor(a / wide)
        f = a / wide - cell
        seam = smooth(0.0, 0.10, np.minimum(f, 1 - f))
        grain = noise(a * 1.6 + chance(cell), b * 0.12, 1)
        tone = (0.72 + 0.36 * chance(cell, 5.0)) * (0.72 + 0.56 * grain) * (0.30 + 0.70 * seam)
        return Surface((np.array(colour, np.float32) * tone[:, None]).astype(np.float32))

    return paint


def wet_ground(colour: RGB, puddles: float, mirror: float, size: float = 0.06, dry: float = 0.12) -> Paint:
    """Asphalt or earth after rain; `puddles` is the share of standing water."""

    def paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        low = 0.7 * noise(x * size, z * size) + 0.3 * noise(x * size * 4, z * size * 4, 1)
        pool = smooth(puddles + 0.06, puddles - 0.06, low)
        grit = noise(x * 2.3, z * 2.3, 1)
        tone = (0.70 + 0.60 * grit) * (0.75 + 0.5 * low) * (1 - 0.45 * pool)
        rough = (1 - pool) * 0.10 + 0.006
        tilt = (noise(x * 1.9, z * 1.9) - 0.5) * rough, (noise(x * 1.9 + 0.37, z * 1.9) - 0.5) * rough
        colour_ = np.array(colour, np.float32) * tone[:, None]
        return Surface(colour_.astype(np.float32), mirror=mirror * (dry + (1 - dry) * pool), bump=tilt)

    return paint


def glass(tint: RGB, inside: RGB, lit: float, wide: float, high: float, mirror: float = 0.22) -> Paint:
    """Window panes: mirror of the sky, and behind a share `lit` of them a lamp, cell by cell."""

    def paint(x: Field, y: Field, z: Field, n: Field) -> Surface:
        u = along(x, z, n)
        i, j = np.floor(u / wide), np.floor(y / high)
        on = (chance(i, j) < lit) * (0.45 + 0.55 * chance(j, i + 4))
        f, g = y / high - j, u / wide - i
        lamps = smooth(0.10, 0.03, np.abs(np.mod(g * 2, 1) - 0.5)) * smooth(0.05, 0.015, np.abs(f - 0.80))
        room = 0.07 + 0.20 * smooth(0.0, 0.9, f) + 0.05 * noise(u * 0.08, y * 0.08) + 2.4 * lamps
        room *= 1 - 0.75 * smooth(0.34, 0.30, f - 0.06 * chance(np.floor(u / 0.45), j)) * (
            chance(np.floor(u / 0.45), j + 2) < 0.6
        )
        glow = np.array(inside, np.float32) * (on * room)[:, None]
        tilt = (noise(x * 0.07, y * 0.07) - 0.5) * 0.02
        return Surface(np.full((len(x), 3), tint, np.float32), glow.astype(np.float32), mirror, (tilt, tilt))

    return paint
