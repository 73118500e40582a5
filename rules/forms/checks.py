"""What answers cannot be together: dates in an impossible order. Only what is certain is a fault."""

from __future__ import annotations

from typing import Iterator, Mapping

from rules.forms import dates
from rules.forms.model import UNKNOWN, Cell, Form, FormProblem, Order, Record
from rules.forms.values import shown

Pair = tuple[Cell, Cell]


def problems(record: Record) -> tuple[FormProblem, ...]:
    """Every impossible order of two dates; `cell` is the later one of the rule."""
    return tuple(problem for pair in _pairs(record) if (problem := _problem(record, *pair)))


def problems_of(record: Record, cells: Mapping[Cell, object]) -> tuple[FormProblem, ...]:
    """The impossible orders in which one of these cells takes part."""
    concerned = (pair for pair in _pairs(record) if pair[0] in cells or pair[1] in cells)
    return tuple(problem for pair in concerned if (problem := _problem(record, *pair)))


def _problem(record: Record, first: Cell, second: Cell) -> FormProblem | None:
    one, other = record.answers.get(first), record.answers.get(second)
    if UNKNOWN in (one, other) or one is None or other is None:
        return None
    strict = first.question == second.question  # two visits on the same day are one
    same = strict and one == other and len(one) == dates.LENGTHS["day"]
    if not same and not dates.certainly_after(one, other):
        return None
    words = [f"{name(record.form, cell)} ({dates.french(record.answers[cell])})" for cell in (first, second)]
    relation = "le même jour que" if same else "après"
    message = f"Dates impossibles : {words[0]} serait {relation} {words[1]}. Laquelle est à corriger ?"
    return FormProblem("date_order", message, str(second), str(first))


def name(form: Form, cell: Cell) -> str:
    """A cell for a person: "Rodnan à M6", "date de début (méthotrexate)"."""
    question = form.questions[cell.question]
    if cell.visit:
        return f"{question.label} à {cell.visit}"
    return f"{question.label}, ligne {cell.row}" if cell.row else question.label


def row_name(record: Record, cell: Cell) -> str:
    """The same, a row being named by what it is about."""
    question = record.form.questions[cell.question]
    if not cell.row or not question.rows:
        return name(record.form, cell)
    key = record.form.questions[record.form.rows[question.rows].key]
    about = record.get(key.id, None, cell.row)
    label = shown(key, about) if about else f"ligne {cell.row}"
    return label if question.id == key.id else f"{question.label} ({label})"


def _pairs(record: Record) -> Iterator[Pair]:
    for order in record.form.orders:
        yield from _ordered(record, order)
    if record.form.increasing:
        question = record.form.questions[record.form.increasing]
        dated = [Cell(question.id, visit) for visit in question.visits]
        known = [cell for cell in dated if record.answers.get(cell) not in (None, UNKNOWN)]
        yield from zip(known, known[1:])


def _ordered(record: Record, order: Order) -> Iterator[Pair]:
    firsts, seconds = (_places(record, name, order.visits) for name in (order.first, order.second))
    same_rows = record.form.questions[order.first].rows
    paired = same_rows is not None and same_rows == record.form.questions[order.second].rows
    for first in firsts:
        for second in seconds:
            if not paired or first.row == second.row:
                yield first, second


def _places(record: Record, name: str, visits: tuple[str, ...]) -> list[Cell]:
    question = record.form.questions[name]
    if question.visits:
        return [Cell(name, visit) for visit in visits or question.visits]
    return [Cell(name, None, row) for row in record.row_numbers(question.rows)] if question.rows else [Cell(name)]
