# SPDX-License-Identifier: EUPL-1.2
"""Amber: what is told as more, less, ahead or behind, and is the other way round by the source's own figures."""

import re
from typing import Final

from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.check_parallels import Part, cuts, part
from pipeline.language.ground import Flag, Ground, amber, short
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.morphology import stem
from pipeline.language.poles import PAST, poles

_MORE: Final = re.compile(
    r"(?i)\b(?P<how>mehr|weniger|höher|niedriger|größer|kleiner|teurer|billiger|länger|kürzer|öfter|häufiger|seltener)\b"
    r"(?P<what>(?: [A-ZÄÖÜ]?[\wäöüß-]+){0,4}?) als\b"
    r"(?P<than>[^,;.]*)"
)
_UP: Final = frozenset({"mehr", "höher", "größer", "teurer", "länger", "öfter", "häufiger"})
_AHEAD: Final = re.compile(
    r"(?i)\b(?:lag|liegt|lagen|liegen|landete\w*|gewann|siegte\w*|führt\w*|kam|platzierte\w*)\b(?P<left>[^,;]*?)\b(?P<how>vor|hinter)\b"
    r"(?! (?:de[mnr]|allem|ort|\d|zwei|drei) (?:jahr|woche|monat|tag)\w*)(?P<right>[^,;]*)"
)
_CLOSE: Final = 0.1
"""By how much of itself a told difference may be rounded."""


def compared(text: str, source: Ground) -> list[Flag]:
    """Find a comparison that the source's figures turn round; at most one flag."""
    said = _MORE.search(text)
    if said is not None and (sentence := _turned(text, said, source)):
        return [amber("value-misplaced", f"„{said['how']}“: Die Quelle sagt „{short(sentence)}“", said["how"])]
    if sentence := _was(text, source):
        return [amber("value-misplaced", f"Früher und jetzt: Die Quelle sagt „{short(sentence)}“", text)]
    ahead = _AHEAD.search(text)
    if ahead is not None:
        one, two = part(text[: ahead.start()] + ahead["left"]), part(ahead["right"])
        sentence = _outrun(two, one, source) if ahead["how"].lower() == "hinter" else _outrun(one, two, source)
    if ahead is not None and sentence:
        return [amber("roles-swapped", f"„{ahead['how']}“: Die Quelle sagt „{short(sentence)}“", ahead["how"])]
    return []


def _turned(text: str, said: re.Match[str], source: Ground) -> str:
    """Give the sentence by which a "mehr als" ought to be a "weniger als"; empty where none says so."""
    way = 1 if said["how"].lower() in _UP else -1
    told = [m for m in mentions(text) if m.kind in QUANTITIES and m.size > 0]
    by = next((m for m in reversed(told) if m.end <= said.start()), None)
    if PAST in poles(said["than"]):
        return _since(by, text, way, source) if by is not None else ""
    other = next(
        (_counted(word, source) for word in re.findall(r"[A-ZÄÖÜ][\wäöüß-]+", said["than"]) if _counted(word, source)), None
    )
    mine = next((m for m in told if m is not by and m.unit), None)
    own = _counted(mine.unit.capitalize(), source) if mine is not None else None
    if mine is not None and own is not None and not same(mine, own, source.years):
        return ""
    for word in re.findall(r"[A-ZÄÖÜ][\wäöüß-]+", said["what"]) if own is None else ():
        own = own or _counted(word, source)
    if other is not None and own is not None and own.unit != other.unit:
        turned = (own.size > other.size) != (way > 0)
        return f"{own.text} {own.unit.capitalize()}, {other.text} {other.unit.capitalize()}" if turned else ""
    first, second = part(text[: said.start()] + said["what"]), part(said["than"])
    return _outrun(first, second, source) if way > 0 else _outrun(second, first, source)


def _counted(word: str, source: Ground) -> Mention | None:
    """Give the first figure of the source that counts what a noun names."""
    root = stem(word)
    return next((m for m in source.mentions() if m.kind in QUANTITIES and m.unit and stem(m.unit.capitalize()) == root), None)


def _since(by: Mention, text: str, way: int, source: Ground) -> str:
    """Find a figure of today beside one of before whose difference is the told one, and which moved the other way."""
    for sentence in source.sentences:
        for pieces in cuts(sentence):
            for left, right in ((a, b) for a in pieces for b in pieces if a is not b):
                old, new = _one(right), _one(left)
                if old is None or new is None or PAST not in right.poles or PAST in left.poles:
                    continue
                moved = new.size - old.size
                if abs(abs(moved) - by.size) <= _CLOSE * by.size and (moved > 0) != (way > 0):
                    return sentence
    return ""


_BEFORE: Final = re.compile(r"(?i)\b(?:statt|anstelle von|nach|bisher|bislang|zuvor|vorher|früher|vorher noch)(?: \w+)? ?$")


def _was(text: str, source: Ground) -> str:
    """ "2,60 Euro statt bisher 2,90 Euro" where 2,60 Euro was before."""
    told = [m for m in mentions(text) if m.kind in QUANTITIES and m.size > 0]
    old = next((m for m in told if _BEFORE.search(text[: m.start])), None)
    new = next((m for m in told if m is not old and old is not None and m.kind is old.kind), None)
    for sentence in source.sentences if old is not None and new is not None else ():
        for pieces in cuts(sentence):
            for left, right in ((a, b) for a in pieces for b in pieces if a is not b):
                was, now = _one(right), _one(left)
                if was is None or now is None or PAST not in right.poles or PAST in left.poles or old is None or new is None:
                    continue
                if same(new, was, source.years) and same(old, now, source.years) and not same(old, was, source.years):
                    return sentence
    return ""


def _one(piece: Part) -> Mention | None:
    figures = [m for m in piece.values if m.kind in QUANTITIES]
    return figures[0] if len(figures) == 1 else None


_FIRST: Final = re.compile(
    r"(?i)\bam (?:häufigsten|meisten|stärksten|beliebtesten|besten|schnellsten|liebsten)\b"
    r"(?P<ahead>[^,;]*?)\bvor (?:de[mnr] )?(?P<behind>[^,;.]*)"
)


def _outrun(first: Part, second: Part, source: Ground) -> str:
    """Find two figures side by side, or an order, by which the one told ahead is behind the other."""
    for sentence in source.sentences:
        ranked = _FIRST.search(sentence)
        if ranked is not None and _only(part(ranked["behind"]), part(ranked["ahead"]), first, second):
            return sentence
        for pieces in cuts(sentence):
            for behind, before in ((a, b) for a in pieces for b in pieces if a is not b):
                low, high = _one(behind), _one(before)
                if low is None or high is None or low.kind is not high.kind or low.size >= high.size:
                    continue
                if (low.unit == high.unit or "" in (low.unit, high.unit)) and _only(behind, before, first, second):
                    return sentence
    return ""


def _only(behind: Part, before: Part, first: Part, second: Part) -> bool:
    """Whether what is told first has something of what is behind alone, and what is told second of what is before."""
    units = behind.units | before.units
    mine, theirs = behind.words - before.words - units, before.words - behind.words - units
    named, other = mine.intersection(behind.names), theirs.intersection(before.names)
    if named and other:
        mine, theirs = named, other
    return bool(mine & first.words and theirs & second.words) and not (theirs & first.words or mine & second.words)
