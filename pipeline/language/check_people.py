# SPDX-License-Identifier: EUPL-1.2
"""Red: people, functions and places that the source does not know, or not in this combination."""

import re
from typing import Final

from pipeline.language.gazetteer import FULL_NAMES, FUNCTIONS, PEOPLES
from pipeline.language.ground import Flag, Ground
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.morphology import bare, known, lemma, parts, tokens
from pipeline.language.names_de import is_function
from pipeline.model import FactKind, Severity


def strange_name(mention: Mention, source: Ground) -> list[Flag]:
    """A person, place or organisation must be known to the source; a person also in this combination of names."""
    if mention.unit == "road":
        known = any(m.value == mention.value for m in source.mentions() if m.unit == "road")
        return [] if known else [_strange(mention, source)]
    if mention.unit == "acronym":
        return [] if source.words.has(mention.text) or _spelt_out(mention.text, source) else [_strange(mention, source)]
    if mention.kind is FactKind.PLACE and (
        _of_its_people(mention.value, source) or of_its_town(mention.value, source) or contracted(mention.text, source)
    ):
        return []
    if mention.kind is not FactKind.NAME or " " not in mention.value:
        head = mention.value if mention.unit != "street" else mention.text
        return [] if all(_known(t.text, source) for t in tokens(head)) else [_strange(mention, source)]
    own = [t.text for t in tokens(mention.value) if t.text not in ("von", "van", "der", "zu", "de")]
    if not all(source.words.has(word) for word in own):
        return [_strange(mention, source)]
    people = [m for m in source.mentions() if m.kind is FactKind.NAME]
    if any(all(_in_name(word, person.value) for word in own) for person in people) or _side_by_side(own, source):
        return []
    return [
        Flag(
            "name-mixed",
            Severity.RED,
            f"Den Namen „{mention.text}“ gibt es in der Quelle nicht in dieser Verbindung. Prüfen Sie Vor- und Nachnamen.",
            mention.text,
        )
    ]


def other_surname(text: str, every: tuple[Mention, ...], source: Ground) -> list[Flag]:
    """A known first name with a surname that is a usual word, where the source gives another: "Elif Bach" for "Elif Demir"."""
    flags = []
    people = [m.value.split() for m in source.mentions() if m.kind is FactKind.NAME and " " in m.value]
    for mention in every:
        following = re.match(r"\s([A-ZÄÖÜ][\wäöüß-]+)", text[mention.end :])
        if mention.kind is not FactKind.NAME or " " in mention.value or following is None or is_function(following[1]):
            continue
        same = [names for names in people if bare(names[0]) == bare(mention.value)]
        if same and not source.words.has(following[1]) and not any(bare(mention.value) == bare(names[-1]) for names in people):
            known = ", ".join(f"{names[0].capitalize()} {names[-1].capitalize()}" for names in same)
            message = f"Den Namen „{mention.text} {following[1]}“ nennt die Quelle nicht. Dort steht: {known}."
            flags.append(Flag("name-not-in-source", Severity.RED, message, f"{mention.text} {following[1]}"))
    return flags


def _side_by_side(own: list[str], source: Ground) -> bool:
    # "Carl Rottmer" stands in "Carl-Rottmer-Straße" as well
    wording = " ".join(bare(part) for t in tokens(source.text) for part in t.text.lower().split("-"))
    return " ".join(bare(word) for word in own) in wording


def _in_name(word: str, name: str) -> bool:
    return any(bare(word) == bare(part) for part in re.split(r"[ -]", name)) or word in name.split()


def _known(word: str, source: Ground) -> bool:
    """Whether the source has a word, as it is or of whoever is from there: "Hollerfelderin" ← "Hollerfeld"."""
    return source.words.has(word) or source.words.has(_FEMALE.sub("", word)) or _number_there(word, source)


def _number_there(word: str, source: Ground) -> bool:
    return word[0].isdigit() and word.lower() in source.words.words


def _of_its_people(place: str, source: Ground) -> bool:
    """Whether the source says of a country what is from it: "Frankreich" ← "die französische Partnerstadt"."""
    people = PEOPLES.get(bare(place))
    return people is not None and re.search(rf"(?i)\b{people}\w{{0,4}}(?:isch|sch)(?:e[mnrs]?)?\b", source.text) is not None


def of_its_town(place: str, source: Ground) -> bool:
    """Whether the source says of a town what is from it, with a changed vowel: "Hollerstadt" ← "Hollerstädter Stadtmarathon".

    A street that leads there says nothing of the town.
    """
    low = place.lower()
    changed = re.sub(r"(a|o|u)(?=[^aeiouäöü]+$)", lambda met: "äöü"["aou".index(met[1])], low)
    forms = {changed, low} | ({low[:-2], low[:-2] + "n"} if low.endswith("en") else set()) | {low.removesuffix("e")}
    people = "|".join(re.escape(form[:1].upper() + form[1:]) for form in sorted(forms))
    return (
        re.search(rf"\b(?:{people})er (?!Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Tor\b|Ring|Damm|Chaussee)", source.text) is not None
    )


def contracted(word: str, source: Ground) -> bool:
    """Whether a usual noun leaves out the middle of one of the source: "Bauhof" ← "Baubetriebshof"."""
    pieces = parts(word)
    if len(pieces) != 2 or not known(word):
        return False
    low = lemma(word)
    head, tail = low.removesuffix(pieces[1]), pieces[1]
    return low.endswith(tail) and any(
        noun.startswith(head) and noun.endswith(tail) and len(noun) >= len(low) + _MIDDLE
        for noun in (lemma(token.text) for token in tokens(source.text) if token.capital)
    )


_MIDDLE: Final = 3
"""Letters of what a noun leaves out in its middle, at least."""


def _spelt_out(acronym: str, source: Ground) -> bool:
    """ "DRK" ← "Deutsches Rotes Kreuz": the source spells the acronym with its capitals."""
    initials = "".join(t.text[0] for t in tokens(source.text) if t.capital)
    full = FULL_NAMES.get(acronym.upper())
    return len(acronym) >= 2 and (
        acronym in initials or (full is not None and re.search(rf"(?i){full}", source.text) is not None)
    )


def _strange(mention: Mention, source: Ground) -> Flag:
    kinds = {FactKind.PLACE} if mention.kind is FactKind.PLACE else {FactKind.NAME, FactKind.ORGANISATION}
    near = [m.text for m in source.mentions() if m.kind in kinds and (mention.unit != "road" or m.unit == "road")]
    there = ", ".join(dict.fromkeys(near[:3]))
    hint = f" Dort steht: {there}." if there else " Streichen Sie die Angabe, oder belegen Sie sie."
    code = "place-not-in-source" if mention.kind is FactKind.PLACE else "name-not-in-source"
    return Flag(
        code,
        Severity.RED,
        f"{('Der Ort' if mention.kind is FactKind.PLACE else 'Der Name')} „{mention.text}“ steht nicht in der Quelle.{hint}",
        mention.text,
    )


_ONE_OFFICE: Final = (
    frozenset({"rektor", "schulleiter", "schuldirektor"}),
    frozenset({"wehrführer", "wehrleiter", "kommandant"}),
    frozenset({"oberbürgermeister", "bürgermeister"}),
    frozenset({"kämmerer", "finanzdezernent"}),
    frozenset({"kaplan", "pfarrer", "pastor"}),
    frozenset({"autor", "schriftsteller"}),
    frozenset({"arzt", "mediziner"}),
    frozenset({"chorleiter", "dirigent"}),
)
"""Functions that go by several names."""


_JOBS: Final = re.compile(
    r"(?i)(?:trainer|autor|künstler|moderator|dirigent|kurator|förster|archäolog|historiker|schriftsteller|musiker|sachbearbeiter"
    r"|arzt|ärzt|koordinator|manager|richter|anwalt|anwält|referent|botschafter|kandidat)(?:in|innen|e|en|er|ern|es|s|n|nen)?$"
)
"""What people do, and no office that one of them holds: of nobody by name, it says no more than other nouns do."""
_FEMALE: Final = re.compile(r"(?<=er)in(?:nen)?$")


def _functions(sentence: str) -> frozenset[str]:
    """Give the functions that a text knows, by their stems."""
    found = {stem for token in tokens(sentence) if is_function(token.text) for stem in _stems(token.text)}
    return frozenset(found | ({"professor"} if re.search(r"\bProf\b", sentence) else set()))


def _stems(word: str) -> frozenset[str]:
    own = _own_stems(word)
    low = word.lower().removesuffix("in")
    same = frozenset(name for group in _ONE_OFFICE if any(_is_called(low, n) for n in group) for name in group)
    return own | same


def _is_called(low: str, name: str) -> bool:
    """Whether a function ends in this one; a "Direktor" is no "Rektor"."""
    return low.endswith(name) and not (name == "rektor" and low.endswith("direktor"))


def _own_stems(word: str) -> frozenset[str]:
    low = word.lower()
    return frozenset(
        stem.removesuffix("in").replace("ä", "a")
        for stem in FUNCTIONS
        if re.search(("(?<!di)" if stem == "rektor" else "") + stem + r"(?:es|s|en|in|innen|e|er|n|nen)?$", low)
    )


_FREE: Final = frozenset("kandidat kandidatin bewerber bewerberin teilnehmer teilnehmerin sprecher sprecherin".split())
"""What anybody may be called who stands for something or speaks for somebody."""


def _usual(word: str, source: Ground) -> bool:
    """Whether a function is told by words of the source ("Stadtrat" ← "Rat der Stadt"), or says no more than a role."""
    pieces = parts(word)
    if lemma(word) in _FREE or (len(pieces) > 1 and all(source.words.has(piece.capitalize()) for piece in pieces)):
        return True
    *kind, does = pieces or (word,)  # "Geschäftsführer" ← "führt die Geschäfte"
    return (
        _same_post(word, source.text)
        or _done_there(word, source)
        or (bool(kind) and all(source.words.has(piece.capitalize()) for piece in kind) and _done_there(does, source))
    )


def _done_there(word: str, source: Ground) -> bool:
    """Whether a word of the source says what a function does: "Leiterin" ← "leitet", "Schularzt" ← "schulärztlich"."""
    low = re.sub(r"(?:in|innen)$", "", word.lower().replace("ä", "a"))
    root = re.sub(r"er[ns]?$", "", low)
    said = source.text.lower().replace("ä", "a")
    does = rf"\b(?:ge)?{re.escape(root)}(?:e?te?n?|en?|lich\w*|ung\w*|(?:s|ungs)?(?:person|kraft|kräft|leut)\w*)\b"
    return len(root) >= _ROOT and re.search(does, said) is not None


_HEADS: Final = re.compile(r"(?i)\b(?:ge)?(?:leit|führ)(?:e?te?n?|en?)\b|\ban der Spitze\b|\bAmtsinhaber|\bVorsitz")
_LEADS: Final = re.compile(r"(?i)(?:leiter|chef|vorstand)(?:in)?$")


_POST: Final = re.compile(r"(?i)(?P<what>[\wäöüß]{3,}?)(?:leiter|chef|direktor|vorsteher)(?:in)?(?:s|nen)?")


def _same_post(function: str, there: str) -> bool:
    """Whether the head of the same body goes by another word there: "Museumschefin" ← "Museumsdirektorin"."""
    told = _POST.fullmatch(function)
    if told is None:
        return False
    own = told["what"].lower().removesuffix("s")
    return any(met["what"].lower().removesuffix("s") == own for token in tokens(there) if (met := _POST.fullmatch(token.text)))


def _in_office(function: str, beside: str, source: Ground) -> bool:
    """Whether the sentences around a person say a function in other words: who "leitet" an office is its head.

    An "Amtsinhaber" holds the office of the release: "Bürgermeister" where it tells of the "Bürgermeisterwahl".
    """
    if (_LEADS.search(function) and _HEADS.search(beside)) or _same_post(function, beside):
        return True
    return "amtsinhaber" in beside.lower() and any(stem in source.text.lower() for stem in _stems(function))


_ROOT: Final = 4
"""Letters of a root at least: shorter ones are in too many words."""


def wrong_functions(text: str, source: Ground) -> list[Flag]:
    """A function that the source does not know, or that belongs to another person there."""
    flags = []
    there = _functions(source.text)
    held = {word for mention in mentions(text) if mention.kind is FactKind.NAME for word in mention.unit.split()}
    for token in tokens(text):
        if (
            is_function(token.text)
            and (token.text.lower() in held or not _JOBS.search(token.text))
            and not source.words.has(token.text)
            and not (_stems(token.text) & there)
            and not _usual(token.text, source)
        ):
            flags.append(
                Flag(
                    "name-not-in-source",
                    Severity.RED,
                    f"Die Funktion „{token.text}“ steht nicht in der Quelle. Prüfen Sie, wer gemeint ist.",
                    token.text,
                )
            )
    for mention in mentions(text):
        if mention.kind is not FactKind.NAME or not mention.unit:
            continue
        surname = mention.value.split()[-1]
        mine = _stems(mention.unit)
        near = [n for n, s in enumerate(source.sentences) if any(bare(t.text.lower()) == bare(surname) for t in tokens(s))]
        beside = {
            stem
            for n in near
            for k in (n - 1, n, n + 1)
            if 0 <= k < len(source.sentences)
            for stem in _functions(source.sentences[k])
        }
        office = " ".join(source.sentences[k] for n in near for k in (n - 1, n, n + 1) if 0 <= k < len(source.sentences))
        if near and beside and mine and not mine & beside and not _in_office(mention.unit, office, source):
            flags.append(
                Flag(
                    "function-mismatch",
                    Severity.RED,
                    f"„{mention.text}“: Diese Funktion hat {surname.capitalize()} in der Quelle nicht. Prüfen Sie "
                    "Funktion und Namen.",
                    mention.text,
                )
            )
    return flags
