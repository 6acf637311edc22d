# SPDX-License-Identifier: EUPL-1.2
"""The whole small night with its ledger on PostgreSQL: the same rows, pages and films as in a file; backed up, erased."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import backing_up, erasing, producer, release, review
from pipeline.errors import ConfigError
from pipeline.keep import audit, schema
from pipeline.newsroom import Newsroom
from pipeline.settings import load
from tests.doubles import postgres
from tests.reliability import small_night

pytestmark = pytest.mark.services


def found(folder: Path, place: str) -> None:
    """Found a newsroom whose ledger lies on the server."""
    small_night.found(folder)
    with (folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f'\n[keep]\nledger = "{postgres.url()}"\nschema = "{place}"\n')


def opened(folder: Path) -> Newsroom:
    return Newsroom(load(folder / "config.toml"), clock=lambda: small_night.NOW)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("served")
    with small_night.stubbed(), postgres.schema() as place:
        found(folder / "a", place)
        small_night.night(folder / "a", folder / "diary")
        yield folder / "a"


def test_a_night_on_a_server_leaves_what_one_in_a_file_leaves(town: Path, tmp_path: Path) -> None:
    small_night.found(tmp_path / "file")
    small_night.night(tmp_path / "file", tmp_path / "diary")
    assert small_night.stand(town) == small_night.stand(tmp_path / "file")


def test_a_second_night_makes_nothing(town: Path, tmp_path: Path) -> None:
    small_night.night(town, tmp_path / "diary")
    assert small_night.stages(tmp_path / "diary") == []


def test_a_backup_of_a_server_comes_back_on_a_server_and_in_a_file(town: Path, tmp_path: Path) -> None:
    room = opened(town)
    backing_up.backup(room, tmp_path / "backup")
    room.close()
    assert backing_up.verify(tmp_path / "backup").whole
    with postgres.schema() as place:
        found(tmp_path / "served", place)
        small_night.found(tmp_path / "file")
        for new in ("served", "file"):
            settings = load(tmp_path / new / "config.toml")
            backing_up.restore(settings, tmp_path / "backup")
            assert small_night.stand(tmp_path / new).rows == small_night.stand(town).rows
            small_night.night(tmp_path / new, tmp_path / "diary")
            assert small_night.stages(tmp_path / "diary") == []
        back = opened(tmp_path / "served")
        (bulletin,) = [entry.name for entry in back.ledger.bulletins()]
        back.ledger.decide(bulletin, "correct", "Schulz", reason="die Nummern gehen weiter")  # and do not collide
        assert audit.verify(back.ledger).broken == 0
        back.close()
        with pytest.raises(ConfigError, match="not empty"):
            backing_up.restore(load(tmp_path / "served" / "config.toml"), tmp_path / "backup")


def test_what_is_erased_leaves_the_server(tmp_path: Path) -> None:
    with postgres.schema() as place:
        found(tmp_path / "a", place)
        small_night.night(tmp_path / "a", tmp_path / "diary")
        room = opened(tmp_path / "a")
        done = erasing.erase(room, "Hallenbad", "Antrag vom 20. November")
        assert (done.items, len(done.retracted)) == (1, 1)
        with room.ledger.engine.connect() as connection:
            for table in schema.META.sorted_tables:
                for row in connection.execute(table.select()):
                    assert "Hallenbad" not in str(row), table.name
        assert audit.verify(room.ledger).broken == 0
        room.close()


def test_a_film_that_is_approved_there_is_the_one_that_is_published(tmp_path: Path) -> None:
    with postgres.schema() as place:
        found(tmp_path / "a", place)
        room = opened(tmp_path / "a")
        (outcome,) = producer.run(room, small_night.DAY).outcomes
        film = review.approve(room, outcome.bulletin, "Schulz")
        release.publish(room, outcome.bulletin)
        assert [(p.kind, p.film) for p in room.ledger.publications(outcome.bulletin)] == [("publish", film)]
        assert room.state(outcome.bulletin) == "published"
        room.close()
