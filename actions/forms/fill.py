"""Answers put into a record: those that make a date impossible stay out and are asked back, the others are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Callable, Mapping

from rules.forms import Cell, FormProblem, Record
from rules.forms.checks import problems_of
from rules.forms.model import UNKNOWN
from rules.forms.values import checked

Hide = Callable[[str], str]


@dataclass(frozen=True)
class Filled:
    """The record after the answers, those kept, and why the others were not."""

    record: Record
    kept: Mapping[Cell, Any]
    problems: tuple[FormProblem, ...]


def fill(record: Record, answers: Mapping[Cell, Any]) -> Filled:
    """Put checked answers into a record; None takes one away. What was there stays where the new one is refused."""
    kept = dict(answers)
    found: list[FormProblem] = []
    while True:
        after = record.with_answers(kept)
        faults = problems_of(after, kept)
        if not faults:
            return Filled(after, kept, tuple(found))
        refused = _refused(faults[0], kept)
        fault = faults[0]
        other = fault.other if str(refused) == fault.cell else fault.cell
        found.append(FormProblem(fault.code, fault.message, str(refused), other))
        del kept[refused]


def _refused(fault: FormProblem, kept: Mapping[Cell, Any]) -> Cell:
    """The new answer that makes the order impossible: the later date of the rule where both are new."""
    second, first = (Cell.named(name or "") for name in (fault.cell, fault.other))
    return second if second in kept else first


def entered(record: Record, cell: Cell, value: Any, today: date, hide: Hide) -> Any:
    """An answer that did not come through a channel: checked, its text without identities (`hide`).

    Raises FormProblem.
    """
    question = record.form.check(cell)
    if question.kind == "text" and isinstance(value, str) and value != UNKNOWN:
        value = hide(value)
    return checked(question, value, today, cell)
