# SPDX-License-Identifier: EUPL-1.2
"""A real HTTP server that speaks chat.completions, well or badly. No client is mocked."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Row = dict[str, object]


@dataclass(slots=True)
class Reply:
    """What the server sends. `drip` sends the body a byte a second, `hang` keeps silent for so many seconds."""

    status: int = 200
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    media: str = "application/json"
    drip: bool = False
    hang: float = 0.0


@dataclass(slots=True)
class Seen:
    """What the server received."""

    path: str
    body: dict[str, object]
    headers: dict[str, str]

    @property
    def rung(self) -> str:
        """Name the form that was asked for: json_schema, json_object or text."""
        form = self.body.get("response_format")
        return str(form["type"]) if isinstance(form, dict) else "text"

    @property
    def texts(self) -> list[str]:
        """Give the contents of the messages."""
        return [str(m["content"]) for m in self.body["messages"]]  # type: ignore[attr-defined]


Behaviour = Callable[[Seen], Reply]


@dataclass(slots=True)
class LLMServer:
    """The running server: its address and what it was asked."""

    base_url: str
    seen: list[Seen] = field(default_factory=list)


def completion(content: str | None, finish: str = "stop", refusal: str | None = None, usage: bool = True) -> Reply:
    """Wrap a text as a server would: one choice, with usage."""
    message: Row = {"role": "assistant", "content": content}
    if refusal:
        message["refusal"] = refusal
    table: Row = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "double",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
    }
    if usage:
        table["usage"] = {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200}
    return Reply(body=json.dumps(table, ensure_ascii=False))


def row(text: str, sources: list[int], facts: list[str] | None = None, kind: str = "kern", rank: int = 1) -> Row:
    """Make one sentence of an answer."""
    return {"quellen": sources, "fakten": facts or [], "text": text, "art": kind, "rang": rank}


def answer(rows: list[Row], headline: str = "", topic: str = "Verkehr", notes: list[str] | None = None) -> str:
    """Make the JSON that is asked for."""
    return json.dumps({"saetze": rows, "ueberschrift": headline, "thema": topic, "hinweise": notes or []}, ensure_ascii=False)


@contextlib.contextmanager
def serving(behaviour: Behaviour) -> Iterator[LLMServer]:
    """Start a server on the loopback interface; its threads end with the test."""
    stop = threading.Event()
    server = LLMServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            seen = Seen(self.path, json.loads(self.rfile.read(length)), {k.lower(): v for k, v in self.headers.items()})
            server.seen.append(seen)
            reply = behaviour(seen)
            if reply.hang:
                stop.wait(reply.hang)
            body = reply.body.encode()
            with contextlib.suppress(OSError):
                self.send_response(reply.status)
                self.send_header("content-type", reply.media)
                self.send_header("content-length", str(len(body)))
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.end_headers()
                if not reply.drip:
                    self.wfile.write(body)
                    return
                for byte in body:
                    if stop.wait(1.0):
                        return
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    server.base_url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    try:
        yield server
    finally:
        stop.set()
        http.shutdown()
        http.server_close()
        thread.join(timeout=2)
