"""Export and import: what goes out comes back the same; with one fault nothing is written; the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.forms import export, importing
from actions.forms.fill import fill
from actions.forms.store import Stored, opened
from bot.cli import main
from rules.forms import Cell, Form, FormProblem, Question, Record, form
from rules.forms.model import UNKNOWN
from rules.forms.values import checked

SIVIG = form("sivig")
NOW = datetime(2026, 11, 25, tzinfo=timezone.utc)
TODAY = NOW.date()
DAYS = st.dates(date(1990, 1, 1), TODAY).map(date.isoformat)


def answer(question: Question) -> st.SearchStrategy[Any]:
    """Any answer that the question may hold."""
    made: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "number": st.one_of(
            st.integers(int(question.low or 0), int(question.high or 0)), st.floats(0.5, 50).map(lambda x: round(x, 2))
        ),
        "date": DAYS,
        "text": st.text(min_size=1, max_size=40),
        "code": st.just(question.example),
        "choice": st.sampled_from([one.value for one in question.choices] or [""]),
        "multiple": st.lists(st.sampled_from([one.value for one in question.choices] or [""]), min_size=1),
    }
    return st.one_of(made[question.kind], st.just(UNKNOWN))


@st.composite
def records(draw: st.DrawFn, of: Form = SIVIG) -> Record:
    """A record with any answers that a person could have given."""
    empty = Record(of, "ABCD-EFGH")
    cells = [
        *empty.cells(),
        *(Cell(q, None, row) for rows in of.rows.values() for q in rows.questions for row in (1, 2, 3)),
    ]
    key = [Cell(name) for name in of.key]
    chosen = [*key, *draw(st.lists(st.sampled_from(cells), max_size=25))]
    answers: dict[Cell, Any] = {}
    for cell in chosen:
        try:
            answers[cell] = checked(of.questions[cell.question], draw(answer(of.questions[cell.question])), TODAY, cell)
        except FormProblem:  # the strategy is wider than the question: what is refused is not an answer
            continue
    found = fill(empty, answers).record
    return found.with_answers({cell: found.answers.get(cell, UNKNOWN) for cell in key})


@settings(max_examples=25, deadline=None)
@given(st.lists(records(), min_size=1, max_size=3))
def test_what_is_exported_is_imported_the_same(found: list[Record]) -> None:
    named = [Record(SIVIG, f"ABCD-EFG{number + 2}", record.answers) for number, record in enumerate(found)]
    stored = [Stored(record, "2026-11-25", "2026-11-25") for record in named]
    expected = [(record.reference, dict(record.answers)) for record in named]
    for text in (export.to_json(SIVIG, stored), export.to_csv(SIVIG, stored), "\ufeff" + export.to_csv(SIVIG, stored)):
        loaded = importing.load(text, TODAY, str)
        assert (loaded.records, loaded.faults) == (expected, [])


def sample() -> Record:
    cells = {
        "initials": "AB",
        "birth_year": "1962",
        "sex": "F",
        "rodnan@M0": 22,
        "rodnan@M6": 18,
        "hb@M6": 10.5,
        "prior_drug#1": "methotrexate",
        "prior_start#1": "2009-03",
        "heart": ["rhythm", "pericarditis"],
        "overlap_diseases": "=cmd()",
        "raynaud": True,
        "ulcers": UNKNOWN,
    }
    return Record(SIVIG, "ABCD-EFGH").with_answers({Cell.named(name): value for name, value in cells.items()})


def test_the_csv_has_one_row_a_visit_with_decimal_commas_and_no_formula() -> None:
    text = export.to_csv(SIVIG, [Stored(sample(), "2026-11-25", "2026-11-25")])
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["visit"] for row in rows] == ["M0", "M3", "M6", "M9", "M12", "M18", "M24"]
    names = ("reference", "initials", "rodnan", "hb", "prior_drug#1", "heart", "overlap_diseases", "raynaud", "ulcers")
    assert [rows[2][name] for name in names] == [
        "ABCD-EFGH",
        "AB",
        "18",
        "10,5",
        "methotrexate",
        "rhythm|pericarditis",
        "'=cmd()",
        "oui",
        "#inconnu",
    ]


def test_the_json_carries_a_dictionary_of_every_variable() -> None:
    data = json.loads(export.to_json(SIVIG, []))
    entries = {entry["name"]: entry for entry in data["dictionary"]}
    assert list(entries) == list(SIVIG.questions)
    assert entries["rodnan"] == {
        "name": "rodnan",
        "label": "Rodnan",
        "section": 8,
        "type": "number",
        "unit": "/51",
        "min": 0,
        "max": 51,
        "integer": True,
        "visits": ["M0", "M3", "M6", "M9", "M12", "M18", "M24"],
        "only_if": ["visit_done not in false"],
        "required": True,
        "unknown": "#inconnu",
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rodnan@M6": 52}, "52/51 n'est pas possible"),
        ({"visit_date@M0": "2010-06-01", "visit_date@M6": "2010-03-01"}, "Dates impossibles"),
        ({"visit_date@M6": "2031-01-01"}, "dans le futur"),
        ({"rodnan@M7": 12}, "M0, M3, M6, M9, M12, M18, M24"),
        ({"rodnan_total@M6": 12}, "n'est pas une question"),
        ({"initials": "Dupont"}, "rien d'autre que, par exemple, AB"),
        ({"initials": None}, "il manque « initiales »"),
    ],
)
def test_a_file_with_one_fault_writes_nothing(changes: dict[str, Any], says: str, tmp_path: Path, capsys: Any) -> None:
    data = json.loads(export.to_json(SIVIG, [Stored(sample(), "2026-11-25", "2026-11-25")]))
    answers = {**data["records"][0]["answers"], **changes}
    data["records"][0]["answers"] = {name: value for name, value in answers.items() if value is not None}
    file = tmp_path / "in.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert main(["form", "import", str(file)]) == 1
    assert says in capsys.readouterr().err
    with opened() as store:
        assert store.all() == []


def test_free_texts_of_a_file_are_masked(tmp_path: Path) -> None:
    data = json.loads(export.to_json(SIVIG, [Stored(sample(), "2026-11-25", "2026-11-25")]))
    data["records"][0]["answers"]["event@M12"] = "décès, famille de Mme Dupont prévenue au 06 12 34 56 78"
    (tmp_path / "in.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["form", "import", str(tmp_path / "in.json")]) == 0
    with opened() as store:
        assert store.all()[0].record.get("event", "M12") == "décès, famille de Mme [nom] prévenue au [téléphone]"


def test_the_command_line_keeps_lists_exports_imports_and_deletes(tmp_path: Path, capsys: Any) -> None:
    assert main(["form", "new", "AB-1962-F"]) == 0
    reference = capsys.readouterr().out.split("référence ")[1][:9]
    assert main(["form", "list"]) == 0 and f"{reference}  sivig" in capsys.readouterr().out
    assert main(["form", "show", "AB-1962-F"]) == 0 and "- Année de naissance : 1962" in capsys.readouterr().out
    assert main(["form", "export", "--output", str(tmp_path / "out.csv")]) == 0
    assert main(["form", "delete", reference, "--yes"]) == 0
    assert main(["form", "import", str(tmp_path / "out.csv")]) == 0
    assert "1 nouveaux" in capsys.readouterr().out
    assert main(["form", "check"]) == 0
    with opened() as store:
        store.save(reference, {Cell("rodnan", "M6"): 18, Cell("replacement"): True}, NOW)
    assert main(["form", "check"]) == 1 and "n'entre pas dans l'étude" in capsys.readouterr().out
    assert main(["form", "import", str(tmp_path / "out.csv")]) == 2 and "--replace" in capsys.readouterr().err
    assert main(["form", "import", str(tmp_path / "out.csv"), "--replace"]) == 0
    with opened() as store:
        assert len(store.all()[0].record.answers) == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "ABCD-EFGH"], "Aucun formulaire « ABCD-EFGH »"),
        (["new", "AB"], "il manque : année de naissance, sexe"),
        (["export", "--form", "autre"], "l'étude « autre » n'existe pas"),
        (["import", "absent.csv"], "ce fichier n'existe pas"),
        (["import", "README.md"], "est-ce un export de formulaire ?"),
    ],
)
def test_a_misuse_says_what_to_do(arguments: list[str], says: str, capsys: Any) -> None:
    assert main(["form", *arguments]) == 2
    assert says.lower() in capsys.readouterr().err.lower()


def test_another_studys_form_is_exported_and_imported(second: Form) -> None:
    cells = {"number": "042", "consent": True, "device#2": "spray", "peak_flow@V2": 450}
    record = Record(second, "ABCD-EFGH").with_answers({Cell.named(name): value for name, value in cells.items()})
    stored = [Stored(record, "2026-11-25", "2026-11-25")]
    for text in (export.to_csv(second, stored), export.to_json(second, stored)):
        assert importing.load(text, TODAY, str).records == [("ABCD-EFGH", dict(record.answers))]
