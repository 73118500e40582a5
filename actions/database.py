"""SQLite files that must outlive a crash: the only importer of sqlite_utils.

A file is opened in WAL mode with full synchronisation: what was committed is on the disk. Its schema is the number of
migrations that it went through (`PRAGMA user_version`); a file of a newer program is refused, never rewritten.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Callable, Sequence

from sqlite_utils import Database

__all__ = ["Database", "DatabaseProblem", "Migration", "open_database", "problem"]

Migration = Callable[[Database], None]
BUSY = 5.0  # seconds that a writer waits for another one
CAUSES = {
    "locked": "un autre programme le tient ; réessayez dans un instant",
    "readonly": "il est en lecture seule ; vérifiez les droits du fichier et de son dossier",
    "full": "le disque est plein ; libérez de la place",
    "not a database": "il est abîmé ; restaurez une sauvegarde",
    "malformed": "il est abîmé ; restaurez une sauvegarde",
    "unable to open": "il ne peut pas être ouvert ; vérifiez le dossier et les droits",
    "disk i/o": "le disque ne répond pas",
}


class DatabaseProblem(RuntimeError):
    """A file that cannot be used; the message is a French sentence: which file, what is wrong, what to do."""


def problem(path: Path, error: BaseException) -> DatabaseProblem:
    """What a failure of SQLite on a file means for a person; names the file, quotes nothing of its content."""
    text = str(error).lower()
    cause = next((french for words, french in CAUSES.items() if words in text), f"erreur {type(error).__name__}")
    return DatabaseProblem(f"Le fichier {path.name} n'est pas utilisable : {cause}.")


def open_database(path: Path, migrations: Sequence[Migration], *, readonly: bool = False) -> Database:
    """The database of a file, at the latest schema. The connection may be used by another thread, one at a time.

    `migrations` in their order: the first makes schema 1. With `readonly` nothing is created or migrated, and an older
    schema is refused like a newer one. Nothing begins a transaction by itself: `with connection` (which sqlite_utils'
    inserts use) commits the one under way, so a migration, or several writes that belong together, use `execute`.
    Raises DatabaseProblem.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path, readonly)
        database = Database(connection)
        _migrate(database, path, migrations, readonly)
    except (sqlite3.Error, OSError) as error:
        if connection is not None:
            connection.close()
        raise problem(path, error) from error
    return database


def _connect(path: Path, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rwc"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    if not readonly:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def _migrate(database: Database, path: Path, migrations: Sequence[Migration], readonly: bool) -> None:
    at, latest = _schema(database), len(migrations)
    if at > latest or (readonly and at < latest):
        advice = "mettez PrioIg à jour" if at > latest else "ouvrez-le une fois avec PrioIg"
        database.conn.close()
        raise DatabaseProblem(f"Le fichier {path.name} a le schéma {at}, ce programme lit le {latest} : {advice}.")
    if readonly or at == latest:
        return
    database.conn.execute("BEGIN IMMEDIATE")
    try:
        at = _schema(database)  # another process may have migrated it while this one waited
        for number, migration in enumerate(migrations[at:], at + 1):
            migration(database)
            database.conn.execute(f"PRAGMA user_version = {number}")
        database.conn.execute("COMMIT")
    except BaseException:
        if database.conn.in_transaction:
            database.conn.execute("ROLLBACK")
        raise


def _schema(database: Database) -> int:
    return int(database.conn.execute("PRAGMA user_version").fetchone()[0])
