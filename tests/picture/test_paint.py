# SPDX-License-Identifier: EUPL-1.2
"""The show, painted: frames depend on their look alone, the label is always there, edits touch only their segments."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pipeline.model import Cut, Frames, SceneKind, Severity, Timeline
from pipeline.picture import paint
from pipeline.picture.canvas import Canvas
from pipeline.picture.look import Looks
from pipeline.picture.paint import Painter, kit_of
from pipeline.picture.stage import Notice, Set
from pipeline.picture.yuv import to_rgb
from pipeline.settings import Format
from tests.picture.film import design, drawn_picture, on_set, timeline

GOLDEN = Path(__file__).parents[1] / "golden" / "stills"
FORMATS: tuple[Format, ...] = ("16x9", "9x16", "1x1")


@pytest.fixture(scope="module")
def film() -> Timeline:
    return timeline()


@pytest.fixture(scope="module")
def wide() -> Set:
    return on_set("16x9")


def planes(film: Timeline, start: int, end: int, on: Set) -> Iterator[tuple[bytes, ...]]:
    for frame in paint.frames(film, Frames(start), Frames(end), on):
        yield tuple(plane.tobytes() for plane in (frame.y, frame.u, frame.v))


def scene(film: Timeline, kind: SceneKind, story: int = -1) -> range:
    found = next(s for s in film.scenes if s.kind is kind and (story < 0 or s.story == story))
    return range(found.start, found.end)


def moments(film: Timeline) -> list[int]:
    """Frames around everything that moves: transitions, wipes, captions, the picture that fills the screen."""
    bleed = next(s.full_bleed for s in film.scenes if s.full_bleed)
    edges = [s.start for s in film.scenes[1:]] + list(bleed) + [film.overview[1].active, film.lower_thirds[0].start + 8]
    return sorted({n + d for n in edges for d in (-2, 1, 7)} | {10, 30, 48, 58, 70})


@pytest.mark.parametrize("form", ["16x9", pytest.param("9x16", marks=pytest.mark.slow)])
def test_a_frame_painted_after_its_neighbours_equals_one_painted_alone(film: Timeline, form: Format) -> None:
    on = on_set(form)
    for kind, first, last in ((SceneKind.OPENER, 56, 74), (SceneKind.OVERVIEW, -6, 20), (SceneKind.STORY, 112, 130)):
        start = scene(film, kind).start
        shown = list(planes(film, start + first, start + last, on))
        for n in range(first + 1, last, 7):
            painter = Painter(kit_of(film, on))
            painter.paint(paint.look(film, Frames(start + n), on))
            alone = tuple(p.tobytes() for p in (painter.buffer.y, painter.buffer.u, painter.buffer.v))
            assert alone == shown[n - first], f"{kind} frame {n}"


def test_jumping_about_gives_the_same_frames_as_going_forward(film: Timeline, wide: Set) -> None:
    looks, painter = Looks(film, wide), Painter(kit_of(film, wide))
    order = moments(film)[::2]
    forward: dict[int, bytes] = {}
    for n in order:
        painter.paint(looks.look(Frames(n)))
        forward[n] = painter.buffer.y.tobytes() + painter.buffer.u.tobytes()
    for n in (*order[::-5], *order[1::9]):
        painter.paint(looks.look(Frames(n)))
        assert painter.buffer.y.tobytes() + painter.buffer.u.tobytes() == forward[n], n


def test_two_segments_equal_one_pass(film: Timeline, wide: Set) -> None:
    cut = film.cuts[4]
    middle = (cut.start + cut.end) // 2
    whole = list(planes(film, middle - 15, middle + 15, wide))
    parts = [*planes(film, middle - 15, middle, wide), *planes(film, middle, middle + 15, wide)]
    assert whole == parts


@pytest.mark.parametrize("form", FORMATS)
def test_the_label_stands_in_every_frame_and_on_the_poster(film: Timeline, form: Format) -> None:
    on = on_set(form)
    label = Looks(film, on).look(Frames(0)).layers[-1]
    kit = kit_of(film, on)
    place = kit.sprite(label.art)
    assert place.below is not None
    inside = place.below < 8

    def labelled(picture: NDArray[np.uint8]) -> bool:
        box = place.box
        cut = picture[box.y : box.bottom, box.x : box.right].astype(int)
        want = to_rgb(place.y, place.u, place.v).astype(int)
        return float(np.abs(cut - want)[inside].mean()) < 6

    for n in (0, 20, 60, *moments(film)[::9], film.length - 1):
        assert Looks(film, on).look(Frames(n)).layers[-1] == label
        if n < 30 or n == film.length - 1:
            assert labelled(paint.still(film, Frames(n), on)), n
    assert labelled(paint.poster(film, on))


def test_slots_are_unique_and_places_even(film: Timeline, wide: Set) -> None:
    looks = Looks(film, wide)
    for n in range(0, film.length, 3):
        layers = looks.look(Frames(n)).layers
        assert len({layer.slot for layer in layers}) == len(layers)
        assert not any((layer.dx | layer.dy) & 1 or (layer.show and (layer.show[0] | layer.show[1]) & 1) for layer in layers)


def keys(film: Timeline, on: Set) -> dict[str, str]:
    return {cut.where: paint.segment_key(film, cut.start, cut.end, on) for cut in film.cuts}


def edited(film: Timeline, story: int, **changes: object) -> Timeline:
    script = film.speech.script
    stories = tuple(replace(s, **changes) if k == story else s for k, s in enumerate(script.stories))  # type: ignore[arg-type]
    return replace(film, speech=replace(film.speech, script=replace(script, stories=stories)))


def differing(one: dict[str, str], two: dict[str, str]) -> set[str]:
    return {where for where in one if one[where] != two[where]}


def test_a_changed_headline_touches_only_its_own_story(film: Timeline, wide: Set) -> None:
    before, after = keys(film, wide), keys(edited(film, 4, headline="Landkreis fördert Vereine"), wide)
    assert differing(before, after) == {"5.1", "5.2", "5.3", "closing.1"}  # the card leaves as the farewell begins


def test_a_changed_picture_touches_only_its_own_story(film: Timeline, wide: Set) -> None:
    other = on_set(pictures=(drawn_picture("bb" * 32), None, None, None, None))
    assert differing(keys(film, wide), keys(film, other)) == {"1.1", "1.2", "1.3"}


def test_a_changed_caption_touches_only_formats_that_carry_captions(film: Timeline, wide: Set) -> None:
    tracks = tuple(replace(t, captions=(replace(t.captions[4], lines=("Anders.",)), *t.captions[5:])) for t in film.captions)
    other = replace(film, captions=tracks)
    assert keys(film, wide) == keys(other, wide)
    assert keys(film, on_set("9x16")) != keys(other, on_set("9x16"))


def test_links_and_identities_touch_nothing(film: Timeline, wide: Set) -> None:
    assert keys(film, wide) == keys(edited(film, 1, item_id="other"), wide)


def test_another_design_touches_everything(film: Timeline, wide: Set) -> None:
    assert differing(keys(film, wide), keys(film, on_set(name="waldmark"))) == {cut.where for cut in film.cuts}


def test_the_presenter_is_never_painted_under_a_picture_that_fills_the_screen(film: Timeline, wide: Set) -> None:
    start, end = next(s.full_bleed for s in film.scenes if s.full_bleed)
    slots = {layer.slot for layer in Looks(film, wide).look(Frames((start + end) // 2)).layers}
    assert {"bleed", "strap", "label", "logo"} <= slots
    assert "figure" not in slots


def test_a_tall_picture_never_fills_a_wide_screen(film: Timeline) -> None:
    on = on_set(pictures=(drawn_picture(width=600, height=900), None, None, None, None))
    start, end = next(s.full_bleed for s in film.scenes if s.full_bleed)
    slots = {layer.slot for layer in Looks(film, on).look(Frames((start + end) // 2)).layers}
    assert "bleed" not in slots
    assert "picture" in slots


def test_a_story_whose_picture_is_lost_becomes_a_card_of_words(film: Timeline) -> None:
    on = on_set(pictures=(None,) * 5)
    assert {layer.slot for layer in Looks(film, on).look(Frames(scene(film, SceneKind.STORY, 0).start + 60)).layers} == {
        "back", "figure", "desk", "card", "bars", "logo", "label",
    }  # fmt: skip


def test_a_headline_of_300_characters_is_cut_and_reported_red_with_its_limit(film: Timeline, wide: Set) -> None:
    found = paint.fit_findings(edited(film, 0, headline="Sehr lange Überschrift über Brücken " * 9), wide)
    red = [f for f in found if f.code == "text-too-long" and f.severity is Severity.RED]
    assert red
    assert red[0].where == "1.headline"
    assert "etwa" in red[0].message


def test_an_emoji_in_a_headline_is_reported_and_never_drawn(film: Timeline, wide: Set) -> None:
    found = paint.fit_findings(edited(film, 4, headline="Sommerfest 🎉 in Wiesenau"), wide)
    assert any(f.code == "glyph-missing" and "🎉" in f.message for f in found)


def test_what_fits_is_not_reported(film: Timeline, wide: Set) -> None:
    assert [f for f in paint.fit_findings(film, wide) if f.severity is Severity.RED] == []


def test_whether_words_fit_is_found_without_painting_them(film: Timeline, wide: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    long = edited(edited(film, 0, headline="Sehr lange Überschrift über Brücken " * 9), 4, headline="Sommerfest 🎉 in Wiesenau")
    found = paint.fit_findings(long, wide)
    assert {f.code for f in found} == {"text-too-long", "glyph-missing"}
    monkeypatch.setattr("pipeline.picture.art.Blank", Canvas)
    assert paint.fit_findings(long, wide) == found


def test_nothing_flashes(film: Timeline, wide: Set) -> None:
    """General flash (ITU-R BT.1702): opposing changes of 10 % of the luminance of the frame, more than three a second."""
    light = [float(frame.y[::8, ::8].mean()) for frame in paint.frames(film, Frames(0), Frames(110), wide)]
    turns, last, way = 0, light[0], 0
    for value in light:
        if abs(value - last) > 22:
            now = 1 if value > last else -1
            turns += now != way
            last, way = value, now
    assert turns <= 3


def test_a_calm_design_only_cuts(film: Timeline) -> None:
    on = on_set()
    calm = replace(on, design=replace(on.design, motion=replace(on.design.motion, calm=True), digest="calm"))
    looks = Looks(film, calm)
    for story in (1, 2):
        start = scene(film, SceneKind.STORY, story).start
        shown = [tuple(x for x in looks.look(Frames(start + k)).layers if x.slot != "figure") for k in (0, 3, 9, 14)]
        assert len(set(shown)) == 1


@pytest.mark.parametrize("name", ["beispielheim", "waldmark"])
def test_no_transition_takes_longer_than_0_6_s(name: str) -> None:
    motion = design(name).motion
    steps = (motion.move, motion.story_change, motion.panel_in, motion.panel_out, motion.bleed, motion.row_in, motion.row_active)
    assert max(*steps, motion.lower_third_in, motion.lower_third_out) <= 15


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_on_screen_says_that_a_draft_was_reviewed(language: str) -> None:
    texts = design().texts(language)
    said = " ".join(str(getattr(texts, field.name)) for field in fields(texts)).lower()
    assert not re.search(r"geprüft|freigegeben|abgenommen|reviewed|approved|checked", said)


def test_the_name_plate_fits_the_presenters_gender() -> None:
    assert design().presenter_line("Anna", "female", "de")[0] == "Anna, KI-Sprecherin"
    assert design().presenter_line("Thomas", "male", "de")[0] == "Thomas, KI-Sprecher"


def noticed(film: Timeline, kind: SceneKind) -> Timeline:
    only = replace(film.scenes[0], kind=kind, start=Frames(0), end=Frames(100))
    return replace(
        film, length=Frames(100), scenes=(only,), cuts=(Cut("notice", Frames(0), Frames(100)),), captions=(), lower_thirds=()
    )


NOTICE = Notice(
    day="13. November 2026",
    said="Die Sprechstunde beginnt um 14 Uhr.",
    right="Die Sprechstunde beginnt um 15 Uhr, jeden Donnerstag.",
    body="Die Ausgabe enthielt eine falsche Angabe zur Trinkwasserqualität.",
    foot="Alle Korrekturen: kreis.example/korrekturen",
)

GOLDENS: tuple[tuple[str, Format], ...] = (
    *(("opener", form) for form in FORMATS),
    *(("overview", form) for form in FORMATS),
    *(("picture", form) for form in FORMATS),
    *(("service", form) for form in FORMATS),
    ("welcome", "16x9"),
    ("full-bleed", "16x9"),
    ("number", "16x9"),
    ("date", "1x1"),
    ("place", "1x1"),
    ("words", "9x16"),
    ("closer", "16x9"),
    ("poster", "16x9"),
    ("correction", "16x9"),
    ("retraction", "9x16"),
    ("waldmark", "16x9"),
)
REST: tuple[tuple[str, Format], ...] = tuple(
    (name, form)
    for name in (
        "welcome", "full-bleed", "number", "date", "place", "words", "farewell", "closer", "poster", "correction", "retraction",
    )
    for form in FORMATS
    if (name, form) not in GOLDENS
)  # fmt: skip
"""Every scene in every format; those beyond `GOLDENS` take their time."""


def golden(film: Timeline, name: str, form: Format) -> NDArray[np.uint8]:
    on = on_set(form, "waldmark" if name == "waldmark" else "beispielheim", notice=NOTICE)
    if name == "poster":
        return paint.poster(film, on)
    if name in ("correction", "retraction"):
        return paint.still(noticed(film, SceneKind(name)), Frames(10), on)
    bleed = next(s.full_bleed for s in film.scenes if s.full_bleed)
    at = {
        "opener": 40,
        "welcome": film.lower_thirds[0].start + 40,
        "overview": film.overview[1].active + 20,
        "picture": scene(film, SceneKind.STORY, 0).start + 60,
        "waldmark": scene(film, SceneKind.STORY, 0).start + 60,
        "full-bleed": bleed[0] + 60,
        "service": scene(film, SceneKind.SERVICE).start + 60,
        "number": scene(film, SceneKind.STORY, 1).start + 60,
        "date": scene(film, SceneKind.STORY, 2).start + 60,
        "place": scene(film, SceneKind.STORY, 3).start + 60,
        "words": scene(film, SceneKind.STORY, 4).start + 60,
        "farewell": scene(film, SceneKind.FAREWELL).start + 40,
        "closer": film.length - 1,
    }[name]
    return paint.still(film, Frames(at), on)


@pytest.mark.parametrize(("name", "form"), [*GOLDENS, *(pytest.param(*rest, marks=pytest.mark.slow) for rest in REST)])
def test_a_still_looks_as_it_was_approved(film: Timeline, name: str, form: Format, request: pytest.FixtureRequest) -> None:
    """Stills are kept at a fifth of their size. To approve new ones: delete the old, run the tests once, look at them."""
    picture = Image.fromarray(golden(film, name, form))
    small = picture.resize((picture.width // 5, picture.height // 5), Image.Resampling.BOX)
    kept = GOLDEN / f"{name}_{form}.jpg"
    if not kept.exists():
        small.save(kept, quality=74, subsampling=0, optimize=True)
        pytest.fail(f"{kept.name} was missing and has been drawn: look at it, then run again")
    assert alike(small, kept)


def alike(small: Image.Image, kept: Path) -> bool:
    """Tell whether a small still is the kept one, but for what JPEG leaves: a changed line of words is more than a hundredth."""
    away = np.asarray(small, np.float32) - np.asarray(Image.open(kept).convert("RGB"), np.float32)
    high, wide = away.shape[0] // 6, away.shape[1] // 6
    blocks = np.abs(away[: high * 6, : wide * 6].reshape(high, 6, wide, 6, 3).mean(axis=(1, 3))).max(axis=2)
    return bool(blocks.mean() < 1.8 and np.quantile(blocks, 0.99) < 8)


def test_a_still_with_other_words_or_without_its_label_is_not_as_it_was_approved(film: Timeline, wide: Set) -> None:
    at = Frames(scene(film, SceneKind.STORY, 1).start + 60)
    kept = GOLDEN / "number_16x9.jpg"
    whole = Image.fromarray(paint.still(film, at, wide))
    size = (whole.width // 5, whole.height // 5)
    assert alike(whole.resize(size, Image.Resampling.BOX), kept)
    panel = replace(film.speech.script.stories[1].panel, line="bekommen später einmal einen Anschluss.")
    other = Image.fromarray(paint.still(edited(film, 1, panel=panel), at, wide))
    assert not alike(other.resize(size, Image.Resampling.BOX), kept)
    bare = np.asarray(whole).copy()
    bare[40:130, 1400:] = bare[140, 1380]
    assert not alike(Image.fromarray(bare).resize(size, Image.Resampling.BOX), kept)
