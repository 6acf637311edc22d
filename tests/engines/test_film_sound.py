# SPDX-License-Identifier: EUPL-1.2
"""The sound of a film as it is decoded."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.engines.film_sound import film_sound
from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.errors import EngineError
from pipeline.ports import PlaneFrame
from pipeline.sound.loudness import measure
from pipeline.sound.wav import Sound, write_wav
from tests.doubles.voices import babble


def grey(frames: int) -> list[PlaneFrame]:
    small = np.full((32, 32), 128, np.uint8)
    return [PlaneFrame(np.full((64, 64), 90, np.uint8), small, small)] * frames


def film(folder: Path, sound: Sound) -> Path:
    """Make a small film with a sound (48 kHz stereo, whole frames)."""
    encoder = PyavEncoder(preset="ultrafast")
    encoder.segment(grey(len(sound) // 1920), (64, 64), folder / "segment.mp4")
    (folder / "sound.wav").write_bytes(write_wav(sound))
    encoder.join([folder / "segment.mp4"], folder / "sound.wav", "t", "c", folder / "film.mp4")
    return folder / "film.mp4"


def test_a_film_sounds_as_it_was_mastered(tmp_path: Path) -> None:
    stereo = np.repeat(babble(4.0)[:, None], 2, axis=1)
    heard = film_sound(film(tmp_path, stereo))
    assert heard.shape[1] == 2
    assert len(heard) == pytest.approx(len(stereo), abs=2048)
    before, after = measure(stereo), measure(heard[: len(stereo)])
    assert after.lufs == pytest.approx(before.lufs, abs=0.1)
    assert after.true_peak == pytest.approx(before.true_peak, abs=1.0)


def test_a_film_without_sound_is_an_error(tmp_path: Path) -> None:
    PyavEncoder(preset="ultrafast").segment(grey(3), (64, 64), tmp_path / "mute.mp4")
    with pytest.raises(EngineError, match=r"mute\.mp4 has no sound"):
        film_sound(tmp_path / "mute.mp4")


def test_a_file_that_is_no_film_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"not a film")
    with pytest.raises(EngineError, match="cannot be decoded"):
        film_sound(tmp_path / "film.mp4")
