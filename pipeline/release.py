# SPDX-License-Identifier: EUPL-1.2
"""What leaves the house and what is taken back: publish, retract, and the releases whose time has come (`newsreel release`).

Nothing is published without an approval of exactly this film and these words, while all publishing is paused, or before an
embargo is over. A release whose time was missed holds: the hour was chosen for a reason, so a person decides anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline import publishing, rules
from pipeline.delivery.notices import retraction_page
from pipeline.errors import BusyError, ReviewError
from pipeline.keep.lease import leased
from pipeline.keep.ledger import Decision
from pipeline.model import Package
from pipeline.newsroom import Newsroom, registered_by_name
from pipeline.publishing import Delivered as Delivered
from pipeline.review import note, package_of
from pipeline.roles import Right
from pipeline.webpages import corrections as corrections


@dataclass(frozen=True, slots=True)
class Released:
    """What came of a release whose time has come: where it went, or why it holds."""

    bulletin: str
    delivered: tuple[Delivered, ...] = ()
    holds: str = ""
    busy: bool = False
    """It holds because somebody is at work on it: to be asked again soon."""


def publish(newsroom: Newsroom, bulletin: str, by: str = "") -> tuple[Delivered, ...]:
    """Publish the approved film to every target. Raises ReviewError without a valid approval; a failing target is listed."""
    who = rules.person(newsroom, by, Right.PUBLISH)[1] if by else rules.COMMAND_LINE
    registered_by_name(newsroom, bulletin)
    with leased(newsroom.ledger, f"bulletin:{bulletin}") as lease:  # no run and no edit makes another film while this one leaves
        package = package_of_approved(newsroom, bulletin)
        obstacles = rules.against_release(newsroom, bulletin, package)
        if obstacles:
            raise ReviewError(f"{bulletin} is not published: {' '.join(map(str, obstacles))}")
        return publishing.deliver(newsroom, bulletin, package, who, lease)


def package_of_approved(newsroom: Newsroom, bulletin: str) -> Package:
    """Give the package that counts, if it may leave. Raises ReviewError saying which approval is missing."""
    state = newsroom.state(bulletin)
    if state == "scheduled":
        due = next(d.due for d in reversed(newsroom.ledger.decisions(bulletin)) if d.kind == "approve")
        raise ReviewError(f"{bulletin} is scheduled for {due}.", "It is published by the first `newsreel release` after that.")
    if state not in ("approved", "published", "corrected"):
        raise ReviewError(
            f"{bulletin} is not published: {_why_not(newsroom, bulletin, state)}.", f"`newsreel approve {bulletin} --by NAME`."
        )
    package = package_of(newsroom, bulletin)
    for packed in package.files:
        newsroom.store.read(packed.blob)  # verified: what was approved is what leaves, byte for byte
    return package


def would_send(newsroom: Newsroom, bulletin: str) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Say per target what publishing the package that counts would send, without sending: (target, paths, problem)."""
    registered_by_name(newsroom, bulletin)
    return tuple(publishing.would_change(newsroom, bulletin, package_of(newsroom, bulletin)))


def retract(newsroom: Newsroom, bulletin: str, reason: str, by: str = "") -> tuple[Delivered, ...]:
    """Take a bulletin back from every target and show a notice in its place. A target that fails is listed.

    It waits for nobody: a run or a publication that is at work on the bulletin loses its lease and leaves no trace any more.
    """
    name, who = rules.person(newsroom, by, Right.RETRACT) if by else ("operator", rules.COMMAND_LINE)
    registered_by_name(newsroom, bulletin)
    if len(reason.strip()) < 3:
        raise ReviewError("A retraction needs a reason.", "Add --reason TEXT.")
    if not newsroom.ledger.publications(bulletin):
        raise ReviewError(f"{bulletin} was never published.", f"Use `newsreel reject {bulletin}` instead.")
    with newsroom.ledger.write():
        newsroom.ledger.decide(bulletin, "retract", name, film=newsroom.film(bulletin), reason=reason.strip())
        note(newsroom, who, "retract", bulletin, reason=reason.strip())
    script = newsroom.script(bulletin)
    title = script.title if script is not None else newsroom.settings.newsroom.programme
    page = retraction_page(title, newsroom.settings.newsroom.name, rules.today(newsroom))
    with leased(newsroom.ledger, f"bulletin:{bulletin}", force=True):
        return publishing.take_back(newsroom, bulletin, page)


def withdraw(newsroom: Newsroom, bulletin: str, reason: str, unnamed: Collection[str]) -> tuple[Delivered, ...]:
    """Take back what is to be erased, whatever its state, also a second time. A target that fails is listed.

    No page at a target then tells the title of `unnamed` bulletins any more, which may name whom the erasure is for.
    """
    house = newsroom.settings.newsroom
    if newsroom.state(bulletin) != "retracted":
        with newsroom.ledger.write():
            newsroom.ledger.decide(bulletin, "retract", "operator", film=newsroom.film(bulletin), reason=reason)
            note(newsroom, rules.COMMAND_LINE, "retract", bulletin, reason=reason)
    page = retraction_page(house.programme, house.name, rules.today(newsroom))
    with leased(newsroom.ledger, f"bulletin:{bulletin}", force=True):
        return publishing.take_back(newsroom, bulletin, page, unnamed)


# ---------------------------------------------------------------- what was scheduled


def planned(newsroom: Newsroom, bulletin: str) -> Decision | None:
    """Give the approval with a time of release that still counts and has not been followed; None where there is none."""
    if newsroom.state(bulletin) not in ("approved", "scheduled"):
        return None
    last = next((d for d in reversed(newsroom.ledger.decisions(bulletin)) if d.kind == "approve"), None)
    return last if last is not None and last.due else None


def missed(newsroom: Newsroom, bulletin: str) -> datetime | None:
    """Give the time of a release that was missed by more than the configured window; None where none was."""
    approval = planned(newsroom, bulletin)
    if approval is None:
        return None
    due = datetime.fromisoformat(approval.due)
    return due if newsroom.clock() - due > timedelta(minutes=newsroom.settings.review.window_minutes) else None


def release(newsroom: Newsroom) -> tuple[Released, ...]:
    """Publish what was scheduled and whose time has come; what cannot leave holds and says why. Safe to call every minute."""
    done: list[Released] = []
    for entry in newsroom.ledger.bulletins():
        approval = planned(newsroom, entry.name)
        if approval is None or datetime.fromisoformat(approval.due) > newsroom.clock():
            continue
        if missed(newsroom, entry.name) is not None:
            done.append(Released(entry.name, holds=f"its time ({approval.due}) was missed; publish it or approve it anew"))
            continue
        try:
            done.append(Released(entry.name, publish(newsroom, entry.name)))
        except (ReviewError, BusyError) as wrong:
            done.append(Released(entry.name, holds=wrong.message, busy=isinstance(wrong, BusyError)))
    return tuple(done)


def _why_not(newsroom: Newsroom, bulletin: str, state: str) -> str:
    """Say why an approval is missing: never given, or given to another film."""
    approved = [d for d in newsroom.ledger.decisions(bulletin) if d.kind == "approve"]
    if state == "review" and approved:
        before = approved[-1]
        return f"the approval of {before.by} was for another film ({before.film[:12]}…, now {newsroom.film(bulletin)[:12]}…)"
    return "nobody has approved it" if state == "review" else f"it is {state}"
