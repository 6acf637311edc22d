# SPDX-License-Identifier: EUPL-1.2
"""The picture of a story: another one with its credit and permission, the point that every crop keeps, or no picture at all."""

import re
from dataclasses import dataclass, replace
from typing import Final

from starlette.responses import FileResponse, Response

from pipeline.desk import pages
from pipeline.desk.editing import take_over
from pipeline.desk.form import clean
from pipeline.desk.gate import Ask, to
from pipeline.errors import ReviewError, StoreError
from pipeline.model import PanelKind, Picture, Script, Slot, Story
from pipeline.picture.cropping import KEPT, KEPT_FULL, cut, fills

SHOWN: Final = 288
"""CSS px: how wide the picture stands on a page without scripts, where a click tells px and not shares."""
NEWER: Final = "Bitte die Seite neu laden."


@dataclass(frozen=True, slots=True)
class Crop:
    """A place of the film that shows the picture: its name, its size there, and which part of the picture fills it (px)."""

    label: str
    width: int
    height: int
    part: tuple[int, int, int, int]
    whole: bool

    @property
    def shown(self) -> tuple[int, int]:
        """The size of the preview in CSS px: all have the same height."""
        return round(self.width * 160 / self.height), 160


def crops(ask: Ask, picture: Picture) -> tuple[Crop, ...]:
    """Give every place of the film in which a picture is seen, cropped as the film crops it."""
    design, out = ask.desk.room.cast.design(), []
    for form in ask.desk.room.settings.video.formats:
        layout = design.layout(form)
        name = form.replace("x", ":")
        box = layout.picture_box
        out.append(_crop(picture, f"{name}, Tafel", box.w, box.h, KEPT))
        out.append(_crop(picture, f"{name}, bildfüllend", layout.width, layout.height, KEPT_FULL))
    return tuple(out)


def _crop(picture: Picture, label: str, w: int, h: int, kept: float) -> Crop:
    whole = not fills(picture.width, picture.height, w, h, kept)
    part = (0, 0, picture.width, picture.height) if whole else cut(picture.width, picture.height, picture.focus, w, h)
    return Crop(label, w, h, part, whole)


# ---------------------------------------------------------------- the page


def picture_page(ask: Ask) -> Response:
    """Show a story's picture, or one that was just brought (`neu`): the point, the crops, credit and permission."""
    script, words, _ = ask.desk.script(ask.bulletin)
    slot, story, number = _place(ask, script)
    fresh = ask.query("neu")
    picture = _brought(ask, fresh) if fresh else slot.item.picture
    return _page(ask, 200, story, number, words, picture, fresh)


def _page(
    ask: Ask, status: int, story: Story, number: int, words: str, picture: Picture | None, fresh: str, problem: str = ""
) -> Response:
    slots = ask.desk.script(ask.bulletin)[0].rundown.slots
    return pages.render(
        ask,
        "picture.html",
        status,
        name=ask.bulletin,
        story=story,
        number=number,
        slot=next((n for n, slot in enumerate(slots, 1) if slot.item.id == story.item_id), 0),
        words=words,
        picture=picture,
        fresh=fresh,
        problem=problem,
        crops=crops(ask, picture) if picture is not None else (),
        shown=SHOWN,
        focus=(round(picture.focus[0] * 100), round(picture.focus[1] * 100)) if picture is not None else (50, 42),
        megabytes=ask.desk.room.settings.fetch.max_picture_bytes // 1_000_000,
    )


def _place(ask: Ask, script: Script) -> tuple[Slot, Story, int]:
    asked = str(ask.request.path_params["number"])
    if not asked.isdigit() or not 1 <= int(asked[:3]) <= len(script.stories):
        raise ReviewError("Diesen Beitrag gibt es nicht.", NEWER)
    story = script.stories[int(asked[:3]) - 1]
    return next(slot for slot in script.rundown.slots if slot.item.id == story.item_id), story, int(asked[:3])


def _brought(ask: Ask, digest: str) -> Picture:
    """Give a picture that was brought to this bulletin and does not count yet."""
    if not re.fullmatch("[0-9a-f]{64}", digest) or not ask.desk.brought.known(ask.bulletin, digest):
        raise ReviewError("Dieses Bild gibt es nicht mehr.", "Bitte noch einmal hochladen.")
    try:
        return ask.desk.room.store.get_value(Picture, digest)
    except StoreError:
        raise ReviewError("Dieses Bild gibt es nicht mehr.", "Bitte noch einmal hochladen.") from None


def brought_file(ask: Ask) -> Response:
    """Serve a picture that was brought and does not count yet."""
    picture = _brought(ask, str(ask.request.path_params["digest"]))
    return FileResponse(ask.desk.room.store.path(picture.blob), media_type=picture.blob.media)


# ---------------------------------------------------------------- what the forms do


def bring(ask: Ask) -> Response:
    """Take an uploaded picture with its credit and permission; the crop is chosen next, and nothing counts before that."""
    script, words, _ = ask.desk.script(ask.bulletin)
    _, story, number = _place(ask, script)
    credit, alt, licence = (clean(ask.field(name))[:300] for name in ("credit", "alt", "licence"))
    if ask.file is None:
        raise ReviewError("Es fehlt die Bilddatei.", "Bitte eine Datei wählen.")
    if not credit or not alt:
        raise ReviewError("Es fehlt der Bildnachweis oder die Beschreibung.", "Wem gehört das Bild, was zeigt es?")
    if len(licence) < 3 or ask.field("allowed") != "1":
        raise ReviewError("Es fehlt die Erlaubnis, das Bild zu zeigen.", "Bitte Lizenz oder Erlaubnis eintragen und bestätigen.")
    picture = ask.desk.hands.picture(ask.file, credit, alt, licence)
    digest = ask.desk.room.store.put_value(picture)
    ask.desk.brought.add(ask.bulletin, digest)
    ask.desk.note(ask.account, "picture", ask.bulletin, credit=credit, permission=licence, picture=picture.blob.digest)
    del story, words
    return to(f"/b/{ask.bulletin}/beitrag/{number}/bild?neu={digest}", "brought")


def settle(ask: Ask) -> Response:
    """Take over picture, point, credit and description (`do` is "save"), show a point that was clicked, or drop the picture."""
    desk, name = ask.desk, ask.bulletin
    if desk.room.state(name) == "retracted":
        raise ReviewError("Die Sendung ist zurückgezogen.", "Sie wird nicht mehr geändert.")
    script, words, _ = desk.script(name)
    slot, story, number = _place(ask, script)
    fresh = ask.field("neu")
    picture = _brought(ask, fresh) if fresh else slot.item.picture
    if picture is None:
        raise ReviewError("Dieser Beitrag hat kein Bild.", "Bitte eines hochladen.")
    chosen = replace(
        picture, focus=_point(ask, picture), credit=clean(ask.field("credit"))[:300], alt=clean(ask.field("alt"))[:300]
    )
    act = ask.field("do")
    if act not in ("save", "drop"):  # a click into the picture, or the preview
        return _page(ask, 200, story, number, words, chosen, fresh)
    if words != ask.field("words"):
        raise ReviewError("Der Text hat sich inzwischen geändert.", NEWER)
    if act == "save" and not (chosen.credit and chosen.alt):
        problem = "Es fehlt der Bildnachweis oder die Beschreibung. Wem gehört das Bild, was zeigt es?"
        return _page(ask, 422, story, number, words, chosen, fresh, problem)
    after = with_picture(script, story.item_id, chosen if act == "save" else None)
    if after == script:
        return to(f"/b/{name}", "unchanged")
    if not take_over(desk, name, script, after, words, ask.account, "edit"):
        raise ReviewError("Der Text hat sich inzwischen geändert.", NEWER)
    return to(f"/b/{name}/warten", "saved")


def _point(ask: Ask, picture: Picture) -> tuple[float, float]:
    """Read the point: a click into the picture on a page without scripts (px), else the two sliders (per cent)."""

    def whole(name: str) -> int:
        given = ask.field(name)
        return int(given[:5]) if given.isdigit() else 0

    x, y = whole("punkt.x"), whole("punkt.y")
    if x or y:  # pressing the picture by keyboard sends 0, 0
        high = SHOWN * picture.height / picture.width
        return min(1.0, round(x / SHOWN, 2)), min(1.0, round(y / high, 2))
    return min(100, whole("x")) / 100, min(100, whole("y")) / 100


def with_picture(script: Script, item: str, picture: Picture | None) -> Script:
    """Give a story another picture, or none → the script. A picture that comes to a story without one goes on its card."""
    had = any(slot.item.id == item and slot.item.picture is not None for slot in script.rundown.slots)
    slots = tuple(
        replace(slot, item=replace(slot.item, picture=picture)) if slot.item.id == item else slot for slot in script.rundown.slots
    )

    def told(story: Story) -> Story:
        if story.item_id != item:
            return story
        if picture is not None and not had:
            return replace(story, panel=replace(story.panel, kind=PanelKind.PICTURE))
        if picture is None and story.panel.kind is PanelKind.PICTURE:
            return replace(story, panel=replace(story.panel, kind=PanelKind.WORDS))
        return story

    return replace(script, rundown=replace(script.rundown, slots=slots), stories=tuple(told(story) for story in script.stories))
