# SPDX-License-Identifier: EUPL-1.2
"""German sentences, words and syllables: where each begins and ends in a text."""

import re
from typing import Final

from pipeline.language.abbreviations import ABBREVIATIONS
from pipeline.language.calendar_de import MONTH_PATTERN, MONTH_SPELLINGS, WEEKDAY_PATTERN, WEEKDAY_SPELLINGS
from pipeline.language.numbers import roman
from pipeline.language.spans import Span

__all__ = ["Span", "opens_sentence", "ordinal_stop", "split", "syllables", "words"]

_OPENERS: Final = frozenset(
    """Der Die Das Dem Den Des Ein Eine Einen Einem Einer Eines Er Sie Es Wir Ihr Ich Du Man Wer Was Wie Wo Wann Warum
    Welche Welcher Welches Dies Diese Dieser Dieses Diesem Diesen Jede Jeder Jedes Alle Allen Aller Viele Einige Mehrere
    Manche Beide Kein Keine Keiner Unser Unsere Ihre Ihr Ihren Ihrem Sein Seine Seinen Mein Meine
    In Im Am An Auf Aus Bei Beim Bis Durch Für Gegen Hinter Ins Mit Nach Neben Ohne Seit Statt Trotz Um Unter Vom Von Vor
    Während Wegen Zu Zum Zur Zwischen Ab Über Laut Dank Innerhalb Außerhalb
    Und Oder Aber Denn Doch Sondern Sowie Wenn Weil Da Dass Damit Obwohl Falls Ob Als Nachdem Bevor Sobald Sowohl Zudem
    Auch Außerdem Dabei Dadurch Dafür Dagegen Daher Damals Danach Dann Daran Darauf Daraus Darin Darüber Darum Davon Davor
    Dazu Deshalb Dort Dazwischen Ebenso Erst Etwa Fast Ferner Genau Gerade Gleichzeitig Heute Hier Hierbei Hierfür Hierzu
    Immer Insgesamt Inzwischen Jedoch Jetzt Künftig Mehr Mittlerweile Morgen Möglich Nun Nur Noch Oft Rund Schließlich Schon
    Seitdem So Sobald Somit Sonst Später Trotzdem Weiter Weitere Weiterhin Wichtig Zuerst Zuletzt Zunächst Zurzeit
    Zusätzlich Zusammen Zwar Anschließend Allerdings Bereits Besonders Bitte Eintritt Anmeldung Anmeldungen Treffpunkt
    Beginn Nicht Interessierte Ganz Gemeinsam Neben Nähere Los Ja Nein Seither Teilnehmen Ebenfalls
    Aufgrund Anlässlich Angesichts Anhand Infolge Mithilfe Beteiligt Infos
    Entlang Möglichst Herzlich Zahlreiche""".split()
)
_ORDINAL_BEFORE: Final = re.compile(
    r"\b(?:der|die|das|dem|den|des|im|am|zum|zur|vom|beim|ins|ans|seinem|seinen|seine|sein|ihrem|ihren|ihre|ihr|unser"
    r"|unserem|unsere|dieser|diesem|diesen|jeder|jede|jedes|jeden|jedem|einem|einen|eine|ein|einer)"
    r"(?:\s+\w+(?:e|en|er|es|em))?(?:\s+\d{1,3}\.\s*(?:,|und|oder|bis|sowie|/|–|-))*\s*$",
    re.IGNORECASE,
)
_NUMBER_LABEL: Final = re.compile(
    r"\b(?:Nummer|Nr\.|Hausnummer|Seite|Jahr|Jahres|Paragraf|Linie|Linien|Klasse|Klassen|Raum|Gruppe|Straße|Str\.|Allee"
    r"|Weg|Platz|Halle|Zimmer|Tor|Stufe|Teil|Kapitel|Abs\.|Satz|Artikel|Art\.|Telefon|Tel\.|unter|auf|um|mit|rund|von"
    r"|als|etwa|ca\.|über|nur|waren|sind|es|bis|und|gegen|[BLKA])\s*$"
)
_ALWAYS_COUNTED: Final = frozenset(
    {"OG", "UG", "DG", "Obergeschoss", "Untergeschoss", "Stock", "BA", "Bauabschnitt", "Jh", "Jahrhundert"}
)
"""A number with a full stop before these is an ordinal, whatever stands before it: "Erd- und 1. OG"."""
_DAY_NAME: Final = re.compile(rf"\b{WEEKDAY_PATTERN}$")
_LETTERED: Final = re.compile(r"(?<![^\W_])[^\W\d_]\.$")
_CLOSING: Final = "“”\"»«’')]›‹"
_OPENING: Final = "„\"»«‚'([›‹–—-•*“"
_STOP: Final = re.compile(rf"[.!?…]+[{re.escape(_CLOSING)}]*(?=\s)")
_BLANK_LINE: Final = re.compile(r"[ \t\r]*\n[ \t\r]*\n\s*")
_BULLET: Final = re.compile(r"\n\s*(?=[•▪●◦*]\s|[-–]\s)")
_KNOWN: Final = tuple((entry.written.replace(" ", ""), entry.ends) for entry in ABBREVIATIONS if entry.written[-1] == ".")
_TAILS: Final = frozenset(written for written, _ in _KNOWN)
_ENDING_TAILS: Final = frozenset(written for written, ends in _KNOWN if ends)
_NEVER_END: Final = frozenset(
    {"Dr.", "Prof.", "Nr.", "Abs.", "Art.", "St.", "Hr.", "Hrn.", "Fr.", "Bgm.", "Lkr.", "z.B.", "d.h."}
)


def opens_sentence(word: str) -> bool:
    """Tell whether a capitalised word like "Die" or "Dazu" is one that only a sentence's start would capitalise."""
    return word in _OPENERS


def ordinal_stop(text: str, stop: int) -> bool:
    """Tell whether the full stop at `stop`, right after a number, makes it an ordinal ("3. Platz") and ends no sentence."""
    start = stop
    while start and text[start - 1].isdecimal():
        start -= 1
    if stop - start == 3 and (thousands := re.search(r"(?<!\d)\d{1,3}(?:\.\d{3})*\.$", text[:start])):
        return bool(_ORDINAL_BEFORE.search(text[: thousands.start()]))
    number, rest = text[start:stop], text[stop + 1 :].lstrip(" \t\u00a0\u202f\n")
    if not number or len(number) > 4 or not rest or (start and text[start - 1] in ",:"):
        return False
    if re.match(r"[,;/–-]|und\b|oder\b|bis\b|sowie\b", rest) and len(number) <= 3:
        return True
    word = re.match(r"[„“\"(]?([^\W\d_]+)", rest)
    if word is None or opens_sentence(word[1]):
        return False
    if re.match(MONTH_PATTERN, word[1]) and len(number) <= 2:
        return True
    if word[1][0].islower():
        return len(number) <= 3
    if _ORDINAL_BEFORE.search(text[:start]) or word[1] in _ALWAYS_COUNTED:
        return True
    if _NUMBER_LABEL.search(text[:start]):
        return False
    return len(number) <= 3


def split(text: str) -> tuple[Span, ...]:
    """Cut a German text into sentences: text → spans without the blanks around them.

    A blank line always cuts, so a heading without a full stop is a sentence of its own. Nothing but white space lies
    between the spans.
    """
    spans: list[Span] = []
    start = 0
    cuts = sorted(
        {met.end() for met in _BLANK_LINE.finditer(text)}
        | {met.end() for met in _BULLET.finditer(text)}
        | {met.end() for met in _STOP.finditer(text) if _ends_sentence(text, met)}
    )
    for cut in (*cuts, len(text)):
        piece = text[start:cut]
        bare = piece.strip()
        if bare:
            first = start + piece.index(bare)
            spans.append(Span(first, first + len(bare)))
        start = cut
    return tuple(spans)


def _ends_sentence(text: str, met: re.Match[str]) -> bool:
    rest = text[met.end() :].lstrip()
    if not rest:
        return True
    opened = rest.lstrip(_OPENING)
    first = opened.lstrip()[:1]
    if first.islower():
        return False
    if "!" in met[0] or "?" in met[0]:
        return True
    if not met[0].startswith(".") or met[0].startswith(("...", "..")):
        return bool(first)
    return _full_stop_ends(text, met.start(), rest, quoted=len(met[0]) > 1)


def _full_stop_ends(text: str, stop: int, rest: str, *, quoted: bool) -> bool:
    word = re.match(r"[^\w]*([^\W\d_]+)", rest)
    follower = word[1] if word and not rest[0].isdecimal() else ""
    opener = opens_sentence(follower)
    if quoted:
        return True
    if text[stop - 1 : stop].isdecimal():
        number_after_number = rest[0].isdecimal() and re.match(r"\d{1,2}\.|\d{4}\b", rest) is not None
        return not (number_after_number or ordinal_stop(text, stop))
    tail = _tail(text, stop + 1)
    if tail in _NEVER_END or (rest[0].isdecimal() and _DAY_NAME.search(text, max(0, stop - 6), stop + 1)):
        return False
    if tail in _TAILS:
        ends = tail in _ENDING_TAILS
        return opener or (ends and bool(follower) and not _calendar_tail(tail) and not _name_like(tail))
    last = re.search(r"(?<!\w)([^\W\d_]+)$", text[:stop])
    if last and last[1].endswith("str") and len(last[1]) > 3:
        return opener
    if last and roman(last[1]):
        return opener
    if _LETTERED.search(text[: stop + 1]):
        return opener
    return True


def _tail(text: str, end: int) -> str:
    """Give the longest known abbreviation that ends here, blanks left out; empty if there is none."""
    window = text[max(0, end - 18) : end]
    for length in range(len(window), 1, -1):
        piece = window[-length:]
        before = text[end - length - 1 : end - length]
        if before.isalnum() or piece[0].isspace():
            continue
        squeezed = re.sub(r"\s", "", piece)
        if squeezed in _TAILS or (squeezed[0].lower() + squeezed[1:]) in _TAILS:
            return squeezed if squeezed in _TAILS else squeezed[0].lower() + squeezed[1:]
    return ""


def _calendar_tail(tail: str) -> bool:
    bare = tail[:-1]
    return any(bare == spelling for spelling, _ in (*MONTH_SPELLINGS, *WEEKDAY_SPELLINGS))


def _name_like(tail: str) -> bool:
    """Units before a noun ("1,2 Mio. Euro") and parts of names go on far more often than they end."""
    return tail in {"Mio.", "Mrd.", "Tsd.", "Str.", "Pl.", "Kl.", "Abt.", "Jg.", "Std.", "Min.", "e.V.", "Jh.", "Zi."}


_WORD: Final = re.compile(r"[^\W_](?:[^\s„“”\"()\[\]!?;…]*[^\W_])?[%€]?")


def words(text: str) -> tuple[Span, ...]:
    """Give the words of a text, without the punctuation around them: "10.30", "Bürger*innen" and "Darmstadt-Dieburg" are one."""
    return tuple(Span(*met.span()) for met in _WORD.finditer(text))


_SYLLABLE: Final = re.compile(r"äu|ai|ei|au|eu|ie|oi|aa|ee|oo|ay|ey|oy|[aeiouyäöüáàâéèêíóôúœæøå]")
_SILENT: Final = re.compile(r"(?<=q)u|(?<=t)i(?=on)|(?<![aeiou])y(?=[aeiouäöü])")
_APART: Final = re.compile(r"(?<=[lnrdt])ie(?=n(?:s|\b))|(?<=be)(?=[aeiouäöü])|(?<=ge)(?=[aeoäö])")


def syllables(text: str) -> int:
    """Count the syllables of a spoken form by German vowel groups: a number without unit, single letters count by name.

    Exact on most native words; loan words ("Team", "Region") may be off by one. Digits and symbols count nothing, so
    give it the spoken form.
    """
    total = 0
    for word in re.findall(r"[^\W\d_]+", text):
        if len(word) == 1:
            total += 3 if word in "Yy" else 1
            continue
        low = _SILENT.sub("", word.lower())
        low = _APART.sub(lambda met: met[0].replace("ie", "i-e") or "-", low)
        total += len(_SYLLABLE.findall(low)) or 1
    return total
