# SPDX-License-Identifier: EUPL-1.2
"""Come in and go out: login, one-time link, password, language."""

from datetime import date

from starlette.responses import RedirectResponse, Response

from pipeline import rules
from pipeline.desk import pages
from pipeline.desk.gate import Ask, enter, onward, set_cookie, to
from pipeline.desk.signing_on import named
from pipeline.engines import passwords
from pipeline.errors import ReviewError
from pipeline.keep import people
from pipeline.keep.accounts import Account

FIRST = "Erstes Konto"
"""The name of the first account until its owner gives another."""
WRONG = "Name oder Passwort stimmt nicht."
TOO_OFTEN = "Zu viele Fehlversuche. Bitte in 15 Minuten noch einmal."


def login_page(ask: Ask) -> Response:
    """Show the login."""
    if ask.session is not None:
        return to("/")
    account = named(ask)
    if account is not None:
        return enter(ask, account, onward(ask.query("weiter")) or "/")
    return _login(ask, 200, "", "", onward(ask.query("weiter")))


def _login(ask: Ask, status: int, problem: str, name: str, path: str) -> Response:
    use = ask.desk.room.settings.login.passwords
    return pages.render(
        ask, "login.html", status, problem=problem, name=name, onward=path, oidc=ask.desk.provider is not None, passwords=use
    )


def login(ask: Ask) -> Response:
    """Let somebody in: name and password fit, and not too many did not."""
    desk, name = ask.desk, " ".join(ask.field("name").split())[:200]
    address = ask.request.client.host if ask.request.client is not None else ""
    key = f"{name.casefold()} {address}"

    def refuse(status: int, why: str) -> Response:
        return _login(ask, status, why, name, onward(ask.field("weiter")))

    if not desk.room.settings.login.passwords:
        return refuse(403, "Hier meldet man sich mit dem Dienstkonto an.")
    if desk.by_name.refused(key) or desk.by_address.refused(address):
        return refuse(429, TOO_OFTEN)
    account = desk.accounts.find(name)
    kept = desk.accounts.password(account) if account is not None and account.active else ""
    if not passwords.fits(ask.field("password")[:500], kept) or account is None:
        desk.by_name.failed(key)
        desk.by_address.failed(address)
        return refuse(403, WRONG)
    desk.by_name.forgive(key)
    return enter(ask, account, onward(ask.field("weiter")) or "/")


def logout(ask: Ask) -> Response:
    """End the session."""
    if ask.session is not None:
        ask.desk.accounts.close(ask.session)
    answer = to("/anmelden")
    set_cookie(ask.request, answer, "", 0)
    return answer


def link_page(ask: Ask) -> Response:
    """Show the form of a one-time link; looking at it does not use it up."""
    account = ask.desk.accounts.invited(str(ask.request.path_params["secret"]))
    if account is None:
        return pages.failure(ask, 410, "Dieser Link ist verbraucht oder abgelaufen.", "Die Leitung kann einen neuen ausstellen.")
    return _password_page(ask, account)


def use_link(ask: Ask) -> Response:
    """Set the first password through a one-time link, and come in."""
    secret = str(ask.request.path_params["secret"])
    account = ask.desk.accounts.invited(secret)
    if account is None:
        return pages.failure(ask, 410, "Dieser Link ist verbraucht oder abgelaufen.", "Die Leitung kann einen neuen ausstellen.")
    problem = _fault(ask, account)
    if problem:
        return _password_page(ask, account, problem)
    first = account.name == FIRST and not account.has_password
    if first and " ".join(ask.field("name").split()) != FIRST:
        account = ask.desk.accounts.rename(account, ask.field("name"))
    if ask.desk.accounts.use_link(secret) is None:
        return pages.failure(ask, 410, "Dieser Link ist verbraucht oder abgelaufen.", "Die Leitung kann einen neuen ausstellen.")
    ask.desk.accounts.set_password(account, passwords.hashed(ask.field("password")))
    ask.desk.note(account, "password")
    return enter(ask, account, "/", "password")


def _password_page(ask: Ask, account: Account, problem: str = "") -> Response:
    """Ask for a first password; the very first account also chooses its name."""
    first = account.name == FIRST and not account.has_password
    shown = "" if first else account.name
    status = 422 if problem else 200
    return pages.render(ask, "password.html", status, who=shown, first=first, problem=problem, least=passwords.LEAST)


def _fault(ask: Ask, account: Account) -> str:
    password = ask.field("password")
    if len(password) < passwords.LEAST or len(password) > 500:
        return f"Das Passwort braucht mindestens {passwords.LEAST} Zeichen."
    if password.casefold() == account.name.casefold() or len(set(password)) < 5:
        return "Das Passwort ist zu leicht zu erraten."
    return "" if password == ask.field("again") else "Die beiden Eingaben sind verschieden."


def me_page(ask: Ask) -> Response:
    """Show one's own account: language and password."""
    return _me(ask, 200, "")


def _me(ask: Ask, status: int, problem: str) -> Response:
    number, first, last = people.deputy(ask.desk.room.ledger, ask.account)
    stands_in = ask.desk.accounts.get(number) if number and last >= rules.today(ask.desk.room).isoformat() else None
    others = tuple(a for a in ask.desk.accounts.all() if a.active and a.id != ask.account.id)
    return pages.render(
        ask, "me.html", status, problem=problem, least=passwords.LEAST, others=others,
        stands_in=stands_in.name if stands_in is not None else "", passwords=ask.account.has_password,
        first=date.fromisoformat(first) if first else None, last=date.fromisoformat(last) if last else None,
    )  # fmt: skip


def change_deputy(ask: Ask) -> Response:
    """Say who stands in for oneself and from when to when, or end it."""
    number, first, last = ask.field("who"), ask.field("first"), ask.field("last")
    ledger = ask.desk.room.ledger
    if number == "0":
        people.set_deputy(ledger, ask.account, 0, "", "")
        ask.desk.note(ask.account, "deputy-end")
        return to("/ich", "deputy")
    chosen = ask.desk.accounts.get(int(number)) if number.isdecimal() and len(number) < 10 else None
    if chosen is None or not chosen.active or chosen.id == ask.account.id:
        raise ReviewError("Dieses Konto gibt es nicht.", "Bitte eine andere Person wählen.")
    try:
        if not date.fromisoformat(first) <= date.fromisoformat(last):
            raise ReviewError("Der letzte Tag liegt vor dem ersten.", "Bitte die Tage prüfen.")
    except ValueError:
        raise ReviewError("Es fehlt ein Tag.", "Bitte beide Tage wählen.") from None
    people.set_deputy(ledger, ask.account, chosen.id, first, last)
    ask.desk.note(ask.account, "deputy", about=chosen.pseudonym, first=first, last=last)
    return to("/ich", "deputy")


def change_me(ask: Ask) -> Response:
    """Change one's own password; the old one is asked for, every session ends, a new one begins."""
    account, accounts = ask.account, ask.desk.accounts
    problem = "" if passwords.fits(ask.field("old")[:500], accounts.password(account)) else "Das bisherige Passwort stimmt nicht."
    problem = problem or _fault(ask, account)
    if problem:
        return _me(ask, 422, problem)
    accounts.set_password(account, passwords.hashed(ask.field("password")))
    ask.desk.note(account, "password")
    return enter(ask, account, "/ich", "password")


def change_language(ask: Ask) -> Response:
    """Switch between German and English."""
    ask.desk.accounts.set_language(ask.account, "en" if ask.field("language") == "en" else "de")
    back = onward(ask.field("back")) or "/"
    return RedirectResponse(back, 303)
