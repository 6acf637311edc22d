# SPDX-License-Identifier: EUPL-1.2
"""The slot for a film in sign language: a clip that people made for one version of a bulletin, shown under the video.

It stands beside the approved package, because it is made after the film and takes its time. It belongs to one film: after a
correction it is shown again only when somebody has laid it, or a new one, beside the corrected film.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline import rules
from pipeline.errors import ReviewError
from pipeline.model import FPS, Blob
from pipeline.newsroom import Newsroom, film_digest
from pipeline.review import note, package_of
from pipeline.roles import Right

SIGNED: Final = "interpreted"
"""The head that names the clip of a bulletin."""
MOST_BYTES: Final = 200_000_000
APART: Final = 0.25
"""How far its length may be from the film's, as a share: interpreters begin later and end later."""


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A clip in sign language, and the digest of the film that it belongs to; no clip where it was taken away."""

    film: str
    clip: tuple[Blob, ...]


def clip_of(room: Newsroom, bulletin: str, version: str) -> Blob | None:
    """Give the clip that was laid beside this version (its name, or its film's digest); None where there is none."""
    head = room.ledger.head(bulletin, SIGNED)
    if head is None:
        return None
    kept = room.store.get_value(Interpreted, head.digest)
    return kept.clip[0] if kept.clip and kept.film.startswith(version) else None


def interpret(room: Newsroom, bulletin: str, file: Path, by: str) -> None:
    """Lay a clip beside the film that counts; publishing then shows it. Raises ReviewError; EngineError where it is no film."""
    from pipeline.engines.film_pictures import film_facts, film_seconds  # decoders, which the desk does not hold

    name, who = rules.person(room, by, Right.APPROVE)
    package = package_of(room, bulletin)
    if not file.is_file():
        raise ReviewError(f"There is no file {file}.", "Name the film in sign language (MP4).")
    if file.suffix.lower() != ".mp4":
        raise ReviewError(f"{file.name} is no MP4.", "Browsers play MP4 with H.264; convert it first.")
    if file.stat().st_size > MOST_BYTES:
        raise ReviewError(f"{file.name} has more than {MOST_BYTES // 1_000_000} MB.", "A smaller one plays on phones too.")
    film_facts(file)
    seconds, wanted = film_seconds(file), package.master.timeline.length / FPS
    if abs(seconds - wanted) > APART * wanted:
        raise ReviewError(
            f"{file.name} lasts {seconds:.0f} s, the film {wanted:.0f} s.",
            "Is it the clip of this bulletin, and of this version?",
        )
    kept = Interpreted(film_digest(package), (room.store.put(file, "video/mp4"),))
    _set(room, bulletin, kept, name, who, "interpret")


def take_away(room: Newsroom, bulletin: str, by: str) -> None:
    """Show no clip any more. Raises ReviewError."""
    name, who = rules.person(room, by, Right.APPROVE)
    _set(room, bulletin, Interpreted(film_digest(package_of(room, bulletin)), ()), name, who, "interpret-remove")


def _set(room: Newsroom, bulletin: str, kept: Interpreted, name: str, who: str, act: str) -> None:
    digest = room.store.put_value(kept)
    with room.ledger.write():
        room.ledger.set_head(bulletin, SIGNED, digest, name)
        note(room, who, act, bulletin, film=kept.film)
