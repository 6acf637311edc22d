# SPDX-License-Identifier: EUPL-1.2
"""Pick the sentences of an item that can be read on air: Brief → Draft, without a language model.

Position, essential facts (a hard constraint), novelty and no dangling start, the best of the simple methods in
research/condense.md, section 4; then every picked sentence is shortened (`compress`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.language.compress import LONG, Piece, compress, drop_year, expand, spell_dates
from pipeline.language.finite import finite, tokens
from pipeline.language.headline import headline, kicker
from pipeline.model import Fact, FactKind, Origin, Sentence
from pipeline.ports import Brief, Draft

SPARES: Final = 8
"""Spare sentences per story, so that the fit can fill 100 s from four short items."""
PLAIN: Final = 9
"""Words of a sentence in plain language (Einfache Sprache)."""
_TITLE_WORDS: Final = 12
"""Words up to which a title is read whole."""
LONGEST: Final = 26
"""Words beyond which nobody follows by ear: such a sentence is never read."""

_DANGLING: Final = frozenset(
    """Er Sie Es Dies Diese Dieser Dieses Diesem Diesen Dort Dabei Damit Dadurch Dafür Dagegen Daher Daran Darauf Daraus Darin
    Darüber Darum Davon Davor Dazu Dahinter Danach Dann Zudem Auch Außerdem So Somit Deshalb Deswegen Hier Hierbei Hierfür
    Hierzu Hiermit Ihm Ihr Ihre Ihren Ihnen Sein Seine Seinen Beide Beides Jene Jener Solche Ebenso Ebenfalls Weiterhin Ferner
    Trotzdem Dennoch Allerdings Jedoch Anschließend Schließlich Zuvor Daneben Weitere Weiteres Sowohl Andere Letztere Denn Doch
    Aber Und Oder Sondern Gleichzeitig Stattdessen Darunter Dessen Deren Diejenigen Dem Denen Also Nun Das_""".split()
)
_LEANING: Final = re.compile(
    r"\b(?:dann|davon|dafür|dazu|daran|darin|darauf|daraus|darüber|damit|dabei|dort|dessen|deren"
    r"|diese[rsmn]?(?! (?:Jahr|Sommer|Winter|Herbst|Frühjahr|Monat|Jahrhundert|Jahrzehnt))|ihm|ihn|ihnen|ihr|ihre[rsmn]?"
    r"|sein(?:e[rsmn]?)?|er|sie|jedoch|allerdings|hingegen|dagegen|ebenfalls|zudem|außerdem|solche[rsmn]?|beide[rn]?"
    r"|deshalb|deswegen|daher|danach|hierzu|hierfür|hierüber)\b"
)
_REGISTRATION: Final = re.compile(r"(?:Eine|Die) (?:Vora|A)nmeldung\b|(?:Eine|Die) Teilnahme ist\b")
"""Said of an event that the sentence before names; alone it could be taken for the whole story."""
_INVERTED: Final = re.compile(
    r"\b(?:kann|können|konnten?|will|wollen|wollten?|wird|werden|wurden?|hat|haben|hatten?|ist|sind|waren?|soll|sollen|muss|müssen"
    r"|mussten?|darf|dürfen|durften?) (?:er|sie)\b"
)
"""A pronoun behind the finite verb is the subject, and whom it means stands in the sentence before."""
_OWNER_INSIDE: Final = re.compile(
    r"\b(?:ihr|ihre[rsmn]?|sein(?:e[rsmn]?)?|sie|er|ihnen|ihm|ihn|davon|deren|dessen|dazu|dabei|damit)\b"
)
_POSSESSIVE: Final = re.compile(r"ihr(?:e[rsmn]?)?|sein(?:e[rsmn]?)?")
_UNFIT: Final = re.compile(
    r"https?:|www\.|@|\(at\)|\bTel(?:\.|efon)|\bFax\b|E-Mail|Ansprechpartner|Ansprechperson|Pressekontakt|Kontakt:"
    r"|Sperrfrist|Weitere Informationen|Nähere Informationen|Weitere Infos|Rückfragen|Foto:|Bild:|©|Hinweis an die Redaktion"
    r"|Redaktionen|\bLink\b|hier klicken|\bAnlage\b|Bildunterschrift|siehe unten|:\.?$|\bIBAN\b|Kennziffer|[|=<>{}]"
    r"|nachgenannt|nachstehend|nachfolgend"
    r"|\b[wW]ir\b|\b[uU]ns(?:er\w*)?\b|\bich\b|\bmein\w*\b|\bIhnen\b|\bIhre?[nmrs]?\b|(?<=[a-zäöüß,] )Sie\b|…|\.\.\.",
)
_RELATIVE_TIME: Final = re.compile(
    r"\b(?:[Hh]eute|(?:heut|gestr|morg)ig\w+|[Gg]estern|[Vv]orgestern|[Üü]bermorgen|[Kk]ürzlich|[Nn]eulich|soeben"
    r"|(?:[Ii]n der )?(?:kommenden?|nächsten?|vergangenen?|letzten?) (?:Tagen?|Woche|Wochenende|Montag|Dienstag|Mittwoch"
    r"|Donnerstag|Freitag|Samstag|Sonntag))\b|\bmorgen\b"
)
_INDIRECT: Final = re.compile(r"\b(?:seien|sei|habe|werde|könne|solle|müsse|dürfe|wolle|gebe|stehe|komme|gehe|bleibe|liege)\b")
_ATTRIBUTION: Final = re.compile(
    r"\b(?:laut|zufolge|sagt|sagte|erklärt|erklärte|betont|betonte|berichtet|teilt|so [A-ZÄÖÜ]|[nN]ach Angaben|heißt|hieß)\b"
)
_PRAISE: Final = re.compile(
    r"\b(?:herzlich\w*|freu(?:t|en|te|ten)|stolz|einzigartig\w*|unvergesslich\w*|tolle[rsnm]?|großartig\w*|begeister\w+"
    r"|besonder\w+ Atmosphäre|wunderschön\w*|spannende[rsnm]?|abwechslungsreich\w*|attraktiv\w*|Dank\w*|Highlight\w*)\b"
)
_CONCERNS: Final = re.compile(
    r"\b(?:muss|müssen|dürfen nur|dürfen nicht|darf nicht|verboten|verpflichtet|gesperrt|entfällt|entfallen|kostenlos|Frist)\b"
)
"""What changes something for people."""
_STOPWORDS: Final = frozenset(
    """der die das den dem des ein eine einen einem einer eines und oder in im an am auf für mit von vom zu zum zur bei aus ab bis
    nach über unter um wird werden wurde wurden ist sind hat haben soll sollen kann können es sich nicht auch als wie dass alle
    sowie durch gegen rund landkreis kreis stadt gemeinde uhr euro""".split()
)
_KEY_KINDS: Final = frozenset({FactKind.DATE, FactKind.TIME, FactKind.MONEY, FactKind.NUMBER, FactKind.PERCENT, FactKind.PLACE})
_RELATIVE: Final = re.compile(
    r",\s(?:(?:in|an|auf|mit|bei|für|von|zu|aus)\s)?(?:der|die|das|den|dem|deren|dessen|denen|welche[rsnm]?)\s[^,.]*(?=[,.])"
)
_PRONOUN: Final = re.compile(r"^(Er|Sie|Es)\s+(?=[a-zäöü])")
_NEW_NOUN: Final = re.compile(r"\b(einen|eine|ein)\s+((?:[a-zäöüß]+(?:en|e|es)\s+)?)([A-ZÄÖÜ][\wäöüß-]+)\.$")


@dataclass(frozen=True, slots=True)
class _Pick:
    """A piece with its worth; `leans` where it refers to the sentence before it."""

    piece: Piece
    worth: float
    leans: bool
    sources: tuple[int, ...]
    facts: tuple[Fact, ...]
    stems: frozenset[str]


def leans(text: str) -> bool:
    """Tell whether a sentence points back to the one before it ("Das Land übernimmt davon 60 Prozent.")."""
    spoken = re.sub(r"„[^“]*“", "", text)
    if _points_back(tokens(spoken)) or _INVERTED.search(spoken):
        return True
    met = _LEANING.search(spoken)
    return met is not None and not (_OWNER_INSIDE.fullmatch(met[0]) and _owner_before(spoken[: met.start()], met[0]))


def _points_back(words: Sequence[str]) -> bool:
    """Tell whether the first word means something said before; "Dem Gesundheitsamt" is an article and its noun."""
    if len(words) > 1 and words[0] == "Dem" and words[1][0].isupper():
        return False
    return bool(words) and words[0] in _DANGLING


def dangling(text: str) -> bool:
    """Tell whether a sentence begins with a word that means nothing without the one before it."""
    words = tokens(text)
    if not words:
        return True
    return _points_back(words) or (words[0] == "Das" and len(words) > 1 and words[1][0].islower() and finite(text, 2) == 1)


def _owner_before(before: str, word: str) -> bool:
    """Tell whether "ihr", "sie" or "auch" may refer to a noun of the same sentence."""
    if _POSSESSIVE.fullmatch(word) is None and "," not in before:
        return False
    nouns = [token for n, token in enumerate(tokens(before)) if token[0].isupper() and (n or len(token) > 4)]
    return bool(nouns)


def extract(brief: Brief) -> Draft:
    """Pick core and spare sentences: Brief → Draft. An item without a whole sentence gives a draft without any."""
    picks = _candidates(brief)
    core, essential = _choose_core(picks, brief)
    spares = _choose_spares(picks, core, SPARES)
    chosen = sorted((*core, *spares), key=lambda pick: (pick.piece.source, pick.piece.part))
    core = _with_support(core, chosen)
    ranks = _ranks(core, essential)
    return Draft(
        core=(*_title_first(brief, core), *(_sentence(pick, ranks[n]) for n, pick in enumerate(core))),
        spares=tuple(_sentence(pick, 2 if pick.worth > 0.6 else 3) for pick in chosen if pick not in core),
        headline=headline(brief.item.title),
        kicker=kicker(brief.item),
        writer="extract",
    )


def title_sentence(brief: Brief) -> Sentence:
    """Tell the title: as it stands where it is a sentence, else announced ("Die Pressestelle meldet: …")."""
    year = brief.item.published.year if brief.item.published else 0
    whole = brief.sentences[0].rstrip(" .!?") or headline(brief.item.title)
    told = headline(brief.item.title) if re.search(r"\s[-–—]|-\s|[?!]|:$", whole) else whole
    for piece in compress(told.rstrip(" .!?") + ".", 0, year)[:1]:
        if len(tokens(piece.text)) <= LONG and _fit_to_read(piece.text, piece.text) and not dangling(piece.text):
            return Sentence(piece.text, (0,), tuple(f.id for f in brief.facts if f.sentence == 0), 1, Origin.EXTRACT)
    told_whole = len(tokens(whole)) <= _TITLE_WORDS and whole.count(": ") < 2 and not re.search(r"\s[-–—]|[?!]", whole)
    short = whole if told_whole else headline(brief.item.title)
    title = drop_year(spell_dates(short), year).replace(": ", ", ").rstrip(".!? ")
    return Sentence(f"Die Pressestelle meldet: {title}.", (0,), (), 1, Origin.TEMPLATE)


def _title_first(brief: Brief, core: Sequence[_Pick]) -> tuple[Sentence, ...]:
    """Give the title as the first sentence where only the title tells an essential fact, and there is a core at all."""
    told = {fact.value for pick in core for fact in pick.facts}
    missing = [f for f in brief.facts if f.essential and not f.conflict and f.sentence == 0 and f.value not in told]
    by_wording = [f for f in missing if not any(f.text in pick.piece.text for pick in core)]
    sentence = title_sentence(brief)
    tells = any(fact.text in sentence.text or expand(spell_dates(fact.text)) in sentence.text for fact in by_wording)
    return (sentence,) if core and tells else ()


def readable(brief: Brief, number: int) -> tuple[Sentence, ...]:
    """Give source sentence `number` in the forms that can be read on air; empty where it has none."""
    if not 0 < number < len(brief.sentences):
        return ()
    return tuple(
        _sentence(pick, 2) for pick in _candidates(brief) if pick.piece.source == number and not dangling(pick.piece.text)
    )


def _sentence(pick: _Pick, rank: int) -> Sentence:
    return Sentence(pick.piece.text, pick.sources, tuple(fact.id for fact in pick.facts), rank, Origin.EXTRACT)


def _candidates(brief: Brief) -> list[_Pick]:
    """Give every sentence of the item that could be read, with its worth."""
    year = brief.item.published.year if brief.item.published else 0
    most = PLAIN if brief.profile == "plain" else LONG
    title = _stems(brief.sentences[0]) if brief.sentences else frozenset[str]()
    by_source: dict[int, list[Fact]] = {}
    for fact in brief.facts:
        by_source.setdefault(fact.sentence, []).append(fact)
    picks: list[_Pick] = []
    before: Piece | None = None
    for number, written in enumerate(brief.sentences):
        if number == 0 or not written.strip():
            continue
        for piece in compress(written, number, year):
            resolved, sources = _name_pronoun(piece, before)
            facts = tuple(fact for fact in by_source.get(number, []) if _holds(resolved.text, fact))
            if _fit_to_read(resolved.text, written):
                lean = piece.part > 0 or leans(resolved.text) or _refers(resolved.text, title)
                picks.append(
                    _Pick(resolved, _worth(resolved, facts, title, lean, most), lean, sources, facts, _stems(resolved.text))
                )
            before = piece
    return [pick for n, pick in enumerate(picks) if not pick.leans or _supported(picks, n)]


def _refers(text: str, title: frozenset[str]) -> bool:
    """Tell whether a sentence speaks of something known that the title does not name: "Der Antrag wurde abgelehnt."."""
    words = tokens(text)
    if _REGISTRATION.match(text):
        return True
    return len(words) <= 4 and words[0] in ("Der", "Die", "Das") and words[1][:5].lower() not in title


def _supported(picks: Sequence[_Pick], number: int) -> bool:
    """A leaning sentence may be read only right after the sentence it leans on, which must itself stand alone."""
    if number == 0:
        return False
    here, there = picks[number].piece, picks[number - 1]
    near = here.source - there.piece.source <= 1
    return near and not there.leans and not dangling(here.text)


def _holds(text: str, fact: Fact) -> bool:
    """Tell whether a fact is still told after the cuts: its wording, or all of it but the year."""
    if expand(fact.text) in text:
        return True
    numbers = re.findall(r"\d+", fact.text)
    if fact.kind is FactKind.DATE and numbers:
        return re.search(rf"\b{int(numbers[0])}\.\s", text) is not None
    return False


def _fit_to_read(text: str, written: str) -> bool:
    words = tokens(text)
    if (
        not 3 <= len(words) <= LONGEST
        or _UNFIT.search(text)
        or not text[0].isupper()
        or written.rstrip().endswith(("…", "...", ":"))
    ):
        return False
    if text.count("„") != text.count("“") or (text.startswith("„")) or '"' in text or text.endswith("?") or "!" in text:
        return False
    if not written.rstrip().endswith((".", "!", "?", "“", ";")) and len(words) < 8:
        return False
    outside = re.sub(r"„[^“]*“", "", text)
    if _INDIRECT.search(outside) and not _ATTRIBUTION.search(outside):
        return False
    if _RELATIVE_TIME.search(outside) or outside.rstrip(".").endswith(" und") or re.search(r"\s\d{1,2}\.$", text):
        return False
    at = finite(_RELATIVE.sub("", text))
    return at >= 0 and not (at == 0 and ":" not in text)


def _worth(piece: Piece, facts: Sequence[Fact], title: frozenset[str], lean: bool, most: int) -> float:
    """Weigh a sentence: early, full of what people need, close to the title, short."""
    words = len(tokens(piece.text))
    worth = 1.0 / (1.0 + 0.22 * (piece.source - 1))
    worth += 0.5 * sum(fact.essential for fact in facts)
    worth += 0.15 * min(3, len({fact.kind for fact in facts if fact.kind in _KEY_KINDS}))
    worth += 0.3 * ({FactKind.DATE, FactKind.TIME} <= {fact.kind for fact in facts})
    worth += 0.6 * len(title & _stems(piece.text)) / max(4, len(title))
    worth += 0.25 * bool(_CONCERNS.search(piece.text))
    worth -= 0.07 * max(0, words - most) + 0.3 * (words < 5) + 0.08 * max(0, piece.text.count(",") - 1)
    worth -= 0.3 * (dangling(piece.text)) + 0.15 * lean + 0.35 * bool(_PRAISE.search(piece.text)) + 0.15 * ("„" in piece.text)
    return worth


def _stems(text: str) -> frozenset[str]:
    words = (token.lower() for token in tokens(text))
    return frozenset(word[:5] for word in words if len(word) > 2 and word not in _STOPWORDS)


def _choose_core(picks: Sequence[_Pick], brief: Brief) -> tuple[list[_Pick], set[str]]:
    """Choose the lead, then what tells the essential facts, then the best of the rest by worth and novelty."""
    standing = [pick for pick in picks if not dangling(pick.piece.text)]
    if not standing:
        return [], set()
    lead = next((pick for pick in standing if not pick.leans and len(tokens(pick.piece.text)) <= 20), standing[0])
    core = [lead]
    wanted = {fact.value: fact for fact in brief.facts if fact.essential and not fact.conflict}
    told = {fact.value for fact in lead.facts}
    for value in wanted:
        if value in told:
            continue
        best = max((pick for pick in standing if any(fact.value == value for fact in pick.facts)), key=_value, default=None)
        if best is not None and best not in core:
            core.append(best)
            told |= {fact.value for fact in best.facts}
    essential = {pick.piece.text for pick in core}
    while len(core) < brief.core:
        rest = [pick for pick in standing if pick not in core and ("„" not in pick.piece.text or len(core) > 2)]
        if not rest:
            break
        core.append(max(rest, key=lambda pick: pick.worth - 0.9 * _likeness(pick, core)))
    return sorted(core, key=lambda pick: (pick.piece.source, pick.piece.part)), essential


def _value(pick: _Pick) -> float:
    return pick.worth


def _likeness(pick: _Pick, others: Sequence[_Pick]) -> float:
    """Give the greatest share of words that a sentence has in common with one already chosen."""
    return max((len(pick.stems & other.stems) / max(1, min(len(pick.stems), len(other.stems))) for other in others), default=0.0)


def _choose_spares(picks: Sequence[_Pick], core: Sequence[_Pick], most: int) -> list[_Pick]:
    """Choose what may fill the time: novel, at most one quotation in all, what leans only beside its support."""
    quoted = any("„" in pick.piece.text for pick in core)
    spares: list[_Pick] = []
    ordered = sorted((pick for pick in picks if pick not in core), key=lambda pick: -pick.worth)
    for pick in ordered:
        if len(spares) == most:
            break
        if _likeness(pick, (*core, *spares)) > 0.7 or ("„" in pick.piece.text and quoted) or dangling(pick.piece.text):
            continue
        if pick.leans and _support(pick, picks) not in (*core, *spares):
            continue
        quoted = quoted or "„" in pick.piece.text
        spares.append(pick)
    return spares


def _support(pick: _Pick, picks: Sequence[_Pick]) -> _Pick | None:
    at = picks.index(pick)
    return picks[at - 1] if at else None


def _with_support(core: Sequence[_Pick], chosen: Sequence[_Pick]) -> list[_Pick]:
    """Keep a leaning core sentence only if the sentence before it, in the order of speaking, is core and its support."""
    kept: list[_Pick] = []
    for pick in core:
        if pick.leans and (not kept or pick.piece.source - kept[-1].piece.source > 1 or kept[-1].leans):
            continue
        kept.append(pick)
    return kept


def _ranks(core: Sequence[_Pick], essential: set[str]) -> list[int]:
    """Rank the core: lead and essentials 1, the better half of the rest 2, the others 3; support as high as what leans on it."""
    rest = sorted((pick.worth for pick in core if pick.piece.text not in essential), reverse=True)
    middle = rest[(len(rest) - 1) // 2] if rest else 0.0
    ranks = [1 if pick.piece.text in essential else 2 if pick.worth >= middle else 3 for pick in core]
    for n in range(len(core) - 1, 0, -1):
        if core[n].leans:
            ranks[n - 1] = min(ranks[n - 1], ranks[n])
    return ranks


def _name_pronoun(piece: Piece, before: Piece | None) -> tuple[Piece, tuple[int, ...]]:
    """Put the noun for a pronoun where the sentence before introduced it: "Er beginnt" → "Der Abend beginnt"."""
    met = _PRONOUN.match(piece.text)
    if met is None or before is None or piece.source - before.source > 1:
        return piece, (piece.source,)
    noun = _NEW_NOUN.search(before.text)
    article = {("Er", "einen"): "Der", ("Sie", "eine"): "Die", ("Es", "ein"): "Das"}.get((met[1], noun[1]) if noun else ("", ""))
    if noun is None or article is None:
        return piece, (piece.source,)
    text = f"{article} {noun[3]} {piece.text[met.end() :]}"
    sources = (before.source, piece.source) if before.source != piece.source else (piece.source,)
    return Piece(text, piece.source, piece.part), sources
