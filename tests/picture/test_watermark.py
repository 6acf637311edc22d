# SPDX-License-Identifier: EUPL-1.2
"""The imperceptible mark: read again from a smaller, cropped or coarser film; silent on a film that has none."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.engines.film_mark import read_mark
from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.picture.watermark import Reader, code_of, pattern
from pipeline.ports import PlaneFrame

SIZE = (1280, 720)
CODE = code_of("2026-kw47")


def scene(seed: int) -> NDArray[np.uint8]:
    """Draw a picture like ours: soft gradients, plates with hard edges, a little texture."""
    draw = np.random.default_rng(seed)
    width, height = SIZE
    picture = np.linspace(60, 150, width)[None, :] + np.linspace(-25, 25, height)[:, None]
    for _ in range(8):
        x, y = int(draw.integers(0, width - 200)), int(draw.integers(0, height - 100))
        picture[y : y + int(draw.integers(40, 100)), x : x + int(draw.integers(80, 200))] = draw.integers(30, 220)
    texture = cv2.GaussianBlur(draw.normal(0, 12, (height, width)).astype(np.float32), (0, 0), 3)
    return np.clip(picture + texture, 17, 234).astype(np.uint8)


def encoded(luma: NDArray[np.uint8], to: Path, crf: int, size: tuple[int, int] = SIZE) -> Path:
    """Encode ten pictures of one scene."""
    with av.open(str(to), "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {"preset": "superfast", "crf": str(crf)}
        grey = cv2.resize(luma, size, interpolation=cv2.INTER_AREA) if luma.shape[::-1] != size else luma
        for n in range(10):
            picture = av.VideoFrame.from_ndarray(np.vstack([grey, np.full((size[1] // 2, size[0]), 128, np.uint8)]), "yuv420p")
            picture.pts, picture.time_base = n, Fraction(1, 25)
            for packet in stream.encode(picture):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return to


@pytest.mark.parametrize("seed", [1, 2])
def test_the_mark_is_read_after_each_attack_and_nobody_sees_it(seed: int, tmp_path: Path) -> None:
    plain = scene(seed)
    marked = plain + pattern(CODE, *SIZE)
    error = float(np.mean((plain.astype(float) - marked) ** 2))
    assert 10 * np.log10(255**2 / error) >= 42
    attacks = (
        encoded(marked, tmp_path / "coarse.mp4", 32),
        encoded(marked, tmp_path / "small.mp4", 23, (640, 360)),
        encoded(np.ascontiguousarray(marked[10:708, 18:1260]), tmp_path / "cropped.mp4", 21, (1242, 698)),
    )
    for film in attacks:
        found = read_mark(film)
        assert found is not None, film.name
        assert found.code == CODE, film.name


def test_a_film_without_a_mark_names_no_bulletin() -> None:
    for seed in range(3):
        reader = Reader()
        reader.add(scene(100 + seed))
        assert reader.read() is None
    assert Reader().read() is None


def test_the_encoder_marks_every_picture_and_its_fingerprint_says_so(tmp_path: Path) -> None:
    grey = np.full((SIZE[1] // 2, SIZE[0] // 2), 128, np.uint8)
    frames = [PlaneFrame(scene(5), grey, grey)] * 5
    PyavEncoder(mark=CODE).segment(frames, SIZE, tmp_path / "marked.mp4")
    found = read_mark(tmp_path / "marked.mp4")
    assert found is not None
    assert found.code == CODE
    assert len({PyavEncoder().fingerprint, PyavEncoder(mark=CODE).fingerprint, PyavEncoder(mark=1).fingerprint}) == 3
