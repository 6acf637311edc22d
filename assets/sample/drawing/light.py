# SPDX-License-Identifier: EUPL-1.2
"""A small ray marcher in numpy: signed distance scenes → linear light and depth.

The pictures of the sample newsletter are painted by light and not by hand: a scene is a list of parts (a distance function
and a paint), a sun, lamps, a sky and fog. Distances in metres, y is up, colours are linear RGB, angles in degrees.
Method: sphere tracing with soft shadows and ambient occlusion from the same distance field (Hart 1996; Evans 2006).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Distance = Callable[[Field, Field, Field], Field]

FAR = 260.0  # metres; beyond it there is only sky
TILE = 1 << 15  # rays at a time: the arrays stay in the second-level cache


# --- noise --------------------------------------------------------------------------------------------------------


def _noise_tile(seed: int, size: int = 1024) -> Field:
    """Fractal value noise in 0…1 that tiles without a seam."""
    chance = np.random.default_rng(seed)
    total = np.zeros((size, size), np.float32)
    weight = 1.0
    for cells in (4, 8, 16, 32, 64, 128, 256):
        grid = chance.random((cells, cells), np.float32)
        pad = np.pad(grid, 2, mode="wrap")
        step = size // cells
        big = cv2.resize(pad, None, fx=step, fy=step, interpolation=cv2.INTER_CUBIC)
        total += weight * big[2 * step : 2 * step + size, 2 * step : 2 * step + size]
        weight *= 0.55
    low, high = np.percentile(total, (0.5, 99.5))
    return np.clip((total - low) / (high - low), 0, 1).astype(np.float32)


_TILES = tuple(_noise_tile(seed) for seed in (3, 7))


def noise(u: Field, v: Field, tile: int = 0) -> Field:
    """Noise at (u, v); one unit holds about four large blotches."""
    size = 1024
    x, y = np.asarray(u, np.float32) * size, np.asarray(v, np.float32) * size
    x0, y0 = np.floor(x), np.floor(y)
    fx, fy = x - x0, y - y0
    xi, yi = x0.astype(np.int64) % size, y0.astype(np.int64) % size
    xj, yj = (xi + 1) % size, (yi + 1) % size
    t = _TILES[tile]
    top = t[yi, xi] * (1 - fx) + t[yi, xj] * fx
    low = t[yj, xi] * (1 - fx) + t[yj, xj] * fx
    return (top * (1 - fy) + low * fy).astype(np.float32)


def chance(i: Field, j: Field | float = 0.0) -> Field:
    """A fixed random number in 0…1 for each cell (i, j)."""
    s = np.sin(np.asarray(i) * 127.1 + np.asarray(j) * 311.7) * 43758.547
    return (s - np.floor(s)).astype(np.float32)


def smooth(low: float, high: float, x: Field) -> Field:
    """Smooth step from 0 at `low` to 1 at `high`."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


# --- distance functions -------------------------------------------------------------------------------------------


def box(c: tuple[float, float, float], h: tuple[float, float, float], r: float = 0.0) -> Distance:
    """A box with centre `c`, half sizes `h` and rounded edges `r`."""

    def d(x: Field, y: Field, z: Field) -> Field:
        qx, qy, qz = np.abs(x - c[0]) - (h[0] - r), np.abs(y - c[1]) - (h[1] - r), np.abs(z - c[2]) - (h[2] - r)
        out = np.sqrt(np.maximum(qx, 0) ** 2 + np.maximum(qy, 0) ** 2 + np.maximum(qz, 0) ** 2)
        return out + np.minimum(np.maximum(qx, np.maximum(qy, qz)), 0) - r

    return d


def rod(a: tuple[float, float, float], b: tuple[float, float, float], r: float) -> Distance:
    """A round bar from `a` to `b`."""
    av, bv = np.array(a, np.float32), np.array(b, np.float32)
    ab = bv - av
    inv = 1.0 / float(ab @ ab)

    def d(x: Field, y: Field, z: Field) -> Field:
        px, py, pz = x - av[0], y - av[1], z - av[2]
        t = np.clip((px * ab[0] + py * ab[1] + pz * ab[2]) * inv, 0, 1)
        return np.sqrt((px - t * ab[0]) ** 2 + (py - t * ab[1]) ** 2 + (pz - t * ab[2]) ** 2) - r

    return d


def ball(c: tuple[float, float, float], r: float) -> Distance:
    """A ball."""
    return lambda x, y, z: np.sqrt((x - c[0]) ** 2 + (y - c[1]) ** 2 + (z - c[2]) ** 2) - r


def either(*parts: Distance) -> Distance:
    """The union of several bodies."""

    def d(x: Field, y: Field, z: Field) -> Field:
        near = parts[0](x, y, z)
        for part in parts[1:]:
            near = np.minimum(near, part(x, y, z))
        return near

    return d


def without(body: Distance, *holes: Distance) -> Distance:
    """A body with holes cut out."""

    def d(x: Field, y: Field, z: Field) -> Field:
        near = body(x, y, z)
        for hole in holes:
            near = np.maximum(near, -hole(x, y, z))
        return near

    return d


def moved(body: Distance, by: tuple[float, float, float], turn: float = 0.0) -> Distance:
    """A body built around the origin, turned about y by `turn` degrees and moved to `by`."""
    c, s = np.float32(np.cos(np.radians(turn))), np.float32(np.sin(np.radians(turn)))

    def d(x: Field, y: Field, z: Field) -> Field:
        px, pz = x - by[0], z - by[2]
        return body(c * px - s * pz, y - by[1], s * px + c * pz)

    return d


def row(body: Distance, step: float, first: int, last: int, axis: str = "x") -> Distance:
    """Copies of a body at first·step … last·step along an axis."""

    def d(x: Field, y: Field, z: Field) -> Field:
        if axis == "x":
            return body(x - step * np.clip(np.round(x / step), first, last), y, z)
        if axis == "y":
            return body(x, y - step * np.clip(np.round(y / step), first, last), z)
        return body(x, y, z - step * np.clip(np.round(z / step), first, last))

    return d


# --- the scene ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Surface:
    """What a paint says of the points it is asked about."""

    colour: Field  # n × 3, reflected share
    glow: Field | float = 0.0  # n × 3 or a number: own light
    mirror: Field | float = 0.0  # 0…1, share of the mirror at a right angle
    bump: tuple[Field, Field] | None = None  # tilt of the normal along x and z


Paint = Callable[[Field, Field, Field, Field], Surface]  # x, y, z, normals n × 3


@dataclass(frozen=True, slots=True)
class Part:
    body: Distance
    paint: Paint
    shadow: bool = True


@dataclass(frozen=True, slots=True)
class Lamp:
    """A point lamp; `reach` in metres is where half of its light is left; with an `aim` it is a spotlight."""

    at: tuple[float, float, float]
    colour: tuple[float, float, float]
    reach: float
    aim: tuple[float, float, float] | None = None
    cone: float = 0.85  # cosine of half the opening angle
    shadow: bool = False


@dataclass(slots=True)
class Scene:
    parts: list[Part]
    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    lens: float  # vertical opening angle
    sky: Callable[[Field], Field]  # directions n × 3 → light n × 3
    sun: tuple[float, float, float]  # direction towards it
    sun_light: tuple[float, float, float]
    ambient: tuple[tuple[float, float, float], tuple[float, float, float]]  # from above, from below
    lamps: list[Lamp] = field(default_factory=list)
    fog: float = 0.0  # per metre
    fog_light: Callable[[Field], Field] | None = None
    fog_height: float = 0.0  # metres over which ground fog thins out; 0 is even fog

    def distance(self, x: Field, y: Field, z: Field, shadows: bool = False) -> Field:
        near = np.full_like(x, FAR)
        for part in self.parts:
            if part.shadow or not shadows:
                near = np.minimum(near, part.body(x, y, z))
        return near


def unit(v: tuple[float, float, float] | Field) -> Field:
    """A vector of length 1."""
    a = np.asarray(v, np.float32)
    return (a / np.linalg.norm(a, axis=-1, keepdims=True)).astype(np.float32)


def rays(scene: Scene, px: Field, py: Field, size: tuple[int, int]) -> Field:
    """Directions of the rays through pixel positions, n × 3."""
    wide, high = size
    ahead = unit(np.subtract(scene.target, scene.eye))
    right = unit(np.cross(np.array((0, 1, 0), np.float32), ahead))
    up = np.cross(ahead, right)
    scale = np.tan(np.radians(scene.lens) / 2) * 2 / high
    u, v = (px - wide / 2) * scale, (high / 2 - py) * scale
    return unit(ahead[None] + u[:, None] * right[None] + v[:, None] * up[None])


def march(scene: Scene, o: Field, d: Field, steps: int = 130, far: float = FAR) -> Field:
    """Distance along each ray to the first surface; `far` where there is none."""
    t = np.full(len(d), 0.02, np.float32)
    live = np.arange(len(d))
    for _ in range(steps):
        p = o[live] + d[live] * t[live, None]
        gap = scene.distance(p[:, 0], p[:, 1], p[:, 2])
        t[live] += gap * 0.92
        live = live[(gap > 0.0006 * t[live] + 0.0004) & (t[live] < far)]
        if not len(live):
            break
    return np.minimum(t, far)


def normals(scene: Scene, p: Field, t: Field) -> Field:
    """Slope of the distance field, by four probes."""
    e = np.maximum(0.0005 * t, 0.001).astype(np.float32)
    total = np.zeros_like(p)
    for k in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        kv = np.array(k, np.float32)
        q = p + e[:, None] * kv
        total += kv * scene.distance(q[:, 0], q[:, 1], q[:, 2])[:, None]
    return unit(total + 1e-9)


def shade_of(scene: Scene, p: Field, to: Field, reach: Field | float, soft: float, steps: int = 44) -> Field:
    """How much of a light arrives, 0…1; `soft` is small for large lights."""
    light = np.ones(len(p), np.float32)
    t = np.full(len(p), 0.06, np.float32)
    live = np.arange(len(p))
    limit = np.broadcast_to(np.asarray(reach, np.float32), (len(p),))
    for _ in range(steps):
        q = p[live] + to[live] * t[live, None]
        gap = scene.distance(q[:, 0], q[:, 1], q[:, 2], shadows=True)
        light[live] = np.minimum(light[live], soft * gap / t[live])
        t[live] += np.clip(gap, 0.03, 6.0)
        live = live[(light[live] > 0.01) & (t[live] < limit[live])]
        if not len(live):
            break
    light = np.clip(light, 0, 1)
    return light * light * (3 - 2 * light)


def openness(scene: Scene, p: Field, n: Field) -> Field:
    """How open the surroundings are, 0…1 (ambient occlusion), by five probes along the normal."""
    lost = np.zeros(len(p), np.float32)
    weight = 1.0
    for step in (0.06, 0.2, 0.5, 1.1, 2.2):
        q = p + n * step
        lost += weight * (step - scene.distance(q[:, 0], q[:, 1], q[:, 2])).clip(0) / step
        weight *= 0.78
    return np.clip(1 - lost * 0.38, 0.04, 1)


def look(scene: Scene, o: Field, d: Field, bounce: int = 1) -> tuple[Field, Field]:
    """Light along rays and the distance it comes from."""
    t = march(scene, o, d, 130 if bounce else 80)
    light = scene.sky(d)
    hit = np.nonzero(t < FAR * 0.999)[0]
    if len(hit):
        light[hit] = _surface_light(scene, o[hit] + d[hit] * t[hit, None], d[hit], t[hit], bounce)
    if scene.fog:
        light = in_fog(scene, light, o, d, t)
    return light, t


def _surface_light(scene: Scene, p: Field, d: Field, t: Field, bounce: int) -> Field:
    """Shade points: sun, lamps, sky, glow and one mirror bounce."""
    n = normals(scene, p, t)
    gaps = np.stack([part.body(p[:, 0], p[:, 1], p[:, 2]) for part in scene.parts])
    which = np.argmin(gaps, axis=0)
    colour, glow = np.zeros_like(p), np.zeros_like(p)
    mirror = np.zeros(len(p), np.float32)
    for index in np.unique(which):
        at = np.nonzero(which == index)[0]
        s = scene.parts[index].paint(p[at, 0], p[at, 1], p[at, 2], n[at])
        colour[at], glow[at], mirror[at] = s.colour, s.glow, s.mirror
        if s.bump is not None:
            n[at] = unit(n[at] + np.stack([s.bump[0], np.zeros_like(s.bump[0]), s.bump[1]], axis=1))
    away = p + n * (0.004 + 0.0015 * t[:, None])
    clear = openness(scene, p, n)
    sun = unit(scene.sun)
    facing = np.clip(n @ sun, 0, 1)
    lit = np.zeros(len(p), np.float32)
    some = np.nonzero(facing > 0)[0]
    if len(some) and max(scene.sun_light) > 0:
        lit[some] = facing[some] * shade_of(scene, away[some], np.broadcast_to(sun, (len(some), 3)), 70.0, 14.0)
    above, below = (np.array(a, np.float32) for a in scene.ambient)
    up = (n[:, 1:2] + 1) / 2
    got = lit[:, None] * np.array(scene.sun_light, np.float32) + clear[:, None] * (above * up + below * (1 - up))
    for lamp in scene.lamps:
        got += _lamp_light(scene, lamp, away, n, clear)
    light = colour * got + glow
    shine = np.nonzero(mirror > 0.01)[0]
    if len(shine) and bounce:
        view, normal = d[shine], n[shine]
        cosine = np.clip(-(view * normal).sum(axis=1), 0, 1)
        back = unit(view - 2 * (view * normal).sum(axis=1, keepdims=True) * normal)
        back[:, 1] = np.where(normal[:, 1] > 0.7, np.abs(back[:, 1]), back[:, 1])
        share = mirror[shine] + (1 - mirror[shine]) * (1 - cosine) ** 5 * np.clip(mirror[shine] * 6, 0, 1)
        seen, _ = look(scene, away[shine], back, bounce - 1)
        light[shine] = light[shine] * (1 - share[:, None]) + seen * share[:, None]
    return light


def _lamp_light(scene: Scene, lamp: Lamp, p: Field, n: Field, clear: Field) -> Field:
    """Light of one lamp at points, n × 3."""
    way = np.array(lamp.at, np.float32) - p
    far = np.linalg.norm(way, axis=1)
    to = way / far[:, None]
    strength = np.clip((n * to).sum(axis=1), 0, 1) / (1 + (far / lamp.reach) ** 2)
    if lamp.aim is not None:
        axis = unit(np.subtract(lamp.aim, lamp.at))
        strength *= smooth(lamp.cone, lamp.cone + (1 - lamp.cone) * 0.6, -(to @ axis))
    if lamp.shadow:
        some = np.nonzero(strength > 0.004)[0]
        if len(some):
            strength[some] *= shade_of(scene, p[some], to[some], far[some] - 0.3, 10.0)
    return (strength * (0.35 + 0.65 * clear))[:, None] * np.array(lamp.colour, np.float32)


def in_fog(scene: Scene, light: Field, o: Field, d: Field, t: Field) -> Field:
    """Light after its way through the fog."""
    if scene.fog_height:
        rise = np.where(np.abs(d[:, 1]) < 1e-3, 1e-3, d[:, 1])
        depth = np.exp(-o[:, 1] / scene.fog_height) * scene.fog_height / rise
        depth = depth * (1 - np.exp(np.clip(-t * rise / scene.fog_height, -40, 40)))
    else:
        depth = t
    share = 1 - np.exp(-scene.fog * np.clip(depth, 0, 1e4))
    share = np.where(t < FAR * 0.999, share, 0)  # the sky brings its own haze
    veil = (scene.fog_light or scene.sky)(d)
    return light * (1 - share[:, None]) + veil * share[:, None]


def render(scene: Scene, size: tuple[int, int], fine: bool = True) -> tuple[Field, Field]:
    """Scene → linear light (h × w × 3) and depth in metres (h × w); with `fine`, edges get four rays a pixel."""
    wide, high = size
    py, px = np.mgrid[0:high, 0:wide].astype(np.float32).reshape(2, -1)
    light, depth = _shoot(scene, px + 0.5, py + 0.5, size)
    if fine:
        tone = np.log1p(4 * light.reshape(high, wide, 3)).max(axis=2)
        edge = cv2.dilate(tone, np.ones((3, 3))) - cv2.erode(tone, np.ones((3, 3))) > 0.09
        at = np.nonzero(edge.ravel())[0]
        total = np.zeros((len(at), 3), np.float32)
        for dx, dy in ((0.125, 0.375), (0.375, 0.875), (0.625, 0.125), (0.875, 0.625)):
            extra, _ = _shoot(scene, px[at] + dx, py[at] + dy, size)
            total += np.minimum(extra, 6.0) / 4
        light[at] = total
    return light.reshape(high, wide, 3), depth.reshape(high, wide)


def _shoot(scene: Scene, px: Field, py: Field, size: tuple[int, int]) -> tuple[Field, Field]:
    """Rays through pixel positions, tile by tile."""
    light, depth = np.empty((len(px), 3), np.float32), np.empty(len(px), np.float32)
    eye = np.array(scene.eye, np.float32)
    for at in range(0, len(px), TILE):
        cut = slice(at, at + TILE)
        d = rays(scene, px[cut], py[cut], size)
        light[cut], depth[cut] = look(scene, np.broadcast_to(eye, d.shape), d)
    return light, depth
