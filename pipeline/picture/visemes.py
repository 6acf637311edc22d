# SPDX-License-Identifier: EUPL-1.2
"""Name the mouth shapes of German: IPA → the fourteen visemes, and a spoken sentence → its mouth targets in time.

The classes follow the place of articulation as it is seen from outside; `articulation` blends them into mouths.
"""

from dataclasses import dataclass
from itertools import pairwise

from pipeline.model import SAMPLE_RATE, Phoneme, SpokenSentence

VISEMES = ("rest", "mbp", "fv", "a", "e", "i", "o", "u", "ue", "sch", "sz", "nt", "l", "kr")
"""The fourteen German mouth shapes (Mundbilder)."""

REST, MBP, FV, KR = (VISEMES.index(v) for v in ("rest", "mbp", "fv", "kr"))

_IPA = (
    ("mbp", "m b p ɱ ʙ ɓ"),
    ("fv", "f v ʋ ɸ β"),
    ("a", "a ɑ ɐ ʌ æ ɒ"),
    ("e", "e ɛ œ̃ ɜ ɝ"),
    ("i", "i ɪ ɨ ç ɲ"),
    ("o", "o ɔ ɤ"),
    ("u", "u ʊ w ʍ ɯ"),
    ("ue", "y ʏ ø œ ɥ"),
    ("sch", "ʃ ʒ tʃ dʒ ʂ ʐ ɕ ʑ"),
    ("sz", "s z ts dz θ ð"),
    ("nt", "n t d ɾ ʈ ɖ ɳ ɽ"),
    ("l", "l ɫ ʎ ɭ ɬ"),
    ("kr", "k ɡ g ŋ x χ h ɦ ʁ ʀ r ɹ ɻ j ə ɘ ɵ c ɟ ɣ q ʔ̞ ɚ ʝ"),
)
_SHAPE = {sound: VISEMES.index(v) for v, sounds in _IPA for sound in sounds.split()}
_SPLIT = {
    "pf": ("p", "f"),
    "aɪ": ("a", "ɪ"),
    "aʊ": ("a", "ʊ"),
    "ɔʏ": ("ɔ", "ʏ"),
    "ɔø": ("ɔ", "ʏ"),
    "ɔɪ": ("ɔ", "ʏ"),
    "ks": ("k", "s"),
}
_SILENT = frozenset("ʔ ˈ ˌ ː ˑ . ‿ | ‖ _ - ̯ ̩ ̍ ̃ ʰ ʲ ʷ ̥ ̬ ̪ ̺ ̻ ͡ ͜ ' , ; ? ! ^ $".split()) | {" ", ""}
_VOWELS = frozenset(VISEMES.index(v) for v in ("a", "e", "i", "o", "u", "ue"))
# how strongly a sound claims the mouth: vowels and rounding more than sounds made behind the lips
_CLAIMS = {"mbp": 1.2, "fv": 1.1, "a": 1.15, "sch": 1.1, "sz": 0.72, "nt": 0.55, "l": 0.6, "kr": 0.42}
_CLAIM = tuple(_CLAIMS.get(v, 1.0) for v in VISEMES)
_DIPHTHONG_HEAD = 1.9
"""The first vowel of a diphthong is short and would hardly open the mouth."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One mouth target: viseme index, ms from the first frame of the cut, claim on the mouth, whether it must own frames."""

    shape: int
    start: float
    end: float
    claim: float
    nasal: bool = False

    @property
    def length(self) -> float:
        """Duration in ms."""
        return self.end - self.start


def shapes(ipa: str) -> tuple[int, ...]:
    """IPA of one sound → its viseme indices in order: two for a diphthong, none for a stop in the throat. Unknown: kr."""
    bare = "".join(c for c in ipa if c not in _SILENT)
    if not bare:
        return ()
    if bare in _SHAPE:
        return (_SHAPE[bare],)
    if bare in _SPLIT:
        return tuple(_SHAPE[p] for p in _SPLIT[bare])
    found = tuple(_SHAPE.get(c, KR) for c in bare)
    return tuple(s for k, s in enumerate(found) if k == 0 or s != found[k - 1])


def known(ipa: str) -> bool:
    """Tell whether every part of a sound has a mouth shape of its own."""
    bare = "".join(c for c in ipa if c not in _SILENT)
    return bare in _SHAPE or bare in _SPLIT or all(c in _SHAPE for c in bare)


def sounds(sentence: SpokenSentence, origin: int) -> tuple[Sound, ...]:
    """A spoken sentence → its mouth targets; `origin` is the sample at which the cut's first frame begins."""
    per_ms = SAMPLE_RATE / 1000
    found: list[Sound] = []
    for phoneme in sentence.phonemes or _spelled(sentence):
        found += _targets(phoneme, (phoneme.start - origin) / per_ms, (phoneme.end - origin) / per_ms)
    return tuple(found)


def _targets(phoneme: Phoneme, start: float, end: float) -> list[Sound]:
    """One phoneme → one or two targets; the first part of a diphthong or of pf takes the larger share."""
    kinds = shapes(phoneme.ipa)
    if not kinds:
        return []
    stress = 1.12 if phoneme.stressed else 0.94
    cuts = [start, end] if len(kinds) == 1 else [start, start + 0.6 * (end - start), end]
    if len(kinds) > 2:
        cuts = [start + k * (end - start) / len(kinds) for k in range(len(kinds) + 1)]
    gliding = len(kinds) == 2 and set(kinds) <= _VOWELS
    return [
        Sound(
            shape=kind,
            start=a,
            end=b,
            claim=_CLAIM[kind] * (_DIPHTHONG_HEAD if gliding and k == 0 else stress if kind in _VOWELS else 1.0),
            nasal="m" in phoneme.ipa,
        )
        for k, (kind, (a, b)) in enumerate(zip(kinds, pairwise(cuts), strict=True))
    ]


_LETTERS = (
    *(("sch", "ʃ"), ("tsch", "tʃ"), ("ch", "x"), ("ei", "aɪ"), ("ai", "aɪ"), ("eu", "ɔʏ"), ("äu", "ɔʏ"), ("au", "aʊ")),
    *(("ie", "i"), ("pf", "pf"), ("ph", "f"), ("ng", "ŋ"), ("ck", "k"), ("qu", "k"), ("th", "t"), ("mm", "m"), ("pp", "p")),
    *(
        ("ff", "f"),
        ("bb", "b"),
        ("nn", "n"),
        ("tt", "t"),
        ("ss", "s"),
        ("ll", "l"),
        ("rr", "ʁ"),
        ("v", "f"),
        ("w", "v"),
        ("z", "ts"),
    ),
    *(("ß", "s"), ("ä", "ɛ"), ("ö", "ø"), ("ü", "y"), ("r", "ʁ"), ("c", "k"), ("q", "k"), ("x", "ks"), ("g", "ɡ"), ("y", "y")),
)
_BY_SPELLING = dict(sorted(_LETTERS, key=lambda pair: -len(pair[0])))


def _spelled(sentence: SpokenSentence) -> list[Phoneme]:
    """Guess sounds from spelling where a voice gives none: evenly over each word, or over the sentence without words."""
    spans = [(w.text, int(w.start), int(w.end)) for w in sentence.words]
    spans = spans or [(sentence.spoken, int(sentence.start), int(sentence.end))]
    found: list[Phoneme] = []
    for text, start, end in spans:
        guess = spell(text)
        step = (end - start) / max(1, len(guess))
        found += [
            Phoneme(ipa, type(sentence.start)(round(start + k * step)), type(sentence.start)(round(start + (k + 1) * step)))
            for k, ipa in enumerate(guess)
        ]
    return found


def spell(text: str) -> tuple[str, ...]:
    """German spelling → rough IPA, good enough to place closures; a space becomes silence."""
    low, at, found = text.lower(), 0, []
    while at < len(low):
        size = next((n for n in (4, 3, 2, 1) if low[at : at + n] in _BY_SPELLING), 0)
        if size:
            found.append(_BY_SPELLING[low[at : at + size]])
        elif low[at].isalpha():
            found.append(low[at])
        elif low[at].isspace() or low[at] in ",.;:–":
            found.append("_")
        at += max(1, size)
    return tuple(found)
