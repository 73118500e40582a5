"""What all tests share: no telemetry, nothing written in the checkout, one real server for the session, a browser.

Without a browser the tests that need one say why they were not run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Iterator

import pytest

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from bot.environment import prepare  # noqa: E402  before anything imports Rasa
from bot.paths import ROOT  # noqa: E402
from tests.page.browsing import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.serving import Server  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_CHROMIUM = "Chromium est absent : apt-get install -y chromium (docs/page.md)."
NO_PLAYWRIGHT = "playwright est absent : uv sync --group page (docs/page.md)."

prepare(ROOT / "config.yml")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the code under test writes goes to a folder of the test."""
    folder = tmp_path / "var"
    monkeypatch.setenv("PRIOIG_VAR", str(folder))
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real `prioig serve` on a free port, ready to talk; one for the session."""
    with Server.start(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window and without its own traffic; closed with the module.

    While it is open, Playwright's event loop runs in the tests' thread, where no other may then be started.
    """
    api = pytest.importorskip("playwright.sync_api", reason=NO_PLAYWRIGHT)
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()
