"""Copies of the record: a backup that was checked, and a restore that loses nothing."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Callable

from actions.database import DatabaseProblem, problem
from actions.record.entries import RESTORE, Draft
from actions.record.store import Record
from actions.record.verify import Verdict, verify

PAGES = 2000  # copied at once: writers get their turn in between
BESIDE = ("-wal", "-shm")  # the files that SQLite keeps beside its own
Advance = Callable[[int, int], None]  # pages left, pages in all


class Refused(RuntimeError):
    """A copy that was not made; the message is a French sentence."""


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the record that was there is kept (None: there was none)."""

    verdict: Verdict
    aside: Path | None


def backup(source: Path, target: Path, advance: Advance = lambda left, total: None) -> Verdict:
    """Copy a record that may be in use, check the copy, and only then give it its name.

    Raises Refused (the target exists, the copy does not verify), DatabaseProblem, OSError.
    """
    if target.exists():
        raise Refused(f"{target} existe déjà : choisissez un autre nom.")
    part = target.with_name(f"{target.name}.partiel")
    part.unlink(missing_ok=True)
    try:
        verdict = _copied(source, part, advance)
        if not verdict.whole:
            raise Refused(f"Le registre n'est pas entier, la copie n'est pas gardée : {verdict.problems[0]}")
        part.replace(target)
    finally:
        _remove(part)
    return verdict


def _copied(source: Path, target: Path, advance: Advance) -> Verdict:
    """A checked copy, on the disk, without files beside it."""
    _copy(source, target, advance)
    record = Record(target)
    try:
        verdict = verify(record)
        with record.sealed():
            record.connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        record.close()
    return verdict


def _copy(source: Path, target: Path, advance: Advance) -> None:
    """Every page of a file of SQLite. Raises DatabaseProblem, which names the source."""
    if not source.exists():
        raise DatabaseProblem(f"Le fichier {source} n'existe pas.")
    target.touch(mode=0o600)
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read,
            contextlib.closing(sqlite3.connect(target)) as write,
        ):
            read.backup(write, pages=PAGES, progress=lambda _, left, total: advance(left, total))
    except sqlite3.Error as error:
        raise problem(source, error) from error


def restore(copy: Path, path: Path, now: datetime) -> Restored:
    """Put a backup in the place of the record. What is there, whatever its state, is kept beside it.

    A file that does not verify is refused, and nothing changes. Raises Refused, DatabaseProblem, OSError.
    """
    part = path.with_name(f"{path.name}.partiel")
    _remove(part)
    try:
        verdict = _copied(copy, part, lambda left, total: None)
        if not verdict.whole:
            raise Refused(f"{copy.name} ne se vérifie pas, rien n'a été changé : {verdict.problems[0]}")
        aside = _put_aside(path, now)
        part.replace(path)
    finally:
        _remove(part)
    record = Record(path)
    record.add((Draft(RESTORE, {"head": verdict.head.seq}),))
    record.close()
    return Restored(verdict, aside)


def _put_aside(path: Path, now: datetime) -> Path | None:
    """Rename the record and the files beside it; what they hold together stays together."""
    if not path.exists():
        return None
    stem = f"{path.stem}.avant-{now.astimezone():%Y%m%d-%H%M%S}{path.suffix}"
    aside = path.with_name(stem)
    if aside.exists():
        raise Refused(f"{aside} existe déjà : réessayez dans une seconde.")
    path.rename(aside)
    for end in BESIDE:
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + end))
    return aside


def _remove(path: Path) -> None:
    for end in ("", *BESIDE):
        path.with_name(path.name + end).unlink(missing_ok=True)
