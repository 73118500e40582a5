"""What the start is made of: seconds and resident memory after each step, in one new process.

    .venv/bin/python benchmarks/start.py

Then the same as a person sees it: from the command to the first answer, and a whole training.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def megabytes() -> float:
    """The resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Steps:
    """Prints a row of a Markdown table at each step."""

    def __init__(self) -> None:
        print("| step | seconds | of processor | resident memory |\n|---|---|---|---|")
        self.then, self.spent = time.perf_counter(), time.process_time()

    def done(self, name: str) -> None:
        """The step `name` is over."""
        now, spent = time.perf_counter(), time.process_time()
        print(f"| {name} | {now - self.then:.2f} | {spent - self.spent:.2f} | {megabytes():.0f} MB |")
        self.then, self.spent = now, spent


async def inside() -> None:
    """Start the bot step by step in this process."""
    steps = Steps()
    from bot import training
    from bot.environment import prepare
    from bot.paths import Project

    model = training.trained(Project())
    assert model is not None, "run `prioig train` first"
    steps.done("fingerprint of the model's inputs")
    prepare(Project().config)
    import bot.runtime

    steps.done("import of Rasa, without TensorFlow")
    import rules

    rules.decide(rules.parse_case({"indication": "itp_adult", "facts": {"khellaf_score": 9}}))
    steps.done("table loaded and compiled, a first decision")
    runtime = await bot.runtime.load(model)
    steps.done("model, actions and store loaded, known sentences understood")
    from bot.talk import say

    await say(runtime, "start", "PTI adulte, Khellaf 9, urgence, 72 kg")
    steps.done("a first turn")


def timed(*command: str, typed: str = "") -> float:
    """The seconds that `command` takes."""
    started = time.perf_counter()
    subprocess.run(command, input=typed.encode(), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Print all the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PRIOIG_VAR"] = folder
        asyncio.run(inside())
        print()
        prioig = str(ROOT / "prioig")
        print(f"- `prioig chat`, from the command to its first answer: {timed(prioig, 'chat', typed='bonjour'):.1f} s")
        print(f"- `prioig train --force`: {timed(prioig, 'train', '--force'):.1f} s")
        print(f"- `prioig --help`: {timed(prioig, '--help'):.2f} s")


if __name__ == "__main__":
    main()
