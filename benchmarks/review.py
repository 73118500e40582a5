"""The monthly report of a record of a million decisions, and the queries of the dashboards.

    .venv/bin/python benchmarks/review.py [--decisions 1000000] [--folder DIR] [--keep FILE]

All the decisions are in one month, the worst there is: the report reads every one. `--keep` reuses a record.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from actions.record.entries import DECISION, Draft  # noqa: E402
from actions.record.store import Record  # noqa: E402
from benchmarks.record import fill, varied  # noqa: E402
from bot.review.config import dashboards  # noqa: E402
from rules import facts_json  # noqa: E402
from tests.review.kept import drafted  # noqa: E402
from tests.rules.seeded import random_cases  # noqa: E402

LIMIT_S = 30
OPTION = re.compile(r"\[\[(.*?)\]\]")


def drafts() -> list[Draft]:
    """Decisions of every situation, among those that the benchmark of the record writes."""
    cases = random_cases(2000, 20250520, 0.1)
    return [*varied(), *(Draft(DECISION, drafted(one.indication, facts_json(one.facts)), new=True) for one in cases)]


def report(path: Path, month: str) -> None:
    """The command itself: seconds, peak megabytes, kilobytes of the file."""
    target = path.with_name("month.html")
    settings = {**os.environ, "PRIOIG_VAR": str(path.parent)}
    started = time.perf_counter()
    command = [sys.executable, str(ROOT / "bot"), "review", "--month", month, "--report", str(target)]
    subprocess.run(command, env=settings, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"bilan du mois : {seconds:.1f} s, {memory:.0f} Mo, fichier de {target.stat().st_size / 1000:.0f} Ko")
    assert seconds < LIMIT_S, f"{seconds:.1f} s"


def queries(path: Path, month: str) -> None:
    """Each chart of the dashboards, alone."""
    record = Record(path, readonly=True)
    record.connection.create_function("french", 2, lambda kind, value: value, deterministic=True)
    for name, chart in dashboards(month)["mois"]["charts"].items():
        started = time.perf_counter()
        record.connection.execute(OPTION.sub(r"\1", chart["query"]), {"mois": month}).fetchall()
        print(f"tableau « {name} » : {time.perf_counter() - started:.1f} s", flush=True)
    record.close()


def main() -> None:
    """Print the figures of docs/review.md."""
    options = argparse.ArgumentParser()
    options.add_argument("--decisions", type=int, default=1_000_000)
    options.add_argument("--folder", help="where to write: a disk, not a folder in memory")
    options.add_argument("--keep", type=Path, help="a record.sqlite to read, or to write and keep")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        path = given.keep or Path(name) / "record.sqlite"
        if not path.exists():
            fill(path, given.decisions, drafts())
        record = Record(path, readonly=True)
        month = str(record.connection.execute("SELECT max(at) FROM decisions").fetchone()[0])[:7]
        record.close()
        report(path, month)
        queries(path, month)


if __name__ == "__main__":
    main()
