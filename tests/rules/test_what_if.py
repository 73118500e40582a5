"""What would change the answer, and what each answer to a question would give."""

from __future__ import annotations

import random
from typing import Any

import pytest

from rules import (
    Case,
    CaseError,
    Change,
    Outcome,
    State,
    decide,
    hierarchy,
    parse_case,
    possible_answers,
    what_would_change,
)
from rules.consult import consultation
from tests.rules.seeded import random_cases

BLEEDING = ("life_threatening_bleeding", "saignement intracérébral ou viscéral avec déglobulisation")
EXCHANGE = ("plasma_exchange in NOT_POSSIBLE", "échanges plasmatiques contre-indiqués ou impossibles dans l'immédiat")
CHILD = ("age_years < 18", "enfant ou adolescent (moins de 18 ans)")


def changes(indication: str, **facts: Any) -> tuple[Change, ...]:
    return what_would_change(parse_case({"indication": indication, "facts": facts}))


def answers(indication: str, fact: str, **facts: Any) -> tuple[Outcome, ...]:
    return possible_answers(parse_case({"indication": indication, "facts": facts}), fact)


def test_an_adult_who_can_be_exchanged_would_be_a_priority_as_a_child_or_without_exchange() -> None:
    assert changes("guillain_barre", age_years=45, plasma_exchange="available") == (
        Change("age_years", *CHILD, State.MET, "P", "guillain_barre"),
        Change("plasma_exchange", *EXCHANGE, State.MET, "P", "guillain_barre"),
    )


def test_a_priority_is_lost_by_the_fact_that_made_it() -> None:
    assert changes("guillain_barre", age_years=45, plasma_exchange="unavailable") == (
        Change("plasma_exchange", *EXCHANGE, State.NOT_MET, "criteria_not_met", None),
    )


def test_a_change_of_row_counts_and_a_bound_is_a_known_fact() -> None:
    found = changes("itp_child", life_threatening_bleeding=True, platelets_giga_per_l={"below": 10})
    assert found == (Change("life_threatening_bleeding", *BLEEDING, State.NOT_MET, "P", "itp_child_severe"),)


def test_a_fact_that_was_not_stated_is_no_change() -> None:
    assert changes("guillain_barre", age_years=6) == ()


@pytest.mark.parametrize("indication", ["asthma", "not_listed", "kawasaki", "inclusion_body_myositis"])
def test_nothing_changes_where_nothing_decides(indication: str) -> None:
    assert changes(indication, weight_kg=70) == ()


def test_each_answer_to_an_open_question_is_told_with_what_it_gives() -> None:
    assert answers("guillain_barre", "plasma_exchange", age_years=45) == (
        Outcome("plasma_exchange", *EXCHANGE, State.NOT_MET, ("criteria_not_met",)),
        Outcome("plasma_exchange", *EXCHANGE, State.MET, ("P",)),
    )


def test_an_answer_that_settles_nothing_alone_keeps_every_status_it_leaves() -> None:
    first, second = answers("guillain_barre", "age_years")
    assert (first.criterion, first.state, first.statuses) == ("age_years < 18", State.MET, ("P",))
    assert (second.state, set(second.statuses)) == (State.NOT_MET, {"P", "criteria_not_met"})


@pytest.mark.parametrize(
    ("indication", "fact"), [("asthma", "age_years"), ("not_listed", "age_years"), ("cidp", "organ")]
)
def test_a_fact_that_decides_nothing_has_no_answers(indication: str, fact: str) -> None:
    assert answers(indication, fact) == ()


def test_every_change_told_of_a_random_case_happens() -> None:
    """Put a value of the class that was told in the case, and decide: these are the status and the row told."""
    told = 0
    for case in random_cases(150, seed=21):
        for change in what_would_change(case):
            worlds = consultation().worlds(str(case.indication))
            dim = worlds.dimensions[worlds.index[change.fact]]
            fitting = [item for item in dim.classes if item.states[change.criterion] is change.state]
            values = [dim.rules.axis.value(place) for item in fitting for place in item.places]
            results = {_decided_with(case.indication, {**case.facts, change.fact: value}) for value in values}
            assert (change.status, change.row) in results
            told += 1
    assert told > 50


def _decided_with(indication: str | None, facts: dict[str, Any]) -> Any:
    try:
        found = decide(Case(indication, facts))
    except CaseError:  # a value of the class that contradicts another fact
        return None
    return found.status, found.row


def test_the_possible_statuses_are_those_of_the_answers() -> None:
    chance = random.Random(3)
    for name in hierarchy().situations:
        found = decide(parse_case({"indication": name, "facts": {}}))
        if found.missing_facts:
            fact = chance.choice(found.missing_facts)
            given = {status for outcome in answers(name, fact) for status in outcome.statuses}
            assert given == set(found.possible_statuses)
