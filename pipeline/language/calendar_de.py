# SPDX-License-Identifier: EUPL-1.2
"""German names of months and weekdays, with their abbreviations; shared by dates as words and dates as values."""

import re
from typing import Final

MONTHS: Final = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
"""January is MONTHS[0]."""

WEEKDAYS: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
"""Monday is WEEKDAYS[0], as in `datetime.date.weekday`."""

_MONTH_OTHERS: Final = (
    ("Jan", "Jän", "Jänner"),
    ("Feb", "Febr"),
    ("Mär", "Mrz", "Maerz"),
    ("Apr",),
    (),
    ("Jun",),
    ("Jul",),
    ("Aug",),
    ("Sep", "Sept"),
    ("Okt",),
    ("Nov",),
    ("Dez",),
)
_WEEKDAY_OTHERS: Final = (
    ("Mo",),
    ("Di",),
    ("Mi",),
    ("Do",),
    ("Fr",),
    ("Sa", "Sonnabend"),
    ("So",),
)


def _spellings(names: tuple[str, ...], others: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, int], ...]:
    pairs = [(name, index) for index, name in enumerate(names)]
    pairs += [(other, index) for index, more in enumerate(others) for other in more]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


MONTH_SPELLINGS: Final = _spellings(MONTHS, _MONTH_OTHERS)
"""Every way to write a month, longest first, with its index from 0."""

WEEKDAY_SPELLINGS: Final = _spellings(WEEKDAYS, _WEEKDAY_OTHERS)
"""Every way to write a weekday, longest first, with its index from 0 (Monday)."""

MONTH_PATTERN: Final = "(?:" + "|".join(re.escape(name) + r"\b\.?" for name, _ in MONTH_SPELLINGS) + ")"
"""Regular expression for a month, written out or abbreviated, with its full stop."""

WEEKDAY_PATTERN: Final = "(?:" + "|".join(re.escape(name) + r"\b\.?" for name, _ in WEEKDAY_SPELLINGS) + ")"
"""Regular expression for a weekday; "So" and "Do" are words too, so use it only where a date or time follows."""


def month_number(name: str) -> int:
    """Give 1 to 12 for a written month ("Dez.", "Dezember"), 0 if it is none."""
    bare = name.removesuffix(".")
    return next((index + 1 for spelling, index in MONTH_SPELLINGS if spelling == bare), 0)


def weekday_number(name: str) -> int:
    """Give 0 (Monday) to 6 for a written weekday ("Mo.", "Montag", "montags", "Freitagabend"), -1 if it is none."""
    bare = name.removesuffix(".")
    exact = next((index for spelling, index in WEEKDAY_SPELLINGS if spelling == bare), -1)
    if exact >= 0:
        return exact
    lowered = bare.lower()
    return next((index for index, day in enumerate(WEEKDAYS) if lowered.startswith(day.lower())), -1)
