"""The review's own pages and headers inside Datasette: a case by its reference, nothing asked of the outside.

Runs in the review's environment (bot/review/pyproject.toml); the case itself is written by `bot.review.case`, in ours.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Forbidden, Response

HOSTS = ("127.0.0.1", "localhost", "[::1]")  # a page of elsewhere cannot borrow this address by another name
PATIENCE = 30  # seconds for the case of a reference
# Vega compiles its expressions, and the dashboards write their charts in the page: only the origin is closed off.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
)


async def _case(request: Any, datasette: Any) -> Response:
    """The page of one case: a field for its reference, and the case."""
    if not await datasette.permission_allowed(request.actor, "view-instance", default=None):
        raise Forbidden("view-instance")
    typed = (request.args.get("reference") or "").strip()[:20]
    found = await _written(typed) if typed else ""
    page = await datasette.render_template("case.html", {"typed": typed, "found": found}, request=request)
    return Response.html(page)


async def _written(typed: str) -> str:
    """What `bot.review.case` writes of a reference; never more than our own escaped HTML."""
    python, root = os.environ["PRIOIG_REVIEW_PYTHON"], os.environ["PRIOIG_REVIEW_ROOT"]
    process = await asyncio.create_subprocess_exec(
        python, "-m", "bot.review.case", typed.lstrip("-"), cwd=root, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return out.decode("utf-8")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The address of a case."""
    return [(r"^/-/dossier$", _case)]


@lru_cache(maxsize=1)
def _labels() -> dict[str, dict[str, str]]:
    """The French names that `prioig review` wrote for the queries."""
    return dict(json.loads(Path(os.environ["PRIOIG_REVIEW_LABELS"]).read_text(encoding="utf-8")))


def _french(kind: str, value: str | None) -> str | None:
    """The French name of a status, a situation or a fact; the identifier itself where there is none."""
    return _labels().get(kind, {}).get(value or "", value)


@hookimpl
def prepare_connection(conn: Any) -> None:
    """`french('status', status)` in every query."""
    conn.create_function("french", 2, _french, deterministic=True)


@hookimpl
def menu_links(datasette: Any, actor: Any) -> list[dict[str, str]]:
    """What the menu offers to who has logged in."""
    if not actor:
        return []
    links = (("/-/dashboards/mois", "Décisions du mois"), ("/-/dossier", "Un dossier par sa référence"))
    return [{"href": datasette.urls.path(path), "label": label} for path, label in links]


@hookimpl
def forbidden(datasette: Any, request: Any) -> Any:
    """Who has not given the password is asked for it."""
    return None if request.actor else Response.redirect(datasette.urls.path("/-/login"))


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Our headers on every answer, and no answer under another name than this machine's."""

    def wrap(app: Any) -> Any:
        @wraps(app)
        async def guarded(scope: Any, receive: Any, send: Any) -> None:
            # Addresses hold references: they are not logged. Set here, the server's own settings being read before.
            logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if host.rsplit(":", 1)[0] not in HOSTS:
                await Response.text("Adresse refusée.", status=421).asgi_send(send)
                return

            async def answer(message: Any) -> None:
                if message["type"] == "http.response.start":
                    kept = [item for item in message["headers"] if item[0].lower() != b"cache-control"]
                    message = {**message, "headers": [*kept, *HEADERS]}
                await send(message)

            await app(scope, receive, answer)

        return guarded

    return wrap
