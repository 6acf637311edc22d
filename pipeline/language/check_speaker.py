# SPDX-License-Identifier: EUPL-1.2
"""Amber: a quotation in the mouth of somebody else than in the source."""

from pipeline.language.ground import Flag, Ground
from pipeline.language.light_words import light
from pipeline.language.mention import Mention
from pipeline.language.modality import SENDER
from pipeline.language.morphology import lemma, tokens
from pipeline.language.names_de import is_function
from pipeline.language.quotations import quotations, unquoted
from pipeline.model import FactKind, Severity


def speaker(text: str, every: tuple[Mention, ...], source: Ground) -> list[Flag]:
    """A quotation in the mouth of someone who does not stand near it in the source."""
    quotes = quotations(text)
    people = [m for m in every if m.kind is FactKind.NAME] or _known_people(text, source)
    if not quotes or len(quotes[0].value.split()) < 4:
        return []
    home = [
        n
        for n, s in enumerate(source.sentences)
        if any(q.value in quote.value or quote.value in q.value for q in quotes for quote in quotations(s))
    ]
    near = {k for n in home for k in range(n - 2, n + 3)}
    names = [e.mention for e in source.facts if e.fact.kind is FactKind.NAME]
    if not home or not names:
        return []
    if not people:
        return _stranger_speaks(unquoted(text), _closest(home[0], source))
    surname = people[0].value.split()[-1]
    close = {
        word for e in source.facts if e.fact.kind is FactKind.NAME and e.fact.sentence in near for word in e.mention.value.split()
    }
    if surname in close or not close or surname.removesuffix("s") in close:
        own = _closest(home[0], source)
        return (
            []
            if own is None or surname in own.value.split() or surname.removesuffix("s") in own.value.split()
            else _wrong_mouth(people[0], own)
        )
    return _wrong_mouth(people[0], names[0])


def _stranger_speaks(frame: str, own: Mention | None) -> list[Flag]:
    """Whether the words around a quotation name a speaker, and not the one whom the source has in its sentence."""
    said = SENDER.search(frame)
    if own is None or said is None:
        return []
    words = {lemma(t.text) for t in tokens(frame)} | {t.text.lower().removesuffix("s") for t in tokens(frame)}
    held = {*(word.lower() for word in own.value.split()), own.unit}
    named = [t for t in tokens(said.group()) if t.capital and t.start and not light(t.text)]
    if not named or words & held or any(is_function(t.text) for t in named if own.unit and t.text.lower().endswith(own.unit)):
        return []
    return _wrong_mouth(Mention(FactKind.NAME, named[-1].text, named[-1].text.lower(), named[-1].start, named[-1].end), own)


def _known_people(text: str, source: Ground) -> list[Mention]:
    """Give the people of the source whose surname stands in a text: a first name may be unknown."""
    said = {t.text.lower().removesuffix("s") for t in tokens(unquoted(text)) if t.capital}
    every = (m for m in source.mentions() if m.kind is FactKind.NAME and " " in m.value)
    return [m for m in every if m.value.split()[-1].lower().removesuffix("s") in said]


def _wrong_mouth(told: Mention, own: Mention) -> list[Flag]:
    return [
        Flag(
            "quotation-misattributed",
            Severity.AMBER,
            f"Das Zitat steht in der Quelle nicht bei „{told.text}“, sondern bei „{own.text}“. Prüfen Sie, wer es gesagt hat.",
            told.text,
        )
    ]


def _closest(number: int, source: Ground) -> Mention | None:
    """Give the person who stands in the sentence of a quotation, None where nobody or several do."""
    here = [e.mention for e in source.facts if e.fact.kind is FactKind.NAME and e.fact.sentence == number]
    return here[0] if len(here) == 1 else None
