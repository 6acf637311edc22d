# SPDX-License-Identifier: EUPL-1.2
"""A source as the check sees it: its sentences, words, facts, and which of its clauses a told sentence goes back to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.language.agreement import QUANTITIES
from pipeline.language.facts import Found, cut_contacts, found, item_sentences, years_of
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.morphology import Vocabulary, roots, vocabulary
from pipeline.language.quotations import plain
from pipeline.language.sentences import split
from pipeline.model import FactKind, Item, Severity

VALUES: Final = QUANTITIES | {FactKind.DATE, FactKind.TIME, FactKind.WEEKDAY}
NAMES: Final = frozenset({FactKind.NAME, FactKind.PLACE, FactKind.ORGANISATION})
_BREAK: Final = re.compile(r"[;:]\s|,\s|\s[–—-]\s|\s(?:und|sowie|sondern|aber|wobei)\s(?=(?:\S+\s){1,14})")


_CONDITION: Final = re.compile(r"(?:wenn|falls|sofern|soweit|solange|weil|obwohl|außer|vorausgesetzt)\b")


@dataclass(frozen=True, slots=True)
class Flag:
    """What a rule found in one sentence, before it has an address."""

    code: str
    severity: Severity
    message: str
    quote: str = ""


def amber(code: str, message: str, quote: str) -> Flag:
    """Make a flag that colours the editor's view and blocks nothing."""
    return Flag(code, Severity.AMBER, message, quote)


def short(text: str) -> str:
    """Cut a source's wording to what fits into a message (110 characters)."""
    return text if len(text) <= 110 else text[:107].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a source sentence between two breaks, with its roots."""

    sentence: int
    text: str
    roots: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """An item prepared for comparison: one entry per item sentence in each tuple."""

    item: Item
    sentences: tuple[str, ...]
    words: Vocabulary
    facts: tuple[Found, ...]
    roots: tuple[frozenset[str], ...]
    clauses: tuple[Clause, ...]
    whole: tuple[Clause, ...]
    years: tuple[int, ...]
    text: str
    wording: frozenset[str]
    known: frozenset[str]

    def mentions(self, *numbers: int) -> tuple[Mention, ...]:
        """Give the mentions of these sentences, of all where none is named."""
        return tuple(entry.mention for entry in self.facts if not numbers or entry.fact.sentence in numbers)

    def weight(self, root: str) -> float:
        """How much a shared root says: a word that stands in every sentence says little, a number as much as a rare word."""
        return _weight(self.roots, root)

    def overlap(self, told: frozenset[str], here: frozenset[str]) -> float:
        """Give the share (0..1) of what is told that these roots hold, rare words counting more."""
        total = sum(self.weight(root) for root in told)
        # rounded, because the order in which a set is summed up must not decide between two clauses
        return round(sum(self.weight(root) for root in told & here) / total, 6) if total else 0.0

    def verbatim(self, text: str) -> bool:
        """Whether a text is made of whole sentences of the item, word for word; a part of one may have lost its condition."""
        pieces = [plain(span.of(text)) for span in split(text)]
        return bool(text.strip()) and (plain(text) in self.wording or all(piece in self.wording for piece in pieces))

    def nearest(self, text: str, cited: tuple[int, ...] = (), most: int = 2) -> tuple[int, ...]:
        """Give the source sentences that a told sentence goes back to, best first: those cited and the most similar ones."""
        told = roots(text)
        scores = sorted(((self.overlap(told, here), -n) for n, here in enumerate(self.roots)), reverse=True)
        best = scores[0][0] if scores else 0.0
        near = [-n for score, n in scores[:most] if score > 0 and score >= 0.6 * best]
        valid = [n for n in cited if 0 <= n < len(self.sentences)]
        return tuple(dict.fromkeys(near + valid))

    def with_next(self) -> Iterator[tuple[str, str]]:
        """Give each sentence with the one behind it; "" is behind the last."""
        return zip(self.sentences, (*self.sentences[1:], ""), strict=False)

    def clause(self, text: str, among: tuple[int, ...]) -> tuple[Clause | None, float]:
        """Give the clause of these sentences that shares most with a told sentence, and the share (0..1)."""
        told = marked(text)
        scored = [(self.overlap(told, marked(clause.text)), clause) for clause in self.clauses if clause.sentence in among]
        if not scored:
            return None, 0.0
        score, best = max(scored, key=lambda pair: pair[0])
        return (best, score) if score > 0 else (None, 0.0)


@lru_cache(maxsize=65536)
def _weight(rows: tuple[frozenset[str], ...], root: str) -> float:
    return 1.0 / max(1, sum(root in here for here in rows))


@lru_cache(maxsize=8192)
def marked(text: str) -> frozenset[str]:
    """Give the roots of a text and its numbers, dates and times as roots of their own ("=17000")."""
    return roots(text) | frozenset(f"={m.value}" for m in mentions(text) if m.kind in VALUES)


@lru_cache(maxsize=128)
def ground(item: Item) -> Ground:
    """Prepare an item for comparison; remembered, since every story is checked again after each edit."""
    sentences = item_sentences(item)
    text = "\n".join(sentences)
    return Ground(
        item,
        sentences,
        vocabulary(text),
        found(item),
        tuple(roots(sentence) for sentence in sentences),
        tuple(Clause(n, part, roots(part)) for n, sentence in enumerate(sentences) for part in clauses(sentence)),
        tuple(Clause(n, sentence, roots(sentence)) for n, sentence in enumerate(sentences)),
        years_of(item),
        text,
        frozenset(plain(form) for sentence in sentences for form in (sentence, cut_contacts(sentence)) if form),
        frozenset().union(*(marked(sentence) for sentence in sentences)),
    )


@lru_cache(maxsize=4096)
def clauses(sentence: str) -> tuple[str, ...]:
    """Cut a sentence at commas, colons and before "und" with a statement of its own; short pieces stay with their neighbour."""
    pieces: list[str] = []
    at = 0
    for match in _BREAK.finditer(sentence):
        piece = sentence[at : match.start()]
        tail = sentence[match.end() :]
        if (len(piece.split()) >= 4 and len(tail.split()) >= 3) or (len(piece.split()) >= 2 and _CONDITION.match(tail)):
            pieces.append(piece)
            at = match.end()
    pieces.append(sentence[at:])
    return tuple(piece.strip() for piece in pieces if piece.strip())


def figures(sentence: str) -> tuple[Mention, ...]:
    """Give the amounts of a sentence that can be reckoned with: more than nothing, and no postcode or road."""
    return tuple(m for m in mentions(sentence) if m.kind in QUANTITIES and m.size > 0 and m.unit != "code")
