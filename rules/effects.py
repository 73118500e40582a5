"""The names of the rules that are not rows: exclusions, header rules, warnings, opinions, regimens."""

from __future__ import annotations

from typing import Iterator

from rules.expression import Expression
from rules.tables import Contradictions, Header, Row, RowWarning, Rulebook, Situation

Named = Iterator[tuple[str, Expression]]


def exclusion_name(index: int) -> str:
    """The rule of an exclusion of the header."""
    return f"exclusion:{index}"


def warning_name(owner: str, index: int) -> str:
    """The rule of a conditional warning of a row or a situation."""
    return f"warning:{owner}:{index}"


def opinion_name(row: str, phase: str, index: int) -> str:
    """The rule of a conditional opinion."""
    return f"opinion:{row}:{phase}:{index}"


def regimen_name(row: str, index: int) -> str:
    """The rule that selects a regimen."""
    return f"when:{row}:{index}"


def otherwise_name(index: int) -> str:
    """The rule of a conditional end of a situation whose rows are all ruled out."""
    return f"otherwise:{index}"


def owner_of(name: str) -> str:
    """The row or the situation whose effect it is."""
    return name.split(":")[1]


def exclusions(header: Header | Contradictions) -> dict[str, Expression]:
    """What cannot be true together, by rule name."""
    return {exclusion_name(index): part.condition for index, part in enumerate(header.exclusions)}


def _header(header: Header) -> Named:
    yield "emergency", header.emergency
    yield "no_venous_access", header.no_venous_access
    for name in ("high", "apply", "left", "height_unknown", "age_unknown", "pregnancy_unknown"):
        yield f"bmi:{name}", getattr(header.bmi, name)
    yield "renal:apply", header.renal.apply
    yield "renal:unknown", header.renal.unknown


def _warnings(owner: str, warnings: tuple[RowWarning, ...]) -> Named:
    for index, warning in enumerate(warnings):
        if warning.condition:
            yield warning_name(owner, index), warning.condition


def _row(row: Row) -> Named:
    yield from _warnings(row.id, row.warnings)
    if row.select_none:
        yield f"none:{row.id}", row.select_none
    for phase, opinions in row.opinions.items():
        for index, opinion in enumerate(opinions):
            if opinion.condition:
                yield opinion_name(row.id, phase, index), opinion.condition
    for index, regimen in enumerate(row.regimens):
        if regimen.when:
            yield regimen_name(row.id, index), regimen.when


def of_header(header: Header | Contradictions) -> dict[str, Expression]:
    """The rules of the header that bear on every row, by rule name; a protocol has none."""
    return dict(_header(header)) if isinstance(header, Header) else {}


def of_situation(situation: Situation) -> dict[str, Expression]:
    """The effects that a situation and its rows print, by rule name."""
    found = dict(_warnings(situation.id, situation.warnings))
    for index, part in enumerate(situation.otherwise):
        if part.condition:
            found[otherwise_name(index)] = part.condition
    for row in situation.rows:
        found |= dict(_row(row))
    return found


def everything(table: Rulebook) -> Iterator[Expression]:
    """Every expression of the rule base."""
    yield from exclusions(table.header).values()
    yield from of_header(table.header).values()
    for situation in table.situations.values():
        yield from (row.criteria for row in situation.rows)
        yield from of_situation(situation).values()
