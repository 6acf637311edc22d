# SPDX-License-Identifier: EUPL-1.2
"""For machines that watch the desk: is it well, and its numbers. Neither tells anything about a bulletin or a person."""

import hmac
import os

from starlette.responses import PlainTextResponse, Response

from pipeline.desk.gate import Ask
from pipeline.measuring import ill, metrics

TOKEN_ENV = "NEWSREEL_METRICS_TOKEN"  # noqa: S105 - the name of a variable


def healthz(ask: Ask) -> Response:
    """Answer 200 while ledger and disk are well, else 503 with one word."""
    wrong = ill(ask.desk.room)
    return PlainTextResponse(wrong or "ok", 503 if wrong else 200)


def numbers(ask: Ask) -> Response:
    """Give the numbers to who knows the token; without a token in the environment there is no such page."""
    token = os.environ.get(TOKEN_ENV, "")
    given = ask.request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        return PlainTextResponse("Diese Seite gibt es nicht.", 404)
    return PlainTextResponse(metrics(ask.desk.room), media_type="text/plain; version=0.0.4")
