# SPDX-License-Identifier: EUPL-1.2
"""Which word of a German clause is its finite verb: enough grammar to tell a sentence from a heading, and to cut safely.

This is no parser. It errs towards "no verb found", because a clause that is not understood is left as it was written.
"""

import re
from functools import lru_cache
from typing import Final

_AUXILIARY: Final = frozenset(
    """ist sind war waren sei seien wäre wären bin hat haben hatte hatten habe hätte hätten wird werden wurde wurden werde
    würde würden kann können konnte konnten könne könnte könnten muss müssen musste mussten müsse müsste müssten soll sollen
    sollte sollten solle darf dürfen durfte durften dürfe dürfte dürften will wollen wollte wollten wolle mag mögen möchte
    möchten gibt gab gilt galt gelten galten bleibt bleiben blieb blieben kommt kommen kam kamen geht gehen ging gingen steht
    stehen stand standen liegt liegen lag lagen lässt lassen ließ ließen tritt treten trat traten fällt fallen fiel fielen
    entfällt entfallen brachte brachten verbrachte verbrachten erbrachte erbrachten dachte dachten wusste wussten kannte
    kannten nannte nannten sandte sandten erhielt erhielten enthielt enthielten
    findet finden fand fanden beginnt beginnen begann begannen endet enden endete endeten""".split()
)
_NEVER: Final = frozenset(
    """bereits seit mit nicht jetzt erst oft selbst damit darüber gut fast sonst statt samt insgesamt meist zuletzt zunächst
    zumeist dort seitens neben wegen zwischen gegen hinten vorn unten oben außen innen morgen gestern sieben allen beiden
    vielen neuen ihren seinen einen keinen diesen jeden welchen weiteren anderen ersten letzten nächsten kommenden ganzen
    kleinen großen guten eigenen jungen alten folgenden verschiedenen zahlreichen insbesondere rund etwa knapp weit bekannt
    bereit hunderten tausenden hundert tausend beziehungsweise zehn wenigen denen deren neun einzelnen""".split()
)
_DETERMINERS: Final = frozenset(
    """der die das dem den des ein eine einen einem einer eines kein keine keinen ihr ihre ihren ihrem ihrer sein seine seinen
    seinem seiner unser unsere unseren alle allen aller viele vielen mehrere mehreren beide beiden diese dieser dieses diesen
    diesem jede jeder jedes jeden mit von für aus bei zu zur zum im am vom beim in an auf ohne durch zwei drei vier fünf sechs
    sieben acht neun zehn elf zwölf weitere weiteren andere anderen und oder sowie als""".split()
)
_PARTICIPLE: Final = re.compile(r"^(?:\w{2,9}?)?ge\w{2,}(?:t|en)$")
_PREFIXED: Final = re.compile(r"^(?:ver|be|er|ent|zer|emp|miss)\w{4,}$")
_STRONG: Final = re.compile(r"(?:orben|orfen|ossen|unden|oben|ogen|oren|olfen|ochen|offen|unken|ungen|unnen|ommen)$")
_VERBAL: Final = re.compile(r"^[a-zäöüß]{3,}(?:t|te|ten|en|ern|eln|ete|eten)$")
_INFLECTED_PARTICIPLE: Final = re.compile(r"(?:t|en|end)(?:e|en|er|es|em)$")
_TOKEN: Final = re.compile(r"[^\W_](?:[^\s„“”\"()!?;:,…]*[^\W_])?")


@lru_cache(maxsize=8192)
def _lemma(word: str) -> str:
    from simplemma import lemmatize  # the frugal table: 15 MB and 0.5 s instead of 130 MB and a second, same answers

    return str(lemmatize(word, lang="de", low_memory=True))


@lru_cache(maxsize=8192)
def verbal(word: str) -> bool:
    """Tell whether a word can be a finite verb: "beginnt" can, "gesperrt" and "Straße" cannot."""
    if word in _AUXILIARY:
        return True
    if word in _NEVER or not word.islower() or len(word) < 3 or word.endswith(("lich", "isch", "bar", "los", "tigen", "haft")):
        return False
    lemma = _lemma(word)
    if not lemma.endswith(("en", "ern", "eln", "tun")) or lemma[0].isupper():
        return False
    if not _VERBAL.match(word):
        return lemma != word and not word.endswith(("e", "er", "es", "em", "end"))  # the strong past: "sprach", "nahm"
    if word.endswith("en") and not word.endswith("ten") and _PREFIXED.match(word) and (lemma != word or _STRONG.search(word)):
        return False  # "verstorben" is a participle; "beginnen" is what its lemma says
    return not _PARTICIPLE.match(word) or (word.startswith("ge") and lemma.startswith("ge"))


def tokens(text: str) -> tuple[str, ...]:
    """Give the bare words of a text, punctuation left out."""
    return tuple(_TOKEN.findall(text))


def finite(text: str, reach: int = 99) -> int:
    """Give the index of the finite verb among `tokens(text)`, looking at the first `reach` words; -1 where none is seen.

    The last word is not taken: there a main clause of more than three words keeps its participle or its prefix.
    """
    words = tokens(text)
    for index, word in enumerate(words[:reach]):
        if index == len(words) - 1 and len(words) > 3:
            return -1
        if not verbal(word) or (index and words[index - 1].lower() == "zu"):
            continue
        attributive = index > 0 and index + 1 < len(words) and words[index - 1].lower() in _DETERMINERS
        if attributive and word not in _AUXILIARY and (words[index + 1][0].isupper() or _INFLECTED_PARTICIPLE.search(word)):
            continue
        return index
    return -1


def verb_final(text: str) -> bool:
    """Tell whether a clause ends with its finite verb, as subordinate clauses do ("…, die auch Wiesenau umfasst")."""
    words = tokens(text)
    return bool(words) and verbal(words[-1])
