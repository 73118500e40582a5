"""Cases made from the table: every limit reached, the same for a seed, the answer always the rules'."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from actions.paths import ROOT
from actions.training.cases import (
    Boundary,
    Vignette,
    boundaries,
    by_id,
    expected,
    generate,
    generate_for,
    pick,
)
from actions.training.cases.generate import key_of
from actions.training.cases.lessons import known_families
from actions.training.cases.limits import NAME_ALONE, PHASE, key
from actions.training.cases.model import CRITERIA, EFFECT, MET, MISSED, UNSAID
from rules import decide, hierarchy, parse_case
from rules.expression import leaves
from tests.reference.meaning import meaning

ROWS = [(name, row) for name, situation in hierarchy().situations.items() for row in situation.rows]


def test_every_row_has_a_case_that_meets_it_and_every_criterion_one_on_each_side() -> None:
    wanted = {(name, row.id, leaf.test.text) for name, row in ROWS for leaf in leaves(row.criteria)}
    for side in (MET, MISSED):
        found = {(item.situation, item.row, item.criterion) for item in boundaries() if item.side == side}
        assert wanted - found == set()
    assert {row.id for _, row in ROWS} - {item.row for item in boundaries() if item.side == MET} == set()


@pytest.mark.parametrize("boundary", [item for item in boundaries() if item.part == CRITERIA], ids=str)
def test_the_case_stands_on_its_side_of_the_criterion(boundary: Boundary) -> None:
    case = generate_for(boundary, 1)
    answer = expected(case)
    fact = boundary.criterion.removeprefix("not ").split()[0]
    if boundary.criterion == NAME_ALONE:
        assert answer.row == boundary.row
    elif boundary.side == UNSAID:
        assert (fact in case.facts, answer.status) == (False, "incomplete")
    else:
        assert meaning(boundary.criterion)(case.facts) is (boundary.side == MET)
        assert (answer.row == boundary.row) is (boundary.side == MET)


def test_the_answer_is_what_the_rules_say_of_the_facts() -> None:
    case = generate(7)
    assert expected(case) == decide(parse_case({"indication": case.indication, "facts": dict(case.facts)}))


def test_a_case_comes_again_by_its_identifier_and_by_its_seed() -> None:
    cases = [generate(seed) for seed in range(40)]
    assert [by_id(case.id) for case in cases] == cases
    assert [generate(seed) for seed in range(40)] == cases


def test_another_process_tells_the_same_cases() -> None:
    program = "from actions.training.cases import generate; print([generate(seed).text for seed in range(60)])"
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": hash_seed, "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert told[0] == told[1] == f"{[generate(seed).text for seed in range(60)]}\n"


@pytest.mark.parametrize("name", ["", "gen:", "gen:a:b:c:met:1", "gen:kawasaki:kawasaki:situation:met:x", "hand:none"])
def test_an_unknown_identifier_is_refused_in_french(name: str) -> None:
    with pytest.raises(KeyError) as caught:
        by_id(name)
    assert str(caught.value).startswith(("Cas inconnu", "Le tableau n'a pas"))


def test_a_session_is_balanced_and_comes_again() -> None:
    cases = pick(5, 12)
    assert pick(5, 12) == cases
    assert len({case.id for case in cases}) == 12
    assert len({case.indication for case in cases}) >= 9
    assert {"P", "UF", "not_justified", "not_listed", "incomplete"} <= {expected(case).status for case in cases}
    assert len({case.families[0] for case in cases}) >= 5


def test_what_can_be_asked_follows_the_answer() -> None:
    asked: dict[str, list[Vignette]] = {}
    for seed in range(150):
        case = generate(seed)
        asked.setdefault(case.asks[-1], []).append(case)
    assert all(expected(case).row is None for case in asked["priority"])
    assert all(expected(case).dose is not None for case in asked["dose"])


def test_the_first_seeds_reach_every_limit() -> None:
    count = len(boundaries())
    assert {key_of(seed) for seed in range(count)} == {key(item) for item in boundaries()}
    assert {key_of(seed) for seed in range(3 * count, 4 * count)} == {key(item) for item in boundaries()}


@pytest.mark.parametrize("boundary", [item for item in boundaries() if item.part != CRITERIA][::4], ids=str)
def test_an_effect_is_tried_on_a_row_that_is_met(boundary: Boundary) -> None:
    case = generate_for(boundary, 2)
    if boundary.part == EFFECT:
        assert expected(case).row == boundary.row
    if boundary.criterion not in (NAME_ALONE, PHASE) and "bmi" not in boundary.criterion:
        assert meaning(boundary.criterion)(case.facts) is (boundary.side == MET)


def test_the_limit_of_the_bmi_is_tried_just_beside_it() -> None:
    found: dict[str, list[float]] = {}
    for boundary in boundaries():
        if boundary.criterion == "bmi_kg_m2 >= 30":
            facts = generate_for(boundary, 5).facts
            found.setdefault(boundary.side, []).append(facts["weight_kg"] / (facts["height_cm"] / 100) ** 2)
    assert all(30 <= bmi < 33 for bmi in found[MET]) and all(27 < bmi < 30 for bmi in found[MISSED])


def test_every_case_teaches_in_whole_sentences_and_names_known_families() -> None:
    for case in map(generate, range(len(boundaries()))):
        for text in (case.learning_point, case.hint):
            assert text.endswith((".", "?")) and text[0] == text[0].upper() and "{" not in text, (case.id, text)
        assert set(case.families) <= set(known_families()), case.id
        assert case.source.startswith("Tableau de l'ANSM du ")
