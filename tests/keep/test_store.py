# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.keep.store import Store
from pipeline.model import Edition, Plan


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = store.put(b"abc", "text/plain"), store.put(b"abc", "text/plain")
    assert first == second
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


def test_a_file_is_kept_like_its_bytes(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    file = tmp_path / "film.mp4"
    file.write_bytes(b"x" * 3_000_000)
    assert store.put(file, "video/mp4").digest == store.put(b"x" * 3_000_000, "video/mp4").digest


def test_a_damaged_file_is_found_put_aside_and_can_be_kept_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    blob = store.put(b"news", "text/plain")
    place = store.path(blob)
    place.write_bytes(b"fake")
    with pytest.raises(StoreError, match="damaged"):
        store.read(blob)
    assert not place.exists()
    store.put(b"news", "text/plain")
    assert store.read(blob) == b"news"


def test_a_lost_file_says_what_to_do(tmp_path: Path) -> None:
    store = Store(tmp_path)
    blob = store.put(b"news", "text/plain")
    store.path(blob).unlink()
    with pytest.raises(StoreError, match="Run again"):
        store.read(blob)
    with pytest.raises(StoreError, match="lost"):
        store.path(blob)


def test_what_is_remembered_is_forgotten_with_its_bytes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    blob = store.put(b"sentence", "audio/wav")
    store.remember("spoken|Guten Tag", blob)
    assert store.recall("spoken|Guten Tag") == blob
    assert store.recall("spoken|Guten Abend") is None
    store.path(blob).unlink()
    assert store.recall("spoken|Guten Tag") is None


def test_a_value_and_the_one_before_it_come_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    plan = Plan(Edition("2026-kw47", "Kreis kompakt", date(2026, 11, 20), "feed", ()), (), ())
    assert store.get_value(Plan, store.put_value(plan)) == plan


def test_no_half_written_file_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        store.put(b"too much", "text/plain")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_an_unwritable_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        Store(tmp_path / "file" / "store")
