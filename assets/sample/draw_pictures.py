# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: INP001  (a program beside the data it makes, not a package)
"""Draw the pictures of the sample newsletter: scenes → pictures/*.jpg.

    python assets/sample/draw_pictures.py [NAME …] [--into DIR] [--scale 0.25]

`drawing/` holds the six scenes. `drawing/light.py` traces their light; in `drawing/darkroom.py` trees are set in, the lens blurs
what is out of focus, then come bloom, tone curve, vignette and grain. No camera, no stock material and no image model had a
part in it; hence "Illustration" in the credits. Drawn anew, a picture looks the same but need not have the same bytes (numpy
and OpenCV differ between processors), so the drawn files are committed.
Six pictures take about a quarter of an hour on one core; `--scale 0.25` gives thumbnails in seconds.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from drawing.bridge import bridge
from drawing.bus import bus_stop
from drawing.darkroom import develop, plant
from drawing.farm import poultry_farm
from drawing.house import district_house
from drawing.light import FAR, render
from drawing.school import school
from drawing.shot import Shot
from drawing.stage import concert_stage
from PIL import Image

MOST_BYTES = 235_000  # a newsletter's picture; with six of them the mail stays under 2 MB

SHOTS: dict[str, Callable[[], Shot]] = {
    "bruecke-k12": bridge,
    "gefluegelpest-wiesenau": poultry_farm,
    "anbau-gesamtschule": school,
    "kreiskultursommer-2027": concert_stage,
    "fahrplanwechsel-2026": bus_stop,
    "ehrenamtsfoerderung-2027": district_house,
}


def take(shot: Shot, scale: float = 1.0) -> Image.Image:
    """Trace and develop one shot at a share of its size."""
    size = (round(shot.size[0] * scale), round(shot.size[1] * scale))
    light, depth = render(shot.scene, size, fine=scale > 0.4)
    depth = np.minimum(depth, FAR)
    plant(shot, light, depth)
    return develop(shot, light, depth)


def jpeg(picture: Image.Image) -> bytes:
    """The best JPEG that keeps under the newsletter's limit."""
    sheet = io.BytesIO()
    for quality in range(90, 40, -3):
        sheet = io.BytesIO()
        picture.save(sheet, "JPEG", quality=quality, optimize=True, progressive=True)
        if sheet.tell() <= MOST_BYTES:
            break
    return sheet.getvalue()


def main() -> None:
    """Draw the named pictures, or all."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the sample newsletter.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SHOTS)}; all if none is named")
    parser.add_argument("--into", type=Path, default=Path(__file__).resolve().parent / "pictures")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size, for a first look")
    order = parser.parse_args()
    unknown = [name for name in order.names if name not in SHOTS]
    if unknown:
        parser.error(f"no such picture: {', '.join(unknown)}")
    for name in order.names or SHOTS:
        (order.into / f"{name}.jpg").write_bytes(jpeg(take(SHOTS[name](), order.scale)))


if __name__ == "__main__":
    main()
