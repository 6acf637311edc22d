# SPDX-License-Identifier: EUPL-1.2
"""What stands between a bulletin and its approval or release. Desk and command line ask here, and nowhere else."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from pipeline import consent
from pipeline.errors import ReviewError
from pipeline.keep import drafts, people
from pipeline.keep.accounts import Account, Accounts
from pipeline.language.check_style import over
from pipeline.model import Finding, Package, Severity
from pipeline.newsroom import Newsroom, film_digest
from pipeline.roles import Right, may
from pipeline.studio import MACHINE

PAUSE, TRAINING = "publishing-paused", "training-required"
LATE = timedelta(days=1)
"""A night that is made up for a day later is still that night; farther back it is played back."""
COMMAND_LINE = "cli"
"""Stands in the audit chain where a newsroom has no accounts and somebody acts on the command line."""


class Bar(StrEnum):
    """Why something may not be done yet."""

    NO_FILM = "no-film"
    RETRACTED = "retracted"
    OUTDATED = "outdated"
    RED = "red"
    FOUR_EYES = "four-eyes"
    NO_REASON = "no-reason"
    TRAINING = "training"
    OVER = "over"
    EMBARGO = "embargo"
    NO_NOTE = "no-note"
    PAUSED = "paused"
    NO_TARGET = "no-target"
    CONSENT = "consent"


SAID: Final = {
    Bar.NO_FILM: "There is no film yet.",
    Bar.RETRACTED: "It is retracted.",
    Bar.OUTDATED: "The film does not speak the current script yet; run `newsreel run`.",
    Bar.RED: "{count} red finding(s) are open: {detail}",
    Bar.FOUR_EYES: "{detail} wrote the last words; somebody else approves ([review] four_eyes).",
    Bar.NO_REASON: "{detail} wrote the last words and approves alone: that needs --reason TEXT.",
    Bar.TRAINING: "{detail} has no valid AI training record.",
    Bar.OVER: "{detail} is over on the day of release.",
    Bar.EMBARGO: "An item is under embargo until {detail}.",
    Bar.NO_NOTE: "A correction needs a note on what was wrong: `newsreel correct`.",
    Bar.PAUSED: "All publishing is paused: {detail}",
    Bar.NO_TARGET: "No target is configured ([[targets]]).",
    Bar.CONSENT: "The presenter may not be shown: {detail}",
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why not; `detail` is a name, a date or a text, `count` a number."""

    bar: Bar
    detail: str = ""
    count: int = 0

    def __str__(self) -> str:
        return SAID[self.bar].format(detail=self.detail, count=self.count)


# ---------------------------------------------------------------- people


def today(room: Newsroom) -> date:
    """Give the day in the newsroom's time zone."""
    return room.clock().astimezone(ZoneInfo(room.settings.newsroom.timezone)).date()


def roles_of(room: Newsroom, account: Account) -> tuple[str, ...]:
    """Give the roles of an account, with those that it has today as somebody's deputy."""
    return (*account.roles, *people.lent_roles(room.ledger, account, today(room).isoformat()))


def person(room: Newsroom, by: str, right: Right) -> tuple[str, str]:
    """Make sure that `by` may do something → (name as it stands in the ledger, pseudonym for the audit chain).

    A newsroom without accounts takes every name on its command line. Raises ReviewError.
    """
    name = " ".join(by.split())
    if not name or name.casefold() == MACHINE:
        raise ReviewError("A decision needs the name of a person.", "Add --by NAME.")
    accounts = Accounts(room.ledger)
    found = accounts.find(name)
    if found is None and not any(account.has_password for account in accounts.all()):
        return name, COMMAND_LINE
    if found is None or not found.active:
        raise ReviewError(f"There is no account {name}.", "--by names an account of the desk (`newsreel desk`, Konten).")
    if not may(roles_of(room, found), right):
        raise ReviewError(f"The account {name} has no role for this ({right.value}).", "The Leitung gives roles at the desk.")
    return found.name, found.pseudonym


def wrote_last(room: Newsroom, bulletin: str, name: str) -> bool:
    """Tell whether somebody is the last author of the words that count, by name or by pseudonym."""
    head = room.ledger.head(bulletin, "script")
    if head is None or head.by == MACHINE:
        return False
    account = Accounts(room.ledger).find(name)
    return head.by.casefold() in {name.casefold(), account.pseudonym if account is not None else name.casefold()}


def trained(room: Newsroom, name: str) -> bool:
    """Tell whether somebody may approve as far as the training record ("KI-Pass") goes."""
    if drafts.switch(room.ledger, TRAINING) is None:
        return True
    account = Accounts(room.ledger).find(name)
    return account is not None and account.trained_until >= today(room).isoformat()


# ---------------------------------------------------------------- findings


def mark_of(finding: Finding) -> str:
    """Name a finding for a tick: its place and kind, short enough for a ledger row."""
    return f"{finding.where}:{finding.code}"[:64]


def ticked(room: Newsroom, bulletin: str, film: str) -> frozenset[str]:
    """Give the marks that were ticked for this film, or for the words that count before there was a film of them."""
    head = room.ledger.head(bulletin, "script")
    seen = {film, head.digest if head is not None else film} - {""}
    return frozenset(d.words for d in room.ledger.decisions(bulletin) if d.kind == "tick" and d.film in seen)


def open_findings(room: Newsroom, bulletin: str, package: Package) -> tuple[Finding, ...]:
    """Give the red findings of a film that nobody has ticked: they block approval."""
    done = ticked(room, bulletin, film_digest(package))
    return tuple(f for f in package.findings if f.severity is Severity.RED and mark_of(f) not in done)


def dates_over(room: Newsroom, bulletin: str, package: Package, day: date) -> tuple[Finding, ...]:
    """Give a red finding for each date that is told as to come and is over on the day of release, unless it was ticked.

    A bulletin that was made for a day long past (`newsreel run --date`) is a played-back night: it is judged as of that day.
    """
    script = package.master.timeline.speech.script
    if script.rundown.language != "de" or day <= script.rundown.day or _played_back(room, bulletin, script.rundown.day):
        return ()  # the check has looked at that day already
    done = ticked(room, bulletin, film_digest(package))
    items = {slot.item.id: slot.item for slot in script.rundown.slots}
    found = [
        Finding(flag.code, flag.severity, flag.message, f"{k}.{n}", flag.quote)
        for k, story in enumerate(script.stories, 1)
        for n, sentence in enumerate(story.sentences, 1)
        for flag in over(sentence.text, day, items[story.item_id].published if story.item_id in items else None)
    ]
    return tuple(f for f in found if mark_of(f) not in done)


def _played_back(room: Newsroom, bulletin: str, day: date) -> bool:
    made = next((b.at for b in room.ledger.bulletins() if b.name == bulletin), "")
    return bool(made) and date.fromisoformat(made[:10]) > day + LATE


# ---------------------------------------------------------------- what stands between


def speaks(room: Newsroom, bulletin: str, package: Package) -> bool:
    """Tell whether a film speaks the words that count."""
    head = room.ledger.head(bulletin, "script")
    return head is not None and room.store.put_value(package.master.timeline.speech.script) == head.digest


def against_approval(
    room: Newsroom, bulletin: str, package: Package | None, by: str, due: datetime | None = None, reason: str = ""
) -> tuple[Obstacle, ...]:
    """Say what stands between a person and the approval of the film that counts, released now or at `due`."""
    if package is None:
        return (Obstacle(Bar.NO_FILM),)
    if any(d.kind == "retract" for d in room.ledger.decisions(bulletin)):
        return (Obstacle(Bar.RETRACTED),)
    found: list[Obstacle] = []
    if not speaks(room, bulletin, package):
        found.append(Obstacle(Bar.OUTDATED))
    red = open_findings(room, bulletin, package)
    if red:
        shown = "; ".join(f"{mark_of(f)}: {f.message}" for f in red[:3])
        found.append(Obstacle(Bar.RED, shown, len(red)))
    if room.settings.review.four_eyes and wrote_last(room, bulletin, by):
        if not room.settings.review.alone:
            found.append(Obstacle(Bar.FOUR_EYES, by))
        elif len(reason.strip()) < 3:
            found.append(Obstacle(Bar.NO_REASON, by))
    if not trained(room, by):
        found.append(Obstacle(Bar.TRAINING, by))
    zone = ZoneInfo(room.settings.newsroom.timezone)
    day = due.astimezone(zone).date() if due is not None else today(room)
    past = [f.quote for f in dates_over(room, bulletin, package, day) if f.quote not in {r.quote for r in red}]
    if past:
        found.append(Obstacle(Bar.OVER, ", ".join(past)))
    if due is not None:
        found += _embargoed(package, due, zone)
    if needs_note(room, bulletin, film_digest(package)):
        found.append(Obstacle(Bar.NO_NOTE))
    return tuple(found)


def against_release(room: Newsroom, bulletin: str, package: Package | None) -> tuple[Obstacle, ...]:
    """Say what stands between an approved bulletin and its publication right now."""
    found: list[Obstacle] = []
    paused = drafts.switch(room.ledger, PAUSE)
    if paused is not None:
        found.append(Obstacle(Bar.PAUSED, paused.reason))
    if not room.settings.targets:
        found.append(Obstacle(Bar.NO_TARGET))
    if package is not None:
        found += _embargoed(package, room.clock(), ZoneInfo(room.settings.newsroom.timezone))
        unwilling = consent.against(room, package)
        if unwilling:
            found.append(Obstacle(Bar.CONSENT, unwilling))
        past = dates_over(room, bulletin, package, today(room))
        if past:
            found.append(Obstacle(Bar.OVER, ", ".join(f.quote for f in past)))
    return tuple(found)


def embargo(package: Package) -> datetime | None:
    """Give the latest embargo of a film's items, None where none has one."""
    slots = package.master.timeline.speech.script.rundown.slots
    return max((slot.item.embargo for slot in slots if slot.item.embargo is not None), default=None)


def _embargoed(package: Package, at: datetime, zone: ZoneInfo) -> list[Obstacle]:
    until = embargo(package)
    if until is None or until <= at:
        return []
    return [Obstacle(Bar.EMBARGO, f"{until.astimezone(zone):%d.%m.%Y %H:%M}")]


def needs_note(room: Newsroom, bulletin: str, film: str) -> bool:
    """Tell whether another film stands outside and nobody has said yet what was wrong with it."""
    out = [p for p in room.ledger.publications(bulletin) if p.kind == "publish"]
    if not out or any(p.film == film for p in out):
        return False
    return not any(d.kind == "correct" and d.at > out[-1].at for d in room.ledger.decisions(bulletin))


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Day and time of the newsroom's clock → the moment; None for no such moment (also the hour that spring leaves out).

    The hour that autumn has twice is taken as its first.
    """
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if at.tzinfo is not None:
        return at
    at = at.replace(tzinfo=zone)
    there = at.astimezone(UTC)
    return there if there.astimezone(zone).replace(tzinfo=None) == at.replace(tzinfo=None) else None
