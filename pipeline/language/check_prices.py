# SPDX-License-Identifier: EUPL-1.2
"""Amber: what is told as dearer or cheaper although no price of the source moves so, whatever noun the price has."""

import re
from typing import Final

from pipeline.language.ground import Flag, Ground, amber, short
from pipeline.language.polarity import Sense, denial, senses
from pipeline.language.same_sense import sides
from pipeline.language.statements import statements

CHANGE: Final = 1
"""The pair of rising and falling in the table of opposites."""
UNCHANGED: Final = re.compile(
    r"\b(?:unverändert\w*|unangetastet|auf dem Stand|auf dem Niveau|wie im Vorjahr|wie bisher|keine Änderung\w*"
    r"|gleich|stabil\w*|wie bisher|bleib\w+ bei|konstant)\b",
    re.IGNORECASE,
)
_PRICE: Final = re.compile(
    r"\b\w*(?:gebühr|preis|beitrag|beiträge|entgelt|eintritt|tarif|kosten|steuer|miete|pacht|hebesatz|hebesätze|porto)\w*",
    re.IGNORECASE,
)
_COSTS_MORE: Final = re.compile(
    r"\b(?:kost\w+|zahl\w+)\b[^,;]*\b(?P<how>mehr|weniger|drauf)(?! als (?:\d|ein|zwei|drei|die Hälfte))(?=\W*$|[,;]| als| für)"
)
_DEARER: Final = frozenset({"teuer", "verteuern", "billig", "verbilligen", "günstig", "preiswert"})
"""Words that speak of a price without naming it."""


def dearer(told: str, source: Ground, everywhere: frozenset[Sense]) -> Flag | None:
    """ "Die Müllabfuhr wird teurer" where no price of the source moves, and one is said to stay: whatever its noun is."""
    if denial(told) or UNCHANGED.search(told):
        return None
    dear = _COSTS_MORE.search(told)
    moved = ((CHANGE, 1 if dear["how"] in ("mehr", "drauf") else -1), dear.group()) if dear else None
    moved = moved or next(((side, w) for side, w in sorted(senses(told)) if w in _DEARER and side[0] == CHANGE), None)
    if moved is None or moved[0] in everywhere:
        return None
    (axis, sign), word = moved
    stays = next(
        (
            piece
            for text in source.sentences
            for piece in statements(text)
            if _PRICE.search(piece) and (UNCHANGED.search(piece) or (axis, -sign) in sides(piece))
        ),
        None,
    )
    if stays is None:
        return None
    return amber("meaning-reversed", f"„{word}“: Die Quelle sagt „{short(stays)}“", word)
