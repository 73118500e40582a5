"""The record: the cost of a decision written, a million of them, and processes killed while they write.

    .venv/bin/python benchmarks/record.py [--decisions 1000000] [--rounds 500] [--folder DIR]

A decision is written as an answer writes it: one transaction, on the disk when it returns. References are looked up at
random by a new connection, the file's pages dropped from the system's memory first where that is allowed (root).
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Sequence

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from actions.record.entries import Draft  # noqa: E402
from actions.record.files import backup  # noqa: E402
from actions.record.read import case_file  # noqa: E402
from actions.record.store import Record  # noqa: E402
from actions.record.verify import verify  # noqa: E402
from tests.record import killed  # noqa: E402
from tests.record.writing import CIDP, draft  # noqa: E402

WEIGHTS = range(40, 121)
BATCH = 10_000
LOOKUPS = 2_000
LIMIT_MS = 50


def varied() -> list[Draft]:
    """Decisions of several situations, for patients of many weights."""
    adults = [draft("cidp", **{**CIDP, "weight_kg": weight}) for weight in WEIGHTS]
    children = [draft("kawasaki", weight_kg=weight / 4) for weight in WEIGHTS]
    others = [draft("itp_adult", khellaf_score=9, emergency=True, weight_kg=weight) for weight in WEIGHTS]
    return adults + children + others


def milliseconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def show(name: str, taken: Sequence[float]) -> None:
    """One line of the table: quantiles in milliseconds."""
    ranks = statistics.quantiles(taken, n=100)
    print(f"| {name} | {ranks[49]:.2f} | {ranks[94]:.2f} | {ranks[98]:.2f} | {max(taken):.2f} |", flush=True)


def writes(folder: Path, drafts: Sequence[Draft]) -> None:
    """Decisions one by one, in the same folder as a record that is still small."""
    record = Record(folder / "small.sqlite")
    show("a decision written", [milliseconds(lambda one=one: record.add((one,))) for one in drafts * 4])
    record.connection.execute("PRAGMA synchronous = OFF")
    show("the same without synchronisation", [milliseconds(lambda one=one: record.add((one,))) for one in drafts * 4])
    record.close()


def fill(path: Path, count: int, drafts: Sequence[Draft]) -> list[str]:
    """A record of `count` decisions; all their references."""
    record, references = Record(path), []
    started = time.perf_counter()
    for first in range(0, count, BATCH):
        batch = [drafts[number % len(drafts)] for number in range(first, min(first + BATCH, count))]
        references += [str(entry.reference) for entry in record.add(batch)]
    record.close()
    seconds = time.perf_counter() - started
    print(f"\n{count} decisions: {path.stat().st_size / 1e9:.2f} GB, written in {seconds:.0f} s\n", flush=True)
    return references


def drop_memory(path: Path) -> str:
    """Make the system forget the pages of the file; how it went."""
    try:
        Path("/proc/sys/vm/drop_caches").write_text("1")
        return "the file's pages out of memory"
    except OSError:
        return "the file's pages in memory"


def lookups(path: Path, references: Sequence[str]) -> None:
    """Any case by its reference."""
    chosen = random.Random(5).sample(list(references), min(LOOKUPS, len(references)))
    state = drop_memory(path)
    record = Record(path, readonly=True)
    taken = [milliseconds(lambda one=one: case_file(record, one)) for one in chosen]
    show(f"a case by its reference, {state} at first", taken)
    assert max(taken) < LIMIT_MS, f"{max(taken):.1f} ms"
    typed = [milliseconds(lambda one=one: record.known(one)) for one in ("K7-482", "A0-000", "Z99-999") * 50]
    show("a reference that may not be there", typed)
    record.close()
    record = Record(path)
    drafts = varied()
    show("a decision more", [milliseconds(lambda one=one: record.add((one,))) for one in drafts])
    record.close()


def whole(path: Path) -> None:
    """The time of a check, and of a backup with its own check."""
    record = Record(path, readonly=True)
    seconds = milliseconds(lambda: _whole(record)) / 1000
    record.close()
    copied = milliseconds(lambda: backup(path, path.with_name("copy.sqlite"))) / 1000
    print(f"\nverify: {seconds:.0f} s; backup, checked: {copied:.0f} s", flush=True)


def _whole(record: Record) -> None:
    assert verify(record).whole


def kills(folder: Path, rounds: int) -> None:
    """Processes killed at random moments: everything shown is there, the chain and the file are whole."""
    shown = killed.rounds(folder, rounds, 1)
    record = Record(folder / "record.sqlite")
    missing = [reference for reference in shown if not record.known(reference)]
    verdict = verify(record)
    print(
        f"\n{rounds} processes killed: {len(shown)} decisions shown, {len(missing)} missing from the record, "
        f"{verdict.entries} written, chain and integrity_check: {'whole' if verdict.whole else verdict.problems}"
    )
    assert not missing and verdict.whole


def main() -> None:
    """Print the figures of docs/record.md."""
    options = argparse.ArgumentParser()
    options.add_argument("--decisions", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=500)
    options.add_argument("--folder", help="where to write: a disk, not a folder in memory")
    given = options.parse_args()
    drafts = varied()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        kills(folder, given.rounds)
        print("\n| | p50 ms | p95 | p99 | longest |\n|---|---|---|---|---|")
        writes(folder, drafts)
        path = folder / "million.sqlite"
        lookups(path, fill(path, given.decisions, drafts))
        whole(path)


if __name__ == "__main__":
    main()
