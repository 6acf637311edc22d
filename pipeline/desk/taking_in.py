# SPDX-License-Identifier: EUPL-1.2
"""Items that the plan left out come back, and an urgent one is pasted; the newsroom's own writer makes a story of it."""

import hashlib
from dataclasses import replace
from datetime import date

from starlette.responses import Response

from pipeline.desk import pages
from pipeline.desk.editing import take_over
from pipeline.desk.form import clean
from pipeline.desk.gate import Ask, to
from pipeline.desk.hands import SECONDS
from pipeline.desk.state import Desk
from pipeline.errors import ReviewError
from pipeline.model import Item, LeftOut, LeftOutReason, Plan, Script, Slot
from pipeline.newsroom import registered_by_name

MOST_STORIES = 8
LONGEST_TEXT = 20_000


def left_out(desk: Desk, bulletin: str) -> tuple[tuple[LeftOut, Item], ...]:
    """Give what the plan of this bulletin's edition left out, with the items themselves."""
    entry = registered_by_name(desk.room, bulletin)
    source, edition, day = entry.edition.rsplit("|", 2)
    planned = desk.room.ledger.planned(source, edition, date.fromisoformat(day))
    if planned is None or not desk.room.store.has(planned[1]):
        return ()
    plan = desk.room.store.get_value(Plan, planned[1])
    items = {item.id: item for item in plan.edition.items}
    script = desk.room.script(bulletin)
    used = {slot.item.id for slot in script.rundown.slots} if script is not None else set()
    return tuple((one, items[one.item_id]) for one in plan.left_out if one.item_id in items and one.item_id not in used)


def items_page(ask: Ask) -> Response:
    """Show what was left out and why, and a place to paste an urgent item."""
    _, digest, _ = ask.desk.script(ask.bulletin)
    return pages.render(
        ask, "items.html", name=ask.bulletin, left=left_out(ask.desk, ask.bulletin), words=digest, now=ask.desk.room.clock()
    )


def fetch_now(ask: Ask) -> Response:
    """Run the night right now ("Jetzt holen"), in the background."""
    if ask.desk.fetching.ask():
        ask.desk.note(ask.account, "fetch")
    return to("/", "fetching")


def take_in(ask: Ask) -> Response:
    """Take an item in: one that was left out (`item`), or a pasted one (`title`, `text`, `link`)."""
    desk, name = ask.desk, ask.bulletin
    if desk.room.state(name) == "retracted":
        raise ReviewError("Die Sendung ist zurückgezogen.", "Sie wird nicht mehr geändert.")
    script, digest, _ = desk.script(name)
    if digest != ask.field("words"):
        raise ReviewError("Der Text hat sich inzwischen geändert.", "Bitte die Seite neu laden und noch einmal aufnehmen.")
    if len(script.stories) >= MOST_STORIES:
        raise ReviewError(f"Die Sendung hat schon {MOST_STORIES} Beiträge.", "Bitte zuerst einen streichen.")
    item = _chosen(ask) if ask.field("item") else _pasted(ask, script)
    if any(slot.item.id == item.id for slot in script.rundown.slots):
        raise ReviewError("Diese Meldung ist schon in der Sendung.")
    after = with_item(desk, name, script, item)
    if not take_over(desk, name, script, after, digest, ask.account, "take-in"):
        raise ReviewError("Der Text hat sich inzwischen geändert.", "Bitte die Seite neu laden und noch einmal aufnehmen.")
    return to(f"/b/{name}/warten", "taken-in")


def with_item(desk: Desk, bulletin: str, script: Script, item: Item) -> Script:
    """Write one more item at the end of a script."""
    story = desk.hands.tell(bulletin, script.rundown, item)
    rundown = replace(script.rundown, slots=(*script.rundown.slots, Slot(item, SECONDS)))
    return replace(script, rundown=rundown, stories=(*script.stories, story))


def _chosen(ask: Ask) -> Item:
    for one, item in left_out(ask.desk, ask.bulletin):
        if item.id == ask.field("item"):
            if one.reason is LeftOutReason.EMBARGO and (item.embargo is None or item.embargo > ask.desk.room.clock()):
                raise ReviewError("Diese Meldung ist noch gesperrt.", one.detail)
            return item
    raise ReviewError("Diese Meldung gibt es nicht mehr.", "Bitte die Seite neu laden.")


def _pasted(ask: Ask, script: Script) -> Item:
    title, link = clean(ask.field("title")), ask.field("link").strip()
    text = "\n\n".join(clean(part) for part in ask.field("text").replace("\r", "").split("\n\n") if clean(part))
    if not title or len(text) < 80:
        raise ReviewError("Es fehlt die Überschrift, oder der Text ist kürzer als 80 Zeichen.", "Bitte beides einfügen.")
    if len(text) > LONGEST_TEXT:
        raise ReviewError(f"Der Text hat mehr als {LONGEST_TEXT} Zeichen.", "Bitte kürzen.")
    if link and not link.startswith(("https://", "http://")):
        raise ReviewError("Die Adresse ist keine Web-Adresse.", "Sie beginnt mit https://.")
    name = "desk-" + hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:16]
    return Item(name, title, text, link, script.rundown.day, language=script.rundown.language)
