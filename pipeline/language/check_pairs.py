# SPDX-License-Identifier: EUPL-1.2
"""Amber: one sentence of the source sets several values beside several things, and the told one pairs them the other way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.ground import VALUES, Flag, Ground, amber, short
from pipeline.language.light_words import light
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.moments import day_of
from pipeline.language.morphology import content, parts, stem
from pipeline.language.plain_words import alike
from pipeline.model import FactKind

_CUT: Final = re.compile(r";\s|,\s|:\s|\s(?:und|sowie|aber|doch|während|dagegen)\s(?=(?:[a-zäöü]\S*|[\d„(A-ZÄÖÜ]\S*)\s)")
_SHORT: Final = 4
"""Letters of a word at least that can tell one thing from another."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a sentence with the roots of its nouns and its values."""

    text: str
    nouns: frozenset[str]
    values: tuple[Mention, ...]


@lru_cache(maxsize=8192)
def segments(sentence: str) -> tuple[Segment, ...]:
    """Cut a sentence at every comma and "und"; a piece without a value belongs to the one behind it, or else before it."""
    found = [m for m in mentions(sentence) if m.kind in VALUES and m.role != "relative"]
    cuts = [0, *(m.end() for m in _CUT.finditer(sentence)), len(sentence)]
    pieces: list[tuple[int, int]] = []
    at = 0
    for end in cuts[1:]:
        # "am Dienstag, 27. Oktober, von 14 bis 18 Uhr am Schulzentrum": what has no thing beside it goes on
        held = [m for m in found if at <= m.start < end]
        if held and (_nouns(sentence[at:end]) or any(m.kind in QUANTITIES for m in held)):
            pieces.append((at, end))
            at = end
    if pieces:
        pieces[-1] = (pieces[-1][0], len(sentence))
    return tuple(Segment(sentence[a:b], _nouns(sentence[a:b]), tuple(m for m in found if a <= m.start < b)) for a, b in pieces)


@lru_cache(maxsize=8192)
def _nouns(text: str) -> frozenset[str]:
    taken = [m for m in mentions(text) if m.kind in VALUES]
    words = [t for t in content(text) if t.capital and len(t.text) >= _SHORT and not light(t.text)]
    words = [t for t in words if not any(m.start <= t.start < m.end for m in taken)]
    found = {stem(t.text) for t in words} | {stem(piece) for t in words for piece in parts(t.text) if len(piece) >= _SHORT}
    return frozenset(found)


def _near(nouns: frozenset[str], told: frozenset[str]) -> bool:
    return bool(nouns & told) or any(stem(other) in nouns for noun in told for other in alike(noun))


def crossed(told: str, source: Ground) -> list[Flag]:
    """Find a value that stands beside the thing of another value of one and the same sentence."""
    every = mentions(told)
    for piece in segments(told):
        for value in piece.values:
            if value.value == "1" or (value.kind is FactKind.WEEKDAY and value.role == "each"):
                continue
            for home, other in _exchanges(value, piece.nouns, source):
                if value.kind is FactKind.DATE and any(same(m, other, source.years) for m in every if m is not value):
                    continue  # a row of days
                there = short(home.text.strip())
                message = f"„{value.text}“ gehört in der Quelle zu etwas anderem. Hier steht dort „{other.text}“: „{there}“"
                return [amber("value-misplaced", message, value.text)]
    return []


def _exchanges(value: Mention, nouns: frozenset[str], source: Ground) -> Iterator[tuple[Segment, Mention]]:
    """Give the segments of the source that have the thing told with this value, and their own value in its place."""
    every = [s for sentence in source.sentences for s in segments(sentence)]
    if not nouns or any(_near(s.nouns, nouns) and any(_means(value, m, source) for m in s.values) for s in every):
        return
    for sentence in source.sentences:
        row = segments(sentence)
        own = [s for s in row if any(_means(value, m, source) for m in s.values)]
        if not own or len(row) < 2 or not all(s.nouns for s in own):
            continue
        for other in row:
            rivals = [m for m in other.values if _rival(value, m, own, source)]
            if other not in own and rivals and _near(other.nouns, nouns):
                yield other, rivals[0]


def _means(value: Mention, other: Mention, source: Ground) -> bool:
    """Whether a value of the source is the told one; a weekday is one, not every date that may fall on it."""
    if FactKind.WEEKDAY in (value.kind, other.kind) and value.kind is not other.kind:
        return False
    return same(value, other, source.years)


def _rival(value: Mention, other: Mention, own: list[Segment], source: Ground) -> bool:
    """Whether another value could have stood here: of the kind and unit of this one, and as exact as it is."""
    mine = next(m for s in own for m in s.values if _means(value, m, source))
    if same(value, other, source.years) or mine.kind is not other.kind:
        return False
    if mine.kind in QUANTITIES:
        return value.kind in QUANTITIES and (mine.unit == other.unit or "" in (mine.unit, other.unit))
    exact = bool(day_of(mine.value).day) == bool(day_of(other.value).day)
    return value.kind is mine.kind and mine.role == other.role and exact
