# SPDX-License-Identifier: EUPL-1.2
"""Come in through somebody who has already checked who asks: an OpenID provider, or a proxy that names the person in a header."""

from dataclasses import replace
from urllib.parse import unquote

from starlette.responses import RedirectResponse, Response

from pipeline.desk import pages
from pipeline.desk.gate import HEADER, Ask, base_of, enter, named_by_proxy, onward
from pipeline.desk.state import Desk
from pipeline.errors import EngineError, ReviewError
from pipeline.keep import people
from pipeline.keep.accounts import Account
from pipeline.roles import Role

COOKIE = "newsreel-dienst"
AGAIN = "Bitte noch einmal anmelden."


def begin(ask: Ask) -> Response:
    """Send the browser to the sign-on service; a cookie ties its answer to this browser."""
    provider = ask.desk.provider
    if provider is None:
        return pages.failure(ask, 404, "Die Anmeldung mit dem Dienstkonto ist nicht eingerichtet.")
    try:
        started = provider.start(f"{base_of(ask)}/anmelden/zurueck")
    except EngineError:
        return pages.failure(ask, 502, "Der Anmeldedienst antwortet nicht.", "Bitte später noch einmal, oder dem Betrieb melden.")
    ask.desk.started.add(started, onward(ask.query("weiter")))
    answer = RedirectResponse(started.url, 303)
    answer.set_cookie(
        COOKIE,
        started.state,
        max_age=600,
        path="/anmelden",
        httponly=True,
        samesite="lax",
        secure=base_of(ask).startswith("https:"),
    )
    return answer


def finish(ask: Ask) -> Response:
    """Take the browser back from the sign-on service."""
    state = ask.query("state")
    pending = ask.desk.started.take(state) if state and ask.request.cookies.get(COOKIE, "") == state else None
    if ask.desk.provider is None or pending is None or not ask.query("code"):
        return pages.failure(ask, 403, "Diese Anmeldung ist abgelaufen oder wurde abgebrochen.", AGAIN)
    started, path = pending
    try:
        signed = ask.desk.provider.finish(started, ask.query("code"), ask.query("iss"))
    except EngineError as wrong:
        ask.desk.log(f"sign-on refused: {wrong}")
        return pages.failure(ask, 403, "Der Anmeldedienst hat Sie nicht bestätigt.", AGAIN)
    account = admit(ask.desk, signed.issuer, signed.subject, signed.name, signed.groups)
    answer = enter(ask, account, path or "/")
    answer.delete_cookie(COOKIE, path="/anmelden")
    return answer


def named(ask: Ask) -> Account | None:
    """Give the account of the person whom a listed proxy names; None where none does. Raises ReviewError where unknown."""
    to = ask.desk.room.settings.login
    subject = named_by_proxy(ask.desk, ask.request)
    if not subject:
        return None
    name = unquote(ask.request.headers[to.header]).strip()
    groups = ask.request.headers.get(to.roles_header, "") if to.roles_header else ""
    return admit(ask.desk, HEADER, subject, name, tuple(part.strip() for part in groups.split(",") if part.strip()))


def admit(desk: Desk, issuer: str, subject: str, name: str, groups: tuple[str, ...]) -> Account:
    """Find or make the account of a person whom somebody else has checked. Raises ReviewError where it must not come in.

    With a table of roles the groups decide at each sign-on. Without one an account must have been made at the desk, under this
    very name, and never have been used: a name alone opens nobody's account.
    """
    given = tuple(pair.partition("=") for pair in desk.room.settings.login.roles)
    roles = tuple(role.value for role in Role if any(group in groups and gives == role.value for group, _, gives in given))
    account = people.signed_on(desk.room.ledger, issuer, subject)
    if given and not roles:
        raise ReviewError("Ihr Dienstkonto hat keine Rolle in dieser Redaktion.", "Die Leitung oder der Betrieb vergibt sie.")
    if account is None:
        account = _tied(desk, issuer, subject, name, roles)
    if not account.active:
        raise ReviewError("Dieses Konto ist gesperrt.", "Bitte bei der Leitung melden.")
    if roles and roles != account.roles:
        desk.accounts.change(account, roles, True, account.trained_until)
        desk.note(account, "roles", roles=" ".join(roles))
        account = replace(account, roles=roles)
    return account


def _tied(desk: Desk, issuer: str, subject: str, name: str, roles: tuple[str, ...]) -> Account:
    clean = " ".join(name.split())[:80]
    known = desk.accounts.find(clean) if clean else None
    if known is not None and (known.has_password or people.is_tied(desk.room.ledger, known)):
        raise ReviewError("Ein anderes Konto trägt schon Ihren Namen.", "Bitte bei der Leitung melden.")
    if known is None and not roles:
        raise ReviewError("Für Sie gibt es noch kein Konto.", "Die Leitung legt es unter „Konten“ an.")
    account = known or desk.accounts.add(clean, roles)
    people.tie(desk.room.ledger, issuer, subject, account)
    desk.note(account, "signed-on")
    return account
