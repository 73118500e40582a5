"""The record on the disk: entries are added, one transaction after another, by however many processes.

SQLite itself lets one writer in at a time; a writer reads the end of the chain inside its own transaction, so two
workers never continue the same entry.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Sequence

from actions.database import open_database, problem
from actions.paths import var_dir
from actions.record import chain, decision
from actions.record.entries import DECISION, FORM, Draft, Entry, parsed, stamp
from actions.record.reference import LONGEST, SHORTEST, drawn
from actions.record.schema import MIGRATIONS

NAME = "record.sqlite"
LAST = "SELECT seq, content, hash FROM entries ORDER BY seq DESC LIMIT 1"
ADD = "INSERT INTO entries (seq, content, hash) VALUES (?, ?, ?)"
ADD_DECISION = (
    f"INSERT INTO decisions ({', '.join(decision.COLUMNS)}) VALUES ({', '.join('?' * len(decision.COLUMNS))})"
)
DRAWS = 8  # references drawn at one length before the next length is taken: half of them are given by then
ROOM = 10_000_000  # bytes of the disk under which it is called full: some five thousand decisions
WAIT = 2000  # milliseconds that an answer waits for another writer: a prescriber is waiting too
SLACK = 1.0  # seconds by which a clock may go back without a word: it was set to the right time


def record_path() -> Path:
    """The file of the record."""
    return var_dir() / NAME


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(timezone.utc)


def _private(path: Path) -> None:
    """Make the file if there is none, for its owner alone; what SQLite keeps beside it gets the same rights."""
    with contextlib.suppress(OSError):  # SQLite itself says what is wrong
        path.touch(mode=0o600, exist_ok=False)


class Record:
    """The record of one process. Everything raises DatabaseProblem where the file cannot be used."""

    def __init__(self, path: Path | None = None, *, readonly: bool = False, now: Callable[[], datetime] = utc_now):
        self.path, self.now = path or record_path(), now
        if not readonly:
            _private(self.path)
        self.database = open_database(self.path, MIGRATIONS, readonly=readonly)
        self.connection: sqlite3.Connection = self.database.conn
        self._length = SHORTEST
        with self.sealed():
            self.connection.execute(f"PRAGMA busy_timeout = {WAIT}")
            if not readonly:
                self.connection.execute("PRAGMA secure_delete = ON")  # what is purged is not left in the file

    def close(self) -> None:
        """Release the file."""
        self.connection.close()

    @contextlib.contextmanager
    def sealed(self) -> Iterator[None]:
        """Turn a failure of SQLite into a sentence."""
        try:
            yield
        except sqlite3.Error as error:
            raise problem(self.path, error) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is on the disk at the end, or nothing is."""
        with self.sealed():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # SQLite may have rolled it back itself (a full disk)
                    self.connection.execute("ROLLBACK")
                raise

    def ping(self) -> None:
        """Raise DatabaseProblem unless the record can be read and written, and the disk has room for some time."""
        if shutil.disk_usage(self.path.parent).free < ROOM:
            raise problem(self.path, sqlite3.OperationalError("database or disk is full"))
        with self.sealed():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                self.connection.execute(LAST).fetchone()
            finally:
                self.connection.execute("ROLLBACK")

    def add(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Write the drafts, all or none, and return what was written."""
        with self.writing():
            return self.add_within(drafts)

    def add_within(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """`add` within a transaction that is already open."""
        last = self.connection.execute(LAST).fetchone()
        seq, digest = (last[0], last[2]) if last else (0, chain.START)
        moment, back = self._moment(Entry.read(*last).at if last else None)
        written = []
        for draft in drafts:
            seq += 1
            entry = self._write(seq, digest, draft, {"v": FORM, "seq": seq, "at": moment, **back})
            digest = entry.hash
            written.append(entry)
        return tuple(written)

    def _moment(self, before: datetime | None) -> tuple[str, Mapping[str, Any]]:
        """Now; and by how many seconds the clock went back since the last entry, where it did."""
        now = self.now()
        seconds = (before - now).total_seconds() if before else 0.0
        return stamp(now), {"clock_back_s": round(seconds, 1)} if seconds > SLACK else {}

    def _write(self, seq: int, digest: str, draft: Draft, base: Mapping[str, Any]) -> Entry:
        reference = self.free_reference() if draft.new else draft.reference
        named: dict[str, Any] = {"reference": reference} if reference else {}
        if draft.kind == DECISION:
            named["revision"] = 1 if draft.new else self._revisions(str(reference)) + 1
        content = {**draft.content, **base, **named, "kind": draft.kind}
        text = chain.canonical(content)
        entry = Entry(seq, draft.kind, parsed(base["at"]), reference, content, chain.link(digest, text))
        self.connection.execute(ADD, (seq, text, entry.hash))
        if draft.kind == DECISION:
            self.connection.execute(ADD_DECISION, decision.columns(content))
        return entry

    def free_reference(self) -> str:
        """A reference that nobody has; longer ones once most of the short ones are given."""
        for length in range(self._length, LONGEST + 1):
            for _ in range(DRAWS):
                found = drawn(length)
                if not self.known(found):
                    self._length = length
                    return found
        return drawn(LONGEST)

    def known(self, reference: str) -> bool:
        """Whether the record holds anything under a reference."""
        row = self.connection.execute("SELECT 1 FROM entries WHERE reference = ? LIMIT 1", (reference,)).fetchone()
        return row is not None

    def _revisions(self, reference: str) -> int:
        query = "SELECT max(revision) FROM decisions WHERE reference = ?"
        return int(self.connection.execute(query, (reference,)).fetchone()[0] or 0)
