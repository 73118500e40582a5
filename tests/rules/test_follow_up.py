"""What is due of a treatment, from its history alone: both sides of each limit of the table."""

from __future__ import annotations

from datetime import date

import pytest

from rules.follow_up import Course, History, due, milestones, tolerance
from rules.follow_up.due import months_after, next_course
from rules.vocabulary import vocabulary

START = date(2026, 1, 15)


def courses(*days: tuple[int, int]) -> tuple[Course, ...]:
    """Courses of 2026, each a month and a day."""
    return tuple(Course(date(2026, month, day), 60.0) for month, day in days)


def late(history: History, today: date) -> list[str]:
    """The milestones that have come."""
    return [item.id for item in due(history, today) if item.late]


@pytest.mark.parametrize(
    ("row", "given", "told"),
    [
        ("cidp", 2, []),
        ("cidp", 3, ["efficacy_after_three_courses"]),
        ("dermatomyositis_refractory", 2, []),
        ("dermatomyositis_refractory", 3, ["three_myositis_courses"]),
        ("dermatomyositis_refractory", 5, ["three_myositis_courses"]),
        ("dermatomyositis_refractory", 6, ["three_myositis_courses", "six_myositis_courses"]),
        ("rejection_treatment", 2, []),
        ("rejection_treatment", 3, ["three_rejection_courses"]),
        ("pemphigus", 5, []),
        ("pemphigus", 6, ["six_dermatology_courses"]),
        ("kawasaki", 6, []),
    ],
    ids=lambda value: str(value),
)
def test_ce_qui_est_du_apres_un_nombre_de_cures(row: str, given: int, told: list[str]) -> None:
    history = History(row, START, courses=courses(*((1, 15 + number) for number in range(given))))
    assert late(history, date(2026, 2, 1)) == told


def test_les_cures_d_avant_comptent() -> None:
    history = History("cidp", START, courses=courses((1, 15)), before=2)
    assert late(history, START) == ["efficacy_after_three_courses"]
    assert late(History("cidp", START, courses=courses((1, 15)), before=1), START) == []


def test_l_effet_evalue_apres_la_troisieme_cure_regle_la_question() -> None:
    given = courses((1, 15), (2, 15), (3, 15))
    settled = {"effect": [date(2026, 3, 15)]}
    assert late(History("cidp", START, courses=given, settled=settled), date(2026, 4, 1)) == []
    before = {"effect": [date(2026, 3, 14)]}
    assert late(History("cidp", START, courses=given, settled=before), date(2026, 4, 1)) == [
        "efficacy_after_three_courses"
    ]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2027, 1, 14), ["third_course_in_a_year"]),
        (date(2027, 1, 15), []),
    ],
    ids=["la veille d'un an : la troisième cure", "un an après la première : elle ne compte plus"],
)
def test_myasthenie_la_troisieme_cure_en_douze_mois(today: date, told: list[str]) -> None:
    assert late(History("myasthenia_acute", START, courses=courses((1, 15), (6, 1))), today) == told
    assert late(History("myasthenia_acute", START, courses=courses((1, 15))), today) == []


def test_lambert_eaton_trimestriel_apres_la_deuxieme_cure() -> None:
    history = History("lambert_eaton", START, courses=courses((1, 15), (2, 15)))
    assert late(history, date(2026, 5, 14)) == []
    assert late(history, date(2026, 5, 15)) == ["quarterly_opinion_lambert_eaton"]
    settled = History("lambert_eaton", START, courses=history.courses, settled={"opinion": [date(2026, 5, 20)]})
    assert late(settled, date(2026, 7, 14)) == []
    assert late(settled, date(2026, 8, 20)) == ["quarterly_opinion_lambert_eaton", "six_months_lambert_eaton"]


def test_les_igg_se_dosent_a_six_mois_et_un_dosage_precoce_ne_les_remplace_pas() -> None:
    history = History("secondary_immunodeficiency", START, 4, courses=courses((1, 15)))
    assert late(history, date(2026, 7, 14)) == []
    both = ["igg_at_six_months", "maintenance_at_six_months"]
    assert late(history, date(2026, 7, 15)) == both
    for day, told in ((date(2026, 2, 1), both), (date(2026, 6, 20), ["maintenance_at_six_months"])):
        measured = History(history.row, START, 4, courses=history.courses, settled={"measure": [day]})
        assert late(measured, date(2026, 7, 15)) == told


def test_rien_n_est_du_de_ce_qui_n_a_pas_commence() -> None:
    for item in milestones():
        for row in item.rows or ("cidp",):
            assert due(History(row, START, 4), date(2030, 1, 1)) == ()


@pytest.mark.parametrize(
    ("history", "between"),
    [
        (History("cidp", START, (4, 6), 3, courses((1, 15))), (date(2026, 2, 12), date(2026, 2, 26))),
        (History("cidp", START, (4, 6), 3, courses((1, 15), (2, 15), (3, 15))), None),
        (History("primary_immunodeficiency", START, 4, None, courses((1, 15))), (date(2026, 2, 12),) * 2),
        (History("kawasaki", START, None, None, courses((1, 15))), None),
        (History("cidp", START, (4, 6), 3), None),
    ],
    ids=["la deuxième d'une série", "après la troisième", "toutes les 4 semaines", "dose unique", "pas commencée"],
)
def test_la_prochaine_cure(history: History, between: tuple[date, date] | None) -> None:
    assert next_course(history) == between


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_des_mois_du_calendrier(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


def test_chaque_echeance_dit_sa_place_et_ses_lignes_existent() -> None:
    rows = {row for known in vocabulary().indications.values() for row in known}
    assert len({item.id for item in milestones()}) == len(milestones())
    for item in milestones():
        assert item.place and set(item.rows) <= rows


def test_les_reactions_sont_celles_du_questionnaire() -> None:
    found = tolerance()
    assert [len(found.minor), len(found.severe), len(found.outcomes)] == [8, 6, 3]
