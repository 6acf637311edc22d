# SPDX-License-Identifier: EUPL-1.2
"""Follow a source that changes what it has said: the items of bulletins are brought up to date, and people are told what changed.

What nobody has published yet is made anew with the item as it is now; an approval of the old words goes stale by itself, because
it names their digest. An editor's words stay, but are checked against the new item. What is published stays as it was approved:
there the change is a finding, and people decide whether a correction is due.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.errors import BusyError
from pipeline.keep import audit
from pipeline.keep.lease import leased
from pipeline.language.facts import item_sentences
from pipeline.model import Edition, Finding, Item, Plan, Rundown, Script, Severity
from pipeline.newsroom import Newsroom
from pipeline.stages.plan import credited
from pipeline.studio import MACHINE

SOURCE = "source"
"""The kind of a decision that nobody took: the source has changed an item."""
OUT = ("published", "corrected")
LEFT = ("retracted", "rejected")
_MOST = 3
_LONGEST = 900


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of it: findings for the night. `whole` is False where somebody works on a bulletin: the next run looks again."""

    findings: tuple[Finding, ...] = ()
    whole: bool = True


def follow(room: Newsroom, edition: Edition, old: Plan, key: str) -> Followed:
    """Take over what changed in the items that bulletins of an edition use; `key` names the edition."""
    items = {item.id: credited(item) for item in edition.items}
    findings: list[Finding] = []
    whole = True
    for rundown in old.rundowns:
        name = room.ledger.register(key, rundown.id, rundown.day)
        try:
            with leased(room.ledger, f"bulletin:{name}"):
                findings += _bulletin(room, name, rundown, items)
        except BusyError:
            whole = False
    return Followed(tuple(findings), whole)


def _bulletin(room: Newsroom, name: str, planned: Rundown, items: dict[str, Item]) -> tuple[Finding, ...]:
    head = room.ledger.head(name, "rundown")
    current = room.store.get_value(Rundown, head.digest) if head is not None else planned
    fresh = renewed(current, items)
    state = room.state(name)
    if fresh == current or state in LEFT:
        return ()
    pairs = zip(current.slots, fresh.slots, strict=True)
    changed = "; ".join(changes(before.item, after.item) for before, after in pairs if before != after)[:_LONGEST]
    if state in OUT:
        told = f"{name} ist veröffentlicht, und die Quelle hat geändert: {changed}. Bitte prüfen, ob eine Berichtigung nötig ist."
        return (Finding("source-changed", Severity.AMBER, told, f"bulletin:{name}"),)
    words = room.ledger.head(name, "script")
    with room.ledger.write():
        room.ledger.set_head(name, "rundown", room.store.put_value(fresh), MACHINE, f"Quelle geändert: {changed}")
        if words is not None:  # the same words about the new items: what was approved no longer stands
            script = room.store.get_value(Script, words.digest)
            script = replace(script, rundown=renewed(script.rundown, items))
            room.ledger.set_head(name, "script", room.store.put_value(script), words.by, "Quelle geändert")
            room.ledger.decide(name, SOURCE, MACHINE, words=words.digest, reason=f"Quelle geändert: {changed}")
            audit.append(room.ledger, MACHINE, "source-changed", name, (("before", words.digest), ("words", changed)))
    return ()


def renewed(rundown: Rundown, items: dict[str, Item]) -> Rundown:
    """Give a rundown with its items as they are now; one that the source no longer brings stays as it was."""
    return replace(rundown, slots=tuple(replace(slot, item=items.get(slot.item.id, slot.item)) for slot in rundown.slots))


def changes(before: Item, after: Item) -> str:
    """Say in German what is different about an item: sentences that changed, picture, link, embargo."""
    said = list(_sentences(item_sentences(before), item_sentences(after)))
    rest = len(said) - _MOST
    said = [*said[:_MOST], *([f"und {rest} weitere Sätze"] if rest > 0 else [])]
    for what, one, other in (
        ("das Bild", before.picture, after.picture),
        ("der Link", before.link, after.link),
        ("die Sperrfrist", before.embargo, after.embargo),
        ("das Datum", before.published, after.published),
    ):
        if one != other:
            said.append(f"{what} ist {'neu' if one in (None, '') else 'entfallen' if other in (None, '') else 'anders'}")
    return f"„{before.title}“: {', '.join(said) or 'die Form des Textes'}"


def _sentences(before: Sequence[str], after: Sequence[str]) -> Sequence[str]:
    told = []
    for kind, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        old, new = " ".join(before[a:b]), " ".join(after[c:d])
        if kind == "replace":
            told.append(f"„{old}“ → „{new}“")
        elif kind == "delete":
            told.append(f"„{old}“ entfallen")
        elif kind == "insert":
            told.append(f"„{new}“ neu")
    return told
