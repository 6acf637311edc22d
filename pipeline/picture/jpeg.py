# SPDX-License-Identifier: EUPL-1.2
"""Pictures as JPEG files, with their colours at full size."""

from io import BytesIO

from PIL import Image


def jpeg(image: Image.Image, quality: int) -> bytes:
    """Encode a picture, as small as its quality allows: RGB → bytes."""
    out = BytesIO()
    try:
        image.save(out, "JPEG", quality=quality, subsampling=0, optimize=True)
    except OSError:  # to optimize, Pillow reserves a byte per pixel, and noise needs more
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()
