# /// script
# requires-python = ">=3.10,<3.12"
# dependencies = [
#   "durable-rules==2.0.28", "ruamel.yaml>=0.17.21,<0.17.22", "clipspy==1.0.6", "zen-engine==2.1.3", "duckdb>=1.4,<2",
# ]
# ///
"""`prioig decide` on 10,000 and 100,000 cases or prescriptions: lines a second on one core, peak memory, beside CLIPS.

    uv run --script benchmarks/bulk.py            # after ./prioig version; in an environment of its own

Each run is the command itself, in a process of its own held to one core, start of Python included.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Sequence

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402

from benchmarks.engines import Clips, fields  # noqa: E402
from benchmarks.prescriptions import write_cases, write_csv  # noqa: E402
from rules import facts_json, hierarchy  # noqa: E402
from rules.consult import Consultation  # noqa: E402
from rules.knowledge import Knowledge  # noqa: E402
from tests.rules.seeded import random_cases  # noqa: E402

SIZES, SEED, STRANGERS = (10_000, 100_000), 20250520, 0.1
FRESH = 200  # cases for which a CLIPS environment is kept
# The command, held to one core. Its peak memory is its own (VmHWM): what is asked of a child counts the parent's too.
HELD = """
import os, sys
os.sched_setaffinity(0, {0})
sys.path.insert(0, os.getcwd())
from bot.cli import main
status = main(sys.argv[1:])
sys.stdout.flush()
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak, file=sys.stderr)
sys.exit(status)
"""
COMMAND = (str(ROOT / ".venv" / "bin" / "python"), "-c", HELD, "decide")


def main() -> None:
    """Run everything and print Markdown."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    print(f"{date.today():%d/%m/%Y}, {machine}.\n")
    print("| | lignes | secondes | lignes/s | mémoire (Mo) |\n|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            files(Path(folder), size)
    print()
    beside_clips()


def files(folder: Path, size: int) -> None:
    """All runs over files of one size."""
    cases = random_cases(size, SEED, STRANGERS)
    write_cases(
        folder / "c.jsonl", [{"indication": case.indication, "facts": facts_json(case.facts)} for case in cases]
    )
    write_csv(folder / "p.csv", size, SEED)
    write_csv(folder / "u.csv", size, SEED, unique=True)
    query = f"read_csv('{folder / 'q.csv'}', all_varchar=true, delim=';', header=true)"
    write_utf8(folder / "p.csv", folder / "q.csv")
    duckdb.sql(f"COPY (SELECT * FROM {query}) TO '{folder / 'p.parquet'}'")
    report, output = str(folder / "r.html"), str(folder / "o.jsonl")
    runs: dict[str, Sequence[str]] = {
        "JSON Lines, décisions dans un fichier": (str(folder / "c.jsonl"),),
        "CSV de pharmacie, rapport": (str(folder / "p.csv"), "--report", report),
        "CSV, rapport et décisions": (str(folder / "p.csv"), "--report", report, "--output", output),
        "Parquet, rapport": (str(folder / "p.parquet"), "--report", report),
    }
    if size == SIZES[0]:
        runs["CSV, un texte libre différent à chaque ligne"] = (str(folder / "u.csv"), "--report", report)
    for name, arguments in runs.items():
        seconds, memory = measured(arguments)
        print(f"| {name} | {size} | {seconds:.1f} | {size / seconds:.0f} | {memory:.0f} |", flush=True)


def write_utf8(source: Path, target: Path) -> None:
    """The whole lines of the file, in one encoding."""
    lines = source.read_bytes().split(b"\r\n")
    count = lines[0].count(b";")
    whole = [line for line in lines if line.count(b";") == count and b'"' not in line]
    target.write_text("\n".join(line.decode("cp1252", "replace") for line in whole), encoding="utf-8")


def measured(arguments: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a command on one core; its output goes to a file, as a batch's would."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        done = subprocess.run([*COMMAND, *arguments], stdout=out, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        seconds = time.perf_counter() - start
    if done.returncode > 1:
        raise SystemExit(f"status {done.returncode} from {arguments}: {done.stderr}")
    return seconds, int(done.stderr.split()[-2]) / 1024


def beside_clips() -> None:
    """`decide` and CLIPS on the same cases, in this process: microseconds a case in the mean, and the ratio."""
    cases = random_cases(SIZES[1], SEED, STRANGERS)
    ours, clips = Consultation(Knowledge(hierarchy())), Clips(hierarchy())
    found = timed(lambda case: ours.decide(case), cases)
    other = 0.0
    for at in range(0, len(cases), FRESH):
        clips.renew()
        other += timed(lambda case: clips.status(clips.prepared(fields(case, ours.knowledge))), cases[at : at + FRESH])
    mean, theirs = found / len(cases) * 1e6, other / len(cases) * 1e6
    print(f"`decide` seul : {mean:.0f} µs par cas ; clipspy : {theirs:.0f} µs ; rapport {mean / theirs:.2f}.")


def timed(answer: object, cases: Sequence[object]) -> float:
    """Seconds for all of the cases."""
    start = time.perf_counter()
    for case in cases:
        answer(case)  # type: ignore[operator]
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
