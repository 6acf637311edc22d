# SPDX-License-Identifier: EUPL-1.2
"""What the machines of a fleet tell each other: orders, answers, how patient they are, what waits."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Order:
    """A job of a fleet: gather and plan a newsroom's night, make one bulletin, or release what is due.

    `attempt` counts how often it has failed before. Everything else is the same in every attempt and names the job.
    """

    newsroom: str
    kind: Literal["night", "bulletin", "release"]
    day: str
    bulletin: str = ""
    lane: str = ""
    """Of the jobs in one lane only one runs at a time."""
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order. "busy": somebody else is at it, to be asked again; "failed": to be tried again a few times."""

    state: Literal["done", "busy", "failed"]
    says: str = ""
    follow: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True)
class Patience:
    """How patient a worker is, in seconds."""

    beat_seconds: float = 10.0
    """Between two signs of life, and between two looks for jobs of the dead."""
    stalled_seconds: float = 30.0
    """Without a sign of life a worker counts as dead and its jobs go to others."""
    grace_seconds: float = 300.0
    """How long a worker that is told to stop goes on with what it has begun; then it gives it back."""
    job_seconds: float = 7200.0
    """How long one job may take; then it is stopped whole and tried again."""


@dataclass(frozen=True, slots=True)
class Queued:
    """How many jobs of a newsroom wait, run and have failed for good."""

    newsroom: str
    waiting: int
    running: int
    failed: int
