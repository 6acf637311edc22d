# SPDX-License-Identifier: EUPL-1.2
"""For the Leitung: accounts, the switches of the newsroom, the audit chain."""

import json
import re
from datetime import date
from statistics import median
from typing import Final

from starlette.responses import Response

from pipeline.desk import pages
from pipeline.desk.gate import Ask, to
from pipeline.errors import ReviewError
from pipeline.keep import audit, drafts, people
from pipeline.keep.accounts import Account
from pipeline.roles import Role
from pipeline.rules import PAUSE, TRAINING

SHOWN = 200
ACTS: Final = {
    "edit": "bearbeitet",
    "edited": "bearbeitet",
    "restore": "wiederhergestellt",
    "take-in": "Meldung aufgenommen",
    "picture": "Bild hochgeladen",
    "tick": "abgehakt",
    "approve": "freigegeben",
    "approve-script": "Text freigegeben",
    "reject": "abgelehnt",
    "send-back": "zurückgegeben",
    "publish": "veröffentlicht",
    "retract": "zurückgezogen",
    "correct": "berichtigt",
    "pronounce": "Aussprache berichtigt",
    "pause": "angehalten",
    "resume": "wieder zugelassen",
    "training": "KI-Pass",
    "roles": "Rollen geändert",
    "account": "Konto geändert",
    "account-add": "Konto angelegt",
    "account-link": "Einmal-Link ausgestellt",
    "password": "Passwort gesetzt",
    "deputy": "Vertretung eingetragen",
    "deputy-end": "Vertretung beendet",
    "signed-on": "mit Dienstkonto angemeldet",
    "fetch": "Newsletter geholt",
    "audit-export": "Protokoll ausgegeben",
}
"""Acts of the audit chain as people read them."""
KEYS: Final = {
    "before": "vorher",
    "after": "nachher",
    "words": "Wörter",
    "film": "Film",
    "mark": "Befund",
    "reason": "Begründung",
    "due": "Termin",
    "alone": "allein, weil",
    "roles": "Rollen",
    "active": "aktiv",
    "trained_until": "KI-Pass bis",
    "about": "betrifft",
    "note": "Vermerk",
    "required": "verlangt",
    "written": "geschrieben",
    "spoken": "gesprochen",
    "credit": "Bildnachweis",
    "permission": "Erlaubnis",
    "picture": "Bild",
    "first": "von",
    "last": "bis",
    "target": "Ziel",
    "problem": "Fehler",
}
"""What the chain tells of an act, as people read it."""


def accounts_page(ask: Ask, link: str = "", whose: str = "") -> Response:
    """Show all accounts; `link` is a fresh one-time link, shown once."""
    return pages.render(
        ask, "accounts.html", accounts=ask.desk.accounts.all(), link=link, whose=whose,
        training=drafts.switch(ask.desk.room.ledger, TRAINING),
    )  # fmt: skip


def add_account(ask: Ask) -> Response:
    """Add an account and show its one-time link."""
    account = ask.desk.accounts.add(ask.field("name"), _roles(ask))
    ask.desk.note(ask.account, "account-add", about=account.pseudonym, roles=" ".join(account.roles))
    return accounts_page(ask, _link(ask, account), account.name)


def change_account(ask: Ask) -> Response:
    """Change roles, training and whether an account is active. The last active Leitung stays."""
    account = _asked(ask)
    roles, active = _roles(ask), ask.field("active") == "1"
    trained = ask.field("trained_until").strip()
    if trained:
        try:
            date.fromisoformat(trained)
        except ValueError:
            raise ReviewError(f"„{trained}“ ist kein Tag.", "Bitte als JJJJ-MM-TT eintragen.") from None
    others = [a for a in ask.desk.accounts.all() if a.id != account.id and a.active and a.has_password and Role.LEAD in a.roles]
    if not others and (not active or Role.LEAD not in roles):
        raise ReviewError("Das ist das letzte Konto mit der Rolle Leitung.", "Bitte zuerst einem anderen diese Rolle geben.")
    ask.desk.accounts.change(account, roles, active, trained)
    ask.desk.note(
        ask.account, "account", about=account.pseudonym, roles=" ".join(roles), active=str(int(active)), trained_until=trained
    )
    return to("/konten", "account")


def new_link(ask: Ask) -> Response:
    """Make a new one-time link for an account, for a forgotten password."""
    account = _asked(ask)
    ask.desk.note(ask.account, "account-link", about=account.pseudonym)
    return accounts_page(ask, _link(ask, account), account.name)


def _asked(ask: Ask) -> Account:
    number = str(ask.request.path_params["number"])
    account = ask.desk.accounts.get(int(number)) if number.isdecimal() and len(number) < 10 else None
    if account is None:
        raise ReviewError("Dieses Konto gibt es nicht.")
    return account


def _roles(ask: Ask) -> tuple[str, ...]:
    given = set(ask.all("role"))
    roles = tuple(role.value for role in Role if role.value in given)
    if not roles:
        raise ReviewError("Ein Konto braucht mindestens eine Rolle.", "„nur lesen“ ist die kleinste.")
    return roles


def _link(ask: Ask, account: Account) -> str:
    return f"{ask.request.url.scheme}://{ask.request.url.netloc}/einladung/{ask.desk.accounts.invite(account)}"


def switches_page(ask: Ask) -> Response:
    """Show the switches of the newsroom."""
    room = ask.desk.room
    measured = people.measured(room.ledger) if room.settings.review.measure_minutes else None
    return pages.render(
        ask, "switches.html", training=drafts.switch(room.ledger, TRAINING), four_eyes=room.settings.review.four_eyes,
        measured=measured[-20:] if measured is not None else None,
        median=median(seconds for _, seconds in measured) if measured else 0,
    )  # fmt: skip


def pause(ask: Ask) -> Response:
    """Pause all publishing, or let it go on."""
    reason = ask.field("reason").strip()[:500]
    if ask.field("value") != "1":
        drafts.set_switch(ask.desk.room.ledger, PAUSE, "", ask.account.name)
        ask.desk.note(ask.account, "resume")
        return to("/leitung", "resumed")
    if len(reason) < 3:
        raise ReviewError("Das Anhalten braucht eine Begründung.", "Alle, die veröffentlichen wollen, lesen sie.")
    drafts.set_switch(ask.desk.room.ledger, PAUSE, "1", ask.account.name, reason)
    ask.desk.note(ask.account, "pause", reason=reason)
    return to("/leitung", "paused")


def training(ask: Ask) -> Response:
    """Require a training record ("KI-Pass") for approvals, or not."""
    value = "1" if ask.field("value") == "1" else ""
    drafts.set_switch(ask.desk.room.ledger, TRAINING, value, ask.account.name)
    ask.desk.note(ask.account, "training", required=value)
    return to("/leitung", "switched")


def audit_page(ask: Ask) -> Response:
    """Show the newest rows of the audit chain and whether it is whole."""
    ledger = ask.desk.room.ledger
    rows = tuple((row, _told(row.detail)) for row in audit.entries(ledger, most=SHOWN))
    return pages.render(ask, "audit.html", rows=rows, verified=audit.verify(ledger), most=SHOWN, acts=ACTS, keys=KEYS)


def _told(detail: str) -> tuple[tuple[str, str], ...]:
    """Read the detail of a row for people: digests are shortened, empty values left out."""
    pairs = ((str(name), str(value)) for name, value in json.loads(detail).items() if value)
    return tuple((name, f"{value[:12]}…" if re.fullmatch("[0-9a-f]{64}", value) else value) for name, value in pairs)


def audit_export(ask: Ask) -> Response:
    """Give the whole chain as JSON lines."""
    ask.desk.note(ask.account, "audit-export")
    body = "".join(audit.export(ask.desk.room.ledger))
    headers = {"Content-Disposition": 'attachment; filename="newsreel-audit.jsonl"'}
    return Response(body, media_type="application/x-ndjson", headers=headers)
