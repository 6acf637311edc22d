# SPDX-License-Identifier: EUPL-1.2
"""Leave to show pictures: the pictures of a script against the permissions of the house. A credit alone is no licence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model import Finding, Script, Severity
from pipeline.settings import PermissionSettings


@dataclass(frozen=True, slots=True)
class Right:
    """One picture of a bulletin: story, credit, licence, the grounds of its permission (empty: none), its last day."""

    story: int
    headline: str
    credit: str
    licence: str
    grounds: str
    until: str
    over: bool

    @property
    def credited(self) -> str:
        """Give the credit as a line."""
        return self.credit if ":" in self.credit else f"Foto: {self.credit}"

    @property
    def missing(self) -> bool:
        """Tell whether the picture may not be shown in video as far as the house has written down."""
        return self.over or not (self.grounds or self.licence)

    @property
    def public(self) -> str:
        """Say whose picture it is and on what terms it is shown, for viewers."""
        terms = ", ".join(part for part in (f"Lizenz {self.licence}" if self.licence else "", self.grounds) if part)
        return f"{self.headline}: {self.credited}" + (f" ({terms})" if terms else "")

    def __str__(self) -> str:
        held = f"Genehmigung: {self.grounds}" if self.grounds else "Genehmigung: nicht vermerkt"
        ends = f" bis {date.fromisoformat(self.until):%d.%m.%Y}" if self.until else ""
        licence = f"Lizenz {self.licence}, " if self.licence else ""
        return f"{self.headline}: {self.credited} ({licence}{held}{ends})"


def rights_of(script: Script, permissions: Sequence[PermissionSettings], day: date) -> tuple[Right, ...]:
    """Give the pictures of a script with their permissions as of a day."""
    found = []
    for n, (story, slot) in enumerate(zip(script.stories, script.rundown.slots, strict=True), 1):
        picture = slot.item.picture
        if picture is None:
            continue
        granted = [p for p in permissions if p.credit and picture.credit.casefold().startswith(p.credit.casefold())]
        best = max(granted, key=lambda p: (not p.until, p.until), default=None)
        until = best.until if best is not None else ""
        over = bool(until) and until < day.isoformat()
        grounds = best.grounds if best is not None else ""
        found.append(Right(n, story.headline, picture.credit, picture.licence, grounds, until, over))
    return tuple(found)


def findings(script: Script, permissions: Sequence[PermissionSettings], day: date) -> tuple[Finding, ...]:
    """Name the pictures without credit or permission to the editor. Silent where the house keeps no list of permissions."""
    found = []
    for right in rights_of(script, permissions, day):
        where = f"{right.story}.picture"
        if not right.credit:
            found.append(Finding("picture-uncredited", Severity.AMBER, "Zu diesem Bild ist kein Urheber genannt.", where))
        elif permissions and right.missing:
            why = "ist abgelaufen" if right.over else "für das Video ist nicht vermerkt"
            said = f"Die Genehmigung {why}. Ein Bildnachweis ist keine Lizenz."
            found.append(Finding("picture-permission", Severity.AMBER, said, where, right.credit))
    return tuple(found)
