# SPDX-License-Identifier: EUPL-1.2
"""The verbs for presenters and design packs; and that another presenter or county is one more folder and no Python."""

import http.client
import json
import re
import shutil
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from pipeline import cli
from pipeline.designing import checked, layers_of
from pipeline.engines.points_page import Page, serve
from pipeline.keep import folders
from pipeline.model import Finding
from pipeline.picture import paint
from pipeline.picture.atlas import build_atlas
from pipeline.picture.design import load_design
from pipeline.picture.rig import load_rig
from pipeline.picture.stage import Set
from tests.picture.film import design, timeline
from tests.picture.portraits import photo_files, points
from tests.picture.spoken import AVATARS, rig_of, small_atlas

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, with a configuration, in which commands are typed."""
    (tmp_path / "config.toml").write_text('[voice]\nengine = "espeak"\n[video]\nformats = ["1x1"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def folder_of(home: Path, name: str, files: tuple[tuple[str, bytes], ...]) -> Path:
    folder = home / "avatars" / name
    folder.mkdir(parents=True)
    for file, content in files:
        (folder / file).write_bytes(content)
    return folder


@pytest.mark.slow
def test_another_presenter_is_one_folder_and_no_python(home: Path) -> None:
    folder = home / "avatars" / "jana"
    shutil.copytree(AVATARS / "anna", folder)
    toml, svg = folder / "avatar.toml", folder / "presenter.svg"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("Anna, KI", "Jana, KI").replace('id = "anna"', 'id = "jana"'), encoding="utf-8"
    )
    drawing = re.sub(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", _plum, svg.read_text(encoding="utf-8"), flags=re.I)
    svg.write_text(drawing, encoding="utf-8")
    held = folders.read(folders.find("avatars", "jana", home))
    rig = load_rig(held.file("avatar.toml") or b"", held.file("presenter.svg") or b"")
    assert rig.screen_name == "Jana, KI-Sprecherin"
    n = next(scene for scene in timeline().scenes if scene.kind.value == "welcome").start + 40
    pictures = (None,) * 5
    jana = paint.still(timeline(), n, Set(design(), "1x1", rig, build_atlas(rig, 0.4), held.fingerprint, pictures))
    anna = paint.still(timeline(), n, Set(design(), "1x1", rig_of("anna"), small_atlas("anna"), "anna", pictures))
    changed = np.abs(jana.astype(int) - anna).max(axis=2) > 20
    assert changed.mean() > 0.02
    assert changed[:100].mean() == 0  # logo and label are the same


def _plum(colour: re.Match[str]) -> str:
    """Turn the petrol of the blazer into plum."""
    red, green, blue = colour.groups()
    return f"#{green}{red}{blue}" if int(green, 16) > int(red, 16) + 20 else colour.group(0)


def test_another_county_is_one_folder_and_no_python(home: Path) -> None:
    folder = home / "assets" / "seetal"
    shutil.copytree(ROOT / "assets" / "waldmark", folder)
    toml = (folder / "design.toml").read_text(encoding="utf-8")
    toml = toml.replace('id = "waldmark"', 'id = "seetal"').replace('night = "#0E2A1E"', 'night = "#0E1E3A"')
    (folder / "design.toml").write_text(toml.replace("Landkreis Waldmark", "Landkreis Seetal"), encoding="utf-8")
    seetal = load_design(*layers_of("seetal", home))
    assert (seetal.id, seetal.county.name) == ("seetal", "Landkreis Seetal")
    on = Set(seetal, "1x1", rig_of("anna"), small_atlas("anna"), "anna", (None,) * 5)
    still = paint.still(timeline(), timeline().scenes[2].end - 5, on)
    left, green = (
        still[300:800, 10:40].astype(float).mean(axis=(0, 1))[2],
        still[300:800, 10:40].astype(float).mean(axis=(0, 1))[1],
    )
    assert left > green  # a blue wall where Waldmark's is green


# ---------------------------------------------------------------- verbs


def test_avatar_check_names_what_is_wrong_and_draws_no_sheet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of(home, "kaputt", photo_files())
    (folder / "points.json").write_text("{}", encoding="utf-8")
    assert cli.main(["avatar", "check", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "newsreel avatar points" in out
    assert "may not be used" in out
    assert not list(home.glob("*.png"))
    assert cli.main(["avatar", "check", "--json", "kaputt"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["severity"] in ("red", "amber")
    assert cli.main(["avatar", "check", "niemand"]) == 2


def test_avatar_check_draws_a_contact_sheet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder_of(home, "erna", photo_files())
    assert cli.main(["avatar", "check", "erna", "--to", "bogen.png"]) == 0
    assert "bogen.png" in capsys.readouterr().out
    assert (home / "bogen.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["erna", "thomas"])
def test_avatar_preview_makes_a_film_with_sound(home: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.engines.film_pictures import film_pictures
    from pipeline.engines.film_sound import film_sound

    folder_of(home, "erna", photo_files())
    assert cli.main(["avatar", "preview", name, "Guten Abend. Wir begrüßen Sie.", "--to", "film.mp4"]) == 0
    assert f"{name}/{'photo' if name == 'erna' else 'rig2d'}" in capsys.readouterr().out
    pictures = sum(1 for _ in film_pictures(home / "film.mp4"))
    assert 50 < pictures < 150
    assert np.abs(film_sound(home / "film.mp4")).max() > 0.1


@pytest.mark.slow
@pytest.mark.parametrize(("way", "engine"), [("webm", "command"), ("crash", "rig2d")])
def test_a_program_films_the_presenter_or_the_drawing_stands_in(
    home: Path, way: str, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    program = ROOT / "tests" / "doubles" / "talking_program.py"
    argv = [sys.executable, str(program), "--audio", "{audio}", "--timing", "{timing}", "--out", "{out}", "--frames", "{frames}"]
    told = json.dumps([*argv, "--as", way])
    config = (home / "config.toml").read_text(encoding="utf-8") + f'[presenter]\nengine = "command"\ncommand = {told}\n'
    (home / "config.toml").write_text(config, encoding="utf-8")
    assert cli.main(["avatar", "preview", "anna", "Guten Abend."]) == 0
    out = capsys.readouterr().out
    assert f"anna/{engine}" in out
    assert ("no graphics card" in out) == (way == "crash")


def test_a_preview_of_nothing_and_of_a_presenter_without_consent_is_refused(home: Path) -> None:
    assert cli.main(["avatar", "preview", "anna", " "]) == 2
    folder = folder_of(home, "erna", photo_files())
    toml = (folder / "avatar.toml").read_text(encoding="utf-8")
    (folder / "avatar.toml").write_text(toml.replace("consent_required = false", "consent_required = true"), encoding="utf-8")
    assert cli.main(["avatar", "preview", "erna", "Guten Tag."]) == 2


def test_design_new_and_design_check_are_typed_like_this(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.picture.logos import LOGOS

    looked: list[int] = []

    def quick(*layers: object) -> tuple[Finding, ...]:
        looked.append(len(layers))
        return ()

    monkeypatch.setattr("pipeline.designing.design_check", quick)  # the check itself takes 6 s and has tests of its own
    (home / "logo.svg").write_bytes(LOGOS["breit"][1])
    assert cli.main(["design", "new", "--logo", "logo.svg", "--name", "Landkreis Oberlinden"]) == 0
    assert 'pack = "oberlinden"' in capsys.readouterr().out
    assert cli.main(["design", "check", "oberlinden"]) == 0
    assert cli.main(["design", "check"]) == 0
    assert looked == [2, 2, 1]
    assert cli.main(["design", "new"]) == 2
    assert cli.main(["design", "check", "nirgends"]) == 2


@pytest.mark.slow
def test_a_pack_with_pale_words_is_refused_by_name(home: Path) -> None:
    folder = home / "assets" / "blass"
    shutil.copytree(ROOT / "assets" / "waldmark", folder)
    toml = (folder / "design.toml").read_text(encoding="utf-8")
    (folder / "design.toml").write_text(toml.replace('deep = "#184432"', 'deep = "#8FB8A4"'), encoding="utf-8")
    assert "contrast-too-low" in {f.code for f in checked("blass", home)}


# ---------------------------------------------------------------- the page on which points are set


def test_points_are_saved_from_the_page_and_nothing_else_is_answered(home: Path) -> None:
    folder = folder_of(home, "erna", photo_files())
    (folder / "points.json").unlink()
    address: list[str] = []
    known = threading.Event()

    def ready(where: str) -> None:
        address.append(where)
        known.set()

    saved: list[bool] = []
    server = threading.Thread(target=lambda: saved.append(serve(folder, 0, ready)))
    server.start()
    assert known.wait(10)
    page = _asked(address[0])
    assert page[0] == 200
    assert "lip_1" in page[1].decode()
    assert _asked(address[0] + "photo")[1].startswith(b"\x89PNG")
    base = address[0].rsplit("/", 2)[0]
    assert _asked(base + "/")[0] == 404
    assert _asked(base + "/../../etc/passwd")[0] == 404
    assert _asked(address[0], host="evil.example")[0] == 403
    marks = json.loads(points())["points"]
    assert _asked(address[0] + "points", json.dumps(marks | {"chin": [520, 540]}).encode())[0] == 422
    assert not (folder / "points.json").exists()
    assert _asked(address[0] + "points", b"x" * 30_000)[0] == 400
    assert _asked(address[0] + "points", json.dumps(marks).encode()) == (200, b"Gespeichert.")
    server.join(10)
    assert saved == [True]
    assert json.loads((folder / "points.json").read_text(encoding="utf-8"))["points"]["chin"] == marks["chin"]


def _asked(address: str, body: bytes | None = None, host: str = "") -> tuple[int, bytes]:
    place = urlsplit(address)
    asked = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
    try:
        asked.request("GET" if body is None else "POST", place.path, body, {"Host": host} if host else {})
        answer = asked.getresponse()
        return answer.status, answer.read()
    finally:
        asked.close()


def test_points_that_were_set_before_are_shown_again_and_a_broken_file_is_set_anew(home: Path) -> None:
    folder = folder_of(home, "erna", photo_files())
    assert '"chin": [517.5' in Page(folder).html().decode()
    for broken in ("{", "null", "[" * 200_000):
        (folder / "points.json").write_text(broken, encoding="utf-8")
        assert '"known": {}' in Page(folder).html().decode()


def test_a_folder_without_a_photo_has_no_page(home: Path) -> None:
    (home / "avatars" / "leer").mkdir(parents=True)
    assert cli.main(["avatar", "points", "avatars/leer"]) == 2
