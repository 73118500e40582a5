"""A turn over REST: our runtime against the same bot run the stock way, alternating in one run.

    .venv/bin/python benchmarks/turn.py [--conversations 20]

Ours is `prioig serve`. Stock is `rasa run` with `rasa run actions`, the same model, and Rasa's SQL tracker store on
SQLite. Each turn is sent to both, each in turn the first; a run whose replies differ is refused.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Iterator

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.commands.model import ready_model  # noqa: E402

# Whole conversations: one by one, all at once, a correction, questions on the way.
CONVERSATIONS = (
    ("bonjour", "PTI adulte", "9", "oui", "72 kg", "175 cm", "non"),
    ("PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg", "qu'est-ce qui changerait la réponse ?", "détails"),
    ("PIDC, 80 kg", "pourquoi ?", "oui", "échec", "échec", "recommencer"),
    ("déficit immunitaire secondaire, IgG 3,2 g/L", "oui", "non, plutôt IgG 5 g/L", "je ne sais pas"),
)
PATIENCE = 180.0
REFERENCE = re.compile(r"\b[A-Z]\d+-\d{3}\b")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@dataclass
class Side:
    """One way to run the bot: its processes, a client, and the seconds that each turn took."""

    name: str
    processes: list[subprocess.Popen[bytes]]
    client: HTTPConnection
    seconds: list[float] = field(default_factory=list)
    spent: float = 0.0

    def turn(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Send one message, note how long the answer took, and return the replies."""
        body = json.dumps({"sender": sender, "message": text}).encode()
        started = time.perf_counter()
        self.client.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        answer = self.client.getresponse().read()
        self.seconds.append(time.perf_counter() - started)
        replies: list[dict[str, Any]] = json.loads(answer)
        return replies

    def megabytes(self) -> int:
        """The resident memory of its processes."""
        sizes = (Path(f"/proc/{process.pid}/status").read_text() for process in self.processes)
        lines = (next(line for line in text.splitlines() if line.startswith("VmRSS")) for text in sizes)
        return sum(int(line.split()[1]) for line in lines) // 1024

    def processor_seconds(self) -> float:
        """The processor time that its processes have used since they started."""
        fields = (Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split() for process in self.processes)
        return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")

    def start(self) -> None:
        """Forget the turns so far."""
        self.seconds.clear()
        self.spent = self.processor_seconds()

    def quantile(self, percent: int) -> float:
        """The milliseconds under which `percent` % of the turns stay."""
        return statistics.quantiles(self.seconds, n=100)[percent - 1] * 1000


def environment(folder: Path) -> dict[str, str]:
    """What both sides run with."""
    own = {
        "PRIOIG_VAR": str(folder),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "WARNING",
    }
    return {**{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}, **own}


def stock_commands(folder: Path, port: int) -> list[list[str]]:
    """The two servers of Rasa, configured as its documentation says."""
    actions = free_port()
    (folder / "endpoints.yml").write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{actions}/webhook\n"
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {folder}/stock.db\n"
    )
    (folder / "credentials.yml").write_text("rest:\n")
    rasa = str(Path(sys.executable).with_name("rasa"))
    run = [rasa, "run", "--model", str(ready_model()), "--port", str(port), "--interface", "127.0.0.1"]
    files = ["--endpoints", str(folder / "endpoints.yml"), "--credentials", str(folder / "credentials.yml")]
    return [[rasa, "run", "actions", "--actions", "actions.rasa_actions", "--port", str(actions)], [*run, *files]]


@contextlib.contextmanager
def running(name: str, commands: list[list[str]], port: int, folder: Path) -> Iterator[Side]:
    """The side `name`, once it answers; its processes are stopped at the end."""
    with (folder / f"{name}.log").open("wb") as log, contextlib.ExitStack() as stack:
        processes = []
        for command in commands:
            process = subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            processes.append(process)
        # The plainest client, kept open: what it costs counts on both sides.
        side = Side(name, processes, HTTPConnection("127.0.0.1", port, timeout=60))
        await_answer(side)
        yield side


def await_answer(side: Side) -> None:
    """Wait until the bot really answers a message. Raises `TimeoutError`."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if side.turn("warm-up", "bonjour"):
                return
        except OSError:
            side.client.close()
        time.sleep(0.2)
    raise TimeoutError(f"{side.name} does not answer")


def converse(sides: tuple[Side, Side], times: int) -> None:
    """Hold every conversation `times` times with both. Raises `AssertionError` where they answer differently."""
    turns = 0
    for round_ in range(times):
        for number, conversation in enumerate(CONVERSATIONS):
            for text in conversation:
                first, second = sides if turns % 2 else sides[::-1]
                turns += 1
                answers = [side.turn(f"bench-{round_}-{number}", text) for side in (first, second)]
                assert without_reference(answers[0]) == without_reference(answers[1]), (text, answers)


def without_reference(replies: list[dict[str, Any]]) -> str:
    """The replies as text, without the reference that each side gives its own case."""
    return REFERENCE.sub("", json.dumps(replies))


def main() -> None:
    """Run both sides and print the table of docs/performance.md."""
    options = argparse.ArgumentParser()
    options.add_argument("--conversations", type=int, default=20, help="times that each conversation is held")
    times = options.parse_args().conversations
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ports = free_port(), free_port()
        ours = [[str(ROOT / "prioig"), "serve", "--port", str(ports[0])]]
        with (
            running("stock", stock_commands(folder, ports[1]), ports[1], folder) as stock,
            running("ours", ours, ports[0], folder) as own,
        ):
            converse((own, stock), 1)  # warm up
            for side in (own, stock):
                side.start()
            converse((own, stock), times)
            show(own, stock)


def show(own: Side, stock: Side) -> None:
    """Print the figures as a Markdown table."""
    print(f"{len(own.seconds)} turns on each side\n\n| | p50 | p95 | processor a turn | resident memory |")
    print("|---|---|---|---|---|")
    for side in (stock, own):
        processor = (side.processor_seconds() - side.spent) / len(side.seconds) * 1000
        quantiles = f"{side.quantile(50):.1f} ms | {side.quantile(95):.1f} ms"
        print(f"| {side.name} | {quantiles} | {processor:.1f} ms | {side.megabytes()} MB |")
    ratios = [stock.quantile(percent) / own.quantile(percent) for percent in (50, 95)]
    print(f"| times faster | {ratios[0]:.1f} | {ratios[1]:.1f} | | |")


if __name__ == "__main__":
    main()
