# SPDX-License-Identifier: EUPL-1.2
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.engines.pyav_encoder import PyavEncoder, unprobed
from pipeline.errors import EngineError
from pipeline.model import SAMPLES_PER_FRAME
from pipeline.ports import PlaneFrame
from pipeline.sound.wav import write_wav

SIZE = (320, 180)
CLICK_AT = 48_000


def pictures(count: int, seed: int) -> Iterator[PlaneFrame]:
    width, height = SIZE
    y = np.full((height, width), 60, np.uint8)
    grey = np.full((height // 2, width // 2), 128, np.uint8)
    for n in range(count):
        y[:] = 60
        y[40:80, 5 + 3 * n : 45 + 3 * n] = 180 + seed
        yield PlaneFrame(y, grey, grey)


def decoded(file: Path) -> list[str]:
    with av.open(str(file)) as given:
        return [hashlib.sha256(f.to_ndarray().tobytes()).hexdigest() for f in given.decode(video=0)]


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    folder = tmp_path_factory.mktemp("film")
    encoder = PyavEncoder()
    counts = (37, 61, 44)
    segments = [folder / f"{n}.mp4" for n in range(3)]
    for n, (count, segment) in enumerate(zip(counts, segments, strict=True)):
        assert encoder.segment(pictures(count, 10 * n), SIZE, segment) == count
    sound = np.zeros((sum(counts) * SAMPLES_PER_FRAME, 2), np.float32)
    sound[CLICK_AT : CLICK_AT + 480] = 0.6
    (folder / "sound.wav").write_bytes(write_wav(sound))
    encoder.join(segments, folder / "sound.wav", "Kreis kompakt", "KI-generiert", folder / "film.mp4")
    return folder / "film.mp4", segments


def test_the_joined_pictures_are_those_of_the_segments(joined: tuple[Path, list[Path]]) -> None:
    film, segments = joined
    assert decoded(film) == [digest for segment in segments for digest in decoded(segment)]


def test_no_picture_is_decoded_where_segments_are_only_joined(joined: tuple[Path, list[Path]]) -> None:
    film, segments = joined
    for file in (film, *segments):
        with unprobed(file) as ours, av.open(str(file)) as probed:
            assert ours.streams.video[0].pix_fmt is None  # it is known from a decoded picture only
            assert probed.streams.video[0].pix_fmt == "yuv420p"
            assert ours.streams.video[0].width == probed.streams.video[0].width


def test_every_frame_lasts_a_25th_of_a_second(joined: tuple[Path, list[Path]]) -> None:
    with av.open(str(joined[0])) as given:
        stream = given.streams.video[0]
        times = [float(f.pts * stream.time_base) for f in given.decode(stream)]
    assert times == pytest.approx([n / 25 for n in range(142)])


def test_colours_are_tagged_bt709_limited(joined: tuple[Path, list[Path]]) -> None:
    with av.open(str(joined[0])) as given:
        context = given.streams.video[0].codec_context
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1, 1)


def test_sound_stands_where_it_stood_to_the_millisecond(joined: tuple[Path, list[Path]]) -> None:
    with av.open(str(joined[0])) as given:
        sound = np.concatenate([f.to_ndarray()[0] for f in given.decode(audio=0)])
    first = int(np.argmax(np.abs(sound) > 0.2))
    assert abs(first - CLICK_AT) < 96


def test_the_film_can_start_before_it_is_whole(joined: tuple[Path, list[Path]]) -> None:
    head = joined[0].read_bytes()
    assert 0 < head.index(b"moov") < head.index(b"mdat")


def test_the_title_and_the_label_stand_in_the_metadata(joined: tuple[Path, list[Path]]) -> None:
    with av.open(str(joined[0])) as given:
        assert given.metadata["title"] == "Kreis kompakt"
        assert given.metadata["comment"] == "KI-generiert"


def test_the_same_pictures_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        PyavEncoder().segment(pictures(20, 0), SIZE, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


_ENCODE = """
import sys
from pathlib import Path
import numpy as np
from pipeline.engines.pyav_encoder import PyavEncoder, unprobed
from pipeline.ports import PlaneFrame
draw = np.random.default_rng(1)
y, x = np.mgrid[0:1080, 0:1080].astype(np.float32)
ground = 40 + x / 30 + y / 40 + draw.normal(0, 1, (1080, 1080))
grey = np.full((540, 540), 128, np.uint8)
def moved(n):
    disc = np.hypot(x - 200 - 25 * n, y - 500 - 9 * n) < 180 + 6 * n
    return PlaneFrame(np.where(disc, 200 - x / 20, ground).astype(np.uint8), grey, grey)
PyavEncoder().segment((moved(n) for n in range(40)), (1080, 1080), Path(sys.argv[1]))
"""


def test_what_lay_in_memory_before_changes_no_byte(tmp_path: Path) -> None:
    """glibc fills what it gives out with a byte of our choice; x264's code for AVX-512 let it into the film."""
    for fill in ("0", "170"):
        command = [sys.executable, "-c", _ENCODE, str(tmp_path / fill)]
        subprocess.run(command, check=True, env={**os.environ, "MALLOC_PERTURB_": fill})
    assert (tmp_path / "0").read_bytes() == (tmp_path / "170").read_bytes()


def test_a_full_or_missing_disk_is_a_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="encoder failed"):
        PyavEncoder().segment(pictures(3, 0), SIZE, tmp_path / "missing" / "film.mp4")
    assert list(tmp_path.iterdir()) == []


def test_sound_that_was_encoded_before_is_joined_as_it_is_and_nothing_drifts(tmp_path: Path) -> None:
    encoder, clicks = PyavEncoder(), (9_600, 96_000, 259_200)
    segments = [tmp_path / f"{n}.mp4" for n in range(3)]
    for n, segment in enumerate(segments):
        encoder.segment(pictures(50, n), SIZE, segment)
    sound = np.zeros((150 * SAMPLES_PER_FRAME, 2), np.float32)
    for at in clicks:
        sound[at : at + 480] = 0.6
    encoder.sound([sound], tmp_path / "sound.mp4")
    encoder.join(segments, tmp_path / "sound.mp4", "t", "c", tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film, av.open(str(tmp_path / "sound.mp4")) as alone:
        assert [bytes(p) for p in film.demux(audio=0) if p.size] == [bytes(p) for p in alone.demux(audio=0) if p.size]
    with av.open(str(tmp_path / "film.mp4")) as film:
        heard = np.concatenate([f.to_ndarray()[0] for f in film.decode(audio=0)])
    assert abs(len(heard) - len(sound)) < 1_024
    for at in clicks:
        near = heard[at - 2_000 : at + 2_000]
        assert abs(int(np.argmax(np.abs(near) > 0.3)) - 2_000) < 96, at


def test_a_sound_that_comes_in_parts_is_the_same_file(tmp_path: Path) -> None:
    sound = (np.random.default_rng(4).standard_normal((3 * 48_000 + 123, 2)) * 0.1).astype(np.float32)
    PyavEncoder().sound([sound], tmp_path / "whole.mp4")
    PyavEncoder().sound((sound[at : at + 48_000] for at in range(0, len(sound), 48_000)), tmp_path / "parts.mp4")
    assert (tmp_path / "whole.mp4").read_bytes() == (tmp_path / "parts.mp4").read_bytes()


def test_the_studio_preset_is_named_in_the_fingerprint_and_other_presets_are_x264s() -> None:
    marks = {PyavEncoder().fingerprint, PyavEncoder(preset="superfast").fingerprint, PyavEncoder(crf=23).fingerprint}
    assert len(marks) == 3
    assert "b-adapt=0" in PyavEncoder().fingerprint
    assert "b-adapt" not in PyavEncoder(preset="medium").fingerprint


def test_the_sound_of_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="sound"):
        PyavEncoder().sound([np.zeros((4_800, 2), np.float32)], tmp_path / "missing" / "sound.mp4")
