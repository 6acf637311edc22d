# SPDX-License-Identifier: EUPL-1.2
"""The roles of a newsroom, and which of them may do what. One table; desk and command line read it, a test walks all of it."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is in the newsroom. An account may have several."""

    EDIT = "redaktion"
    RELEASE = "freigabe"
    WEB = "web"
    LEAD = "leitung"
    READ = "lesen"


class Right(StrEnum):
    """What a page or a button needs."""

    ANYBODY = "anybody"
    LOOK = "look"
    WRITE = "write"
    RUN = "run"
    TICK = "tick"
    APPROVE = "approve"
    REJECT = "reject"
    PUBLISH = "publish"
    RETRACT = "retract"
    LEAD = "lead"


NAMES: Final = {
    Role.EDIT: "Redaktion",
    Role.RELEASE: "Freigabe",
    Role.WEB: "Web",
    Role.LEAD: "Leitung",
    Role.READ: "nur lesen",
}

MATRIX: Final = {
    Right.LOOK: frozenset(Role),
    Right.WRITE: frozenset({Role.EDIT, Role.RELEASE, Role.LEAD}),
    Right.RUN: frozenset({Role.EDIT, Role.RELEASE, Role.LEAD}),
    Right.TICK: frozenset({Role.EDIT, Role.RELEASE, Role.LEAD}),
    Right.APPROVE: frozenset({Role.RELEASE, Role.LEAD}),
    Right.REJECT: frozenset({Role.RELEASE, Role.LEAD}),
    Right.PUBLISH: frozenset({Role.WEB, Role.RELEASE, Role.LEAD}),
    Right.RETRACT: frozenset({Role.WEB, Role.RELEASE, Role.LEAD}),
    Right.LEAD: frozenset({Role.LEAD}),
}
"""Who may do what. `ANYBODY` needs no account and stands outside the table."""


def may(roles: tuple[str, ...], right: Right) -> bool:
    """Tell whether a person with these roles has a right. Unknown roles give nothing."""
    return right is Right.ANYBODY or any(role in MATRIX[right] for role in roles)
