"""The HTTP server: Rasa's channels and our own routes in one Sanic application, in one process.

Import only after `bot.environment.prepare`.
"""

from __future__ import annotations

import asyncio
import functools
import signal
import socket
from pathlib import Path
from typing import Any

from rasa.core import channels
from rasa.core.channels.channel import InputChannel
from rasa.shared.utils.io import read_config_file
from sanic import Sanic
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import strict_json
from bot.channels import cases, forms, messengers, page, training
from bot.channels.door import Checks, Door
from bot.channels.health import health
from bot.channels.limits import Buckets
from bot.channels.tokens import Tokens
from bot.failures import report
from bot.messages import MAX_CASES_BODY, error_json
from bot.runtime import Runtime
from bot.talk import say

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEEP_ALIVE = 75  # seconds that an idle connection stays open: a page that is being read does not connect again
BACKLOG = 1024  # connections that may wait to be accepted
GRACE = 5  # seconds left to the turns under way when the server stops


def _settings(credentials: Path) -> dict[str, Any]:
    return dict(read_config_file(str(credentials)) or {}) if credentials.exists() else {}


def checks(credentials: Path, tokens: Tokens | None) -> Checks:
    """The door's checks, with the limits and origins that `credentials` gives under `rest`."""
    rest = _settings(credentials).get("rest") or {}
    made = Checks(tokens=tokens, origins=tuple(rest.get("origins") or ()))
    for name in ("by_sender", "by_address"):
        if limit := rest.get(name):
            setattr(made, name, Buckets(per_second=float(limit["per_second"]), burst=int(limit["burst"])))
    return made


def input_channels(credentials: Path, door: Door, talk: messengers.Talk) -> list[InputChannel]:
    """The door, and each messenger that `credentials` configures. Raises `ConfigurationError`."""
    others = {name: block for name, block in _settings(credentials).items() if name not in ("rest", "rasa", "cmdline")}
    return [door, *(messengers.connector(name, block, door.checks, talk) for name, block in others.items())]


def application(runtime: Runtime, credentials: Path, tokens: Tokens | None) -> Sanic:
    """The application with all its routes, ready to be served."""
    app = Sanic("prioig", configure_logging=False, dumps=strict_json.dumps)
    app.config.update({"REQUEST_MAX_SIZE": MAX_CASES_BODY, "FALLBACK_ERROR_FORMAT": "json", "ACCESS_LOG": False})
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE
    app.ctx.agent = runtime.agent
    door_checks = checks(credentials, tokens)
    talk = functools.partial(say, runtime)
    channels.channel.register(input_channels(credentials, Door(door_checks, talk), talk), app, route="/webhooks/")
    app.blueprint(cases.blueprint(door_checks))
    app.blueprint(page.blueprint(door_checks, runtime))
    app.blueprint(training.blueprint(door_checks))
    app.blueprint(forms.blueprint(door_checks))
    _add_common(app, runtime)
    return app


def _add_common(app: Sanic, runtime: Runtime) -> None:
    @app.get("/health")
    async def report_health(request: Request) -> HTTPResponse:
        return health(runtime)

    @app.on_response
    async def secure(request: Request, response: HTTPResponse) -> None:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)

    @app.exception(Exception)
    async def failure(request: Request, error: Exception) -> HTTPResponse:
        return _failure(error)


def _failure(error: Exception) -> HTTPResponse:
    """Any error as JSON with a French sentence; never a stack trace."""
    known = {NotFound: "not_found", MethodNotSupported: "method_not_allowed", PayloadTooLarge: "body_too_large"}
    for kind, code in known.items():
        if isinstance(error, kind):
            return json(error_json(code), status=error.status_code, headers=getattr(error, "headers", None))
    if isinstance(error, SanicException) and error.status_code < 500:
        return json(error_json("invalid_json"), status=error.status_code)
    report("request", error)
    return json(error_json("internal_error"), status=500)


async def serve(app: Sanic, listening: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM, then let the turns under way end."""
    server = await app.create_server(sock=listening, backlog=BACKLOG, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    await server.after_start()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    host, port = listening.getsockname()[:2]
    print(f"PrioIg est prêt : http://{host}:{port}", flush=True)
    await stop.wait()
    await server.before_stop()
    server.close()
    await _end_turns(server)
    await server.after_stop()


async def _end_turns(server: Any) -> None:
    """Close each connection once its turn is answered; leave what takes longer than `GRACE`."""
    deadline = asyncio.get_running_loop().time() + GRACE
    while server.connections and asyncio.get_running_loop().time() < deadline:
        for connection in list(server.connections):
            connection.close_if_idle()
        await asyncio.sleep(0.02)
