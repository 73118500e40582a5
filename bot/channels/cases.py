"""`POST /decide`: one case, or a list of them, without a conversation."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.record.single import recorded
from bot.channels.door import Checks, Refused
from bot.decisions import decision_of, error, failed
from bot.messages import MAX_CASES_BODY

MALFORMED = error(
    None,
    "invalid_json",
    None,
    "Le corps de la requête n'est pas du JSON valide. "
    'Exemple : {"indication": "kawasaki", "facts": {"weight_kg": 12}}.',
)
AT_ONCE = 20  # cases decided before conversations get their turn again


async def decide_all(cases: list[Any], sender: str = "") -> list[dict[str, Any]]:
    """The lines of `cases`, in order and written in the record, leaving room for conversations in between."""
    lines: list[dict[str, Any]] = []
    for start in range(0, len(cases), AT_ONCE):
        begun = time.perf_counter()
        decided = [decision_of(case) for case in cases[start : start + AT_ONCE]]
        lines += recorded(decided, "decide", sender, begun)
        await asyncio.sleep(0)
    return lines


def blueprint(checks: Checks) -> Blueprint:
    """The route. A case that cannot be decided answers 422; in a list each has its own line, with 200."""
    routes = Blueprint("prioig_decide")

    @routes.post("/decide")
    async def decide(request: Request) -> HTTPResponse:
        try:
            checks.address(request)
            subject = checks.subject(request) or ""
            body = checks.body(request, MAX_CASES_BODY)
        except Refused as refused:
            return json(MALFORMED, status=refused.status) if refused.code == "invalid_json" else refused.response()
        if isinstance(body, list):
            return json(await decide_all(body, subject))
        line = (await decide_all([body], subject))[0]
        return json(line, status=422 if failed(line) else 200)

    return routes
