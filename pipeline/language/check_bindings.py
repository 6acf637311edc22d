# SPDX-License-Identifier: EUPL-1.2
"""Amber: who, what and when belong together in the source, and not otherwise; red only for a weekday that is surely wrong."""

import re
from itertools import pairwise
from typing import Final

from pipeline.language.actors import related
from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.check_compared import compared
from pipeline.language.check_exchange import exchange
from pipeline.language.check_pairs import crossed
from pipeline.language.check_parallels import parallels, straight
from pipeline.language.check_places import exchanged
from pipeline.language.check_sides import sides
from pipeline.language.check_speaker import speaker
from pipeline.language.check_transfer import fair, transfer
from pipeline.language.ground import NAMES, VALUES, Clause, Flag, Ground, amber, clauses, marked, short
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.morphology import content, lemma, roots
from pipeline.language.named_days import other_row
from pipeline.language.quantities import number_text
from pipeline.language.statements import statements
from pipeline.model import FactKind, Severity

MARGIN: Final = 0.1
"""By how much another clause must fit better before a value counts as misplaced (tuned on the development split)."""
_BEGIN: Final = re.compile(r"\b(?:ab|beginn\w*|starte\w*|seit|eröffne\w*|von)\b", re.IGNORECASE)
_BEGINS: Final = re.compile(
    r"(?i)\b(?:beginn\w*|starte\w*|startet|start|eröffne\w*|eröffnung|auftakt|startschuss|anlaufen|läuft\b[^,;]*\ban"
    r"|(?:geht|gehen)\b[^,;]*\blos|los geht|fängt\b[^,;]*\ban|fangen\b[^,;]*\ban)(?=\W|$)"
)
"""Verbs and nouns by which a day without "ab" is told as the beginning."""
_END: Final = re.compile(r"\b(?:bis|end\w+|dauer\w*|läuft|spätestens|Schluss|aufgehoben|fertig|abgeschlossen)\b", re.IGNORECASE)


def bindings(text: str, source: Ground, cited: tuple[int, ...], margin: float = MARGIN) -> tuple[Flag, ...]:
    """Check that the values and names of a told sentence stand where the source has them; a larger `margin` flags less."""
    if source.verbatim(text):
        return ()
    flags: list[Flag] = []
    every = mentions(text)
    for told in statements(text):
        part = mentions(told)
        for mention in part:
            if mention.kind in VALUES and mention.role != "relative" and mention.value != "1":
                flags += (
                    _misplaced(mention, told, part, source, margin) or _counted(mention, source) or _edge(mention, told, source)
                )
            elif mention.kind in NAMES:
                flags += _misplaced(mention, told, part, source, margin)
        flags += crossed(told, source)
    flags += exchanged(text, source, margin)
    flags += speaker(text, every, source)
    flags += () if fair(text, source) else exchange(text, source, cited)
    flags += _turned(text, every, source)
    flags += sides(text, source)
    flags += other_row(text, source)
    flags += compared(text, source)
    flags += parallels(text, source)
    flags += transfer(text, source)
    # what the source pairs so in a row ("65 Prozent das Land, 25 Prozent der Verband") is where it belongs
    flags = [flag for flag in flags if flag.code != "value-misplaced" or not straight(flag.quote, text, source)]
    return tuple({flag.quote: flag for flag in reversed(flags)}.values())[::-1]


def _is(mention: Mention, other: Mention, source: Ground) -> bool:
    """Whether a mention of the source is the told value or name."""
    if mention.kind in VALUES:
        return other.kind in VALUES and same(mention, other, source.years)
    return other.kind in NAMES and bool(set(mention.value.split()) & set(other.value.split()))


def _rival(mention: Mention, other: Mention, source: Ground) -> bool:
    """Whether a mention of the source is of the kind that this value could have been exchanged for."""
    if mention.kind in QUANTITIES:
        if mention.kind is FactKind.NUMBER and other.kind is FactKind.NUMBER:
            return (mention.value == number_text(mention.size)) == (other.value == number_text(other.size))
        return other.kind in QUANTITIES and other.unit in (mention.unit, *_own_units(mention, source))
    # a begin is no rival of an end: whether they were exchanged is another rule
    return mention.kind is other.kind and other.role != "relative" and mention.role in ("", other.role)


def _own_units(mention: Mention, source: Ground) -> frozenset[str]:
    """Give the units that a bare number has in the source: "Wer zehn ist" is an age."""
    if mention.unit:
        return frozenset()
    return frozenset(m.unit for m in source.mentions() if m.kind in QUANTITIES and _is(mention, m, source)) - {"code"}


def _context(mention: Mention, text: str, source: Ground) -> frozenset[str]:
    """Give what a told sentence says around a value: roots that the source knows, and the other values as roots of their own."""
    every = [m for m in mentions(text) if m.kind is not FactKind.QUOTATION]
    blank = text
    for other in every:
        if other is mention or other.kind in (FactKind.DATE, FactKind.TIME, FactKind.WEEKDAY):
            blank = blank[: other.start] + " " * (other.end - other.start) + blank[other.end :]
    words = roots(" ".join(blank.split())) & frozenset().union(*source.roots)
    values = frozenset(f"={other.value}" for other in every if other is not mention and other.kind in VALUES)
    return words | values


def _fit(told: frozenset[str], here: frozenset[str], source: Ground) -> float:
    """Give the share (0..1) of what is told that a clause holds; a shared value counts as much as a rare word."""
    total = sum(source.weight(root) for root in told)
    return round(sum(source.weight(root) for root in told & here) / total, 6) if total else 0.0


def _misplaced(mention: Mention, text: str, every: tuple[Mention, ...], source: Ground, margin: float) -> list[Flag]:
    """The words around a value fit a clause with another value of its kind clearly better than any clause with this one."""
    if not _placed(mention, every, source):
        return []
    told = _context(mention, text, source)
    if len(told) < 2 and not any(source.weight(root) == 1.0 for root in told):
        return []
    own, best, clause = 0.0, 0.0, None
    wide = mention.kind in NAMES  # a name and what it does often stand in two clauses
    for part in source.whole if wide else source.clauses:
        here = mentions(part.text)
        score = _fit(told, _with_its_topic(part, source), source)
        if any(_is(mention, other, source) for other in here):
            own = max(own, score)
        elif _rivals(mention, here, every, source):
            if score > best:
                best, clause = score, part
        elif part.sentence and any(_is(mention, m, source) for m in mentions(source.sentences[part.sentence])):
            own = max(own, score)  # another clause of the same sentence, without a rival
    if clause is None or best < 0.4 or best < own + margin:
        return []
    whole = mentions(source.sentences[clause.sentence])
    if any(_is(mention, m, source) for m in whole) and own > 0.3 and best < own + 2 * margin:
        return []
    there = _rivals(mention, mentions(clause.text), every, source)[0]
    if (
        mention.kind is FactKind.WEEKDAY
        and own <= _NOWHERE
        and best >= _SURELY
        and not any(_is(mention, m, source) for m in whole)
    ):
        message = f"Der Wochentag {mention.text} steht in der Quelle nicht dabei. Dort steht: „{short(clause.text)}“"
        return [Flag("weekday-not-in-source", Severity.RED, message, mention.text)]
    return [
        amber(
            "value-misplaced",
            f"„{mention.text}“ gehört in der Quelle zu etwas anderem. Hier steht dort „{there.text}“: „{short(clause.text)}“",
            mention.text,
        )
    ]


_SURELY: Final = 0.6
_NOWHERE: Final = 0.1
"""Shares of what is told: so much of it stands at another weekday, and so little at this one, that it is the wrong one."""
_TAKEN_UP: Final = re.compile(r"^(?:Sie|Er|Es|Ihr|Ihre|Sein|Seine|Dies|Diese|Dieser|Dieses|Dort|Dazu|Dafür|Das|Davon)\b")


def _with_its_topic(part: Clause, source: Ground) -> frozenset[str]:
    """Give what a clause says, with the sentence before it where it takes that up: "Diese ist Kindern ab zehn vorbehalten"."""
    here = marked(part.text)
    if part.sentence < 2 or not _TAKEN_UP.match(source.sentences[part.sentence]):
        return here
    return here | roots(clauses(source.sentences[part.sentence - 1])[-1])


def _placed(mention: Mention, every: tuple[Mention, ...], source: Ground) -> bool:
    """Whether a told value has a place of its own in the source at all, so that it can stand in a wrong one.

    What is worked out has none; nor has the place that the release is about, nor a row of days that the source has as one.
    """
    if mention.kind in NAMES:
        return (mention.kind is FactKind.NAME and " " in mention.value) or not _at_home(mention, source)
    there = [m for m in source.mentions() if _is(mention, m, source)]
    if mention.kind is FactKind.DATE and mention.role in ("from", "until"):
        row = [m for m in every if m.kind is mention.kind and m.role in ("from", "until") and m is not mention]
        if any(all(any(_is(told, m, source) for m in mentions(s)) for told in (mention, *row)) for s in source.sentences if row):
            return False
    return bool(there)


def _at_home(mention: Mention, source: Ground) -> bool:
    """Whether a place is that of the release: in its title, or named with its town hall or district."""
    own = re.escape(mention.value.split()[-1].removesuffix("er").removesuffix("s"))
    return bool(
        re.search(rf"(?i)\b{own}", source.sentences[0])
        or re.search(rf"(?i)\b(?:stadt|gemeinde|samtgemeinde|landkreis\w*|kreis\w*|rat|amts?) {own}", source.text)
    )


def _rivals(mention: Mention, here: tuple[Mention, ...], every: tuple[Mention, ...], source: Ground) -> list[Mention]:
    """Give the values of a clause that the told one could have replaced: of its kind, other than it, not told beside it."""
    return [
        other
        for other in here
        if _rival(mention, other, source)
        and not _is(mention, other, source)
        and not _counts_otherwise(mention, other, source)
        and not any(_is(told, other, source) for told in every if told is not mention)
    ]


def _counts_otherwise(mention: Mention, other: Mention, source: Ground) -> bool:
    """Whether the source counts with this number what is told, and with the other one something else: guests and medals."""
    if mention.kind is not FactKind.NUMBER or not mention.unit or not other.unit or related(mention.unit, other.unit):
        return False
    return any(m.unit and related(m.unit, mention.unit) for m in source.mentions() if _is(mention, m, source))


def _counted(mention: Mention, source: Ground) -> list[Flag]:
    """ "780 Plätze" where the source counts 780 pupils and other places."""
    if mention.kind is not FactKind.NUMBER or not mention.unit or mention.unit == "code":
        return []
    twins = [m for m in source.mentions() if m.kind is FactKind.NUMBER and m.size == mention.size]
    if not twins or any(not twin.unit or related(twin.unit, mention.unit) for twin in twins):
        return []
    others = [
        m
        for m in source.mentions()
        if m.kind is FactKind.NUMBER and m.unit and m.size != mention.size and related(m.unit, mention.unit)
    ]
    if not others:
        return []
    return [
        amber(
            "value-misplaced",
            f"„{mention.text} {mention.unit.capitalize()}“: Die Quelle zählt {others[0].text} "
            f"{others[0].unit.capitalize()} und {twins[0].text} {twins[0].unit.capitalize()}.",
            mention.text,
        )
    ]


def _edge(mention: Mention, text: str, source: Ground) -> list[Flag]:
    """A beginning told as an end, or the other way round."""
    if mention.kind not in (FactKind.DATE, FactKind.TIME):
        return []
    roles = {m.role for m in source.mentions() if m.kind is mention.kind and same(mention, m, source.years)}
    if not roles or not roles <= {"from", "until", "since"}:
        return []
    head = text[max(0, mention.start - 60) : mention.end]
    if mention.role == "until" or (not mention.role and _END.search(text) and not _BEGIN.search(head)):
        mine = {"until"}
    elif mention.role in ("from", "since") or (not mention.role and _BEGINS.search(text) and not _END.search(text)):
        mine = {"from", "since"}
    else:
        return []
    if mine & roles:
        return []
    return [
        amber(
            "value-misplaced",
            f"„{mention.text}“: In der Quelle steht hier {'das Ende' if 'until' in roles else 'der Beginn'}, "
            "im Satz das Gegenteil.",
            mention.text,
        )
    ]


def _turned(text: str, every: tuple[Mention, ...], source: Ground) -> list[Flag]:
    """Two values that a small word joins ("41 zu 14", "30 statt 60") stand in the source the other way round only."""
    flags = []
    for left, right in pairwise([m for m in every if m.kind in VALUES]):
        if left.kind is not right.kind or not re.fullmatch(
            r"\s*(?:zu|von|statt|auf|bis|gegen)\s*(?:den|die|der)?\s*", text[left.end : right.start]
        ):
            continue
        by = "statt" if "statt" in text[left.end : right.start] else ""
        orders = {
            first.start < second.start
            for n in range(len(source.sentences))
            for first in source.mentions(n)
            for second in source.mentions(n)
            if _is(left, first, source) and _is(right, second, source) and first is not second
            # "34 statt 28" is "von 28 auf 34": only a "statt" of the source has the same order
            if not by or by in source.sentences[n][min(first.end, second.end) : max(first.start, second.start)]
        }
        if orders == {False}:
            pair = text[left.start : right.end]
            message = f"„{pair}“: In der Quelle stehen die beiden Angaben andersherum."
            flags.append(amber("value-misplaced", message, left.text))
    return flags


def unsupported(text: str, source: Ground) -> tuple[float, tuple[str, ...]]:
    """Give the share (0..1) of content words that the source backs, and those that it does not; values are checked elsewhere."""
    values = [(m.start, m.end) for m in mentions(text) if m.kind in VALUES]
    words = [
        t
        for t in content(text)
        if lemma(t.text) not in ("sein", "haben", "werden") and not any(a <= t.start < b for a, b in values)
    ]
    strange = tuple(t.text for t in words if not source.words.backs(t.text))
    return (1.0 - len(strange) / len(words) if words else 1.0), strange
