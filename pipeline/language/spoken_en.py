# SPDX-License-Identifier: EUPL-1.2
"""Say it in English: the shown text → what an English voice is given, linked piece by piece as in `spoken`.

English bulletins are written to be heard (`prompts/en.md`), so this reads what such scripts hold: dates, times of day, money,
numbers, roads, units and capitals. German names stay as they are spelt.
"""

import re
from typing import Final

from num2words import num2words

from pipeline.language.pieces import Piece, Rule, assemble, bare
from pipeline.language.spans import SpokenText

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH: Final = "(?:" + "|".join(_MONTHS) + ")"
_YEAR: Final = r"(?:,?\s+(?P<year>(?:1[1-9]|20)\d\d)(?![\d,.:]\d))?"
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>0\d|1[0-2])-(?P<day>[0-2]\d|3[01])(?!\d)")
_DAY_FIRST: Final = re.compile(rf"(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.)?(?:\s+of)?\s+(?P<month>{_MONTH})\b{_YEAR}")
_DAYS: Final = re.compile(
    rf"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?=(?:,\s*[0-3]?\d(?:st|nd|rd|th)?)*,?\s*(?:and|or|to|until|–|-)\s*"
    rf"[0-3]?\d(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}\b)"
)
"""The days of "2, 3 and 4 January" and "27 to 29 November" but the last."""
_MONTH_FIRST: Final = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|[.,:]\d|\s*(?:euros?|percent|people|a\.?m|p\.?m)){_YEAR}"
)
_HALF: Final = r"\s*(?P<half>a|p)\.?m(?P<dot>\.?)(?![a-z])"
_CLOCK: Final = re.compile(rf"(?P<hour>[012]?\d)(?:[:.](?P<minute>[0-5]\d))?{_HALF}", re.IGNORECASE)
_CLOCK_RANGE: Final = re.compile(
    r"(?P<hour>[012]?\d)(?:[:.](?P<minute>[0-5]\d))?(?=\s*(?:to|until|till|and|–|-)\s*[012]?\d(?:[:.][0-5]\d)?\s*[ap]\.?m\b)",
    re.IGNORECASE,
)
"""The "8" of "8 to 11 a.m."."""
_DAY_CLOCK: Final = re.compile(r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])")
_AMOUNT: Final = r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?"
_SCALE: Final = r"(?:\s*(?P<scale>million|billion|thousand|m|bn|k)\b)?"
_SCALES: Final = {"m": "million", "bn": "billion", "k": "thousand"}
_SIGNED: Final = re.compile(rf"(?P<sign>[€$£])\s?{_AMOUNT}{_SCALE}")
_MONEY: Final = re.compile(rf"{_AMOUNT}{_SCALE}\s*(?P<sign>€|euros?\b|EUR\b|[$£])")
_SINGLE_YEAR: Final = re.compile(r"(?P<year>1[1-9]\d\d|20\d\d)(?![\d]|[,.]\d)")
_YEAR_BEFORE: Final = re.compile(
    rf"(?:\b(?i:in|since|until|till|from|by|of|year|years|early|late|mid|before|after|between|summer|winter|spring|autumn)|{_MONTH},?)"
    r"\s+(?:(?:1[1-9]|20)\d\d\s+(?:and|to|or|until)\s+)?$"
)
_DECADE: Final = re.compile(r"(?P<year>(?:1[1-9]|20)\d0)s\b")
_ORDINAL: Final = re.compile(r"(?P<number>\d{1,3})(?:st|nd|rd|th)\b")
_NUMBER: Final = re.compile(rf"{_AMOUNT}{_SCALE}")
_UNITS: Final = {
    "%": ("percent", "percent"),
    "km/h": ("kilometre an hour", "kilometres an hour"),
    "km²": ("square kilometre", "square kilometres"),
    "km": ("kilometre", "kilometres"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "m²": ("square metre", "square metres"),
    "m³": ("cubic metre", "cubic metres"),
    "sqm": ("square metre", "square metres"),
    "kg": ("kilogram", "kilograms"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "MW": ("megawatt", "megawatts"),
    "ha": ("hectare", "hectares"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°": ("degree", "degrees"),
    "m": ("metre", "metres"),
    "t": ("tonne", "tonnes"),
    "l": ("litre", "litres"),
    "h": ("hour", "hours"),
    "min": ("minute", "minutes"),
}  # fmt: skip
_UNIT: Final = re.compile(
    rf"{_AMOUNT}\s?(?P<unit>{'|'.join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))})(?![\w²³])"
)
_ROAD: Final = re.compile(r"(?P<letter>[ABKLS])\s?(?P<number>\d{1,4})(?!\d)")
_SHORT: Final = re.compile(r"(?P<short>Dr|Mr|Mrs|Ms|Prof|St|No|approx|incl|etc|e\.g|i\.e|vs)\.(?=\s|$|[,;)])", re.IGNORECASE)
_LONG: Final = {
    "dr": "Doctor",
    "mr": "Mister",
    "mrs": "Missis",
    "ms": "Miz",
    "prof": "Professor",
    "st": "Saint",
    "no": "number",
    "approx": "approximately",
    "incl": "including",
    "etc": "and so on",
    "e.g": "for example",
    "i.e": "that is",
    "vs": "versus",
}
_AS_WORDS: Final = frozenset({"NATO", "UNESCO", "UNICEF", "COVID", "NINA", "PIN", "AIDS", "KATWARN"})
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_\u0300-\u036f]|[\u0300-\u036f\u00ad\u200b-\u200d]|['’](?=[^\W\d_]))*")
_SAID: Final = {
    "&": "and",
    "+": "plus",
    "=": "equals",
    "%": "percent",
    "€": "euros",
    "$": "dollars",
    "£": "pounds",
    "°": "degrees",
    "§": "section",
    "×": "times",
    "@": "at",
    "#": "number",
}
_CURRENCY: Final = {"€": ("euro", "euros"), "$": ("dollar", "dollars"), "£": ("pound", "pounds")}
_PAUSES: Final = frozenset("()[]•|→·—")
_TERMINAL: Final = ".!?:;,"


def spoken_english(display: str) -> SpokenText:
    """Say an English text: shown text → spoken text with links. The house's lexicon holds German sounds and is not asked."""
    pieces: list[Piece] = []
    position = 0
    while position < len(display):
        read = _read(display, position)
        pieces.extend(read)
        position = read[-1].end
    return assemble(display, tuple(pieces))


def _read(text: str, position: int) -> tuple[Piece, ...]:
    """Read what stands at this position; always at least one piece, and never an empty stretch."""
    char = text[position]
    if char.isspace():
        met = re.compile(r"\s+").match(text, position)
        end = met.end() if met else position + 1
        return (Piece(position, end, "." if text.count("\n", position, end) > 1 else ""),)
    fresh = position == 0 or not text[position - 1].isalnum()
    if char.isdecimal():
        return next((read for rule in _ON_DIGIT if (read := rule(text, position))), (Piece(position, position + 1, ""),))
    if char.isalpha():
        return (fresh and next((read for rule in _ON_LETTER if (read := rule(text, position))), ())) or _word(text, position)
    return _signed(text, position) or _sign(text, position)


# ---------------------------------------------------------------- numbers as words


def _plain(words: str) -> str:
    """Give the number words without hyphens and commas, which a voice would pause at."""
    return words.replace("-", " ").replace(",", "")


def _cardinal(number: int) -> str:
    return _plain(num2words(number, lang="en"))


def _ordinal(number: int) -> str:
    return _plain(num2words(number, lang="en", to="ordinal"))


def _year(number: int) -> str:
    return _plain(num2words(number, lang="en", to="year"))


def _amount(whole: str, part: str | None, scale: str | None) -> str:
    """Give "1,850", "2.5" and "1.9 million" as words."""
    said = _cardinal(int(whole.replace(",", "")))
    if part:
        said += " point " + " ".join(_cardinal(int(digit)) for digit in part)
    return f"{said} {_SCALES.get(scale, scale)}" if scale else said


def _is_one(met: re.Match[str]) -> bool:
    return met["whole"] == "1" and not met["part"]


# ---------------------------------------------------------------- what begins with a digit


def _date_said(text: str, start: int, day: int) -> str:
    """Give "the thirtieth", without the article where one stands there already."""
    return _ordinal(day) if re.search(r"\bthe\s+$", text[:start], re.IGNORECASE) else f"the {_ordinal(day)}"


def _iso(text: str, position: int) -> tuple[Piece, ...]:
    met = _ISO.match(text, position)
    if met is None or not 1 <= int(met["day"]) <= 31:
        return ()
    said = f"{_date_said(text, position, int(met['day']))} of {_MONTHS[int(met['month']) - 1]} {_year(int(met['year']))}"
    return (Piece(position, met.end(), said),)


def _day_first(text: str, position: int) -> tuple[Piece, ...]:
    """Read "30 November 2026": the day, the month and the year are links of their own."""
    met = _DAY_FIRST.match(text, position)
    if met is None or not 1 <= int(met["day"]) <= 31:
        return ()
    day = Piece(position, met.start("month"), f"{_date_said(text, position, int(met['day']))} of")
    month = Piece(met.start("month"), met.end("month"), met["month"])
    return (day, month, Piece(met.end("month"), met.end(), _year(int(met["year"])))) if met["year"] else (day, month)


def _several_days(text: str, position: int) -> tuple[Piece, ...]:
    met = _DAYS.match(text, position)
    if met is None or not 1 <= int(met["day"]) <= 31:
        return ()
    return (Piece(position, met.end(), _date_said(text, position, int(met["day"]))),)


def _clock(text: str, position: int) -> tuple[Piece, ...]:
    """Read "7 p.m.", "10.30 a.m.", "8" before "to 11 a.m.", "18:30". A full stop that also ends the sentence stays one."""
    if (met := _CLOCK.match(text, position)) and int(met["hour"]) <= 24:
        letters = "A M" if met["half"].lower() == "a" else "P M"
        time = Piece(position, met.start("dot"), f"{_hour(int(met['hour']), met['minute'])} {letters}")
        rest = text[met.end() :].lstrip('“”"»)')
        ends = not rest or re.match(r"\s+[A-ZÄÖÜ]", rest) is not None
        return (time, Piece(met.start("dot"), met.end(), "." if ends else "")) if met["dot"] else (time,)
    if met := _CLOCK_RANGE.match(text, position):
        return (Piece(position, met.end(), _hour(int(met["hour"]), met["minute"])),)
    if met := _DAY_CLOCK.match(text, position):
        hour = int(met["hour"])
        said = "midnight" if hour in (0, 24) and met["minute"] == "00" else _hour((hour - 1) % 12 + 1, met["minute"])
        return (Piece(position, met.end(), said if said == "midnight" else f"{said} {'P M' if 12 <= hour < 24 else 'A M'}"),)
    return ()


def _hour(hour: int, minute: str | None) -> str:
    if not minute or minute == "00":
        return _cardinal(hour)
    return f"{_cardinal(hour)} {'oh ' if minute[0] == '0' else ''}{_cardinal(int(minute))}"


def _money(text: str, position: int) -> tuple[Piece, ...]:
    met = _MONEY.match(text, position)
    return (Piece(position, met.end(), _sum(met)),) if met else ()


def _sum(met: re.Match[str]) -> str:
    """Give a sum as it is said: "four euros fifty", "one point nine million euros"."""
    one, many = _CURRENCY.get(met["sign"], _CURRENCY["€"])
    part = met["part"]
    if part and len(part) == 2 and not met["scale"]:
        cents = f" {_cardinal(int(part))}" if int(part) else ""
        return f"{_amount(met['whole'], None, None)} {one if met['whole'] == '1' else many}{cents}"
    return f"{_amount(met['whole'], part, met['scale'])} {one if _is_one(met) and not met['scale'] else many}"


def _unit(text: str, position: int) -> tuple[Piece, ...]:
    met = _UNIT.match(text, position)
    if met is None:
        return ()
    one, many = _UNITS[met["unit"]]
    number = Piece(position, met.start("unit"), _amount(met["whole"], met["part"], None))
    return (number, Piece(met.start("unit"), met.end(), one if _is_one(met) else many))


def _lone_year(text: str, position: int) -> tuple[Piece, ...]:
    if met := _DECADE.match(text, position):
        return (Piece(position, met.end(), re.sub(r"y$", "ies", _year(int(met["year"])))),)
    met = _SINGLE_YEAR.match(text, position)
    if met is None or not _YEAR_BEFORE.search(text[:position]):
        return ()
    return (Piece(position, met.end(), _year(int(met["year"]))),)


def _place(text: str, position: int) -> tuple[Piece, ...]:
    met = _ORDINAL.match(text, position)
    return (Piece(position, met.end(), _ordinal(int(met["number"]))),) if met else ()


def _number(text: str, position: int) -> tuple[Piece, ...]:
    """Read a number; one that begins with a zero or is very long is read digit by digit."""
    met = _NUMBER.match(text, position)
    if met is None:
        return ()
    if (met["whole"][0] == "0" and len(met["whole"]) > 1) or len(met["whole"].replace(",", "")) > 12:
        return (Piece(position, met.end("whole"), " ".join(_cardinal(int(d)) for d in met["whole"] if d.isdecimal())),)
    return (Piece(position, met.end(), _amount(met["whole"], met["part"], met["scale"])),)


# ---------------------------------------------------------------- what begins with a letter or a sign


def _month_first(text: str, position: int) -> tuple[Piece, ...]:
    met = _MONTH_FIRST.match(text, position)
    if met is None or not 1 <= int(met["day"]) <= 31:
        return ()
    month = Piece(position, met.end("month"), met["month"])
    end = met.start("year") if met["year"] else met.end()
    day = Piece(met.end("month"), end, _ordinal(int(met["day"])))
    return (month, day, Piece(end, met.end(), _year(int(met["year"])))) if met["year"] else (month, day)


def _road(text: str, position: int) -> tuple[Piece, ...]:
    """Read "K 12" as "K twelve", longer numbers digit by digit."""
    met = _ROAD.match(text, position)
    if met is None or re.match(r"\s?(?:euros?|percent|[ap]\.?m)\b", text[met.end() :]):
        return ()
    digits = met["number"]
    said = _cardinal(int(digits)) if len(digits) < 3 else " ".join(_cardinal(int(digit)) for digit in digits)
    return (Piece(position, met.end("letter"), met["letter"]), Piece(met.end("letter"), met.end(), said))


def _shortened(text: str, position: int) -> tuple[Piece, ...]:
    met = _SHORT.match(text, position)
    if met is None or (met["short"] == "no" or (met["short"] == "No" and not re.match(r"\s*\d", text[met.end() :]))):
        return ()
    ends = not text[met.end() :].strip()
    return (Piece(position, met.end() - 1, _LONG[met["short"].lower()]), Piece(met.end() - 1, met.end(), "." if ends else ""))


def _word(text: str, position: int) -> tuple[Piece, ...]:
    met = _WORD.match(text, position)
    if met is None:
        return (Piece(position, position + 1, ""),)
    word = bare(met[0])
    if word.isupper() and 2 <= len(word) <= 5 and word not in _AS_WORDS and not text.isupper():
        word = " ".join(word)
    return (Piece(position, met.end(), word),)


def _signed(text: str, position: int) -> tuple[Piece, ...]:
    met = _SIGNED.match(text, position)
    return (Piece(position, met.end(), _sum(met)),) if met else ()


def _sign(text: str, position: int) -> tuple[Piece, ...]:
    char, end = text[position], position + 1
    before, after = text[:position], text[end:]
    if char in _TERMINAL:
        inside = before[-1:].isalnum() and after[:1].isalnum()
        return (Piece(position, end, ("dot" if char == "." else "") if inside else char),)
    if char == "…":
        return (Piece(position, end, "."),)
    if char in "–-−":
        joined = re.search(r"[\d%€]\s?$", before) and re.match(r"\s?[\d€$£]", after)
        if joined and (char == "–" or (before[-1:].isspace() == after[:1].isspace())):
            return (Piece(position, end, "to"),)
        if (not before or before[-1].isspace()) and after[:1].isdecimal():
            return (Piece(position, end, "minus"),)
        return (Piece(position, end, "," if before[-1:].isspace() and after[:1].isspace() else ""),)
    if char == "/":
        return (Piece(position, end, "or" if before[-1:].isalpha() and after[:1].isalpha() else ","),)
    if char in _PAUSES:
        return (Piece(position, end, ","),)
    return (Piece(position, end, _SAID.get(char, "")),)


_ON_DIGIT: Final[tuple[Rule, ...]] = (
    _iso, _several_days, _day_first, _clock, _money, _unit, _lone_year, _place, _number,
)  # fmt: skip
_ON_LETTER: Final[tuple[Rule, ...]] = (_month_first, _road, _shortened)
