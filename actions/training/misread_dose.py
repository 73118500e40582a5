"""What was misread of a dose: the BMI rule, the days, one day for the course, a repeat, another regimen, the sum."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator, Mapping

from actions.training.data import scoring
from actions.training.right import RENAL, Right, Target, ends, plans, target
from actions.training.score import RIGHT, near
from actions.wording import misread as wording
from rules.model import Case, Decision, Plan

BMI, SPREAD, COURSE, REPEAT, REGIMEN, SUM = "bmi", "renal", "course", "repeat", "regimen", "sum"
BODY = ("height_cm", "bmi_kg_m2")
WEIGHT = "weight_kg"
Named = tuple[str, str]  # family, sentence
Decide = Callable[..., "Decision | None"]


def errors(
    answer: Mapping[str, Any], case: Case, decision: Decision, expected: Right, decide: Decide
) -> Iterator[Named]:
    """The errors of a dose, as families and sentences; `decide` gives the decision of a neighbouring case."""
    grams = answer.get("grams")
    if not expected.doses:
        yield REGIMEN, wording.NO_DOSE_HERE
        return
    if grams is None or not any(near(float(grams), item) for item in expected.doses):
        yield from _grams(float(grams or 0), case, decision, decide)
        return
    if not any(near(float(grams), item) >= RIGHT for item in expected.doses):
        yield SUM, wording.NEARLY
    if expected.asks_days and not _days_right(answer.get("days"), expected):
        yield from _days(answer.get("days"), case, expected)


def _days_right(days: Any, expected: Right) -> bool:
    return any(item.days and days is not None and item.days[0] <= days <= item.days[1] for item in expected.doses)


def _days(days: Any, case: Case, expected: Right) -> Iterator[Named]:
    if case.facts.get(RENAL) is True:
        yield SPREAD, wording.wrong_days(days, _spans(expected), renal=True)
    else:
        yield REGIMEN, wording.wrong_days(days, _spans(expected), renal=False)


def _spans(expected: Right) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(item.days for item in expected.doses if item.days))


def _grams(grams: float, case: Case, decision: Decision, decide: Decide) -> Iterator[Named]:
    """The first neighbour whose dose is the one that was given."""
    yield next(_neighbours(grams, case, decision, decide), (SUM, wording.WRONG_SUM))


def _neighbours(grams: float, case: Case, decision: Decision, decide: Decide) -> Iterator[Named]:
    if grams == 0:
        yield REGIMEN, wording.A_DOSE_HERE
    if _matches(grams, _targets(decide(case, {}, BODY))):
        yield BMI, wording.BMI_MISSED
    if _matches(grams, _capped(case, decide)):
        yield BMI, wording.BMI_TOO_MUCH
    if _matches(grams, _one_day(decision)):
        yield COURSE, wording.ONE_DAY
    if _matches(grams, (Target(2 * item.low, 2 * item.high, None) for item in _targets(decision))):
        yield REPEAT, wording.REPEATED
    if _matches(grams, map(target, _others(decision))):
        yield REGIMEN, wording.OTHER_REGIMEN
    if _matches(grams, _targets(_other_phase(case, decide))):
        yield "phase", wording.OTHER_PHASE_DOSE


def _matches(grams: float, targets: Iterable[Target]) -> bool:
    return any(near(grams, item) >= RIGHT for item in targets)


def _targets(decision: Decision | None) -> tuple[Target, ...]:
    return () if decision is None else tuple(target(plan) for plan in plans(decision))


def _capped(case: Case, decide: Decide) -> tuple[Target, ...]:
    """The doses with the BMI rule applied where it is left to the prescriber."""
    return _targets(decide(case, {"age_years": scoring().ages["adult"], "pregnant": False}))


def _one_day(decision: Decision) -> Iterator[Target]:
    for plan in plans(decision):
        amounts = [gram for day in plan.grams_per_day or () for gram in ends(day)]
        amounts += [gram for grams in (plan.splits or {}).values() for gram in grams]
        if amounts and plan.days != 1:
            yield Target(min(amounts), max(amounts), None)


def _others(decision: Decision) -> tuple[Plan, ...]:
    chosen = decision.dose.selected if decision.dose else None
    every = decision.dose.regimens if decision.dose else ()
    return tuple(plan for at, plan in enumerate(every) if at != chosen and plan.grams_exact is not None)


def _other_phase(case: Case, decide: Decide) -> Decision | None:
    return decide(case, {"phase": "initiation" if case.phase == "renewal" else "renewal"})
