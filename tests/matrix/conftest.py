"""One homeserver and one bot for all tests of the bridge; an account and a bridge of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from bot.commands import matrix
from tests.matrix import synapse
from tests.matrix.synapse import Synapse
from tests.matrix.ward import Ward
from tests.serving import STANDIN, Server


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


@pytest.fixture(scope="module")
def quiet_ward(homeserver: Synapse, counter: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    """A ward whose bridge runs and is left alone, with two people in it: for tests that only talk."""
    made = Ward(homeserver, tmp_path_factory.mktemp("ward"), str(counter.client.base_url).rstrip("/"))
    made.start()
    made.person("alice")
    made.person("bob")
    yield made
    made.close()


@pytest.fixture
def ward(homeserver: Synapse, counter: Server, tmp_path: Path) -> Iterator[Ward]:
    """A ward whose bot counts messages."""
    made = Ward(homeserver, tmp_path, str(counter.client.base_url).rstrip("/"))
    yield made
    made.close()
