# SPDX-License-Identifier: EUPL-1.2
"""Amber: how binding, denied, conditional, caused or reported a told statement is, against the source's clause."""

import re
from dataclasses import replace
from typing import Final

from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.check_claims import causes, relative_days, senders
from pipeline.language.check_force import hardened
from pipeline.language.check_polarity import polarity
from pipeline.language.force_words import Force, forces
from pipeline.language.ground import Flag, Ground, amber, short
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.modality import CONDITIONAL, LIMITS, PROVISO
from pipeline.language.morphology import content, roots, stem
from pipeline.language.polarity import denial
from pipeline.language.quotations import plain, quotations
from pipeline.language.statements import twins, verb_first

CLOSE: Final = 0.42
"""From this share of shared content on, a source clause counts as what the sentence retells (tuned on the development split)."""
_BOUND: Final = {
    "upto": "bis zu",
    "least": "mindestens",
    "over": "mehr als",
    "under": "weniger als",
    "about": "rund",
    "from": "ab",
}
_BEYOND: Final = {"over": "upto", "under": "least"}
"""A bound told by what is denied beyond it: "mehr als fünf sind nicht erlaubt" for "bis zu fünf"."""
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
        *hardened(formal(text), source),
        *polarity(formal(text), wide, source),
        *_bounds(text, source, near),
        *_limits(text, narrow, wide, share, source, before),
        *causes(text, wide, source, near),
        *senders(text, source, near),
        *relative_days(text, source, near),
    ]
    return tuple(flags)


_FAMILIAR: Final = {
    "kannst": "kann",
    "darfst": "darf",
    "musst": "muss",
    "sollst": "soll",
    "solltest": "sollte",
    "könntest": "könnte",
    "willst": "will",
    "möchtest": "möchte",
    "magst": "mag",
    "hast": "hat",
    "bist": "ist",
    "wirst": "wird",
    "brauchst": "braucht",
    "könnt": "können",
    "dürft": "dürfen",
    "müsst": "müssen",
    "sollt": "sollen",
    "solltet": "sollten",
    "wollt": "wollen",
    "mögt": "mögen",
    "möchtet": "möchten",
    "habt": "haben",
    "seid": "sind",
    "werdet": "werden",
}
"""How one speaks to somebody by "du" and "ihr", and the form by which the words of force are known."""
_SPEAKS_TO: Final = re.compile(rf"\b(?:{'|'.join(_FAMILIAR)})\b", re.IGNORECASE)


def formal(text: str) -> str:
    """ "Ihr könnt kommen" → "Ihr können kommen": the modal verbs of local radio in the form of the press offices."""
    return _SPEAKS_TO.sub(
        lambda match: _FAMILIAR[match.group().lower()].capitalize() if match.group()[0].isupper() else _FAMILIAR[match.group()],
        text,
    )


def _quoted(clause: str, text: str) -> bool:
    """Whether a clause of the source is what the told sentence quotes."""
    wording = plain(clause)
    return bool(wording) and any(
        wording in quote.value or quote.value in wording for quote in quotations(text) if " " in quote.value
    )


def _bounds(text: str, source: Ground, near: tuple[int, ...]) -> list[Flag]:
    """ "bis zu 2.500 Euro" told as "2.500 Euro", or as "mindestens 2.500 Euro"."""
    flags = []
    for told in mentions(text):
        if told.kind not in QUANTITIES:
            continue
        twins = [m for m in source.mentions() if m.kind in QUANTITIES and m.size == told.size and same(told, m)]
        local = [m for m in source.mentions(*near) if m in twins] or twins
        beyond = replace(told, hedge=_BEYOND.get(told.hedge, told.hedge)) if denial(text) else told
        if not local or any(_bound_kept(form, twin) for twin in local for form in (told, beyond)):
            continue
        if local[0].hedge == "about" and re.search(r"(?i)\bgeschätzt\w*|\bschätz\w+", text):
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
        if (
            not match
            or group.search(context)
            or _limited_otherwise(match.group().lower(), text, narrow, source)
            or any(m.start <= match.start() < m.end for m in mentions(narrow))
        ):
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
    twin = next(iter(twins(text, source, most=1)), None)
    if twin is not None and twin.score >= 0.6 and (size := _size_limit(twin.text, text, context)):
        return [amber("condition-dropped", f"Die Quelle meint nur: „{size}“.", text)]
    if share >= 0.5 and (people := _group(source.sentences[source.nearest(text)[0]], context)):
        return [amber("condition-dropped", f"Die Quelle meint nur: „{people}“.", text)]
    if share >= 0.5 and (proviso := _proviso(narrow, wide, context)):
        return [amber("condition-dropped", f"Die Quelle nennt eine Bedingung: „{proviso}“. Dort steht: „{short(narrow)}“", text)]
    condition = CONDITIONAL.search(wide)
    if (
        condition
        and not verb_first(text)
        and share >= 0.5
        and not CONDITIONAL.search(context)
        and not re.match(r"(?i)wer\b", condition.group())
    ):
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


def _limited_otherwise(limit: str, text: str, narrow: str, source: Ground) -> bool:
    """Whether a limit is told by a denial ("erst ab März" → "bis März nicht") or as an end ("nur bis 10" → "schließt um 10")."""
    if limit == "nur" and re.search(r"(?i)\b(?:schon|bereits|schließ\w+|zu|endet|Schluss)\b", text):
        until = [m for m in mentions(narrow) if m.role == "until"]
        if any(same(m, other, source.years) for m in mentions(text) for other in until):
            return True
    if limit in ("nur", "ausschließlich") and re.search(
        r"\b(?:braucht|brauchen|muss|müssen|nötig|Voraussetzung"
        r"|Pflicht)\b",
        text,
    ):
        return True
    if limit in ("nur", "erst", "ausschließlich", "lediglich", "außer", "frühestens", "beschränkt", "begrenzt"):
        return denial(text) is not None
    if limit in ("zunächst", "vorerst") and re.search(r"(?i)\b(?:erst|zuerst|als erste\w*|dann|danach)\b", text):
        return True
    if limit in ("möglichst", "nach möglichkeit") and Force.REQUEST in forces(text):
        return True
    if limit.startswith("ermäßigt") and re.search(r"(?i)\b(?:halbe\w*|hälfte|rabatt|nachlass|billiger|weniger)\b", text):
        return True
    return limit == "spätestens" and any(m.role == "until" for m in mentions(text))


def _proviso(narrow: str, wide: str, context: str) -> str:
    """Find a condition without a verb ("bei gutem Wetter", "unter der Voraussetzung, dass …") of which nothing is told."""
    sentence = next((line for line in wide.split("\n") if narrow in line), narrow)
    if verb_first(context.strip()):
        return ""
    if (first := verb_first(sentence)) and not roots(first) & roots(context) and not CONDITIONAL.search(context):
        return first
    met = PROVISO.search(narrow) or PROVISO.match(sentence)
    if (
        met
        and re.match(r"(?i)auf|nach|mit|gegen|bei (?:interesse|bedarf|nachfrage)", met.group())
        and re.search(r"\b(?:kann|können|möglich\w*)\b", context)
    ):
        return ""
    if met is None or CONDITIONAL.search(context) or PROVISO.search(context) or re.search(r"(?i)\b(?:nur|bei|ohne)\b", context):
        return ""
    tail = re.match(r", [^,]*", sentence[sentence.find(met.group()) + len(met.group()) :])
    said = f"{met.group()}{tail.group() if tail and met.group().endswith(('Voraussetzung', 'Bedingung')) else ''}"
    return "" if roots(said) & roots(context) else met.group()


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
