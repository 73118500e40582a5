"""The typed records of a protocol: its situations, their rows, the figures that its arithmetic uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from rules.model import Finding
from rules.tables import Contradictions, Row, Situation


@dataclass(frozen=True)
class DoseRule:
    """What a row does to the daily dose; at most one of these is set (all None: nothing is said of it)."""

    keep: bool = False
    none: bool = False  # nothing is taken
    factor: float | None = None  # of the dose taken so far
    mg_per_m2: float | None = None
    lower_mg: float | None = None  # a step down, to repeat `every_days`
    every_days: int | None = None
    taper_months: tuple[float, float] | None = None  # over how long it goes down to nothing


@dataclass(frozen=True)
class Next:
    """What comes next, `days` or `months` after this answer; `what` is a key of the protocol's `next`."""

    what: str
    days: int | None = None
    months: int | None = None


@dataclass(frozen=True)
class Branch(Row):
    """A row of a protocol: `status` is what it concludes, `says` what to do, in French.

    `refined` names the situation that says more of a patient who meets the row.
    """

    status: str = ""
    says: tuple[str, ...] = ()
    dose: DoseRule | None = None
    then: DoseRule | None = None  # the dose that follows what `next` finds
    next: tuple[Next, ...] = ()
    total_months: int | None = None  # of the whole treatment
    refined: str | None = None


@dataclass(frozen=True)
class Figures:
    """The numbers of the dose."""

    surface_low_m2: float
    surface_high_m2: float
    start_mg_per_m2: float
    raised_mg_per_m2: float
    daily_max_mg: float
    intakes_per_day: int
    tablets_mg: tuple[float, ...]
    solution_mg_per_ml: float
    solution_step_ml: float
    days_in_month: float


@dataclass(frozen=True)
class Repeated:
    """An item of the follow-up, at `days` and `months` from the start, then every so many months."""

    id: str
    label: str
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    every_months: int | None = None


@dataclass(frozen=True)
class Interaction:
    """A class of drugs; `effect` on the level of sirolimus is "raises" or "lowers"."""

    id: str
    effect: str
    label: str
    text: str
    drugs: tuple[str, ...]


@dataclass(frozen=True)
class AdverseEffect:
    """An adverse effect and what to do; `urgent`: without waiting."""

    id: str
    label: str
    text: str
    urgent: bool


@dataclass(frozen=True)
class FollowUp:
    """The monitoring, drawn over `shown_months`: what is repeated, single marks, the control after a change of dose."""

    items: tuple[Repeated, ...]
    marks: tuple[Repeated, ...]
    after_change: Repeated
    shown_months: int


@dataclass(frozen=True)
class Texts:
    """Sentences that do not depend on the patient."""

    title: str
    standing: str  # off-label, and of which date: said with every answer
    unsigned: str
    statuses: Mapping[str, str]
    ends: Mapping[str, tuple[str, ...]]
    next: Mapping[str, str]
    intake: tuple[str, ...]
    interactions: str
    never_with: str
    adverse_effects: str
    vaccines: tuple[str, ...]


@dataclass(frozen=True)
class Protocol:
    """A protocol, whole. `first` names the situation concluded before another one, where its facts are known."""

    id: str
    document: str
    version: str
    header: Contradictions
    situations: Mapping[str, Situation]
    places: Mapping[str, str]  # of each situation in the document
    first: Mapping[str, str]
    offered_for: tuple[str, ...]  # situations of the table
    opener: str
    figures: Figures
    follow_up: FollowUp
    interactions: tuple[Interaction, ...]
    adverse_effects: tuple[AdverseEffect, ...]
    dose_notes: Mapping[str, str]  # by code: what the dose taken so far makes impossible
    texts: Texts


@dataclass(frozen=True)
class Note:
    """A sentence to read with an answer; `code` is stable."""

    code: str
    text: str


@dataclass(frozen=True)
class Conclusion:
    """What a situation of a protocol concludes for a patient.

    `status` is "incomplete" while an unknown fact (`missing`, the next question first) can change `branch`. `branch` is
    None where no row is met. `useful` are facts that no longer change the branch but the dose or a note.
    """

    situation: str
    label: str
    status: str
    branch: Branch | None
    says: tuple[str, ...]
    notes: tuple[Note, ...]
    missing: tuple[str, ...]
    possible: tuple[str, ...]
    explanation: tuple[Finding, ...]
    useful: tuple[str, ...]
