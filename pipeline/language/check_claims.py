# SPDX-License-Identifier: EUPL-1.2
"""Amber: reasons, findings, senders and days that the source does not report."""

import re
from typing import Final

from pipeline.language.actors import is_actor
from pipeline.language.agreement import same
from pipeline.language.check_support import knows
from pipeline.language.ground import Flag, Ground, amber, short
from pipeline.language.light_words import light
from pipeline.language.mentions import mentions
from pipeline.language.modality import CAUSE, FINDING, NEGATION, SENDER, SENDING, STRONG_CAUSE
from pipeline.language.moments import day_of
from pipeline.language.morphology import content, lemma, parts, roots, stem, tokens, vocabulary
from pipeline.language.names_de import is_function
from pipeline.language.number_values import cardinal_value
from pipeline.language.quotations import quotations, unquoted
from pipeline.model import FactKind


def causes(text: str, wide: str, source: Ground, near: tuple[int, ...]) -> list[Flag]:
    """A reason or a finding that the source does not report."""
    flags = []
    bare = unquoted(text)
    around = "\n".join(source.sentences[k] for n in near for k in (n - 1, n, n + 1) if 0 <= k < len(source.sentences))
    said = _reason(bare)
    if said and not CAUSE.search(wide) and not CAUSE.search(around) and not _told_there(said, bare, around):
        flags.append(
            amber(
                "reason-invented",
                f"„{said.group()}“: Einen Grund nennt die Quelle hier nicht. Streichen Sie ihn, oder belegen Sie ihn.",
                said.group(),
            )
        )
    elif said:
        behind = [t for t in content(bare[said.end() :])[:4] if not t.text[0].isdigit() and cardinal_value(t.text) is None]
        strange = [t.text for t in behind if not knows(source.words, t.text)]
        if len(strange) >= 2 or (strange and len(strange) == len(behind) and not light(strange[0])):
            flags.append(
                amber("reason-invented", f"„{said.group()} … {strange[0]}“: Diesen Grund nennt die Quelle nicht.", strange[0])
            )
    found = FINDING.search(bare)
    if found and not FINDING.search(wide) and not source.words.backs(found.group().split()[0]):
        flags.append(
            amber(
                "finding-invented",
                f"„{found.group()}“: Ein Ergebnis meldet die Quelle hier nicht. Dort steht: „{short(wide.split(chr(10))[0])}“",
                found.group(),
            )
        )
    return flags


def _reason(text: str) -> re.Match[str] | None:
    """Find what claims a reason; none is claimed by "die Ursache ist unklar", "auf steilen Wegen" and "bittet darum"."""
    for said in STRONG_CAUSE.finditer(text):
        word = said.group().strip()
        if re.match(r"(?i)ursache|grund|der grund|schuld", word) and (NEGATION.search(text) or _OPEN.search(text)):
            continue  # that the reason is not known
        if word == "Wegen" and said.start() and text[: said.start()].rstrip()[-1:] not in ".:;!?":
            continue
        if word.lower() == "darum" and _ASKED.search(text[: said.start()]):
            continue
        return said
    return None


_OPEN: Final = re.compile(
    r"(?i)\b(?:unklar\w*|offen|ungeklärt|unbekannt|untersuch\w*|ermittel\w*|geprüft|prüf\w*|rätsel\w*|suche\w*)\b"
)
_ASKED: Final = re.compile(r"(?i)\b(?:bitte[tn]?|gebeten|bat|baten|geht es|ging es|handelt es sich|kümmer\w+|bemüh\w+)\b")
_BACK: Final = re.compile(r"(?i)deshalb|deswegen|daher|darum")
"""Words that point back to what was said before, not to a reason that follows."""


def _told_there(said: re.Match[str], text: str, around: str) -> bool:
    """Whether the source has beside the statement what is told as its reason, all its words; or only points back to it."""
    tail = text[said.end() :] if not _BACK.match(said.group().strip()) else text[: said.start()] + text[said.end() :]
    clause = tail.split(",")[0]
    there = vocabulary(around)
    words = [t.text for t in content(clause)]
    return bool(words) and all(knows(there, word) for word in words)


def senders(text: str, source: Ground, near: tuple[int, ...]) -> list[Flag]:
    """ "laut Polizei": a sender that the source does not name for this statement."""
    match = SENDER.search(text)
    if match is None:
        return []
    sender = next(part for part in (match["after"], match["before"], match["subject"], match["behind"]) if part)
    around = sorted({k for n in near for k in (n - 1, n, n + 1) if 0 <= k < len(source.sentences)})
    ground = "\n".join(source.sentences[n] for n in around)
    nouns = [t.text for t in content(sender) if t.capital]
    if not nouns or not _speaks(match, sender, source):
        return []
    there = roots(ground) | frozenset(stem(piece) for t in content(ground) for piece in parts(t.text))
    backed = any(
        stem(noun) in there
        or (source.words.has(noun) and _stands(noun, ground))
        or (is_function(noun) and (any(is_function(t.text) for t in tokens(ground)) or _holder(noun, ground, source)))
        for noun in nouns
    )
    if not SENDING.search(ground) and not quotations(ground):
        return [
            amber(
                "sender-invented",
                f"„{match.group().strip()}“: Die Quelle nennt hier keinen Absender. Streichen Sie ihn.",
                match.group().strip(),
            )
        ]
    if not backed:
        return [amber("sender-invented", f"„{sender.strip()}“: Diesen Absender nennt die Quelle hier nicht.", sender.strip())]
    return []


_PAPERS: Final = re.compile(
    r"(?i)(?:entwurf|prognose|plan|planung|gutachten|bericht|schätzung|beschluss|satzung|vertrag|statistik|umfrage|erhebung|studie"
    r"|berechnung|ergebnis|untersuchung|haushalt|verordnung|verfügung|gesetz|regel|protokoll|kalender|programm|zählung|bilanz"
    r"|vorlage|konzept|fahrplan)(?:e?s|e?n|e)?$"
)
"""What something stands in: it sends nothing."""
_INFINITIVE: Final = re.compile(r"\b(?:melden|mitteilen|erklären|berichten|bestätigen)$")
_LED: Final = re.compile(r"\b(?:dem|beim|den|im|am|vom|zum|für|in|von|mit|auf|aus|an|bei)\s+$")
_ISSUERS: Final = frozenset(
    "stadt gemeinde kreis landkreis verwaltung stadtverwaltung kreisverwaltung gemeindeverwaltung".split()
)


def _speaks(match: re.Match[str], sender: str, source: Ground) -> bool:
    """Whether what was taken for a sender can be one: no paper, nobody who is told something, not the sender of the release."""
    nouns = [t.text for t in content(sender) if t.capital]
    if all(_PAPERS.search(noun) and source.words.backs(noun) for noun in nouns):
        return False
    if match["after"]:
        return not (lemma(nouns[0]) in _ISSUERS and source.words.has(nouns[0]) and not SENDING.search(source.sentences[0]))
    if match["subject"]:
        if _LED.search(match.string[: match.start()]) or _INFINITIVE.search(match.group()):
            return False
        if lemma(nouns[-1]) in _ISSUERS and source.words.has(nouns[-1]):
            return False
    named = any(m.kind in (FactKind.NAME, FactKind.ORGANISATION) for m in mentions(sender))
    return named or any(is_function(noun) or is_actor(noun) for noun in nouns)


def _holder(noun: str, ground: str, source: Ground) -> bool:
    """Whether the one who holds a function in the source is named here: "sagte Vollbrecht" for "sagt die Landrätin"."""
    held = (m for m in source.mentions() if m.kind is FactKind.NAME and m.unit and lemma(noun) == m.unit)
    return any(re.search(rf"(?i)\b{re.escape(m.value.split()[-1])}", ground) for m in held)


def _stands(noun: str, ground: str) -> bool:
    return noun.lower()[: max(4, len(noun) - 2)] in ground.lower()


def relative_days(text: str, source: Ground, near: tuple[int, ...]) -> list[Flag]:
    """The source says "morgen" and the script a date, or another "morgen" than the source."""
    days = [m for m in mentions(text) if m.kind is FactKind.DATE]
    there = [
        m
        for m in source.mentions(*near[:1])
        if m.role == "relative" or (m.kind is FactKind.WEEKDAY and m.role not in ("each", "dated"))
    ]
    for day in days:
        if day.role == "relative":
            if day.value.endswith(("jahr", "monat")) or re.search(r"\bVorjahr", source.text):
                continue
            if not any(m.value == day.value for m in source.mentions()):
                return [
                    amber(
                        "relative-date",
                        f"„{day.text}“ sagt die Quelle nicht. Nennen Sie das Datum, oder lassen Sie es weg.",
                        day.text,
                    )
                ]
        elif (
            day_of(day.value).day
            and there
            and not any(same(day, m, source.years) or same(m, day, source.years) for m in source.mentions(*near))
        ):
            return [
                amber(
                    "relative-date-resolved",
                    f"Die Quelle sagt hier „{there[0].text}“. Das Datum {day.text} steht an anderer Stelle.",
                    day.text,
                )
            ]
    return []
