# SPDX-License-Identifier: EUPL-1.2
"""The benchmark of the check: it counts right, keeps the locked split to itself, and the development split holds its floors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import ConfigError
from pipeline.evaluation.cases import CORPUS, RECORDED, load, read_corpus
from pipeline.evaluation.counting import RED_KINDS, curve, score, wilson
from pipeline.evaluation.tables import misses, table
from tests.doubles.llm_server import Reply, Seen, answer, completion, row, serving

RELEASE = """id = "bad"
day = 2026-11-20
title = "Hallenbad öffnet am 23. November"
text = "Das Hallenbad in Kleinau öffnet am Montag, 23. November 2026, wieder. Der Eintritt kostet vier Euro."
[[scripts]]
by = "a"
sentences = ["Das Hallenbad in Kleinau öffnet am Montag, dem 23. November.", "Der Eintritt kostet vier Euro."]
[[errors]]
kind = "money"
script = 1
sentence = 2
text = "Der Eintritt kostet neun Euro."
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for split in ("dev", "locked"):
        (tmp_path / split).mkdir()
        (tmp_path / split / "bad.toml").write_text(RELEASE, encoding="utf-8")
    return tmp_path


def test_wilson_intervals_hold_the_share_and_stay_within_zero_and_one() -> None:
    low, high = wilson(64, 65)
    assert round(low, 2) == 0.92
    assert high <= 1.0
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[0] == 0.0


@pytest.mark.parametrize(
    "wrong",
    [
        '[[errors]]\nkind="typo"\nscript=1\nsentence=1\ntext="x"',
        '[[errors]]\nkind="date"\nscript=2\nsentence=1\ntext="x"',
        '[[errors]]\nkind="date"\nscript=1\nsentence=9\ntext="x"',
        '[[answers]]\nmodel="m"\ntext="x"\nwrong=true',
        f'[[answers]]\nmodel=" "\ntext="x"\nwrong=true\nrecorded="{RECORDED}"',
    ],
)
def test_a_case_that_does_not_keep_to_the_form_is_refused_by_name(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(f"{RELEASE}\n{wrong}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"x\.toml"):
        load(tmp_path.glob("*.toml"))


def test_an_answer_says_in_the_header_or_itself_that_it_was_recorded(tmp_path: Path) -> None:
    entry = '[[answers]]\nmodel="m"\ntext="Der Eintritt kostet neun Euro."\nwrong=true\nkind="money"\n'
    (tmp_path / "a.toml").write_text(f'recorded = "{RECORDED}"\n{RELEASE}\n{entry}', encoding="utf-8")
    (tmp_path / "b.toml").write_text(f'{RELEASE}\n{entry}recorded = "{RECORDED}"\n', encoding="utf-8")
    result = score(load(tmp_path.glob("*.toml")))
    assert (result.answers_wrong.hit, result.answers_wrong.all) == (2, 2)
    assert result.answer_kinds["money"].line().startswith("2/2 = 100.0 % (")


def test_a_planted_error_counts_once_and_a_faithful_script_is_quiet(corpus: Path) -> None:
    read = read_corpus(corpus, "dev")
    result = score(read.cases)
    assert (result.red["money"].hit, result.red["money"].all) == (1, 1)
    assert result.quiet_red.hit == result.quiet_red.all == 2
    assert "money" in table(result, read)
    assert misses(result) == ""


def test_the_development_split_holds_what_was_reached() -> None:
    """Floors below the measured figures: they catch a rule that breaks, not a point that moves."""
    result = score(load((CORPUS / "dev").glob("[ab]?-*.toml")))
    red = result.joined(RED_KINDS, red=True)
    assert red.hit / red.all >= 0.97
    assert result.quiet_red.hit / result.quiet_red.all >= 0.98
    assert result.any["negation"].hit / result.any["negation"].all >= 0.8
    assert result.any["fabricated-sentence"].hit / result.any["fabricated-sentence"].all >= 0.95
    assert result.within.hit / result.within.all >= 0.75
    assert result.identity.hit == result.identity.all
    assert result.ambers_per_programme <= 5
    assert max(result.seconds) < 1.0


def test_a_wider_margin_flags_fewer_swaps_and_fewer_faithful_sentences() -> None:
    points = curve(load((CORPUS / "dev").glob("a[16]-*.toml")), (0.0, 5.0))
    assert points[0][1].hit > points[1][1].hit
    assert points[0][2] >= points[1][2]


def test_the_command_reports_for_people_and_programs(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--corpus", str(corpus)]) == 0
    assert "1/1 = 100.0 % (21-100)" in capsys.readouterr().out
    assert main(["eval", "--corpus", str(corpus), "--split", "all", "--json"]) == 0
    form = json.loads(capsys.readouterr().out)
    assert form["releases"] == 2
    assert form["red"]["money"] == [2, 2]
    assert main(["eval", "--corpus", str(corpus), "--json", "--misses"]) == 0
    assert json.loads(capsys.readouterr().out)["misses"] == []


def test_the_curve_is_printed_with_the_margin_in_use(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--corpus", str(corpus), "--curve"]) == 0
    assert capsys.readouterr().out.count("(in use)") == 1


@pytest.mark.parametrize("split", ["locked", "all"])
def test_the_misses_of_the_locked_split_are_shown_to_nobody(split: str, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--corpus", str(corpus), "--split", split, "--misses"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "locked" in said.err


def test_a_corpus_without_cases_is_one_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--corpus", str(tmp_path)]) == 2
    assert "no cases" in capsys.readouterr().err


def test_the_script_in_the_benchmark_folder_is_the_same_command(corpus: Path) -> None:
    command = [sys.executable, str(CORPUS / "score.py"), "--corpus", str(corpus), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=CORPUS.parents[1])
    assert json.loads(done.stdout)["releases"] == 1


def configured(corpus: Path, base_url: str) -> list[str]:
    config = corpus / "config.toml"
    config.write_text(
        f'[writer.openai]\nbase_url = "{base_url}"\nmodel = "double"\ntimeout_seconds = 5\n[voice]\nengine = "espeak"\n',
        encoding="utf-8",
    )
    return ["eval", "--model", "--corpus", str(corpus), "--config", str(config)]


DRAFT = answer(
    [
        row("Das Hallenbad in Kleinau öffnet am Montag, dem 23. November, wieder.", [1]),
        row("Der Eintritt kostet neun Euro.", [2]),
        row("Der Eintritt kostet vier Euro.", [2], kind="reserve", rank=3),
    ],
    "Hallenbad öffnet wieder",
)


def test_a_model_is_asked_for_every_release_and_its_drafts_are_judged_unmended(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(lambda seen: completion(DRAFT)) as server:
        assert main([*configured(corpus, server.base_url), "--json", "--misses"]) == 0
        assert len(server.seen) == 1
    form = json.loads(capsys.readouterr().out)
    assert (form["model"], form["sentences"], form["red"]) == ("openai:double", 3, 1)
    assert form["findings"] == {"red number-not-in-source": 1}
    assert [d["text"] for d in form["drafts"] if d["findings"]] == ["Der Eintritt kostet neun Euro."]
    assert "neun Euro" in form["misses"][0]


def test_drafts_of_locked_releases_are_counted_and_not_shown(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(lambda seen: completion(DRAFT)) as server:
        assert main([*configured(corpus, server.base_url), "--json", "--split", "locked"]) == 0
    said = capsys.readouterr().out
    assert json.loads(said)["red"] == 1
    assert "Euro" not in said


def test_a_model_that_fails_is_told_and_ends_nothing(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(seen: Seen) -> Reply:
        return Reply(404, '{"error": {"message": "no"}}')

    with serving(broken) as server:
        assert main(configured(corpus, server.base_url)) == 0
    said = capsys.readouterr().out
    assert "0/1" in said
    assert "no draft of bad" in said


def test_without_a_model_the_command_says_what_to_configure(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "config.toml").write_text('[script]\nwriter = "extract"\n', encoding="utf-8")
    assert main(["eval", "--model", "--corpus", str(corpus), "--config", str(corpus / "config.toml")]) == 2
    assert "[writer.openai]" in capsys.readouterr().err
