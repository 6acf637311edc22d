# SPDX-License-Identifier: EUPL-1.2
"""Roads and streets in German text: "K 12", "Bundesstraße 26", "Hauptstraße 5", "Am Kreishaus 1"."""

import re
from typing import Final

from pipeline.language.gazetteer import STREET_ENDS, STREET_GENERICS
from pipeline.language.mention import Mention
from pipeline.language.morphology import Token, bare, known, lemma
from pipeline.language.sentences import opens_sentence
from pipeline.model import FactKind

_ROAD: Final = re.compile(
    r"\b(?:(?P<code>[ABKLS])\s?(?P<number>\d{1,4})\b(?!\.\d|\s?(?:Prozent|Euro|Uhr))"
    r"|(?P<word>Autobahn|Bundesautobahn|Bundesstraße|Kreisstraße|Landesstraße|Landstraße|Staatsstraße)\s(?P<count>\d{1,4})\b)"
)
_ROAD_CODES: Final = {
    "Autobahn": "A",
    "Bundesautobahn": "A",
    "Bundesstraße": "B",
    "Kreisstraße": "K",
    "Landesstraße": "L",
    "Landstraße": "L",
    "Staatsstraße": "S",
}
_STREET: Final = re.compile(
    r"\b(?:(?:[A-ZÄÖÜ][\wäöüß]+(?:-[A-ZÄÖÜ][\wäöüß]+)*-|(?:[A-ZÄÖÜ][\wäöüß]+(?:er|ische)|Alte|Neue"
    r"|Lange|Breite|Hohe|Kurze|Große|Kleine|Obere|Untere) )(?:Straße|Str\.|Weg|Platz|Allee|Gasse|Ring"
    r"|Ufer|Damm)|(?:Am|An der|An den|Im|In der|Zum|Zur|Auf der|Auf dem|Unter den|Vor dem|Hinter "
    r"der)\s(?!Linie|\w*linie|Schnitt|Durchschnitt|Mittel|Jahr|Monat|Tag|Alter|Umkreis|Abstand|Wert)[A-ZÄÖÜ][\wäöüß-]+(?=\s\d{1,3}[a-z]?\b))"
    r"(?:\s(?P<house>\d{1,3}\s?[a-z]?))?\b"
)
_HOUSE: Final = re.compile(
    r"\s(\d{1,3}\s?[a-d]?)\b(?!\.?\s*(?:Uhr|Prozent|Euro|bis|Januar|Februar|März|April|Mai|Juni|Juli"
    r"|August|September|Oktober|November|Dezember)|\.\d)"
)


def roads(text: str, words: tuple[Token, ...]) -> list[Mention]:
    del words
    roads = []
    for match in _ROAD.finditer(text):
        code = match["code"] or _ROAD_CODES[match["word"]]
        roads.append(
            Mention(
                FactKind.PLACE,
                match.group(),
                f"{code} {match['number'] or match['count']}",
                match.start(),
                match.end(),
                unit="road",
            )
        )
    return roads


def streets(text: str, words: tuple[Token, ...]) -> list[Mention]:
    streets = [
        Mention(FactKind.PLACE, match.group(), match.group().lower(), match.start(), match.end(), unit="street")
        for match in _STREET.finditer(text)
        if (not opens_sentence(match.group().split()[0]) or match["house"])
        and not re.search(r"\d\s$", text[: match.start()])  # "400 Zuschauer Platz finden"
    ]
    for token in words:
        low = bare(token.text.lower())
        single = low.removesuffix("n") if low.endswith("straßen") else low
        if (
            not token.capital
            or len(low) < 6
            or not single.endswith(STREET_ENDS)
            or single in STREET_GENERICS
            or lemma(token.text) in STREET_GENERICS
        ):
            continue
        if low.split("-")[-1] in STREET_GENERICS and "-" not in low:
            continue
        if single.endswith(("brücke", "tunnel", "platz", "weg", "ring", "steig", "stieg", "str", "damm", "ufer")) and known(
            token.text
        ):
            continue
        house = _HOUSE.match(text, token.end)
        end = house.end() if house else token.end
        streets.append(
            Mention(FactKind.PLACE, text[token.start : end], text[token.start : end].lower(), token.start, end, unit="street")
        )
    return streets
