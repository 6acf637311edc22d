# SPDX-License-Identifier: EUPL-1.2
"""Dates, times of day, weekdays and years as they are spoken. Every rule: text, position → pieces (none if not)."""

import re
from typing import Final

from pipeline.language.calendar_de import MONTH_PATTERN, MONTHS, WEEKDAY_PATTERN, WEEKDAYS, month_number, weekday_number
from pipeline.language.grammar import day_of_month
from pipeline.language.numbers import amount, cardinal, ordinal, year
from pipeline.language.pieces import Piece

_ISO: Final = re.compile(r"(\d{4})-(0\d|1[0-2])-([0-2]\d|3[01])(?!\d)")
_NUMERIC: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2}(?!\d|\s*Uhr|\s*[.:]\d)))?(?!\d)")
_ROOM_BEFORE: Final = re.compile(r"\b(?:Raum|Zimmer|Saal|Nr\.|Nummer|Kapitel|Abschnitt|Version|Punkt|Ziffer|Bauteil|Los)\s+$")
"""A room 1.08 at a sentence's end is no first of August."""
_LINK: Final = (
    rf"(?:,?\s*(?:(?:und|oder|bis|sowie)\s+|[/–-]\s*)?(?:(?:am|zum|den|dem)\s+)?"
    rf"(?:{WEEKDAY_PATTERN},?\s+(?:(?:den|dem)\s+)?)?\d{{1,2}}\.){{0,12}}"
)
"""The further days of "2., 3. und Freitag, den 4. Januar"."""
_DAY: Final = re.compile(rf"(\d{{1,2}})\.(?={_LINK},?\s*(?:{MONTH_PATTERN}|\d{{1,2}}\.(?:\s?\d{{4}}|(?!\s?\w))))")
_CLOCK: Final = r"\d{1,2}(?:[.:]\d{2})?"
_TIME_LINK: Final = r"\s*(?:Uhr\s*)?(?:bis|und|u\.|oder|sowie|,|–|-|/)\s*(?:(?:ca\.|etwa|gegen|um|von|ab|circa)\s+)?"
_TIME: Final = re.compile(rf"(\d{{1,2}})(?:[.:](\d{{2}}))?(?:(\s*(?:Uhr\b|h\b))|(?=(?:{_TIME_LINK}{_CLOCK})+\s*Uhr\b))(?!\d)")
_COLON_TIME: Final = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?![\d:])")
_OPENING_HOURS: Final = re.compile(
    rf"(?:{WEEKDAY_PATTERN}|[a-z]tags|täglich|\b[Uu]m)\s*:?\s*(?:{_CLOCK}\s*(?:bis|und|u\.|–|-)\s*)?$"
)
"""Before "8-16 h" these make it a time of day; elsewhere h is a duration."""
_WEEKDAY: Final = re.compile(WEEKDAY_PATTERN)
_WEEKDAY_NEXT: Final = re.compile(
    rf"\s*(?:[–/-]|bis|und|,|\+|&|:|u\.|sowie)\s*(?:{WEEKDAY_PATTERN}|\d)|\s*:?\s*\d"
    r"|\s+(?:von|ab|bis|um|jeweils|nach|vor|gegen)\s+\d|\s*\)?$"
)
_WEEKDAY_PREVIOUS: Final = re.compile(rf"{WEEKDAY_PATTERN}\s*(?:[–/-]|bis|und|,|\+|&|u\.|sowie)\s*$")
_TWO_YEARS: Final = re.compile(r"((?:19|20)\d{2})\s?/\s?((?:19|20)?\d{2})(?!\d|[.,]\d|/)")
_DECADE: Final = re.compile(r"(\d{2,4})er(n?)(?!\w)")
_YEAR: Final = re.compile(r"(1[1-9]\d{2})(?![\d]|[.,]\d)")
_SURE_YEAR: Final = re.compile(
    rf"(?:\b(?i:Jahr|Jahre|Jahres|Jahren|Jahrgang|seit|Sommer|Winter|Herbst|Frühjahr|Frühling|Anfang|Ende|Mitte|Stand|Baujahr"
    rf"|anno|im|geboren|ab|Ostern|Weihnachten|bis)|{MONTH_PATTERN}|\d\.|\(|\d\s?[–-])\s*$"
)
_COUNT_BEFORE: Final = re.compile(
    r"\b(?:rund|etwa|circa|ca\.|über|knapp|fast|als|zu|mindestens|höchstens|maximal|insgesamt|Auflage|gut|weitere|mit|die|den"
    r"|der|um|von)\s*$"
)


def weekday(text: str, position: int) -> tuple[Piece, ...]:
    """Read "Mo.–Fr.", "Sa, 21.11." and "Fr., 20. November": an abbreviated weekday where a day, a date or a time follows."""
    met = _WEEKDAY.match(text, position)
    if met is None or met[0] in WEEKDAYS or met[0] == "Sonnabend":
        return ()
    index = weekday_number(met[0])
    beside = _WEEKDAY_NEXT.match(text, met.end()) or _WEEKDAY_PREVIOUS.search(text, 0, position)
    dotted = met[0].endswith(".")
    if not (beside or (dotted and not met[0].startswith(("Fr", "So", "Do")))):
        return ()
    if met[0].rstrip(".") in {"So", "Do", "Di"} and not dotted and not beside:
        return ()
    word = Piece(position, met.end(), WEEKDAYS[index])
    if dotted and not text[met.end() :].strip():
        return (Piece(position, met.end() - 1, WEEKDAYS[index]), Piece(met.end() - 1, met.end(), "."))
    return (word,)


def iso_date(text: str, position: int) -> tuple[Piece, ...]:
    """Read 2026-11-20."""
    met = _ISO.match(text, position)
    if met is None:
        return ()
    day = _day_words(text[:position], int(met[3]))
    return (Piece(position, met.end(), f"{day} {MONTHS[int(met[2]) - 1]} {year(int(met[1]))}"),)


def numeric_date(text: str, position: int) -> tuple[Piece, ...]:
    """Read 24.12.2026, 24.12.26 and 24.12.; a full stop that ends the sentence too is kept as a pause."""
    met = _NUMERIC.match(text, position)
    if met is None or not (1 <= int(met[1]) <= 31 and 1 <= int(met[2]) <= 12):
        return ()
    if _ROOM_BEFORE.search(text, 0, position):
        return ()
    if re.match(r"\s*(?:Uhr|Euro|€|%)", text[met.end() :]) or (position and text[position - 1] in ".,"):
        return ()
    spoken = f"{_day_words(text[:position], int(met[1]))} {MONTHS[int(met[2]) - 1]}"
    if met[3]:
        written = int(met[3])
        return (Piece(position, met.end(), f"{spoken} {year(written if written > 99 else 2000 + written)}"),)
    rest = text[met.end() :].lstrip('“”"»«)')
    if not rest.strip():
        return (Piece(position, met.end() - 1, spoken), Piece(met.end() - 1, met.end(), "."))
    return (Piece(position, met.end(), spoken),)


def day_before_month(text: str, position: int) -> tuple[Piece, ...]:
    """Read the day in "24. Dezember", and each day of "2. bis 4. Januar" and "20./21. November"."""
    met = _DAY.match(text, position)
    if met is None or not 1 <= int(met[1]) <= 31 or _ROOM_BEFORE.search(text, 0, position):
        return ()
    return (Piece(position, met.end(), _day_words(text[:position], int(met[1]))),)


def _day_words(before: str, day: int) -> str:
    article, ending = day_of_month(before)
    return f"{article} {ordinal(day, ending)}".strip()


def time_of_day(text: str, position: int) -> tuple[Piece, ...]:
    """Read "10.30 Uhr", and the first time of "8–16 Uhr" and "9.30 bis 12 Uhr"."""
    met = _TIME.match(text, position)
    if met is None:
        return _colon_time(text, position)
    hour, minute = int(met[1]), int(met[2] or 0)
    if hour > 24 or minute > 59 or (position and text[position - 1] in ".,:"):
        return ()
    if met[3] is None:
        words = cardinal(hour) + (f" Uhr {cardinal(minute)}" if minute else "")
        return (Piece(position, met.end(), words),)
    if met[3].strip() == "h" and met[2] is None and not _OPENING_HOURS.search(text, 0, position):
        return ()
    spoken_hour = "ein" if hour == 1 else cardinal(hour)
    if minute:
        return (Piece(position, met.end(), f"{spoken_hour} Uhr {cardinal(minute)}"),)
    number_end = position + len(met[0]) - len(met[3].lstrip())
    number_end = len(text[:number_end].rstrip())
    unit_start = met.end() - len(met[3].strip())
    return (Piece(position, number_end, spoken_hour), Piece(unit_start, met.end(), "Uhr"))


def _colon_time(text: str, position: int) -> tuple[Piece, ...]:
    met = _COLON_TIME.match(text, position)
    if met is None:
        return ()
    hour, minute = int(met[1]), int(met[2])
    words = f"{'ein' if hour == 1 else cardinal(hour)} Uhr" + (f" {cardinal(minute)}" if minute else "")
    return (Piece(position, met.end(), words),)


def two_years(text: str, position: int) -> tuple[Piece, ...]:
    """Read the winter, school or budget year 2025/2026 or 2025/26: "zweitausendfünfundzwanzig sechsundzwanzig"."""
    met = _TWO_YEARS.match(text, position)
    if met is None:
        return ()
    first, second = int(met[1]), int(met[2])
    full = second if second > 99 else first - first % 100 + second
    if full <= first and second <= 99:
        full += 100
    same_century = full // 100 == first // 100
    words = f"{year(first)} {cardinal(full % 100) if same_century and full % 100 > 9 else year(full)}"
    return (Piece(position, met.end(), words),)


def decade(text: str, position: int) -> tuple[Piece, ...]:
    """Read "1990er Jahre", "90ern"."""
    met = _DECADE.match(text, position)
    if met is None:
        return ()
    number = int(met[1])
    return (Piece(position, met.end(), (year(number) if number > 99 else cardinal(number)) + "er" + met[2]),)


def single_year(text: str, position: int) -> tuple[Piece, ...]:
    """Read 1998 as a year, not as a count; "rund 1500 Menschen" stays a count."""
    met = _YEAR.match(text, position)
    if met is None:
        return ()
    before, after = text[:position], text[met.end() :]
    if re.search(r"\b[Uu]m\s*$", before) and re.match(
        r"\s*(?:[,;.:!?)]|$|(?:gebaut|erbaut|errichtet|gegründet|entstand\w*|herum)\b)", after
    ):
        return (Piece(position, met.end(), year(int(met[1]))),)
    counted = re.match(r"\s+(?:[a-zäöüß]+e[nr]?\s+)?[A-ZÄÖÜ][a-zäöüß]+", after) is not None
    if not _SURE_YEAR.search(before) and (counted or _COUNT_BEFORE.search(before)):
        return (Piece(position, met.end(), amount(met[1])),)
    return (Piece(position, met.end(), year(int(met[1]))),)


_ABBREVIATED_MONTH: Final = re.compile(MONTH_PATTERN)
_MONTH_NEAR: Final = re.compile(r"(?:\d\.|\b(?:[Ii]m|[Ss]eit|[Aa]b|[Bb]is|Ende|Anfang|Mitte))\s*$")


def abbreviated_month(text: str, position: int) -> tuple[Piece, ...]:
    """Read "Okt." or "Okt" after a day or before a year."""
    met = _ABBREVIATED_MONTH.match(text, position)
    if met is None or met[0] in MONTHS or met[0].rstrip(".") in MONTHS:
        return ()
    near = _MONTH_NEAR.search(text[:position]) or re.match(r"\s*\d{2,4}", text[met.end() :])
    if not near:
        return ()
    name = MONTHS[month_number(met[0]) - 1]
    if met[0].endswith(".") and not text[met.end() :].strip('“”"»«) \n'):
        return (Piece(position, met.end() - 1, name), Piece(met.end() - 1, met.end(), "."))
    return (Piece(position, met.end(), name),)
