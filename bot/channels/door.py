"""`POST /webhooks/rest/webhook`: Rasa's REST channel, with the checks that it lacks.

A missing sender would share one conversation among all, and a message of any size would be processed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import strict_json
from bot.channels.limits import Buckets
from bot.channels.tokens import Tokens, Unauthorized
from bot.messages import MAX_BODY, MAX_SENDER, error_json

Say = Callable[[str, "str | None"], Awaitable[list[dict[str, Any]]]]


class Refused(Exception):
    """A request that goes no further: the HTTP status, the code of the sentence, and more headers."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.headers = status, code, headers or {}

    def response(self) -> HTTPResponse:
        """The refusal as JSON, with its sentence in French."""
        return json(error_json(self.code), status=self.status, headers=self.headers)


@dataclass
class Checks:
    """What a request must satisfy before it is read."""

    tokens: Tokens | None = None
    origins: tuple[str, ...] = ()
    by_sender: Buckets = field(default_factory=lambda: Buckets(per_second=20, burst=200))
    by_address: Buckets = field(default_factory=lambda: Buckets(per_second=200, burst=2000))

    def address(self, request: Request) -> None:
        """Raises `Refused` when the address sends too much or the page is of another origin."""
        self._limit(self.by_address, request.remote_addr or request.ip)
        origin = request.headers.get("origin")
        if origin and origin.partition("://")[2] != request.host and origin not in self.origins:
            raise Refused(403, "forbidden_origin")

    def body(self, request: Request, largest: int) -> Any:
        """The JSON of the request. Raises `Refused` when it is too large (`largest`, in bytes) or malformed."""
        if len(request.body) > largest:
            raise Refused(413, "body_too_large")
        try:
            return strict_json.loads(request.body)
        except ValueError as error:
            raise Refused(400, "invalid_json") from error

    def sender(self, request: Request, body: dict[str, Any]) -> str:
        """Whose conversation it is: the token's subject, or the field `sender`. Raises `Refused`."""
        sender = self.subject(request)
        if sender is None:
            sender = body.get("sender")
            if not isinstance(sender, str) or not 0 < len(sender.strip()) <= MAX_SENDER or not sender.isprintable():
                raise Refused(400, "missing_sender")
        self._limit(self.by_sender, sender.strip())
        return sender.strip()

    def subject(self, request: Request) -> str | None:
        """The subject of the token where tokens are required, else None. Raises `Refused`."""
        try:
            return self.tokens.sender(request.headers.get("authorization")) if self.tokens else None
        except Unauthorized as error:
            raise Refused(401, "unauthorized", {"WWW-Authenticate": "Bearer"}) from error

    def guesser(self, request: Request, wrong: Buckets) -> str:
        """Who tries a code or a reference: the token's subject, or the address.

        Raises `Refused` after too many wrong ones, before the next is looked up: a right one would be told otherwise.
        """
        key = self.subject(request) or request.remote_addr or request.ip
        seconds = wrong.empty(key)
        if seconds:
            raise Refused(429, "rate_limited", {"Retry-After": str(seconds)})
        return str(key)

    @staticmethod
    def _limit(buckets: Buckets, key: str) -> None:
        seconds = buckets.wait(key)
        if seconds:
            raise Refused(429, "rate_limited", {"Retry-After": str(seconds)})


class Door(RestInput):
    """The REST channel. `say` gives a sender's text to the bot and returns the replies."""

    def __init__(self, checks: Checks, say: Say) -> None:
        self.checks, self.say = checks, say

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of the channel."""
        routes = Blueprint("prioig_rest")

        @routes.get("/")
        async def alive(request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                return json(await self._answer(request))
            except Refused as refused:
                return refused.response()

        return routes

    async def _answer(self, request: Request) -> list[dict[str, Any]]:
        self.checks.address(request)
        body = self.checks.body(request, MAX_BODY)
        if not isinstance(body, dict):
            raise Refused(400, "invalid_json")
        sender = self.checks.sender(request, body)
        text = body.get("message")
        if text is not None and not isinstance(text, str):
            raise Refused(400, "invalid_message")
        return await self.say(sender, text)
