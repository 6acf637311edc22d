# SPDX-License-Identifier: EUPL-1.2
"""Decide: tick, approve, reject, send back, publish, correct, retract. The rules stand in `pipeline.rules`, their pages here."""

from datetime import datetime
from typing import Final

from starlette.responses import Response

from pipeline import release, review, rules
from pipeline.desk import pages
from pipeline.desk.gate import Ask, to
from pipeline.desk.state import Desk
from pipeline.errors import ReviewError
from pipeline.keep.accounts import Account
from pipeline.rules import Bar, Obstacle

SAID: Final = {
    Bar.NO_FILM: "Es gibt noch keinen Film.",
    Bar.RETRACTED: "Die Sendung ist zurückgezogen.",
    Bar.OUTDATED: "Der Film spricht noch nicht den geltenden Text.",
    Bar.RED: "Offene rote Befunde: {count}.",
    Bar.FOUR_EYES: "Vier Augen: Sie haben den Text zuletzt geändert, eine andere Person gibt frei.",
    Bar.NO_REASON: "Sie haben den Text zuletzt geändert: Wer allein freigibt, begründet es.",
    Bar.TRAINING: "Für die Freigabe fehlt ein gültiger KI-Pass in Ihrem Konto.",
    Bar.OVER: "Am Tag der Veröffentlichung ist vorbei: {detail}.",
    Bar.EMBARGO: "Eine Meldung ist noch gesperrt bis {detail} Uhr (Sperrfrist).",
    Bar.NO_NOTE: "Es fehlt der Berichtigungsvermerk: Was war falsch, was gilt?",
    Bar.PAUSED: "Die Leitung hat alle Veröffentlichungen angehalten: {detail}",
    Bar.CONSENT: "Die Sprecherfigur darf nicht mehr gezeigt werden: {detail}",
    Bar.NO_TARGET: "Es ist kein Ziel eingerichtet ([[targets]] in config.toml).",
}
MAKING: Final = "Der Film wird gerade neu gemacht."


def said(found: tuple[Obstacle, ...]) -> tuple[str, ...]:
    """Say obstacles in German."""
    return tuple(SAID[one.bar].format(detail=one.detail, count=one.count) for one in found)


def obstacles(desk: Desk, bulletin: str, account: Account) -> tuple[str, ...]:
    """Say in German what stands between an account and the approval of a bulletin; a reason can still be given in the form."""
    found = rules.against_approval(desk.room, bulletin, desk.package(bulletin), account.name)
    making = desk.jobs.running(bulletin)
    kept = tuple(one for one in found if one.bar is not Bar.NO_REASON and not (making and one.bar is Bar.OUTDATED))
    return ((MAKING,) if making else ()) + said(kept)


def release_obstacles(desk: Desk, bulletin: str) -> tuple[str, ...]:
    """Say in German what stands between an approved bulletin and its publication."""
    return said(rules.against_release(desk.room, bulletin, desk.package(bulletin)))


def tick(ask: Ask) -> Response:
    """Tick a red finding with a reason. The form is bound to the film that was on screen."""
    desk, name = ask.desk, ask.bulletin
    reason = _reason(ask, "Ein roter Befund wird nur mit Begründung abgehakt.")
    package = desk.package(name)
    if package is None:
        _same_words(ask)
        found = review.red_words(desk.room, name, desk.script(name)[0])
    else:
        _same_film(ask)
        past = rules.dates_over(desk.room, name, package, rules.today(desk.room))
        found = (*rules.open_findings(desk.room, name, package), *past)
    marks = {rules.mark_of(f) for f in found}
    if ask.field("mark") not in marks:
        raise ReviewError("Dieser Befund ist nicht mehr offen.", "Die Seite neu laden zeigt den Stand.")
    review.tick(ask.desk.room, ask.bulletin, ask.field("mark"), ask.account.name, reason)
    return to(f"/b/{ask.bulletin}", "ticked")


def approve(ask: Ask) -> Response:
    """Approve script and film: those whose digests the form carries, and no others."""
    desk, name = ask.desk, ask.bulletin
    _same_film(ask)
    _same_words(ask)
    due, reason = _due(ask), ask.field("reason").strip()[:500]
    found = rules.against_approval(desk.room, name, desk.package(name), ask.account.name, due, reason)
    if desk.jobs.running(name):
        raise ReviewError("Die Freigabe geht noch nicht.", MAKING)
    if found:
        raise ReviewError("Die Freigabe geht noch nicht.", " ".join(said(found)))
    review.approve(desk.room, name, ask.account.name, ask.field("film"), due, reason, ask.field("words"))
    return to(f"/b/{name}", "scheduled" if due is not None else "approved")


def approve_script(ask: Ask) -> Response:
    """Approve the words before they are spoken ([review] script_first); then the film is made."""
    desk, name = ask.desk, ask.bulletin
    _same_words(ask)
    script, _, _ = desk.script(name)
    if review.red_words(desk.room, name, script):
        raise ReviewError("Der Text hat noch rote Befunde.", "Bitte ändern oder abhaken.")
    if desk.room.settings.review.four_eyes and rules.wrote_last(desk.room, name, ask.account.name):
        raise ReviewError(SAID[Bar.FOUR_EYES])
    review.approve_script(desk.room, name, ask.account.name, ask.field("words"))
    desk.jobs.ask(name)
    return to(f"/b/{name}/warten", "words")


def _due(ask: Ask) -> datetime | None:
    """Read the time of a scheduled release, in the newsroom's zone. Raises ReviewError where it has passed."""
    given = " ".join(part for part in (ask.field("due").strip(), ask.field("due_time").strip()) if part)
    if not given:
        return None
    due = rules.moment(given if len(given) > 10 else f"{given} 00:00", ask.desk.zone)
    if due is None:
        raise ReviewError("Diesen Zeitpunkt gibt es nicht.", "Bitte Tag und Uhrzeit wählen.")
    if due <= ask.desk.room.clock():
        raise ReviewError("Der Zeitpunkt ist schon vorbei.", "Bitte einen späteren wählen, oder ohne Zeitpunkt freigeben.")
    return due


def reject(ask: Ask) -> Response:
    """Reject the film on screen, with a reason."""
    _same_film(ask)
    reason = _reason(ask, "Eine Ablehnung braucht eine Begründung.")
    if ask.desk.room.state(ask.bulletin) in ("published", "corrected", "retracted"):
        raise ReviewError("Was veröffentlicht ist, wird nicht abgelehnt.", "Bitte berichtigen oder zurückziehen.")
    review.reject(ask.desk.room, ask.bulletin, ask.account.name, reason)
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
    if desk.room.state(name) not in ("approved", "published", "corrected"):
        raise ReviewError("Dieser Film ist nicht freigegeben.", "Bitte zuerst freigeben.")
    _same_film(ask)
    delivered = release.publish(desk.room, name, ask.account.name)
    if any(one.problem for one in delivered):
        return pages.render(ask, "delivered.html", 502, name=name, delivered=delivered)
    return to(f"/b/{name}", "published")


def correct(ask: Ask) -> Response:
    """Note what was wrong in what stands outside; readers see it with its date beside the corrected film."""
    note = ask.field("note").strip()
    if not 10 <= len(" ".join(note.split())) <= 1000:
        raise ReviewError("Der Berichtigungsvermerk hat 10 bis 1000 Zeichen.", "Was war falsch, was gilt?")
    if not ask.desk.room.ledger.publications(ask.bulletin) or ask.desk.room.state(ask.bulletin) == "retracted":
        raise ReviewError("Die Sendung steht nicht draußen.", "Nur Veröffentlichtes wird berichtigt.")
    if review.correct(ask.desk.room, ask.bulletin, ask.account.name, note):
        ask.desk.jobs.ask(ask.bulletin)  # the note is spoken and shown in the film
        return to(f"/b/{ask.bulletin}/warten", "corrected")
    return to(f"/b/{ask.bulletin}", "corrected")


def retract(ask: Ask) -> Response:
    """Take a bulletin back from every target, with a reason."""
    reason = _reason(ask, "Eine Zurückziehung braucht eine Begründung.")
    if not ask.desk.room.ledger.publications(ask.bulletin):
        raise ReviewError("Die Sendung wurde nie veröffentlicht.", "Sie kann abgelehnt werden.")
    delivered = release.retract(ask.desk.room, ask.bulletin, reason, ask.account.name)
    if any(one.problem for one in delivered):
        return pages.render(ask, "delivered.html", 502, name=ask.bulletin, delivered=delivered)
    return to(f"/b/{ask.bulletin}", "retracted")


def remake(ask: Ask) -> Response:
    """Have the film made anew for the words that count: after a failure, or after an edit elsewhere."""
    ask.desk.jobs.ask(ask.bulletin)
    return to(f"/b/{ask.bulletin}/warten", "remaking")


def _reason(ask: Ask, needed: str) -> str:
    reason = ask.field("reason").strip()
    if len(reason) < review.LEAST_REASON:
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
