# SPDX-License-Identifier: EUPL-1.2
"""Imports point down only; files and functions stay small; nothing but the command line prints."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "pipeline"
FILES = sorted(ROOT.rglob("*.py"))
CRAFTS = ("language", "sound", "picture", "delivery")
BASE = ("model", "ports", "orders", "settings", "strict", "errors")
MAY = {
    **dict.fromkeys(BASE, BASE),
    **{craft: (craft, *BASE) for craft in CRAFTS},
    "stages": ("stages", *CRAFTS, *BASE),
    "engines": ("engines", *CRAFTS, *BASE),
    "keep": ("keep", *BASE),
}
OUTSIDE = {
    "socket",
    "subprocess",
    "multiprocessing",
    "ctypes",
    "urllib.request",
    "http.client",
    "httpx2",
    "openai",
    "sqlite3",
    "sqlalchemy",
}
DISK = {"sqlite3", "sqlalchemy"}


def room(file: Path) -> str:
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "pipeline":
                found |= {f"pipeline.{alias.name}" for alias in node.names}
    return found


def ids(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", [f for f in FILES if room(f) in MAY], ids=ids)
def test_a_room_imports_only_from_rooms_below_it(file: Path) -> None:
    ours = {name.split(".")[1] for name in imports(file) if name.startswith("pipeline.")}
    assert ours <= set(MAY[room(file)]), f"{ids(file)} reaches {sorted(ours - set(MAY[room(file)]))}"


@pytest.mark.parametrize("file", [f for f in FILES if room(f) in (*CRAFTS, "stages", *BASE)], ids=ids)
def test_network_processes_and_databases_stay_in_their_rooms(file: Path) -> None:
    assert not imports(file) & OUTSIDE


@pytest.mark.parametrize("file", [f for f in FILES if room(f) == "engines"], ids=ids)
def test_engines_know_no_database(file: Path) -> None:
    assert not imports(file) & DISK


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_a_file_stays_within_400_lines_and_a_function_within_60(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if file.name != "model.py":  # the one dictionary of all values is looked up, not read through
        assert text.count("\n") <= 420
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 70, f"{node.name} in {ids(file)} is too long"


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_every_file_names_its_licence(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not text.strip() or text.startswith("# SPDX-License-Identifier: EUPL-1.2\n")


def test_no_word_that_hides_what_a_thing_is_names_anything() -> None:
    banned = ("manager", "helper", "utils", "handler", "process_data")
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert not any(word in node.name.lower() for word in banned), f"{node.name} in {ids(file)}"
        assert not any(word in file.stem for word in banned)


@pytest.mark.parametrize("commands", ["commands", "commands_desk"])
def test_who_only_looks_or_decides_waits_for_nothing_that_checks_or_renders(commands: str) -> None:
    code = f"import sys, pipeline.{commands}; print(*(set(sys.modules) & {{'pipeline.stages.check', 'pipeline.stages.render'}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
