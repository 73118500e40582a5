"""The typed records of a study's form: what is asked, and what was answered.

An answer is JSON: a boolean, a number in the question's unit, the value of a choice, a list of them, a text, a date in
ISO form as precise as it is known ("2009", "2009-03", "2009-03-12"), or UNKNOWN where the file does not tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Iterator, Mapping, NamedTuple

UNKNOWN = "#inconnu"  # the answer "I looked, and it is not known"; no other text may start with "#"
KINDS = ("boolean", "choice", "multiple", "number", "date", "text", "code")
PRECISIONS = ("year", "month", "day")
EMPTY: Mapping[str, Any] = MappingProxyType({})
NAME = re.compile(r"(?P<question>[a-z0-9_]+)(?:@(?P<visit>[A-Za-z0-9]+)|#(?P<row>[1-9][0-9]?))?")


class FormProblem(ValueError):
    """An answer that cannot be taken: what is wrong, where (the name of a cell), and what to write instead.

    `other` is the cell with which it cannot be.

    `code`: unknown_question | unknown_visit | unknown_row | unknown_choice | out_of_range | wrong_unit | wrong_date |
    future_date | date_order | wrong_value | too_long | identity.
    """

    def __init__(self, code: str, message: str, cell: str | None = None, other: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.cell, self.other = code, message, cell, other


class Cell(NamedTuple):
    """Where an answer stands: a question, at a visit or in a row of a repeated group (from 1) where it has one."""

    question: str
    visit: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        at = f"@{self.visit}" if self.visit else f"#{self.row}" if self.row else ""
        return f"{self.question}{at}"

    @staticmethod
    def named(name: str) -> Cell:
        """The inverse of `str`. Raises FormProblem."""
        found = NAME.fullmatch(name)
        if found is None:
            raise FormProblem("unknown_question", f"« {name[:60]} » ne nomme aucune case d'un formulaire.", name)
        return Cell(found["question"], found["visit"], int(found["row"]) if found["row"] else None)


NO_ANSWERS: Mapping[Cell, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Choice:
    """One value of a choice, with the words that say it."""

    value: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """Whether a question is asked: another question has one of these values (`negated`: has none of them).

    A condition on a question that was not answered does not hold; a negated one does.
    """

    question: str
    values: tuple[Any, ...]
    negated: bool = False


@dataclass(frozen=True)
class Question:
    """One line of the paper. `low` and `high` bound a number in `unit`; `units` are other units and their factors.

    `beside` is the question that is answered in the same breath ("oui, 03/2009"); `item` the item of a classification
    that the answer states; `asked` False: never asked by itself.
    """

    id: str
    section: str
    label: str
    kind: str
    ask: str
    aliases: tuple[str, ...] = ()
    heading: str | None = None
    unit: str | None = None
    units: Mapping[str, float] = field(default_factory=lambda: EMPTY)
    prefix: str | None = None
    low: float | None = None
    high: float | None = None
    integer: bool = False
    precision: str | None = None
    pattern: str | None = None
    example: str | None = None
    choices: tuple[Choice, ...] = ()
    exclusive: tuple[str, ...] = ()
    item: str | None = None
    conditions: tuple[Condition, ...] = ()
    visits: tuple[str, ...] = ()
    rows: str | None = None
    required: bool = True
    asked: bool = True
    beside: str | None = None

    def choice(self, value: Any) -> Choice | None:
        """The choice of that value."""
        return next((one for one in self.choices if one.value == value), None)


@dataclass(frozen=True)
class Visit:
    """One visit; `months` after the start."""

    id: str
    label: str
    months: int


@dataclass(frozen=True)
class Rows:
    """A group of questions that is repeated (treatments). `key` is its first question: what the row is about."""

    id: str
    section: str
    label: str
    largest: int
    questions: tuple[str, ...]

    @property
    def key(self) -> str:
        """The question that opens a row."""
        return self.questions[0]


@dataclass(frozen=True)
class Section:
    """One section of the paper; `gate` is the question without which the others are not asked."""

    id: str
    number: int
    title: str
    questions: tuple[str, ...]
    rows: str | None = None
    by_visit: bool = False
    gate: str | None = None


@dataclass(frozen=True)
class Order:
    """The first date cannot be after the second; at `visits` only, where the rule is about some of them."""

    first: str
    second: str
    visits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """An inclusion or exclusion criterion (`kind`): declared by a question, or shown by a score or by dates."""

    id: str
    kind: str
    label: str
    declared: str
    score: str | None = None
    date_questions: tuple[str, ...] = ()
    date_from: str = ""
    date_to: str = ""


@dataclass(frozen=True)
class Form:
    """A study's form, whole."""

    id: str
    version: str
    title: str
    short: str
    source: str
    openers: tuple[str, ...]
    key: tuple[str, ...]
    visits: Mapping[str, Visit]
    sections: Mapping[str, Section]
    questions: Mapping[str, Question]
    rows: Mapping[str, Rows]
    orders: tuple[Order, ...]
    increasing: str | None
    inclusion: tuple[Criterion, ...]
    pictures: tuple[str, ...]
    offered_for: tuple[str, ...]

    def check(self, cell: Cell) -> Question:
        """The question of a cell that the form has. Raises FormProblem."""
        question = self.questions.get(cell.question)
        if question is None:
            raise FormProblem(
                "unknown_question", f"« {cell.question} » n'est pas une question de ce formulaire.", str(cell)
            )
        if question.visits and cell.visit not in question.visits:
            known = ", ".join(question.visits)
            what = f"La visite « {cell.visit} » n'existe pas" if cell.visit else "Il faut dire la visite"
            raise FormProblem("unknown_visit", f"{what} pour « {question.label} » : {known}.", str(cell))
        if not question.visits and cell.visit:
            raise FormProblem("unknown_visit", f"« {question.label} » n'est pas demandé par visite.", str(cell))
        if (question.rows is None) != (cell.row is None) or (
            cell.row and question.rows and cell.row > self.rows[question.rows].largest
        ):
            raise FormProblem("unknown_row", f"« {question.label} » : ligne {cell.row or '?'} inconnue.", str(cell))
        return question


@dataclass(frozen=True)
class Record:
    """A form being filled: its reference (drawn at random, it names nobody) and its answers by cell."""

    form: Form
    reference: str
    answers: Mapping[Cell, Any] = field(default_factory=lambda: NO_ANSWERS)

    def get(self, question: str, visit: str | None = None, row: int | None = None) -> Any:
        """The answer of a cell, or None."""
        return self.answers.get(Cell(question, visit, row))

    def with_answers(self, answers: Mapping[Cell, Any]) -> Record:
        """The same record with these answers; None takes one away."""
        merged = {**self.answers, **answers}
        return replace(self, answers=MappingProxyType({cell: v for cell, v in merged.items() if v is not None}))

    def row_numbers(self, rows: str) -> tuple[int, ...]:
        """The rows of a group that hold something."""
        own = self.form.rows[rows].questions
        return tuple(sorted({cell.row for cell in self.answers if cell.row and cell.question in own}))

    def applies(self, cell: Cell) -> bool:
        """Whether what is known makes the question one to ask."""
        return all(self._holds(condition, cell) for condition in self.form.questions[cell.question].conditions)

    def _holds(self, condition: Condition, cell: Cell) -> bool:
        asked = self.form.questions[condition.question]
        own = self.form.questions[cell.question]
        visit = cell.visit if asked.visits else None
        row = cell.row if asked.rows == own.rows else None
        value = self.get(condition.question, visit, row)
        found = any(one in condition.values for one in (value if isinstance(value, list) else [value]))
        return found != condition.negated

    def cells(self, section: str | None = None) -> Iterator[Cell]:
        """Every cell that there is to fill, in the order of the paper; of repeated rows, those that exist."""
        for part in self.form.sections.values():
            if section in (None, part.id):
                yield from self._cells(part)

    def _cells(self, section: Section) -> Iterator[Cell]:
        if section.by_visit:
            for visit in self.form.visits:
                at = (q for q in section.questions if visit in self.form.questions[q].visits)
                yield from (Cell(question, visit) for question in at)
            return
        yield from (Cell(question) for question in section.questions)
        if section.rows:
            for row in self.row_numbers(section.rows):
                yield from (Cell(question, None, row) for question in self.form.rows[section.rows].questions)

    def key(self) -> str:
        """The pseudonymous key ("AB-1962-F"), with "?" for what is not known yet."""
        return "-".join(str(self.get(part) or "?").replace(UNKNOWN, "?") for part in self.form.key)
