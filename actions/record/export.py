"""The record as text: decisions as CSV, or every entry as a line of JSON."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from typing import Callable, Iterator, TextIO

from actions.record.decision import COLUMNS
from actions.record.entries import stamp
from actions.record.store import Record

DETAILS = ("facts", "opinions", "warnings", "regimen")
LINES = f"""
SELECT {", ".join((*COLUMNS, *DETAILS))} FROM decision_details WHERE at >= ? AND at < ? ORDER BY seq
"""
ENTRIES = "SELECT content, hash FROM entries WHERE at >= ? AND at < ? ORDER BY seq"
Advance = Callable[[int], None]


def as_csv(record: Record, stream: TextIO, since: datetime, until: datetime, advance: Advance) -> int:
    """Write the decisions of a period, one a line under the names of their columns; how many were written."""
    writer = csv.writer(stream)
    writer.writerow((*COLUMNS, *DETAILS))
    written = 0
    with record.sealed():
        for row in record.connection.execute(LINES, (stamp(since), stamp(until))):
            writer.writerow(row)
            written += 1
            advance(1)
    return written


def as_json_lines(record: Record, stream: TextIO, since: datetime, until: datetime, advance: Advance) -> int:
    """Write every entry of a period with its hash, one a line; how many were written."""
    written = 0
    for line in _lines(record, since, until):
        stream.write(f"{line}\n")
        written += 1
        advance(1)
    return written


def _lines(record: Record, since: datetime, until: datetime) -> Iterator[str]:
    with record.sealed():
        for text, digest in record.connection.execute(ENTRIES, (stamp(since), stamp(until))):
            yield json.dumps({"hash": digest, **json.loads(text)}, ensure_ascii=False)
