# SPDX-License-Identifier: EUPL-1.2
"""How a picture grows: evenly over cuts, and no sentence moves the others."""

from itertools import pairwise

import pytest

from pipeline.picture.zoom import Stretch, stretches

FRAMES = 500
MEAN = 1 / FRAMES


def shares(parts: tuple[Stretch, ...]) -> list[float]:
    return [part.at(n) for part in parts for n in range(part.start, part.end)]


def test_a_picture_only_ever_grows_and_ends_whole() -> None:
    path = shares(stretches((0, 70, 230, 300, 480), 690, FRAMES))
    assert path[0] == 0
    assert all(b >= a - 1e-9 for a, b in pairwise(path))
    assert path[-1] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("starts", [(0, 170, 320), (0, 60, 200), (0, 110, 150, 390)])
def test_its_speed_neither_jumps_at_a_cut_nor_strays_far(starts: tuple[int, ...]) -> None:
    parts = stretches(starts, starts[-1] + 120, FRAMES)
    path = shares(parts)[::2]
    speeds = [(b - a) / 2 for a, b in pairwise(path)]
    assert max(abs(b - a) for a, b in pairwise(speeds)) < MEAN / 4
    assert max(speeds) < 1.6 * MEAN


def test_a_slightly_longer_sentence_moves_nothing_after_it() -> None:
    before, after = stretches((0, 170, 310), 450, FRAMES), stretches((0, 182, 322), 462, FRAMES)
    for one, two in zip(before[1:], after[1:], strict=True):
        assert [one.at(one.start + k) for k in range(130)] == [two.at(two.start + k) for k in range(130)]


def test_a_long_story_comes_to_rest_and_stays() -> None:
    parts = stretches((0, 200, 400, 600, 800), 1000, FRAMES)
    path = shares(parts)
    assert max(path) == pytest.approx(1.0)
    assert {round(share, 9) for share in path[820:]} == {1.0}
