# SPDX-License-Identifier: EUPL-1.2
"""Amber: that somebody was hurt told of a source that says nobody was, or the other way round, whatever its words are."""

import re
from typing import Final

from pipeline.language.ground import Flag, Ground, amber, short
from pipeline.language.polarity import denial
from pipeline.language.statements import statements

_HURT: Final = re.compile(
    r"\b(?:[Vv]erletzt\w*|(?:Mensch\w*|Person\w*|[Nn]iemand\w*|[Jj]emand\w*|Bewohner\w*|Leute)\b[^,;]*\bzu Schaden"
    r"|[Zz]u Schaden\b[^,;]*\b(?:Mensch\w*|Person\w*|[Nn]iemand\w*|[Jj]emand\w*|Bewohner\w*|Leute)"
    r"|(?:kam|kamen|kommt|kommen) ums Leben|[Tt]odesopfer|Tote[nr]?)\b"
)
"""That people came to harm; a rule that is broken is named beside it."""
_LAW: Final = re.compile(
    r"(?i)\bverletzt\w*\b[^,;]*\b(?:pflicht|recht|regel|gesetz|vorschrift|vertrag)\w*|\b\w*(?:pflicht|recht|regel|gesetz)\b[^,;]*\bverletzt"
)
_OPEN: Final = re.compile(r"(?i)\b(?:könnte\w*|wenn|falls|ob|damit|vor|gefahr|übung|darsteller\w*)\b")


def harm(told: str, source: Ground) -> Flag | None:
    """Find a harm that the source denies, or one that it states and the told statement denies."""
    said = _hurts(told)
    if said is None:
        return None
    pieces = [piece for sentence in source.sentences for piece in statements(sentence) if _hurts(piece)]
    denied = denial(told) is not None
    against = [piece for piece in pieces if (denial(piece) is not None) is not denied]
    if not against or len(against) < len(pieces):
        return None
    code = "negation-flipped" if denied else "negation-lost"
    return amber(code, f"„{said.group()}“: Die Quelle sagt: „{short(against[0])}“", said.group())


def _hurts(text: str) -> re.Match[str] | None:
    return None if _LAW.search(text) or _OPEN.search(text) else _HURT.search(text)
