# SPDX-License-Identifier: EUPL-1.2
"""What leaves the house and what is taken back: publish, retract, and the releases whose time has come (`newsreel release`).

Nothing is published without an approval of exactly this film and these words, while all publishing is paused, or before an
embargo is over. A release whose time was missed holds: the hour was chosen for a reason, so a person decides anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline import rules
from pipeline.delivery.notices import Correction, corrected, retraction_page
from pipeline.errors import ReviewError, TargetError
from pipeline.keep.lease import leased
from pipeline.keep.ledger import Decision, Published
from pipeline.model import Package
from pipeline.newsroom import Newsroom, film_digest
from pipeline.producer import registered_by_name
from pipeline.review import note, package_of
from pipeline.roles import Right

CORRECTED_PAGES = frozenset({"embed.html"})
"""Pages that `publish` may change, because no approval covers them."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of publishing to one target; `problem` is empty where it worked."""

    target: str
    address: str
    sent: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """What came of a release whose time has come: where it went, or why it holds."""

    bulletin: str
    delivered: tuple[Delivered, ...] = ()
    holds: str = ""


def publish(newsroom: Newsroom, bulletin: str, by: str = "") -> tuple[Delivered, ...]:
    """Publish the approved film to every target. Raises ReviewError without a valid approval; a failing target is listed."""
    who = rules.person(newsroom, by, Right.PUBLISH)[1] if by else rules.COMMAND_LINE
    registered_by_name(newsroom, bulletin)
    with leased(newsroom.ledger, f"bulletin:{bulletin}"):  # no run and no edit makes another film while this one leaves
        package = package_of_approved(newsroom, bulletin)
        obstacles = rules.against_release(newsroom, bulletin, package)
        if obstacles:
            raise ReviewError(f"{bulletin} is not published: {' '.join(map(str, obstacles))}")
        return _deliver(newsroom, bulletin, package, who)


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


def _deliver(newsroom: Newsroom, bulletin: str, package: Package, who: str) -> tuple[Delivered, ...]:
    film = film_digest(package)
    pages = _pages(newsroom, bulletin, package)
    done: list[Delivered] = []
    for target in newsroom.targets():
        try:
            receipt = target.publish(bulletin, package, newsroom.store, pages)
        except TargetError as wrong:
            note(newsroom, who, "publish", bulletin, target=target.name, film=film, problem=str(wrong))
            done.append(Delivered(target.name, "", 0, str(wrong)))
            continue
        if receipt.sent or not _stands(newsroom, bulletin, target.name, film):
            entry = Published(target.name, "publish", film, receipt.address, receipt.detail, "")
            newsroom.ledger.record_publication(bulletin, entry)
            note(newsroom, who, "publish", bulletin, target=target.name, film=film)
        done.append(Delivered(target.name, receipt.address, receipt.sent))
    return tuple(done)


def corrections(newsroom: Newsroom, bulletin: str) -> tuple[Correction, ...]:
    """Give the corrections of a bulletin that its readers shall see, oldest first."""
    zone = ZoneInfo(newsroom.settings.newsroom.timezone)
    notes = (d for d in newsroom.ledger.decisions(bulletin) if d.kind == "correct")
    return tuple(Correction(datetime.fromisoformat(d.at).astimezone(zone).date(), d.reason) for d in notes)


def _pages(newsroom: Newsroom, bulletin: str, package: Package) -> tuple[tuple[str, bytes], ...]:
    """Write the pages that stand in for those of the package: with the dated notes of its corrections."""
    notes = corrections(newsroom, bulletin)
    if not notes:
        return ()
    open_pages = (f for f in package.files if f.name in CORRECTED_PAGES and not f.covered)
    return tuple((f.name, corrected(newsroom.store.read(f.blob), notes)) for f in open_pages)


def retract(newsroom: Newsroom, bulletin: str, reason: str, by: str = "") -> tuple[Delivered, ...]:
    """Take a bulletin back from every target and show a notice in its place. A target that fails is listed."""
    name, who = rules.person(newsroom, by, Right.RETRACT) if by else ("operator", rules.COMMAND_LINE)
    registered_by_name(newsroom, bulletin)
    if len(reason.strip()) < 3:
        raise ReviewError("A retraction needs a reason.", "Add --reason TEXT.")
    if not newsroom.ledger.publications(bulletin):
        raise ReviewError(f"{bulletin} was never published.", f"Use `newsreel reject {bulletin}` instead.")
    newsroom.ledger.decide(bulletin, "retract", name, film=newsroom.film(bulletin), reason=reason.strip())
    note(newsroom, who, "retract", bulletin, reason=reason.strip())
    script = newsroom.script(bulletin)
    page = retraction_page(
        script.title if script is not None else bulletin, newsroom.settings.newsroom.name, rules.today(newsroom)
    )
    done: list[Delivered] = []
    for target in newsroom.targets():
        try:
            receipt = target.retract(bulletin, page, newsroom.store)
        except TargetError as wrong:
            done.append(Delivered(target.name, "", 0, str(wrong)))
            continue
        newsroom.ledger.record_publication(bulletin, Published(target.name, "retract", "", receipt.address, receipt.detail, ""))
        done.append(Delivered(target.name, receipt.address, receipt.sent))
    return tuple(done)


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
        except ReviewError as wrong:
            done.append(Released(entry.name, holds=wrong.message))
    return tuple(done)


def _why_not(newsroom: Newsroom, bulletin: str, state: str) -> str:
    """Say why an approval is missing: never given, or given to another film."""
    approved = [d for d in newsroom.ledger.decisions(bulletin) if d.kind == "approve"]
    if state == "review" and approved:
        before = approved[-1]
        return f"the approval of {before.by} was for another film ({before.film[:12]}…, now {newsroom.film(bulletin)[:12]}…)"
    return "nobody has approved it" if state == "review" else f"it is {state}"


def _stands(newsroom: Newsroom, bulletin: str, target: str, film: str) -> bool:
    last = next((p for p in reversed(newsroom.ledger.publications(bulletin)) if p.target == target), None)
    return last is not None and last.kind == "publish" and last.film == film
