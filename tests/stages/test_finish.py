# SPDX-License-Identifier: EUPL-1.2
"""The last touches: signed once and kept, small film and seek bar beside the large one, posters as WebP."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.delivery import thumbs
from pipeline.engines.c2pa_signer import credentials, open_signer
from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.engines.pyav_reducer import PyavReducer
from pipeline.engines.signing_keys import make_chain
from pipeline.keep.store import Store
from pipeline.model import Film, Frames, Master
from pipeline.ports import PlaneFrame
from pipeline.stages.cue import CueSettings, cue
from pipeline.stages.finish import small
from pipeline.stages.pack import PackSettings, pack
from tests.doubles import values
from tests.engines.test_c2pa_signer import TYPE, film
from tests.stages.test_pack import IMPRINT


def test_a_package_is_signed_once_and_a_second_packing_has_the_same_bytes(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    make_chain(tmp_path / "keys", "Landkreis Beispielheim", datetime.now(UTC))
    signer = open_signer(tmp_path / "keys", "")
    timeline = cue(values.speech(), CueSettings(75, 160, "Anna", "KI"))
    body = spoken_film(tmp_path / "film", (40, 90, 140))
    picture = BytesIO()
    Image.new("RGB", (320, 180), "#1d5e99").save(picture, "JPEG")
    wide = Film("16x9", store.put(body, "video/mp4"), 320, 180, Frames(90))
    poster = Film("16x9", store.put(picture.getvalue(), "image/jpeg"), 320, 180, Frames(1))
    master = Master(timeline, (wide,), (poster,), -16.0, -2.0)
    to = PackSettings(IMPRINT, ai_model=TYPE)
    first, second = (pack(master, (), to, store, signer, PyavReducer(films=True)) for _ in range(2))
    assert first.files == second.files
    files = {f.name: f for f in first.files}
    for name in ("bulletin-16x9.mp4", "bulletin-720p.mp4", "poster.jpg"):
        place = tmp_path / name
        place.write_bytes(store.read(files[name].blob))
        assert credentials(place).state == "valid", name
        assert credentials(place).source_type == TYPE
        assert files[name].covered
    assert Image.open(BytesIO(store.read(files["poster.webp"].blob))).format == "WEBP"
    with av.open(str(tmp_path / "bulletin-720p.mp4")) as given:
        assert sum(1 for _ in given.decode(video=0)) == 90
    sheet = Image.open(BytesIO(store.read(files["thumbs.jpg"].blob)))
    assert sheet.size == (1600, 90)


def test_pictures_of_the_seek_bar_come_without_a_small_film_and_show_their_moment(tmp_path: Path) -> None:
    body = film(tmp_path / "film.mp4", 4.2, (320, 180))  # each picture is one step lighter than the one before
    store = Store(tmp_path / "store")
    lines, sheet = small(store.put(body, "video/mp4"), PyavReducer(films=False), None, store)
    assert lines is None
    assert sheet is not None
    laid = np.asarray(Image.open(store.path(sheet)).convert("L"), float)
    light = [float(laid[:90, 160 * n + 8 : 160 * n + 152].mean()) for n in range(4)]
    assert all(abs(light[n] - light[0] - 2 * 25 * n) <= 12 for n in range(3))
    assert light[3] < 5, "two seconds each: no fourth picture"
    assert small(None, PyavReducer(), None, store) == (None, None)


def test_after_an_edit_only_what_changed_is_made_small_again(tmp_path: Path) -> None:
    reducer = Counting()
    shelf = Store(tmp_path / "store")
    first, before = small(shelf.put(spoken_film(tmp_path / "first", (40, 90, 140)), "video/mp4"), reducer, None, shelf)
    assert reducer.made == 6, "three segments of 30 pictures, a key frame each 25"
    edited, after = small(shelf.put(spoken_film(tmp_path / "edited", (40, 200, 140)), "video/mp4"), reducer, None, shelf)
    assert reducer.made == 8
    assert first is not None
    assert edited is not None
    assert before is not None
    assert after is not None
    assert after != before
    laid = np.asarray(Image.open(shelf.path(after)).convert("L"), float)
    assert [round(laid[45, 160 * n + 80], -1) for n in (0, 1)] == [30, 210], "full range: 40 and 200 of 16 to 235"
    with av.open(str(shelf.path(edited))) as given:
        assert given.metadata["title"] == "Kreis kompakt"
        light = [float(picture.to_ndarray()[:180].mean()) for picture in given.decode(video=0)]
    assert [round(light[n], -1) for n in (10, 40, 70)] == [40, 200, 140]
    assert len(light) == 90


def spoken_film(folder: Path, lights: tuple[int, ...]) -> Path:
    """Make a silent film of 320 x 180 px: a segment of 30 pictures for each brightness, a key frame at least each 25."""
    encoder = PyavEncoder(gop=25)
    folder.mkdir()
    encoder.sound([np.zeros((len(lights) * 30 * 1920, 2), np.float32)], folder / "sound.mp4")
    parts = [folder / f"{n}.mp4" for n in range(len(lights))]
    for light, part in zip(lights, parts, strict=True):
        grey = np.full((90, 160), 128, np.uint8)
        encoder.segment([PlaneFrame(np.full((180, 320), light, np.uint8), grey, grey)] * 30, (320, 180), part)
    encoder.join(parts, folder / "sound.mp4", "Kreis kompakt", "KI-generiert", folder / "film.mp4")
    return folder / "film.mp4"


class Counting(PyavReducer):
    """Counts what is made small."""

    made = 0

    def reduce(self, film: Path, run: int, to: Path) -> tuple[NDArray[np.uint8], ...]:
        type(self).made += 1
        return super().reduce(film, run, to)


def test_every_cue_of_the_seek_bar_lies_within_its_sheet() -> None:
    pictures = tuple(np.full((90, 160, 3), n, np.uint8) for n in range(13))
    sheet = Image.open(BytesIO(thumbs.sheet(pictures)))
    track = thumbs.track("thumbs.jpg", Frames(13 * 50 - 20))
    places = [tuple(map(int, found)) for found in re.findall(r"#xywh=(\d+),(\d+),(\d+),(\d+)", track)]
    assert len(places) == 13
    assert all(x + w <= sheet.width and y + h <= sheet.height for x, y, w, h in places)
    assert track.count("-->") == 13
    assert "00:00:25.200\n" in track
