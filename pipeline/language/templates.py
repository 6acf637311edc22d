# SPDX-License-Identifier: EUPL-1.2
"""The sentences that no model writes: greeting, overview, transitions, sign-off, AI notice.

They name no time of day and no "heute", because the film is watched for weeks, and they stay calm: beside a grave story
no transition is read at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pipeline.language.finite import finite
from pipeline.language.sentences import split
from pipeline.model import Origin, Sentence

_MONTHS: Final = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_ENGLISH_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_FEMININE: Final = re.compile(r"^(?:\w*[Ss]tadt|\w*[Gg]emeinde|Verwaltungsgemeinschaft|\w*[Rr]egion)\s")
_MASCULINE: Final = re.compile(r"^(?:Landkreis|Kreis|Markt|Flecken|Bezirk)\b|kreis$|-Kreis\b|^Amt\b|verband$")
_WHEN: Final = re.compile(
    rf",?\s+(?:(?:am|ab|bis|zum|vom|seit)\s+)(?:(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag),?\s+(?:den\s+|dem\s+)?)?"
    rf"(?:\d{{1,2}}\.\s+(?:bis|und)\s+)?\d{{1,2}}\.\s?(?:(?:{_MONTHS})|\d{{1,2}}\.)(?:\s?\d{{4}})?(?:\s+bis\s+(?:zum\s+)?\d{{1,2}}\.\s?(?:{_MONTHS})?(?:\s\d{{4}})?)?"
)
_SUM: Final = re.compile(
    r"\s+(?:für|mit|von)\s+(?:rund\s+|etwa\s+|über\s+|insgesamt\s+)?[\d.,]+\s*(?:Mio\.|Mrd\.|Millionen|Milliarden|Tsd\.)?\s*(?:Euro|€)"
)
_PART: Final = re.compile(r":\s|\s[–—-]\s|\s\|\s")
_NOT_FIRST: Final = re.compile(r"^(?:und|oder|so|wie|was|warum|jetzt|mehr dazu)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Theme:
    """What the templates know of a story: its headline, its topic word, and whether it is grave."""

    headline: str
    kicker: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """The house's own words. `{programme}`, `{name}` and `{presenter}` are filled in; `name` is the county's."""

    programme: str
    name: str
    presenter: str = ""
    greeting: str = "Guten Tag und willkommen zu {programme}, den Nachrichten aus dem {name}."
    signoff: str = "Das war {programme}."
    ai_notice: str = "Ich bin eine KI-Stimme. Den Text verantwortet die Pressestelle."
    language: str = "de"


_ENGLISH: Final = Wording(
    "",
    "",
    greeting="Hello and welcome to {programme}, the news from {name}.",
    signoff="That was {programme}.",
    ai_notice="I am an AI voice. The press office is responsible for the text.",
    language="en",
)


def opening(wording: Wording, themes: Sequence[Theme]) -> tuple[Sentence, ...]:
    """Greet, and name up to three stories in one sentence; a bulletin of one story needs no overview."""
    words = _localised(wording)
    spoken = [_filled(words.greeting, words)]
    if len(themes) > 1:
        spoken.append(overview(themes, words.language))
    return tuple(_template(text) for text in spoken if text)


def closing(wording: Wording) -> tuple[Sentence, ...]:
    """Sign off, and say that a machine speaks and who answers for the words."""
    words = _localised(wording)
    spoken = [_filled(words.signoff, words)]
    spoken += [part.strip() for part in re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])", _filled(words.ai_notice, words))]
    return tuple(_template(text) for text in spoken if text)


ERRATUM_MOST: Final = 320
"""Characters of a correction that are spoken: some 20 seconds. The whole note stands on the page."""


def erratum(note: str, day: date, language: str = "de") -> tuple[Sentence, ...]:
    """Say what was wrong in the bulletin of a day: whole sentences of the editors' note, as many as can be spoken."""
    month = (_MONTHS if language != "en" else _ENGLISH_MONTHS).split("|")[day.month - 1]
    first = (
        f"We correct our bulletin of {day.day} {month}."
        if language == "en"
        else f"Wir berichtigen unsere Sendung vom {day.day}. {month}."
    )
    told: list[str] = []
    for text in (note[span.start : span.end] for span in split(note)):
        if told and sum(map(len, told)) + len(text) > ERRATUM_MOST:
            break
        told.append(text if text[-1] in ".!?" else f"{text}.")
    return (_template(first), *(Sentence(text, origin=Origin.EDITOR) for text in told))


def words_for(wording: Wording, language: str, home: str) -> Wording:
    """Give the words for a bulletin in a language; what the house wrote itself is in its own, `home`, and stays there."""
    if language == home:
        return _localised(replace(wording, language=language))
    known = _ENGLISH if language == "en" else Wording("", "")
    return replace(wording, greeting=known.greeting, signoff=known.signoff, ai_notice=known.ai_notice, language=language)


def overview(themes: Sequence[Theme], language: str = "de") -> str:
    """Name the stories in one sentence: "Die Themen: Geflügelpest in Wiesenau, …".

    They keep their order, as the rows on the screen do. Where one is a sentence ("Schule bekommt Anbau") they are headlines.
    """
    named = [phrase(theme.headline) for theme in themes[:3]]
    if language == "en":
        return f"Our topics: {_listed(named, 'and')}."
    if any(finite(name) >= 0 for name in named):
        return f"Die Schlagzeilen: {', '.join(named[:-1])}, und: {named[-1]}."
    return f"Die Themen: {_listed(named, 'und')}."


def phrase(headline: str) -> str:
    """Make a headline sayable in a list: the part that names the matter, without date and sum of money."""
    written = [part.strip(" .!") for part in _PART.split(headline) if part.strip(" .!")]
    plain = [part for part in written if not re.fullmatch(r"[„»\"].*[“«\"]", part)] or written
    parts = [re.sub(r"[„“”\"]", "", part) for part in plain]
    text = re.sub(r"[„“”\"]", "", headline).strip(" .!")
    nouns = [part for part in parts if finite(part) < 0 and re.search(r"\s[a-zäöü]", part) and not _NOT_FIRST.match(part)]
    text = (nouns or [part for part in parts if len(part.split()) >= 3] or [text])[0]
    if finite(text) < 0 and len(text.split(", ")[0].split()) >= 3:
        text = text.split(", ")[0]  # a list within the list of stories would not be heard as one
    short = _SUM.sub("", _WHEN.sub("", text)).strip(" ,.")
    return short if len(short.split()) >= 2 else text.rstrip(".")


def transition(themes: Sequence[Theme], story: int, language: str = "de") -> Sentence | None:
    """Give the bridge before a story, or none: a pause and a new picture say most.

    After a grave story the change of subject is said. Before the last of three or more one calm sentence names its topic.
    Nothing stands before a grave story.
    """
    theme = themes[story]
    if story == 0 or theme.grave:
        return None
    if themes[story - 1].grave:
        return _template("Now to another subject." if language == "en" else "Nun zu einem anderen Thema.")
    if language != "de":
        return None  # the topic words are German
    if story == len(themes) - 1 and len(themes) > 2 and theme.kicker not in ("Aktuell", themes[story - 1].kicker):
        return _template(f"Zum Schluss das Thema {theme.kicker}.")
    return None


def _template(text: str) -> Sentence:
    return Sentence(text, rank=1, origin=Origin.TEMPLATE)


def _localised(wording: Wording) -> Wording:
    """Put the English words where the house has only the German ones that ship."""
    if wording.language != "en":
        return wording
    german = Wording("", "")
    return replace(
        wording,
        greeting=_ENGLISH.greeting if wording.greeting == german.greeting else wording.greeting,
        signoff=_ENGLISH.signoff if wording.signoff == german.signoff else wording.signoff,
        ai_notice=_ENGLISH.ai_notice if wording.ai_notice == german.ai_notice else wording.ai_notice,
    )


def _filled(template: str, wording: Wording) -> str:
    """Fill a template; "aus dem Stadt X" becomes "aus der Stadt X", "aus dem Salzkotten" becomes "aus Salzkotten"."""
    text = template
    if wording.language != "en" and not _MASCULINE.search(wording.name):
        article = " der" if _FEMININE.search(wording.name) else ""
        text = text.replace(" dem {name}", f"{article} {{name}}")
    for key, value in (("programme", wording.programme), ("name", wording.name), ("presenter", wording.presenter)):
        text = text.replace("{" + key + "}", value)
    return " ".join(text.split())


def _listed(parts: Sequence[str], word: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
