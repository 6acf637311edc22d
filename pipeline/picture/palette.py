# SPDX-License-Identifier: EUPL-1.2
"""Derive a county's colours from its logo: pixels → palette and landscape, corrected until every pair has its contrast.

Colours are chosen in OKLCH (B. Ottosson, 2020), where equal steps look equal: lightness and chroma are those of our own design
packs, the hue is the logo's. What a logo cannot carry on a dark wall (yellow, black, grey) becomes the accent, or gives way to
slate.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.picture.design import Palette
from pipeline.picture.design_check import contrast
from pipeline.picture.yuv import Bytes

_GREY, _PALE_GREY = 0.035, 0.02  # chroma below which a px, and a very light one, has no hue
_PALE = 0.82  # lightness above which a colour is pale
_SHARE = 0.05  # of the coloured px that a second hue must have
_APART = 42.0  # degrees between two hues that are two
_BINS = 36
_LOOKED = 400  # px of a logo's longer side that are looked at
_SLATE, _AMBER, _AUTUMN = 252.0, 82.0, 62.0  # degrees
_LIGHT = 0.68  # a colour that is lighter and yellowish is no ground for a wall
_YELLOWISH = (55.0, 125.0)
# lightness and chroma of each role: those of the shipped packs
_ROLES = {
    "ink": (0.2, 0.042), "night": (0.262, 0.068), "deep": (0.344, 0.088), "core": (0.472, 0.118), "sky": (0.786, 0.082),
    "mist": (0.932, 0.021),
}  # fmt: skip
_LAND = {  # lightness, chroma; hue "c": the county's, "s": sky, "w": warm
    "sky_top": (0.812, 0.07, "s"), "sky_mid": (0.908, 0.036, "s"), "sky_low": (0.968, 0.028, "w"), "sun": (0.957, 0.05, "w"),
    "far": (0.838, 0.042, "c"), "hill": (0.74, 0.062, "c"), "wood": (0.642, 0.08, "c"), "slope": (0.594, 0.09, "c"),
    "field": (0.52, 0.104, "c"), "front": (0.404, 0.096, "c"), "strip_a": (0.858, 0.114, "w"), "strip_b": (0.712, 0.07, "c"),
    "strip_c": (0.574, 0.098, "c"), "river": (0.953, 0.018, "s"),
}  # fmt: skip
_PAIRS = (  # lighter or darker of two, the least contrast between them; some above WCAG, for grounds are no plain colours
    ("paper", "deep", 8.0), ("sky", "deep", 5.2), ("accent", "deep", 4.9), ("core", "mist", 4.9), ("ink", "accent", 6.0),
    ("paper", "core", 4.9), ("mist", "deep", 3.4), ("sky", "night", 4.0), ("alert", "mist", 4.9), ("ink", "sky", 5.0),
)  # fmt: skip
_STEP = 0.008

Lab = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tone:
    """A colour as it is seen: lightness 0..1, chroma, hue in degrees; `share` of the logo's coloured px."""

    light: float
    chroma: float
    hue: float
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Derived:
    """What came of a logo: the colours, and in German which of them the logo gave."""

    palette: Palette
    land: dict[str, str]
    notes: tuple[str, ...]


def derive(logo: Bytes, alert: str = "#A3201B") -> Derived:
    """A logo (straight red, green, blue, alpha) → the colours of a design pack."""
    tones = tones_of(logo)
    ground, accent, notes = _chosen(tones)
    colours = {name: hexed(Tone(light, chroma * ground.chroma, ground.hue)) for name, (light, chroma) in _ROLES.items()}
    if _apart(ground.hue, 15) < 55 and ground.chroma > 0.5:  # the red of the logo itself, on small surfaces
        colours["core"] = hexed(Tone(_ROLES["core"][0], 0.15, ground.hue))
    colours |= {"paper": "#FFFFFF", "accent": hexed(accent), "alert": alert}
    colours = _corrected(colours)
    return Derived(Palette(**colours), _land(ground), notes)


def tones_of(logo: Bytes) -> tuple[Tone, ...]:
    """Find the hues of a logo, the largest first; none where it is black, white or grey."""
    step = max(1, max(logo.shape[:2]) // _LOOKED)  # a sample of the px says as much as all
    part = logo[::step, ::step]
    pixels = part[part[..., 3] > 128][:, :3]
    if not len(pixels):
        return ()
    lab = oklab(pixels.astype(np.float64))
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    seen = lab[chroma > np.where(lab[:, 0] > _PALE, _PALE_GREY, _GREY)]
    if len(seen) < 0.04 * len(pixels):
        return ()
    angles = np.degrees(np.arctan2(seen[:, 2], seen[:, 1])) % 360
    weight, _ = np.histogram(angles, _BINS, (0, 360))
    smooth = weight + 0.5 * (np.roll(weight, 1) + np.roll(weight, -1))
    found: list[Tone] = []
    for peak in np.argsort(smooth)[::-1]:
        centre = (peak + 0.5) * 360 / _BINS
        if any(_apart(centre, tone.hue) < _APART for tone in found):
            continue
        near = seen[np.abs((angles - centre + 180) % 360 - 180) <= 360 / _BINS]
        share = len(near) / len(seen)
        if not len(near) or share < _SHARE:
            continue
        light, a, b = (float(np.median(near[:, k])) for k in range(3))
        found.append(Tone(light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360, share))
    return tuple(found)


def _chosen(tones: tuple[Tone, ...]) -> tuple[Tone, Tone, tuple[str, ...]]:
    """Choose the ground (chroma as a factor) and the accent, and say which part the logo had in it."""
    fit = [tone for tone in tones if not _too_light(tone)]
    bright = [tone for tone in tones if _too_light(tone)]
    amber = Tone(0.835, 0.145, _AMBER)
    if not tones:
        return Tone(0, 0.26, _SLATE), amber, ("Das Logo ist schwarz, weiß oder grau: Grundton Schiefer, Akzent Bernstein.",)
    if not fit:
        accent = _accent(bright[0])
        return Tone(0, 0.5, _SLATE), accent, ("Die Farbe des Logos ist für eine dunkle Wand zu hell: Sie ist der Akzent.",)
    ground = Tone(0, _factor(fit[0]), fit[0].hue)
    others = [tone for tone in (*bright, *fit[1:]) if _apart(tone.hue, ground.hue) >= _APART]
    if others:
        return ground, _accent(others[0]), ("Grundton und Akzent sind Farben des Logos.",)
    warm = _apart(ground.hue, 40) < 50
    accent = Tone(0.865, 0.125, 92) if warm else amber
    return ground, accent, ("Der Grundton ist die Farbe des Logos; den Akzent hat das Logo nicht, er ist Bernstein.",)


def _too_light(tone: Tone) -> bool:
    return tone.light > _LIGHT and _YELLOWISH[0] < tone.hue < _YELLOWISH[1]


def _factor(tone: Tone) -> float:
    """Give how colourful the ground may be: as the logo, but red and violet walls are quieter than blue and green ones."""
    most = (
        0.8 if _apart(tone.hue, 15) < 55 else 0.85 if _apart(tone.hue, 310) < 35 else 0.72 if _apart(tone.hue, 140) < 35 else 1.0
    )
    seen = tone.chroma * (2.4 if tone.light > _PALE else 1.0)  # what is pale on paper is meant as that colour
    return max(0.25, min(most, seen / 0.11))


def _accent(tone: Tone) -> Tone:
    """Bring a hue to the lightness at which it stands out on the plates."""
    return Tone(min(0.87, max(0.79, tone.light)), min(0.155, max(0.1, tone.chroma)), tone.hue)


def _land(ground: Tone) -> dict[str, str]:
    """Colour the landscape: hills in the county's hue, a sky that leans towards it, warm light and stubble fields.

    Nobody has seen red hills: where the county is red, it is autumn.
    """
    warm = _apart(ground.hue, 20) < 70
    sky = 240 + ((ground.hue - 240 + 180) % 360 - 180) * 0.3 if not warm else 232.0
    hues = {"c": ground.hue if not warm else _AUTUMN, "s": sky, "w": 85.0 if not warm else 75.0}
    much = {"c": min(0.62, ground.chroma) if warm else ground.chroma, "s": 0.5 if warm else max(0.5, ground.chroma), "w": 1.0}
    return {name: hexed(Tone(light, chroma * much[kind], hues[kind])) for name, (light, chroma, kind) in _LAND.items()}


def _corrected(colours: dict[str, str]) -> dict[str, str]:
    """Move colours apart in lightness until every pair has its contrast; the lighter one first, then the darker one."""
    held = dict(colours)
    for one, two, least in _PAIRS * 3:
        light, dark = sorted((one, two), key=lambda name: -tone_of(held[name]).light)
        for _ in range(60):
            if contrast(_rgb(held[one]), _rgb(held[two])) >= least:
                break
            for name, step in ((light, _STEP), (dark, -_STEP)):
                tone = tone_of(held[name])
                moved = Tone(min(1.0, max(0.06, tone.light + step)), tone.chroma, tone.hue)
                held[name] = held[name] if name in ("paper", "mist") else hexed(moved)
    return held


def darker(palette: Palette) -> Palette:
    """Darken the grounds of a palette by a step: for a design check that still finds too little contrast."""
    moved = {}
    for name in ("night", "deep", "core", "alert"):
        tone = tone_of(str(getattr(palette, name)))
        moved[name] = hexed(Tone(max(0.06, tone.light - 2.5 * _STEP), tone.chroma, tone.hue))
    kept = {name: str(getattr(palette, name)) for name in Palette.__slots__}
    return Palette(**(kept | moved))


# ---------------------------------------------------------------- OKLab


def oklab(rgb: NDArray[np.float64]) -> Lab:
    """Convert sRGB 0..255 (last axis) → OKLab."""
    share = rgb / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    cone = np.cbrt(linear @ _TO_CONE.T)
    return np.asarray(cone @ _TO_LAB.T, np.float64)


def tone_of(colour: str) -> Tone:
    """Read "#RRGGBB" → Tone."""
    light, a, b = (float(v) for v in oklab(np.array(_rgb(colour), np.float64)))
    return Tone(light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def hexed(tone: Tone) -> str:
    """Write a tone as "#RRGGBB"; one that no screen shows loses chroma until it can be shown."""
    chroma = tone.chroma
    while True:
        angle = math.radians(tone.hue)
        lab = np.array([tone.light, chroma * math.cos(angle), chroma * math.sin(angle)])
        linear = np.linalg.inv(_TO_CONE) @ (np.linalg.inv(_TO_LAB) @ lab) ** 3
        if chroma < 0.002 or (linear.min() >= -0.0005 and linear.max() <= 1.0005):
            held = linear.clip(0, 1)
            share = np.where(held <= 0.0031308, held * 12.92, 1.055 * held ** (1 / 2.4) - 0.055)
            return "#" + "".join(f"{round(float(v) * 255):02X}" for v in share)
        chroma *= 0.97


_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _apart(one: float, two: float) -> float:
    """Give the angle between two hues, degrees."""
    return abs((one - two + 180) % 360 - 180)
