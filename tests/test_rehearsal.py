# SPDX-License-Identifier: EUPL-1.2
"""What editors hear and see before there is a film, of words that nobody has saved; what was made before is recalled."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from pipeline import settings
from pipeline.errors import NewsreelError
from pipeline.model import Script, Timeline
from pipeline.newsroom import Newsroom
from pipeline.picture.atlas import VERSION as ATLAS_VERSION
from pipeline.producer import run
from pipeline.rehearsal import captions, glimpse, proxy, rehearse, stills
from pipeline.sound.wav import read_wav
from tests.picture.spoken import small_atlas
from tests.test_night import CONFIG, FEED


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("town")
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    room = Newsroom(settings.load(folder / "config.toml"))
    atlas = room.store.put(small_atlas("anna").to_bytes(), "application/octet-stream")
    room.store.remember(f"atlas|{ATLAS_VERSION}|{room.cast.props().figure}", atlas)
    run(room, _day(), until="check")
    yield room
    room.close()


def _day():  # type: ignore[no-untyped-def]
    from datetime import date

    return date(2026, 11, 20)


@pytest.fixture(scope="module")
def name(room: Newsroom) -> str:
    return room.ledger.bulletins()[0].name


@pytest.fixture(scope="module")
def timeline(room: Newsroom, name: str) -> Timeline:
    return rehearse(room, name)


def edited(room: Newsroom, name: str, words: str) -> Script:
    script = room.script(name)
    assert script is not None
    story = script.stories[0]
    first = replace(story.sentences[0], text=words)
    return replace(script, stories=(replace(story, sentences=(first, *story.sentences[1:])), *script.stories[1:]))


def test_a_script_is_spoken_and_timed_without_counting(room: Newsroom, name: str, timeline: Timeline) -> None:
    assert timeline.cuts[-1].end == timeline.length
    assert room.package(name) is None
    assert room.ledger.head(name, "fit") is None


def test_an_unsaved_sentence_is_heard_and_seen(room: Newsroom, name: str, timeline: Timeline) -> None:
    changed = rehearse(room, name, edited(room, name, "Das Hallenbad in Kleinau öffnet schon am Sonntag wieder."))
    shown = glimpse(room, changed, "1.1")
    sound = read_wav(room.store.read(shown.sound))
    assert (sound.rate, len(sound.sound) / 48_000) == (48_000, pytest.approx(shown.seconds, abs=0.05))
    assert shown.sound != glimpse(room, timeline, "1.1").sound
    with Image.open(BytesIO(room.store.read(shown.still))) as picture:
        assert picture.size == (960, 960)
    before, after = room.script(name), changed.speech.script
    assert before is not None
    assert before.stories[0].sentences[0] != after.stories[0].sentences[0]  # nobody has saved it


def test_the_same_sentence_again_is_recalled(room: Newsroom, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    first = glimpse(room, timeline, "opening.1")
    monkeypatch.setattr("pipeline.picture.paint.still", lambda *_: pytest.fail("painted again"))
    assert glimpse(room, timeline, "opening.1") == first


def test_every_scene_has_a_still_and_the_words_have_captions(room: Newsroom, timeline: Timeline) -> None:
    shown = stills(room, timeline)
    assert [s.scene for s in shown] == list(timeline.scenes)
    assert len({s.still.digest for s in shown}) == len(shown)
    assert captions(timeline).startswith("WEBVTT")
    assert "Hallenbad" in captions(timeline)


def test_a_story_is_a_small_film_with_its_voice(room: Newsroom, timeline: Timeline, tmp_path: Path) -> None:
    made = proxy(room, timeline, 0)
    cuts = [cut for cut in timeline.cuts if cut.where.startswith("1.")]
    with av.open(str(room.store.path(made))) as film:
        video = film.streams.video[0]
        assert (video.width, video.height, video.frames) == (360, 360, cuts[-1].end - cuts[0].start)
        heard = np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])
    assert 0.2 < np.abs(heard).max() < 0.7
    assert proxy(room, timeline, 0) == made


def test_what_is_not_there_is_a_clear_error(room: Newsroom, timeline: Timeline) -> None:
    with pytest.raises(NewsreelError, match="no story 9"):
        proxy(room, timeline, 8)
    with pytest.raises(NewsreelError, match=r"no spoken sentence 9\.9"):
        glimpse(room, timeline, "9.9")
