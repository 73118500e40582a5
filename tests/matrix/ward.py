"""A homeserver with a bot's account, its bridge, and the people who talk to it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.matrix import synapse
from tests.matrix.people import BridgeProcess, Person
from tests.matrix.synapse import Synapse

PASSWORD = "only-for-the-tests"


def unique(name: str) -> str:
    """A name that nobody else has on the homeserver."""
    return f"{name}-{secrets.token_hex(4)}"


@dataclass
class Ward:
    """A homeserver with a bot's account, its bridge, and the people who talk to it."""

    homeserver: Synapse
    folder: Path
    door: str
    people: list[Person] = field(default_factory=list)
    bridges: list[BridgeProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bot_name = unique("prioig")
        self.bot = self.homeserver.register(self.bot_name, PASSWORD)

    def bridge(self, **settings: Any) -> BridgeProcess:
        """The bridge of the bot's account, not started."""
        data = {
            "homeserver": self.homeserver.url,
            "user": self.bot,
            "servers": [synapse.NAME],
            "door": self.door,
            "store": str(self.folder / "store"),
            **settings,
        }
        config = self.folder / f"matrix-{len(self.bridges)}.yml"
        YAML(typ="safe").dump(data, config)
        self.bridges.append(BridgeProcess(config, {"PRIOIG_MATRIX_PASSWORD": PASSWORD}))
        return self.bridges[-1]

    def start(self, **settings: Any) -> BridgeProcess:
        """The bridge, started."""
        bridge = self.bridge(**settings)
        bridge.start()
        return bridge

    def person(self, name: str) -> Person:
        """Somebody new."""
        user = self.homeserver.register(unique(name), PASSWORD)
        return self.device(user)

    def device(self, user: str) -> Person:
        """A new device of somebody."""
        person = Person(self.homeserver.url, user, PASSWORD, self.folder / unique("device"))
        self.people.append(person)
        return person

    def room(self, person: Person, encrypted: bool = False, others: tuple[Person, ...] = ()) -> str:
        """A room of `person` with the bot in it, and `others`."""
        invited = [self.bot, *(other.user for other in others)]
        room = str(person.do("room", invite=invited, encrypted=encrypted, direct=not others))
        for other in others:
            other.do("join", room=room)
        person.hear(room, self.is_in)
        return room

    def is_in(self, line: dict[str, Any]) -> bool:
        """Whether `line` is the bot coming into the room."""
        return bool(line.get("state_key") == self.bot and line["content"]["membership"] == "join")

    def wait_for_bridge_device(self, *people: Person) -> None:
        """Wait until the bridge has opened another session and published its keys, and `people` know them."""
        token = self.homeserver.token(self.bot_name, PASSWORD)

        def published() -> set[str] | None:
            body = {"device_keys": {self.bot: []}}
            answer = self.homeserver.request("POST", "/_matrix/client/v3/keys/query", token, body)
            return set(answer["device_keys"].get(self.bot) or ()) or None

        new = synapse.until(published, "the bridge has published its keys")

        def known() -> bool | None:
            return all(new <= set(person.do("devices", user=self.bot)) for person in people) or None

        synapse.until(known, "the new device is known")

    def close(self) -> None:
        """Stop what was started."""
        for bridge in self.bridges:
            bridge.stop()
        for person in self.people:
            person.close()
