"""The actions in a server of their own, by configuration."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path
from typing import Iterator

import httpx
import pytest

from tests.serving import PATIENCE, PRIOIG, ROOT, Server, objects, said


@pytest.fixture
def actions_port() -> Iterator[int]:
    """The port of a running `prioig actions`."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = int(listening.getsockname()[1])
    process = subprocess.Popen([ROOT / "prioig", "actions", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        await_health(f"http://127.0.0.1:{port}/health", process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def await_health(url: str, process: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, timeout=5).raise_for_status()
        except httpx.TransportError:
            continue
        return
    raise AssertionError("the action server does not answer")


def test_the_same_answers_come_from_a_separate_action_server(tmp_path: Path, actions_port: int, server: Server) -> None:
    (tmp_path / "endpoints.yml").write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    sentences = ("PTI adulte, 72 kg", "pourquoi ?", "Khellaf 9, urgence")
    with Server.start(tmp_path, "--endpoints", str(tmp_path / "endpoints.yml"), command=PRIOIG) as split:
        there = [split.say("split", sentence) for sentence in sentences]
    here = [server.say("split", sentence) for sentence in sentences]
    assert [said(replies) for replies in there] == [said(replies) for replies in here]
    assert objects(there[2], "decision") == objects(here[2], "decision")
