# SPDX-License-Identifier: EUPL-1.2
"""Whoever types something wrong at the command line reads one sentence that names it, and nothing is done."""

from pathlib import Path

import pytest

from pipeline import cli
from pipeline.newsroom import Newsroom
from pipeline.settings import load


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("voices --engine nope", "No voice of “nope” is installed."),
        ("run --retake speak:nope", "There is no bulletin nope."),
        ("uploaded b --where youtube --address javascript:alert(1)", "--address javascript:alert(1) is no web address."),
        ("design new --logo config.toml --name Kreis", "The logo cannot be read (no picture that this program knows)."),
    ],
)
def test_wrong_input_is_one_sentence_and_changes_nothing(
    typed: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text('[[sources]]\nkind = "feed"\nurl = "feed.xml"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    room = Newsroom(load(tmp_path / "config.toml"))
    room.ledger.register("feed|e|2026-11-20", "b", room.clock().date())
    assert cli.main(typed.split()) in (1, 2)
    shown = capsys.readouterr()
    assert (shown.err.splitlines()[0], len(shown.err.splitlines()), shown.out) == (f"newsreel: {said}", 2, "")
    assert room.ledger.publications("b") == ()
    room.close()
