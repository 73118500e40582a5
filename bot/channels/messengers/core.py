"""What the messengers share: who may post, one conversation per person and room, one answer per message."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from abc import abstractmethod
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, ClassVar, Mapping, Sequence
from urllib.parse import urlsplit

import requests
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.channels.door import Checks, Refused
from bot.channels.tokens import ConfigurationError, is_loopback
from bot.failures import report
from bot.messages import MAX_CASES_BODY

Talk = Callable[..., Awaitable[list[dict[str, Any]]]]
TIMEOUT = 10  # seconds for one request to the messenger
TRIES = 3
PAUSE = 0.5  # seconds before the second try, twice as long before the third
PASSING = (401, 408, 429)  # 401: a session that ended; the next try opens another
KEPT = 10_000  # messages remembered, so that one sent twice is answered once
MIN_SECRET = 16


class Refusal(requests.RequestException):
    """The messenger does not take the answer; `passing`: it may take it a moment later."""

    def __init__(self, passing: bool) -> None:
        super().__init__()
        self.passing = passing


@dataclass(frozen=True)
class Message:
    """One message of a person: `address` is what the answer needs to find its way."""

    conversation: str
    text: str
    identifier: str | None
    address: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """One reply: the text says everything, the buttons (label, payload) only spare typing."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()


def answer(replies: Sequence[Mapping[str, Any]]) -> Answer:
    """All bubbles of a turn in one message, with the buttons of the last. Objects for programs are left out."""
    bubbles = [reply for reply in replies if isinstance(reply.get("text"), str) and reply["text"].strip()]
    buttons = (bubbles[-1].get("buttons") or ()) if bubbles else ()
    pairs = tuple((str(button["title"]), str(button["payload"])) for button in buttons)
    return Answer("\n\n".join(str(bubble["text"]).strip() for bubble in bubbles), pairs)


class Messenger(InputChannel):
    """A connector: `read` says whether a request is a message, `post` sends the answer."""

    page: ClassVar[str] = ""
    keys: ClassVar[tuple[str, ...]] = ()

    def __init__(self, settings: Mapping[str, Any], checks: Checks, talk: Talk) -> None:
        missing = [key for key in self.keys if not settings.get(key)]
        if missing:
            raise self.misconfigured(f"il manque {', '.join(missing)}")
        undefined = [key for key, value in settings.items() if isinstance(value, str) and value.startswith("${")]
        if undefined:
            raise self.misconfigured(f"la variable d'environnement de {', '.join(undefined)} n'est pas définie")
        self.settings, self.checks, self.talk = settings, checks, talk
        self._seen: OrderedDict[str, None] = OrderedDict()

    @classmethod
    def misconfigured(cls, what: str) -> ConfigurationError:
        """The error of a block that cannot be used as it is."""
        return ConfigurationError(f"credentials.yml, bloc « {cls.name()} » : {what} (docs/{cls.page}).")

    def secrets(self, key: str) -> tuple[str, ...]:
        """The shared secrets under `key`, one or a list. Raises `ConfigurationError` where one could be guessed."""
        value = self.settings[key]
        found = tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)
        if any(len(item) < MIN_SECRET for item in found):
            raise self.misconfigured(f"{key} doit avoir {MIN_SECRET} caractères au moins")
        return found

    def url(self, key: str, default: str | None = None) -> str:
        """An address, without its last slash: https, or this machine. Raises `ConfigurationError`."""
        address = str(self.settings.get(key) or default).rstrip("/")
        if not is_safe(address):
            raise self.misconfigured(f"{key} doit commencer par https://")
        return address

    @abstractmethod
    async def read(self, request: Request, body: Mapping[str, Any]) -> Message | None:
        """The message of a request, or None where it holds none. Raises `Refused` where the sender is not known."""

    @abstractmethod
    def post(self, message: Message, said: Answer) -> None:
        """Send the answer; called outside the event loop. Raises `requests.RequestException`."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The route of the channel. `on_new_message`, which masks nothing, is not used."""
        routes = Blueprint(f"prioig_{self.name()}")

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                self.checks.address(request)
                body = self.checks.body(request, MAX_CASES_BODY)
                if not isinstance(body, dict):
                    raise Refused(400, "invalid_json")
                message = await self.read(request, body)
                if message is not None and not self._repeated(message):
                    await self._answer(message)
            except Refused as refused:
                return refused.response()
            return text("")

        return routes

    @staticmethod
    def _key(message: Message) -> str:
        return f"{message.conversation} {message.identifier}"

    def _repeated(self, message: Message) -> bool:
        """Whether the messenger sends again what it did not see acknowledged."""
        key = self._key(message)
        if message.identifier is None:
            return False
        if key in self._seen:
            return True
        self._seen[key] = None
        if len(self._seen) > KEPT:
            self._seen.popitem(last=False)
        return False

    async def _answer(self, message: Message) -> None:
        seconds = self.checks.by_sender.wait(message.conversation)
        if seconds:
            self._seen.pop(self._key(message), None)
            raise Refused(429, "rate_limited", {"Retry-After": str(seconds)})
        replies = await self.talk(message.conversation, message.text, self.name(), message.identifier)
        said = answer(replies)
        for attempt in range(1, TRIES + 1):
            try:
                return await asyncio.get_running_loop().run_in_executor(None, self.post, message, said)
            except requests.RequestException as error:
                report(f"answer to {self.name()}", error)
                if not may_try_again(error):
                    return
                if attempt < TRIES:
                    await asyncio.sleep(PAUSE * attempt)

    def conversation(self, person: Any, room: Any) -> str:
        """The name of the conversation of a person in a room, from which neither can be found back."""
        key = str(self.settings[self.keys[-1]]).encode()
        digest = hmac.new(key, f"{person}\0{room}".encode(), hashlib.sha256).hexdigest()
        return f"{self.name()}-{digest[:40]}"


def is_safe(address: str) -> bool:
    """Whether secrets may be sent to `address`."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def known(given: Any, secrets: Sequence[str]) -> bool:
    """Whether `given` is one of `secrets`, in a time that tells nothing."""
    return isinstance(given, str) and any([hmac.compare_digest(given.encode(), one.encode()) for one in secrets])


def check(response: requests.Response) -> None:
    """Raises `Refusal` where the messenger does not take the answer; its words may repeat ours, and are left out."""
    if response.status_code >= 300:
        raise Refusal(response.status_code in PASSING or response.status_code >= 500)


def may_try_again(error: requests.RequestException) -> bool:
    """Whether the next try may arrive. An answer shown twice, after a cut connection, does less harm than none."""
    return error.passing if isinstance(error, Refusal) else isinstance(error, requests.ConnectionError)
