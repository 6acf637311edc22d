# SPDX-License-Identifier: EUPL-1.2
"""The form in which a script is edited: Script → form → fields of a page → form → Script, and the merging of two edits."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.errors import ReviewError
from pipeline.model import Origin, Panel, PanelKind, Script, Sentence, Service, Slot, Story

Fields = tuple[tuple[str, str], ...]
ALIKE = 0.45
"""Below this a row is a new sentence, not a changed one (as in delivery/script_text.py)."""
LONGEST = 600
"""Characters of one sentence; nobody can follow a longer one that is spoken."""
_INVISIBLE = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_PLACE = re.compile(r"^s(\d{1,2})\.(\w+)$")
_ROW = re.compile(r"^(o|c|s\d{1,2})\.t(\d{1,3})$")


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of the form; `of` is the number of the sentence that it came from, 0 for a new one."""

    text: str
    of: int = 0


@dataclass(frozen=True, slots=True)
class StoryForm:
    """One story of the form. `place` is where it shall stand (1..), `focus` the picture's point of interest in per cent."""

    item: str
    keep: bool
    place: int
    kicker: str
    headline: str
    rows: tuple[Row, ...]
    panel: Panel
    service: Service
    focus: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScriptForm:
    """A whole script as it is edited; `base` is the digest of the script that it started from."""

    base: str
    title: str
    opening: tuple[Row, ...]
    stories: tuple[StoryForm, ...]
    closing: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A story with its slot, from this or an earlier version of the script."""

    slot: Slot
    story: Story


def clean(text: str) -> str:
    """One line without control characters and without signs that turn the direction of writing."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


# ---------------------------------------------------------------- script → form → fields


def form_of(script: Script, base: str) -> ScriptForm:
    """Lay a script out as a form."""
    stories = tuple(story_form(Told(slot, story), n) for n, (slot, story) in enumerate(told(script), 1))
    return ScriptForm(base, script.title, _rows(script.opening), stories, _rows(script.closing))


def told(script: Script) -> tuple[tuple[Slot, Story], ...]:
    """Give the stories with their slots."""
    slots = {slot.item.id: slot for slot in script.rundown.slots}
    return tuple((slots[story.item_id], story) for story in script.stories)


def story_form(given: Told, place: int) -> StoryForm:
    """Lay one story out as a part of the form."""
    picture = given.slot.item.picture
    focus = (round(picture.focus[0] * 100), round(picture.focus[1] * 100)) if picture is not None else (50, 42)
    story = given.story
    return StoryForm(
        story.item_id, True, place, story.kicker, story.headline, _rows(story.sentences), story.panel,
        story.service or Service(), focus,
    )  # fmt: skip


def _rows(sentences: Sequence[Sentence]) -> tuple[Row, ...]:
    return tuple(Row(sentence.text, n) for n, sentence in enumerate(sentences, 1))


def packed(fields: Fields) -> str:
    """Write fields as JSON, for a draft."""
    return json.dumps([list(pair) for pair in fields], ensure_ascii=False)


def unpacked(text: str) -> Fields:
    """Read the fields of a draft."""
    return tuple((str(name), str(value)) for name, value in json.loads(text))


def read_form(fields: Fields) -> ScriptForm:
    """Read the fields of a page → form. Rows come in the order of the page; empty ones are dropped."""
    one = dict(fields)
    numbers = sorted({int(m.group(1)) for name, _ in fields if (m := _PLACE.match(name)) and m.group(2) == "item"})
    stories = tuple(_story_fields(f"s{number}", one, _read_rows(fields, f"s{number}"), number) for number in numbers)
    return ScriptForm(one.get("base", ""), clean(one.get("title", "")), _read_rows(fields, "o"), stories, _read_rows(fields, "c"))


def _read_rows(fields: Fields, section: str) -> tuple[Row, ...]:
    one = dict(fields)
    rows: list[Row] = []
    for name, value in fields:
        met = _ROW.match(name)
        text = clean(value)
        if met is not None and met.group(1) == section and text:
            of = one.get(f"{section}.o{met.group(2)}", "0")
            rows.append(Row(text, int(of) if of.isdecimal() and len(of) < 6 else 0))
    return tuple(rows)


def _story_fields(name: str, one: dict[str, str], rows: tuple[Row, ...], number: int) -> StoryForm:
    def text(part: str) -> str:
        return clean(one.get(f"{name}.{part}", ""))

    def whole(part: str, least: int, most: int, otherwise: int) -> int:
        given = text(part)
        return min(most, max(least, int(given))) if given.isdecimal() and len(given) < 10 else otherwise

    kind = text("panel")
    panel = Panel(PanelKind(kind) if kind in set(PanelKind) else PanelKind.WORDS, text("figure"), text("unit"), text("line"))
    service = Service(text("when"), text("where"), text("phone"), text("address"))
    return StoryForm(
        one.get(f"{name}.item", ""),
        f"{name}.drop" not in one,
        whole("place", 1, 99, number),
        text("kicker"),
        text("headline"),
        rows,
        panel,
        service,
        (whole("x", 0, 100, 50), whole("y", 0, 100, 42)),
    )


# ---------------------------------------------------------------- form → script


def apply(form: ScriptForm, before: Script, earlier: Sequence[Told]) -> Script:
    """Take the form over: form, script before, stories of earlier versions → Script. Raises ReviewError in German."""
    known = {one.slot.item.id: one for one in earlier} | {s.item.id: Told(s, story) for s, story in told(before)}
    kept = in_order(form.stories)
    if not kept:
        raise ReviewError("Es bleibt kein Beitrag übrig.", "Mindestens einen behalten oder die Sendung ablehnen.")
    if len({story.item for story in kept}) != len(kept) or any(story.item not in known for story in kept):
        raise ReviewError("Das Formular passt nicht zu dieser Sendung.", "Bitte die Seite neu öffnen.")
    for label, rows in (("Begrüßung", form.opening), ("Verabschiedung", form.closing)):
        if not rows:
            raise ReviewError(f"Die {label} hat keinen Satz.", "Bitte mindestens einen Satz eintragen.")
    slots, stories = zip(*(_applied(story, known[story.item]) for story in kept), strict=True)
    rundown = before.rundown if slots == before.rundown.slots else replace(before.rundown, slots=tuple(slots))
    return replace(
        before,
        rundown=rundown,
        title=form.title or before.title,
        opening=sentences(form.opening, before.opening),
        stories=tuple(stories),
        closing=sentences(form.closing, before.closing),
    )


def in_order(stories: Sequence[StoryForm]) -> list[StoryForm]:
    """Put the kept stories where they shall stand: one that moves to a taken place pushes the other out of its way."""
    numbered = [
        (story.place, (story.place > n) - (story.place < n), n, story) for n, story in enumerate(stories, 1) if story.keep
    ]
    return [story for *_, story in sorted(numbered, key=lambda one: one[:3])]


def _applied(form: StoryForm, known: Told) -> tuple[Slot, Story]:
    slot, story = known.slot, known.story
    if not form.rows:
        raise ReviewError(f"Der Beitrag „{story.headline}“ hat keinen Satz.", "Einen Satz eintragen oder den Beitrag streichen.")
    picture = slot.item.picture
    if picture is not None and story_form(known, 1).focus != form.focus:
        moved = replace(picture, focus=(form.focus[0] / 100, form.focus[1] / 100))
        slot = replace(slot, item=replace(slot.item, picture=moved))
    panel = form.panel
    if panel.kind is PanelKind.PICTURE and picture is None:
        panel = replace(panel, kind=PanelKind.WORDS)
    address = form.service.address
    if address and not address.startswith(("https://", "http://")):
        raise ReviewError(f"„{address}“ ist keine Web-Adresse.", "Sie beginnt mit https://.")
    service = form.service if form.service != Service() else None
    told_ = sentences(form.rows, story.sentences, story.spares)
    said = {sentence.text for sentence in told_}
    return slot, replace(
        story,
        kicker=form.kicker or story.kicker,
        headline=form.headline or story.headline,
        sentences=told_,
        spares=tuple(spare for spare in story.spares if spare.text not in said),
        panel=panel,
        service=service,
    )


def sentences(rows: Sequence[Row], before: Sequence[Sentence], spares: Sequence[Sentence] = ()) -> tuple[Sentence, ...]:
    """Rows → sentences: an unchanged one keeps all, a changed one the sources of the one it came from, a new one has none."""
    known = {sentence.text: sentence for sentence in (*spares, *before)}
    out: list[Sentence] = []
    for row in rows:
        if len(row.text) > LONGEST:
            raise ReviewError(f"Ein Satz hat {len(row.text)} Zeichen: „{row.text[:60]}…“", f"Höchstens {LONGEST}; bitte teilen.")
        if row.text in known:
            out.append(known[row.text])
            continue
        like = before[row.of - 1] if 0 < row.of <= len(before) else None
        if like is None or not before:
            near = max(before, key=lambda s: SequenceMatcher(None, s.text, row.text).ratio(), default=None)
            like = near if near is not None and SequenceMatcher(None, near.text, row.text).ratio() >= ALIKE else None
        backed = (like.sources, like.facts, like.rank) if like is not None else ((), (), 1)
        out.append(Sentence(row.text, *backed, Origin.EDITOR))
    return tuple(out)
