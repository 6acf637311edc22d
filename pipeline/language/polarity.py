# SPDX-License-Identifier: EUPL-1.2
"""What a clause affirms and what it denies: pairs of opposite words, with a "nicht" that turns them round."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.language.ground import clauses
from pipeline.language.morphology import lemma, parts, tokens
from pipeline.language.opposites import PAIRS, PHRASES

_NOISY: Final = frozenset({"hoch", "groß", "stark", "ganz"})
_PARTICLES: Final = frozenset(
    "ab an auf aus bei dar ein fest fort frei her hin hinaus los mit nach nieder statt still teil um unter vor weg weiter wieder "
    "zu zurück zusammen hoch vorbei hinzu durch".split()
)
EXPLICIT: Final = re.compile(
    r"\b(?:nicht|kein(?:e[nrms]?|erlei)?|ohne|nie|niemals|niemand\w*|weder|nichts|nirgends|keineswegs|keinesfalls)\b",
    re.IGNORECASE,
)
_NO_DENIAL: Final = re.compile(
    r"\bnicht zu (?:schnell|viel|lange?|spät|früh|nah\w*|hoch|laut|dicht|groß|stark|knapp|weit|heiß|kalt|eng|schwer|voll)\b"
    r"|\bohne (?:jede |jegliche |weitere |größere |wesentliche )?(?:einschränkung|problem|schwierigkeit|unterbrechung|verzögerung"
    r"|zwischenf[aä]ll|mühe|zweifel|frage|abstrich|umweg|wartezeit)\w*"
    r"|\bnicht (?:nur|zuletzt|mehr als|weniger als|allein|einmal|selten|länger als|später als|früher als|ohne)\b"
    r"|\bohne weiteres\b"
    r"|\bnicht (?:herum|umhin)\b|\bohne (?:\S+ ){1,4}(?:geht|kommt|ist)\b.{0,30}\b(?:nicht|nichts|kein\w*)\b"
    r"|\bnichts anderes als\b|\bob (?:\S+ ){0,4}oder nicht\b"
    r"|\bnicht (?!alle|jede|diese|mehrere|viele|eine|die|der|das)\w{4,}e[nrsm]? (?=(?-i:[A-ZÄÖÜ]))",
    re.IGNORECASE,
)
_TAKES_BACK: Final = re.compile(
    r"\b(?:lehn\w+\b.*\bab|ab(?:ge)?lehn\w+|verzicht\w+|(?:ist|sind|wird|werden|bleibt)\b.*\bausgeschlossen|sieht\b.*\bab"
    r"|ausgenommen|frei von|abgesehen|versag\w+|verweiger\w+|entzog\w*|entzieh\w*|warn\w+\b.*\bvor|vermeiden|vom Tisch|verboten"
    r"|untersagt|unzulässig|tabu|(?:nicht|weder) (?:erlaubt|gestattet|zulässig))\b",
    re.IGNORECASE,
)
"""Verbs that take back what their object names: whoever refuses a rise does not raise."""
_LEXICAL: Final = re.compile(
    r"\b(?:f[aä]ll\w*\b.*\baus|fiel\w*\b.*\baus|entf[aä]ll\w*|entfiel\w*|ausgefallen|ausfall\w*|ausfällt|abgesagt\w*"
    r"|gestrichen\w*|verboten\w*|verbiet\w+|untersagt\w*"
    r"|verzicht\w+"
    r"|abgelehnt\w*|ablehn\w+|lehnt\w*|ausgeschlossen\w*"
    r"|aufgehoben\w*|eingestellt\w*|ausgesetzt\w*|ruht|ruhen|fehl(?:t|en|te|ten|ende[nrms]?)"
    r"|gesperrt\w*|\w*sperrung\w*|geschlossen\w*|schließ\w+|befreit\w*|ausgenommen\w*|außer|kaum|selten|wenig(?:e[nrms]?)?"
    r"|un(?!d\b|s\b|ter|fall|i|iv|gefähr|tat|wetter)\w{4,}|(?!blo|kost|los|bedenken|problem|reibung|mühe|sorg|gefahr|zweifel)\w{4,}los(?:e[nrms]?)?"
    r"|\w{3,}frei(?:e[nrms]?)?|frei|verschont\w*|leer\w*|verhinder\w+"
    r"|vermeid\w+|vermied\w*|verlor\w*|verlier\w+|abgeschaltet"
    r"|vergriffen|ausgebucht|ausverkauft|gegen|dagegen|scheiter\w+|verweiger\w+|zu (?:klein|wenig\w*|früh|spät)"
    r"|gilt \w+ nicht|statt|anstatt|nur|lediglich|ausschließlich|erst|noch offen|steht \w* ?aus"
    r"|gratis|umsonst|dicht|verschlossen\w*"
    r"|zu(?=\s*[.,;]|\s*$)|vorbei|beendet\w*|abgeschlossen\w*|unabhängig|gleich|stabil\w*|vermisst\w*"
    r"|vom Tisch|voll|belegt|hinfällig|geplatzt|gestoppt|verwehrt|bis auf(?! weiteres)|(?-i:freiwillig\w*|Freiwillig\b)|optional"
    r"|wie bisher|wie gehabt|so viel wie|genauso|nach wie vor|beibehalten"
    r"|warn\w+|ermittel\w+"
    r"|abzusehen|absehen|sieht\b.*\bab|Abstand (?:zu )?nehmen|Verst[öo]ß\w*|verst[öo]ß\w+|missacht\w+|zuwider\w*"
    r"|behalten ihre Gültigkeit|bleib\w+ gültig|gelten weiter|entbehrlich|verhandel\w+|überflüssig|verzichtbar|unnötig"
    r"|anders als|Schluss|Feierabend|untersuch\w+|prüft|prüfen|geprüft|offen"
    # what is forbidden, done away with, cut off or left alone
    r"|\w*verbote?s?|abgeschafft\w*|abschaff\w+|abzuschaffen|schafft\b.*\bab|schaffte\w*\b.*\bab|wegf[aä]ll\w*|weggefallen"
    r"|f[aä]ll\w*\b.*\bweg|abzusagen|aufzuheben|einzustellen"
    r"|unterbrochen\w*|unterbrech\w+|abgestellt\w*|abstell\w+|abzustellen|(?:ab|aus)(?:zu)?schalt\w+|umfähr\w*"
    r"|auf (?:den|dem) (?:\w+ )?Weg(?:en)?|zu Hause|drinnen|umfahren|umgeleitet|abgelaufen\w*|verstrichen|abgedreht"
    r"|gekappt|abgeklemmt|stillgelegt\w*|lahmgelegt|gestört\w*"
    r"|\w*ausfälle?n?"
    r"|(?:liegen|stehen|sitzen|hängen|bleiben|sein)(?:zu)?lassen|(?:liegen|stehen|sitzen|hängen|bleiben|sein"
    r"|in Ruhe)(?: zu)? lassen"
    r"|unterlassen|unterbleib\w+|fern(?:zu)?(?:halten|bleiben)|meiden|schwarze Zahlen|schwarzen Zahlen|rote Zahlen"
    r"|(?:lasst|lassen Sie|lässt man)\b|abr[aä]t\w*|abzuraten|abgeraten|r[aä]t\w*\b.*\bab|riet\w*\b.*\bab"
    r"|spar\w*\b[^,;]*\b(?:euch|sich|uns|Ihnen)|erspar\w+|sag\w+\b[^,;]*\bNein|winkt\w*\b[^,;]*\bab"
    r"|defekt\w*|kaputt|außer Betrieb|endet\w*|enden)\b",
    re.IGNORECASE,
)
"""Words that deny without a "nicht": what they say may be told with one."""
_NARROWING: Final = re.compile(
    r"(?:nur|lediglich|ausschließlich|erst|statt|anstatt|gleich|stabil|warn|ermittel|untersuch|prüf|offen|selten|wenig|zu)",
    re.IGNORECASE,
)


_LEFT_OPEN: Final = re.compile(r"(?:untersuch|prüf|ermittel|verhandel|offen|noch offen)", re.IGNORECASE)


def _axes() -> dict[str, tuple[tuple[int, int], ...]]:
    table: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(line for line in PAIRS.splitlines() if "=" in line):
        for sign, side in zip((1, -1), line.split("="), strict=True):
            for word in side.split():
                if word not in _NOISY:
                    table.setdefault(word, []).append((number, sign))
    return {word: tuple(dict.fromkeys(axes)) for word, axes in table.items()}


AXES: Final = _axes()
_PHRASES: Final = tuple(
    (re.compile(rf"\b(?:{phrase})"), word) for phrase, word in (line.split(" = ") for line in PHRASES.splitlines() if line)
)
_AGAINST: Final = (AXES["ablehnen"][0][0], -1)
KNOWN: Final = AXES["unklar"][0][0]
"""The pair of known and unknown."""
_POSSIBLE: Final = AXES["möglich"][0][0]
_PLACES: Final = frozenset(AXES[word][0][0] for word in ("norden", "osten", "links"))
"""Directions: "im Norden kein Strom" says nothing of the South."""
FREE: Final = (AXES["kostenlos"][0][0], 1)
_COSTS_NOTHING: Final = re.compile(
    r"\b(?:koste\w+|zahl\w+)\b[^,;]{0,60}\bnichts\b|\bnichts\b[^,;]{0,60}\b(?:koste\w+|zahl\w+)"
    r"|\b(?:keine(?:rlei)?|ohne) (?:\w*[Kk]osten|\w*[Gg]ebühr\w*|Eintritt)\b|\b(?:Gebühr\w*|Kosten"
    r"|Eintritt\w*)\b[^,;]*\bnicht (?:erhoben|fällig|verlangt|berechnet)"
)
_CHARGED: Final = re.compile(r"\bgegen (?:eine )?(?:\w+ )?(?:Gebühr|Bezahlung|Geld|Entgelt|Kaution)\b")
_LEVEL: Final = re.compile(
    r"(?i)\b(?P<how>unter|unterhalb|über|oberhalb)\b (?:de[nmrs]|dies\w+|jede\w+|alle\w+)? ?(?:\w+e[nmrs] )?"
    r"\w*(?:grenzwert|richtwert|höchstwert|schwellenwert|durchschnitt|schnitt|vorjahr|niveau|marke|mittel|plan|soll|limit|obergrenze)\w*"
)
"""Below or above what a value is measured by."""
_LEFT: Final = re.compile(
    r"\b(?:gibt|sind|hat|haben)\b[^,;]*\b(?:noch|wieder)\b[^,;]*\b(?:Karten|Plätze|Tickets|Restkarten|Restplätze|Termine|Exemplare)\b"
)
"""There are some left: of what is sold out nobody says so."""
_NONE_LEFT: Final = re.compile(
    r"\bkeine\w*(?: \w+e[nr]?)? (?:Karten|Plätze|Tickets|Restkarten|Restplätze|Termine|Exemplare)\w*\b[^,;]*\bmehr\b"
)
_SHUNS: Final = re.compile(
    r"(?i)\b(?:davon\b[^,;]*\bab|abgeraten|abzuraten|davor|darauf\b[^,;]*\bverzicht\w+|verzicht\w* darauf"
    r"|verbiet\w+|untersag\w*|verboten"
    r"|verhinder\w*|unterlass\w*|vermeid\w*|vermieden)\W*$"
)
"""What turns the infinitive that follows: "rät davon ab, den Akku im Keller zu laden"."""
_SOLD: Final = AXES["ausverkauft"][0]
_PENDING: Final = re.compile(
    r"(?:(?<=muss )|(?<=müssen )|(?<=wird )|(?<=werden )|(?<=soll )"
    r"|(?<=noch ))entscheiden\b|\bEntscheiden (?=wird|muss|soll)"
)
"""That somebody will decide or has to: no decision yet."""
_NO_TROUBLE: Final = re.compile(r"(?i)\bohne (?:\w+e )?(?:zwischenf[aä]ll|problem|schwierigkeit|störung|panne|komplikation)\w*")
_NEARLY: Final = re.compile(r"\b[Kk]napp (?!wird|werden|ist|sind|und)(?=\w)")
_COUNTED: Final = re.compile(
    r"(?i)\b(?:\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|\w+zig) (?:waren "
    r"|stimmten )?(?:dagegen|dafür)\b"
)
"""Some of the votes, which do not say what became of the motion."""
_NOT_TOO: Final = re.compile(r"(?i)\bnicht zu \w+\b(?= |[,.;])")
_NO_MAJORITY: Final = re.compile(r"(?i)\bkeine mehrheit\b|\bmehrheit (?:verfehlt|verpasst)")
_KEPT: Final = AXES["einhalten"][0][0]
_SHUTS_OUT: Final = re.compile(r"\b(?:schließ\w+|schloss\w*)\b(?! sich)[^,;]*\baus(?=\W*$|[,.;])")
_ASSUMES: Final = re.compile(r"\b(?:geht|gehen|ging|gingen)\b[^,;]*\bvon\b[^,;]*\baus(?=\W*$|[,.;])")
_SAID_OTHERWISE: Final = {"fällt": "fallen", "lässt": "lassen", "rät": "raten"}
"""Forms that the dictionary takes for another verb."""
Sense = tuple[int, int]
"""A pair of opposites, and which side of it (1 or -1)."""


def denial(text: str) -> re.Match[str] | None:
    """Find an explicit denial: "nicht", "kein", "ohne" …, but no "nicht nur"."""
    blank = _NO_DENIAL.sub(lambda match: " " * len(match.group()), text)
    return EXPLICIT.search(blank)


def denies_in_words(text: str, other: str = "", strict: bool = False, open_too: bool = True) -> bool:
    """Whether a text denies by a word of its own that `other` has not: "entfällt", "unklar", "kostenlos".

    Words that only narrow ("nur", "erst") count too, unless `strict`; words that leave open ("prüft") unless not `open_too`.
    """
    low = other.lower()
    return any(
        match.group().lower() not in low
        and not (strict and _NARROWING.match(match.group()))
        and (open_too or not _LEFT_OPEN.match(match.group()))
        for match in _LEXICAL.finditer(text)
    )


@lru_cache(maxsize=8192)
def joined(clause: str) -> tuple[tuple[int, str], ...]:
    """Give the verbs that have left their particle behind, and where they stand: "nimmt die Zahl ab" → (0, "abnehmen")."""
    words = tokens(clause)
    found = [_SAID_OTHERWISE.get(t.text) or lemma(t.text) for t in words]
    return tuple(
        (words[back].start, lemma(words[at].text.lower() + found[back]))
        for at in range(1, len(words))
        if words[at].text in _PARTICLES
        and (at == len(words) - 1 or re.match(r"\s*[,;.:]|\s+(?:und|oder)\b", clause[words[at].end :]))
        for back in range(max(0, at - 14), at)
        if words[back].text.islower() and found[back].endswith("n") and len(found[back]) > 3
    )


_ACT: Final = re.compile(r"(?:ung|fall|gang|schwund|zuwachs|anstieg|mangel|verlust|absage|verbot|pause|stopp)$")
"""How a noun ends that names what happens: "Beitragserhöhung" is a rise, "Grundsteuer" nothing dear."""


@lru_cache(maxsize=8192)
def lemmas(clause: str) -> tuple[str, ...]:
    """Give the lemmas of a clause, those of verbs with their particle too: "nimmt die Zahl ab" → …, "abnehmen"."""
    words = [t.text for t in tokens(clause)]
    heads = [parts(w)[-1] for w in words if len(w) > 9 and w[0].isupper() and lemma(w) not in AXES and parts(w)]
    as_written = [low for low in (word.lower() for word in words) if low in AXES]  # "einig", whose lemma is "einige"
    return tuple(
        dict.fromkeys(
            (
                *(_SAID_OTHERWISE.get(w) or lemma(w) for w in words),
                *as_written,
                *(head for head in heads if head in AXES and _ACT.search(head)),
                *(w for _, w in joined(clause)),
            )
        )
    )


def _is_noun(word: str, clause: str) -> bool:
    """Whether a word of a clause, given by its lemma, stands there as a noun: "Erhöhung"."""
    return any(
        token.capital and (lemma(token.text) == word or (parts(token.text) or ("",))[-1] == word) for token in tokens(clause)
    )


_PREPOSITION: Final = re.compile(
    r"(?i)(?:auf|an|am|in|im|bei|beim|für|mit|von|vom|zu|zum|zur|aus|über|unter|vor|neben|durch|wegen)"
)


def _attributes(clause: str) -> frozenset[str]:
    """Give the lemmas of adjectives that no denial of their clause turns: "darf auf öffentlichen Plätzen nicht"."""
    words = tokens(clause)
    plain_not = EXPLICIT.search(clause)
    verb_only = plain_not is not None and plain_not.group().lower() == "nicht"
    found = set()
    for at, (word, after) in enumerate(pairwise(words)):
        if word.text.islower() and after.capital and re.search(r"\we[nrsm]?$", word.text) and lemma(word.text) != word.text:
            near = [before.text for before in words[max(0, at - 2) : at]]
            if any(_PREPOSITION.fullmatch(text) for text in near) or (verb_only and "nicht" not in near):
                found.add(lemma(word.text))
    return frozenset(found)


def _not_without(clause: str) -> frozenset[str]:
    """Give what an "ohne" does not turn, where it is the only denial: "darf ohne Abkochen genutzt werden" allows."""
    said = denial(clause)
    if said is None or said.group().lower() != "ohne" or EXPLICIT.search(clause[said.end() :]):
        return frozenset()
    inside = re.match(r"(?:\s\S+){0,3}?\s[A-ZÄÖÜ][\w-]+|.*\bzu \w+|.*zu\w+en\b", clause[said.end() :])
    return frozenset(lemmas(clause)) - frozenset(lemmas(inside.group())) if inside else frozenset()


_PREDICATES: Final = re.compile(r" und (?=(?:bleib\w*|ist|sind|wird|werden|kann|können|darf|dürfen|muss|müssen|hat|haben)\b)")
"""Where the same subject goes on with another verb: "ist nicht betroffen und bleibt geöffnet"."""


@lru_cache(maxsize=8192)
def senses(text: str) -> frozenset[tuple[Sense, str]]:
    """Give the sides that a text takes, each with the word that takes it: a denial in the same clause turns them round."""
    taken: set[tuple[Sense, str]] = set()
    shunned = False
    for clause in (part for piece in clauses(re.sub(r"(?<!,) aber ", " ", text)) for part in _PREDICATES.split(piece)):
        turned = (denial(clause) is not None) != (shunned and re.search(r"\bzu \w+n\W*$|\w+zu\w+n\W*$", clause) is not None)
        shunned = _SHUNS.search(clause) is not None
        beyond = _not_without(clause)
        bare = re.sub(
            r"(?<!Prozent )(?<!Euro )(?<!Cent )\b(?:nicht )?(?:mehr|weniger|höher|größer|länger|kürzer) als\b"
            r"(?! (?:bisher|heute|zuvor|jetzt|früher|bislang|im (?:Vorjahr|letzten|vergangenen)|\d{4}))|\bnicht mehr\b",
            " ",
            clause,
        )
        bare = _PENDING.sub(" ", _NEARLY.sub(" ", bare))
        bare = _COUNTED.sub(" ", _NOT_TOO.sub(" ", bare))
        if _NO_MAJORITY.search(bare):
            taken.add((_AGAINST, "keine Mehrheit"))
        if re.search(r"\bweniger\b", bare):
            taken.add(((1, 1 if turned else -1), "weniger"))
        elif re.search(r"\bmehr\b", bare) and not re.search(r"\b(?:nicht|kein\w*|niemand|nichts|nie)\b.*\bmehr\b", bare):
            taken.add(((1, -1 if turned else 1), "mehr"))
        if re.search(r"\b(?:ge)?stimm\w+\b.{0,40}\b(?:da)?gegen\b|\bgegen\b.{0,60}\bgestimmt\b", bare):
            taken.add((_AGAINST, "gegen"))
        if re.search(
            r"\bdafür\b.{0,40}\b(?:aus)?(?:ge)?(?:sprochen|stimmt|stimmten|votiert\w*)\b|\b(?:ist|sind)\b.*\bdafür\W*$", bare
        ):
            taken.add(((_AGAINST[0], 1), "dafür"))
        if side := re.search(r"\b(?:ist|sind|war|waren)\b (?:\w+ ){0,4}(?P<how>gegen|für) (?:de[nrms]|die|das|eine\w*)\b", bare):
            taken.add(((_AGAINST[0], -1 if (side["how"] == "gegen") != turned else 1), side["how"]))
        if _COSTS_NOTHING.search(bare):
            taken.add((FREE, "kostet nichts"))
        if charged := _CHARGED.search(bare):
            taken.add(((FREE[0], 1 if turned else -1), charged.group()))
        if level := _LEVEL.search(bare):
            below = level["how"].lower().startswith("unter") != turned
            taken.add(((_KEPT, 1 if below else -1), level.group()))
        if re.search(r"(?i)\b(?:niemand|keiner)\b[^,;]*\bwei(?:ß|ss)\b", bare):
            taken.add(((KNOWN, -1), "niemand weiß"))
        if _SHUTS_OUT.search(bare):
            taken.add(((_POSSIBLE, 1 if turned else -1), "ausschließen"))
        elif _ASSUMES.search(bare):
            taken.add(((_POSSIBLE, -1 if turned else 1), "ausgehen"))
        if gone := _NONE_LEFT.search(clause):
            taken.add(((_SOLD[0], _SOLD[1]), gone.group()))
        if left := _LEFT.search(bare):
            taken.add(((_SOLD[0], -1 if turned else 1), left.group()))
        if shut := re.search(r"\b(?:bleib\w*|ist|sind|hat|haben|macht|machen)\b[^,;]*\b(?P<how>zu|auf)\W*$", bare):
            taken.add(((0, -1 if (shut["how"] == "zu") != turned else 1), shut["how"]))
        back = _TAKES_BACK.search(bare)
        if back is not None and EXPLICIT.search(back.group()):
            back = None  # "nicht gestattet" is the denial that turned the clause
        beside = _attributes(bare)
        for phrase, word in _PHRASES:
            if said := phrase.search(bare):
                taken |= {((axis, -sign if turned else sign), said.group()) for axis, sign in AXES[word]}
        for word in lemmas(_NO_TROUBLE.sub(" ", bare)):
            for axis, sign in AXES.get(word, ()):
                taken_back = back is not None and not back.group().lower().startswith(word[:5]) and _is_noun(word, bare)
                other_way = (turned and word not in beside | beyond and axis not in _PLACES) != taken_back
                taken.add(((axis, -sign if other_way else sign), word))
    return frozenset(taken)
