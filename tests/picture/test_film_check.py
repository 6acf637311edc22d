# SPDX-License-Identifier: EUPL-1.2
"""What is looked for in a decoded frame is found where it is, and missed where it is not."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.model import Frames
from pipeline.picture import paint
from pipeline.picture.canvas import Canvas, Probe
from pipeline.picture.face_watch import FaceWatch, shift
from pipeline.picture.figure import figure_at
from pipeline.picture.film_check import (
    Flicker,
    difference,
    flat_run,
    has_label,
    palette_errors,
    shape_contrast,
    shown,
    text_contrast,
)
from pipeline.picture.film_watch import _lying, labelled, moments
from pipeline.picture.layout import Box
from pipeline.picture.paint import Painter, kit_of
from pipeline.picture.performance import NEUTRAL, Pose
from pipeline.picture.studio import LabelArt
from pipeline.picture.visemes import VISEMES
from pipeline.picture.yuv import opaque
from pipeline.ports import PlaneFrame
from tests.picture.film import on_set, timeline


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (200, 120)) -> PlaneFrame:
    field = np.full((size[1], size[0], 3), colour, np.float32)
    made = opaque(field, 0, 0)
    return PlaneFrame(made.y, made.u, made.v)


@pytest.fixture(scope="module")
def card() -> PlaneFrame:
    """A frame with a fact card, as it is painted."""
    painter = Painter(kit_of(timeline(), on_set("1x1")))
    start = next(s.start for s in timeline().scenes if s.story == 1)
    painter.paint(paint.look(timeline(), Frames(start + 60), on_set("1x1")))
    return PlaneFrame(painter.buffer.y.copy(), painter.buffer.u.copy(), painter.buffer.v.copy())


def test_colours_are_read_as_the_standard_says() -> None:
    for colour in ((6, 23, 41), (246, 188, 59), (255, 255, 255), (29, 94, 153)):
        seen = shown(plain(colour), Box(0, 0, 200, 120))[60, 100]
        assert np.abs(seen - colour).max() < 2.5
        assert difference(seen, colour) < 1.6


def test_colours_that_were_coded_for_another_standard_are_found(card: PlaneFrame) -> None:
    on = on_set("1x1")
    painted = painter_rgb(card)
    good = palette_errors(painted, card, on.design.palette)
    assert {"ink", "paper"} <= set(good)
    assert max(good.values()) <= 3
    faded = PlaneFrame(card.y, card.u, (128 + (card.v.astype(np.int16) - 128) * 7 // 10).astype(np.uint8))
    assert max(palette_errors(painted, faded, on.design.palette).values()) > 3


def painter_rgb(frame: PlaneFrame) -> NDArray[np.uint8]:
    high, wide = frame.y.shape
    return shown(frame, Box(0, 0, wide, high)).round().astype(np.uint8)


def test_the_label_is_found_and_its_absence_too(card: PlaneFrame) -> None:
    on = on_set("1x1")
    label = kit_of(timeline(), on).sprite(LabelArt())
    assert has_label(card.y, label)
    bare = card.y.copy()
    bare[label.box.y : label.box.bottom, label.box.x : label.box.right] = bare[label.box.bottom + 8, label.box.x]
    assert not has_label(bare, label)
    moved = np.roll(card.y, 6, axis=0)
    assert not has_label(moved, label)


def test_a_poster_without_label_is_found() -> None:
    on = on_set("1x1")
    poster = paint.poster(timeline(), on)
    assert labelled(poster, on, timeline())
    wiped = poster.copy()
    wiped[:130, 600:] = 30
    assert not labelled(wiped, on, timeline())


def written(colour: tuple[int, int, int], ground: tuple[int, int, int]) -> tuple[PlaneFrame, Probe]:
    """A frame with a line of words."""
    on = on_set("1x1")
    kit = kit_of(timeline(), on)
    probes: list[Probe] = []
    canvas = Canvas(Box(0, 0, 600, 120), kit.type, probes)
    canvas.plate(Box(0, 0, 600, 120), 0, ground)
    canvas.text(30, 30, "Brücke gesperrt", kit.types.h2, colour)
    made = opaque(np.ascontiguousarray(canvas.pixels[:, :, :3]), 0, 0)
    return PlaneFrame(made.y, made.u, made.v), probes[0]


def test_words_that_can_be_read_have_contrast_and_others_have_not() -> None:
    frame, probe = written((255, 255, 255), (18, 58, 99))
    good = text_contrast(frame, probe, 0, 0)
    assert good is not None
    assert good == pytest.approx(11.6, abs=0.8)
    frame, probe = written((120, 130, 140), (18, 58, 99))
    poor = text_contrast(frame, probe, 0, 0)
    assert poor is not None
    assert poor < 4.5


def test_a_shape_is_held_against_what_is_near_it() -> None:
    field = np.full((120, 200, 3), (18, 58, 99), np.float32)
    field[40:60, 60:120] = (246, 188, 59)
    made = opaque(field, 0, 0)
    inside = np.ones((20, 60), bool)
    strong = shape_contrast(PlaneFrame(made.y, made.u, made.v), inside, Box(60, 40, 60, 20))
    field[40:60, 60:120] = (40, 80, 120)
    made = opaque(field, 0, 0)
    weak = shape_contrast(PlaneFrame(made.y, made.u, made.v), inside, Box(60, 40, 60, 20))
    assert strong is not None
    assert weak is not None
    assert strong > 3 > weak


def test_a_gradient_that_bands_has_long_runs_and_a_dithered_one_short_ones() -> None:
    slope = np.linspace(40, 50, 600, dtype=np.float32)[None, :].repeat(80, axis=0)
    noise = np.random.default_rng(3).uniform(-1.2, 1.2, slope.shape)
    everywhere = np.ones(slope.shape, bool)
    assert flat_run(slope.astype(np.uint8), everywhere) > 15
    assert flat_run((slope + noise).round().astype(np.uint8), everywhere) < 15


@pytest.mark.parametrize(("every", "most"), [(1, 12.5), (2, 6.5), (4, 3.5)])
def test_light_that_goes_on_and_off_is_counted(every: int, most: float) -> None:
    flicker = Flicker()
    for n in range(60):
        flicker.see(np.full((180, 320), 200 if n // every % 2 else 40, np.uint8))
    assert flicker.flashes() == pytest.approx(most, abs=0.8)


def test_a_small_or_slow_light_is_no_flash() -> None:
    flicker = Flicker()
    for n in range(100):
        field = np.full((180, 320), 40, np.uint8)
        field[:40, :40] = 200 if n % 2 else 40
        field[:, 160:] = min(235, 40 + n * 2)
        flicker.see(field)
    assert flicker.flashes() <= 1


def test_small_ways_of_a_picture_are_measured_below_a_pixel() -> None:
    y, x = np.mgrid[0:60, 0:120].astype(np.float32)

    def texture(dx: float, dy: float) -> NDArray[np.float32]:
        wave = 128 + 60 * np.sin((x - dx) / 6) * np.cos((y - dy) / 5)
        return np.asarray(wave, np.float32)

    dx, dy = shift(texture(0, 0), texture(0.3, -0.2))
    assert dx == pytest.approx(0.3, abs=0.03)
    assert dy == pytest.approx(-0.2, abs=0.03)


def test_a_mouth_is_read_from_its_pixels() -> None:
    on = on_set("1x1")
    kit = kit_of(timeline(), on)
    stand = on.design.layout("1x1").figure_full
    watch = FaceWatch(on.rig, figure_at(stand, NEUTRAL), kit.figures.presenter(stand.scale))
    painter = Painter(kit)

    def read(pose: Pose) -> tuple[float, float]:
        look = paint.look(timeline(), Frames(timeline().lower_thirds[0].start + 40), on)
        layers = tuple(replace(x, art=figure_at(stand, pose)) if x.slot == "figure" else x for x in look.layers)
        painter.paint(replace(look, layers=layers))
        seen = watch.see(PlaneFrame(painter.buffer.y, painter.buffer.u, painter.buffer.v))
        return seen.opening, seen.teeth

    def mouth(name: str, teeth: int) -> Pose:
        k = VISEMES.index(name)
        return Pose(mouth=(k, 16, teeth), jaw=round(on.rig.jaw[k] * 2))

    assert read(NEUTRAL)[0] < 1.5
    assert read(mouth("mbp", 0))[0] < 1.2
    assert read(mouth("a", 4))[0] > 8
    assert read(mouth("a", 4))[1] > 1.5
    assert read(mouth("u", 0))[0] > 4
    assert read(mouth("u", 0))[1] < 0.3


def test_every_scene_is_looked_at_while_it_rests() -> None:
    found = moments(timeline())
    for scene in timeline().scenes:
        assert any(scene.start + 15 <= n < scene.end for n in found)


def test_a_bar_is_not_measured_against_the_numeral_of_its_own_colour() -> None:
    mask = np.zeros((30, 90), bool)
    mask[6:24, 2:14] = True  # a figure
    mask[12:16, 16:22] = True  # the crossbar of another
    mask[10:20, 40:84] = True
    assert np.array_equal(np.flatnonzero(_lying(mask).any(axis=0)), np.arange(40, 84))
    assert not _lying(np.zeros((4, 4), bool)).any()
