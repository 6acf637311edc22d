# SPDX-License-Identifier: EUPL-1.2
"""Pictures for the seek bar: one sheet, and a WebVTT track that says which part of it belongs to which two seconds."""

from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.delivery.captions import clock
from pipeline.model import FPS, Frames

WIDTH, HEIGHT = 160, 90
SHAPE: Final = (HEIGHT, WIDTH, 3)
COLUMNS: Final = 10
STEP: Final = 2 * FPS
QUALITY: Final = 70


def sheet(pictures: tuple[NDArray[np.uint8], ...]) -> bytes:
    """Lay the pictures side by side, ten in a row → JPEG."""
    rows = max(1, -(-len(pictures) // COLUMNS))
    whole = np.zeros((rows * HEIGHT, COLUMNS * WIDTH, 3), np.uint8)
    for n, picture in enumerate(pictures):
        x, y = _place(n)
        whole[y : y + HEIGHT, x : x + WIDTH] = picture
    out = BytesIO()
    Image.fromarray(whole).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def track(name: str, length: Frames) -> str:
    """Write the track: one cue each two seconds, addressing a part of the sheet (Media Fragments, xywh)."""
    cues = []
    for n, start in enumerate(range(0, length, STEP)):
        x, y = _place(n)
        end = min(start + STEP, length)
        cues.append(f"\n{clock(start, '.')} --> {clock(end, '.')}\n{name}#xywh={x},{y},{WIDTH},{HEIGHT}\n")
    return "WEBVTT\n" + "".join(cues)


def _place(number: int) -> tuple[int, int]:
    return number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT
