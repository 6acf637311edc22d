# SPDX-License-Identifier: EUPL-1.2
"""The gate: every request passes it. Session, role, origin and token are checked here, once, before any page is made."""

import hmac
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline import rules
from pipeline.desk import pages
from pipeline.desk.form import Fields
from pipeline.desk.state import Desk
from pipeline.errors import BusyError, NewsreelError, ReviewError
from pipeline.keep import people
from pipeline.keep.accounts import SESSION_HOURS, Account, Session
from pipeline.roles import Right, may
from pipeline.settings import LoginSettings

COOKIE = "newsreel"
HEADER = "header"
"""The issuer of persons whom a proxy names."""
MOST_BYTES = 400_000
"""A form is never longer: 40 stories of 40 long sentences."""
MOST_FIELDS = 4_000
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cache-Control", "no-store"),
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request that has passed the gate."""

    request: Request
    desk: Desk
    session: Session | None
    fields: Fields = ()
    file: Path | None = None
    """An uploaded file; it is gone after the answer."""

    @property
    def account(self) -> Account:
        """Who asks. The gate has made sure that somebody does."""
        if self.session is None:
            raise AssertionError("this page is behind the gate")
        return self.session.account

    @property
    def bulletin(self) -> str:
        """The bulletin that the address names."""
        return str(self.request.path_params["bulletin"])

    def field(self, name: str) -> str:
        """Give the last value of a field, empty where there is none."""
        return next((value for known, value in reversed(self.fields) if known == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Give all values of a field."""
        return tuple(value for known, value in self.fields if known == name)

    def query(self, name: str) -> str:
        """Give a part of the address's query, empty where there is none."""
        return self.request.query_params.get(name, "")

    def may(self, right: Right) -> bool:
        """Tell whether the person who asks has a right."""
        return self.session is not None and may(self.account.roles, right)


View = Callable[[Ask], Response]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table of pages: method, address, what it needs, who makes it."""

    method: str
    path: str
    right: Right
    view: View
    upload: bool = False
    """Its form may carry one file, as large as a picture may be."""


def route(entry: Entry, desk: Desk) -> Route:
    """Put a page behind the gate."""

    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(_answer, entry, desk, request, ())
        if not entry.upload:
            return await run_in_threadpool(_answer, entry, desk, request, await _fields(request, MOST_BYTES, 0))
        if not await run_in_threadpool(_seated, desk, request):  # strangers leave no files here
            return _to_login(request)
        with tempfile.TemporaryDirectory(prefix="newsreel-") as folder:
            file = Path(folder) / "upload"
            fields = await _fields(request, MOST_BYTES + desk.room.settings.fetch.max_picture_bytes, 1, file)
            return await run_in_threadpool(_answer, entry, desk, request, fields, file if file.exists() else None)

    return Route(entry.path, endpoint, methods=[entry.method], name=f"{entry.method} {entry.path}")


def _seated(desk: Desk, request: Request) -> bool:
    return desk.accounts.session(request.cookies.get(cookie_name(request), "")) is not None


def _answer(entry: Entry, desk: Desk, request: Request, fields: Fields, file: Path | None = None) -> Response:
    secret = request.cookies.get(cookie_name(request), "")
    session = desk.accounts.session(secret) if secret else None
    if session is not None:  # with the roles of those for whom this person stands in today
        account = replace(session.account, roles=rules.roles_of(desk.room, session.account))
        session = replace(session, account=account)
        if named_by_proxy(desk, request) not in ("", people.subject(desk.room.ledger, HEADER, account)):
            session = None  # somebody else sits there now
    ask = Ask(request, desk, session, fields, file)
    if request.method == "POST" and not same_origin(request):
        return pages.failure(ask, 403, "Diese Anfrage kam von einer fremden Seite und wurde nicht ausgeführt.")
    if entry.right is not Right.ANYBODY:
        if session is None:
            return _to_login(request)
        if request.method == "POST" and not hmac.compare_digest(ask.field("token"), session.token):
            return pages.failure(ask, 403, "Das Formular ist abgelaufen.", "Bitte die Seite neu laden und noch einmal absenden.")
        if not may(session.account.roles, entry.right):
            return pages.failure(ask, 403, "Dafür fehlt Ihrem Konto die Rolle.", "Die Leitung vergibt Rollen unter „Konten“.")
    if "bulletin" in request.path_params and not desk.known(ask.bulletin):
        return pages.failure(ask, 404, "Diese Sendung gibt es nicht.")
    try:
        return entry.view(ask)
    except BusyError:
        return pages.failure(ask, 409, "Die Sendung wird gerade bearbeitet.", "Bitte in einer Minute noch einmal.")
    except ReviewError as wrong:
        return pages.failure(ask, 409, wrong.message, wrong.hint)
    except NewsreelError as wrong:
        return pages.failure(ask, 500, wrong.message, wrong.hint)


def peer(request: Request) -> str:
    """Give the address that really speaks to us: the proxy's where there is one (`serving.Peer` notes it)."""
    noted = request.scope.get("newsreel.peer")
    return str(noted) if noted else (request.client.host if request.client is not None else "")


def from_proxy(request: Request, to: LoginSettings) -> bool:
    """Tell whether a request comes from a proxy whose headers count."""
    return peer(request) in to.proxies


def named_by_proxy(desk: Desk, request: Request) -> str:
    """Give the name, in lower case, that a listed proxy says; empty where none does."""
    to = desk.room.settings.login
    if not to.header or not from_proxy(request, to):
        return ""
    return unquote(request.headers.get(to.header, "")).strip().casefold()


def base_of(ask: Ask) -> str:
    """Give the address under which people reach the desk: the configured one, else that of the request."""
    return ask.desk.room.settings.notice.desk_url.rstrip("/") or f"{ask.request.url.scheme}://{ask.request.url.netloc}"


def _to_login(request: Request) -> Response:
    if request.method == "POST" or "json" in request.headers.get("accept", ""):
        return Response("Nicht angemeldet.", 401, media_type="text/plain")
    back = request.url.path if request.url.path != "/" else ""
    return RedirectResponse("/anmelden" + (f"?weiter={back}" if back else ""), 303)


async def _fields(request: Request, most: int, files: int, file: Path | None = None) -> Fields:
    """Read a form of at most so many bytes, and its file, where it may have one, into `file`. Raises HTTPException."""
    if int(request.headers.get("content-length", "0") or 0) > most or "chunked" in request.headers.get("transfer-encoding", ""):
        raise HTTPException(413)
    async with request.form(max_files=files, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES) as form:
        for value in form.values():
            if isinstance(value, UploadFile) and value.size and file is not None:
                await run_in_threadpool(_copy, value.file, file)
        return tuple((name, value) for name, value in form.multi_items() if not isinstance(value, UploadFile))


def _copy(given: BinaryIO, to: Path) -> None:
    with to.open("wb") as out:
        shutil.copyfileobj(given, out)


def same_origin(request: Request) -> bool:
    """Tell whether a form came from our own pages: browsers say so in `Sec-Fetch-Site`, older ones in `Origin`."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True  # no browser of the last ten years; the token of the form still has to fit
    return urlsplit(origin).netloc == request.headers.get("host", "")


def cookie_name(request: Request) -> str:
    """Give the cookie's name: with the `__Host-` guard wherever the page is served over https."""
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def set_cookie(request: Request, response: Response, secret: str, seconds: int) -> None:
    """Put the session's secret into the browser; 0 seconds takes it away."""
    secure = request.url.scheme == "https"
    response.set_cookie(cookie_name(request), secret, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


def enter(ask: Ask, account: Account, path: str, said: str = "") -> Response:
    """Open a session for an account and go on."""
    secret = ask.desk.accounts.open(account)
    answer = to(path, said)
    set_cookie(ask.request, answer, secret, SESSION_HOURS * 3600)
    return answer


def onward(path: str) -> str:
    """Keep only addresses of our own pages."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else ""


def to(path: str, said: str = "") -> Response:
    """Go to another page; `said` names the message that stands there."""
    joint = "&" if "?" in path else "?"
    return RedirectResponse(path + (f"{joint}ok={said}" if said else ""), 303)
