# SPDX-License-Identifier: EUPL-1.2
"""Land the speech on its length: lengths of the sentences → pauses, and the rate to ask for. Pauses first, then the rate.

All lengths are samples at 48 kHz. Sentences start on whole video frames, so that the segments of a film stay independent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.model import SAMPLE_RATE, SAMPLES_PER_FRAME

RATE_STEP: Final = 0.005
"""Rates are asked for in steps of half a percent, so that remembered sentences are found again."""


@dataclass(frozen=True, slots=True)
class Give:
    """A pause in seconds: as it should be, and how short and how long it may become."""

    least: float
    natural: float
    most: float


SENTENCE_PAUSE: Final = Give(0.3, 0.4, 0.8)
STORY_PAUSE: Final = Give(0.6, 0.8, 1.3)
"""The pause where a story begins or ends."""
MOST_RATE: Final = 0.05
"""A voice may be asked to speak this share faster or slower than by nature."""


def landing(speech: float, wanted: float, gives: Sequence[Give], most: float = MOST_RATE) -> float:
    """Predict where a speech lands: seconds of the sentences at the natural rate → seconds with pauses and rate fitted."""
    shortest = speech / (1 + most) + sum(g.least for g in gives)
    longest = speech / (1 - most) + sum(g.most for g in gives)
    return min(max(wanted, shortest), longest)


def pauses_for(length: int, sentences: tuple[int, ...], gives: tuple[Give, ...]) -> tuple[float, ...]:
    """Spread what is left of `length` over the pauses, each within its bounds and in proportion to its give; seconds."""
    left = (length - sum(sentences)) / SAMPLE_RATE - sum(g.natural for g in gives)
    room = sum(g.most - g.natural if left > 0 else g.natural - g.least for g in gives)
    share = min(1.0, abs(left) / room) if room > 0 else 0.0
    return tuple(g.natural + share * (g.most - g.natural if left > 0 else g.least - g.natural) for g in gives)


def rate_for(length: int, sentences: tuple[int, ...], gives: tuple[Give, ...], rate: float, most: float) -> float:
    """Give the rate at which pauses alone can do the rest: sentences spoken at `rate` → a rate within 1 ± `most`."""
    speech, wanted = sum(sentences) / SAMPLE_RATE, length / SAMPLE_RATE
    least, longest = sum(g.least for g in gives), sum(g.most for g in gives)
    if speech + least > wanted:
        factor = speech / max(wanted - least, 1e-3)
    elif speech + longest < wanted:
        factor = speech / max(wanted - longest, 1e-3)
    else:
        return rate
    stepped = round(rate * factor / RATE_STEP) * RATE_STEP
    return round(min(1 + most, max(1 - most, stepped)), 4)


def starts_of(sentences: tuple[int, ...], pauses: tuple[float, ...]) -> tuple[int, ...]:
    """Place the sentences: each start is the whole frame nearest to where it belongs, so that rounding never adds up."""
    starts, ideal = [0], 0.0
    for n in range(1, len(sentences)):
        ideal += sentences[n - 1] + pauses[n - 1] * SAMPLE_RATE
        soonest = -(-(starts[-1] + sentences[n - 1]) // SAMPLES_PER_FRAME)
        starts.append(max(soonest, round(ideal / SAMPLES_PER_FRAME)) * SAMPLES_PER_FRAME)
    return tuple(starts)


def whole_frames(length: int) -> int:
    """Give the next length that is a whole number of video frames."""
    return -(-length // SAMPLES_PER_FRAME) * SAMPLES_PER_FRAME


def nearest_start(wanted: int, after: int, give: Give) -> int:
    """Start on a whole frame near `wanted`, but with a pause within its bounds after the sample `after`."""
    least = -(-(after + round(give.least * SAMPLE_RATE)) // SAMPLES_PER_FRAME)
    most = (after + round(give.most * SAMPLE_RATE)) // SAMPLES_PER_FRAME
    return min(max(round(wanted / SAMPLES_PER_FRAME), least), max(least, most)) * SAMPLES_PER_FRAME
