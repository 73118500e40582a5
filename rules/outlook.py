"""What the known facts of a case leave possible in its situation: it depends on the possible worlds alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from rules.expression import leaves
from rules.model import EngineError, Finding, State
from rules.questions import Planner
from rules.tables import Row, Situation
from rules.worlds import Worlds

INCOMPLETE = "incomplete"
STATUSES = ("P", "UF", "NP", "not_justified", "criteria_not_met")


@dataclass(frozen=True)
class Outlook:
    """The status and the row where they are final, what is still to be asked, and every criterion's state."""

    status: str
    row: Row | None
    missing: tuple[str, ...]
    possible: tuple[str, ...]
    explanation: tuple[Finding, ...]


def outlook(situation: Situation, planner: Planner, mask: int, unaskable: frozenset[str]) -> Outlook:
    """What these worlds have in common; `unaskable` facts are never missing."""
    worlds = planner.worlds
    outcomes = worlds.possible(mask)
    status, row_id = outcomes[0] if len(outcomes) == 1 else (INCOMPLETE, None)
    row = next((row for row in situation.rows if row.id == row_id), None)
    possible = {outcome[0] for outcome in outcomes}
    return Outlook(
        status=status,
        row=row,
        missing=planner.order(mask, unaskable) if status == INCOMPLETE else (),
        possible=tuple(status for status in _statuses(situation) if status in possible),
        explanation=_explanation([row] if row else list(situation.rows), worlds, mask),
    )


def _statuses(situation: Situation) -> tuple[str, ...]:
    """Every status that the situation can have, the table's in their order."""
    own = (*situation.order, *(part.status for part in situation.otherwise))
    return tuple(dict.fromkeys((*STATUSES, *own)))


def _explanation(rows: list[Row], worlds: Worlds, mask: int) -> tuple[Finding, ...]:
    return tuple(
        Finding(leaf.test.text, worlds.state(leaf.test.text, mask), leaf.label, row.id)
        for row in rows
        for leaf in leaves(row.criteria)
    )


def refuse_disagreement(situation: Situation, worlds: Worlds, mask: int, concluded: Mapping[str, State]) -> None:
    """The engine's conclusion on the case itself and the possible worlds must not contradict each other.

    Raises EngineError where they do, or where no world is left.
    """
    for row in situation.rows:
        found, seen = concluded[f"row:{row.id}"], worlds.state(f"row:{row.id}", mask)
        if not mask or (found is not State.UNKNOWN and found is not seen):
            raise EngineError(f"{row.id} : conclusion {found.value}, mondes possibles {seen.value}")
