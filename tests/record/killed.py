"""Processes that write decisions and are killed without warning: `python -m tests.record.killed FOLDER ROUNDS SEED`.

Each round is a process of its own (a fork, so that a round costs milliseconds), killed by SIGKILL at a random moment
after its first decision was shown. What was shown is written on standard output, one reference a line.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Sequence

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from actions.record.entries import Draft  # noqa: E402
from actions.record.store import Record  # noqa: E402
from tests.record.writing import draft  # noqa: E402

LONGEST = 0.03  # seconds that a process lives after its first decision: some ten decisions


def write_for_ever(path: Path, drafts: Sequence[Draft], shown: int) -> None:
    """Write one decision after another, and show each once it is written; only a kill ends it."""
    record = Record(path)
    while True:
        for one in drafts:
            (entry,) = record.add((one,))
            os.write(shown, f"{entry.reference}\n".encode())


def one_round(path: Path, drafts: Sequence[Draft], moment: float) -> list[str]:
    """Start a process, kill it `moment` seconds after its first decision, and return what it has shown."""
    read, shown = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        write_for_ever(path, drafts, shown)
    os.close(shown)
    text = os.read(read, 1 << 16)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    while more := os.read(read, 1 << 16):
        text += more
    os.close(read)
    os.waitpid(child, 0)
    return text.decode().split()


def rounds(folder: Path, count: int, seed: int) -> list[str]:
    """What was shown in all the rounds."""
    chance = random.Random(seed)
    drafts = [draft(), draft("kawasaki", weight_kg=12), draft("guillain_barre", age_years=6, weight_kg=20)]
    path = folder / "record.sqlite"
    return [one for _ in range(count) for one in one_round(path, drafts, chance.uniform(0, LONGEST))]


if __name__ == "__main__":
    print(*rounds(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), sep="\n")
