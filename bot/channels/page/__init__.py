"""The phone page and its own endpoint, on the same application as the REST channel. `docs/page.md`.

Import only after `bot.environment.prepare`.
"""

from __future__ import annotations

from typing import Any, Mapping

from sanic import Blueprint

from bot.channels.door import Checks
from bot.channels.page import routes
from bot.channels.page.turns import Turns
from bot.runtime import Runtime
from bot.talk import say


def blueprint(checks: Checks, runtime: Runtime) -> Blueprint:
    """The routes of the page, talking to `runtime` behind `checks`."""

    async def turn(sender: str, text: str, identifier: str) -> list[dict[str, Any]]:
        return await say(runtime, sender, text, routes.CHANNEL, identifier)

    async def read(sender: str) -> list[Mapping[str, Any]]:
        tracker = await runtime.store.retrieve_full_tracker(sender)
        return [event.as_dict() for event in tracker.events] if tracker else []

    return routes.blueprint(checks, Turns(turn, read))
