# SPDX-License-Identifier: EUPL-1.2
"""What is written in the picture and said nowhere: who only listens must miss no fact, date or place (WCAG 1.2.5, W3C G226).

Label, credit and logo are exempt; telephone and web address stand as links under the video and in the transcript instead.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.language.agreement import same
from pipeline.language.check_english import english_mentions
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.morphology import bare
from pipeline.model import FactKind, SceneKind, Script, Story, Timeline

LINKED: Final = frozenset({FactKind.PHONE, FactKind.URL, FactKind.MAIL, FactKind.QUOTATION})
"""Contacts are links; the words of a quotation are held to their source elsewhere."""
NAMED: Final = frozenset({FactKind.NAME, FactKind.PLACE, FactKind.ORGANISATION})
WORD: Final = re.compile(r"\w[\w,.]*\w|\w")


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A fact that is only to be seen: number of the story (from 1), its headline, where it stands, and its wording."""

    story: int
    headline: str
    place: str
    text: str

    @property
    def where(self) -> str:
        """Name the place as findings do."""
        return f"{self.story}.{self.place}"


def unspoken(script: Script, with_service: Collection[int]) -> tuple[Unspoken, ...]:
    """Give the facts on the cards that no sentence of their story, and no headline of the overview, says.

    `with_service` are the stories (from 0) whose service panel is shown.
    """
    read = english_mentions if script.rundown.language == "en" else mentions
    day = script.rundown.day
    found: dict[tuple[int, str], Unspoken] = {}
    for number, story in enumerate(script.stories):
        told = [sentence.text for sentence in (*story.sentences, *script.opening)]
        heard = [mention for text in told for mention in read(text)]
        words = frozenset(bare(word.lower()) for text in told for word in WORD.findall(text))
        for place, text in _shown(story, number in with_service):
            for mention in read(text):
                if mention.kind in LINKED or _heard(mention, heard, words, (day.year, day.year + 1)):
                    continue
                found.setdefault((number, mention.value), Unspoken(number + 1, story.headline, place, mention.text))
    return tuple(found.values())


def only_seen(timeline: Timeline) -> tuple[Unspoken, ...]:
    """Give the facts of a film that stand in its picture and are said nowhere."""
    panels = {scene.story for scene in timeline.scenes if scene.kind is SceneKind.SERVICE}
    return unspoken(timeline.speech.script, panels)


def _shown(story: Story, service: bool) -> Iterator[tuple[str, str]]:
    yield "headline", story.headline
    panel = story.panel
    yield "panel", " ".join(part for part in (panel.figure, panel.unit, panel.line) if part)
    if service and story.service is not None:
        yield "service", story.service.when
        yield "service", story.service.where


def _heard(shown: Mention, heard: list[Mention], words: frozenset[str], years: tuple[int, ...]) -> bool:
    if any(same(told, shown, years) or same(shown, told, years) for told in heard):
        return True
    if shown.kind is FactKind.WEEKDAY and shown.role == "dated":
        return True  # the date beside it is looked for
    parts = [bare(word.lower()) for word in WORD.findall(shown.text)]
    if shown.kind in NAMED:  # "Landrätin Dr. Vogt": what names is heard, whatever the words between
        parts = [part for part in parts if len(part) > 3] or parts
    return all(part in words for part in parts)
