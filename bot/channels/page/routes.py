"""The routes of the page: its files, the table as JSON, and the endpoint that only it uses.

The endpoint passes the checks of the REST door, and two more: JSON only, and no request that a browser says to come
from another site.
"""

from __future__ import annotations

import gzip
import json as standard
import time
from typing import Any, Awaitable, Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

import rules
from actions.record.single import recorded
from actions.wording import sentences
from bot.channels.door import Checks, Refused
from bot.channels.page.files import Asset, assets
from bot.channels.page.table import table_json
from bot.channels.page.turns import Turns
from bot.channels.page.view import words
from bot.messages import MAX_BODY, MAX_SENDER

Handler = Callable[[Request, dict[str, Any]], Awaitable[Any]]
SITES = (None, "same-origin")
CHANNEL = "page"
SMALL = 1000  # bytes below which compressing saves no packet


def blueprint(checks: Checks, turns: Turns) -> Blueprint:
    """All the routes of the page."""
    routes = Blueprint("prioig_page")
    _add_files(
        routes, assets(), Asset.of(standard.dumps(table_json(), ensure_ascii=False).encode(), "application/json")
    )

    async def message(request: Request, body: dict[str, Any]) -> Any:
        sender = tab(checks, request, body)
        text, identifier = body.get("message"), body.get("id")
        if not isinstance(text, str):
            raise Refused(400, "invalid_message")
        if not isinstance(identifier, str) or not 0 < len(identifier) <= MAX_SENDER:
            raise Refused(400, "missing_id")
        return await turns.once(sender, identifier, text, bool(body.get("again")))

    async def conversation(request: Request, body: dict[str, Any]) -> Any:
        return await turns.conversation(tab(checks, request, body))

    async def shared(request: Request, body: dict[str, Any]) -> Any:
        return decided(body, checks.subject(request) or "")

    for path, handler in (("message", message), ("conversation", conversation), ("case", shared)):
        routes.add_route(guarded(checks, handler), f"/page/{path}", methods=["POST"], name=f"page_{path}")
    return routes


def _add_files(routes: Blueprint, files: dict[str, Asset], table: Asset) -> None:
    def serve(path: str, asset: Asset) -> None:
        async def handler(request: Request) -> HTTPResponse:
            return asset.response(request)

        routes.add_route(handler, path, methods=["GET", "HEAD"], name=f"file_{path}")

    for name, asset in files.items():
        serve({"index.html": "/", "sw.js": "/sw.js"}.get(name, f"/page/{name}"), asset)
    serve("/table.json", table)


def guarded(checks: Checks, handler: Handler) -> Callable[[Request], Awaitable[HTTPResponse]]:
    """The handler behind the checks that every request of the page must pass."""

    async def checked(request: Request) -> HTTPResponse:
        try:
            checks.address(request)
            if request.headers.get("sec-fetch-site") not in SITES:
                raise Refused(403, "forbidden_origin")
            if not request.headers.get("content-type", "").startswith("application/json"):
                raise Refused(415, "json_only")
            body = checks.body(request, MAX_BODY)
            if not isinstance(body, dict):
                raise Refused(400, "invalid_json")
            return packed(request, json(await handler(request, body)))
        except Refused as refused:
            return refused.response()

    return checked


def packed(request: Request, response: HTTPResponse) -> HTTPResponse:
    """The response in gzip where the request takes it: on a poor network a card is a fifth of its size."""
    if response.body and len(response.body) > SMALL and "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(response.body)
        response.headers.update({"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
    return response


def tab(checks: Checks, request: Request, body: dict[str, Any]) -> str:
    """The conversation of one tab: the page's random name, below the token's subject where tokens are required.

    Without the name, all tabs of a person would share one conversation; without the subject, a name that was
    overheard would open another person's. Raises `Refused`.
    """
    name = body.get("sender")
    if not isinstance(name, str) or not 16 <= len(name) <= MAX_SENDER or not name.isascii() or not name.isalnum():
        raise Refused(400, "missing_sender")
    subject = checks.sender(request, body)
    return name if subject == name else f"{subject}/{name}"


def decided(body: dict[str, Any], sender: str = "") -> dict[str, Any]:
    """The decision of a case that came by link, written in the record, with its words; or what is wrong with it."""
    begun = time.perf_counter()
    try:
        decision = rules.decide(
            rules.parse_case({"indication": body.get("indication"), "facts": body.get("facts") or {}})
        )
    except rules.CaseError as error:
        return {"error": {"code": error.code, "field": error.field, "message": error.message}}
    (line,) = recorded([rules.decision_json(decision)], CHANNEL, sender, begun)
    note = line.pop("notice", "") or sentences.REFERENCE.format(reference=line["reference"])
    return {"custom": line, CHANNEL: words(decision, note=note)}
