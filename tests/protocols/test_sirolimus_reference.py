"""Seeded random cases: the engine and the evaluator written from the document conclude the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import CaseError
from rules.protocols import sirolimus
from rules.protocols.facts import case_of
from rules.protocols.records import Conclusion
from tests.reference.sirolimus import CANDIDACY, COURSE, adjusted, candidacy, millilitres, statuses, tablets

OFTEN = settings(max_examples=1500, derandomize=True, database=None, deadline=None)
TOXIC = (15.1, 16, 40)


def some_of(domain: dict[str, tuple[Any, ...]]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the facts, each with one of its values."""
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in domain.items()})


def said(found: Conclusion) -> set[str]:
    return set(found.possible) if found.status == "incomplete" else {found.status}


@OFTEN
@given(some_of({**CANDIDACY, "itp_duration_months": (1, 2.9, 3, 6)}))
def test_candidacy_agrees_with_the_document(facts: dict[str, Any]) -> None:
    assert said(sirolimus.candidacy(case_of(facts))) == statuses(facts, CANDIDACY, candidacy)


@OFTEN
@given(some_of({**COURSE, "sirolimus_trough_ng_per_ml": (*COURSE["sirolimus_trough_ng_per_ml"], *TOXIC)}))
def test_adjustment_agrees_with_the_document(facts: dict[str, Any]) -> None:
    expected = adjusted(facts)
    try:
        found = sirolimus.adjust(case_of(facts)).conclusion
    except CaseError as error:
        assert (error.code, expected) == ("contradiction", set())
        return
    assert said(found) == expected


@OFTEN
@given(
    st.integers(20, 1300).map(lambda tenths: Fraction(tenths, 10)),
    st.integers(40, 200).map(Fraction),
    st.sampled_from((2, 2.5)),
)
def test_doses_agree_with_the_document(weight: Fraction, height: Fraction, rate: float) -> None:
    facts: dict[str, Any] = {"weight_kg": float(weight), "height_cm": float(height)}
    area = weight * height / 3600
    raised = {"sirolimus_response": "none", "sirolimus_days": 30, "sirolimus_trough_ng_per_ml": 2}
    try:
        found = sirolimus.dose(case_of(facts)) if rate == 2 else sirolimus.adjust(case_of({**facts, **raised})).dose
    except CaseError as error:
        assert error.code == "implausible_surface"
        assert area < Fraction(1, 25) or area > Fraction(25, 4)
        return
    assert found is not None
    assert Fraction(1, 25) <= area <= Fraction(25, 4)
    exact = Fraction(str(rate))
    assert (found.tablets_mg, found.solution_ml) == (
        float(tablets(weight, height, exact)),
        float(millilitres(weight, height, exact)),
    )
