# SPDX-License-Identifier: EUPL-1.2
"""German number words: cardinals, ordinals, years, decimals, digit groups, Roman numerals."""

import re
from functools import lru_cache
from typing import Final

from num2words import num2words

LARGEST: Final = 10**15
"""From here on a number is spoken digit by digit; nobody follows a quadrillion by ear."""

_ROMAN: Final = {"I": 1, "V": 5, "X": 10}
_DENOMINATORS: Final = {2: "Halb", 3: "Drittel", 7: "Siebtel", 8: "Achtel"}


@lru_cache(maxsize=4096)
def cardinal(number: int) -> str:
    """2450 → "zweitausendvierhundertfünfzig"; negative numbers with "minus"."""
    if number < 0:
        return "minus " + cardinal(-number)
    if number >= LARGEST:
        return digits(str(number))
    return str(num2words(number, lang="de"))


@lru_cache(maxsize=1024)
def ordinal(number: int, ending: str = "e") -> str:
    """(24, "en") → "vierundzwanzigsten"; the ending is e, en, em, er or es."""
    if number >= LARGEST:
        return cardinal(number)
    word = str(num2words(number, lang="de", to="ordinal")).lower().replace(" ", "")
    return word.removesuffix("e") + ending


def year(number: int) -> str:
    """1998 → "neunzehnhundertachtundneunzig", 2026 → "zweitausendsechsundzwanzig"."""
    if not 1100 <= number <= 1999:
        return cardinal(number)
    rest = number % 100
    return cardinal(number // 100) + "hundert" + (cardinal(rest) if rest else "")


def in_compound(number: int) -> str:
    """Give the form before a noun or "-jährig": 100 → "hundert", 1250 → "zwölfhundertfünfzig", 1 → "ein"."""
    if number == 1:
        return "ein"
    if 1100 <= number <= 1999:
        return year(number)
    word = cardinal(number)
    return word.removeprefix("ein") if word.startswith(("einhundert", "eintausend")) else word


def digits(written: str) -> str:
    """ "881" → "acht acht eins"; whatever is not a digit is left out."""
    return " ".join(cardinal(int(digit)) for digit in written if digit.isdecimal())


def grouped(written: str) -> str:
    """ "06151 881-0" → "null sechs eins fünf eins, acht acht eins, null": a telephone number in its own groups."""
    return ", ".join(digits(group) for group in re.findall(r"\d+", written))


def pairs(written: str) -> str:
    """ "3114" → "einunddreißig vierzehn", "3003" → "dreißig null drei": how four-figure road numbers are said."""
    head, tail = written[:-2], written[-2:]
    if tail == "00":
        return cardinal(int(written))
    spoken_tail = digits(tail) if tail.startswith("0") else cardinal(int(tail))
    return cardinal(int(head)) + " " + spoken_tail


def decimal(whole: str, fraction: str) -> str:
    """("3", "25") → "drei Komma zwei fünf"; `whole` may hold thousands separators."""
    return amount(whole) + " Komma " + digits(fraction)


def amount(written: str) -> str:
    """ "2.450.000" or "12 500" → words; anything between the digits is taken as a separator of thousands."""
    return cardinal(int(re.sub(r"\D", "", written)))


def fraction(numerator: int, denominator: int) -> str:
    """(2, 3) → "zwei Drittel", (1, 2) → "ein halb"."""
    if (numerator, denominator) == (1, 2):
        return "ein halb"
    part = _DENOMINATORS.get(denominator)
    if denominator == 2:
        part = "Halbe"
    if part is None:
        part = cardinal(denominator) + ("tel" if denominator < 20 else "stel")
        part = part[0].upper() + part[1:]
    return ("ein" if numerator == 1 else cardinal(numerator)) + " " + part


def roman(written: str) -> int:
    """ "VIII" → 8; 0 if it is no well-formed numeral below 40 (kings, chapters and building phases need no more)."""
    if not re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", written):
        return 0
    values = [_ROMAN[letter] for letter in written]
    return sum(-value if index + 1 < len(values) and values[index + 1] > value else value for index, value in enumerate(values))
