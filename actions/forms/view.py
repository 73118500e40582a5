"""A form and a record as JSON for a screen: what is asked, what is answered, how far it is, the course over time."""

from __future__ import annotations

from typing import Any, Iterator

from actions.wording import forms as wording
from actions.wording.text import capital
from rules.forms import Cell, Form, Question, Record
from rules.forms.checks import row_name
from rules.forms.completeness import completeness
from rules.forms.inclusion import inclusion
from rules.forms.model import UNKNOWN
from rules.forms.values import expected, shown


def described(form: Form) -> dict[str, Any]:
    """What a screen draws fields from; nothing of a patient."""
    return {
        "form": form.id,
        "title": form.title,
        "short": capital(form.short),
        "unknown": UNKNOWN,
        "visits": [{"id": visit.id, "label": visit.label, "months": visit.months} for visit in form.visits.values()],
        "sections": [
            {
                "id": section.id,
                "number": section.number,
                "title": section.title,
                "by_visit": section.by_visit,
                "questions": list(section.questions),
                "rows": _rows(form, section.rows) if section.rows else None,
            }
            for section in form.sections.values()
        ],
        "questions": {name: _question(question) for name, question in form.questions.items()},
        "pictures": list(form.pictures),
        "inclusion_questions": [one.declared for one in form.inclusion],
    }


def _rows(form: Form, name: str) -> dict[str, Any]:
    rows = form.rows[name]
    return {"id": rows.id, "label": rows.label, "largest": rows.largest, "questions": list(rows.questions)}


def _question(question: Question) -> dict[str, Any]:
    return {
        "label": capital(question.label),
        "kind": question.kind,
        "heading": question.heading,
        "unit": question.unit,
        "prefix": question.prefix,
        "low": question.low,
        "high": question.high,
        "bounded": bool(question.unit and question.unit[:1] == "/" and question.unit[1:].isdigit()),
        "integer": question.integer,
        "hint": capital(expected(question)),
        "choices": [{"value": one.value, "label": one.label} for one in question.choices],
        "exclusive": list(question.exclusive),
        "visits": list(question.visits),
        "required": question.required,
    }


def state(record: Record) -> dict[str, Any]:
    """Where a record stands, after each answer."""
    found = completeness(record)
    cells = list(_every(record))
    return {
        "key": record.key(),
        "answers": {str(cell): value for cell, value in record.answers.items()},
        "shown": {
            str(cell): shown(record.form.questions[cell.question], value) for cell, value in record.answers.items()
        },
        "applies": [str(cell) for cell in cells if record.applies(cell)],
        "rows": {name: _named_rows(record, name) for name in record.form.rows},
        "parts": [
            {"section": part.section, "visit": part.visit, "wanted": part.wanted, "filled": part.filled}
            for part in found.parts
        ],
        "total": {"wanted": found.total.wanted, "filled": found.total.filled, "percent": found.total.percent},
        "inclusion": wording.enters(record).split("\n") if record.form.inclusion else [],
        "included": inclusion(record).state.value,
    }


def _every(record: Record) -> Iterator[Cell]:
    """All cells, and those of the next row of each group."""
    yield from record.cells()
    for rows in record.form.rows.values():
        following = max(record.row_numbers(rows.id), default=0) + 1
        yield from (Cell(name, None, following) for name in rows.questions)


def _named_rows(record: Record, name: str) -> list[dict[str, Any]]:
    key = record.form.rows[name].key
    return [{"row": row, "label": capital(row_name(record, Cell(key, None, row)))} for row in record.row_numbers(name)]
