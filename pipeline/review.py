# SPDX-License-Identifier: EUPL-1.2
"""What people decide about a script and its film: edit, tick, approve, reject, correct. What leaves the house: `release.py`.

An approval names the digests of words and film that were on screen; any later change makes another digest, and the approval no
longer counts. Each act stands in the audit chain under the person's pseudonym.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from pipeline import rules
from pipeline.delivery.script_text import read_script
from pipeline.errors import NewsreelError, ReviewError
from pipeline.keep import audit
from pipeline.language import differences
from pipeline.language.templates import erratum
from pipeline.model import Erratum, Finding, Package, Script, Severity
from pipeline.newsroom import Newsroom, film_digest, registered_by_name
from pipeline.roles import Right
from pipeline.rules import Bar, mark_of
from pipeline.studio import MACHINE

FOUR_EYES = "Four eyes: somebody else approves ([review] four_eyes)."
LEAST_REASON = 3
"""Characters; a reason is more than a tick."""


def note(newsroom: Newsroom, who: str, act: str, bulletin: str, **detail: str) -> None:
    """Write an act into the audit chain; `who` is a pseudonym."""
    audit.append(newsroom.ledger, who, act, bulletin, tuple(detail.items()))


def open_findings(newsroom: Newsroom, bulletin: str) -> tuple[Finding, ...]:
    """Give the red findings that nobody has ticked yet: they block approval."""
    return rules.open_findings(newsroom, bulletin, package_of(newsroom, bulletin))


def tick(newsroom: Newsroom, bulletin: str, mark: str, by: str, reason: str) -> None:
    """Tick a red finding with a reason. Raises ReviewError where there is no such open finding, or no reason."""
    name, who = rules.person(newsroom, by, Right.TICK)
    _reason(reason, "A red finding is only ticked with a reason.")
    package = newsroom.package(bulletin)
    head = newsroom.ledger.head(bulletin, "script")
    if package is None:  # the words are approved before they are spoken: the tick holds for exactly these words
        film = head.digest if head is not None else ""
        found = red_words(newsroom, bulletin, script_of(newsroom, bulletin))
    else:
        film = film_digest(package)
        past = rules.dates_over(newsroom, bulletin, package, date.max)
        found = (*rules.open_findings(newsroom, bulletin, package), *past)
    marks = [mark_of(f) for f in found]
    if mark not in marks:
        raise ReviewError(f"{bulletin} has no open red finding {mark}.", f"Open: {', '.join(marks) or 'none'}.")
    with newsroom.ledger.write():
        newsroom.ledger.decide(bulletin, "tick", name, words=mark, film=film, reason=reason.strip())
        note(newsroom, who, "tick", bulletin, mark=mark, reason=reason.strip(), film=film)


def edit(newsroom: Newsroom, bulletin: str, text: str, by: str, expect: str | None = None) -> Package | None:
    """Take over an edited script.md: checked, spoken and rendered anew. Raises ReviewError where it cannot be read.

    Gives the new package, None where the words must be approved before they are spoken.

    `expect` is the digest of the script that was edited; where another one counts by now, nothing is changed.
    """
    from pipeline.producer import remake  # paints and speaks; whoever only decides does without

    name, who = rules.person(newsroom, by, Right.WRITE)
    registered_by_name(newsroom, bulletin)
    if newsroom.state(bulletin) == "retracted":
        raise ReviewError(f"{bulletin} is retracted.", "Make a new bulletin instead.")
    head, before = newsroom.ledger.head(bulletin, "script"), newsroom.script(bulletin)
    if before is None or head is None:
        raise ReviewError(f"{bulletin} has no script yet.", "Run `newsreel run` first.")
    script = read_script(text, before)
    if script == before:
        return newsroom.package(bulletin)
    if not take_over(newsroom, bulletin, before, script, expect or head.digest, name, who, "edited"):
        raise ReviewError(f"Somebody else has changed the script of {bulletin} meanwhile.", "Read the new one and edit again.")
    return remake(newsroom, bulletin)


def take_over(
    newsroom: Newsroom, bulletin: str, before: Script, after: Script, expect: str, name: str, who: str, act: str
) -> bool:
    """Make a script count, if the one it was made from still does. False: somebody was faster, and nothing has changed."""
    after = _beside(newsroom, bulletin, after)
    digest = newsroom.store.put_value(after)
    if not newsroom.ledger.set_head(bulletin, "script", digest, name, act, expect=expect):
        return False
    changed = "; ".join(f"{d.label}: {differences.said(d)}" for d in differences.scripts(before, after))
    note(newsroom, who, act, bulletin, before=expect, after=digest, words=changed)
    return True


def last_author(newsroom: Newsroom, bulletin: str) -> str:
    """Tell who wrote the words that count; empty where no person touched them."""
    head = newsroom.ledger.head(bulletin, "script")
    return head.by if head is not None and head.by != MACHINE else ""


def approve(
    newsroom: Newsroom, bulletin: str, by: str, digest: str = "", due: datetime | None = None, reason: str = "", words: str = ""
) -> str:
    """Approve script and film in one act → the film digest that was approved.

    `digest` and `words` are those that the person saw (a prefix of at least 8 digits will do); where others stand by now, the
    approval is refused. `due` is when it shall be released, `reason` why one person alone approves. Raises ReviewError.
    """
    name, who = rules.person(newsroom, by, Right.APPROVE)
    registered_by_name(newsroom, bulletin)
    package = newsroom.package(bulletin)
    state = newsroom.state(bulletin)
    if state == "parked" and package is None:
        raise ReviewError(f"{bulletin} is parked.", f"`newsreel show {bulletin}` says why.")
    if package is None:
        raise ReviewError(f"{bulletin} has no film yet.", "Run `newsreel run` first.")
    film = film_digest(package)
    if digest and (len(digest) < 8 or not film.startswith(digest)):
        raise ReviewError(
            f"The film of {bulletin} is not {digest[:12]}… any more, it is {film[:12]}….",
            "Look at the new one, then approve that.",
        )
    head = newsroom.ledger.head(bulletin, "script")
    standing = head.digest if head is not None else ""
    if words and not standing.startswith(words):
        raise ReviewError(f"The script of {bulletin} has changed since it was on screen.", "Read the new one first.")
    if due is not None and due <= newsroom.clock():
        raise ReviewError("The time of the release has passed.", "Name a later one, or approve without.")
    found = rules.against_approval(newsroom, bulletin, package, name, due, reason)
    if found:
        raise ReviewError(f"{bulletin} cannot be approved: {' '.join(map(str, found))}", _hint(found))
    alone = reason.strip() if rules.wrote_last(newsroom, bulletin, name) else ""
    moment = due.astimezone(UTC).isoformat() if due is not None else ""
    with newsroom.ledger.write():  # the decision and its row in the audit chain: both, or neither
        newsroom.ledger.decide(bulletin, "approve", name, words=standing, film=film, reason=alone, due=moment)
        note(newsroom, who, "approve", bulletin, film=film, words=standing, due=moment, alone=alone)
    return film


def _hint(found: tuple[rules.Obstacle, ...]) -> str:
    if any(one.bar is Bar.RED for one in found):
        return "Mend the script, or tick each with a reason."
    if any(one.bar is Bar.FOUR_EYES for one in found):
        return FOUR_EYES
    return ""


def approve_script(newsroom: Newsroom, bulletin: str, by: str, digest: str = "") -> str:
    """Approve the words before they are spoken ([review] script_first) → the digest of the script that was approved.

    Raises ReviewError for red findings, for the last author of the words, and where another script stands by now.
    """
    name, who = rules.person(newsroom, by, Right.APPROVE)
    registered_by_name(newsroom, bulletin)
    script, head = script_of(newsroom, bulletin), newsroom.ledger.head(bulletin, "script")
    words = head.digest if head is not None else ""
    if digest and (len(digest) < 8 or not words.startswith(digest)):
        raise ReviewError(
            f"The script of {bulletin} is not {digest[:12]}… any more, it is {words[:12]}….", "Read the new one first."
        )
    blocking = red_words(newsroom, bulletin, script)
    if blocking:
        shown = "; ".join(f"{mark_of(f)}: {f.message}" for f in blocking[:3])
        raise ReviewError(f"{len(blocking)} red finding(s) block the script of {bulletin}: {shown}", "Mend the script first.")
    if newsroom.settings.review.four_eyes and rules.wrote_last(newsroom, bulletin, name):
        raise ReviewError(f"{name} wrote the last words of {bulletin}.", FOUR_EYES)
    with newsroom.ledger.write():
        newsroom.ledger.decide(bulletin, "approve-script", name, words=words)
        note(newsroom, who, "approve-script", bulletin, words=words)
    return words


def red_words(newsroom: Newsroom, bulletin: str, script: Script) -> tuple[Finding, ...]:
    """Check a script that has no film yet → the red findings that nobody has ticked."""
    from pipeline.stages.check import check  # takes a second to import; whoever approves a film does without

    red = [f for f in check(script, newsroom.cast.check(script.rundown)).findings if f.severity is Severity.RED]
    done = rules.ticked(newsroom, bulletin, newsroom.film(bulletin))
    return tuple(f for f in red if mark_of(f) not in done)


def reject(newsroom: Newsroom, bulletin: str, by: str, reason: str) -> None:
    """Reject the film that stands now, with a reason. Raises ReviewError without one."""
    name, who = rules.person(newsroom, by, Right.REJECT)
    registered_by_name(newsroom, bulletin)
    _reason(reason, "A rejection needs a reason.")
    if newsroom.state(bulletin) in ("published", "corrected", "retracted"):
        raise ReviewError(f"{bulletin} is {newsroom.state(bulletin)}.", "Correct it with `edit`, or take it back with `retract`.")
    film = newsroom.film(bulletin)
    with newsroom.ledger.write():
        newsroom.ledger.decide(bulletin, "reject", name, film=film, reason=reason.strip())
        note(newsroom, who, "reject", bulletin, film=film, reason=reason.strip())


def correct(newsroom: Newsroom, bulletin: str, by: str, text: str) -> bool:
    """Say what was wrong in what stands outside, and what is right: spoken and shown in the corrected film, and beside it.

    True: the words were corrected already, so their film must be made anew with the note.
    """
    name, who = rules.person(newsroom, by, Right.WRITE)
    registered_by_name(newsroom, bulletin)
    said = " ".join(text.split())
    if not 10 <= len(said) <= 1000:
        raise ReviewError("The note of a correction has 10 to 1000 characters.", "Say what was wrong and what is right.")
    if not newsroom.ledger.publications(bulletin) or newsroom.state(bulletin) == "retracted":
        raise ReviewError(f"{bulletin} does not stand outside.", "Only what is published is corrected.")
    head = newsroom.ledger.head(bulletin, "script")
    with newsroom.ledger.write():
        newsroom.ledger.decide(bulletin, "correct", name, words=head.digest if head is not None else "", reason=said)
        note(newsroom, who, "correct", bulletin, note=said)
    return _tell(newsroom, bulletin, name, said)


def _tell(newsroom: Newsroom, bulletin: str, name: str, text: str) -> bool:
    """Put a correction into the words that count. True where they differ from those that stand outside."""
    head, script, outside = newsroom.ledger.head(bulletin, "script"), newsroom.script(bulletin), _outside(newsroom, bulletin)
    if head is None or script is None:
        return False
    edited = outside is not None and replace(script, erratum=outside.erratum) != outside
    told = Erratum(rules.today(newsroom), erratum(text, script.rundown.day, script.rundown.language))
    digest = newsroom.store.put_value(_beside(newsroom, bulletin, replace(script, erratum=told)))
    author = head.by if edited and head.by != MACHINE else name  # who changed the news does not approve them
    if not newsroom.ledger.set_head(bulletin, "script", digest, author, "correction", expect=head.digest):
        raise ReviewError(f"Somebody else has changed the script of {bulletin} meanwhile.", "Note the correction again.")
    return edited


def _beside(newsroom: Newsroom, bulletin: str, script: Script) -> Script:
    """Lay a corrected sentence beside the one that stands outside, for the card."""
    outside = _outside(newsroom, bulletin) if script.erratum is not None else None
    if outside is None or script.erratum is None:
        return script
    said, right = differences.one_sentence(outside, script)
    return replace(script, erratum=replace(script.erratum, said=said, right=right))


def _outside(newsroom: Newsroom, bulletin: str) -> Script | None:
    """Give the words of the film that was published last; None where none is known."""
    films = [p.film for p in newsroom.ledger.publications(bulletin) if p.kind == "publish"]
    approved = (d for d in reversed(newsroom.ledger.decisions(bulletin)) if d.kind == "approve" and films and d.film == films[-1])
    words = next((d.words for d in approved if d.words), "")
    return newsroom.store.get_value(Script, words) if words else None


def _reason(reason: str, message: str) -> None:
    if len(reason.strip()) < LEAST_REASON:
        raise ReviewError(message, "Add --reason TEXT.")


def package_of(newsroom: Newsroom, bulletin: str) -> Package:
    """Give the package that counts. Raises NewsreelError saying why there is none."""
    package = newsroom.package(bulletin)
    if package is None:
        stuck = newsroom.ledger.parked(bulletin)
        why = f" {stuck.message}" if stuck is not None else ""
        raise NewsreelError(f"{bulletin} has no finished package.{why}", "Run `newsreel run` again.")
    return package


def script_of(newsroom: Newsroom, bulletin: str) -> Script:
    """Give the script that counts. Raises NewsreelError where none was written yet."""
    script = newsroom.script(bulletin)
    if script is None:
        raise NewsreelError(f"{bulletin} has no script yet.", "Run `newsreel run` first.")
    return script
