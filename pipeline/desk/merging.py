# SPDX-License-Identifier: EUPL-1.2
"""Two people edited one script: merge what I wrote with what stands by now, place by place, and name what both changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pipeline.desk.form import Row, ScriptForm, StoryForm, form_of, in_order
from pipeline.model import Panel, Script, Service

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both changed: what it was, what each wrote."""

    label: str
    before: str
    mine: str
    theirs: str


@dataclass(slots=True)
class _Merge:
    """A merge on its way; mine wins where both changed the same, and the conflict is written down."""

    conflicts: list[Conflict] = field(default_factory=list)

    def text(self, label: str, was: str, my: str, their: str) -> str:
        if my in (was, their):
            return their
        if their != was:
            self.conflicts.append(Conflict(label, was, my, their))
        return my

    def rows(self, label: str, was: Sequence[Row], my: Sequence[Row], their: Sequence[Row]) -> tuple[Row, ...]:
        a, b, c = ([row.text for row in part] for part in (was, my, their))
        if b in (a, c):
            return tuple(their)
        if len(a) == len(b) == len(c):
            return tuple(Row(self.text(f"{label}, Satz {n + 1}", a[n], b[n], c[n]), n + 1) for n in range(len(a)))
        if c != a:
            self.conflicts.append(Conflict(label, " ".join(a), " ".join(b), " ".join(c)))
        return tuple(Row(row.text, c.index(row.text) + 1 if row.text in c else 0) for row in my)

    def value(self, label: str, was: T, my: T, their: T) -> T:
        if my in (was, their):
            return their
        if their != was:
            self.conflicts.append(Conflict(label, _words(was), _words(my), _words(their)))
        return my

    def story(self, label: str, was: StoryForm, my: StoryForm, their: StoryForm) -> StoryForm:
        return StoryForm(
            item=their.item,
            keep=True,
            place=their.place,
            kicker=self.text(f"{label}, Thema", was.kicker, my.kicker, their.kicker),
            headline=self.text(f"{label}, Überschrift", was.headline, my.headline, their.headline),
            rows=self.rows(label, was.rows, my.rows, their.rows),
            panel=self.value(f"{label}, Tafel", was.panel, my.panel, their.panel),
            service=self.value(f"{label}, Service", was.service, my.service, their.service),
            focus=self.value(f"{label}, Bildausschnitt", was.focus, my.focus, their.focus),
        )


def merge(base: Script, mine: ScriptForm, theirs: Script, digest: str) -> tuple[ScriptForm, tuple[Conflict, ...]]:
    """Merge my form, made from `base`, with the script that counts by now → the form on top of theirs, and the conflicts.

    What only one of us changed is taken. At a conflict my words stand in the form and theirs are shown beside them, so that
    nothing of either is lost.
    """
    old, new, work = form_of(base, ""), form_of(theirs, digest), _Merge()
    merged = ScriptForm(
        digest,
        work.text("Titel", old.title, mine.title, new.title),
        work.rows("Begrüßung", old.opening, mine.opening, new.opening),
        _stories(work, old, mine, new),
        work.rows("Verabschiedung", old.closing, mine.closing, new.closing),
    )
    return merged, tuple(work.conflicts)


def _stories(work: _Merge, old: ScriptForm, mine: ScriptForm, new: ScriptForm) -> tuple[StoryForm, ...]:
    was, my, their = ({s.item: s for s in form.stories if s.keep} for form in (old, mine, new))
    kept: dict[str, StoryForm] = {}
    for item in dict.fromkeys([*their, *my]):
        if item in my and item in their:
            kept[item] = work.story(_label(their[item]), was.get(item, my[item]), my[item], their[item])
        elif item in their:
            kept[item] = _without_me(work, was.get(item), their[item])
        elif item not in was or not _same(was[item], my[item]):
            if item in was:
                work.conflicts.append(Conflict(f"{_label(my[item])} (gestrichen)", _told(was[item]), _told(my[item]), ""))
            kept[item] = my[item]
    order = _order(work, list(was), [story.item for story in in_order(mine.stories)], list(their))
    placed = [item for item in order if item in kept] + [item for item in kept if item not in order]
    return tuple(replace(kept[item], place=n) for n, item in enumerate(placed, 1))


def _without_me(work: _Merge, was: StoryForm | None, their: StoryForm) -> StoryForm:
    """A story that stands by now and not in my form: they added it, or I dropped it."""
    if was is None:
        return their
    if not _same(was, their):
        work.conflicts.append(Conflict(f"{_label(their)} (von Ihnen gestrichen)", _told(was), "", _told(their)))
    return replace(their, keep=False)


def _order(work: _Merge, was: list[str], my: list[str], their: list[str]) -> list[str]:
    common = [item for item in was if item in my and item in their]
    a, b = [item for item in my if item in common], [item for item in their if item in common]
    if a == common:
        return [*their, *(item for item in my if item not in their)]
    if b not in (common, a):
        work.conflicts.append(Conflict("Reihenfolge der Beiträge", "", "Ihre Reihenfolge gilt.", "Sie war anders geändert."))
    return [*my, *(item for item in their if item not in my)]


def _same(one: StoryForm, other: StoryForm) -> bool:
    def bare(story: StoryForm) -> StoryForm:
        return replace(story, place=0, rows=tuple(Row(row.text) for row in story.rows))

    return bare(one) == bare(other)


def _label(story: StoryForm) -> str:
    return f"Beitrag „{story.headline}“"


def _told(story: StoryForm) -> str:
    return " ".join((story.headline, *(row.text for row in story.rows)))


def _words(value: object) -> str:
    if isinstance(value, Panel):
        return " ".join(filter(None, (value.figure, value.unit, value.line))) or value.kind.value
    if isinstance(value, Service):
        return " · ".join(filter(None, (value.when, value.where, value.phone, value.address)))
    return str(value)
