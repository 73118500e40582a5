"""The record that this process writes in: opened at the first decision, opened again after a failure or a restore."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Callable, TypeVar

from actions.database import DatabaseProblem
from actions.record.sender import pseudonym
from actions.record.store import Record, record_path

logger = logging.getLogger(__name__)
T = TypeVar("T")
_opened: dict[Path, tuple[Record, int]] = {}  # one at most: path -> the record and the number of its file on the disk


class Unrecorded(RuntimeError):
    """Nothing was written; the message is a French sentence that says why and what to do."""


def with_record(use: Callable[[Record], T]) -> T:
    """Use the record of this process. Raises Unrecorded; the next use then starts from a new connection."""
    try:
        return use(_record())
    except DatabaseProblem as error:
        release()
        raise Unrecorded(str(error)) from error
    except OSError as error:
        release()
        raise Unrecorded("Le dossier du registre n'est pas utilisable ; vérifiez PRIOIG_VAR et ses droits.") from error
    except Exception as error:  # whatever fails here must never cost the answer
        logger.error("the record failed: %s", type(error).__name__)  # the type only: a message could quote the case
        release()
        raise Unrecorded("Erreur interne du registre.") from error


def _record() -> Record:
    path = record_path()
    held = _opened.get(path)
    if held is not None and _number(path) == held[1]:
        return held[0]
    release()
    record = Record(path)
    _opened[path] = (record, _number(path))
    return record


def _number(path: Path) -> int:
    """The file's number on the disk: another one once a backup was restored in its place."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return -1


def release() -> None:
    """Close the record of this process; the next use opens it again."""
    for record, _ in _opened.values():
        record.close()
    _opened.clear()


def sender_of(name: str, now: datetime) -> str | None:
    """The pseudonym of a sender. Raises Unrecorded where its salt cannot be kept."""
    try:
        return pseudonym(name, now)
    except OSError as error:
        message = "Le dossier du registre n'est pas utilisable ; vérifiez PRIOIG_VAR et ses droits."
        raise Unrecorded(message) from error
