"""Microsoft Teams through Azure Bot Service. `docs/teams.md`.

What is said there passes through Microsoft's servers, by the nature of Teams.
"""

from __future__ import annotations

import json
import re
import threading
import time
from typing import Any, Mapping
from urllib.parse import quote

import requests
from rasa.core.channels.botframework import MICROSOFT_OAUTH2_URL, MICROSOFT_OPEN_ID_URI
from sanic.request import Request

from bot.channels.door import Checks, Refused
from bot.channels.messengers.core import TIMEOUT, Answer, Message, Messenger, Talk, check, is_safe
from bot.channels.messengers.teams_token import Issuer
from bot.messages import MAX_SENDER

SCOPE = "https://api.botframework.com/.default"
MENTION = re.compile(r"<at[^>]*>.*?</at>", re.DOTALL)
MOST_BUTTONS = 6  # that a hero card shows in Teams
MARGIN = 60  # seconds before a token ends


class Teams(Messenger):
    """Rasa's connector believes any issuer and any service address, and fetches Microsoft's keys before it starts."""

    page = "teams.md"
    keys = ("tenant_id", "app_id", "app_password")

    def __init__(self, settings: Mapping[str, Any], checks: Checks, talk: Talk) -> None:
        super().__init__(settings, checks, talk)
        self.issuer = Issuer(self.url("openid_url", MICROSOFT_OPEN_ID_URI), str(settings["app_id"]))
        login = self.url("login_url", MICROSOFT_OAUTH2_URL)
        self.token_url = f"{login}/{settings['tenant_id']}/oauth2/v2.0/token"
        self._token, self._ends = "", 0.0
        self._fetching = threading.Lock()

    @classmethod
    def name(cls) -> str:
        """The name of the route and of the block."""
        return "botframework"

    async def read(self, request: Request, body: Mapping[str, Any]) -> Message | None:
        """A message of a person of our tenant, sent by Microsoft's service."""
        await self.issuer.check(request.headers.get("authorization"), body)
        if body.get("type") != "message":
            return None
        conversation, person = _mapping(body.get("conversation")), _mapping(body.get("from"))
        tenant = _mapping(_mapping(body.get("channelData")).get("tenant")).get("id") or conversation.get("tenantId")
        if tenant != self.settings["tenant_id"] or not is_safe(str(body.get("serviceUrl") or "")):
            raise Refused(403, "unauthorized")
        if not conversation.get("id") or not person.get("id") or person.get("role") == "bot":
            return None
        text = MENTION.sub("", str(body.get("text") or "")).replace("\xa0", " ").strip()
        identifier = str(body.get("id") or "")[:MAX_SENDER] or None
        return Message(self.conversation(person["id"], conversation["id"]), text, identifier, body)

    def post(self, message: Message, said: Answer) -> None:
        """The text, as it is written, then a card of buttons that say their label."""
        activity = {
            "type": "message",
            "from": message.address.get("recipient"),
            "recipient": message.address.get("from"),
            "conversation": message.address["conversation"],
            "replyToId": message.address.get("id"),
            "textFormat": "plain",
            "text": said.text,
        }
        if 0 < len(said.buttons) <= MOST_BUTTONS:
            buttons = [{"type": "imBack", "title": title, "value": title} for title, _ in said.buttons]
            card = {"contentType": "application/vnd.microsoft.card.hero", "content": {"buttons": buttons}}
            activity["attachments"] = [card]
        service = str(message.address["serviceUrl"]).rstrip("/")
        room = quote(str(message.address["conversation"]["id"]), safe="")
        headers = {"Authorization": f"Bearer {self._bearer()}", "Content-Type": "application/json"}
        url = f"{service}/v3/conversations/{room}/activities"
        check(requests.post(url, headers=headers, data=json.dumps(activity), timeout=TIMEOUT))

    def _bearer(self) -> str:
        """Our own token, asked for again before it ends."""
        with self._fetching:
            if time.monotonic() >= self._ends:
                asked = {
                    "grant_type": "client_credentials",
                    "client_id": self.settings["app_id"],
                    "client_secret": self.settings["app_password"],
                    "scope": SCOPE,
                }
                response = requests.post(self.token_url, data=asked, timeout=TIMEOUT)
                check(response)
                given = response.json()
                self._token = str(given["access_token"])
                self._ends = time.monotonic() + max(0, int(given["expires_in"]) - MARGIN)
            return self._token


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
