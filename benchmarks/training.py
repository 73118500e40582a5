"""Thirty interns in one room, against one intern alone, in one run: `python -m benchmarks.training`.

A real `prioig serve`, the page's own endpoint, replies timed by the client. Three ways, in turn:
- alone: one intern, each message as soon as the one before is answered;
- paced: thirty interns, each reading between one and three seconds before the next answer (a person takes longer);
- burst: thirty interns whose answers leave at the same instant, again and again: the worst that a room can do.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import secrets
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Awaitable, Callable

import httpx

from tests.serving import Server

Reply = list[dict[str, Any]]
INTERNS = 30
PAUSE = (1.0, 3.0)  # seconds of reading before an answer
ROUNDS = 5
LIMIT = 3.0  # the p95 of a room may be this many times that of one intern alone


class Intern:
    """An intern on the page: answers anything to every question, and counts what each reply took, in seconds."""

    def __init__(self, client: httpx.AsyncClient, room: str, seed: int) -> None:
        self.client, self.room, self.draw = client, room, random.Random(seed)
        self.sender = secrets.token_hex(16)
        self.times: list[float] = []
        self.last: Reply = []

    async def send(self, text: str, counted: bool = True) -> None:
        """One message, its reply timed."""
        body = {"sender": self.sender, "id": secrets.token_hex(8), "message": text}
        started = time.perf_counter()
        response = await self.client.post("/page/message", json=body)
        if counted:
            self.times.append(time.perf_counter() - started)
        response.raise_for_status()
        self.last = response.json()

    async def join(self) -> None:
        """Come in under a pseudonym of one's own; not counted."""
        await self.send(f"entraînement {self.room}", counted=False)
        await self.send(f"Interne {self.sender[:12]}", counted=False)

    def next(self) -> str:
        """What to answer: a choice of the question, a dose, or the next case; empty once the list is done."""
        asked = [item["custom"] for item in self.last if (item.get("custom") or {}).get("type") == "training_question"]
        buttons = [button for item in self.last for button in item.get("buttons") or ()]
        if not asked:
            return next((one["payload"] for one in buttons if one["title"] == "cas suivant"), "")
        if asked[-1]["ask"] == "grams":
            return f"{self.draw.randrange(10, 150)} g"
        return str(self.draw.choice(buttons[: len(asked[-1]["choices"])])["payload"])


async def alone(one: Intern) -> None:
    """The whole list, one answer after the other."""
    while text := one.next():
        await one.send(text)


async def paced(one: Intern) -> None:
    """The whole list, reading before each answer."""
    while text := one.next():
        await asyncio.sleep(one.draw.uniform(*PAUSE))
        await one.send(text)


async def burst(interns: list[Intern]) -> None:
    """Everybody's next answer at the same instant, until all lists are done."""
    while waiting := [(one, text) for one in interns if (text := one.next())]:
        await asyncio.gather(*(one.send(text) for one, text in waiting))


def p(times: list[float], share: float) -> float:
    """A percentile, in milliseconds."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def told(name: str, times: list[float], reference: float | None = None) -> float:
    """Print one line of figures; return the p95 in milliseconds."""
    worst = p(times, 0.95)
    ratio = "" if reference is None else f"   p95 / p95 seul : {worst / reference:.2f}"
    print(f"{name:24} n {len(times):5}   p50 {p(times, 0.5):6.1f} ms   p95 {worst:6.1f} ms{ratio}", flush=True)
    return worst


async def measure(server: Server, open_room: Callable[[int], str]) -> float:
    """All three ways; return how many times the p95 of one intern the paced room's is."""
    limits = httpx.Limits(max_connections=INTERNS, max_keepalive_connections=INTERNS)
    async with httpx.AsyncClient(base_url=str(server.client.base_url), timeout=60, limits=limits) as client:

        async def joined(count: int, seed: int, cases: int) -> list[Intern]:
            room = open_room(cases)
            interns = [Intern(client, room, seed + at) for at in range(count)]
            for one in interns:
                await one.join()
            return interns

        async def run(count: int, seed: int, cases: int, play: Callable[[Intern], Awaitable[None]]) -> list[float]:
            interns = await joined(count, seed, cases)
            await asyncio.gather(*map(play, interns))
            return [took for one in interns for took in one.times]

        await run(1, 0, 6, alone)  # warm
        one, room, crowd = [], [], []
        for at in range(ROUNDS):  # in turn, so that whatever else the machine does weighs on all of them
            one += await run(1, 1 + at, 12, alone)
            room += await run(INTERNS, 100 * (1 + at), 1, paced)
            one += await run(1, 50 + at, 12, alone)
        interns = await joined(INTERNS, 5000, 3)
        await burst(interns)
        crowd = [took for each in interns for took in each.times]
    reference = told("un interne seul", one)
    ratio = told("30 internes", room, reference) / reference
    told("30 au même instant", crowd, reference)
    return ratio


def main() -> int:
    """Run, print, and say whether the limit is kept: 0, or 1."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as folder, Server.start(Path(folder)) as server:
        os.environ["PRIOIG_VAR"] = str(Path(folder) / "var")
        from actions.training import teacher

        def open_room(cases: int) -> str:
            return teacher.start("Mesure", cases, 60, datetime.now(timezone.utc), seed=5)[0].code

        ratio = asyncio.run(measure(server, open_room))
    print(f"rapport {ratio:.2f} : {'tenu' if ratio <= LIMIT else 'NON tenu'} (au plus {LIMIT:.0f})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
