"""The messenger's side: a small HTTP server on the loopback that records what is posted to it."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Mapping
from urllib.parse import parse_qs

Reply = tuple[int, Any]
Route = Callable[["Request"], Reply]


@dataclass(frozen=True)
class Request:
    """One request that came in; `body` is its JSON or its form."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass
class Messenger:
    """Answers each path of `routes` and keeps all requests, in order."""

    routes: dict[str, Route]
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        messenger = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                content = self.rfile.read(length).decode()
                form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
                body = (
                    {key: values[0] for key, values in parse_qs(content).items()}
                    if form
                    else json.loads(content or "{}")
                )
                request = Request(self.command, self.path, dict(self.headers), body)
                messenger.requests.append(request)
                status, reply = messenger.routes.get(self.path, lambda _: (404, {}))(request)
                payload = json.dumps(reply).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            do_GET = do_POST = handle_any

            def log_message(self, *_: Any) -> None:
                """Nothing on standard error."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def to(self, path: str) -> list[Request]:
        """What was sent to one path, in order."""
        return [request for request in self.requests if request.path == path]

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
