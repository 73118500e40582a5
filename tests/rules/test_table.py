"""The table as it is loaded: whole, with its AMM marks and the readings to be confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from rules import hierarchy, vocabulary
from rules.expression import Expression, Leaf, Modal
from rules.model import Span
from rules.tables import Regimen, Row, RowOpinion


def test_the_table_is_whole() -> None:
    """Every situation, row and priority of the vocabulary, each row with its place in the source."""
    table = hierarchy()
    rows = {name: {row.id: row.priority for row in item.rows} for name, item in table.situations.items()}
    assert rows == {name: dict(item) for name, item in vocabulary().indications.items()}
    assert (len(table.situations), sum(map(len, rows.values())), len(table.unjustified)) == (31, 42, 30)
    assert [row.id for item in table.situations.values() for row in item.rows if not row.place] == []
    assert set(table.bodies) == set(vocabulary().bodies)


def test_the_rows_to_be_confirmed_are_those_of_the_readings() -> None:
    confirmed = {row.id for item in hierarchy().situations.values() for row in item.rows if row.confirm}
    assert confirmed == {
        "multifocal_motor_neuropathy",
        "lambert_eaton",
        "itp_adult_exceptional",
        "itp_child_exceptional",
        "rejection_prophylaxis",
        "desensitisation",
        "dermatomyositis_dysphagia",
        "dermatomyositis_refractory",
        "pemphigus",
        "epidermolysis_bullosa_acquisita",
        "papular_mucinosis",
    }


def test_the_amm_mark_stands_where_the_table_prints_it() -> None:
    labelled = {row.id for item in hierarchy().situations.values() for row in item.rows if row.labelled}
    assert labelled == {
        "primary_immunodeficiency",
        "secondary_immunodeficiency",
        "after_car_t_adult",
        "after_car_t_child",
        "after_transplant",
        "guillain_barre",
        "cidp",
        "multifocal_motor_neuropathy",
        "kawasaki",
    }


PRINTED = YAML(typ="safe").load((Path(__file__).parents[1] / "reference" / "rows.yml").read_text(encoding="utf-8"))
ROWS = {row.id: row for item in hierarchy().situations.values() for row in item.rows}


def test_every_row_is_written_a_second_time() -> None:
    assert sorted(PRINTED) == sorted(ROWS)


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.id)
def test_the_row_is_what_the_table_prints(row: Row) -> None:
    """Opinions of both phases, regimens and the way the header's rules meet them, written independently."""
    assert {
        "priority": row.priority,
        "renal": row.renal,
        "repeats": row.repeats,
        "initiation": [_opinion(item) for item in row.opinions["initiation"]],
        "renewal": [_opinion(item) for item in row.opinions["renewal"]],
        "regimens": [_regimen(item) for item in row.regimens],
    } == PRINTED[row.id]


def _opinion(opinion: RowOpinion) -> str:
    return f"{'|'.join(sorted(opinion.bodies))} {opinion.strength}{_if(opinion.condition)}"


def _regimen(regimen: Regimen) -> str:
    days = "" if regimen.days is None else " at once" if regimen.days == 1 else f" in {_span(regimen.days)} d"
    weeks = "" if regimen.interval_weeks is None else f" every {_span(regimen.interval_weeks)} w"
    courses = "" if regimen.courses_max is None else f" x{regimen.courses_max}"
    taken = " *" if regimen.default else ""
    return f"{regimen.route} {_span(regimen.g_per_kg_total)} g/kg{days}{weeks}{courses}{taken}{_if(regimen.when)}"


def _if(condition: Expression | None) -> str:
    if condition is None:
        return ""
    if isinstance(condition, Modal):
        return _if(condition.part).replace("if", f"if {condition.kind}", 1)
    assert isinstance(condition, Leaf)
    return f" if {condition.test.text}"


def _span(value: Span) -> str:
    return f"{value[0]:g}-{value[1]:g}" if isinstance(value, tuple) else f"{value:g}"
