# SPDX-License-Identifier: EUPL-1.2
"""Colours survive the way to BT.709 and back; blending is exact where it must be."""

import numpy as np
import pytest

from pipeline.picture.brush import Brush
from pipeline.picture.layout import Box
from pipeline.picture.yuv import NOISE, Buffer, Refresher, opaque, patch, sprite, tile, to_rgb, yuva
from tests.picture.film import design


def plain(colour: tuple[int, int, int], w: int = 8, h: int = 8, alpha: int = 255) -> np.ndarray:
    share = alpha / 255
    return np.full((h, w, 4), (*(part * share for part in colour), alpha), np.float32)


@pytest.mark.parametrize("name", ["ink", "night", "deep", "core", "sky", "mist", "paper", "accent", "alert"])
def test_a_palette_colour_comes_back_within_two_code_values(name: str) -> None:
    colour = design().colour(name)
    drawn = opaque(np.full((4, 4, 3), colour, np.uint8), 0, 0)
    back = to_rgb(drawn.y, drawn.u, drawn.v).astype(int)
    assert np.abs(back - np.array(colour)).max() <= 2


def test_white_and_black_are_limited_range() -> None:
    for colour, luma in (((255, 255, 255), 235), ((0, 0, 0), 16)):
        drawn = opaque(np.full((2, 2, 3), colour, np.uint8), 0, 0)
        assert (drawn.y[0, 0], drawn.u[0, 0], drawn.v[0, 0]) == (luma, 128, 128)


def test_a_clear_sprite_changes_nothing_and_an_opaque_one_everything() -> None:
    buffer = Buffer(8, 8)
    buffer.y[:] = 77
    buffer.draw(sprite(plain((9, 9, 9), alpha=0), 0, 0), 0, 0, buffer.frame)
    assert (buffer.y == 77).all()
    assert (buffer.u == 128).all()
    buffer.draw(sprite(plain((255, 255, 255)), 0, 0), 0, 0, buffer.frame)
    assert (buffer.y == 235).all()


def test_half_alpha_is_halfway() -> None:
    buffer = Buffer(8, 8)
    buffer.draw(sprite(plain((255, 255, 255)), 0, 0), 0, 0, buffer.frame, alpha=128)
    assert abs(int(buffer.y[3, 3]) - 126) <= 1
    buffer = Buffer(8, 8)
    buffer.draw(sprite(plain((255, 255, 255), alpha=128), 0, 0), 0, 0, buffer.frame)
    assert abs(int(buffer.y[3, 3]) - 126) <= 1


def test_only_the_given_part_is_painted() -> None:
    buffer = Buffer(16, 16)
    buffer.draw(opaque(np.full((16, 16, 3), 255, np.uint8), 0, 0), 0, 0, Box(4, 4, 6, 6))
    assert (buffer.y[4:10, 4:10] == 235).all()
    assert int((buffer.y == 235).sum()) == 36


@pytest.mark.parametrize(("x", "y"), [(0, 0), (1, 0), (0, 1), (3, 5)])
def test_a_patch_lands_on_its_px_also_at_odd_places(x: int, y: int) -> None:
    buffer = Buffer(32, 32)
    buffer.draw(patch(yuva(plain((255, 255, 255), 6, 4).astype(np.uint8)), x, y), 0, 0, buffer.frame)
    assert (buffer.y[y : y + 4, x : x + 6] >= 234).all()
    assert int((buffer.y > 100).sum()) == 24


def premultiplied(chance: np.random.Generator, h: int, w: int) -> np.ndarray:
    alpha = chance.integers(0, 256, (h, w, 1)) * chance.integers(0, 2, (h, w, 1))
    return np.concatenate([chance.integers(0, 256, (h, w, 3)) * alpha // 255, alpha], axis=2).astype(np.uint8)


def test_a_part_of_a_sprite_brought_up_to_date_equals_the_sprite_made_anew() -> None:
    chance = np.random.default_rng(7)
    old, new = premultiplied(chance, 60, 84), premultiplied(chance, 60, 84)
    kept, refresh = patch(old, 10, 20), Refresher()
    for part in (Box(14, 26, 40, 22), Box(50, 60, 44, 20)):
        rows, columns = slice(part.y - 20, part.bottom - 20), slice(part.x - 10, part.right - 10)
        old[rows, columns] = new[rows, columns]
        refresh(kept, new[rows, columns], part)
    for (is_now, _), (anew, _) in zip(kept.planes(), patch(old, 10, 20).planes(), strict=True):
        assert np.array_equal(is_now, anew)


def test_a_brush_lays_premultiplied_pixels_over_others_rounded_also_in_the_middle_of_a_picture() -> None:
    chance = np.random.default_rng(8)
    ground, above = premultiplied(chance, 50, 70), premultiplied(chance, 24, 41)
    expected, part = ground.copy(), np.s_[11:35, 13:54]
    share = ground[part] * (255 - above[:, :, 3:].astype(np.float64)) / 255
    expected[part] = np.rint(share) + above
    Brush().over(ground[part], above)
    assert np.array_equal(ground, expected)


@pytest.mark.parametrize("place", [(0, 0, 1920, 120), (1000, 700, 60, 128), (511, 511, 1920, 129), (6, 1080, 2000, 300)])
def test_every_cut_of_the_dither_is_that_of_its_place(place: tuple[int, int, int, int]) -> None:
    x, y, w, h = place
    rows, columns = (np.arange(y, y + h) % 512, np.arange(x, x + w) % 512)
    assert np.array_equal(tile(x, y, w, h), NOISE[rows[:, None], columns[None, :]])
