# SPDX-License-Identifier: EUPL-1.2
"""A newsroom: its settings, its store, its ledger, and what they say about each bulletin."""

import json
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipeline.casting import Cast, Engines, Slices, open_store
from pipeline.errors import NewsreelError, StoreError
from pipeline.keep import erased
from pipeline.keep.erased import Erased
from pipeline.keep.lease import Lease
from pipeline.keep.ledger import Ledger, Registered
from pipeline.keep.store import Store
from pipeline.language import notices
from pipeline.model import Edition, Item, LeftOutReason, Package, Plan, Rundown, Script, Speech
from pipeline.ports import Source, Target
from pipeline.settings import Settings
from pipeline.studio import MACHINE, Quiet, Watch

log = logging.getLogger("newsreel")
SUMS = "SHA256SUMS"
DECIDED = frozenset({"approved", "scheduled", "published", "corrected", "retracted", "rejected"})
"""States in which a run leaves a bulletin alone: what people decided stays until people ask for a new take."""


def wall_clock() -> datetime:
    """Give the time of this machine, with its zone."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Newsroom:
    """One press office on one machine. Opens its store and ledger on first use; `close` it when done."""

    settings: Settings
    watch: Watch = field(default_factory=Quiet)
    clock: Callable[[], datetime] = wall_clock
    store: Store = field(init=False)
    ledger: Ledger = field(init=False)
    cast: Cast = field(init=False)
    _films: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        keep = self.settings.keep
        self.store = open_store(self.settings)
        remote = "://" in keep.ledger
        place: Path | str = keep.ledger if remote else self.settings.path(keep.ledger or f"{keep.output}/ledger.sqlite")
        self.ledger = Ledger(place, self.clock, keep.schema)
        self.cast = Cast(self.settings, self.store, self.ledger)

    def close(self) -> None:
        """Stop engines and close the ledger."""
        self.cast.close()
        self.ledger.close()

    @property
    def output(self) -> Path:
        """The folder that everything is kept in."""
        return self.settings.path(self.settings.keep.output)

    # ---- who takes part

    def sources(self, day: date) -> tuple[Source, ...]:
        """Give the sources of the configuration, ready to be read for a day."""
        return self.cast.sources(day)

    def targets(self) -> tuple[Target, ...]:
        """Give the publishing targets of the configuration."""
        return self.cast.targets()

    def engines(self, bulletin: str) -> Engines:
        """Give the engines that make a bulletin."""
        return self.cast.engines(bulletin, lambda share: self.watch.goes(bulletin, share))

    def slices(self, rundown: Rundown) -> Slices:
        """Give each stage its slice of the settings for a bulletin."""
        return self.cast.slices(rundown, self.first_fit(rundown.id), self._take(rundown.id))

    def _take(self, bulletin: str) -> int:
        """Tell which take of the voice counts."""
        take = self.ledger.head(bulletin, "take.speak")
        return int(take.digest) if take is not None else 1

    def first_fit(self, bulletin: str) -> Speech | None:
        """Give the speech whose rate and pauses stay, so that an edited sentence moves as little as possible.

        Only an edited script keeps them: as long as the words are the machine's own, each take is fitted afresh. A new take of
        the voice is a new fit; the finding "length-missed" offers it.
        """
        fit = self.ledger.head(bulletin, "fit")
        return None if fit is None or self._fits_anew(bulletin) else self.store.get_value(Speech, fit.digest)

    def _fits_anew(self, bulletin: str) -> bool:
        """Tell whether the next speech is a fit of its own: the machine's words, no fit yet, or one of an earlier take."""
        script, fit = self.ledger.head(bulletin, "script"), self.ledger.head(bulletin, "fit")
        return script is None or script.by == MACHINE or fit is None or fit.reason not in ("", f"take {self._take(bulletin)}")

    def keep_fit(self, bulletin: str, speech: Speech) -> None:
        """Remember a fit, for later edits to keep; the speech of an edited script that kept one is none.

        Where another voice spoke (a better one was installed since), no earlier rate or pause holds: that speech is a new fit.
        """
        kept = self.first_fit(bulletin)
        if kept is None or kept.engine != speech.engine:
            self.ledger.set_head(bulletin, "fit", self.store.put_value(speech), MACHINE, f"take {self._take(bulletin)}")

    # ---- what is known

    def due(self, day: date) -> tuple[Registered, ...]:
        """Give the bulletins that a run on `day` looks after, oldest first."""
        oldest = day - timedelta(days=max(7, self.settings.rundown.max_age_days))
        return tuple(b for b in reversed(self.ledger.bulletins()) if oldest <= b.day <= day)

    def told(self, edition: Edition, key: str) -> frozenset[str]:
        """Give the ids of an edition's items that bulletins of other editions tell; `key` names this one.

        A short id without an address in it ("17") means something only within its newsletter: where another one uses it too, the
        texts must agree, or what one town hall says would silence another.
        """
        ours = {item.id: item for item in edition.items}
        ids: set[str] = set()
        for entry in self.ledger.bulletins():
            head = self.ledger.head(entry.name, "rundown")
            if entry.edition == key or head is None:
                continue
            near = entry.edition.startswith(f"{edition.source}|")
            for slot in self.store.get_value(Rundown, head.digest).slots:
                item = ours.get(slot.item.id)
                if item is not None and (near or ":" in item.id or len(item.id) >= _TELLING or _agree(item, slot.item)):
                    ids.add(item.id)
        return frozenset(ids)

    def offered(self, source: str, before: date) -> frozenset[str]:
        """Give the ids of all items that earlier editions of a source brought, but for those that were under embargo then.

        An edition of a feed is what is new in it: what an editor was offered yesterday makes no bulletin of its own today.
        """
        ids: set[str] = set()
        for digest in self.ledger.earlier_plans(source, before):
            plan = self.store.get_value(Plan, digest)
            waiting = {left.item_id for left in plan.left_out if left.reason is LeftOutReason.EMBARGO}
            ids |= {item.id for item in plan.edition.items} - waiting
        return frozenset(ids)

    def script(self, bulletin: str) -> Script | None:
        """Give the script that counts, None where none was written yet."""
        head = self.ledger.head(bulletin, "script")
        return self.store.get_value(Script, head.digest) if head is not None else None

    def package(self, bulletin: str) -> Package | None:
        """Give the package that waits for review, or was reviewed; None where none is finished."""
        head = self.ledger.head(bulletin, "package")
        return self.store.get_value(Package, head.digest) if head is not None else None

    def film(self, bulletin: str) -> str:
        """Give the digest of everything that approval covers: that of SHA256SUMS; empty where there is no package."""
        head = self.ledger.head(bulletin, "package")
        if head is None:
            return ""
        if head.digest not in self._films:  # a package is read in some 40 ms, and its digest always names the same film
            self._films[head.digest] = film_digest(self.store.get_value(Package, head.digest))
        return self._films[head.digest]

    def state(self, bulletin: str) -> str:
        """Tell the state of a bulletin: review, rejected, approved, scheduled, published, corrected, retracted or parked.

        It is computed from what was decided and what stands now, and never stored.
        """
        film = self.film(bulletin)
        decisions, published = self.ledger.decisions(bulletin), self.ledger.publications(bulletin)
        last = next((d for d in reversed(decisions) if d.kind in ("approve", "reject", "retract")), None)
        if last is not None and last.kind == "retract":
            return "retracted"
        out = [p for p in published if p.kind == "publish"]
        if film and any(p.film == film for p in out):
            return "corrected" if any(p.film != film for p in out) else "published"
        words = self.ledger.head(bulletin, "script")
        stands = last is not None and (not last.words or words is None or last.words == words.digest)
        if last is not None and film and last.film == film and stands:
            if last.kind == "reject":
                return "rejected"
            return "scheduled" if last.due > self.clock().astimezone(UTC).isoformat() else "approved"
        stuck = self.ledger.parked(bulletin)
        return "parked" if stuck is not None else "review"

    def decided(self, bulletin: str) -> bool:
        """Tell whether people have decided about a bulletin, so that no run may remake it.

        An approval that has gone stale because a person edited the words afterwards is no decision about the new film.
        """
        return self.state(bulletin) in DECIDED

    def script_waits(self, bulletin: str) -> bool:
        """Tell whether the words must be approved before they are spoken ([review] script_first), and are not yet."""
        if not self.settings.review.script_first:
            return False
        head = self.ledger.head(bulletin, "script")
        return head is None or not any(
            d.kind == "approve-script" and d.words == head.digest for d in self.ledger.decisions(bulletin)
        )

    # ---- what is settled

    def settle(self, bulletin: str, package: Package, lease: Lease | None = None) -> None:
        """Make a package count: heads in the ledger, readable copy under output/bulletins. Raises BusyError.

        Who has lost the lease meanwhile settles nothing: another worker is at it, perhaps with newer words.
        """
        digest, stuck = self.store.put_value(package), self.ledger.parked(bulletin) is not None
        with self.ledger.write():
            if lease is not None:
                lease.check()
            self.keep_fit(bulletin, package.master.timeline.speech)
            self.ledger.set_head(bulletin, "package", digest, MACHINE)
            if stuck:
                self.ledger.park(bulletin, "", "", "")
        self.show(bulletin, package)

    def erased(self) -> Erased:
        """Give what was erased, by whichever machine: the list in the output folder, and its copy in the store."""
        return erased.read(self.output / erased.NAME) | erased.parse(self.store.note(erased.NAME), "the store's list of erasures")

    def note_erased(self, new: Erased) -> None:
        """Write down what is erased, first of all: from here on nothing brings it back."""
        file = self.output / erased.NAME
        erased.append(file, self.erased() | new, self.ledger.now())
        self.store.write_note(erased.NAME, file.read_bytes())

    def catch_up(self) -> None:
        """Let go on this machine of what another one has erased: copies of the store, readable copies, kits, cards.

        Machines that share a store each have an output folder, with a list of the erasures that this folder has followed.
        """
        try:
            theirs = erased.parse(self.store.note(erased.NAME), "the store's list of erasures")
            mine = self.output / erased.NAME
            if theirs | (known := erased.read(mine)) == known:
                return
            self.store.forget_copies()
            tops = [self.output / top for top in ("bulletins", "web", "retracted")]
            for name in {copy.name for top in tops for copy in top.glob("[!.]*")}:
                package = self.package(name)
                if package is not None and not self._outdated(self.folder(name), package):
                    continue
                for top in tops:
                    shutil.rmtree(top / name, ignore_errors=True)
                if package is not None:
                    self.show(name, package)
            erased.append(mine, theirs, self.ledger.now())  # last: who is killed before it begins again
        except (StoreError, OSError) as wrong:
            log.warning("What another machine has erased is not yet let go here: %s", wrong)

    def folder(self, bulletin: str) -> Path:
        """Give the folder of the readable copy."""
        return self.output / "bulletins" / bulletin

    def show(self, bulletin: str, package: Package) -> None:
        """Write the readable copy of a package beside the old one and swap; unchanged copies are left alone."""
        folder = self.folder(bulletin)
        if not self._outdated(folder, package):
            return
        fresh, old = folder.with_name(f".{bulletin}.new"), folder.with_name(f".{bulletin}.old")
        try:
            for stale in (fresh, old):
                if stale.exists():
                    shutil.rmtree(stale)
            for packed in package.files:
                self.store.export(packed.blob, fresh / packed.name)
            (fresh / ".package").write_text(_mark(package), encoding="utf-8")
            if folder.exists():
                folder.rename(old)
            fresh.rename(folder)
            if old.exists():
                shutil.rmtree(old)
        except OSError as wrong:
            raise StoreError(
                f"{folder} cannot be written: {os.strerror(wrong.errno or 0)}.", "Check the disk; run again."
            ) from wrong

    def _outdated(self, folder: Path, package: Package) -> bool:
        """Tell whether a readable copy is missing, or is not one of this package."""
        mark = folder / ".package"
        return not mark.exists() or mark.read_text(encoding="utf-8") != _mark(package)


_TELLING = 16
"""Characters from which an id is a hash or the like, which no two newsletters share by chance."""


def _agree(one: Item, other: Item) -> bool:
    return notices.is_repeat(notices.imprint(one.title, one.text), notices.imprint(other.title, other.text))


def _mark(package: Package) -> str:
    return json.dumps({f.name: f.blob.digest for f in package.files}, sort_keys=True)


def film_digest(package: Package) -> str:
    """Give the digest that an approval names: that of SHA256SUMS, which lists everything that approval covers."""
    return next(f.blob.digest for f in package.files if f.name == SUMS)


def registered_by_name(newsroom: Newsroom, name: str) -> Registered:
    """Find a bulletin. Raises NewsreelError with the known names where there is none of that name."""
    for entry in newsroom.ledger.bulletins():
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in newsroom.ledger.bulletins()[:8]) or "none yet"
    raise NewsreelError(f"There is no bulletin {name}.", f"Known: {known}.")
