# SPDX-License-Identifier: EUPL-1.2
"""What a person at a terminal sees, and what a log gets."""

import io
import sys

import pytest

from pipeline.terminal import Lines, Live, watch


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_one_plain_line_per_value_that_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    seen = watch()
    assert isinstance(seen, Lines)
    seen.begins("2026-kw47", "render")
    seen.goes("2026-kw47", 0.5)
    seen.has("2026-kw47", "render", kept=False, seconds=21.04)
    seen.has("2026-kw47", "pack", kept=True, seconds=0.0)
    assert capsys.readouterr().err == "2026-kw47  rendering  21.0 s\n"


def test_a_terminal_gets_a_bar_with_the_time_that_is_left_and_then_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    seen = watch()
    assert isinstance(seen, Live)
    seen.begins("2026-kw47", "render")
    seen.goes("2026-kw47", 0.25)
    seen.goes("2026-kw47", 1.0)
    seen.has("2026-kw47", "render", kept=False, seconds=21.04)
    assert "━" in screen.getvalue()
    assert screen.getvalue().endswith("2026-kw47  rendering  21.0 s\n")


def test_a_stage_that_fails_leaves_no_bar_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    seen = Live()
    seen.begins("a", "render")
    seen.begins("b", "render")
    seen.has("b", "render", kept=False, seconds=1.0)
    assert screen.getvalue().endswith("b  rendering  1.0 s\n")
    assert screen.getvalue().count("\x1b[?25l") == screen.getvalue().count("\x1b[?25h")
