# SPDX-License-Identifier: EUPL-1.2
"""A drawing is said in a cheaper way only where it looks the same."""

from xml.etree import ElementTree

import numpy as np
import pytest

from pipeline.errors import ConfigError
from pipeline.picture.canvas import rendered
from pipeline.picture.design import Design, load_design
from pipeline.picture.plates import _parted, land_of
from pipeline.picture.vector import fold_opacity
from tests.picture.film import design, pack

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64" viewBox="0 0 96 64">'
FADING = (
    '<defs><linearGradient id="g"><stop stop-color="#fff" stop-opacity=".5"/><stop offset="1" stop-color="#206"/>'
    "</linearGradient></defs>"
)
GROUND = '<rect width="96" height="64" fill="#f3d9b0"/>'


def folded(body: str) -> str:
    root = ElementTree.fromstring(f"{HEAD}{body}</svg>")  # noqa: S314  written here
    fold_opacity(root)
    return ElementTree.tostring(root, encoding="unicode")


def far(one: str, two: str) -> int:
    return int(np.abs(rendered(one).astype(int) - rendered(two)).max())


@pytest.mark.parametrize(
    ("shape", "left"),
    [
        ('<path d="M4 4H60V50Z" fill="#1d5e99" opacity="0.4"/>', 0),
        ('<circle cx="40" cy="30" r="22" fill="#1d5e99" opacity=".7" fill-opacity=".5"/>', 0),
        ('<g fill="#1d5e99" opacity="0.5"><rect x="8" y="8" width="50" height="40" opacity="0.5"/></g>', 1),
        ('<g stroke="none"><ellipse cx="40" cy="30" rx="30" ry="9" fill="#102030" opacity="0.35"/></g>', 0),
        (f'<polygon points="4,4 90,10 40,60" fill="url(#g)" opacity="0.6"/>{FADING}', 0),
    ],
)
def test_opacity_of_a_filled_shape_goes_into_its_fill_to_the_same_look(shape: str, left: int) -> None:
    told = folded(GROUND + shape)
    assert told.count(' opacity="') == left
    assert far(f"{HEAD}{GROUND}{shape}</svg>", told) <= 2


@pytest.mark.parametrize(
    "shape",
    [
        '<path d="M9 9H60V50Z" fill="#1d5e99" stroke="#fff" stroke-width="9" opacity="0.4"/>',
        '<g stroke="#fff" stroke-width="9"><path d="M9 9H60V50Z" fill="#1d5e99" opacity="0.4"/></g>',
        '<path d="M9 9H60V50Z" fill="#1d5e99" style="stroke:#fff;stroke-width:9" opacity="0.4"/>',
        '<g fill-opacity="0.3"><path d="M9 9H60V50Z" fill="#1d5e99" opacity="0.4"/></g>',
        '<style>path { stroke: #fff; stroke-width: 9 }</style><path d="M9 9H60V50Z" fill="#1d5e99" opacity="0.4"/>',
        '<defs><path id="p" d="M9 9H60V50Z" opacity="0.4"/></defs><use href="#p" stroke="#fff" stroke-width="9"/>',
        '<path d="M9 9H60V50Z" fill="#1d5e99" opacity="40%"/>',
    ],
)
def test_a_shape_that_may_be_drawn_with_more_than_its_fill_is_left_alone(shape: str) -> None:
    assert folded(GROUND + shape).count(' opacity="') == 1
    assert far(f"{HEAD}{GROUND}{shape}</svg>", folded(GROUND + shape)) == 0


def land(body: str) -> Design:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080">{body}</svg>'.encode()
    return load_design(tuple((name, drawing if name == "land_1x1.svg" else content) for name, content in pack("beispielheim")))


SKY = (
    '<linearGradient id="s" x2="0" y2="1"><stop stop-color="#9cc8ea"/><stop offset="1" stop-color="#fdf4e1"/></linearGradient>'
    '<filter id="c" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="16"/></filter>'
)
SOFT = (
    '<rect width="1080" height="720" fill="url(#s)"/><ellipse cx="500" cy="300" rx="200" ry="40" fill="#fff" filter="url(#c)"/>'
)
HILL = (
    '<path d="M0 700L300 512L700 640L1080 560V1080H0Z" fill="#2e6fa0"/>'
    '<circle cx="900" cy="480" r="30" fill="#1a4c7c" opacity=".8"/>'
)


def test_a_sky_is_drawn_small_and_looks_as_if_it_were_not() -> None:
    whole = land_of(land(f"<defs>{SKY}</defs>{SOFT}{HILL}"), "1x1").astype(int)
    small = land_of(land(f'<defs>{SKY}</defs><g id="sky">{SOFT}</g>{HILL}'), "1x1")
    assert (small != whole).any(), "the sky was not drawn on its own"
    assert np.abs(small - whole).max() <= 4
    assert (small[720:] == whole[720:]).all()


def test_a_group_of_that_name_in_front_of_something_is_no_sky() -> None:
    body = f"<defs>{SKY}</defs>{HILL}{SOFT}"
    named = f'<defs>{SKY}</defs>{HILL}<g id="sky">{SOFT}</g>'
    assert (land_of(land(body), "1x1") == land_of(land(named), "1x1")).all()


def test_the_sky_and_the_rest_of_the_default_landscapes_leave_nothing_open() -> None:
    for name in ("land_16x9.svg", "land_9x16.svg", "land_1x1.svg"):
        behind, front = _parted(ElementTree.fromstring(design().filled(design().file(name).decode())))  # noqa: S314  our own
        assert behind is not None
        covers = [rendered(ElementTree.tostring(part, encoding="unicode"))[:, :, 3] for part in (behind, front)]
        assert np.maximum(*covers).min() == 255


def test_a_landscape_that_is_no_svg_is_refused_by_name() -> None:
    with pytest.raises(ConfigError, match=r"land_1x1\.svg"):
        land_of(land("<g>"), "1x1")
