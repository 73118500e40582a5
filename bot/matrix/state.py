"""What must survive a restart, in one SQLite file: where the reading stands, what was answered, what "2" means.

No text of anybody is kept, and no identifier but as a digest; an answer of the bot stays here only until it is sent.
"""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, done INTEGER NOT NULL, answer TEXT, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS choices (conversation TEXT PRIMARY KEY, payloads TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS known (person TEXT PRIMARY KEY, at REAL NOT NULL);
"""
KEPT = 20_000  # events remembered, the latest ones: far more than one sync can bring twice
TOKEN = "sync_token"
STARTED = "first_start_ms"


@dataclass(frozen=True)
class Begun:
    """How far an earlier attempt came: `done`, or with the bot's `answer` (JSON), or without knowing."""

    done: bool
    answer: str | None


class State:
    """The file, opened by one process."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None, timeout=5)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.execute("PRAGMA secure_delete = ON")
        self._file.executescript(SCHEMA)
        self._file.execute(
            "DELETE FROM events WHERE id NOT IN (SELECT id FROM events ORDER BY at DESC LIMIT ?)", (KEPT,)
        )
        self._file.execute("INSERT OR IGNORE INTO marks VALUES (?, ?)", (STARTED, str(int(time.time() * 1000))))

    def _mark(self, name: str) -> str | None:
        row = self._file.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    @property
    def token(self) -> str | None:
        """Up to where everything was read and answered; None before the first sync."""
        return self._mark(TOKEN)

    @token.setter
    def token(self, value: str) -> None:
        self._file.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (TOKEN, value))

    @property
    def first_start(self) -> int:
        """When the bridge first started with this store (milliseconds since 1970)."""
        return int(self._mark(STARTED) or 0)

    def begin(self, event: str) -> Begun | None:
        """Note that `event` is being answered, unless it was before: how far that came, or None where it is new."""
        row = self._file.execute("SELECT done, answer FROM events WHERE id = ?", (event,)).fetchone()
        if row is None:
            self._file.execute("INSERT INTO events VALUES (?, 0, NULL, ?)", (event, time.time()))
        return None if row is None else Begun(bool(row[0]), row[1])

    def answered(self, event: str, answer: str) -> None:
        """Keep what the bot answered to `event` (JSON) until it is sent."""
        self._file.execute("UPDATE events SET answer = ? WHERE id = ?", (answer, event))

    def withdraw(self, event: str) -> None:
        """Note that `event`, begun, did not reach the bot: it can begin again."""
        self._file.execute("DELETE FROM events WHERE id = ? AND done = 0 AND answer IS NULL", (event,))

    def end(self, event: str) -> None:
        """Note that the answer to `event` was sent."""
        self._file.execute("INSERT OR REPLACE INTO events VALUES (?, 1, NULL, ?)", (event, time.time()))

    def choices(self, conversation: str) -> tuple[str, ...]:
        """What the numbers of the last reply stand for, in order; none where it had no list."""
        row = self._file.execute("SELECT payloads FROM choices WHERE conversation = ?", (conversation,)).fetchone()
        return tuple(json.loads(row[0])) if row else ()

    def offer(self, conversation: str, payloads: tuple[str, ...]) -> None:
        """Keep what the numbers of the reply just given stand for."""
        if payloads:
            self._file.execute("INSERT OR REPLACE INTO choices VALUES (?, ?)", (conversation, json.dumps(payloads)))
        else:
            self._file.execute("DELETE FROM choices WHERE conversation = ?", (conversation,))

    def is_known(self, person: str) -> bool:
        """Whether the devices of `person` (a digest) were already taken as theirs."""
        return self._file.execute("SELECT 1 FROM known WHERE person = ?", (person,)).fetchone() is not None

    def know(self, person: str) -> None:
        """Note that the devices that `person` has now are theirs."""
        self._file.execute("INSERT OR IGNORE INTO known VALUES (?, ?)", (person, time.time()))

    def forget(self, person: str) -> bool:
        """Take the devices of `person` as theirs again at the next exchange. False: they were not known."""
        return self._file.execute("DELETE FROM known WHERE person = ?", (person,)).rowcount > 0

    def close(self) -> None:
        """Close the file."""
        self._file.close()
