# SPDX-License-Identifier: EUPL-1.2
"""How the newsroom is doing, for machines: a health check, and numbers as Prometheus reads them (text format 0.0.4)."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from pipeline.errors import NewsreelError
from pipeline.keep import counts
from pipeline.newsroom import Newsroom

FREE_LEAST = 500_000_000
"""Bytes; below it the next night may not fit (one bulletin of 100 s keeps some 75 MB)."""
STATES = ("review", "rejected", "approved", "scheduled", "published", "corrected", "retracted", "parked")
Labels = tuple[tuple[str, str], ...]
Sample = tuple[Labels, float]


def ill(room: Newsroom) -> str:
    """Say in one word what keeps the newsroom from working, empty where nothing does."""
    try:
        counts.answers(room.ledger)
    except NewsreelError:
        return "ledger"
    try:
        return "" if shutil.disk_usage(room.output).free >= FREE_LEAST else "disk"
    except OSError:
        return "store"


def metrics(room: Newsroom) -> str:
    """Write every number as Prometheus reads it. No text, no name and no address of a bulletin is among them."""
    wrong = ill(room)
    told = () if wrong == "ledger" else _families(room)
    return "".join(_family(*family) for family in (*told, *_machine(room))) + up(not wrong)


def up(well: bool) -> str:
    """Write the number that alerts watch: also where nothing else can be told, because then it is needed most."""
    return _family("newsreel_up", "gauge", "1 while ledger and disk are well.", [((), float(well))])


Family = tuple[str, Literal["gauge", "counter"], str, list[Sample]]


def _families(room: Newsroom) -> Iterator[Family]:
    states = Counter(room.state(entry.name) for entry in room.ledger.bulletins())
    counted: list[Sample] = [((("state", state),), states[state]) for state in STATES]
    yield ("newsreel_bulletins", "gauge", "Bulletins by state.", counted)
    made = counts.stages(room.ledger)
    yield ("newsreel_stage_made_total", "counter", "Values made, by stage.", [((("stage", m.stage),), m.times) for m in made])
    yield (
        "newsreel_stage_seconds_total",
        "counter",
        "Seconds that stages took.",
        [((("stage", m.stage),), m.seconds) for m in made],
    )
    last: list[Sample] = [((("stage", m.stage),), _seconds(m.last)) for m in made]
    yield ("newsreel_stage_last_timestamp_seconds", "gauge", "When a stage was made last.", last)
    calls = counts.calls(room.ledger)
    named: list[tuple[Labels, counts.CallCount]] = [((("host", c.host), ("outcome", c.outcome)), c) for c in calls]
    yield ("newsreel_calls_total", "counter", "Calls to models, by outcome.", [(labels, c.times) for labels, c in named])
    tokens: list[Sample] = [((*labels, ("direction", "in")), float(c.tokens_in)) for labels, c in named]
    tokens += [((*labels, ("direction", "out")), float(c.tokens_out)) for labels, c in named]
    yield ("newsreel_tokens_total", "counter", "Tokens sent to and received from models.", tokens)
    sent = counts.publications(room.ledger)
    yield ("newsreel_publications_total", "counter", "Publications, by target and kind.",
           [((("target", target), ("kind", kind)), times) for target, kind, times, _ in sent])  # fmt: skip


def _machine(room: Newsroom) -> Iterator[Family]:
    try:
        free = shutil.disk_usage(room.output).free
    except OSError:
        return
    yield "newsreel_disk_free_bytes", "gauge", "Free bytes where everything is kept.", [((), free)]


def _family(name: str, kind: str, said: str, samples: Iterable[Sample]) -> str:
    rows = [f"{name}{_labels(labels)} {value:.17g}" for labels, value in samples]
    return "\n".join((f"# HELP {name} {said}", f"# TYPE {name} {kind}", *rows)) + "\n" if rows else ""


def _labels(labels: Labels) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
