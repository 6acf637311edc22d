# SPDX-License-Identifier: EUPL-1.2
"""Amber: who gives and who gets, and where from and where to, told the other way round."""

import re
from dataclasses import dataclass
from typing import Final

from pipeline.language.ground import Flag, Ground, amber, clauses, short
from pipeline.language.morphology import lemma, stem, tokens
from pipeline.language.polarity import joined
from pipeline.language.quotations import unquoted

_GIVE: Final = frozenset(
    """geben abgeben übergeben überlassen leihen ausleihen verleihen schenken verschenken spenden zahlen bezahlen auszahlen
    überweisen     verkaufen vermieten verpachten liefern überreichen stiften übertragen vermachen gewähren bewilligen
    zuschießen abtreten     weitergeben zurückgeben schicken senden spendieren zukommen vererben""".split()
)
_GET: Final = frozenset("bekommen erhalten kriegen kaufen abkaufen übernehmen mieten pachten erben beziehen empfangen".split())
_BORROWS: Final = re.compile(r"(?i)^(?=.*\b(?:aus|ge|ver)?(?:leih\w*|lieh\w*)\b).*\b(?:sich|von|vom|bei|beim)\b")
"""Who lends "from" somebody or "himself" something gets it."""
_NOUN: Final = r"[A-ZÄÖÜ][\wäöüß-]+(?: [A-ZÄÖÜ][\wäöüß-]+| \d{1,4}\b(?![.,:]\d))?"
_GROUP: Final = re.compile(
    r"(?:(?P<how>\b(?i:an|von|vom|für|mit|bei|in|im|aus|auf|zu|zum|zur|durch|über|nach)\b) )?"
    rf"(?:(?P<article>\b(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]en|[Ee]inem|[Ee]iner|[Ee]inen|[Ee]ine?)\b) )?"
    rf"(?:[a-zäöüß]+e[nrms]? )?(?P<noun>{_NOUN})"
)


@dataclass(frozen=True, slots=True)
class _Deal:
    """Who gives and who gets in a clause, by their roots."""

    giver: frozenset[str]
    getter: frozenset[str]


def transfer(text: str, source: Ground) -> list[Flag]:
    """Find a giver told as the one who gets, or a way told from its end; at most one flag."""
    bare = unquoted(text)
    for told in clauses(bare):
        mine = _deal(told)
        for sentence in source.sentences if mine is not None else ():
            for piece in clauses(sentence):
                there = _deal(piece)
                if mine is None or there is None or not (mine.giver & there.getter or mine.getter & there.giver):
                    continue
                straight = mine.giver & there.giver or mine.getter & there.getter
                if not straight and mine.giver & there.getter and (mine.getter & there.giver or not mine.getter & _roots(piece)):
                    return [amber("roles-swapped", f"Wer gibt, wer bekommt? Die Quelle sagt „{short(piece)}“", text)]
    return _way(bare, source)


def fair(text: str, source: Ground) -> bool:
    """Whether a sentence has giver and getter as the source has them: "bekommt von der Sparkasse" for "die Sparkasse stiftet"."""
    mine = [deal for deal in map(_deal, clauses(unquoted(text))) if deal is not None]
    there = [deal for sentence in source.sentences for deal in map(_deal, clauses(sentence)) if deal is not None] if mine else []
    return any(one.giver & other.giver and one.getter & other.getter for one in mine for other in there)


def _roots(text: str) -> frozenset[str]:
    return frozenset(stem(t.text) for t in tokens(text) if t.capital)


def _verbs(clause: str) -> frozenset[str]:
    words = {lemma(t.text.replace("lässt", "lassen")) for t in tokens(clause) if not t.capital} | {
        verb for _, verb in joined(clause)
    }
    return frozenset(words)


def _deal(clause: str) -> _Deal | None:
    """Read who gives and who gets by verb, article and preposition; None where that is not plain."""
    verbs = _verbs(clause)
    gives, gets = bool(verbs & _GIVE), bool(verbs & _GET)
    if gives and _BORROWS.search(clause):
        gives, gets = False, True
    if gives == gets or re.search(r"\b(?:wird|werden|wurden?|worden)\b", clause):
        return None
    subject, other, maybe = frozenset[str](), frozenset[str](), frozenset[str]()
    for at, group in enumerate(_GROUP.finditer(clause)):
        how, article = (group["how"] or "").lower(), (group["article"] or "").lower()
        names = _roots(group["noun"]) | ({group["noun"].lower()} if group["noun"][-1].isdigit() else frozenset())
        dative = article in ("dem", "einem", "einer") or (article == "den" and group["noun"].split()[0].endswith("n"))
        feminine = article == "der" and at > 0 and group["article"] != "Der"
        dative = dative or (feminine and not _behind_noun(clause, group.start("article")))
        if (gives and (how == "an" or (not how and dative))) or (gets and how in ("von", "vom")):
            other |= names
        elif gives and not how and feminine and not other:
            maybe = names  # "überlässt ihr Boot der Wehr": a dative where nobody else gets it
        elif not how and not subject and not dative and article not in ("den", "einen"):
            subject = names
    other = other or maybe
    if not subject or not other:
        return None
    shared = subject & other
    return _Deal(subject - shared, other - shared) if gives else _Deal(other - shared, subject - shared)


def _behind_noun(clause: str, at: int) -> bool:
    """Whether an article stands behind a noun, as that of a genitive does: "das Boot der Wehr"."""
    before = clause[:at].split()
    return bool(before) and before[-1][:1].isupper()


_PLACE: Final = r"(?:(?:der|dem|den|die|das) )?(?:[a-zäöüß]+e[nrms]? )?"
_FROM_TO: Final = re.compile(
    rf"\b(?:von|vom|aus) {_PLACE}(?P<start>{_NOUN}) (?:[a-zäöüß]+ ){{0,2}}?"
    rf"(?:nach|bis|in die|in den|ins|zum|zur|auf den|auf die) {_PLACE}(?P<end>{_NOUN})"
)
_TO: Final = re.compile(rf"\b(?:nach|in die|in den|ins|zum|zur|auf den|auf die) {_PLACE}(?P<end>{_NOUN})")
_MOVES: Final = re.compile(
    r"(?i)\b(?:zieh\w*|zog\w*|umzieh\w*|umgezogen|verleg\w+|verlager\w+|verlänger\w+|wechsel\w+|versetz\w+|verschob\w*|verschieb\w+|bring\w+"
    r"|transportier\w+|umgeleitet|geleitet|weicht|ausweich\w*)\b"
)


def _way(text: str, source: Ground) -> list[Flag]:
    """ "von der Marktstraße in die Bahnhofstraße" told as "in die Marktstraße", or from there to here."""
    ways = [(stem(m["start"]), stem(m["end"]), sentence) for sentence in source.sentences for m in _FROM_TO.finditer(sentence)]
    if not ways:
        return []
    ends = {stem(m["end"]) for m in _TO.finditer(source.text)}
    whole = next(iter(_FROM_TO.finditer(text)), None)
    for start, end, sentence in ways:
        turned = whole is not None and (stem(whole["start"]), stem(whole["end"])) == (end, start)
        if whole is not None and turned and not any((a, b) == (end, start) for a, b, _ in ways):
            return [amber("roles-swapped", f"„{whole.group()}“: Die Quelle sagt „{short(sentence)}“", text)]
        there = {stem(m["end"]) for m in _TO.finditer(text)}
        if _MOVES.search(text) and _MOVES.search(sentence) and start in there and start not in ends and end not in _roots(text):
            return [amber("roles-swapped", f"Woher, wohin? Die Quelle sagt „{short(sentence)}“", text)]
    return []
