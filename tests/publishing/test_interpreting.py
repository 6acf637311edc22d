# SPDX-License-Identifier: EUPL-1.2
"""The slot for a film in sign language: laid beside one version, shown under it, gone with it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import interpreting, publishing, release, review, tidying
from pipeline.cli import main
from pipeline.errors import EngineError, ReviewError
from pipeline.model import FPS
from pipeline.settings import TargetSettings
from tests.desk.newsroom import House, opened
from tests.engines.test_c2pa_signer import film
from tests.publishing.test_publishing import corrected, published

CLIP = "gebaerdensprache.mp4"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        made.room.settings = replace(
            made.room.settings, targets=(TargetSettings("folder", "public", "web", "https://k.example"),)
        )
        made.room.cast.settings = made.room.settings
        yield made


def clip(house: House, name: str, folder: Path, share: float = 1.0) -> Path:
    package = house.room.package(name)
    assert package is not None
    return film(folder / "dgs.mp4", package.master.timeline.length / FPS * share, (64, 48))


def test_a_clip_is_shown_under_its_version_and_not_under_a_corrected_one(house: House, tmp_path: Path) -> None:
    name = published(house)
    stands = house.room.settings.path("public") / name
    assert "<details class" not in (stands / "embed.html").read_text()
    given = clip(house, name, tmp_path)
    interpreting.interpret(house.room, name, given, "Falk")
    assert [d.sent for d in release.publish(house.room, name)] != [0]
    for page in (stands / "embed.html", stands / "index.html", house.room.settings.path("public") / "latest" / "embed.html"):
        assert f'src="../{name}/{CLIP}"' in page.read_text()
    assert "eine Fassung in Deutscher Gebärdensprache" in (stands / "accessibility.html").read_text().replace("Eine", "eine")
    assert (stands / CLIP).read_bytes() == given.read_bytes()
    assert [d.sent for d in release.publish(house.room, name)] == [0]
    tidying.tidy(house.room, spare=-1)
    assert [d.sent for d in release.publish(house.room, name)] == [0]  # tidying keeps the clip
    corrected(house, name, "Die Brücke an der K 12 wird ab Dienstag, 1. Dezember, voll gesperrt.")
    release.publish(house.room, name)
    assert not (stands / CLIP).exists()
    assert CLIP not in (stands / "embed.html").read_text()
    interpreting.interpret(house.room, name, clip(house, name, tmp_path), "Falk")
    release.publish(house.room, name)
    assert (stands / CLIP).exists()
    interpreting.take_away(house.room, name, "Falk")
    release.publish(house.room, name)
    assert not (stands / CLIP).exists()
    interpreting.interpret(house.room, name, clip(house, name, tmp_path), "Falk")
    release.publish(house.room, name)
    release.retract(house.room, name, "Falsche Angaben", "Falk")
    assert not (stands / CLIP).exists()
    assert publishing.by_hand(house.room, name, "") == ()


def test_what_cannot_be_this_bulletins_clip_is_refused_in_one_sentence(house: House, tmp_path: Path) -> None:
    name = house.bulletin()
    review.approve(house.room, name, "Falk")
    with pytest.raises(ReviewError, match="There is no file"):
        interpreting.interpret(house.room, name, tmp_path / "none.mp4", "Falk")
    (tmp_path / "clip.mov").write_bytes(b"x")
    with pytest.raises(ReviewError, match="is no MP4"):
        interpreting.interpret(house.room, name, tmp_path / "clip.mov", "Falk")
    (tmp_path / "clip.mp4").write_bytes(b"not a film")
    with pytest.raises(EngineError, match="cannot be decoded"):
        interpreting.interpret(house.room, name, tmp_path / "clip.mp4", "Falk")
    with pytest.raises(ReviewError, match=r"lasts \d+ s, the film"):
        interpreting.interpret(house.room, name, clip(house, name, tmp_path, 0.4), "Falk")
    with pytest.raises(ReviewError, match="needs the name of a person"):
        interpreting.interpret(house.room, name, clip(house, name, tmp_path), " ")
    assert interpreting.clip_of(house.room, name, "") is None


def test_the_command_asks_for_a_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[newsroom]\nname = "Landkreis Beispielheim"\n', encoding="utf-8")
    assert main(["interpret", "b", "--by", "Falk", "--config", str(config)]) == 2
    assert "Which film" in capsys.readouterr().err
