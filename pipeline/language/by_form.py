# SPDX-License-Identifier: EUPL-1.2
"""Numbers that follow from the form in which a release sets figures: "statt 40 nur 28", "um 2,5 auf 14"."""

import itertools
import re
from collections.abc import Iterator
from typing import Final

from pipeline.language.agreement import comes_out
from pipeline.language.ground import Ground, figures
from pipeline.language.mention import Mention
from pipeline.model import FactKind

_LEAST: Final = 13
"""Smaller sums are not taken from a list: too many lists come to them."""
_FROM: Final = re.compile(r"(?i)\b(?P<how>statt|anstelle von|von|um)\s+(?:bisher |bislang |bis dahin |derzeit |rund |etwa )?$")
_TO: Final = re.compile(
    r"(?i)^\s*(?:auf|künftig|jetzt|nun|nur|noch|dann|auf (?:künftig|rund|dann|nunmehr))?(?:\s*(?:auf|noch|rund|nur))?\s*$"
)
_SO_FAR: Final = re.compile(r"(?i)\b(?:bisher|bislang|zuletzt|derzeit|aktuell|heute)\s+(?:waren es |sind es |rund |etwa )?$")
_NOW: Final = re.compile(r"(?i)^,?\s+(?:künftig|jetzt|nun|dann|demnächst|bald)\s+(?:sind es |rund |etwa )?$")
_ADDED: Final = re.compile(
    r"(?i)\b(?:\w+er|mehr|weniger|um|plus|minus|neu|dazu|hinzu|zusätzlich\w*|weitere[nrs]?|wegfall\w*|fallen weg|fällt weg)\b"
)
_COMPARES: Final = re.compile(
    r"(?i)\b(?:\w+er|mehr|weniger|um|plus|minus|spar\w+|gespart|gewinn\w*)\b"
    r"|\b(?:steig|stieg|sink|sank|wächst|erhöh|senk|verkürz|verläng)\w*"
)
_BEFORE: Final = re.compile(
    r"(?i)\b(?:bisher\w*|bislang|zuvor|vorher|früher|noch|damals|vorjahr\w*|vor einem jahr|ursprünglich|eigentlich)\b"
)
_LESS: Final = re.compile(
    r"(?i)\b(?:sink\w*|sank\w*|gesunken|senk\w*|gesenkt|verkürz\w*|reduzier\w*|gekürzt|kürz\w*|verringer\w*"
    r"|schrumpf\w*|abgesenkt|fällt|fiel)\b"
)
_APART: Final = re.compile(
    r"(?i)^\W+(?P<less>weniger|unter|früher|kürzer|niedriger|billiger|günstiger|leichter|kleiner)\b"
    r"|^\W+(?P<more>mehr|über|später|länger|höher|teurer|schwerer|größer)\b"
)
_OTHER: Final = re.compile(
    r"(?i)\b(?:bisher\w*|zuvor|damals|vorjahr\w*|vor einem jahr|noch|geplant\w*|vorgesehen\w*|landesweit\w*|bundesweit\w*|sonst"
    r"|üblich\w*|normal\w*|(?:19|20)\d\d|im (?:land|bund|schnitt|mittel|vergleich|frühjahr|herbst|winter|sommer)"
    r"|durchschnitt\w*)\b"
)
_LIST: Final = re.compile(r"(?<![\d.,])\d[\d.]*(?:, \d[\d.]*)+ (?:und|sowie) \d[\d.]*")
_PER_HOUR: Final = re.compile(r"(?i)^\s*(?:mal\s+)?(?:in der|pro|je|die) stunde\b|^\s*stündlich")
_EVERY: Final = re.compile(r"(?i)\balle (?P<n>\d{1,2}) minuten\b|\b(?P<m>\d{1,2})-minuten-takt")
_OF: Final = re.compile(r"\b[Vv]on (?:den |diesen |insgesamt |rund |etwa )?$")
_POINTS: Final = frozenset({"punkt", "prozentpunkt", "pp"})


def by_form(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a number follows from the form in which the release sets its figures."""
    return (
        _from_to(mention, text, source)
        or _compared_with(mention, text, source)
        or _enumerated(mention, source)
        or _rest_of(mention, source)
        or _per_hour(mention, text, source)
    )


def _from_to(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is the gap of "statt 40 nur 28 Minuten", or what was before "um 2,5 auf 14 Kilometer"."""
    for sentence, one, other in _neighbours(source):
        then = _SO_FAR.search(sentence[: one.start]) and _NOW.match(sentence[one.end : other.start]) and _ADDED.search(text)
        if (
            then
            and mention.unit == other.unit
            and one.unit in ("", other.unit)
            and comes_out(mention, abs(other.size - one.size))
        ):
            return True
        how = _FROM.search(sentence[: one.start])
        if how is None or not _TO.match(sentence[one.end : other.start]) or one.unit not in ("", other.unit):
            continue
        if mention.unit != other.unit and not (other.unit == "%" and mention.unit in _POINTS):
            continue
        if how["how"].lower() == "um":
            earlier = other.size + (one.size if _LESS.search(sentence) else -one.size)
            if _BEFORE.search(text) and comes_out(mention, earlier):
                return True
        elif _COMPARES.search(text) and comes_out(mention, abs(other.size - one.size)):
            return True
    return False


def _compared_with(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is what a figure is compared with: 150 for "120 Kilo, 30 Kilo weniger als im Land"."""
    if not _OTHER.search(text):
        return False
    for sentence, one, gap in _neighbours(source):
        way = _APART.match(sentence[gap.end :])
        alike = one.unit == gap.unit != "" or (one.unit == "%" and gap.unit in _POINTS)
        if way is None or not alike or mention.unit != one.unit or gap.size >= one.size:
            continue
        if comes_out(mention, one.size + (gap.size if way["less"] else -gap.size)):
            return True
    return False


def _neighbours(source: Ground) -> Iterator[tuple[str, Mention, Mention]]:
    """Give each two figures of a sentence that follow each other."""
    for sentence in source.sentences:
        for one, other in itertools.pairwise(figures(sentence)):
            yield sentence, one, other


def _enumerated(mention: Mention, source: Ground) -> bool:
    """Whether a count is the sum of a row of numbers: 71 for "22, 24 und 25 Kinder"."""
    if mention.kind is not FactKind.NUMBER or mention.size < _LEAST:
        return False
    for met in _LIST.finditer(source.text):
        sizes = [float(n.strip(".").replace(".", "")) for n in re.findall(r"\d[\d.]*", met.group())]
        if comes_out(mention, sum(sizes)):
            return True
    return False


def _rest_of(mention: Mention, source: Ground) -> bool:
    """Whether a count of the same things is what "von 15 Brücken sind vier marode" leaves."""
    if mention.kind is not FactKind.NUMBER or not mention.unit:
        return False
    for sentence in source.sentences:
        counts = [m for m in figures(sentence) if m.kind is FactKind.NUMBER]
        wholes = [m for m in counts if m.unit == mention.unit and _OF.search(sentence[: m.start])]
        if any(mention.size == whole.size - part.size for whole in wholes for part in counts if part.size < whole.size):
            return True
    return False


def _per_hour(mention: Mention, text: str, source: Ground) -> bool:
    """Whether it is how often something comes in an hour: "dreimal in der Stunde" for "alle 20 Minuten"."""
    if mention.size < 2 or not _PER_HOUR.search(text[mention.end :]):
        return False
    return any(
        60 / int(met["n"] or met["m"]) == mention.size for met in _EVERY.finditer(source.text) if int(met["n"] or met["m"])
    )
