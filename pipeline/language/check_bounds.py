# SPDX-License-Identifier: EUPL-1.2
"""Amber: what the source bounds by nothing told as bounded, and half of a "weder … noch" told as needed."""

import re
from typing import Final

from pipeline.language.ground import Flag, Ground, amber, short
from pipeline.language.morphology import roots
from pipeline.language.polarity import denial
from pipeline.language.same_sense import RETOLD
from pipeline.language.statements import Twin, statements

_FREELY: Final = re.compile(
    r"(?i)\b(?:ohne|kein\w*|keinerlei) (?:\w+e[nr]? )?(?:einschränkung|begrenzung|beschränkung|abstrich|limit|obergrenze)\w*"
    r"|\b(?:unbegrenzt|uneingeschränkt|unbeschränkt|unbefristet)\w*"
)
_BOUNDED: Final = re.compile(
    r"(?i)\b(?:begrenzt|eingeschränkt|beschränkt|befristet)\w*|\bmit (?:\w+e[nr]? )?(?:einschränkung|abstrich|begrenzung)\w*"
    r"|\bnur teilweise\b"
)
_NEITHER: Final = re.compile(r"(?i)\bweder (?P<one>[^,;]{2,60}?) noch (?P<two>(?:\S+ ?){1,4})")


def limited(told: str, found: list[Twin]) -> Flag | None:
    """Find a bound told of what has none in the source: "ohne Einschränkungen geöffnet" → "nur mit Abstrichen offen"."""
    said = _BOUNDED.search(told)
    if said is None or denial(told) or _FREELY.search(told):
        return None
    best = found[0]
    if best.score < RETOLD or _FREELY.search(best.text) is None or _BOUNDED.search(_FREELY.sub(" ", best.text)):
        return None
    return amber("meaning-reversed", f"„{said.group()}“: Die Quelle sagt: „{short(best.text)}“", said.group())


def neither(told: str, source: Ground) -> Flag | None:
    """Find one of two told as so of which the source denies both: "weder Vertrag noch App" → "keinen Vertrag, aber die App"."""
    if not re.search(r"(?i)\b(?:aber|doch|jedoch|sondern|nur)\b", told) or re.search(r"(?i)\bweder\b", told):
        return None
    for piece in (piece for text in source.sentences for piece in statements(text)):
        said = _NEITHER.search(piece)
        if said is None:
            continue
        one, two = roots(said["one"]), roots(said["two"])
        for part in re.split(r",\s|\s(?:aber|doch|jedoch|sondern)\s", told):
            shared = roots(part) & (one | two)
            if shared and not denial(part) and roots(told) & one and roots(told) & two:
                return amber("negation-lost", f"„{part.strip()}“: Die Quelle sagt: „{short(said.group())}“", part.strip())
    return None
