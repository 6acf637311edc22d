# SPDX-License-Identifier: EUPL-1.2
"""The table of docs/reliability.md: each row is written by the run that measured it, never by hand.

`python -m tests.reliability.report [NAME…]` runs the tests behind the named rows, writes down what came of them, and writes the
page anew; without names only the page. Long runs (kills, fuzzing, corpus) write their rows themselves, with `--row`.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reliability"
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- written by tests/reliability/report.py -->\n", "<!-- end of what is written -->\n"

ROWS: dict[str, tuple[str, str]] = {
    "kills": (
        "kills: every failpoint and 1,000 random, on a small real bulletin",
        "0 lost, 0 doubled, output equal to the undisturbed run, ≤ 1 stage repeated",
    ),
    "kills-whole": ("kills at random moments of a night with the real voice, painter and encoder", "the same"),
    "corpus": ("public feed corpus of the feedparser project", "no crash, ≤ 5 s and ≤ 300 MB each"),
    "hostile": ("our own hostile feeds (≥ 200)", "no crash, ≤ 5 s and ≤ 300 MB each"),
    "addresses": ("forbidden address forms (≥ 40)", "100 % refused, before and after redirects"),
    "fuzz": ("own fuzzers, 10 minutes each", "0 crashes"),
    "editors": ("two-editor races, 1,000 rounds", "exactly one winner"),
    "batches": ("two-batch races, 1,000 rounds", "exactly one winner"),
    "fleet": (
        "4 workers on PostgreSQL, 400 newsrooms × 5 bulletins with a stub renderer, 1 worker killed every 10 s",
        "each bulletin made once, published once",
    ),
    "fleet-renders": ("4 workers, real renders, 20 bulletins", "throughput ≥ 0.95 × what the cores allow"),
    "restore": ("restore of a backup on an empty machine", "digests all verified, next run makes nothing"),
}
"""Name → (measure, target), in the order of the page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a run measured. `reached` tells whether the target was met; `detail` is Markdown below the table."""

    figure: str
    reached: bool
    command: str
    date: str
    commit: str
    detail: str = ""


def commit_of_today() -> str:
    """Give the commit that is measured: the last one that changed the pipeline; "-dirty" where files differ from HEAD."""
    asked = ["git", "log", "-1", "--format=%h", "--", "pipeline"]
    commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    asked = ["git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs"]  # the rows themselves lie in docs
    changed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    return f"{commit}-dirty" if changed else commit


def record(name: str, figure: str, reached: bool, command: str, detail: str = "", commit: str = "") -> None:
    """Write a row down, with today's date and the commit that was measured."""
    today = datetime.now(UTC).date().isoformat()
    made = Figure(figure, reached, command, today, commit or commit_of_today(), detail)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(asdict(made), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def figures() -> dict[str, Figure]:
    """Read all rows that were ever written down."""
    return {f.stem: Figure(**json.loads(f.read_text(encoding="utf-8"))) for f in sorted(FOLDER.glob("*.json"))}


def table() -> str:
    """Write the rows as Markdown, and below them their details."""
    found = figures()
    rows = ["| measure | target | measured | | command | date, commit |", "|---|---|---|---|---|---|"]
    for name, (measure, target) in ROWS.items():
        of = found.get(name)
        if of is None:
            rows.append(f"| {measure} | {target} | not measured | | | |")
        else:
            met = "met" if of.reached else "**missed**"
            rows.append(f"| {measure} | {target} | {of.figure} | {met} | `{of.command}` | {of.date}, {of.commit} |")
    details = [f"\n### {ROWS[name][0]}\n\n{found[name].detail}" for name in ROWS if name in found and found[name].detail]
    return "\n".join(rows) + "\n" + "".join(details)


def page() -> str:
    """Give the page with its table as the rows have it."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def tested(name: str, tests: Sequence[str], said: Callable[[], str]) -> bool:
    """Run some tests and write the row down: what was shown where all passed, else how many failed."""
    command = ["python", "-m", "pytest", *tests]
    done = subprocess.run([sys.executable, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    counted = re.findall(r"(\d+) (passed|failed|error)", done.stdout + done.stderr) or [("0", "passed")]
    passed = done.returncode == 0 and counted[0][1] == "passed" and int(counted[0][0]) > 0
    figure = said() if passed else f"failed: {' '.join(' '.join(one) for one in counted)}"
    record(name, figure, passed, " ".join(command))
    print(f"{name}: {figure}", flush=True)
    return passed


def _addresses() -> str:
    from tests.engines.test_addresses import FORBIDDEN, PUBLIC_AS_LOCATION

    before, after = len(set(FORBIDDEN)), len(set(FORBIDDEN) - PUBLIC_AS_LOCATION)
    return (
        f"{before} of {before} forms refused before, {after} of {after} as a redirect without a look-up; "
        f"{len(PUBLIC_AS_LOCATION)} are another, public address as a redirect; rebinding and proxy refused"
    )


TESTS: dict[str, tuple[tuple[str, ...], Callable[[], str]]] = {
    "addresses": (("tests/engines/test_addresses.py",), _addresses),
    "editors": (("tests/reliability/test_races.py", "-k", "editors"), lambda: "1,000 rounds, exactly one winner in each"),
    "batches": (("tests/reliability/test_races.py", "-k", "batches"), lambda: "1,000 rounds, exactly one winner in each"),
    "restore": (
        ("tests/reliability/test_backup.py",),
        lambda: "every digest verified, the next run makes nothing, what was erased stays erased",
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the named rows and write the page; 1 where one failed."""
    names = list(sys.argv[1:] if arguments is None else arguments)
    unknown = [name for name in names if name not in TESTS]
    if unknown:
        print(f"not measured by tests: {', '.join(unknown)}; known: {', '.join(TESTS)}", file=sys.stderr)
        return 2
    fine = [tested(name, TESTS[name][0], TESTS[name][1]) for name in names]
    PAGE.write_text(page(), encoding="utf-8")
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
