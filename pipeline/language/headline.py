# SPDX-License-Identifier: EUPL-1.2
"""What stands on a story's card: headline, topic word (kicker), and the panel with picture or key fact."""

import re
from typing import Final

from pipeline.language.finite import finite
from pipeline.model import Fact, FactKind, Item, Panel, PanelKind

LINE: Final = 34
"""Characters in a line of a headline (styleframes 02 and 03)."""
LINES: Final = 2

_MONTHS: Final = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_TRIMS: Final = (
    re.compile(r"\s*[(\[][^()\[\]]*[)\]]"),
    re.compile(rf"(?<=\d\. )({_MONTHS}) \d{{4}}"),
    re.compile(r"\b(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag),?\s+(?:den\s+|dem\s+)?(?=\d)"),
)
_FILLER: Final = re.compile(r"\b(?:voraussichtlich|erneut|künftig|derzeit|aktuell|insgesamt|bereits)\s+")
_LOOSE_END: Final = frozenset(
    """der die das den dem des ein eine einen einem einer in im an am auf für mit von vom zu zum zur bei beim aus ab bis nach über
    unter um und oder sowie durch gegen rund als wie ist sind hat wird werden sich nicht auch neue neuer neuen neues seine ihre
    vor zwischen ohne seit wegen alle mehr noch knapp nur""".split()
)
_BOUNDARY: Final = re.compile(
    r"\s(?=(?:am|ab|bis|im|in|an|auf|für|mit|von|vom|zu|zum|zur|bei|beim|nach|durch|gegen|wegen|vor|seit|aus)\s)"
)
_ADDRESS: Final = re.compile(r"\s*\b(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.(?:de|com|org|net|eu|info|example)\b(?:/\S*)?")
_CALL: Final = re.compile(r"^(?:jetzt|gleich|hier|nicht verpassen|mitmachen|anmelden)\b", re.IGNORECASE)
_PART: Final = re.compile(r"\s*(?::\s|\s[–—]\s|\s-\s*(?=[A-ZÄÖÜ„])|;\s|(?<=[a-zäöüß]{3})\.\s|\s[|/]\s|\?\s|!\s)\s*")
_STRANDED: Final = re.compile(r"\s(?:wird|werden|wurden?|hat|haben|soll|sollen|kann|können|muss|müssen|ist|sind)(?=\s)")
_PARTICLE: Final = frozenset(
    """ab an auf aus bei ein fort her hin los mit nach statt teil um vor weg weiter wieder zu zurück zusammen fest bereit
    frei""".split()
)

_TOPICS: Final[tuple[tuple[str, str], ...]] = (
    ("Tiergesundheit", r"geflügelpest|schweinepest|vogelgrippe|stallpflicht|tierseuche|veterinär|tollwut|blauzunge|bienenseuche"),
    ("Trauer", r"trauer|verstorben|gestorben|nachruf|kondolenz|\btod\b"),
    (
        "Nahverkehr",
        r"\bbus(?:se|sen|linien?)?\b|buslinie|fahrplan|nahverkehr|öpnv|haltestelle|s-bahn|regionalbahn|deutschlandticket",
    ),
    (
        "Verkehr",
        r"sperrung|gesperrt|umleitung|straßen?\b|brücke|baustelle|verkehr|radweg|fahrbahn|kreisel|parkplatz|mitfahr|fahrrad",
    ),
    (
        "Sicherheit",
        r"feuerwehr|polizei|rettungs|katastrophenschutz|sirene|warntag|brand\b|unwetter|hochwasser|sturm|orkan|einbruch",
    ),
    ("Wahlen", r"\bwahl(?:en|lokale?|helfer\w*|tag)?\b|briefwahl|wählerverzeichnis|bürgermeisterwahl"),
    ("Kita", r"\bkita\b|kindertages|krippe|kindergarten|tagespflege"),
    ("Schule", r"schule|schul|unterricht|gymnasium|klassen(?:räume|zimmer)|abitur"),
    ("Bildung", r"volkshochschule|\bvhs\b|bildung|lehrgang|seminar|weiterbildung|bücherei|bibliothek"),
    ("Kultur", r"kultur|konzert|theater|museum|ausstellung|lesung|musik|festival|kino|kunst|open-air|orchester"),
    ("Gesundheit", r"impf|gesundheit|klinik|krankenhaus|ärzt|arztpraxis|hitze|trinkwasser|infektion|pflege\b|blutspende"),
    ("Abfall", r"abfall|müll|wertstoff|sperrgut|recycling|biotonne|gelbe[rn]? sack|grünschnitt"),
    (
        "Umwelt",
        r"umwelt|klima|naturschutz|wald\b|artenschutz|energie|solar|photovoltaik|windkraft|gewässer|biotop|blühwiese|baum",
    ),
    ("Ehrenamt", r"ehrenamt|verein|freiwillig|engagement|förderanträge|nachbarschaftshilfe"),
    (
        "Karriere",
        r"ausbildung|stellen?(?:angebot|ausschreibung)|bewerb|jobabend|jobmesse|sucht .*(?:ingenieur|fachkr|mitarbeit)|praktikum",
    ),
    ("Jugend", r"jugend|ferienspiele|ferienfreizeit|spielplatz"),
    ("Senioren", r"senior|ältere menschen|rente"),
    ("Familie", r"famili|elterngeld|eltern\b|kinder"),
    ("Soziales", r"sozial|inklusion|barrierefrei|wohngeld|integration|geflüchtet|tafel\b|beratung"),
    ("Digitales", r"digital|glasfaser|online|internet|breitband|app\b|mobilfunk|\bki\b"),
    ("Wirtschaft", r"wirtschaft|gewerbe|unternehmen|handel|gründer|innenstadt|markt(?:platz)?\b"),
    ("Bauen", r"neubau|anbau|sanier|bebauungsplan|bauarbeiten|baugebiet|wohnungsbau|ausbau"),
    ("Finanzen", r"haushalt|gebühr|steuer|förder|zuschuss|million|mio\."),
    ("Sport", r"sport|turnier|schwimm|freibad|hallenbad|lauf\b|stadion"),
    ("Politik", r"kreistag|stadtrat|gemeinderat|\brat\b|ausschuss|landrat|landrätin|bürgermeister"),
    ("Tourismus", r"touris|wander|ausflug|gäste"),
    ("Personalien", r"verabschied|ruhestand|neue[r]? leiter|amtsinhaber|bestellt|ernannt|jubiläum"),
    ("Freizeit", r"fest\b|feier|kirmes|weihnachtsmarkt|flohmarkt|freizeit"),
)
TOPIC_WORDS: Final = tuple(topic for topic, _ in _TOPICS)
"""The words that may stand above a headline; a model chooses one of them and cannot bring its own."""

_ENGLISH: Final = dict(
    zip(
        TOPIC_WORDS,
        """Livestock Condolence Transport Traffic Safety Elections Daycare School Education Culture Health Waste Environment
        Volunteering Careers Youth Seniors Family Community Digital Economy Building Finance Sport Politics Tourism People
        Leisure""".split(),
        strict=True,
    )
)
_COMPILED: Final = tuple((topic, re.compile(pattern)) for topic, pattern in _TOPICS)


def fits(text: str, lines: int = LINES, line: int = LINE) -> bool:
    """Tell whether a headline stands in so many lines, broken at blanks only."""
    count, used = 1, 0
    for word in text.split():
        if len(word) > line:
            return False
        if used and used + 1 + len(word) > line:
            count, used = count + 1, 0
        used += len(word) + (1 if used else 0)
    return count <= lines


def headline(title: str) -> str:
    """Shorten a title to two lines of 34 characters: at a colon or dash, at phrases, never inside a word."""
    text = " ".join(title.replace("\u00ad", "").split()).strip(" .–—-")
    text = _ADDRESS.sub("", re.sub(r"^\[[^\]]*\]\s*", "", text)).strip(" :–—-")
    if not re.search(r"\w", text):
        return "Meldung"
    if fits(text):
        return text
    for trim in _TRIMS:
        text = " ".join(trim.sub(lambda met: met[1] if met.re.groups else "", text).split())
        if fits(text):
            return text
    fuller = " ".join(_FILLER.sub("", text).split())
    if fits(fuller) and len(text) - len(fuller) < 16:
        return fuller
    parts = [part.strip(" .!?") for part in _PART.split(text) if part.strip(" .!?")]
    parts = [part for part in parts if not _CALL.match(part)] or parts
    matters = sorted(parts, key=lambda part: (_only_topic(part), parts.index(part)))
    for part in matters:
        bare = re.sub(r"\s[a-zäöü]+$", "", part)  # "Bauarbeiten … beginnen": the verb at the end goes first
        if part == matters[0] and not fits(part) and fits(bare) and bare.split()[-1][0].isupper():
            return _balanced_quotes(bare)
        if fits(part) and len(part.split()) >= 3 and not part[0].islower():
            return _balanced_quotes(part)
    return _shorter(parts[0] if len(parts[0].split()) >= 3 else text)


def _only_topic(part: str) -> bool:
    """Tell whether a part of a title only names a topic or lists words, and another part says what happens."""
    listed = "," in part and not _BOUNDARY.search(part)
    quoted = re.fullmatch(r"[„»\"][^“«\"]*[“«\"]", part) is not None
    return finite(part) < 0 and (len(part.split()) < 3 or listed or quoted)


def _without_stranded_verb(short: str, text: str) -> str:
    """Cut an auxiliary whose participle did not fit: "Cyclomedia wird ab 3. August" → "Cyclomedia ab 3. August"."""
    if text.rstrip(" .!?").endswith(short.split()[-1]):
        return short
    return _STRANDED.sub("", short, count=1)


def _shorter(text: str) -> str:
    """Leave out whole phrases until it fits, then whole words; no loose article, preposition or hyphen stays behind."""
    best = max((short for short in _without_phrases(text) if _stands(short, text)), key=len, default="")
    if len(best.split()) >= 3:
        return _balanced_quotes(_without_stranded_verb(best, text))
    kept: list[str] = []
    for word in text.split():
        if not fits(" ".join([*kept, word])):
            break
        kept.append(word)
    while len(kept) > 1 and (kept[-1].lower().strip(",") in _LOOSE_END or kept[-1][0].islower() or kept[-1][-1] in "-.,"):
        kept.pop()
    if kept:
        return _balanced_quotes(_without_stranded_verb(" ".join(kept).rstrip(" ,:;–-"), text))
    return _hyphened(text)


def _without_phrases(text: str) -> list[str]:
    """Give the text without some of its prepositional phrases; what closes the clause ("… ein", "… bestellt") stays."""
    words = text.split()
    last = words[-1].strip(".!?")
    closes = last in _PARTICLE or (last[:1].islower() and last not in _LOOSE_END)
    body = " ".join(words[:-1]) if closes else text
    phrases = _BOUNDARY.split(body)[:9]
    shorter: list[str] = []
    for mask in range(1 << (len(phrases) - 1)):
        chosen = [phrases[0]]
        for number, phrase in enumerate(phrases[1:]):
            if mask >> number & 1:
                chosen.append(phrase)
            elif last == "ein" and phrase.startswith(("zu ", "zum ", "zur ")):
                break  # what people are invited to is the news
            elif chosen[-1].endswith((" und", " oder", " sowie", ",")) or len(phrase.split()) > 6:
                break  # what would be dropped is more than a phrase
            elif number + 2 < len(phrases) and phrases[number + 2].startswith("bis "):
                mask &= ~(1 << (number + 1))
        else:
            shorter.append(" ".join([*(part.rstrip(" ,:;–") for part in chosen), *([last] if closes else [])]))
    return shorter


def _stands(text: str, whole: str) -> bool:
    """Tell whether a shortened headline is whole: it fits and ends neither loosely nor with a verb that waits for more."""
    last = text.split()[-1]
    waiting = re.search(r"\b(?:wird|werden|wurde|wurden|ist|sind|hat|haben|soll|sollen|kann|können|muss|müssen)\b", text)
    return (
        fits(text)
        and (last.lower() not in _LOOSE_END or (last in _PARTICLE and whole.endswith(f" {last}")))
        and last[-1] not in "-.,"
        and not last.isdecimal()
        and not re.search(r",\s(?:die|der|das|den|welche\w?|dass|wenn|weil)\s", text)
        and (waiting is None or last[0].islower())
    )


def _hyphened(text: str) -> str:
    """Give the first part of a monster word: at its hyphens, so that no syllable is torn."""
    first = text.split()[0] if text.split() else "Meldung"
    part = ""
    for piece in re.findall(r"[^-/]+[-/]?", first):
        if len(part) + len(piece) > LINE:
            break
        part += piece
    return part.rstrip("-/") or "Meldung"


def _balanced_quotes(text: str) -> str:
    balanced = text.count("„") == text.count("“") and text.count('"') % 2 == 0
    return text if balanced else re.sub(r"[„“\"]", "", text)


def kicker(item: Item) -> str:
    """Give the topic in one word, from the words of title and text; "Aktuell" where none is clear."""
    title, text = item.title.lower(), item.text.lower()[:1500]
    best, most = "Aktuell", 0
    for topic, pattern in _COMPILED:
        points = 4 * len(pattern.findall(title)) + len(pattern.findall(text))
        if points > most:
            best, most = topic, points
    return best


def in_english(topic: str) -> str:
    """Give the topic word for an English programme: "Verkehr" → "Traffic", "Aktuell" → "News"."""
    return _ENGLISH.get(topic, "News")


def panel(item: Item, facts: tuple[Fact, ...], *, grave: bool = False) -> Panel:
    """Choose the card: the item's picture, else one essential fact in large type, else the headline in words.

    A grave story shows no large number: a count of the dead is no eye-catcher.
    """
    if item.picture is not None:
        return Panel(PanelKind.PICTURE)
    stated = [fact for fact in facts if not fact.conflict]
    ranked = sorted(stated, key=lambda fact: (not fact.essential, fact.sentence, fact.start))
    for fact in ranked:
        card = None if grave else _card(fact)
        if card is not None:
            return card
    for fact in ranked:
        if fact.kind is FactKind.PLACE and len(fact.text) <= 24:
            return Panel(PanelKind.PLACE, figure=fact.text, line=headline(item.title))
    return Panel(PanelKind.WORDS, line=headline(item.title))


def _card(fact: Fact) -> Panel | None:
    """Make the card of a fact that the story is about: an essential one, or one of the title and the first two sentences."""
    if not fact.essential and fact.sentence > 2:
        return None
    if fact.kind is FactKind.DATE:
        met = re.search(rf"(\d{{1,2}}\.)\s?({_MONTHS})", fact.text)
        if met:
            return Panel(PanelKind.DATE, figure=met[1].lstrip("0"), unit=met[2])
        iso = re.fullmatch(r"(?:\d{4}|-)-(\d{2})-(\d{2})", fact.value)
        if iso:
            return Panel(PanelKind.DATE, figure=f"{int(iso[2])}.", unit=_MONTHS.split("|")[int(iso[1]) - 1])
    if fact.kind in (FactKind.MONEY, FactKind.PERCENT, FactKind.NUMBER):
        met = re.search(r"(\d[\d.,]*)\s*(%|[^\W\d]+\.?(?:\s+[A-ZÄÖÜ€]\w*)?|€)", fact.text)
        if met and len(met[1]) <= 9:
            unit = re.sub(r"(?<=eter)n$", "", met[2].replace("Mio.", "Millionen").replace("Mrd.", "Milliarden"))
            return Panel(PanelKind.NUMBER, figure=met[1].rstrip(".,"), unit=unit)
    return None
