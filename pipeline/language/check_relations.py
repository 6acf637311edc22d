# SPDX-License-Identifier: EUPL-1.2
"""Amber: how binding, denied, conditional, caused or reported a told statement is, against the source's clause."""

import re
from typing import Final

from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.check_claims import causes, relative_days, senders
from pipeline.language.ground import Clause, Flag, Ground, amber, short
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.modality import (
    CANCELLED,
    CLOSED,
    CONDITIONAL,
    LIMITS,
    NEGATION,
    OPPOSITES,
    Force,
    denies,
    forces,
    tells_denial,
)
from pipeline.language.morphology import content, roots, stem
from pipeline.language.quotations import plain, quotations, unquoted

CLOSE: Final = 0.42
"""From this share of shared content on, a source clause counts as what the sentence retells (tuned on the development split)."""
_SOFT: Final = frozenset({Force.REQUEST, Force.PLAN, Force.LIKELY})
_BOUND: Final = {
    "upto": "bis zu",
    "least": "mindestens",
    "over": "mehr als",
    "under": "weniger als",
    "about": "rund",
    "from": "ab",
}
_SAME_BOUND: Final = ({"upto", "under"}, {"least", "over", "from"}, {"about"})


def relations(text: str, source: Ground, cited: tuple[int, ...], before: str = "") -> tuple[Flag, ...]:
    """Compare one told sentence with the clauses that it goes back to; `before` is what the story told already."""
    near = source.nearest(text, cited)
    if not near or source.verbatim(text):
        return ()
    wide = "\n".join(source.sentences[n] for n in near)
    clause, share = source.clause(text, near)
    narrow = clause.text if clause is not None else ""
    if _quoted(narrow, text):
        narrow, share = "", 0.0  # a quotation is compared word for word elsewhere
    flags = [
        *_force(text, narrow, wide, share, source),
        *_negation(text, narrow, wide, share, source, near),
        *_opposites(text, narrow, wide, share, source),
        *_bounds(text, source, near),
        *_limits(text, narrow, wide, share, source, before),
        *causes(text, wide, source, near),
        *senders(text, source, near),
        *relative_days(text, source, near),
    ]
    return tuple(flags)


def _force(text: str, narrow: str, wide: str, share: float, source: Ground) -> list[Flag]:
    """Obligation that the cited sentences do not state, or a plan, request or expectation told as a fact."""
    told = forces(unquoted(text))
    there = forces(wide)
    if Force.MUST in told and Force.MUST not in there:
        word = _first(Force.MUST, text)
        return [
            amber(
                "obligation-hardened",
                f"„{word}“: So verbindlich sagt es die Quelle nicht. Dort steht: „{short(narrow or wide)}“",
                word,
            )
        ]
    soft = forces(narrow) & _SOFT
    if soft and not told & (_SOFT | {Force.CHANCE, Force.REPORTED}) and share >= CLOSE:
        if Force.MUST in told and Force.MUST in forces(narrow):
            return []
        force = sorted(soft)[0]
        return [
            amber(
                "obligation-hardened",
                f"Die Quelle nennt eine {force}, der Satz eine Tatsache. Dort steht: „{short(narrow)}“",
                text,
            )
        ]
    if (
        Force.CHANCE in forces(narrow)
        and not told
        and share >= 0.6
        and re.search(r"\b(?:kann|können|könnte|könnten|möglich)\b", narrow)
    ):
        return [
            amber(
                "obligation-hardened",
                f"Die Quelle nennt eine Möglichkeit, der Satz eine Tatsache. Dort steht: „{short(narrow)}“",
                text,
            )
        ]
    if Force.MUST in told and soft and not _must_close(text, source) and share >= CLOSE:
        return [
            amber(
                "obligation-hardened",
                f"Die Quelle nennt eine {sorted(soft)[0]}, der Satz eine Pflicht. Dort steht: „{short(narrow)}“",
                text,
            )
        ]
    return []


def _must_close(text: str, source: Ground) -> bool:
    """Whether some clause of the source binds in the same matter."""
    told = roots(text)
    return any(Force.MUST in forces(clause.text) and source.overlap(told, clause.roots) >= 0.3 for clause in source.clauses)


def _first(force: Force, text: str) -> str:
    from pipeline.language.modality import MARKERS

    words = next(words for kind, words in MARKERS if kind is force)
    match = words.search(text)
    return match.group() if match else text


def _negation(text: str, narrow: str, wide: str, share: float, source: Ground, near: tuple[int, ...]) -> list[Flag]:
    """A denial in the script that the source does not make, or one of the source that is lost."""
    spoken = unquoted(text)
    said = NEGATION.search(spoken)
    if said:
        return _denial_added(text, said.group(), narrow, wide, source)
    denied = NEGATION.search(narrow)
    if denied and not re.search(r"nicht nur|nicht mehr als|nicht weniger|nicht zuletzt", narrow):
        if Force.MUST in forces(spoken) and re.search(r"\b(?:darf|dürfen)\b", narrow):
            return []  # what is not allowed may be told as a duty to do otherwise
        if not tells_denial(narrow, spoken) and (share >= CLOSE or _negated(narrow, denied.end()) & roots(text)):
            return [amber("negation-lost", f"Die Quelle verneint: „{short(narrow)}“ Der Satz tut es nicht.", text)]
    told = roots(text)
    for clause in source.clauses:
        word = _negated_by(clause.text) if clause.sentence in near and not _quoted(clause.text, text) else frozenset()
        if (
            word & told
            and len(told & source.roots[clause.sentence]) >= 2
            and not tells_denial(clause.text, spoken)
            and not _affirmed(word, clause, source)
        ):
            return [amber("negation-lost", f"Die Quelle verneint: „{short(clause.text)}“ Der Satz tut es nicht.", text)]
    gone = CANCELLED.search(narrow)
    if (
        gone
        and share >= 0.6
        and not CANCELLED.search(spoken)
        and not tells_denial(f"nicht {narrow}", spoken)
        and stem(gone.group().split()[0]) not in roots(text)
    ):
        return [amber("negation-lost", f"Die Quelle sagt „{gone.group()}“: „{short(narrow)}“ Der Satz sagt es nicht.", text)]
    return []


def _quoted(clause: str, text: str) -> bool:
    """Whether a clause of the source is what the told sentence quotes."""
    wording = plain(clause)
    return bool(wording) and any(
        wording in quote.value or quote.value in wording for quote in quotations(text) if " " in quote.value
    )


def _affirmed(words: frozenset[str], denied: Clause, source: Ground) -> bool:
    """Whether another clause says without a denial what this one denies."""
    return any(words & clause.roots and clause != denied and not NEGATION.search(clause.text) for clause in source.clauses)


def _denial_added(text: str, word: str, narrow: str, wide: str, source: Ground) -> list[Flag]:
    """Find out whether a "nicht" or "kein" of the script goes back to the source."""
    if re.search(r"\b(?:nichts|nicht) mehr\b", text) and CLOSED.search(source.text):
        return []
    spots = [clause.text for clause in source.clauses if len(roots(text) & clause.roots) >= 2] or [wide]
    if (
        any(NEGATION.search(spot) for spot in (narrow, *spots))
        or denies(narrow, text)
        or denies(wide, text)
        or any(denies(spot, text) for spot in spots)
    ):
        return []
    told = roots(text)
    if any(NEGATION.search(clause.text) and _negated_by(clause.text) & told for clause in source.clauses):
        return []
    return [amber("negation-flipped", f"„{word}“: Die Quelle verneint hier nichts. Dort steht: „{short(narrow or wide)}“", word)]


def _negated_by(clause: str) -> frozenset[str]:
    match = NEGATION.search(clause)
    return _negated(clause, match.end()) if match else frozenset()


def _negated(clause: str, at: int) -> frozenset[str]:
    """Give the stem of the word that a denial in a clause belongs to: the next word of content."""
    following = [token for token in content(clause) if token.start >= at][:1]
    return frozenset(stem(token.text) for token in following)


_STATT: Final = re.compile(r"\b[Ss]tatt\s+(?:(?:um|von|mit|in|auf|de[rs]|einer|eines)\s+)?(?P<noun>[A-ZÄÖÜ][\wäöüß-]+|\d+)")


def _opposites(text: str, narrow: str, wide: str, share: float, source: Ground) -> list[Flag]:
    """The script says "öffnet" where the source says "schließt", or turns a "statt" around."""
    flags = []
    for pair in OPPOSITES if not NEGATION.search(text) else ():
        for mine, other in (pair, pair[::-1]):
            said = mine.search(text)
            if not said or other.search(text) or mine.search(narrow) or not (there := other.search(narrow)):
                continue
            rest = roots(text) - {stem(said.group().split()[0])}
            if not mine.search(wide) or share >= 0.5 or source.overlap(rest, roots(narrow)) >= 0.7:
                flags.append(amber("meaning-reversed", f"„{said.group()}“: Die Quelle sagt „{there.group()}“.", said.group()))
    mine_instead, theirs = _STATT.search(text), _STATT.search(wide)
    if mine_instead and theirs and stem(mine_instead["noun"]) != stem(theirs["noun"]) and mine_instead["noun"] in wide:
        flags.append(
            amber(
                "meaning-reversed",
                f"Die Quelle sagt „statt {theirs['noun']}“, der Satz „statt {mine_instead['noun']}“.",
                mine_instead.group(),
            )
        )
    return flags[:1]


def _bounds(text: str, source: Ground, near: tuple[int, ...]) -> list[Flag]:
    """ "bis zu 2.500 Euro" told as "2.500 Euro", or as "mindestens 2.500 Euro"."""
    flags = []
    for told in mentions(text):
        if told.kind not in QUANTITIES:
            continue
        twins = [m for m in source.mentions() if m.kind in QUANTITIES and m.size == told.size and same(told, m)]
        local = [m for m in source.mentions(*near) if m in twins] or twins
        if not local or any(_bound_kept(told, twin) for twin in local):
            continue
        bound = _BOUND[local[0].hedge] if local[0].hedge else ""
        if bound:
            flags.append(
                amber("condition-dropped", f"Die Quelle sagt „{bound} {local[0].text}“. Übernehmen Sie die Grenze.", told.text)
            )
        else:
            flags.append(
                amber("condition-changed", f"Die Quelle sagt nur „{local[0].text}“, ohne „{_BOUND[told.hedge]}“.", told.text)
            )
    return flags


def _bound_kept(told: Mention, source: Mention) -> bool:
    if told.hedge == source.hedge or (told.hedge == "about" and not source.hedge):
        return True
    return any(told.hedge in group and source.hedge in group for group in _SAME_BOUND)


def _limits(text: str, narrow: str, wide: str, share: float, source: Ground, before: str) -> list[Flag]:
    """A limit of the source's clause that is not told: nur, vorerst, teilweise, wenn …"""
    if not narrow:
        return []
    context = f"{before} {text}"
    for group in LIMITS:
        match = group.search(narrow)
        if not match or group.search(context) or any(m.start <= match.start() < m.end for m in mentions(narrow)):
            continue
        following = [token for token in content(narrow) if token.start >= match.end()][:2]
        told = roots(text)
        touched = bool(following) and stem(following[0].text) in told
        if (touched and share >= 0.3) or share >= 0.6:
            if _hedged_number(narrow, match.end()):
                continue
            return [
                amber("condition-dropped", f"Die Quelle schränkt ein: „{match.group()}“. Dort steht: „{short(narrow)}“", text)
            ]
    if share >= 0.5 and (size := _size_limit(narrow, text, context)):
        return [amber("condition-dropped", f"Die Quelle meint nur: „{size}“.", text)]
    if share >= 0.5 and (people := _group(source.sentences[source.nearest(text)[0]], context)):
        return [amber("condition-dropped", f"Die Quelle meint nur: „{people}“.", text)]
    condition = CONDITIONAL.search(wide)
    if condition and share >= 0.5 and not CONDITIONAL.search(context) and not re.match(r"(?i)wer\b", condition.group()):
        sentence = next((s for s in wide.split("\n") if narrow in s), "")
        tail = next(
            (
                c.text
                for c in source.clauses
                if c.text in sentence and c.text != narrow and CONDITIONAL.match(c.text.lstrip("und "))
            ),
            "",
        )
        if tail and len(roots(tail) & roots(context)) <= len(roots(tail)) // 3:
            return [amber("condition-dropped", f"Die Quelle nennt eine Bedingung: „{short(tail)}“", text)]
    return []


def _size_limit(narrow: str, text: str, context: str) -> str:
    """Find a noun that the source limits by a number ("Lastwagen über 12 Tonnen") and that is told without it."""
    for match in re.finditer(
        r"(?P<noun>[A-ZÄÖÜ][\wäöüß-]+)\s+(?:über|unter|ab|mit mindestens|mit höchstens|mit mehr als"
        r"|mit weniger als|mit bis zu)\s",
        narrow,
    ):
        number = next((m for m in mentions(narrow) if m.kind in QUANTITIES and 0 <= m.start - match.end() <= 3), None)
        if number is not None and stem(match["noun"]) in roots(text) and not any(same(m, number) for m in mentions(context)):
            return f"{match.group()}{number.text}"
    return ""


def _group(sentence: str, context: str) -> str:
    """Find the people for whom alone a sentence holds ("Für Eltern von …") and of whom nothing is told."""
    match = re.match(
        r"(?:Nur f|F)ür (?!die |den |das |der |dem |eine)[^.;]*?(?=\s(?:ist|sind|gibt|gilt|gelten|kann"
        r"|können|muss|müssen|reduziert|kostet|wird|werden|findet|bietet|steht|stehen|entfällt|sinkt"
        r"|beträgt)\b)",
        sentence,
    )
    if match is None:
        return ""
    meant = roots(match.group())
    return match.group() if meant and not meant & roots(context) else ""


def _hedged_number(clause: str, at: int) -> bool:
    return any(m.start - at in range(6) and m.hedge for m in mentions(clause))
