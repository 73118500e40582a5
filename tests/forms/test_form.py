"""A form as data: what the paper asks is there; values, dates, completeness and inclusion; what the loader refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from actions.forms.fill import fill
from bot.cli import main
from rules.forms import Cell, Form, FormProblem, Record, form, forms
from rules.forms.checks import problems
from rules.forms.completeness import completeness
from rules.forms.inclusion import inclusion
from rules.forms.load import FOLDER, load
from rules.forms.values import checked
from rules.model import RuleBaseError, State

SIVIG = form("sivig")
EMPTY = Record(SIVIG, "TEST-TEST")
TODAY = date(2026, 11, 25)
VISITS = ("M0", "M3", "M6", "M9", "M12", "M18", "M24")
EFFICACY = [
    "visit_date",
    "rodnan",
    "active_ulcers",
    "nyha",
    "walk_distance",
    "reflux",
    "transit",
    "arthralgia",
    "myalgia",
    "weakness",
    "hb",
    "platelets",
    "creatinine",
    "mdrd",
    "bnp",
    "crp",
    "cpk",
    "eustar",
    "medsger",
    "fvc",
    "tlc",
    "dlco",
    "lvef",
    "systolic_pap",
    "pericardial_effusion",
    "mean_pap",
    "pvr",
    "cardiac_index",
    "corticosteroid_dose",
    "event",
]
UNITS = {
    "rodnan": "/51",
    "eustar": "/10",
    "medsger": "/36",
    "walk_distance": "m",
    "hb": "g/dL",
    "platelets": "/mm3",
    "creatinine": "µmol/L",
    "mdrd": "mL/min/1,73 m2",
    "bnp": "ng/L",
    "crp": "mg/L",
    "cpk": "UI/L",
    "fvc": "%",
    "tlc": "%",
    "dlco": "%",
    "lvef": "%",
    "systolic_pap": "mmHg",
    "mean_pap": "mmHg",
    "pvr": "Wood",
    "cardiac_index": "L/min/m2",
    "corticosteroid_dose": "mg/j",
    "duration": "mois",
}


def filled(**answers: Any) -> Record:
    """A record with these answers; `__` stands for `@`, `___` for `#`."""
    cells = {Cell.named(name.replace("___", "#").replace("__", "@")): value for name, value in answers.items()}
    return EMPTY.with_answers(cells)


def test_the_nine_sections_and_the_seven_visits_are_there() -> None:
    assert [section.number for section in SIVIG.sections.values()] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert tuple(SIVIG.visits) == VISITS
    assert [visit.months for visit in SIVIG.visits.values()] == [0, 3, 6, 9, 12, 18, 24]


def test_every_line_of_both_efficacy_pages_is_asked_at_every_visit() -> None:
    assert {name: SIVIG.questions[name].visits for name in EFFICACY} == {name: VISITS for name in EFFICACY}
    ct = ("ground_glass", "fibrosis", "ground_glass_course", "fibrosis_course")
    assert [SIVIG.questions[name].visits for name in ct] == [("M0",), ("M0",), VISITS[1:], VISITS[1:]]


def test_the_units_are_those_of_the_paper() -> None:
    assert {name: SIVIG.questions[name].unit for name in UNITS} == UNITS


def test_nothing_identifies_a_patient_but_initials_year_and_sex() -> None:
    identification = SIVIG.sections["identification"].questions
    assert identification == ("initials", "birth_year", "sex") == SIVIG.key
    assert SIVIG.questions["birth_year"].precision == "year"


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        ("rodnan", 51, None),
        ("rodnan", 52, "out_of_range"),
        ("rodnan", 0, None),
        ("rodnan", -1, "out_of_range"),
        ("rodnan", 17.5, "out_of_range"),
        ("eustar", 10, None),
        ("eustar", 10.5, "out_of_range"),
        ("medsger", 36, None),
        ("medsger", 37, "out_of_range"),
        ("rodnan", True, "wrong_value"),
        ("rodnan", "18", "wrong_value"),
        ("rodnan", float("nan"), "out_of_range"),
        ("sex", "X", "unknown_choice"),
        ("reflux", "oui", "wrong_value"),
        ("visit_date", "2026-11-25", None),
        ("visit_date", "2026-11-26", "future_date"),
        ("visit_date", "2010-02-30", "wrong_date"),
        ("visit_date", "1810-01-01", "wrong_date"),
        ("birth_year", 1962, None),
        ("initials", "ABC", "identity"),
        ("initials", "ab", None),
        ("ana_specificity", ["none", "ku"], "unknown_choice"),
        ("heart", [], "unknown_choice"),
        ("event", "", "wrong_value"),
        ("event", "#x", "wrong_value"),
        ("event", "x" * 501, "too_long"),
        ("rodnan", "#inconnu", None),
    ],
)
def test_an_answer_is_taken_or_refused_for_its_own_reason(question: str, value: Any, code: str | None) -> None:
    try:
        checked(SIVIG.questions[question], value, TODAY)
        found = None
    except FormProblem as problem:
        found = problem.code
        assert problem.message and problem.cell == question
    assert found == code


@pytest.mark.parametrize(
    ("record", "count"),
    [
        (filled(visit_date__M0="2010-06-01", visit_date__M6="2010-03-01"), 1),
        (filled(visit_date__M0="2010-06-01", visit_date__M6="2010-06-01"), 1),
        (filled(visit_date__M0="2010-06-01", visit_date__M6="2010-06-02"), 0),
        (filled(visit_date__M0="2010-06", visit_date__M6="2010-06"), 0),  # the same month may be two days
        (filled(visit_date__M0="2010-06-01", visit_date__M12="2010-05-01"), 1),
        (filled(prior_start___1="2010-03", prior_end___1="2010-02"), 1),
        (filled(prior_start___1="2010-03", prior_end___1="2010-03"), 0),
        (filled(prior_start___1="2010-03", prior_end___2="2010-02"), 0),
        (filled(first_infusion="2010-03-12", last_infusion="2010-03-11"), 1),
        (filled(first_infusion="2010-03-12", visit_date__M0="2010-03-13"), 1),
        (filled(first_infusion="2010-03-12", visit_date__M0="2010-03-12"), 0),
        (filled(first_infusion="2010-03-12", visit_date__M3="2010-03-01"), 1),
        (filled(birth_year="1962", diagnosis_date="1961-05-01"), 1),
        (filled(birth_year="1962", diagnosis_date="#inconnu"), 0),
        (filled(ulcers_since="2011", first_infusion="2010-03-12"), 1),
        (filled(ulcers_since="2010", first_infusion="2010-03-12"), 0),
    ],
)
def test_only_dates_that_certainly_cannot_be_are_refused(record: Record, count: int) -> None:
    assert len(problems(record)) == count


def test_a_refused_date_leaves_what_was_there_and_takes_the_rest() -> None:
    before = filled(visit_date__M0="2010-06-01", visit_date__M6="2010-12-01")
    m6, rodnan = Cell("visit_date", "M6"), Cell("rodnan", "M6")
    after = fill(before, {m6: "2010-03-01", rodnan: 18})
    assert after.kept == {rodnan: 18}
    assert after.record.answers == {**before.answers, rodnan: 18}
    assert [(one.code, one.cell, one.other) for one in after.problems] == [("date_order", str(m6), "visit_date@M0")]
    assert "01/06/2010" in after.problems[0].message and "01/03/2010" in after.problems[0].message


def test_completeness_counts_what_applies_and_tells_unknown_apart() -> None:
    record = filled(initials="AB", birth_year="1962", sex="#inconnu", raynaud=True, ph="none")
    parts = {(part.section, part.visit): part for part in completeness(record).parts}
    first, organs = parts["identification", None], parts["organs", None]
    assert (first.filled, first.wanted, first.unknown, first.complete) == (3, 3, 1, True)
    assert (organs.filled, organs.wanted) == (2, 12)  # eleven lines, and the date that "Raynaud: oui" asks for
    assert parts["retreatment", None].wanted == 1
    assert completeness(filled(visit_done__M9=False)).parts[-5].wanted == 0


@pytest.mark.parametrize(
    ("record", "state", "conflicts"),
    [
        (filled(), State.UNKNOWN, []),
        (filled(acr_skin_beyond_mcp=True, course_in_period=True, replacement=False), State.MET, []),
        (filled(acr_skin_beyond_mcp=True, course_in_period=True, replacement=True), State.NOT_MET, []),
        (filled(acr_skin_beyond_mcp=True, course_in_period=True), State.UNKNOWN, []),
        (filled(diagnosis_validated=True, course_in_period=True, replacement=False), State.MET, []),
        (filled(acr_skin_beyond_mcp=True, diagnosis_validated=False), State.UNKNOWN, ["classification"]),
        (filled(course_in_period=False), State.NOT_MET, []),
        (filled(first_infusion="2003-12-31", course_in_period=True), State.UNKNOWN, []),
        (filled(first_infusion="2004-01-01", course_in_period=False), State.UNKNOWN, ["course_in_period"]),
        (filled(first_infusion="2014-12-31", diagnosis_validated=True, replacement=False), State.MET, []),
        (filled(first_infusion="2015-01-01", course_in_period=True), State.UNKNOWN, ["course_in_period"]),
        (filled(first_infusion="2015-01-01"), State.NOT_MET, []),
    ],
)
def test_inclusion_is_said_only_where_it_is_sure(record: Record, state: State, conflicts: list[str]) -> None:
    found = inclusion(record)
    assert (found.state, [one.criterion.id for one in found.criteria if one.conflict]) == (state, conflicts)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: code", "kind: cypher", "type : valeur inconnue « cypher »"),
        ("max: 51", "maximum: 51", "clé inconnue « maximum »"),
        ("when: {overlap: true}", "when: {overlaps: true}", "« overlap_diseases » renvoie à « overlaps »"),
        ("      - id: rodnan\n", "      - id: crp\n", "identifiant en double : « crp »"),
        ("key: [initials,", "key: [name,", "question : valeur inconnue « name »"),
        ("increasing: visit_date", "increasing: visit_day", "question : valeur inconnue « visit_day »"),
        ("score: acr_eular_2013", "score: acr_eular", "classification : valeur inconnue « acr_eular »"),
        ("        precision: year\n", "", "« precision » est nécessaire"),
    ],
)
def test_a_form_that_is_not_valid_is_refused_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = (FOLDER / "sivig.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "bad.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleBaseError, match=r"bad\.yml:\d+: ") as caught:
        load(tmp_path / "bad.yml")
    assert says in str(caught.value)


def test_another_form_needs_no_code(second: Form) -> None:
    record = Record(second, "TEST-TEST").with_answers({Cell("number"): "042", Cell("day", "V1"): "2020-01-01"})
    found = fill(record, {Cell("day", "V2"): "2019-01-01", Cell("device", None, 1): "spray"})
    assert [one.code for one in found.problems] == ["date_order"]
    assert (record.key(), completeness(found.record).total.filled) == ("042", 3)


def test_no_line_of_code_knows_a_form() -> None:
    root = Path(__file__).resolve().parents[2]
    names = [*SIVIG.questions, "sivig", "M24"]
    words = {f'"{name}"' for name in names if "_" in name or name in ("sivig", "M24", "rodnan")}
    sources = [
        file
        for folder in ("rules/forms", "actions/forms", "actions/activities")
        for file in (root / folder).glob("*.py")
    ]
    assert [(file.name, word) for file in sources for word in words if word in file.read_text("utf-8")] == []


def test_a_centres_form_that_is_not_valid_is_refused_before_anybody_talks(
    second: Form, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "forms" / "souffle.yml"
    file.write_text(file.read_text("utf-8").replace("kind: code", "kind: cypher"), "utf-8")
    forms.cache_clear()
    assert main(["chat"]) == 2
    assert "souffle.yml:" in capsys.readouterr().err
