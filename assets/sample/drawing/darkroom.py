# SPDX-License-Identifier: EUPL-1.2
"""The darkroom: trees are set in, the lens blurs, then bloom, tone curve, vignette and grain."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from drawing.light import Field, in_fog, rays, unit
from drawing.shot import Shot, Tree

# --- trees --------------------------------------------------------------------------------------------------------


def draw_tree(tree: Tree, sun: Field, pixels: int) -> Field:
    """A tree of branches and thousands of leaf dabs: premultiplied RGBA, `pixels` high."""
    wide = int(pixels * 0.95)
    chance = np.random.default_rng(tree.seed)
    colour = np.zeros((pixels, wide, 3), np.float32)
    cover = np.zeros((pixels, wide), np.float32)
    tips: list[tuple[float, float, float]] = []

    def branch(x: float, y: float, angle: float, length: float, thick: float, depth: int) -> None:
        x2, y2 = x + np.cos(angle) * length, y - np.sin(angle) * length
        bark = (0.10, 0.075, 0.055) if depth % 2 else (0.085, 0.065, 0.05)
        ends = [(int(px * 16), int(py * 16)) for px, py in ((x, y), (x2, y2))]
        for canvas, ink in ((colour, bark), (cover, 1.0)):
            cv2.line(canvas, ends[0], ends[1], ink, max(1, int(thick)), cv2.LINE_AA, 4)
        if depth >= 3:
            tips.append((x2, y2, length))
        if depth < 6:
            for turn in (-0.42, 0.05, 0.45) if depth < 2 else (-0.45, 0.42):
                bend = turn + chance.normal(0, 0.16)
                branch(x2, y2, angle + bend, length * chance.uniform(0.66, 0.84), thick * 0.64, depth + 1)

    branch(wide / 2, pixels - 1, np.pi / 2 + chance.normal(0, 0.04), pixels * 0.24, pixels * 0.035, 0)
    dark, bright = np.array(tree.dark, np.float32), np.array(tree.bright, np.float32)
    middle = np.mean([(x, y) for x, y, _ in tips], axis=0)
    spread = max(1.0, float(np.std([(x, y) for x, y, _ in tips])) * 1.9)
    dabs = []
    for _ in range(tree.leaves):
        x, y, length = tips[int(chance.integers(len(tips)))]
        x, y = x + chance.normal(0, length * 0.9), y + chance.normal(0, length * 0.7)
        side = ((x - middle[0]) * sun[0] - (y - middle[1]) * 0.8) / spread
        dabs.append((x, y, float(np.clip(0.46 + 0.42 * side + chance.normal(0, 0.20), 0, 1))))
    dabs.sort(key=lambda dab: dab[2] + chance.normal(0, 0.25))
    for x, y, lit in dabs:
        ink = dark + (bright - dark) * lit * lit
        grown = 1.0 if tree.leaves > 1500 else 0.6
        axes = (int(pixels * chance.uniform(0.006, 0.014) * 16 * grown), int(pixels * chance.uniform(0.004, 0.009) * 16 * grown))
        for canvas, tone in ((colour, tuple(map(float, ink))), (cover, 1.0)):
            cv2.ellipse(
                canvas, (int(x * 16), int(y * 16)), axes, chance.uniform(0, 180), 0, 360, tone, -1, cv2.LINE_AA, 4
            ) if canvas.ndim == 3 else cv2.circle(canvas, (int(x * 16), int(y * 16)), axes[1], tone, -1, cv2.LINE_AA, 4)
    return np.dstack([colour * cover[..., None], cover])


def plant(shot: Shot, light: Field, depth: Field) -> None:
    """Set the trees into a traced picture, far ones first, behind what stands before them."""
    scene = shot.scene
    high, wide = depth.shape
    eye = np.array(scene.eye, np.float32)
    ahead = unit(np.subtract(scene.target, scene.eye))
    right = unit(np.cross(np.array((0, 1, 0), np.float32), ahead))
    up = np.cross(ahead, right)
    scale = high / 2 / np.tan(np.radians(scene.lens) / 2)
    for tree in sorted(shot.trees, key=lambda t: -float((np.array(t.foot) - eye) @ ahead)):
        way = np.array(tree.foot, np.float32) - eye
        far = float(way @ ahead)
        x, y = wide / 2 + way @ right / far * scale, high / 2 - way @ up / far * scale
        tall = int(tree.height / far * scale)
        sprite = draw_tree(tree, unit(scene.sun), max(tall * 2, 40))
        sprite = cv2.resize(sprite, (max(1, int(tall * 0.95)), tall), interpolation=cv2.INTER_AREA)
        left, top = int(x - sprite.shape[1] / 2), int(y - tall)
        x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + sprite.shape[1], wide), min(top + tall, high)
        if x1 <= x0 or y1 <= y0:
            continue
        cut = sprite[y0 - top : y1 - top, x0 - left : x1 - left]
        patch, behind = light[y0:y1, x0:x1], depth[y0:y1, x0:x1]
        cover = cut[..., 3:] * (behind > far)[..., None]
        tone = cut[..., :3] / np.maximum(cut[..., 3:], 1e-3)
        if scene.fog:
            py, px = np.mgrid[y0:y1, x0:x1].astype(np.float32).reshape(2, -1)
            d = rays(scene, px, py, (wide, high))
            flat = in_fog(scene, tone.reshape(-1, 3), np.broadcast_to(eye, d.shape), d, np.full(len(d), far, np.float32))
            tone = flat.reshape(tone.shape)
        patch[:] = patch * (1 - cover) + tone * cover
        behind[cover[..., 0] > 0.5] = far


# --- the darkroom -------------------------------------------------------------------------------------------------


def soften(light: Field, depth: Field, focus: float, strength: float) -> Field:
    """The lens: blur by distance from the focus; `strength` is the blur of infinity as a share of the height."""
    if not strength:
        return light
    high = light.shape[0]
    circle = np.abs(1 - focus / np.maximum(depth, 0.3)) * strength * high
    levels = [0.8]
    while levels[-1] < circle.max():
        levels.append(levels[-1] * 1.6)
    near = (depth < focus) & (circle > levels[0])
    hiding = near & (circle > 0.004 * high)
    open_ = (~hiding).astype(np.float32)
    result = light.copy()
    if hiding.any():  # what the blurred foreground covers is guessed from its surroundings
        for sigma in (2.0, 6.0, 20.0, 80.0):
            cover = cv2.GaussianBlur(open_, (0, 0), sigma)[..., None]
            guess = cv2.GaussianBlur(light * open_[..., None], (0, 0), sigma) / np.maximum(cover, 1e-4)
            result = np.where(hiding[..., None] & (cover > 0.02) & (result == light), guess, result)
    for low in levels:  # behind the focus: never over what is sharper and nearer
        part = ((depth >= focus) & (circle > low)).astype(np.float32)
        if part.any():
            cover = cv2.GaussianBlur(part, (0, 0), low * 0.7)
            tone = cv2.GaussianBlur(result * part[..., None], (0, 0), low * 0.7) / np.maximum(cover, 1e-4)[..., None]
            result = result * (1 - part[..., None]) + tone * part[..., None]
    for low in levels:  # before the focus: spreads over everything; levels overlap, so that no seam shows
        last = low * 1.6 > levels[-1]
        part = (near & (circle > low) & ((circle <= low * 2.56) | last)).astype(np.float32)
        if part.any():
            sigma = low * 0.9
            cover = cv2.GaussianBlur(part, (0, 0), sigma)[..., None]
            tone = cv2.GaussianBlur(light * part[..., None], (0, 0), sigma) / np.maximum(cover, 1e-4)
            result = result * (1 - cover) + tone * cover
    return result.astype(np.float32)


def dusty(shot: Shot, depth: Field) -> Field:
    """The beams of the spotlights in the dust of the hall, summed along each ray: h × w × 3."""
    scene = shot.scene
    high, wide = depth.shape
    small = (wide // 2, high // 2)
    py, px = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32).reshape(2, -1)
    d = rays(scene, px, py, small)
    t_end = cv2.resize(depth, small, interpolation=cv2.INTER_NEAREST).ravel()
    total = np.zeros_like(d)
    for k in range(40):
        t = np.minimum(t_end, 24.0) * (k + 0.5) / 40
        p = np.array(scene.eye, np.float32) + d * t[:, None]
        for lamp in scene.lamps:
            if lamp.aim is None:
                continue
            way = p - np.array(lamp.at, np.float32)
            far = np.linalg.norm(way, axis=1)
            inside = (way / far[:, None]) @ unit(np.subtract(lamp.aim, lamp.at))
            edge = lamp.cone + (1 - lamp.cone) * 0.6
            share = np.clip((inside - lamp.cone) / (edge - lamp.cone), 0, 1) / (1 + (far / lamp.reach) ** 2)
            total += (share * np.minimum(t_end, 24.0) / 40 * shot.haze)[:, None] * np.array(lamp.colour, np.float32)
    return cv2.GaussianBlur(cv2.resize(total.reshape(small[1], small[0], 3), (wide, high)), (0, 0), high / 500)


def develop(shot: Shot, light: Field, depth: Field) -> Image.Image:
    """Linear light → a finished picture."""
    high, wide = depth.shape
    light = soften(np.minimum(light, 12.0), depth, shot.focus, shot.blur)
    if shot.haze:
        light = light + dusty(shot, depth)
    strong = np.maximum(light - shot.bloom_from, 0)
    for share, sigma in ((0.5, 0.006), (0.3, 0.02), (0.2, 0.06)):
        light = light + shot.bloom * share * 6 * cv2.GaussianBlur(strong, (0, 0), sigma * high)
    light = light * shot.exposure * np.array(shot.warm, np.float32)
    # A filmic curve (Hable's form with Narkowicz's constants): soft shoulder, a little toe.
    toned = np.clip(light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14), 0, 1)
    picture = np.power(toned, 1 / 2.2)
    grey = picture @ np.array((0.30, 0.59, 0.11), np.float32)
    picture = np.clip(grey[..., None] + (picture - grey[..., None]) * shot.colour, 0, 1)
    picture = picture + (shot.contrast - 1) * (picture * picture * (3 - 2 * picture) - picture)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    off = ((x / wide - 0.5) ** 2 + (y / high - 0.5) ** 2) * 2
    picture = picture * (1 - 0.30 * off[..., None] ** 1.3)
    chance = np.random.default_rng(11)
    grain = cv2.GaussianBlur(chance.normal(0, 1, (high, wide)).astype(np.float32), (0, 0), 0.9)
    middle = 4 * picture.mean(axis=2) * (1 - picture.mean(axis=2))
    picture = picture + (grain * 0.016 * (0.4 + 0.6 * np.clip(middle, 0, 1)))[..., None]
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))
