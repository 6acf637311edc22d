# SPDX-License-Identifier: EUPL-1.2
"""Gather the newsletters: sources → Editions. One dead source does not stop the others."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.errors import SourceError
from pipeline.model import Edition, Finding, Severity
from pipeline.ports import Gathered, Shelf, Source

_log = logging.getLogger(__name__)


def gather(sources: Sequence[Source], day: date, shelf: Shelf) -> Gathered:
    """Read every source as of `day` → their editions, ids made unique, and what failed as findings.

    The ids of the first source stay as they are; those of further sources carry the source's name, so that a source that is
    silent tonight does not shift the ids of the others. Raises SourceError only where every source failed.
    """
    editions: list[Edition] = []
    findings: list[Finding] = []
    faults: list[SourceError] = []
    for number, source in enumerate(sources):
        try:
            brought = source.gather(day, shelf)
        except SourceError as wrong:
            faults.append(wrong)
            _log.warning("source failed: %s: %s", source.name, wrong)  # why is for those whom the finding sends people to
            told = (
                f"Die Quelle „{source.name}“ war nicht zu lesen; ihre Meldungen fehlen in diesem Lauf. Bitte die Technik fragen."
            )
            findings.append(Finding("source-failed", Severity.AMBER, told, f"source:{source.name}", str(wrong)))
            continue
        findings += brought.findings
        suffix = f"-{_slug(source.name)}" if number else ""
        editions += [replace(edition, id=edition.id + suffix) for edition in brought.editions]
    if faults and len(faults) == len(sources):
        raise faults[0]
    return Gathered(_apart(editions), tuple(findings))


def _apart(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Give colliding ids a number: the second of a week becomes "2026-kw47-2"."""
    taken: set[str] = set()
    apart: list[Edition] = []
    for edition in editions:
        name, number = edition.id, 1
        while name in taken:
            number += 1
            name = f"{edition.id}-{number}"
        taken.add(name)
        apart.append(replace(edition, id=name))
    return tuple(apart)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30] or "quelle"
