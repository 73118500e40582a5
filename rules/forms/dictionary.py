"""The data dictionary of a form: one entry a variable, for whoever analyses the export."""

from __future__ import annotations

from typing import Any

from rules.forms.model import UNKNOWN, Condition, Form, Question


def dictionary(form: Form) -> list[dict[str, Any]]:
    """Every variable, in the order of the paper; what a variable does not have is left out."""
    return [_variable(form, question) for question in form.questions.values()]


def _variable(form: Form, question: Question) -> dict[str, Any]:
    entry = {
        "name": question.id,
        "label": question.label,
        "section": form.sections[question.section].number,
        "type": question.kind,
        "unit": question.unit,
        "min": question.low,
        "max": question.high,
        "integer": question.integer or None,
        "precision": question.precision,
        "pattern": question.pattern,
        "choices": {one.value: one.label for one in question.choices} or None,
        "visits": list(question.visits) or None,
        "rows": question.rows,
        "only_if": [condition(one) for one in question.conditions] or None,
        "required": question.required,
        "unknown": UNKNOWN,
    }
    return {key: value for key, value in entry.items() if value is not None}


def condition(one: Condition) -> str:
    """A condition in one line: `ana in positive`."""
    values = ", ".join(str(value).lower() if isinstance(value, bool) else str(value) for value in one.values)
    return f"{one.question} {'not in' if one.negated else 'in'} {values}"
