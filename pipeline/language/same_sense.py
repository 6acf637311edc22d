# SPDX-License-Identifier: EUPL-1.2
"""Whether a denial of one statement is said by another in other words: by an opposite, as allowed, as going on as ever."""

import re
from typing import Final

from pipeline.language.force_turns import NEEDLESS
from pipeline.language.force_words import Force, forces
from pipeline.language.ground import clauses
from pipeline.language.morphology import content, roots, stem
from pipeline.language.polarity import AXES, FREE, Sense, denial, lemmas, senses

RETOLD: Final = 0.38
"""From this share on a statement of the source counts as what the told one retells (tuned on the development split)."""
AS_EVER: Final = re.compile(
    r"\b(?:bleib\w+|wie (?:gewohnt|üblich|immer|bisher|(?:sie|er|es) (?:ist|sind|war))"
    r"|planmäßig|unverändert)\b"
)
"""What does not change, said without a denial."""
SMOOTH: Final = re.compile(
    r"(?i)\b(?:normal|regulär|reibungslos|ungestört|glatt|gut|weiter|planmäßig|jederzeit"
    r"|immer|in Ordnung|einwandfrei|sauber|bestens)\b"
)
HINDERS: Final = re.compile(
    r"(?i)\b(?:kein\w*|nicht mit|ohne) (?:\w+e[nr]? )?\w*(?:einschränkung|behinderung|verzögerung|störung"
    r"|nachteil|problem|ausf[aä]ll|pause"
    r"|verst[oö]ß|mangel|mängel|schaden|schäden|fehler|auffällig|wartezeit|änderung|abstrich|hindernis|bedenken|beanstandung)\w*"
)
LIFTED: Final = re.compile(
    r"(?i)\b\w*(?:verbot|sperrung|sperre|beschränkung|einschränkung|begrenzung|pflicht|gebot|warnung|warnstufe|quarantäne|auflage"
    r"|umleitung|stopp|limit|evakuierung|ausgangssperre)(?:e[nrs]?|en|s|n)?\b"
)
"""What stands in the way: "das Badeverbot ist aufgehoben" says that bathing is allowed."""
_NEUTRAL: Final = frozenset(
    AXES[word][0][0]
    for word in (
        "nachts abends wochenende draußen unten hinten süden westen rechts kalt nass "
        "aussteigen ausziehen umziehen verkaufen veräußern"
    ).split()
)
"""Pairs of which neither side denies anything."""


def sides(text: str) -> frozenset[Sense]:
    return frozenset(sense for sense, _ in senses(text))


def agree(told: str, text: str) -> bool:
    """Whether both take the same side of some pair, one with a "nicht" and one with the opposite word."""
    parts = [clause for clause in clauses(told) if denial(clause)] or [told]
    return any(sides(part) & sides(text) for part in parts)


def freed(told: str, denied: str) -> bool:
    """Whether what nobody has to do is told as what may be done, and nobody as everybody: "jeder kommt dran"."""
    if re.search(r"(?i)\b(?:jede[rsnm]?|alle[nrm]?)\b", told) and re.search(r"(?i)\bniemande[nm]\b", denied):
        return Force.MUST not in forces(told)
    if Force.CHANCE in forces(told) and re.search(r"(?i)\bnicht (?:betroffen|gesperrt|gefährdet|beeinträchtigt)\b", denied):
        return True
    needless = NEEDLESS.search(denied)
    loose = re.search(r"(?i)\b(?:einfach|spontan|reich(?:t|en)|genüg(?:t|en)|auch)\b", told)
    return needless is not None and (Force.CHANCE in forces(told) or loose is not None) and Force.MUST not in forces(told)


_FEE: Final = re.compile(r"(?i)\b\w*(?:gebühr|beitrag|beiträge|bußgeld|entgelt|zuschlag|aufpreis|strafzins)\w*")
"""Who pays refuses nothing where a fee is denied: "Mahngebühren entstehen nicht" → "man zahlt eine Mahngebühr"."""


def refuses(text: str, other: str, denying: str) -> bool:
    """Whether a text says by the denying word of a pair of opposites what `other` denies; the word must not stand in `other`."""
    stems = roots(other)
    said = denial(denying)
    words = content(denying)
    near = [t for t in words if said and t.start >= said.end()][:2] + [t for t in words if said and t.end <= said.start()][-1:]
    there = roots(text if denying == other else other)
    if any(stem(t.text) in there for t in near if said and (not t.capital or t.start >= said.end())):
        return False
    same = frozenset(lemmas(other))
    nouns = frozenset(word for token in content(text) if token.capital for word in lemmas(token.text))
    return any(
        sign < 0
        and axis not in _NEUTRAL
        and stem(word) not in stems
        and word not in same | nouns
        and not (axis == FREE[0] and _FEE.search(other))
        for (axis, sign), word in senses(text)
    )


def part_at(text: str, at: int) -> str:
    """Give the part of a statement between two commas that holds a place in it."""
    start = max(text.rfind(",", 0, at), text.rfind(";", 0, at), text.rfind("–", 0, at)) + 1
    ends = [end for end in (text.find(mark, at) for mark in ",;–") if end >= 0]
    return text[start : min(ends, default=len(text))]


def touches(told: str, text: str, mine: frozenset[str] = frozenset()) -> bool:
    """Whether the denial of a source statement stands in a part of it that is retold at all: "jedoch keine Möbel" may not.

    `mine` are the roots of what is told, where not all of its words count.
    """
    said = denial(text)
    if said is None:
        return False
    part = part_at(text, said.start())
    here = roots(part)
    if here & (mine or roots(told)) or not here:
        return True
    # a part without a noun is the predicate: "der Umzug, der geplant war, wird nicht weiterverfolgt"
    return not any(token.capital for token in content(part)) and bool(roots(text) & roots(told))


def denied_roots(text: str, pieces: bool = False) -> frozenset[str]:
    """Give the roots beside a denial, those of compounds with their pieces if wanted: what it takes back."""
    said = denial(text)
    if said is None:
        return frozenset()
    words = content(text)
    after = [t for t in words if t.start >= said.end()][:2]
    before = [t for t in words if t.end <= said.start()][-1:]
    found = frozenset(stem(t.text) for t in (*after, *before))
    return found.union(*(roots(t.text) for t in before)) if pieces else found
