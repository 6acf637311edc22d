# SPDX-License-Identifier: EUPL-1.2
import io
import struct
import wave

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import EngineError
from pipeline.sound.wav import as_float, as_int16, read_wav, sniff, write_wav

TONE = (0.5 * np.sin(np.arange(4800) / 20)).astype(np.float32)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-32768, 32767), min_size=1, max_size=200), st.sampled_from([8000, 22050, 48000]), st.binary(max_size=9)
)
def test_what_is_written_is_read_back_exactly(values: list[int], rate: int, note: bytes) -> None:
    sound = as_float(np.array(values, np.int16))
    back = read_wav(write_wav(sound, rate, note))
    assert np.array_equal(as_int16(back.sound), np.array(values, np.int16))
    assert (back.rate, back.note) == (rate, note)


def test_other_programs_read_the_file_and_skip_the_note() -> None:
    with wave.open(io.BytesIO(write_wav(np.stack([TONE, -TONE], axis=1), 48_000, b"odd"))) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes(), file.getsampwidth()) == (2, 48_000, 4800, 2)


@pytest.mark.parametrize(("code", "bits", "kind"), [(1, 32, "<i4"), (3, 32, "<f4"), (3, 64, "<f8")])
def test_other_sample_formats_are_read(code: int, bits: int, kind: str) -> None:
    scaled = TONE * (2**31 if kind == "<i4" else 1)
    body = scaled.astype(kind).tobytes()
    form = struct.pack("<HHIIHH", code, 1, 16_000, 16_000 * bits // 8, bits // 8, bits)
    inside = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(body)) + body
    back = read_wav(b"RIFF" + struct.pack("<I", len(inside)) + inside)
    assert np.allclose(back.sound, TONE, atol=1e-6)


def test_24_bits_and_8_bits_are_read() -> None:
    whole = np.rint(TONE * (2**23)).astype("<i4")
    body = b"".join(int(v).to_bytes(3, "little", signed=True) for v in whole)
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 48_000, 3, 24) + b"data" + struct.pack("<I", len(body))
    assert np.allclose(read_wav(b"RIFF\0\0\0\0" + head + body).sound, TONE, atol=1e-6)
    small = (np.rint(TONE * 127) + 128).astype(np.uint8).tobytes()
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8_000, 8_000, 1, 8) + b"data" + struct.pack("<I", len(small))
    assert np.allclose(read_wav(b"RIFF\0\0\0\0" + head + small).sound, TONE, atol=0.01)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"ID3\x04aaaaaaaaaaaa", "MP3"),
        (b"\xff\xfb\x90\x64aaaaaaaa", "MP3"),
        (b"\xff\xf1\x50\x80aaaaaaaa", "AAC"),
        (b"OggS\0aaaaaaaaaaa", "Ogg"),
        (b"fLaC\0aaaaaaaaaaa", "FLAC"),
        (b"\0\0\0\x20ftypM4A aaa", "MP4"),
        (b'{"detail": "no"}', "JSON"),
        (b"<!doctype html>", "HTML"),
        (b"abcdefghijklmnop", "unknown"),
        (b"", "unknown"),
    ],
)
def test_anything_else_is_named(content: bytes, name: str) -> None:
    assert name in sniff(content)
    with pytest.raises(EngineError, match=f"no WAV sound: .*{name}"):
        read_wav(content)


@pytest.mark.parametrize("cut", [12, 20, 36, 40])
def test_a_file_that_breaks_off_is_an_error(cut: int) -> None:
    with pytest.raises(EngineError, match=r"no data|no format"):
        read_wav(write_wav(TONE)[:cut])


def test_louder_than_full_scale_is_clipped_and_not_wrapped() -> None:
    assert as_int16(np.array([1.5, -1.5], np.float32)).tolist() == [32767, -32768]
