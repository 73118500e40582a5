"""Whether a request comes from Microsoft's Bot Connector service, for our bot.

As Microsoft's page on the authentication of the Bot Connector API asks: signature, issuer, audience, validity, service
address, and a key that vouches for the channel.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, Mapping

import jwt
import requests
from jwt.algorithms import RSAAlgorithm

from bot.channels.door import Refused
from bot.channels.messengers.core import TIMEOUT
from bot.failures import report

ISSUER = "https://api.botframework.com"
SKEW = 300  # seconds between Microsoft's clock and ours
FRESH = 24 * 3600  # seconds that the keys are kept
PAUSE = 60  # seconds before the keys are asked for again because of a key that is not among them


class Issuer:
    """Checks the tokens of requests; Microsoft's keys are fetched when they are first needed, and kept for a day."""

    def __init__(self, openid_url: str, app_id: str) -> None:
        self.openid_url, self.app_id = openid_url, app_id
        self._keys: dict[str, Mapping[str, Any]] = {}
        self._fetched = float("-inf")

    async def check(self, authorization: str | None, body: Mapping[str, Any]) -> None:
        """Raises `Refused`: 401 where the token is not good, 503 where Microsoft's keys cannot be fetched."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise Refused(401, "unauthorized")
        try:
            key = await self._key(str(jwt.get_unverified_header(token).get("kid")))
            claims = self._claims(token, key)
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            raise Refused(401, "unauthorized") from error
        vouched = body.get("channelId") in (key.get("endorsements") or ())
        if not vouched or claims.get("serviceurl", claims.get("serviceUrl")) != body.get("serviceUrl"):
            raise Refused(403, "unauthorized")

    def _claims(self, token: str, key: Mapping[str, Any]) -> dict[str, Any]:
        public: Any = RSAAlgorithm.from_jwk(dict(key))
        return dict(
            jwt.decode(
                token,
                public,
                ["RS256"],
                audience=self.app_id,
                issuer=ISSUER,
                leeway=SKEW,
                options={"require": ["exp", "iss", "aud"]},
            )
        )

    async def _key(self, identifier: str) -> Mapping[str, Any]:
        """The key of that name. Raises `KeyError` or `Refused`."""
        age = time.monotonic() - self._fetched
        if age > FRESH or (identifier not in self._keys and age > PAUSE):
            try:
                self._keys = await asyncio.get_running_loop().run_in_executor(None, self._fetch)
                self._fetched = time.monotonic()
            except (requests.RequestException, KeyError, ValueError) as error:
                report("fetching the keys of Teams", error)
                if not self._keys:
                    raise Refused(503, "unavailable") from error
        return self._keys[identifier]

    def _fetch(self) -> dict[str, Mapping[str, Any]]:
        described = requests.get(self.openid_url, timeout=TIMEOUT)
        described.raise_for_status()
        listed = requests.get(described.json()["jwks_uri"], timeout=TIMEOUT)
        listed.raise_for_status()
        return {str(key["kid"]): key for key in listed.json()["keys"]}
