"""The file of training, `var/training.sqlite`: apart from conversations, and from any record of care."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from sqlite_utils import Database

from actions.database import Migration, open_database, problem
from actions.paths import var_dir
from actions.training.codes import digest

NAME = "training.sqlite"
Row = Mapping[str, Any]
# Times are ISO 8601 in UTC. `run` is the room's code, or a name of its own for one case met alone.
FIRST = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE rooms (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, cases TEXT NOT NULL, teacher TEXT NOT NULL,
    opened TEXT NOT NULL, closes TEXT NOT NULL, closed TEXT
);
CREATE TABLE players (id TEXT PRIMARY KEY, pseudonym TEXT NOT NULL, code TEXT NOT NULL UNIQUE, met TEXT NOT NULL);
CREATE TABLE conversations (
    sender TEXT PRIMARY KEY, player TEXT NOT NULL REFERENCES players ON DELETE CASCADE
);
CREATE INDEX conversations_of_player ON conversations (player);
CREATE TABLE seats (
    room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE, player TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    pseudonym TEXT NOT NULL, folded TEXT NOT NULL, taken TEXT NOT NULL,
    PRIMARY KEY (room, player), UNIQUE (room, folded)
);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY, player TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    room TEXT REFERENCES rooms ON DELETE CASCADE, run TEXT NOT NULL, vignette TEXT NOT NULL, question TEXT NOT NULL,
    answer TEXT NOT NULL, score REAL NOT NULL, errors TEXT NOT NULL, confidence INTEGER NOT NULL,
    hints INTEGER NOT NULL, seconds REAL NOT NULL, row TEXT NOT NULL, families TEXT NOT NULL, at TEXT NOT NULL,
    UNIQUE (player, run, vignette, question)
);
CREATE INDEX answers_of_room ON answers (room, id);
CREATE INDEX answers_of_player ON answers (player, id);
CREATE TABLE cards (
    player TEXT NOT NULL REFERENCES players ON DELETE CASCADE, family TEXT NOT NULL, row TEXT NOT NULL,
    due TEXT NOT NULL, state TEXT NOT NULL, lapses INTEGER NOT NULL, PRIMARY KEY (player, family, row)
);
"""


def _first(database: Database) -> None:
    for statement in filter(str.strip, FIRST.split(";")):
        database.conn.execute(statement)
    database.conn.execute("INSERT INTO settings VALUES ('key', ?)", [secrets.token_hex(32)])


MIGRATIONS: Sequence[Migration] = (_first,)


def database() -> Database:
    """The file of the folder in force, opened once for the process. Raises DatabaseProblem."""
    return _opened(var_dir() / NAME)


@lru_cache(maxsize=4)
def _opened(path: Path) -> Database:
    opened = open_database(path, MIGRATIONS)
    opened.conn.row_factory = sqlite3.Row
    opened.conn.execute("PRAGMA secure_delete = ON")  # what somebody asked to delete is overwritten
    return opened


def rows(sql: str, *values: Any) -> list[Row]:
    """What a query finds. Raises DatabaseProblem."""
    try:
        return [dict(row) for row in database().conn.execute(sql, values)]
    except sqlite3.Error as error:
        raise problem(var_dir() / NAME, error) from error


def first(sql: str, *values: Any) -> Row | None:
    """The first row that a query finds, or None. Raises DatabaseProblem."""
    found = rows(sql, *values)
    return found[0] if found else None


def write(sql: str, *values: Any) -> int:
    """Change the file, and say how many rows changed. Raises DatabaseProblem, and sqlite3.IntegrityError as it is."""
    try:
        return int(database().conn.execute(sql, values).rowcount)
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise problem(var_dir() / NAME, error) from error


@contextmanager
def together() -> Iterator[None]:
    """Several writes that are all done or not at all. Raises DatabaseProblem."""
    write("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        write("ROLLBACK")
        raise
    write("COMMIT")


def hidden(secret: str) -> str:
    """What is kept of a conversation's name or of a code: a digest under this file's own key."""
    found = first("SELECT value FROM settings WHERE name = 'key'")
    assert found is not None  # the first migration writes it
    return digest(secret, str(found["value"]))
