# SPDX-License-Identifier: EUPL-1.2
import threading
from pathlib import Path

import pytest

from pipeline.engines.folder_target import FolderTarget
from pipeline.errors import TargetError
from pipeline.keep.store import Store
from pipeline.model import Master, Package, PackedFile, Samples
from pipeline.stages.cue import CueSettings, cue
from tests.doubles import values


def package(store: Store, text: str) -> Package:
    timeline = cue(values.speech(), CueSettings(75, 160, "Anna", "KI"))
    film = store.put(text.encode() * 1000, "video/mp4")
    sums = store.put(f"{film.digest}  bulletin-16x9.mp4\n".encode(), "text/plain")
    page = store.put(f"<title>{text}</title>".encode(), "text/html")
    files = (
        PackedFile("bulletin-16x9.mp4", film, True),
        PackedFile("embed.html", page, False),
        PackedFile("SHA256SUMS", sums, False),
    )
    assert Samples
    return Package(Master(timeline, (), (), -16.0, -2.0), files)


def test_a_package_stands_whole_at_its_address(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    target = FolderTarget("web", tmp_path / "public", "https://kreis.example/video")
    receipt = target.publish("2026-kw47", package(store, "eins"), store)
    assert receipt.address == "https://kreis.example/video/2026-kw47/embed.html"
    assert (tmp_path / "public" / "2026-kw47" / "bulletin-16x9.mp4").read_bytes() == b"eins" * 1000


def test_publishing_the_same_again_transfers_nothing(tmp_path: Path) -> None:
    store, target = Store(tmp_path / "store"), FolderTarget("web", tmp_path / "public")
    made = package(store, "eins")
    assert target.publish("b", made, store).sent == 4
    assert target.publish("b", made, store).sent == 0


def test_what_a_killed_run_left_half_copied_goes_with_the_next_publication(tmp_path: Path) -> None:
    store, target = Store(tmp_path / "store"), FolderTarget("web", tmp_path / "public")
    made = package(store, "eins")
    target.publish("b", made, store)
    places = [next((tmp_path / "public" / kind / "b").iterdir()) for kind in ("v", "s")]
    for place in places:
        place.rename(place.with_name(f".{place.name}-0123abcd"))
    (tmp_path / "public" / "b").unlink()
    target.publish("b", made, store)
    assert [[one.name for one in place.parent.iterdir()] for place in places] == [[place.name] for place in places]


def test_readers_see_the_old_or_the_new_version_and_never_a_mix(tmp_path: Path) -> None:
    store, target = Store(tmp_path / "store"), FolderTarget("web", tmp_path / "public")
    versions = [package(store, text) for text in ("eins", "zwei")]
    target.publish("b", versions[0], store)
    link = tmp_path / "public" / "b"
    stop, seen, wrong = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            folder = link.resolve()
            try:
                film, page = (folder / "bulletin-16x9.mp4").read_bytes()[:4], (folder / "embed.html").read_text()
            except OSError as missing:
                wrong.append(str(missing))
                continue
            seen.add(film)
            if film.decode() not in page:
                wrong.append(page)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for n in range(100):
        target.publish("b", versions[n % 2], store)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert seen


def test_retracting_removes_every_version_and_leaves_the_notice(tmp_path: Path) -> None:
    store, target = Store(tmp_path / "store"), FolderTarget("web", tmp_path / "public")
    for text in ("eins", "zwei"):
        target.publish("b", package(store, text), store)
    target.retract("b", b"<h1>zurueckgezogen</h1>", store)
    assert list((tmp_path / "public").rglob("*.mp4")) == []
    assert (tmp_path / "public" / "b" / "embed.html").read_bytes() == b"<h1>zurueckgezogen</h1>"


def test_a_folder_that_cannot_be_written_leaves_readers_with_what_they_had(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    (tmp_path / "public").write_text("a file, not a folder")
    with pytest.raises(TargetError, match=r"web: .*cannot be written"):
        FolderTarget("web", tmp_path / "public").publish("b", package(store, "eins"), store)
