"""One real server with the three connectors, each talking to a messenger of the test."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from tests.connectors.messenger import Messenger
from tests.connectors.site import Site
from tests.serving import Server


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server and its messenger, once for the session."""
    folder: Path = tmp_path_factory.mktemp("connectors")
    messenger = Messenger({})
    with Server.start(folder, "--credentials", str(Site.credentials(folder, messenger.url))) as server:
        yield Site(server, messenger)
    messenger.close()


@pytest.fixture
def site(running_site: Site) -> Site:
    """The site, with nothing posted yet."""
    running_site.messenger.requests.clear()
    running_site.messenger.routes.clear()
    running_site.messenger.routes.update(running_site.routes())
    return running_site
