"""What is too old is deleted, and the chain says so: a purge leaves the hash of the last entry of each run it removed.

A case is kept whole as long as something was written under its reference within the period. Sentences that were not
understood are kept for a shorter time: nobody can be sure of what is in them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Callable, Iterable, Iterator, Mapping, Sequence

from actions.record.entries import PURGE, Draft, Entry, parsed, stamp
from actions.record.store import LAST, Record

SETTING = "PRIOIG_RETENTION_DAYS"
DAYS = 730  # two years: the courses of twelve months, and last year's figures beside this year's
SHORTEST = 366  # the third course within twelve months is counted from the record
SENTENCES = 90  # days that a sentence which was not understood is kept
BATCH = 2000  # entries removed in one transaction: an answer never waits long for the purge
OLD = """
SELECT seq, hash FROM entries WHERE kind != :purge AND (
    (kind = 'not_understood' AND at < :sentences)
    OR (at < :cases AND (reference IS NULL OR NOT EXISTS (
        SELECT 1 FROM entries AS later WHERE later.reference = entries.reference AND later.at >= :cases))))
ORDER BY seq LIMIT :batch
"""
RECENT = "SELECT seq, at FROM entries ORDER BY seq DESC LIMIT 10000"
SILENCE = 180  # days without an entry after which the clock is doubted
OF_CASE = "SELECT seq, hash FROM entries WHERE reference = ? ORDER BY seq"
Run = tuple[int, int, str]  # first entry, last entry, hash of the last one


class RetentionProblem(ValueError):
    """A retention period that cannot be; the message is a French sentence."""


@dataclass(frozen=True)
class Purged:
    """What a purge removed: how many entries, those before which moment, and how many days are kept."""

    removed: int
    before: datetime
    days: int


def retention_days() -> int:
    """The days that a case is kept after its last entry (PRIOIG_RETENTION_DAYS). Raises RetentionProblem."""
    text = os.environ.get(SETTING, "").strip()
    if not text:
        return DAYS
    if not text.isdecimal() or not SHORTEST <= int(text) <= 36500:
        raise RetentionProblem(f"{SETTING} = « {text[:20]} » : un nombre de jours de {SHORTEST} à 36500 est attendu.")
    return int(text)


def expired(record: Record, days: int) -> int:
    """How many entries are older than `days` days. Raises DatabaseProblem."""
    before, sentences = _limits(record, days)
    with record.sealed():
        rows = record.connection.execute(OLD, _named(before, sentences, -1))  # no limit
        return sum(1 for _ in rows)


def purge(record: Record, days: int, advance: Callable[[int], None] = lambda _: None) -> Purged:
    """Delete what is older than `days` days. Raises DatabaseProblem; what was purged until then is signed for.

    The age is counted from the last entry where the clock is later: a clock that jumps forward deletes nothing.
    """
    before, sentences = _limits(record, days)
    removed = 0
    while found := _batch(record, before, sentences, days):
        removed += found
        advance(found)
    if removed:
        _clean(record)
    return Purged(removed, before, days)


def jumped(record: Record) -> bool:
    """Whether the clock seems to have jumped forward: months between an entry and the next. Raises DatabaseProblem.

    Between two entries that stand apart something was purged: their times say nothing.
    """
    with record.sealed():
        rows = record.connection.execute(RECENT).fetchall()
    silence = timedelta(days=SILENCE)
    pairs = zip(rows, rows[1:])  # the newest first
    return any(seq == before + 1 and parsed(at) - parsed(then) > silence for (seq, at), (before, then) in pairs)


def forget(record: Record, reference: str) -> int:
    """Delete one case, whatever its age; how many entries it had. Raises DatabaseProblem."""
    with record.writing():
        rows = record.connection.execute(OF_CASE, (reference,)).fetchall()
        removed = _removed(record, rows, {})
    _clean(record)
    return removed


def _clean(record: Record) -> None:
    """Leave nothing of what was deleted in the file beside the record either."""
    with record.sealed():
        record.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _limits(record: Record, days: int) -> tuple[datetime, datetime]:
    """Before when a case, and a sentence, is too old."""
    with record.sealed():
        last = record.connection.execute(LAST).fetchone()
    now = min(record.now(), Entry.read(*last).at) if last else record.now()
    before = now - timedelta(days=days)
    return before, max(before, now - timedelta(days=SENTENCES))


def _named(before: datetime, sentences: datetime, batch: int) -> dict[str, str | int]:
    return {"purge": PURGE, "cases": stamp(before), "sentences": stamp(sentences), "batch": batch}


def _batch(record: Record, before: datetime, sentences: datetime, days: int) -> int:
    with record.writing():
        rows = record.connection.execute(OLD, _named(before, sentences, BATCH)).fetchall()
        return _removed(record, rows, {"before": stamp(before), "days": days})


def _removed(record: Record, rows: Sequence[tuple[int, str]], why: Mapping[str, Any]) -> int:
    """Delete these entries and sign for it, within a transaction that is open; how many there were."""
    if rows:
        content = {"runs": list(_runs(rows)), "removed": len(rows), **why}
        record.add_within((Draft(PURGE, content),))  # first: it goes on from the last entry, even where that one goes
        record.connection.executemany("DELETE FROM entries WHERE seq = ?", [(seq,) for seq, _ in rows])
    return len(rows)


def _runs(rows: Iterable[tuple[int, str]]) -> Iterator[Run]:
    """The rows, in order, as runs without a gap."""
    first = last = 0
    digest = ""
    for seq, found in rows:
        if first and seq != last + 1:
            yield first, last, digest
            first = 0
        first = first or seq
        last, digest = seq, found
    if first:
        yield first, last, digest
