"""Conversations kept in one SQLite file, so that they survive a restart.

Same table as Rasa's own SQL tracker store, so that whatever reads that reads this. What differs is the cost of a turn:
one connection, one transaction with the new events only, nothing read back while this process holds the latest.
`docs/decisions/0006-tracker-store.md`.
"""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict, deque
from pathlib import Path
from typing import Any, Iterable

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.paths import var_dir

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    id INTEGER NOT NULL PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, timestamp FLOAT,
    intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT);
CREATE INDEX IF NOT EXISTS ix_events_sender_id ON events (sender_id);
"""
INSERT = (
    "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) VALUES (?, ?, ?, ?, ?, ?)"
)
LATEST = "SELECT id, data FROM events WHERE sender_id = ? ORDER BY id DESC LIMIT ?"
# What older events set and later ones did not touch: the last value of each slot before the window.
SLOTS_BEFORE = """
SELECT max(id), data FROM events WHERE sender_id = ? AND type_name = 'slot' AND id < ? GROUP BY action_name ORDER BY 1
"""
ALL = "SELECT data FROM events WHERE sender_id = ? ORDER BY id"
WINDOW = 6  # events of the turns before that a turn works on: a long conversation costs no more than a short one
CACHED = 1000  # conversations kept in memory


def _row(sender_id: str, event: Event) -> tuple[Any, ...]:
    data = event.as_dict()
    intent = data.get("parse_data", {}).get("intent", {}).get("name")
    text = json.dumps(data, ensure_ascii=False)
    return sender_id, event.type_name, data.get("timestamp"), intent, data.get("name"), text


def _shorten(tracker: DialogueStateTracker) -> None:
    """Leave the last events of `tracker`, preceded by the last value of each slot that these do not set.

    Rasa copies a conversation by replaying its events, so a slot is worth what an event of the conversation says.
    """
    if len(tracker.events) <= 2 * WINDOW:
        return
    events = list(tracker.events)
    before = {event.key: event for event in events[:-WINDOW] if isinstance(event, SlotSet)}
    tracker.events = deque([*before.values(), *events[-WINDOW:]])


class SqliteTrackerStore(TrackerStore):
    """A tracker store of one process; another process may read the file, and what it writes is noticed.

    `db` is the path of the file; without it, `conversations.sqlite` in the folder of `PRIOIG_VAR`.
    Raises `sqlite3.Error` where the file cannot be read or written.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        db: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.path = Path(db) if db else var_dir() / "conversations.sqlite"
        # Sanic may create the store in one thread and use it in another; only the event loop's thread runs turns.
        self._connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=5)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")  # safe against a crash; the default waits for the disk
        self._connection.executescript(SCHEMA)
        self._latest: OrderedDict[str, tuple[DialogueStateTracker, Event | None]] = OrderedDict()
        self._stored: dict[str, Event | None] = {}
        self._version = self._data_version()

    def _data_version(self) -> int:
        """A number that changes when another connection writes to the file."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _forget_if_changed(self) -> None:
        version = self._data_version()
        if version != self._version:
            self._version = version
            self._latest.clear()

    def ping(self) -> None:
        """Raise `sqlite3.Error` unless the file can be read and written."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.execute("SELECT 1 FROM events LIMIT 1").fetchone()
        finally:
            self._connection.execute("ROLLBACK")

    async def keys(self) -> Iterable[str]:
        """The identifiers of all conversations."""
        return [row[0] for row in self._connection.execute("SELECT DISTINCT sender_id FROM events")]

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as its last turn left it, or None. Its older events are replaced by the slots they set."""
        self._forget_if_changed()
        # Taken out, and put back by `save`: a turn that fails halfway leaves no half state behind.
        held = self._latest.pop(sender_id, None)
        tracker, last = held if held else self._load(sender_id)
        if tracker is not None:
            self._stored[sender_id] = last
        return tracker

    def _load(self, sender_id: str) -> tuple[DialogueStateTracker | None, Event | None]:
        latest = self._connection.execute(LATEST, (sender_id, WINDOW)).fetchall()[::-1]
        if not latest:
            return None, None
        before = self._connection.execute(SLOTS_BEFORE, (sender_id, latest[0][0])).fetchall()
        events = [json.loads(row[1]) for row in [*before, *latest]]
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        return tracker, tracker.events[-1]

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The conversation with all its events, or None."""
        events = [json.loads(row[0]) for row in self._connection.execute(ALL, (conversation_id,))]
        return DialogueStateTracker.from_dict(conversation_id, events, self.domain.slots) if events else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are not on disk yet, all or none."""
        sender_id = tracker.sender_id
        new = self._new_events(tracker, self._stored.pop(sender_id, None))
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, sender_id)
        if new:
            self._write([_row(sender_id, event) for event in new])
        _shorten(tracker)
        self._latest[sender_id] = (tracker, tracker.events[-1] if tracker.events else None)
        if len(self._latest) > CACHED:
            self._latest.popitem(last=False)

    @staticmethod
    def _new_events(tracker: DialogueStateTracker, stored: Event | None) -> list[Event]:
        """The events after `stored`, the last one on disk, in order."""
        new: list[Event] = []
        for event in reversed(tracker.events):
            if event is stored:
                break
            new.append(event)
        return new[::-1]

    def _write(self, rows: list[tuple[Any, ...]]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany(INSERT, rows)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; the store is of no use afterwards."""
        self._connection.close()
