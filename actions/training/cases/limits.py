"""Every limit of the table, derived from the hierarchy: each row, each criterion, each side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Iterator

from actions.training.cases import phrases
from actions.training.cases.model import (
    CRITERIA,
    EFFECT,
    END,
    LIST,
    MET,
    MISSED,
    NOT_LISTED,
    UNJUSTIFIED,
    UNSAID,
    Boundary,
)
from actions.training.cases.needs import turning
from rules.expression import ALWAYS, Expression, Leaf, leaves
from rules.load import hierarchy
from rules.tables import Header, Row, Situation

NAME_ALONE = "situation"  # the criterion of a row that has none: its situation is enough
PHASE = "phase is renewal"
ANY_ROW = "any"


@dataclass(frozen=True)
class Limit:
    """A boundary with what it turns on; `leaf` is None where the situation's name or the phase alone decides.

    `phase` is the one in which the limit counts, None for both.
    """

    boundary: Boundary
    expression: Expression
    leaf: Leaf | None
    phase: str | None = None


def slug(text: str) -> str:
    """A criterion in an identifier: `igg_g_per_l-<-4`."""
    return re.sub(r"[^\w<>=.]+", "-", text).strip("-")


Key = tuple[str, str, str, str]


def key(boundary: Boundary) -> Key:
    """A boundary in an identifier: situation, row, criterion and side."""
    return boundary.situation, boundary.row, slug(boundary.criterion), boundary.side


@lru_cache(maxsize=1)
def every_limit() -> tuple[Limit, ...]:
    """Every limit of the table as it is written, in its order; several may share a boundary (two rules on the BMI)."""
    return tuple(_all())


def _all() -> Iterator[Limit]:
    for situation in hierarchy().situations.values():
        for row in situation.rows:
            yield from _criteria(situation, row)
        for row in situation.rows:
            yield from _effects(situation, row)
        yield from _ends(situation)
    for name in hierarchy().unjustified:
        yield Limit(Boundary(name, UNJUSTIFIED, NAME_ALONE, MET, LIST), ALWAYS, None)
    for name in phrases.not_listed():
        yield Limit(Boundary(NOT_LISTED, name, NAME_ALONE, MET, LIST), ALWAYS, None)


def _criteria(situation: Situation, row: Row) -> Iterator[Limit]:
    found = tuple(leaves(row.criteria))
    if not found:
        yield Limit(Boundary(situation.id, row.id, NAME_ALONE, MET, CRITERIA), row.criteria, None)
    for leaf in found:
        unsayable = leaf.test.fact in phrases.always_said()
        for side in (MET, MISSED) if unsayable else (MET, MISSED, UNSAID):
            yield Limit(Boundary(situation.id, row.id, leaf.test.text, side, CRITERIA), row.criteria, leaf)


def _effects(situation: Situation, row: Row) -> Iterator[Limit]:
    """What a row that is met turns on: its dose, its opinions, its warnings."""
    if row.opinions["initiation"] != row.opinions["renewal"]:
        yield Limit(Boundary(situation.id, row.id, PHASE, MET, EFFECT), ALWAYS, None, "renewal")
    for expression, phase in _conditions(situation, row):
        for leaf in leaves(expression):
            for side in (MET, MISSED) if turning(expression, leaf) else ():
                yield Limit(Boundary(situation.id, row.id, leaf.test.text, side, EFFECT), expression, leaf, phase)


def _ends(situation: Situation) -> Iterator[Limit]:
    """What the situation itself turns on, whatever its rows: how it ends, and its own warnings."""
    conditions: list[tuple[Expression | None, str | None]] = [(item.condition, None) for item in situation.otherwise]
    conditions += [(item.condition, item.phase) for item in situation.warnings]
    for expression, phase in conditions:
        if expression is None:
            continue
        for leaf in leaves(expression):
            for side in (MET, MISSED) if turning(expression, leaf) else ():
                yield Limit(Boundary(situation.id, ANY_ROW, leaf.test.text, side, END), expression, leaf, phase)


def _conditions(situation: Situation, row: Row) -> Iterator[tuple[Expression, str | None]]:
    """Every condition that bears on a row that is met, with its phase; the header's where they concern the row."""
    header = hierarchy().header
    printed: list[tuple[Expression | None, str | None]] = [(item.when, None) for item in row.regimens]
    printed += [(row.select_none, None)]
    printed += [(item.condition, item.phase) for item in row.warnings]
    printed += [(item.condition, phase) for phase, items in row.opinions.items() for item in items]
    if row.regimens and row.renal != "none":
        printed += [(header.renal.apply, None)]
        printed += [(header.bmi.apply, None), (header.bmi.left, None)] if _capped(row, header) else []
    if row.regimens:
        printed += [(header.no_venous_access, None)]
    yield from ((condition, phase) for condition, phase in printed if condition is not None)


def _capped(row: Row, header: Header) -> bool:
    totals = [item.g_per_kg_total for item in row.regimens]
    highest = max(max(total) if isinstance(total, tuple) else total for total in totals)
    return highest * (1 + row.repeats) > header.bmi.cap_g_per_kg
