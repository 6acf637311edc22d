# SPDX-License-Identifier: EUPL-1.2
"""Gender forms ("Bürger*innen") as they are spoken under the house policy: neutral, paarform or pause."""

import re
from typing import Final

from pipeline.language.pieces import Piece

_NEUTRAL: Final = {
    "Mitarbeiter": "Mitarbeitende",
    "Teilnehmer": "Teilnehmende",
    "Student": "Studierende",
    "Studierend": "Studierende",
    "Bewerber": "Bewerbende",
    "Dozent": "Lehrende",
    "Radfahrer": "Radfahrende",
    "Autofahrer": "Autofahrende",
    "Fußgänger": "zu Fuß Gehende",
    "Besucher": "Gäste",
    "Zuschauer": "Publikum",
    "Anwohner": "Anliegende",
    "Helfer": "Helfende",
    "Ehrenamtler": "ehrenamtlich Tätige",
    "Auszubildend": "Auszubildende",
    "Betreuer": "Betreuende",
    "Pendler": "Pendelnde",
    "Flüchtling": "Geflüchtete",
    "Bewohner": "Bewohnende",
    "Nutzer": "Nutzende",
    "Leser": "Lesende",
    "Wähler": "Wahlberechtigte",
}
_KEPT_NEUTRAL: Final = frozenset(
    {
        "Mitarbeiter",
        "Teilnehmer",
        "Student",
        "Studierend",
        "Radfahrer",
        "Autofahrer",
        "Auszubildend",
        "Helfer",
        "Nutzer",
        "Pendler",
    }
)
_PLURALS: Final = {
    "Ärzt": "Ärzte",
    "Arzt": "Ärzte",
    "Anwält": "Anwälte",
    "Rät": "Räte",
    "Landrät": "Landräte",
    "Stadträt": "Stadträte",
    "Gemeinderät": "Gemeinderäte",
    "Köch": "Köche",
    "Bäuer": "Bauern",
    "Chef": "Chefs",
    "Azubi": "Azubis",
    "Kolleg": "Kollegen",
    "Kund": "Kunden",
    "Zeug": "Zeugen",
    "Expert": "Experten",
    "Biolog": "Biologen",
    "Nachbar": "Nachbarn",
    "Sportl": "Sportler",
    "Freund": "Freunde",
    "Wirt": "Wirte",
    "Landwirt": "Landwirte",
    "Jüd": "Juden",
    "Beamt": "Beamte",
    "Franzö": "Franzosen",
    "Christ": "Christen",
    "Held": "Helden",
}
_SINGULARS: Final = {
    "Ärzt": "Arzt",
    "Anwält": "Anwalt",
    "Landrät": "Landrat",
    "Stadträt": "Stadtrat",
    "Rät": "Rat",
    "Köch": "Koch",
    "Bäuer": "Bauer",
    "Kolleg": "Kollege",
    "Kund": "Kunde",
    "Zeug": "Zeuge",
    "Expert": "Experte",
    "Beamt": "Beamter",
    "Pädagog": "Pädagoge",
    "Psycholog": "Psychologe",
    "Biolog": "Biologe",
}
_WEAK_TAILS: Final = ("ant", "ent", "ist", "at", "og", "and", "ot", "et", "or", "it", "soph", "nom", "graf")

_WEAK_STEMS: Final = ("olleg", "und", "eug", "xpert", "ädagog", "ycholog", "iolog", "achbar")

_SIGN: Final = r"(?:[*:_]|/-?|(?=I))"
_INNEN: Final = rf"(?:{_SIGN}[iI]nnen|\(innen\))"
_IN: Final = rf"(?:{_SIGN}[iI]n|\(in\))"
_STEM: Final = "([A-ZÄÖÜ][A-Za-zÄÖÜäöüß-]*?[a-zäöüß])"
_PLURAL: Final = re.compile(rf"{_STEM}{_INNEN}(-?[a-zäöüß]*)(?!\w)")
_SINGULAR: Final = re.compile(rf"{_STEM}{_IN}(?!\w)")
_ENDING: Final = re.compile(r"([^\W\d_]+?)[*:_/]-?(e[rnms]|er|en|em|es|r|n|s|e|m)(?!\w)")
_AND: Final = r"[*:_/]-?"
_DETERMINERS: Final = tuple(
    (re.compile(rf"(?:{written.replace('~', _AND)})(?!\w)", re.IGNORECASE), her, him)
    for written, her, him in (
        ("ein~e|eine~r|eine~ein|ein~eine|eine", "eine", "ein"),
        ("eine~n|einen~eine|eine~einen|einen", "eine", "einen"),
        ("einer~m|einem~einer|einer~einem|einem~r", "einer", "einem"),
        ("kein~e|keine~r", "keine", "kein"),
        ("keine~n|keinen~keine", "keine", "keinen"),
        ("unser~e|unsere~r", "unsere", "unser"),
        ("jede~r|jeder~jede|jede~jeder", "jede", "jeder"),
        ("jede~n|jeden~jede|jede~jeden", "jede", "jeden"),
        ("jeder~m|jedem~jeder|jeder~jedem|jedem~r", "jeder", "jedem"),
        ("der~die|die~der|die~r", "die", "der"),
        ("den~die|die~den", "die", "den"),
        ("dem~der|der~dem", "der", "dem"),
    )
)
"""Article or pronoun for her or him as it is written with a sign, and what she and what he gets."""
_ADJECTIVE: Final = re.compile(rf"([A-Za-zÄÖÜäöüß][a-zäöüß]+e){_AND}([rn])\s+{_SINGULAR.pattern}")
_OBLIQUE: Final = frozenset({"einen", "keinen", "jeden", "den", "einem", "jedem", "dem"})
_PERSON: Final = re.compile(rf"\s+(?:([a-zäöüß]+e)(?:[*:_/]-?[rn])?\s+)?{_SINGULAR.pattern}")
_ANY_SEX: Final = re.compile(r"\(?[mwd]\s?/\s?[mwd]\s?/\s?[mwdx]\)?(?!\w)")
_DATIVE_BEFORE: Final = re.compile(
    r"\b(?:den|von|mit|bei|zu|zwischen|nach|aus|seit|gegenüber|allen|vielen|einigen|unseren|ihren|seinen|vom|zum|beim|unter)"
    r"(?:\s+[a-zäöüß]+en)?\s+$",
    re.IGNORECASE,
)
_DETERMINED_BEFORE: Final = re.compile(
    r"\b(?:die|den|der|alle|allen|aller|unsere|unseren|unserer|ihre|ihren|ihrer|seine|seinen|seiner|diese|diesen|dieser|beide"
    r"|beiden|keine|keinen|sämtliche|sämtlichen)(?:\s+[a-zäöüß]+en)?\s+$",
    re.IGNORECASE,
)


def gender_form(text: str, position: int, policy: str) -> tuple[Piece, ...]:
    """Read a word with a gender sign by the policy; no pieces if there is none here.

    neutral: a neutral word where one is established ("Mitarbeitende"), else the pair; paarform: always the pair
    ("Bürgerinnen und Bürger"); pause: the word in two with a glottal stop between ("Bürger innen").
    """
    before = text[:position]
    if met := _ANY_SEX.match(text, position):
        first, last = position + met[0].startswith("("), met.end() - met[0].endswith(")")
        opening = (Piece(position, first, ","),) if first > position else ()
        closing = (Piece(last, met.end(), ","),) if last < met.end() else ()
        return (*opening, Piece(first, last, "männlich, weiblich, divers"), *closing)
    if read := _her_or_him(text, position, policy) or _kind_person(text, position, policy):
        return read
    for expression, speak in ((_PLURAL, _plural), (_SINGULAR, _singular)):
        if (met := expression.match(text, position)) and _signed(met[0]):
            return (Piece(position, met.end(), speak(met, before, policy)),)
    if (met := _ENDING.match(text, position)) and "/" not in met[0].replace("/-", ""):
        return (Piece(position, met.end(), _inflected(met[1], met[2], policy)),)
    return ()


def _her_or_him(text: str, position: int, policy: str) -> tuple[Piece, ...]:
    """Read "ein*e Helfer*in" as "eine Helferin oder ein Helfer" and "jede*r" as "jede und jeder"."""
    for expression, her, him in _DETERMINERS:
        met = expression.match(text, position)
        if met is None:
            continue
        signed = re.search(_AND, met[0]) is not None
        person = _PERSON.match(text, met.end())
        if not signed and (person is None or not _signed(person[0])):
            continue
        first = her.capitalize() if met[0][0].isupper() else her
        if policy == "pause":
            return (Piece(position, met.end(), first),) if signed else ()
        if person is None or not _signed(person[0]):
            return (Piece(position, met.end(), f"{first} {'und' if her.startswith('jede') else 'oder'} {him}"),)
        return (Piece(position, person.end(), _two_persons(first, him, person[1] or "", person[2])),)
    return ()


def _kind_person(text: str, position: int, policy: str) -> tuple[Piece, ...]:
    """Read "engagierte*r Helfer*in" as "engagierte Helferin oder engagierter Helfer"."""
    met = _ADJECTIVE.match(text, position)
    if met is None or policy == "pause" or not _signed(met[0].split(None, 1)[1]):
        return ()
    his = f"{met[1].lower()}{met[2]} {_masculine_singular(met[3], oblique=met[2] == 'n')}"
    return (Piece(position, met.end(), f"{met[1]} {_feminine(met[3])}in oder {his}".replace("-", " ")),)


def _two_persons(her: str, him: str, adjective: str, stem: str) -> str:
    oblique = him in _OBLIQUE
    tail = "" if not adjective else "n" if oblique else "r" if him in {"ein", "kein", "unser"} else ""
    hers = f"{her} {adjective} {_feminine(stem)}in"
    his = f"{him} {adjective + tail} {_masculine_singular(stem, oblique=oblique)}"
    both = "und" if her.lower().startswith("jede") else "oder"
    return " ".join(f"{hers} {both} {his}".replace("-", " ").split())


def _signed(written: str) -> bool:
    """Tell a gender form from a plain feminine ("Bürgerinnen") and from an acronym's plural."""
    return re.search(r"[*:_/(]|[a-zäöüß]I", written) is not None


def _plural(met: re.Match[str], before: str, policy: str) -> str:
    stem, rest = met[1], met[2]
    if rest:
        return stem + " innen " + rest.strip("-") if policy == "pause" else stem + rest.replace("-", " ")
    if policy == "pause":
        return stem.replace("-", " ") + " innen"
    neutral = _neutral(stem)
    if policy == "neutral" and neutral:
        return neutral + ("n" if _takes_n(neutral, before) else "")
    base = stem.split("-")[-1]
    masculine = stem[: len(stem) - len(base)] + _masculine_plural(base)
    if _DATIVE_BEFORE.search(before) and masculine.endswith(("er", "el", "e")):
        masculine += "n"
    return f"{_feminine(stem)}innen und {masculine}".replace("-", " ")


def _neutral(stem: str) -> str:
    return _NEUTRAL[stem] if stem in _KEPT_NEUTRAL else ""


def _takes_n(neutral: str, before: str) -> bool:
    return neutral.endswith("e") and bool(_DETERMINED_BEFORE.search(before) or _DATIVE_BEFORE.search(before))


def _feminine(stem: str) -> str:
    return {"Arzt": "Ärzt", "Rat": "Rät"}.get(stem, stem)


def _masculine_plural(stem: str) -> str:
    for known, plural in _PLURALS.items():
        if stem == known or stem.lower().endswith(known.lower()):
            return stem[: len(stem) - len(known)] + (plural if stem == known else plural.lower())
    if stem.endswith(_WEAK_TAILS):
        return stem + "en"
    return stem


def _masculine_singular(stem: str, *, oblique: bool = False) -> str:
    """Give the man's word; `oblique` is every case but the first, where "Kollege" becomes "Kollegen"."""
    if oblique and stem.endswith(_WEAK_STEMS + _WEAK_TAILS) and not stem.endswith("or"):
        return _masculine_plural(stem)
    for known, singular in _SINGULARS.items():
        if stem == known or stem.lower().endswith(known.lower()):
            return stem[: len(stem) - len(known)] + (singular if stem == known else singular.lower())
    return stem


def _singular(met: re.Match[str], before: str, policy: str) -> str:
    stem = met[1]
    if policy == "pause":
        return stem.replace("-", " ") + " in"
    return f"{_feminine(stem)}in oder {_masculine_singular(stem)}".replace("-", " ")


def _inflected(stem: str, tail: str, policy: str) -> str:
    """ "viele*r" → "viele oder vieler", "Beauftragte*r" → "Beauftragte oder Beauftragter"."""
    longer = stem + tail
    if policy == "pause":
        return f"{stem} {tail}" if len(tail) > 1 else longer
    first, second = (longer, stem) if tail.startswith("e") and not stem.endswith("e") else (stem, longer)
    return f"{first} oder {second}"
