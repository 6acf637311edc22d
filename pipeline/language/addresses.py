# SPDX-License-Identifier: EUPL-1.2
"""Addresses, telephone numbers, roads and paragraphs as they are spoken. Every rule: text, position → pieces (none if not).

Web and mail addresses are shown, not spoken: "unter www.kreis.example" becomes "unter der eingeblendeten Adresse" (the
caption does show it). A bare domain that stands as a name ("die Plattform ist pendlerheim.example") is spoken. Telephone
numbers should not be in a script at all; where one is, it is spoken digit by digit in its own groups.
"""

import re
from typing import Final

from pipeline.language.acronyms import spoken_word
from pipeline.language.numbers import cardinal, digits, grouped, pairs
from pipeline.language.pieces import Piece

_TOP: Final = (
    "de|com|org|net|eu|info|example|test|at|ch|hessen|nrw|bayern|berlin|hamburg|saarland|gov|tv|app|online|digital|jobs|shop"
)
_SPELT_TOPS: Final = frozenset({"de", "eu", "at", "ch", "tv", "nrw"})
_MAIL: Final = re.compile(r"(?:mailto:)?[\w.+-]+(?:@|\s?\(at\)\s?|\[at\])[\w-]+(?:\.[\w-]+)+")
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>„“\"“”()]*[^\s<>„“\"“”().,;:!?…]", re.IGNORECASE)
_DOMAIN: Final = re.compile(
    rf"(?<![\w.@-])[a-zäöü0-9][\w-]*(?:\.[\w-]+)*\.(?:{_TOP})(?![\w-])(?:/[^\s<>„“\"”()]*[^\s<>„“\"”().,;:!?])?",
    re.IGNORECASE,
)
_NOUN_BEFORE: Final = re.compile(
    r"(?:[Ss]eite|[Hh]omepage|[Ww]ebsite|[Ww]ebseite|[Aa]dresse|[Ll]ink|[Pp]ortal|[Ii]nternet|Mail|Online|[Pp]lattform|Netz)\s*[„\"(]?\s*$"
)
_PREPOSITION: Final = re.compile(r"(\w+)\s*[„\"]?$")
_TO_DATIVE: Final = frozenset({"unter", "bei", "von", "mit", "in", "aus", "ab", "zu"})
_TO_ACCUSATIVE: Final = frozenset({"an", "über", "für", "via", "per"})
_ALTERNATIVE: Final = frozenset({"oder", "und", "sowie", "bzw"})
_PHONE: Final = re.compile(r"\+\d{1,3}[\d\s()/–-]{5,}\d|\(?0\s?\d{1,4}(?:\s\d{1,2})?\)?\s?[/–-]?\s?\d[\d\s/–-]{2,}\d")
_SHORT: Final = re.compile(r"(?:116[ \u00a0]?117|116[ \u00a0]?116|19[ \u00a0]?222|11[0-8])(?!\d|[.,]\d)")
_SHORT_LABEL: Final = re.compile(
    r"\b(?:Notruf|Notrufnummer|Behördennummer|Behördenruf|Rufnummer|Telefonnummer|Nummer|Telefon|Tel\.|Tel|Hotline|[Uu]nter(?:\sder)?|wählen"
    r"|[Dd]ie)"
    r"\s*:?\s*$"
)
_LABEL: Final = re.compile(
    r"(?:Tel\.?|Telefon|[Tt]elefonisch|Telefonnummer|Rufnummer|Fax|Telefax|Mobil|Handy|Hotline|Durchwahl|[Bb]ürgertelefon|Nummer"
    r"|WhatsApp|tel\.)"
    r"(?:\s*\(?(?:unter|Nr\.|der|Nummer)\)?)*\s*:?\s*$"
)
_LABELLED: Final = re.compile(r"[+(]?\d[\d\s()/–-]{2,}\d(?!\d|[.:]\d{2}\s*Uhr|\s*Uhr)")
_IBAN: Final = re.compile(r"([A-Z]{2})(\d{2}(?:\s?\d{4}){3,7}(?:\s?\d{1,3})?)(?!\d)")
_REFERENCE: Final = re.compile(r"\d+(?:[-–]\d+){2,}(?![\d,.]\d)")
_POSTCODE: Final = re.compile(r"(?:D-)?(\d{5})(?=\s+[A-ZÄÖÜ][a-zäöüß])|(?<=PLZ )(\d{5})(?!\d)")
_POSTCODE_BEFORE: Final = re.compile(r"(?:^|[,;:(–-]|\bin|\bnach|\baus|\d[a-z]?|\n)\s*$")
_ROAD: Final = re.compile(r"(A|B|L|K|E|St|Kr|S|N)\s?(\d{1,4})(?![\d.,]\d|\w)")
_ROAD_NAMES: Final = {"St": "Staatsstraße", "Kr": "Kreisstraße"}
_BUS: Final = re.compile(r"(?<=\s)(\d{4})(?!\d|[.,]\d)")
_SECTION: Final = re.compile(r"§(§?)\s*(?=\d)")
_LETTER_AFTER: Final = re.compile(r"(?<=\d)([a-z])(?!\w)")


def mail(text: str, position: int) -> tuple[Piece, ...]:
    """Read a mail address as a pointer to the screen."""
    met = _MAIL.match(text, position)
    return () if met is None else (Piece(position, met.end(), _pointer(text[:position], "Adresse")),)


def web(text: str, position: int) -> tuple[Piece, ...]:
    """Read a web address as a pointer to the screen, a bare domain that stands as a name as words."""
    met = _URL.match(text, position)
    if met:
        return (Piece(position, met.end(), _pointer(text[:position], "Internetseite")),)
    met = _DOMAIN.match(text, position)
    if met is None:
        return ()
    if "/" in met[0] or _pointed(text[:position]):
        return (Piece(position, met.end(), _pointer(text[:position], "Internetseite")),)
    return (Piece(position, met.end(), _domain(met[0])),)


def _domain(written: str) -> str:
    *names, top = written.split(".")
    spoken = [" ".join(_runs(name)) for name in names]
    return " Punkt ".join([*spoken, " ".join(top.upper()) if top.lower() in _SPELT_TOPS else top])


def _runs(name: str) -> list[str]:
    return [spoken_word(run) if run.isalpha() else cardinal(int(run)) for run in re.findall(r"[^\W\d_]+|\d+", name)]


def _pointed(before: str) -> bool:
    """Tell whether what stands before makes the domain an address: "unter", "auf der Internetseite", "Infos:"."""
    word = _last_word(before)
    colon = before.rstrip().endswith(":")
    return colon or word in _TO_DATIVE | _TO_ACCUSATIVE | {"auf"} or _NOUN_BEFORE.search(before) is not None


def _last_word(before: str) -> str:
    met = _PREPOSITION.search(before)
    return met[1].lower() if met else ""


def _pointer(before: str, noun: str) -> str:
    word = _last_word(before)
    if word == "per" or re.search(r"\b(?:per|über) (?:E-?Mail|Mail)\s*$", before):
        return "an die eingeblendete Adresse"
    if before.rstrip().endswith(":"):
        return "siehe Einblendung"
    if before.rstrip(' „"').endswith("(") or _NOUN_BEFORE.search(before):
        return ""
    if word in _TO_DATIVE:
        return "der eingeblendeten Adresse"
    if word == "auf":
        return "der eingeblendeten Internetseite"
    if word in _TO_ACCUSATIVE:
        return "die eingeblendete Adresse"
    if word in _ALTERNATIVE:
        return "unter der eingeblendeten Adresse"
    if not before.strip():
        return f"Die eingeblendete {noun}"
    return f"die eingeblendete {noun}" if word else "siehe Einblendung"


def telephone(text: str, position: int) -> tuple[Piece, ...]:
    """Read a telephone number or an IBAN digit by digit, with a pause between its groups; 112 and 115 too."""
    if iban := _IBAN.match(text, position):
        words = f"{' '.join(iban[1])}, {grouped(iban[2])}"
        return (Piece(position, iban.end(), words),)
    before = text[:position]
    if (short := _SHORT.match(text, position)) and _SHORT_LABEL.search(before):
        return (Piece(position, short.end(), grouped(short[0])),)
    met = _PHONE.match(text, position)
    if met is None and _LABEL.search(before):
        met = _LABELLED.match(text, position)
    if met is None or (position and text[position - 1].isalnum()):
        return ()
    plus = "plus " if met[0].startswith("+") else ""
    return (Piece(position, met.end(), plus + grouped(met[0])),)


def reference(text: str, position: int) -> tuple[Piece, ...]:
    """Read a file reference like 66-2026-14 group by group, with pauses."""
    met = _REFERENCE.match(text, position)
    if met is None:
        return ()
    return (Piece(position, met.end(), ", ".join(cardinal(int(group)) for group in re.findall(r"\d+", met[0]))),)


def postcode(text: str, position: int) -> tuple[Piece, ...]:
    """Read a postcode before its town digit by digit."""
    met = _POSTCODE.match(text, position)
    if met is not None and met[2]:
        return (Piece(position, met.end(), digits(met[2])),)
    if met is None or not (met[1][0] == "0" or met[0][0] == "D" or _POSTCODE_BEFORE.search(text[:position])):
        return ()
    return (Piece(position, met.end(), digits(met[1])),)


def road(text: str, position: int) -> tuple[Piece, ...]:
    """Read "B 26", "A5", "L 3114" (in pairs), "St 2310"."""
    met = _ROAD.match(text, position)
    if met is None:
        return ()
    name = _ROAD_NAMES.get(met[1], met[1])
    number = pairs(met[2]) if len(met[2]) == 4 else cardinal(int(met[2]))
    return (
        Piece(position, met.end(1), name),
        Piece(met.start(2), met.end(), number),
    )


def four_figure_line(text: str, position: int) -> tuple[Piece, ...]:
    """Read the four-figure number of a bus line in pairs: "Linie 5515"."""
    met = _BUS.match(text, position)
    if met is None or not re.search(r"\b(?:Linie|Linien|Bus|Buslinie|Buslinien|Landesstraße|Kreisstraße)\s$", text[:position]):
        return ()
    return (Piece(position, met.end(), pairs(met[1])),)


def section_sign(text: str, position: int) -> tuple[Piece, ...]:
    """Read "§ 5" and "§§ 3–5"."""
    met = _SECTION.match(text, position)
    return () if met is None else (Piece(position, met.end(), "Paragrafen" if met[1] else "Paragraf"),)


def letter_after_number(text: str, position: int) -> tuple[Piece, ...]:
    """Read the letter of "Marktstraße 5a" or "§ 13b" by its name."""
    met = _LETTER_AFTER.match(text, position)
    return () if met is None else (Piece(position, met.end(), met[1].upper()),)
