# SPDX-License-Identifier: EUPL-1.2
"""A backup brought back on an empty machine is the newsroom as it was; nothing is made again, and nothing erased comes back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import backing_up, erasing, producer
from pipeline.engines.folder_target import FolderTarget
from pipeline.errors import ConfigError, StoreError, TargetError
from pipeline.keep import drafts, forgetting
from pipeline.keep.erased import Erased
from pipeline.model import Blob
from pipeline.newsroom import Newsroom
from pipeline.ports import Receipt
from pipeline.settings import load
from tests.reliability import small_night
from tests.reliability.test_erasing import anywhere


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("town")
    with small_night.stubbed():
        small_night.found(folder / "a")
        small_night.night(folder / "a", folder / "diary")
        yield folder / "a"


@pytest.fixture
def saved(town: Path, tmp_path: Path) -> Path:
    room = Newsroom(load(town / "config.toml"), clock=lambda: small_night.NOW)
    backing_up.backup(room, tmp_path / "backup")
    room.close()
    return tmp_path / "backup"


def test_a_backup_is_verified_byte_by_byte(saved: Path) -> None:
    proof = backing_up.verify(saved)
    assert proof.whole
    assert proof.files > 50
    assert not list(saved.glob(".*"))


def test_brought_back_on_an_empty_machine_the_next_run_makes_nothing(saved: Path, town: Path, tmp_path: Path) -> None:
    small_night.found(tmp_path / "new")
    backing_up.restore(load(tmp_path / "new" / "config.toml"), saved)
    before, after = small_night.stand(town), small_night.stand(tmp_path / "new")
    assert after.rows == before.rows
    assert set(after.files) == {f for f in before.files if "/public/" not in f[0]}
    small_night.night(tmp_path / "new", tmp_path / "diary")
    assert small_night.stages(tmp_path / "diary") == []
    assert set(small_night.stand(tmp_path / "new").files) == set(before.files)


def test_the_next_backup_into_the_same_folder_holds_nothing_erased_but_what_the_newsroom_lost(
    saved: Path, town: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(town, tmp_path / "copy", symlinks=True))
    room = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    erasing.erase(room, "bad", "Antrag")
    _, lost, _ = forgetting.editions(room.ledger)[0]
    backing_up.backup(room, saved)
    assert not [file for file in saved.rglob("*") if file.is_file() and b"Hallenbad" in file.read_bytes()]
    assert backing_up.verify(saved).whole
    room.store.path(Blob(lost, "", 0)).unlink()
    backing_up.backup(room, saved)
    assert backing_up.verify(saved).whole
    room.close()


def test_the_next_backup_copies_only_what_is_new(saved: Path, town: Path) -> None:
    room = Newsroom(load(town / "config.toml"), clock=lambda: small_night.NOW)
    blob = room.store.put(b"neu", "text/plain")
    again = backing_up.backup(room, saved)
    keys = len(list((room.store.folder / "keys").glob("*/*")))
    assert again.new == keys + 1
    room.store.path(blob).unlink()
    room.close()


@pytest.mark.parametrize("how", ["flipped", "missing", "ledger", "erasures", "no erasures", "configuration", "unfinished"])
def test_a_backup_that_is_not_whole_is_refused(saved: Path, town: Path, tmp_path: Path, how: str) -> None:
    copy = Path(shutil.copytree(town, tmp_path / "copy", symlinks=True))
    room = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    room.note_erased(Erased(frozenset({"0" * 64})))
    backing_up.backup(room, saved)
    room.close()
    assert backing_up.verify(saved).whole
    largest = max((f for f in (saved / "store").glob("??/*")), key=lambda f: f.stat().st_size)
    if how == "flipped":
        largest.write_bytes(b"\0" + largest.read_bytes()[1:])
    elif how == "missing":
        for file in (saved / "store").glob("??/*"):
            file.unlink()
    elif how == "ledger":
        with (saved / "ledger.sqlite").open("ab") as file:
            file.write(b"x")
    elif how == "erasures":
        with (saved / "erased.jsonl").open("ab") as file:
            file.truncate(20)
    elif how == "no erasures":
        (saved / "erased.jsonl").unlink()
    elif how == "configuration":
        (saved / "config.toml").write_text("", encoding="utf-8")
    else:
        (saved / "MANIFEST.json").unlink()
        with pytest.raises(StoreError, match="no whole backup"):
            backing_up.verify(saved)
        return
    assert not backing_up.verify(saved).whole


def test_a_backup_that_is_cut_off_at_its_last_step_leaves_the_earlier_one_whole(
    saved: Path, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(town, tmp_path / "copy", symlinks=True))
    room = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    drafts.set_switch(room.ledger, "noon", "off", "Meier")
    replace = Path.replace

    def full(self: Path, to: Path) -> Path:
        if to.name == backing_up.LEDGER:
            raise OSError(28, "No space left on device")
        return replace(self, to)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(StoreError, match="cannot be written"):
            backing_up.backup(room, saved)
    assert backing_up.verify(saved).whole
    backing_up.backup(room, saved)
    room.close()
    assert backing_up.verify(saved).whole


def test_nothing_is_written_over(saved: Path, town: Path) -> None:
    with pytest.raises(ConfigError, match="already is a ledger"):
        backing_up.restore(load(town / "config.toml"), saved)


def test_what_was_erased_after_a_backup_does_not_come_back_with_it(saved: Path, town: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(town, tmp_path / "copy", symlinks=True))
    room = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    erasing.erase(room, "bad", "Antrag")
    room.close()
    small_night.found(tmp_path / "new")
    later = backing_up.restore(load(tmp_path / "new" / "config.toml"), saved, copy / "output" / "erased.jsonl")
    assert len(later.items) == 1
    back = Newsroom(load(tmp_path / "new" / "config.toml"), clock=lambda: small_night.NOW)
    assert anywhere(back, "Hallenbad") == []
    assert anywhere(back, "Bücherei")
    producer.run(back, small_night.DAY)
    assert anywhere(back, "Hallenbad") == []
    back.close()


def test_what_was_erased_does_not_come_back_with_a_backup_even_where_a_target_is_down(
    saved: Path, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_given: object) -> Receipt:
        raise TargetError("web: the host cannot be reached.")

    copy = Path(shutil.copytree(town, tmp_path / "copy", symlinks=True))
    room = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    erasing.erase(room, "bad", "Antrag")
    room.close()
    small_night.found(tmp_path / "new")
    monkeypatch.setattr(FolderTarget, "retract", down)
    with pytest.raises(TargetError, match=r"erased again here, but 2026-kw47 still stands: web: the host"):
        backing_up.restore(load(tmp_path / "new" / "config.toml"), saved, copy / "output" / "erased.jsonl")
    back = Newsroom(load(tmp_path / "new" / "config.toml"), clock=lambda: small_night.NOW)
    assert anywhere(back, "Hallenbad") == []
    assert len(back.erased().items) == 1
    back.close()
