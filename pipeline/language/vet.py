# SPDX-License-Identifier: EUPL-1.2
"""Vet a drafted sentence against its item before it enters a script: what would block approval goes back for repair.

The rules are the check's own (`check_absence`, `check_style`, `check_relations`); the check of the finished script is wider and
has the last word. A hardened obligation blocks nothing, but it is what models get wrong most, so it is sent back as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pipeline.language.agreement import same
from pipeline.language.check_absence import absent, backed
from pipeline.language.check_bindings import unsupported
from pipeline.language.check_english import absent_english, english_mentions
from pipeline.language.check_relations import relations
from pipeline.language.check_style import forbidden, markup
from pipeline.language.check_support import backing, named_source
from pipeline.language.facts import item_sentences
from pipeline.language.ground import Flag, Ground, ground
from pipeline.language.mentions import mentions
from pipeline.language.sentences import split
from pipeline.model import Item, Origin, Sentence, Severity
from pipeline.ports import Brief

MENDED: Final = frozenset(
    {
        "obligation-hardened",
        "obligation-softened",
        "finding-invented",
        "condition-dropped",
        "negation-flipped",
        "relative-date-resolved",
    }
)
"""Amber rules whose sentences are worth a repair: the kinds that models got wrong (research/prompt.md, section 2)."""
_KNOWN: Final = 0.6
"""Share of its content words that a headline must take from the item; there is always the item's own title instead."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a sentence, in German, for a writer to mend; empty where it passes.

    `red` says whether it must not stay as it is. `told` are the ledger values that it tells.
    """

    fault: str = ""
    red: bool = False
    told: frozenset[str] = frozenset()


@lru_cache(maxsize=256)
def orders(item: Item) -> tuple[int, ...]:
    """Find the sentences (0 = title) that speak to a machine, and the rest of their paragraph: they back nothing."""
    found = [0] if _is_order(item_sentences(item)[0]) else []
    number = 0
    for paragraph in re.split(r"\n\s*\n", item.text):
        tainted = False
        for sentence in (" ".join(span.of(paragraph).split()) for span in split(paragraph)):
            if sentence:
                number += 1
                tainted = tainted or _is_order(sentence)
                if tainted:
                    found.append(number)
    return tuple(found)


@lru_cache(maxsize=256)
def _trusted(item: Item) -> Ground:
    """Give what may back a sentence: the item without its orders."""
    tainted = set(orders(item))
    if not tainted:
        return ground(item)
    kept = [sentence for n, sentence in enumerate(item_sentences(item)) if n and n not in tainted]
    title = "" if 0 in tainted else item.title
    return ground(replace(item, title=title, text="\n\n".join(kept)))


def _is_order(sentence: str) -> bool:
    return any(flag.code == "instruction-like" for flag in forbidden(sentence, None))


def vet(brief: Brief, sentence: Sentence) -> Verdict:
    """Hold a sentence against its item. Templates pass."""
    if sentence.origin is Origin.TEMPLATE:
        return Verdict()
    if unnamed := named_source(sentence, ground(brief.item)):
        return Verdict(_faults(unnamed), True)
    if set(sentence.sources) & set(orders(brief.item)):
        return Verdict("Der Satz stützt sich auf eine Anweisung an eine Maschine.", True)
    verdict = vet_text(brief, sentence.text)
    if verdict.red or brief.language == "en":
        return verdict
    source = _trusted(brief.item)
    if invented := [flag for flag in backing(sentence.text, source) if flag.severity is Severity.RED]:
        return Verdict(_faults(invented), True, verdict.told)
    if sentence.origin is Origin.MODEL:
        whole = ground(brief.item)
        soft = [flag for flag in relations(sentence.text, whole, sentence.sources) if flag.code in MENDED]
        if soft:
            return Verdict(_faults(soft), False, verdict.told)
    return verdict


def vet_text(brief: Brief, text: str, names: bool = True) -> Verdict:
    """Hold words (a sentence, a headline) against the item: only what would be red. English headlines have capitals, no names."""
    source = _trusted(brief.item)
    if marks := markup(text):
        return Verdict(_faults(marks), True)
    english = brief.language == "en"
    wrong = absent_english(text, source, names=names) if english else absent(text, source)
    flags = [flag for flag in (*wrong, *forbidden(text, source)) if flag.severity is Severity.RED]
    return Verdict(_faults(flags), bool(flags), _told_in_english(text, source) if english else _told(text, source))


def sound_headline(brief: Brief, text: str) -> bool:
    """Tell whether a headline may stand on the screen: nothing in it is red, and the item knows most of its words."""
    if vet_text(brief, text, names=False).red:
        return False
    share, strange = (1.0, ()) if brief.language == "en" else unsupported(text, _trusted(brief.item))
    return share >= _KNOWN or not strange


def _faults(flags: Sequence[Flag]) -> str:
    return " ".join(dict.fromkeys(flag.message for flag in flags))


def _told(text: str, source: Ground) -> frozenset[str]:
    """Give the ledger values that a text tells, the essential ones first where several say the same."""
    told: set[str] = set()
    for mention in mentions(text):
        known = [entry.fact for entry in source.facts if same(mention, entry.mention, source.years)]
        if known:
            told.add(min(known, key=lambda fact: (not fact.essential, fact.sentence)).value)
    return frozenset(told)


def _told_in_english(text: str, source: Ground) -> frozenset[str]:
    """Give the ledger values that an English sentence tells."""
    told: set[str] = set()
    for mention in english_mentions(text):
        known = [entry.fact for entry in source.facts if backed(mention, entry, source)]
        if known:
            told.add(min(known, key=lambda fact: (not fact.essential, fact.sentence)).value)
    return frozenset(told)
