# SPDX-License-Identifier: EUPL-1.2
"""Drawing a presenter: pixels depend on the pose alone, regions tell the truth, lips are read from pixels."""

import struct
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from unittest.mock import patch

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.picture.atlas import DENSITY, VERSION, Atlas, book_shapes, build_atlas, draw_mouth, look_name, mouth_name
from pipeline.picture.avatar_check import contact_sheet, still
from pipeline.picture.layout import Box
from pipeline.picture.memory import Memory
from pipeline.picture.motion import LID_GRAIN
from pipeline.picture.performance import NEUTRAL, Pose
from pipeline.picture.presenter import Presenter
from pipeline.picture.rig import Area
from pipeline.picture.visemes import MBP, VISEMES
from pipeline.picture.yuv import yuva
from tests.picture.spoken import performed, rig_of, small_atlas

SCALE = 0.5
NAMES = ("anna", "thomas")
OPEN = (VISEMES.index("a"), 16, 4)
POSES = (
    NEUTRAL,
    Pose(mouth=OPEN, jaw=20),
    Pose(sway=20, nod=3, mouth=OPEN, jaw=20),
    Pose(sway=20, nod=3, mouth=OPEN, jaw=20, trail=-4),
    Pose(sway=-26, lids=8, breath=4),
    Pose(sway=-26, lids=8, breath=2, gaze=(6, 0), brows=5),
    Pose(grave=4, lids=1),
    Pose(mouth=(MBP, 13, 0), jaw=3, breath=2, nod=6),
)


def presenter(name: str = "anna", scale: float = SCALE) -> Presenter:
    return Presenter(rig_of(name), small_atlas(name), scale)


def drawn(of: Presenter, pose: Pose) -> NDArray[np.uint8]:
    return of.patch(pose).pixels.copy()


def part(pixels: NDArray[np.uint8], box: Box, whole: Box) -> NDArray[np.uint8]:
    return pixels[box.y - whole.y : box.bottom - whole.y, box.x - whole.x : box.right - whole.x]


@pytest.mark.parametrize("name", NAMES)
def test_pixels_depend_on_the_pose_alone_and_not_on_the_one_before(name: str) -> None:
    fresh = {pose: drawn(presenter(name), pose) for pose in POSES}
    used = presenter(name)
    for before in POSES:
        for pose in POSES:
            used.patch(before)
            assert np.array_equal(used.patch(pose).pixels, fresh[pose]), (before, pose)


@pytest.mark.parametrize("name", NAMES)
def test_the_regions_between_two_poses_hold_every_changed_pixel(name: str) -> None:
    of = presenter(name)
    shown = {pose: drawn(of, pose) for pose in POSES}
    for before in POSES:
        for after in POSES:
            changed = np.any(shown[before] != shown[after], axis=2)
            for box in of.regions(before, after):
                part(changed, box, of.box())[:] = False
            assert not changed.any(), (before, after)


def test_only_what_moved_is_said_to_have_changed() -> None:
    of = presenter()
    talking, blinking = of.regions(NEUTRAL, POSES[1]), of.regions(NEUTRAL, replace(NEUTRAL, lids=4))
    assert of.regions(NEUTRAL, NEUTRAL) == ()
    assert len(talking) == len(blinking) == 1
    assert talking[0].meet(blinking[0]).h == 0
    assert talking[0].w * talking[0].h < 0.1 * of.box().w * of.box().h
    assert all(box == box.even() for box in (*talking, *blinking, of.box()))


@pytest.mark.parametrize("name", NAMES)
def test_no_pose_reaches_the_edge_of_its_box(name: str) -> None:
    of = presenter(name)
    for sway in (-32, 32):
        pixels = drawn(of, Pose(sway=sway, breath=4, nod=6))
        assert not pixels[0].any()
        assert not pixels[:, 0].any()
        assert not pixels[:, -1].any()


@pytest.mark.parametrize("name", NAMES)
def test_lips_read_from_pixels_are_shut_on_m_b_p_and_open_on_a(name: str) -> None:
    rig = rig_of(name)
    of = Presenter(rig, small_atlas(name), 1.0)
    x, y = rig.mouths.centre

    def dark(pose: Pose) -> int:
        strip = still(of, pose, Area(x - 2, y - 16, 5, 42)).mean(axis=(1, 2))
        return int((strip < 75).sum())

    assert dark(Pose(mouth=(MBP, 16, 0))) <= 1
    assert dark(NEUTRAL) <= 1
    assert dark(Pose(mouth=OPEN, jaw=24)) >= 6


def test_an_opening_jaw_moves_chin_and_shades() -> None:
    of = presenter()
    rest, dropped = drawn(of, NEUTRAL), drawn(of, Pose(jaw=24))
    (box,) = of.regions(NEUTRAL, Pose(jaw=24))
    change = np.abs(part(rest, box, of.box()).astype(int) - part(dropped, box, of.box())).max(axis=2)
    assert (change[-int(box.h * 0.45) :] > 6).sum() > 60  # the chin and what lies under it


def test_the_head_sways_and_the_shoulders_stay() -> None:
    of = presenter()
    one, other = drawn(of, Pose(sway=24)), drawn(of, Pose(sway=-24))
    rows = int(of.box().h * 0.75)
    assert np.array_equal(one[rows:], other[rows:])
    assert (one[: rows // 2] != other[: rows // 2]).any()


def test_the_ends_of_the_hair_hang_behind_and_the_head_does_not() -> None:
    of = presenter(scale=1.0)
    still_hair, swung = drawn(of, Pose(sway=12)), drawn(of, Pose(sway=12, trail=4))
    rows = np.flatnonzero((still_hair != swung).any(axis=(1, 2))) + of.box().y
    assert rows.min() >= 340  # below the ears
    assert rows.max() >= 505  # down to the ends
    ends = np.abs(still_hair.astype(int) - swung)[500 - of.box().y : 516 - of.box().y].max()
    assert 12 < ends < 150  # about a px: seen, and no jump


def test_pixels_are_premultiplied() -> None:
    pixels = drawn(presenter(), POSES[2])
    assert (pixels[..., :3].max(axis=2) <= pixels[..., 3].astype(int) + 1).all()


def test_a_presenter_can_be_drawn_at_every_scale_in_use() -> None:
    for scale in (0.42, 0.9, 1.34):
        pixels = drawn(presenter(scale=scale), POSES[2])
        assert 0.25 < (pixels[..., 3] > 250).mean() < 0.8


def test_an_atlas_survives_the_store_byte_for_byte() -> None:
    blob = small_atlas("anna").to_bytes()
    again = Atlas.from_bytes(blob)
    assert again.to_bytes() == blob
    assert np.array_equal(drawn(Presenter(rig_of("anna"), again, SCALE), POSES[1]), drawn(presenter(), POSES[1]))


@pytest.mark.parametrize("blob", [b"", b"NRAT", b"PNG" * 40, small_atlas("anna").to_bytes()[:-9]])
def test_a_damaged_atlas_is_refused(blob: bytes) -> None:
    with pytest.raises(EngineError):
        Atlas.from_bytes(blob)


def test_a_kept_sheet_is_unpacked_when_it_is_needed_and_a_damaged_one_refused_then() -> None:
    drawn_now = small_atlas("anna")
    blob = drawn_now.to_bytes()
    with patch("pipeline.picture.atlas.zlib.decompress", side_effect=AssertionError("nothing was asked for")):
        kept = Atlas.from_bytes(blob)
        assert set(kept.sheets) == set(drawn_now.sheets)
        assert mouth_name(OPEN) in kept.in_yuv().sheets
    assert np.array_equal(kept.sheets[mouth_name(OPEN)].pixels, drawn_now.sheets[mouth_name(OPEN)].pixels)
    film = kept.in_yuv().sheets[mouth_name(OPEN)]
    assert np.array_equal(film.pixels, drawn_now.in_yuv().sheets[mouth_name(OPEN)].pixels)
    last = list(kept.sheets)[-1]
    damaged = Atlas.from_bytes(blob[:-2] + b"??")
    with pytest.raises(EngineError):
        damaged.sheets[last]


def test_an_atlas_that_was_kept_in_one_piece_can_still_be_read() -> None:
    sheets = small_atlas("anna").sheets
    parts = [
        struct.pack("<16s i i I I", name.encode(), s.x, s.y, s.pixels.shape[1], s.pixels.shape[0]) + s.pixels.tobytes()
        for name, s in sheets.items()
    ]
    head = struct.pack("<4sHH d", b"NRAT", VERSION, len(sheets), small_atlas("anna").density)
    again = Atlas.from_bytes(head + zlib.compress(b"".join(parts), 1))
    assert all(np.array_equal(again.sheets[name].pixels, sheet.pixels) for name, sheet in sheets.items())


def test_the_atlas_holds_every_mouth_that_speech_uses() -> None:
    held = small_atlas("anna").sheets
    used = {mouth_name(pose.mouth) for pose in performed(rig_of("anna"))}
    assert len(used - held.keys()) <= 0.04 * len(used)  # those whose teeth would have flashed are drawn when they are needed


def test_a_mouth_that_the_atlas_lacks_is_drawn_alike() -> None:
    atlas, rig = small_atlas("anna"), rig_of("anna")
    less = Atlas(atlas.density, {k: v for k, v in atlas.sheets.items() if k != mouth_name(OPEN)})
    scale = atlas.density / 1.6
    one, other = (drawn(Presenter(rig, a, scale), POSES[1]) for a in (atlas, less))
    assert np.array_equal(one, other)


def test_the_mouths_of_a_film_are_those_of_the_atlas_so_that_workers_share_them() -> None:
    rig, atlas = rig_of("anna"), small_atlas("anna").in_yuv()
    assert atlas.in_yuv() is atlas
    of = Presenter(rig, atlas, atlas.density / 1.6)
    of.patch(replace(NEUTRAL, mouth=OPEN))
    tracemalloc.start()
    for shape in book_shapes(rig):
        of.patch(replace(NEUTRAL, mouth=shape))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 0.2 * sum(sheet.pixels.nbytes for name, sheet in atlas.sheets.items() if name.startswith("mouth"))


def test_bodies_and_jaws_that_were_drawn_ahead_are_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []

    def counted(size: int, make: Callable[[object], object]) -> Memory[object, object]:
        return Memory(size, lambda key: (drawn.append(getattr(make, "__name__", "")), make(key))[1])

    monkeypatch.setattr("pipeline.picture.presenter.Memory", counted)
    of = presenter()
    poses = performed(rig_of("anna"))
    of.get_ready(poses)
    ahead, known = len(drawn), small_atlas("anna").sheets
    assert drawn.count("_make_body") + drawn.count("_make_jaw") == ahead - drawn.count("_make_mouth") - drawn.count("_make_look")
    assert drawn.count("_make_body") == len({pose.breath for pose in poses}) > 1
    assert drawn.count("_make_jaw") == len({pose.jaw for pose in poses}) > 10
    assert drawn.count("_make_mouth") == len({pose.mouth for pose in poses if mouth_name(pose.mouth) in known}) > 10
    for pose in poses:
        of.patch(pose)
    assert not {"_make_body", "_make_jaw"} & set(drawn[ahead:])
    assert drawn[ahead:].count("_make_mouth") == len({p.mouth for p in poses if mouth_name(p.mouth) not in known})
    opened = {(p.lids, p.gaze) for p in poses if p.lids < LID_GRAIN}  # shut, they look nowhere: such eyes are in every atlas
    assert drawn[ahead:].count("_make_look") == len({eyes for eyes in opened if look_name(*eyes) not in known}) > 0


def test_a_film_shows_the_colours_of_the_drawing() -> None:
    rig, atlas = rig_of("anna"), small_atlas("anna")
    own, film = (drawn(Presenter(rig, a, SCALE), POSES[2]) for a in (atlas, atlas.in_yuv()))
    assert np.abs(yuva(own).astype(int) - film).max() <= 3  # rounded at another step


@cache
def sharp_head() -> Presenter:
    """Mouths and eyes at the density of the show, before a veil of one part in 255 instead of the costly head."""
    veil = '<rect x="190" y="84" width="320" height="430" fill-opacity="0.004"/>'
    rig = replace(rig_of("anna"), body="", behind="", face="", front=veil, ears="")
    return Presenter(rig, build_atlas(rig, DENSITY), 1.26)


@pytest.mark.slow
def test_a_warped_mouth_is_as_sharp_as_one_drawn_in_the_pose() -> None:
    of = sharp_head()
    rig = of.rig
    exact = draw_mouth(rig, OPEN, 0.0, 1.26)
    patch = of.patch(Pose(mouth=OPEN))
    top, left = exact.y - patch.y, exact.x - patch.x
    height, width = exact.pixels.shape[:2]
    warped = patch.pixels[top : top + height, left : left + width]

    def edges(pixels: NDArray[np.uint8]) -> float:
        return float(cv2.Laplacian(np.ascontiguousarray(pixels[..., 1]), cv2.CV_32F).std())

    assert 0.85 < edges(warped) / edges(exact.pixels) < 1.15
    assert np.abs(warped.astype(int) - exact.pixels).mean() < 2.0


def test_the_contact_sheet_is_a_picture_of_all_mouths() -> None:
    sheet = cv2.imdecode(np.frombuffer(contact_sheet(rig_of("anna"), small_atlas("anna")), np.uint8), cv2.IMREAD_COLOR)
    assert sheet is not None
    assert sheet.shape[1] > 7 * 150


def test_the_grave_face_differs_from_the_neutral_one_in_mouth_and_brows() -> None:
    of = presenter()
    jaw, eyes = of.regions(NEUTRAL, Pose(grave=4))
    neutral, grave = drawn(of, NEUTRAL), drawn(of, Pose(grave=4))
    for box in (jaw, eyes):
        assert (part(neutral, box, of.box()) != part(grave, box, of.box())).any()
