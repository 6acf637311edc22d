# SPDX-License-Identifier: EUPL-1.2
"""Every presenter engine keeps the same contract: sound, timing and a folder in, one picture per frame out."""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.engines.command_avatar import CommandAvatar, Order
from pipeline.engines.photo_avatar import PhotoAvatar
from pipeline.engines.rig2d_avatar import Rig2dAvatar
from pipeline.errors import ConfigError, EngineError
from pipeline.keep import folders
from pipeline.keep.store import Store
from pipeline.model import Frames, Severity
from pipeline.picture import paint
from pipeline.picture.acting import Posed
from pipeline.picture.atlas import VERSION
from pipeline.picture.stage import Set
from pipeline.ports import Avatar, Folder, Performance
from tests.doubles.speaking import speaking, store_in
from tests.picture.film import design
from tests.picture.portraits import photo_files
from tests.picture.spoken import AVATARS, rig_of, small_atlas

PROGRAM = Path(__file__).parents[1] / "doubles" / "talking_program.py"
ANNA = folders.read(AVATARS / "anna")
ENGINES = ("rig2d", "photo", "command")
SCALE = 0.4


def command(way: str, backing: str = "alpha", limit: float = 60.0) -> CommandAvatar:
    argv = (sys.executable, str(PROGRAM), "--audio", "{audio}", "--timing", "{timing}", "--out", "{out}", "--frames", "{frames}")
    return CommandAvatar(Order((*argv, "--as", way), limit, backing))  # type: ignore[arg-type]


def engine(name: str) -> tuple[Avatar, Folder]:
    if name == "photo":
        return PhotoAvatar(), Folder("anna-foto", photo_files(), "photo")
    return (Rig2dAvatar() if name == "rig2d" else command("alpha")), ANNA


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that remembers a small drawing of Anna, so that no test draws the large one."""
    kept = store_in(tmp_path)
    kept.remember(f"atlas|{VERSION}|{ANNA.fingerprint}", kept.put(small_atlas("anna").to_bytes(), "application/octet-stream"))
    return kept


def shown(played: Performance, frames: "range | list[int]") -> list[bytes]:
    return [played.picture(n, SCALE).tobytes() for n in frames]


@pytest.mark.parametrize("name", ENGINES)
class TestEveryAvatar:
    """The contract of the port `Avatar`."""

    def test_it_gives_one_premultiplied_picture_per_frame_and_no_finding(self, name: str, store: Store) -> None:
        avatar, folder = engine(name)
        film = speaking(store)
        played = avatar.perform(film, folder, store)
        assert (avatar.name, played.frames, played.findings) == (name, film.length, ())
        wide, high = played.canvas
        for n in (0, film.length // 2, film.length - 1):
            pixels = played.picture(n, SCALE)
            assert (pixels.shape, pixels.dtype) == ((round(high * SCALE), round(wide * SCALE), 4), np.uint8)
            assert (pixels[..., :3] <= pixels[..., 3:]).all()
            assert (pixels[..., 3] == 255).mean() > 0.1
            assert (pixels[0, 0] == 0).all()

    def test_equal_names_are_equal_pictures_in_whatever_order_they_are_asked_for(self, name: str, store: Store) -> None:
        avatar, folder = engine(name)
        played = avatar.perform(speaking(store), folder, store)
        order = [60, 12, 61, 5, 12, 60]
        seen: dict[str, bytes] = {}
        for n, picture in zip(order, shown(played, order), strict=True):
            assert seen.setdefault(played.name(n), picture) == picture
        assert len({played.name(n) for n in range(played.frames)}) > 3

    def test_the_same_film_performed_twice_has_the_same_bytes(self, name: str, store: Store) -> None:
        avatar, folder = engine(name)
        film = speaking(store, 1)
        one, two = (avatar.perform(film, folder, store) for _ in range(2))
        assert [one.name(n) for n in range(film.length)] == [two.name(n) for n in range(film.length)]
        assert shown(one, range(0, 40, 8)) == shown(two, range(0, 40, 8))

    def test_frames_outside_the_film_show_its_ends(self, name: str, store: Store) -> None:
        avatar, folder = engine(name)
        played = avatar.perform(speaking(store, 1), folder, store)
        assert (played.name(-3), played.name(10**6)) == (played.name(0), played.name(played.frames - 1))

    def test_the_mouth_moves_while_something_is_said_and_rests_before(self, name: str, store: Store) -> None:
        avatar, folder = engine(name)
        played = avatar.perform(speaking(store, 1), folder, store)
        assert len({played.name(n) for n in range(3)}) == 1
        assert len({played.name(n) for n in range(12, 60)}) > 3

    def test_its_fingerprint_is_stable(self, name: str, store: Store) -> None:
        assert engine(name)[0].fingerprint == engine(name)[0].fingerprint


def test_a_folder_without_its_files_is_refused_by_name(store: Store) -> None:
    bare = Folder("leer", (("avatar.toml", b'kind = "photo"'),), "x")
    for avatar in (Rig2dAvatar(), PhotoAvatar()):
        with pytest.raises(ConfigError) as failed:
            avatar.perform(speaking(store, 1), bare, store)
        assert "presenter" in failed.value.message


# ---------------------------------------------------------------- the outside program


@pytest.mark.parametrize(("way", "backing"), [("webm", "alpha"), ("matte", "matte"), ("chroma", "chroma"), ("alpha", "alpha")])
def test_a_picture_is_the_same_whether_it_is_reached_in_order_or_by_a_jump(way: str, backing: str, store: Store) -> None:
    film = speaking(store, 2)
    one, two = (command(way, backing).perform(film, ANNA, store) for _ in range(2))
    straight = shown(one, range(film.length))
    for n in (film.length - 1, 70, 71, 3, 120, 0, 119):
        assert shown(two, [n]) == [straight[n]], n


def test_a_film_painted_from_a_programs_video_is_a_pure_function_of_the_frame(store: Store) -> None:
    film = speaking(store, 1)
    played = command("alpha").perform(film, ANNA, store)
    on = Set(design(), "1x1", rig_of("anna"), small_atlas("anna"), "anna", (), footage=played)
    passed = [frame.y.copy() for frame in paint.frames(film, Frames(30), Frames(36), on)]
    alone = [frame.y.copy() for frame in paint.frames(film, Frames(34), Frames(36), on)]
    assert np.array_equal(passed[4], alone[0])
    assert np.array_equal(passed[5], alone[1])
    face = paint.still(film, Frames(34), on)[560, 540].astype(int)
    assert np.abs(face - (224, 180, 150)).max() < 14
    other = replace(on, footage=command("webm").perform(film, ANNA, store))
    assert paint.segment_key(film, Frames(0), Frames(40), on) != paint.segment_key(film, Frames(0), Frames(40), other)


@pytest.mark.parametrize(("way", "backing"), [("webm", "alpha"), ("matte", "matte"), ("chroma", "chroma"), ("opaque", "opaque")])
def test_a_program_may_give_alpha_a_matte_a_coloured_ground_or_a_background_of_its_own(
    way: str, backing: str, store: Store
) -> None:
    played = command(way, backing).perform(speaking(store, 1), ANNA, store)
    assert played.findings == ()
    pixels = played.picture(30, SCALE).astype(int)
    assert (pixels[0, 0] == 0).all()
    middle = pixels[round(800 * SCALE) - 150, round(350 * SCALE)]
    assert np.abs(middle - (224, 180, 150, 255)).max() < 14
    edge = pixels[..., 3] > 0
    assert not ((pixels[..., 1] > pixels[..., 0] + 24) & edge).any(), "no green is left at the edge"
    assert (backing == "opaque") == bool((np.abs(pixels[..., :3] - (120, 130, 140)).max(axis=2) < 12).any())


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("crash", "no graphics card"),
        ("nothing", "wrote no presenter"),
        ("short", "frames"),
        ("long", "longer than"),
        ("rate", "30 pictures a second"),
        ("opaque", "no transparent pixel"),
    ],
)
def test_where_a_program_fails_the_drawn_presenter_steps_in_and_editors_are_told(way: str, said: str, store: Store) -> None:
    film = speaking(store, 1)
    played = command(way).perform(film, ANNA, store)
    assert isinstance(played, Posed)
    assert [(f.code, f.severity) for f in played.findings] == [("avatar-fallback", Severity.AMBER)]
    assert said in played.findings[0].message
    assert shown(played, [30]) == shown(Rig2dAvatar().perform(film, ANNA, store), [30])


def test_a_program_that_hangs_is_killed_with_all_that_it_started(store: Store) -> None:
    begun = time.monotonic()
    played = command("hang", limit=2.0).perform(speaking(store, 1), ANNA, store)
    assert time.monotonic() - begun < 20
    assert "longer than 2 seconds" in played.findings[0].message
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes()
        except OSError:
            continue
        assert b"time.sleep(90)" not in line, "a child of the program is left"


def test_a_program_that_cannot_be_started_is_named(store: Store) -> None:
    played = CommandAvatar(Order(("/nowhere/talk", "{audio}"), 5.0)).perform(speaking(store, 1), ANNA, store)
    assert "/nowhere/talk" in played.findings[0].message


def test_without_a_drawing_that_could_step_in_the_failure_is_said(store: Store) -> None:
    with pytest.raises(EngineError, match=r"presenter\.svg"):
        command("crash").perform(speaking(store, 1), Folder("x", (("avatar.toml", b""),), "x"), store)


def test_what_a_program_made_is_kept_and_it_is_not_called_again(store: Store, tmp_path: Path) -> None:
    film = speaking(store, 1)
    counter = tmp_path / "calls"
    argv = (
        sys.executable,
        "-c",
        COUNTING,
        str(counter),
        str(PROGRAM),
        "--audio",
        "{audio}",
        "--timing",
        "{timing}",
        "--out",
        "{out}",
    )
    avatar = CommandAvatar(Order((*argv, "--frames", "{frames}", "--as", "alpha"), 60.0))
    avatar.perform(film, ANNA, store)
    avatar.perform(film, ANNA, store)
    assert counter.read_text(encoding="utf-8") == "x"
    avatar.perform(replace(film, length=film.length + 25), ANNA, store)  # type: ignore[arg-type]
    assert counter.read_text(encoding="utf-8") == "xx"


COUNTING = (
    "import runpy, sys; open(sys.argv[1], 'a').write('x'); del sys.argv[0:2]; runpy.run_path(sys.argv[0], run_name='__main__')"
)


def test_a_program_never_sees_the_newsrooms_secrets(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREEL_LLM_KEY", "geheim")
    spy = "import os, sys; sys.exit('geheim' in ' '.join(os.environ.values()) and 7)"
    played = CommandAvatar(Order((sys.executable, "-c", spy), 10.0)).perform(speaking(store, 1), ANNA, store)
    assert "wrote no presenter" in played.findings[0].message
    assert os.environ["NEWSREEL_LLM_KEY"] == "geheim"


@pytest.mark.parametrize("part", ["{nobody}", "{0}", "{audio"])
def test_a_command_with_unknown_braces_is_refused_before_the_night(part: str) -> None:
    with pytest.raises(ConfigError, match="command"):
        CommandAvatar(Order(("talk", part), 5.0))
    with pytest.raises(ConfigError, match="no command"):
        CommandAvatar(Order((), 5.0))
