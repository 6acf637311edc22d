# SPDX-License-Identifier: EUPL-1.2
"""Decide: tick, approve, reject, send back, publish, retract. The rules stand in `pipeline.review`; here they get a page."""

from datetime import datetime

from starlette.responses import Response

from pipeline import review
from pipeline.desk import pages
from pipeline.desk.gate import Ask, to
from pipeline.desk.state import Desk
from pipeline.errors import ReviewError
from pipeline.keep.accounts import Account


def obstacles(desk: Desk, bulletin: str, account: Account) -> tuple[str, ...]:
    """Say in German what stands between an account and the approval of a bulletin; nothing where it may be approved."""
    room = desk.room
    found: list[str] = []
    package = desk.package(bulletin)
    state = room.state(bulletin)
    if package is None:
        return ("Es gibt noch keinen Film.",)
    if state == "retracted":
        return ("Die Sendung ist zurückgezogen.",)
    if desk.jobs.running(bulletin):
        found.append("Der Film wird gerade neu gemacht.")
    elif desk.outdated(bulletin):
        found.append("Der Film spricht noch nicht den geltenden Text.")
    red = desk.red(bulletin, package)
    if red:
        found.append(f"{len(red)} {'roter Befund ist' if len(red) == 1 else 'rote Befunde sind'} offen.")
    if room.settings.review.four_eyes and review.last_author(room, bulletin).casefold() == account.name.casefold():
        found.append("Vier Augen: Sie haben den Text zuletzt geändert, eine andere Person gibt frei.")
    if not desk.trained(account):
        found.append("Für die Freigabe fehlt ein gültiger KI-Pass in Ihrem Konto.")
    return tuple(found)


def release_obstacles(desk: Desk, bulletin: str) -> tuple[str, ...]:
    """Say in German what stands between an approved bulletin and its publication."""
    room = desk.room
    found: list[str] = []
    paused = desk.paused
    if paused is not None:
        found.append(f"Die Leitung hat alle Veröffentlichungen angehalten: {paused.reason}")
    if not room.settings.targets:
        found.append("Es ist kein Ziel eingerichtet ([[targets]] in config.toml).")
    script = room.script(bulletin)
    now = room.clock()
    if script is not None and any(slot.item.embargo and slot.item.embargo > now for slot in script.rundown.slots):
        found.append("Eine Meldung ist noch gesperrt (Sperrfrist).")
    return tuple(found)


def tick(ask: Ask) -> Response:
    """Tick a red finding with a reason. The form is bound to the film that was on screen."""
    _same_film(ask)
    reason = ask.field("reason").strip()
    if len(reason) < 3:
        raise ReviewError("Ein roter Befund wird nur mit Begründung abgehakt.", "Bitte einen Satz dazu schreiben.")
    package = ask.desk.package(ask.bulletin)
    marks = {review.mark_of(f) for f in ask.desk.red(ask.bulletin, package)} if package is not None else set()
    if ask.field("mark") not in marks:
        raise ReviewError("Dieser Befund ist nicht mehr offen.", "Die Seite neu laden zeigt den Stand.")
    review.tick(ask.desk.room, ask.bulletin, ask.field("mark"), ask.account.name, reason)
    ask.desk.note(ask.account, "tick", ask.bulletin, mark=ask.field("mark"), reason=reason, film=ask.field("film"))
    return to(f"/b/{ask.bulletin}", "ticked")


def approve(ask: Ask) -> Response:
    """Approve script and film: those whose digests the form carries, and no others."""
    desk, name = ask.desk, ask.bulletin
    _same_film(ask)
    _same_words(ask)
    found = obstacles(desk, name, ask.account)
    if found:
        raise ReviewError("Die Freigabe geht noch nicht.", " ".join(found))
    due = _due(ask)
    film = review.approve(desk.room, name, ask.account.name, ask.field("film"), due)
    desk.note(ask.account, "approve", name, film=film, words=ask.field("words"), due=due.isoformat() if due else "")
    return to(f"/b/{name}", "scheduled" if due is not None else "approved")


def _due(ask: Ask) -> datetime | None:
    """Read the time of a scheduled release, in the newsroom's zone. Raises ReviewError where it has passed."""
    given = ask.field("due").strip()
    if not given:
        return None
    try:
        due = datetime.fromisoformat(given)
    except ValueError:
        raise ReviewError(f"„{given}“ ist kein Zeitpunkt.", "Bitte Tag und Uhrzeit wählen.") from None
    due = due.replace(tzinfo=ask.desk.zone) if due.tzinfo is None else due
    if due <= ask.desk.room.clock():
        raise ReviewError("Der Zeitpunkt ist schon vorbei.", "Bitte einen späteren wählen, oder ohne Zeitpunkt freigeben.")
    return due


def reject(ask: Ask) -> Response:
    """Reject the film on screen, with a reason."""
    _same_film(ask)
    reason = _reason(ask, "Eine Ablehnung braucht eine Begründung.")
    review.reject(ask.desk.room, ask.bulletin, ask.account.name, reason)
    ask.desk.note(ask.account, "reject", ask.bulletin, reason=reason, film=ask.field("film"))
    return to("/", "rejected")


def send_back(ask: Ask) -> Response:
    """Send a bulletin back to the writers with a note; it stays in review."""
    if ask.desk.room.state(ask.bulletin) != "review":
        raise ReviewError("Nur was zu prüfen ist, kann zurückgegeben werden.", "Sonst bitte ablehnen.")
    reason = _reason(ask, "Bitte dazuschreiben, was die Redaktion ändern soll.")
    ask.desk.room.ledger.decide(ask.bulletin, "send-back", ask.account.name, film=ask.field("film"), reason=reason)
    ask.desk.note(ask.account, "send-back", ask.bulletin, reason=reason)
    return to("/", "sent-back")


def publish(ask: Ask) -> Response:
    """Publish the approved film to every target; a target that fails is named, the others stand."""
    desk, name = ask.desk, ask.bulletin
    found = release_obstacles(desk, name)
    if found:
        raise ReviewError("Die Veröffentlichung geht noch nicht.", " ".join(found))
    state = desk.room.state(name)
    if state not in ("approved", "published", "corrected"):
        raise ReviewError(f"Die Sendung ist nicht freigegeben, sondern {pages.STATES[state]}.", "Bitte zuerst freigeben.")
    _same_film(ask)
    delivered = review.publish(desk.room, name)
    for one in delivered:
        desk.note(ask.account, "publish", name, target=one.target, film=ask.field("film"), problem=one.problem)
    if any(one.problem for one in delivered):
        return pages.render(ask, "delivered.html", 502, name=name, delivered=delivered)
    return to(f"/b/{name}", "published")


def retract(ask: Ask) -> Response:
    """Take a bulletin back from every target, with a reason."""
    reason = _reason(ask, "Eine Zurückziehung braucht eine Begründung.")
    if not ask.desk.room.ledger.publications(ask.bulletin):
        raise ReviewError("Die Sendung wurde nie veröffentlicht.", "Sie kann abgelehnt werden.")
    delivered = review.retract(ask.desk.room, ask.bulletin, reason, ask.account.name)
    for one in delivered:
        ask.desk.note(ask.account, "retract", ask.bulletin, target=one.target, reason=reason, problem=one.problem)
    if any(one.problem for one in delivered):
        return pages.render(ask, "delivered.html", 502, name=ask.bulletin, delivered=delivered)
    return to(f"/b/{ask.bulletin}", "retracted")


def remake(ask: Ask) -> Response:
    """Have the film made anew for the words that count: after a failure, or after an edit elsewhere."""
    ask.desk.jobs.ask(ask.bulletin)
    return to(f"/b/{ask.bulletin}/warten", "remaking")


def _reason(ask: Ask, needed: str) -> str:
    reason = ask.field("reason").strip()
    if len(reason) < 3:
        raise ReviewError(needed, "Bitte einen Satz dazu schreiben.")
    return reason[:2000]


def _same_film(ask: Ask) -> None:
    """Raises ReviewError where another film counts than the one that was on screen."""
    film = ask.desk.room.film(ask.bulletin)
    if not film or ask.field("film") != film:
        raise ReviewError(
            "Der Film hat sich geändert, seit Sie die Seite geöffnet haben. Nichts wurde entschieden.",
            "Bitte den neuen Film ansehen und dann entscheiden.",
        )


def _same_words(ask: Ask) -> None:
    head = ask.desk.room.ledger.head(ask.bulletin, "script")
    if head is None or ask.field("words") != head.digest:
        raise ReviewError(
            "Der Sprechertext hat sich geändert, seit Sie die Seite geöffnet haben. Nichts wurde entschieden.",
            "Bitte die neuen Sätze lesen und dann entscheiden.",
        )
