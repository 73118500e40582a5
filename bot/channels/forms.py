"""The page of a form: its files, and what it asks of the store. None of these files belongs to the chat page.

A record is opened by its reference alone, which the page takes from behind "#": no server log holds it.
"""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from sanic import Blueprint
from sanic.request import Request

from actions.database import DatabaseProblem
from actions.forms import export, reading
from actions.forms.fill import entered, fill
from actions.forms.opening import REFERENCE
from actions.forms.store import FormStore, opened
from actions.forms.view import described, state
from bot.channels.door import Checks, Refused
from bot.channels.limits import Buckets
from bot.channels.page.files import add_folder
from bot.channels.page.routes import guarded
from bot.messages import MAX_MESSAGE
from bot.privacy import mask
from rules.forms import Cell, FormProblem, Record

FOLDER = Path(__file__).resolve().parents[1] / "form"
INDEX = "index.html"
TYPED = ("number", "date")  # kinds that are read as the conversation reads them: units, decimal comma, French dates


def blueprint(checks: Checks, wrong: Buckets | None = None) -> Blueprint:
    """All the routes of the page; `wrong` limits the wrong references that an address may try."""
    routes = Blueprint("prioig_form")
    desk = Desk(checks, wrong or Buckets(per_second=0.2, burst=20))
    for name in ("open", "answer", "export"):
        handler = guarded(checks, getattr(desk, name))
        routes.add_route(handler, f"/page/form/{name}", methods=["POST"], name=f"form_{name}")
    add_folder(routes, FOLDER, INDEX, "/formulaire", "/formulaire")
    return routes


class Desk:
    """What the page asks of one record."""

    def __init__(self, checks: Checks, wrong: Buckets) -> None:
        self.checks, self.wrong = checks, wrong

    async def open(self, request: Request, body: dict[str, Any]) -> Any:
        """The form's description and where the record stands."""
        with _store() as store:
            record = self._record(store, request, body)
            return {**described(record.form), "reference": record.reference, **state(record)}

    async def answer(self, request: Request, body: dict[str, Any]) -> Any:
        """Take one answer (`value`, or null to erase it): the record after it, or why it was not taken."""
        with _store() as store:
            record = self._record(store, request, body)
            try:
                cell = Cell.named(str(body.get("cell")))
                answers = _answers(record, cell, body.get("value"))
            except FormProblem as problem:
                return {"problem": _problem(problem)}
            filled = fill(record, answers)
            store.save(record.reference, filled.kept, _now())
            told = {"problem": _problem(filled.problems[0])} if filled.problems else {}
            return {**told, **state(filled.record)}

    async def export(self, request: Request, body: dict[str, Any]) -> Any:
        """The record as a file's name and text: `format` csv or json."""
        with _store() as store:
            record = self._record(store, request, body)
            stored = store.stored(record.reference)
        kind = "json" if body.get("format") == "json" else "csv"
        made = [stored] if stored else []
        text = export.to_json(record.form, made) if kind == "json" else f"\ufeff{export.to_csv(record.form, made)}"
        return {"name": f"{record.form.id}-{record.reference}.{kind}", "text": text}

    def _record(self, store: FormStore, request: Request, body: dict[str, Any]) -> Record:
        """The record of the reference of a request. Raises `Refused`."""
        guesser = self.checks.guesser(request, self.wrong)
        found = REFERENCE.fullmatch(str(body.get("reference") or ""))
        record = store.read(f"{found[1]}-{found[2]}") if found else None
        if record is None:
            self.wrong.wait(guesser)
            raise Refused(404, "no_form")
        return record


class _store:
    """The store for one request; a file that cannot be used is a 503. Raises `Refused`."""

    def __enter__(self) -> FormStore:
        self.manager = opened()
        try:
            return self.manager.__enter__()
        except DatabaseProblem as problem:
            raise Refused(503, "form_unavailable") from problem

    def __exit__(self, *error: Any) -> None:
        try:
            self.manager.__exit__(*error)
        except DatabaseProblem as problem:
            raise Refused(503, "form_unavailable") from problem


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _answers(record: Record, cell: Cell, value: Any) -> dict[Cell, Any]:
    """The answers that one field gives. Raises FormProblem."""
    question = record.form.check(cell)
    if value is None or value == "" or value == []:
        return {cell: None}
    if question.kind not in TYPED or not isinstance(value, str):
        return {cell: entered(record, cell, value, _now().date(), lambda text: mask(text).text)}
    found = reading.answer(record, cell, value[:MAX_MESSAGE], _now().date())
    if found.problems:
        raise found.problems[0]
    if found.left or cell not in found.answers:
        message = f"{question.label} : « {value[:40]} » n'est pas lu. Écrivez la valeur seule."
        raise FormProblem("wrong_value", message, str(cell))
    return {cell: found.answers[cell]}


def _problem(problem: FormProblem) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "cell": problem.cell}
