# SPDX-License-Identifier: EUPL-1.2
"""The card of a bulletin that was taken back, as still and as film, on a real small bulletin."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.engines.film_pictures import film_facts, film_pictures
from pipeline.engines.film_sound import film_sound
from pipeline.model import Film, Frames
from pipeline.newsroom import Newsroom
from pipeline.picture.stage import day_in_words
from pipeline.rules import today
from pipeline.withdrawn import LENGTH, cards
from tests.desk.newsroom import House, opened


def with_films(house: House) -> str:
    """A bulletin whose master says that it has two films."""
    name = house.bulletin()
    package = house.room.package(name)
    assert package is not None
    blob = package.files[0].blob
    films = tuple(Film(form, blob, 0, 0, Frames(0)) for form in ("16x9", "9x16"))
    made = replace(package, master=replace(package.master, films=films))
    house.room.ledger.set_head(name, "package", house.room.store.put_value(made), "machine")
    return name


def shown(room: Newsroom, name: str) -> dict[str, Path]:
    return {file.name: file for file in cards(room, name)}


@pytest.mark.slow
def test_a_retracted_bulletin_has_a_still_and_a_silent_film_per_format(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        name = with_films(house)
        files = shown(house.room, name)
        assert sorted(files) == ["retracted-16x9.jpg", "retracted-16x9.mp4", "retracted-9x16.jpg", "retracted-9x16.mp4"]
        assert Image.open(files["retracted-9x16.jpg"]).size == (1080, 1920)
        film = files["retracted-16x9.mp4"]
        assert film_facts(film).is_bt709
        pictures = list(film_pictures(film))
        assert len(pictures) == LENGTH
        assert np.abs(pictures[0].y.astype(int) - pictures[-1].y).mean() < 1.5, "nothing moves"
        assert np.abs(film_sound(film)).max() < 1e-3
        again = shown(house.room, name)
        assert again["retracted-16x9.mp4"].read_bytes() == film.read_bytes()
        assert day_in_words(today(house.room), "de").startswith("20. November")


def test_a_bulletin_without_a_film_needs_no_card(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        assert cards(house.room, "2026-kw01") == ()
