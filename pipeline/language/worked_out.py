# SPDX-License-Identifier: EUPL-1.2
"""Numbers that a teller has worked out: averages, products, percentages, remainders, dozens, counted days, ages by the decade.

Each operation needs a word that announces it, in the told sentence or in the release: some pair of numbers makes any number.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from pipeline.language.agreement import exactly, honest_rounding
from pipeline.language.calendar_de import month_number
from pipeline.language.ground import Ground, figures
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.moments import day_of
from pipeline.model import FactKind

_EACH: Final = re.compile(
    r"(?i)\b(?:im Schnitt|im Mittel|durchschnittlich|im Durchschnitt|rechnerisch|umgerechnet|pro|je|jede[rsnm]?|für jede[ns]?"
    r"|auf (?:jeden?|eine[nr]?))\b"
)
_MONTHLY: Final = re.compile(r"(?i)\b(?:im|pro|je) Monat\b|monatlich")
_TIMES: Final = re.compile(
    r"(?i)\bzu (?:je )?\d[\d.,]* euro\b"
    r"|\b(?:je|jeweils|pro|täglich|jede[rsnm]?|à|einzeln)\b"
)
_ALL: Final = re.compile(r"(?i)\b(?:zusammen|insgesamt|pro Woche|in der Woche|wöchentlich|alle[rn]?|gesamte?[rsn]?)\b")
_CHANGE: Final = re.compile(
    r"(?i)\b(?:steig|stieg|gestieg|sink|sank|gesunk|wächst|wachs|gewachs|schrumpf|geschrumpf|verteuer|verbillig|erhöh|senk|gesenk|nahm|zugenommen"
    r"|abgenommen|reduzier|zurückgegang|zurückgeh)\w*|\b(?:mehr|weniger|teurer|billiger|günstiger|höher|niedriger|größer|kleiner)\b"
)
_FEWER: Final = re.compile(
    r"(?i)\b(?:sink|sank|gesunk|schrumpf|geschrumpf|verbillig|senk|gesenk|abgenommen|reduzier|zurückgegang|zurückgeh)\w*"
    r"|\b(?:weniger|billiger|günstiger|niedriger|kleiner)\b"
)
_PART: Final = re.compile(
    r"(?i)\b(?:davon|darunter|insgesamt|trägt|tragen|fasst|rest|übrig\w*|stimm\w+|beschädig\w+|umfass\w+|erfass\w+)\b"
)
_LEFT: Final = re.compile(
    r"(?i)\b(?:darunter|davon|insgesamt|gingen|fasst|von|umfass\w+)\b.*\b(?:darunter|davon|kamen|erreich\w+|rest|noch|verletzt|belegt|besetzt)\b"
)
_APART: Final = re.compile(
    r"(?i)\b(?:kühler|wärmer|kälter|heißer|langsamer|schneller|jünger|älter|spar\w*|rückstand|vorsprung|überb[io]t\w*|unterb[io]t\w*|zurückgegangen"
    r"|geschrumpft|gewachsen|leer|nicht)\b"
)
_DECADE: Final = {"Anfang": range(4), "Mitte": range(4, 7), "Ende": range(7, 10)}
_AGED: Final = re.compile(r"\b(?P<part>Anfang|Mitte|Ende)\s+$")
_NONE: Final = re.compile(r"(?i)\bkeine?[nr]?\s+$")
_HALF: Final = re.compile(r"\b(?P<rank>erste|zweite)[rn]?\s+(?P<month>[A-ZÄ][a-zä]+)hälfte\b")
_DOZEN: Final = 12
_LEAST: Final = 13
"""Smaller counts are not taken for a remainder without a word that says so."""
_POINT: Final = 0.55
"""Percentage points that rounding to a whole one may take away."""
_MIDDLE: Final = 15
"""The last day of the first half of a month."""


def worked_out(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a number follows from two of the release by an operation that is announced."""
    return (
        (mention.unit == "%" and _percent(mention, text, source))
        or _average(mention, text, source)
        or _product(mention, text, source)
        or _remainder(mention, text, source)
        or _sum(mention, text, source)
        or _dozens(mention, text, source)
        or _aged(mention, text, source)
        or _none_of(mention, text, source)
        or _half_of_a_month(mention, text, source)
        or _counted_moments(mention, source)
        or _in_words(mention, text, source)
        or _ago(mention, text, source)
    )


def _windows(source: Ground) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    """Give each sentence with the next, and their figures."""
    for here, after in source.with_next():
        found = (*figures(here), *figures(after))
        if len(found) > 1:
            yield f"{here} {after}", found


def _same_kind(one: Mention, other: Mention) -> bool:
    """Whether two figures can be set against each other; "6,2 Millionen Euro, davon 4,1 Millionen" can."""
    if one.unit == other.unit or one.kind is other.kind is FactKind.NUMBER:
        return True
    kinds = {one.kind: one, other.kind: other}
    return kinds.keys() == {FactKind.MONEY, FactKind.NUMBER} and _LARGE.search(kinds[FactKind.NUMBER].text) is not None


_LARGE: Final = re.compile("Million|Milliard")
POINTS: Final = frozenset({"punkt", "prozentpunkt", "pp"})


def _told(mention: Mention, size: float) -> bool:
    """Whether a told number is a computed one: exactly, rounded to a whole one, or by an honest hedge."""
    whole = size >= 10 and mention.size == round(size)
    return size > 0 and (exactly(mention, size) or whole or honest_rounding(mention, size))


def _percent(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is the share of a part, or the change from one figure to the other."""
    for sentence, found in _windows(source):
        shares: list[float] = []
        for one, other in itertools.combinations(found, 2):
            low, high = sorted((one.size, other.size))
            if not _same_kind(one, other) or low == high or "%" in (one.unit, other.unit):
                continue
            if _CHANGE.search(text):
                shares.append(100 * (high - low) / (high if _FEWER.search(text) else low))
            if _PART.search(sentence):
                shares += [100 * low / high, 100 - 100 * low / high]
        parts = [m.size for m in found if m.kind is FactKind.NUMBER]
        shares += [100 * part / sum(parts) for part in parts if len(parts) > 2]
        if any(abs(share - mention.size) <= _POINT for share in shares):
            return True
    return False


def _average(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is one figure divided by another, as "im Schnitt", "pro" or "je" says."""
    monthly = _MONTHLY.search(text) is not None
    if not monthly and not _EACH.search(text):
        return False
    for _, found in _windows(source):
        for one, other in itertools.permutations(found, 2):
            if one.kind is FactKind.MONEY and mention.kind is not FactKind.MONEY:
                continue
            if mention.kind is FactKind.MONEY and one.kind is not FactKind.MONEY:
                continue
            if other.size > 1 and other.kind is not FactKind.MONEY and _told(mention, one.size / other.size):
                return True
            if monthly and one.unit == other.unit and _told(mention, abs(one.size - other.size) / 12):
                return True
    return False


def _product(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is so many times so much: "75 Gärten mit je 300 Quadratmetern"."""
    for sentence, found in _windows(source):
        if not (_TIMES.search(sentence) or _ALL.search(text)):
            continue
        for one, other in itertools.combinations(found, 2):
            counts = FactKind.NUMBER in (one.kind, other.kind)
            if counts and mention.unit in ("", one.unit, other.unit) and _told(mention, one.size * other.size):
                return True
    return False


def _remainder(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is what a part leaves of a whole, or how far two measured figures are apart."""
    apart = _APART.search(text) is not None
    for sentence, found in _windows(source):
        for one, other in itertools.combinations(found, 2):
            gap = round(abs(one.size - other.size), 6)
            measured = one.unit == other.unit and (mention.unit == one.unit != "" or (one.unit == "%" and mention.unit in POINTS))
            if measured and (apart or _LEFT.search(sentence)) and _told(mention, gap):
                return True
            counts = mention.kind is one.kind is other.kind is FactKind.NUMBER
            if counts and mention.size >= _LEAST and exactly(mention, gap) and (apart or _LEFT.search(sentence)):
                return True
    return False


def _sum(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is what amounts of one sentence, or the next, come to together."""
    if mention.kind is not FactKind.MONEY or not _SUMMED.search(text):
        return False
    amounts = [[m.size for m in found if m.kind is FactKind.MONEY] for _, found in _windows(source)]
    return any(len(sizes) > 1 and _told(mention, sum(sizes)) for sizes in amounts)


_SUMMED: Final = re.compile(
    r"(?i)\b(?:zusammen|insgesamt|summ\w+|unterm strich|alles in allem)\b|\b[A-ZÄÖÜ]\w+ und [A-ZÄÖÜ]\w+\b"
)


def _dozens(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is a count told in dozens: "gut drei Dutzend" for 37."""
    if not re.match(r"\s*Dutzend\b", text[mention.end :]) and "dutzend" not in mention.text.lower():
        return False
    size = mention.size if mention.size >= _DOZEN else mention.size * _DOZEN
    return any(size == m.size or (mention.hedge and abs(size - m.size) <= 0.12 * size) for m in source.mentions())


def _aged(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is an age by the decade: "Ende 60" for a woman of 67."""
    part = _AGED.search(text[: mention.start])
    if part is None or mention.size % 10 or not 10 <= mention.size <= 90:
        return False
    ages = {round(m.size / 12) for m in source.mentions() if m.unit == "mo" and m.size % 12 == 0}
    ages |= {int(n) for n in re.findall(r"\((\d\d)(?: Jahre)?\)|\b(\d\d)-[Jj]ährig", source.text) for n in n if n}
    return any(age - mention.size in _DECADE[part["part"]] for age in ages)


def _none_of(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it bounds a figure from above: "keine zehn Minuten" for eight."""
    if not _NONE.search(text[: mention.start]):
        return False
    return any(m.unit == mention.unit and 0.6 * mention.size <= m.size < mention.size for m in source.mentions())


def _half_of_a_month(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it counts the half of a month in which a day of the release lies: "in der zweiten Junihälfte"."""
    for met in _HALF.finditer(text):
        if met.start() <= mention.start < met.end():
            days = (day_of(entry.fact.value) for entry in source.facts if entry.fact.kind is FactKind.DATE)
            first = met["rank"] == "erste"
            return any(d.month == month_number(met["month"]) and d.day and (d.day <= _MIDDLE) is first for d in days)
    return False


def _counted_moments(mention: Mention, source: Ground) -> bool:
    """Whether a small count is that of the days or times that one sentence lists."""
    if mention.kind is not FactKind.NUMBER or not 2 <= mention.size <= 8:
        return False
    for sentence in source.sentences:
        found = mentions(sentence)
        times = sum(m.kind is FactKind.TIME for m in found)
        days = sum(m.kind is FactKind.DATE and day_of(m.value).day > 0 for m in found)
        if mention.size in (times, days):
            return True
    return False


def _in_words(mention: Mention, text: str, source: Ground) -> bool:
    """Whether the release has it as a word: "zum neunten Mal" for "neunte Museumsnacht", "Tempo 30" for "Tempo-30-Zone".

    Or only says how large it is ("mehrere tausend Euro"), names the day of a date ("am 16."), or counts a Sunday in Advent.
    """
    whole = f"{mention.size:g}"
    if re.search(rf"\w-{whole}-\w", source.text):
        return True
    before, after = text[: mention.start], text[mention.end :]
    rank = re.fullmatch(r"([a-zäöüß]{3,}?t)e[nrsm]?", mention.text)
    if rank is not None and re.search(rf"(?i)\b{rank[1]}e[nrsm]?\b", source.text):
        return True
    if re.search(r"(?i)\b(?:mehrere|einige|ein paar) $", before) and mention.size in (100, 1000):
        return any(2 * mention.size <= m.size < 10 * mention.size for m in source.mentions())
    days = [day_of(entry.fact.value) for entry in source.facts if entry.fact.kind is FactKind.DATE]
    if re.match(r"\.(?!\d)", after) and re.search(r"(?i)\b(?:am|dem|der|vom|zum)\s$", before):
        return any(day.day == mention.size for day in days)
    if re.match(r" Advent\b", after) and source.item.published is not None:
        year = source.item.published.year
        fourth = date(year, 12, 24) - timedelta(days=(date(year, 12, 24).weekday() + 1) % 7)
        sunday = fourth - timedelta(days=7 * (4 - int(mention.size)))
        return any((day.month, day.day) == (sunday.month, sunday.day) for day in days)
    return False


_MONTH_OF: Final = {"Frühjahr": 4, "Frühling": 4, "Sommer": 7, "Herbst": 10, "Winter": 1}
_HEDGED: Final = 3
"""Months that "gut" or "knapp" may leave to a length."""
_SEASON_OFF: Final = 3
"""Months that a season may be away from its middle."""


def _ago(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a length of time leads back from the release to a month or season that it names: "vor anderthalb Jahren"."""
    published = source.item.published
    if mention.unit != "mo" or published is None or not re.search(r"(?i)\b(?:vor|seit)\s(?:\w+\s)?$", text[: mention.start]):
        return False
    for entry in source.facts:
        day = day_of(entry.fact.value) if entry.fact.kind is FactKind.DATE else None
        month = (day.month or _MONTH_OF.get(day.part, 0)) if day is not None else 0
        if day is None or not day.year or not month:
            continue
        gone = 12 * (published.year - day.year) + published.month - month
        past = gone - mention.size
        if abs(past) <= (1 if day.month else _SEASON_OFF):
            return True
        if (mention.hedge in ("over", "least") and 0 < past <= _HEDGED) or (mention.hedge == "under" and 0 < -past <= _HEDGED):
            return True
    return False
