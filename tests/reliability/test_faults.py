# SPDX-License-Identifier: EUPL-1.2
"""Disk full, read-only folders, damage, clocks, two batches: each ends in one sentence that says what to do."""

import resource
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import producer
from pipeline.engines.folder_target import FolderTarget
from pipeline.errors import BusyError, EngineError, SourceError, StoreError, TargetError
from pipeline.keep.lease import Lease
from pipeline.keep.ledger import Ledger
from pipeline.keep.store import Store
from pipeline.newsroom import Newsroom
from pipeline.ports import Gathered, Shelf
from pipeline.settings import load
from pipeline.stages.gather import gather
from tests.doubles.voices import Babbler
from tests.reliability import small_night
from tests.reliability.chaos import ended, forked


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A finished night."""
    folder = tmp_path_factory.mktemp("town")
    with small_night.stubbed():
        small_night.found(folder / "a")
        small_night.night(folder / "a", folder / "diary")
        yield folder / "a"


@pytest.fixture
def copy(town: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(town, tmp_path / "town", symlinks=True))


def limited(code: str, folder: Path, megabytes: float) -> subprocess.CompletedProcess[str]:
    """Run a few lines in a process that cannot write files larger than so much: what a full disk does, without being root."""

    def less() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(megabytes * 1e6), int(megabytes * 1e6)))

    command = [sys.executable, "-c", "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + textwrap.dedent(code)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, preexec_fn=less, timeout=60)


# ---------------------------------------------------------------- the disk


def test_a_store_on_a_full_disk_says_so_and_shows_no_partial_file(tmp_path: Path) -> None:
    done = limited(
        """
        from pathlib import Path
        from pipeline.keep.store import Store
        from pipeline.errors import StoreError
        try:
            Store(Path("store")).put(b"x" * 3_000_000, "video/mp4")
        except StoreError as wrong:
            print(wrong)
        """,
        tmp_path, 1,
    )  # fmt: skip
    assert "cannot be written" in done.stdout, done.stderr
    assert "Free some disk space" in done.stdout
    assert [p for p in (tmp_path / "store").rglob("*") if p.is_file()] == []


def test_a_ledger_on_a_full_disk_says_so_and_is_whole_afterwards(tmp_path: Path) -> None:
    done = limited(
        """
        from datetime import UTC, datetime
        from pathlib import Path
        from pipeline.keep.ledger import Ledger
        from pipeline.errors import StoreError
        ledger = Ledger(Path("l.sqlite"), lambda: datetime.now(UTC))
        written = 0
        try:
            for n in range(3000):
                ledger.set_head("b", "script", f"{n:064d}", "newsreel", "x" * 2000)
                written += 1
        except StoreError as wrong:
            print(written, wrong)
        """,
        tmp_path, 1,
    )  # fmt: skip
    assert "cannot be written" in done.stdout, done.stderr
    written = int(done.stdout.split()[0])
    ledger = Ledger(tmp_path / "l.sqlite", lambda: datetime.now(UTC))
    assert len(ledger.heads("b", "script")) == written > 0
    ledger.close()


def test_a_target_on_a_full_disk_keeps_showing_what_it_showed(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom(load(town / "config.toml"))
    package = room.package("2026-kw47")
    assert package is not None
    target = FolderTarget("web", tmp_path / "public")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "bulletin-1x1.mp4")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(TargetError, match="No space left"):
        target.publish("2026-kw47", package, room.store)
    assert not (tmp_path / "public" / "2026-kw47").exists()
    monkeypatch.undo()
    target.publish("2026-kw47", package, room.store)
    assert (tmp_path / "public" / "2026-kw47" / "bulletin-1x1.mp4").exists()
    room.close()


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    """Root may write everywhere, so the folder is one that nobody may write: below /proc."""
    with pytest.raises(StoreError, match=r"/proc/newsreel.*cannot be written"):
        Store(Path("/proc/newsreel"))
    with pytest.raises(StoreError, match=r"cannot be opened.*rights"):
        Ledger(Path("/proc/newsreel/ledger.sqlite"), lambda: datetime.now(UTC))


# ---------------------------------------------------------------- damage


def damaged(file: Path, how: str) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2] if how == "truncated" else b"\x00" + content[1:] if how == "flipped" else b"")


@pytest.mark.parametrize("how", ["truncated", "flipped", "emptied"])
@pytest.mark.parametrize("of", ["speech", "film"])
def test_a_damaged_artefact_is_found_made_again_and_never_published(copy: Path, tmp_path: Path, how: str, of: str) -> None:
    room = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    package = room.package("2026-kw47")
    assert package is not None
    blob = package.master.films[0].blob if of == "film" else package.master.timeline.speech.audio
    damaged(room.store.path(blob), how)
    with pytest.raises(StoreError, match="damaged"):
        room.store.read(blob)
    assert not room.store.has(blob.digest)
    made = producer.remake(room, "2026-kw47")
    assert made == package
    assert room.store.whole(blob)
    room.close()


@pytest.mark.parametrize("how", ["truncated", "flipped", "emptied"])
def test_every_damaged_value_of_a_bulletin_is_made_again(copy: Path, how: str) -> None:
    room = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    before = small_night.stand(copy)
    head = room.ledger.head("2026-kw47", "package")
    assert head is not None
    damaged(room.store._place(head.digest), how)
    with pytest.raises(StoreError, match="Run again"):
        room.package("2026-kw47")
    producer.remake(room, "2026-kw47")
    room.close()
    assert small_night.stand(copy) == before


def test_a_truncated_ledger_is_refused_with_a_way_out(copy: Path) -> None:
    place = copy / "output" / "ledger.sqlite"
    for extra in ("-wal", "-shm"):
        place.with_name(place.name + extra).unlink(missing_ok=True)
    place.write_bytes(place.read_bytes()[:5000])
    with pytest.raises(StoreError, match=r"ledger.*restore"):
        Newsroom(load(copy / "config.toml"))


def test_a_remembered_key_that_is_damaged_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for content in (b"", b"{", b"[1, 2]", b"[1, 2, 3]", b'"x"', b"\xff\xfe"):
        store._key_place("k").parent.mkdir(parents=True, exist_ok=True)
        store._key_place("k").write_bytes(content)
        assert store.recall("k") is None


# ---------------------------------------------------------------- clocks


@pytest.mark.parametrize("hours", [-48, -1, 1, 24 * 400])
def test_a_clock_that_jumps_makes_nothing_twice(copy: Path, tmp_path: Path, hours: int) -> None:
    before = small_night.stand(copy)
    room = Newsroom(
        load(copy / "config.toml"), small_night.Diary(tmp_path / "diary"), lambda: small_night.NOW + timedelta(hours=hours)
    )
    producer.run(room, small_night.DAY)
    room.close()
    assert small_night.stages(tmp_path / "diary") == []
    assert small_night.stand(copy) == before


@pytest.mark.parametrize(
    "moment", ["2026-03-29T00:59:59+00:00", "2026-03-29T01:00:00+00:00", "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"]
)
def test_in_both_nights_of_the_clock_change_a_run_is_for_one_day(moment: str, tmp_path: Path) -> None:
    import argparse

    from pipeline import cli

    (tmp_path / "config.toml").write_text("")
    room = Newsroom(load(tmp_path / "config.toml"), clock=lambda: datetime.fromisoformat(moment))
    day = cli.today(argparse.Namespace(date=None), room)
    room.close()
    assert day == date.fromisoformat(moment[:10])


def test_a_lease_outlives_a_clock_that_is_set_back_and_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path / "l.sqlite", lambda: datetime.now(UTC))
    first = Lease(ledger, "b", beat=60)
    first.take()
    now = time.time()
    for jump, free in ((-3600, False), (0, False), (31, True)):
        monkeypatch.setattr("pipeline.keep.database.time.time", lambda jump=jump: now + jump)
        second = Lease(ledger, "b", beat=60)
        if free:
            second.take()
        else:
            with pytest.raises(BusyError):
                second.take()
    ledger.close()


# ---------------------------------------------------------------- two at once


def test_two_nights_that_start_together_make_and_publish_each_bulletin_once(town: Path, tmp_path: Path) -> None:
    small_night.found(tmp_path / "b")
    diary = tmp_path / "diary"

    def run() -> None:
        room = Newsroom(load(tmp_path / "b" / "config.toml"), small_night.Diary(diary), lambda: small_night.NOW)
        producer.run(room, small_night.DAY)

    both = [forked(run, tmp_path / f"said{n}") for n in range(2)]
    assert [ended(child) for child in both] == [0, 0], (tmp_path / "said0").read_text() + (tmp_path / "said1").read_text()
    assert sorted(small_night.stages(diary)) == sorted(set(small_night.stages(diary)))
    small_night.night(tmp_path / "b", diary)
    assert small_night.stand(tmp_path / "b") == small_night.stand(town)


# ---------------------------------------------------------------- sources


class Down:
    """A source that is down, or brings nothing but what it brought before."""

    name = "amtsblatt"

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        raise SourceError("https://amtsblatt.example/feed cannot be reached.", "Check the address.")


class Up:
    name = "presse"

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        return Gathered(())


def test_a_source_that_is_down_for_a_week_is_told_each_night_and_stops_no_other(tmp_path: Path) -> None:
    for night in range(7):
        brought = gather([Down(), Up()], small_night.DAY + timedelta(days=night), Store(tmp_path))
        (finding,) = brought.findings
        assert (finding.code, "amtsblatt" in finding.message) == ("source-failed", True)
    with pytest.raises(SourceError, match="cannot be reached"):
        gather([Down()], small_night.DAY, Store(tmp_path))


def test_a_night_without_its_source_keeps_what_is_there(copy: Path, tmp_path: Path) -> None:
    before = small_night.stand(copy)
    (copy / "feed.xml").unlink()
    room = Newsroom(load(copy / "config.toml"), small_night.Diary(tmp_path / "diary"), lambda: small_night.NOW)
    with pytest.raises(SourceError, match="There is no file"):
        producer.run(room, small_night.DAY)
    room.close()
    assert small_night.stand(copy) == before


# ---------------------------------------------------------------- engines


@pytest.mark.parametrize("engine", ["voice", "encoder"])
def test_an_engine_that_fails_parks_one_bulletin_and_the_next_run_makes_it(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two bulletins of one item each the first meets the fault; the second is made in the same night."""
    small_night.found(tmp_path / "b")
    config = tmp_path / "b" / "config.toml"
    config.write_text(config.read_text() + '[rundown]\nshape = "item"\n', encoding="utf-8")
    broken = {"voice": (Babbler, "speak"), "encoder": (small_night.BriefEncoder, "segment")}[engine]
    really, calls, mended = getattr(*broken), [], []

    def once(*given: object, **named: object) -> object:
        calls.append(engine)
        if len(calls) == 1 if engine == "encoder" else not mended and "Hallenbad" in str(given):
            raise EngineError("A worker process died (exit code -9).", "Run again.")
        return really(*given, **named)

    monkeypatch.setattr(*broken, once)
    with small_night.stubbed():
        room = Newsroom(load(config), clock=lambda: small_night.NOW)
        first = producer.run(room, small_night.DAY)
        parked = [outcome for outcome in first.outcomes if outcome.parked is not None]
        assert [(p.parked.message, p.parked.hint) for p in parked if p.parked] == [
            ("A worker process died (exit code -9).", "Run again.")
        ]
        assert room.state(parked[0].bulletin) == "parked"
        assert [o.package is not None for o in first.outcomes if o.parked is None] == [True]
        mended.append(True)
        second = producer.run(room, small_night.DAY)
        assert [o.package is not None for o in second.outcomes] == [True, True]
        assert {room.state(o.bulletin) for o in second.outcomes} == {"review"}
        room.close()


def test_every_failure_says_what_to_do() -> None:
    """A failure without a hint leaves an operator alone at three in the morning: the ones of keep/ all have one."""
    import ast

    import pipeline.keep

    for file in Path(pipeline.keep.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("StoreError", "BusyError"):
                assert len(node.args) >= 2 or node.keywords, f"{file.name}:{node.lineno}"
