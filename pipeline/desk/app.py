# SPDX-License-Identifier: EUPL-1.2
"""The desk as a web application: one table of pages, the gate before each of them, the same headers on all answers."""

from functools import partial

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.desk import deciding, editing, entering, files, health, leading, picturing, reviewing, signing_on, taking_in
from pipeline.desk.gate import HEADERS, Entry, route
from pipeline.desk.hands import Hands
from pipeline.desk.inbox import Lines, following, inbox
from pipeline.desk.state import Desk
from pipeline.keep.accounts import Accounts
from pipeline.newsroom import Newsroom
from pipeline.roles import Right, Role


def entries(lines: Lines) -> tuple[Entry, ...]:
    """Give the table of pages: what each address needs and who makes it."""
    b = "/b/{bulletin}"
    return (
        Entry("GET", "/", Right.LOOK, partial(inbox, lines)),
        Entry("GET", b, Right.LOOK, reviewing.review_page),
        Entry("GET", f"{b}/naechste", Right.LOOK, partial(following, lines)),
        Entry("GET", f"{b}/stand", Right.LOOK, reviewing.standing),
        Entry("GET", f"{b}/warten", Right.LOOK, reviewing.waiting),
        Entry("GET", f"{b}/datei/{{file}}", Right.LOOK, files.packed),
        Entry("GET", f"{b}/bild/{{number}}", Right.LOOK, files.picture),
        Entry("GET", f"{b}/fassungen", Right.LOOK, editing.versions_page),
        Entry("GET", f"{b}/bearbeiten", Right.WRITE, editing.edit_page),
        Entry("POST", f"{b}/bearbeiten", Right.WRITE, editing.save),
        Entry("POST", f"{b}/entwurf", Right.WRITE, editing.keep_draft),
        Entry("POST", f"{b}/entwurf/verwerfen", Right.WRITE, editing.drop_draft),
        Entry("POST", f"{b}/anhoeren", Right.WRITE, editing.listen),
        Entry("POST", f"{b}/fassungen", Right.WRITE, editing.restore),
        Entry("POST", f"{b}/film", Right.WRITE, deciding.remake),
        Entry("GET", f"{b}/meldungen", Right.WRITE, taking_in.items_page),
        Entry("POST", f"{b}/meldungen", Right.WRITE, taking_in.take_in),
        Entry("GET", f"{b}/beitrag/{{number}}/bild", Right.WRITE, picturing.picture_page),
        Entry("POST", f"{b}/beitrag/{{number}}/bild", Right.WRITE, picturing.settle),
        Entry("POST", f"{b}/beitrag/{{number}}/bild/neu", Right.WRITE, picturing.bring, upload=True),
        Entry("GET", f"{b}/bild/neu/{{digest}}", Right.WRITE, picturing.brought_file),
        Entry("POST", f"{b}/abhaken", Right.TICK, deciding.tick),
        Entry("POST", f"{b}/freigeben", Right.APPROVE, deciding.approve),
        Entry("POST", f"{b}/text-freigeben", Right.APPROVE, deciding.approve_script),
        Entry("POST", f"{b}/berichtigen", Right.WRITE, deciding.correct),
        Entry("POST", f"{b}/aussprache", Right.WRITE, editing.pronounce),
        Entry("POST", f"{b}/ablehnen", Right.REJECT, deciding.reject),
        Entry("POST", f"{b}/zurueckgeben", Right.REJECT, deciding.send_back),
        Entry("POST", f"{b}/veroeffentlichen", Right.PUBLISH, deciding.publish),
        Entry("POST", f"{b}/zurueckziehen", Right.RETRACT, deciding.retract),
        Entry("GET", "/anmelden", Right.ANYBODY, entering.login_page),
        Entry("GET", "/anmelden/dienst", Right.ANYBODY, signing_on.begin),
        Entry("GET", "/anmelden/zurueck", Right.ANYBODY, signing_on.finish),
        Entry("POST", "/anmelden", Right.ANYBODY, entering.login),
        Entry("POST", "/abmelden", Right.LOOK, entering.logout),
        Entry("GET", "/einladung/{secret}", Right.ANYBODY, entering.link_page),
        Entry("POST", "/einladung/{secret}", Right.ANYBODY, entering.use_link),
        Entry("GET", "/ich", Right.LOOK, entering.me_page),
        Entry("POST", "/ich", Right.LOOK, entering.change_me),
        Entry("POST", "/ich/vertretung", Right.LOOK, entering.change_deputy),
        Entry("POST", "/holen", Right.RUN, taking_in.fetch_now),
        Entry("POST", "/sprache", Right.LOOK, entering.change_language),
        Entry("GET", "/konten", Right.LEAD, leading.accounts_page),
        Entry("POST", "/konten", Right.LEAD, leading.add_account),
        Entry("POST", "/konten/{number}", Right.LEAD, leading.change_account),
        Entry("POST", "/konten/{number}/link", Right.LEAD, leading.new_link),
        Entry("GET", "/leitung", Right.LEAD, leading.switches_page),
        Entry("POST", "/leitung/anhalten", Right.LEAD, leading.pause),
        Entry("POST", "/leitung/ki-pass", Right.LEAD, leading.training),
        Entry("GET", "/protokoll", Right.LEAD, leading.audit_page),
        Entry("POST", "/protokoll", Right.LEAD, leading.audit_export),
        Entry("GET", "/static/{file}", Right.ANYBODY, files.static),
        Entry("GET", "/healthz", Right.ANYBODY, health.healthz),
        Entry("GET", "/metrics", Right.ANYBODY, health.numbers),
    )


def desk(room: Newsroom, hands: Hands, warm: bool = False) -> Starlette:
    """Make the desk of a newsroom → Starlette. `hands` make films, speech and stories; `warm` reads the inbox ahead."""
    open_desk = Desk.of(room, hands)
    lines = Lines(open_desk)
    if warm:
        lines.warm()
    app = Starlette(
        routes=[route(entry, open_desk) for entry in entries(lines)],
        exception_handlers={HTTPException: _no_page},
    )
    app.state.desk = open_desk
    app.add_middleware(_Headers)
    return app


def first_link(room: Newsroom) -> str:
    """Give the secret of a one-time link for the first account; empty where somebody already has a password."""
    accounts = Accounts(room.ledger)
    known = accounts.all()
    if any(account.has_password for account in known):
        return ""
    first = next((account for account in known if Role.LEAD in account.roles), None)
    return accounts.invite(first or accounts.add(entering.FIRST, (Role.LEAD.value, Role.EDIT.value)))


async def _no_page(_request: Request, wrong: Exception) -> Response:
    code = wrong.status_code if isinstance(wrong, HTTPException) else 500
    return PlainTextResponse("Diese Seite gibt es nicht." if code in (404, 405) else "Das geht so nicht.", code)


class _Headers:
    """Put the same headers on every answer, whatever else it says."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS:
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded)
