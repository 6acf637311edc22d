# SPDX-License-Identifier: EUPL-1.2
"""Sides that a piece of a sentence takes by a word: first or last, most or least, left or right, for or against."""

import re
from functools import lru_cache
from typing import Final

Pole = tuple[str, int]
"""An axis and which end of it (1 or -1)."""

PAST: Final[Pole] = ("time", -1)
"""What was before."""
_WORDS: Final = {
    ("order", 1): r"zuerst|zunächst|als erste[rsn]?|anfangs|den Anfang|erste[rnms]? (?:Abschnitt|Schritt|Phase)\w*|los geht es",
    (
        "order",
        -1,
    ): r"danach|anschließend|(?<!minuten )(?<!stunden )(?<!stunde )(?<!tage )(?<!wochen )(?<!jahre )später"
    r"|zuletzt|zum Schluss|am Ende|schließlich|hinterher|als letzte[rsn]?|(?-i:dann)",
    ("extent", 1): r"\w*(?:meist|größt|höchst|stärkst|häufigst|beliebtest|längst|teuerst)e[nrms]?|löwenanteil|großteil|hauptteil"
    r"|(?:größere|überwiegende)[nrm]? teil\w*|größtenteils|überwiegend|mehrheit",
    ("extent", -1): r"\w*(?:wenigst|kleinst|geringst|niedrigst|schwächst|seltenst|kürzest|billigst|günstigst)e[nrms]?"
    r"|(?:kleinere|geringere)[nrm]? teil\w*|minderheit",
    ("side", 1): r"links|linke[nrms]?|linkerhand",
    ("side", -1): r"rechts|rechte[nrms]?(?! auf)|rechterhand",
    ("north", 1): r"nördlich\w*|norden|nord\w+seite",
    ("north", -1): r"südlich\w*|süden|süd\w+seite",
    ("east", 1): r"östlich\w*|osten",
    ("east", -1): r"westlich\w*|westen",
    ("height", 1): r"oben|obere[nrms]?",
    ("height", -1): r"unten|untere[nrms]?",
    (
        "vote",
        1,
    ): r"dafür(?! (?:gibt|bekommt|bekommen|kommt|sind|wird|werden|muss|müssen|sorgt))|befürwort\w+|ja-?stimmen|zugestimmt",
    ("vote", -1): r"dagegen|gegenstimmen|nein-?stimmen|abgelehnt",
    (
        "time",
        -1,
    ): r"bisher|bislang|zuvor|davor|vorjahr\w*|(?<!minuten )(?<!stunden )(?<!stunde )(?<!tage )(?<!wochen )früher(?! als)"
    r"|vorige[nrms]?|vergangene[nrms]?|letzte[ns]? (?:jahr|mal)|damals"
    r"|ein jahr vorher",
    ("time", 1): r"künftig|jetzt|nun|diesmal|diese[sm] jahr|heuer|ab sofort|inzwischen",
    ("day", 1): r"morgens|vormittags|frühmorgens|am (?:morgen|vormittag)",
    ("day", -1): r"abends|nachmittags|nachts|am (?:abend|nachmittag)",
    ("week", 1): r"werktags|wochentags|an werktagen",
    ("week", -1): r"am wochenende|an wochenenden|sonntags|sonn- und feiertags|an feiertagen",
    ("rest", 1): r"rest|restliche[nrms]?|übrige[nrms]?",
}
_POLES: Final = tuple((pole, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for pole, words in _WORDS.items())


_COMPARED: Final = re.compile(
    r"(?i)\b(?:als|wie|gegenüber|seit|im vergleich zu[mr]?|verglichen mit|anders als) "
    r"(?:in de[nmr] |im |am |bei der |beim |de[mnr] )?"
    r"(?:\w+ ){0,2}(?:vorjahr\w*|jahr (?:zuvor|davor)|jahr\w*|mal|zuvor|bisher|früher|bislang)\b(?: (?:zuvor|davor|vorher))?"
)
"""What something is only compared with: "mehr als im Vorjahr"."""


@lru_cache(maxsize=16384)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Give where the words stand by which a text takes its sides."""
    return tuple((met.start(), met.end()) for _, words in _POLES for met in words.finditer(text))


@lru_cache(maxsize=16384)
def poles(text: str) -> frozenset[Pole]:
    """Give the sides that a text takes."""
    bare = _COMPARED.sub(" ", text)
    return frozenset(pole for pole, words in _POLES if words.search(bare))
