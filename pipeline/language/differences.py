# SPDX-License-Identifier: EUPL-1.2
"""Word by word: two texts → what stayed, what went, what came."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from pipeline.model import Panel, Picture, Script, Sentence, Service


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text: `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed at one place of a script. `label` is German ("Beitrag 2, Satz 1")."""

    label: str
    changes: tuple[Change, ...]
    before: str
    after: str


def words(before: str, after: str) -> tuple[Change, ...]:
    """Compare two texts word by word."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    out: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            out.append(Change("same", "".join(old[a:b])))
            continue
        out += [Change("gone", "".join(old[a:b])), Change("new", "".join(new[c:d]))]
    return tuple(change for change in out if change.text)


def said(difference: Difference) -> str:
    """Say in one line which words went and which came; what stayed is left out."""
    out: list[str] = []
    for kind, group in groupby(difference.changes, key=lambda change: change.kind != "same"):
        if kind:
            changed = tuple(group)
            gone, new = (" ".join("".join(c.text for c in changed if c.kind == name).split()) for name in ("gone", "new"))
            out.append(f"„{gone}“ → „{new}“")
    return ", ".join(out)


def one_sentence(before: Script, after: Script, most: int = 170) -> tuple[str, str]:
    """Give the one sentence of the stories that was changed, before and after; empty where it is none, several or a long one."""
    old, new = ([s.text for story in script.stories for s in story.sentences] for script in (before, after))
    changed = [c for c in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if c[0] != "equal"]
    if len(changed) != 1 or changed[0][2] - changed[0][1] != 1 or changed[0][4] - changed[0][3] != 1:
        return "", ""
    said, right = old[changed[0][1]], new[changed[0][3]]
    return (said, right) if max(len(said), len(right)) <= most else ("", "")


def scripts(before: Script, after: Script) -> tuple[Difference, ...]:
    """Compare two scripts place by place; stories are matched by their item, so that moving one is no rewriting."""
    out: list[Difference] = []

    def compare(label: str, old: str, new: str, whole: bool = False) -> None:
        if old != new:
            changes = tuple(c for c in (Change("gone", old), Change("new", new)) if c.text) if whole else words(old, new)
            out.append(Difference(label, changes, old, new))

    compare("Titel", before.title, after.title)
    compare("Begrüßung", _text(before.opening), _text(after.opening))
    old = {story.item_id: (n, story) for n, story in enumerate(before.stories, 1)}
    new = {story.item_id: (n, story) for n, story in enumerate(after.stories, 1)}
    for item, (n, story) in new.items():
        was = old[item][1] if item in old else None
        compare(f"Beitrag {n}, Überschrift", was.headline if was else "", story.headline)
        compare(f"Beitrag {n}, Thema", was.kicker if was else "", story.kicker)
        compare(
            f"Beitrag {n}, Sprechertext",
            " ".join(s.text for s in was.sentences) if was else "",
            " ".join(s.text for s in story.sentences),
        )
        if was is not None:
            compare(f"Beitrag {n}, Tafel", _card(was.panel), _card(story.panel))
            compare(f"Beitrag {n}, Service", _service(was.service), _service(story.service))
            one, other = _picture_of(before, item), _picture_of(after, item)
            compare(f"Beitrag {n}, Bild", _picture(one), _picture(other), whole=True)
            compare(f"Beitrag {n}, Bildausschnitt", _focus(one), _focus(other), whole=True)
    for item, (n, story) in old.items():
        if item not in new:
            compare(f"Beitrag {n} (gestrichen)", " ".join((story.headline, *(s.text for s in story.sentences))), "")
    order = [item for item in new if item in old]
    if order != [item for item in old if item in new]:
        compare("Reihenfolge", "; ".join(s.headline for s in before.stories), "; ".join(s.headline for s in after.stories))
    compare("Verabschiedung", _text(before.closing), _text(after.closing))
    return tuple(out)


def _text(sentences: Sequence[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


_CARDS = {"picture": "Bild", "number": "Zahl", "date": "Datum", "place": "Ort", "words": "Worte"}


def _card(panel: Panel) -> str:
    return " ".join(part for part in (f"{_CARDS[panel.kind.value]}:", panel.figure, panel.unit, panel.line) if part).rstrip(":")


def _service(service: Service | None) -> str:
    return " · ".join(filter(None, (service.when, service.where, service.phone, service.address))) if service is not None else ""


def _picture_of(script: Script, item: str) -> Picture | None:
    return next((slot.item.picture for slot in script.rundown.slots if slot.item.id == item), None)


def _picture(picture: Picture | None) -> str:
    """Name a picture: whose it is, and the digest that tells it from another of the same person."""
    return f"{picture.credit} ({picture.blob.digest[:8]})" if picture is not None else "keines"


def _focus(picture: Picture | None) -> str:
    return f"{picture.focus[0]:.0%} von links, {picture.focus[1]:.0%} von oben" if picture is not None else ""
