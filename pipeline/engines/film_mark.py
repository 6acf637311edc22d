# SPDX-License-Identifier: EUPL-1.2
"""Read the imperceptible mark of a film, whatever it was made into since: smaller, cut out of, encoded anew."""

from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from pipeline.errors import EngineError
from pipeline.picture.watermark import Mark, Reader

MOST: Final = 40
"""Pictures looked at: the mark stands still, more add little."""
STRIDE: Final = 5
"""Every fifth picture, 0.2 s apart: neighbours show the same."""


def read_mark(film: Path) -> Mark | None:
    """Read the mark of a film; None where there is none. Raises EngineError where it cannot be decoded."""
    reader = Reader()
    try:
        with av.open(str(film), metadata_errors="replace") as given:
            if not given.streams.video:
                return None
            picture: Any
            for number, picture in enumerate(given.decode(given.streams.video[0])):
                if number % STRIDE == 0:
                    reader.add(np.ascontiguousarray(picture.reformat(format="gray").to_ndarray()))
                if number >= MOST * STRIDE:
                    break
    except (av.FFmpegError, OSError) as wrong:
        raise EngineError(f"{film.name} cannot be decoded: {wrong}.", "Is it a film?") from wrong
    return reader.read()
