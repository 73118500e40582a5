"""What comes next in a form: the cells of a section in the order of the paper, and the question of one."""

from __future__ import annotations

import json
from typing import Any

from actions.conversation.say import Button, Say
from actions.wording import forms as wording
from rules.forms import Cell, Record, Rows
from rules.forms.model import UNKNOWN
from rules.forms.values import shown

ROWS = "rows:"  # `asked` while a new row of a group is asked for
RECORD = "record"  # and of the record that a button is about, once it has a reference
PAYLOAD = "form"  # the key of our payloads: {"form": <cell>, "value": …}


def path(record: Record, section: str, visit: str | None) -> list[str]:
    """The stops of a section (of one visit of it), as names of cells; a group of rows ends with one for a new row."""
    found = record.form.sections[section]
    cells = [cell for cell in record.cells(section) if cell.visit == (visit if found.by_visit else None)]
    names = [str(cell) for cell in cells if record.applies(cell) and record.form.questions[cell.question].asked]
    open_ = found.rows and (not found.gate or record.get(found.gate) is True)
    return [*names, ROWS + found.rows] if open_ and found.rows else names


def following(record: Record, section: str, visit: str | None, after: str | None) -> str | None:
    """The next stop that is not filled, after a stop or from the start."""
    stops = path(record, section, visit)
    start = stops.index(after) + 1 if after in stops else 0
    return next(
        (stop for stop in stops[start:] if stop.startswith(ROWS) or Cell.named(stop) not in record.answers), None
    )


def previous(record: Record, section: str, visit: str | None, before: str | None) -> str | None:
    """The stop before, filled or not."""
    stops = path(record, section, visit)
    at = stops.index(before) if before in stops else len(stops)
    return stops[at - 1] if at > 0 else None


def question(record: Record, stop: str) -> Say:
    """The question of a stop, with its buttons and its object for programs."""
    if stop.startswith(ROWS):
        return _rows(record, record.form.rows[stop[len(ROWS) :]])
    cell = Cell.named(stop)
    asked = record.form.questions[cell.question]
    options: dict[Any, str] = {one.value: one.label for one in asked.choices}
    if asked.kind == "boolean":
        options = {True: "oui", False: "non"}
    of = record.reference
    buttons = [_button(label, stop, value, of) for value, label in options.items()]
    choices = [{"value": value, "label": label} for value, label in options.items()]
    known = record.answers.get(cell)
    text = wording.question(record, cell, shown(asked, known) if known is not None else None)
    return Say(text, (*buttons, _button("inconnu", stop, UNKNOWN, of), SKIP), (_object(record, cell, choices),))


def _object(record: Record, cell: Cell, choices: list[dict[str, Any]]) -> dict[str, Any]:
    asked = record.form.questions[cell.question]
    kind = {"multiple": "choice", "code": "text"}.get(asked.kind, asked.kind)
    unit = asked.unit
    return {
        "type": "question",
        "fact": str(cell),
        "kind": kind,
        "unit": unit,
        "unit_label": unit,
        "label": asked.label,
        "choices": choices or None,
    }


def _rows(record: Record, rows: Rows) -> Say:
    key = record.form.questions[rows.key]
    first = not record.row_numbers(rows.id)
    choices = [{"value": one.value, "label": one.label} for one in key.choices]
    buttons = [_button(one.label, ROWS + rows.id, one.value, record.reference) for one in key.choices]
    object_ = {
        "type": "question",
        "fact": rows.key,
        "kind": "choice",
        "unit": None,
        "unit_label": None,
        "label": rows.label,
        "choices": choices,
    }
    return Say(wording.next_row(rows, key, first), (*buttons, NO_MORE), (object_,))


def _button(title: str, stop: str, value: Any, reference: str) -> Button:
    """A button that answers a stop of one record, and of no other."""
    named = {RECORD: reference} if reference else {}
    return payload(title, {PAYLOAD: stop, "value": value, **named})


def payload(title: str, value: Any) -> Button:
    """A button that sends a value to the form, whatever is asked then."""
    return Button(title, "/answer" + json.dumps({"value": value}, ensure_ascii=False))


def typing(text: str) -> Button:
    """A button that types a sentence."""
    return Button(text, text)


SKIP = Button("passer", "passer")
NO_MORE = Button("aucun autre", "passer")
