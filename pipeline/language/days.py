# SPDX-License-Identifier: EUPL-1.2
"""The calendar day that a release means, and whether a script tells it honestly: as a date, a weekday, "nächste Woche"."""

from datetime import date, timedelta
from typing import Final

from pipeline.language.mention import Mention
from pipeline.language.moments import day_of, resolve
from pipeline.model import FactKind

_WEEKDAY_REACH: Final = 13
"""Days after the release for which a bare weekday may stand ("ab Montag")."""
_WEEK: Final = 7
_UNDATED: Final = 2000
"""The year of a day for which neither the text nor the item gives one: days of one item are compared, no more."""


def meant_day(mention: Mention, value: str, published: date | None) -> date | None:
    """Give the day that a date or weekday of a release means; `value` is the ledger's. None where it names no single day."""
    if mention.kind is FactKind.DATE or (mention.kind is FactKind.WEEKDAY and not value.startswith("weekday")):
        day = day_of(value)
        if not day.month or not day.day:
            return None
        if published is not None:
            return resolve(day, published)
        try:
            return date(day.year or _UNDATED, day.month, day.day)
        except ValueError:
            return None
    if mention.kind is FactKind.WEEKDAY and mention.role not in ("each", "dated") and published is not None:
        ahead = (int(value[-1]) - published.weekday()) % 7 or 7
        return published + timedelta(days=ahead)
    return None


RANKS: Final = ("erste", "zweite", "dritte", "vierte")


def ranked_day(rank: str, weekday: int, month: int, year: int) -> date:
    """Give the first to fourth, or last ("letzte"), of a weekday (0 = Monday) in a month: "am zweiten Sonntag im Januar"."""
    first = date(year, month, 1)
    named = [day for n in range(31) if (day := first + timedelta(days=n)).month == month and day.weekday() == weekday]
    return named[-1] if rank == "letzte" else named[RANKS.index(rank)]


def tells_day(told: Mention, day: date, published: date) -> bool:
    """Whether a told date or weekday leads a listener to this day, counted from the release: "ab Montag", "nächste Woche"."""
    if told.kind is FactKind.WEEKDAY:
        near = -_WEEK < (day - published).days <= _WEEKDAY_REACH
        return near and told.role != "each" and int(told.value[-1]) == day.weekday()
    if told.kind is not FactKind.DATE:
        return False
    if told.value.startswith("relative:"):
        return _relatively(told.value.removeprefix("relative:"), day, published)
    part = day_of(told.value)
    if part.year and part.year != day.year:
        return False
    first, last = _FEASTS.get(part.part, ((0, 0), (0, 0)))
    return bool(first[0]) and first <= (day.month, day.day) <= last


_FEASTS: Final = {"Weihnachten": ((12, 20), (12, 27))}


def _relatively(word: str, day: date, published: date) -> bool:
    """Whether "morgen", "nächst woche" or "nächst freitag" may mean this day; a script is read some days after the release."""
    ahead = (day - published).days
    if word in ("heute", "morgen", "übermorgen"):
        return 0 <= ahead <= 4
    near, _, unit = word.partition(" ")
    if near not in ("nächst", "dies"):
        return False
    monday = published - timedelta(days=published.weekday())
    if unit in ("woche", "wochenende"):
        week = (day - monday).days // 7
        fits = unit == "woche" or day.weekday() >= 4
        return fits and week in ((1, 2) if near == "nächst" else (0, 1))
    if unit == "monat":
        months = (day.year - published.year) * 12 + day.month - published.month
        return months == (1 if near == "nächst" else 0)
    if unit == "jahr":
        # a whole year says when something begins only where it begins with the year
        return (day.month, day.day) == (1, 1) and day.year == published.year + (near == "nächst")
    return unit in _DAYS and 0 <= ahead <= _WEEKDAY_REACH and _DAYS.index(unit) == day.weekday()


_DAYS: Final = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
