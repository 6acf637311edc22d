# SPDX-License-Identifier: EUPL-1.2
"""Measure the check: releases, faithful scripts, planted errors and labelled answers → detection and false alarms.

See README.md beside this file for the form of the cases and for what is counted.
"""

import argparse
import hashlib
import json
import sys
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pipeline.language.facts import cut_contacts
from pipeline.language.ground import ground
from pipeline.model import Finding, Item, Origin, Panel, PanelKind, Report, Rundown, Script, Sentence, Severity, Slot, Story
from pipeline.stages.check import CheckSettings, check

HERE = Path(__file__).parent
KINDS = (
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
RED_KINDS = ("number", "money", "date", "weekday", "time", "name", "quotation")
"""The kinds of which issue 3 asks for 97 % red where the value is absent from the release."""
SPOKEN = 1.08
"""Spoken characters per displayed one (research/prompt.md: 1.03 to 1.11)."""
PROGRAMME = 1100
"""Spoken characters in the stories of a programme of 100 seconds (research/prompt.md)."""


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


@dataclass(slots=True)
class Count:
    """How many of how many."""

    hit: int = 0
    all: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, hit: bool, text: str) -> None:
        """Count one more; keep the text of a miss."""
        self.all += 1
        self.hit += hit
        if not hit:
            self.misses.append(text)

    def line(self) -> str:
        """Give "64/65 = 98 % (92-100)"."""
        if not self.all:
            return "–"
        low, high = wilson(self.hit, self.all)
        return f"{self.hit}/{self.all} = {100 * self.hit / self.all:.1f} % ({100 * low:.0f}-{100 * high:.0f})"


def wilson(hit: int, every: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927)."""
    if not every:
        return 0.0, 1.0
    z = 1.959964
    share = hit / every
    middle = share + z * z / (2 * every)
    spread = z * (share * (1 - share) / every + z * z / (4 * every * every)) ** 0.5
    below = 1 + z * z / every
    return max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)


def load(paths: Iterable[Path]) -> tuple[Case, ...]:
    """Read the TOML files of a split → cases. Raises ValueError naming the file that does not keep to the form."""
    cases = []
    for path in sorted(paths):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        try:
            cases.append(_case(table))
        except (KeyError, TypeError, IndexError) as wrong:
            raise ValueError(f"{path}: {wrong!r}") from wrong
        known = cases[-1]
        for error in known.errors:
            if error.kind not in KINDS:
                raise ValueError(f"{path}: unknown kind {error.kind!r}")
            if (
                not 1 <= error.script <= len(known.scripts)
                or not 1 <= error.sentence <= len(known.scripts[error.script - 1].sentences) + 1
            ):
                raise ValueError(f"{path}: error {error.kind} names a script or sentence that is not there")
    return tuple(cases)


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
    answers = tuple(
        Answer(a.get("model", ""), a["text"], a["wrong"], a.get("kind", ""), tuple(a.get("sources", ())), a.get("note", ""))
        for a in table.get("answers", ())
    )
    return Case(table["id"], item, table["day"], scripts, errors, answers)


def report(case: Case, item: Item, sentences: Sequence[str], told: Told | None = None, day: date | None = None) -> Report:
    """Check sentences as one story about an item; each cites the item sentence that is most like it."""
    source = ground(item)
    lines = tuple(Sentence(text, source.nearest(text, most=1) or (0,), origin=Origin.MODEL) for text in sentences)
    panel = Panel(PanelKind.NUMBER, told.figure, told.unit) if told and told.figure else Panel(PanelKind.WORDS)
    story = Story(item.id, told.kicker if told else "", told.headline if told else "", lines, panel)
    release = day or case.day
    rundown = Rundown(case.id, item.title, release, "de", (Slot(item, 30.0),))
    return check(Script(rundown, item.title, (), (story,), (), "benchmark", excerpt=False), CheckSettings(release))


def shown(findings: Iterable[Finding], place: str = "") -> list[Finding]:
    """Give the reds and ambers, of one place where one is named; what is told at the item itself is no flag of the script."""
    return [
        f
        for f in findings
        if f.severity is not Severity.NOTE and not f.where.startswith("item:") and (not place or f.where == place)
    ]


@dataclass(slots=True)
class Score:
    """Everything that is counted, by kind."""

    red: dict[str, Count] = field(default_factory=dict)
    any: dict[str, Count] = field(default_factory=dict)
    within: Count = field(default_factory=Count)
    quiet_red: Count = field(default_factory=Count)
    quiet_amber: Count = field(default_factory=Count)
    headlines: Count = field(default_factory=Count)
    ambers: int = 0
    essentials: int = 0
    characters: int = 0
    identity: Count = field(default_factory=Count)
    strangers: Count = field(default_factory=Count)
    answers_wrong: Count = field(default_factory=Count)
    answers_right: Count = field(default_factory=Count)
    slowest: float = 0.0
    codes: dict[str, int] = field(default_factory=dict)


def score(cases: Sequence[Case]) -> Score:
    """Run the check over every case and count."""
    result = Score()
    for number, case in enumerate(cases):
        clean = []
        for told in case.scripts:
            began = time.perf_counter()
            found = report(case, case.item, told.sentences, told).findings
            result.slowest = max(result.slowest, time.perf_counter() - began)
            clean.append(found)
            _faithful(case, told, found, result)
        for error in case.errors:
            _planted(case, error, clean[error.script - 1], result)
        _identity(case, result)
        if len(cases) > 1:
            _stranger(case, cases[(number + 1) % len(cases)], result)
        for answer in case.answers:
            _answer(case, answer, result)
    return result


def _faithful(case: Case, told: Told, found: Sequence[Finding], result: Score) -> None:
    result.characters += round(SPOKEN * sum(map(len, told.sentences)))
    for place, text in enumerate(told.sentences, 1):
        here = shown(found, f"1.{place}")
        essential = [f for f in here if f.code == "essential-dropped"]
        reds = [f for f in here if f.severity is Severity.RED]
        ambers = [f for f in here if f.severity is Severity.AMBER]
        result.essentials += len(essential)
        result.ambers += len(ambers)
        result.quiet_red.add(not reds, f"{case.id}/{told.by} {place}: {text} → {[(f.code, f.quote) for f in reds]}")
        result.quiet_amber.add(not ambers, f"{case.id}/{told.by} {place}: {text} → {[(f.code, f.message[:150]) for f in ambers]}")
        for finding in ambers:
            result.codes[finding.code] = result.codes.get(finding.code, 0) + 1
    if told.headline:
        reds = [f for f in shown(found) if f.where in ("1.headline", "1.kicker", "1.panel")]
        result.headlines.add(not reds, f"{case.id}/{told.by}: {told.headline} → {[(f.code, f.quote) for f in reds]}")


def _planted(case: Case, error: Planted, clean: Sequence[Finding], result: Score) -> None:
    sentences = list(case.scripts[error.script - 1].sentences)
    sentences[error.sentence - 1 : error.sentence] = [error.text] if error.text else []
    found = report(case, case.item, sentences, case.scripts[error.script - 1]).findings
    known = {(f.code, f.quote) for f in shown(clean, f"1.{error.sentence}")}
    known |= {(f.code, f.quote) for f in clean if f.code.startswith("essential")}
    if error.kind == "dropped-essential":
        new = [f for f in shown(found) if f.code.startswith("essential") and (f.code, f.quote) not in known]
    else:
        new = [
            f
            for f in shown(found, f"1.{error.sentence}")
            if not f.code.startswith("essential") and (f.code, f.quote) not in known
        ]
    label = (
        f"{case.id} [{error.kind}{' within' if error.within else ''}] "
        f"{error.text or '(dropped) ' + case.scripts[error.script - 1].sentences[error.sentence - 1]} "
        f"{error.note}"
    )
    red = any(f.severity is Severity.RED for f in new)
    if error.within:
        result.within.add(bool(new), label)
    else:
        result.red.setdefault(error.kind, Count()).add(red, label)
        result.any.setdefault(error.kind, Count()).add(bool(new), label)


def _identity(case: Case, result: Score) -> None:
    """The sentences of the release as its own script; the day lies before every date, since currency is another question."""
    source = ground(case.item)
    early = case.day - timedelta(days=3650)
    for text in (cut_contacts(sentence) for sentence in source.sentences):
        if text:
            found = [f for f in shown(report(case, case.item, [text], day=early).findings) if not f.code.startswith("essential")]
            result.identity.add(not found, f"{case.id}: {text} → {[(f.code, f.quote) for f in found]}")


def _stranger(case: Case, other: Case, result: Score) -> None:
    for told in case.scripts:
        found = report(other, other.item, told.sentences).findings
        for place, text in enumerate(told.sentences, 1):
            flagged = [
                f
                for f in shown(found, f"1.{place}")
                if f.code not in ("essential-dropped", "essential-untold", "sentence-too-long", "too-many-numbers")
            ]
            result.strangers.add(bool(flagged), f"{case.id} against {other.id}: {text}")


def _answer(case: Case, answer: Answer, result: Score) -> None:
    source = ground(case.item)
    line = Sentence(answer.text, answer.sources or source.nearest(answer.text, most=1) or (0,), origin=Origin.MODEL)
    rundown = Rundown(case.id, case.item.title, case.day, "de", (Slot(case.item, 30.0),))
    story = Story(case.item.id, "", "", (line,), Panel(PanelKind.WORDS))
    found = check(
        Script(rundown, case.item.title, (), (story,), (), "benchmark", excerpt=False), CheckSettings(case.day)
    ).findings
    style = ("essential-dropped", "essential-untold", "sentence-too-long", "too-many-numbers", "not-for-hearing", "not-neutral")
    flags = [f for f in shown(found, "1.1") if f.code not in style]
    label = f"{case.id} [{answer.kind}] {answer.text} {answer.note} → {[(f.code, f.quote) for f in flags]}"
    if answer.wrong:
        result.answers_wrong.add(bool(flags), label)
    else:
        result.answers_right.add(not flags, label)


def _joined(counts: dict[str, Count], kinds: Iterable[str]) -> Count:
    picked = [counts[kind] for kind in kinds if kind in counts]
    return Count(sum(c.hit for c in picked), sum(c.all for c in picked))


def table(result: Score, cases: Sequence[Case], digest: str) -> str:
    """Write what was measured as text."""
    lines = [
        (
            f"{len(cases)} releases, {sum(len(c.scripts) for c in cases)} scripts, "
            f"{sum(len(c.errors) for c in cases)} planted errors; corpus {digest[:12]}"
        ),
        "",
    ]
    lines.append(f"{'kind':26}{'red':>28}{'red or amber':>30}")
    for kind in KINDS:
        if kind in result.any:
            lines.append(f"{kind:26}{result.red[kind].line():>28}{result.any[kind].line():>30}")
    rate = 100 * result.ambers / max(1, result.characters) * PROGRAMME / 100
    lines += [
        "",
        f"red, values absent from the release   {_joined(result.red, RED_KINDS).line()}   (at least 97 %)",
        (
            "negation and hardened obligation      "
            f"{_joined(result.any, ('negation', 'hardened-obligation')).line()}   (at least 90 %)"
        ),
        f"fabricated sentence                   {_joined(result.any, ('fabricated-sentence',)).line()}   (at least 95 %)",
        f"swap within the release               {result.within.line()}   (at least 75 %)",
        (
            f"faithful sentences without red        {result.quiet_red.line()}   (at least 98 %; essentials "
            f"missed {result.essentials})"
        ),
        f"faithful sentences without amber      {result.quiet_amber.line()}",
        f"faithful headlines and cards          {result.headlines.line()}",
        (
            f"ambers per faithful 100 s script      {rate:.1f}   (at most 5) "
            f"{dict(sorted(result.codes.items(), key=lambda c: -c[1]))}"
        ),
        f"identity test, sentences unflagged    {result.identity.line()}   (100 %)",
        f"wrong source, sentences flagged       {result.strangers.line()}",
        f"answers of a model, wrong and flagged {result.answers_wrong.line()}   (at least 60 %)",
        f"answers of a model, right and quiet   {result.answers_right.line()}",
        f"slowest script                        {result.slowest:.2f} s   (under 1 s; the first one loads the dictionary)",
    ]
    return "\n".join(lines)


def summary(result: Score, cases: Sequence[Case], digest: str) -> dict[str, object]:
    """Give the same as values for machines."""
    return {
        "corpus": digest,
        "releases": len(cases),
        "red": {k: [c.hit, c.all] for k, c in result.red.items()},
        "any": {k: [c.hit, c.all] for k, c in result.any.items()},
        "within": [result.within.hit, result.within.all],
        "quiet_red": [result.quiet_red.hit, result.quiet_red.all],
        "quiet_amber": [result.quiet_amber.hit, result.quiet_amber.all],
        "ambers_per_programme": result.ambers / max(1, result.characters) * PROGRAMME,
        "identity": [result.identity.hit, result.identity.all],
        "wrong_source": [result.strangers.hit, result.strangers.all],
        "answers_wrong": [result.answers_wrong.hit, result.answers_wrong.all],
        "answers_right": [result.answers_right.hit, result.answers_right.all],
        "slowest_seconds": round(result.slowest, 3),
    }


def misses(result: Score) -> str:
    """List every miss and every false alarm."""
    lines = []
    for kind, count in sorted(result.any.items()):
        lines += [f"MISSED {text}" for text in count.misses]
        if kind in RED_KINDS:
            lines += [f"NOT RED {text}" for text in result.red[kind].misses if text not in count.misses]
    for name, count in (
        ("MISSED SWAP", result.within),
        ("DROP MISSED", result.red.get("dropped-essential", Count())),
        ("FALSE RED", result.quiet_red),
        ("FALSE AMBER", result.quiet_amber),
        ("HEADLINE", result.headlines),
        ("IDENTITY", result.identity),
        ("STRANGER UNSEEN", result.strangers),
        ("ANSWER MISSED", result.answers_wrong),
        ("ANSWER FALSE", result.answers_right),
    ):
        lines += [f"{name} {text}" for text in count.misses]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a split and print the table; exit code 2 where there is nothing to score."""
    parser = argparse.ArgumentParser(description="Measure the check of scripts against the faithfulness corpus.")
    parser.add_argument("--split", choices=("dev", "locked", "all"), default="dev")
    parser.add_argument("--only", default="", help="a part of the case's id")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true", help="also list every miss and false alarm (development only)")
    chosen = parser.parse_args(arguments)
    splits = ("dev", "locked") if chosen.split == "all" else (chosen.split,)
    paths = sorted(path for split in splits for path in (HERE / split).glob("*.toml") if chosen.only in path.name)
    if not paths:
        print(f"There are no cases in {', '.join(str(HERE / split) for split in splits)}.", file=sys.stderr)
        return 2
    digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in paths)).hexdigest()
    cases = load(paths)
    result = score(cases)
    print(json.dumps(summary(result, cases, digest), indent=1) if chosen.json else table(result, cases, digest))
    if chosen.misses:
        print("\n" + misses(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
