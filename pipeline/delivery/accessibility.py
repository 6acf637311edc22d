# SPDX-License-Identifier: EUPL-1.2
"""The accessibility report: every requirement on prerecorded video, how a bulletin meets it, and what checked it.

Requirements: WCAG 2.2 (levels A and AA, and 1.2.8), EN 301 549 V3.2.1 chapter 7, BITV 2.0. A row says "erfüllt" only where a
program or the way in which the file is made vouches for it; what only a person can judge says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.delivery.captions import lint
from pipeline.model import Caption

MET, OPEN, BY_HAND, NOT_APPLICABLE = "erfüllt", "offen", "von Hand zu prüfen", "nicht zutreffend"


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: its number and name, whether it is met, how, and what checked that."""

    rule: str
    state: str
    how: str
    checked: str


def report(captions: Sequence[Caption], missing: Sequence[str], signed: bool = False, width: int = 42) -> tuple[Row, ...]:
    """Judge a bulletin: captions of the web, facts that are seen and not said, a clip in sign language → rows of its report."""
    faults = lint(captions, width)
    captioned = (
        f"{len(captions)} Untertitel, {len(faults)} Verstöße gegen höchstens 2 Zeilen zu {width} Zeichen "
        "und 17 Zeichen je Sekunde"
    )
    return (*_time_based(captioned, not faults, missing), *_page(), *_player(not faults, missing), _signed(signed))


def _time_based(captioned: str, clean: bool, missing: Sequence[str]) -> tuple[Row, ...]:
    """Judge WCAG 1.1 and 1.2."""
    spoken = (
        "Jede Zahl, jedes Datum und jeder Ort auf den Karten wird gesprochen; ausgenommen: KI-Kennzeichnung, Bildnachweis, Logo."
        if not missing
        else f"{len(missing)} Angabe(n) stehen nur im Bild; sie sind unten genannt."
    )
    return (
        Row(
            "WCAG 1.1.1 Nicht-Text-Inhalt (A)",
            MET,
            "Das Video hat einen Namen, sein Inhalt steht als Text darunter.",
            "vnu, axe-core (.ci/run)",
        ),
        Row("WCAG 1.2.1 Reines Audio oder Video (A)", NOT_APPLICABLE, "Das Video hat Bild und Ton.", "–"),
        Row("WCAG 1.2.2 Untertitel (A)", MET if clean else OPEN, captioned + ".", "Prüfung der Untertiteldatei beim Packen"),
        Row(
            "WCAG 1.2.3 Audiodeskription oder Alternative (A)",
            MET,
            "Vollständiger Text zum Nachlesen.",
            "Vergleich von Text und Sprechertext beim Packen",
        ),
        Row(
            "WCAG 1.2.5 Audiodeskription (AA)",
            MET if not missing else OPEN,
            spoken,
            "Vergleich der Angaben auf den Karten mit dem Sprechertext beim Packen",
        ),
        Row(
            "WCAG 1.2.8 Medienalternative (AAA)",
            MET,
            "Vollständiger Text zum Nachlesen mit Links zu den Meldungen.",
            "Vergleich beim Packen",
        ),
    )


def _page() -> tuple[Row, ...]:
    """Judge the picture and the pages around it."""
    drawn = "newsreel design check: jede Karte in jedem Format"
    pages = "vnu, axe-core in Chromium (.ci/run)"
    return (
        Row(
            "WCAG 1.3.1 Info und Beziehungen (A)", MET, "Überschriften, Listen und Tabellen sind als solche ausgezeichnet.", pages
        ),
        Row("WCAG 1.4.1 Benutzung von Farbe (A)", MET, "Nichts wird nur durch Farbe gesagt.", "Bauweise der Karten"),
        Row("WCAG 1.4.2 Audio-Steuerelement (A)", MET, "Das Video beginnt nie von selbst.", "Test der Einbettungsseite"),
        Row("WCAG 1.4.3 Kontrast (AA)", MET, "Schrift im Bild mindestens 4,5 : 1, gemessen am ungünstigsten Bildpunkt.", drawn),
        Row("WCAG 1.4.4 Textgröße, 1.4.10 Umbruch (AA)", MET, "Die Seiten fließen; ab 320 px kein waagerechtes Rollen.", pages),
        Row(
            "WCAG 1.4.5 Bilder von Text (AA)",
            MET,
            "Was im Bild geschrieben steht, steht auch im Text zum Nachlesen.",
            "Vergleich beim Packen",
        ),
        Row("WCAG 1.4.11 Kontrast von Nicht-Text (AA)", MET, "Grafische Zeichen mindestens 3 : 1.", drawn),
        Row(
            "WCAG 2.2.2 Pausieren, stoppen, ausblenden (A)",
            MET,
            "Das Video lässt sich jederzeit anhalten.",
            "Bauweise: Bedienelemente des Browsers",
        ),
        Row(
            "WCAG 2.3.1 Dreimaliges Blitzen (A)",
            BY_HAND,
            "Ruhiges Studio ohne Blitze; Fotos stehen.",
            "newsreel show ID master; Ansehen bei der Freigabe",
        ),
        Row(
            "WCAG 2.4.2 Titel, 2.4.4 Linkzweck (A)",
            MET,
            "Jede Seite und jeder Rahmen hat einen Titel; Links nennen ihr Ziel.",
            pages,
        ),
        Row("WCAG 3.1.1, 3.1.2 Sprache (A, AA)", MET, "Sprache der Seite und der Spuren ist angegeben.", "vnu (.ci/run)"),
        Row(
            "WCAG 3.1.5 Lesbarkeit (AAA)",
            BY_HAND,
            "Kurze Sätze; keine geprüfte Leichte Sprache.",
            "Prüfung des Sprechertexts, Ansehen bei der Freigabe",
        ),
    )


def _player(clean: bool, missing: Sequence[str]) -> tuple[Row, ...]:
    """Judge the player and what EN 301 549 and BITV add."""
    native = "Bauweise: Bedienelemente des Browsers, kein eigenes Skript"
    return (
        Row("WCAG 2.1.1, 2.1.2 Tastatur (A)", MET, "Bedienelemente des Browsers, ganz mit der Tastatur bedienbar.", native),
        Row(
            "WCAG 2.4.7, 2.4.11 Fokus (AA)",
            MET,
            "Der Fokus ist sichtbar und wird von nichts verdeckt.",
            "axe-core in Chromium (.ci/run)",
        ),
        Row("WCAG 2.5.7, 2.5.8 Ziehen, Zielgröße (AA)", MET, "Nichts muss gezogen werden; Ziele sind die des Browsers.", native),
        Row(
            "WCAG 4.1.2 Name, Rolle, Wert (A)", MET, "Das Element <video> hat Namen und Rolle.", "axe-core in Chromium (.ci/run)"
        ),
        Row(
            "EN 301 549 7.1.1 Wiedergabe von Untertiteln",
            MET,
            "Spur im Video, beim Laden eingeschaltet.",
            "Abspielen in Chromium (.ci/run)",
        ),
        Row(
            "EN 301 549 7.1.2 Synchronität",
            MET if clean else OPEN,
            "Die Zeiten stammen aus dem gesprochenen Ton; Abweichung unter 100 ms.",
            "Tests der Untertitel gegen den Ton",
        ),
        Row(
            "EN 301 549 7.1.3 Erhaltung",
            MET,
            "Untertitel werden als eigene Dateien (VTT, SRT, TTML) mitgeliefert.",
            "Inhalt des Sendepakets",
        ),
        Row(
            "EN 301 549 7.1.4 Darstellung der Untertitel",
            MET,
            "Größe und Farbe stellt der Browser ein; die Spur legt keine fest.",
            "WebVTT-Prüfung",
        ),
        Row(
            "EN 301 549 7.1.5 Gesprochene Untertitel",
            NOT_APPLICABLE,
            "Untertitel in der gesprochenen Sprache, keine Übersetzung.",
            "–",
        ),
        Row(
            "EN 301 549 7.2.1–7.2.3 Audiodeskription",
            MET if not missing else OPEN,
            "Keine eigene Tonspur nötig: was zu sehen ist, wird gesprochen.",
            "wie WCAG 1.2.5",
        ),
        Row(
            "EN 301 549 7.3 Bedienung von Untertiteln", MET, "Untertitel und Ton auf derselben Ebene der Bedienelemente.", native
        ),
        Row("BITV 2.0 § 3", MET if clean and not missing else OPEN, "Verweist auf EN 301 549; siehe oben.", "siehe oben"),
    )


def _signed(signed: bool) -> Row:
    """Judge sign language: nobody has to offer it for each clip; whoever does, shows it under the video."""
    if signed:
        return Row(
            "BITV 2.0 § 4, WCAG 1.2.6 Gebärdensprache",
            MET,
            "Eine Fassung in Deutscher Gebärdensprache steht unter dem Video; ihren Inhalt verantwortet, wer sie beigelegt hat.",
            "newsreel interpret (Bildformat und Länge); Ansehen durch die Pressestelle",
        )
    return Row(
        "BITV 2.0 § 4 Gebärdensprache, Leichte Sprache",
        NOT_APPLICABLE,
        "Betrifft die Startseite des Auftritts, nicht das einzelne Video. Eine Fassung in Gebärdensprache kann beigelegt werden.",
        "–",
    )
