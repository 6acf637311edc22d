# SPDX-License-Identifier: EUPL-1.2
"""Numbers told by the proportion that the source gives: twice as many, the rest of a whole, a share, a shortfall, an age."""

import itertools
import re
from typing import Final

from pipeline.language.agreement import comes_out, exactly
from pipeline.language.ground import Ground, figures
from pipeline.language.mention import Mention
from pipeline.model import FactKind

_FOLDS: Final = (
    (2.0, re.compile(r"(?i)\b(?:doppelt\w*|verdoppel\w+|zweifach\w*|zweimal (?:so|mehr))\b")),
    (3.0, re.compile(r"(?i)\b(?:dreifach\w*|verdreifach\w+|dreimal (?:so|mehr))\b")),
    (4.0, re.compile(r"(?i)\b(?:vierfach\w*|vervierfach\w+|viermal (?:so|mehr))\b")),
    (0.5, re.compile(r"(?i)\b(?:halb so|halbier\w+|die Hälfte)\b")),
)
_GROWN: Final = re.compile(r"(?i)\b(?:minderjährig\w*|volljährig\w*|jugendlich\w*|erwachsene\w*)\b")
_OF_AGE: Final = 18
MONTH: Final = 30.44
"""Days."""
_SHORT: Final = re.compile(
    r"(?i)\b(?:fehl\w+|\w*(?:lücke|defizit|verlust|überschuss)\w*|minus|plus|unterm strich|unter dem strich|übrig\w*)\b"
)
_COMPARES: Final = re.compile(r"\b(?:mehr|weniger|teurer|billiger|günstiger|höher|niedriger)\b")
_WHOLE_POINT: Final = 0.5
"""Percentage points within which a share counts as told exactly."""


def in_proportion(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a number comes out exactly from a proportion of the source."""
    if mention.kind is FactKind.NUMBER and mention.size == _OF_AGE and _GROWN.search(source.text):
        return True
    return _folded(mention, source) or _rest(mention, source) or _share(mention, source) or _lacking(mention, text, source)


def _folded(mention: Mention, source: Ground) -> bool:
    """Whether it is what the source calls twice, three times or half of a figure in that sentence or the one before."""
    for number, sentence in enumerate(source.sentences):
        factors = [factor for factor, words in _FOLDS if words.search(sentence)]
        near = [m for n in {max(0, number - 1), number} for m in figures(source.sentences[n])]
        if any(m.kind is mention.kind and exactly(mention, m.size * factor) for m in near for factor in factors):
            return True
    return False


def _rest(mention: Mention, source: Ground) -> bool:
    """Whether it is what a percentage or share of the source leaves: of a hundred, or of the whole beside it."""
    for number, sentence in enumerate(source.sentences):
        here = figures(sentence)
        for share in (m for m in here if m.unit == "%" and 0 < m.size < 100):
            if mention.unit == "%" and abs(mention.size + share.size - 100) <= _WHOLE_POINT:
                return True
            beside = (*here, *(figures(source.sentences[number - 1]) if number else ()))
            wholes = (m for m in beside if m.unit != "%" and m.kind is mention.kind)
            if any(exactly(mention, whole.size * (1 - share.size / 100)) for whole in wholes):
                return True
    return False


def _share(mention: Mention, source: Ground) -> bool:
    """Whether it is the percentage that one amount is of another in the same or the next sentence, or that of what is left."""
    if mention.unit != "%":
        return False
    for number, sentence in enumerate(source.sentences):
        after = source.sentences[number + 1] if number + 1 < len(source.sentences) else ""
        money = [m.size for part in (sentence, after) for m in figures(part) if m.kind is FactKind.MONEY]
        shares = [100 * low / high for low in money for high in money if low < high]
        if any(abs(mention.size - part) <= _WHOLE_POINT for share in shares for part in (share, 100 - share)):
            return True
    return False


def _lacking(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is the money by which two sums of one sentence differ, told as what is lacking or left."""
    if mention.kind is not FactKind.MONEY or not _SHORT.search(text):
        return False
    sums = ([m.size for m in figures(sentence) if m.kind is FactKind.MONEY] for sentence in source.sentences)
    return any(exactly(mention, high - low) for found in sums for low in found for high in found if low < high)


_SAME_LENGTH: Final = 0.09
"""How far weeks and months may be from each other that are said for one another: six weeks and a month and a half."""


def as_long(mention: Mention, source: Ground) -> bool:
    """Whether months are told for weeks, or weeks for months."""
    days = {"d": 1.0, "mo": MONTH}
    return mention.unit in days and any(
        m.unit in days
        and m.unit != mention.unit
        and abs(days[m.unit] * m.size / (days[mention.unit] * mention.size) - 1) <= _SAME_LENGTH
        for m in source.mentions()
    )


def far_apart(mention: Mention, text: str, source: Ground) -> bool:
    """Whether an amount is the difference of two amounts anywhere in the source, and the sentence compares."""
    if mention.kind is not FactKind.MONEY or not _COMPARES.search(text):
        return False
    amounts = sorted({m.size for m in source.mentions() if m.kind is FactKind.MONEY and m.unit == mention.unit})
    gaps = (round(high - low, 2) for low, high in itertools.combinations(amounts, 2))
    return any(comes_out(mention, gap) for gap in gaps)
