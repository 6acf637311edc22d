# SPDX-License-Identifier: EUPL-1.2
"""A county's design is data: read strictly, extended by difference, checked by drawing."""

from itertools import pairwise

import pytest

from pipeline.errors import ConfigError
from pipeline.model import Severity
from pipeline.picture.design import Files, base_of, load_design
from pipeline.picture.design_check import contrast, design_check
from pipeline.picture.layout import Box
from tests.picture.film import design, pack


def changed(old: str, new: str, name: str = "beispielheim") -> Files:
    return tuple((n, c.replace(old.encode(), new.encode()) if n == "design.toml" else c) for n, c in pack(name))


def test_a_second_county_is_only_its_differences() -> None:
    forest, home = design("waldmark"), design()
    assert base_of(pack("waldmark")) == "beispielheim"
    assert forest.county.name == "Landkreis Waldmark"
    assert forest.palette.night != home.palette.night
    assert forest.layouts == home.layouts
    assert forest.texts_de == home.texts_de
    assert forest.digest != home.digest


def test_the_digest_covers_every_value_and_every_file() -> None:
    assert load_design(pack("beispielheim")) == design()
    assert load_design(changed("#1D5E99", "#1D5E9A")) != design()
    redrawn = tuple((n, c + b"\n") if n == "mark.svg" else (n, c) for n, c in pack("beispielheim"))
    assert load_design(redrawn) != design()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hairline = 0.16", "hairline = 0.16\nglitter = 1", "glitter"),
        ('ink = "#061729"', 'ink = "dark"', "no colour"),
        ('mark = "mark.svg"', 'mark = "arms.svg"', "arms.svg"),
        ("schema = 1", "schema = 2", "schema"),
        ("[wall]", "[walls]", "walls"),
        ("qr = 264", "", "qr"),
        ("size = [1920, 1080]", "size = [1920, 1081]", "multiples of 4"),
    ],
)
def test_a_wrong_pack_is_refused_by_name(old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load_design(changed(old, new))


def test_the_name_plate_fits_the_presenters_gender() -> None:
    assert design().presenter_line("Anna", "female", "de")[0] == "Anna, KI-Sprecherin"
    assert design().presenter_line("Thomas", "male", "de")[0] == "Thomas, KI-Sprecher"
    assert design().presenter_line("Anna", "female", "en")[0] == "Anna, AI presenter"


def test_no_wind_turbine_stands_in_the_default_landscape() -> None:
    for name in ("land_16x9.svg", "land_9x16.svg", "land_1x1.svg"):
        assert b"rotate(" not in design().file(name)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("layers", [("beispielheim",), ("beispielheim", "waldmark")])
def test_both_packs_pass_the_check(layers: tuple[str, ...]) -> None:
    assert design_check(*(pack(name) for name in layers)) == ()


@pytest.mark.slow
def test_the_check_finds_pale_words_collisions_and_missing_glyphs() -> None:
    bad = changed('sky = "#8DBFE6"', 'sky = "#3A6A94"')
    bad = tuple((n, c.replace(b"label = [1824, 50, 68]", b"label = [500, 50, 68]")) for n, c in bad)
    bad = tuple((n, c.replace(b"Mehr aus dem Landkreis", "Mehr 🎉 aus dem Landkreis".encode())) for n, c in bad)
    found = design_check(bad)
    assert {"contrast-too-low", "boxes-collide", "glyph-missing"} <= {finding.code for finding in found}
    assert all(finding.severity is Severity.RED for finding in found if finding.code == "contrast-too-low")


def test_boxes_round_outwards_to_even_px() -> None:
    for box in (Box(1, 1, 1, 1), Box(2, 3, 5, 8), Box(-3, 0, 4, 4)):
        even = box.even()
        assert even.covers(box)
        assert not any(part % 2 for part in even)
    assert [a.meet(b).w for a, b in pairwise([Box(0, 0, 4, 4), Box(2, 0, 4, 4), Box(9, 0, 4, 4)])] == [2, 0]
