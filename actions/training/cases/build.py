"""The facts of a case for one boundary: the row met, then one criterion moved just across."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Mapping

from actions.training.cases import phrases
from actions.training.cases.limits import Limit
from actions.training.cases.model import CRITERIA, END, LIST, MISSED, NOT_LISTED, UNSAID
from actions.training.cases.needs import by_fact
from actions.training.cases.patient import MALE, Patient, draw
from actions.training.cases.reach import implied, ways_to
from actions.training.cases.solve import OF_THE_PATIENT, NoWay, candidates, meet, pick, silent
from rules import Case, CaseError, Decision, decide, parse_case
from rules.expression import facts_of, leaves
from rules.load import hierarchy

ATTEMPTS = 400
TOLD = 0.7  # how often a ward tells what is not asked
INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Draft:
    """A case before its French: what is true of the patient, and what the text will say of the body."""

    limit: Limit
    facts: Mapping[str, Any]
    patient: Patient
    decision: Decision
    phase: str
    distractors: tuple[str, ...] = ()


def build(limit: Limit, seed: int) -> Draft:
    """A case on this side of the limit, always the same for the seed. Raises NoWay where there is none."""
    for attempt in range(ATTEMPTS):
        key = limit.boundary
        chance = Random(f"{key.situation}:{key.row}:{key.criterion}:{key.side}:{seed}:{attempt}")
        try:
            return _attempt(limit, chance)
        except (NoWay, CaseError):
            continue
    raise NoWay(str(limit.boundary))


def parse(indication: str | None, facts: Mapping[str, Any]) -> Case:
    """The case that the rules read."""
    return parse_case({"indication": indication, "facts": dict(facts)})


def _attempt(limit: Limit, chance: Random) -> Draft:
    key = limit.boundary
    indication = None if key.situation == NOT_LISTED else key.situation
    needs = chance.choice(ways_to(limit))
    tested = limit.leaf.test if limit.leaf else None
    facts = meet(needs, key.situation, tested, chance)
    if limit.phase == "renewal":
        facts["phase"] = "renewal"
    stated = {**facts, **implied(key.situation)}
    wanted = by_fact(needs)
    patient = draw(phrases.of(key.situation, key.row), stated, wanted, tested, chance)
    facts["age_years"] = patient.age
    hidden = frozenset(fact for fact, found in wanted.items() if silent(found))
    facts = _complete(indication, facts, hidden, patient, chance)
    facts = {**_body(limit, facts, patient, chance), **brought(key.situation, facts)}
    if _jarring(facts):
        raise NoWay
    decision = decide(parse(indication, facts))
    if not _is_on_its_side(limit, decision, facts):
        raise NoWay
    facts, distractors = _beside(limit, facts, hidden, decision, chance)
    decision = decide(parse(indication, facts))
    return Draft(limit, facts, patient, decision, str(facts.get("phase", "initiation")), distractors)


def _jarring(facts: Mapping[str, Any]) -> bool:
    """Whether facts that no ward would tell of one patient are told together."""
    pairs = phrases.load("values")["never_together"]
    return any(all(facts.get(fact) == value for fact, value in pair.items()) for pair in pairs)


def _beside(
    limit: Limit, facts: Mapping[str, Any], hidden: frozenset[str], decision: Decision, chance: Random
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The facts with some that a ward tells too, which change neither status nor row; and those that never count."""
    found, kept = dict(facts), []
    own = phrases.of(limit.boundary.situation, limit.boundary.row)
    pregnant = ("gestational_weeks",) if facts.get("pregnant") is True else ()
    for fact in (*pregnant, *own.get("also", ()), *own.get("distractors", ())):
        if fact in found or fact in hidden or chance.random() > TOLD:
            continue
        value = pick(fact, candidates(fact, limit.boundary.situation), None, chance)
        after = decide(parse(decision.indication, {**found, fact: value}))
        if (after.status, after.row) == (decision.status, decision.row):
            found[fact] = value
            kept += [fact] if fact in own.get("distractors", ()) else []
    return found, tuple(kept)


def _complete(
    indication: str | None, facts: dict[str, Any], hidden: frozenset[str], patient: Patient, chance: Random
) -> dict[str, Any]:
    """The facts that the decision still misses, one by one, until it is final but for what is left unsaid."""
    found = dict(facts)
    while True:
        decision = decide(parse(indication, found))
        missing = [fact for fact in decision.missing_facts if fact not in hidden and fact not in found]
        if not missing:
            return found
        found[missing[0]] = _answer(missing[0], str(indication), patient, chance)


def _answer(fact: str, situation: str, patient: Patient, chance: Random) -> Any:
    if fact in OF_THE_PATIENT:
        raise NoWay
    if fact == "pregnant":
        return patient.pregnant
    found = [
        value for value in candidates(fact, situation) if value != "not_tried" or fact not in _undecided(situation)
    ]
    return pick(fact, found, None, chance)


@cache
def _undecided(situation: str) -> frozenset[str]:
    """The treatments whose "never tried" settles nothing in the situation."""
    found = hierarchy().situations[situation]
    tests = [leaf.test for row in found.rows for leaf in leaves(row.criteria)]
    return frozenset(test.fact for test in tests if getattr(test, "open", None))


def _body(limit: Limit, facts: dict[str, Any], patient: Patient, chance: Random) -> dict[str, Any]:
    """The weight, the height and the kidneys, nearly always where a dose depends on them."""
    found = dict(facts)
    tested = set(facts_of(limit.expression)) if limit.leaf else set()
    weighed = 0.4 if limit.boundary.part == LIST else 0.85
    if chance.random() < weighed or tested & {"renal_risk", "bmi_kg_m2"}:
        found["weight_kg"] = patient.weight
        if patient.adult and chance.random() < 0.8 or "bmi_kg_m2" in tested:
            found["height_cm"] = patient.height
    if "renal_risk" not in found and chance.random() < 0.6:
        found["renal_risk"] = chance.random() < 0.15
    if "height_cm" in found and patient.sex == MALE and "pregnant" not in found:
        found["pregnant"] = False
    return found


def brought(situation: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that the situation's name or another fact says in the same words."""
    found: dict[str, Any] = dict(implied(situation))
    for fact, values in phrases.load("values")["brings"].items():
        found |= values.get(facts.get(fact), {})
    return found


def _is_on_its_side(limit: Limit, decision: Decision, facts: Mapping[str, Any]) -> bool:
    key = limit.boundary
    if key.part == LIST:
        return True
    if key.side == UNSAID:
        return decision.status == INCOMPLETE
    if decision.status == INCOMPLETE:
        return False
    if key.part == END:
        return True
    if key.part == CRITERIA and key.side == MISSED:
        return decision.row != key.row
    return decision.row == key.row
