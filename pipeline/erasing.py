# SPDX-License-Identifier: EUPL-1.2
"""Forget an item, a picture or a person for good: in the store, the ledger, the readable copies and at every target.

What stays is a record without content (digests, in `erased.jsonl` and in the audit chain), so that the source's next feed and a
restored backup do not bring it back. Films that told it are taken back first; bulletins are made anew without it.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import publishing, release, rules
from pipeline.delivery.script_text import write_script
from pipeline.errors import ReviewError, TargetError
from pipeline.keep import audit, forgetting
from pipeline.keep.erased import Erased, digest_of
from pipeline.model import Edition, Item, LeftOut, Picture, Plan, Rundown, Script
from pipeline.newsroom import Newsroom
from pipeline.stages.plan import slug
from pipeline.studio import MACHINE
from pipeline.tidying import tidy
from pipeline.webpages import kit_folder

PICTURE_LEAST = 8
"""Hex digits of a picture's digest that name it."""


@dataclass(frozen=True, slots=True)
class Wiped:
    """What was done: items and pictures erased, bulletins that had told them, those taken back, files and bytes removed.

    `texts` counts what only people wrote: words of bulletins, reasons, pronunciations, titles of editions.

    `by_hand` says what people must take down themselves, and which ids stay; `standing` what targets did not take back (only
    after a restore).
    """

    items: int
    pictures: int
    bulletins: tuple[str, ...]
    retracted: tuple[str, ...]
    files: int
    freed: int
    by_hand: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    texts: int = 0


def list_file(room: Newsroom) -> Erased:
    """Give what was erased here so far."""
    return room.erased()


def erase(room: Newsroom, named: str, reason: str) -> Wiped:
    """Erase what a name means: an item's id, a picture's digest, or a person whom items name. Raises ReviewError, TargetError."""
    if len(reason.strip()) < 3:
        raise ReviewError("An erasure needs a reason.", "Add --reason TEXT, without the name of whom it concerns.")
    new = meant(room, named)
    if not new:
        raise ReviewError(f"Nothing here is, or names, “{named}”.", "`newsreel show ID rundown` lists items and pictures.")
    forgetting.refuse_while_working(room.ledger)
    done = apply(room, new, reason.strip())
    stays = [f"{name}  this id is made of a title and stays, and so does its address." for name in done.bulletins]
    told = [one for name, one in zip(done.bulletins, stays, strict=True) if f"-{slug(named)}-" in f"-{name}-"]
    return replace(done, by_hand=(*done.by_hand, *told))


def meant(room: Newsroom, named: str) -> Erased:
    """Find what a name means, in every edition that was ever taken in."""
    words = named.casefold().strip()
    items: set[str] = set()
    pictures: set[str] = set()
    theirs: set[str] = set()
    others: set[str] = set()
    for item in _all_items(room):
        shown = {item.picture.blob.digest} if item.picture is not None else set()
        if item.id == named or (len(words) >= 3 and words in f"{item.title}\n{item.text}".casefold()):
            items.add(digest_of(item.id))
            theirs |= shown
            continue
        others |= shown
        if item.picture is not None and _is_meant(item.picture, words):
            pictures.add(item.picture.blob.digest)
    pictures |= theirs - others  # a picture that nobody else shows goes with its item, and does not come back with the next feed
    here = Erased(frozenset(items), frozenset(pictures))
    if len(words) < 3:
        return here
    now = room.ledger.now()
    left = [entry.name for entry in room.ledger.bulletins() if not _tells(room, entry.name, here)]
    spoken = frozenset(name for name in left if _says(room, name, words))
    texts = forgetting.told_of(room.ledger, words) & set(left) - spoken
    said = forgetting.said_of(room.ledger, words) | {title for title in _titles(room) if words in title.casefold()}
    return replace(here, words=_since(spoken, now), texts=_since(texts, now), said=frozenset(map(digest_of, said)))


def _titles(room: Newsroom) -> frozenset[str]:
    """Give the titles of all editions; that of a mail is its subject, which may name anybody."""
    return frozenset(room.store.get_value(Edition, digest).title for _, digest, _ in forgetting.editions(room.ledger))


def _since(names: frozenset[str], now: str) -> frozenset[tuple[str, str]]:
    return frozenset((digest_of(name), now) for name in names)


def _says(room: Newsroom, name: str, words: str) -> bool:
    """Tell whether any version of a bulletin's script says some words that its items do not (an editor wrote them)."""
    for head in room.ledger.heads(name, "script"):
        script = room.store.get_value(Script, head.digest)
        if words in write_script(script).casefold():
            return True
    return False


def _is_meant(picture: Picture, words: str) -> bool:
    """Tell whether words name a picture: the beginning of its digest, or somebody in its credit or description."""
    said = f"{picture.credit}\n{picture.alt}".casefold()
    return (len(words) >= PICTURE_LEAST and picture.blob.digest.startswith(words)) or (len(words) >= 3 and words in said)


def _all_items(room: Newsroom) -> tuple[Item, ...]:
    found: dict[tuple[str, str], Item] = {}
    for _, digest, plan in forgetting.editions(room.ledger):
        for edition in (room.store.get_value(Edition, digest), room.store.get_value(Plan, plan).edition):
            found |= {(item.id, digest): item for item in edition.items}
    for entry in room.ledger.bulletins():
        for head in room.ledger.heads(entry.name, "rundown"):
            for slot in room.store.get_value(Rundown, head.digest).slots:
                found[(slot.item.id, head.digest)] = slot.item
    return tuple(found.values())


def apply(room: Newsroom, new: Erased, reason: str, whatever: bool = False) -> Wiped:
    """Erase what is listed, wherever it stands; also in a restored backup. Raises TargetError where a target still shows it.

    `whatever`: it is erased here even so, and what still stands is named; for a backup, which must not bring anything back.
    """
    touched = [entry.name for entry in room.ledger.bulletins() if _tells(room, entry.name, new)]
    if whatever:
        room.note_erased(new)
    back = _taken_back(room, touched, whatever)
    room.note_erased(new)  # before anything goes: from here on nothing brings it back
    for row, digest, plan in forgetting.editions(room.ledger):
        _clean_edition(room, row, digest, plan, new)
    for name in touched:
        _clean_bulletin(room, name, new, reason)
        # the readable copy, what the web team got, and the cards that tell that it was taken back
        for folder in (room.folder(name), kit_folder(room, name), room.output / "retracted" / name):
            shutil.rmtree(folder, ignore_errors=True)
    for name in _written_about(room, new):
        with room.ledger.write():
            rows = " ".join(map(str, forgetting.forget_texts(room.ledger, name)))
            audit.append(room.ledger, rules.COMMAND_LINE, audit.ERASE, name, (("reason", reason), ("rows", rows)))
    if new.said:
        with room.ledger.write():
            rows = " ".join(map(str, forgetting.forget_said(room.ledger, new.said)))
            audit.append(room.ledger, rules.COMMAND_LINE, audit.ERASE, "", (("reason", reason), ("rows", rows)))
    room.store.forget_remembered()  # sentences, segments and fetched pages are remembered; what is needed is made again
    forgetting.compact(room.ledger)
    done = tidy(room, spare=-60.0)
    return Wiped(
        len(new.items),
        len(new.pictures),
        tuple(touched),
        back.bulletins,
        done.removed,
        done.freed,
        back.by_hand,
        back.standing,
        new.count - len(new.items) - len(new.pictures),
    )


def _tells(room: Newsroom, name: str, new: Erased) -> bool:
    """Tell whether a bulletin, in any version, holds what is erased."""
    heads = room.ledger.heads(name, "script")
    if any(digest == digest_of(name) and heads and heads[0].at <= at for digest, at in new.words):
        return True
    for head in room.ledger.heads(name, "rundown"):
        rundown = room.store.get_value(Rundown, head.digest)
        if any(new.kept(slot.item) != slot.item for slot in rundown.slots):
            return True
    return False


def _written_about(room: Newsroom, new: Erased) -> tuple[str, ...]:
    named = {digest for digest, _ in new.texts}
    return tuple(entry.name for entry in room.ledger.bulletins() if digest_of(entry.name) in named)


@dataclass(frozen=True, slots=True)
class _Back:
    """What came of taking bulletins back: those that had stood somewhere, to-dos for people, what targets did not take back."""

    bulletins: tuple[str, ...]
    by_hand: tuple[str, ...]
    standing: tuple[str, ...]


def _taken_back(room: Newsroom, touched: Sequence[str], whatever: bool) -> _Back:
    """Take back at every target what was ever published there, whatever became of it since.

    What was taken back before goes again: the notice in its place tells its title, and a target may have been down that time.
    Raises TargetError unless `whatever`: what still stands outside is not forgotten.
    """
    back: list[str] = []
    by_hand: list[str] = []
    standing: list[str] = []
    for name in touched:
        if any(p.kind == "publish" for p in room.ledger.publications(name)):
            if publishing.standing_at(room, name):
                back.append(name)
            problems = [one for one in release.withdraw(room, name, "Löschung", touched) if one.problem]
            standing += [f"{name} still stands: {one.problem}" for one in problems if not one.target.startswith("hand:")]
            by_hand += [f"{name}  {one.problem}" for one in problems if one.target.startswith("hand:")]
            by_hand += [f"{name}  {one.problem}" for one in publishing.left_behind(room, name)]
        else:
            by_hand += [f"{name}  {one.problem}" for one in publishing.by_hand(room, name, "")]
        if standing and not whatever:
            raise TargetError(" ".join(standing), "Mend the target, then erase again; nothing was erased.")
    return _Back(tuple(back), tuple(by_hand), tuple(standing))


_REPEATED = "Die Meldung wiederholt eine andere, die gelöscht ist."


def _clean_edition(room: Newsroom, row: int, digest: str, plan: str, new: Erased) -> None:
    edition, planned = room.store.get_value(Edition, digest), room.store.get_value(Plan, plan)
    cleaned = new.spared(edition)
    told = {f"„{item.title}“" for item in (*edition.items, *planned.edition.items) if new.has(item.id)}
    left: tuple[LeftOut, ...] = tuple(
        # A repeat is explained by the title of what it repeats.
        replace(one, detail=_REPEATED) if any(title in one.detail for title in told) else one
        for one in planned.left_out
        if not new.has(one.item_id)
    )
    rundowns = tuple(new.left_of(rundown) for rundown in planned.rundowns)
    anew = Plan(new.spared(planned.edition), tuple(r for r in rundowns if r.slots), left)
    if cleaned != edition or anew != planned:
        forgetting.replace_edition(room.ledger, row, room.store.put_value(cleaned), room.store.put_value(anew))


def _clean_bulletin(room: Newsroom, name: str, new: Erased, reason: str) -> None:
    """Leave of a bulletin its rundown without what is erased, and who decided what when."""
    head = room.ledger.head(name, "rundown")
    with room.ledger.write():
        rows = forgetting.forget_bulletin(room.ledger, name)
        if head is not None:
            rundown = new.left_of(room.store.get_value(Rundown, head.digest))
            if rundown.slots:
                room.ledger.set_head(name, "rundown", room.store.put_value(rundown), MACHINE, "gelöscht")
        said = (("reason", reason), ("rows", " ".join(map(str, rows))))
        audit.append(room.ledger, rules.COMMAND_LINE, audit.ERASE, name, said)
