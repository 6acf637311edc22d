# SPDX-License-Identifier: EUPL-1.2
"""Which part of the source a told statement retells, where the best one is not the one meant, or only a part of it."""

import re
from typing import Final

from pipeline.language.agreement import same
from pipeline.language.bridges import echo
from pipeline.language.check_scope import EXEMPT
from pipeline.language.ground import Ground, clauses, marked
from pipeline.language.mentions import mentions
from pipeline.language.morphology import content, roots, stem
from pipeline.language.polarity import senses
from pipeline.language.same_sense import part_at, sides
from pipeline.language.statements import Twin

_BESIDE: Final = 0.6
"""Statements of the source with this share of the best score count too."""


def nearly_best(found: list[Twin]) -> list[Twin]:
    """Give the statements that fit nearly as well as the best."""
    return [twin for twin in found if twin.score >= _BESIDE * found[0].score]


def past_the_predicate(told: str, found: list[Twin], source: Ground) -> list[Twin]:
    """Put the statement first that names what is told of, where the best one shares its predicate alone.

    "Essen ist erlaubt" is about "der Verzehr von Speisen ist untersagt", and not about "Wasser ist erlaubt".
    """
    words, mine, sided = {stem(word) for _, word in senses(told)}, echo(told, source), sides(told)
    if (mine & roots(found[0].text)) - words or not sided & sides(found[0].text):
        return found
    turned = {(axis, -sign) for axis, sign in sided}
    lead = next(
        (twin for twin in nearly_best(found) if (mine & roots(twin.text)) - words and turned & sides(twin.text)), found[0]
    )
    return [lead, *(twin for twin in found if twin is not lead)]


def retold_part(told: str, text: str, source: Ground) -> str:
    """Give the clause of a source statement that a told one shares clearly more with than with any other, else the whole."""
    scored = sorted(((source.overlap(marked(told), marked(part)), part) for part in clauses(text)), reverse=True)
    return scored[0][1] if len(scored) > 1 and scored[0][0] >= 0.5 and scored[0][0] >= 2 * scored[1][0] else text


def excepted(told: str, text: str) -> bool:
    """Whether what is told is what the source takes out: "bis auf den Sonntag geöffnet" → "sonntags zu"."""
    said = EXEMPT.search(text)
    if said is None:
        return False
    out = {token.text.lower()[:6] for token in content(part_at(text, said.end())[:60]) if token.capital}
    return any(word.text.lower()[:6] in out for word in content(told)) and bool(
        re.match(r"(?i)bis auf|außer|mit ausn", said.group())
    )


def same_end(told: str, text: str, source: Ground) -> bool:
    """Whether a closing time is told for what the source calls open until then: "nur bis 12 Uhr geöffnet" → "schließt um 12"."""
    if re.search(r"(?i)\b(?:schließ\w+|zu|Schluss|dicht|geschlossen)\b", told) is None:
        return False
    until = [m for m in mentions(text) if m.role == "until"]
    return any(m.role != "until" and same(m, other, source.years) for m in mentions(told) for other in until)
