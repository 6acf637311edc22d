# SPDX-License-Identifier: EUPL-1.2
"""What a statement takes out, narrows or has not reached yet, told the other way round; "statt" and "un-" turned."""

import re
from typing import Final

from pipeline.language.bridges import echo
from pipeline.language.ground import Flag, Ground, amber, clauses, short
from pipeline.language.modality import CANCELLED, CLOSED
from pipeline.language.morphology import content, roots, stem
from pipeline.language.polarity import AXES, EXPLICIT, denial, denies_in_words, lemmas
from pipeline.language.same_sense import RETOLD, part_at, sides
from pipeline.language.statements import Twin, statements

EXEMPT: Final = re.compile(
    r"\b(?:ausgenommen|Ausgenommen|mit Ausnahme|ausgeschlossen|außer(?! (?:Betrieb|Dienst|Kraft|Haus|Gefahr|Acht|Frage)\b)"
    r"|nicht für|nicht betroffen|befreit"
    r"|[Bb]is auf(?! [Ww]eiteres))\b"
)
_NOT_ONLY: Final = re.compile(r"\bnicht (?:nur|allein|ausschließlich)\b|\bnicht\b[^,;]*\bbeschränkt\b", re.IGNORECASE)
_ONLY: Final = re.compile(r"\b[Nn]ur\b|\b(?:vorbehalten|beschränkt)\b")
_WHOLE: Final = re.compile(r"(?i)\b(?:ganze[nrsm]?|gesamte[nrsm]?|sämtliche[nrsm]?|komplett\w*|überall|vollständig)\b")
_PART: Final = re.compile(r"(?i)\b(?:nur|lediglich|ausschließlich|teilweise|teils|ein teil|einzelne[nrsm]?|einige[nrsm]?)\b")
_STATT: Final = re.compile(r"\b[Ss]tatt\s+(?:(?:um|von|mit|in|auf|de[rs]|einer|eines)\s+)?(?P<noun>[A-ZÄÖÜ][\wäöüß-]+|\d+)")
_STILL_SO: Final = re.compile(
    r"(?i)\b(?:weiter|weiterhin|uneingeschränkt|jederzeit|regulär|normal|keine einschränkung\w*|ohne (?:einschränkung"
    r"|bedenken|abkochen)\w*|ausgenommen|nicht (?:betroffen|gefährdet)|(?:gilt|gelten)\b[^,;]*\bnicht für|hingegen|dagegen"
    r"|wie (?:gewohnt|üblich|bisher)|bedenkenlos|unbedenklich"
    r"|bleib\w+\b[^,;]*\b(?:geöffnet|offen|erreichbar|zugänglich|bestehen|erhalten)|(?:darf|dürfen|kann|können))\b"
)
"""What the source says goes on, is allowed or is left out of a ban."""
_ALSO: Final = re.compile(r"\b[Aa]uch\b(?P<what>(?: [^\s,;]+){1,4})")
_SAVE: Final = re.compile(r"\b(?:außer|bis auf|mit Ausnahme von|ausgenommen)\b(?P<but>[^,.;]*)|\bnur\b(?P<not>[^,.;]*)\bnicht\b")
_NARROW: Final = re.compile(r"(?i)\b(?:nur|ausschließlich|lediglich|allein|vor allem|vorrangig)\b")
_ALREADY: Final = re.compile(r"(?i)\b(?:bereits|schon|inzwischen|mittlerweile)\b")
_NOT_YET: Final = re.compile(
    r"(?i)\bnoch (?:nicht|nichts|kein\w*|offen|unklar)\b|\b(?:steht|stehen)\b[^,;]*\b(?:noch )?aus(?=\W*$|[,.;])"
    r"|\bunter vorbehalt\b"
    r"|\bunklar\b|\bungeklärt\b|\bnicht (?:bekannt|geklärt)\b"
)


def exempt(told: str, source: Ground) -> Flag | None:
    """Something told as included ("auch für Tauben") that the source takes out ("Ausgenommen sind Tauben")."""
    also = re.search(r"\b[Aa]uch\b(?P<what>(?: \S+){1,4})", told)
    if also is None or denial(told) or EXEMPT.search(told):
        return None
    meant = frozenset(stem(t.text) for t in content(also["what"]) if t.capital)
    for sentence in source.sentences:
        for piece in statements(sentence):
            said = EXEMPT.search(piece)
            if said and meant & roots(part_at(piece, said.start())):
                return amber("meaning-reversed", f"Die Quelle nimmt das aus: „{short(piece)}“", also.group().strip())
    return None


def also_not(told: str, source: Ground) -> Flag | None:
    """Something told as shut out too ("auch die Sauna nicht") that the source leaves open ("die Sauna bleibt geöffnet")."""
    also = _ALSO.search(told)
    if also is None or not (denial(told) or CANCELLED.search(told)) or also["what"].startswith(" ohne"):
        return None  # "auch ohne Kassenbon" shuts nothing out
    meant = frozenset(stem(t.text) for t in content(also["what"]))
    meant |= echo(also["what"], source)
    rest = echo(told, source)
    for sentence in source.sentences:
        for piece in statements(sentence):
            said = _STILL_SO.search(piece)
            here = roots(piece)
            spared = EXEMPT.search(piece) is not None
            if said is None or not meant & here or (len(rest & here) < min(2, len(rest)) and not spared):
                continue
            bare = _NO_BAN.sub(" ", piece)
            if any(denial(part) and meant & roots(part) for part in clauses(bare)) or CLOSED.search(bare):
                continue
            return amber("negation-flipped", f"„{also.group().strip()}“: Die Quelle sagt „{short(piece)}“", also.group().strip())
    return None


def also_so(told: str, source: Ground) -> Flag | None:
    """Something told as so too ("auch am Wochenende") of which the source only says that it is not ("an Wochenenden nicht")."""
    also = _ALSO.search(told)
    if also is None or denial(told) or CANCELLED.search(told) or EXEMPT.search(told) or denies_in_words(also["what"]):
        return None
    for noun in (token.text for token in content(also["what"]) if token.capital):
        about = [part for text in source.sentences for part in clauses(text) if stem(noun) in roots(part)]
        if about and all(denial(part) for part in about):
            return amber(
                "negation-lost", f"„{also.group().strip()}“: Die Quelle verneint das: „{short(about[0])}“", also.group().strip()
            )
    return None


def also_there(told: str, source: Ground) -> Flag | None:
    """Something told as open, allowed or free there too ("auch am Wochenende dicht") where the source says the opposite of it."""
    also = _ALSO.search(told)
    if also is None or EXEMPT.search(told):
        return None
    for noun in (token.text for token in content(also["what"]) if token.capital):
        about = [text for text in source.sentences if stem(noun) in roots(text)]
        there = frozenset().union(*(sides(text) for text in about))
        if any(axis in _CLEAR_CUT and (axis, -sign) in there and (axis, sign) not in there for axis, sign in sides(told)):
            text = f"„{also.group().strip()}“: Die Quelle sagt das Gegenteil: „{short(about[0])}“"
            return amber("meaning-reversed", text, also.group().strip())
    return None


def still_there(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """Something told as so still ("hält weiterhin an der Kirche") that is done away with beside what fits best."""
    still = _STILL.search(told)
    if still is None or denial(told) or CANCELLED.search(told):
        return None
    things = frozenset(stem(token.text) for token in content(told) if token.capital)
    for piece in statements(source.sentences[found[0].sentence]):
        gone = CANCELLED.search(piece)
        if gone and piece != found[0].text and things & roots(piece) - roots(found[0].text) and not denial(piece):
            return amber("meaning-reversed", f"„{still.group()}“: Die Quelle sagt „{short(piece)}“", still.group())
    return None


_STILL: Final = re.compile(r"(?i)\b(?:weiterhin|immer noch|nach wie vor|wie bisher|unverändert)\b")
_CLEAR_CUT: Final = frozenset(AXES[word][0][0] for word in ("öffnen", "geöffnet", "erlaubt", "kostenlos"))
_NO_BAN: Final = re.compile(
    r"(?i)\b(?:keine einschränkung\w*|nicht (?:betroffen|gefährdet)|ohne \w+|von de[rmn] \w+ ausgenommen"
    r"|(?:gilt|gelten)\b[^,;]*\bnicht für|[^,]*\bjedoch nicht)\b"
)


def exception(told: str, found: list[Twin]) -> Flag | None:
    """What alone the source allows, told as what alone is not: "nur auf Treppen erlaubt" → "erlaubt, nur auf Treppen nicht"."""
    best = found[0].text
    save, narrow = _SAVE.search(told), _NARROW.search(best)
    if save is None or narrow is None or found[0].score < RETOLD or EXEMPT.search(best) or denial(best):
        return None
    but = roots(save["but"] or save["not"] or "")
    if len(but & roots(best[narrow.end() :])) * 2 < len(but) or not but:
        return None
    return amber(
        "meaning-reversed", f"„{save.group().strip()}“: Die Quelle sagt es nur davon: „{short(best)}“", save.group().strip()
    )


def already(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """What has not come yet, told as done: "noch nichts ausgezahlt" → "bereits geflossen"."""
    word = _ALREADY.search(told)
    if word is None or denial(told) or found[0].score < 0.3 or _NOT_YET.search(told):
        return None
    whole = source.sentences[found[0].sentence]
    if word.group().lower() in source.text.lower() or not any(_NOT_YET.search(text) for text in (whole, found[0].text)):
        return None
    return amber("negation-lost", f"„{word.group()}“: Die Quelle sagt „{short(whole)}“", word.group())


def prefixed(told: str, found: list[Twin]) -> Flag | None:
    """The word of the source with an "un-" more or less: "unbeschädigt" ↔ "beschädigt"."""
    if found[0].score < RETOLD or (denial(told) is None) != (denial(found[0].text) is None):
        return None
    mine, there = _forms(told), _forms(found[0].text)
    plainly = EXPLICIT.search(told) is None and EXPLICIT.search(found[0].text) is None
    for one, other, here in ((mine, there, True), (there, mine, False)) if plainly else ():
        for word in sorted(one):
            cut = _UN.fullmatch(word)
            if cut and word not in other and any(stem(cut["bare"]) == stem(form) for form in other if len(form) > 4):
                quote = word if here else told
                return amber("meaning-reversed", f"„{word}“ und nicht: „{short(found[0].text)}“", quote)
    for word in sorted(mine):
        bare = word.removeprefix("un")
        turned = bare if bare != word else f"un{word}"
        if (
            len(bare) >= 5
            and not bare.startswith(("fall", "fäll"))
            and turned in there
            and word not in there
            and turned not in mine
        ):
            return amber("meaning-reversed", f"„{word}“: Die Quelle sagt „{turned}“: „{short(found[0].text)}“", word)
    return None


_UN: Final = re.compile(
    r"un(?P<bare>(?:ge|be|ver|er|an|ent|zu|aus|ab|ein|vor|auf)\w{4,}|\w{3,}(?:lich|bar|sam|ig|end|iert)\w{0,2})"
)


def _forms(text: str) -> frozenset[str]:
    """Give the words of a text and their lemmas, all small."""
    return frozenset(token.text.lower() for token in content(text)) | frozenset(word.lower() for word in lemmas(text))


def not_only(told: str, found: list[Twin]) -> Flag | None:
    """ "nur für Mitglieder" told as "nicht nur für Mitglieder", or the other way round."""
    if found[0].score < RETOLD:
        return None
    mine, there = _NOT_ONLY.search(told), _NOT_ONLY.search(found[0].text)
    only_here, only_there = _ONLY.search(told), _ONLY.search(found[0].text)
    if (
        _WHOLE.search(told)
        and _PART.search(found[0].text)
        and not (only_here or _PART.search(told) or _WHOLE.search(found[0].text))
    ):
        return amber("condition-dropped", f"Die Quelle schränkt ein: „{short(found[0].text)}“", told)
    if (mine and only_there and not there) or (there and only_here and not mine):
        return amber("meaning-reversed", f"„{short(told)}“: Die Quelle sagt „{short(found[0].text)}“", told)
    return None


def instead(text: str, wide: str) -> list[Flag]:
    """A "statt" that is turned around: "Blumen statt Spenden"."""
    mine, theirs = _STATT.search(text), list(_STATT.finditer(wide))
    if mine is None or not theirs or any(stem(other["noun"]) == stem(mine["noun"]) for other in theirs):
        return []
    if mine["noun"] not in wide or re.search(rf"statt (?:bisher )?{re.escape(mine['noun'])}", wide):
        return []
    message = f"Die Quelle sagt „statt {theirs[0]['noun']}“, der Satz „statt {mine['noun']}“."
    return [amber("meaning-reversed", message, mine.group())]


_OPPOSITE: Final = {
    "mit": "ohne",
    "ohne": "mit",
    "vor": "nach",
    "nach": "vor",
    "innerhalb": "außerhalb",
    "außerhalb": "innerhalb",
}
_OPPOSITE_TOO: Final = {"für": "gegen", "gegen": "für", "während": "außerhalb"}
_BESIDE: Final = re.compile(
    r"(?i)\b(?P<side>mit|ohne|vor|nach|innerhalb|außerhalb|für|gegen|während)\s(?:(?:de[rnms]|die|das|ein\w*|ihre\w*|seine\w*|jede\w*|etwas|viel|wenig)\s)?"
    r"(?:[a-zäöüß]+e[nrms]?\s)?(?P<noun>(?-i:[A-ZÄÖÜ])[\wäöüß-]+)"
)


def other_side(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """A noun with the opposite preposition: "ohne Blitz" → "mit Blitz", "vor den Ferien" → "nach den Ferien"."""
    if found[0].score < RETOLD or denial(re.sub(r"(?i)\bohne\b", " ", told)):
        return None
    near = [twin.text for twin in found if twin.score >= 0.8 * found[0].score]
    there = {(m["side"].lower(), stem(m["noun"])) for text in near for m in _BESIDE.finditer(text)}
    everywhere = {(m["side"].lower(), stem(m["noun"])) for m in _BESIDE.finditer(source.text)}
    for met in _BESIDE.finditer(told):
        side, noun = met["side"].lower(), stem(met["noun"])
        turned = next((o for o in (_OPPOSITE.get(side), _OPPOSITE_TOO.get(side)) if o and (o, noun) in there), None)
        if turned and (side, noun) not in everywhere:
            message = f"„{met.group()}“: Die Quelle sagt „{turned}“: „{short(found[0].text)}“"
            return amber("meaning-reversed", message, met.group())
    return None


_SWEEPING: Final = re.compile(
    r"(?i)\b(?:alle[nrm]?|jede[rnms]?|jederzeit|immer|stets|auf jeden fall|in jedem fall|ohne weiteres|überall|völlig|durchgehend"
    r"|garantiert|egal|beliebig\w*|unbegrenzt|sämtliche[nrm]?|automatisch|ausnahmslos|grundsätzlich alle)\b"
)
_LIMITED: Final = re.compile(
    r"(?i)\b(?:nur|lediglich|ausschließlich|sofern|wenn|falls|solange|soweit|auf antrag|auf anfrage|bei (?:\w+er|\w+em) \w+"
    r"|(?:unter|über|ab|bis) (?:zu )?(?:\d+|zwei|drei|\w*zehn|zwölf|elf|\w+zig|sechs|sieben|acht|neun|vier"
    r"|fünf)|(?:kinder|personen|haushalte|menschen|familien) (?:mit|ohne|aus|von)"
    r"|(?-i:[A-ZÄÖÜ]\w+(?:e|en|er|innen) (?:mit|ohne|aus) (?:\w+e[nrm] )?[A-ZÄÖÜ]\w+)|mindestens|höchstens"
    r"|voraussichtlich|vorbehalt\w*|vorbehaltlich|in der regel|meist|möglichst|stichprob\w*|durchschnittlich"
    r"|im schnitt|allerdings|außer|ausgenommen|teilweise|einzelne|einige|stufenweise|zunächst|vorerst"
    r"|frühestens|nach (?:\w+er )?anmeldung)\b"
)


def sweeping(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """What the source limits, told of everybody, always or in any case: "sofern Geld da ist" → "auf jeden Fall"."""
    word = _SWEEPING.search(told)
    best = found[0]
    whole = source.sentences[best.sentence]
    if word is None or best.score < 0.45 or denial(told) or _LIMITED.search(told):
        return None
    said = _LIMITED.search(whole)
    if said is None or _SWEEPING.search(whole) or word.group().lower() in source.text.lower():
        return None
    return amber("condition-dropped", f"„{word.group()}“: Die Quelle schränkt ein: „{short(whole)}“", word.group())
