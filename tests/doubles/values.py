# SPDX-License-Identifier: EUPL-1.2
"""Small values of every kind for tests, all invented."""

import re
from datetime import date

from pipeline.model import (
    SAMPLES_PER_FRAME,
    Blob,
    Item,
    Origin,
    Panel,
    PanelKind,
    Picture,
    Rundown,
    Samples,
    Script,
    Sentence,
    Service,
    Slot,
    Speech,
    SpokenSentence,
    Story,
    Timing,
    Word,
    lines,
)

BLOB = Blob("0" * 64, "audio/wav", 4)
DAY = date(2026, 11, 20)
GREETING = Sentence(
    "Guten Tag und willkommen zu Kreis kompakt, den Nachrichten aus dem Landkreis Beispielheim.", origin=Origin.TEMPLATE
)
OVERVIEW = Sentence("Heute geht es um eine Brücke und um eine Schule.", origin=Origin.TEMPLATE)
NOTICE = Sentence("Ich bin eine KI-Stimme.", origin=Origin.TEMPLATE)

BRIDGE = Item(
    "bridge",
    "Brücke an der K 12 wird gesperrt",
    "Die Brücke an der K 12 wird ab Montag, 30. November, voll gesperrt.\n\nDie Umleitung führt über Neuhof. "
    "Der Kreis bezahlt 1,9 Millionen Euro.",
    "https://kreis-beispielheim.example/k12",
    DAY,
    Picture(Blob("1" * 64, "image/jpeg", 9), 1600, 1067, "Landkreis Beispielheim / T. Muster", "Eine Brücke"),
)
SCHOOL = Item(
    "school",
    "Astrid-Beispiel-Schule wird größer",
    "Die Schule in Musterau bekommt acht neue Räume.\n\nDie Arbeiten beginnen im Januar. Sie dauern ein Jahr.",
    "https://kreis-beispielheim.example/schule",
    DAY,
)


def rundown(*items: Item, name: str = "2026-kw47") -> Rundown:
    """Give a rundown of some items, 20 s each."""
    return Rundown(
        name, "Kreis kompakt vom 20. November 2026", DAY, "de", tuple(Slot(i, 20.0) for i in items or (BRIDGE, SCHOOL))
    )


def script() -> Script:
    """Give a script of two stories: a bridge with a picture and a service panel, a school without."""
    bridge = Story(
        "bridge",
        "Verkehr",
        "Brücke an der K 12 gesperrt",
        (
            Sentence("Die Brücke an der K 12 wird ab Montag, 30. November, voll gesperrt.", (1,), (), 1, Origin.EXTRACT),
            Sentence("Die Umleitung führt über Neuhof.", (2,), (), 2, Origin.EXTRACT),
            Sentence("Der Kreis bezahlt 1,9 Millionen Euro für die neue Brücke bei Musterau.", (3,), (), 2, Origin.EXTRACT),
        ),
        Panel(PanelKind.PICTURE),
        service=Service("ab 30. November", "K 12 bei Neuhof", "069 90009-120", "https://kreis-beispielheim.example/k12"),
    )
    school = Story(
        "school",
        "Bildung",
        "Acht neue Räume für die Schule",
        (
            Sentence("Die Schule in Musterau bekommt acht neue Räume.", (1,), (), 1, Origin.EXTRACT),
            Sentence("Die Arbeiten beginnen im Januar.", (2,), (), 2, Origin.EXTRACT),
        ),
        Panel(PanelKind.NUMBER, "8", "Räume", "für die Schule in Musterau"),
    )
    return Script(rundown(), "Kreis kompakt", (GREETING, OVERVIEW), (bridge, school), (NOTICE,), "extract", True)


def speech(of: Script | None = None, pause: int = 10, story_pause: int = 20) -> Speech:
    """Speak a script at 14 characters a second without any engine; sentences start on whole frames."""
    told = of or script()
    spoken, pauses = [], []
    at = 0
    rows = lines(told)
    for n, row in enumerate(rows):
        text = row.sentence.text
        words = []
        frame = at
        for match in re.finditer(r"\S+", text):
            long = max(3, round(len(match.group()) / 14 * 25))
            start, end = frame * SAMPLES_PER_FRAME, (frame + long) * SAMPLES_PER_FRAME
            words.append(Word(match.group(), *match.span(), Samples(start), Samples(end)))
            frame += long + 1
        first, last = Samples(at * SAMPLES_PER_FRAME), words[-1].end
        spoken.append(SpokenSentence(row.where, text, text, first, last, tuple(words), (), Timing.NATIVE, "test", BLOB))
        changes = n + 1 < len(rows) and rows[n + 1].story != row.story
        gap = 0 if n + 1 == len(rows) else story_pause if changes else pause
        pauses.append(Samples(gap * SAMPLES_PER_FRAME))
        at = last // SAMPLES_PER_FRAME + gap
    return Speech(told, BLOB, Samples(at * SAMPLES_PER_FRAME), tuple(spoken), tuple(pauses), 1.0, "test")
