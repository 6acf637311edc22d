# SPDX-License-Identifier: EUPL-1.2
"""A presenter's folder of the kind "photo" for the tests: Anna's drawing as if it were a photograph, with points set by hand."""

import json
from functools import cache

import cv2
import numpy as np

from pipeline.picture.atlas import Pixels
from pipeline.picture.performance import NEUTRAL
from pipeline.picture.portrait import Portrait, load_portrait
from pipeline.picture.presenter import Presenter
from tests.picture.spoken import files, rig_of, small_atlas

PX = 1.5
"""Photo px per canvas px of the drawing."""
POINTS = {
    "lip_1": (312, 384), "lip_2": (327, 386), "lip_3": (344, 388), "lip_4": (361, 386), "lip_5": (378, 384),
    "upper_1": (327, 381), "upper_2": (344, 382), "upper_3": (361, 381),
    "lower_1": (327, 394), "lower_2": (344, 397), "lower_3": (361, 394),
    "eye_l_outer": (273, 288), "eye_l_inner": (321, 296), "eye_l_top": (296, 282), "eye_l_bottom": (298, 301),
    "eye_r_inner": (370, 295), "eye_r_outer": (421, 288), "eye_r_top": (395, 282), "eye_r_bottom": (393, 301),
    "nose": (343, 355), "chin": (345, 446),
}  # fmt: skip
TOML = """
schema = 1
kind = "photo"
id = "anna-foto"
screen_name = "Anna, KI-Sprecherin"
gender = "f"

[licence]
art = "CC0-1.0"
weights = "none"

[disclosure]
consent_required = false

[voices]
espeak = "de+f2"
"""


def photographed() -> Pixels:
    """Anna, neutral, on nothing: straight red, green, blue, alpha."""
    canvas = np.zeros((round(800 * PX), round(700 * PX), 4), np.uint8)
    patch = Presenter(rig_of("anna"), small_atlas("anna"), PX).patch(NEUTRAL)
    high, wide = canvas.shape[:2]
    part = patch.pixels[max(0, -patch.y) : high - patch.y, max(0, -patch.x) : wide - patch.x]
    canvas[max(0, patch.y) : max(0, patch.y) + part.shape[0], max(0, patch.x) : max(0, patch.x) + part.shape[1]] = part
    return np.asarray(cv2.cvtColor(canvas, cv2.COLOR_mRGBA2RGBA), np.uint8)


def encoded(pixels: Pixels, kind: str) -> bytes:
    """Straight pixels as a PNG, or as a JPEG before a plain wall."""
    if kind == "jpg":
        share = pixels[..., 3:] / 255
        pixels = np.asarray(pixels[..., :3] * share + np.array((176, 190, 198)) * (1 - share), np.uint8)
        return bytes(cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes())
    return bytes(cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA))[1].tobytes())


def points(**changed: tuple[float, float]) -> bytes:
    return json.dumps({"schema": 1, "points": {k: [x * PX, y * PX] for k, (x, y) in (POINTS | changed).items()}}).encode()


@cache
def photo_files(kind: str = "png") -> tuple[tuple[str, bytes], ...]:
    held = files("anna")
    return (
        ("LICENSE", held["LICENSE"]), ("avatar.toml", TOML.encode()), (f"photo.{kind}", encoded(photographed(), kind)),
        ("points.json", points()), ("preview.png", held["preview.png"]),
    )  # fmt: skip


@cache
def portrait(kind: str = "png") -> Portrait:
    held = dict(photo_files(kind))
    return load_portrait(held["avatar.toml"], held[f"photo.{kind}"], held["points.json"])
