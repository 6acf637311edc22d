# SPDX-License-Identifier: EUPL-1.2
"""Whether a sentence has a source: it names one that exists, and the item knows its words. For `vet` and for the check."""

from typing import Final

from pipeline.language.check_bindings import unsupported
from pipeline.language.ground import Flag, Ground
from pipeline.model import Origin, Sentence, Severity

UNBACKED: Final = 0.25
"""Below this share of backed content words a sentence counts as invented."""
WEAK: Final = 0.5
"""Below this share an editor should look."""
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
    share, strange = unsupported(text, source)
    words = ", ".join(strange[:4])
    if share < UNBACKED and len(strange) >= _STRANGE:
        message = f"Davon weiß die Quelle nichts: {words}. Streichen Sie den Satz, oder belegen Sie ihn."
        return (Flag("sentence-unsupported", Severity.RED, message, text),)
    if share < WEAK and len(strange) >= 2:
        message = f"Diese Wörter hat die Quelle nicht: {words}. Prüfen Sie, ob der Satz dasselbe sagt."
        return (Flag("words-not-in-source", Severity.AMBER, message, text),)
    return ()


def supported(sentence: Sentence, source: Ground) -> tuple[Flag, ...]:
    """Both rules: what the item says word for word needs no more."""
    if source.verbatim(sentence.text):
        return ()
    return named_source(sentence, source) or backing(sentence.text, source)
