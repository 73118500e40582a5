"""Sirolimus in a child's ITP: candidate or not, dose, what to do of a level or a response, follow-up.

`docs/protocols.md` gives the JSON forms. The medicine stands in `sirolimus.yml`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Iterable

from rules.model import Case, Value
from rules.protocols import intake, schedule
from rules.protocols.book import Book, book
from rules.protocols.intake import Intake
from rules.protocols.records import Branch, Conclusion, DoseRule, Interaction, Note
from rules.protocols.schedule import Event

NAME = "sirolimus"
WEIGHT, HEIGHT, TAKEN = "weight_kg", "height_cm", "sirolimus_dose_mg"
NOTHING: frozenset[str] = frozenset()
AT_CEILING, LOWEST = "already_at_this_dose", "no_lower_step"


@dataclass(frozen=True)
class Adjustment:
    """What to do of the treatment: the conclusion, the daily intake from now on, the one after the next control."""

    conclusion: Conclusion
    dose: Intake | None
    later: Intake | None


def rules() -> Book:
    """The protocol, compiled."""
    return book(NAME)


def candidacy(case: Case, unaskable: frozenset[str] = NOTHING) -> Conclusion:
    """Whether the child is a candidate. `unaskable` facts are never in `missing`. Raises EngineError."""
    return rules().conclude("candidacy", case.facts, unaskable)


def pneumocystis(case: Case, unaskable: frozenset[str] = NOTHING) -> Conclusion:
    """Whether pneumocystis is to be prevented."""
    return rules().conclude("pneumocystis", case.facts, unaskable)


def vzv(case: Case, unaskable: frozenset[str] = NOTHING) -> Conclusion:
    """What to do after a contact with varicella or zoster, or of an infection."""
    return rules().conclude("vzv", case.facts, unaskable)


def offered(case: Case) -> bool:
    """Whether the table's answer to this case ends with a word on sirolimus: it never changes that answer."""
    found = rules()
    return case.indication in found.protocol.offered_for and found.conclude("offered", case.facts).branch is not None


def dose(case: Case) -> Intake | None:
    """The first dose from weight (kg) and height (cm); None until both are known exactly.

    Raises CaseError (implausible_surface) where they give a surface that no child has.
    """
    figures = rules().protocol.figures
    return _by_surface(case, figures.start_mg_per_m2)


def adjust(case: Case, *, after_suspension: bool = False, unaskable: frozenset[str] = NOTHING) -> Adjustment:
    """What to do of a trough level (ng/mL), of the response and of the time under treatment.

    `after_suspension`: the level is the control of a suspended treatment. Raises CaseError (contradiction,
    implausible_surface) and EngineError.
    """
    found = rules().conclude("control" if after_suspension else "course", case.facts, unaskable)
    if found.branch is None:
        return Adjustment(found, None, None)
    now, later = _changed(case, found.branch.dose), _changed(case, found.branch.then)
    return Adjustment(_with_notes(found, found.branch, case, now), now, later)


def _by_surface(case: Case, mg_per_m2: float) -> Intake | None:
    weight, height = _exact(case.facts.get(WEIGHT)), _exact(case.facts.get(HEIGHT))
    if weight is None or height is None:
        return None
    return intake.by_surface(mg_per_m2, weight, height, rules().protocol.figures)


def _exact(value: Value | None) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _changed(case: Case, rule: DoseRule | None) -> Intake | None:
    if rule is None or rule.none:
        return None
    if rule.mg_per_m2 is not None:
        return _by_surface(case, rule.mg_per_m2)
    taken = _exact(case.facts.get(TAKEN))
    return None if taken is None else intake.changed(rule, taken, rules().protocol.figures)


def _with_notes(found: Conclusion, branch: Branch, case: Case, now: Intake | None) -> Conclusion:
    """The conclusion with what the dose taken so far makes impossible."""
    taken, rule = _exact(case.facts.get(TAKEN)), branch.dose
    if rule is None or taken is None:
        return found
    if rule.mg_per_m2 is not None and now is not None and taken >= max(now.tablets_mg, now.solution_mg):
        return replace(found, notes=(_note(AT_CEILING), *found.notes))
    if rule.lower_mg is not None and now is None:
        return replace(found, notes=(_note(LOWEST), *found.notes))
    return found


def _note(code: str) -> Note:
    return Note(code, rules().protocol.dose_notes[code])


def elapsed(start: date, today: date) -> float:
    """The time under treatment in days, as the fact `sirolimus_days` counts it."""
    return schedule.elapsed(start, today, rules().protocol.figures.days_in_month)


def calendar(start: date, changes: Iterable[date] = ()) -> tuple[Event, ...]:
    """The follow-up from the day of the start, with a trough level after each change of dose."""
    return schedule.events(rules().protocol.follow_up, start, changes)


def interactions(names: Iterable[str]) -> tuple[tuple[str, Interaction], ...]:
    """The drugs of these, as the protocol writes them, that change the level of sirolimus."""
    wanted = set(names)
    return tuple((drug, item) for item in rules().protocol.interactions for drug in item.drugs if drug in wanted)
