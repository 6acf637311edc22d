# SPDX-License-Identifier: EUPL-1.2
"""Words of a text, their lemmas, and whether a source knows a word: inflection, compounds and derivation count as the same.

The German word list comes with simplemma (Wiktionary-based, no download), in its frugal form: 15 MB instead of 130, same answers.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_LINKS: Final = ("", "s", "es", "n", "en", "e", "er", "ens")
_DERIVED: Final = re.compile(
    r"(?:ungen|ung|ungs|lich\w*|(?<!nach)bar\w*|keit\w*|heit\w*|schaft\w*|isch\w*|innen|in|ern|ers|er|en|em|es|et|te|ten|t|e|n|s)$"
)
_VERB_PREFIX: Final = re.compile(r"^(?:ge|be|er|ver|ent|zer|ein|aus|an|ab|auf|zu|mit|vor|um|unter|über|wieder)(?=\w{4})")

FUNCTION_WORDS: Final = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines und oder aber auch als am an ans auf aus bei beim bis da
    dabei dafür dagegen daher damit danach dann daran darauf daraus darin darüber darum davon davor dazu dass denen
    deren dessen dem dies diese diesem diesen dieser dieses doch dort durch er es etwa für gegen gibt haben hat hatte
    hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in ins ist ja jede jedem jeden jeder
    jedes jetzt je kann können könnte man mehr mit muss müssen nach noch nun nur ob ohne sei seien sein seine seinem
    seinen seiner seines seit sich sie sind so sogar sollen soll sollte sollten sowie statt über um unter uns von vom
    vor war waren was weil welche welcher wenn wer werden wie wieder wird wo worden wurde wurden zu zum zur zwischen
    während will wollen dürfen darf damit dadurch deshalb sondern bereits schon sehr unser unsere wir alle allem allen
    aller alles andere anderen anderer anderes beide beiden einige einigen dazu zudem außerdem darüber hinaus nicht kein
    keine keinen keinem keiner bisher bislang inzwischen mittlerweile zurzeit aktuell weiterhin zusätzlich gleichzeitig
    ebenfalls ebenso dagegen besonders damals später anschließend schließlich nämlich gerade erneut zunächst dauert
    dauern bekommt bekommen erhält erhalten findet statt uhr rund knapp gut fast etwa circa ca zirka ungefähr insgesamt
    jeweils künftig derzeit sodass neben dessen wegen hätte würde würden wäre machen macht gemacht geben gegeben stehen
    steht kommen kommt lassen lässt liegen liegt gehen geht bleiben bleibt gelten gilt
    """.split()
)
"""Words that carry no content of their own when two sentences are compared."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text with its offsets."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Give the words and numbers of a text in order, hyphenated words as one."""
    return tuple(Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(text))


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """ "Häusern" → "haus": the dictionary form in lower case; an unknown word gives itself."""
    import simplemma

    plain = word.replace("’", "'")
    return str(simplemma.lemmatize(plain, lang="de", low_memory=True)).lower()


@lru_cache(maxsize=65536)
def known(word: str) -> bool:
    """Whether the German dictionary has this word, as written or in lower case."""
    import simplemma

    return bool(simplemma.is_known(word, lang="de", low_memory=True))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """ "Sanierung", "saniert", "sanieren" → "sanier": a rough root shared by a noun and its verb (at least four letters)."""
    root = lemma(word)
    root = _VERB_PREFIX.sub("", root) if root.startswith("ge") and len(root) > 7 else root
    for _ in range(2):
        shorter = _DERIVED.sub("", root)
        if len(shorter) < 4 and root.endswith("e"):
            shorter = root[:-1]  # "Miete" as "Mieter"
        if len(shorter) < 4:
            break
        root = shorter
    return root.replace("ä", "a").replace("ö", "o").replace("ü", "u")


@lru_cache(maxsize=16384)
def parts(word: str) -> tuple[str, ...]:
    """ "Förderanträge" → ("förder", "antrag"): the known pieces of a compound, as lemmas; () where it is none."""
    low = word.lower()
    if "-" in low:
        pieces = tuple(piece for piece in low.split("-") if piece)
        return tuple(lemma(piece.capitalize()) for piece in pieces)
    for cut in range(len(low) - 3, 2, -1):
        tail = low[cut:]
        if not (known(tail.capitalize()) or known(tail)) or len(tail) < 3:
            continue
        head = low[:cut]
        for link in _LINKS:
            bare = head.removesuffix(link) if link else head
            if len(bare) < 3 or (link and not head.endswith(link)):
                continue
            if known(bare.capitalize()) or known(bare + "en") or known(bare + "e"):
                return (lemma(bare.capitalize()), lemma(tail.capitalize()))
            inner = parts(bare) if len(bare) >= 7 else ()
            if inner:
                return (*inner, lemma(tail.capitalize()))
    return ()


def content(text: str) -> tuple[Token, ...]:
    """Give the words of a text that carry content: no function words, no numbers, at least three letters."""
    return tuple(t for t in tokens(text) if len(t.text) > 2 and t.text.lower() not in FUNCTION_WORDS and not t.text[0].isdigit())


@lru_cache(maxsize=8192)
def roots(text: str) -> frozenset[str]:
    """Give the stems of the content words of a text, compounds with their pieces."""
    found: set[str] = set()
    for token in content(text):
        found.add(stem(token.text))
        if len(token.text) > 9 or (len(token.text) > 7 and not known(token.text)):
            found.update(stem(piece) for piece in parts(token.text) if len(piece) > 3)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a source in the forms in which a script may take them up."""

    words: frozenset[str]
    lemmas: frozenset[str]
    stems: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether the source has this word, inflected or as a piece of a compound."""
        low = word.lower().strip("'’-")
        if low in self.words or bare(low) in self.words or lemma(word) in self.lemmas:
            return True
        if any(form in self.words for form in _forms(low)):
            return True
        if "-" in low:
            return all(self.has(piece) for piece in word.split("-") if piece)
        if len(low) == 4:
            return any(
                other.endswith(low) or (other.startswith(low) and len(other) >= 9) for other in self.words if len(other) >= 7
            )
        return len(low) >= 5 and any(
            other.endswith((low, bare(low))) or other.startswith(bare(low)) for other in self.words if len(other) > len(low)
        )

    def backs(self, word: str) -> bool:
        """Whether the source has this word or something of the same root (noun and verb, compound and piece)."""
        if self.has(word) or stem(word) in self.stems:
            return True
        pieces = parts(word)
        return bool(pieces) and any(stem(piece) in self.stems for piece in pieces if len(piece) > 3)


def bare(low: str) -> str:
    """ "landkreises" → "landkreis", "webers" → "weber", "hans'" → "hans": without the ending of the genitive."""
    low = low.rstrip("'’")
    if low.endswith("es") and len(low) > 5 and low[-3] in "sxztd":
        return low[:-2]
    return low[:-1] if low.endswith("s") and len(low) > 3 else low


def _forms(low: str) -> tuple[str, ...]:
    """Give other forms of a name: genitive added, "Beispielheimer" → "beispielheim"."""
    forms = [low + "s", low + "'", low + "er", low + "n"]
    if low.endswith(("er", "ern")) and len(low) > 5:
        root = low.removesuffix("n").removesuffix("er")
        forms += [root, root + "en", root + "e"]
    if low.endswith("n") and len(low) > 4:
        forms.append(low[:-1])
    return tuple(forms)


@lru_cache(maxsize=2048)
def vocabulary(text: str) -> Vocabulary:
    """Collect the words of a source."""
    words: set[str] = set()
    for token in tokens(text):
        low = token.text.lower()
        words.add(low)
        words.add(bare(low))
        words.update(piece for piece in low.split("-") if len(piece) > 1)
    lemmas = frozenset(lemma(t.text) for t in tokens(text))
    return Vocabulary(frozenset(words), lemmas, roots(text) | frozenset(stem(word) for word in lemmas if len(word) > 3))
