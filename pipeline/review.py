# SPDX-License-Identifier: EUPL-1.2
"""What people decide: edit, approve, reject, publish, retract. The command line and the desk obey the same rules.

An approval names the digest of the film that was on screen; any later change makes another digest, and the approval no longer
counts. Nothing is published without a valid one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.delivery.notices import retraction_page
from pipeline.delivery.script_text import read_script
from pipeline.errors import NewsreelError, ReviewError, TargetError
from pipeline.keep.ledger import Published
from pipeline.model import Finding, Package, Script, Severity
from pipeline.newsroom import Newsroom
from pipeline.producer import registered_by_name, remake
from pipeline.stages.check import check
from pipeline.studio import MACHINE


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of publishing to one target; `problem` is empty where it worked."""

    target: str
    address: str
    sent: int
    problem: str = ""


def open_findings(newsroom: Newsroom, bulletin: str) -> tuple[Finding, ...]:
    """Give the red findings that nobody has ticked yet: they block approval."""
    package = _package(newsroom, bulletin)
    film = newsroom.film(bulletin)
    ticked = {d.words for d in newsroom.ledger.decisions(bulletin) if d.kind == "tick" and d.film == film}
    return tuple(f for f in package.findings if f.severity is Severity.RED and mark_of(f) not in ticked)


def mark_of(finding: Finding) -> str:
    """Name a finding for a tick: its place and kind, short enough for a ledger row."""
    return f"{finding.where}:{finding.code}"[:64]


def tick(newsroom: Newsroom, bulletin: str, mark: str, by: str, reason: str) -> None:
    """Tick a red finding with a reason. Raises ReviewError where there is no such open finding, or no reason."""
    if not reason.strip():
        raise ReviewError("A red finding is only ticked with a reason.", "Add --reason TEXT.")
    marks = [mark_of(f) for f in open_findings(newsroom, bulletin)]
    if mark not in marks:
        raise ReviewError(f"{bulletin} has no open red finding {mark}.", f"Open: {', '.join(marks) or 'none'}.")
    newsroom.ledger.decide(bulletin, "tick", by, words=mark, film=newsroom.film(bulletin), reason=reason)


def edit(newsroom: Newsroom, bulletin: str, text: str, by: str, expect: str | None = None) -> Package | None:
    """Take over an edited script.md: checked, spoken and rendered anew. Raises ReviewError where it cannot be read.

    Gives the new package, None where the words must be approved before they are spoken.

    `expect` is the digest of the script that was edited; where another one counts by now, nothing is changed.
    """
    _person(by)
    registered_by_name(newsroom, bulletin)
    state = newsroom.state(bulletin)
    if state == "retracted":
        raise ReviewError(f"{bulletin} is retracted.", "Make a new bulletin instead.")
    before = newsroom.script(bulletin)
    head = newsroom.ledger.head(bulletin, "script")
    if before is None or head is None:
        raise ReviewError(f"{bulletin} has no script yet.", "Run `newsreel run` first.")
    script = read_script(text, before)
    if script == before:
        return newsroom.package(bulletin)
    digest = newsroom.store.put_value(script)
    if not newsroom.ledger.set_head(bulletin, "script", digest, by, "edited", expect=expect or head.digest):
        raise ReviewError(f"Somebody else has changed the script of {bulletin} meanwhile.", "Read the new one and edit again.")
    return remake(newsroom, bulletin)


def last_author(newsroom: Newsroom, bulletin: str) -> str:
    """Tell who wrote the words that count; empty where no person touched them."""
    head = newsroom.ledger.head(bulletin, "script")
    return head.by if head is not None and head.by != MACHINE else ""


def approve(newsroom: Newsroom, bulletin: str, by: str, digest: str = "", due: datetime | None = None) -> str:
    """Approve script and film in one act → the film digest that was approved.

    `digest` is the one that the person saw (a prefix of at least 8 digits will do); where another film stands by now, the
    approval is refused. Raises ReviewError also for open red findings and for the last author of the words.
    """
    _person(by)
    registered_by_name(newsroom, bulletin)
    state = newsroom.state(bulletin)
    if state in ("retracted", "parked"):
        raise ReviewError(f"{bulletin} is {state}.", f"`newsreel show {bulletin}` says why.")
    film = newsroom.film(bulletin)
    if not film:
        raise ReviewError(f"{bulletin} has no film yet.", "Run `newsreel run` first.")
    if digest and (len(digest) < 8 or not film.startswith(digest)):
        raise ReviewError(
            f"The film of {bulletin} is not {digest[:12]}… any more, it is {film[:12]}….",
            "Look at the new one, then approve that.",
        )
    red = open_findings(newsroom, bulletin)
    if red:
        shown = "; ".join(f"{mark_of(f)}: {f.message}" for f in red[:3])
        raise ReviewError(f"{len(red)} red finding(s) block {bulletin}: {shown}", "Mend the script, or tick each with a reason.")
    if newsroom.settings.review.four_eyes and last_author(newsroom, bulletin).casefold() == by.casefold():
        raise ReviewError(f"{by} wrote the last words of {bulletin}.", "Four eyes: somebody else approves ([review] four_eyes).")
    head = newsroom.ledger.head(bulletin, "script")
    words = head.digest if head is not None else ""
    newsroom.ledger.decide(bulletin, "approve", by, words=words, film=film, due=due.astimezone(UTC).isoformat() if due else "")
    return film


def approve_script(newsroom: Newsroom, bulletin: str, by: str, digest: str = "") -> str:
    """Approve the words before they are spoken ([review] script_first) → the digest of the script that was approved.

    Raises ReviewError for red findings, for the last author of the words, and where another script stands by now.
    """
    _person(by)
    registered_by_name(newsroom, bulletin)
    script, head = script_of(newsroom, bulletin), newsroom.ledger.head(bulletin, "script")
    words = head.digest if head is not None else ""
    if digest and (len(digest) < 8 or not words.startswith(digest)):
        raise ReviewError(
            f"The script of {bulletin} is not {digest[:12]}… any more, it is {words[:12]}….", "Read the new one first."
        )
    red = [f for f in check(script, newsroom.slices(script.rundown).check).findings if f.severity is Severity.RED]
    ticked = {d.words for d in newsroom.ledger.decisions(bulletin) if d.kind == "tick"}
    blocking = [f for f in red if mark_of(f) not in ticked]
    if blocking:
        shown = "; ".join(f"{mark_of(f)}: {f.message}" for f in blocking[:3])
        raise ReviewError(f"{len(blocking)} red finding(s) block the script of {bulletin}: {shown}", "Mend the script first.")
    if newsroom.settings.review.four_eyes and last_author(newsroom, bulletin).casefold() == by.casefold():
        raise ReviewError(f"{by} wrote the last words of {bulletin}.", "Four eyes: somebody else approves ([review] four_eyes).")
    newsroom.ledger.decide(bulletin, "approve-script", by, words=words)
    return words


def reject(newsroom: Newsroom, bulletin: str, by: str, reason: str) -> None:
    """Reject the film that stands now, with a reason. Raises ReviewError without one."""
    _person(by)
    registered_by_name(newsroom, bulletin)
    if not reason.strip():
        raise ReviewError("A rejection needs a reason.", "Add --reason TEXT.")
    if newsroom.state(bulletin) in ("published", "corrected", "retracted"):
        raise ReviewError(f"{bulletin} is {newsroom.state(bulletin)}.", "Correct it with `edit`, or take it back with `retract`.")
    newsroom.ledger.decide(bulletin, "reject", by, film=newsroom.film(bulletin), reason=reason)


def publish(newsroom: Newsroom, bulletin: str) -> tuple[Delivered, ...]:
    """Publish the approved film to every target. Raises ReviewError without a valid approval; a failing target is listed."""
    registered_by_name(newsroom, bulletin)
    state = newsroom.state(bulletin)
    if state == "scheduled":
        due = next(d.due for d in reversed(newsroom.ledger.decisions(bulletin)) if d.kind == "approve")
        raise ReviewError(f"{bulletin} is scheduled for {due}.", "It is published by the first `newsreel release` after that.")
    if state not in ("approved", "published", "corrected"):
        raise ReviewError(
            f"{bulletin} is not published: {_why_not(newsroom, bulletin, state)}.", f"`newsreel approve {bulletin} --by NAME`."
        )
    targets = newsroom.targets()
    if not targets:
        raise ReviewError("No target is configured.", 'Add [[targets]] with kind = "folder" and a path.')
    package, film = _package(newsroom, bulletin), newsroom.film(bulletin)
    for packed in package.files:
        newsroom.store.read(packed.blob)  # verified: what was approved is what leaves, byte for byte
    done: list[Delivered] = []
    for target in targets:
        try:
            receipt = target.publish(bulletin, package, newsroom.store)
        except TargetError as wrong:
            done.append(Delivered(target.name, "", 0, str(wrong)))
            continue
        if receipt.sent or not _stands(newsroom, bulletin, target.name, film):
            entry = Published(target.name, "publish", film, receipt.address, receipt.detail, "")
            newsroom.ledger.record_publication(bulletin, entry)
        done.append(Delivered(target.name, receipt.address, receipt.sent))
    return tuple(done)


def retract(newsroom: Newsroom, bulletin: str, reason: str, by: str = "") -> tuple[Delivered, ...]:
    """Take a bulletin back from every target and show a notice in its place. A target that fails is listed."""
    registered_by_name(newsroom, bulletin)
    if not reason.strip():
        raise ReviewError("A retraction needs a reason.", "Add --reason TEXT.")
    if not newsroom.ledger.publications(bulletin):
        raise ReviewError(f"{bulletin} was never published.", f"Use `newsreel reject {bulletin}` instead.")
    newsroom.ledger.decide(bulletin, "retract", by or "operator", film=newsroom.film(bulletin), reason=reason)
    script = newsroom.script(bulletin)
    notice = retraction_page(
        script.title if script is not None else bulletin, newsroom.settings.newsroom.name, newsroom.clock().date()
    )
    done: list[Delivered] = []
    for target in newsroom.targets():
        try:
            receipt = target.retract(bulletin, notice, newsroom.store)
        except TargetError as wrong:
            done.append(Delivered(target.name, "", 0, str(wrong)))
            continue
        newsroom.ledger.record_publication(bulletin, Published(target.name, "retract", "", receipt.address, receipt.detail, ""))
        done.append(Delivered(target.name, receipt.address, receipt.sent))
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


def _package(newsroom: Newsroom, bulletin: str) -> Package:
    package = newsroom.package(bulletin)
    if package is None:
        stuck = newsroom.ledger.parked(bulletin)
        why = f" {stuck.message}" if stuck is not None else ""
        raise NewsreelError(f"{bulletin} has no finished package.{why}", "Run `newsreel run` again.")
    return package


def _person(by: str) -> None:
    if not by.strip() or by.casefold() == MACHINE:
        raise ReviewError("A decision needs the name of a person.", "Add --by NAME.")


def script_of(newsroom: Newsroom, bulletin: str) -> Script:
    """Give the script that counts. Raises NewsreelError where none was written yet."""
    script = newsroom.script(bulletin)
    if script is None:
        raise NewsreelError(f"{bulletin} has no script yet.", "Run `newsreel run` first.")
    return script
