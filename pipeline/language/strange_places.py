# SPDX-License-Identifier: EUPL-1.2
"""Red: a building, square or town that the source does not name, under this name or another usual one."""

import re
from functools import lru_cache
from typing import Final

from pipeline.language.check_people import contracted
from pipeline.language.gazetteer import VENUE_NAMES, VENUES
from pipeline.language.ground import NAMES, Flag, Ground
from pipeline.language.mention import Mention
from pipeline.language.morphology import Token, bare, content, known, lemma, tokens
from pipeline.language.names_de import is_function
from pipeline.model import Severity

_SPECIFIC: Final = re.compile(
    r"(?:bücherei|bibliothek|kapelle|krankenhaus|klinikum|bahnhof|museum|schloss|stadion|kloster|rathaus|gymnasium|realschule"
    r"|gesamtschule|grundschule|hallenbad|freibad|friedhof)$"
)
"""Heads of compounds that are buildings or grounds wherever they stand."""
_VAGUE: Final = re.compile(
    r"(?<!familien)(?<!treppen)(?<!gewächs)(?<!eltern)(?<!wohn)(?<!nachbar)(?<!hoch)(?<!miets)(?<!reihen)(?<!bauern)(?<!fach)haus$"
    r"|(?<!fuhr)(?<!wind)(?<!solar)(?<!maschinen)(?<!gewerbe)(?<!industrie)park$"
    r"|(?<!wohn)(?<!ein)(?<!un)heim$"
    r"|(?<!fahr)(?<!landes)(?:halle|kirche|klinik|theater|burg|schule|zentrum|saal|bad|zoo|brauerei|scheune|turm)$"
)
"""Heads that are buildings or grounds where something is said to be in, at or on them."""
_WITHIN: Final = re.compile(
    r"\b(?:im|ins|am|vom|zum|beim|(?:in|an|auf|vor|hinter|neben|bei|zu) (?:der|dem|das|den|die)|zur)\s+$", re.IGNORECASE
)
_AT: Final = re.compile(
    r"\b(?:in|aus|nach|bei|zwischen|über|ab|bis|Richtung|nahe|um"
    r"|(?:von|zwischen|in|über|nach|bei|aus) [A-ZÄÖÜ][\wäöü-]+ (?:und|nach|bis|oder)"
    r"|[A-ZÄÖÜ][\wäöü]*(?:schule|haus|halle|bad|bücherei|feuerwehr|werke|betrieb)|Stadt|Gemeinde|Ortsteil\w*|Kreis\w*|Landkreis\w*)\s+$",
    re.IGNORECASE,
)
"""What stands before a town without an article."""
_TOWN: Final = re.compile(
    r"(?:heim|hausen|dorf|bach|berg|burg|feld|furt|ingen|kirchen|walde|rode|roda|reuth|weiler|hofen|mühle|brunn|brück|büttel"
    r"|bronn|born|horst|hain|münde|hagen|ried|linden|stedt|wangen|beck|moor|schlucht|grund|tal|kuppe|höhe|au|aue|see|stein|kopf)$"
)
_BEFORE_TOWNS: Final = re.compile(r"^(?:Ober|Unter|Nieder|Hohen|Groß|Klein|Alt|Neu|Nord|Süd|Ost|West|Mittel)(?=[a-zäöü]{4})")
_TAIL: Final = 4
"""Letters at the end that two villages of one name share: Oberilse and Niederilse."""
_SHORT_HEAD: Final = 3
_GENERIC: Final = re.compile(
    r"(?:stadt|kreis|gemeinde|dorf|pfarr|haupt|grund|sport|turn|mehrzweck|fest|schul|volks|landes|bezirks|zentral|hallen|frei"
    r"|orts|bürger|kultur|konzert|fach|güter|waren|bus|schwimm|gottes|eis|reit|tennis|markt|messe|kranken|universitäts|uni|fach"
    r"|heimat|natur|kunst|kinder|spiel|freizeit|park|wasser|feuerwehr|regional|not|tages|aussegnungs|trauer|friedhofs"
    r"|lieblings|wunsch|nachbar|partner|ganztags|privat)"
)
"""First parts that say which kind of building it is, not which one."""
_WORKS: Final = re.compile(
    r"\b(?:geplant|plan\w*|rechne\w*|heißt es|hofft|spar\w*|entlass\w*"
    r"|entscheid\w*|überleg\w*|arbeite\w*|ausgeb\w*|bezahl\w*|prüf\w*)\b"
)
"""What is done in a town hall by those who sit in it."""
_COUNCIL: Final = re.compile(
    r"\b(?:\w*[Rr]at(?:es)?|Stadt|Städten?|Gemeinden?|Kommunen?|\w*[Vv]erwaltung|\w*[Bb]ürgermeister\w*|Kämmer\w+|Dezernent\w*)\b"
)


_FAITH: Final = re.compile(r"(?i)\b(?:evangelisch|katholisch|kirchlich|kirchen|pfarr|ökumenisch|diakon|caritas)\w*")


def strange_places(text: str, every: tuple[Mention, ...], source: Ground) -> list[Flag]:
    """Find the buildings and towns of a told sentence that the source does not name."""
    flags = []
    for token in tokens(text):
        if not token.capital or any(m.start <= token.start < m.end for m in every if m.kind in NAMES):
            continue
        strange = _strange_venue(token, text, source) or _strange_town(token, text, source)
        if strange or _namesake(token, source) or _exchanged(token, text, source):
            message = f"Der Ort „{token.text}“ steht nicht in der Quelle. Prüfen Sie, wo es stattfindet."
            flags.append(Flag("place-not-in-source", Severity.RED, message, token.text))
    return flags


def _strange_venue(token: Token, text: str, source: Ground) -> bool:
    low = lemma(token.text)
    listed = low in VENUES
    if not listed and not _compound_venue(token, low, text):
        return False
    met = _WITHIN.search(text[: token.start]) and not _WORKS.search(text)
    if low == "rathaus" and _COUNCIL.search(source.text) and not met:
        return False  # those who sit in it
    if low == "kirche" and not met and _FAITH.search(source.text):
        return False  # the body, not the building
    if source.words.has(token.text) or _shortened(low, source) or contracted(token.text, source):
        return False
    names = (low, *_also_called(low))
    if (own := _own_name(low)) and not source.words.backs(own.capitalize()):
        return not any(lemma(t.text) in names or low.endswith(lemma(t.text)) for t in content(source.text) if t.capital)
    return not any(source.words.has(word) or _known_as(lemma(word), source) for word in names)


def _shortened(low: str, source: Ground) -> bool:
    """Whether a noun of the source is this one with more in it, or another kind of it: a "Dorfschule" is a "Grundschule" too."""
    head = next((met for kind in (_SPECIFIC, _VAGUE) if (met := kind.search(low)) and met.start()), None)
    if head is None:
        return False
    first, last = low[: head.start()], head.group()
    nouns = [lemma(t.text) for t in content(source.text) if t.capital]
    if low == "schulhaus":
        return any("schul" in noun for noun in nouns)
    kind = _GENERIC.match(first) is not None and not last.endswith(("haus", "saal", "zentrum"))
    return any(noun.endswith(last) and (kind or noun.startswith(first)) for noun in nouns)


def _own_name(low: str) -> str:
    """Give what a building is called before its kind: "marien" of "marienkapelle"; "" where that is only another kind of it."""
    head = _SPECIFIC.search(low)
    first = low[: head.start()] if head else ""
    return "" if len(first) < _TAIL or _GENERIC.match(first) else first


def is_building(word: str) -> bool:
    """Whether a noun is a building by its last part: "Jugendhaus"."""
    low = lemma(word)
    head = _SPECIFIC.search(low) or _HOUSE.search(low)
    return head is not None and head.start() >= _SHORT_HEAD


_HOUSE: Final = re.compile(r"(?<!kranken)(?:haus|zentrum|saal|heim)$")


def _compound_venue(token: Token, low: str, text: str) -> bool:
    """Whether a word is a building by its last part: "Schützenhaus", "Schlosspark"; a vague one only where something is in it."""
    head = _SPECIFIC.search(low) or _VAGUE.search(low)
    if head is None or head.start() < _SHORT_HEAD or is_function(token.text):
        return False
    return _SPECIFIC.search(low) is not None or _WITHIN.search(text[: token.start]) is not None


def _also_called(low: str) -> tuple[str, ...]:
    return tuple(other for group in VENUE_NAMES if any(low == name or low.endswith(name) for name in group) for other in group)


def _known_as(low: str, source: Ground) -> bool:
    """Whether a noun of the source holds this name or is the end of it: "Halle" in the source for "Turnhalle"."""
    return any(
        low in token.text.lower() or (len(token.text) >= _TAIL and low.endswith((lemma(token.text), token.text.lower())))
        for token in content(source.text)
        if token.capital
    )


def _strange_town(token: Token, text: str, source: Ground) -> bool:
    """Whether a word is the name of a town by its form and its preposition, and no word of the source."""
    if not _AT.search(text[: token.start]) or _dictionary(token.text) or is_function(token.text):
        return False
    if re.match(r"-|\s?(?:GmbH|AG)", text[token.end :]) or source.words.has(token.text):
        return False
    return _TOWN.search(bare(token.text.lower())) is not None or _sister(token, source)


def _sister(token: Token, source: Ground) -> bool:
    """Whether the source has a place of this name but for what stands before it: "Hohenilse" for "Niederilse"."""
    tail = _BEFORE_TOWNS.sub("", token.text).lower()
    if tail == token.text.lower():
        return False
    return any(
        t.capital and t.text.lower().endswith(tail) and len(t.text) > len(tail) and t.text.lower() != token.text.lower()
        for t in content(source.text)
        if _BEFORE_TOWNS.match(t.text)
    )


def _namesake(token: Token, source: Ground) -> bool:
    """Whether a building bears a name of its own where the source has another of its kind: "Lindenschule" for "Heideschule"."""
    low = lemma(token.text)
    head = _VAGUE.search(low) or _SPECIFIC.search(low)
    if head is None or not _proper(low, head.group()) or _dictionary(token.text) or source.words.has(token.text):
        return False
    own = low[: head.start()].capitalize()
    others = {lemma(t.text) for t in content(source.text) if t.capital and not _dictionary(t.text)}
    return not source.words.backs(own) and any(_proper(other, head.group()) for other in others)


_GROUND: Final = re.compile(
    r"(?:platz|plätzen?|teich|weiher|graben|friedhof|anger|tor|forst|wiese|steg|markt|garten|grube|hof|see)$"
)
"""Heads of compounds by which squares, waters and grounds in and around a town are called."""
_ANY_GROUND: Final = re.compile(
    r"(?:park|stell|sport|spiel|fest|markt|dorf|schul|bau|haupt|wohn|bauern|bahn|wert\w*|recycling|rat|innen|hinter|pausen|bolz|lager"
    r"|grill|camping|zelt|reit|golf|tennis|trainings|arbeits|sitz|steh|studien|ausbildungs|kita\w*|standort|kinder|weihnachts|wochen"
    r"|floh|jahr|super|bade|stau|bagger|straßen|wasser|schutz|aus|ein|vor|heimat|energie|aktien|wohnungs|immobilien|trödel|advents"
    r"|christkindl\w*|herbst|frühjahrs|bauern\w*|betriebs|schrott|wirtschafts|reiter|gast)$"
)
"""First parts that say what a ground is for: not which one it is."""
_ON: Final = re.compile(
    r"\b(?:am|im|vom|zum|beim|(?:auf|an|in|hinter|vor|neben|bei|zu|von) (?:dem|der|den)|zur|(?:ist|sind) (?:der|die))\s+$",
    re.IGNORECASE,
)


def _exchanged(token: Token, text: str, source: Ground) -> bool:
    """Whether a ground is called by a name that the source lacks, where it has one of its kind: "Bahnhofsplatz"."""
    low = lemma(token.text)
    head = _GROUND.search(low)
    if head is None or not _ON.search(text[: token.start]) or source.words.has(token.text):
        return False
    own = _named_ground(low, head.group())
    if not own or source.words.backs(own.capitalize()):
        return False
    others = [lemma(t.text) for t in content(source.text) if t.capital and _ON.search(source.text[: t.start])]
    return any(_named_ground(other, head.group()) for other in others)


def _named_ground(low: str, kind: str) -> str:
    """Give by what a ground is called before its kind: "schützen" of "schützenplatz"; "" where that says what it is for."""
    first = low.removesuffix(kind)
    return first if low.endswith(kind) and len(first) >= _SHORT_HEAD and _ANY_GROUND.match(first) is None else ""


def _proper(low: str, kind: str) -> bool:
    """Whether a building is called by more than its kind: "lindenschule"."""
    first = low.removesuffix(kind)
    return low.endswith(kind) and len(first) >= _SHORT_HEAD and _GENERIC.match(first) is None


@lru_cache(maxsize=4096)
def _dictionary(word: str) -> bool:
    return known(word) or known(lemma(word).capitalize()) or known(bare(word.lower()).capitalize())
