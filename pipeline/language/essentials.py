# SPDX-License-Identifier: EUPL-1.2
"""What of an item must be told: when it begins, until when it holds or one may act, what people pay, where, whom it is about."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.language.contacts import is_contact
from pipeline.language.days import meant_day
from pipeline.language.mention import Mention
from pipeline.language.morphology import content, stem
from pipeline.language.names_de import is_function
from pipeline.model import Fact, FactKind, Item

MOST_ESSENTIAL: Final = 3
"""An item has at most three facts that must be told (issue 3)."""
_CUT_OFF: Final = re.compile(r"(?:…|\.\.\.)[\s“\"»)\]]*$")
"""A sentence that the feed broke off: what is missing may be the limit or the condition of what it says."""
_SEAM: Final = re.compile(
    r";\s|:\s|,\s(?=(?:in|an|auf|mit|für|von|zu|bei|durch|über|aus) (?:der|die|das|dem|den|deren|dessen|denen)\s[a-zäöü]"
    r"|(?:die|der|das|dem|den|deren|dessen|denen|welche\w*|dass|ob|weil|wenn|damit|sodass|um|wobei|wo|sie|er|es|so|während"
    r"|nachdem|bevor|ehe|sofern|falls)\s(?!\d))"
)
_PARTICIPLE: Final = r"(?:\w{0,7}ge\w{3,}(?:t|en)|(?:be|er|ver|ent|zer|miss|über|unter)\w{3,}(?:t|en)|\w{3,}iert)"
_PAST: Final = re.compile(
    rf"\b(?:wurden?|waren?|hatten?|worden)\b|\b(?:hat|haben)\b.*\b(?!angeordnet|verhängt|erlassen|verfügt){_PARTICIPLE}\W*$"
    r"|\b(?:ist|sind)\b.*\b(?:gestorben|verstorben|getreten|gegangen|eingetroffen|ausgebrochen|gekommen)\b"
    r"|\b(?:stimmten?|beschloss(?:en)?|teilten?|fand(?:en)?|starb(?:en)?|überreichten?|feierten?|würdigten?|ehrten?|entfielen?)\b"
)
"""What has happened: the day on which the council decided need not be told."""
_HOLDS: Final = re.compile(
    r"\b(?:\w*gesperrt|\w*sperrung\w*|\w*geschlossen|schließ\w+|\w*schließung|gilt|gelten|dauer\w+|bleib\w+|laufen|läuft"
    r"|zu sehen|eingestellt|außer Betrieb|abgekocht|verlängert\w*|\w*pflicht)\b"
)
"""A state with an end that people wait for."""
_DUTY: Final = re.compile(
    r"\b(?:muss|müssen|verpflichtet\w*|erforderlich|spätestens|endet|Frist\w*|\w+frist|\w+schluss)\b"
    r"|\b(?:ist|sind)\b.*\b(?:zu|\w+zu)\s?\w+en\b"
)
_ACT: Final = re.compile(
    r"\b(?:Antr[aä]g\w*|[Aa]nmeld\w+|angemeldet|[Mm]elden|nachholen|[Bb]ewerb\w*|\w*beantrag\w*|einreich\w+|einzureichen|eingereicht"
    r"|[Ff]rist\w*|[Bb]ewerbungsfrist|[Rr]ückmeldung\w*|[Ss]tellungnahme\w*|gemeldet|äußern|einwenden|Einw[aä]nd\w*|kündigen"
    r"|Kündigung\w*|abgeben|abzugeben|bezahl\w+|umtausch\w*|umzutauschen|einsend\w+|einzusenden|[Aa]bstimm\w+|teilnehmen)\b"
)
"""What a listener does until a deadline."""
_SALE: Final = re.compile(
    r"\b(?:Vorverkauf\w*|Kartenverkauf\w*|Anmeldestart|(?:Anmeldung\w*|Karten|Tickets)\b.*\b(?:ab|beginnt))\b"
)
"""When tickets or places begin to be given out."""
_SOME: Final = re.compile(
    r"(?i:\bum)\b.*\bwird\b.*\bgebeten|\b(?:wird\b.*\bum\b.*\bgebeten|Frühbucher\w*|Rabatt\w*|Nachlass|Ermäßigung|Zuschuss|Vereine|Vermieter|Gewerbetreibende|Stand"
    r"|Stände|vorab|Händler|nach Möglichkeit)\b"
)
"""A deadline of a few, or one that may be passed over."""
_FEES: Final = re.compile(
    r"(?i)gebühr|beitr[aä]g|eintritt|preis(?!träg|verleih|ver)|tarif|steuer|teurer|entgelt|\bmiete|kosten(?!los|frei)|ticket"
)
_FEE: Final = re.compile(
    r"(?i)\b(?:kostet|kosten|zahl\w+|fällig|gebühr\w*|\w*beitrag|steig\w+|erhöh\w+|statt|sink\w+|eintritt)\b"
)
_ADMISSION: Final = re.compile(
    r"\b(?:Eintritt\w*|Karten?|Tickets?|Teilnahme\w*)\b.*\b(?:kostet|kosten|beträgt|betragen)\b|\bEintritt:\s"
)
"""What everybody pays who comes."""
_SAME_FEE: Final = re.compile(
    r"(?i)\b(?:unverändert|bleib\w*|weiterhin|rabatt|nachlass|befreit|kostenlos|rücklage\w*|aufschlag|normalerweise|sonst|üblich\w*)\b"
)
_FREE: Final = re.compile(r"(?i)\b(?:freier eintritt|kostenlos\w*|gratis|kostenfrei\w*|umsonst|gebührenfrei\w*)\b")
_PROJECT: Final = re.compile(r"(?i)neubau|\bbaut\b|\bbau\b|haushalt|etat|investier|projekt|förder")
_SUM: Final = re.compile(
    r"(?i)\b(?:kostet|kosten|kostenschätzung|baukosten|ausgaben|etat|volumen|investier\w+|fördert|förderung)\b"
)
_LARGE: Final = 10_000
"""Euro from which on an amount is what a project costs."""
_RUNNING: Final = 2
"""Days after the release on which what begins is running when the script is heard."""
_SENDERS: Final = re.compile(
    r"(?:Stadt|Gemeinde|Kreis|Landkreis|Land|Samtgemeinde|Verbandsgemeinde|Landratsamt|Rathaus|Verwaltung|Stadtrat|Rat|Kreistag"
    r"|Bürger\w*|Eltern|Kinder|Menschen|Anlieger|Uhr|Euro|Prozent|Jahr\w*)$"
)
"""Nouns of a title that say who tells or who is told, and nothing about the matter."""
_PERSON: Final = re.compile(
    r"(?i)\b(?:trauert?|nachruf|gestorben|verstorben|tot|tod|stirbt|ehrenbürger\w*|geehrt|ehrt|ehrung|neue[rs]?|nachfolge\w*"
    r"|amtsantritt|gewählt|verabschiedet|ruhestand|geburtstag|preisträger\w*|ausgezeichnet|würdigt|zum|zur)\b"
)
"""A title that is about the person whom it names."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact with its mention, the clause in which it stands, and the day that it means, if any."""

    fact: Fact
    mention: Mention
    clause: str
    day: date | None


def essentials(stated: tuple[tuple[Fact, Mention], ...], sentences: tuple[str, ...], item: Item) -> frozenset[str]:
    """Choose the ids of the facts that must be told, at most three: one begin, one end or deadline, one price, where, whom."""
    every = tuple(
        Stated(fact, mention, _clause(sentences[fact.sentence], fact.start), meant_day(mention, fact.value, item.published))
        for fact, mention in stated
    )
    topic = _Topic(every, sentences, item.published)
    doubtful = {entry.fact.value for entry in every if entry.fact.conflict}
    chosen: dict[str, tuple[float, Stated]] = {}
    for entry in every:
        sentence = sentences[entry.fact.sentence]
        if entry.fact.value in doubtful or is_contact(sentence) or _CUT_OFF.search(sentence):
            continue
        slot, weight = topic.weigh(entry)
        if slot and weight > chosen.get(slot, (0.0, entry))[0]:
            chosen[slot] = (weight, entry)
    best: list[Stated] = []
    for _, entry in sorted(chosen.values(), key=lambda pair: (-pair[0], pair[1].fact.sentence)):
        if not any(_same(entry, other) for other in best):
            best.append(_fullest(entry, every))
    return frozenset(entry.fact.id for entry in best[:MOST_ESSENTIAL])


def fees(sentence: str) -> bool:
    """Whether a sentence says what people will pay: not what stays as it is, nor what is taken off."""
    return _FEE.search(sentence) is not None and _SAME_FEE.search(sentence) is None


def deadline_weight(clause: str) -> float:
    """Say how much a deadline in this clause binds (0..1): 1 a duty, 0.5 a chance, 0 what concerns few or may be passed over."""
    if not _ACT.search(clause) or concerns_few(clause):
        return 0.0
    return 1.0 if _DUTY.search(clause) else 0.5


def concerns_few(clause: str) -> bool:
    """Whether a deadline is one of a few people, or one that may be passed over."""
    return _ACT.search(clause) is not None and _SOME.search(clause) is not None


class _Topic:
    """What an item is about: its title, its first sentences, and how far from them a fact stands."""

    def __init__(self, every: tuple[Stated, ...], sentences: tuple[str, ...], published: date | None) -> None:
        self._every = every
        self._sentences = sentences
        self._published = published
        self._title = sentences[0]
        names = {word for entry in every if not entry.fact.sentence for word in re.findall(r"\w+", entry.fact.text)}
        self._nouns = frozenset(
            stem(t.text) for t in content(self._title) if t.capital and t.text not in names and not _SENDERS.match(t.text)
        )
        # a dateline is no sentence, nor is the contact block
        self._told = [n for n, text in enumerate(sentences) if n and len(text.split()) > 4 and not is_contact(text)]

    def weigh(self, entry: Stated) -> tuple[str, float]:
        """Give the slot that a fact may fill ("begin", "end", "cost", "where", "whom") and how strongly; ("", 0) for none."""
        kind = entry.fact.kind
        if kind in (FactKind.DATE, FactKind.WEEKDAY):
            return self._date(entry)
        if kind in (FactKind.MONEY, FactKind.PERCENT):
            return self._cost(entry)
        if kind is FactKind.TIME and entry.mention.role == "from" and _DUTY.search(entry.clause):
            return ("hours", 1.3) if 0 < self._rank(entry.fact.sentence) <= 2 else ("", 0.0)
        if kind is FactKind.PLACE and not entry.fact.sentence:
            return self._where(entry)
        if kind is FactKind.NAME and self._titled(entry) and _PERSON.search(self._title):
            return ("whom", 1.5) if entry.mention.unit and is_function(entry.mention.text.split()[0]) else ("", 0.0)
        return "", 0.0

    def _rank(self, number: int) -> int:
        """Give the place among the sentences: 0 is the title, 1 the lead."""
        return 0 if not number else 1 + sum(1 for n in self._told if n < number)

    def _titled(self, entry: Stated) -> bool:
        return any(_same(entry, other) for other in self._every if not other.fact.sentence)

    def _on_topic(self, clause: str) -> bool:
        """Whether a clause takes up a noun of the title."""
        return bool(self._nouns & frozenset(stem(t.text) for t in content(clause) if t.capital))

    def _date(self, entry: Stated) -> tuple[str, float]:
        role = entry.mention.role
        if role in ("relative", "since", "each", "dated") or entry.day is None or self._over(entry):
            return "", 0.0
        rank, titled = self._rank(entry.fact.sentence), self._titled(entry)
        if entry.fact.kind is FactKind.WEEKDAY and not titled:
            return "", 0.0
        near = 3.0 if titled else {1: 2.0, 2: 1.5, 3: 0.9}.get(rank, 0.0)
        binding = deadline_weight(entry.clause)
        if role == "until" or re.search(r"(?i)frist|schluss", entry.clause):
            if titled or (rank <= 2 and not concerns_few(entry.clause)):
                return "end", near + 0.8
            if rank == 3 and (binding or _HOLDS.search(entry.clause)):
                return "end", near + 0.6
            if self._on_topic(entry.clause) and (_HOLDS.search(entry.clause) or binding == 1.0):
                return "end", 1.0
            return "", 0.0
        if not titled and self._running(entry.day):
            return "", 0.0
        if titled or rank <= 2:
            return "begin", near + 1.0
        if rank == 3 and _SALE.search(entry.clause) and not concerns_few(entry.clause):
            return "sale", 1.1
        return ("begin", 1.2) if self._on_topic(entry.clause) else ("", 0.0)

    def _running(self, day: date) -> bool:
        """Whether something begins with the release itself and the title tells its end: then the end is what counts."""
        soon = self._published is not None and (day - self._published).days <= _RUNNING
        return soon and any(
            other.mention.role == "until" and other.day is not None and other.day > day
            for other in self._every
            if not other.fact.sentence
        )

    def _over(self, entry: Stated) -> bool:
        """Whether a day lies behind the release; its death or its decision in the title is told all the same."""
        if not entry.fact.sentence:
            return False
        passed = self._published is not None and entry.day is not None and entry.day < self._published
        if passed or _PAST.search(entry.clause):
            lead = self._rank(entry.fact.sentence) <= 2
            return not (lead and _PERSON.search(self._title) and re.search("starb|storben", entry.clause))
        return False

    def _cost(self, entry: Stated) -> tuple[str, float]:
        rank, titled = self._rank(entry.fact.sentence), self._titled(entry)
        sentence = self._sentences[entry.fact.sentence]
        if _SAME_FEE.search(entry.clause) and not titled:
            return "", 0.0
        if entry.fact.kind is FactKind.MONEY and (titled or rank <= 1):
            return "cost", (3.0 if titled else 2.0) + 0.5
        if _FEES.search(self._title) and not _FREE.search(self._title) and rank <= 4 and fees(sentence):
            return "cost", 2.4 - 0.3 * rank
        if entry.fact.kind is FactKind.MONEY and rank <= 3 and _ADMISSION.search(entry.clause):
            return "cost", 1.6 - 0.2 * rank
        dated = any(self._date(other)[0] for other in self._every if other.fact.kind is FactKind.DATE)
        large = entry.fact.kind is FactKind.MONEY and entry.mention.size >= _LARGE
        if large and rank <= 3 and _PROJECT.search(self._title) and not dated and _SUM.search(sentence):
            return "cost", 1.6 - 0.1 * rank
        return "", 0.0

    def _where(self, entry: Stated) -> tuple[str, float]:
        if not any(e.fact.value == entry.fact.value for e in self._every if e.fact.sentence):
            return "", 0.0
        if entry.mention.unit in ("road", "street"):
            return "where", 1.4
        if re.search(r"\b(?:in|aus|bei|nach|zwischen)\s$", self._title[: entry.fact.start]):
            return "where", 1.3
        return "", 0.0


def _clause(sentence: str, at: int) -> str:
    """Cut out of a sentence what hangs together around a place in it."""
    start = max((match.end() for match in _SEAM.finditer(sentence) if match.end() <= at), default=0)
    end = min((match.start() for match in _SEAM.finditer(sentence) if match.start() >= at), default=len(sentence))
    return sentence[start:end]


def _same(entry: Stated, other: Stated) -> bool:
    """Whether two facts say the same: one day, or one value of a kind."""
    if entry.day is not None and other.day is not None:
        return entry.day == other.day
    return entry.fact.value == other.fact.value and entry.fact.kind is other.fact.kind


def _fullest(entry: Stated, every: tuple[Stated, ...]) -> Stated:
    """Prefer the first statement of the same value that says most (with the year)."""
    return max((e for e in every if _same(e, entry)), key=lambda e: (len(e.mention.value), -e.fact.sentence))
