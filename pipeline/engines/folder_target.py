# SPDX-License-Identifier: EUPL-1.2
"""A folder as a publishing target: every version stands at its own address, one link is switched at once.

<path>/v/<id>/<film>/…      immutable versions
<path>/<id>          →      the version that counts, a symbolic link replaced by rename: readers see the old or the new one
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TargetError
from pipeline.model import Package
from pipeline.ports import Receipt, Shelf

INTERNAL = frozenset({"proof.html", "script.md"})
"""For the press office only: findings and drafts are nobody else's business."""


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """Publish into `path`; `base_url` is where the web server shows that folder."""

    name: str
    path: Path
    base_url: str = ""

    def publish(self, bulletin: str, package: Package, shelf: Shelf, pages: tuple[tuple[str, bytes], ...] = ()) -> Receipt:
        """Copy a package beside the others, then switch the link. Publishing the same again transfers nothing."""
        film = next(f.blob.digest for f in package.files if f.name == "SHA256SUMS")[:16]
        version = self.path / "v" / bulletin / film
        link = self.path / bulletin
        sent = 0
        try:
            if not version.exists():
                fresh = version.with_name(f".{film}-{secrets.token_hex(4)}")
                for packed in package.files:
                    if packed.name in INTERNAL:
                        continue
                    place = fresh / packed.name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(shelf.path(packed.blob), place)
                    sent += 1
                fresh.rename(version)
            sent += sum(self._replace(version / name, body) for name, body in pages)
            wanted = Path("v") / bulletin / film
            if not (link.is_symlink() and link.readlink() == wanted):
                self._switch(link, wanted)
                sent += 1
        except OSError as wrong:
            raise TargetError(
                f"{self.name}: {wrong.filename or self.path} cannot be written: {wrong.strerror}.",
                "Check the folder's rights and free space; what readers see has not changed.",
            ) from wrong
        return Receipt(self._address(bulletin), f"version {film}", sent)

    def retract(self, bulletin: str, notice: bytes, shelf: Shelf) -> Receipt:
        """Switch the address to the notice, then remove every version."""
        gone = self.path / "v" / bulletin / "retracted"
        link = self.path / bulletin
        try:
            gone.mkdir(parents=True, exist_ok=True)
            for page in ("embed.html", "index.html", "transcript.html"):
                (gone / page).write_bytes(notice)
            self._switch(link, Path("v") / bulletin / "retracted")
            removed = 0
            for version in (self.path / "v" / bulletin).iterdir():
                if version.name != "retracted":
                    shutil.rmtree(version)
                    removed += 1
        except OSError as wrong:
            raise TargetError(
                f"{self.name}: {wrong.filename or self.path} cannot be removed: {wrong.strerror}.",
                f"Remove {self.path / bulletin} by hand, then run `newsreel retract` again.",
            ) from wrong
        return Receipt(self._address(bulletin), f"{removed} version(s) removed", removed)

    def _address(self, bulletin: str) -> str:
        return f"{self.base_url.rstrip('/')}/{bulletin}/embed.html" if self.base_url else str(self.path / bulletin / "embed.html")

    def _replace(self, place: Path, body: bytes) -> int:
        """Write one page over another at once → 1, or 0 where it already stands so."""
        if place.exists() and place.read_bytes() == body:
            return 0
        fresh = place.with_name(f".{place.name}-{secrets.token_hex(4)}")
        fresh.write_bytes(body)
        fresh.replace(place)
        return 1

    def _switch(self, link: Path, wanted: Path) -> None:
        fresh = link.with_name(f".{link.name}-{secrets.token_hex(4)}")
        fresh.symlink_to(wanted, target_is_directory=True)
        try:
            os.replace(fresh, link)  # noqa: PTH105 - one atomic rename over the old link
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
