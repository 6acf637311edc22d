# SPDX-License-Identifier: EUPL-1.2
"""The order of the stages. READ FIRST.

    source ─gather→ Edition ─plan→ Rundown ─write→ Script ─speak→ Speech ─cue→ Timeline ─render→ Master ─pack→ Package ─publish→ …

`produce` takes one rundown all the way to a package that waits for review. `run` is a night: it gathers, plans, and produces
every bulletin that people have not decided about. No stage waits for a person; what people decide stands in `review.py`.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.casting import Engines, Slices
from pipeline.errors import BusyError, ConfigError, NewsreelError
from pipeline.following import Followed, follow
from pipeline.keep.erased import Unremembering
from pipeline.keep.lease import leased
from pipeline.model import Edition, Finding, LeftOut, Master, Package, Plan, Report, Rundown, Script, Speech, Timeline
from pipeline.newsroom import Newsroom
from pipeline.stages.check import check
from pipeline.stages.cue import cue
from pipeline.stages.gather import gather
from pipeline.stages.pack import pack
from pipeline.stages.plan import PlanSettings, plan
from pipeline.stages.render import render
from pipeline.stages.speak import speak
from pipeline.stages.write import write
from pipeline.studio import MACHINE, StageError, Studio

log = logging.getLogger("newsreel")

STAGES = ("gather", "plan", "write", "check", "speak", "cue", "render", "pack")


class ReachedError(Exception):
    """The stage that `--until` names has been made; not a failure."""


def produce(rundown: Rundown, studio: Studio, use: Engines, to: Slices, until: str = "pack") -> Package | None:
    """Take one rundown all the way to a package that waits for review; None where `until` names an earlier stage."""

    def reached(stage: str) -> None:
        if stage == until:
            raise ReachedError

    try:
        script = studio.head(studio.make(Script, write, rundown, to.write, use.writer, use.extract))
        reached("write")
        report = studio.make(Report, check, script, to.check)
        reached("check")
        speech = studio.make(Speech, speak, script, to.speak, use.voice, studio.shelf, use.reference)
        reached("speak")
        timeline = studio.make(Timeline, cue, speech, to.cue)
        reached("cue")
        master = studio.make(Master, render, timeline, to.render, use.props, use.encoder, use.crew, studio.shelf)
        reached("render")
        return studio.make(Package, pack, master, report.findings, to.pack, studio.shelf, use.signer, use.reducer, use.crew)
    except ReachedError:
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did with one bulletin. `package` is None where it was parked, skipped or stopped by `--until`."""

    bulletin: str
    package: Package | None
    parked: StageError | None = None
    skipped: str = ""
    busy: bool = False
    """Another run is at it."""


@dataclass(frozen=True, slots=True)
class Night:
    """What a run brought: one outcome per bulletin, what was left out and why, what went wrong with the sources."""

    outcomes: tuple[Outcome, ...]
    left_out: tuple[LeftOut, ...]
    findings: tuple[Finding, ...]
    failed_sources: int = 0

    @property
    def parked(self) -> bool:
        """Tell whether anything could not be made."""
        return any(outcome.parked is not None for outcome in self.outcomes)


def run(newsroom: Newsroom, day: date, until: str = "pack", retakes: Sequence[tuple[str, str]] = ()) -> Night:
    """Run a night for a day: gather, plan, produce. Raises NewsreelError only where nothing at all can be done."""
    gone = newsroom.erased()
    shelf = Unremembering(newsroom.store) if gone.items or gone.pictures or gone.said else newsroom.store
    gathered = gather(newsroom.sources(day), day, shelf)
    for edition in gathered.editions:
        for digest in gone.brought_again(edition):
            newsroom.store.discard(digest)
    failed = sum(1 for finding in gathered.findings if finding.code == "source-failed")
    if until == "gather":
        return Night((), (), gathered.findings, failed)
    left_out: list[LeftOut] = []
    findings = list(gathered.findings)
    for edition in (gone.spared(edition) for edition in gathered.editions):
        left, changed = _plan(newsroom, edition, day)
        left_out += left
        findings += (*edition.findings, *changed)
    outcomes = () if until == "plan" else tuple(_bulletins(newsroom, day, until, retakes))
    return Night(outcomes, tuple(left_out), tuple(findings), failed)


def remake(newsroom: Newsroom, bulletin: str) -> Package | None:
    """Make one bulletin anew after an edit; None where its words must be approved first. Raises StageError, BusyError."""
    with leased(newsroom.ledger, f"bulletin:{bulletin}") as lease:
        studio = Studio(bulletin, newsroom.store, newsroom.ledger, newsroom.watch, lease)
        return _produce(newsroom, studio, "pack")


def _plan(newsroom: Newsroom, edition: Edition, day: date) -> tuple[tuple[LeftOut, ...], tuple[Finding, ...]]:
    """Plan an edition once; afterwards only follow changes of the items that are used."""
    store, ledger = newsroom.store, newsroom.ledger
    digest = store.put_value(edition)
    before = ledger.planned(edition.source, edition.id, edition.day)
    if before is not None:
        old = store.get_value(Plan, before[1])
        if before[0] == digest or old.rundowns:
            followed = follow(newsroom, edition, old, edition_key(edition)) if before[0] != digest else Followed()
            if before[0] != digest and followed.whole:
                ledger.record_edition(edition.source, edition.id, edition.day, digest, before[1])
            return old.left_out, followed.findings
    told = newsroom.told(edition, edition_key(edition))
    offered = newsroom.offered(edition.source, edition.day)
    edition = replace(edition, items=tuple(item for item in edition.items if item.id not in offered))
    made = plan(edition, PlanSettings.of(newsroom.settings, day, told))
    for rundown in made.rundowns:
        name = ledger.register(edition_key(edition), rundown.id, rundown.day)
        ledger.set_head(name, "rundown", store.put_value(replace(rundown, id=name)), MACHINE)
    ledger.record_edition(edition.source, edition.id, edition.day, digest, store.put_value(made))
    return made.left_out, ()


def edition_key(edition: Edition) -> str:
    """Name an edition over all sources: two newsletters of one week are two editions."""
    return f"{edition.source}|{edition.id}|{edition.day.isoformat()}"


def _bulletins(newsroom: Newsroom, day: date, until: str, retakes: Sequence[tuple[str, str]]) -> Iterator[Outcome]:
    """Produce every bulletin that is due and that nobody has decided about."""
    for registered in newsroom.due(day):
        yield produce_one(newsroom, registered.name, until, retakes)


def produce_one(newsroom: Newsroom, name: str, until: str = "pack", retakes: Sequence[tuple[str, str]] = ()) -> Outcome:
    """Produce one bulletin, unless people have decided about it or another run is at it; a stage that fails parks it.

    This is what a night does bulletin by bulletin, and what a fleet's worker does with a job.
    """
    asked = [stage for stage, only in retakes if only in ("", name)]
    if newsroom.decided(name) and not asked:
        return Outcome(name, newsroom.package(name), skipped="decided")
    try:
        with leased(newsroom.ledger, f"bulletin:{name}") as lease:
            studio = Studio(name, newsroom.store, newsroom.ledger, newsroom.watch, lease)
            for stage in asked:
                studio.retake(stage, MACHINE)
            return Outcome(name, _produce(newsroom, studio, until))
    except BusyError as busy:
        return Outcome(name, None, skipped=str(busy), busy=True)
    except StageError as failed:
        newsroom.ledger.park(name, failed.stage, failed.message, failed.hint)
        log.warning("%s %s parked: %s", name, failed.stage, failed.message)
        return Outcome(name, None, parked=failed)


def _produce(newsroom: Newsroom, studio: Studio, until: str) -> Package | None:
    """Produce one bulletin, make its package count and write its readable copy."""
    name = studio.bulletin
    head = newsroom.ledger.head(name, "rundown")
    if head is None:
        raise StageError(name, "plan", NewsreelError(f"There is no bulletin {name}.", "`newsreel status` lists them."))
    rundown = newsroom.store.get_value(Rundown, head.digest)
    if newsroom.script_waits(name) and STAGES.index(until) > STAGES.index("check"):
        until = "check"
    try:
        package = produce(rundown, studio, newsroom.engines(name), newsroom.slices(rundown), until)
    except (StageError, ConfigError, BusyError):
        raise  # a wrong setting concerns every bulletin: the operator is told at once
    except NewsreelError as wrong:
        raise StageError(name, "cast", wrong) from wrong
    if package is not None:
        newsroom.settle(name, package, studio.lease)
    return package
