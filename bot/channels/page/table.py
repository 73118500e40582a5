"""The whole hierarchy as JSON, to be browsed without a conversation and without a network."""

from __future__ import annotations

from typing import Any, Iterable

from actions.wording import card, dose, opinions, table
from actions.wording.text import capital, sentence
from bot.channels.page.words import search_words
from rules import hierarchy
from rules.dose import plan
from rules.expression import Expression, Group, Leaf
from rules.model import Opinion
from rules.products import formulary
from rules.tables import Regimen, Row, RowOpinion, Situation, Unjustified


def table_json() -> dict[str, Any]:
    """Every row of the table in use, by situation and section, in the words of the answers."""
    found, words = hierarchy(), search_words()
    situations = [_situation(item, words) for item in found.situations.values()]
    return {
        "document": found.document,
        "version": found.version,
        "date": table.version(),
        "sections": list(found.sections.values()),
        "statuses": card.VERDICTS,
        "situations": situations,
        "unjustified": [_unjustified(item, words) for item in found.unjustified.values()],
        "rules": [sentence(note) for note in found.header.notes],
    }


def _situation(item: Situation, words: dict[str, str]) -> dict[str, Any]:
    return {
        "id": item.id,
        "label": item.label,
        "section": item.section,
        "words": words.get(item.id, ""),
        "rows": [_row(row) for row in item.rows],
    }


def _unjustified(item: Unjustified, words: dict[str, str]) -> dict[str, Any]:
    return {
        "id": item.id,
        "label": item.label,
        "section": item.section,
        "words": words.get(item.id, ""),
        "warnings": [warning.text for warning in item.warnings],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label,
        "status": row.priority,
        "labelled": row.labelled,
        "place": row.place,
        "confirm": row.confirm,
        "criteria": _criteria(row.criteria),
        "initiation": _opinions(row.opinions.get("initiation", ()), "initiation"),
        "renewal": _opinions(row.opinions.get("renewal", ()), "renewal"),
        "regimens": [_regimen(regimen) for regimen in row.regimens],
        "warnings": list(dict.fromkeys(warning.text for warning in row.warnings)),
        "notes": [sentence(note) for note in row.notes],
    }


def _criteria(part: Expression) -> Any:
    """The criteria as the table joins them: a sentence, or `all`, `any`, `not` of parts."""
    if isinstance(part, Leaf):
        return part.label
    if isinstance(part, Group):
        return {part.kind: [_criteria(item) for item in part.parts]}
    return {part.kind: [_criteria(part.part)]}


def _opinions(printed: Iterable[RowOpinion], phase: str) -> list[str]:
    said = (Opinion(item.bodies, phase, item.strength, item.note) for item in printed)
    return list(dict.fromkeys(capital(line) for line in opinions.listed(said)))


def _regimen(regimen: Regimen) -> str:
    text = dose.per_kg(plan(regimen, None, None, formulary()))
    return capital(sentence(f"{text} ; {regimen.note}" if regimen.note else text))
