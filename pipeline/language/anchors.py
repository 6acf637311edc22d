# SPDX-License-Identifier: EUPL-1.2
"""Which statements of a source a told one names by a word that stands nowhere else; meant perhaps where none fits well."""

from typing import Final

from pipeline.language.bridges import is_word, units
from pipeline.language.contacts import is_contact
from pipeline.language.ground import Ground, marked
from pipeline.language.same_sense import RETOLD
from pipeline.language.statements import EMPTY, Twin, statements

_LEAST: Final = 0.15
"""What the words that stand only there must weigh of what is told (tuned on the development split)."""


def anchored(told: str, source: Ground) -> tuple[Twin, ...]:
    """Find the statements behind the title that alone hold some of what is told, with the least score of one that is retold."""
    named = units(told, source, EMPTY)
    total = sum(unit[0][1] for unit in named)
    pieces = [
        (number, piece, marked(piece))
        for number, sentence in enumerate(source.sentences)
        if number and not is_contact(sentence)
        for piece in statements(sentence)
    ]
    alone: dict[int, float] = {}
    for unit in named:
        root, weight = unit[0]
        if not is_word(root):
            continue  # a name stands for whatever is said of its bearer
        holds = [at for at, (_, _, here) in enumerate(pieces) if root in here]
        if len(holds) == 1:
            alone[holds[0]] = alone.get(holds[0], 0.0) + weight
    return tuple(Twin(*pieces[at][:2], RETOLD) for at, weight in sorted(alone.items()) if weight >= _LEAST * total)
