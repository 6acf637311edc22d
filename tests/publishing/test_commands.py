# SPDX-License-Identifier: EUPL-1.2
"""The commands of the web team, as they are typed."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.engines.test_c2pa_signer import TYPE, film, signer


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text('[newsroom]\nname = "Landkreis Beispielheim"\n', encoding="utf-8")
    return file


def test_keys_are_made_once_and_detect_reads_what_they_signed(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", "init", "--config", str(config)]) == 0
    assert main(["keys", "init", "--config", str(config)]) == 2
    signed = tmp_path / "signed.mp4"
    signer(tmp_path / "keys").sign(film(tmp_path / "plain.mp4"), "video/mp4", "Kreis kompakt", TYPE, signed)
    capsys.readouterr()
    assert main(["detect", str(signed), "--json", "--config", str(config)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["credentials"], found["digital_source_type"], found["watermark"]) == ("trusted", TYPE, "none")
    body = bytearray(signed.read_bytes())
    body[-40] ^= 1
    signed.write_bytes(body)
    assert main(["detect", str(signed), "--config", str(config)]) == 1


def test_a_file_or_bulletin_that_is_not_there_is_said_in_one_sentence(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "nothing.mp4", "--config", str(config)]) == 2
    assert main(["uploaded", "x", "--where", "youtube", "--config", str(config)]) == 2
    assert main(["publish", "x", "--dry-run", "--config", str(config)]) == 1
    assert "There is no bulletin x" in capsys.readouterr().err
    assert main(["rights", "--config", str(config)]) == 0
    assert main(["embed", "check", "http://127.0.0.1:9/embed.html", "--config", str(config)]) == 1
    assert "cannot be reached" in capsys.readouterr().err
