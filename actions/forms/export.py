"""Records as CSV (one row a visit) and as JSON, both with what is needed to read them back."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, Iterable, Sequence

from actions.forms.cells_text import to_text
from actions.forms.store import Stored
from rules.forms import Cell, Form, Record
from rules.forms.dictionary import dictionary

REFERENCE, FORM, VISIT = "reference", "form", "visit"
DELIMITER = ";"  # what a French spreadsheet opens as columns, with its decimal comma
FORMAT = 1


def to_csv(form: Form, stored: Iterable[Stored]) -> str:
    """One row a visit (one a record where the form has none); what is asked once is repeated on each."""
    records = [one.record for one in stored]
    once = columns(form, records)
    by_visit = [name for name, question in form.questions.items() if question.visits]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow([REFERENCE, FORM, *map(str, once), VISIT, *by_visit])
    for record in records:
        for visit in form.visits or ("",):
            cells = [*once, *(Cell(name, visit) for name in by_visit)]
            values = [to_text(form.questions[cell.question], record.answers.get(cell)) for cell in cells]
            writer.writerow([record.reference, form.id, *values[: len(once)], visit, *values[len(once) :]])
    return out.getvalue()


def columns(form: Form, records: Sequence[Record]) -> list[Cell]:
    """The cells that are not by visit, with as many rows of each group as the fullest record has (one at least)."""
    found: list[Cell] = []
    for name, question in form.questions.items():
        if question.visits:
            continue
        if question.rows is None:
            found.append(Cell(name))
            continue
        most = max([1, *(row for record in records for row in record.row_numbers(question.rows))])
        found += [Cell(name, None, row) for row in range(1, most + 1)]
    return found


def to_json(form: Form, stored: Iterable[Stored]) -> str:
    """The records, each answer under its cell, and the data dictionary."""
    records = [
        {
            "reference": one.record.reference,
            "created": one.created,
            "updated": one.updated,
            "answers": {str(cell): value for cell, value in ordered(one.record)},
        }
        for one in stored
    ]
    data = {
        "format": FORMAT,
        "form": form.id,
        "version": form.version,
        "title": form.title,
        "dictionary": dictionary(form),
        "records": records,
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def ordered(record: Record) -> list[tuple[Cell, Any]]:
    """The answers in the order of the paper."""
    return [(cell, record.answers[cell]) for cell in record.cells() if cell in record.answers]
