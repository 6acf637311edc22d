# SPDX-License-Identifier: EUPL-1.2
"""Main clauses of a sentence, and which one of the source a told one goes back to."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.language.bridges import Unit, units
from pipeline.language.contacts import is_contact
from pipeline.language.finite import tokens as bare_words
from pipeline.language.finite import verbal
from pipeline.language.ground import Ground, marked
from pipeline.language.morphology import stem

_SEAM: Final = re.compile(r"[;:]\s|,\s(?:und\s|aber\s|doch\s)?|\s[–—-]\s|\s(?:und|sowie)\s")
_SUBORDINATE: Final = re.compile(
    r"(?:dass|ob|wenn|falls|sofern|soweit|solange|weil|da|damit|obwohl|während|nachdem|bevor|sodass|so dass"
    r"|um(?= .*(?:\bzu |zu\w+n\b))|ohne|statt|anstatt"
    r"|wie|wo|was|wer|wen|wem|wann|warum|welche[rsmn]?|indem|als|bis|seit|außer|zumal|sobald"
    r"|(?:in|an|auf|mit|für|von|zu|bei|durch|über)? ?(?:der|die|das|dem|den|deren|dessen|denen)(?= [a-zäöü]))\b"
)
_PARTICIPLE: Final = re.compile(r"(?:be|er|ver|ge|ent|zer)\w+t")
_LEADING: Final = re.compile(
    r"(?:(?:Und|Aber|Doch|Denn|Auch) )?(?i:Wer|Wenn|Dass|Weil|Falls|Sofern|Solange|Sobald|Ob|Da|Obwohl|Wo|Was|Wie"
    r"|Woher|Wohin|Warum|Weshalb|Wieso|Wann|Wem|Wen|Wessen|Welche[rsmn]?)\b"
)
_INFINITIVE: Final = re.compile(
    r"(?:\bzu \w+e?n|\b(?:ab|an|auf|aus|bei|bekannt|bereit|bevor|da|dar|durch|ein|empor|entgegen|fern|fertig|fest|fort|frei"
    r"|gegenüber|heim|her|heran|heraus|herein|herunter|hin|hinein|hinaus|hinweg|hoch|kennen|klar|los|mit|nach|nieder|offen|preis"
    r"|sauber|sicher|stand|statt|still|teil|über|um|unter|vor|voran|voraus|vorbei|wahr|weg|weiter|wieder|zu|zurecht"
    r"|zurück|zusammen)"
    r"zu\w+n)\W*$"
)
_FINITE_TOO: Final = frozenset(
    "bekommen erhalten bestehen entstehen betragen entscheiden verlieren behalten verlangen empfangen gewinnen vergeben "
    "verlassen übernehmen unternehmen verbinden entfällt entfallen".split()
)
"""Plurals that could be participles as well."""
_NOT_FINITE: Final = frozenset("worden gewesen geworden".split())
_HEAD: Final = 6
"""A main clause has its verb among so many words."""


EMPTY: Final = frozenset(
    stem(word)
    for word in "dich dir mich mir euch euer deine dein tun tut müsst dürft könnt gern gerne bitte leider halt eben".split()
)
"""Roots of words that say nothing of the matter."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A statement of the source that a told one goes back to; `score` (0..1) says how much both share."""

    sentence: int
    text: str
    score: float


def _finite(word: str) -> bool:
    return word not in _NOT_FINITE and (word in _FINITE_TOO or verbal(word))


def _states(piece: str) -> bool:
    """Whether a piece has a finite verb near its beginning, as a main clause does."""
    words = bare_words(piece)
    last = words[-1] if words else ""
    heads = words[:_HEAD] if last in _FINITE_TOO or not _PARTICIPLE.fullmatch(last) else words[:_HEAD][: len(words) - 1]
    return len(words) >= 2 and any(_finite(word) for word in heads)


def _subordinate(tail: str) -> bool:
    """Whether a piece hangs on what stands before it: "dass …", a relative clause, "… zu sparen"."""
    words = bare_words(tail)
    attribute = len(words) > 2 and words[1].endswith(("e", "en")) and words[2][:1].isupper()
    if len(words) > 1 and words[0] in ("das", "der", "die", "dem", "den") and _finite(words[1]) and not attribute:
        return False  # "das hat der Rat beschlossen"
    first = _SEAM.split(tail, maxsplit=1)[0]
    if _SUBORDINATE.match(tail) is not None or _INFINITIVE.search(first) is not None:
        return True
    whole = re.split(r"[,;]\s", tail, maxsplit=1)[0]  # "…, Mäuse fangen und untersuchen zu lassen"
    return whole != first and first.endswith("n") and first.split()[-1].islower() and _INFINITIVE.search(whole) is not None


_FRONTED: Final = re.compile(r"(?:für|bei|mit|in|im|an|am|auf|ab|zum|zur|von|vom|nach)\b")


def _hangs_open(piece: str) -> bool:
    """Whether a piece ends in a clause whose verb is still to come: "…, der zwischen dem Bahnhof | und den Orten fahren soll"."""
    _, comma, last = piece.rpartition(", ")
    words = bare_words(last)
    if not comma or not words:
        return False
    return (_FRONTED.match(last) is not None and not any(map(_finite, words))) or (_subordinate(last) and not _finite(words[-1]))


_MODAL: Final = re.compile(r"\b(?:soll|sollen|will|wollen|kann|können|könnten?|darf|dürfen|muss|müssen|sollten?|dürften?)\b")
_WAITS: Final = re.compile(r"(?:\w+e[lr]?n|sein|werden)\W*$")


def _ends_it(piece: str, rest: str) -> bool:
    """Whether a piece with a modal verb has its infinitive in the rest: "könnten Elsbeeren | und Eichen gepflanzt werden"."""
    words = bare_words(rest)
    return (
        len(words) >= 3
        and words[-1] in ("werden", "sein", "haben")
        and not any(_finite(word) for word in words[:-2])
        and _MODAL.search(piece) is not None
        and not (bare_words(piece)[-1].islower() and _WAITS.search(piece))
    )


@lru_cache(maxsize=8192)
def statements(sentence: str) -> tuple[str, ...]:
    """Cut a sentence where another main clause begins; what is subordinate stays with its main clause."""
    pieces: list[str] = []
    at = 0
    quoted = [(match.start(), match.end()) for match in re.finditer(r"„[^“]*“", sentence)]
    for seam in _SEAM.finditer(sentence):
        if any(start < seam.start() < end for start, end in quoted):
            continue
        piece, tail = sentence[at : seam.start()], sentence[seam.end() :]
        if seam.group().startswith(";"):
            pieces.append(piece)
            at = seam.end()
            continue
        if _subordinate(tail) or not _states(piece) or (_LEADING.match(piece) and "," not in piece):
            continue
        if seam.group().strip() in ("und", "sowie") and _hangs_open(piece):
            continue
        rest = _SEAM.split(tail, maxsplit=1)[0]
        if _states(rest) and len(rest.split()) >= 3 and not _ends_it(piece, rest):
            pieces.append(piece)
            at = seam.end()
    pieces.append(sentence[at:])
    return tuple(piece.strip() for piece in pieces if piece.strip())


def _ends(told: frozenset[str], source: Ground) -> tuple[Unit, ...]:
    """Give the roots of the source that end in a told one, where nothing else is shared: "gebühr" in "säumnisgebühr"."""
    heads = tuple(root for root in told if len(root) >= 5 and root[0] != "=")
    met = frozenset(root for root in source.known if root.endswith(heads)) if heads else frozenset()
    return tuple(((root, source.weight(root)),) for root in sorted(met))


def twins(told: str, source: Ground, most: int = 3) -> tuple[Twin, ...]:
    """Find the statements of the source that share most with a told one, best first; () where it shares nothing."""
    named = units(told, source, EMPTY) or _ends(marked(told) - EMPTY, source)
    total = sum(unit[0][1] for unit in named)
    if not total:
        return ()
    found = []
    for number, sentence in enumerate(source.sentences):
        if is_contact(sentence):
            continue
        for piece in statements(sentence):
            here = marked(piece) - EMPTY
            shared = sum(next((weight for root, weight in unit if root in here), 0.0) for unit in named)
            if shared:
                whole = sum(source.weight(root) for root in here)
                found.append(Twin(number, piece, round(0.75 * shared / total + 0.25 * min(1.0, shared / whole), 6)))
    found.sort(key=lambda twin: (-twin.score, twin.sentence == 0, twin.sentence))
    return tuple(found[:most])


def verb_first(sentence: str) -> str:
    """Give the condition that a sentence begins with its verb: "Bleibt es trocken, beginnt die Ernte"."""
    first, comma, rest = sentence.partition(", ")
    words, after = first.split(), rest.removeprefix("dann ").removeprefix("so ").split()
    if not comma or not 3 <= len(words) <= 14 or not after or "?" in first:
        return ""
    lead = words[0].lower()
    return first if words[0] != lead and verbal(lead) and after[0].islower() and verbal(after[0]) else ""
