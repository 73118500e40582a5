"""Every case of `tests/cases/*.yml` through the engine, and what those cases must cover between them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rules import CaseError, decide, decision_json, parse_case
from rules.expression import Expression, Group, Leaf, Modal, NumberTest, leaves
from rules.load import hierarchy
from rules.tables import Row
from tests.reference.collection import WrittenCase, compared, expected, written_cases
from tests.reference.meaning import World, meaning

CASES = written_cases()
DECIDED = [case for case in CASES if "error" not in case.expect]
REFUSED = [case for case in CASES if "error" in case.expect]
ROWS = [(name, row) for name, situation in hierarchy().situations.items() for row in situation.rows]
LEAVES = [(name, row, leaf) for name, row in ROWS for leaf in leaves(row.criteria)]


EMERGENCIES = (
    "emergency",
    "life_threatening",
    "life_threatening_bleeding",
    "acute_decompensation",
    "severe_bleeding",
    "newborn_liver_failure",
)


def name_of(case: Any) -> str:
    return case.name if isinstance(case, WrittenCase) else str(case)


def answer(case: WrittenCase) -> dict[str, Any]:
    decision = decide(parse_case({"indication": case.indication, "facts": dict(case.facts)}))
    return dict(json.loads(json.dumps(decision_json(decision))))


@pytest.mark.parametrize("case", DECIDED, ids=name_of)
def test_the_case_is_decided_as_written(case: WrittenCase) -> None:
    assert compared(case.expect, answer(case)) == expected(case.expect)


@pytest.mark.parametrize("case", REFUSED, ids=name_of)
def test_the_case_is_refused_as_written(case: WrittenCase) -> None:
    with pytest.raises(CaseError) as caught:
        answer(case)
    found = {"code": caught.value.code, "field": caught.value.field}
    assert {key: found[key] for key in case.expect["error"]} == case.expect["error"]
    assert len(caught.value.message) > 10


@pytest.mark.parametrize("case", DECIDED, ids=name_of)
def test_the_reminder_to_call_stands_wherever_an_opinion_is_awaited_and_only_there(case: WrittenCase) -> None:
    found = answer(case)
    awaited = "required" in {opinion["strength"] for opinion in found["opinions"]}
    codes = {warning["code"] for warning in found["warnings"]}
    assert ("call_if_life_threatening" in codes) == (awaited and not _emergency(case.facts))
    assert found["start"] != "after_opinion" or "call_if_life_threatening" in codes


@pytest.mark.parametrize("case", DECIDED, ids=name_of)
def test_the_leaflet_is_to_be_checked_wherever_the_table_doses_outside_its_amm_mark(case: WrittenCase) -> None:
    found = answer(case)
    dosed_unmarked = found["dose"] is not None and not found["labelled"]
    assert ("check_smpc" in {warning["code"] for warning in found["warnings"]}) == dosed_unmarked


def test_every_sentence_names_one_case() -> None:
    names = [case.name for case in CASES]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=lambda row: row.id)
def test_the_row_is_met_in_a_case(row: Row) -> None:
    met = {case.expect.get("status") for case in DECIDED if case.expect.get("row") == row.id}
    assert met - {None} == {row.priority}


@pytest.mark.parametrize(
    ("indication", "row", "leaf"), LEAVES, ids=[f"{row.id} · {leaf.test.text}" for _, row, leaf in LEAVES]
)
def test_the_criterion_alone_makes_and_unmakes_the_row(indication: str, row: Row, leaf: Leaf) -> None:
    """A case in which the row is met by this criterion, and one in which it is missed by this criterion alone."""
    concluded = [case for case in DECIDED if case.expect.get("status") not in (None, "incomplete")]
    decisive = [
        case for case in concluded if case.indication == indication and _decisive(row.criteria, leaf, case.facts)
    ]
    assert {meaning(leaf.test.text)(case.facts) for case in decisive} == {True, False}
    if isinstance(leaf.test, NumberTest):
        assert leaf.test.threshold in [case.facts[leaf.test.fact] for case in decisive]


@pytest.mark.parametrize("indication", sorted(hierarchy().unjustified))
def test_the_unjustified_situation_has_a_case(indication: str) -> None:
    assert "not_justified" in [case.expect.get("status") for case in DECIDED if case.indication == indication]


def test_a_warning_that_must_be_absent_somewhere_must_be_present_elsewhere() -> None:
    """Otherwise a misspelt code in `no_warnings` could never fail."""
    absent = {code for case in DECIDED for code in case.expect.get("no_warnings", [])}
    present = {code for case in DECIDED for code in case.expect.get("warnings", [])}
    assert absent - present == set()


ALWAYS = {  # said of every patient of the row or the situation that prints them
    "add_corticosteroids_and_platelets",
    "ask_gfht_group",
    "overlap_myositis_possible",
    "thrombosis_risk_on_repeat",
}


def test_every_warning_of_the_rule_base_is_said_in_a_case_and_kept_back_in_another() -> None:
    table = hierarchy()
    printed = [*table.situations.values(), *table.unjustified.values(), *(row for _, row in ROWS)]
    codes = {item.code for owner in printed for item in owner.warnings} | set(table.header.warnings)
    assert codes - {code for case in DECIDED for code in case.expect.get("warnings", [])} == set()
    assert codes - {code for case in DECIDED for code in case.expect.get("no_warnings", [])} == ALWAYS


def _emergency(facts: World) -> bool:
    return facts.get("procedure") == "urgent" or any(facts.get(fact) is True for fact in EMERGENCIES)


def _decisive(criteria: Expression, leaf: Leaf, facts: World) -> bool:
    """Whether the row turns on this criterion, every other fact that it reads being exactly known."""
    known = {fact for fact, value in facts.items() if value is not None and not isinstance(value, dict)}
    if not {each.test.fact for each in leaves(criteria)} <= known:
        return False
    return _forced(criteria, leaf, True, facts) != _forced(criteria, leaf, False, facts)


def _forced(expression: Expression, leaf: Leaf, value: bool, facts: World) -> bool:
    if expression is leaf:
        return value
    if isinstance(expression, Leaf):
        return meaning(expression.test.text)(facts)
    if isinstance(expression, Modal):
        return not _forced(expression.part, leaf, value, facts)
    assert isinstance(expression, Group)
    found = [_forced(part, leaf, value, facts) for part in expression.parts]
    return all(found) if expression.kind == "all" else any(found)
