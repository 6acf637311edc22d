# SPDX-License-Identifier: EUPL-1.2
"""Days and parts of a year that a release says by counting on: "zwei Tage später", "gestern", "drittes Quartal", "18 Monate".

What is counted from "heute" needs the day of publication; a script is heard after it and names the weekday instead.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from pipeline.language.agreement import MONTH_PARTS
from pipeline.language.calendar_de import month_number, weekday_number
from pipeline.language.days import meant_day
from pipeline.language.ground import Ground
from pipeline.language.mention import Mention
from pipeline.language.moments import day_of
from pipeline.language.number_values import cardinal_value
from pipeline.language.proportions import MONTH
from pipeline.model import FactKind

_FROM_TODAY: Final = {"heute": 0, "gestern": -1, "vorgestern": -2, "morgen": 1, "übermorgen": 2}
_ON: Final = re.compile(
    r"(?i)\b(?P<count>einen|einem|eine|einer|zwei|drei|vier|fünf|sechs|sieben|acht|zehn|vierzehn|\d{1,2})\s+(?P<unit>tage?n?|wochen?)\s+"
    r"(?P<way>später|danach|darauf|nach(?:her|dem)|zuvor|davor|vorher|früher)\b"
)
_NEXT: Final = re.compile(
    r"(?i)\b(?P<next>tags darauf|am (?:nächsten|folgenden|darauffolgenden) (?:tag|morgen|abend|vormittag|nachmittag)"
    r"|(?:am )?tag (?:darauf|danach)|folgetag\w*)\b"
    r"|\b(?P<before>vortag\w*|vorabend\w*|tags zuvor|(?:am )?(?:tag|abend) (?:davor|zuvor|vorher))\b"
)
_WORKING: Final = re.compile(r"(?i)\b(?:nächsten?|folgenden?|darauffolgenden?) (?:werk|arbeits)tag\b")
_BACK: Final = frozenset({"zuvor", "davor", "vorher", "früher"})
_ONE: Final = frozenset({"einen", "einem", "eine", "einer"})
_MONTHS: Final[dict[str, frozenset[int]]] = {
    "Frühjahr": frozenset({3, 4, 5, 6}),
    "Frühling": frozenset({3, 4, 5, 6}),
    "Sommer": frozenset({6, 7, 8, 9}),
    "Herbst": frozenset({9, 10, 11}),
    "Winter": frozenset({11, 12, 1, 2, 3}),
    "1. Quartal": frozenset({1, 2, 3}),
    "2. Quartal": frozenset({4, 5, 6}),
    "3. Quartal": frozenset({7, 8, 9}),
    "4. Quartal": frozenset({10, 11, 12}),
    "1. Halbjahr": frozenset(range(1, 7)),
    "2. Halbjahr": frozenset(range(7, 13)),
}
_QUARTERS: Final = re.compile("Quartal|Halbjahr")
_SHARED: Final = 2
"""Months that a season and a quarter must share to stand for each other."""
_WEEK: Final = 7


def weekday_counted(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a weekday is that of a day which the release counts from another one or its own: "zwei Tage später".

    Or one that lies inside a short row of days, or behind its end where the sentence says what comes after it.
    """
    if mention.kind is not FactKind.WEEKDAY or mention.role == "each":
        return False
    number = int(mention.value[-1])
    if any(day.weekday() == number for day in _counted(source)):
        return True
    for first, last in _short_rows(source, source.nearest(text, most=_RETOLD)):
        inside = [first + timedelta(days=n) for n in range(1, (last - first).days)]
        if not mention.role and not _EDGE.search(text) and any(day.weekday() == number for day in inside):
            return True
        if _AFTERWARDS.search(text) and (last + timedelta(days=1)).weekday() == number:
            return True
    return False


_EDGE: Final = re.compile(
    r"(?i)\b(?:ab|bis|von|vom|beginn\w*|start\w*|los|eröffn\w*|öffn\w*|end\w+|schluss|erstmals|zuletzt|erst|letzte\w*)\b"
)
"""What says of a day that something begins or ends on it."""
_AFTERWARDS: Final = re.compile(r"(?i)\b(?:darauf|danach|anschließend|wieder)\b")
_SHORT: Final = 6
_RETOLD: Final = 2


def _short_rows(source: Ground, retold: tuple[int, ...]) -> Iterator[tuple[date, date]]:
    """Give the first and last day of the rows of at most a week, in the sentences retold (in all where none is alike)."""
    for one, other in itertools.pairwise(e for e in source.facts if e.fact.kind is FactKind.DATE):
        if (
            other.mention.role == "until"
            and one.fact.sentence == other.fact.sentence
            and (not retold or other.fact.sentence in retold)
        ):
            first, last = (meant_day(e.mention, e.fact.value, source.item.published) for e in (one, other))
            if first is not None and last is not None and 0 < (last - first).days <= _SHORT:
                yield first, last


def _counted(source: Ground) -> Iterator[date]:
    """Give the days that the release names by counting."""
    published = source.item.published
    if published is not None:
        for mention in source.mentions():
            word = mention.value.removeprefix("relative:")
            if mention.kind is FactKind.DATE and word in _FROM_TODAY:
                yield published + timedelta(days=_FROM_TODAY[word])
    for number, sentence in enumerate(source.sentences):
        near = [
            day
            for entry in source.facts
            if number - 1 <= entry.fact.sentence <= number
            and (day := meant_day(entry.mention, entry.fact.value, published)) is not None
        ]
        for days in _steps(sentence):
            yield from (day + timedelta(days=days) for day in near)
        if _WORKING.search(sentence):
            yield from (day + timedelta(days=max(1, 7 - day.weekday() if day.weekday() >= 4 else 1)) for day in near)


def _steps(sentence: str) -> Iterator[int]:
    """Give the days by which a sentence counts on, or back."""
    for met in _ON.finditer(sentence):
        yield -_days(met) if met["way"].lower() in _BACK else _days(met)
    for met in _NEXT.finditer(sentence):
        yield 1 if met["next"] else -1


def _days(met: re.Match[str]) -> int:
    """Give the days of "zwei Wochen", "einen Tag"."""
    count = 1 if met["count"].lower() in _ONE else cardinal_value(met["count"].lower()) or int(met["count"])
    return count * (_WEEK if met["unit"].lower().startswith("woche") else 1)


def part_of_year(mention: Mention, source: Ground) -> bool:
    """Whether a season, quarter or half of a year stands for that of the release: "Sommer 2028" for "drittes Quartal".

    The beginning of a year stands for the first days of January, its end for the last ones of December.
    """
    if mention.kind is not FactKind.DATE or mention.value.startswith("relative:"):
        return False
    told = day_of(mention.value)
    ends = mention.text.startswith(("Jahresende", "Jahresschluss"))
    begins = mention.text.startswith(("Jahresbeginn", "Jahresanfang"))
    months = frozenset({12}) if ends else _MONTHS.get(told.part, frozenset())
    if any(
        told.year in (0, int(met["year"])) and (told.part == "Sommer" or told.month in (8, 9))
        for met in _SCHOOL.finditer(source.text)
    ):
        return True
    if any(_third_of_month(met) == (told.month, told.part) for met in _RANKED.finditer(source.text)):
        return True
    for entry in source.facts:
        if entry.fact.kind is not FactKind.DATE or entry.fact.value.startswith("relative:"):
            continue
        there = day_of(entry.fact.value)
        if told.year and there.year and told.year != there.year:
            continue
        if begins and there.month == 1 and (there.part == "Anfang" or 0 < there.day <= _FIRST_DAYS):
            return True
        if ends and there.month == 12 and (there.part == "Ende" or there.day >= _LAST_DAYS):
            return True
        other = _MONTHS.get(there.part, frozenset())
        quarters = _QUARTERS.search(there.part or "") or (told.part and _QUARTERS.search(told.part) and there.month)
        if there.month and _QUARTERS.search(told.part or "") and there.month in months:
            return True
        if quarters and months and ((ends and 12 in other) or len(months & other) >= _SHARED):
            return True
    return False


_FIRST_DAYS: Final = 10
_LAST_DAYS: Final = 20
_SCHOOL: Final = re.compile(r"\bSchuljahr(?:es)? (?P<year>20\d\d)/")
_RANKED: Final = re.compile(
    r"(?i:\b(?P<rank>erste|zweite|dritte|letzte)[nrsm]?) (?:Wochenende|Woche|\w+tag|Mittwoch|Werktag)s?"
    r" (?:im|des) (?P<month>[A-ZÄ][a-zä]+?)s?\b"
)
_THIRDS: Final = {"erste": "Anfang", "zweite": "Mitte", "dritte": "Mitte", "letzte": "Ende"}


def _third_of_month(met: re.Match[str]) -> tuple[int, str]:
    """Give the month and its part that a ranked day or week lies in: (9, "Mitte") for "am dritten Wochenende im September"."""
    return month_number(met["month"]), _THIRDS[met["rank"].lower()]


def end_reached(mention: Mention, source: Ground) -> bool:
    """Whether a month, part of a month or season is where something ends that begins on a day of the release and lasts so long.

    What begins in a month may end in the month that the length leads to, or in the one before. No exact day is worked out: an
    editor must find that one in the release.
    """
    told = day_of(mention.value)
    if mention.kind is not FactKind.DATE or told.day or mention.value.startswith("relative:"):
        return False
    season = _MONTHS.get(told.part, frozenset()) if not told.month else frozenset({told.month})
    lengths = [m for m in source.mentions() if m.kind is FactKind.DURATION and m.unit in ("d", "mo") and m.size >= _LONG[m.unit]]
    for entry in source.facts:
        if entry.fact.kind is not FactKind.DATE or entry.mention.role == "until":
            continue
        first = meant_day(entry.mention, entry.fact.value, source.item.published)
        there = day_of(entry.fact.value)
        for length in lengths:
            if first is not None:
                last = first + timedelta(days=round(length.size * (MONTH if length.unit == "mo" else 1)))
                near = [last + timedelta(days=n) for n in ((-4, -3, -2, -1, 0, 1) if length.unit == "mo" else (-3, -2, -1, 0))]
                if any(_says(told.month, told.part, day) if told.month else day.month in season for day in near):
                    return True
            elif (
                there.month
                and not there.day
                and length.unit == "mo"
                and not (told.month and told.part)
                and season & {(there.month - 1 + round(length.size) - n) % 12 + 1 for n in (0, 1)}
            ):
                return True
    return False


_LONG: Final = {"d": 7.0, "mo": 1.0}


def _says(month: int, part: str, meant: date) -> bool:
    first, last = MONTH_PARTS.get(part, (1, 31))
    return meant.month == month and first <= meant.day <= last


def after_the_end(mention: Mention, source: Ground) -> bool:
    """Whether a month or day is the one behind a day on which something "endet": "ab Juli" for "endet am 30. Juni"."""
    told = day_of(mention.value)
    if mention.kind is not FactKind.DATE or not told.month or mention.role == "until":
        return False
    for entry in source.facts:
        if entry.fact.kind is FactKind.DATE and _ENDS.search(source.sentences[entry.fact.sentence]):
            day = meant_day(entry.mention, entry.fact.value, source.item.published)
            following = day + timedelta(days=1) if day is not None else None
            if following is not None and told.month == following.month and told.day in (0, following.day) and not told.part:
                return day is not None and day.month != told.month
    return False


_ENDS: Final = re.compile(r"(?i)\b(?:endet|enden|läuft\b.*\baus|ausläuft|auslaufen|erlischt|endete|beendet)\b")


def before_the_shift(mention: Mention, source: Ground) -> bool:
    """Whether a day is the one from which a term was moved: 14 March for "um zwei Wochen bis 28. März verlängert"."""
    told = day_of(mention.value)
    if mention.kind is not FactKind.DATE or not told.day:
        return False
    for entry in source.facts:
        met = _SHIFTED.search(source.sentences[entry.fact.sentence])
        day = meant_day(entry.mention, entry.fact.value, source.item.published) if entry.fact.kind is FactKind.DATE else None
        if met is None or day is None:
            continue
        way = 1 if met["way"].lower().startswith(("vorge", "verkürz")) else -1
        first = day + timedelta(days=way * _days(met))
        if (first.month, first.day) == (told.month, told.day):
            return True
    return False


_SHIFTED: Final = re.compile(
    r"(?i)\bum (?P<count>einen|eine|zwei|drei|vier|fünf|sechs|acht|zehn|\d{1,2}) (?P<unit>tage?|wochen?)\b.{0,60}"
    r"\b(?P<way>verlänger\w*|verschoben|verlegt|vorgezogen|verkürz\w*)\b"
)


def year_reached(mention: Mention, source: Ground) -> bool:
    """Whether a bare year is reached from a day of the release: by a length in months, or because the year before ends."""
    told = day_of(mention.value)
    if mention.kind is not FactKind.DATE or not told.year or told.month or told.day:
        return False
    lengths = [m.size for m in source.mentions() if m.kind is FactKind.DURATION and m.unit == "mo"]
    for entry in source.facts:
        there = day_of(entry.fact.value) if entry.fact.kind is FactKind.DATE else None
        if there is None or not there.year or not there.month:
            continue
        if entry.mention.role == "until" and (there.month, there.day) == (12, 31) and told.year == there.year + 1:
            return True
        begin = 12 * there.year + there.month - 1
        if any(told.year in ((begin + round(size)) // 12, (begin + round(size) - 1) // 12) for size in lengths if size >= 1):
            return True
    return False


def weekdays_between(mention: Mention, source: Ground) -> bool:
    """Whether a count is how often its weekday comes in one sentence, or between two of its days: "an acht Dienstagen"."""
    number = weekday_number(mention.unit)
    if number < 0 or mention.kind is not FactKind.NUMBER:
        return False
    published = source.item.published
    for sentence in range(len(source.sentences)):
        entries = [e for e in source.facts if e.fact.kind is FactKind.DATE and e.fact.sentence == sentence]
        days = [day for e in entries if (day := meant_day(e.mention, e.fact.value, published)) is not None]
        if mention.size >= 2 and sum(day.weekday() == number for day in set(days)) == mention.size:
            return True
        for first, last in itertools.pairwise(days):
            between = range((last - first).days + 1)
            if sum((first + timedelta(days=n)).weekday() == number for n in between) == mention.size:
                return True
    return False


def weekdays_dated(mention: Mention, text: str, source: Ground) -> bool:
    """Whether days of one sentence fall on a weekday told in the plural, as many as it counts: "an zwei Samstagen im Juli"."""
    if mention.kind is not FactKind.WEEKDAY or mention.role != "each" or not mention.text.lower().endswith(("e", "en")):
        return False
    met = _SO_MANY.search(text[: mention.start])
    count = None if met is None else cardinal_value(met["count"]) or (int(met["count"]) if met["count"].isdigit() else None)
    for number in range(len(source.sentences)):
        entries = (e for e in source.facts if e.fact.kind is FactKind.DATE and e.fact.sentence == number)
        days = {meant_day(e.mention, e.fact.value, source.item.published) for e in entries} - {None}
        falling = sum(day is not None and day.weekday() == int(mention.value[-1]) for day in days)
        if falling >= 2 and count in (None, falling):
            return True
    return False


_SO_MANY: Final = re.compile(r"\b(?P<count>\d+|[A-Za-zäöüß]+)\s+$")


def year_inside(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a bare year lies inside a row of at most four, or of one whose ends are both told: 2006 in "2005 bis 2007"."""
    told = day_of(mention.value)
    if mention.kind is not FactKind.DATE or not told.year or told.month or told.day or told.part or mention.role == "until":
        return False
    for met in _YEARS.finditer(source.text):
        first, last = int(met["first"]), int(met["last"])
        both = met["first"] in text and met["last"] in text
        if first < told.year < last and (last - first < _FEW_YEARS or both):
            return True
    return False


_YEARS: Final = re.compile(r"\b(?P<first>(?:19|20)\d\d)\s?(?:bis|–|-|—)\s?(?:einschließlich )?(?P<last>(?:19|20)\d\d)\b")
_FEW_YEARS: Final = 4


def before_a_closure(mention: Mention, source: Ground) -> bool:
    """Whether an end is the day before days on which something is shut: "bis zum 23." for "vom 24. bis 3. geschlossen"."""
    told = day_of(mention.value)
    if mention.kind is not FactKind.DATE or mention.role != "until" or not told.day:
        return False
    for one, other in itertools.pairwise(e for e in source.facts if e.fact.kind is FactKind.DATE):
        shut = other.mention.role == "until" and _SHUT.search(source.sentences[one.fact.sentence])
        if shut and one.fact.sentence == other.fact.sentence and one.mention.role != "until":
            first = meant_day(one.mention, one.fact.value, source.item.published)
            eve = first - timedelta(days=1) if first is not None else None
            if eve is not None and (eve.month, eve.day) == (told.month, told.day):
                return True
    return False


_SHUT: Final = re.compile(r"(?i)\b(?:\w*geschlossen|\w*gesperrt|schließt|schließen|entfällt|entfallen|pausier\w+|ruht|ruhen)\b")
