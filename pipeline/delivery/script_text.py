# SPDX-License-Identifier: EUPL-1.2
"""script.md: Script ↔ text that an editor can change in any editor. One line is one spoken sentence.

Stories may be reordered, dropped and reworded; an unchanged sentence keeps its sources, a changed one keeps those of the
sentence that it resembles most, a new one has none until somebody names them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.errors import ReviewError
from pipeline.model import Origin, Script, Sentence, Story

OPENING, ERRATUM, CLOSING = "Begrüßung", "Berichtigung", "Verabschiedung"
GUIDE = (
    "<!-- Eine Zeile ist ein gesprochener Satz. Sätze ändern, streichen oder umstellen; Beiträge umstellen oder ganz streichen. "
    "Die Überschrift steht nach „Beitrag n:“, das Schlagwort nach „Thema:“. -->"
)
STORY = re.compile(r"^## Beitrag ([0-9]{1,3}): *(.*)$")
LETTERS_MOST = 100_000  # fifty programmes of 100 seconds
ALIKE = 0.45  # below this a line is a new sentence, not a changed one


def write_script(script: Script) -> str:
    """Write a script as script.md."""
    parts = [f"# {script.title}", GUIDE, f"## {OPENING}", *_rows(script.opening)]
    for n, story in enumerate(script.stories, 1):
        parts += [f"## Beitrag {n}: {story.headline}", f"Thema: {story.kicker}", *_rows(story.sentences)]
    if script.erratum is not None:
        parts += [f"## {ERRATUM}", *_rows(script.erratum.sentences)]
    parts += [f"## {CLOSING}", *_rows(script.closing)]
    text = ""
    for part in parts:
        text += ("\n" if part.startswith("#") and text else "") + part + "\n"
    return text


def _rows(sentences: Sequence[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


def read_script(text: str, before: Script) -> Script:
    """Read an edited script.md → Script. Raises ReviewError naming the line that cannot be understood."""
    if len(text) > LETTERS_MOST:
        raise ReviewError(
            f"The script has {len(text):,} letters, more than {LETTERS_MOST:,}.",
            "Send only what is to be spoken, as script.md was.",
        )
    title = before.title
    sections: list[tuple[str, str, list[str]]] = []
    for number, raw in enumerate(_uncommented(text).splitlines(), 1):
        line = raw.strip().removeprefix("- ").strip()
        if not line:
            continue
        story = STORY.match(line)
        if line.startswith("# "):
            title = line[2:].strip()
        elif story:
            sections.append((story.group(1), story.group(2).strip(), []))
        elif line in (f"## {OPENING}", f"## {CLOSING}") or (line == f"## {ERRATUM}" and before.erratum is not None):
            sections.append((line[3:], "", []))
        elif line.startswith("#"):
            raise ReviewError(
                f"Line {number} of the script is a heading that means nothing: “{line}”.",
                f"Use “## {OPENING}”, “## Beitrag n: Überschrift” or “## {CLOSING}”.",
            )
        elif not sections:
            raise ReviewError(f"Line {number} of the script stands before any section.", f"Put “## {OPENING}” before it.")
        else:
            sections[-1][2].append(line)
    return _assemble(title, sections, before)


def _uncommented(text: str) -> str:
    """Leave comments out; one that is never closed is text (and costs one search, not one for each of many)."""
    kept, at = [], 0
    while (begins := text.find("<!--", at)) >= 0 and (ends := text.find("-->", begins + 4)) >= 0:
        kept.append(text[at:begins])
        at = ends + 3
    return "".join((*kept, text[at:]))


def _assemble(title: str, sections: Sequence[tuple[str, str, list[str]]], before: Script) -> Script:
    named = {name for name, _, _ in sections}
    for needed in (OPENING, CLOSING):
        if needed not in named:
            raise ReviewError(f"The script has no section “{needed}”.", f"Add “## {needed}” and its sentences.")
    numbers = [int(name) for name, _, _ in sections if name.isdigit()]
    if len(set(numbers)) != len(numbers) or any(not 1 <= n <= len(before.stories) for n in numbers):
        raise ReviewError(
            f"The script names the stories {numbers}; there are 1 to {len(before.stories)}.",
            "Each story may stand once, under the number that it had.",
        )
    if not numbers:
        raise ReviewError("The script has no story left.", "Keep at least one, or reject the bulletin.")
    opening, erratum, closing = before.opening, before.erratum, before.closing
    stories: list[Story] = []
    for name, headline, rows in sections:
        if not rows:
            raise ReviewError(f"The section “{name}” has no sentence.", "Write one, or remove the story with its heading.")
        if name == OPENING:
            opening = _sentences(rows, before.opening)
        elif name == ERRATUM and erratum is not None:  # it may be reworded; only the note itself can be taken back
            erratum = replace(erratum, sentences=_sentences(rows, erratum.sentences))
        elif name == CLOSING:
            closing = _sentences(rows, before.closing)
        else:
            stories.append(_story(before.stories[int(name) - 1], headline, rows))
    slots = tuple(before.rundown.slots[n - 1] for n in numbers)
    rundown = before.rundown if slots == before.rundown.slots else replace(before.rundown, slots=slots)
    return replace(
        before, rundown=rundown, title=title, opening=opening, stories=tuple(stories), erratum=erratum, closing=closing
    )


def _story(before: Story, headline: str, rows: Sequence[str]) -> Story:
    kicker = before.kicker
    said = []
    for row in rows:
        if row.startswith("Thema:"):
            kicker = row.removeprefix("Thema:").strip()
        else:
            said.append(row)
    if not said:
        raise ReviewError(f"The story “{before.headline}” has no sentence.", "Write one, or remove the story with its heading.")
    return replace(
        before, kicker=kicker, headline=headline or before.headline, sentences=_sentences(said, before.sentences, before.spares)
    )


def _sentences(rows: Sequence[str], before: Sequence[Sentence], spares: Sequence[Sentence] = ()) -> tuple[Sentence, ...]:
    known = {s.text: s for s in (*spares, *before)}
    out = []
    for row in rows:
        if row in known:
            out.append(known[row])
            continue
        like = max(before, key=lambda s: SequenceMatcher(None, s.text, row).ratio(), default=None)
        if like is not None and SequenceMatcher(None, like.text, row).ratio() >= ALIKE:
            out.append(Sentence(row, like.sources, like.facts, like.rank, Origin.EDITOR))
        else:
            out.append(Sentence(row, (), (), 1, Origin.EDITOR))
    return tuple(out)
