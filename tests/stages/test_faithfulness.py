# SPDX-License-Identifier: EUPL-1.2
"""The benchmark of the check: its scorer counts right, and the development split keeps what it has reached."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "faithfulness"


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("faithfulness_score", FOLDER / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_wilson_intervals_hold_the_share_and_stay_within_zero_and_one(scorer: ModuleType) -> None:
    low, high = scorer.wilson(64, 65)
    assert round(low, 2) == 0.92
    assert high <= 1.0
    assert scorer.wilson(0, 0) == (0.0, 1.0)
    assert scorer.wilson(0, 10)[0] == 0.0


def test_a_case_with_an_unknown_kind_or_a_missing_sentence_is_refused(scorer: ModuleType, tmp_path: Path) -> None:
    base = 'id="x"\nday=2026-01-01\ntitle="T"\ntext="Ein Satz steht hier."\n[[scripts]]\nby="a"\nsentences=["Ein Satz."]\n'
    for wrong in ('kind="typo"\nscript=1\nsentence=1\ntext="x"', 'kind="date"\nscript=2\nsentence=1\ntext="x"'):
        (tmp_path / "x.toml").write_text(f"{base}[[errors]]\n{wrong}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"x\.toml"):
            scorer.load(tmp_path.glob("*.toml"))


def test_the_development_split_holds_what_was_reached(scorer: ModuleType) -> None:
    """Floors below the measured figures: they catch a rule that breaks, not a point that moves."""
    cases = scorer.load((FOLDER / "dev").glob("[ab]?-*.toml"))
    result = scorer.score(cases)
    red = [result.red[kind] for kind in scorer.RED_KINDS]
    assert sum(c.hit for c in red) / sum(c.all for c in red) >= 0.97
    assert result.quiet_red.hit / result.quiet_red.all >= 0.98
    assert result.any["negation"].hit / result.any["negation"].all >= 0.9
    assert result.any["fabricated-sentence"].hit / result.any["fabricated-sentence"].all >= 0.95
    assert result.within.hit / result.within.all >= 0.75
    assert result.identity.hit == result.identity.all
    assert result.ambers / result.characters * scorer.PROGRAMME <= 5


def test_the_command_reports_an_empty_split(scorer: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert scorer.main(["--only", "no-such-case"]) == 2
    assert "no cases" in capsys.readouterr().err
