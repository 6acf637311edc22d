# SPDX-License-Identifier: EUPL-1.2
"""Amber: what stands beside a plain statement of the source and is left open there, told as plainly: "Dort kann auf Wunsch …"."""

import re
from typing import Final

from pipeline.language import force_turns as turns
from pipeline.language.bridges import echo
from pipeline.language.check_duties import SOFT
from pipeline.language.contacts import is_contact
from pipeline.language.force_words import Force, forces
from pipeline.language.ground import Flag, Ground, amber, marked, short
from pipeline.language.statements import Twin, statements

_ADDS: Final = 0.12
"""The share of what is told that only the neighbour holds (tuned on the development split)."""
_IF: Final = re.compile(r"(?i)\b(?:sofern|falls|vorbehaltlich|auf (?:Wunsch|Antrag|Anfrage)|bei Bedarf|könnte\w*)\b")
"""A chance that depends on something."""

_NAMED: Final = re.compile(r"(?:Das|Dies\w*|Alle|Auch|Beid\w+) [A-ZÄÖÜ]")
"""What has a noun of its own begins anew."""


def beside(told: str, best: Twin, source: Ground) -> Flag | None:
    """Find the statement next to a plain one that says part of what is told, and leaves it open."""
    mine = (echo(told, source) | marked(told)) & source.known
    total = sum(source.weight(root) for root in mine)
    here = marked(best.text)
    for near in _neighbours(best, source):
        force = forces(near)
        soft = force & SOFT
        if Force.MUST in force or not (soft or (Force.CHANCE in force and _IF.search(near))):
            continue
        added = (mine & marked(near)) - here
        gain = sum(source.weight(root) for root in added) / total if total else 0.0
        if gain >= _ADDS:
            kind = sorted(soft)[0] if soft else Force.CHANCE
            message = f"Die Quelle nennt eine {kind}, der Satz eine Tatsache: „{short(near)}“"
            return amber("obligation-hardened", message, told)
    return None


def _neighbours(best: Twin, source: Ground) -> list[str]:
    """Give the statement behind one in its sentence, and the next sentence where it takes that up: "Dort …", "Darüber …"."""
    pieces = statements(source.sentences[best.sentence])
    at = pieces.index(best.text) if best.text in pieces else len(pieces)
    near = list(pieces[at + 1 : at + 2])
    after = source.sentences[best.sentence + 1 : best.sentence + 2]
    if at + 1 >= len(pieces):
        near += [
            piece
            for text in after
            if turns.ANAPHOR.match(text) and not (_NAMED.match(text) or is_contact(text))
            for piece in statements(text)
        ]
    return near
