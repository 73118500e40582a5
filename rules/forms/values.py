"""An answer checked against its question: type, range, choice, date. What a person reads back stands here too."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from rules.forms import dates
from rules.forms.model import UNKNOWN, Cell, FormProblem, Question

LONGEST = 500
FORMATS = {"day": "jj/mm/aaaa (ou mm/aaaa, ou l'année)", "month": "mm/aaaa (ou l'année)", "year": "aaaa"}


def checked(question: Question, value: Any, today: date, cell: Cell | None = None) -> Any:
    """The answer in its one form. Raises FormProblem.

    Texts are tidied (spaces), dates cut to what the form asks, integers made whole. Nothing is guessed.
    """
    at = str(cell or Cell(question.id))
    if value == UNKNOWN and isinstance(value, str):
        return UNKNOWN
    return CHECKS[question.kind](question, value, today, at)


def expected(question: Question) -> str:
    """What may be answered, for a person."""
    if question.kind == "boolean":
        return "oui ou non"
    if question.kind in ("choice", "multiple"):
        several = " (plusieurs réponses possibles)" if question.kind == "multiple" else ""
        return f"{', '.join(one.label for one in question.choices)}{several}"
    if question.kind == "number":
        whole = "un nombre entier" if question.integer else "un nombre"
        unit = "" if _printed_bound(question) else f" {question.unit or ''}".rstrip()
        return f"{whole} de {number(question.low or 0)} à {number(question.high or 0)}{unit}"
    if question.kind == "date":
        return f"une date, {FORMATS[question.precision or 'day']}"
    return f"par exemple {question.example}" if question.example else "un texte, sans rien qui identifie le patient"


def number(value: float) -> str:
    """A number as French writes it."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",")


def measure(question: Question, value: float) -> str:
    """A number with the unit of its question: "18/51", "12 mg/L"."""
    space = "" if _printed_bound(question) else " "
    return f"{number(value)}{space}{question.unit}" if question.unit else number(value)


def _printed_bound(question: Question) -> bool:
    """Whether the unit is the bound that the paper prints ("/51")."""
    return bool(question.unit and question.unit[:1] == "/" and question.unit[1:].isdigit())


def shown(question: Question, value: Any) -> str:
    """An answer as a person reads it, with its unit."""
    if value == UNKNOWN and isinstance(value, str):
        return "inconnu"
    if question.kind == "boolean":
        return "oui" if value else "non"
    if question.kind in ("choice", "multiple"):
        values = value if isinstance(value, list) else [value]
        return ", ".join(choice.label for one in values if (choice := question.choice(one)))
    if question.kind == "number":
        return f"{question.prefix or ''}{measure(question, value)}"
    return dates.french(value) if question.kind == "date" else str(value)


def _wrong(question: Question, at: str, code: str = "wrong_value") -> FormProblem:
    return FormProblem(code, f"{_name(question)} : répondez {expected(question)}.", at)


def _name(question: Question) -> str:
    return question.label[:1].upper() + question.label[1:]


def _boolean(question: Question, value: Any, today: date, at: str) -> Any:
    if not isinstance(value, bool):
        raise _wrong(question, at)
    return value


def _choice(question: Question, value: Any, today: date, at: str) -> Any:
    if not isinstance(value, str) or question.choice(value) is None:
        raise _wrong(question, at, "unknown_choice")
    return value


def _multiple(question: Question, value: Any, today: date, at: str) -> Any:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values:
        raise _wrong(question, at, "unknown_choice")
    for one in values:
        _choice(question, one, today, at)
    alone = [one for one in question.exclusive if one in values]
    if alone and len(set(values)) > 1:
        label = next(one.label for one in question.choices if one.value == alone[0])
        raise FormProblem("unknown_choice", f"{_name(question)} : « {label} » exclut les autres réponses.", at)
    return [one.value for one in question.choices if one.value in values]


def _number(question: Question, value: Any, today: date, at: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(question, at)
    if question.integer and value % 1:
        raise _wrong(question, at, "out_of_range")
    if not (question.low or 0) <= value <= (question.high or 0):
        said = f"{measure(question, value)} n'est pas possible"
        raise FormProblem("out_of_range", f"{_name(question)} : {said}. Répondez {expected(question)}.", at)
    return int(value) if value % 1 == 0 else round(float(value), 6)


def _date(question: Question, value: Any, today: date, at: str) -> Any:
    precision = question.precision or "day"
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    try:
        known = dates.parse(text)
    except (TypeError, ValueError):
        message = f"{_name(question)} : cette date n'existe pas. Répondez par {FORMATS[precision]}."
        raise FormProblem("wrong_date", message, at) from None
    if dates.earliest(known) > today:
        message = f"{_name(question)} : {dates.french(known)} est dans le futur. Quelle est la date ?"
        raise FormProblem("future_date", message, at)
    if dates.earliest(known).year < dates.EARLIEST_YEAR:
        message = f"{_name(question)} : {dates.french(known)} est trop ancien. Quelle est la date ?"
        raise FormProblem("wrong_date", message, at)
    return known[: dates.LENGTHS[precision]]


def _text(question: Question, value: Any, today: date, at: str) -> Any:
    words = value.split() if isinstance(value, str) else ()
    text = " ".join("".join(char for char in word if char.isprintable()) for word in words).strip()
    if not text or text.startswith("#"):
        raise _wrong(question, at)
    if len(text) > LONGEST:
        raise FormProblem("too_long", f"{_name(question)} : {LONGEST} caractères au plus.", at)
    return text


def _code(question: Question, value: Any, today: date, at: str) -> Any:
    text = value.strip().upper() if isinstance(value, str) else ""
    if not re.fullmatch(question.pattern or "", text):
        raise FormProblem("identity", f"{_name(question)} : rien d'autre que, par exemple, {question.example}.", at)
    return text


CHECKS = {
    "boolean": _boolean,
    "choice": _choice,
    "multiple": _multiple,
    "number": _number,
    "date": _date,
    "text": _text,
    "code": _code,
}
