# SPDX-License-Identifier: EUPL-1.2
"""What has had its time goes; what people decided, and everything that a bulletin needs, stays."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import producer, tidying
from pipeline.backing_up import digests_missing
from pipeline.keep import audit
from pipeline.keep.ledger import Called
from pipeline.newsroom import Newsroom
from pipeline.settings import load
from tests.reliability import small_night

LATER = small_night.NOW + timedelta(days=100)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("town")
    with small_night.stubbed():
        small_night.found(folder / "a")
        small_night.night(folder / "a", folder / "diary")
        yield folder / "a"


@pytest.fixture
def room(town: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom a hundred days after its night; one answer of a model is of that night."""
    copy = Path(shutil.copytree(town, tmp_path / "town", symlinks=True))
    then = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    then.ledger.record_call(Called("2026-kw47", "h", "m", "p", '{"x": 1}', 10, 20, "Das Hallenbad öffnet.", "ok", 1.0))
    then.close()
    for file in (copy / "output" / "store").rglob("*"):
        os.utime(file, (small_night.NOW.timestamp(),) * 2)
    opened = Newsroom(load(copy / "config.toml"), clock=lambda: LATER)
    yield opened
    opened.close()


def keys(room: Newsroom) -> int:
    return len(list((room.store.folder / "keys").glob("??/*")))


def test_what_only_saves_work_and_what_models_answered_goes_after_its_time(room: Newsroom) -> None:
    assert keys(room) > 20
    assert tidying.retire(room, 101) == (0, 0)
    had = keys(room)
    assert tidying.retire(room, 90) == (had, 1)
    assert keys(room) == 0
    assert [call.answer for call in room.ledger.calls("2026-kw47")] == [""]
    raw = Path(str(room.ledger.where)).read_bytes()
    assert b"Das Hallenbad \xc3\xb6ffnet." not in raw


def test_a_stranger_s_file_that_looks_like_a_value_names_nothing(room: Newsroom) -> None:
    for content in (b"{", b'{"a":' * 100_000):
        assert list(tidying._mentioned(room.store, room.store.put(content, "text/plain").digest)) == []


def test_bulletins_decisions_and_the_chain_stay_and_nothing_is_made_again(room: Newsroom, tmp_path: Path) -> None:
    before = small_night.stand(room.settings.home)
    tidying.retire(room, 90)
    done = tidying.tidy(room, now=LATER.timestamp())
    assert done.removed > 10
    assert digests_missing(room) == ()
    assert audit.verify(room.ledger).broken == 0
    assert small_night.stand(room.settings.home) == before
    room.watch = small_night.Diary(tmp_path / "diary")
    producer.run(room, small_night.DAY)
    assert small_night.stages(tmp_path / "diary") == []


def test_an_edited_bulletin_is_made_again_where_its_pieces_had_their_time(room: Newsroom) -> None:
    tidying.retire(room, 90)
    tidying.tidy(room, now=LATER.timestamp())
    assert producer.remake(room, "2026-kw47") == room.package("2026-kw47")
    text = (room.folder("2026-kw47") / "script.md").read_text(encoding="utf-8")
    from pipeline import review

    package = review.edit(room, "2026-kw47", text.replace("kostet vier Euro", "kostet nur vier Euro"), "Weber")
    assert package is not None
