# SPDX-License-Identifier: EUPL-1.2
"""Which fit of the speech an edit keeps, and when a new one is made."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.newsroom import MACHINE, Newsroom
from pipeline.stages.speak import freeze
from pipeline.studio import Studio
from tests.doubles import values

NAME = "2026-kw47"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    (tmp_path / "config.toml").write_text('[[sources]]\nkind = "feed"\nurl = "feed.xml"\n', encoding="utf-8")
    newsroom = Newsroom(settings.load(tmp_path / "config.toml"))
    yield newsroom
    newsroom.close()


def edited(room: Newsroom) -> None:
    room.ledger.set_head(NAME, "script", room.store.put_value(replace(values.script(), title="Andere Worte")), "Meier")


def test_the_machines_own_words_are_fitted_afresh_and_an_edit_keeps_the_last_fit(room: Newsroom) -> None:
    room.ledger.set_head(NAME, "script", room.store.put_value(values.script()), MACHINE)
    first, second = values.speech(), values.speech(pause=12)
    room.keep_fit(NAME, first)
    assert room.first_fit(NAME) is None
    room.keep_fit(NAME, second)
    edited(room)
    kept = room.first_fit(NAME)
    assert kept is not None
    assert freeze(kept) == freeze(second)


def test_the_speech_of_an_edit_does_not_take_the_place_of_the_first_fit(room: Newsroom) -> None:
    room.keep_fit(NAME, values.speech())
    edited(room)
    room.keep_fit(NAME, values.speech(pause=20))
    kept = room.first_fit(NAME)
    assert kept is not None
    assert freeze(kept) == freeze(values.speech())


def test_a_new_take_of_the_voice_is_a_new_fit_and_the_next_edit_keeps_that_one(room: Newsroom) -> None:
    room.keep_fit(NAME, values.speech())
    edited(room)
    Studio(NAME, room.store, room.ledger, room.watch).retake("speak", "Meier")
    assert room.first_fit(NAME) is None
    room.keep_fit(NAME, values.speech(pause=12))
    kept = room.first_fit(NAME)
    assert kept is not None
    assert freeze(kept) == freeze(values.speech(pause=12))


def test_where_another_voice_speaks_an_edit_its_speech_is_the_fit_that_the_next_edit_keeps(room: Newsroom) -> None:
    room.keep_fit(NAME, values.speech())
    edited(room)
    other = replace(values.speech(pause=12), engine="another voice")
    room.keep_fit(NAME, other)
    kept = room.first_fit(NAME)
    assert kept is not None
    assert freeze(kept) == freeze(other)
