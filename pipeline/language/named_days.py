# SPDX-License-Identifier: EUPL-1.2
"""Days that a script names by a feast or by counting on: "kurz vor Ostern", "Mittwoch nächster Woche", "am Dienstag darauf"."""

import re
from datetime import date, timedelta
from typing import Final

from pipeline.language.calendar_de import weekday_number
from pipeline.language.days import meant_day
from pipeline.language.ground import Flag, Ground
from pipeline.language.mention import Mention
from pipeline.language.moments import day_of, weekday_name
from pipeline.model import FactKind, Severity

_FEASTS: Final = {
    "Weihnachten": ((12, 10), (12, 30)),
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
_BEFORE: Final = frozenset({"davor", "zuvor", "vorher"})


def at_a_feast(mention: Mention, source: Ground) -> bool:
    """Whether a feast may stand for a day of the source: "kurz vor Weihnachten" for "ab dem 21. Dezember"."""
    window = _FEASTS.get(day_of(mention.value).part)
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


def _next_to(met: re.Match[str], day: date) -> date:
    """Give the nearest such weekday after a day, or before it."""
    number = weekday_number(met["name"])
    if met["way"] in _BEFORE:
        return day - timedelta(days=(day.weekday() - number) % 7 or 7)
    return day + timedelta(days=(number - day.weekday()) % 7 or 7)


def _missing(met: re.Match[str], days: tuple[date, ...], source: Ground) -> list[Flag]:
    """A red flag where the source has days around these, and none of these."""
    published = source.item.published
    known = {day for e in source.facts if (day := meant_day(e.mention, e.fact.value, published)) is not None}
    near = sorted(day for day in known if any(abs((day - other).days) < 7 for other in days))
    number = weekday_number(met["name"])
    loose = any(m.kind is FactKind.WEEKDAY and m.role != "dated" and m.value == f"weekday:{number}" for m in source.mentions())
    if not near or loose or known & set(days):
        return []
    there = ", ".join(f"{weekday_name(f'weekday:{day.weekday()}')}, {day.day}.{day.month}." for day in near[:3])
    message = f"Der Wochentag {met['name']} steht nicht in der Quelle. Dort steht: {there}"
    return [Flag("weekday-not-in-source", Severity.RED, message, met["name"])]
