"""The table as it is loaded: whole, with its AMM marks and the readings to be confirmed."""

from __future__ import annotations

from rules import hierarchy, vocabulary


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
