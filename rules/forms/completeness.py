"""How much of a form is filled, by section and by visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from rules.forms.model import UNKNOWN, Cell, Record


@dataclass(frozen=True)
class Part:
    """One section, or one visit of it: cells to fill, filled, of which said to be unknown."""

    section: str
    visit: str | None
    wanted: int
    filled: int
    unknown: int

    @property
    def complete(self) -> bool:
        """Whether nothing required is left."""
        return self.filled == self.wanted

    @property
    def percent(self) -> int:
        """The share that is filled, rounded down: 100 only where nothing is left."""
        return 100 * self.filled // self.wanted if self.wanted else 100


@dataclass(frozen=True)
class Completeness:
    """All the parts, in the order of the paper, and their total."""

    parts: tuple[Part, ...]
    total: Part


def missing(record: Record, cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The required cells of these that apply and hold nothing."""
    return tuple(cell for cell in cells if required(record, cell) and cell not in record.answers)


def required(record: Record, cell: Cell) -> bool:
    """Whether a cell must be filled, by what is known now."""
    return record.form.questions[cell.question].required and record.applies(cell)


def completeness(record: Record) -> Completeness:
    """Where the form stands. An answer "unknown" is filled, and counted apart as well."""
    parts = []
    for section in record.form.sections.values():
        cells = tuple(record.cells(section.id))
        for visit in record.form.visits if section.by_visit else (None,):
            parts.append(_part(record, section.id, visit, [cell for cell in cells if cell.visit == visit]))
    sums = (sum(getattr(part, name) for part in parts) for name in ("wanted", "filled", "unknown"))
    return Completeness(tuple(parts), Part("", None, *sums))


def _part(record: Record, section: str, visit: str | None, cells: list[Cell]) -> Part:
    wanted = [cell for cell in cells if required(record, cell)]
    filled = [record.answers[cell] for cell in wanted if cell in record.answers]
    return Part(section, visit, len(wanted), len(filled), sum(value == UNKNOWN for value in filled))
