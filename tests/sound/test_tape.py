# SPDX-License-Identifier: EUPL-1.2
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import EngineError
from pipeline.model import SAMPLE_RATE
from pipeline.sound import jingle
from pipeline.sound.loudness import master
from pipeline.sound.mix import MixPlan, mix
from pipeline.sound.programme import produced
from pipeline.sound.tape import STRETCH, Tape, stretches
from pipeline.sound.wav import WavTrack, read_wav, write_wav
from tests.doubles.voices import babble

S = SAMPLE_RATE
NOISE = np.random.default_rng(9).standard_normal((1_000, 2)).astype(np.float32)
_PEAK = """
import json, sys
from pathlib import Path
import numpy as np
from pipeline.model import SAMPLE_RATE
from pipeline.sound.jingle import Music
from pipeline.sound.mix import MixPlan
from pipeline.sound.programme import produced
from pipeline.sound.tape import Tape, stretches
from tests.doubles.voices import babble

def held(name):
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith(name))

folder, seconds = Path(sys.argv[1]), int(sys.argv[2])
said = babble(6.0)
pause = np.zeros(SAMPLE_RATE, np.float32)
once = np.concatenate([said, pause, said * np.float32(0.4), pause, pause])
hum = np.tile(np.repeat(babble(1.0)[:, None], 2, axis=1), (24, 1))
music = Music(hum[: 5 * SAMPLE_RATE], hum[: 6 * SAMPLE_RATE], hum)
total = seconds * SAMPLE_RATE
with Tape(folder, (total - 9 * SAMPLE_RATE,)) as voice:
    for part in stretches(len(voice)):
        voice[part] = np.take(once, np.arange(part.start, part.stop), mode="wrap")
    before = held("VmRSS")
    with produced(voice, MixPlan(total, 3 * SAMPLE_RATE), music, "web", folder) as (parts, loudness):
        heard = sum(len(part) for part in parts)
print(json.dumps([heard, loudness.lufs, held("VmHWM") - before]))
"""


def made(folder: Path, seconds: int) -> tuple[int, float, int]:
    """Mix and master a programme in a process of its own → its samples, its loudness, by how many kB the process grew."""
    run = subprocess.run([sys.executable, "-c", _PEAK, str(folder), str(seconds)], capture_output=True, text=True, check=True)
    heard, lufs, grown = json.loads(run.stdout)
    return heard, lufs, grown


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is counted as Linux does")
def test_a_programme_of_ten_minutes_takes_hardly_more_memory_than_one_of_100_seconds(tmp_path: Path) -> None:
    short, long = (made(tmp_path, seconds) for seconds in (100, 600))
    for (heard, lufs, _), seconds in ((short, 100), (long, 600)):
        assert heard == seconds * S
        assert lufs == pytest.approx(-16, abs=0.3)
    assert short[2] > 1_000  # it does measure something
    assert long[2] - short[2] < 20_000  # kB: some curves of 2,000; each copy of the sound would be 192,000 more
    assert list(tmp_path.iterdir()) == []


def test_on_tapes_a_programme_is_the_same_to_the_sample(tmp_path: Path) -> None:
    said = np.concatenate([babble(3.3), np.zeros(S * 2 // 5, np.float32), babble(4.21)])
    plan = MixPlan(16 * S + 1_920, 3 * S, ((5 * S, 7 * S),))
    (tmp_path / "voice.wav").write_bytes(write_wav(said))
    kept = read_wav((tmp_path / "voice.wav").read_bytes()).sound
    in_memory = master(mix(kept, plan), "social")
    with (
        WavTrack(tmp_path / "voice.wav") as voice,
        produced(voice, plan, jingle.music(), "social", tmp_path) as (parts, loudness),
    ):
        assert np.array_equal(np.concatenate([*parts]), in_memory.sound)
    assert loudness == in_memory.loudness


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 110), st.integers(0, 110), st.booleans()), max_size=6), st.booleans())
def test_a_tape_is_read_and_written_like_an_array(steps: list[tuple[int, int, bool]], stereo: bool) -> None:
    held = np.zeros((100, 2) if stereo else 100, np.float32)
    with tempfile.TemporaryDirectory() as folder, Tape(Path(folder), held.shape) as tape:
        for begin, end, louder in steps:
            part = slice(begin, end)
            assert np.array_equal(tape[part], held[part])
            given_ = (NOISE if stereo else NOISE[:, 0])[: len(held[part])] * np.float32(2 if louder else 1)
            tape[part] = held[part] = given_
        assert np.array_equal(tape[:], held)
        assert (len(tape), tape.shape) == (len(held), held.shape)


def test_what_does_not_fit_is_not_written(tmp_path: Path) -> None:
    with Tape(tmp_path, (100, 2)) as tape:
        for part, samples in ((slice(0, 10), NOISE[:9]), (slice(0, 10), NOISE[:10, 0]), (slice(95, 105), NOISE[:10])):
            with pytest.raises(ValueError, match="do not fit"):
                tape[part] = samples
        with pytest.raises(ValueError, match="without gaps"):
            tape[::2]
        assert not tape[:].any()


def test_the_stretches_lie_end_to_end() -> None:
    for samples in (0, 1, STRETCH - 1, STRETCH, 3 * STRETCH + 7):
        parts = [np.arange(samples)[part] for part in stretches(samples)]
        assert np.array_equal(np.concatenate([np.zeros(0, int), *parts]), np.arange(samples))
        assert all(len(part) == STRETCH for part in parts[:-1])


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of a file's size")
def test_a_full_disk_is_a_clear_error(tmp_path: Path) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Tape(tmp_path, (10_000, 2)) as tape:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, limits[1]))
            tape[:1_000] = NOISE
            with pytest.raises(EngineError, match="cannot be kept"):
                tape[1_000:2_000] = NOISE
            with pytest.raises(EngineError, match="cannot be kept"):
                Tape(tmp_path, (10_000, 2))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert np.array_equal(tape[:1_000], NOISE)
    with pytest.raises(EngineError, match="cannot be kept"):
        Tape(tmp_path / "missing", (10, 2))


@pytest.mark.parametrize("shape", [(4_801,), (2_000, 2)])
def test_a_wave_file_is_read_by_slices_as_it_is_read_whole(tmp_path: Path, shape: tuple[int, ...]) -> None:
    sound = np.resize(NOISE * np.float32(0.2), shape)
    (tmp_path / "a.wav").write_bytes(write_wav(sound, 44_100, b"odd"))
    whole = read_wav((tmp_path / "a.wav").read_bytes())
    with WavTrack(tmp_path / "a.wav") as track:
        assert (track.rate, track.shape, len(track)) == (44_100, shape, shape[0])
        for part in (slice(0, 100), slice(1_000, 1_777), slice(1_900, 9_000), slice(None), slice(9_000, 9_001)):
            assert np.array_equal(track[part], whole.sound[part])


def test_a_wave_file_that_promises_more_than_it_has_is_as_long_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(write_wav(NOISE[:, 0] * np.float32(0.2))[:-501])
    with WavTrack(tmp_path / "a.wav") as track:
        assert len(track) == 749
        assert np.array_equal(track[700:800], read_wav((tmp_path / "a.wav").read_bytes()).sound[700:])


@pytest.mark.parametrize("content", [b"", b"ID3\x04aaaaaaaaaaaa", write_wav(NOISE)[:40], write_wav(NOISE)[:12]])
def test_what_is_no_wave_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(EngineError):
        WavTrack(tmp_path / "a.wav")
