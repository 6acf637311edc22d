# SPDX-License-Identifier: EUPL-1.2
"""A small web server on the loopback address, scripted per path."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

Answer = Callable[[BaseHTTPRequestHandler], None]


def page(body: bytes, media: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Answer:
    """Answer with a body; underscores in the names of headers become hyphens."""

    def answer(ask: BaseHTTPRequestHandler) -> None:
        ask.send_response(status)
        ask.send_header("Content-Type", media)
        for name, value in headers.items():
            ask.send_header(name.replace("_", "-"), value)
        ask.send_header("Content-Length", str(len(body)))
        ask.end_headers()
        ask.wfile.write(body)

    return answer


class Web:
    """Serves `answers` by path while the `with` block runs; `asked` are the requests as (path, headers)."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, str]]] = []
        web = self

        class Ask(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append((self.path, dict(self.headers)))
                web.answers.get(self.path.split("?")[0], page(b"no", status=404))(self)

            def log_message(self, *_said: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Ask)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Web":
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
