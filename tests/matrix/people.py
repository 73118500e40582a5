"""The test's side of people and of the bridge: processes that are talked to, and read without waiting blindly."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Mapping

from bot.paths import ROOT

PATIENCE = 60  # seconds
BRIDGE_PYTHON = ROOT / ".venv-matrix" / "bin" / "python"
READY = "PrioIg répond sur Matrix"
Line = dict[str, Any]


@dataclass
class Person:
    """One person, who hears everything said in her rooms."""

    homeserver: str
    user: str
    password: str
    folder: Path
    heard: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines: queue.Queue[Line] = queue.Queue()
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [BRIDGE_PYTHON, Path(__file__).with_name("person.py"), self.homeserver, self.user, self.password]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, str(self.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        threading.Thread(target=self._read, daemon=True).start()
        self._until(lambda line: "ready" in line)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(json.loads(line))

    def _until(self, wanted: Callable[[Line], Any], patience: float = PATIENCE) -> Line:
        """The next line that is wanted; what is heard on the way is kept."""
        while True:
            try:
                line = self._lines.get(timeout=patience)
            except queue.Empty:
                raise AssertionError(f"{self.user} heard nothing more; so far {self.heard[-3:]}") from None
            if "heard" in line:
                self.heard.append(line)
            if wanted(line):
                return line

    def do(self, name: str, **given: Any) -> Any:
        """Have the person do something; what it gave."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"name": name, **given}) + "\n")
        self.process.stdin.flush()
        line = self._until(lambda line: "done" in line or "failed" in line)
        assert "done" in line, line
        return line["done"]

    def say(self, room: str, text: str, **more: Any) -> str:
        """Say `text` in a room; the identifier of the message."""
        return str(self.do("send", room=room, content={"msgtype": "m.text", "body": text, **more}))

    def hear(self, room: str, wanted: Callable[[Line], Any]) -> Line:
        """The first line of `room` that is wanted, heard or to be heard."""
        for line in self.heard:
            if line["room"] == room and wanted(line):
                return line
        return self._until(lambda line: line.get("room") == room and wanted(line))

    def answers(self, room: str, bot: str, count: int) -> list[Line]:
        """The first `count` messages of `bot` in `room`, once they are all heard."""

        def heard() -> list[Line]:
            return [
                line
                for line in self.heard
                if (line["heard"], line["room"], line["sender"]) == ("m.room.message", room, bot)
            ]

        while len(heard()) < count:
            self._until(lambda line: line.get("sender") == bot)
        return heard()

    def ask(self, room: str, bot: str, text: str, **more: Any) -> str:
        """Say `text`, and return the plain text of what `bot` answers to it."""
        before = len(self.answers(room, bot, 0))
        self.say(room, text, **more)
        return str(self.answers(room, bot, before + 1)[before]["content"]["body"])

    def close(self) -> None:
        """Leave."""
        if self.process.poll() is None:
            assert self.process.stdin is not None and self.process.stdout is not None
            self.process.stdin.close()
            self.process.wait(PATIENCE)


@dataclass
class BridgeProcess:
    """`prioig matrix`, as a person starts it."""

    config: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[str] | None = None

    @property
    def log(self) -> Path:
        """What it writes on standard error."""
        return self.config.with_suffix(".log")

    def launch(self) -> subprocess.Popen[str]:
        """Start it, without waiting."""
        command = [str(ROOT / "prioig"), "matrix", "--config", str(self.config)]
        with self.log.open("a") as log:
            environment = {**os.environ, **self.environment}
            return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)

    def start(self) -> None:
        """Start it, and wait until people can write."""
        self.process = self.launch()
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith(READY), self.log.read_text()

    def stop(self, kill: bool = False) -> int:
        """Stop it, at once or politely, and return its exit status."""
        if self.process is None:
            return 0
        self.process.kill() if kill else self.process.terminate()
        status = self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return status
