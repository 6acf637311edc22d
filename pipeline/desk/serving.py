# SPDX-License-Identifier: EUPL-1.2
"""The desk as a running server."""

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pipeline.desk.app import desk, first_link
from pipeline.desk.hands import Aside
from pipeline.engines.memory import frugal
from pipeline.errors import ConfigError
from pipeline.newsroom import Newsroom

LOCAL = ("127.0.0.1", "::1", "localhost")


class Peer:
    """Note the address that really speaks to us, before a proxy's headers put the browser's in its place."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope.get("client"):
            scope["newsreel.peer"] = scope["client"][0]
        await self.app(scope, receive, send)


def serve(room: Newsroom, host: str, port: int, behind: str, say: Callable[[str], None]) -> int:
    """Serve the desk until it is stopped → exit code. `behind` names the proxy that may say who asked and over https.

    Raises ConfigError where nobody can listen there, before anybody is given a link.
    """
    if not 0 < port < 65_536:
        raise ConfigError(f"--port is {port}.", "Give a number from 1 to 65535.")
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    try:
        door = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048)
    except OSError as wrong:
        why = wrong.strerror or str(wrong)
        raise ConfigError(f"The desk cannot listen at {address}: {why}.", "Name another --host or --port.") from wrong
    secret = first_link(room)
    if secret:
        say("Nobody has an account yet. Set the password of the first one (role Leitung) here, once, within 72 hours:")
        say(f"  {address}/einladung/{secret}")
    say(f"The desk is open at {address}/ – stop it with Ctrl+C.")
    if host not in LOCAL and not behind:
        say("Other machines reach it without encryption; put a proxy with https before it and name it with --behind.")
    frugal()
    hands = Aside(room.settings)
    hands.warm()
    app = desk(room, hands, warm=True)
    if behind:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=behind)
        app.add_middleware(Peer)  # outermost
    to = uvicorn.Config(
        app,
        log_config=None,  # its loggers end in ours
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    with door, suppress(KeyboardInterrupt):  # Ctrl+C is how it is stopped
        uvicorn.Server(to).run(sockets=[door])
    return 0
