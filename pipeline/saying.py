# SPDX-License-Identifier: EUPL-1.2
"""How commands speak: a line, a report as JSON, and the newsroom that they open and close."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.cli import open_newsroom
from pipeline.model import Finding

if TYPE_CHECKING:  # half a second of imports, which a fleet's worker never needs
    from pipeline.newsroom import Newsroom


def say(text: str = "") -> None:
    """Write a line to standard output."""
    sys.stdout.write(text + "\n")


def say_finding(finding: Finding) -> None:
    """Write a finding under the line that it belongs to."""
    say(f"    {finding.severity.value} {finding.where}: {finding.message}")


def say_json(form: object) -> None:
    """Write a report as JSON."""
    say(json.dumps(form, ensure_ascii=False, indent=1))


@contextmanager
def opened(given: argparse.Namespace) -> Iterator["Newsroom"]:
    """Open the newsroom and close it afterwards."""
    room = open_newsroom(given)
    try:
        yield room
    finally:
        room.close()
