"""Seeded random cases: the engine and the plain evaluator must conclude the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from rules import CaseError, decide, hierarchy, parse_case
from tests.reference.evaluator import Impossible, Verdict, reference
from tests.reference.random_cases import questions

PARTS = 4  # so that several processes share the work
A_QUARTER = settings(
    max_examples=20_000 // PARTS,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def by_engine(question: dict[str, Any]) -> Verdict | str:
    """What the engine concludes, or "contradiction"."""
    try:
        found = decide(parse_case(question))
    except CaseError as error:
        return error.code
    return Verdict(found.status, found.row, frozenset(found.possible_statuses), frozenset(found.missing_facts))


def by_reference(question: dict[str, Any]) -> Verdict | str:
    """What the plain evaluator concludes, or "contradiction"."""
    try:
        return reference(question["indication"], question["facts"])
    except Impossible:
        return "contradiction"


@pytest.mark.parametrize("part", range(PARTS))
def test_twenty_thousand_random_cases_agree_on_status_row_possible_statuses_and_missing_facts(part: int) -> None:
    situations = tuple(hierarchy().situations)[part::PARTS]
    others = (*sorted(hierarchy().unjustified), "not_listed", None)[part::PARTS]

    @A_QUARTER
    @given(questions(*situations * 10, *others))
    def agree(question: dict[str, Any]) -> None:
        assert by_engine(question) == by_reference(question)

    agree()
