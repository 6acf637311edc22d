# SPDX-License-Identifier: EUPL-1.2
"""config.toml, docs/configuration.md and the code say the same; what the README promises can be typed."""

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from pipeline import cli
from pipeline.errors import ConfigError
from pipeline.settings import Settings, load

ROOT = Path(__file__).resolve().parents[2]


def keys(kind: type, section: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, hint in get_type_hints(kind).items():
        inner = next((part for part in (hint, *get_args(hint)) if isinstance(part, type) and is_dataclass(part)), None)
        if inner is not None:
            found += keys(inner, f"{section}.{name}".lstrip("."))
        elif section:
            found.append((section, name))
    return found


def test_the_shipped_configuration_shows_exactly_the_defaults() -> None:
    shipped = load(ROOT / "config.toml")
    assert replace(shipped, sources=(), targets=()) == Settings(home=shipped.home)


@pytest.mark.parametrize(("section", "key"), keys(Settings))
def test_every_key_is_explained(section: str, key: str) -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    part = re.split(rf"^## \[+{re.escape(section)}\]+$", page, flags=re.M)
    assert len(part) == 2, f"no section {section}"
    assert f"| `{key}` |" in part[1].split("\n## ")[0]


def test_every_command_of_the_readme_exists() -> None:
    known = set(cli.parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr,arg-type]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:\.venv/bin/)?newsreel (\w+)", readme, flags=re.M))
    assert named
    assert named <= known


def test_the_readme_points_to_files_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", readme):
        assert (ROOT / target).exists(), target


def test_all_settings_are_frozen() -> None:
    for name, hint in get_type_hints(Settings).items():
        inner = next((part for part in (hint, *get_args(hint)) if isinstance(part, type) and is_dataclass(part)), None)
        if inner is not None:
            assert inner.__dataclass_params__.frozen, name  # type: ignore[attr-defined]
            assert fields(inner)


@pytest.mark.parametrize("period", ["2026-02", "2026-03-15/2026-02-01", "bald", "2026-02-01/2026-02-30"])
def test_a_period_of_restraint_that_is_none_is_refused(period: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[newsroom]\nrestraint = ["{period}"]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="restraint"):
        load(config)
