"""The forms that are being filled, in `forms.sqlite`. What is deleted is overwritten, not only forgotten."""

from __future__ import annotations

import json
import secrets
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Iterator, Mapping

from sqlite_utils import Database

from actions.database import open_database, problem
from actions.paths import var_dir
from rules.forms import Cell, Form, FormProblem, Record, forms

FILE = "forms.sqlite"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: a reference is read aloud and typed again
HALF = 4  # a reference is two groups of four: 40 bits


def _first(database: Database) -> None:
    database.conn.execute(
        "CREATE TABLE forms (reference TEXT PRIMARY KEY, form TEXT NOT NULL, version TEXT NOT NULL, "
        "created TEXT NOT NULL, updated TEXT NOT NULL)"
    )
    database.conn.execute(
        "CREATE TABLE answers (reference TEXT NOT NULL REFERENCES forms ON DELETE CASCADE, cell TEXT NOT NULL, "
        "value TEXT NOT NULL, PRIMARY KEY (reference, cell)) WITHOUT ROWID"
    )


MIGRATIONS = (_first,)


@dataclass(frozen=True)
class Stored:
    """A record with the days on which it was begun and last changed (ISO; an hour would say more than is needed)."""

    record: Record
    created: str
    updated: str


class FormStore:
    """Reads and writes the records of one file. Not shared between threads: open one a turn (`opened`)."""

    def __init__(self, database: Database, path: Path) -> None:
        self.connection: sqlite3.Connection = database.conn
        self.path = path
        self.connection.execute("PRAGMA secure_delete = ON")

    def create(self, form: Form, answers: Mapping[Cell, Any], now: datetime, reference: str | None = None) -> Record:
        """A new record, with a reference drawn at random unless one is given."""
        record = Record(form, reference or _reference(), MappingProxyType(dict(answers)))
        day = now.date().isoformat()
        with self._transaction():
            self.connection.execute(
                "INSERT INTO forms VALUES (?, ?, ?, ?, ?)", (record.reference, form.id, form.version, day, day)
            )
            self._write(record.reference, answers)
        return record

    def save(self, reference: str, answers: Mapping[Cell, Any], now: datetime) -> None:
        """Write these answers; None takes one away."""
        with self._transaction():
            self._write(reference, answers)
            self.connection.execute(
                "UPDATE forms SET updated = ? WHERE reference = ?", (now.date().isoformat(), reference)
            )

    def replace(self, reference: str, answers: Mapping[Cell, Any], now: datetime) -> None:
        """Write these answers in the place of all that the record held."""
        with self._transaction():
            self.connection.execute("DELETE FROM answers WHERE reference = ?", (reference,))
            self._write(reference, answers)
            self.connection.execute(
                "UPDATE forms SET updated = ? WHERE reference = ?", (now.date().isoformat(), reference)
            )

    def read(self, reference: str) -> Record | None:
        """The record of a reference, or None."""
        found = self.stored(reference)
        return found.record if found else None

    def stored(self, reference: str) -> Stored | None:
        """The record of a reference with its days, or None."""
        row = self.connection.execute("SELECT * FROM forms WHERE reference = ?", (reference.upper(),)).fetchone()
        return self._stored(row) if row else None

    def all(self, form: str | None = None) -> list[Stored]:
        """Every record (of a form), the latest change first."""
        rows = self.connection.execute("SELECT * FROM forms ORDER BY updated DESC, reference").fetchall()
        return [self._stored(row) for row in rows if form in (None, row[1]) and row[1] in forms()]

    def of_key(self, form: str, key: str) -> list[Record]:
        """The records of a pseudonymous key ("AB-1962-F")."""
        return [stored.record for stored in self.all(form) if stored.record.key() == key]

    def delete(self, reference: str) -> bool:
        """Delete a record and overwrite what it held; False where there is none."""
        with self._transaction():
            gone = self.connection.execute("DELETE FROM forms WHERE reference = ?", (reference.upper(),)).rowcount
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(gone)

    def _write(self, reference: str, answers: Mapping[Cell, Any]) -> None:
        for cell, value in answers.items():
            if value is None:
                self.connection.execute("DELETE FROM answers WHERE reference = ? AND cell = ?", (reference, str(cell)))
                continue
            self.connection.execute(
                "INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (reference, str(cell), json.dumps(value, ensure_ascii=False)),
            )

    def _stored(self, row: tuple[str, str, str, str, str]) -> Stored:
        reference, form, _, created, updated = row
        found = self.connection.execute("SELECT cell, value FROM answers WHERE reference = ?", (reference,)).fetchall()
        record = Record(forms()[form], reference)
        answers = {cell: json.loads(value) for name, value in found if (cell := _known(record.form, name))}
        return Stored(record.with_answers(answers), created, updated)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing. Raises DatabaseProblem."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise problem(self.path, error) from error
            raise


def _known(form: Form, name: str) -> Cell | None:
    """The cell, or None where an older version of the form asked what this one does not."""
    try:
        cell = Cell.named(name)
        form.check(cell)
    except FormProblem:
        return None
    return cell


def _reference() -> str:
    halves = ("".join(secrets.choice(LETTERS) for _ in range(HALF)) for _ in range(2))
    return "-".join(halves)


@contextmanager
def opened() -> Iterator[FormStore]:
    """The store of this machine, closed at the end. Raises DatabaseProblem."""
    path = var_dir() / FILE
    database = open_database(path, MIGRATIONS)
    try:
        yield FormStore(database, path)
    except sqlite3.Error as error:
        raise problem(path, error) from error
    finally:
        database.conn.close()
