# SPDX-License-Identifier: EUPL-1.2
"""Make speech a little faster or slower at the same pitch (WSOLA), for engines without a dependable rate. Meant for ± 10 %."""

from typing import Final

import numpy as np

from pipeline.sound.wav import Sound

_WINDOW_SECONDS: Final = 0.030
_SEARCH_SECONDS: Final = 0.008


def stretched(sound: Sound, sample_rate: int, rate: float) -> Sound:
    """Mono samples → the same speech at `rate` times the speed: overlapping windows, each moved to where it fits best."""
    window = round(_WINDOW_SECONDS * sample_rate) // 2 * 2
    hop, search = window // 2, round(_SEARCH_SECONDS * sample_rate)
    length = round(len(sound) / rate)
    if abs(rate - 1) < 1e-3 or len(sound) < 4 * window:
        return sound
    shape = np.hanning(window + 1)[:window].astype(np.float32)
    padded = np.pad(sound, (search + hop, window + 2 * search + hop))
    out = np.zeros(length + 2 * window, np.float32)
    natural = search  # where the last window would go on by itself, in the padded sound
    for to in range(0, length + hop, hop):
        wanted = search + min(round(to * rate), len(sound))
        begin = max(0, wanted - search)
        zone = padded[begin : wanted + search + window]
        if to and len(zone) > window:
            wish = padded[natural : natural + window]
            begin += int(np.argmax(np.correlate(zone, wish[: len(zone)], mode="valid")))
        else:
            begin = wanted
        part = padded[begin : begin + window]
        out[to : to + len(part)] += shape[: len(part)] * part
        natural = begin + hop
    return out[hop : hop + length]
