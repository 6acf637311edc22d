# SPDX-License-Identifier: EUPL-1.2
"""A photographed presenter: read strictly, warped so that lips meet and part, measured as the drawn ones are."""

import struct
import zlib
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.errors import ConfigError
from pipeline.keep.store import Store
from pipeline.model import Frames, Severity, Timeline
from pipeline.picture import paint
from pipeline.picture.atlas import Atlas, book_shapes
from pipeline.picture.avatar_check import check, contact_sheet
from pipeline.picture.film_watch import watch
from pipeline.picture.lip_check import Lips
from pipeline.picture.performance import NEUTRAL, Pose
from pipeline.picture.photo_presenter import PhotoPresenter
from pipeline.picture.portrait import load_portrait
from pipeline.picture.stage import Set
from pipeline.picture.visemes import VISEMES
from tests.doubles.speaking import speaking
from tests.picture.film import design
from tests.picture.portraits import PX, encoded, photo_files, photographed, points, portrait
from tests.picture.spoken import performed

TODAY = date(2026, 11, 20)


def codes(**changed: bytes) -> set[str]:
    held = dict(photo_files()) | {name.replace("_", "."): content for name, content in changed.items()}
    return {f.code for f in check(tuple(held.items()), TODAY) if f.severity is Severity.RED}


def pose(viseme: str) -> Pose:
    entry = VISEMES.index(viseme)
    shape = next(shape for shape in reversed(book_shapes(portrait().rig)) if shape and shape[0] == entry)
    return Pose(mouth=shape, jaw=round(2 * portrait().rig.jaw[entry]))


def test_a_portrait_with_its_points_passes_and_is_asked_about_consent() -> None:
    found = check(photo_files(), TODAY)
    assert [(f.code, f.severity) for f in found] == [("consent-not-required", Severity.AMBER)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"points_json": b"{"}, "avatar-points-unreadable"),
        ({"points_json": b"{}"}, "avatar-points-missing"),
        ({"points_json": b'{"points": {"lip_1": "x"}}'}, "avatar-points-unreadable"),
        ({"points_json": points(chin=(344, 360))}, "avatar-points-misplaced"),
        ({"points_json": points(lip_2=(390, 385))}, "avatar-points-misplaced"),
        ({"points_json": points(eye_r_outer=(421, 330))}, "avatar-points-misplaced"),
        ({"points_json": points(chin=(344, 4460))}, "avatar-points-outside"),
        ({"photo_png": b"no picture"}, "avatar-photo-unfit"),
        ({"photo_png": encoded(photographed()[: round(640 * PX)], "png")}, "avatar-photo-short"),
    ],
)
def test_what_cannot_be_a_face_seen_from_the_front_is_named(changed: dict[str, bytes], code: str) -> None:
    assert code in codes(**changed)


def test_a_small_file_that_decodes_to_400_megabytes_is_refused_unread() -> None:
    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 9000)), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    assert "avatar-photo-unfit" in codes(photo_png=png)


def test_one_failure_names_every_defect() -> None:
    held = dict(photo_files())
    with pytest.raises(ConfigError) as failed:
        load_portrait(held["avatar.toml"].replace(b'"f"', b'"x"'), held["photo.png"], points())
    assert "gender" in failed.value.message


def test_a_cmyk_and_a_turned_jpeg_are_shown_as_they_are_meant() -> None:
    straight = Image.open(BytesIO(encoded(photographed(), "jpg"))).convert("RGB")
    printed, turned = BytesIO(), BytesIO()
    straight.convert("CMYK").save(printed, "JPEG", quality=95)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn by 90° clockwise to see it
    straight.transpose(Image.Transpose.ROTATE_90).save(turned, "JPEG", quality=95, exif=exif)
    held = dict(photo_files("jpg"))
    plain = portrait("jpg")
    for file in (printed, turned):
        other = load_portrait(held["avatar.toml"], file.getvalue(), held["points.json"])
        assert np.abs(other.pixels.astype(int) - plain.pixels).mean() < 6


def test_lips_meet_at_rest_and_on_m_b_p_and_open_widest_on_a() -> None:
    wide = dict(zip(VISEMES, portrait().rig.mouths.openings, strict=True))
    assert max(wide["rest"], wide["mbp"]) < 0.2
    assert wide["a"] == max(wide.values()) > 2 * wide["i"] > 8


def test_at_rest_the_photo_itself_is_seen() -> None:
    drawn = PhotoPresenter(portrait(), 1.0)
    shown = drawn.patch(NEUTRAL).pixels
    own = cv2.resize(cv2.cvtColor(photographed(), cv2.COLOR_RGBA2mRGBA), (700, 800), interpolation=cv2.INTER_AREA)
    face = np.s_[300:440, 300:390]
    scale = portrait().mark("chin")[1] - portrait().mark("lip_3")[1]
    assert scale == pytest.approx(58 * 103 / (388 - 291.75), rel=0.02)
    assert np.abs(shown[face].astype(int).mean(axis=(0, 1)) - own[face].mean(axis=(0, 1))).max() < 8


def test_pixels_depend_on_the_pose_alone_and_not_on_the_one_before() -> None:
    said = performed(portrait().rig)[40:200:7]
    one, fresh = PhotoPresenter(portrait(), 0.6), PhotoPresenter(portrait(), 0.6)
    seen = {p: one.patch(p).pixels.copy() for p in said}
    for p in reversed(said):
        assert np.array_equal(fresh.patch(p).pixels, seen[p])


def test_the_regions_between_two_poses_hold_every_changed_pixel_and_lie_inside() -> None:
    drawn = PhotoPresenter(portrait(), 0.6)
    for before, after in pairwise(performed(portrait().rig)[40:160:3]):
        old = drawn.patch(before).pixels.copy()
        new = drawn.patch(after).pixels.copy()
        for box in drawn.regions(before, after):
            assert drawn.box().covers(box)
            new[box.y : box.bottom, box.x : box.right] = old[box.y : box.bottom, box.x : box.right]
        assert np.array_equal(old, new)


def test_nothing_moves_at_the_edge_of_the_mouth_box_so_that_no_seam_is_seen() -> None:
    drawn = PhotoPresenter(portrait(), 1.0)
    box = drawn.regions(NEUTRAL, pose("a"))[0]
    rest, wide = drawn.patch(NEUTRAL).pixels.astype(int).copy(), drawn.patch(pose("a")).pixels.astype(int)
    rows, columns = np.s_[box.y : box.bottom], np.s_[box.x : box.right]
    for edge in (np.s_[box.y, columns], np.s_[box.bottom - 1, columns], np.s_[rows, box.x], np.s_[rows, box.right - 1]):
        assert np.abs(rest[edge] - wide[edge]).max() <= 3
    assert np.abs(rest - wide).max() > 80


def test_closed_eyes_show_skin_and_lashes_only() -> None:
    drawn = PhotoPresenter(portrait(), 1.0)
    x, y = (round(v) for v in portrait().mark("eye_l_inner"))
    white = np.s_[y - 4 : y + 2, x - 14 : x - 6]
    opened, closed = (drawn.patch(Pose(lids=lids)).pixels[white].astype(int).copy() for lids in (0, 8))
    assert opened.max(axis=(0, 1))[2] - closed.max(axis=(0, 1))[2] > 30


def test_the_contact_sheet_of_a_portrait_is_a_picture() -> None:
    sheet = cv2.imdecode(np.frombuffer(contact_sheet(portrait().rig, None, portrait()), np.uint8), cv2.IMREAD_COLOR)
    assert sheet.shape[0] > 800


# ---------------------------------------------------------------- lips, read from the pixels of a film


def on_set(kind: str = "png") -> Set:
    return Set(design(), "1x1", portrait(kind).rig, Atlas(1.0, {}), f"photo-{kind}", (), portrait=portrait(kind))


def seen_lips(film: Timeline, on: Set) -> Lips:
    lips = watch(film, on, paint.frames(film, Frames(0), film.length, on)).lips
    assert lips is not None
    return lips


@pytest.mark.slow
def test_every_m_b_p_is_closed_in_the_pixels_and_a_shifted_control_is_not(tmp_path: Path) -> None:
    lips = seen_lips(speaking(Store(tmp_path), 3), on_set())
    assert lips.watched == lips.phonemes >= 5
    assert lips.closed == lips.watched
    assert lips.control < 0.4
    assert min(lips.runs) >= 2
    assert lips.widest_pause <= 2.0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_every_m_b_p_is_closed_in_the_decoded_film(kind: str, tmp_path: Path) -> None:
    from pipeline.engines.film_pictures import film_pictures
    from pipeline.engines.pyav_encoder import PyavEncoder

    film, on = speaking(Store(tmp_path), 20), on_set(kind)
    PyavEncoder().segment(paint.frames(film, Frames(0), film.length, on), on.design.layout("1x1").size, tmp_path / "film.mp4")
    lips = watch(film, on, film_pictures(tmp_path / "film.mp4")).lips
    assert lips is not None
    print(
        kind, lips.closed, lips.watched, lips.control, min(lips.runs), lips.widest_pause, np.percentile(np.abs(lips.centres), 95)
    )
    assert lips.closed == lips.watched == lips.phonemes >= 25
    assert lips.control < 0.4
    assert float(np.percentile(np.abs(lips.centres), 95)) <= 40
    assert lips.teeth_flashes == ()
