# SPDX-License-Identifier: EUPL-1.2
"""When two statements are the same fact: units, rounding with an honest hedge, dates as far as they are said, times, names."""

import re
from datetime import date
from typing import Final

from pipeline.language.mention import Mention
from pipeline.language.moments import Day, day_of, fits_weekday
from pipeline.language.morphology import bare
from pipeline.language.quantities import number_text
from pipeline.model import FactKind

ROUNDING: Final = 0.12
"""How far a hedged number may be from the source's (research/condense.md: ±12 %)."""
MONTH_PARTS: Final = {"Anfang": (1, 10), "Mitte": (10, 20), "Ende": (20, 31)}
"""First and last day that a part of a month may mean."""
_EXACT: Final = 0.006
"""How far a computed figure may be off, as a share."""
QUANTITIES: Final = frozenset({FactKind.NUMBER, FactKind.MONEY, FactKind.PERCENT, FactKind.DURATION})
_FACTORS: Final = {
    "mo": (("semester", 6.0), ("jahr", 12.0), ("jährig", 12.0)),
    "d": (("woche", 7.0), ("wöchig", 7.0)),
    "min": (("stunde", 60.0), ("stündig", 60.0)),
    "km": (
        ("kilometer", 1.0),
        ("zentimeter", 0.00001),
        ("millimeter", 0.000001),
        (" cm", 0.00001),
        (" mm", 0.000001),
        ("meter", 0.001),
    ),
    "m2": (("quadratkilometer", 1_000_000.0), ("km²", 1_000_000.0), ("hektar", 10_000.0), (" ha", 10_000.0)),
    "l": (("kubik", 1000.0), ("m³", 1000.0)),
    "kg": (("tonne", 1000.0), (" t", 1000.0), ("gramm", 1.0)),
}
_ROUND_WORD: Final = re.compile(r"Million|Milliarde|tausend$")
_LOWER_BOUND: Final = frozenset({"over", "least", "from"})


def same(told: Mention, source: Mention, years: tuple[int, ...] = ()) -> bool:
    """Whether what is told says the same as the source's statement, or honestly less ("im März" for "am 19. März")."""
    if told.kind in QUANTITIES and source.kind in QUANTITIES:
        return _same_quantity(told, source)
    if told.kind is FactKind.DATE and source.kind is FactKind.DATE:
        return _same_date(told.value, source.value, years)
    if told.kind is FactKind.DATE and source.kind is FactKind.NUMBER:
        return told.value == source.value
    if told.kind is FactKind.NUMBER and source.kind is FactKind.DATE:
        day = day_of(source.value)
        return not told.unit and told.value in (str(day.year), str(day.day)) and told.size > 0
    if told.kind is FactKind.WEEKDAY and source.kind is FactKind.WEEKDAY:
        return told.value == source.value
    if told.kind is FactKind.WEEKDAY and source.kind is FactKind.DATE and told.role != "each":
        return bool(day_of(source.value).day) and fits_weekday(day_of(source.value), int(told.value[-1]), years)
    if told.kind is FactKind.TIME and source.kind is FactKind.TIME:
        return _same_time(told, source)
    if told.kind is FactKind.NUMBER and source.kind is FactKind.TIME:
        return not told.unit and f"{int(told.size):02d}:00" == source.value if 0 <= told.size <= 24 else False
    return told.kind is source.kind and bare(told.value) == bare(source.value)


def exactly(told: Mention, size: float) -> bool:
    """Whether a figure is a computed one; that it is "rund" so much would fit too many sums."""
    return abs(told.size - size) <= _EXACT * size


def comes_out(told: Mention, size: float) -> bool:
    """Whether a figure is a computed one, exactly or honestly rounded. Nothing comes to less than nothing."""
    return size > 0 and (exactly(told, size) or honest_rounding(told, size))


def _same_quantity(told: Mention, source: Mention) -> bool:
    if "code" in (told.unit, source.unit):
        return told.value == source.value
    scale = _comparable(told, source)
    if scale is None:
        return False
    size = source.size * scale
    if abs(told.size - size) < 1e-6 * max(1.0, abs(size)):
        return True
    return honest_rounding(told, size)


def _comparable(told: Mention, source: Mention) -> float | None:
    """Give the factor that brings the source's number to the unit that is told; None where units contradict each other."""
    if told.unit == source.unit:
        return 1.0
    if {told.unit, source.unit} == {"min", "d"}:
        return 1440.0 if source.unit == "d" else 1 / 1440
    measured_told, measured_source = _is_measured(told), _is_measured(source)
    if measured_told and measured_source:
        return None
    if measured_told:
        return None
    if measured_source:  # "zwei Millionen kommen vom Land": the noun after it is not what is counted
        return None if told.unit and not _ROUND_WORD.search(told.text) else 1 / _factor(source)
    return 1.0


def _factor(source: Mention) -> float:
    """How many of its canonical unit the unit holds that the source names: "16 Jahre" are kept as 192 months."""
    low = source.text.lower()
    return next((size for word, size in _FACTORS.get(source.unit, ()) if word in low), 1.0)


def _is_measured(mention: Mention) -> bool:
    return mention.value != number_text(mention.size)


def honest_rounding(told: Mention, size: float) -> bool:
    """Whether a hedged, rounder number stands for `size`: gut/über below it, knapp/fast above it, rund near it."""
    if not told.hedge or told.size <= 0 or not _rounder(told, size):
        return False
    off = (size - told.size) / told.size
    if told.hedge == "about":
        return abs(off) <= ROUNDING
    if told.hedge in _LOWER_BOUND:
        return 0 < off <= max(ROUNDING, min(0.25, _half_step(told.size)))  # "gut zwei" is said up to two and a half
    return told.hedge in ("under", "upto") and 0 < -off <= ROUNDING


def _figures(size: float) -> int:
    """Count the figures that carry meaning: 860000 → 2, 900000 → 1, 1.9 → 2."""
    return len(number_text(size).replace(".", "").strip("0")) or 1


def _rounder(told: Mention, size: float) -> bool:
    """Whether a number is rounder than another: fewer figures, or a half in words ("neuneinhalb" for 9.4)."""
    return _figures(told.size) - ("halb" in told.text) < _figures(size)


def _half_step(size: float) -> float:
    """Give half a step of the last figure that carries meaning, as a share: 2 → 0.25, 300 → 0.17."""
    text = number_text(size).rstrip("0") if size == int(size) else number_text(size)
    lead = float(text.replace(".", "")) if text.strip(".0") else size
    return 0.5 / lead if lead else 0.0


def _same_date(told: str, source: str, years: tuple[int, ...]) -> bool:
    if told == source:
        return True
    if told.startswith("relative:") or source.startswith("relative:"):
        return False
    mine, other = day_of(told), day_of(source)
    if mine.year and other.year and mine.year != other.year:
        return False
    if mine.year and not other.year and mine.year not in years:
        return False
    if mine.month or mine.day:
        if mine.month != other.month or (mine.day and mine.day != other.day):
            return False
    elif not mine.part:
        return mine.year != 0 and (mine.year == other.year)
    return not mine.part or _same_part(mine, other)


def _same_part(mine: Day, other: Day) -> bool:
    """Whether "Ende März" or "Sommer 2028" fits what the source says."""
    if mine.part == other.part:
        return True
    if other.part or not other.month:
        return False
    if mine.part in MONTH_PARTS:
        low, high = MONTH_PARTS[mine.part]
        return bool(other.day) and low <= other.day <= high
    months = {"Frühjahr": (3, 4, 5), "Sommer": (6, 7, 8), "Herbst": (9, 10, 11), "Winter": (12, 1, 2)}.get(mine.part, ())
    return other.month in months


def _same_time(told: Mention, source: Mention) -> bool:
    if told.value == source.value:
        return True
    if not (told.loose or source.loose):
        return False
    hour, minute = (int(part) for part in told.value.split(":"))
    return f"{(hour + 12) % 24:02d}:{minute:02d}" == source.value


def plausible_years(found: tuple[int, ...], published: date | None, day: date) -> tuple[int, ...]:
    """Give the years that a date without a year may mean: the item's own, and those around its publication."""
    base = published or day
    return tuple(dict.fromkeys((base.year, base.year + 1, *found, base.year - 1)))
