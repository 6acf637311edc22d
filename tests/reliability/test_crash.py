# SPDX-License-Identifier: EUPL-1.2
"""A night that dies anywhere goes on where it was. The long form is `make chaos-long`; docs/reliability.md has its table."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability import small_night
from tests.reliability.chaos import Chaos
from tests.reliability.points import Points, watched


@pytest.fixture(scope="module")
def chaos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chaos]:
    with small_night.stubbed():
        yield Chaos.begin(tmp_path_factory.mktemp("chaos"))


def late(chaos: Chaos, wanted: str) -> int:
    """Give a point of a name late in the night, where most can be lost; not its very end, which threads reach in any order."""
    met = [number for number, name in enumerate(chaos.names, 1) if name == wanted]
    return met[len(met) * 3 // 4]


def test_every_kind_of_call_that_changes_the_disk_is_a_point(chaos: Chaos) -> None:
    kinds = {" ".join(name.split()[:2]) for name in chaos.names}
    for call in ("write", "fsync", "replace", "commit", "rename"):
        assert {f"before {call}", f"after {call}"} <= kinds
    assert "amid write" in kinds
    assert len(chaos.names) > 1000


@pytest.mark.parametrize(
    "name", ["amid write output/store", "before replace output/store", "after commit", "after rename output/bulletins",
             "before replace output/public"],
)  # fmt: skip
def test_a_night_killed_there_goes_on_and_nothing_is_lost_or_doubled(chaos: Chaos, name: str) -> None:
    trial = chaos.at_point(late(chaos, name))
    assert trial.killed
    assert (trial.fault, trial.repeated <= 1) == ("", True)


def test_a_night_killed_at_a_random_moment_goes_on(chaos: Chaos) -> None:
    trial = chaos.at_moment(random.Random(9).uniform(0.1, chaos.seconds / 2))
    assert trial.fault == ""


def test_the_harness_finds_a_bulletin_that_is_published_twice(chaos: Chaos, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import publishing

    monkeypatch.setattr(publishing, "stands", lambda *_: False)
    really = small_night.night

    def twice(folder: Path, diary: Path) -> None:
        really(folder, diary)
        really(folder, diary)

    monkeypatch.setattr(small_night, "night", twice)
    assert "doubled" in chaos.at_point(late(chaos, "after commit")).fault


def test_a_file_that_is_written_in_two_halves_is_whole_in_the_end(tmp_path: Path) -> None:
    with watched(Points(str(tmp_path))) as points:
        (tmp_path / "a").write_bytes(b"abcdef")
        (tmp_path / "b").write_text("Ende", encoding="utf-8")
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").read_text()) == (b"abcdef", "Ende")
    assert len(points.seen) == 8
