# SPDX-License-Identifier: EUPL-1.2
"""What kind of message this is: a tender, an invitation to a committee, withdrawn, a repeat; and how much it matters."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.language.occasions import mentions

_TENDER: Final = re.compile(
    r"\b(?:(?:öffentliche|beschränkte|europaweite|EU-weite)\s+Ausschreibung|Öffentliche\s+Ausschreibung|Ausschreibung|"
    r"Vergabe(?:verfahren|bekanntmachung)|Auftragsbekanntmachung|Teilnahmewettbewerb|"
    r"Vergabe\s+von\s+(?:Bau|Liefer|Dienst|Planungs)\w*leistungen|Submission)\b",
    re.I,
)
_TENDER_TERMS: Final = re.compile(
    r"\b(?:VOB|UVgO|VgV|VOL(?:/A)?|Vergabe-?\s*und\s+Vertragsordnung|Leistungsverzeichnis|Submission|Angebotsfrist|Vergabestelle|"
    r"Vergabeplattform|Bauleistung(?:en)?|Bieter\w*|Angebotseröffnung)\b"
)
_CALLS_TENDER: Final = re.compile(r"\bschreib(?:t|en)\b.{0,220}?\baus\b", re.S)
_NO_TENDER: Final = re.compile(
    r"\b(?:Stellenausschreibung|Stellen?|Ausbildung\w*|Ausbildungsplätze|Preis\w*|\w*preis(?:es)?|Wettbewerb\w*|Stipendi\w+|Praktik\w+|"
    r"Förder\w+|Ehrenamt\w*|Schöff\w+|m/w/d|w/m/d)\b",
    re.I,
)

_BODY: Final = (
    r"(?:\w*(?:ausschuss|ausschusses|ausschüsse|beirat|beirats|beirates|ortsrat|ortsrats|kreistag|kreistags|kreistages|"
    r"verbandsversammlung|stadtverordnetenversammlung|gemeindevertretung|stadtvertretung|gemeinderat|gemeinderats|gemeinderates|stadtrat|"
    r"stadtrats|stadtrates|kreisausschuss|kreisausschusses|bezirksvertretung)|Rat(?:es|s)?|Rats)"
)
_MEETING_TITLE: Final = re.compile(
    rf"^\W*(?:Einladung|Einberufung|Bekanntmachung|Öffentliche\s+Bekanntmachung)\b.{{0,80}}?(?:\w*sitzung\b|{_BODY}\b)"
    rf"|\bTagesordnung\b|^\W*(?:Nächste\s+|Öffentliche\s+|\d+\.\s*)?(?:\w*sitzung|Sitzung)\s+(?:des|der)\b.{{0,60}}?{_BODY}\b"
    rf"|^\W*(?:\w*(?:rats|kreistags|ausschuss|beirats)sitzung)\b|{_BODY}\s+tagt\b",
    re.I,
)
_MEETING_TEXT: Final = re.compile(
    rf"\bfindet\b.{{0,200}}?\bSitzung\b.{{0,140}}?\b{_BODY}\b.{{0,120}}?\bstatt\b"
    rf"|\b{_BODY}\b.{{0,120}}?\b(?:kommt|tritt|tagt)\b.{{0,120}}?\b(?:Sitzung|zusammen|öffentlich)",
    re.I | re.S,
)
_MEETING_PAST: Final = re.compile(
    r"\b(?:beschließt|beschlossen|beschloss|stimmt|zugestimmt|verabschiedet|gewählt|wählt|hat|haben|fand)\b"
)
_WITHDRAWN: Final = re.compile(
    r"^\W*(?:GELÖSCHT|ZURÜCKGEZOGEN|STORNIERT|UNGÜLTIG|DELETED|WITHDRAWN|Rückzug|Bitte nicht verwenden)\b\W*(?=.)"
)


def is_withdrawn(title: str) -> bool:
    """Tell whether the sender took a message back ("[GELÖSCHT] …")."""
    return bool(_WITHDRAWN.match(title))


def is_tender(title: str, text: str) -> bool:
    """Tell whether a message invites companies to bid. Vacancies, prizes and grants are not tenders."""
    if _NO_TENDER.search(title):
        return False
    if _TENDER.search(title):
        named = re.search(
            r"öffentliche\s+Ausschreibung|Vergabe|Auftragsbekanntmachung|Submission|Teilnahmewettbewerb", title, re.I
        )
        return bool(named or _TENDER_TERMS.search(f"{title} {text}") or _CALLS_TENDER.search(text))
    lead = text[:400]
    return bool(_TENDER_TERMS.search(lead) and (_CALLS_TENDER.search(lead) or _TENDER.search(lead)))


def is_meeting(title: str, text: str) -> bool:
    """Tell whether a message only calls a council or committee together. What one decided is news and no meeting."""
    lead = text[:500]
    if _MEETING_TITLE.search(title) and not _MEETING_PAST.search(title):
        return True
    return bool(_MEETING_TEXT.search(lead)) and not _MEETING_PAST.search(lead) and len(text) < 600


# ---------------------------------------------------------------- repeats


@dataclass(frozen=True, slots=True)
class Imprint:
    """What two messages are compared by: 3-word shingles of title and text, words of the title, numbers, words in all."""

    shingles: frozenset[tuple[str, ...]]
    title: frozenset[str]
    numbers: frozenset[str]
    words: int


REPEAT_LIKENESS: Final = 0.5
"""From this share of common shingles on two long messages are one; measured on 508 real ones (research/ops.md, section 3)."""
_SHORT_WORDS: Final = 60
"""Below this a form ("Am …, findet um 18:00 Uhr im Sitzungssaal … statt") makes different messages alike."""


def imprint(title: str, text: str) -> Imprint:
    """Take the imprint of a message."""
    told = re.findall(r"\w+", f"{title} {text}".casefold())
    shingles = frozenset(tuple(told[n : n + 3]) for n in range(max(1, len(told) - 2)))
    heads = frozenset(word for word in re.findall(r"\w+", title.casefold()) if len(word) > 3)
    return Imprint(shingles, heads, frozenset(re.findall(r"\d+", f"{title} {text}")), len(told))


def likeness(one: Imprint, other: Imprint) -> float:
    """Give the Jaccard index of the shingles of two messages, 0 to 1."""
    union = len(one.shingles | other.shingles)
    return len(one.shingles & other.shingles) / union if union else 0.0


def is_repeat(one: Imprint, other: Imprint) -> bool:
    """Tell whether two messages tell the same. Short ones must also agree in their titles and their numbers."""
    if likeness(one, other) < REPEAT_LIKENESS:
        return False
    fewer, more = sorted((one.numbers, other.numbers), key=len)
    agreed = len(fewer & more) / len(fewer) if fewer else 1.0
    if min(one.words, other.words) >= _SHORT_WORDS:
        return agreed >= 0.7
    heads = one.title | other.title
    return agreed == 1.0 and (not heads or len(one.title & other.title) / len(heads) >= 0.6)


# ---------------------------------------------------------------- newsworthiness

_URGENT: Final = re.compile(
    r"\b(?:voll\s+gesperrt|Vollsperrung|gesperrt|Sperrung|Umleitung|Warnung|warnt|Gefahr|Evakuierung|Trinkwasser|abkochen|Hochwasser|"
    r"Unwetter|Brand|Geflügelpest|Schweinepest|Stallpflicht|Allgemeinverfügung|Notfall|Bombe\w*|Ausbruch|Katastroph\w+)\b",
    re.I,
)
_MONEY: Final = re.compile(r"\b\d[\d.,]*\s*(?:Euro|EUR|€|Mio\.?|Millionen|Milliarden)", re.I)
_DEADLINE: Final = re.compile(
    r"\b(?:Frist|bis\s+(?:zum\s+)?(?:\w+tag,\s*)?(?:de[nm]\s+)?\d{1,2}\.|Anmeldeschluss|Bewerbungsschluss|Antr[aä]g\w*)\b"
)
_SERVICE: Final = re.compile(
    r"\b(?:Fahrplan\w*|Buslinie\w*|Öffnungszeiten|geöffnet|geschlossen|Müll\w*|Abfuhr|Gebühr\w*|Kita\w*|Schule\w*|Klinikum|Impf\w*|"
    r"Bürgerservice|Wahl\w*)\b"
)
_COURTESY: Final = re.compile(
    r"\b(?:gratuliert|Glückwunsch|Jubiläum\w*|Verabschiedung|verabschiedet|Ehrung|geehrt|Spende\w*|Rückblick|Ferienfahrt|besuchte|"
    r"Besuch|Empfang|Urkunde\w*)\b",
    re.I,
)


def worth(title: str, text: str, place: float, pictured: bool, age_days: int, day: date) -> float:
    """Score how much a message matters to the public, about 0 to 12.

    `place` is its position in the newsletter, 0 first to 1 last: the press office's own order weighs most. Facts that people
    act on come next, then the length of the text (no material, no story), the picture, and freshness.
    """
    lead = f"{title}\n{text[:700]}"
    score = 3.0 * (1.0 - place)
    score += 2.0 if _URGENT.search(lead) else 0.0
    score += 1.2 if any(mention.day >= day for mention in mentions(text, day)) else 0.0
    score += 0.8 if _MONEY.search(text) else 0.0
    score += 0.8 if _DEADLINE.search(text) else 0.0
    score += 0.6 if _SERVICE.search(lead) else 0.0
    score -= 0.8 if _COURTESY.search(title) else 0.0
    score += 2.0 * min(len(text), 700) / 700
    score += 0.4 if pictured else 0.0
    score -= 0.1 * max(0, age_days)
    return round(score, 4)
