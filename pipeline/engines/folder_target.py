# SPDX-License-Identifier: EUPL-1.2
"""A folder as a publishing target: every version stands at its own address, one link is switched at once.

<path>/v/<id>/<film>/…     immutable versions
<path>/s/<id>/<pages>/…    the pages of the stable address, with links to the files of their version
<path>/<id>          →     the pages that count: a symbolic link replaced by rename, so readers see the old or the new ones
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.delivery.listing import SUMS, version_of, version_path
from pipeline.engines.depot import NOTICE_PAGES, Pages, digest_of, stable_pages
from pipeline.errors import TargetError
from pipeline.model import Package
from pipeline.ports import Receipt, Shelf


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """Publish into `path`; `base_url` is where the web server shows that folder."""

    name: str
    path: Path
    base_url: str = ""

    @property
    def address(self) -> str:
        """Where people reach it."""
        return self.base_url.rstrip("/")

    def publish(self, bulletin: str, package: Package, shelf: Shelf, pages: Pages = ()) -> Receipt:
        """Copy a package beside the others, then switch the link. Publishing the same again transfers nothing."""
        film = version_of(package)
        version = self.path / version_path(bulletin, film)
        with self._said("written", "Check the folder's rights and free space; what readers see has not changed."):
            sent = 0 if version.exists() else self._copy(version, package, shelf)
            made = stable_pages(package, shelf, pages)
            stand = self.path / "s" / bulletin / self._stand(film, made)
            if not stand.exists():
                sent += self._lay_out(stand, made, version)
            sent += self._switch(self.path / bulletin, Path("s") / bulletin / stand.name)
        return Receipt(self._page(bulletin), f"version {film}", sent)

    def announce(self, pages: Pages) -> Receipt:
        """Put feeds and overview in place, one rename each; take away what is empty."""
        sent = 0
        with self._said("written", "Check the folder's rights and free space."):
            for name, body in pages:
                place = self.path / name
                if not body:
                    sent += place.exists()
                    place.unlink(missing_ok=True)
                elif not place.exists() or place.read_bytes() != body:
                    place.parent.mkdir(parents=True, exist_ok=True)
                    fresh = place.with_name(f".{place.name}-{secrets.token_hex(4)}")
                    fresh.write_bytes(body)
                    fresh.replace(place)
                    sent += 1
        return Receipt(f"{self.address}/" if self.address else str(self.path), "overview", sent)

    def changes(self, bulletin: str, package: Package, shelf: Shelf, pages: Pages = ()) -> tuple[str, ...]:
        """Say what would be copied."""
        film = version_of(package)
        folder, made = version_path(bulletin, film), stable_pages(package, shelf, pages)
        found: list[str] = []
        if not (self.path / folder).exists():
            found += [f"{folder}/{f.name}" for f in package.files if f.covered or f.name == SUMS]
        link = self.path / bulletin
        found += [f"{bulletin}/{n}" for n, body in made.items() if not (link / n).exists() or (link / n).read_bytes() != body]
        return tuple(found)

    def retract(self, bulletin: str, notice: bytes, shelf: Shelf) -> Receipt:
        """Switch the address to the notice, then remove every version."""
        gone = self.path / "s" / bulletin / "retracted"
        with self._said("removed", f"Remove {self.path / bulletin} by hand, then run `newsreel retract` again."):
            gone.mkdir(parents=True, exist_ok=True)
            for page in NOTICE_PAGES:
                (gone / page).write_bytes(notice)
            self._switch(self.path / bulletin, Path("s") / bulletin / "retracted")
            old = [*_inside(self.path / "v" / bulletin), *(p for p in _inside(self.path / "s" / bulletin) if p != gone)]
            for folder in old:
                shutil.rmtree(folder)
        return Receipt(self._page(bulletin), f"{len(old)} version(s) removed", len(old))

    def _copy(self, version: Path, package: Package, shelf: Shelf) -> int:
        """Copy what approval covers to its place, whole or not at all, and compare it → files copied."""
        fresh = _beside(version)
        wanted = [f for f in package.files if f.covered or f.name == SUMS]
        try:
            for packed in wanted:
                place = fresh / packed.name
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(shelf.path(packed.blob), place)
                if digest_of(place) != packed.blob.digest:
                    raise TargetError(f"{self.name}: {packed.name} arrived damaged.", "Check the disk; publish again.")
            fresh.rename(version)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return len(wanted)

    def _stand(self, film: str, made: dict[str, bytes]) -> str:
        return digest_of("\n".join([film, *(f"{name} {digest_of(body)}" for name, body in made.items())]).encode())[:16]

    def _lay_out(self, stand: Path, made: dict[str, bytes], version: Path) -> int:
        """Write the pages of a stable address with links to their version's files, whole or not at all → pages written."""
        fresh = _beside(stand)
        try:
            for name, body in made.items():
                place = fresh / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(body)
            for file in version.iterdir():
                if not (fresh / file.name).exists():
                    (fresh / file.name).symlink_to(Path("../../../v") / version.parent.name / version.name / file.name)
            fresh.rename(stand)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return len(made)

    def _page(self, bulletin: str) -> str:
        return f"{self.address}/{bulletin}/embed.html" if self.address else str(self.path / bulletin / "embed.html")

    def _switch(self, link: Path, wanted: Path) -> int:
        """Point a link elsewhere by one rename → 1, or 0 where it points there already."""
        if link.is_symlink() and link.readlink() == wanted:
            return 0
        fresh = link.with_name(f".{link.name}-{secrets.token_hex(4)}")
        fresh.symlink_to(wanted, target_is_directory=True)
        try:
            os.replace(fresh, link)  # noqa: PTH105 - one atomic rename over the old link
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        return 1

    @contextmanager
    def _said(self, what: str, hint: str) -> Iterator[None]:
        """Turn a failure of the disk into one sentence."""
        try:
            yield
        except OSError as wrong:
            raise TargetError(f"{self.name}: {wrong.filename or self.path} cannot be {what}: {wrong.strerror}.", hint) from wrong


def _beside(place: Path) -> Path:
    """Name a folder beside a place, to be filled and renamed; what a run that was killed amid this has left there is removed.

    Whoever publishes holds the bulletin's lease, so nobody else is filling one.
    """
    for left in place.parent.glob(f".{place.name}-????????"):
        shutil.rmtree(left)
    return place.with_name(f".{place.name}-{secrets.token_hex(4)}")


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []
