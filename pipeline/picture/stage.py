# SPDX-License-Identifier: EUPL-1.2
"""The Set: everything static for one film in one format. What is on it depends on nothing but its values."""

from dataclasses import dataclass
from datetime import date

from pipeline.model import Script
from pipeline.picture.atlas import Atlas
from pipeline.picture.design import Design, Gender
from pipeline.picture.photo import Photo
from pipeline.picture.plates import Plates
from pipeline.picture.portrait import Portrait
from pipeline.picture.rig import Rig
from pipeline.ports import Performance
from pipeline.settings import Format


@dataclass(frozen=True, slots=True)
class Notice:
    """What a correction or retraction card says; `day` is the written day of the bulletin that it is about."""

    day: str
    said: str = ""
    right: str = ""
    body: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Set:
    """A film's stage: design, format, presenter, pictures by story (None where a story has none), notice.

    `figure` names the presenter's drawing for keys (digest of rig and atlas); `seed` gives the small motions.
    """

    design: Design
    form: Format
    rig: Rig
    atlas: Atlas
    figure: str
    pictures: tuple[Photo | None, ...]
    presenter: str = "Anna"
    gender: Gender = "female"
    seed: int = 7
    notice: Notice | None = None
    captions: bool = True
    """Burn in the caption track of this format, where the timeline has one."""
    places: Plates | None = None
    """Land, wall and veil, where they are at hand; else they are drawn."""
    portrait: Portrait | None = None
    """A photographed presenter; `rig` is then derived from it, and `atlas` is not used."""
    footage: Performance | None = None
    """What an outside program made of this film, in place of any drawing."""


_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


def written_day(script: Script, weekday: bool = True) -> str:
    """Write the day of release: "Freitag, 20. November 2026"."""
    return day_in_words(script.rundown.day, script.rundown.language, weekday)


def day_in_words(day: date, language: str, weekday: bool = False) -> str:
    """Write a day: "20. November 2026". The weekday is computed."""
    language = "en" if language == "en" else "de"
    dot = "." if language == "de" else ""
    plain = f"{day.day}{dot} {_MONTHS[language][day.month - 1]} {day.year}"
    return f"{_WEEKDAYS[language][day.weekday()]}, {plain}" if weekday else plain
