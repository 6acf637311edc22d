# SPDX-License-Identifier: EUPL-1.2
"""Whether a sentence has a source: it names one that exists, and the item knows its words. For `vet` and for the check."""

from typing import Final

from pipeline.language.agreement import same
from pipeline.language.ground import VALUES, Flag, Ground, amber
from pipeline.language.light_words import light
from pipeline.language.mentions import mentions
from pipeline.language.morphology import Token, Vocabulary, content, parts, stem, vocabulary
from pipeline.language.plain_words import alike
from pipeline.language.polarity import joined
from pipeline.language.statements import statements
from pipeline.model import Origin, Sentence, Severity

UNBACKED: Final = 0.25
"""Below this share of backed content words a sentence counts as invented."""
WEAK: Final = 0.5
"""Up to this share one strange word is enough for an editor to look."""
GATHERED: Final = 0.7
"""Two neighbouring sentences of the source must hold this share of a statement's words and values (tuned on the development
split: 32 of 418 faithful sentences and 33 of 39 fabricated ones are below)."""
_SCATTERED: Final = 3
"""A statement whose words stand in no one place of the source is suspicious from so many words and values on."""
_HEADS: Final = frozenset(
    "zeit stunde tag woche stelle dienst zahl wesen kraft art platz raum geld plan punkt weg werk haus hof straße feld".split()
)
"""Last parts of compounds that say little: "Öffnungszeit" is not known where the item has another "Zeit"."""
_STRANGE: Final = 4
"""An invented sentence has at least so many words that the item does not know; a short one may be told in other words."""


def named_source(sentence: Sentence, source: Ground) -> tuple[Flag, ...]:
    """A sentence that names no sentence of its item is red; an editor's needs none."""
    if sentence.origin is Origin.EDITOR or any(0 <= n < len(source.sentences) for n in sentence.sources):
        return ()
    message = "Der Satz nennt keine Quelle. Streichen Sie ihn, oder belegen Sie ihn aus der Meldung."
    return (Flag("sentence-without-source", Severity.RED, message, sentence.text),)


def backing(text: str, source: Ground) -> tuple[Flag, ...]:
    """A text of whose words the source knows hardly any is red, one of which it knows less than half is amber."""
    if source.verbatim(text):
        return ()
    count, strange, _ = _held(text, source)
    words = ", ".join(strange[:4])
    if len(strange) >= _STRANGE and len(strange) > (1.0 - UNBACKED) * count:
        message = f"Davon weiß die Quelle nichts: {words}. Streichen Sie den Satz, oder belegen Sie ihn."
        return (Flag("sentence-unsupported", Severity.RED, message, text),)
    return gathered(text, source)


def gathered(text: str, source: Ground) -> tuple[Flag, ...]:
    """A statement whose words the source does not have in one place is amber: it may be made up of its words."""
    for told in statements(text):
        if source.verbatim(told):
            continue
        count, strange, held = _held(told, source)
        scattered = count >= _SCATTERED and held < GATHERED
        if scattered or (count >= 2 and (len(strange) >= 2 or (strange and held <= WEAK))):
            words = ", ".join(strange[:4])
            why = f"Diese Wörter hat die Quelle nicht: {words}." if words else "Die Quelle sagt das an keiner Stelle so."
            return (amber("words-not-in-source", f"{why} Prüfen Sie, ob der Satz dasselbe sagt.", text),)
    return ()


def _held(told: str, source: Ground) -> tuple[int, tuple[str, ...], float]:
    """Count the telling words and values of a statement → (count, words that the source lacks, share that one place holds)."""
    values = [m for m in mentions(told) if m.kind in VALUES and m.value != "1"]
    words = [t for t in content(told) if not light(t.text) and not any(m.start <= t.start < m.end for m in values)]
    count = len(words) + len(values)
    split = dict(joined(told))

    def has(known: Vocabulary, token: Token) -> bool:
        return knows(known, token.text) or (token.start in split and knows(known, split[token.start]))

    if not count:
        return 0, (), 1.0
    here = []
    for number, sentence in enumerate(source.sentences):
        known = vocabulary(sentence)
        there = source.mentions(number)
        here.append(
            frozenset(t.start for t in words if has(known, t))
            | frozenset(m.start for m in values if any(same(m, other, source.years) for other in there))
        )
    # what the title names is told of in every sentence
    most = max(len(one | after | here[0]) for one, after in zip(here, [*here[1:], frozenset()], strict=True))
    return count, tuple(t.text for t in words if not has(source.words, t)), most / count


def knows(words: Vocabulary, word: str) -> bool:
    """Whether a source has a word, one of its root, or one that says the same."""
    if not words.has(word) and stem(word) not in words.stems and (pieces := parts(word)) and pieces[-1] in _HEADS:
        return any(stem(piece) in words.stems for piece in pieces[:-1])
    if words.backs(word) or _said_otherwise(words, word):
        return True
    if (pieces := parts(word)) and any(w.startswith(pieces[0]) and w.endswith(pieces[-1]) for w in words.words):
        return True  # "Feuerwehrhaus" for "Feuerwehrgerätehaus"
    long = [piece for piece in parts(word) if len(piece) > 2]
    return (
        len(long) > 1
        and all(light(piece) or stem(piece) in words.stems or _said_otherwise(words, piece) for piece in long)
        and not all(light(piece) for piece in long)
    )


def _said_otherwise(words: Vocabulary, word: str) -> bool:
    return any(other in words.lemmas or stem(other) in words.stems for other in alike(word))


def supported(sentence: Sentence, source: Ground) -> tuple[Flag, ...]:
    """Both rules: what the item says word for word needs no more."""
    if source.verbatim(sentence.text):
        return ()
    return named_source(sentence, source) or backing(sentence.text, source)
