# SPDX-License-Identifier: EUPL-1.2
"""Colours survive the way to BT.709 and back; blending is exact where it must be."""

import numpy as np
import pytest

from pipeline.picture.layout import Box
from pipeline.picture.yuv import Buffer, opaque, patch, sprite, to_rgb, yuva
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
