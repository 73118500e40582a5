"""A hospital that uses the three messengers: what is configured, and what each of them sends and answers.

The shapes are those of the messengers' own documentation: Mattermost "Outgoing webhooks" and "Interactive messages",
Rocket.Chat "Integrations" and "Post message", Microsoft "Authentication with the Bot Connector API" and "Activity".
"""

from __future__ import annotations

import base64
import itertools
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.connectors.messenger import Messenger, Route
from tests.serving import Server

MATTERMOST_SECRET = "ywyj8hq6q7dtfx3kohs1"
ROCKETCHAT_SECRET = "Fq7ZbT2mWc9sRk4xLp8v"
APP, TENANT = "5a2f3c1e-app", "9b7d1f00-tenant"
KEYS = {name: rsa.generate_private_key(public_exponent=65537, key_size=2048) for name in ("teams", "other")}
NUMBERS = itertools.count(1)


def _number(value: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


def public_key(name: str, endorsements: list[str]) -> dict[str, Any]:
    """A public key as Microsoft lists it."""
    numbers = KEYS[name].public_key().public_numbers()
    return {"kty": "RSA", "use": "sig", "kid": name, "n": _number(numbers.n), "e": _number(numbers.e),
            "endorsements": endorsements}  # fmt: skip


@dataclass
class Site:
    """The server and the messenger."""

    server: Server
    messenger: Messenger
    failures: list[int] = field(default_factory=list)

    @staticmethod
    def credentials(folder: Path, url: str) -> Path:
        """The file of credentials, with the three blocks."""
        blocks = {
            "mattermost": {
                "url": f"{url}/api/v4",
                "token": "bot-access-token",
                "webhook_url": "http://127.0.0.1:5005/webhooks/mattermost/webhook",
                "secret": [MATTERMOST_SECRET, "a-second-webhook-token"],
            },
            "rocketchat": {
                "user": "prioig",
                "password": "rocket-password",
                "server_url": url,
                "secret": ROCKETCHAT_SECRET,
            },
            "botframework": {
                "app_id": APP,
                "app_password": "teams-password",
                "tenant_id": TENANT,
                "openid_url": f"{url}/openid",
                "login_url": url,
            },
        }
        path = folder / "credentials.yml"
        path.write_text(json.dumps(blocks))  # JSON is YAML
        return path

    def routes(self) -> dict[str, Route]:
        """What the messengers answer."""
        signed_in = {"status": "success", "data": {"authToken": "rocket-token", "userId": "rocket-user"}}
        keys = [public_key("teams", ["msteams"]), public_key("other", ["webchat"])]
        return {
            "/api/v4/posts": lambda _: (self.failures.pop(0) if self.failures else 201, {"id": "post"}),
            "/api/v1/login": lambda _: (200, signed_in),
            "/api/v1/chat.postMessage": lambda _: (200, {"success": True}),
            "/openid": lambda _: (200, {"jwks_uri": f"{self.messenger.url}/keys"}),
            "/keys": lambda _: (200, {"keys": keys}),
            f"/{TENANT}/oauth2/v2.0/token": lambda _: (200, {"access_token": "teams-token", "expires_in": 3600}),
            "/teams/v3/conversations/19%3Aroom%40thread.v2/activities": lambda _: (201, {"id": "activity"}),
        }

    def mattermost(self, text: str, **changes: Any) -> int:
        """A message that starts with the trigger word, as Mattermost posts it; the status of the answer."""
        body = {
            "channel_id": "hawos4dqtby53pd64o4a4cmeoo",
            "channel_name": "perfusions",
            "file_ids": "",
            "post_id": f"post{next(NUMBERS)}",
            "team_domain": "hopital",
            "team_id": "kwoknj9nwpypzgzy78wkw516qe",
            "text": f"prioig {text}",
            "timestamp": 1763700000000,
            "token": MATTERMOST_SECRET,
            "trigger_word": "prioig",
            "user_id": "rnina9994bde8mua79zqcg5hmo",
            "user_name": "alice.dupont",
            **changes,
        }
        return self.server.client.post("/webhooks/mattermost/webhook", json=body).status_code

    def press(self, context: Any) -> int:
        """A button, as Mattermost posts it."""
        body = {
            "user_id": "rnina9994bde8mua79zqcg5hmo",
            "user_name": "alice.dupont",
            "channel_id": "hawos4dqtby53pd64o4a4cmeoo",
            "channel_name": "perfusions",
            "team_id": "kwoknj9nwpypzgzy78wkw516qe",
            "team_domain": "hopital",
            "post_id": "gqrnh3675bdhnxhwmkxq5qh3fw",
            "trigger_id": "bm10b3dlNjY=",
            "type": "button",
            "data_source": "",
            "context": context,
        }
        return self.server.client.post("/webhooks/mattermost/webhook", json=body).status_code

    def rocketchat(self, text: str, **changes: Any) -> int:
        """A message as Rocket.Chat posts it."""
        body = {
            "token": ROCKETCHAT_SECRET,
            "bot": False,
            "channel_id": "ZpMw6XxSuZdpupcDa",
            "channel_name": "perfusions",
            "message_id": f"message{next(NUMBERS)}",
            "timestamp": "2026-11-21T03:37:15.725Z",
            "user_id": "zk8ei6fZYTxnNdbWg",
            "user_name": "alice.dupont",
            "text": text,
            "siteUrl": "https://chat.hopital.example/",
            **changes,
        }
        return self.server.client.post("/webhooks/rocketchat/webhook", json=body).status_code

    def teams_token(self, key: str = "teams", **changes: Any) -> str:
        """A token as Microsoft's service signs it."""
        now = int(time.time())
        claims = {
            "iss": "https://api.botframework.com",
            "aud": APP,
            "nbf": now,
            "exp": now + 3600,
            "serviceurl": f"{self.messenger.url}/teams/",
            **changes,
        }
        return jwt.encode(claims, KEYS[key], "RS256", headers={"kid": key})

    def teams(self, text: str, authorization: str | None = None, **changes: Any) -> int:
        """An activity as Microsoft's service posts it."""
        body = {
            "type": "message",
            "id": f"1763700000{next(NUMBERS)}",
            "timestamp": "2026-11-21T03:37:15.725Z",
            "serviceUrl": f"{self.messenger.url}/teams/",
            "channelId": "msteams",
            "from": {"id": "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgffmB39ATiQWA85gQ", "name": "Alice Dupont",
                     "aadObjectId": "e1b2c3d4"},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": "19:room@thread.v2"},
            "recipient": {"id": "28:5a2f3c1e-app", "name": "PrioIg"},
            "textFormat": "plain",
            "text": text,
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "fr-FR",
            **changes,
        }  # fmt: skip
        given = f"Bearer {self.teams_token()}" if authorization is None else authorization
        headers = {"Authorization": given} if given else {}
        return self.server.client.post("/webhooks/botframework/webhook", json=body, headers=headers).status_code
