# SPDX-License-Identifier: EUPL-1.2
"""The card and the service panel of an English story: figures and dates as English shows them; German nouns stay out."""

import re
from dataclasses import replace
from typing import Final

from pipeline.language.facts import service
from pipeline.language.headline import fits
from pipeline.language.moments import day_of
from pipeline.model import Fact, FactKind, Item, Panel, PanelKind, Service

_GERMAN: Final = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS: Final = {
    "Euro": "euros",
    "€": "euros",
    "Cent": "cents",
    "Millionen Euro": "million euros",
    "Milliarden Euro": "billion euros",
    "Millionen": "million",
    "Prozent": "percent",
    "%": "%",
    "Kilometer": "kilometres",
    "Meter": "metres",
    "Tonnen": "tonnes",
    "Stunden": "hours",
    "Tage": "days",
    "Wochen": "weeks",
    "Monate": "months",
    "Jahre": "years",
    "Kinder": "children",
}  # fmt: skip
"""Units of which a figure may stand on a card; any other noun would need a translator."""


_LOOSE: Final = frozenset(
    """a an the of to in on at for from and or by with is are was were will be been has have into over than that which its their
    this these until between""".split()
)


def english_headline(sentence: str) -> str:
    """Shorten an English sentence to a headline that fits: whole words, no loose article or preposition at the end."""
    kept: list[str] = []
    for word in sentence.rstrip(" .!?").split():
        if not fits(" ".join([*kept, word])):
            break
        kept.append(word)
    while len(kept) > 1 and kept[-1].lower().strip(",") in _LOOSE:
        kept.pop()
    return " ".join(kept).rstrip(" ,;:")


def english_panel(panel: Panel, headline: str) -> Panel:
    """Give the same card in English; the headline in words where the card holds a noun that is not known here."""
    if panel.kind is PanelKind.DATE and panel.unit in _GERMAN:
        return replace(panel, figure=panel.figure.rstrip("."), unit=_MONTHS[_GERMAN.index(panel.unit)])
    if panel.kind is PanelKind.NUMBER and panel.unit in _UNITS:
        return replace(panel, figure=panel.figure.translate(str.maketrans(",.", ".,")), unit=_UNITS[panel.unit])
    if panel.kind is PanelKind.PLACE:
        return replace(panel, line=headline)
    return panel if panel.kind is PanelKind.PICTURE else Panel(PanelKind.WORDS, line=headline)


def english_service(item: Item, facts: tuple[Fact, ...]) -> Service | None:
    """Make the service panel: the essential date in English; place, telephone and address as the source has them."""
    german = service(item, facts)
    if german is None:
        return None
    day = next((fact for fact in facts if fact.kind is FactKind.DATE and fact.essential), None)
    when = english_day(day.value) if day is not None and german.when else ""
    made = replace(german, when=when)
    return made if made.when or made.phone or made.address else None


def english_day(value: str) -> str:
    """Give a date's value as English writes it: "2026-11-30" → "30 November 2026"; empty where it names no day."""
    if re.match(r"relative:", value):
        return ""
    day = day_of(value)
    if not day.day or not day.month:
        return ""
    return f"{day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if day.year else ''}"
