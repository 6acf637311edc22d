# SPDX-License-Identifier: EUPL-1.2
"""Word by word: two texts → what stayed, what went, what came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.model import Script


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

    def compare(label: str, old: str, new: str) -> None:
        if old != new:
            out.append(Difference(label, words(old, new), old, new))

    compare("Titel", before.title, after.title)
    compare("Begrüßung", *(" ".join(s.text for s in script.opening) for script in (before, after)))
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
    for item, (n, story) in old.items():
        if item not in new:
            compare(f"Beitrag {n} (gestrichen)", " ".join((story.headline, *(s.text for s in story.sentences))), "")
    order = [item for item in new if item in old]
    if order != [item for item in old if item in new]:
        compare("Reihenfolge", *("; ".join(s.headline for s in script.stories) for script in (before, after)))
    compare("Verabschiedung", *(" ".join(s.text for s in script.closing) for script in (before, after)))
    return tuple(out)
