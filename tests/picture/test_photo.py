# SPDX-License-Identifier: EUPL-1.2
"""Pictures as newsletters bring them: rotated, CMYK, tiny, tall, broken, hostile."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from pipeline.model import Blob, Picture
from pipeline.picture import photo
from pipeline.picture.layout import Box
from pipeline.picture.photo import enlarged, fits, open_photo, put_away
from pipeline.picture.yuv import to_rgb
from tests.picture.film import drawn_picture

PICTURE = Picture(Blob("ab" * 32, "image/jpeg", 1), 0, 0, "T. Muster", "")


def saved(image: Image.Image, form: str = "JPEG", **how: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "LA", "I;16", "1"])
def test_every_colour_mode_becomes_red_green_blue(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    opened = open_photo(saved(Image.new(mode, (60, 40)), form), PICTURE)
    assert opened is not None
    assert opened.pixels.shape == (40, 60, 3)
    assert opened.pixels.dtype == np.uint8


def test_clear_parts_become_white() -> None:
    opened = open_photo(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"), PICTURE)
    assert opened is not None
    assert (opened.pixels == 255).all()


def test_the_cameras_rotation_is_applied() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    opened = open_photo(saved(Image.new("RGB", (90, 30)), exif=turned), PICTURE)
    assert opened is not None
    assert opened.pixels.shape[:2] == (90, 30)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 broken", saved(Image.new("RGB", (60, 60)))[:200]])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert open_photo(content, PICTURE) is None


def test_a_picture_that_decodes_to_too_much_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo, "MOST_PIXELS", 1000)
    assert open_photo(saved(Image.new("RGB", (100, 100))), PICTURE) is None


def test_of_a_picture_that_is_shown_the_planes_are_kept_and_not_what_it_was_decoded_to(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_photo(saved(Image.new("RGB", (1600, 1200), (90, 120, 60))), PICTURE)
    assert opened is not None
    opened.source(400, 300)
    put_away()
    monkeypatch.setattr(photo, "_decoded", lambda _: pytest.fail("it was decoded again"))
    assert opened.source(400, 300).y.nbytes < 0.05 * 1600 * 1200 * 3
    assert opened.size == (1600, 1200)


def test_a_tall_picture_is_shown_whole_in_a_wide_window() -> None:
    tall = drawn_picture(width=600, height=900)
    assert not fits(tall, 998, 500)
    box = Box(0, 0, 998, 500)
    shown = enlarged(tall.source(998, 500), box, 1.0, 0)
    seen = to_rgb(shown.y, shown.u, shown.v)
    disc = (seen > 235).all(axis=2) | ((seen[:, :, 0] > 240) & (seen[:, :, 1] > 228))
    rows, columns = np.nonzero(disc)
    assert 100 < rows.mean() < 300
    assert 400 < columns.mean() < 620
    assert np.ptp(rows) == pytest.approx(2 * 0.13 * 500, rel=0.15)


def test_a_crop_keeps_the_focus() -> None:
    wide = drawn_picture(width=2400, height=1200)
    source = wide.source(560, 400)
    assert 0 < source.focus[0] < 1
    assert 0 < source.focus[1] < 1
    row, column = int(source.focus[1] * source.y.shape[0]), int(source.focus[0] * source.y.shape[1])
    assert source.y[row, column] > 200  # the bright disc


def test_a_zoom_grows_about_the_focus_and_nothing_else_moves() -> None:
    source, box = drawn_picture().source(400, 200), Box(0, 0, 400, 200)
    near, far = (enlarged(source, box, growth, 0).y.astype(int) for growth in (1.0, 1.002))
    assert 0 < np.abs(near - far).mean() < 3
    row, column = int(source.focus[1] * 200), int(source.focus[0] * 400)
    assert np.abs(near - far)[row - 2 : row + 2, column - 2 : column + 2].max() <= 2


def test_upper_corners_are_round_and_the_rest_is_solid() -> None:
    shown = enlarged(drawn_picture().source(200, 100), Box(40, 20, 200, 100), 1.0, 16)
    assert shown.below is not None
    assert shown.below[0, 0] > 250
    assert shown.below[0, 199] > 250
    assert shown.below[99, 0] == 0
    assert shown.solid == Box(40, 36, 200, 84)
