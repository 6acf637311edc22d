# SPDX-License-Identifier: EUPL-1.2
"""To the targets and back: each target by itself and all at once, so that one that is down, slow or full never stops another.

Law and people decide in `release.py` whether something may leave; here it leaves, or is taken back, and what happened is kept.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline import webpages
from pipeline.delivery.posts import PLATFORMS
from pipeline.errors import BusyError, NewsreelError, TargetError
from pipeline.keep.lease import Lease
from pipeline.keep.ledger import Published
from pipeline.model import Blob, Package
from pipeline.newsroom import Newsroom, film_digest
from pipeline.ports import Receipt, Shelf, Target
from pipeline.review import note

SEND_SECONDS: Final = 1800.0
"""Patience with one target that is sent films; connections that fall silent end much earlier by themselves."""
BACK_SECONDS: Final = 50.0
"""Patience with all targets together when a bulletin is taken back: after a minute the press office knows what still stands."""
HAND, HAND_GONE = "hand", "hand-gone"
"""Kinds of publications made by people at platforms."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of publishing to one target; `problem` is empty where it worked."""

    target: str
    address: str
    sent: int
    problem: str = ""


@dataclass(slots=True)
class _Try:
    """One target at work: its receipt, or what went wrong; neither while it has not answered."""

    target: Target
    receipt: Receipt | None = None
    problem: str = ""
    crash: BaseException | None = None
    thread: threading.Thread | None = field(default=None, repr=False)


def at_each(targets: Sequence[Target], act: Callable[[Target], Receipt], seconds: float) -> tuple[_Try, ...]:
    """Let every target act at the same time and wait so long at most; who has not answered by then is named as such."""
    tries = tuple(_Try(target) for target in targets)

    def work(one: _Try) -> None:
        try:
            one.receipt = act(one.target)
        except BusyError as lost:
            one.crash = lost  # somebody else publishes or takes back: this is no target's problem
        except NewsreelError as wrong:
            one.problem = str(wrong)
        except Exception as wrong:  # noqa: BLE001 - raised again where the others have had their turn
            one.crash = wrong

    for one in tries:
        one.thread = threading.Thread(target=work, args=(one,), daemon=True, name=f"target {one.target.name}")
        one.thread.start()
    end = time.monotonic() + seconds
    for one in tries:
        if one.thread is not None:
            one.thread.join(max(0.0, end - time.monotonic()))
        if one.receipt is None and not one.problem and one.crash is None:
            one.problem = f"{one.target.name} has not answered within {seconds:.0f} s. Run the command again."
    for one in tries:
        if one.crash is not None:
            raise one.crash
    return tries


# ---------------------------------------------------------------- out


@dataclass(frozen=True, slots=True)
class _Fenced:
    """A store that hands out nothing to who has lost the lease: a target that reads from it stops there. Raises BusyError."""

    store: Shelf
    lease: Lease

    def put(self, content: bytes | Path, media: str) -> Blob:
        return self.store.put(content, media)

    def read(self, blob: Blob) -> bytes:
        self.lease.check()
        return self.store.read(blob)

    def path(self, blob: Blob) -> Path:
        self.lease.check()
        return self.store.path(blob)

    def scratch(self) -> Path:
        return self.store.scratch()

    def recall(self, key: str) -> Blob | None:
        return self.store.recall(key)

    def remember(self, key: str, blob: Blob) -> None:
        self.store.remember(key, blob)


def deliver(room: Newsroom, bulletin: str, package: Package, who: str, lease: Lease) -> tuple[Delivered, ...]:
    """Send an approved package to every target, then the pages about all bulletins. A failing target is listed.

    Who loses the lease on the way sends and writes down nothing more: BusyError.
    """
    film = film_digest(package)
    webpages.set_out(room, bulletin, package)
    targets = room.targets()
    pages = {target.name: webpages.pages_of(room, bulletin, package, target.address) for target in targets}
    shelf = _Fenced(room.store, lease)
    tries = at_each(targets, lambda t: t.publish(bulletin, package, shelf, pages[t.name]), SEND_SECONDS)
    lease.check()
    for one in tries:
        if one.receipt is None:
            note(room, who, "publish", bulletin, target=one.target.name, film=film, problem=one.problem)
        elif one.receipt.sent or not stands(room, bulletin, one.target.name, film):
            receipt = one.receipt
            entry = Published(one.target.name, "publish", film, receipt.address, receipt.detail, "")
            with room.ledger.write():  # the publication and its row in the audit chain: both, or neither
                lease.check()
                room.ledger.record_publication(bulletin, entry)
                note(room, who, "publish", bulletin, target=one.target.name, film=film)
    done = _announced(room, tries, SEND_SECONDS)
    address = next((target.address for target in targets if target.address), "")
    webpages.write_kit(room, bulletin, package, address)
    return (*done, *by_hand(room, bulletin, film))


def _announced(room: Newsroom, tries: Sequence[_Try], seconds: float, unnamed: Collection[str] = ()) -> tuple[Delivered, ...]:
    """Bring feeds and overview up to date at every target that answered."""
    fine = {one.target.name: one.receipt for one in tries if one.receipt is not None}
    pages = {name: webpages.root_pages(room, name, _address(tries, name), unnamed) for name in fine}
    targets = [one.target for one in tries if one.target.name in fine]
    told = {one.target.name: one for one in at_each(targets, lambda t: t.announce(pages[t.name]), seconds)}
    done = []
    for one in tries:
        if one.receipt is None:
            done.append(Delivered(one.target.name, "", 0, one.problem))
            continue
        after = told[one.target.name]
        sent = one.receipt.sent + (after.receipt.sent if after.receipt is not None else 0)
        done.append(Delivered(one.target.name, one.receipt.address, sent, after.problem))
    return tuple(done)


def _address(tries: Sequence[_Try], name: str) -> str:
    return next(one.target.address for one in tries if one.target.name == name)


def stands(room: Newsroom, bulletin: str, target: str, film: str) -> bool:
    """Tell whether this version is what the ledger says stands at a target."""
    last = next((p for p in reversed(room.ledger.publications(bulletin)) if p.target == target), None)
    return last is not None and last.kind == "publish" and last.film == film


def would_change(room: Newsroom, bulletin: str, package: Package) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Say per target what publishing would send, without sending: (target, paths, problem).

    Where something of the bulletin changes, the pages about all bulletins that name it change with it.
    """
    for target in room.targets():
        try:
            pages = webpages.pages_of(room, bulletin, package, target.address)
            found = target.changes(bulletin, package, room.store, pages)
            following = webpages.root_names(room, bulletin, package, target.address) if found else ()
            yield target.name, (*found, *following), ""
        except TargetError as wrong:
            yield target.name, (), str(wrong)


# ---------------------------------------------------------------- back


def take_back(room: Newsroom, bulletin: str, page: bytes, unnamed: Collection[str] = ()) -> tuple[Delivered, ...]:
    """Show the notice at every target and remove every version there, then bring the feeds up to date.

    The list of corrections does not tell the titles of `unnamed` bulletins.
    """
    begun = time.monotonic()
    tries = at_each(room.targets(), lambda t: t.retract(bulletin, page, room.store), BACK_SECONDS)
    for one in tries:
        if one.receipt is not None and _last(room, bulletin, one.target.name) != "retract":
            entry = Published(one.target.name, "retract", "", one.receipt.address, one.receipt.detail, "")
            room.ledger.record_publication(bulletin, entry)
    left = max(5.0, BACK_SECONDS - (time.monotonic() - begun))
    return (*_announced(room, tries, left, unnamed), *by_hand(room, bulletin, ""))


def _last(room: Newsroom, bulletin: str, target: str) -> str:
    """Say what was done last at a target: "publish", "retract", or nothing."""
    return next((p.kind for p in reversed(room.ledger.publications(bulletin)) if p.target == target), "")


def left_behind(room: Newsroom, bulletin: str) -> tuple[Delivered, ...]:
    """List where a bulletin stands at targets that the configuration does not know any more: each is a to-do."""
    known = {target.name for target in room.settings.targets}
    return tuple(
        Delivered(name, address, 0, f"{name} is in no [[targets]] any more: take it down there by hand ({address}).")
        for name, address in sorted(standing_at(room, bulletin).items())
        if name not in known
    )


def standing_at(room: Newsroom, bulletin: str) -> dict[str, str]:
    """Give the targets at which a version stands, as the ledger knows it, each with its address."""
    last = {p.target: p for p in room.ledger.publications(bulletin) if p.kind in ("publish", "retract")}
    return {name: p.address for name, p in last.items() if p.kind == "publish"}


# ---------------------------------------------------------------- what people uploaded


def uploaded(room: Newsroom, bulletin: str, where: str, address: str, gone: bool) -> None:
    """Write down that a person uploaded a bulletin somewhere, or took it down there."""
    film = "" if gone else room.film(bulletin)
    entry = Published(f"hand:{where}", HAND_GONE if gone else HAND, film, address, "", "")
    room.ledger.record_publication(bulletin, entry)


def by_hand(room: Newsroom, bulletin: str, film: str) -> tuple[Delivered, ...]:
    """List the uploads made by hand that do not show this version: each is a to-do. An empty film: all must go."""
    last: dict[str, Published] = {}
    for entry in room.ledger.publications(bulletin):
        if entry.kind in (HAND, HAND_GONE):
            last[entry.target] = entry
    names = {platform.key: platform.name for platform in PLATFORMS}
    found = []
    for target, entry in sorted(last.items()):
        if entry.kind == HAND and entry.film != film:
            where = target.removeprefix("hand:")
            todo = "take it down" if not film else "replace it by this version"
            command = f"newsreel uploaded {bulletin} --where {where} " + ("--gone" if not film else "--address ADDRESS")
            said = f"{names.get(where, where)}: {todo} by hand ({entry.address}), then `{command}`."
            found.append(Delivered(target, entry.address, 0, said))
    return tuple(found)
