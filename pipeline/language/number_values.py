# SPDX-License-Identifier: EUPL-1.2
"""German number words → numbers: "zweitausendvierhundertfünfzig", "dreißigsten", "eineinhalb", "dreitägig"."""

import re
from functools import lru_cache
from typing import Final

_ONES: Final = ("", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TEENS: Final = ("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS: Final = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")


def _below_hundred() -> dict[str, int]:
    table = {word: n for n, word in enumerate(_ONES) if word}
    table |= {"eins": 1, "zwo": 2} | {word: 10 + n for n, word in enumerate(_TEENS)}
    for tens in range(2, 10):
        table[_TENS[tens]] = tens * 10
        table |= {f"{_ONES[one]}und{_TENS[tens]}": tens * 10 + one for one in range(1, 10)}
    table |= {word.replace("ß", "ss"): n for word, n in table.items() if "ß" in word}
    return table


_SMALL: Final = _below_hundred()
_ORDINALS: Final = {"erst": 1, "dritt": 3, "siebt": 7, "siebent": 7, "acht": 8}
_LAST: Final = re.compile(
    r"(?P<word>\w+?)-?(?P<tail>tägig|wöchig|monatig|jährig|stündig|minütig|köpfig|geschossig|stöckig"
    r"|spurig|fach|mal|stellig|teilig|zügig"
    r"|gruppig|prozentig|seitig|stufig|gleisig|strahlig|sprachig|gängig)(?:e[nrms]?|s|ste[nr]?)?$"
)
TAIL_UNITS: Final = {
    "tägig": "d",
    "wöchig": "w",
    "monatig": "mo",
    "jährig": "y",
    "stündig": "h",
    "minütig": "min",
    "prozentig": "%",
}
"""What the ending of a compound counts: "dreitägig" is three days."""


@lru_cache(maxsize=8192)
def cardinal_value(word: str) -> int | None:
    """ "zweitausendvierhundertfünfzig" → 2450; None if the word is no number. "ein" counts, "eine" does not."""
    low = word.lower()
    if low in _SMALL:
        return _SMALL[low]
    total = 0
    if "tausend" in low:
        head, _, low = low.partition("tausend")
        thousands = 1 if not head else _hundreds(head)
        if thousands is None:
            return None
        total = thousands * 1000
        low = low.removeprefix("und") if low not in _SMALL else low
    rest = _hundreds(low) if low else 0
    if rest is None or (total == 0 and rest == 0):
        return None
    return total + rest


def _hundreds(low: str) -> int | None:
    """Read a word below ten thousand without "tausend"; "neunzehnhundertacht" is 1908."""
    if "hundert" not in low:
        return _SMALL.get(low)
    head, _, tail = low.partition("hundert")
    hundreds = 1 if not head else _SMALL.get(head)
    if hundreds is None or (hundreds > 9 and hundreds not in range(10, 20)):
        return None
    tail = tail.removeprefix("und") if tail not in _SMALL else tail
    rest = 0 if not tail else _SMALL.get(tail)
    return None if rest is None else hundreds * 100 + rest


@lru_cache(maxsize=8192)
def ordinal_value(word: str) -> int | None:
    """ "dreißigsten" → 30, "achter" → 8; None if the word is no ordinal from 1 to 99."""
    low = word.lower()
    stripped = re.sub(r"e[nrms]?$", "", low)
    if stripped == low:
        return None
    if stripped in _ORDINALS:
        return _ORDINALS[stripped]
    if stripped.endswith("st") and (value := _SMALL.get(stripped[:-2])) is not None and value >= 20:
        return value
    if stripped.endswith("t") and (value := _SMALL.get(stripped[:-1])) is not None and 2 <= value < 20:
        return value
    return None


@lru_cache(maxsize=8192)
def half_value(word: str) -> float | None:
    """ "eineinhalb", "anderthalb" → 1.5, "zweieinhalb" → 2.5; None otherwise."""
    low = re.sub(r"(halb)e[nrms]?$", r"\1", word.lower())
    if low.endswith("halbtausend"):  # "zweieinhalbtausend"
        half = half_value(low.removesuffix("tausend"))
        return 1000 * half if half is not None else None
    if low in ("anderthalb", "eineinhalb"):
        return 1.5
    if low.endswith("einhalb") and (value := _SMALL.get(low.removesuffix("einhalb"))) is not None:
        return value + 0.5
    return None


@lru_cache(maxsize=8192)
def compound_value(word: str) -> tuple[float, str] | None:
    """ "dreitägige" → (3, "tägig"), "50-jährig" → (50, "jährig"), "hundertprozentig" → (100, "prozentig"); None otherwise."""
    match = _LAST.fullmatch(word.lower())
    if match is None:
        return None
    head = match["word"]
    if head.isdigit():
        return float(head), match["tail"]
    value = half_value(head) if "halb" in head else cardinal_value(head)
    if value is None and head.endswith("er") and (value := cardinal_value(head[:-2])) is None:
        return None
    return (
        None
        if value is None or (value == 1 and match["tail"] in ("mal", "fach", "seitig", "stellig", "stufig"))
        else (float(value), match["tail"])
    )


FRACTIONS: Final = {
    "hälfte": 0.5,
    "drittel": 1 / 3,
    "viertel": 0.25,
    "fünftel": 0.2,
    "sechstel": 1 / 6,
    "achtel": 0.125,
    "zehntel": 0.1,
}
"""Parts of a whole by their nouns; "Hälfte" is said without a count."""
