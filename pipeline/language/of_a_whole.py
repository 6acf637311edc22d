# SPDX-License-Identifier: EUPL-1.2
"""Shares and parts of a whole that the release gives somewhere else: the told sentence or the release must say which whole.

"70 Prozent der Gesamtkosten von 18 Millionen" names it, "die Hälfte der Mitglieder" counts a kind of them, "jeder dritte
Haushalt" counts what the release counts twice.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.language.agreement import QUANTITIES, exactly, honest_rounding, same
from pipeline.language.ground import Ground, figures
from pipeline.language.mention import Mention
from pipeline.language.morphology import stem, tokens
from pipeline.language.units import CANONICAL, UNITS
from pipeline.model import FactKind

_POINT: Final = 0.55
"""Percentage points that rounding to a whole one may take away."""
_ABOUT: Final = 2.5
"""Percentage points that "etwa" allows a share to be off."""
_FAR: Final = 1.2
"""How far a share may lie beyond what "mehr als" says, as a ratio."""
_NTH: Final = re.compile(
    r"(?:\b(?:(?P<under>[Nn]icht (?:ganz|einmal)|[Kk]napp|[Ff]ast|[Bb]einahe|[Ww]eniger als)|(?P<over>[Gg]ut|[Mm]ehr als|[Üü]ber)"
    r"|(?P<about>[Ee]twa|[Rr]und|[Uu]ngefähr))\s+)?\b[Jj]ede[rsnm]?\s+(?P<nth>zweite|dritte|vierte|fünfte|sechste|achte|zehnte)[rsnm]?\b"
)
_SHARES: Final = {
    "zweite": 50.0,
    "dritte": 100 / 3,
    "vierte": 25.0,
    "fünfte": 20.0,
    "sechste": 100 / 6,
    "achte": 12.5,
    "zehnte": 10.0,
}
_OF: Final = re.compile(r"\b[Vv]on (?:den |diesen |insgesamt |derzeit |rund |etwa |allen )*$")
_LACKS: Final = re.compile(r"(?i)\b(?:nicht|kein\w*|fehl\w+|rest\w*|übrig\w*|ander\w+|noch ohne|offen|frei)\b")
_LARGE: Final = re.compile("Million|Milliard")
_AND_OTHERS: Final = re.compile(r"^ (?:\S+ )?[A-ZÄÖÜ][\wäöüß-]+ (?:und|sowie) $")
_PER: Final = re.compile(
    r"\b(?:[Ff]ür jede[nrs]?|[Pp]ro|[Jj]e|[Aa]uf jede[nrs]?|[Jj]ede[rsnm]?) (?:\w+e[nrsm]? )?(?P<noun>[A-ZÄÖÜ][\wäöüß-]+)"
)
_EXTRA: Final = re.compile(
    r"\b(?:weitere[rnsm]?|zusätzlich\w*|zuzüglich|hinzu|obendrauf|Aufpreis|Aufschlag|Zuschlag|extra|plus|dazu)\b"
)
_WITH: Final = re.compile(r"(?i)\b(?:mit|samt|inklusive|einschließlich|zusammen|insgesamt|macht|kommt|kommen|dann|sind es|wer)\b")


def of_a_whole(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a number is a share of a whole, a part told as a share of it, so much for each, or an amount with its surcharge."""
    told = tuple(_told_shares(mention, text))
    if told and any(_is_share(size, hedge, share) for share in _shares(mention, text, source) for size, hedge in told):
        return True
    return (
        _each_and_more(mention, text, source)
        or in_a_measure(mention, source)
        or _bare_part(mention, text, source)
        or _for_each(mention, source)
        or _with_surcharge(mention, text, source)
    )


def in_a_measure(mention: Mention, source: Ground) -> bool:
    """Whether a length is told by a measure that the release names with more in it: "19 Stunden" for "19 Wochenstunden"."""
    for there in source.mentions():
        for long, plain in ((there, mention), (mention, there)):
            base = next(
                (
                    noun
                    for noun in _NOUNS
                    if re.search(rf"{noun}(?:e?n|e)?$", long.unit) and not long.unit.startswith(("viertel", "halb"))
                ),
                "",
            )
            if long.kind is FactKind.NUMBER and base and long.unit != base and plain.unit == UNITS[base][0]:
                told, size = mention.size, there.size * (UNITS[base][1] if there is long else 1 / UNITS[base][1])
                if abs(told - size) < 1e-6 * size or honest_rounding(mention, size):
                    return True
    return False


_NOUNS: Final = ("stunde", "minute", "tag", "woche", "monat", "jahr", "kilometer")


def bare_amount(mention: Mention, text: str) -> Mention | None:
    """Give a number without a noun as an amount of money where its sentence tells one: "48.000 Euro, 24.000 davon"."""
    if mention.kind is not FactKind.NUMBER or mention.unit:
        return None
    if not any(m.kind is FactKind.MONEY for m in figures(text)):
        return None
    return replace(mention, kind=FactKind.MONEY, unit="EUR")


def _told_shares(mention: Mention, text: str) -> Iterator[tuple[float, str]]:
    """Give the percentage that a number tells, its own or that of "jeder dritte", and how exactly it is meant."""
    if mention.unit == "%":
        yield mention.size, mention.hedge
    for met in _NTH.finditer(text):
        if met.start() <= mention.start < met.end():
            yield _SHARES[met["nth"]], next((name for name in ("under", "over", "about") if met[name]), "")


def _is_share(told: float, hedge: str, share: float) -> bool:
    if hedge in ("over", "least"):
        return 1.0 < share / told <= _FAR
    if hedge in ("under", "upto"):
        return 1 / _FAR <= share / told < 1.0
    return abs(share - told) <= (_ABOUT if hedge == "about" else _POINT)


def _shares(mention: Mention, text: str, source: Ground) -> Iterator[float]:
    """Give the percentages that figures of the release make of a whole which the sentence or the release calls so."""
    for part, whole in (*_of_named(mention, text, source), *_of_counted(text, source)):
        yield 100 * part / whole
    for part, whole in _of_sentence(source):
        yield 100 * part / whole
        if _LACKS.search(text):
            yield 100 - 100 * part / whole
    yield from _of_a_pair(text, source)
    if _FILLED.search(text):
        yield from _filled(source)


def _of_named(mention: Mention, text: str, source: Ground) -> Iterator[tuple[float, float]]:
    """Give the parts of a whole that the told sentence names itself: "70 Prozent der 18 Millionen"."""
    said = [m for m in figures(text) if m.start != mention.start and m.unit != "%"]
    backed = [m for m in said if any(same(m, there) for there in source.mentions())]
    yield from ((one.size, other.size) for one, other in itertools.permutations(backed, 2) if one.size < other.size)
    told = [m for m in said if m.unit in CANONICAL or _LARGE.search(m.text)]
    for whole in source.mentions():
        if whole.unit in CANONICAL and any(same(m, whole) for m in told):
            yield from ((m.size, whole.size) for m in source.mentions() if m.unit == whole.unit and 0 < m.size < whole.size)


def _of_counted(text: str, source: Ground) -> Iterator[tuple[float, float]]:
    """Give the pairs of counts that the release gives of one thing, which the told sentence names too."""
    named = {stem(token.text) for token in tokens(text) if token.capital}
    counts = [m for m in source.mentions() if m.kind is FactKind.NUMBER and m.size > 0 and m.unit and m.unit not in CANONICAL]
    for one, other in itertools.combinations(counts, 2):
        if one.unit == other.unit and one.size != other.size and stem(one.unit.capitalize()) in named:
            yield min(one.size, other.size), max(one.size, other.size)


def _of_sentence(source: Ground) -> Iterator[tuple[float, float]]:
    """Give part and whole of "Von 320 Haltestellen sind 128 ausgebaut"."""
    for sentence in source.sentences:
        here = figures(sentence)
        for whole in here:
            if _OF.search(sentence[: whole.start]) and whole.kind is FactKind.NUMBER:
                parts = (m for m in here if m.kind is FactKind.NUMBER and m.start > whole.start and m.size < whole.size)
                yield from ((part.size, whole.size) for part in parts)


def _of_a_pair(text: str, source: Ground) -> Iterator[float]:
    """Give the share of one kind of "sechs Frauen und fünf Männer" that the told sentence names."""
    named = {stem(token.text) for token in tokens(text) if token.capital}
    for sentence in source.sentences:
        counts = [m for m in figures(sentence) if m.kind is FactKind.NUMBER and m.unit and m.unit not in CANONICAL]
        for one, other in itertools.pairwise(counts):
            if one.unit != other.unit and _AND_OTHERS.match(sentence[one.end : other.start]):
                yield from (100 * m.size / (one.size + other.size) for m in (one, other) if stem(m.unit.capitalize()) in named)


def _filled(source: Ground) -> Iterator[float]:
    """Give the share that is there already where the release says how many are still sought, and of how many."""
    for here, after in source.with_next():
        if _SOUGHT.search(here):
            counts = [m for part in (here, after) for m in figures(part) if m.kind is FactKind.NUMBER]
            for one, other in itertools.combinations(counts, 2):
                low, high = sorted((one.size, other.size))
                yield 100 - 100 * low / high


_FILLED: Final = re.compile(r"(?i)\b(?:besetzt|belegt|vergeben|gefunden|beisammen|gedeckt|gemeldet|zugesagt)\b")
_SOUGHT: Final = re.compile(
    r"(?i)\b(?:such(?:t|en)|fehl(?:t|en)|braucht|brauchen|benötigt)\b.*\bnoch\b|\bnoch\b.*\b(?:frei|offen|gesucht)\b"
)


def _bare_part(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a bare number is what a share of the release comes to of an amount that the told sentence names."""
    amount = bare_amount(mention, text)
    if amount is None:
        return False
    wholes = [m for m in figures(text) if m.kind is FactKind.MONEY]
    for sentence in source.sentences:
        here = figures(sentence)
        shares = [m.size for m in here if m.unit == "%"]
        if any(exactly(amount, whole.size * share / 100) for whole in wholes for share in shares):
            return True
    return False


def _for_each(mention: Mention, source: Ground) -> bool:
    """Whether it is so much for each of a thing that the release counts elsewhere: 46 for two to each of 23."""
    for sentence in source.sentences:
        met = _PER.search(sentence)
        if met is None or mention.kind not in QUANTITIES:
            continue
        noun = stem(met["noun"])
        counts = [m.size for m in source.mentions() if m.kind is FactKind.NUMBER and m.unit and stem(m.unit.capitalize()) == noun]
        for each in figures(sentence):
            fits = each.kind is mention.kind and (not mention.unit or not each.unit or mention.unit == each.unit)
            if fits and any(n > 1 and _comes_to(mention, each.size * n) for n in counts):
                return True
    return False


def _each_and_more(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is what several get each and one more beside them: 4.500 for "die beiden je 1.000 Euro, der Verein 2.500"."""
    if not _TOTAL.search(text):
        return False
    for sentence in source.sentences:
        here = [m for m in figures(sentence) if m.kind is mention.kind and m.unit == mention.unit]
        counts = [m.size for m in figures(sentence) if m.kind is FactKind.NUMBER and m.unit not in CANONICAL]
        counts += [2.0] if re.search(r"\b[Bb]eide[nrs]?\b", sentence) else []
        eaches = [m for m in here if _EACH.search(sentence[: m.start])]
        sums = (n * each.size + sum(m.size for m in here if m is not each) for n in counts for each in eaches)
        if any(exactly(mention, size) for size in sums):
            return True
    return False


_EACH: Final = re.compile(r"\b(?:je|jeweils)\s+(?:\w+ )?$")
_TOTAL: Final = re.compile(r"(?i)\b(?:zusammen|insgesamt|summe|gesamt\w*|alles in allem)\b")


def _comes_to(mention: Mention, size: float) -> bool:
    return size > 0 and (exactly(mention, size) or (mention.hedge != "upto" and honest_rounding(mention, size)))


def _with_surcharge(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is a price and what comes on top of it: 31,50 for 25,30 and "weitere 6,20 Euro"."""
    if mention.kind is not FactKind.MONEY or not _WITH.search(text):
        return False
    for before, here in itertools.pairwise(("", *source.sentences)):
        if not _EXTRA.search(here):
            continue
        amounts = [m for m in figures(here) if m.kind is FactKind.MONEY]
        prices = [m for part in (before, here) for m in figures(part) if m.kind is FactKind.MONEY]
        extras = [m for m in amounts if _EXTRA.search(here[max(0, m.start - 40) : m.end + 25])]
        if any(exactly(mention, extra.size + price.size) for extra in extras for price in prices if price != extra):
            return True
    return False
