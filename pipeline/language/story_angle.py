# SPDX-License-Identifier: EUPL-1.2
"""What a story is about, and whom a left-out day would harm: which essentials a story may leave out without an alarm."""

import re
from typing import Final

from pipeline.language.check_absence import backed
from pipeline.language.contacts import is_contact
from pipeline.language.essentials import deadline_weight
from pipeline.language.ground import Ground
from pipeline.language.mention import Mention
from pipeline.language.morphology import content, stem
from pipeline.model import FactKind

NEAR: Final = 3
"""The lead and the two sentences behind it."""
_PART: Final = 4
"""Letters by which two words are taken for kin."""
_HINDERS: Final = re.compile(
    r"(?i)\b(?:\w*gesperrt\w*|\w*sperr\w*|\w*geschlossen\w*|schließ(?:t|en)|\w*schließ(?:ung|zeit)\w*|zu sehen"
    r"|eingestellt|außer betrieb|\w*abgekocht|\w*abkoch\w*|\w*verbot\w*|verboten|\w*pflicht|\w*gebot|anordnung|verfügung"
    r"|\w*ausfall\w*|\w*ausfällt|\w*stopp"
    r"|umleitung\w*|umgeleitet|unterbrochen|unterbrechung|frei(?:er|em) eintritt|kostenlos\w*|\w*streik\w*)\b"
)
"""A state whose end somebody waits for: what is shut, forbidden or prescribed, and what one can see or have only so long."""
_COUNCIL: Final = re.compile(
    r"\b(?:\w*[Rr]at(?:es|s)?|\w*ausschuss(?:es)?|Kreistag(?:es|s)?|Landtag(?:es|s)?|\w*parlament\w*|\w*versammlung|Fraktion\w*|Politik"
    r"|Sitzung\w*|\w*sitzung)\b"
)
_DECIDES: Final = re.compile(
    r"\b(?:berät|beraten|entscheide[tn]|entschieden|Entscheidung|beschließ\w+|beschlossen|abgestimmt|stimm(?:t|en) ab"
    r"|tagt|tagen|befass\w+|behandel\w+|diskutier\w+|vor(?:ge)?leg\w+|vor(?:ge)?stell\w+|legt|legen"
    r"|eingebracht|Beschluss\w*|Beratung\w*|zur Abstimmung)\b"
)


def rank(number: int, source: Ground) -> int:
    """Give the place among the sentences of an item that tell: 0 is the title, 1 the lead."""
    told = [n for n, text in enumerate(source.sentences) if n and len(text.split()) > 4 and not is_contact(text)]
    return 0 if not number else 1 + sum(1 for n in told if n < number)


def awaited(sentence: str, source: Ground) -> bool:
    """Whether an end said in this sentence is one that people wait for or have to keep: of a closure, a ban, a chance to act."""
    return any(_HINDERS.search(text) for text in (source.sentences[0], sentence)) or deadline_weight(sentence) > 0.0


def only_frames(sentence: str) -> bool:
    """Whether a day is that of a council's or a committee's meeting: it says when others decide, not what a listener must do."""
    return _COUNCIL.search(sentence) is not None and _DECIDES.search(sentence) is not None


def of_another_matter(told: tuple[str, ...], source: Ground) -> bool:
    """Whether a story follows another matter than title and lead: it retells nothing of the first sentences.

    Its first sentence takes up no noun of the title, not even the first part of one ("parken" for "Parkgebühr"), names of places
    and people apart.
    """
    matter = _matter(source)
    if (
        not told
        or not matter
        or any(t.text.lower().startswith(word[:_PART].lower()) for word in matter for t in content(told[0]))
    ):
        return False
    return all(rank(near[0], source) > NEAR for text in told if (near := source.nearest(text, most=1)))


def _matter(source: Ground) -> frozenset[str]:
    """Give the stems of the title's nouns that are no names."""
    names = {
        word
        for entry in source.facts
        if not entry.fact.sentence and entry.fact.kind in (FactKind.NAME, FactKind.PLACE)
        for word in re.findall(r"\w+", entry.fact.text)
    }
    return frozenset(stem(t.text) for t in content(source.sentences[0]) if t.capital and t.text not in names)


def chance_told(said: tuple[Mention, ...], source: Ground) -> bool:
    """Whether a story tells until when somebody may act: a viewer who knows that misses no chance for want of a begin.

    Not where the title says when: then the begin is the news.
    """
    if any(not entry.fact.sentence and entry.fact.kind in (FactKind.DATE, FactKind.WEEKDAY) for entry in source.facts):
        return False
    return any(
        other.fact.kind is FactKind.DATE
        and other.mention.role == "until"
        and deadline_weight(source.sentences[other.fact.sentence]) > 0
        and any(m.role == "until" and backed(m, other, source) for m in said)
        for other in source.facts
    )
