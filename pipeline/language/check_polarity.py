# SPDX-License-Identifier: EUPL-1.2
"""Amber: a told statement denies what the source affirms, affirms what it denies, or says the opposite word."""

import re
from typing import Final

from pipeline.language.agreement import same
from pipeline.language.force_words import Force, forces
from pipeline.language.ground import Flag, Ground, amber, clauses, marked, short
from pipeline.language.mentions import mentions
from pipeline.language.modality import CANCELLED, CLOSED
from pipeline.language.morphology import content, roots, stem
from pipeline.language.polarity import AXES, EXPLICIT, KNOWN, Sense, denial, denies_in_words, lemmas, senses
from pipeline.language.quotations import plain, quotations, unquoted
from pipeline.language.statements import Twin, statements, twins

RETOLD: Final = 0.38
"""From this share on a statement of the source counts as what the told one retells (tuned on the development split)."""
_BESIDE: Final = 0.6
"""Statements of the source with this share of the best score count too."""
_CHANGE: Final = 1
"""The pair of rising and falling in the table of opposites."""
_ALTERED: Final = next((axis, sign) for axis, sign in AXES["ändern"] if sign < 0)
_TURNS_AT: Final = re.compile(r"\b(?:dreh\w+|schraub\w+|rüttel\w+) an\b")
_UNCHANGED: Final = re.compile(
    r"\b(?:unverändert\w*|unangetastet|auf dem Stand|auf dem Niveau|wie im Vorjahr|wie bisher|keine Änderung\w*|gleich|stabil\w*|wie bisher|bleib\w+ bei|konstant)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r",\s(?:(?:in|an|auf|mit|für|von|bei) )?"
    r"(?:die|der|das|dem|den|deren|dessen|denen|welche\w?|dass|ob|weil|wenn|obwohl|falls|sofern|da)\s"
    r"[^,]*(?:,|$)|^(?:Wie|Ob|Dass|Wer|Was|Wenn|Weil)\s[^,]*,"
)
"""A subordinate clause: what it denies is not what its sentence denies."""
_EXEMPT: Final = re.compile(
    r"\b(?:ausgenommen|Ausgenommen|mit Ausnahme|ausgeschlossen|außer|nicht für|nicht betroffen|befreit"
    r"|[Bb]is auf(?! [Ww]eiteres))\b"
)
_NOT_ONLY: Final = re.compile(r"\bnicht (?:nur|allein|ausschließlich)\b|\bnicht\b[^,;]*\bbeschränkt\b", re.IGNORECASE)
_ONLY: Final = re.compile(r"\b[Nn]ur\b|\b(?:vorbehalten|beschränkt)\b")
_AS_EVER: Final = re.compile(r"\b(?:bleib\w+|wie (?:gewohnt|üblich|immer|bisher)|planmäßig|unverändert)\b")
"""What does not change, said without a denial."""
_LIFTED: Final = re.compile(
    r"(?i)\b\w*(?:verbot|sperrung|sperre|beschränkung|einschränkung|begrenzung|pflicht|gebot|warnung|warnstufe|quarantäne|auflage"
    r"|umleitung|stopp|limit|evakuierung|ausgangssperre)(?:e[nrs]?|en|s|n)?\b"
)
"""What stands in the way: "das Badeverbot ist aufgehoben" says that bathing is allowed."""
_STATT: Final = re.compile(r"\b[Ss]tatt\s+(?:(?:um|von|mit|in|auf|de[rs]|einer|eines)\s+)?(?P<noun>[A-ZÄÖÜ][\wäöüß-]+|\d+)")


def polarity(text: str, wide: str, source: Ground) -> list[Flag]:
    """Compare each statement of a told sentence with those of the source that it goes back to; at most one flag."""
    for told in statements(unquoted(text)):
        found = [twin for twin in twins(told, source) if not _quoted(twin.text, text)]
        if not found or source.verbatim(told):
            continue
        rest = " ".join(other for other in statements(unquoted(text)) if other != told)
        flag = (
            _reversed(told, found, source)
            or _added(told, found, source)
            or _lost(told, found, source, rest)
            or _exempt(told, source)
            or _also_not(told, source)
            or _exception(told, found)
            or _already(told, found, source)
            or _prefixed(told, found)
            or _not_only(told, found)
        )
        if flag is not None:
            return [flag]
    return _instead(text, wide)


_FOR_MONEY: Final = re.compile(r"\bnur gegen (?:eine )?(?:\w+ )?(?:Gebühr|Bezahlung|Geld|Entgelt|Kaution)\b")
_OPENS: Final = re.compile(
    r"\b(?:darf|dürfen|kann|können|kommt|kommen|fährt|fahren)\b[^,;]*\b(?:ins?|aufs?|durch|zum|zur|hinein|rein|über)\b"
    r"(?! [^,;]*zu\b)"
)
"""Coming in or through, which says that something is open."""
_AROUND: Final = re.compile(
    r"(?i)\b(?:umfahr\w*|ausweich\w*|umleit\w*|umgeleitet\w*|umweg\w*|stattdessen|nur|erst|bis|außer|statt|zu fuß|weiterhin"
    r"|jedoch)\b"
)
_STILL_SO: Final = re.compile(
    r"(?i)\b(?:weiter|weiterhin|uneingeschränkt|jederzeit|regulär|normal|keine einschränkung\w*|ohne (?:einschränkung"
    r"|bedenken|abkochen)\w*|ausgenommen|nicht (?:betroffen|gefährdet)|hingegen|dagegen"
    r"|wie (?:gewohnt|üblich|bisher)|bedenkenlos|unbedenklich"
    r"|bleib\w+\b[^,;]*\b(?:geöffnet|offen|erreichbar|zugänglich|bestehen|erhalten)|(?:darf|dürfen|kann|können))\b"
)
"""What the source says goes on, is allowed or is left out of a ban."""
_ALSO: Final = re.compile(r"\b[Aa]uch\b(?P<what>(?: [^\s,;]+){1,4})")
_SAVE: Final = re.compile(r"\b(?:außer|bis auf|mit Ausnahme von|ausgenommen)\b(?P<but>[^,.;]*)|\bnur\b(?P<not>[^,.;]*)\bnicht\b")
_NARROW: Final = re.compile(r"(?i)\b(?:nur|ausschließlich|lediglich|allein|vor allem|vorrangig)\b")
_ALREADY: Final = re.compile(r"(?i)\b(?:bereits|schon|inzwischen|mittlerweile)\b")
_NOT_YET: Final = re.compile(
    r"(?i)\bnoch (?:nicht|nichts|kein\w*|offen|unklar)\b|\b(?:steht|stehen)\b[^,;]*\b(?:noch )?aus(?=\W*$|[,.;])"
    r"|\bunter vorbehalt\b"
    r"|\bunklar\b|\bungeklärt\b|\bnicht (?:bekannt|geklärt)\b"
)


def _near(found: list[Twin]) -> list[Twin]:
    return [twin for twin in found if twin.score >= _BESIDE * found[0].score]


def _sides(text: str) -> frozenset[Sense]:
    return frozenset(sense for sense, _ in senses(text))


def _reversed(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """The opposite word, or the same one with a "nicht" more or less."""
    only = re.search(r"\b[Nn]ur\b(?! (?:noch )?(?:eingeschränkt|teilweise|bedingt|begrenzt|langsam|schleppend|selten)\b)", told)
    if found[0].score < 0.3 or (only and not _FOR_MONEY.search(told)):
        return None
    if _same_end(told, found[0].text, source) or _excepted(told, found[0].text):
        return None
    if re.search(r"(?i)\b(?:erst|frühestens)\b", found[0].text) and denial(told) and re.search(r"(?i)\b(?:vor|bis)\b", told):
        return None  # "erst ab 9 Uhr" told as "vor 9 Uhr nicht"
    there = senses(found[0].text)
    for twin in (other for other in found[1:] if other.score >= 0.85 * found[0].score):
        there |= {(side, word) for side, word in senses(twin.text) if (marked(told) & marked(twin.text)) - {stem(word)}}
    sides = frozenset(sense for sense, _ in there)
    mine = _sides(told)
    everywhere = frozenset().union(*(_sides(sentence) for sentence in source.sentences))
    for (axis, sign), word in sorted(senses(told)):
        if (
            axis == KNOWN
            and (axis, sign) not in everywhere
            and (axis, -sign) in everywhere
            and not re.search(r"\b(?:ob|wird|werden|muss|müssen|soll|sollen)\b", told)
        ):
            return amber("meaning-reversed", f"„{word}“: Die Quelle sagt das Gegenteil.", word)  # "Ursache unklar" → "weiß man"
        if (axis, -sign) not in sides and (axis, sign) not in everywhere:
            there = there | _elsewhere((axis, -sign), word, told, source)
            sides = frozenset(sense for sense, _ in there)
        here = sides
        if (axis, sign) in sides and (axis, -sign) in sides:
            here = _sides(_retold_part(told, found[0].text, source))  # "hier nicht mehr, dort schon": which of both is retold
        if (axis, -sign) in mine or (axis, sign) in here or (axis, -sign) not in here:
            continue
        other = next(other for sense, other in sorted(there) if sense == (axis, -sign))
        more, less = denial(told) is not None, denial(found[0].text) is not None
        code = "meaning-reversed" if more == less else "negation-flipped" if more else "negation-lost"
        return amber(code, f"„{word}“: Die Quelle sagt „{other}“: „{short(found[0].text)}“", word)
    shut = (0, -1) in sides and (0, -1) not in mine and found[0].score >= RETOLD
    if shut and _OPENS.search(told) and not (denial(told) or _AROUND.search(told) or denies_in_words(told, "", strict=True)):
        return amber("meaning-reversed", f"Die Quelle sagt: „{short(found[0].text)}“", told)
    moved = next((word for (axis, sign), word in sorted(senses(told)) if axis == _CHANGE or (axis, sign) == _ALTERED), None)
    moved = moved or next((met.group() for met in [_TURNS_AT.search(told)] if met), None)
    still = _UNCHANGED.search(found[0].text) and not any(axis == _CHANGE for axis, _ in sides)
    if moved is not None and still and not _UNCHANGED.search(told) and not denial(told):
        return amber("meaning-reversed", f"„{moved}“: In der Quelle ändert sich nichts: „{short(found[0].text)}“", moved)
    return None


def _retold_part(told: str, text: str, source: Ground) -> str:
    """Give the clause of a source statement that a told one shares clearly more with than with any other, else the whole."""
    scored = sorted(((source.overlap(marked(told), marked(part)), part) for part in clauses(text)), reverse=True)
    return scored[0][1] if len(scored) > 1 and scored[0][0] >= 0.5 and scored[0][0] >= 2 * scored[1][0] else text


def _excepted(told: str, text: str) -> bool:
    """Whether what is told is what the source takes out: "bis auf den Sonntag geöffnet" → "sonntags zu"."""
    said = _EXEMPT.search(text)
    if said is None:
        return False
    out = {token.text.lower()[:6] for token in content(_part(text, said.end())[:60]) if token.capital}
    return any(word.text.lower()[:6] in out for word in content(told)) and bool(
        re.match(r"(?i)bis auf|außer|mit ausn", said.group())
    )


def _same_end(told: str, text: str, source: Ground) -> bool:
    """Whether a closing time is told for what the source calls open until then: "nur bis 12 Uhr geöffnet" → "schließt um 12"."""
    if re.search(r"(?i)\b(?:schließ\w+|zu|Schluss|dicht|geschlossen)\b", told) is None:
        return False
    until = [m for m in mentions(text) if m.role == "until"]
    return any(m.role != "until" and same(m, other, source.years) for m in mentions(told) for other in until)


def _elsewhere(sense: Sense, word: str, told: str, source: Ground) -> frozenset[tuple[Sense, str]]:
    """Find this side of a pair in a statement of the source that shares another word with the told one."""
    rest = roots(told) - {stem(word)}
    return frozenset(
        (side, other)
        for sentence in source.sentences
        for piece in statements(sentence)
        for side, other in senses(piece)
        if side == sense and rest & (roots(piece) - {stem(other)})
    )


def _agree(told: str, text: str) -> bool:
    """Whether both take the same side of some pair, one with a "nicht" and one with the opposite word."""
    parts = [clause for clause in clauses(told) if denial(clause)] or [told]
    return any(_sides(part) & _sides(text) for part in parts)


def _freed(told: str, denied: str) -> bool:
    """Whether what nobody has to do is told as what may be done, and nobody as everybody: "jeder kommt dran"."""
    if re.search(r"(?i)\b(?:jede[rsnm]?|alle[nrm]?)\b", told) and re.search(r"(?i)\bniemande[nm]\b", denied):
        return Force.MUST not in forces(told)
    needless = re.search(
        r"(?i)\b(?:nicht|kein\w*|niemand|ohne)\b[^,;]*\b(?:nötig|notwendig|erforderlich|verlangt|verpflichtet|müssen|\w*pflicht)\b"
        r"|\b(?:muss|müssen|braucht|brauchen)\b[^,;]*\b(?:nicht|kein\w*)\b",
        denied,
    )
    loose = re.search(r"(?i)\b(?:einfach|spontan|reich(?:t|en)|genüg(?:t|en)|auch)\b", told)
    return needless is not None and (Force.CHANCE in forces(told) or loose is not None) and Force.MUST not in forces(told)


def _refuses(text: str, other: str, denying: str) -> bool:
    """Whether a text says by the denying word of a pair of opposites, which `other` has not, what the other denies in other words."""
    stems = roots(other)
    said = denial(denying)
    words = content(denying)
    near = [t for t in words if said and t.start >= said.end()][:2] + [t for t in words if said and t.end <= said.start()][-1:]
    if any(stem(t.text) in roots(text if denying == other else other) for t in near if said and (not t.capital or t.start >= said.end())):
        return False
    same = frozenset(lemmas(other))
    nouns = frozenset(word for token in content(text) if token.capital for word in lemmas(token.text))
    return any(
        sign < 0 and axis not in _NEUTRAL and stem(word) not in stems and word not in same | nouns
        for (axis, sign), word in senses(text)
    )


_NEUTRAL: Final = frozenset(
    AXES[word][0][0]
    for word in "nachts abends wochenende draußen unten hinten süden westen rechts kalt nass aussteigen ausziehen verkaufen veräußern".split()
)
"""Pairs of which neither side denies anything."""


def _part(text: str, at: int) -> str:
    """Give the part of a statement between two commas that holds a place in it."""
    start = max(text.rfind(",", 0, at), text.rfind(";", 0, at), text.rfind("–", 0, at)) + 1
    ends = [end for end in (text.find(mark, at) for mark in ",;–") if end >= 0]
    return text[start : min(ends, default=len(text))]


def _touches(told: str, text: str) -> bool:
    """Whether the denial of a source statement stands in a part of it that is retold at all: "jedoch keine Möbel" may not."""
    said = denial(text)
    if said is None:
        return False
    part = _part(text, said.start())
    here = roots(part)
    if here & roots(told) or not here:
        return True
    # a part without a noun is the predicate: "der Umzug, der geplant war, wird nicht weiterverfolgt"
    return not any(token.capital for token in content(part)) and bool(roots(text) & roots(told))


def _added(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """A "nicht" or "kein" that no statement of the source makes that could be meant."""
    said = denial(told) or CANCELLED.search(told)
    if said is None:
        return None
    near = [twin.text for twin in _near(found)] + [source.sentences[found[0].sentence]]
    settled = re.search(r"\b(?:noch nicht|ob|bekannt|klar|fest\w*|entschieden|weiß|geklärt|sicher)\b", told) is not None
    if any(
        _touches(told, text) or denies_in_words(text, told, open_too=settled) or _agree(told, text) or _refuses(text, told, told)
        for text in near
    ):
        return None
    if (KNOWN, -1) in _sides(told) and any((KNOWN, -1) in _sides(sentence) for sentence in source.sentences):
        return None  # "die Ursache ist unklar" told as "woher, weiß man nicht"
    denied = _denied(told)
    if not denial(told) and (found[0].score < RETOLD or any(source.words.has(word) for word in said.group().split()[:1])):
        return None
    if any(denied & _denied(piece) for sentence in source.sentences for piece in statements(sentence)):
        return None
    return amber(
        "negation-flipped",
        f"„{said.group()}“: Die Quelle verneint hier nichts. Dort steht: „{short(found[0].text)}“",
        said.group(),
    )


def _denied(text: str) -> frozenset[str]:
    """Give the roots beside a denial: what it takes back."""
    said = denial(text)
    if said is None:
        return frozenset()
    words = content(text)
    after = [t for t in words if t.start >= said.end()][:2]
    before = [t for t in words if t.end <= said.start()][-1:]
    return frozenset(stem(t.text) for t in (*after, *before))


def _lost(told: str, found: list[Twin], source: Ground, rest: str) -> Flag | None:
    """A denial of the source that the told statement does not make."""
    best = found[0]
    if denial(told) or best.score < RETOLD:
        return None
    denied = [twin for twin in _near(found) if denial(twin.text)]
    said = next(
        (
            twin
            for twin in denied
            if (twin is best and denial(_ASIDE.sub(" ", twin.text)) and _touches(told, twin.text))
            or _denied(twin.text) & roots(told)
        ),
        None,
    )
    if said is not None and _denied(said.text) & (_denied(rest) | (roots(rest) if denial(rest) else frozenset())):
        return None  # told in the other half of the sentence
    if said is not None and denies_in_words(rest, said.text, strict=True) and roots(rest) & roots(said.text):
        return None
    if said is not None and denial(rest) and Force.MUST in forces(rest) & forces(said.text):
        return None  # "erwünscht, aber nicht vorgeschrieben" told as "gern gesehen, Pflicht sind sie nicht"
    if said is not None and re.search(r"(?i)\bnur\b", told) and re.search(r"(?i)\bohne\b.*\bkein", said.text):
        return None  # "ohne Pass kein Paket" told as "nur mit Pass"
    calm = _AS_EVER.search(told)
    if calm is not None and said is not None and calm.group() not in said.text:
        return None
    if said is not None and _freed(told, said.text):
        return None
    if said is not None and _LIFTED.search(said.text) and re.search(r"(?i)\b(?:wieder|darf|dürfen|frei)\b", told):
        return None  # "das Tempolimit gilt nicht mehr"
    if (
        said is not None
        and not denies_in_words(told, said.text, strict=True)
        and not _agree(told, said.text)
        and not _refuses(told, said.text, said.text)
    ):
        if Force.MUST in forces(told) and re.search(r"\b(?:darf|dürfen)\b", said.text):
            return None  # what is not allowed may be told as a duty to do otherwise
        if any(
            not denial(twin.text) and _denied(said.text) & roots(twin.text) for twin in found if twin.score >= 0.8 * best.score
        ):
            return None  # the source says it without a denial too
        return amber("negation-lost", f"Die Quelle verneint: „{short(said.text)}“ Der Satz tut es nicht.", told)
    gone = CANCELLED.search(best.text)
    if (
        gone
        and best.score >= 0.5
        and not CANCELLED.search(told)
        and not denies_in_words(told, best.text)
        and not _agree(told, best.text)
    ):
        if denial(rest) and roots(rest) & roots(best.text):
            return None  # told in the other half of the sentence
        if _LIFTED.search(best.text) and gone.group().lower().startswith(("aufgehoben", "ausgesetzt", "entf", "gestrichen")):
            return None  # a ban that is lifted allows again
        if stem(gone.group().split()[0]) in roots(told) or re.search(r"\bentf\w+ auf\b|\bauf\b.*\bentf", best.text):
            return None
        return amber("negation-lost", f"Die Quelle sagt „{gone.group()}“: „{short(best.text)}“ Der Satz sagt es nicht.", told)
    return None


def _exempt(told: str, source: Ground) -> Flag | None:
    """Something told as included ("auch für Tauben") that the source takes out ("Ausgenommen sind Tauben")."""
    also = re.search(r"\b[Aa]uch\b(?P<what>(?: \S+){1,4})", told)
    if also is None or denial(told) or _EXEMPT.search(told):
        return None
    meant = frozenset(stem(t.text) for t in content(also["what"]) if t.capital)
    for sentence in source.sentences:
        for piece in statements(sentence):
            said = _EXEMPT.search(piece)
            if said and meant & roots(_part(piece, said.start())):
                return amber("meaning-reversed", f"Die Quelle nimmt das aus: „{short(piece)}“", also.group().strip())
    return None


def _also_not(told: str, source: Ground) -> Flag | None:
    """Something told as shut out too ("auch die Sauna nicht") that the source leaves open ("die Sauna bleibt geöffnet")."""
    also = _ALSO.search(told)
    if also is None or not (denial(told) or CANCELLED.search(told)):
        return None
    meant = frozenset(stem(t.text) for t in content(also["what"]))
    rest = roots(told)
    for sentence in source.sentences:
        for piece in statements(sentence):
            said = _STILL_SO.search(piece)
            here = roots(piece)
            if said is None or not meant & here or len(rest & here) < min(2, len(rest)):
                continue
            bare = _NO_BAN.sub(" ", piece)
            if any(denial(part) and meant & roots(part) for part in clauses(bare)) or CLOSED.search(bare):
                continue
            return amber("negation-flipped", f"„{also.group().strip()}“: Die Quelle sagt „{short(piece)}“", also.group().strip())
    return None


_NO_BAN: Final = re.compile(
    r"(?i)\b(?:keine einschränkung\w*|nicht (?:betroffen|gefährdet)|ohne \w+|von de[rmn] \w+ ausgenommen|[^,]*\bjedoch nicht)\b"
)


def _exception(told: str, found: list[Twin]) -> Flag | None:
    """What alone the source allows, told as what alone is not: "nur auf Treppen erlaubt" → "erlaubt, nur auf Treppen nicht"."""
    best = found[0].text
    save, narrow = _SAVE.search(told), _NARROW.search(best)
    if save is None or narrow is None or found[0].score < RETOLD or _EXEMPT.search(best) or denial(best):
        return None
    but = roots(save["but"] or save["not"] or "")
    if len(but & roots(best[narrow.end() :])) * 2 < len(but) or not but:
        return None
    return amber(
        "meaning-reversed", f"„{save.group().strip()}“: Die Quelle sagt es nur davon: „{short(best)}“", save.group().strip()
    )


def _already(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """What has not come yet, told as done: "noch nichts ausgezahlt" → "bereits geflossen"."""
    word = _ALREADY.search(told)
    if word is None or denial(told) or found[0].score < 0.3 or _NOT_YET.search(told):
        return None
    whole = source.sentences[found[0].sentence]
    if word.group().lower() in source.text.lower() or not any(_NOT_YET.search(text) for text in (whole, found[0].text)):
        return None
    return amber("negation-lost", f"„{word.group()}“: Die Quelle sagt „{short(whole)}“", word.group())


def _prefixed(told: str, found: list[Twin]) -> Flag | None:
    """The word of the source with an "un-" more or less: "unbeschädigt" ↔ "beschädigt"."""
    if found[0].score < RETOLD or (denial(told) is None) != (denial(found[0].text) is None):
        return None
    mine, there = _forms(told), _forms(found[0].text)
    plainly = EXPLICIT.search(told) is None and EXPLICIT.search(found[0].text) is None
    for one, other, here in ((mine, there, True), (there, mine, False)) if plainly else ():
        for word in sorted(one):
            bare = _UN.fullmatch(word)
            if bare and word not in other and any(stem(bare["bare"]) == stem(form) for form in other if len(form) > 4):
                quote = word if here else told
                return amber("meaning-reversed", f"„{word}“ und nicht: „{short(found[0].text)}“", quote)
    for word in sorted(mine):
        bare = word.removeprefix("un")
        other = bare if bare != word else f"un{word}"
        if len(bare) >= 5 and other in there and word not in there and other not in mine:
            return amber("meaning-reversed", f"„{word}“: Die Quelle sagt „{other}“: „{short(found[0].text)}“", word)
    return None


_UN: Final = re.compile(
    r"un(?P<bare>(?:ge|be|ver|er|an|ent|zu|aus|ab|ein|vor|auf)\w{4,}|\w{3,}(?:lich|bar|sam|ig|end|iert)\w{0,2})"
)


def _forms(text: str) -> frozenset[str]:
    """Give the words of a text and their lemmas, all small."""
    return frozenset(token.text.lower() for token in content(text)) | frozenset(word.lower() for word in lemmas(text))


def _not_only(told: str, found: list[Twin]) -> Flag | None:
    """ "nur für Mitglieder" told as "nicht nur für Mitglieder", or the other way round."""
    if found[0].score < RETOLD:
        return None
    mine, there = _NOT_ONLY.search(told), _NOT_ONLY.search(found[0].text)
    only_here, only_there = _ONLY.search(told), _ONLY.search(found[0].text)
    if (mine and only_there and not there) or (there and only_here and not mine):
        return amber("meaning-reversed", f"„{short(told)}“: Die Quelle sagt „{short(found[0].text)}“", told)
    return None


def _quoted(clause: str, text: str) -> bool:
    """Whether a statement of the source is what the told sentence quotes."""
    wording = plain(clause)
    return bool(wording) and any(
        wording in quote.value or quote.value in wording for quote in quotations(text) if " " in quote.value
    )


def _instead(text: str, wide: str) -> list[Flag]:
    """A "statt" that is turned around: "Blumen statt Spenden"."""
    mine, theirs = _STATT.search(text), list(_STATT.finditer(wide))
    if mine is None or not theirs or any(stem(other["noun"]) == stem(mine["noun"]) for other in theirs):
        return []
    if mine["noun"] not in wide or re.search(rf"statt (?:bisher )?{re.escape(mine['noun'])}", wide):
        return []
    message = f"Die Quelle sagt „statt {theirs[0]['noun']}“, der Satz „statt {mine['noun']}“."
    return [amber("meaning-reversed", message, mine.group())]
