# SPDX-License-Identifier: EUPL-1.2
"""Edit: the form sentence by sentence, autosave, saving with a check for other people's edits, versions and their differences."""

import json
import re
from collections.abc import Sequence

from starlette.responses import JSONResponse, Response

from pipeline import review
from pipeline.desk import pages
from pipeline.desk.form import (
    LONGEST,
    ScriptForm,
    StoryForm,
    Told,
    apply,
    clean,
    form_of,
    packed,
    read_form,
    story_form,
    told,
    unpacked,
)
from pipeline.desk.gate import Ask, to
from pipeline.desk.merging import Conflict, merge
from pipeline.desk.state import Desk
from pipeline.errors import ConfigError, ReviewError
from pipeline.keep import drafts, people
from pipeline.keep.accounts import Account
from pipeline.language import differences
from pipeline.language.lexicon import parse_lexicon
from pipeline.language.pace import predict
from pipeline.language.spoken import spoken_form
from pipeline.model import FPS, PanelKind, Script
from pipeline.studio import MACHINE

PANELS = (
    (PanelKind.PICTURE, "Bild"),
    (PanelKind.NUMBER, "Zahl"),
    (PanelKind.DATE, "Datum"),
    (PanelKind.PLACE, "Ort"),
    (PanelKind.WORDS, "Worte"),
)
VERSIONS = 20
"""So many versions back a dropped story can be taken in again with one click; older ones are restored as a whole."""
EDGE_FRAMES = 235
"""Frames of opener and closer, in which nobody speaks (casting.py)."""
PAUSE_SECONDS = 0.45
"""The mean silence after a sentence, over sentence and story pauses."""


def earlier_stories(desk: Desk, bulletin: str) -> tuple[Told, ...]:
    """Give every story that the first or one of the last versions of the script told, the newest form of each."""
    found: dict[str, Told] = {}
    heads = desk.room.ledger.heads(bulletin, "script")
    for head in dict.fromkeys((*reversed(heads[-VERSIONS:]), *heads[:1])):
        if desk.room.store.has(head.digest):
            for slot, story in told(desk.room.store.get_value(Script, head.digest)):
                found.setdefault(story.item_id, Told(slot, story))
    return tuple(found.values())


def edit_page(ask: Ask) -> Response:
    """Show the form: with the draft of the person who asks, where there is one."""
    desk, name = ask.desk, ask.bulletin
    script, digest, _ = desk.script(name)
    desk.presence.here(name, ask.account.name, True)
    kept = drafts.draft(desk.room.ledger, name, ask.account.id)
    if kept is None or ask.query("entwurf") == "nein":
        return _form_page(ask, script, form_of(script, digest))
    mine = read_form(unpacked(kept.body))
    if kept.base == digest:
        return _form_page(ask, script, mine, draft_at=kept.at)
    return _merge_page(ask, mine, script, digest, 200)


def _form_page(
    ask: Ask,
    script: Script,
    form: ScriptForm,
    status: int = 200,
    conflicts: Sequence[Conflict] = (),
    draft_at: str = "",
    problem: str = "",
    theirs: str = "",
) -> Response:
    desk = ask.desk
    known = {one.slot.item.id: one for one in earlier_stories(desk, ask.bulletin)} | {
        s.item.id: Told(s, t) for s, t in told(script)
    }
    back = tuple(
        story_form(one, len(form.stories) + n)
        for n, one in enumerate((one for item, one in known.items() if item not in {s.item for s in form.stories}), 1)
    )
    package = desk.package(ask.bulletin)
    pace = desk.pace(script.rundown.language)
    rate = package.master.timeline.speech.rate if package is not None else 1.0
    return pages.render(
        ask,
        "edit.html",
        status,
        name=ask.bulletin,
        script=script,
        form=form,
        back=back,
        known=known,
        panels=PANELS,
        numbers={story.item_id: n for n, story in enumerate(script.stories, 1)},
        pace=pace,
        rate=rate,
        edge=EDGE_FRAMES / FPS,
        pause=PAUSE_SECONDS,
        target=desk.room.settings.script.target_seconds,
        longest=LONGEST,
        conflicts=tuple((c, differences.words(c.theirs, c.mine)) for c in conflicts),
        theirs=theirs,
        draft_at=draft_at,
        problem=problem,
        others=desk.presence.others(ask.bulletin, ask.account.name),
        estimate=estimate(desk, form, script.rundown.language, rate),
    )


def estimate(desk: Desk, form: ScriptForm, language: str, rate: float) -> float:
    """Predict the length of the film in seconds, before anything is spoken."""
    pace, lexicon = desk.pace(language), desk.room.cast.lexicon()
    gender = desk.room.settings.voice.gender
    rows = [*form.opening, *(row for story in form.stories if story.keep for row in story.rows), *form.closing]
    spoken = sum(predict(spoken_form(row.text, lexicon, gender, language).text, pace) for row in rows)
    return spoken / (rate or 1.0) + PAUSE_SECONDS * max(0, len(rows) - 1) + EDGE_FRAMES / FPS


def save(ask: Ask) -> Response:
    """Take the form over. Where somebody else was faster: 409 with both texts, mine kept as a draft."""
    desk, name = ask.desk, ask.bulletin
    form = read_form(ask.fields)
    _open(desk, name)
    script, digest, _ = desk.script(name)
    drafts.keep_draft(desk.room.ledger, name, ask.account.id, form.base, packed(ask.fields))
    if ask.field("do") == "draft":
        return to(f"/b/{name}/bearbeiten", "draft")
    if asked := re.fullmatch(r"picture-(\d{1,2})", ask.field("do")):
        return to(f"/b/{name}/beitrag/{asked[1]}/bild")
    if form.base != digest:
        return _merge_page(ask, form, script, digest, 409)
    back = set(ask.all("back"))
    again = tuple(story_form(one, 50 + n) for n, one in enumerate(earlier_stories(desk, name)) if one.slot.item.id in back)
    form = _with(form, again)
    try:
        after = apply(form, script, earlier_stories(desk, name))
    except ReviewError as wrong:
        return _form_page(ask, script, form, 422, problem=f"{wrong.message} {wrong.hint}")
    if after == script:
        drafts.drop_draft(desk.room.ledger, name, ask.account.id)
        return to(f"/b/{name}", "unchanged")
    if not take_over(desk, name, script, after, digest, ask.account):
        now, newer, _ = desk.script(name)
        return _merge_page(ask, form, now, newer, 409)
    drafts.drop_draft(desk.room.ledger, name, ask.account.id)
    return to(f"/b/{name}/warten", "saved")


def _with(form: ScriptForm, again: tuple[StoryForm, ...]) -> ScriptForm:
    here = {story.item for story in form.stories}
    stories = (*form.stories, *(story for story in again if story.item not in here))
    return ScriptForm(form.base, form.title, form.opening, stories, form.closing)


def take_over(desk: Desk, bulletin: str, before: Script, after: Script, expect: str, account: Account, act: str = "edit") -> bool:
    """Make a script count, if the one it was made from still does; then have the film made. False: somebody was faster."""
    if not review.take_over(desk.room, bulletin, before, after, expect, account.name, account.pseudonym, act):
        return False
    desk.jobs.ask(bulletin)
    return True


def _open(desk: Desk, bulletin: str) -> None:
    if desk.room.state(bulletin) == "retracted":
        raise ReviewError("Die Sendung ist zurückgezogen.", "Sie wird nicht mehr geändert.")


def _merge_page(ask: Ask, mine: ScriptForm, theirs: Script, digest: str, status: int) -> Response:
    """Show my form on top of what stands by now, conflicts first. What I wrote stays in the draft until it is saved."""
    store = ask.desk.room.store
    base = store.get_value(Script, mine.base) if _is_script(ask.desk, ask.bulletin, mine.base) else theirs
    merged, conflicts = merge(base, mine, theirs, digest)
    head = ask.desk.room.ledger.head(ask.bulletin, "script")
    who = head.by if head is not None and head.by != MACHINE else "newsreel"
    return _form_page(ask, theirs, merged, status, conflicts, theirs=who)


def _is_script(desk: Desk, bulletin: str, digest: str) -> bool:
    known = {head.digest for head in desk.room.ledger.heads(bulletin, "script")}
    return digest in known and desk.room.store.has(digest)


def keep_draft(ask: Ask) -> Response:
    """Keep what is being typed (called by the page itself every few seconds)."""
    form = read_form(ask.fields)
    at = drafts.keep_draft(ask.desk.room.ledger, ask.bulletin, ask.account.id, form.base, packed(ask.fields))
    head = ask.desk.room.ledger.head(ask.bulletin, "script")
    package = ask.desk.package(ask.bulletin)
    speech = package.master.timeline.speech if package is not None else None
    rate = speech.rate if speech is not None else 1.0
    language = speech.script.rundown.language if speech is not None else "de"
    stale = head is not None and head.digest != form.base
    return JSONResponse({"at": at, "stale": stale, "seconds": round(estimate(ask.desk, form, language, rate), 1)})


def drop_draft(ask: Ask) -> Response:
    """Throw the draft away."""
    drafts.drop_draft(ask.desk.room.ledger, ask.bulletin, ask.account.id)
    return to(f"/b/{ask.bulletin}/bearbeiten", "discarded")


def listen(ask: Ask) -> Response:
    """Speak one sentence → WAV. `say` holds the text, or names the field that does."""
    name = ask.field("say")
    text = clean(ask.field(name) or name)[:LONGEST]
    if not text:
        raise ReviewError("Es gibt nichts zu sprechen.", "Bitte einen Satz eintragen.")
    sound, seconds = ask.desk.hands.speak(text)
    return Response(sound, media_type="audio/wav", headers={"X-Seconds": f"{seconds:.2f}"})


def pronounce(ask: Ask) -> Response:
    """Put right how a word is spoken, from now on in every bulletin; this one's film is made anew where it may be."""
    written, spoken = clean(ask.field("written")), clean(ask.field("spoken"))
    if not 0 < len(written) <= 80 or len(spoken) > 200:
        raise ReviewError("Es fehlt das Wort, oder es ist zu lang.", "Bitte das Wort so eintragen, wie es im Text steht.")
    if spoken:
        try:
            parse_lexicon(f"[[entry]]\nwritten = {json.dumps(written)}\nspoken = {json.dumps(spoken)}\n")
        except ConfigError:
            raise ReviewError("So kann die Stimme das nicht lesen.", "Nur Buchstaben und Leerzeichen, etwa „N G B“.") from None
    people.pronounce(ask.desk.room.ledger, written, spoken, ask.account.name)
    ask.desk.note(ask.account, "pronounce", ask.bulletin, written=written, spoken=spoken)
    if ask.desk.room.state(ask.bulletin) in ("review", "rejected", "parked"):
        ask.desk.jobs.ask(ask.bulletin)
    return to(f"/b/{ask.bulletin}/bearbeiten", "spoken")


# ---------------------------------------------------------------- versions


def versions_page(ask: Ask) -> Response:
    """Show the versions of the script and what differs between two of them."""
    desk, name = ask.desk, ask.bulletin
    heads = desk.room.ledger.heads(name, "script")
    if not heads:
        raise ReviewError("Diese Sendung hat noch keinen Sprechertext.")

    def chosen(asked: str, otherwise: int) -> int:
        return min(len(heads), max(1, int(asked))) if asked.isdecimal() and len(asked) < 6 else otherwise

    last = chosen(ask.query("bis"), len(heads))
    first = chosen(ask.query("von"), max(1, last - 1))
    old, new = (desk.room.store.get_value(Script, heads[n - 1].digest) for n in (first, last))
    return pages.render(
        ask, "versions.html", name=name, heads=tuple(enumerate(heads, 1)), first=first, last=last,
        changes_list=differences.scripts(old, new), current=len(heads), machine=MACHINE,
    )  # fmt: skip


def restore(ask: Ask) -> Response:
    """Make an earlier version of the script count again, as a new version."""
    desk, name = ask.desk, ask.bulletin
    _open(desk, name)
    heads = desk.room.ledger.heads(name, "script")
    number = ask.field("version")
    if not (number.isdecimal() and len(number) < 6) or not 1 <= int(number) <= len(heads):
        raise ReviewError("Diese Fassung gibt es nicht.")
    script, digest, _ = desk.script(name)
    if digest != ask.field("base"):
        raise ReviewError("Der Text hat sich inzwischen geändert.", "Bitte die Fassungen neu laden.")
    if not take_over(
        desk, name, script, desk.room.store.get_value(Script, heads[int(number) - 1].digest), digest, ask.account, "restore"
    ):
        raise ReviewError("Der Text hat sich inzwischen geändert.", "Bitte die Fassungen neu laden.")
    return to(f"/b/{name}/warten", "restored")
