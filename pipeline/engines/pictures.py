# SPDX-License-Identifier: EUPL-1.2
"""Foreign picture bytes → a clean JPEG on the shelf. The header is judged before a single pixel is decoded."""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import SourceError
from pipeline.model import Picture
from pipeline.picture.jpeg import jpeg
from pipeline.ports import Shelf

FORMATS: Final = ("JPEG", "PNG", "WEBP")
"""Everything else that Pillow can read (70 endings) stays closed: each decoder is a door."""
PIXELS_MOST: Final = 40_000_000
"""A 9 kB file of 81 million pixels takes 6.5 s and 406 MB to decode (research/ops.md, section 3)."""
EDGE_MOST: Final = 2400
"""Pixels: the longest edge that a 1920 x 1080 film with a slow move into the picture can show."""
EDGE_LEAST: Final = 240
"""Pixels: below it a picture is an icon or a button."""
QUALITY: Final = 90


def keep_picture(content: bytes, credit: str, alt: str, shelf: Shelf, licence: str = "") -> Picture:
    """Decode, turn upright, shrink and keep a picture: bytes → Picture. Raises SourceError saying what is wrong with it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = _decoded(content)
    except SourceError:
        raise
    except MemoryError:
        raise SourceError("The picture needs more memory than a picture may take.", "Use a smaller one.") from None
    except (OSError, ValueError, SyntaxError, EOFError, Warning, Image.DecompressionBombError, UnidentifiedImageError) as wrong:
        raise SourceError(f"The picture cannot be decoded ({type(wrong).__name__}).", "Use a JPEG, PNG or WebP file.") from wrong
    blob = shelf.put(jpeg(image, QUALITY), "image/jpeg")
    return Picture(blob, image.width, image.height, credit, alt, licence)


def _decoded(content: bytes) -> Image.Image:
    """Decode to RGB, upright, at most EDGE_MOST pixels long. Without any metadata of the file."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as raw:
        if raw.width * raw.height > PIXELS_MOST:
            raise SourceError(
                f"The picture has {raw.width} x {raw.height} pixels; at most 40 million are decoded.", "Use a smaller one."
            )
        if min(raw.size) < EDGE_LEAST or max(raw.size) > 6 * min(raw.size):
            raise SourceError(f"The picture has only {raw.width} x {raw.height} pixels.", "Use one of at least 240 x 240.")
        raw.draft("RGB", (EDGE_MOST, EDGE_MOST))  # JPEG shrinks while it decodes
        raw.load()
        image: Image.Image = raw
        if max(raw.size) > EDGE_MOST and raw.mode in ("RGB", "L"):  # shrunk at once: each further step would copy all pixels
            image.thumbnail((EDGE_MOST, EDGE_MOST), Image.Resampling.LANCZOS)
        image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGB", clear.size, (255, 255, 255))
        ground.paste(clear, mask=clear.getchannel("A"))
        image = ground
    image = image.convert("RGB")
    image.thumbnail((EDGE_MOST, EDGE_MOST), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", image.size)
    plain.paste(image)
    return plain
