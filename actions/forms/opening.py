"""Which form a message opens: a study's, by its name; a record, by its reference or by its pseudonymous key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Mapping

from actions.forms.store import LETTERS
from actions.forms.text import Typed, pattern, typed, word_pattern
from actions.forms.values import choice_words
from rules.forms import Cell, Form, forms
from rules.forms.model import FormProblem
from rules.forms.values import checked

REFERENCE = re.compile(rf"(?<![A-Z0-9])([{LETTERS}]{{4}})[\s-]?([{LETTERS}]{{4}})(?![A-Z0-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Wish:
    """What a message asks for: a form, a new record or not, a reference, and what it says of the key."""

    form: Form
    new: bool = False
    go_on: bool = False
    reference: str | None = None
    key: Mapping[Cell, Any] = field(default_factory=dict)


def wish(text: str, today: date) -> Wish | None:
    """What a message asks for, or None where it asks for no form."""
    said = typed(text)
    found = next((one for one in forms().values() if _opener(one, said)), None)
    opening = _opener(found, said) if found else _match(word_pattern("open"), said)
    if opening is None:
        return None
    form = found or next(iter(forms().values()))
    rest = said.part(opening.end(), len(said.folded))
    reference = _reference(rest)
    new = bool(word_pattern("new").match(opening.group()))
    go_on = bool(_match(word_pattern("go_on"), said))
    key = {} if reference else key_in(form, rest, today)
    if not found and not (reference or key or rest.blank):
        return None  # "formulaire" with words that name no record
    return Wish(form, new, go_on, reference, key)


def key_in(form: Form, piece: Typed, today: date) -> dict[Cell, Any]:
    """What a piece says of the parts of the key ("AB-1962-F", "AB 1962 féminin")."""
    found: dict[Cell, Any] = {}
    for token in re.findall(r"[^\s,;/-]+", piece.raw):
        for name in form.key:
            value = _part(form, name, token, today)
            if Cell(name) not in found and value is not None:
                found[Cell(name)] = value
                break
    return found


def _part(form: Form, name: str, token: str, today: date) -> Any:
    question = form.questions[name]
    value: Any = token
    if question.kind == "choice":
        value = choice_words(question.choices)[1].get(typed(token).folded)
    elif question.kind == "date" and not token.isdigit():
        return None
    try:
        return checked(question, value, today) if value is not None else None
    except FormProblem:
        return None


@cache
def openers(form: str) -> re.Pattern[str]:
    """Finds the words that open a form."""
    found = forms()[form]
    named = (f"{verb} le {found.short}" for verb in ("continuer", "ouvrir", "reprendre"))
    return pattern((*found.openers, *named))


def _opener(form: Form, said: Typed) -> re.Match[str] | None:
    return _match(openers(form.id), said)


def _match(words: re.Pattern[str], said: Typed) -> re.Match[str] | None:
    return re.compile(rf"\s*(?:le\s+|un\s+)?(?:{words.pattern})").match(said.folded)


def _reference(piece: Typed) -> str | None:
    found = REFERENCE.search(piece.raw)
    return f"{found[1]}-{found[2]}".upper() if found else None
