"""What is asked next: only facts that can still change the outcome, in the order that ends soonest."""

from __future__ import annotations

import random
from typing import Any

import pytest

from rules import Case, Decision, decide, hierarchy, parse_case
from rules.consult import consultation
from rules.worlds import value_at
from tests.rules.seeded import random_value

ADULT = {"life_threatening_bleeding": False, "emergency": True, "khellaf_score": 8}


def decided(indication: str, unaskable: frozenset[str] = frozenset(), **facts: Any) -> Decision:
    return decide(parse_case({"indication": indication, "facts": facts}), unaskable)


@pytest.mark.parametrize(
    ("indication", "facts", "missing"),
    [
        pytest.param("kawasaki", {}, (), id="rien à demander : la situation suffit"),
        pytest.param(
            "guillain_barre", {}, ("age_years", "plasma_exchange"), id="rien de connu : tout, le plus utile d'abord"
        ),
        pytest.param("guillain_barre", {"age_years": 6}, (), id="un enfant : plus rien"),
        pytest.param(
            "guillain_barre", {"age_years": 40}, ("plasma_exchange",), id="un adulte : la seule question qui reste"
        ),
        pytest.param("guillain_barre", {"plasma_exchange": "unavailable"}, (), id="l'âge ne change plus rien"),
        pytest.param(
            "guillain_barre", {"age_years": {"above": 17}}, ("age_years", "plasma_exchange"), id="borne trop large"
        ),
        pytest.param("guillain_barre", {"age_years": {"at_least": 18}}, ("plasma_exchange",), id="borne qui suffit"),
        pytest.param(
            "guillain_barre",
            {"age_years": 40, "plasma_exchange": "not_tried"},
            ("plasma_exchange",),
            id="jamais essayé : on demande s'il serait possible",
        ),
        pytest.param(
            "guillain_barre", {"age_years": 40, "plasma_exchange": "available"}, (), id="possible : critère exclu"
        ),
        pytest.param("itp_adult", ADULT, (), id="urgence sous le seuil : les lignes hors urgence sont exclues"),
        pytest.param(
            "itp_adult",
            {**ADULT, "emergency": False},
            ("pregnant", "corticosteroids", "invasive_procedure_planned"),
            id="hors urgence : le score ne compte plus",
        ),
    ],
)
def test_the_missing_facts(indication: str, facts: dict[str, Any], missing: tuple[str, ...]) -> None:
    found = decided(indication, **facts)
    assert found.missing_facts == missing
    assert (found.status == "incomplete") == bool(missing)


def test_a_fact_that_cannot_be_given_is_not_asked_and_stays_unknown() -> None:
    found = decided("guillain_barre", frozenset({"plasma_exchange"}), age_years=40)
    assert (found.status, found.missing_facts) == ("incomplete", ())
    assert found.possible_statuses == ("P", "criteria_not_met")


def test_a_fact_that_cannot_be_given_leaves_the_others_to_ask() -> None:
    found = decided("guillain_barre", frozenset({"age_years"}))
    assert (found.status, found.missing_facts) == ("incomplete", ("plasma_exchange",))


def test_a_dose_fact_that_cannot_be_given_is_not_asked() -> None:
    assert decided("kawasaki", frozenset({"weight_kg"})).dose_facts == ("height_cm", "days_since_first_symptom")


@pytest.mark.parametrize("indication", hierarchy().situations)
def test_every_question_asked_can_change_the_outcome(indication: str) -> None:
    """Walk the questions along random answers: each open fact splits the outcomes, and the walk ends in time."""
    worlds, planner = consultation().worlds(indication), consultation().planner(indication)
    largest, _ = planner.counts()
    chance = random.Random(indication)
    for _ in range(20):
        facts: dict[str, Any] = {}
        while missing := decide(Case(indication, facts)).missing_facts:
            fact, mask = missing[0], worlds.agreeing(facts)
            assert fact not in facts
            assert worlds.matters(fact, mask)
            at = worlds.index[fact]
            possible = [number for number, bits in enumerate(worlds.masks[at]) if bits & mask]
            facts = {**facts, fact: value_at(worlds.dimensions[at], chance.choice(possible))}
        assert len(facts) <= largest
        assert decide(Case(indication, facts)).status != "incomplete"


@pytest.mark.parametrize("indication", hierarchy().situations)
def test_a_fact_left_out_of_the_questions_never_changes_the_answer(indication: str) -> None:
    """Whatever is known, any value of a fact that is not asked leaves status and row as they were."""
    chance = random.Random(f"{indication} bis")
    names = list(consultation().worlds(indication).index)
    for _ in range(15):
        facts = {name: random_value(name, chance) for name in names if chance.random() < 0.5}
        try:
            found = decided(indication, **facts)
        except ValueError:  # facts that contradict one another
            continue
        for name in sorted(set(names) - set(facts) - set(found.missing_facts)):
            if found.status != "incomplete":
                again = decided(indication, **facts, **{name: _harmless(name, chance)})
                assert (again.status, again.row) == (found.status, found.row)


def _harmless(name: str, chance: random.Random) -> Any:
    """A value of the fact that cannot contradict the rest by itself."""
    return False if name in ("pregnant", "newborn_liver_failure") else random_value(name, chance)


def test_the_order_is_the_one_that_ends_soonest() -> None:
    """Adult AIHA: life-threatening first, for it rules both rows out when it is absent."""
    assert decided("autoimmune_haemolytic_anaemia").missing_facts[0] == "life_threatening"
    counts = {name: consultation().planner(name).counts() for name in ("secondary_immunodeficiency", "pemphigus")}
    # One trial value in eight is `failed`: 1 + 1/8 (1 + 1/2). Three trials, half the values each: 1 + 1/2 + 1/4.
    assert counts == {"secondary_immunodeficiency": (3, 1.1875), "pemphigus": (3, 1.75)}
