# SPDX-License-Identifier: EUPL-1.2
"""Amber: a told statement denies what the source affirms, affirms what it denies, or says the opposite word."""

import re
from typing import Final

from pipeline.language.bridges import echo
from pipeline.language.check_bounds import limited, neither
from pipeline.language.check_harm import harm
from pipeline.language.check_prices import CHANGE, UNCHANGED, dearer
from pipeline.language.check_scope import (
    already,
    also_not,
    also_so,
    also_there,
    exception,
    exempt,
    instead,
    not_only,
    other_side,
    prefixed,
    still_there,
    sweeping,
)
from pipeline.language.finite import tokens as bare_words
from pipeline.language.finite import verbal
from pipeline.language.force_turns import BARE_INFINITIVE, BOUNDED, FORBIDS, SAYING, UNDECIDED
from pipeline.language.force_words import Force, forces
from pipeline.language.ground import Flag, Ground, amber, clauses, marked, short
from pipeline.language.modality import CANCELLED
from pipeline.language.morphology import content, roots, stem
from pipeline.language.polarity import AXES, FREE, KNOWN, Sense, denial, denies_in_words, senses
from pipeline.language.quotations import plain, quotations, unquoted
from pipeline.language.retold_part import excepted, nearly_best, past_the_predicate, retold_part, same_end
from pipeline.language.same_sense import (
    AS_EVER,
    HINDERS,
    LIFTED,
    RETOLD,
    SMOOTH,
    agree,
    denied_roots,
    freed,
    refuses,
    sides,
    touches,
)
from pipeline.language.statements import Twin, statements, twins

_CLEAR: Final = 0.6
"""From this score on it is clear which statement is retold: what stands beside it in its sentence is another matter."""
_SURE: Final = 0.7
"""From this score on the statement beside the retold one says nothing against it."""
_ALTERED: Final = next((axis, sign) for axis, sign in AXES["ändern"] if sign < 0)
_TURNS_AT: Final = re.compile(r"\b(?:dreh\w+|schraub\w+|rüttel\w+) an\b")
_ASIDE: Final = re.compile(
    r",\s(?:(?:in|an|auf|mit|für|von|bei) )?"
    r"(?:die|der|das|dem|den|deren|dessen|denen|welche\w?|dass|ob|weil|wenn|obwohl|falls|sofern|da)\s"
    r"[^,]*(?:,|$)|^(?:Wie|Ob|Dass|Wer|Was|Wenn|Weil)\s[^,]*,"
)
"""A subordinate clause: what it denies is not what its sentence denies."""


def polarity(text: str, wide: str, source: Ground) -> list[Flag]:
    """Compare each statement of a told sentence with those of the source that it goes back to; at most one flag."""
    for told in statements(unquoted(text)):
        found = [twin for twin in twins(told, source) if not _quoted(twin.text, text)]
        if not found or source.verbatim(told) or _names_only(told, text):
            continue
        if UNDECIDED.match(told) and forces(source.sentences[found[0].sentence]) & {Force.PLAN, Force.REQUEST, Force.LIKELY}:
            continue
        rest = " ".join(other for other in statements(unquoted(text)) if other != told)
        flag = (
            _reversed(told, found, source)
            or _added(told, found, source)
            or _lost(_WHOEVER.sub("", told), found, source, rest)
            or exempt(told, source)
            or also_not(told, source)
            or limited(told, found)
            or neither(told, source)
            or also_so(told, source)
            or also_there(told, source)
            or still_there(told, found, source)
            or exception(told, found)
            or already(told, found, source)
            or prefixed(told, found)
            or not_only(told, found)
            or other_side(told, found, source)
            or sweeping(told, found, source)
            or harm(told, source)
        )
        if flag is not None:
            return [flag]
    return instead(text, wide)


_FOR_MONEY: Final = re.compile(r"\bnur gegen (?:eine )?(?:\w+ )?(?:Gebühr|Bezahlung|Geld|Entgelt|Kaution)\b")
_NARROWED: Final = re.compile(
    r"\b[Nn]ur\b(?! (?:noch )?(?:eingeschränkt|teilweise|bedingt|begrenzt|langsam|schleppend|selten)\b)"
)
_WITHOUT: Final = re.compile(r"(?i)\bohne\b.*\b(?:nicht|nichts|kein\w*|niemand)\b|\b(?:nicht|nichts|kein\w*|niemand)\b.*\bohne\b")
_ONLY_SO: Final = re.compile(
    r"(?i)\b(?:nur|ausschließlich|vorausgesetzt|voraussetzung|erforderlich|\w*pflicht"
    r"|muss|müssen|nötig|notwendig)\b"
)
_NOT_BEFORE: Final = re.compile(r"(?i)\bnicht vor\b|\bvor\b[^,;]*\bnicht\b")
_WHO: Final = re.compile(r"^(?:Auch )?(?i:wer|wenn|falls)\s[^,]*,")
_WHOEVER: Final = re.compile(r"^[Ww]er\s[^,]*\b(?:will|möchte|mag),\s(?=\w+t\s)")
"""Whom it is told to; what he does not want is not what is denied: "Wer nicht per Brief wählen will, geht ins Wahllokal"."""
_SAME_FOR: Final = re.compile(r"\bändert sich[^,;]*\bnichts\b|\bnichts ändert\b")
_WISHED: Final = re.compile(
    r"(?i)\b(?:angeregt|vorgeschlagen|gefordert|fordert|fordern|beantragt\w*|wünsch\w+"
    r"|regt\w*\b.*\ban|schl[äu]gt?\b.*\bvor)\b"
)
_BEFORE_NOW: Final = re.compile(r"(?i)\b(?:vorige\w*|vergangene\w*|letzte\w*|vorjahr\w*|zuvor|früher|damals|bisher)\b")
_OPENS: Final = re.compile(
    r"\b(?:darf|dürfen|kann|können|kommt|kommen|fährt|fahren)\b[^,;]*\b(?:ins?|aufs?|durch|zum|zur|hinein|rein|über)\b"
    r"(?! [^,;]*zu\b)"
)
"""Coming in or through, which says that something is open."""
_BEYOND: Final = re.compile(
    r"(?i)\b(?:mehr|weniger|länger|höher|größer|schwerer|später|früher|jünger|älter) als\b|\b(?:über|unter|vor|nach|außerhalb)\b"
)
_AROUND: Final = re.compile(
    r"(?i)\b(?:umfahr\w*|ausweich\w*|umleit\w*|umgeleitet\w*|umweg\w*|stattdessen|nur|erst|bis|außer|statt|zu fuß|weiterhin"
    r"|jedoch)\b"
)


def _names_only(told: str, text: str) -> bool:
    """Whether a part of a sentence states nothing: "Ortswehren zusammenlegen, …", "…, bittet der Kreis"."""
    if told == text:
        return False
    words = bare_words(told)
    if BARE_INFINITIVE.search(told) and not any(verbal(word) for word in words[:-1]):
        return True
    said = [token for token in content(told) if not token.capital]
    return len(said) <= 1 and bool(words) and (SAYING.match(told) is not None or ("„" in text and verbal(words[0])))


def _reversed(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """The opposite word, or the same one with a "nicht" more or less."""
    only = _NARROWED.search(_WHO.sub(" ", told))
    if found[0].score < 0.3 or (only and not _FOR_MONEY.search(told)):
        return None
    if _WITHOUT.search(told) and _ONLY_SO.search(found[0].text):
        return None  # "nur mit Begleitung" told as "ohne Begleitung nicht"
    if _NOT_BEFORE.search(found[0].text) and re.search(r"(?i)\b(?:frühestens|erst)\b", told):
        return None
    if same_end(told, found[0].text, source) or excepted(told, found[0].text):
        return None
    if re.search(r"(?i)\b(?:erst|frühestens)\b", found[0].text) and denial(told) and re.search(r"(?i)\b(?:vor|bis)\b", told):
        return None  # "erst ab 9 Uhr" told as "vor 9 Uhr nicht"
    if denial(told) and _BEYOND.search(told) and BOUNDED.search(found[0].text):
        return None  # "bis zu fünf dürfen" told as "mehr als fünf nicht"
    found = past_the_predicate(told, found, source)
    wished = _WISHED.search(found[0].text) and Force.REQUEST not in forces(told)
    there = frozenset() if wished else senses(found[0].text)  # what is only proposed is not so
    for twin in (other for other in found[1:] if other.score >= 0.85 * found[0].score):
        there |= {(side, word) for side, word in senses(twin.text) if (marked(told) & marked(twin.text)) - {stem(word)}}
    taken = frozenset(sense for sense, _ in there)
    sided = sides(told)
    everywhere = frozenset().union(*(sides(sentence) for sentence in source.sentences))
    for (axis, sign), word in sorted(senses(told)):
        if (
            axis == KNOWN
            and (axis, sign) not in everywhere
            and (axis, -sign) in everywhere
            and not re.search(r"\b(?:ob|wird|werden|muss|müssen|soll|sollen)\b", told)
        ):
            return amber("meaning-reversed", f"„{word}“: Die Quelle sagt das Gegenteil.", word)  # "Ursache unklar" → "weiß man"
        if (axis, -sign) not in taken and (axis, sign) not in everywhere:
            there = there | _elsewhere((axis, -sign), word, told, found[0].sentence, source)
            taken = frozenset(sense for sense, _ in there)
        if axis == CHANGE and word in ("mehr", "weniger") and _BEFORE_NOW.search(told):
            continue  # "vier mehr als im Vorjahr" told as "im Vorjahr waren es vier weniger"
        here = taken
        if (axis, sign) in taken and (axis, -sign) in taken:
            here = sides(retold_part(told, found[0].text, source))  # "hier nicht mehr, dort schon": which of both is retold
        if (axis, -sign) in sided or (axis, sign) in here or (axis, -sign) not in here:
            continue
        other = next(other for sense, other in sorted(there) if sense == (axis, -sign))
        more, less = denial(told) is not None, denial(found[0].text) is not None
        code = "meaning-reversed" if more == less else "negation-flipped" if more else "negation-lost"
        return amber(code, f"„{word}“: Die Quelle sagt „{other}“: „{short(found[0].text)}“", word)
    shut = (0, -1) in taken and (0, -1) not in sided and found[0].score >= RETOLD and Force.CHANCE not in forces(found[0].text)
    if shut and _OPENS.search(told) and not (denial(told) or _AROUND.search(told) or denies_in_words(told, "", strict=True)):
        return amber("meaning-reversed", f"Die Quelle sagt: „{short(found[0].text)}“", told)
    if (flag := dearer(told, source, everywhere)) is not None:
        return flag
    moved = next((word for (axis, sign), word in sorted(senses(told)) if axis == CHANGE or (axis, sign) == _ALTERED), None)
    moved = moved or next((met.group() for met in [_TURNS_AT.search(told)] if met), None)
    still = UNCHANGED.search(found[0].text) and not any(axis == CHANGE for axis, _ in taken)
    if moved is not None and still and not UNCHANGED.search(told) and not re.search(r"\bweiterhin\b", told) and not denial(told):
        return amber("meaning-reversed", f"„{moved}“: In der Quelle ändert sich nichts: „{short(found[0].text)}“", moved)
    return None


_GOES_ON: Final = re.compile(r"(?i)\b(?:weiter\w*|wie (?:gewohnt|bisher|immer)|nach wie vor|auch|trotzdem|offen|auf|möglich)\b")
_SPARED: Final = re.compile(r"(?i)\bnicht (?:da(?:von|rvon) )?(?:betroffen|gefährdet|beeinträchtigt|gesperrt)\b")
"""What is said to go on, though with a "nicht"."""


def _elsewhere(sense: Sense, word: str, told: str, best: int, source: Ground) -> frozenset[tuple[Sense, str]]:
    """Find this side of a pair in a statement of the source that shares another word with the told one."""
    rest = roots(told) - {stem(word)}
    return frozenset(
        (side, other)
        for number, sentence in enumerate(source.sentences)
        for piece in statements(sentence)
        for side, other in senses(piece)
        if side == sense
        and source.overlap(rest & source.known, roots(piece) - {stem(other)}) >= (0.01 if abs(number - best) <= 1 else 0.2)
    )


def _added(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """A "nicht" or "kein" that no statement of the source makes that could be meant."""
    said = denial(told) or CANCELLED.search(told)
    if said is None:
        return None
    near = [twin.text for twin in nearly_best(found)]
    mine = echo(told, source)
    if found[0].score < _CLEAR or "," in told:
        near += [piece for piece in statements(source.sentences[found[0].sentence]) if roots(piece) & mine]
    if _supported(told, source) or (re.search(r"\b(?:darf|dürfen)\b", told) and any(FORBIDS.search(text) for text in near)):
        return None
    settled = re.search(r"\b(?:noch nicht|ob|bekannt|klar|fest\w*|entschieden|weiß|geklärt|sicher)\b", told) is not None
    if any(
        touches(told, _SPARED.sub(" ", text), mine)
        or denies_in_words(text, told, open_too=settled)
        or agree(told, text)
        or refuses(text, told, told)
        for text in near
    ):
        return None
    if (KNOWN, -1) in sides(told) and any((KNOWN, -1) in sides(sentence) for sentence in source.sentences):
        return None  # "die Ursache ist unklar" told as "woher, weiß man nicht"
    denied = denied_roots(told, pieces=True)
    if not denial(told) and (found[0].score < RETOLD or any(source.words.has(word) for word in said.group().split()[:1])):
        return None
    if any(denied & denied_roots(piece, pieces=True) for sentence in source.sentences for piece in statements(sentence)):
        return None
    return amber(
        "negation-flipped",
        f"„{said.group()}“: Die Quelle verneint hier nichts. Dort steht: „{short(found[0].text)}“",
        said.group(),
    )


def _supported(told: str, source: Ground) -> bool:
    """Whether some statement of the source takes the side of a denial by the opposite word: "kostet nichts" ← "ist frei"."""
    part = " ".join(clause for clause in clauses(told) if denial(clause))
    mine = sides(part)
    if not mine:
        return False
    about = roots(told)
    return any(
        shared and (FREE in shared or len(about & roots(piece)) >= 2) and not denial(piece)
        for sentence in source.sentences
        for piece in statements(sentence)
        for shared in [mine & sides(piece)]
    )


def _told_so(told: str, said: str, rest: str) -> bool:
    """Whether the rest of the sentence or other words say what is denied: "keine Störung" → "läuft glatt"."""
    if denied_roots(said) & (denied_roots(rest) | (roots(rest) if denial(rest) else frozenset())):
        return True
    if denies_in_words(rest, said, strict=True) and roots(rest) & roots(said):
        return True
    if denial(rest) and Force.MUST in forces(rest) & forces(said):
        return True  # "erwünscht, aber nicht vorgeschrieben" told as "gern gesehen, Pflicht sind sie nicht"
    if re.search(r"\b[Ee]rst\b.*\bwieder\b", told) and re.search(r"(?i)\bnicht (?:mehr|statt)\b|\bkein\w* mehr\b", said):
        return True  # "in diesem Jahr nicht mehr" told as "erst im nächsten wieder"
    if _SPARED.search(said) and _GOES_ON.search(told):
        return True
    if re.search(r"(?i)\bnur\b", told) and re.search(r"(?i)\bohne\b.*\bkein", said):
        return True  # "ohne Pass kein Paket" told as "nur mit Pass"
    calm = AS_EVER.search(told)
    if calm is not None and calm.group() not in said:
        return True
    if SMOOTH.search(told) and HINDERS.search(said):
        return True
    if _NOT_BEFORE.search(said) and re.search(r"(?i)\b(?:frühestens|erst)\b", told):
        return True
    if _BEYOND.search(said) and BOUNDED.search(told):
        return True  # "kein Kind länger als 45 Minuten" told as "höchstens 45 Minuten"
    if freed(told, said):
        return True
    # "das Tempolimit gilt nicht mehr"
    return LIFTED.search(said) is not None and re.search(r"(?i)\b(?:wieder|darf|dürfen|frei)\b", told) is not None


_WHETHER: Final = re.compile(r"\b[Oo]b\b")
_BUT: Final = re.compile(r"\bnicht\b(?P<not>[^;]*?), sondern (?P<but>[^;]*)")


def _but(told: str, said: Twin, source: Ground) -> bool:
    """Whether a statement tells what stands after the "sondern" of the source, and not what is denied before it."""
    met = _BUT.search(source.sentences[said.sentence])
    if met is None:
        return False
    denied, instead_of = roots(met["not"]), roots(met["but"])
    return bool((instead_of - denied) & roots(told)) and not (denied - instead_of) & roots(told)


def _lost(told: str, found: list[Twin], source: Ground, rest: str) -> Flag | None:
    """A denial of the source that the told statement does not make."""
    best = found[0]
    if denial(told) or best.score < RETOLD or (_SAME_FOR.search(best.text) and not re.search(r"(?i)änder", told)):
        return None
    near = nearly_best(found)
    if best.score < _SURE:
        near += [twin for twin in found if twin.sentence == best.sentence and twin not in near]
    denied = [twin for twin in near if denial(twin.text)]
    mine, things = echo(told, source), echo(" ".join(t.text for t in content(told) if t.capital), source)
    said = next(
        (
            twin
            for twin in denied
            for text in [_WHO.sub(" ", twin.text) if not _WHO.match(told) else twin.text]
            if (twin is best and denial(_ASIDE.sub(" ", twin.text)) and touches(told, twin.text, mine))
            or denied_roots(text) & mine
            or (twin.sentence == best.sentence and roots(text) & (things - roots(best.text)))
            or denied_roots(text, pieces=True) & things
        ),
        None,
    )
    if said is not None and (_told_so(told, said.text, rest) or _but(told, said, source)):
        return None
    if (
        said is not None
        and not denies_in_words(told, said.text, strict=True)
        and not agree(told, said.text)
        and not refuses(_WHO.sub(" ", told), said.text, said.text)
    ):
        if Force.MUST in forces(told) and re.search(r"\b(?:darf|dürfen)\b", said.text):
            return None  # what is not allowed may be told as a duty to do otherwise
        if any(
            not denial(twin.text) and denied_roots(said.text) & roots(twin.text)
            for twin in found
            if twin.score >= 0.8 * best.score
        ):
            return None  # the source says it without a denial too
        return amber("negation-lost", f"Die Quelle verneint: „{short(said.text)}“ Der Satz tut es nicht.", told)
    gone = CANCELLED.search(best.text)
    if gone and re.search(r"(?i)\b(?:\w*bußgeld|geldbuße|strafe|verwarngeld)\b", told):
        return None  # whoever does what is forbidden pays for it
    if (
        gone
        and best.score >= 0.5
        and not CANCELLED.search(told)
        and not denies_in_words(told, best.text)
        and not agree(told, best.text)
    ):
        if gone.group().lower().startswith("fehl") and re.search(r"(?i)\b(?:ge)?(?:such|brauch|benötig|nötig)", told):
            return None
        if denial(rest) and roots(rest) & roots(best.text):
            return None  # told in the other half of the sentence
        if _WHETHER.search(told) and _WHETHER.search(best.text):
            return None
        if LIFTED.search(best.text) and gone.group().lower().startswith(("aufgehoben", "ausgesetzt", "entf", "gestrichen")):
            return None  # a ban that is lifted allows again
        if stem(gone.group().split()[0]) in roots(told) or re.search(r"\bentf\w+ auf\b|\bauf\b.*\bentf", best.text):
            return None
        return amber("negation-lost", f"Die Quelle sagt „{gone.group()}“: „{short(best.text)}“ Der Satz sagt es nicht.", told)
    return None


def _quoted(clause: str, text: str) -> bool:
    """Whether a statement of the source is what the told sentence quotes."""
    wording = plain(clause)
    return bool(wording) and any(
        wording in quote.value or quote.value in wording for quote in quotations(text) if " " in quote.value
    )
