# SPDX-License-Identifier: EUPL-1.2
"""Pairs of a release and what is told of it, and what of it the release does not have."""

from datetime import date
from pathlib import Path

from pipeline.language.check_absence import absent
from pipeline.language.ground import ground
from pipeline.model import Item, Severity

TABLES = Path(__file__).parent / "tables"


def pairs(name: str) -> list[tuple[str, str]]:
    """Read a table: a line for each, release | told."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [(there, told) for there, _, told in (line.partition(" | ") for line in lines if not line.startswith("#"))]


def strange(release: str, told: str, published: date, title: str = "Meldung") -> list[str]:
    """Give what is red as absent from the release."""
    source = ground(Item("x", title, release, "", published))
    return [flag.quote for flag in absent(told, source) if flag.severity is Severity.RED]
