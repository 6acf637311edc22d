# SPDX-License-Identifier: EUPL-1.2
"""Land the length: core and spare sentences of all stories → those that are spoken, by dynamic programming.

Selection by code lands where no model does: 600 of 600 random bulletins within 3 s (research/prompt.md, section 1). First
every story gives, for each length it can have, its cheapest choice; then the stories are combined like a knapsack.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

TICK: Final = 0.05
"""Seconds per step of the programme's length; rounding costs at most half of it per story."""

_DROP_SECOND: Final = 6.0
_DROP_THIRD: Final = 3.0
_ADD_SPARE: Final = 1.0
_ADD_THIRD_SPARE: Final = 1.3
_DROP_FIRST: Final = 40.0
"""Cost of dropping a rank 1 sentence, where that is allowed at all: every other change comes first."""
_BALANCE: Final = 12.0
"""Cost of a story of twice its share, so that one story may not eat the others' time for a small gain."""
_SLACK: Final = 0.4
"""Seconds that pauses take up without anyone hearing it."""
_OFF: Final = 25.0
"""Cost of a second too short or too long beyond the slack: length comes before rank 2."""
_LONGEST: Final = 2.6
"""A story may be this many times its share, if its rank 1 sentences alone are not longer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be spoken: seconds with the pause after it; `leans` where it needs the one before it."""

    seconds: float
    rank: int
    spare: bool = False
    leans: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """Which candidates are spoken, story by story, and the seconds that they take together."""

    kept: tuple[tuple[bool, ...], ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Choice:
    cost: float
    seconds: float
    mask: int


def fit(
    stories: Sequence[Sequence[Candidate]], seconds: float, shares: Sequence[float] = (), *, drop_first: bool = False
) -> Fitted:
    """Choose the sentences whose length together comes closest to `seconds` at the least cost.

    Rank 1 stays (with `drop_first` it may go, all but the first sentence of each story). `shares` are the stories' parts of
    the time, equal where empty. The order of candidates is the order of speaking.
    """
    if not stories:
        return Fitted((), 0.0)
    weights = list(shares) if shares and sum(shares) > 0 else [1.0] * len(stories)
    parts = [seconds * weight / sum(weights) for weight in weights]
    options = [_options(story, max(part, 0.1), drop_first) for story, part in zip(stories, parts, strict=True)]
    masks = _combine(options, seconds)
    kept = tuple(tuple(bool(mask >> n & 1) for n in range(len(story))) for mask, story in zip(masks, stories, strict=True))
    total = sum(c.seconds for story, keep in zip(stories, kept, strict=True) for c, k in zip(story, keep, strict=True) if k)
    return Fitted(kept, total)


def _options(story: Sequence[Candidate], share: float, drop_first: bool) -> list[_Choice]:
    """Give the cheapest choice for each length that one story can have."""
    must = sum(c.seconds for n, c in enumerate(story) if c.rank == 1 and (not drop_first or n == 0))
    longest = max(share * _LONGEST, must) + TICK
    kept: dict[int, _Choice] = {}
    left: dict[int, _Choice] = {0: _Choice(0.0, 0.0, 0)}
    for number, candidate in enumerate(story):
        skipped: dict[int, _Choice] = {}
        taken: dict[int, _Choice] = {}
        sources = (kept,) if candidate.leans else (kept, left)
        if number == 0:
            sources = (left,)
        for source in sources:
            for choice in source.values():
                if choice.seconds + candidate.seconds <= longest:
                    _keep_best(taken, _take(choice, candidate, number))
        fixed = not candidate.spare and candidate.rank == 1 and (not drop_first or number == 0)
        if not fixed or not taken:
            for source in (kept, left):
                for choice in source.values():
                    _keep_best(skipped, _Choice(choice.cost + _drop_cost(candidate), choice.seconds, choice.mask))
        kept, left = taken, skipped
    best: dict[int, _Choice] = {}
    for choice in (*kept.values(), *left.values()):
        uneven = (choice.seconds - share) / share
        _keep_best(best, _Choice(choice.cost + _BALANCE * uneven * uneven, choice.seconds, choice.mask))
    return [best[tick] for tick in sorted(best)]


def _take(choice: _Choice, candidate: Candidate, number: int) -> _Choice:
    extra = (_ADD_THIRD_SPARE if candidate.rank > 2 else _ADD_SPARE) if candidate.spare else 0.0
    return _Choice(choice.cost + extra, choice.seconds + candidate.seconds, choice.mask | 1 << number)


def _drop_cost(candidate: Candidate) -> float:
    if candidate.spare:
        return 0.0
    return {1: _DROP_FIRST, 2: _DROP_SECOND}.get(candidate.rank, _DROP_THIRD)


def _keep_best(best: dict[int, _Choice], choice: _Choice) -> None:
    tick = round(choice.seconds / TICK)
    if tick not in best or choice.cost < best[tick].cost:
        best[tick] = choice


def _combine(options: list[list[_Choice]], seconds: float) -> list[int]:
    """Give one choice (as a mask) per story, so that their sum is cheapest with its distance from `seconds`."""
    most = sum(max(round(choice.seconds / TICK) for choice in story) for story in options)
    best: NDArray[np.float64] = np.full(most + 1, np.inf)
    best[0] = 0.0
    came: list[NDArray[np.int32]] = []
    for story in options:
        following: NDArray[np.float64] = np.full(most + 1, np.inf)
        by: NDArray[np.int32] = np.full(most + 1, -1, dtype=np.int32)
        for index, choice in enumerate(story):
            tick = round(choice.seconds / TICK)
            reached = best[: most + 1 - tick] + choice.cost
            better = reached < following[tick:]
            following[tick:][better] = reached[better]
            by[tick:][better] = index
        best = following
        came.append(by)
    length = np.arange(most + 1) * TICK
    away = np.abs(length - seconds)
    at = int(np.argmin(best + 0.5 * away + _OFF * np.maximum(away - _SLACK, 0.0)))
    masks: list[int] = []
    for story, by in zip(reversed(options), reversed(came), strict=True):
        choice = story[int(by[at])]
        masks.append(choice.mask)
        at -= round(choice.seconds / TICK)
    return masks[::-1]
