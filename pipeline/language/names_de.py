# SPDX-License-Identifier: EUPL-1.2
"""Names in German text: people with their functions, places, roads, streets, organisations; where every noun has a capital."""

import re
from functools import lru_cache
from typing import Final

from pipeline.language.gazetteer import (
    FIRST_NAMES,
    FUNCTIONS,
    OFFICES,
    PLACES,
    SURNAMES,
    TOWN_ENDS,
    VENUES,
)
from pipeline.language.mention import Mention, covers
from pipeline.language.morphology import Token, bare, known, lemma, parts, tokens
from pipeline.language.streets_de import roads, streets
from pipeline.model import FactKind

_ENDING: Final = r"(?:es|s|en|in|innen|e|er|n|nen)?$"
_FUNCTION: Final = re.compile(r"(?:" + "|".join(FUNCTIONS) + ")" + _ENDING)
_COMPANION: Final = re.compile(r"begleiter(?:in|innen|n|s)?$")  # goes with somebody and leads nobody
_OFFICE: Final = re.compile(r"(?:" + "|".join(OFFICES) + ")" + _ENDING)
_FIRM: Final = re.compile(r"\s(?:g?GmbH|mbH|AG|KG|e\.\s?V\.|eG|SE|OHG|gUG)(?![\w])")
_TITLE: Final = re.compile(r"^(?:Dr|Prof|med|phil|h|c|rer|nat|Dipl|Ing)$")
_PARTICLES: Final = frozenset({"von", "van", "zu", "de", "der", "den", "da", "di", "del", "el", "al", "und", "zur", "vom"})
_ADDRESS: Final = frozenset({"Herr", "Herrn", "Frau", "Familie"})
_LOCAL: Final = frozenset(
    {
        "in",
        "aus",
        "nach",
        "bei",
        "über",
        "durch",
        "zwischen",
        "bis",
        "von",
        "ab",
        "richtung",
        "um",
        "vor",
        "hinter",
        "nahe",
        "gegenüber",
        "und",
        "sowie",
        "stadt",
        "gemeinde",
        "samtgemeinde",
        "verbandsgemeinde",
        "ortsteil",
        "ortsteile",
        "ortsteilen",
        "kreis",
        "kreises",
        "landkreis",
        "landkreises",
        "stadtteil",
    }
)
_ARTICLES: Final = frozenset(
    {
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "eines",
        "kein",
        "keine",
        "ihre",
        "ihr",
        "seine",
        "sein",
    }
)
_POINTING: Final = frozenset("unser unsere unserem unseren euer eure dieses dieser diese diesem diesen jedes jeder jede".split())
_MELTED: Final = frozenset({"am", "im", "ins", "beim", "vom", "zum", "ans", "aufs", "fürs"})
"""Prepositions with an article in them."""
COMMON_ACRONYMS: Final = frozenset(
    """
    KI LKW PKW TV PC QR PDF WLAN IT EDV ÖPNV KFZ SMS USB CO DIN ISO MHZ FAQ GPS LED UV ID EC CD DVD AI OK OP WC DJ
    EKG MRT VIP PCR AED UKW PLZ NR TEL BH
    """.split()
)
"""Acronyms that any writer may use in place of the long form."""
_SHORT: Final = frozenset(
    {"Mio", "Mrd", "Tsd", "Std", "Min", "Str", "Abs", "Art", "Tel", "Dipl", "Ing", "inkl", "bzw", "Hrsg", "Euro", "Uhr", "Cent"}
)
_HOME: Final = re.compile(
    r"(?:wohn|alten|pflege|kinder|tier|vereins|sport|schützen|jugend|pfarr|alters|senioren|studenten)heim$|freihofen$"
)
_SURE_ENDS: Final = ("heim", "hausen", "hofen", "ingen", "weiler", "rode", "kirchen", "walde")
_CONTRACTED_ENDS: Final = ("kopf", "berg", "stein", "fels", "bach", "feld", "burg", "wald", "grund", "hausen", "heim")
_FEMALE: Final = re.compile(
    r"(?<=[a-zäöüß]{3}r)(?<!(?:feld|bach|berg|burg|dorf|heim|wald|furt)er)(?<!(?:brück|stein|stadt)er)in(?:nen)?$"
)
"""What makes a woman's word of a man's; but who is called after a place is not in the dictionary."""
_SON: Final = re.compile(
    r"[a-zäöü]{2}[dklmnrty]sen$"
)  # "Thomsen": dictionaries have it, as "Felsen" too, but that follows no office
_AMBIGUOUS_PLACES: Final = frozenset({"Essen", "Halle", "Baden", "Main", "Weiden", "Kiel", "Siegen", "Hof", "Worms", "Harz"})


def is_function(word: str) -> bool:
    """Whether a noun says what someone is ("Schuldezernent", "Leiterin", "vhs-Leiter")."""
    low = word.lower()
    return word.rpartition("-")[2][:1].isupper() and _FUNCTION.search(low) is not None and _COMPANION.search(low) is None


def is_office(word: str) -> bool:
    """Whether a noun names an office that voters fill ("Landrätin")."""
    return word[:1].isupper() and _OFFICE.search(word.lower()) is not None


@lru_cache(maxsize=16384)
def unknown(word: str) -> bool:
    """Whether a capitalised word is neither in the dictionary nor a compound of its words: most likely a name.

    A woman's word is known where the man's is: "Namensgeberin".
    """
    woman = word.removesuffix("nen") if word.endswith("innen") else word
    forms = {word, woman, _FEMALE.sub("", woman)}
    return not any(
        _listed(form) or any(kind and kind[-1] != "innen" for kind in (parts(bare(form.lower())), parts(form))) for form in forms
    )


@lru_cache(maxsize=16384)
def _listed(word: str) -> bool:
    low = word.lower()
    forms = (
        word,
        low,
        lemma(word),
        lemma(low),
        bare(low),
        bare(low).capitalize(),
        low.removesuffix("innen") + "in",
        low.removesuffix("n"),
        low.removesuffix("en"),
    )
    return any(len(form) > 2 and (known(form) or known(form.capitalize())) for form in forms)


def names(text: str, taken: list[tuple[int, int]]) -> tuple[Mention, ...]:
    """Find people, roads, streets, places and organisations of a sentence; each stretch found is added to `taken`."""
    found: list[Mention] = []
    words = tokens(text)
    for finder in (roads, streets, _people, _organisations, _others):
        for mention in finder(text, words):
            if not covers(taken, mention.start, mention.end):
                found.append(mention)
                taken.append((mention.start, mention.end))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _adjacent(text: str, left: Token, right: Token) -> bool:
    return re.fullmatch(r"\.?\s+", text[left.end : right.start]) is not None


def _people(text: str, words: tuple[Token, ...]) -> list[Mention]:
    """ "Schuldezernent Jonas Wieland", "Dr. Ute Reimers", "Frau Krug": the value is the name, the unit the function."""
    people = []
    index = 0
    while index < len(words):
        reach = _person(text, words, index)
        if reach is None:
            index += 1
            continue
        first, last, mention = reach
        people.append(mention)
        index = max(last + 1, first + 1)
    return people


def _person(text: str, words: tuple[Token, ...], index: int) -> tuple[int, int, Mention] | None:
    """Read a person that starts at this word: first and last word of the name, and the mention."""
    at = index
    function = ""
    strict = False
    token = words[at]
    if not (token.capital or is_function(token.text)):
        return None
    if token.text in _ADDRESS or is_function(token.text):
        function = "" if token.text in _ADDRESS else lemma(token.text)
        strict = token.text in _ADDRESS or index == 0 or words[index - 1].text.lower() not in _ARTICLES
        at += 1
    titled = False
    while at < len(words) and _TITLE.match(words[at].text):
        titled = True
        at += 1
    if (
        at >= len(words)
        or not words[at].capital
        or (at > index and not re.fullmatch(r"[.\s-]*", text[words[at - 1].end : words[at].start]))
    ):
        return None
    head = words[at]
    if is_function(head.text) and not (head.text in SURNAMES and at > index):
        return None
    given = head.text in FIRST_NAMES or head.text.split("-")[0] in FIRST_NAMES
    end = _surname_end(text, words, at, given, led=titled or function != "")
    if not given and at == index:
        return None
    if not given and not titled and not _may_be_surname(head.text, strict):
        return None
    if given and end == at and at == index:
        return None
    stop = words[end]
    name = " ".join(word.text for word in words[at : end + 1]).lower()
    start = words[index].start
    return at, end, Mention(FactKind.NAME, text[start : stop.end], name, start, stop.end, unit=function)


def _surname_end(text: str, words: tuple[Token, ...], at: int, given: bool, led: bool) -> int:
    """Find the last word of a name that begins at `at`: more first names, particles, the surname.

    Behind a function or a title (`led`) two words that no dictionary lists are a first name and a surname.
    """
    if led and not given and _rare_first_name(text, words, at):
        return at + 1
    end = at
    look = at + 1
    while (
        look < len(words)
        and look - at <= 4
        and _adjacent(text, words[look - 1], words[look])
        and "." not in text[words[look - 1].end : words[look].start]
    ):
        word = words[look]
        if (
            word.text in _PARTICLES
            and given
            and (word.text not in ("und", "der", "den") or words[look - 1].text in ("von", "zu", "van"))
        ):
            look += 1
            continue
        if not word.capital or (is_function(word.text) and word.text not in SURNAMES):
            break
        surname_done = end > at and words[end].text not in FIRST_NAMES
        if surname_done or (not given and end == at and words[at].text not in FIRST_NAMES):
            break
        if given and end == at and words[at].text not in FIRST_NAMES and known(word.text):
            break
        end = look
        look += 1
    return end


def _rare_first_name(text: str, words: tuple[Token, ...], at: int) -> bool:
    """Whether the word at `at` is a first name that is in no list: the next one can only be its surname."""
    if at + 1 >= len(words) or words[at].text in SURNAMES:
        return False
    name, after = words[at], words[at + 1]
    beside = text[name.end : after.start].isspace() and after.capital and not is_function(after.text)
    return beside and (after.text in SURNAMES or not _listed(after.text))


def _may_be_surname(word: str, strict: bool) -> bool:
    low = word.lower()
    if word in SURNAMES or bare(low).capitalize() in SURNAMES or unknown(word):
        return True
    if not strict or _FUNCTION.search(low):
        return False
    return _SON.search(low) is not None or not word.endswith(("ung", "heit", "keit", "schaft", "en", "innen"))


def _organisations(text: str, words: tuple[Token, ...]) -> list[Mention]:
    found = []
    for index, token in enumerate(words):
        firm = _FIRM.match(text, token.end)
        if firm and token.capital:
            first = index
            while first and words[first - 1].capital and _adjacent(text, words[first - 1], words[first]) and index - first < 3:
                first -= 1
            found.append(
                Mention(
                    FactKind.ORGANISATION,
                    text[words[first].start : firm.end()],
                    text[words[first].start : firm.end()].lower(),
                    words[first].start,
                    firm.end(),
                )
            )
            continue
        for piece in re.finditer(r"[^-]+", token.text):
            letters = piece.group()
            if (
                len(letters) >= 2
                and letters.isupper()
                and letters.isalpha()
                and letters not in COMMON_ACRONYMS
                and not text.isupper()
            ):
                start = token.start + piece.start()
                found.append(
                    Mention(FactKind.ORGANISATION, letters, letters.lower(), start, start + len(letters), unit="acronym")
                )
    return found


def _others(text: str, words: tuple[Token, ...]) -> list[Mention]:
    """Single words that name a place or something else: unknown words, towns, known places."""
    found = []
    for index, token in enumerate(words):
        word = token.text
        if not token.capital or len(word) < 3 or word in _ADDRESS or word in _SHORT or is_function(word):
            continue
        before = words[index - 1].text if index else ""
        at_place = before.lower() in _LOCAL and not (
            before.lower() == "und"
            and not re.search(
                r"\b(?:zwischen|in|nach|aus|über|bei|durch|für|betrifft)\b[^.;:]{2,40}\sund$", text[: token.start].rstrip()
            )
        )
        at_contraction = before in ("am", "im", "beim", "vom", "zum", "Am", "Im", "Beim", "Zum") and not _listed(word)
        behind_article = _behind_article(words[:index])
        named_after = (
            bool(index)
            and words[index - 1].capital
            and not behind_article
            and _adjacent(text, words[index - 1], token)
            and (not _listed(word) or word.lower().endswith(_SURE_ENDS))
        )
        kind = _kind(word, at_place, before, behind_article)
        if kind is None and at_contraction and word.lower().endswith(_CONTRACTED_ENDS):
            kind = FactKind.PLACE
        if (
            kind is None
            and named_after
            and "." not in text[words[index - 1].end : token.start]
            and word.lower().endswith(TOWN_ENDS)
            and not is_function(before)
        ):
            kind = FactKind.PLACE
        if kind is not None:
            found.append(Mention(kind, word, word.lower(), token.start, token.end))
    return found


def _behind_article(before: tuple[Token, ...]) -> bool:
    """Whether these words end in an article, alone or with an adjective: no town stands behind "das" or "ins alte"."""
    last = before[-1].text.lower() if before else ""
    if last in _ARTICLES or last in _POINTING or last in _MELTED:
        return True
    first = before[-2].text.lower() if len(before) > 1 else ""
    return (first in _ARTICLES or first in _MELTED) and not before[-1].capital and last.endswith(("e", "en", "em", "er", "es"))


def _kind(word: str, at_place: bool, before: str, behind_article: bool) -> FactKind | None:
    """Say whether one capitalised word is a name, and which; `before` is the word before it."""
    if "-" in word:
        pieces = [piece for piece in word.split("-") if piece]
        if any(piece in PLACES and piece not in _AMBIGUOUS_PLACES for piece in pieces):
            return FactKind.PLACE
        strange = [piece for piece in pieces if piece[0].isupper() and len(piece) > 2 and not piece.isupper() and unknown(piece)]
        return None if not strange else FactKind.PLACE if at_place else FactKind.NAME
    root = bare(word.lower()).capitalize()
    if (word in PLACES or root in PLACES) and (
        word not in _AMBIGUOUS_PLACES or (at_place and before.lower() in ("in", "aus", "nach", "bei", "von"))
    ):
        return FactKind.PLACE
    if unknown(word):
        return FactKind.PLACE if at_place or word.lower().endswith(TOWN_ENDS[:12]) else FactKind.NAME
    low = bare(word.lower())
    compound = not _listed(word)
    if compound and not behind_article and low.endswith(("heim", "hausen", "hofen", "weiler")) and not _HOME.search(low):
        return FactKind.PLACE
    if (
        at_place
        and before.lower() not in ("sowie", "um", "vor", "ab", "kreis", "kreises")
        and (compound or low.endswith(TOWN_ENDS[:10]))
        and low.endswith(TOWN_ENDS)
        and low not in VENUES
    ):
        return FactKind.PLACE
    return None
