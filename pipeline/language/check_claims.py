# SPDX-License-Identifier: EUPL-1.2
"""Amber: reasons, findings, senders and days that the source does not report."""

import re

from pipeline.language.agreement import same
from pipeline.language.ground import Flag, Ground, amber, short
from pipeline.language.mentions import mentions
from pipeline.language.modality import CAUSE, FINDING, NEGATION, SENDER, SENDING, STRONG_CAUSE
from pipeline.language.moments import day_of
from pipeline.language.morphology import content, parts, roots, stem, tokens
from pipeline.language.names_de import is_function
from pipeline.language.quotations import quotations, unquoted
from pipeline.model import FactKind


def causes(text: str, wide: str, source: Ground, near: tuple[int, ...]) -> list[Flag]:
    """A reason or a finding that the source does not report."""
    flags = []
    bare = unquoted(text)
    around = "\n".join(source.sentences[k] for n in near for k in (n - 1, n, n + 1) if 0 <= k < len(source.sentences))
    said = STRONG_CAUSE.search(bare)
    if said and NEGATION.search(bare) and re.match(r"(?i)ursache|grund|der grund", said.group()):
        said = None  # that the reason is not known
    if said and not CAUSE.search(wide) and not CAUSE.search(around):
        flags.append(
            amber(
                "reason-invented",
                f"„{said.group()}“: Einen Grund nennt die Quelle hier nicht. Streichen Sie ihn, oder belegen Sie ihn.",
                said.group(),
            )
        )
    elif said:
        behind = list(content(bare[said.end() :]))[:4]
        strange = [t.text for t in behind if not source.words.backs(t.text)]
        if len(strange) >= 2 or (strange and len(strange) == len(behind)):
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


def senders(text: str, source: Ground, near: tuple[int, ...]) -> list[Flag]:
    """ "laut Polizei": a sender that the source does not name for this statement."""
    match = SENDER.search(text)
    if match is None:
        return []
    sender = next(part for part in (match["after"], match["before"], match["subject"], match["behind"]) if part)
    around = sorted({k for n in near for k in (n - 1, n, n + 1) if 0 <= k < len(source.sentences)})
    ground = "\n".join(source.sentences[n] for n in around)
    nouns = [t.text for t in content(sender) if t.capital]
    if not nouns:
        return []
    there = roots(ground) | frozenset(stem(piece) for t in content(ground) for piece in parts(t.text))
    backed = any(
        stem(noun) in there
        or (source.words.has(noun) and _stands(noun, ground))
        or (is_function(noun) and any(is_function(t.text) for t in tokens(ground)))
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
