"""Mattermost: an outgoing webhook comes in, a bot account answers. `docs/mattermost.md`."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any, Mapping

import requests
from sanic.request import Request

from bot.channels.door import Checks, Refused
from bot.channels.messengers.core import TIMEOUT, Answer, Message, Messenger, Talk, check, known


class Mattermost(Messenger):
    """Rasa's connector accepts a request from anybody; here the webhook's token and the buttons are checked."""

    page = "mattermost.md"
    keys = ("url", "token", "webhook_url", "secret")

    def __init__(self, settings: Mapping[str, Any], checks: Checks, talk: Talk) -> None:
        super().__init__(settings, checks, talk)
        self.api = self.url("url")
        self.expected = self.secrets("secret")

    @classmethod
    def name(cls) -> str:
        """The name of the route and of the block."""
        return "mattermost"

    async def read(self, request: Request, body: Mapping[str, Any]) -> Message | None:
        """A message that starts with a trigger word, or a button."""
        if isinstance(body.get("context"), Mapping):
            said, proof = str(body["context"].get("action") or ""), body["context"].get("proof")
            if not known(proof, [self._proof(said, body.get("channel_id"))]):
                raise Refused(401, "unauthorized")
            return self._message(body, said, None)
        if not known(body.get("token"), self.expected):
            raise Refused(401, "unauthorized")
        text = str(body.get("text") or "").strip()
        trigger = str(body.get("trigger_word") or "")
        if trigger and text.lower().startswith(trigger.lower()):
            text = text[len(trigger) :].lstrip(" :,")
        return self._message(body, text, body.get("post_id"))

    def _message(self, body: Mapping[str, Any], text: str, identifier: Any) -> Message | None:
        person, room = body.get("user_id"), body.get("channel_id")
        if not person or not room:
            return None
        return Message(self.conversation(person, room), text, identifier, {"channel_id": room})

    def _proof(self, action: str, room: Any) -> str:
        """What a button carries back: Mattermost signs nothing of what it sends."""
        return hmac.new(self.expected[0].encode(), f"{room}\0{action}".encode(), hashlib.sha256).hexdigest()

    def post(self, message: Message, said: Answer) -> None:
        """One post in the channel, with its buttons."""
        room = message.address["channel_id"]
        actions = [self._button(number, title, action, room) for number, (title, action) in enumerate(said.buttons)]
        data: dict[str, Any] = {"channel_id": room, "message": said.text}
        if actions:
            data["props"] = {"attachments": [{"actions": actions}]}
        headers = {"Authorization": f"Bearer {self.settings['token']}", "Content-Type": "application/json"}
        check(requests.post(f"{self.api}/posts", headers=headers, data=json.dumps(data), timeout=TIMEOUT))

    def _button(self, number: int, title: str, action: str, room: str) -> dict[str, Any]:
        context = {"action": action, "proof": self._proof(action, room)}
        integration = {"url": self.settings["webhook_url"], "context": context}
        return {"id": f"choice{number}", "type": "button", "name": title, "integration": integration}
