"""The answers of a room as CSV: semicolons and a mark of encoding, as French spreadsheets read them."""

from __future__ import annotations

import csv
import io
from typing import Iterator

from actions.training import answers
from actions.training.answers import Answered
from actions.training.cases import expected
from actions.training.choose import known
from actions.training.data import scoring
from actions.training.database import rows
from actions.training.right import Right, right
from actions.training.rooms import Room
from actions.training.told import right_said
from actions.wording import training as words
from actions.wording import training_report as wording
from actions.wording.text import number

HEAD = (
    *("salle", "pseudonyme", "cas", "vignette", "ligne", "question", "réponse", "attendu", "points"),
    *("erreurs", "assurance", "indices", "secondes", "heure"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def table(room: Room) -> str:
    """One line for each answer, in the order in which they were given. Raises DatabaseProblem."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for line in _lines(room):
        writer.writerow([_safe(cell) for cell in line])
    return "\ufeff" + out.getvalue()


def _lines(room: Room) -> Iterator[list[str]]:
    seats = rows("SELECT player, pseudonym FROM seats WHERE room = ?", room.code)
    names = {str(seat["player"]): str(seat["pseudonym"]) for seat in seats}
    cases = known(room.cases)
    numbers = {case.id: at for at, case in enumerate(cases, 1)}
    wanted = {case.id: right(expected(case)) for case in cases}
    for answer in answers.of_room(room.code):
        place = numbers.get(answer.vignette)
        yield _line(room, names.get(answer.player, ""), place, answer, wanted.get(answer.vignette))


def _line(room: Room, name: str, place: int | None, answer: Answered, wanted: Right | None) -> list[str]:
    return [
        room.code,
        name,
        str(place or ""),
        answer.vignette,
        wording.row(answer.row),
        words.ASKS[answer.question],
        words.answer_said(answer.answer),
        right_said(answer.question, wanted) if wanted else "",
        number(answer.score, 4),
        ", ".join(wording.family(family) for family in answer.errors),
        scoring().confidence.get(answer.confidence, ""),
        str(answer.hints),
        number(answer.seconds, 1),
        answer.at.isoformat(timespec="seconds"),
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
