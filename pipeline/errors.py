# SPDX-License-Identifier: EUPL-1.2
"""Failures, one class per person who must act. A failure says what is wrong, where, and what to do."""

from typing import ClassVar


class NewsreelError(Exception):
    """Something could not be done: `message` says what and where, `hint` what to do about it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ConfigError(NewsreelError):
    """The operator must change the configuration, a folder or the command line."""

    exit_code: ClassVar[int] = 2


class SourceError(NewsreelError):
    """A newsletter could not be read: its address, its form or its content is at fault."""


class EngineError(NewsreelError):
    """An engine (model, voice, encoder, presenter) failed; the installation or the service must be looked at."""


class StoreError(NewsreelError):
    """The store or the ledger cannot be read or written."""


class TargetError(NewsreelError):
    """A publishing target refused or broke off; nothing half-published is visible."""


class ReviewError(NewsreelError):
    """An editor must act first: a missing, stale or contradicted approval, or an edit that cannot be applied."""


class BusyError(NewsreelError):
    """Another run holds the lease of this bulletin."""
