"""The typed records of the medicine: what a case is, what a row says, what a decision carries.

Everything here is frozen. Dictionaries (YAML, JSON, slots) become these records at the edge
(`rules.load`, `rules.case`) and turn back into JSON in `rules.to_json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any, Mapping, Union

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Interval:
    """A number known only by a bound, or by two: "IgG < 4" is `Interval(0, 4, high_open=True)`.

    `low` and `high` are in the unit of the fact; an end that was not stated is the end of the
    vocabulary's range. `stated` keeps the words of the contract (`{"below": 4.0}`).
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False
    stated: tuple[tuple[str, float], ...] = ()


Value = Union[bool, int, float, str, Interval]
Span = Union[float, tuple[float, float]]  # a figure, or the range that the table prints


class State(str, Enum):
    """The three values of a criterion and of a row: nothing is concluded from silence."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Case:
    """One question to the table: a situation and the facts that were stated, and only those.

    `indication` is an identifier of the vocabulary, or None for a situation in neither list.
    A fact that is absent is unknown.
    """

    indication: str | None
    facts: Mapping[str, Value] = field(default_factory=lambda: EMPTY)

    @property
    def phase(self) -> str:
        """`initiation` unless the prescriber said that it is a renewal."""
        return str(self.facts.get("phase", "initiation"))

    def __hash__(self) -> int:
        return hash((self.indication, frozenset(self.facts.items())))


@dataclass(frozen=True)
class Source:
    """Where an entry of the rule base comes from."""

    document: str
    version: str
    section: str | None


@dataclass(frozen=True)
class Opinion:
    """An opinion to obtain: any ONE of `bodies`; several opinions add up."""

    bodies: tuple[str, ...]
    when: str  # initiation | renewal
    strength: str  # required | urgent | afterwards | advised
    note: str | None = None


@dataclass(frozen=True)
class Warning:
    """Something that the prescriber must read with the answer; `code` is stable, `text` French."""

    code: str
    text: str


@dataclass(frozen=True)
class Plan:
    """One course of a regimen for this patient.

    Doses in g/kg for one course, after the BMI rule; grams for the stated weight. A tuple of two
    is the range that the table prints, and then every figure of the plan has both ends.
    """

    route: str
    g_per_kg_total: Span
    days: int | tuple[int, int] | None
    interval_weeks: Span | None
    courses_max: int | None
    note: str | None
    g_per_kg_per_day: Span | None = None  # where a course takes several days, and how many is not a range
    grams_exact: Span | None = None
    grams_per_day: tuple[Any, ...] | None = None
    vials: Any = None
    grams_in_vials: Span | None = None
    gap_percent: Span | None = None
    splits: Mapping[str, tuple[float, ...]] | None = None  # days -> grams, where the days are a range


@dataclass(frozen=True)
class Dose:
    """All that the row allows, in the table's order, and the one for this patient (or None)."""

    regimens: tuple[Plan, ...]
    selected: int | None


@dataclass(frozen=True)
class Finding:
    """One criterion of a row and where the patient stands with it."""

    criterion: str
    state: State
    label: str
    row: str


@dataclass(frozen=True)
class Decision:
    """What the table concludes for one case. `interfaces.md`, "The decision", is its JSON.

    `dose_facts` are those still worth asking once the verdict is final: they change this patient's
    grams or a warning, never the status.
    """

    status: str
    indication: str | None
    row: str | None
    labelled: bool | None
    needs_confirmation: bool
    start: str | None
    opinions: tuple[Opinion, ...]
    opinions_other_phase: tuple[Opinion, ...]
    warnings: tuple[Warning, ...]
    dose: Dose | None
    missing_facts: tuple[str, ...]
    possible_statuses: tuple[str, ...]
    explanation: tuple[Finding, ...]
    facts: Mapping[str, Value]
    source: Source
    label: str = ""
    dose_facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def changed(self, **fields: Any) -> Decision:
        """A copy with these fields instead. `dataclasses.replace` would cost more than all the rest of a decision."""
        made = object.__new__(Decision)
        made.__dict__.update(self.__dict__, **fields)
        return made


class CaseError(ValueError):
    """A case that cannot be decided: what is wrong, in which field, and what to type instead.

    `code` is one of unknown_indication, unknown_fact, invalid_value, contradiction, invalid_json.
    """

    def __init__(self, code: str, field: str | None, message: str) -> None:
        super().__init__(message)
        self.code, self.field, self.message = code, field, message


class EngineError(RuntimeError):
    """The engine is in doubt: nothing may be concluded, least of all a priority."""


class RuleBaseError(ValueError):
    """The rule base is not valid; the message names file and line."""
