# SPDX-License-Identifier: EUPL-1.2
"""Hear a finished film as a viewer does: MP4 → the samples that its AAC decodes to."""

from pathlib import Path

import av
import numpy as np

from pipeline.errors import EngineError
from pipeline.model import SAMPLE_RATE
from pipeline.sound.wav import Sound


def film_sound(film: Path) -> Sound:
    """Decode the sound of a film → (samples, channels), float32 at 48 kHz, not clipped: AAC may overshoot full scale.

    Raises EngineError where the file cannot be read or has no sound.
    """
    try:
        with av.open(str(film)) as given:
            if not given.streams.audio:
                raise EngineError(f"{film.name} has no sound.", "Render it anew.")
            heard = given.streams.audio[0]
            rate = heard.codec_context.sample_rate
            parts = [frame.to_ndarray() for frame in given.decode(heard)]  # AAC decodes to one plane per channel
    except (av.FFmpegError, OSError) as wrong:
        raise EngineError(f"{film.name} cannot be decoded: {wrong}.", "Render it anew.") from wrong
    if rate != SAMPLE_RATE or not parts:
        raise EngineError(f"The sound of {film.name} has {rate} samples per second.", "Films of newsreel have 48 000.")
    return np.ascontiguousarray(np.concatenate(parts, axis=1).T, dtype=np.float32)
