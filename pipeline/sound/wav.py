# SPDX-License-Identifier: EUPL-1.2
"""Sound as WAV bytes, both ways: samples → RIFF/WAVE with 16-bit PCM, and any PCM or float WAVE → samples."""

import struct
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Final, Self

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.model import SAMPLE_RATE

Sound = NDArray[np.float32]
"""Samples in -1..1: one axis for mono, (samples, channels) otherwise."""

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_NOTE: Final = b"nwsr"

_SIGNATURES: Final = (
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"fLaC", "FLAC"),
    (b"FORM", "AIFF"),
    (b"\x1aE\xdf\xa3", "WebM or Matroska"),
    (b"caff", "CAF"),
    (b"{", "JSON text"),
    (b"<", "HTML or XML text"),
)


@dataclass(frozen=True, slots=True)
class Wav:
    """A WAVE file taken apart: samples, their rate in Hz, and the note that this project keeps in a chunk of its own."""

    sound: Sound
    rate: int
    note: bytes = b""


def sniff(content: bytes) -> str:
    """Name the sound format by its first bytes: "WAV", "MP3", "Ogg" …; "unknown" where none fits."""
    if content[:4] in (b"RIFF", b"RF64") and content[8:12] == b"WAVE":
        return "WAV"
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return name
    if content[4:8] == b"ftyp":
        return "MP4 or M4A"
    if len(content) > 1 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0:  # frame sync; the layer bits tell AAC apart
        return "AAC" if content[1] & 0x06 == 0 else "MP3"
    return "unknown"


def write_wav(sound: Sound, rate: int = SAMPLE_RATE, note: bytes = b"") -> bytes:
    """Samples → WAVE with 16-bit PCM. Values beyond -1..1 are clipped; `note` goes into a chunk that players skip."""
    channels = 1 if sound.ndim == 1 else sound.shape[1]
    body = as_int16(sound).astype("<i2").tobytes()
    chunk = b"" if not note else _NOTE + struct.pack("<I", len(note)) + note + b"\0" * (len(note) % 2)
    form = struct.pack("<HHIIHH", _PCM, channels, rate, rate * channels * 2, channels * 2, 16)
    inside = b"WAVE" + b"fmt " + struct.pack("<I", len(form)) + form + chunk + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def read_wav(content: bytes) -> Wav:
    """WAVE → samples. Raises EngineError naming the format where it is none, and for broken or unknown WAVE."""
    with BytesIO(content) as file:
        form, note, begin, size = _parts(file)
    return Wav(*_samples(form, content[begin : begin + size]), note)


class OnFile:
    """A sound in an open file, mono as (samples,) or (samples, channels); the file is closed where it is left."""

    shape: tuple[int, ...]
    _file: IO[bytes]

    def __enter__(self) -> Self:
        """Give the track."""
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file; the disk has the room of a nameless one again."""
        self._file.close()

    def __len__(self) -> int:
        """Count the samples."""
        return self.shape[0]


class WavTrack(OnFile):
    """The samples of a WAVE file, read by slices as `read_wav` gives them. Raises EngineError for broken or unknown WAVE."""

    _file: BinaryIO

    def __init__(self, path: Path) -> None:
        with ExitStack() as broken:
            self._file = broken.enter_context(path.open("rb"))
            self._form, _, self._begin, size = _parts(self._file)
            none, self.rate = _samples(self._form, b"")
            self._width = struct.unpack_from("<H", self._form, 14)[0] // 8 * (none.shape[1] if none.ndim > 1 else 1)
            size = min(size, path.stat().st_size - self._begin)
            self.shape = (size // self._width, *none.shape[1:])
            broken.pop_all()  # from here on `__exit__` closes it

    def __getitem__(self, part: slice, /) -> Sound:
        """Read some samples."""
        begin, end, _ = part.indices(len(self))
        self._file.seek(self._begin + begin * self._width)
        return _samples(self._form, self._file.read(max(0, end - begin) * self._width))[0]


def _parts(file: BinaryIO) -> tuple[bytes, bytes, int, int]:
    """Take a WAVE apart → its format chunk, its note, where its data begins, and how long that says it is (bytes)."""
    head = file.read(16)
    found = sniff(head)
    if found != "WAV":
        raise EngineError(f"This is no WAV sound: its first bytes say {found}.", "Ask the engine for WAV.")
    form, note, position = b"", b"", 12
    file.seek(position)
    while len(chunk := file.read(8)) == 8:
        name, size = chunk[:4], struct.unpack_from("<I", chunk, 4)[0]
        position += 8
        if name == b"fmt ":
            form = file.read(size)
        elif name == _NOTE:
            note = file.read(size)
        elif name == b"data":
            return form, note, position, size  # streamed WAVE states a size beyond the end: what is there is taken
        position += size + size % 2
        file.seek(position)
    raise EngineError("This WAV sound has no data.", "The engine broke off; look at its log.")


def as_int16(sound: Sound) -> NDArray[np.int16]:
    """Samples in -1..1 → 16-bit integers; `as_float` gives the same integers back exactly."""
    return np.asarray(np.clip(np.rint(sound * np.float32(32768)), -32768, 32767), dtype=np.int16)


def as_float(sound: NDArray[np.int16]) -> Sound:
    """16-bit integers → samples in -1..1."""
    out = sound.astype(np.float32)
    out /= np.float32(32768)
    return out


def _samples(form: bytes, body: bytes) -> tuple[Sound, int]:
    """The format chunk and the data → samples and their rate. Raises EngineError for codecs other than PCM and float."""
    if len(form) < 16:
        raise EngineError("This WAV sound has no format chunk.", "The engine writes broken WAV.")
    code, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if code == _EXTENSIBLE and len(form) >= 26:
        code = struct.unpack_from("<H", form, 24)[0]
    if not channels or not rate:
        raise EngineError(f"This WAV sound claims {channels} channels at {rate} Hz.", "The engine writes broken WAV.")
    wide = bits // 8 * channels
    body = body[: len(body) - len(body) % wide] if wide else b""
    flat: Sound
    if code == _PCM and bits == 16:
        flat = as_float(np.frombuffer(body, "<i2"))
    elif code == _PCM and bits == 8:
        flat = (np.frombuffer(body, np.uint8).astype(np.float32) - 128) / np.float32(128)
    elif code == _PCM and bits == 24:
        parts = np.frombuffer(body, np.uint8).reshape(-1, 3).astype(np.int32)
        flat = ((parts[:, 0] << 8 | parts[:, 1] << 16 | parts[:, 2] << 24).astype(np.float32)) / np.float32(2**31)
    elif code == _PCM and bits == 32:
        flat = np.frombuffer(body, "<i4").astype(np.float32) / np.float32(2**31)
    elif code == _FLOAT and bits in (32, 64):
        flat = np.frombuffer(body, f"<f{bits // 8}").astype(np.float32)
    else:
        raise EngineError(f"This WAV sound has format {code} with {bits} bits.", "Only PCM and float WAV can be read.")
    return (flat if channels == 1 else flat.reshape(-1, channels)), rate
