"""What the labels of a form name: questions, and the rows that a treatment's name opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Mapping

from actions.forms.text import fold, pattern, same
from rules.forms import Form, Question, forms


@dataclass(frozen=True)
class Target:
    """A question, or with `row_key` a value that opens a row of the group of that question."""

    question: str
    row_key: str | None = None


@dataclass(frozen=True)
class Labels:
    """Finds the labels of a form and says what each may name."""

    found: re.Pattern[str]
    targets: Mapping[str, tuple[Target, ...]]

    def of(self, words: str) -> tuple[Target, ...]:
        """What these words may name."""
        return self.targets.get(same(words), ())


@cache
def labels(form_id: str) -> Labels:
    """The labels of a form."""
    return labels_of(forms()[form_id])


def labels_of(form: Form) -> Labels:
    """The labels of the questions that are not in rows, and those of the values that open a row."""
    targets: dict[str, list[Target]] = {}
    for question in form.questions.values():
        for words, target in _named(form, question):
            known = targets.setdefault(same(words), [])
            if target not in known:
                known.append(target)
    return Labels(pattern(targets), {words: tuple(found) for words, found in targets.items()})


def _named(form: Form, question: Question) -> list[tuple[str, Target]]:
    if question.rows is None:
        return [(words, Target(question.id)) for words in (question.label, *question.aliases)]
    if form.rows[question.rows].key != question.id:
        return []
    return [
        (words, Target(question.id, choice.value))
        for choice in question.choices
        for words in (choice.label, *choice.aliases)
        if same(words) != "autre"
    ]


@cache
def visit_pattern(visits: tuple[str, ...]) -> re.Pattern[str]:
    """Finds a visit, known or not, of a form that has some ("M6", "visite 6", "à 6 mois")."""
    if not visits:
        return re.compile(r"(?!)")
    letters = "".join(sorted({re.sub(r"\d", "", visit).lower() for visit in visits}))
    return re.compile(
        rf"(?<![a-z0-9])(?:(?P<name>[{letters}]\s?\d{{1,3}})(?:\s+date)?|(?:a|visite)\s+(?P<months>\d{{1,2}})\s+mois)(?![a-z0-9])"
    )


def visit_named(found: re.Match[str], visits: Mapping[str, Any]) -> str | None:
    """The visit of a match, or None where the form has none of that name."""
    if found["months"]:
        return next((name for name, one in visits.items() if one.months == int(found["months"])), None)
    return {name.lower(): name for name in visits}.get(re.sub(r"\s", "", found["name"]))


def unit_pattern(form: Form) -> re.Pattern[str]:
    """Finds the units of a form that are made of several parts ("mL/min/1,73 m2")."""
    units = {unit for one in form.questions.values() for unit in (one.unit, *one.units) if unit and "/" in unit[1:]}
    return _parts_of_units(frozenset(units))


@cache
def _parts_of_units(units: frozenset[str]) -> re.Pattern[str]:
    spaced = (r"\s*".join(map(re.escape, re.sub(r"\s", "", fold(unit)))) for unit in units)
    return re.compile("|".join(sorted(spaced, key=len, reverse=True)) or r"(?!)")
