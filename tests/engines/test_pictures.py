# SPDX-License-Identifier: EUPL-1.2
import io
import random
import struct
import time
import zlib

import pytest
from PIL import Image

from pipeline.engines.pictures import EDGE_MOST, keep_picture
from pipeline.errors import SourceError
from tests.doubles.shelf import MemoryShelf


def encoded(image: Image.Image, form: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def kept(content: bytes) -> Image.Image:
    shelf = MemoryShelf()
    picture = keep_picture(content, "Foto: A. Adler", "Ein Haus", shelf)
    image = Image.open(io.BytesIO(shelf.read(picture.blob)))
    assert (picture.width, picture.height) == image.size
    assert (picture.credit, picture.alt, picture.blob.media) == ("Foto: A. Adler", "Ein Haus", "image/jpeg")
    assert (image.format, image.mode) == ("JPEG", "RGB")
    return image


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        *(("JPEG", m) for m in ("RGB", "L", "CMYK")),
        *(("PNG", m) for m in ("RGB", "L", "P", "RGBA")),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
def test_pictures_of_every_accepted_kind_become_plain_rgb_jpegs(form: str, mode: str) -> None:
    image = kept(encoded(Image.new("RGB", (400, 300), (180, 60, 60)).convert(mode), form))
    assert image.size == (400, 300)


def test_a_picture_is_turned_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x013B] = "Adler, Zimmer 12"
    image = kept(encoded(Image.new("RGB", (500, 300), "white"), "JPEG", exif=exif))
    assert image.size == (300, 500)
    assert not image.getexif()


def test_a_large_picture_is_shrunk_and_a_clear_ground_becomes_white() -> None:
    assert max(kept(encoded(Image.new("RGB", (3600, 1800)), "JPEG")).size) == EDGE_MOST
    clear = kept(encoded(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG"))
    assert clear.getpixel((10, 10)) == (255, 255, 255)


def bomb(side: int) -> bytes:
    """A PNG of some kilobytes whose header promises side x side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_000, 12_000, 60_000])
def test_a_picture_that_unpacks_to_hundreds_of_megabytes_is_refused_by_its_header(side: int) -> None:
    begun = time.monotonic()
    with pytest.raises(SourceError):
        keep_picture(bomb(side), "", "", MemoryShelf())
    assert time.monotonic() - begun < 0.5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='600' height='600'/>",
        b"<html>404</html>",
        encoded(Image.new("RGB", (400, 400)), "GIF"),
        encoded(Image.new("RGB", (400, 400)), "BMP"),
        encoded(Image.new("RGB", (400, 400)), "JPEG")[:300],
        encoded(Image.new("RGB", (32, 32)), "PNG"),
        encoded(Image.new("RGB", (3000, 260)), "PNG"),
    ],
    ids=["empty", "svg", "html", "gif", "bmp", "torn", "icon", "banner"],
)
def test_what_is_no_usable_picture_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(SourceError) as wrong:
        keep_picture(content, "", "", MemoryShelf())
    assert wrong.value.hint


def test_a_picture_of_noise_is_kept_like_any_other() -> None:
    noise = Image.frombytes("RGB", (640, 400), random.Random(7).randbytes(640 * 400 * 3))
    assert kept(encoded(noise, "PNG")).size == (640, 400)
