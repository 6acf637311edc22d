# SPDX-License-Identifier: EUPL-1.2
"""German endings by what stands around: which form an ordinal, an adjective or "ein" takes.

No parser: the article decides, then the preposition, then the gender of the noun by its last part. Where German leaves it
open ("der 3. Klasse": whose?), the gender of the noun settles it.
"""

import re
from typing import Final

from pipeline.language.calendar_de import MONTH_PATTERN, WEEKDAY_PATTERN

_DATIVE: Final = frozenset(
    "aus außer bei dank entgegen gegenüber mit nach nebst samt seit von zu ab in an auf vor unter zwischen neben hinter "
    "über binnen trotz laut".split()
)
_ACCUSATIVE: Final = frozenset("bis durch für gegen ohne um".split())
_WEAK_EN: Final = frozenset(
    "den dem des im am vom zum zur beim einen einem eines einer keinen keinem keiner diesem diesen jedem jeden allen "
    "beiden ihren ihrem ihres ihrer seinen seinem seines seiner unseren unserem unserer meinem meinen deren welchem "
    "welchen jenem jenen unterm überm hinterm".split()
)
_WEAK_E: Final = frozenset(
    "die das ins ans aufs fürs durchs ums eine keine diese dieses jede jedes dieser jeder seine ihre unsere meine "
    "welche welches jene jenes".split()
)
_EIN: Final = frozenset("ein kein sein ihr unser mein dein euer".split())
_LIKE_ADJECTIVES: Final = ("vorsitzende", "Vorsitzende", "eordnete", "Kreisbeigeordnete", "Beauftragte")
_STRONG: Final = {"m": "er", "f": "e", "n": "es", "": "er"}
_NOT_ADJECTIVES: Final = frozenset(
    "heute wurde wurden haben hatte hatten werden sollen sollte können konnte müssen feierte feierten feierten feiern "
    "findet fanden kamen belegte belegten erreichte erreichten holte holten gegen neben wegen zwischen unter über ohne "
    "bitte alle viele aber oder unter hinter weiter immer sie wie ihre eine meine sowie gemeinsame bereits wieder außer "
    "binnen etwa dabei diese".split()
)
_TRANSPARENT: Final = re.compile(rf"(?:\b\d{{1,4}}\.\s*|\b(?:und|oder|bis|sowie)\s+|[,/–-]\s*|\b{WEEKDAY_PATTERN},?\s+(?=$|\d))$")
_AFTER_NOUN: Final = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]+\s+$")
"""A noun before a feminine: "Gewässer zweiter Ordnung"."""
_LAST: Final = re.compile(r"([^\W\d_]+)[\s„“\"(]*$")

_FEMININE: Final = (
    "ung heit keit schaft tion sion tät ik ie ur enz anz ei in klasse stufe etage runde auflage ausgabe woche stelle reihe "
    "liga generation million milliarde tonne stunde minute sekunde person frau familie schule straße gemeinde stadt nacht "
    "hälfte phase ebene seite zeile linie messe tagung spalte welle impfung dosis bahn tür partei saison nummer mark "
    "mannschaft kirmes feier kita gruppe kirche brücke allee gasse halle tafel route tour fahrt strecke kammer wahl "
    "fassung meile etappe nacht hand säule hilfe bühne zone periode wahlperiode ehe kraft spur fläche"
).split()
_NEUTER: Final = (
    "geschoss jahr mal kind haus fest jubiläum treffen viertel quartal halbjahr jahrhundert jahrzehnt semester tor spiel "
    "turnier konzert forum symposium festival gesetz gebot bestehen buch bild kapitel stück prozent ufer team mitglied "
    "schuljahr lebensjahr geschäftsjahr dorf gebäude obergeschoss untergeschoss projekt programm modul lebensmonat amt "
    "büro rad auto fahrzeug gebiet gleis wochenende werk grad mädchen zimmer paket ziel netz gymnasium open-air camp "
    "berlin lager rennen angebot feld pferd gramm kilo tal land bad museum archiv hektar"
).split()
_MASCULINE: Final = (
    "platz tag monat stock markt lauf abend rang bauabschnitt abschnitt teil preis geburtstag jahrestag spieltag band "
    "wettbewerb sieger bürgermeister advent stellvertreter mann bürger besucher gast einsatz "
    "termin kreistag lehrgang kongress schritt sonntag montag dienstag mittwoch donnerstag freitag samstag satz "
    "absatz weltkrieg grund raum kilometer meter liter euro cent hektar punkt zug landkreis kreis landrat flohmarkt "
    "hochzeitstag feiertag jahrgang stadtlauf durchgang meister beitrag gang ort ortsteil weg dienst fall arm anlass verein flur "
    "beigeordneter vorsitzender"
).split()


def _by_length() -> tuple[tuple[str, str], ...]:
    rows = [(part, "f") for part in _FEMININE] + [(part, "n") for part in _NEUTER] + [(part, "m") for part in _MASCULINE]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


_PARTS: Final = _by_length()
_SHORT_NOUNS: Final = {
    "OG": "n",
    "UG": "n",
    "DG": "n",
    "EG": "n",
    "Jh": "n",
    "Jhd": "n",
    "Hj": "n",
    "BA": "m",
    "FC": "m",
    "SV": "m",
}


def gender(noun: str) -> str:
    """Give "m", "f" or "n" for a noun by its last part ("Obergeschoss" → n); empty if unknown."""
    if noun in _SHORT_NOUNS:
        return _SHORT_NOUNS[noun]
    low = noun.lower()
    for part, kind in _PARTS:
        if low.endswith(part) and (len(part) > 2 or len(low) > len(part) + 2):
            return kind
    return ""


def noun_after(after: str) -> str:
    """Give the noun that follows, past adjectives in small letters and further ordinals: "und 4. große Markt" → "Markt"."""
    met = re.match(
        r"[\s„“\"(]*(?:(?:[^\W\d_A-ZÄÖÜ][^\W\d_]*|\d{1,4}\.|[/–,-])[\s–/-]*){0,5}"
        r"([A-ZÄÖÜ][^\W\d_]*(?:-[A-ZÄÖÜ]?[^\W\d_]+)*)",
        after,
    )
    return met[1] if met else ""


def ending(before: str, after: str) -> str:
    """Give the ending of the adjective or ordinal between these two texts: e, en, em, er or es."""
    noun = noun_after(after)
    kind = gender(noun)
    governor, inner = _governor(before)
    if noun.endswith(_LIKE_ADJECTIVES):
        return "en" if governor in _WEAK_EN else "e"
    if governor in _WEAK_EN:
        return "en"
    if governor == "der":
        return _after_der(inner, kind)
    if governor in _WEAK_E:
        return "e"
    if governor in _EIN:
        return "es" if kind == "n" else "er"
    if governor in _DATIVE:
        return {"m": "em", "n": "em", "f": "er"}.get(kind, "em")
    if governor in _ACCUSATIVE:
        return {"m": "en", "n": "es", "f": "e"}.get(kind, "en")
    if kind == "f" and _AFTER_NOUN.search(before):
        return "er"
    return _STRONG[kind]


def _governor(before: str) -> tuple[str, str]:
    """Give the article or preposition that governs this place, and the text before it; past ordinals and adjectives."""
    text = _without_transparent(before)
    for _ in range(3):
        met = _LAST.search(text)
        if met is None:
            return "", ""
        word = met[1].lower()
        rest = text[: met.start()]
        if word == "der" or word in _WEAK_EN or word in _WEAK_E or word in _EIN:
            return word, rest
        if word in _DATIVE or word in _ACCUSATIVE:
            return word, rest
        is_adjective = met[1][0].islower() and re.search(r"(?:e|en|er|es|em)$", word) and word not in _NOT_ADJECTIVES
        if not is_adjective:
            return "", ""
        text = _without_transparent(rest)
    return "", ""


def _without_transparent(before: str) -> str:
    text = before
    while met := _TRANSPARENT.search(text):
        if met.start() == met.end():
            break
        text = text[: met.start()]
    return text


def _after_der(inner: str, kind: str) -> str:
    """ "der" is he (der dritte Platz), to or of her (in der, Schüler der dritten Klasse), or of them."""
    if kind == "f":
        return "en"
    met = _LAST.search(inner)
    if met and kind == "" and met[1].lower() in _DATIVE:
        return "en"
    return "e"


_WEEKDAY_BEFORE: Final = re.compile(
    rf"\b(?:({WEEKDAY_PATTERN})|(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)(?:s|morgen|vormittag|mittag"
    r"|nachmittag|abend|nacht)|[^\W\d_]+(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|Heiligabend|Neujahr"
    r"|Silvester)(?:\s*,\s*|\s+)\(?$"
)
_TO_DATIVE: Final = re.compile(
    r"\b(?:am|vom|zum|ab|seit|von|dem|diesem|kommenden|nächsten|vergangenen|letzten)\s*$", re.IGNORECASE
)
_TO_ACCUSATIVE: Final = re.compile(r"\b(?:bis|für|den|auf|diesen)\s*$", re.IGNORECASE)
_DAY_PLAIN_EN: Final = frozenset(
    "den dem des am vom zum beim im seit ab bis von nach vor zu für gegen diesen diesem auf um kommenden nächsten vergangenen "
    "letzten jeden jedem zwischen an".split()
)
_CHAIN: Final = re.compile(
    rf"\b\d{{1,2}}\.\s*(?:\d{{1,2}}\.\s*(?:\d{{4}}\s*)?|{MONTH_PATTERN}\s*(?:\d{{4}}\s*)?)?,?\s*"
    r"(?:(?:und|oder|bis|sowie)\s+|[/–-]\s*|\s)$"
)
_ADVERB: Final = re.compile(
    r"(?:(?:voraussichtlich|vorauss\.|einschließlich|einschl\.|spätestens|frühestens|inklusive|ungefähr|etwa|circa|ca\.|jeweils"
    r"|schon|bereits)\s+)+$"
)
_WITHIN: Final = r"(?:[^.!?]|(?<=\d)\.)*"
"""Anything of the same sentence; a full stop after a number is an ordinal's."""


def day_of_month(before: str) -> tuple[str, str]:
    """Give the article to slip in and the ending for a day of the month: text before it → ("dem", "en").

    "am Freitag, 20. November" is said "am Freitag, dem zwanzigsten November"; a bare "20. November" is the "zwanzigster".
    """
    text = _ADVERB.sub("", before.rstrip('(„"'))
    while met := _CHAIN.search(text):
        text = text[: met.start()]
    met = _WEEKDAY_BEFORE.search(text)
    if met:
        return _after_weekday(text[: met.start()])
    last = _LAST.search(text)
    word = last[1].lower() if last and not text.rstrip().endswith((",", ":", ".", ";", ")")) else ""
    if word == "der" or word in {"dieser", "jeder"}:
        return "", "e"
    if word in _DAY_PLAIN_EN:
        return "", "en"
    if word in {"und", "oder", "sowie"} and re.search(rf"\b(?:am|vom|zum|ab|seit|den|dem|bis)\b{_WITHIN}$", text, re.IGNORECASE):
        return "", "en"
    if before.rstrip().endswith(",") and re.search(
        rf"\b(?:am|ab|vom)\b{_WITHIN}\d{{1,2}}\.{_WITHIN},\s*$", before, re.IGNORECASE
    ):
        return "", "en"
    return "", "er"


def _after_weekday(before: str) -> tuple[str, str]:
    if _TO_ACCUSATIVE.search(before):
        return "den", "en"
    if _TO_DATIVE.search(before):
        return "dem", "en"
    if re.search(r"\bder\s*$", before, re.IGNORECASE):
        return "der", "e"
    if re.search(r"\b(?:und|oder|sowie|bis|/|–|-)\s*$", before) and (
        governed := re.search(rf"\b(am|vom|zum|ab|seit|von|bis|für)\b{_WITHIN}$", before, re.IGNORECASE)
    ):
        accusative = governed[1].lower() in {"bis", "für"} or bool(re.search(r"\bbis\s*$", before))
        return ("den" if accusative else "dem"), "en"
    return "", "er"


def one(before: str, noun: str) -> str:
    """Give the form of the number 1 before a noun: ein, eine, einen, einem, einer or eins."""
    last = _LAST.search(before)
    word = last[1].lower() if last else ""
    kind = gender(noun)
    if word in {"mit", "von", "bei", "aus", "nach", "seit", "zu", "vor", "in"}:
        return "einer" if kind == "f" else "einem"
    if kind == "f":
        return "eine"
    if kind == "m" and word in {"für", "um", "durch", "ohne", "gegen"}:
        return "einen"
    return "ein"
