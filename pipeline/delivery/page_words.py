# SPDX-License-Identifier: EUPL-1.2
"""The fixed words of the pages that viewers read (transcript, embed page, chapters), German and English."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class PageWords:
    """The fixed words of one language. `{…}` is filled in."""

    transcript: str
    when: str
    where: str
    phone: str
    online: str
    whole: str
    credits: str
    video: str
    unplayable: str
    download: str
    film: str
    shapes: tuple[str, str, str]
    contacts: str
    windows: str
    making: str
    access: str
    signed: str
    all: str
    captions_name: str
    captions_file: str
    chapters: str
    overview: str
    erratum: str
    farewell: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    day: str

    def film_in_words(self, width: int, height: int) -> str:
        """Name a film by its shape and size: "Querformat, 1920 × 1080"."""
        shape = self.shapes[0 if width > height else 1 if width < height else 2]
        return self.film.format(shape=shape, width=width, height=height)

    def day_in_words(self, day: date) -> str:
        """Give a day as this language writes it: "Freitag, 20. November 2026"; the weekday is computed, never typed."""
        names = {"weekday": self.weekdays[day.weekday()], "month": self.months[day.month - 1]}
        return self.day.format(day=day.day, year=day.year, **names)


GERMAN: Final = PageWords(
    transcript="Text zum Nachlesen",
    when="Wann",
    where="Wo",
    phone="Telefon",
    online="Im Netz",
    whole="Zur vollständigen Meldung „{headline}“",
    credits="Bildnachweis",
    video="Nachrichtenvideo",
    unplayable="Ihr Browser spielt dieses Video nicht ab.",
    download="Video herunterladen",
    film="{shape}, {width} × {height}",
    shapes=("Querformat", "Hochformat", "Quadrat"),
    contacts="Telefonnummern und Links zu den Beiträgen",
    windows="Links öffnen sich in einem neuen Fenster.",
    making="So entstand dieses Video",
    access="Barrierefreiheit",
    signed="In Deutscher Gebärdensprache",
    all="Alle Sendungen",
    captions_name="Deutsch",
    captions_file="Untertitel als Datei (SRT)",
    chapters="Kapitel",
    overview="Überblick",
    erratum="Berichtigung",
    farewell="Verabschiedung",
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    day="{weekday}, {day}. {month} {year}",
)  # fmt: skip
ENGLISH: Final = PageWords(
    transcript="Transcript",
    when="When",
    where="Where",
    phone="Telephone",
    online="On the web",
    whole="The whole item “{headline}” (in German)",
    credits="Picture credits",
    video="news video",
    unplayable="Your browser does not play this video.",
    download="Download the video",
    film="{shape}, {width} × {height}",
    shapes=("landscape", "portrait", "square"),
    contacts="Phone numbers and links of the stories",
    windows="Links open in a new window.",
    making="How this video was made",
    access="Accessibility",
    signed="In German Sign Language",
    all="All bulletins",
    captions_name="English",
    captions_file="Captions (SRT)",
    chapters="Chapters",
    overview="Overview",
    erratum="Correction",
    farewell="Goodbye",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
    day="{weekday}, {day} {month} {year}",
)  # fmt: skip


def page_words(language: str) -> PageWords:
    """Give the words of a language; German where it is not known."""
    return ENGLISH if language == "en" else GERMAN
