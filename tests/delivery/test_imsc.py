# SPDX-License-Identifier: EUPL-1.2
"""The broadcasters' captions, read back as XML."""

from xml.etree import ElementTree

import pytest

from pipeline.delivery.captions import lint, parse, webvtt
from pipeline.delivery.imsc import CONFORMS, imsc, read_imsc
from pipeline.errors import StoreError
from pipeline.model import Caption, Frames
from pipeline.stages.cue import CueSettings, cue
from tests.doubles import values

TT, TTP, TTS = (f"{{http://www.w3.org/ns/ttml{part}}}" for part in ("", "#parameter", "#styling"))
XML = "{http://www.w3.org/XML/1998/namespace}"
SOME = (
    Caption(Frames(75), Frames(150), ("Guten Tag & willkommen", "zu <Kreis> kompakt.")),
    Caption(Frames(151), Frames(90_000), ("Äußerst übersichtlich.",)),
)


def tree(captions: tuple[Caption, ...] = SOME, language: str = "de") -> ElementTree.Element:
    return ElementTree.fromstring(imsc(captions, language).encode())  # noqa: S314 (our own document)


def read(captions: tuple[Caption, ...]) -> tuple[Caption, ...]:
    return read_imsc(imsc(captions, "de").encode())


def test_what_is_written_is_read_back_to_the_frame_and_to_the_letter() -> None:
    assert read(SOME) == SOME


def test_a_whole_programme_says_the_same_as_its_webvtt_and_keeps_the_standard() -> None:
    web = cue(values.speech(), CueSettings(75, 160, "Anna", "KI")).captions[0].captions
    back = read(web)
    assert back == parse(webvtt(web, "de"))
    assert lint(back) == ()


def test_the_language_the_clock_and_the_grid_are_named() -> None:
    root = tree(language="en")
    assert root.tag == f"{TT}tt"
    assert root.attrib == {f"{XML}lang": "en", f"{TTP}timeBase": "media", f"{TTP}cellResolution": "50 30"}


def test_both_standards_are_declared() -> None:
    assert [e.text for e in tree().iter("{urn:ebu:tt:metadata}conformsToStandard")] == list(CONFORMS)


def test_every_paragraph_has_an_id_a_region_and_a_style_that_exist() -> None:
    root = tree()
    ids = [e.attrib[f"{XML}id"] for e in root.iter() if f"{XML}id" in e.attrib]
    assert len(ids) == len(set(ids))
    for paragraph in root.iter(f"{TT}p"):
        assert paragraph.attrib["region"] in ids
        assert paragraph.attrib["style"] in ids
        assert all(span.attrib["style"] in ids for span in paragraph)


def test_the_body_names_styles_only_by_reference_as_ebu_tt_d_demands() -> None:
    body = tree().find(f"{TT}body")
    assert body is not None
    assert not [name for e in body.iter() for name in e.attrib if name.startswith(TTS)]


def test_the_region_lies_in_the_picture() -> None:
    region = next(tree().iter(f"{TT}region"))
    origin, extent = (
        [float(part.rstrip("%")) for part in region.attrib[f"{TTS}{key}"].split(" ")] for key in ("origin", "extent")
    )
    assert all(start >= 0 and start + size <= 95 for start, size in zip(origin, extent, strict=True))


def test_captions_that_are_none_give_a_document_that_is_one() -> None:
    assert read(()) == ()


@pytest.mark.parametrize("broken", [b"<tt", imsc(SOME, "de").replace("00:00:03.000", "bald").encode()])
def test_a_damaged_document_is_an_error_and_no_empty_list(broken: bytes) -> None:
    with pytest.raises(StoreError):
        read_imsc(broken)
