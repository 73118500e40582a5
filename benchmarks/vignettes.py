"""Ten thousand generated training cases: time, faults, limits reached, and what an independent reader finds.

    .venv/bin/python benchmarks/vignettes.py [CASES] [READ]

Every case is checked (`actions/training/cases/plausible.py`) and stands on its side of its limit; READ of them, spread
evenly, are read again by `bot.nlu.understand.extract`.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rich.progress import track  # noqa: E402

from actions.training.cases import expected, generate  # noqa: E402
from actions.training.cases.plausible import faults  # noqa: E402
from actions.training.cases.reach import limits  # noqa: E402
from actions.training.cases.reading import Reading, compare  # noqa: E402
from bot.nlu.understand import extract  # noqa: E402


def main(count: int = 10_000, read: int = 2_000) -> None:
    """Print the figures of docs/training-cases.md."""
    started = time.perf_counter()
    cases = [generate(seed) for seed in track(range(count), "generation", transient=True)]
    taken = time.perf_counter() - started
    found = Counter(fault.split(" : ")[0] for case in track(cases, "checks", transient=True) for fault in faults(case))
    reached = {case.id.rsplit(":", 1)[0] for case in cases}
    statuses = Counter(expected(case).status for case in cases)
    step = max(1, count // read)
    readings = [compare(case, extract(case.text)) for case in track(cases[::step], "reading", transient=True)]
    words = sorted(len(case.text.split()) for case in cases)
    print(f"cases: {count}, {taken / count * 1000:.1f} ms each, {len({case.text for case in cases})} different texts")
    print(f"words: {words[0]} to {words[-1]}, median {words[count // 2]}")
    print(f"faults: {dict(found) or 'none'}")
    print(f"limits reached: {len(reached)} of {len(limits())}")
    print(f"statuses: {dict(statuses.most_common())}")
    print(_reading(readings))


def _reading(readings: list[Reading]) -> str:
    recognised = sum(item.situation for item in readings) / len(readings)
    agreed, missed, denied, added = (
        sum(len(getattr(item, part)) for item in readings) for part in ("agreed", "missed", "denied", "added")
    )
    stated = agreed + missed + denied
    facts = (
        f"facts read as stated {agreed / stated:.1%}, not read {missed / stated:.1%}, otherwise {denied / stated:.2%}"
    )
    return f"read again: {len(readings)}; situation recognised {recognised:.1%}; {facts}; {added} facts added"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
