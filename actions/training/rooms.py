"""Rooms: a teacher opens one with a list of cases; it closes by itself, or when the teacher says so."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.training import codes
from actions.training.database import Row, first, hidden, rows, write

MINUTES, LONGEST = 90, 24 * 60  # how long a room stays open unless said otherwise, and at most
MOST_CASES = 60
COLUMNS = "SELECT code, name, cases, opened, closes, closed FROM rooms"


@dataclass(frozen=True)
class Room:
    """One session. `cases` are identifiers of vignettes, in the order in which everybody meets them."""

    code: str
    name: str
    cases: tuple[str, ...]
    opened: datetime
    closes: datetime
    closed: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether answers are still taken."""
        return self.closed is None and now < self.closes

    @property
    def ended(self) -> datetime:
        """When it closed, or will."""
        return self.closed or self.closes


def start(name: str, cases: tuple[str, ...], minutes: int, now: datetime) -> tuple[Room, str]:
    """Open a room; the second value is the teacher's code, which nothing can show again. Raises DatabaseProblem."""
    teacher, closes = codes.draw(codes.TEACHER), now + timedelta(minutes=minutes)
    while True:
        code = codes.draw(codes.ROOM)
        try:
            write(
                "INSERT INTO rooms (code, name, cases, teacher, opened, closes) VALUES (?, ?, ?, ?, ?, ?)",
                *(code, name, json.dumps(cases), hidden(teacher), now.isoformat(), closes.isoformat()),
            )
        except sqlite3.IntegrityError:  # the code is taken: once in a hundred million
            continue
        return Room(code, name, cases, now, closes, None), teacher


def find(code: str) -> Room | None:
    """The room of a code, however it was typed. Raises DatabaseProblem."""
    found = first(f"{COLUMNS} WHERE code = ?", codes.typed(code))
    return None if found is None else _room(found)


def every() -> tuple[Room, ...]:
    """All rooms, the latest first. Raises DatabaseProblem."""
    return tuple(_room(row) for row in rows(f"{COLUMNS} ORDER BY opened DESC"))


def led_by(code: str, teacher: str) -> Room | None:
    """The room of a code where the teacher's code is the right one, else None. Raises DatabaseProblem."""
    found = first("SELECT teacher FROM rooms WHERE code = ?", codes.typed(code))
    known = str(found["teacher"]) if found else ""
    right = codes.same(known, hidden(codes.typed(teacher)))
    return find(code) if right else None


def close(code: str, now: datetime) -> None:
    """Take no more answers; what was answered stays. Raises DatabaseProblem."""
    write("UPDATE rooms SET closed = ? WHERE code = ? AND closed IS NULL", now.isoformat(), code)


def delete(code: str) -> None:
    """Forget a room with every answer given in it. Raises DatabaseProblem."""
    write("DELETE FROM rooms WHERE code = ?", code)


def _room(row: Row) -> Room:
    opened, closes = (datetime.fromisoformat(str(row[name])) for name in ("opened", "closes"))
    closed = datetime.fromisoformat(str(row["closed"])) if row["closed"] else None
    return Room(str(row["code"]), str(row["name"]), tuple(json.loads(row["cases"])), opened, closes, closed)
