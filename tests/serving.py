"""Real servers for tests: started as a person starts them, on a free port of the loopback, stopped by their id."""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

import httpx

from bot.messages import TEXTS

ROOT = Path(__file__).resolve().parents[1]
PRIOIG = (str(ROOT / "prioig"), "serve", "--port", "0")
STANDIN = (sys.executable, str(ROOT / "tests" / "bot" / "standin" / "serve.py"))
PATIENCE = 300  # seconds for the first start, which may have to train
READY = re.compile(r"http://\S+")


def _first_line(process: subprocess.Popen[str]) -> str:
    """The line that says that the server is ready. Raises `AssertionError` where it ends or stays silent."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        assert selector.select(PATIENCE), "the server says nothing"
    return process.stdout.readline()


@dataclass
class Server:
    """One server process, with its folder, and a client that talks to it."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[str] = field(init=False)
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._launch()

    @staticmethod
    def start(folder: Path, *options: str, command: tuple[str, ...] = PRIOIG, **environment: str) -> Server:
        """Start `command`, by default `prioig serve`, with its conversations and its log in `folder`."""
        return Server((*command, *options), folder, environment)

    def _launch(self) -> None:
        environment = {**os.environ, "PRIOIG_VAR": str(self.folder / "var"), **self.environment}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
        ready = READY.search(_first_line(self.process))
        assert ready, self.log.read_text()
        self.client = httpx.Client(base_url=ready.group(), timeout=60)

    @property
    def log(self) -> Path:
        """What the server writes on standard error."""
        return self.folder / "server.log"

    def stop(self, kill: bool = False) -> int:
        """Stop the process, at once or politely, and return its exit status."""
        self.client.close()
        self.process.kill() if kill else self.process.terminate()
        status = self.process.wait(timeout=60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status

    def restart(self, kill: bool = False) -> None:
        """Stop and start again, on another port, with the same folder."""
        self.stop(kill)
        self._launch()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def post(self, body: Any, **headers: str) -> httpx.Response:
        """What the REST channel answers to `body` (JSON, or text sent as it is)."""
        content = {"content": body} if isinstance(body, (str, bytes)) else {"json": body}
        return self.client.post("/webhooks/rest/webhook", headers=headers, **content)

    def say(self, sender: str, text: str) -> list[dict[str, Any]]:
        """The replies to `text`; each must be meant for `sender`."""
        response = self.post({"sender": sender, "message": text})
        assert response.status_code == 200, response.text
        replies: list[dict[str, Any]] = response.json()
        assert {reply["recipient_id"] for reply in replies} == {sender}
        return replies


def objects(replies: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The `custom` objects of type `kind` in `replies`, in order."""
    return [reply["custom"] for reply in replies if (reply.get("custom") or {}).get("type") == kind]


def said(replies: list[dict[str, Any]]) -> str:
    """All the text of `replies`."""
    return "\n".join(reply["text"] for reply in replies if reply.get("text"))


def error(code: str) -> dict[str, Any]:
    """The JSON of the error `code`."""
    return {"error": {"code": code, "message": TEXTS[code]}}
