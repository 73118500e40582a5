"""Rocket.Chat: an outgoing integration comes in, a bot account answers. `docs/rocketchat.md`."""

from __future__ import annotations

import threading
from typing import Any, Mapping

import requests
from rocketchat_API.APIExceptions.RocketExceptions import RocketException
from rocketchat_API.rocketchat import RocketChat as Api
from sanic.request import Request

from bot.channels.door import Checks, Refused
from bot.channels.messengers.core import TIMEOUT, Answer, Message, Messenger, Refusal, Talk, check, known

EXPIRED = 401


class RocketChat(Messenger):
    """Rasa's connector checks no token, has one conversation for a whole channel and signs in for each message."""

    page = "rocketchat.md"
    keys = ("user", "password", "server_url", "secret")

    def __init__(self, settings: Mapping[str, Any], checks: Checks, talk: Talk) -> None:
        super().__init__(settings, checks, talk)
        self.server = self.url("server_url")
        self.expected = self.secrets("secret")
        self._api: Api | None = None
        self._signing_in = threading.Lock()

    @classmethod
    def name(cls) -> str:
        """The name of the route and of the block."""
        return "rocketchat"

    async def read(self, request: Request, body: Mapping[str, Any]) -> Message | None:
        """A message of a person; what bots and the account itself say is left out."""
        if not known(body.get("token"), self.expected):
            raise Refused(401, "unauthorized")
        person, room = body.get("user_id"), body.get("channel_id")
        if not person or not room or body.get("bot") or body.get("user_name") == self.settings["user"]:
            return None
        text = str(body.get("text") or "").strip()
        trigger = str(body.get("trigger_word") or "")
        if trigger and text.lower().startswith(trigger.lower()):
            text = text[len(trigger) :].lstrip(" :,")
        return Message(self.conversation(person, room), text, body.get("message_id"), {"room_id": room})

    def post(self, message: Message, said: Answer) -> None:
        """One message in the room. A button says its label: a payload would be read as a slash command."""
        actions = [
            {"type": "button", "text": title, "msg": title, "msg_in_chat_window": True} for title, _ in said.buttons
        ]
        more = {"attachments": [{"actions": actions}]} if actions else {}
        try:
            response = self._session().chat_post_message(said.text, room_id=message.address["room_id"], **more)
        except RocketException as error:
            raise Refusal(passing=False) from error
        if response.status_code == EXPIRED:
            self._api = None
        check(response)

    def _session(self) -> Api:
        with self._signing_in:
            if self._api is None:
                user, password = str(self.settings["user"]), str(self.settings["password"])
                self._api = Api(user, password, server_url=self.server, timeout=TIMEOUT, session=requests.Session())
            return self._api
