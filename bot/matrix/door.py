"""The REST door of `prioig serve`, from the bridge's side."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

SECRET = "PRIOIG_JWT_SECRET"
WEBHOOK = "/webhooks/rest/webhook"
PATIENCE = 60  # seconds for one turn: a hundred times what the slowest takes
TOKEN_LIFE = 120  # seconds


class NotTaken(Exception):
    """The message has not reached the bot: it may be sent again after `wait` seconds, if given."""

    def __init__(self, wait: float | None = None) -> None:
        super().__init__("the door did not take the message")
        self.wait = wait


class Uncertain(Exception):
    """Nobody knows whether the bot took the message: it must not be sent again."""


class Refused(Exception):
    """The door refuses the bridge itself: no token, or a wrong one."""


@dataclass
class Door:
    """Posts messages to the bot at `url`."""

    url: str
    session: aiohttp.ClientSession

    @staticmethod
    def open(url: str) -> Door:
        """A door to `url`. One connection a message: one kept open would break at each restart of the bot."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        return Door(url, aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True), timeout=timeout))

    async def say(self, sender: str, text: str) -> list[dict[str, Any]]:
        """The bot's replies to `text`. Raises `NotTaken`, `Uncertain` or `Refused`."""
        body = {"sender": sender, "message": text}
        try:
            async with self.session.post(self.url + WEBHOOK, json=body, headers=_headers(sender)) as response:
                return await _replies(response)
        except aiohttp.ClientConnectorError as error:
            raise NotTaken from error
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise Uncertain from error

    async def is_open(self) -> bool:
        """Whether the bot says that it can talk."""
        try:
            async with self.session.get(f"{self.url}/health") as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    async def close(self) -> None:
        """Close the connections."""
        await self.session.close()


async def _replies(response: aiohttp.ClientResponse) -> list[dict[str, Any]]:
    if response.status == 429:
        raise NotTaken(float(response.headers.get("Retry-After") or 1))
    if response.status in (401, 403):
        raise Refused
    if response.status != 200:
        raise Uncertain
    replies = await response.json()
    if not isinstance(replies, list):
        raise Uncertain
    return replies


def _headers(sender: str) -> dict[str, str]:
    """A token for this conversation only, where the bot wants one."""
    secret = os.environ.get(SECRET)
    if not secret:
        return {}
    token = jwt.encode({"sub": sender, "exp": int(time.time()) + TOKEN_LIFE}, secret, algorithm="HS256")
    return {"Authorization": f"Bearer {token}"}
