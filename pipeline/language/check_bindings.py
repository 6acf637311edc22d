# SPDX-License-Identifier: EUPL-1.2
"""Amber: who, what and when belong together in the source, and not otherwise. These rules only colour the view."""

import re
from itertools import pairwise
from typing import Final

from pipeline.language.actors import is_actor
from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.check_pairs import crossed
from pipeline.language.check_places import exchanged
from pipeline.language.check_sides import sides
from pipeline.language.contacts import is_contact
from pipeline.language.gazetteer import VENUE_NAMES, VENUES
from pipeline.language.ground import VALUES, Clause, Flag, Ground, amber, clauses, marked, short
from pipeline.language.light_words import light
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.modality import SENDER
from pipeline.language.morphology import Token, content, lemma, parts, roots, stem, tokens
from pipeline.language.names_de import is_function
from pipeline.language.plain_words import alike
from pipeline.language.quantities import number_text
from pipeline.language.quotations import quotations, unquoted
from pipeline.language.statements import statements
from pipeline.language.strange_places import is_building
from pipeline.model import FactKind, Severity

_NAMES: Final = frozenset({FactKind.NAME, FactKind.PLACE, FactKind.ORGANISATION})
_PEOPLE: Final = frozenset(
    """
    kind schüler schülerin schülerinnen jugendlicher jugendliche mädchen junge mensch person bürger bürgerin einwohner
    einwohnerin teilnehmer teilnehmerin besucher besucherin gast mitarbeiter mitarbeiterin beschäftigter beschäftigte
    mitglied haushalt familie frau mann anwohner anwohnerin zuschauer zuschauerin fahrgast helfer helferin
    """.split()
)
_BODIES: Final = (
    frozenset({"kreis", "landkreis", "kreisverwaltung", "verwaltung", "kreisausschuss", "landratsamt", "kreishaus"}),
    frozenset({"stadt", "stadtverwaltung", "rathaus", "verwaltung", "kommune", "magistrat"}),
    frozenset({"gemeinde", "gemeindeverwaltung", "verwaltung", "kommune"}),
)
_RULERS: Final = frozenset().union(*_BODIES) - {"rathaus", "kreishaus"}
"""Whoever sends the release: what it asks or plans it need not say of itself."""
MARGIN: Final = 0.1
"""By how much another clause must fit better before a value counts as misplaced (tuned on the development split)."""
_BEGIN: Final = re.compile(r"\b(?:ab|beginn\w*|starte\w*|seit|eröffne\w*|von)\b", re.IGNORECASE)
_END: Final = re.compile(r"\b(?:bis|end\w+|dauer\w*|läuft|spätestens|Schluss|aufgehoben|fertig|abgeschlossen)\b", re.IGNORECASE)
_PASSIVE: Final = re.compile(r"\b(?:wird|werden|wurde|wurden|worden)\b")
_ARTICLE: Final = frozenset({"der", "die", "das", "ein", "eine", "dem", "den", "des", "einem", "einen", "einer"})


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
            elif mention.kind in _NAMES:
                flags += _misplaced(mention, told, part, source, margin)
        flags += crossed(told, source)
    flags += exchanged(text, source, margin)
    flags += _speaker(text, every, source)
    flags += _swapped(text, source, cited) or _substituted(text, source, cited)
    flags += _turned(text, every, source)
    flags += sides(text, source)
    return tuple({flag.quote: flag for flag in reversed(flags)}.values())[::-1]


def _is(mention: Mention, other: Mention, source: Ground) -> bool:
    """Whether a mention of the source is the told value or name."""
    if mention.kind in VALUES:
        return other.kind in VALUES and same(mention, other, source.years)
    return other.kind in _NAMES and bool(set(mention.value.split()) & set(other.value.split()))


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
    wide = mention.kind in _NAMES  # a name and what it does often stand in two clauses
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
    return [
        amber(
            "value-misplaced",
            f"„{mention.text}“ gehört in der Quelle zu etwas anderem. Hier steht dort „{there.text}“: „{short(clause.text)}“",
            mention.text,
        )
    ]


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
    if mention.kind in _NAMES:
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
    if mention.kind is not FactKind.NUMBER or not mention.unit or not other.unit or _related(mention.unit, other.unit):
        return False
    return any(m.unit and _related(m.unit, mention.unit) for m in source.mentions() if _is(mention, m, source))


def _counted(mention: Mention, source: Ground) -> list[Flag]:
    """ "780 Plätze" where the source counts 780 pupils and other places."""
    if mention.kind is not FactKind.NUMBER or not mention.unit or mention.unit == "code":
        return []
    twins = [m for m in source.mentions() if m.kind is FactKind.NUMBER and m.size == mention.size]
    if not twins or any(not twin.unit or _related(twin.unit, mention.unit) for twin in twins):
        return []
    others = [
        m
        for m in source.mentions()
        if m.kind is FactKind.NUMBER and m.unit and m.size != mention.size and _related(m.unit, mention.unit)
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


def _related(one: str, other: str) -> bool:
    if (
        one == other
        or (one in _PEOPLE and other in _PEOPLE)
        or stem(one) == stem(other)
        or one.endswith(other)
        or other.endswith(one)
    ):
        return True
    pieces = {*parts(one), one}
    return bool(pieces & {*parts(other), other}) or any(alike(piece) & {*parts(other), other} for piece in pieces)


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
    elif mention.role in ("from", "since") or (
        not mention.role and re.search(r"\b(?:beginn\w*|starte\w*)\b", text) and not _END.search(text)
    ):
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


def _speaker(text: str, every: tuple[Mention, ...], source: Ground) -> list[Flag]:
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


def _swapped(text: str, source: Ground, cited: tuple[int, ...]) -> list[Flag]:
    """Who does it to whom: an actor told as the subject of what another one does in the source, or to whom it is done there."""
    subject = _subject(text)
    if subject is None or _PASSIVE.search(text) or not is_actor(subject.text):
        return []
    mine = stem(subject.text)
    rest = roots(text) - {mine}
    near = source.nearest(text, cited)
    for part in (c for c in source.clauses if c.sentence in near):
        other = _subject(part.text)
        if other is None or _PASSIVE.search(part.text) or stem(other.text) == mine or _same_body(other.text, subject.text):
            continue
        fit = source.overlap(rest & frozenset().union(*source.roots), source.roots[part.sentence])
        if mine in part.roots and stem(other.text) in rest and is_actor(other.text) and fit >= 0.5:
            return [
                amber("roles-swapped", f"Wer tut es wem? In der Quelle tut es „{other.text}“: „{short(part.text)}“", subject.text)
            ]
        if (
            mine not in source.roots[part.sentence]
            and stem(other.text) not in rest
            and is_actor(other.text)
            and fit >= 0.55
            and len(rest & part.roots) >= 2
        ):
            return [
                amber(
                    "roles-swapped",
                    f"„{subject.text}“ steht hier nicht. In der Quelle tut es „{other.text}“: „{short(part.text)}“",
                    subject.text,
                )
            ]
    return []


def _substituted(text: str, source: Ground, cited: tuple[int, ...]) -> list[Flag]:
    """A body or building stands where the source's sentence has another one of the kind."""
    known = frozenset().union(*source.roots)
    told = roots(text)
    for kind, first in ((is_actor, 0), (_venue, -1)):
        for token in content(text):
            mine = stem(token.text)
            if not token.capital or not kind(token.text) or mine not in known or lemma(token.text) in _RULERS:
                continue
            # where it is said to be may be the only thing that points to another sentence
            near = source.nearest(text[: token.start] + text[token.end :], most=1) if first else source.nearest(text, cited)
            if not near or is_contact(source.sentences[near[0]]) or _stands_near(token.text, near[0], source, first):
                continue
            here = source.sentences[near[0]]
            others = [t for t in content(here) if t.capital and kind(t.text) and stem(t.text) not in told]
            others = [t for t in others if not (_same_venue if first else _same_body)(t.text, token.text)]
            rest = (marked(text) - roots(token.text)) & (known | marked(source.text))
            if others and source.overlap(rest, marked(here)) >= 0.5:
                message = f"„{token.text}“ steht hier nicht. In der Quelle steht „{others[0].text}“: „{short(here)}“"
                return [amber("roles-swapped", message, token.text)]
    return []


def _stands_near(word: str, number: int, source: Ground, first: int) -> bool:
    """Whether a word, or a piece of it (`first` -1: its head apart), stands in a sentence or beside it."""
    around = frozenset().union(*(source.roots[k] for k in range(max(0, number - 1), min(len(source.roots), number + 2))))
    pieces = parts(word)[: first or None]
    return stem(word) in around or any(stem(piece) in around for piece in pieces)


def _venue(word: str) -> bool:
    return lemma(word) in VENUES or is_building(word)


def _same_venue(one: str, other: str) -> bool:
    """Whether two words may mean one building: "Halle" and "Turnhalle", but not "Jugendhaus" and "Feuerwehrhaus"."""
    low, high = sorted((lemma(one), lemma(other)), key=len)
    return high.endswith(low) or any(low in group and high in group for group in VENUE_NAMES)


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


def _same_body(one: str, other: str) -> bool:
    return any(lemma(one) in body and lemma(other) in body for body in _BODIES) or _related(lemma(one), lemma(other))


def _subject(text: str) -> Token | None:
    """Give the noun that does it: the one that opens the statement with an article, or the first one after the verb."""
    words = tokens(text)
    for index, token in enumerate(words):
        if (
            not token.capital
            or not token.text[0].isalpha()
            or token.text.lower() in _ARTICLE
            or (index == 0 and token.text.lower() in _OPENING)
        ):
            continue
        before = words[index - 1].text.lower() if index else ""
        if index == 0 or (
            before in ("der", "die", "das", "ein", "eine") and (index == 1 or words[index - 2].text.lower() not in _PREPOSITION)
        ):
            return token
        if before in _ARTICLE or before in _PREPOSITION:
            continue
        if index > 1 and words[index - 2].text.lower() in ("der", "die", "das", "ein", "eine") and not words[index - 1].capital:
            return token
    return None


_PREPOSITION: Final = frozenset(
    "in im an am auf aus bei beim mit nach von vom vor zu zum zur für durch gegen ohne um über unter "
    "wegen während seit ab bis statt trotz laut zwischen neben hinter".split()
)
_OPENING: Final = _PREPOSITION | frozenset({"auch", "dort", "dann", "wer", "wenn", "weil", "da", "so", "nach", "etwa", "rund"})


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
