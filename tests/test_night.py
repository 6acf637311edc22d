# SPDX-License-Identifier: EUPL-1.2
"""A night and a morning with real engines, short and square so that they pass quickly: run, edit, approve, publish, retract."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from pipeline.cli import main

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Kreis Klein</title>
<item><title>Hallenbad öffnet wieder</title><guid>bad</guid><pubDate>Fri, 20 Nov 2026 08:00:00 +0100</pubDate>
<description>Das Hallenbad in Kleinau öffnet am Montag, 23. November, wieder. Der Eintritt kostet vier Euro.
Das Bad war seit September wegen einer Sanierung geschlossen.</description></item>
<item><title></title><guid>../../etc/passwd</guid><description></description></item>
</channel></rss>"""
CONFIG = """
[[sources]]
kind = "feed"
url = "feed.xml"
[script]
target_seconds = 30
[voice]
engine = "espeak"
[video]
formats = ["1x1"]
preset = "ultrafast"
[[targets]]
kind = "folder"
path = "public"
name = "web"
"""
DAY = "2026-11-20"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def newsreel(town: Path) -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline.cli", *arguments, "--config", str(town / "config.toml")]
        return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)

    return run


@pytest.fixture(scope="module")
def first(newsreel: Run) -> subprocess.CompletedProcess[str]:
    return newsreel("run", "--date", DAY, "--json")


@pytest.fixture(scope="module")
def bulletin(first: subprocess.CompletedProcess[str]) -> str:
    assert first.returncode == 0, first.stderr
    return str(json.loads(first.stdout)["bulletins"][0]["id"])


def test_a_night_ends_with_a_film_that_waits_for_review(
    first: subprocess.CompletedProcess[str], bulletin: str, town: Path
) -> None:
    report = json.loads(first.stdout)["bulletins"][0]
    assert (bulletin, report["state"]) == ("2026-kw47", "review")
    folder = town / "output" / "bulletins" / bulletin
    with av.open(str(folder / "bulletin-1x1.mp4")) as film:
        assert film.streams.video[0].frames == round(report["seconds"] * 25)
        assert film.streams.audio[0].codec_context.sample_rate == 48_000
    for name in ("captions.de.vtt", "captions.de.srt", "chapters.vtt", "transcript.html", "poster.jpg", "script.md", "proof.html",
                 "embed.html", "bulletin.json", "SHA256SUMS"):  # fmt: skip
        assert (folder / name).stat().st_size > 0, name


def test_the_sums_hold(bulletin: str, town: Path) -> None:
    import hashlib

    folder = town / "output" / "bulletins" / bulletin
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_a_second_run_makes_nothing(newsreel: Run, bulletin: str) -> None:
    again = newsreel("run", "--date", DAY)
    assert again.returncode == 0
    for made in ("writing", "speaking", "rendering", "packing"):
        assert made not in again.stderr


def test_the_same_feed_on_the_next_day_is_no_new_bulletin(newsreel: Run, bulletin: str) -> None:
    assert newsreel("run", "--date", "2026-11-21").returncode == 0
    assert [b["id"] for b in json.loads(newsreel("status", "--json").stdout)["bulletins"]] == [bulletin]


def test_without_an_approval_nothing_is_published(newsreel: Run, bulletin: str, town: Path) -> None:
    refused = newsreel("publish", bulletin)
    assert refused.returncode == 1
    assert "nobody has approved it" in refused.stderr
    assert not (town / "public").exists()


def test_an_edit_is_checked_spoken_and_shown_and_then_approved_by_somebody_else(newsreel: Run, bulletin: str, town: Path) -> None:
    folder = town / "output" / "bulletins" / bulletin
    assert newsreel("approve", bulletin, "--by", "Schulz").returncode == 0
    wrong = town / "edited.md"
    wrong.write_text((folder / "script.md").read_text().replace("vier Euro", "fünf Euro"), encoding="utf-8")
    edited = newsreel("edit", bulletin, "--file", str(wrong), "--by", "Meier")
    assert edited.returncode == 0, edited.stderr
    assert "red" in edited.stdout
    stale = newsreel("publish", bulletin)
    assert "was for another film" in stale.stderr
    blocked = newsreel("approve", bulletin, "--by", "Schulz")
    assert blocked.returncode == 1
    assert "red finding" in blocked.stderr
    wrong.write_text((folder / "script.md").read_text().replace("fünf Euro", "nur vier Euro"), encoding="utf-8")
    assert newsreel("edit", bulletin, "--file", str(wrong), "--by", "Meier").returncode == 0
    assert "Four eyes" in newsreel("approve", bulletin, "--by", "Meier").stderr
    assert newsreel("approve", bulletin, "--by", "Schulz", "--digest", "0" * 12).returncode == 1
    assert newsreel("approve", bulletin, "--by", "Schulz").returncode == 0


def test_what_was_approved_is_published_byte_for_byte_and_only_once(newsreel: Run, bulletin: str, town: Path) -> None:
    published = json.loads(newsreel("publish", bulletin, "--json").stdout)["targets"][0]
    assert published["problem"] == ""
    shown, public = town / "output" / "bulletins" / bulletin, town / "public" / bulletin
    assert (public / "bulletin-1x1.mp4").read_bytes() == (shown / "bulletin-1x1.mp4").read_bytes()
    assert not (public / "proof.html").exists()
    assert json.loads(newsreel("publish", bulletin, "--json").stdout)["targets"][0]["sent"] == 0


def test_a_run_leaves_a_published_bulletin_alone(newsreel: Run, bulletin: str, town: Path) -> None:
    config = town / "config.toml"
    before = config.read_text(encoding="utf-8")
    config.write_text(before.replace('preset = "ultrafast"', 'preset = "superfast"'), encoding="utf-8")
    again = newsreel("run", "--date", DAY)
    config.write_text(before, encoding="utf-8")
    assert "rendering" not in again.stderr
    assert "published" in again.stdout


def test_a_retraction_takes_the_film_away_and_needs_a_reason(newsreel: Run, bulletin: str, town: Path) -> None:
    assert newsreel("retract", bulletin, "--reason", " ").returncode == 1
    assert newsreel("retract", bulletin, "--reason", "Falscher Preis").returncode == 0
    assert list((town / "public").rglob("*.mp4")) == []
    assert "zurückgezogen" in (town / "public" / bulletin / "embed.html").read_text(encoding="utf-8")
    assert json.loads(newsreel("status", "--json").stdout)["bulletins"][0]["state"] == "retracted"


@pytest.mark.parametrize("value", ["", "rundown", "script", "findings", "speech", "timeline", "package", "history"])
def test_every_value_can_be_shown(town: Path, bulletin: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["show", bulletin, *([value] if value else []), "--config", str(town / "config.toml")]
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip()
    assert main([*arguments, "--json"]) == 0
    json.loads(capsys.readouterr().out)


@pytest.mark.slow  # decodes the whole film
def test_the_measured_master_can_be_shown_and_made_again(town: Path, bulletin: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", bulletin, "master", "--json", "--config", str(town / "config.toml")]) == 0
    assert [film["same_bytes"] for film in json.loads(capsys.readouterr().out)["films"]] == [True]


@pytest.mark.parametrize(
    ("broken", "says", "code"),
    [
        ('[rundown]\nmax_storys = 3', "Did you mean “max_stories”?", 2),
        ('[newsroom]\nlanguage = "fr"', "must be one of 'de', 'en'", 2),
        ('[design]\npack = "nowhere"', "There is no folder “nowhere”", 2),
        ('[presenter]\navatar = "klaus"', "There is no folder “klaus”", 2),
        ('[writer.openai]\nbase_url = "https://llm.example/v1"\nmodel = "m"', "allow_remote", 2),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_one_clear_sentence(tmp_path: Path, broken: str, says: str, code: int) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "config.toml").write_text(
        '[[sources]]\nkind = "feed"\nurl = "feed.xml"\n[voice]\nengine = "espeak"\n' + broken, encoding="utf-8"
    )
    command = [sys.executable, "-m", "pipeline.cli", "run", "--date", DAY, "--config", str(tmp_path / "config.toml")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert says in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr
    assert ended.returncode == code


def test_a_newsroom_of_ones_own_is_written_and_never_overwritten(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "init", str(tmp_path / "own")]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 2
    from pipeline.settings import load

    assert load(tmp_path / "own" / "config.toml").sources[0].url.startswith("https://")


def test_a_newsroom_that_wants_the_words_approved_first_gets_no_film_before(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "config.toml").write_text(CONFIG + "[review]\nscript_first = true\n", encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline.cli", *arguments, "--config", str(tmp_path / "config.toml")]
        return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)

    waits = run("run", "--date", DAY)
    assert waits.returncode == 0
    assert "speaking" not in waits.stderr
    assert "approved by Schulz" in run("approve", "2026-kw47", "--by", "Schulz").stdout
    assert "speaking" in run("run", "--date", DAY, "--until", "speak").stderr
