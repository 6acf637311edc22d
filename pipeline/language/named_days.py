# SPDX-License-Identifier: EUPL-1.2
"""Days that a script names by a feast or by counting on: "kurz vor Ostern", "Mittwoch nächster Woche", "am Dienstag darauf"."""

import re
from datetime import date, timedelta
from typing import Final

from pipeline.language.calendar_de import WEEKDAYS, month_number, weekday_number
from pipeline.language.days import meant_day, ranked_day
from pipeline.language.ground import Flag, Ground, amber
from pipeline.language.mention import Mention
from pipeline.language.moments import day_of
from pipeline.model import FactKind, Severity

_FEASTS: Final = {
    "Weihnachten": ((12, 10), (12, 30)),
    "Jahreswechsel": ((12, 20), (12, 31)),
    "Silvester": ((12, 27), (12, 31)),
    "Neujahr": ((1, 1), (1, 6)),
    "Ostern": ((3, 15), (4, 30)),
    "Pfingsten": ((5, 5), (6, 18)),
}
"""Feast → first and last day (month, day) on which something may be said to be at it, shortly before or after it, in any year."""
_NAME: Final = r"(?P<name>Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)\w*"
_OF_A_WEEK: Final = re.compile(
    rf"\b{_NAME}\s+(?:(?:in\s+)?(?:der\s+)?(?P<next>nächster|nächsten|kommender|kommenden)|(?:in\s+)?dieser)\s+Woche\b"
)
_COUNTED: Final = re.compile(rf"\b{_NAME}\s+(?P<way>darauf|danach|drauf|davor|zuvor|vorher)\b")
_RANKED: Final = re.compile(
    rf"\b(?P<rank>erste|zweite|dritte|vierte|letzte)[nrsm]?\s+{_NAME}\s+(?:im|des)\s+(?P<month>[A-ZÄ][a-zä]+?)s?\b"
)
_BY_FEAST: Final = re.compile(
    rf"\b{_NAME}\s+(?P<way>vor|nach)\s+(?:dem\s+)?(?P<feast>Heiligabend|Weihnachten|Silvester|Neujahr|Nikolaus|Dreikönig)"
)
_FEAST_DAYS: Final = {
    "Heiligabend": (12, 24), "Weihnachten": (12, 25), "Silvester": (12, 31), "Neujahr": (1, 1), "Nikolaus": (12, 6),
    "Dreikönig": (1, 6),
}  # fmt: skip
_NIGHT: Final = re.compile(
    r"\bNacht\s+(?:(?:vo[nm]\s+\w+(?:\s+de[mn])?\s+)?(?:auf|zum?)(?:\s+de[nm])?)\s+"
    + _NAME
    + r"|\b(?P<eve>\w+tag|Mittwoch)nacht\b"
)
_DAY: Final = r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)s?|(?:Mo|Di|Mi|Do|Fr|Sa|So)\.?"
_ROW: Final = re.compile(rf"(?i:\b(?P<first>{_DAY})\s*(?:bis|[–-])\s*(?P<last>{_DAY}))(?!\w)(?!,?\s*(?:de[nm]\s+)?\d{{1,2}}\.)")
"""A row without dates: opening hours, not a weekend in May."""
_BEFORE: Final = frozenset({"davor", "zuvor", "vorher"})


def at_a_feast(mention: Mention, source: Ground) -> bool:
    """Whether a feast may stand for a day of the source: "kurz vor Weihnachten" for "ab dem 21. Dezember"."""
    window = _FEASTS.get(day_of(mention.value).part) or _FEASTS.get(mention.text.rstrip("s"))
    if window is None:
        return False
    days = (day_of(entry.fact.value) for entry in source.facts if entry.fact.kind is FactKind.DATE)
    return any(day.day and window[0] <= (day.month, day.day) <= window[1] for day in days)


def counted_days(text: str, every: tuple[Mention, ...], source: Ground) -> list[Flag]:
    """Find weekdays whose calendar day is counted from another one, where nothing in the source is on that day."""
    published = source.item.published
    if published is None:
        return []
    flags = []
    for met in _OF_A_WEEK.finditer(text):
        flags += _missing(met, _in_the_week(met, published), source)
    for met in _RANKED.finditer(text):
        flags += _missing(met, _ranked(met, published), source)
    for met in _BY_FEAST.finditer(text):
        flags += _missing(met, _by_feast(met, published), source)
    flags += _other_night(text, source)
    told = [day for m in every if m.kind is FactKind.DATE and (day := meant_day(m, m.value, published)) is not None]
    if len(told) == 1:
        for met in _COUNTED.finditer(text):
            flags += _missing(met, (_next_to(met, told[0]),), source)
    return flags


def _in_the_week(met: re.Match[str], published: date) -> tuple[date, ...]:
    """Give the days that may be meant: a script is read up to a week after the release."""
    monday = published - timedelta(days=published.weekday())
    weeks = (1, 2) if met["next"] else (0, 1)
    return tuple(monday + timedelta(days=7 * week + weekday_number(met["name"])) for week in weeks)


def _ranked(met: re.Match[str], published: date) -> tuple[date, ...]:
    """Give the day that is the second, or last, of its weekday in a month of this year or the next."""
    month, number = month_number(met["month"]), weekday_number(met["name"])
    if not month:
        return ()
    return tuple(ranked_day(met["rank"], number, month, year) for year in (published.year, published.year + 1))


def _by_feast(met: re.Match[str], published: date) -> tuple[date, ...]:
    """Give the weekday before or after a feast: the next one, and as speech has it the one in the week after that."""
    number, way = weekday_number(met["name"]), 1 if met["way"] == "nach" else -1
    found = []
    for year in (published.year, published.year + 1):
        day = date(year, *_FEAST_DAYS[met["feast"]])
        near = _toward(day, number, way)
        found += [near, near + timedelta(days=7 * way)]
    return tuple(found)


def _other_night(text: str, source: Ground) -> list[Flag]:
    """A night of the week that is not one of those that the source names: "in der Nacht zum Montag" for "zum Sonntag"."""
    there = {_morning(met) for met in _NIGHT.finditer(source.text)}
    return [
        Flag(
            "weekday-not-in-source",
            Severity.RED,
            f"Die Nacht zum {WEEKDAYS[_morning(met)]} nennt die Quelle nicht. Dort steht: Nacht zum "
            + ", ".join(WEEKDAYS[day] for day in sorted(there)),
            met.group(),
        )
        for met in _NIGHT.finditer(text)
        if there and _morning(met) not in there
    ]


def other_row(text: str, source: Ground) -> list[Flag]:
    """Amber: a row of weekdays that differs by one end from each row of the source: "bis samstags" for "montags bis freitags"."""
    there = _rows(source.text)
    return [
        amber("value-misplaced", f"„{quote}“: Die Quelle nennt andere Tage: {', '.join(sorted(set(there.values())))}", quote)
        for row, quote in _rows(text).items()
        if row not in there and any(row[0] == other[0] or row[1] == other[1] for other in there)
    ]


def _rows(text: str) -> dict[tuple[int, int], str]:
    """Find rows of weekdays → (first, last), 0 = Monday, each with its wording."""
    return {(weekday_number(m["first"]), weekday_number(m["last"])): m.group() for m in _ROW.finditer(text)}


def of_a_night(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a weekday is part of a night's name where the source names nights too: those are compared as nights."""
    inside = any(met.start() <= mention.start < met.end() for met in _NIGHT.finditer(text))
    return inside and _NIGHT.search(source.text) is not None


def _morning(met: re.Match[str]) -> int:
    """Give the weekday on which a night ends (0 = Monday): "Nacht zum Sonntag" and "Samstagnacht" are one."""
    return weekday_number(met["name"]) if met["name"] else (weekday_number(met["eve"]) + 1) % 7


def _next_to(met: re.Match[str], day: date) -> date:
    """Give the nearest such weekday after a day, or before it."""
    return _toward(day, weekday_number(met["name"]), -1 if met["way"] in _BEFORE else 1)


def _toward(day: date, weekday: int, way: int) -> date:
    """Give the nearest such weekday after a day (`way` 1) or before it (-1), never the day itself."""
    return day + timedelta(days=way * ((way * (weekday - day.weekday())) % 7 or 7))


def _missing(met: re.Match[str], days: tuple[date, ...], source: Ground) -> list[Flag]:
    """A red flag where the source has days around these, and none of these."""
    published = source.item.published
    known = {day for e in source.facts if (day := meant_day(e.mention, e.fact.value, published)) is not None}
    near = sorted(day for day in known if any(abs((day - other).days) < 7 for other in days))
    number = weekday_number(met["name"])
    loose = any(m.kind is FactKind.WEEKDAY and m.role != "dated" and m.value == f"weekday:{number}" for m in source.mentions())
    if not near or loose or known & set(days):
        return []
    there = ", ".join(f"{WEEKDAYS[day.weekday()]}, {day.day}.{day.month}." for day in near[:3])
    message = f"Der Wochentag {met['name']} steht nicht in der Quelle. Dort steht: {there}"
    return [Flag("weekday-not-in-source", Severity.RED, message, met["name"])]
