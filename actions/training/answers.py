"""Answers as they were given, with what they were worth: never what the right answer was."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping

from actions.training.database import Row, rows, write

COLUMNS = (
    *("player", "room", "run", "vignette", "question", "answer", "score"),
    *("errors", "confidence", "hints", "seconds", "row", "families", "at"),
)


@dataclass(frozen=True)
class Answered:
    """One answer. `row` is the row (or the situation) that the case is about, `families` what the case tests.

    `errors` are the families of what was misread, `seconds` the time taken (shown, never scored).
    """

    player: str
    room: str | None
    run: str
    vignette: str
    question: str
    answer: Mapping[str, Any]
    score: float
    errors: tuple[str, ...]
    confidence: int
    hints: int
    seconds: float
    row: str
    families: tuple[str, ...]
    at: datetime


def keep(answer: Answered) -> bool:
    """Keep an answer; False where this question of this pass has one already. Raises DatabaseProblem."""
    packed = {
        "answer": json.dumps(dict(answer.answer), ensure_ascii=False),
        "errors": json.dumps(answer.errors),
        "families": json.dumps(answer.families),
        "at": answer.at.isoformat(),
    }
    values = [packed.get(name, getattr(answer, name)) for name in COLUMNS]
    try:
        write(f"INSERT INTO answers ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", *values)
    except sqlite3.IntegrityError:
        return False
    return True


def of_room(room: str) -> tuple[Answered, ...]:
    """Every answer of a room, in the order in which they were given. Raises DatabaseProblem."""
    return _read("room = ? ORDER BY id", room)


def of_player(player: str) -> tuple[Answered, ...]:
    """Every answer of an intern, the oldest first. Raises DatabaseProblem."""
    return _read("player = ? ORDER BY id", player)


def of_case(player: str, run: str, vignette: str) -> tuple[Answered, ...]:
    """The answers of one pass to one case. Raises DatabaseProblem."""
    return _read("player = ? AND run = ? AND vignette = ? ORDER BY id", player, run, vignette)


def met(player: str, run: str) -> Mapping[str, frozenset[str]]:
    """The questions already answered in one pass, by case. Raises DatabaseProblem."""
    found: dict[str, frozenset[str]] = {}
    for row in rows("SELECT vignette, question FROM answers WHERE player = ? AND run = ?", player, run):
        found[str(row["vignette"])] = found.get(str(row["vignette"]), frozenset()) | {str(row["question"])}
    return found


def latest_cases(player: str, count: int) -> tuple[str, ...]:
    """The cases that an intern met last, the latest first. Raises DatabaseProblem."""
    sql = "SELECT vignette, MAX(id) AS last FROM answers WHERE player = ? GROUP BY vignette ORDER BY last DESC LIMIT ?"
    return tuple(str(row["vignette"]) for row in rows(sql, player, count))


def _read(where: str, *values: Any) -> tuple[Answered, ...]:
    return tuple(_answered(row) for row in rows(f"SELECT * FROM answers WHERE {where}", *values))


def _answered(row: Row) -> Answered:
    read: dict[str, Any] = {name: row[name] for name in COLUMNS}
    read["answer"] = json.loads(row["answer"])
    read["errors"], read["families"] = tuple(json.loads(row["errors"])), tuple(json.loads(row["families"]))
    read["at"] = datetime.fromisoformat(str(row["at"]))
    return Answered(**read)
