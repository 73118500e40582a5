"""Records read back from CSV or JSON: each answer checked as if it were typed; with one fault nothing is written."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Iterable

from actions.forms.cells_text import from_text
from actions.forms.export import FORM, REFERENCE, VISIT
from actions.forms.fill import Hide, entered
from actions.forms.opening import REFERENCE as SHAPE
from actions.forms.store import FormStore
from rules.forms import Cell, Form, FormProblem, Record, forms
from rules.forms.checks import problems

NEW, REPLACED, SAME = "nouveaux", "remplacés", "inchangés"


@dataclass
class Loaded:
    """What a file holds: answers by reference (an empty one: a new record) and what is wrong, one line each."""

    form: Form
    records: list[tuple[str, dict[Cell, Any]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Unreadable(ValueError):
    """A file that is neither; the message says why in French."""


def load(text: str, today: date, hide: Hide) -> Loaded:
    """Read a file of either kind. `hide` masks the identities of free texts. Raises Unreadable."""
    text = text.lstrip("\ufeff")
    loaded = _json(text, today, hide) if text.lstrip().startswith("{") else _csv(text, today, hide)
    for reference, answers in loaded.records:
        record = Record(loaded.form, reference or "nouveau").with_answers(answers)
        loaded.faults += [f"{record.reference} : {problem.message}" for problem in problems(record)]
        loaded.faults += [f"{record.reference} : il manque « {name} »." for name in _missing_key(record)]
    return loaded


def write(store: FormStore, loaded: Loaded, now: datetime, replace: bool) -> dict[str, int]:
    """Write what was loaded: how many are new, replaced, unchanged. Raises Unreadable where one would be lost."""
    states = {reference: _state(store, reference, answers) for reference, answers in loaded.records}
    changed = [reference for reference, state in states.items() if state == REPLACED]
    if changed and not replace:
        raise Unreadable(f"{', '.join(changed)} a déjà d'autres réponses ici : ajoutez --replace pour les remplacer")
    counts = {NEW: 0, REPLACED: 0, SAME: 0}
    for reference, answers in loaded.records:
        state = states[reference]
        counts[state] += 1
        if state == REPLACED:
            store.replace(reference, answers, now)
        elif state == NEW:
            store.create(loaded.form, answers, now, reference or None)
    return counts


def _state(store: FormStore, reference: str, answers: dict[Cell, Any]) -> str:
    known = store.read(reference) if reference else None
    if known is None:
        return NEW
    return SAME if dict(known.answers) == answers else REPLACED


def _missing_key(record: Record) -> list[str]:
    return [record.form.questions[part].label for part in record.form.key if Cell(part) not in record.answers]


def _json(text: str, today: date, hide: Hide) -> Loaded:
    try:
        data = json.loads(text)
        loaded = Loaded(forms()[data["form"]])
        found = [(str(one.get("reference") or ""), dict(one["answers"])) for one in data["records"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("ce n'est pas un export JSON de formulaire") from error
    for position, (reference, answers) in enumerate(found, 1):
        _add(loaded, f"dossier {position}", reference, answers.items(), today, hide)
    return loaded


def _csv(text: str, today: date, hide: Hide) -> Loaded:
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    header = rows.fieldnames or []
    if REFERENCE not in header or FORM not in header:
        raise Unreadable(f"il faut les colonnes « {REFERENCE} » et « {FORM} » : est-ce un export de formulaire ?")
    lines = [(rows.line_num, row) for row in rows]
    names = {row[FORM] for _, row in lines}
    if len(names) != 1 or (name := next(iter(names))) not in forms():
        raise Unreadable(f"la colonne « {FORM} » doit nommer un seul formulaire connu : {', '.join(forms())}")
    loaded = Loaded(forms()[name])
    for start, reference, group in _grouped(lines):
        _add(loaded, f"ligne {start}", reference, _answers(loaded, group), today, hide)
    return loaded


def _grouped(lines: list[tuple[int, dict[str, Any]]]) -> Iterable[tuple[int, str, list[tuple[int, dict[str, Any]]]]]:
    """The rows of one record together. Without a reference each row, or run of rows of other visits, is a record."""
    groups: list[tuple[int, str, list[tuple[int, dict[str, Any]]]]] = []
    for number, row in lines:
        reference = (row[REFERENCE] or "").strip()
        own = next((group for group in groups if group[1] == reference), None) if reference else None
        if not reference and groups and not groups[-1][1] and row.get(VISIT) not in _visits(groups[-1][2]):
            own = groups[-1]
        if own is None:
            groups.append((number, reference, []))
            own = groups[-1]
        own[2].append((number, row))
    return groups


def _visits(group: list[tuple[int, dict[str, Any]]]) -> set[str]:
    return {row.get(VISIT) or "" for _, row in group}


def _answers(loaded: Loaded, group: list[tuple[int, dict[str, Any]]]) -> Iterable[tuple[str, Any]]:
    """The cells of the rows of one record; what is repeated must agree."""
    found: dict[str, Any] = {}
    for number, row in group:
        for column, text in row.items():
            if column in (REFERENCE, FORM, VISIT) or not column or not isinstance(text, str) or not text.strip():
                continue
            question = loaded.form.questions.get(column.partition("#")[0])
            if question is None:
                loaded.faults.append(f"ligne {number} : colonne inconnue « {column} ».")
                continue
            name = f"{column}@{row.get(VISIT)}" if question.visits else column
            value = from_text(question, text)
            if found.setdefault(name, value) != value:
                loaded.faults.append(f"ligne {number} : « {column} » n'est pas le même que sur une autre ligne.")
    return found.items()


def _add(
    loaded: Loaded, where: str, reference: str, answers: Iterable[tuple[str, Any]], today: date, hide: Hide
) -> None:
    record, found = Record(loaded.form, reference), {}
    if reference and not SHAPE.fullmatch(reference):
        loaded.faults.append(f"{where} : « {reference[:20]} » n'est pas une référence (huit lettres ou chiffres).")
    for name, value in answers:
        try:
            cell = Cell.named(str(name))
            found[cell] = entered(record, cell, value, today, hide)
        except FormProblem as problem:
            loaded.faults.append(f"{where}, {name} : {problem.message}")
    loaded.records.append((reference.upper(), found))
