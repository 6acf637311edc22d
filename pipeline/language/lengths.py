# SPDX-License-Identifier: EUPL-1.2
"""Lengths of time that lie between two ends of the release: "fünf Monate" for May to September, "drei Stunden länger".

Months told of a day and a vague end ("Ende Juni") need a word that says where one counts from.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from pipeline.language.agreement import MONTH_PARTS, comes_out
from pipeline.language.clock import minute_of
from pipeline.language.ground import Ground
from pipeline.language.mention import Mention
from pipeline.language.moments import Day, day_of
from pipeline.language.proportions import MONTH
from pipeline.model import FactKind

_TO: Final = re.compile(r"^\s*(?:bis|–|-|—)\s*(?:einschließlich |Ende |Mitte |Anfang )?$")
_ENDS: Final = re.compile(r"(?i)\b(?:endet|schließt|bis|dauert|läuft)\b")
_LONGER: Final = re.compile(r"(?i)\b(?:länger|kürzer|mehr|weniger|zusätzlich\w*|früher|später|extra)\b")
_ON_FROM: Final = re.compile(r"(?i)\b(?:nach|vor|seit|binnen|innerhalb von|in) (?:rund |etwa |gut |knapp )?$")
_ON: Final = re.compile(r"(?i)^\s*(?:später|danach|darauf|früher|zuvor|davor|vorher|lang|nach|vor)\b")
_OFF_BY: Final = {"mo": 0.2, "d": 0.5}
"""How far a length may be from that between two days without a year, whose months are not all of one length."""
_WEEKS_OFF: Final = 1.0
"""Days that whole weeks may be off: from Saturday to the Sunday after next are two weeks."""
_QUARTER: Final = 0.25
"""How far a length told with "gut" or "knapp" may be off, as a share."""
_OFF: Final = 5
"""Days that a whole number of months may be off."""


def between_ends(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a length of time lies between two ends of the release, or is by how much two spans of hours differ."""
    if mention.kind is not FactKind.DURATION or mention.unit not in ("min", *_OFF_BY):
        return False
    if mention.unit == "min":
        return _LONGER.search(text) is not None and any(comes_out(mention, gap) for gap in _span_gaps(source))
    slack = _WEEKS_OFF if "oche" in mention.text else _OFF_BY[mention.unit]
    if any(abs(mention.size - size) <= slack or _hedged(mention, size) for size in _days_named(mention, source)):
        return True
    if mention.unit == "mo":
        counts_on = _ON.match(text[mention.end :]) or _ON_FROM.search(text[: mention.start])
        return any(comes_out(mention, size) for size in _months_named(source)) or (
            counts_on is not None and _vague_months(mention, source)
        )
    return False


def _hedged(mention: Mention, size: float) -> bool:
    """Whether "gut" or "knapp" is said of a length a little longer or shorter."""
    if mention.unit == "d" and "oche" not in mention.text:
        return False
    off = (size - mention.size) / mention.size
    return (mention.hedge in ("over", "least") and 0 < off <= _QUARTER) or (mention.hedge == "under" and 0 < -off <= _QUARTER)


def _spans(source: Ground) -> Iterator[tuple[int, int]]:
    """Give the sentences that name hours from … to, with the length of each span in minutes."""
    times = [e for e in source.facts if e.fact.kind is FactKind.TIME and ":" in e.mention.value]
    for one, other in itertools.pairwise(times):
        if one.fact.sentence == other.fact.sentence and other.mention.role == "until" and one.mention.role != "until":
            yield one.fact.sentence, (minute_of(other.mention) - minute_of(one.mention)) % 1440


def _span_gaps(source: Ground) -> Iterator[int]:
    """Give by how many minutes two spans of hours differ that stand in one sentence or in neighbours."""
    for (here, one), (there, other) in itertools.combinations(_spans(source), 2):
        if there - here <= 1:
            yield abs(one - other)


def _months_named(source: Ground) -> Iterator[int]:
    """Give how many months a row of two without a year has, both counted: "Mai bis September" → 5."""
    for sentence, one, other in _months(source):
        if _TO.match(sentence[one.end : other.start]):
            first, last = day_of(one.value), day_of(other.value)
            if not (first.day or last.day or first.year or last.year or first.part or last.part):
                yield (last.month - first.month) % 12 + 1


def _days_named(mention: Mention, source: Ground) -> Iterator[float]:
    """Give how long a row of two days without a year is, the last one counted or not: "15. Mai bis 15. September"."""
    for sentence, one, other in _months(source):
        first, last = day_of(one.value), day_of(other.value)
        to = _TO.match(sentence[one.end : other.start]) or _ENDS.search(sentence[one.end : other.start])
        if not (first.day and last.day) or first.year or last.year or not to:
            continue
        months = (last.month - first.month) % 12 + (last.day - first.day) / MONTH
        for days in (months * MONTH, months * MONTH + 1):
            yield days / (MONTH if mention.unit == "mo" else 1.0)


def _months(source: Ground) -> Iterator[tuple[str, Mention, Mention]]:
    for number, sentence in enumerate(source.sentences):
        found = [m for m in source.mentions(number) if m.kind is FactKind.DATE and day_of(m.value).month]
        for one, other in itertools.pairwise(found):
            yield sentence, one, other


def _vague_months(mention: Mention, source: Ground) -> bool:
    """Whether whole months lie between a day of the release and a part of a month that it names."""
    published = source.item.published
    if published is None or mention.size != int(mention.size):
        return False
    days = [day_of(e.fact.value) for e in source.facts if e.fact.kind is FactKind.DATE and day_of(e.fact.value).month]
    exact = [day for day in days if day.day]
    vague = [day for day in days if not day.day and day.part in MONTH_PARTS]
    return any(_so_far(mention.size, one, other, published) for one in exact for other in vague)


def _so_far(months: float, exact: Day, vague: Day, published: date) -> bool:
    first, last = MONTH_PARTS[vague.part]
    year = exact.year or published.year
    there = vague.year or year + (vague.month < exact.month)
    gap = (there - year) * 12 + vague.month - exact.month
    low, high = (gap * MONTH + day - exact.day for day in (first, last))
    meant = months * MONTH
    return low - _OFF <= meant <= high + _OFF and high > 0
