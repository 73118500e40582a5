"""The actions in a server of their own, by configuration."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from pathlib import Path
from typing import Iterator

import httpx
import pytest

from tests.serving import PATIENCE, PRIOIG, ROOT, Server, objects, said

REFERENCE = re.compile(r"\b[A-Z]\d+-\d{3}\b")  # each server gives its own


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
    assert [REFERENCE.sub("", said(replies)) for replies in there] == [
        REFERENCE.sub("", said(replies)) for replies in here
    ]
    decisions = [objects(replies, "decision")[0] for replies in (there[2], here[2])]
    references = [decision.pop("reference") for decision in decisions]
    assert references[0] in said(there[2]) and references[1] in said(here[2])
    assert decisions[0] == decisions[1] and decisions[0]["recorded"] is True
