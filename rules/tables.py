"""The typed records of the rule base: what a row of the table says, before any patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Protocol, Union

from rules.expression import Expression
from rules.model import Span


@dataclass(frozen=True)
class RowOpinion:
    """An opinion printed by a row, for one phase; `condition` is None where it always holds."""

    bodies: tuple[str, ...]
    strength: str
    note: str | None
    condition: Expression | None


@dataclass(frozen=True)
class RowWarning:
    """A warning that holds while `condition` is met (None: always), in `phase` (None: both)."""

    code: str
    text: str
    condition: Expression | None
    phase: str | None


@dataclass(frozen=True)
class Regimen:
    """One regimen printed by a row, for one course. `when` selects it; `default` is taken otherwise."""

    route: str
    g_per_kg_total: Span
    days: int | tuple[int, int] | None
    interval_weeks: Span | None
    courses_max: int | None
    note: str | None
    when: Expression | None
    default: bool


@dataclass(frozen=True)
class Row:
    """One row of the table. `renal` says how the header's renal rule meets its schedule.

    renal: printed (the row prints the 5-day alternative), unchanged (already on 5 days), spread (the
    header's rule spreads the total), kept (schedule kept, warning), none (not an immunomodulation row).
    `repeats` counts the further doses of the same episode that the row allows.
    """

    id: str
    label: str
    priority: str
    labelled: bool
    place: str
    confirm: str | None
    criteria: Expression
    opinions: Mapping[str, tuple[RowOpinion, ...]]  # phase -> opinions
    regimens: tuple[Regimen, ...]
    select_none: Expression | None
    renal: str
    repeats: int
    warnings: tuple[RowWarning, ...]
    notes: tuple[str, ...]
    ask_after: tuple[tuple[str, str | None], ...]  # fact, phase (None: both)


@dataclass(frozen=True)
class Otherwise:
    """What a situation becomes when every row is ruled out: the first whose condition is met."""

    status: str
    condition: Expression | None


PRIORITIES = ("P", "UF", "NP")


@dataclass(frozen=True)
class Situation:
    """A situation of the table with its rows; `implies` are facts that its very name states.

    `order` ranks the priorities: of the rows that are met, the first of the highest priority counts. A protocol gives
    each row a priority of its own, so that its first row that is met counts.
    """

    id: str
    label: str
    section: str
    rows: tuple[Row, ...]
    otherwise: tuple[Otherwise, ...]
    implies: Mapping[str, Mapping[str, float] | bool]
    warnings: tuple[RowWarning, ...]
    order: tuple[str, ...] = PRIORITIES


@dataclass(frozen=True)
class Unjustified:
    """A situation of the list of unjustified uses."""

    id: str
    label: str
    section: str
    warnings: tuple[RowWarning, ...]


@dataclass(frozen=True)
class Exclusion:
    """Facts that cannot hold together for one patient; `fields` are the facts that disagree."""

    condition: Expression
    fields: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class BmiRule:
    """The header's BMI rule: the cap on a course, and when it applies or is left to the prescriber."""

    cap_g_per_kg: float
    high: Expression
    apply: Expression
    left: Expression
    height_unknown: Expression
    age_unknown: Expression
    pregnancy_unknown: Expression


@dataclass(frozen=True)
class RenalRule:
    """The header's renal rule: over how many days a course is spread, and when."""

    days: int
    note: str
    apply: Expression
    unknown: Expression


@dataclass(frozen=True)
class Header:
    """The rules of the table's header, and the sentences of the warnings that come from no one row."""

    bmi: BmiRule
    renal: RenalRule
    no_venous_access: Expression
    emergency: Expression
    bmi_tolerance: float
    exclusions: tuple[Exclusion, ...]
    warnings: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Contradictions:
    """The only rules that a protocol has beside its situations: what cannot hold together."""

    exclusions: tuple[Exclusion, ...]


class Rulebook(Protocol):
    """What the engine is built from: the table, or a protocol."""

    @property
    def header(self) -> Union[Header, Contradictions]:
        """The rules that bear on every situation."""

    @property
    def situations(self) -> Mapping[str, Situation]:
        """The situations by identifier."""


@dataclass(frozen=True)
class Hierarchy:
    """One version of the table, whole."""

    document: str
    version: str
    header: Header
    bodies: Mapping[str, str]
    sections: Mapping[str, str]
    situations: Mapping[str, Situation]
    unjustified: Mapping[str, Unjustified]
    sources: tuple[tuple[str, str], ...] = ()

    def label(self, indication: str) -> str:
        """The French name of a situation of either list. Raises KeyError for another identifier."""
        found = self.situations.get(indication) or self.unjustified[indication]
        return found.label
