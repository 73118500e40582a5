"""What is read back from the record: a case by its reference, the nearest ones to a slip, the entries in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterator, Mapping

from actions.record import reference as references
from actions.record.entries import CANCELLED, COURSE, DECISION, EFFECT, MEASURE, OPINION, TOLERANCE, Entry, stamp
from actions.record.store import Record

OF_CASE = "SELECT seq, content, hash FROM entries WHERE reference = ? ORDER BY seq"
BETWEEN = "SELECT seq, content, hash FROM entries WHERE at >= ? AND at < ? ORDER BY seq"
NEAREST = 3  # references offered for a slip: more is a list to guess from


@dataclass(frozen=True)
class CaseFile:
    """Everything under one reference, in the order in which it was written; the last decision is the one in force."""

    reference: str
    entries: tuple[Entry, ...]

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind, without those that were cancelled."""
        cancelled = {entry.content["cancels"] for entry in self.entries if entry.kind == CANCELLED}
        return tuple(entry for entry in self.entries if entry.kind == kind and entry.seq not in cancelled)

    @property
    def decisions(self) -> tuple[Entry, ...]:
        """Its decisions, the first one first; there is at least one."""
        return self.of(DECISION)

    @property
    def decision(self) -> Mapping[str, Any]:
        """What the last decision says."""
        return self.decisions[-1].content

    @property
    def courses(self) -> tuple[Entry, ...]:
        """The courses given."""
        return self.of(COURSE)

    @property
    def opinions(self) -> tuple[Entry, ...]:
        """The opinions obtained."""
        return self.of(OPINION)

    @property
    def effects(self) -> tuple[Entry, ...]:
        """The effects seen."""
        return self.of(EFFECT)

    @property
    def measures(self) -> tuple[Entry, ...]:
        """What was measured under treatment (IgG)."""
        return self.of(MEASURE)

    @property
    def tolerances(self) -> tuple[Entry, ...]:
        """What was said of the tolerance."""
        return self.of(TOLERANCE)


def case_file(record: Record, reference: str) -> CaseFile | None:
    """Everything under a reference, or None where no decision is."""
    with record.sealed():
        rows = record.connection.execute(OF_CASE, (reference,)).fetchall()
    found = CaseFile(reference, tuple(Entry.read(*row) for row in rows))
    return found if found.decisions else None


def nearest(record: Record, typed: references.Typed) -> tuple[CaseFile, ...]:
    """The cases whose references are one slip away from what was typed, at most three."""
    with record.sealed():
        known = [other for other in typed.near if record.known(other)][:NEAREST]
    return tuple(found for other in known if (found := case_file(record, other)))


def between(record: Record, since: datetime, until: datetime) -> Iterator[Entry]:
    """The entries written from `since` until before `until`, in order."""
    with record.sealed():
        for row in record.connection.execute(BETWEEN, (stamp(since), stamp(until))):
            yield Entry.read(*row)


def references_in_use(record: Record) -> tuple[str, ...]:
    """Every reference, the case last decided first."""
    query = "SELECT reference FROM decisions GROUP BY reference ORDER BY max(seq) DESC"
    with record.sealed():
        return tuple(row[0] for row in record.connection.execute(query))


def count(record: Record) -> int:
    """How many entries the record holds."""
    with record.sealed():
        return int(record.connection.execute("SELECT count(*) FROM entries").fetchone()[0])
