# SPDX-License-Identifier: EUPL-1.2
"""Numbers told by setting figures of the release against each other though nothing beside them says so: what lacks, what is left.

Each kind needs a word that announces it, in the told sentence or the release, and comes out exactly, or honestly rounded.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Final

from pipeline.language.agreement import comes_out, exactly
from pipeline.language.ground import NAMES, Ground, figures
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.moments import day_of
from pipeline.model import FactKind

_LEAST: Final = 13
"""Smaller counts are not taken for a difference or a sum: some pair of small numbers makes any of them."""
_POINT: Final = 1.0
_BEYOND: Final = 15.0
"""Percentage points that a share in words may be off, and by which "mehr als" may understate it."""
_LACKS: Final = re.compile(
    r"(?i)\b(?:fehl\w+|frei\w*|offen\w*|unbesetzt\w*|übrig\w*|bleib\w*|verbleib\w*|rest\w*|noch|weitere[nr]?|nicht"
    r"|kein\w*)\b"
)
_WHOLE: Final = re.compile(
    r"(?i)\b(?:benötig\w+|gebraucht|brauch\w+|insgesamt|gesucht|such\w+|fass(?:t|en)|platz|plätze\w*|bislang|bisher|bereits|schon"
    r"|zugesagt|gemeldet|angemeldet|belegt"
    r"|vergeben|besetzt|darunter|davon|wegfall\w+|fallen weg|entfall\w+|von denen|verkauft|erledigt|fertig)\b"
)
_OWN: Final = re.compile(
    r"(?i)\b(?:selbst|selber|eigen\w*|rest\w*|übrig\w*|verbleib\w*|bleib\w*|aufbringen|beisteuer\w*|zuschieß\w+)\b"
)
_AS_MUCH: Final = re.compile(r"(?i)\bso (?:viel|teuer|lang|groß|schwer|hoch) wie\s(?:\w+\s)?$")
_TOLD_SUM: Final = re.compile(r"(?i)\b(?:zusammen|insgesamt|alle[nrs]?|summe|gesamt\w*)\b")
_AND_ONE: Final = re.compile(r"(?:,|\bund|\bsowie|\boder)\s+eine?[nmr]?\s+(?:[a-zäöüß]+\s)?[A-ZÄÖÜ]\w+")
_OTHERS: Final = re.compile(r"\b(?:übrigen|anderen|restlichen|weiteren)\s+$")
_HALVED: Final = (
    (50.0, re.compile(r"(?i)\b(?:halbier\w+|halbe[rnms]? (?:preis|gebühr|beitrag|satz)\w*|zum halben)\b")),
    (100.0, re.compile(r"(?i)\bverdoppel\w+\b")),
    (100 / 3, re.compile(r"(?i)\b(?:ge)?drittel(?:n|t|te[nr]?)\b")),
)
_EARLIER: Final = re.compile(
    r"(?i)\bals (?:im jahr )?(?:19|20)\d\d\b|\b(?:vorjahr\w*|im jahr zuvor|ein jahr zuvor|jahr davor|früher|zuvor|als im \w+)\b"
)
_TOLD_EARLIER: Final = re.compile(
    r"(?i)\b(?:19|20)\d\d\b|\b(?:vorjahr\w*|zuvor|davor|damals|früher|noch|im (?:frühjahr|sommer|herbst|winter))\b"
)
LESS_MORE: Final = re.compile(
    r"\b(?:mehr|weniger|teurer|billiger|günstiger|höher|niedriger|länger|kürzer|größer|kleiner|später|früher|öfter|häufiger|seltener|Vorsprung|Unterschied|Umweg|Ersparnis|spart|sparen|gespart"
    r"|um|vor|hinter|über|unter|zusätzlich)\b|\b(?:steig|stieg|sink|sank|wächst|erhöh|senk)\w*"
)
_BEFORE: Final = re.compile(
    r"(?i)\b(?:vorjahr\w*|(?:voriges?|vorigen|vergangenes?|vergangenen|letztes|letzten|im) jahr|zuvor|bisher|bislang|früher"
    r"|damals|vorher|zuletzt)\b"
)
_FEWER: Final = re.compile(
    r"(?i)\b(?:weniger|niedriger|billiger|günstiger|geringer|kleiner|kürzer|seltener|ge?sunken|sank|sinkt|gefallen)\b"
)
_MORE: Final = re.compile(r"(?i)\b(?:mehr|weniger|höher|niedriger|teurer|billiger)\b")
_MORE_OF: Final = re.compile(r"(?i)\b(?:mehr|weniger|höher\w*|niedriger\w*|um)\b")


def set_apart(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a number is what two or more figures of the release come to, in one of the announced ways."""
    return (
        _lacking(mention, text, source)
        or _share_lacking(mention, text, source)
        or _kin_summed(mention, source)
        or _own_share(mention, text, source)
        or _listed_with_one(mention, text, source)
        or _others_with_named(mention, source)
        or _halved(mention, source)
        or _earlier(mention, text, source)
        or _points_apart(mention, text, source)
        or _as_much(mention, text, source)
        or _months_long(mention, source)
        or _weekly(mention, source)
    )


def once(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a figure is that of an earlier time, of which the source gives the later one and the change."""
    if not _BEFORE.search(text):
        return False
    for sentence, low, high in beside(source):
        alike = mention.kind is high.kind is low.kind and _BEFORE.search(sentence) and LESS_MORE.search(sentence)
        fewer = _FEWER.search(sentence) is not None
        if alike and exactly(mention, high.size + low.size if fewer else high.size - low.size):
            return True
    return False


def beside(source: Ground) -> Iterator[tuple[str, Mention, Mention]]:
    """Give the pairs of figures of one sentence with it, the larger one second."""
    for sentence in source.sentences:
        for one, other in itertools.combinations(figures(sentence), 2):
            low, high = sorted((one, other), key=lambda m: m.size)
            yield sentence, low, high


def _windows(source: Ground) -> Iterator[tuple[str, tuple[Mention, ...], tuple[Mention, ...]]]:
    """Give each sentence with the next one: their words, the counts of the first and those of both."""
    for here, after in source.with_next():
        first = _counts(here)
        yield f"{here} {after}", first, (*first, *_counts(after))


def _counts(sentence: str) -> tuple[Mention, ...]:
    return tuple(m for m in figures(sentence) if m.kind is FactKind.NUMBER)


def _lacking(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a count is what is still missing of a whole, or what a part leaves of it: "es fehlen noch 180" of 540 and 360."""
    if mention.kind is not FactKind.NUMBER or mention.size < _LEAST:
        return False
    told = {m.size for m in figures(text) if m.start != mention.start}
    for words, first, both in _windows(source):
        if not _WHOLE.search(words):
            continue
        for one in first:
            for other in both:
                low, high = sorted((one.size, other.size))
                gap = high - low
                announced = _LACKS.search(text) or low in told
                if announced and low >= _LEAST and comes_out(mention, gap):
                    return True
    return False


def _share_lacking(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a share is what a part leaves of a whole: "noch mehr als die Hälfte" where 9 of 24 are found."""
    if mention.unit != "%" or not _LACKS.search(text):
        return False
    for words, first, both in _windows(source):
        if not _WHOLE.search(words):
            continue
        shares = [100 - 100 * min(a.size, b.size) / max(a.size, b.size) for a in first for b in both if a.size != b.size]
        beyond = mention.hedge in ("over", "least")
        if any(0 < share - mention.size <= _BEYOND if beyond else abs(share - mention.size) <= _POINT for share in shares):
            return True
    return False


def _kin_summed(mention: Mention, source: Ground) -> bool:
    """Whether a count adds up the counts of one sentence whose nouns end alike: 48 "Urnenbezirke" and 12 "Briefbezirke"."""
    kin = mention.unit.lower()
    if mention.kind is not FactKind.NUMBER or len(kin) < 4:
        return False
    for sentence in source.sentences:
        sizes = [m.size for m in _counts(sentence) if m.unit.lower().removesuffix("n").removesuffix("e").endswith(_stem(kin))]
        if len(sizes) > 1 and exactly(mention, sum(sizes)):
            return True
    return False


def _stem(noun: str) -> str:
    return noun.removesuffix("n").removesuffix("e")


def _own_share(mention: Mention, text: str, source: Ground) -> bool:
    """Whether an amount is what somebody pays "selbst", what remains of a whole that one sentence sets beside another's part."""
    money = mention.kind is FactKind.MONEY or (mention.kind is FactKind.NUMBER and re.search("Million|Milliard", mention.text))
    if not money or not _OWN.search(text):
        return False
    for here, after in source.with_next():
        amounts = [m.size for part in (here, after) for m in figures(part) if m.kind is FactKind.MONEY]
        gaps = [high - low for low, high in itertools.combinations(sorted(amounts), 2) if low < high]
        if any(comes_out(mention, gap) for gap in gaps):
            return True
    return False


def _listed_with_one(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a count told as a total adds up a list with a single thing in it: "drei Konzerte und eine Lesung"."""
    if mention.kind is not FactKind.NUMBER or not _TOLD_SUM.search(text):
        return False
    for sentence in source.sentences:
        ones = len(_AND_ONE.findall(sentence))
        sizes = [m.size for m in _counts(sentence)]
        if ones and sizes and mention.size == sum(sizes) + ones:
            return True
    return False


def _others_with_named(mention: Mention, source: Ground) -> bool:
    """Whether a count adds the named ones to "den übrigen 14 Gemeinden": three of them and fourteen are seventeen."""
    if mention.kind is not FactKind.NUMBER:
        return False
    for sentence in source.sentences:
        for count in _counts(sentence):
            if not _OTHERS.search(sentence[: count.start]):
                continue
            places = {m.value for m in mentions(sentence[: count.start]) if m.kind in NAMES and not m.unit}
            if len(places) > 1 and mention.size - count.size in (len(places), len(places) + 1):
                return True
    return False


def _halved(mention: Mention, source: Ground) -> bool:
    """Whether a share is one that the release says in a verb: "nur die Hälfte" for "zu halbieren"."""
    return mention.unit == "%" and any(
        abs(mention.size - size) < 0.1 and words.search(source.text) is not None for size, words in _HALVED
    )


def _earlier(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a count is that of an earlier year, of which one sentence gives the later one and by how much it differs."""
    if mention.kind is not FactKind.NUMBER or mention.size < _LEAST or not _TOLD_EARLIER.search(text):
        return False
    for sentence in source.sentences:
        if not (_EARLIER.search(sentence) and _MORE.search(sentence)):
            continue
        less = re.search(r"(?i)\b(?:weniger|niedriger|billiger)\b", sentence) is not None
        for one, other in itertools.pairwise(_counts(sentence)):
            before = one.size + other.size if less else one.size - other.size
            if comes_out(mention, before):
                return True
    return False


def _points_apart(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is by how many of a thing two figures of the release differ that count the same: "zehn Punkte mehr"."""
    if mention.kind is not FactKind.NUMBER or not mention.unit or not _MORE_OF.search(text):
        return False
    sizes = sorted(
        {m.size for m in source.mentions() if m.kind is FactKind.NUMBER and m.unit == mention.unit and m.size >= _LEAST}
    )
    return any(exactly(mention, high - low) for low, high in itertools.combinations(sizes, 2))


def _as_much(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is how often one amount of the release goes into another: "so viel wie zwanzig Besuche"."""
    if mention.kind is not FactKind.NUMBER or not _AS_MUCH.search(text[: mention.start]):
        return False
    amounts = [m for m in source.mentions() if m.kind is FactKind.MONEY and m.size > 0]
    return any(one.unit == other.unit and exactly(mention, one.size / other.size) for one in amounts for other in amounts)


def _weekly(mention: Mention, source: Ground) -> bool:
    """Whether so many weeks are told for as many evenings or hours, one a week: "sechs Abende, jeweils mittwochs"."""
    if mention.kind is not FactKind.DURATION or mention.unit != "d" or mention.size % 7:
        return False
    weekly = (
        s
        for s in source.sentences
        if re.search(r"(?i)\b(?:wöchentlich|jede woche|(?:mon|diens|donners|frei|sams|sonn)tags|mittwochs)\b", s)
    )
    return any(m.size == mention.size / 7 and m.unit in _EVENINGS for sentence in weekly for m in _counts(sentence))


_EVENINGS: Final = frozenset(
    "abend treffen termin mal stunde einheit kursabend vormittag nachmittag sitzung übungsabend treff".split()
)


def _months_long(mention: Mention, source: Ground) -> bool:
    """Whether a length lies between two months of one sentence, the last one counted or not: "Januar 2025 bis Juni 2026"."""
    if mention.unit != "mo":
        return False
    for sentence in source.sentences:
        months = [day_of(m.value) for m in mentions(sentence) if m.kind is FactKind.DATE and day_of(m.value).month]
        for one, other in itertools.pairwise(months):
            if one.day or other.day or not other.year:
                continue
            gap = 12 * (other.year - (one.year or other.year)) + other.month - one.month
            if gap > 0 and any(comes_out(mention, size) for size in (gap, gap + 1)):
                return True
    return False
