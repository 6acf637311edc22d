# SPDX-License-Identifier: EUPL-1.2
"""A checkable statement in a sentence: its kind, wording, place and canonical value."""

from dataclasses import dataclass

from pipeline.model import FactKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A value in a sentence, characters `start` up to `end`.

    `value` is canonical: equal facts have equal values ("1900000 EUR", "2026-11-30", "--11-30", "10:30", "120 min", "weekday:4").
    `size` is the number of a quantity. `unit` is its unit ("EUR", "%", "min", "d", "mo", "km"), or the lemma of what is counted.
    `hedge` says how exactly it is meant: "", "about", "over", "under", "upto", "least", "from".
    `role` of a date or time: "", "from", "until", "since", "each". `loose` times may be meant twelve hours later.
    """

    kind: FactKind
    text: str
    value: str
    start: int
    end: int
    size: float = 0.0
    unit: str = ""
    hedge: str = ""
    role: str = ""
    loose: bool = False


def covers(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch overlaps one that is taken already."""
    return any(start < high and end > low for low, high in taken)
