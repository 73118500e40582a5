"""One row of a repeated group in one sentence: "méthotrexate 15 mg/semaine de 03/2009 à 06/2010"."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from actions.forms import dates, values
from actions.forms.text import Typed, pattern, word_pattern
from rules.forms import Cell, Form, FormProblem, Question, Record, Rows
from rules.forms.values import checked

if TYPE_CHECKING:
    from actions.forms.reading import Read

LITTLE = pattern(["depuis", "de", "du", "à", "au", "jusqu'à", "jusqu'en", "en", "à partir de", "le", "puis"])
COUNT = re.compile(r"(\d{1,3})\s*$")


def fill(record: Record, found: Read, key: str, value: str, piece: Typed, today: date, new: bool = False) -> None:
    """Add to `found` what a piece says of the row that `value` opens: the last row of that value, or a new one."""
    group = record.form.rows[str(record.form.questions[key].rows)]
    known = record.with_answers(found.answers)
    row, left = _row(known, group, value, piece, new)
    if row > group.largest:
        message = f"{group.label} : {group.largest} lignes au plus."
        found.problems.append(FormProblem("unknown_row", message))
        return
    answers: dict[Cell, Any] = {Cell(key, None, row): value}
    filled = _Row(known.with_answers(answers), group, row, today)
    try:
        filled.read(left)
    except FormProblem as problem:
        found.problems.append(problem)
        return
    found.answers.update({**answers, **filled.answers})


def is_word(form: Form, key: str, words: str) -> bool:
    """Whether these words belong to the row that a question opens ("fréquence", "arrêt")."""
    group = form.rows[str(form.questions[key].rows)]
    return any(pattern(form.questions[name].aliases).fullmatch(words) for name in group.questions[1:])


def _row(record: Record, group: Rows, value: str, piece: Typed, new: bool) -> tuple[int, Typed]:
    """The number of the row, and the piece without the words that asked for a new one."""
    numbers = record.row_numbers(group.id)
    own = [row for row in numbers if record.get(group.key, None, row) == value]
    asked = word_pattern("new_row").search(piece.folded)
    left = piece.without(asked.span()) if asked else piece
    return (own[-1] if own and not (asked or new) else max(numbers, default=0) + 1), left


class _Row:
    def __init__(self, record: Record, group: Rows, row: int, today: date) -> None:
        self.record, self.group, self.row, self.today = record, group, row, today
        self.answers: dict[Cell, Any] = {}

    def read(self, piece: Typed) -> None:
        for step in (self._labelled, self._ongoing, self._dates, self._rest):
            piece = step(piece)

    def _questions(self, kind: str) -> list[Question]:
        """The questions of that kind which apply and were not answered in this sentence."""
        known = self.record.with_answers(self.answers)
        own = (known.form.questions[name] for name in self.group.questions[1:])
        open_ = (one for one in own if self._cell(one) not in self.answers)
        return [one for one in open_ if one.kind == kind and known.applies(self._cell(one))]

    def _cell(self, question: Question) -> Cell:
        return Cell(question.id, None, self.row)

    def _keep(self, question: Question, value: Any) -> None:
        cell = self._cell(question)
        self.answers[cell] = checked(question, value, self.today, cell)

    def _labelled(self, piece: Typed) -> Typed:
        """What is said with its label, "6 injections", "fréquence : mensuelle", up to the next comma."""
        for question in (*self._questions("number"), *self._questions("text")):
            found = pattern(question.aliases).search(piece.folded)
            if found is None:
                continue
            count = COUNT.search(piece.folded, 0, found.start())
            if question.kind == "number" and count:
                self._keep(question, int(count[1]))
                piece = piece.without((count.start(), found.end()))
                continue
            stop = re.compile(r"[,;]|$").search(piece.folded, found.end())
            end = stop.start() if stop else len(piece.folded)
            said = values.read(question, piece.part(found.end(), end))
            if said:
                self._keep(question, said.value)
                piece = piece.without((found.start(), end))
        return piece

    def _ongoing(self, piece: Typed) -> Typed:
        found = word_pattern("ongoing").search(piece.folded)
        flag = next(iter(self._questions("boolean")), None)
        if found is None or flag is None:
            return piece
        self._keep(flag, True)
        return piece.without(found.span())

    def _dates(self, piece: Typed) -> Typed:
        """Dates in their order: the start, then the end; an end says that the treatment is over."""
        wanted = [self.record.form.questions[name] for name in self.group.questions]
        for question in (one for one in wanted if one.kind == "date"):
            found = dates.find(piece)
            if found is None:
                break
            for condition in question.conditions:
                flag = self.record.form.questions[condition.question]
                if flag.kind == "boolean" and not condition.negated and flag.rows and condition.values == (False,):
                    self._keep(flag, False)
            self._keep(question, dates.iso(found))
            piece = piece.without(found.span())
        return piece

    def _rest(self, piece: Typed) -> Typed:
        """What is left is the first text that applies (the dose, the frequency)."""
        left = piece.without(*(found.span() for found in LITTLE.finditer(piece.folded)))
        question = next(iter(self._questions("text")), None)
        if not left.blank and question is not None:
            trimmed = re.sub(r"\s+", " ", piece.raw)
            self._keep(
                question,
                re.sub(rf"(?:\s*[,;]?\s*(?:{'|'.join(('depuis', 'de', 'du', 'à', 'au', 'en'))}))+\s*$", "", trimmed),
            )
        return left
