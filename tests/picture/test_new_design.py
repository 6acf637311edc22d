# SPDX-License-Identifier: EUPL-1.2
"""A design pack from a logo: a folder that passes the check, whatever colour the logo has."""

import tomllib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.designing import extended, new, pack_of, slug, written
from pipeline.errors import ConfigError
from pipeline.picture import paint
from pipeline.picture.canvas import unpacked
from pipeline.picture.design import load_design
from pipeline.picture.design_check import contrast
from pipeline.picture.logo import made_out, marks_of, open_logo
from pipeline.picture.palette import derive, hexed, tone_of, tones_of
from pipeline.picture.stage import Set
from tests.picture.film import timeline
from tests.picture.logos import LOGOS
from tests.picture.spoken import rig_of, small_atlas

ROOT = Path(__file__).resolve().parents[2]


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def drawn(key: str) -> np.ndarray:
    return open_logo(LOGOS[key][1], "logo.svg")


@pytest.mark.parametrize("key", LOGOS)
def test_every_logo_gives_colours_with_contrast(key: str) -> None:
    colours = derive(drawn(key)).palette
    for one, two, least in (("paper", "deep", 7), ("sky", "deep", 4.5), ("accent", "deep", 4.5), ("core", "mist", 4.5),
                            ("ink", "accent", 4.5), ("paper", "core", 4.5), ("alert", "mist", 4.5)):  # fmt: skip
        assert contrast(rgb(getattr(colours, one)), rgb(getattr(colours, two))) >= least, (one, two)


def test_the_ground_has_the_hue_of_the_logo() -> None:
    for key, hue in (("breit", 150), ("quadrat", 25), ("hell", 232)):
        found = tone_of(derive(drawn(key)).palette.deep).hue
        assert abs((found - hue + 180) % 360 - 180) < 15, key


def test_a_second_colour_of_the_logo_is_the_accent_and_yellow_is_never_a_wall() -> None:
    assert abs(tone_of(derive(drawn("quadrat")).palette.accent).hue - tone_of("#F4D35E").hue) < 12
    yellow = derive(drawn("gelb")).palette
    assert abs(tone_of(yellow.accent).hue - tone_of("#FFCC00").hue) < 12
    assert tone_of(yellow.night).chroma < 0.045


@pytest.mark.parametrize("key", ["dunkel", "grau"])
def test_a_logo_without_colour_gives_a_quiet_ground(key: str) -> None:
    assert tones_of(drawn(key)) == ()
    assert tone_of(derive(drawn(key)).palette.deep).chroma < 0.03


@pytest.mark.parametrize("colour", ["#102030", "#F6BC3B", "#DCEAF5", "#FFFFFF", "#000000", "#A3201B"])
def test_a_colour_read_and_written_is_the_same(colour: str) -> None:
    assert np.abs(np.array(rgb(hexed(tone_of(colour)))) - rgb(colour)).max() <= 1


@pytest.mark.parametrize("key", LOGOS)
def test_every_mark_can_be_made_out_on_its_ground(key: str) -> None:
    logo, colours = drawn(key), derive(drawn(key)).palette
    marks = marks_of(logo, colours.night, colours.mist, colours.paper, colours.ink)
    for mark, ground in ((marks.light, colours.mist), (marks.dark, colours.night)):
        pixels = unpacked(mark)
        plate = pixels[..., 3].mean() > 250
        assert plate or made_out(pixels, ground)
    assert marks.wide == (logo.shape[1] > 1.7 * logo.shape[0])


def test_a_logo_of_one_colour_keeps_its_white_parts_as_holes() -> None:
    marks = marks_of(drawn("breit"), "#122B17", "#E2EBE3", "#FFFFFF", "#0C1A0E")
    shown = unpacked(marks.dark)
    assert (shown[shown[..., 3] > 250][:, :3] == 255).all()
    middle = shown[round(shown.shape[0] * 0.55), round(shown.shape[0] * 0.5)]
    assert middle[3] < 20


def test_a_very_wide_logo_ends_before_the_ai_label() -> None:
    bar = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 60"><rect width="900" height="60" fill="#204080"/></svg>'
    marks = marks_of(open_logo(bar, "x.svg"), "#0A2542", "#DCEAF5", "#FFFFFF", "#061729")
    assert unpacked(marks.light).shape[1] <= 5.05 * unpacked(marks.light).shape[0]


def test_a_picture_before_a_white_ground_loses_it_and_keeps_white_inside() -> None:
    y, x = np.mgrid[0:200, 0:200]
    pixels = np.full((200, 200, 3), 255, np.uint8)
    ring = np.hypot(x - 100, y - 100)
    pixels[(ring < 80) & (ring > 40)] = (30, 60, 140)
    out = BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    logo = open_logo(out.getvalue(), "logo.png")
    assert 155 < logo.shape[0] < 168
    assert logo[2, 2, 3] == 0
    assert logo[logo.shape[0] // 2, logo.shape[1] // 2].tolist() == [255, 255, 255, 255]


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (b"no picture", "logo.png"),
        (b"", "logo.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>x</script></svg>', "logo.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="http://x/y.png"/></svg>', "logo.svg"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">&a;</svg>', "logo.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>', "logo.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"></svg>', "logo.svg"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(content: bytes, file: str) -> None:
    with pytest.raises(ConfigError, match="logo"):
        open_logo(content, file)


@pytest.mark.slow
def test_a_new_pack_is_one_folder_that_passes_the_check_and_is_never_overwritten(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_bytes(LOGOS["quadrat"][1])
    made = new(logo, "Landkreis Rotenau", tmp_path / "assets")
    assert made.findings == ()
    assert sorted(p.name for p in made.folder.iterdir()) == ["design.toml", "mark-dark.png", "mark.png"]
    assert tomllib.loads((made.folder / "design.toml").read_text(encoding="utf-8"))["county"]["name_lines"] == [
        "Landkreis",
        "Rotenau",
    ]
    with pytest.raises(ConfigError, match="there already"):
        new(logo, "Landkreis Rotenau", tmp_path / "assets")
    with pytest.raises(ConfigError, match="cannot be read"):
        new(tmp_path / "none.svg", "Landkreis Neu", tmp_path / "assets")


@pytest.mark.slow
@pytest.mark.parametrize("key", LOGOS)
def test_every_logo_gives_a_pack_without_findings(key: str) -> None:
    name, svg = LOGOS[key]
    files, notes, findings = pack_of(svg, "logo.svg", name, ROOT)
    assert findings == ()
    assert notes
    on = Set(load_design(*extended(files, ROOT)), "16x9", rig_of("anna"), small_atlas("anna"), "anna", (None,) * 5)
    assert paint.still(timeline(), timeline().length // 2, on).std() > 20  # type: ignore[arg-type]


def test_a_county_is_named_as_people_write_it() -> None:
    assert slug("Landkreis Bad Süd-Weiß") == "bad-sued-weiss"
    assert slug("Kreis Łódź") == "odz"
    with pytest.raises(ConfigError):
        slug("!!!")
    toml = tomllib.loads(written('Stadt "Neu\\heim"', derive(drawn("grau")), False))
    assert toml["county"]["name"] == 'Stadt "Neu\\heim"'
    assert toml["county"]["claim"].startswith("Nachrichten aus der Stadt")
