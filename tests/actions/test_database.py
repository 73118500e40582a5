"""Database files: kept through a crash, migrated once, never rewritten by an older program."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from actions.database import DatabaseProblem, open_database


def first(database: Database) -> None:
    database.execute("CREATE TABLE courses (id INTEGER PRIMARY KEY, grams REAL)")


def second(database: Database) -> None:
    database.execute("ALTER TABLE courses ADD COLUMN note TEXT")


def broken(database: Database) -> None:
    database.execute("CREATE TABLE half (id INTEGER)")
    raise sqlite3.OperationalError("database or disk is full")


def test_a_new_file_is_safe_from_a_crash(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.sqlite", (first,))
    settings = [
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
    ]
    assert settings == ["wal", 2, 1]


def test_an_older_file_is_migrated_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    open_database(path, (first,)).execute("INSERT INTO courses VALUES (1, 72.5)")
    database = open_database(path, (first, second))
    assert list(database.query("SELECT * FROM courses")) == [{"id": 1, "grams": 72.5, "note": None}]
    assert database.execute("PRAGMA user_version").fetchone() == (2,)


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with pytest.raises(DatabaseProblem, match="Le fichier a.sqlite n'est pas utilisable : le disque est plein"):
        open_database(path, (first, broken))
    assert open_database(path, (first,)).table_names() == ["courses"]


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    open_database(path, (first, second))
    with pytest.raises(DatabaseProblem, match="a le schéma 2, ce programme lit le 1 : mettez PrioIg à jour"):
        open_database(path, (first,))


def test_readonly_creates_nothing_and_migrates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with pytest.raises(DatabaseProblem, match="ne peut pas être ouvert"):
        open_database(path, (first,), readonly=True)
    assert not path.exists()
    open_database(path, (first,))
    with pytest.raises(DatabaseProblem, match="a le schéma 1, ce programme lit le 2 : ouvrez-le une fois"):
        open_database(path, (first, second), readonly=True)
    reader = open_database(path, (first,), readonly=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("INSERT INTO courses VALUES (1, 1)")


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path, content = tmp_path / "a.sqlite", b"this is no database, and long enough to be read as one" * 20
    path.write_bytes(content)
    with pytest.raises(DatabaseProblem, match="il est abîmé ; restaurez une sauvegarde"):
        open_database(path, (first,))
    assert path.read_bytes() == content
