# SPDX-License-Identifier: EUPL-1.2
"""What is to be reached, and whether it was."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One row of the table: what was measured, against its goal in `unit`; `least` where more is better."""

    name: str
    measured: float
    aim: float
    unit: str
    least: bool = False

    @property
    def reached(self) -> bool:
        """Tell whether it was reached."""
        return self.measured >= self.aim if self.least else self.measured <= self.aim

    def cells(self) -> list[str]:
        """Write the row: measure, goal, measured, and what is not reached."""
        sign = "≥" if self.least else "≤" if self.aim else ""
        return [self.name, f"{sign} {self.aim:g} {self.unit}".strip(), f"**{_short(self.measured)}** {self.unit}".strip(),
                "" if self.reached else "not reached"]  # fmt: skip


def _short(value: float) -> str:
    """Write a figure to three digits."""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
