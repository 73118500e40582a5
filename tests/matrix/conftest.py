"""One homeserver and one bot for all tests of the bridge; an account and a bridge of its own for each test."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

import pytest
from ruamel.yaml import YAML

from bot.commands import matrix
from tests.matrix import synapse
from tests.matrix.people import BridgeProcess, Person
from tests.matrix.synapse import Synapse
from tests.serving import STANDIN, Server

NUMBERS = itertools.count(1)
PASSWORD = "only-for-the-tests"


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """A running Synapse; the tests skip where it cannot be installed."""
    try:
        synapse.install()
        matrix.python()
    except (synapse.Unavailable, matrix.NotInstalled) as error:
        pytest.skip(f"no homeserver here: {error}")
    running = Synapse(tmp_path_factory.mktemp("synapse"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A bot that says how many messages of a conversation it was given."""
    folder = tmp_path_factory.mktemp("counter")
    with Server.start(folder, str(folder / "no-credentials.yml"), command=STANDIN) as running:
        yield running


@dataclass
class Ward:
    """A homeserver with a bot's account, its bridge, and the people who talk to it."""

    homeserver: Synapse
    folder: Path
    door: str
    people: list[Person] = field(default_factory=list)
    bridges: list[BridgeProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bot_name = f"prioig-{next(NUMBERS)}"
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
        user = self.homeserver.register(f"{name}-{next(NUMBERS)}", PASSWORD)
        return self.device(user)

    def device(self, user: str) -> Person:
        """A new device of somebody."""
        person = Person(self.homeserver.url, user, PASSWORD, self.folder / f"device-{next(NUMBERS)}")
        self.people.append(person)
        return person

    def room(self, person: Person, encrypted: bool = False, others: tuple[Person, ...] = ()) -> str:
        """A room of `person` with the bot in it, and `others`."""
        invited = [self.bot, *(other.user for other in others)]
        room = str(person.do("room", invite=invited, encrypted=encrypted, direct=not others))
        for other in others:
            other.do("join", room=room)
        person.hear(room, lambda line: line["heard"] == "m.room.member" and self._is_in(line))
        return room

    def _is_in(self, line: dict[str, Any]) -> bool:
        return bool(line.get("state_key") == self.bot and line["content"]["membership"] == "join")

    def close(self) -> None:
        """Stop what was started."""
        for bridge in self.bridges:
            bridge.stop()
        for person in self.people:
            person.close()


@pytest.fixture
def ward(homeserver: Synapse, counter: Server, tmp_path: Path) -> Iterator[Ward]:
    """A ward whose bot counts messages."""
    made = Ward(homeserver, tmp_path, str(counter.client.base_url).rstrip("/"))
    yield made
    made.close()
