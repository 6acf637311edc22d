# SPDX-License-Identifier: EUPL-1.2
"""A night with a language model: every call is in the ledger, and what runs of one day ask for is capped together."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.doubles.llm_server import Reply, Seen, answer, completion, row, serving

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Kreis Klein</title>
<item><title>Hallenbad öffnet wieder</title><guid>bad</guid><pubDate>Fri, 20 Nov 2026 08:00:00 +0100</pubDate>
<description>Das Hallenbad in Kleinau öffnet am Montag, 23. November, wieder. Der Eintritt kostet vier Euro.
Das Bad war seit September wegen einer Sanierung geschlossen.</description></item>
</channel></rss>"""
DRAFT = answer(
    [
        row("Das Hallenbad in Kleinau öffnet am Montag, dem 23. November, wieder.", [1]),
        row("Der Eintritt kostet vier Euro.", [2], rank=2),
    ],
    "Hallenbad öffnet wieder",
)
NIGHT = ["run", "--date", "2026-11-20", "--until", "check"]


def town(folder: Path, base_url: str, more: str = "") -> list[str]:
    """Write a newsroom; gives the arguments that name it."""
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    (folder / "config.toml").write_text(
        f'[[sources]]\nkind = "feed"\nurl = "feed.xml"\n[script]\ntarget_seconds = 30\n[voice]\nengine = "espeak"\n'
        f'[writer.openai]\nbase_url = "{base_url}"\nmodel = "double"\ntimeout_seconds = 5\n{more}',
        encoding="utf-8",
    )
    return ["--config", str(folder / "config.toml")]


def test_every_call_can_be_read_with_what_was_sent_and_what_came_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replies = [completion("Das mache ich gern!"), completion(DRAFT)]
    with serving(lambda seen: replies.pop(0)) as server:
        at = town(tmp_path, server.base_url)
        assert main([*NIGHT, *at]) == 0
    capsys.readouterr()
    assert main(["show", "2026-kw47", "calls", "--json", *at]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["outcome"], second["outcome"]) == ("not-json", "ok")
    assert (first["answer"], second["answer"]) == ("Das mache ich gern!", DRAFT)
    assert (second["host"], second["model"]) == ("127.0.0.1", "double")
    assert (second["tokens_in"], second["tokens_out"]) == (900, 300)
    assert len(second["prompt"]) == 64
    assert json.loads(second["parameters"])["response_format"] == "json_schema"
    assert second["seconds"] >= 0.0
    assert main(["show", "2026-kw47", "calls", *at]) == 0
    assert "2 call(s), 1800 + 600 tokens" in capsys.readouterr().out


@pytest.mark.parametrize("cap", ["max_calls = 2", "max_tokens = 2400", "max_cost_eur = 0.0024\nprice_in = 1.0\nprice_out = 1.0"])
def test_a_second_run_of_the_day_does_not_begin_at_zero(cap: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[Seen] = []

    def good(seen: Seen) -> Reply:
        asked.append(seen)
        return completion(DRAFT)

    with serving(good) as server:
        at = town(tmp_path, server.base_url, cap)
        for _ in range(4):
            assert main([*NIGHT, "--retake", "write", *at]) == 0
    assert len(asked) == 2
    capsys.readouterr()
    main(["show", "2026-kw47", "script", *at])
    assert "vier Euro" in capsys.readouterr().out, "a cap ends no night: the item is told as an excerpt"


def test_without_a_model_there_are_no_calls_to_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = town(tmp_path, "")
    assert main([*NIGHT, *at]) == 0
    capsys.readouterr()
    assert main(["show", "2026-kw47", "calls", *at]) == 0
    assert "No language model" in capsys.readouterr().out
