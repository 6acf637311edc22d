# SPDX-License-Identifier: EUPL-1.2
"""Words on screen: measured, balanced, never shrunk, never overflowing, never a box for a missing glyph."""

import pytest

from pipeline.errors import ConfigError
from pipeline.picture.layout import Type
from pipeline.picture.text import HARD, Typesetter, caption_widths, package_font
from pipeline.settings import Format
from tests.doubles.bulletins import stories
from tests.picture.film import design

HEADLINE = Type(54, 62, "bold", -3)


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(design())


def test_lines_are_balanced_and_keep_dates_and_roads_together(setter: Typesetter) -> None:
    wrapped = setter.wrap("Brücke an der K 12 ab 30. November voll gesperrt", HEADLINE, 918, 2)
    assert wrapped.lines == (f"Brücke an der K{HARD}12 ab", f"30.{HARD}November voll gesperrt")
    assert not wrapped.cut


@pytest.mark.parametrize("width", [180, 400, 918])
@pytest.mark.parametrize(
    "text", ["Wort " * 60, "Donaudampfschifffahrtsgesellschaftskapitän" * 3, "https://www.kreis.example/a/b/c-d?e=f" * 2]
)
def test_no_line_is_wider_than_its_box(setter: Typesetter, text: str, width: int) -> None:
    wrapped = setter.wrap(text, HEADLINE, width, 3)
    assert len(wrapped.lines) <= 3
    assert all(setter.length(line, HEADLINE) <= width for line in wrapped.lines)


def test_an_overlong_headline_is_cut_at_a_word_and_names_its_limit(setter: Typesetter) -> None:
    wrapped = setter.wrap("Der Landkreis " * 22, HEADLINE, 918, 2)
    assert wrapped.cut
    assert wrapped.lines[-1].endswith("…")
    assert wrapped.lines[-1].split()[-2].strip() in ("Der", "Landkreis")
    assert 30 < wrapped.limit < 90


def test_an_address_breaks_before_a_dot_or_after_a_slash(setter: Typesetter) -> None:
    lines = setter.wrap("www.kreis-beispielheim.example/baustellen", Type(40, 48, "bold"), 520, 3).lines
    assert lines == ("www.kreis-beispielheim", ".example/baustellen")


def test_emoji_and_arabic_are_dropped_and_named(setter: Typesetter) -> None:
    kept, lost = setter.clean("Sommerfest 🎉 مرحبا in Wiesenau")
    assert kept == "Sommerfest in Wiesenau"
    assert "🎉" in lost
    assert "م" in lost
    assert setter.clean("Impfaktion im Kreishaus مرحبا.")[0] == "Impfaktion im Kreishaus."


@pytest.mark.parametrize("text", ["äöüßÄÖÜẞ „so“ – 3 × 5 € ½ 20 °C", "Łódź, Côte d’Azur, Ærø"])
def test_what_german_newsletters_write_has_glyphs(setter: Typesetter, text: str) -> None:
    assert setter.clean(text) == (text, "")


def test_soft_hyphens_and_line_feeds_leave_no_trace(setter: Typesetter) -> None:
    assert setter.clean("Kreis\u00adtag\n tagt")[0] == "Kreistag tagt"


def test_a_missing_font_is_named() -> None:
    with pytest.raises(ConfigError, match="no font file"):
        package_font("Nix.ttf")
    with pytest.raises(ConfigError):
        package_font("../secrets.ttf")


@pytest.mark.parametrize("form", ["9x16", "1x1"])
def test_a_caption_line_measured_letter_by_letter_is_never_narrower_than_it_is_drawn(setter: Typesetter, form: Format) -> None:
    room, widths = caption_widths(design(), form)
    known, role = dict(widths), design().type(form).caption
    assert room == 64 * (design().layout(form).caption[2] - 2 * design().captions.pad[0])
    for line in (sentence[:37] for told in stories().values() for story in told for sentence in story):
        drawn, summed = setter.length(line, role), sum(known[char] for char in line) / 64
        assert drawn - 0.5 <= summed <= 1.03 * drawn
