# SPDX-License-Identifier: EUPL-1.2
"""The faithfulness corpus: folder → cases. One TOML file per release; benchmarks/faithfulness/README.md describes the form."""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.errors import ConfigError
from pipeline.keep.folders import SHIPPED
from pipeline.model import Item

CORPUS: Final = SHIPPED / "benchmarks" / "faithfulness"
"""The corpus of this project; a wheel does not carry it."""
SPLITS: Final = ("dev", "locked")
LOCKED: Final = "locked"
"""The split that nobody who tunes the rules may read."""
RECORDED: Final = "recorded answer of a large language model"
"""What a file or an entry must say of its answers, so that nobody takes a sentence of our own for one."""
KINDS: Final = (
    "number",
    "money",
    "date",
    "weekday",
    "time",
    "name",
    "place",
    "quotation",
    "negation",
    "role-swap",
    "dropped-essential",
    "hardened-obligation",
    "invented-finding",
    "invented-sender",
    "dropped-condition",
    "resolved-relative-date",
    "fabricated-sentence",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One script of a case."""

    by: str
    sentences: tuple[str, ...]
    headline: str = ""
    kicker: str = ""
    figure: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """An error put into a script: which sentence (from 1) becomes which text."""

    kind: str
    script: int
    sentence: int
    text: str
    within: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A recorded sentence of a language model with its label."""

    model: str
    text: str
    wrong: bool
    kind: str = ""
    sources: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One release with all that belongs to it."""

    id: str
    item: Item
    day: date
    scripts: tuple[Told, ...]
    errors: tuple[Planted, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The cases of one or more splits; `digest` is the sha256 of file names and bytes, `locked` whether any is secret."""

    cases: tuple[Case, ...]
    digest: str
    locked: bool


def read_corpus(folder: Path, split: str, only: str = "") -> Corpus:
    """Read a split ("dev", "locked", "all") of a corpus. `only` is a part of the file name. Raises ConfigError."""
    splits = SPLITS if split == "all" else (split,)
    paths = sorted(path for name in splits for path in (folder / name).glob("*.toml") if only in path.name)
    if not paths:
        where = ", ".join(str(folder / name) for name in splits)
        raise ConfigError(
            f"There are no cases in {where}.", "Name a corpus with --corpus DIR; it holds the folders dev and locked."
        )
    digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in paths)).hexdigest()
    return Corpus(load(paths), digest, any(path.parent.name == LOCKED for path in paths))


def load(paths: Iterable[Path]) -> tuple[Case, ...]:
    """Read TOML files → cases. Raises ConfigError naming the file that does not keep to the form."""
    cases = []
    for path in sorted(paths):
        try:
            case = _case(tomllib.loads(path.read_text(encoding="utf-8")))
        except (KeyError, TypeError, IndexError, ValueError, OSError) as wrong:
            raise ConfigError(f"{path}: {wrong!r}", "The form is described in benchmarks/faithfulness/README.md.") from wrong
        if fault := _fault(case):
            raise ConfigError(f"{path}: {fault}", "The form is described in benchmarks/faithfulness/README.md.")
        cases.append(case)
    return tuple(cases)


def _fault(case: Case) -> str:
    """Say what of a case cannot be scored; empty where all can."""
    for error in case.errors:
        if error.kind not in KINDS:
            return f"unknown kind {error.kind!r}"
        if not 1 <= error.script <= len(case.scripts):
            return f"error {error.kind} names script {error.script}, which is not there"
        if not 1 <= error.sentence <= len(case.scripts[error.script - 1].sentences) + 1:
            return f"error {error.kind} names sentence {error.sentence}, which is not there"
    return ""


def _case(table: dict) -> Case:  # type: ignore[type-arg]
    item = Item(table["id"], table["title"], table["text"].strip(), "", table.get("published"))
    scripts = tuple(
        Told(s["by"], tuple(s["sentences"]), s.get("headline", ""), s.get("kicker", ""), s.get("figure", ""), s.get("unit", ""))
        for s in table.get("scripts", ())
    )
    errors = tuple(
        Planted(e["kind"], e["script"], e["sentence"], e["text"], e.get("within", False), e.get("note", ""))
        for e in table.get("errors", ())
    )
    answers = tuple(_answer(entry, table.get("recorded", "")) for entry in table.get("answers", ()))
    return Case(table["id"], item, table["day"], scripts, errors, answers)


def _answer(entry: dict, header: str) -> Answer:  # type: ignore[type-arg]
    """Read one answer. Raises ValueError where nothing says that, and by which model, it was recorded."""
    if entry.get("recorded", header) != RECORDED:
        raise ValueError(f'answers need recorded = "{RECORDED}", in the header or in each entry')
    if not entry["model"].strip():
        raise ValueError("an answer does not name its model")
    return Answer(
        entry["model"],
        entry["text"],
        entry["wrong"],
        entry.get("kind", ""),
        tuple(entry.get("sources", ())),
        entry.get("note", ""),
    )
