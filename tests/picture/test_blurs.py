# SPDX-License-Identifier: EUPL-1.2
"""A blur is cut to what is seen of it, and what is seen stays as it was."""

from xml.etree import ElementTree

import numpy as np
import pytest

from pipeline.picture.blurs import fit_blurs
from pipeline.picture.canvas import drawn
from pipeline.picture.extent import extent, path_extent
from tests.picture.spoken import rig_of

NS = "{http://www.w3.org/2000/svg}"
GROUND = '<rect width="400" height="300" fill="#e8d8c0"/>'
SHARES = 'x="-0.4" y="-0.4" width="1.8" height="1.8"'
JACKET = '<path d="M150 40C260 60 260 220 180 290L90 290Z" fill="#102a30" opacity="0.6" filter="url(#b)"/>'


def document(body: str, region: str = SHARES, deviation: str = "3") -> str:
    blur = f'<filter id="b" {region}><feGaussianBlur stdDeviation="{deviation}"/></filter>'
    clip = '<clipPath id="k"><path d="M0 0H400V120H0Z"/></clipPath>'
    shade = '<linearGradient id="g"><stop stop-color="#802010"/><stop offset="1" stop-color="#10a0f0"/></linearGradient>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">'
        f"<defs>{blur}{clip}{shade}</defs>{GROUND}{body}</svg>"
    )


def fitted(svg: str) -> tuple[str, list[dict[str, str]]]:
    """Fit a drawing → the drawing, and the attributes of the filters that it got."""
    root = ElementTree.fromstring(svg)  # noqa: S314  written here
    fit_blurs(root)
    return ElementTree.tostring(root, encoding="unicode"), [f.attrib for f in root.iter(f"{NS}filter") if f.get("id") != "b"]


def size(blur: dict[str, str]) -> tuple[float, float]:
    return float(blur["width"]), float(blur["height"])


@pytest.mark.parametrize(
    ("data", "box"),
    [
        ("M10 20L30 5 40 50Z", (10, 5, 40, 50)),
        ("m10,20 l20-15 10 45z", (10, 5, 40, 50)),
        ("M0 0H7V9h-9v-3", (-2, 0, 7, 9)),
        ("M0 0C0 12 10 12 10 0", (0, 0, 10, 9)),
        ("M0 0Q5 10 10 0", (0, 0, 10, 5)),
        ("M0 0Q5 10 10 0T20 0", (0, -5, 20, 5)),
        ("M0 0C0 12 10 12 10 0S20-12 20 0", (0, -9, 20, 9)),
        ("M5 5l1 1zm10 10l1 1", (5, 5, 16, 16)),
        ("M1e1-.5.5.5", (0.5, -0.5, 10, 0.5)),
    ],
)
def test_a_path_reaches_as_far_as_its_curves_do_and_not_its_handles(data: str, box: tuple[float, ...]) -> None:
    assert path_extent(data) == pytest.approx(box)


@pytest.mark.parametrize("data", ["", "M0 0A5 5 0 0 1 9 9", "M0 0L1", "1 2 3", "M0 0L9 9 what", "M0 0B1 1", "M0 0Z5 5"])
def test_a_path_that_cannot_be_measured_is_not_guessed(data: str) -> None:
    assert path_extent(data) is None


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ('<circle xmlns="{}" cx="5" cy="6" r="2"/>', (3, 4, 7, 8)),
        ('<ellipse xmlns="{}" cx="5" rx="2" ry="1"/>', (3, -1, 7, 1)),
        ('<rect xmlns="{}" x="1" y="2" width="3" height="4"/>', (1, 2, 4, 6)),
        ('<polygon xmlns="{}" points="1,2 9,3 4,8"/>', (1, 2, 9, 8)),
        ('<g xmlns="{}"><circle r="1"/><g><rect x="4" width="2" height="9"/></g></g>', (-1, -1, 6, 9)),
        ('<rect xmlns="{}" width="10%" height="4"/>', None),
        ('<g xmlns="{}"><circle r="1"/><circle r="1" transform="scale(9)"/></g>', None),
        ('<g xmlns="{}"><circle r="1"/><text>9</text></g>', None),
        ('<g xmlns="{}"/>', None),
    ],
)
def test_shapes_and_groups_are_measured(shape: str, box: tuple[float, ...] | None) -> None:
    found = extent(ElementTree.fromstring(shape.format(NS[1:-1])))  # noqa: S314  written here
    assert found == (None if box is None else pytest.approx(box))


CIRCLES = '<circle cx="80" cy="90" r="50" fill="#fff"/><circle cx="230" cy="90" r="50" fill="#a00"/>'


@pytest.mark.parametrize(
    ("body", "wide", "high"),
    [
        (JACKET, 166.7, 270),  # the jacket and 10 px around, not 40 % of it
        (f'<g clip-path="url(#k)">{JACKET}</g>', 166.7, 100),  # and only what its clip leaves
        (f'<g clip-path="url(#k)"><g transform="translate(9 20)">{JACKET}</g></g>', 166.7, 270),  # in other units than the clip
        (JACKET.replace("#102a30", "url(#g)"), 166.7, 270),
        (f'<g filter="url(#b)">{CIRCLES}</g>', 270, 120),
        ('<ellipse cx="200" cy="90" rx="150" ry="4" fill="#a00" filter="url(#b)"/>', 320, 14.4),  # its region cuts the blur off
    ],
)
def test_a_blur_is_cut_to_what_is_seen_and_looks_as_it_did(body: str, wide: float, high: float) -> None:
    told, blurs = fitted(document(body))
    assert [size(blur) for blur in blurs] == [pytest.approx((wide, high), abs=0.1)]
    whole = document(body, f'{SHARES} color-interpolation-filters="{blurs[0]["color-interpolation-filters"]}"')
    far = np.abs(drawn(told) - drawn(whole))
    assert far.max() <= 6  # edges of curves fall a 64th of a px elsewhere on a layer of another size
    assert far.mean() < 0.01


@pytest.mark.parametrize("deviation", ["1", "2", "3", "4.5", "8", "13"])
@pytest.mark.parametrize("around", ["", 'clip-path="url(#k)"'])
def test_a_blur_is_not_cut_before_it_has_faded(deviation: str, around: str) -> None:
    body = f'<g {around}><rect x="100" y="60" width="200" height="180" fill="#000000" filter="url(#b)"/></g>'
    told, blurs = fitted(document(body, deviation=deviation))
    assert len(blurs) == 1
    whole = document(body, f'{SHARES} color-interpolation-filters="sRGB"', deviation)
    assert np.abs(drawn(told) - drawn(whole)).max() <= 1


def test_one_colour_is_blurred_without_linear_light_and_several_with_it() -> None:
    two = '<g filter="url(#b)"><circle r="9" fill="#fff"/><circle r="4" fill="#a00"/></g>'
    one = '<g fill="#fff" filter="url(#b)"><circle r="9"/><circle r="4"/></g>'
    for body, light in ((JACKET, "sRGB"), (JACKET.replace("#102a30", "url(#g)"), "linearRGB"), (two, "linearRGB"), (one, "sRGB")):
        assert [blur["color-interpolation-filters"] for blur in fitted(document(body))[1]] == [light]


def test_linear_light_changes_nothing_but_the_rounding_where_there_is_one_colour() -> None:
    linear, plain = (
        drawn(document(JACKET, f'{SHARES} color-interpolation-filters="{light}"')) for light in ("linearRGB", "sRGB")
    )
    assert np.abs(linear - plain).max() <= 8
    assert np.abs(linear - plain).mean() < 0.5


@pytest.mark.parametrize(
    "body",
    [
        JACKET.replace("opacity", 'stroke="#fff" stroke-width="30" opacity'),
        f'<g stroke="#fff" stroke-width="30">{JACKET}</g>',
        f"<style>path {{ stroke: #fff }}</style>{JACKET}",
        JACKET.replace('d="', 'd="M0 0A9 9 0 0 1 9 9').replace("290Z", "290"),
        f'<g filter="url(#b)">{JACKET}</g>',
        f'<g filter="url(#b)">{JACKET.replace("filter=", "class=")}<path display="none" d="M0 0H400V300"/></g>',
        '<path d="M0 5H90" fill="#000" filter="url(#b)"/>',
        f'<g clip-path="url(#k)">{JACKET.replace("M150 40C260 60 260 220", "M150 240C260 260 260 280")}</g>',  # nothing is seen
    ],
)
def test_what_cannot_be_told_is_left_as_it_was(body: str) -> None:
    assert fitted(document(body))[1] == []


@pytest.mark.parametrize(
    "region",
    ['filterUnits="userSpaceOnUse" x="0" y="0" width="400" height="300"', 'primitiveUnits="objectBoundingBox"', 'x="1em"'],
)
def test_a_filter_of_another_kind_is_left_as_it_was(region: str) -> None:
    assert fitted(document(JACKET, region))[1] == []
    assert fitted(document(JACKET, deviation="3 9"))[1] == []


def test_a_drawing_of_thousands_of_groups_in_each_other_is_walked_through() -> None:
    root = ElementTree.fromstring(document("<g>" * 3000 + JACKET + "</g>" * 3000))  # noqa: S314  written here
    fit_blurs(root)
    assert sum(1 for _ in root.iter(f"{NS}filter")) == 2


@pytest.mark.parametrize("name", ["anna", "thomas"])
def test_the_blurs_of_the_presenters_that_ship_are_cut(name: str) -> None:
    rig = rig_of(name)
    used = [
        name for name, markup in rig.defs if "feGaussianBlur" in markup and f"url(#{name})" in rig.body + rig.face + rig.front
    ]
    assert len(used) > 100
    assert sum("-" in name for name in used) > 0.9 * len(used)
