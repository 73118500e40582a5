"""Criteria, opinions and regimens of the rule base in French, for a pharmacist who re-reads them."""

from __future__ import annotations

from typing import Any, Iterator

from actions.wording import questions
from actions.wording.text import listing, number, span
from rules import vocabulary
from rules.dose import plan
from rules.expression import Expression, Group, Leaf, Modal, NumberTest, Test
from rules.products import formulary
from rules.tables import Regimen, RowOpinion

SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "is": "="}
STRENGTHS = {
    "required": "obligatoire avant de commencer",
    "urgent": "obligatoire, par téléphone, sans attendre",
    "afterwards": "à obtenir ensuite, ne retarde pas le traitement",
    "advised": "souhaitable, ne retarde pas le traitement",
}
MODALS = {"not": "non", "unless": "non établi", "unknown": "non précisé"}


def test_words(test: Test) -> str:
    """What a test reads: "IgG < 4 g/L", "corticoïdes : échec, dépendance ou intolérance", "grossesse : non"."""
    words = questions.words(test.fact)
    if isinstance(test, NumberTest):
        unit = f" {'an' if words.unit == 'ans' and test.threshold < 2 else words.unit}" if words.unit else ""
        return f"{words.label} {SIGNS[test.operator]} {number(test.threshold)}{unit}"
    if words.kind == "boolean":
        return words.yes if "yes" in test.met else words.no
    values = listing(
        (words.choices[value] for value in vocabulary().facts[test.fact].choices if value in test.met), "ou"
    )
    return f"{words.label} : {values}"


def inline(expression: Expression) -> str:
    """A condition on one line."""
    if isinstance(expression, Leaf):
        return test_words(expression.test)
    if isinstance(expression, Modal):
        return f"{MODALS[expression.kind]} ({inline(expression.part)})"
    join = " et " if expression.kind == "all" else " ou "
    return join.join(f"({inline(part)})" if isinstance(part, Group) else inline(part) for part in expression.parts)


def outline(expression: Expression, depth: int = 0) -> Iterator[str]:
    """Criteria as a nested list: the label of each, and what the program reads."""
    pad = "  " * depth
    if isinstance(expression, Leaf):
        yield f"{pad}- {expression.label} → `{expression.test.text}`, soit « {test_words(expression.test)} »"
    elif isinstance(expression, Modal):
        yield f"{pad}- {MODALS[expression.kind]} :"
        yield from outline(expression.part, depth + 1)
    elif not expression.parts:
        yield f"{pad}- aucun critère : la situation suffit"
    else:
        yield f"{pad}- {'tous ces critères' if expression.kind == 'all' else 'au moins un de ces critères'} :"
        for part in expression.parts:
            yield from outline(part, depth + 1)


def opinion(item: RowOpinion) -> str:
    """An opinion: "RCP (obligatoire avant de commencer)"."""
    note = f" ; {item.note}" if item.note else ""
    condition = f" ; si : {inline(item.condition)}" if item.condition else ""
    return f"{listing(item.bodies, 'ou')} ({STRENGTHS[item.strength]}{note}{condition})"


def regimen(item: Regimen) -> str:
    """A regimen: "IV, 2 g/kg par cure en 2 jours, toutes les 4 semaines"."""
    parts = [item.route, f"{span(item.g_per_kg_total)} g/kg par cure"]
    if item.days is not None:
        daily = plan(item, None, None, formulary()).g_per_kg_per_day
        parts.append(f"en {_counted(item.days, 'jour')}" + (f" (soit {span(daily)} g/kg/j)" if daily else ""))
    if item.interval_weeks is not None:
        every = (
            "chaque semaine" if item.interval_weeks == 1 else f"toutes les {_counted(item.interval_weeks, 'semaine')}"
        )
        parts.append(every)
    if item.courses_max is not None:
        parts.append(f"{item.courses_max} cures au plus" if item.courses_max > 1 else "une seule cure")
    chosen = "retenue par défaut" if item.default else f"retenue si : {inline(item.when)}" if item.when else "au choix"
    return f"{', '.join(parts)} — {chosen}" + (f" (« {item.note} »)" if item.note else "")


def _counted(value: Any, noun: str) -> str:
    return f"{span(value)} {noun}{'s' if (value[1] if isinstance(value, tuple) else value) > 1 else ''}"
