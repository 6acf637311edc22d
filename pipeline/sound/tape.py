# SPDX-License-Identifier: EUPL-1.2
"""A sound in a scratch file, read and written a stretch at a time: twenty minutes take no more memory than one.

    with Tape(folder, (samples, 2)) as tape:
        tape[0:48_000] = first_second
        for part in stretches(len(tape)):
            tape[part] = tape[part] * half

Plain reading and writing, no memory map: pages that are mapped count as memory of the process. Whoever works on a `Track` or a
`Blank` works on an array in memory just as well.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from io import FileIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final, Protocol

import numpy as np

from pipeline.errors import EngineError
from pipeline.model import SAMPLE_RATE
from pipeline.sound.wav import OnFile, Sound

STRETCH: Final = SAMPLE_RATE
"""Samples that are worked on at a time: what is made of them on the way stays in the processor's cache."""

_SAMPLE: Final = np.dtype(np.float32).itemsize


class Track(Protocol):
    """A sound that is read by slices without a step: an array, a `Tape`, a `WavTrack`."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(samples,) for mono, (samples, channels) otherwise."""
        ...

    def __len__(self) -> int:
        """Count the samples."""
        ...

    def __getitem__(self, part: slice, /) -> Sound:
        """Give some of them; a slice beyond the end is cut, as with an array."""
        ...


class Blank(Track, Protocol):
    """A sound that can also be written by slices."""

    def __setitem__(self, part: slice, samples: Sound, /) -> None:
        """Write some samples, as many as the slice is long."""
        ...


def stretches(samples: int) -> Iterator[slice]:
    """Cut a sound into what is worked on at a time."""
    for at in range(0, samples, STRETCH):
        yield slice(at, min(samples, at + STRETCH))


class Tape(OnFile):
    """Samples (float32) in a file without a name, silent at first; gone when it is closed, or when the process is killed."""

    _file: FileIO

    def __init__(self, folder: Path, shape: tuple[int, ...]) -> None:
        """Begin a tape of this shape in a folder. Raises EngineError where the disk does not take it."""
        self.shape = shape
        self._row = shape[1:]
        self._width = _SAMPLE * int(np.prod(self._row))
        try:
            with ExitStack() as failing:
                self._file = failing.enter_context(TemporaryFile(dir=folder, buffering=0))
                self._file.truncate(shape[0] * self._width)
                failing.pop_all()  # from here on `__exit__` closes it
        except OSError as wrong:
            raise _full(wrong) from wrong

    def __getitem__(self, part: slice, /) -> Sound:
        """Read some samples. Raises EngineError where the disk fails."""
        begin, end = _span(part, len(self))
        out = np.empty((end - begin, *self._row), np.float32)
        room = out.reshape(-1).view(np.uint8).data
        try:
            self._file.seek(begin * self._width)
            while room:
                room = room[self._file.readinto(room) or _ended() :]
        except OSError as wrong:
            raise _full(wrong) from wrong
        return out

    def __setitem__(self, part: slice, samples: Sound, /) -> None:
        """Write some samples. Raises ValueError where they are not as many as the slice is long, EngineError on a full disk."""
        begin, end = _span(part, len(self))
        if samples.shape != (end - begin, *self._row):
            raise ValueError(f"{samples.shape} samples do not fit into {(end - begin, *self._row)}")
        given = np.ascontiguousarray(samples, np.float32).reshape(-1).view(np.uint8).data
        try:
            self._file.seek(begin * self._width)
            while given:
                given = given[self._file.write(given) :]
        except OSError as wrong:
            raise _full(wrong) from wrong


def _span(part: slice, length: int) -> tuple[int, int]:
    begin, end, step = part.indices(length)
    if step != 1:
        raise ValueError("a track is read and written without gaps")
    return begin, max(begin, end)


def _ended() -> int:
    raise OSError("the file is shorter than it was made")


def _full(wrong: OSError) -> EngineError:
    return EngineError(
        f"The sound cannot be kept while it is made: {wrong.strerror or wrong}.", "Check the free disk space; run again."
    )
