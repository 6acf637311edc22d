# SPDX-License-Identifier: EUPL-1.2
"""Amber: a word beside a value, or a person, place or thing, that the source's own statement has otherwise."""

import re
from typing import Final

from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.ground import VALUES, Flag, Ground, amber, marked, short
from pipeline.language.light_words import light
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.morphology import Token, content, parts, roots, stem, tokens, vocabulary
from pipeline.language.plain_words import alike
from pipeline.language.quotations import unquoted
from pipeline.language.statements import Twin, statements, twins
from pipeline.model import FactKind

_WINDOW: Final = 3
"""A noun belongs to a value that follows it within so many words."""
_OLD: Final = frozenset({"von", "statt", "bisher", "bislang", "zuvor"})
_NEW: Final = frozenset({"auf", "künftig", "jetzt", "dann", "nun"})
_TOPIC: Final = 0.4
"""A noun of three sentences or more is what the release is about, and may be named anywhere."""
_SAYS: Final = 3
"""Words that a statement has at least, besides light ones, to have things in it that could be exchanged."""
_PREPOSITIONS: Final = {
    **dict.fromkeys(("in", "im", "ins"), "in"),
    **dict.fromkeys(("an", "am", "ans"), "an"),
    **dict.fromkeys(("auf", "aufs"), "auf"),
    **dict.fromkeys(("bei", "beim"), "bei"),
    **dict.fromkeys(("zu", "zum", "zur"), "zu"),
    **dict.fromkeys(("von", "vom"), "von"),
    **{word: word for word in ("nach", "aus", "für", "mit", "über", "durch", "gegen", "zwischen")},
}
_TAKEN_UP: Final = re.compile(r"^(?:Sie|Er|Es|Ihr|Sein|Dies|Diese|Dieser|Dort|Dazu|Das)\b")


def exchanged(text: str, source: Ground, margin: float) -> list[Flag]:
    """Find what was exchanged within the release: the noun of a value, old and new, a person, a thing."""
    flags: list[Flag] = []
    for told in statements(unquoted(text)):
        if source.verbatim(told):
            continue
        for value in mentions(told):
            if value.kind in QUANTITIES and value.unit != "code":
                flags += _other_noun(value, told, source) or _old_for_new(value, told, source)
        found = list(twins(told, source))
        if found:
            flags += _other_person(told, found[0], source) or _other_thing(told, found[0], source, margin)
    return flags[:2]


def _before(value: Mention, text: str) -> tuple[Token, ...]:
    """Give the words that stand before a value up to the value before it."""
    low = max((m.end for m in mentions(text) if m.end <= value.start and m.kind in VALUES), default=0)
    return tuple(t for t in tokens(text) if low <= t.start and t.end <= value.start)[-_WINDOW:]


def _nouns(value: Mention, text: str) -> frozenset[str]:
    return frozenset(stem(t.text) for t in _before(value, text) if t.capital and len(t.text) > 3 and not light(t.text))


def _other_noun(value: Mention, told: str, source: Ground) -> list[Flag]:
    """ "Ausgaben von 65,9 Millionen" where the source has this sum beside "Einnahmen", and another one beside "Ausgaben"."""
    mine = _nouns(value, told)
    own: set[str] = set()
    rival = None
    for number, sentence in enumerate(source.sentences):
        for other in source.mentions(number):
            if other.kind not in QUANTITIES:
                continue
            beside = _nouns(other, sentence)
            if same(value, other, source.years):
                own |= beside
            elif other.unit == value.unit and beside & mine:
                rival = other
    if rival is None or not own or own & mine:
        return []
    message = f"„{value.text}“ gehört in der Quelle zu etwas anderem. Hier steht dort „{rival.text}“."
    return [amber("value-misplaced", message, value.text)]


def _old_for_new(value: Mention, told: str, source: Ground) -> list[Flag]:
    """ "steigt auf 72 Euro" where the source says "von 72 auf 90 Euro"."""
    mine = {t.text.lower() for t in _before(value, told)[-1:]}
    there = [
        {t.text.lower() for t in _before(other, source.sentences[number])[-2:]}
        for number in range(len(source.sentences))
        for other in source.mentions(number)
        if other.kind in QUANTITIES and same(value, other, source.years)
    ]
    for side, against in ((_NEW, _OLD), (_OLD, _NEW)):
        if there and mine & side and all(words & against and not words & side for words in there):
            message = f"„{value.text}“: Die Quelle nennt das als den {'alten' if side is _NEW else 'neuen'} Wert."
            return [amber("value-misplaced", message, value.text)]
    return []


def _surnames(text: str, source: Ground) -> frozenset[str]:
    """Give the surnames of people of the source that stand in a text."""
    people = {m.value.split()[-1].lower() for m in source.mentions() if m.kind is FactKind.NAME and " " in m.value}
    return frozenset(t.text.lower().removesuffix("s") for t in tokens(text)) & frozenset(p.removesuffix("s") for p in people)


def _other_person(told: str, twin: Twin, source: Ground) -> list[Flag]:
    """Somebody does what somebody else does in the source."""
    mine = _surnames(told, source)
    if not mine:
        return []
    best = next(iter(twins(" ".join(t.text for t in tokens(told) if t.text.lower().removesuffix("s") not in mine), source)), twin)
    theirs = _surnames(best.text, source)
    around = source.sentences[best.sentence]
    if _TAKEN_UP.match(best.text) or _TAKEN_UP.match(around):
        around += " " + source.sentences[best.sentence - 1]
        theirs |= _surnames(source.sentences[best.sentence - 1], source)
    if best.score < 0.5 or not theirs or mine & _surnames(around, source):
        return []
    name = next(t.text for t in tokens(told) if t.text.lower().removesuffix("s") in mine)
    message = f"„{name}“: In der Quelle tut es „{sorted(theirs)[0].capitalize()}“: „{short(best.text)}“"
    return [amber("roles-swapped", message, name)]


def _other_thing(told: str, twin: Twin, source: Ground, margin: float) -> list[Flag]:
    """A noun of another statement stands in the place of one that is not told."""
    named = [m for m in mentions(told) if m.kind in (FactKind.NAME, FactKind.PLACE)]
    words = [t for t in content(told) if t.capital and not light(t.text) and not any(m.start <= t.start < m.end for m in named)]
    nouns = [t for t in words if t.start] + [t for t in words if not t.start]
    here = marked(twin.text)
    if len([t for t in content(twin.text) if not light(t.text)]) < _SAYS:
        return []
    topic = roots(source.sentences[0])
    for noun in nouns:
        mine = {stem(noun.text), *(stem(piece) for piece in parts(noun.text))}
        if mine & (here | topic) or not source.words.has(noun.text) or vocabulary(twin.text).backs(noun.text):
            continue
        if noun.text.lower() in twin.text.lower():
            continue  # "Rüben" in "Zuckerrübenernte"
        if source.weight(stem(noun.text)) < _TOPIC:
            continue
        slot = _slot(noun, told)
        rest = {root for root in (marked(told) & source.known) - mine if root in source.known}
        fit = source.overlap(frozenset(rest), here)
        untold = [
            t
            for t in content(twin.text)
            if t.capital and not light(t.text) and stem(t.text) not in roots(told) and slot and _slot(t, twin.text) == slot
        ]
        if len(rest) >= 2 and fit >= 0.6 + margin and untold and not any(_alike(t.text, noun.text) for t in content(twin.text)):
            message = f"„{noun.text}“ steht hier nicht. In der Quelle steht: „{short(twin.text)}“"
            return [amber("roles-swapped", message, noun.text)]
    return []


def _slot(noun: Token, text: str) -> str:
    """Give the preposition that a noun stands behind, "-" for one behind another noun; "" where it has neither."""
    before = [t for t in tokens(text) if t.end <= noun.start][-3:]
    for token in reversed(before):
        low = token.text.lower()
        if low in _PREPOSITIONS:
            return _PREPOSITIONS[low]
        if token.capital and token is before[-1]:
            return "-"
    return ""


def _alike(one: str, other: str) -> bool:
    return bool(alike(one) & alike(other)) or stem(one) == stem(other) or bool(set(parts(one)) & set(parts(other)))
