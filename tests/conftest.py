"""What all tests share: no telemetry, nothing written in the checkout, and one real server for the session."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterator

import pytest

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from bot.environment import prepare  # noqa: E402  before anything imports Rasa
from bot.paths import ROOT  # noqa: E402
from tests.serving import Server  # noqa: E402

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
