# SPDX-License-Identifier: EUPL-1.2
"""Prepare a logo for the studio: SVG, PNG or JPEG → marks for light and for dark grounds that can be made out.

A logo of one colour is redrawn in white or ink where it would vanish; one of several colours stands on a plate of its own.
"""

import math
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import ConfigError
from pipeline.picture.canvas import rendered, rounded
from pipeline.picture.defects import Defects
from pipeline.picture.design import rgb
from pipeline.picture.design_check import luminance
from pipeline.picture.drawing import parse_svg
from pipeline.picture.palette import oklab
from pipeline.picture.yuv import Bytes

HIGH = 512
"""Px to which marks are drawn: four times what any format shows."""
WIDE = 1.7
"""A logo that is wider than high by more carries its own name: no wordmark stands beside it."""
_WIDEST = 5.0  # times its height: wider ones get room above and below, so that they end before the AI label
_MOST_PIXELS = 40_000_000
_SEEN, _PART, _RIM = 3.0, 0.72, 0.5  # a mark is made out where this part of it, or of its rim, has at least this contrast
_WHITE = 0.95  # lightness in OKLab from which a part of a mark is paper that shows through
_PAPER = 0.985  # lightness of paper
_PLAIN = 0.05  # spread in OKLab below which a logo is of one colour
_PLATE = 0.16  # of its height: room around a mark on a plate


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """A logo as PNGs for light and for dark grounds, what was done to it (German), and whether it carries its own name."""

    light: bytes
    dark: bytes
    wide: bool
    notes: tuple[str, ...]


def open_logo(content: bytes, name: str) -> Bytes:
    """Read a logo → straight red, green, blue, alpha, without empty margins. Raises ConfigError for what is none."""
    pixels = _drawn(content) if name.lower().endswith(".svg") else _decoded(content)
    if not (pixels[..., 3] < 250).any():
        pixels = _without_ground(pixels)
    left, top, wide, high = cv2.boundingRect((pixels[..., 3] > 8).astype(np.uint8))
    if wide < 8 or high < 8:
        raise ConfigError("The logo is empty, or smaller than 8 px.", "Use a larger file.")
    return np.ascontiguousarray(pixels[top : top + high, left : left + wide])


def marks_of(logo: Bytes, night: str, mist: str, paper: str, ink: str) -> Marks:
    """Make the marks of a logo for the wall (`night`) and for the light ground of opener and closer (`mist`)."""
    sized = _sized(logo)
    wide = sized.shape[1] > WIDE * sized.shape[0]
    notes: list[str] = []
    light = _fitted(sized, mist, ink, paper, night, notes, "hellem")
    dark = _fitted(sized, night, paper, paper, mist, notes, "dunklem")
    return Marks(_png(light), _png(dark), wide, tuple(notes))


def _drawn(content: bytes) -> Bytes:
    """Draw an SVG large. Raises ConfigError for one that runs or loads something."""
    defects = Defects()
    root = parse_svg(content, defects)
    wrong = [d for d in defects if d.code in ("svg-unreadable", "svg-too-large", "svg-entities", "svg-active")]
    if root is None or wrong:
        said = "; ".join(d.english() for d in wrong).replace("presenter.svg", "the drawing")
        raise ConfigError(f"The logo cannot be used: {said}.", "Save it as a plain SVG, or as a PNG.")
    try:
        box = [float(v) for v in root.get("viewBox", "").replace(",", " ").split()]
    except ValueError:
        box = []  # as good as none
    if len(box) != 4 or not all(map(math.isfinite, box)) or box[2] <= 0 or box[3] <= 0:
        wide, high = (_number(root.get(side, "")) for side in ("width", "height"))
        if wide <= 0 or high <= 0:
            raise ConfigError("The logo says neither viewBox nor width and height.", "Save it anew with a viewBox.")
        box = [0, 0, wide, high]
        root.set("viewBox", f"0 0 {wide:g} {high:g}")
    scale = min(HIGH / box[3], 4000 / box[2])
    root.set("width", f"{box[2] * scale:.0f}")
    root.set("height", f"{box[3] * scale:.0f}")
    from xml.etree import ElementTree

    try:
        return rendered(ElementTree.tostring(root, encoding="unicode"))
    except ValueError as wrong_svg:
        raise ConfigError(f"The logo cannot be drawn ({wrong_svg}).", "Save it as a plain SVG, or as a PNG.") from wrong_svg


def _number(text: str) -> float:
    digits = text.rstrip("pxtmc% ")
    return float(digits) if digits.replace(".", "", 1).isdecimal() else 0.0


def _decoded(content: bytes) -> Bytes:
    try:
        with Image.open(BytesIO(content)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise ConfigError("The logo has more than 40 megapixels.", "Use a smaller file.")
            turned = ImageOps.exif_transpose(image).convert("RGBA")
            turned.thumbnail((4000, 4000), Image.Resampling.LANCZOS)
            return np.array(turned, np.uint8)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        why = "no picture that this program knows" if isinstance(wrong, UnidentifiedImageError) else wrong
        raise ConfigError(f"The logo cannot be read ({why}).", "Use an SVG, a PNG or a JPEG.") from wrong


def _without_ground(pixels: Bytes) -> Bytes:
    """Take away a plain ground that reaches the edge; a logo without one is left as it is."""
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])[:, :3].astype(np.int64)
    ground = np.median(edge, axis=0)
    if (np.abs(edge - ground).max(axis=1) > 16).mean() > 0.02:
        return pixels
    near = (np.abs(pixels[..., :3].astype(np.int64) - ground).max(axis=2) <= 40).astype(np.uint8)
    count, parts = cv2.connectedComponents(near, connectivity=4)
    border = set(np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])).tolist()) - {0}
    outside = np.isin(parts, list(border)) if count > 1 else np.zeros(near.shape, bool)
    out = pixels.copy()
    soft = cv2.GaussianBlur((~outside).astype(np.float32), (0, 0), 0.8)
    out[..., 3] = np.where(outside, np.minimum(soft, 0.5) * 255 * 0.0, np.minimum(soft * 2 - 0.6, 1).clip(0, 1) * 255)
    return out


def _sized(logo: Bytes) -> Bytes:
    """Bring a logo to the height of marks; a very wide one gets room above and below."""
    high, wide = logo.shape[:2]
    room = max(0, round((wide / _WIDEST - high) / 2))
    padded = np.pad(logo, ((room, room), (0, 0), (0, 0)))
    size = (max(2, round(wide * HIGH / padded.shape[0])), HIGH)
    clear = np.asarray(cv2.cvtColor(padded, cv2.COLOR_RGBA2mRGBA), np.uint8)
    way = cv2.INTER_AREA if padded.shape[0] > HIGH else cv2.INTER_CUBIC
    sized = np.asarray(cv2.resize(clear, size, interpolation=way), np.uint8)
    sized[..., :3] = np.minimum(sized[..., :3], sized[..., 3:])
    return np.asarray(cv2.cvtColor(sized, cv2.COLOR_mRGBA2RGBA), np.uint8)


def _fitted(logo: Bytes, ground: str, plain: str, light: str, dark: str, notes: list[str], name: str) -> Bytes:
    """Give a logo that can be made out on a ground: itself, in one plain colour, or on a plate."""
    if made_out(logo, ground):
        return logo
    negative = _in_one_colour(logo, plain)
    if negative is not None:
        notes.append(f"Das Logo ist auf {name} Grund nicht zu erkennen; dort steht es einfarbig.")
        return negative
    plate = light if made_out(logo, light) else dark
    notes.append(f"Das Logo ist auf {name} Grund nicht zu erkennen; dort steht es auf einem Schild.")
    return _on_plate(logo, plate)


def made_out(logo: Bytes, ground: str) -> bool:
    """Tell whether most of a logo, or the larger part of its rim, stands out from a plain ground."""
    solid = (logo[..., 3] > 128).astype(np.uint8)
    own, under = luminance(logo[..., :3].astype(np.float32)), float(luminance(np.array(rgb(ground), np.float32)))
    seen = (np.maximum(own, under) + 0.05) / (np.minimum(own, under) + 0.05) >= _SEEN
    padded = np.pad(solid, 1)
    rim = (solid > 0) & (cv2.erode(padded, np.ones((3, 3), np.uint8), iterations=max(1, solid.shape[0] // 100))[1:-1, 1:-1] == 0)
    whole, edge = float(seen[solid > 0].mean()), float(seen[rim].mean()) if rim.any() else 0.0
    return whole >= _PART or (edge >= _RIM and whole >= _RIM)


def _in_one_colour(logo: Bytes, colour: str) -> Bytes | None:
    """Redraw a logo of one colour, white parts aside, in another one: what was white becomes a hole. None for several colours."""
    lab = oklab(logo[..., :3].astype(np.float64))
    solid = logo[..., 3] > 200
    painted = solid & (lab[..., 0] < _WHITE)
    if painted.sum() < 0.2 * solid.sum() or float(lab[painted].std(axis=0).max()) >= _PLAIN:
        return None
    dark = float(np.median(lab[painted][:, 0]))
    cover = ((_PAPER - lab[..., 0]) / max(_PAPER - dark, 0.02)).clip(0, 1) if dark < _WHITE - 0.02 else np.ones(solid.shape)
    out = logo.copy()
    out[..., :3] = rgb(colour)
    out[..., 3] = np.round(logo[..., 3] * cover).astype(np.uint8)
    return out


def _on_plate(logo: Bytes, colour: str) -> Bytes:
    high, wide = logo.shape[:2]
    room = round(high * _PLATE)
    inner = (max(2, round(wide * (high - 2 * room) / high)), high - 2 * room)
    small = np.asarray(cv2.resize(logo, inner, interpolation=cv2.INTER_AREA), np.uint8)
    out: Bytes = np.zeros((high, inner[0] + 2 * room, 4), np.uint8)
    out[..., :3] = rgb(colour)
    out[..., 3] = (rounded(out.shape[1], high, high * 0.14) * 255).astype(np.uint8)
    target = out[room : room + inner[1], room : room + inner[0], :3]
    share = small[..., 3:].astype(np.float32) / 255
    target[:] = np.round(small[..., :3] * share + target * (1 - share)).astype(np.uint8)
    return out


def _png(pixels: Bytes) -> bytes:
    done, png = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA))
    if not done:
        raise ConfigError("The mark could not be written.", "Use another file.")
    return bytes(png.tobytes())
