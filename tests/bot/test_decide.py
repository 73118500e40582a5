"""`prioig decide`, run as hospital software runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.serving import ROOT

SEVERE = {"khellaf_score": 9, "emergency": True, "corticosteroids": "ongoing", "weight_kg": 72}
CASE = {"id": "c1", "indication": "itp_adult", "facts": SEVERE}


def decide(*arguments: str, text: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    """Run `prioig decide` with `text` on its standard input."""
    data = text.encode() if isinstance(text, str) else text
    return subprocess.run([ROOT / "prioig", "decide", *arguments], input=data, capture_output=True, timeout=60)


def lines(run: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    """The JSON lines that it wrote."""
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def test_a_case_becomes_one_line_with_its_decision() -> None:
    run = decide(text=json.dumps(CASE))
    assert (run.returncode, run.stderr) == (0, b"")
    (decision,) = lines(run)
    keys = ("id", "type", "status", "indication", "row", "start", "facts", "missing_facts", "source")
    assert {key: decision[key] for key in keys} == {
        "id": "c1",
        "type": "decision",
        "status": "P",
        "indication": "itp_adult",
        "row": "itp_adult_severe",
        "start": "now",
        "facts": SEVERE,
        "missing_facts": [],
        "source": {"document": "ANSM", "version": "2025-05-20", "section": "Hématologie"},
    }
    plan = decision["dose"]["regimens"][decision["dose"]["selected"]]
    assert (plan["grams_exact"], plan["grams_per_day"], plan["vials"]) == (72.0, [72.5], {"20": 3, "10": 1, "2.5": 1})


def test_the_lines_come_in_order_and_an_error_does_not_stop_the_run() -> None:
    cases = [{**CASE, "id": 1}, {**CASE, "id": 2, "indication": "grippe"}, {**CASE, "id": 3}]
    run = decide(text="\n\n".join(json.dumps(case) for case in cases) + "\n")
    assert run.returncode == 1
    assert [line["id"] for line in lines(run)] == [1, 2, 3]
    assert ["error" in line for line in lines(run)] == [False, True, False]


REFUSED = {
    "une situation inconnue": ({"id": 7, "indication": "grippe", "facts": {}}, 7, "unknown_indication", "indication"),
    "un fait inconnu": ({**CASE, "facts": {"fievre": 39}}, "c1", "unknown_fact", "facts.fievre"),
    "un score hors bornes": ({**CASE, "facts": {"khellaf_score": 81}}, "c1", "invalid_value", "facts.khellaf_score"),
    "un adulte de six ans": ({**CASE, "facts": {"age_years": 6}}, "c1", "contradiction", "facts.age_years"),
    "une liste": ([1, 2], None, "invalid_json", None),
    "un texte": ("PTI adulte", None, "invalid_json", None),
}


@pytest.mark.parametrize(("case", "identifier", "code", "field"), REFUSED.values(), ids=REFUSED)
def test_a_case_that_cannot_be_decided_says_why(case: Any, identifier: Any, code: str, field: str | None) -> None:
    run = decide(text=json.dumps(case))
    (line,) = lines(run)
    message = line["error"].pop("message")
    assert (run.returncode, line) == (1, {"id": identifier, "error": {"code": code, "field": field}})
    assert message.endswith(".")


MALFORMED = {
    "une accolade oubliée": (b'{"indication": "itp_adult"', "Ligne 1 : la syntaxe est fausse au caractère 27."),
    "deux poids": (b'{"facts": {"weight_kg": 7, "weight_kg": 70}}', "Ligne 1 : une clé est donnée deux fois."),
    "du latin-1": ('{"id": "é"}'.encode("latin-1"), "Ligne 1 : le texte n'est pas en UTF-8."),
    "NaN": (b'{"facts": {"weight_kg": NaN}}', "Ligne 1 : NaN n'est pas une valeur JSON."),
    "une ligne sans fin": (b"[" + b" " * 1_000_000 + b"]", "Ligne 1 : la ligne dépasse 1000000 octets."),
}


@pytest.mark.parametrize(("raw", "message"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_line_says_why_and_the_next_is_decided(raw: bytes, message: str) -> None:
    run = decide(text=raw + b"\n" + json.dumps(CASE).encode())
    first, second = lines(run)
    assert first == {"id": None, "error": {"code": "invalid_json", "field": None, "message": message}}
    assert (run.returncode, second["status"]) == (1, "P")


IDENTIFIED = {
    "deux poids": ('{"id": "c7", "facts": {"weight_kg": 7, "weight_kg": 70}}', "c7"),
    "NaN": ('{"facts": {"weight_kg": NaN}, "id": 7}', 7),
    "un nombre sans fin": ('{"id": "c7", "facts": {"weight_kg": 1e999}}', "c7"),
    "deux id": ('{"id": "c7", "id": "c8"}', None),
    "un id dans les faits": ('{"facts": {"id": "c7", "weight_kg": NaN}}', None),
    "un id qui n'est pas un nom": ('{"id": NaN}', None),
    "une liste": ("[NaN]", None),
}


@pytest.mark.parametrize(("text", "identifier"), IDENTIFIED.values(), ids=IDENTIFIED)
def test_a_refused_line_keeps_its_id_where_it_can_be_read(text: str, identifier: Any) -> None:
    (line,) = lines(decide(text=text))
    assert (line["id"], line["error"]["code"]) == (identifier, "invalid_json")


NOTHING = {
    "une entrée vide": ([], "", "Rien n'a pu être lu : l'entrée est vide.\n"),
    "des lignes blanches": ([], " \n\n", "Rien n'a pu être lu : l'entrée est vide.\n"),
    "un fichier absent": (["absent.jsonl"], "", "Impossible de lire absent.jsonl : ce fichier n'existe pas.\n"),
    "un dossier": (["/"], "", "Impossible de lire / : c'est un dossier.\n"),
    "un CSV sans situation": (
        ["--csv"],
        "id,weight_kg\n1,72\n",
        "Rien n'a pu être lu : la première ligne du CSV doit nommer les colonnes : "
        "id, indication, puis une par fait.\n",
    ),
    "un CSV aux colonnes doubles": (
        ["--csv"],
        "indication,weight_kg,weight_kg\n",
        "Rien n'a pu être lu : une colonne du CSV est nommée deux fois.\n",
    ),
}


@pytest.mark.parametrize(("arguments", "text", "message"), NOTHING.values(), ids=NOTHING)
def test_where_nothing_can_be_read_the_status_is_2(arguments: list[str], text: str, message: str) -> None:
    run = decide(*arguments, text=text)
    assert (run.returncode, run.stdout, run.stderr.decode()) == (2, b"", message)


SPREADSHEETS = {
    "virgules et points": "id,indication,khellaf_score,emergency,corticosteroids,weight_kg\n"
    "c1,itp_adult,9,true,ongoing,72\n",
    "tableur français": "\ufeffid;indication;khellaf_score;emergency;corticosteroids;weight_kg\r\n"
    "c1;itp_adult;9;oui;ongoing;72,0\r\n\r\n",
    "tabulations": "id\tindication\tkhellaf_score\temergency\tcorticosteroids\tweight_kg\n"
    "c1\titp_adult\t9\t1\tongoing\t72\n",
}


@pytest.mark.parametrize("text", SPREADSHEETS.values(), ids=SPREADSHEETS)
def test_a_spreadsheet_gives_what_the_same_json_gives(tmp_path: Path, text: str) -> None:
    (tmp_path / "cases.csv").write_text(text, encoding="utf-8", newline="")
    run = decide(str(tmp_path / "cases.csv"))
    assert (run.returncode, run.stderr) == (0, b"")
    assert lines(run) == lines(decide(text=json.dumps(CASE)))


def test_a_cell_may_hold_a_bound_a_decimal_comma_or_nothing() -> None:
    run = decide(
        "--csv", text='id;indication;khellaf_score;emergency;weight_kg\nb;itp_adult;"> 8";oui;72,5\nv;itp_adult;;;\n'
    )
    bounded, empty = lines(run)
    assert bounded["facts"] == {"khellaf_score": {"above": 8}, "emergency": True, "weight_kg": 72.5}
    assert (empty["facts"], empty["status"]) == ({}, "incomplete")


def test_an_empty_situation_in_a_spreadsheet_is_refused_and_not_taken_for_none_of_the_table() -> None:
    empty, none = lines(decide("--csv", text="id,indication,weight_kg\na,,72\nb,not_listed,72\n"))
    assert (empty["id"], empty["error"]["code"], empty["error"]["field"]) == ("a", "unknown_indication", "indication")
    assert (none["id"], none["status"]) == ("b", "not_listed")


def test_a_cell_that_is_not_a_number_is_refused_by_name() -> None:
    (line,) = lines(decide("--csv", text="id,indication,weight_kg\nx,itp_adult,soixante\n"))
    assert (line["id"], line["error"]["code"], line["error"]["field"]) == ("x", "invalid_value", "facts.weight_kg")


def test_answers_flow_while_cases_still_arrive() -> None:
    process = subprocess.Popen([ROOT / "prioig", "decide"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write((json.dumps(CASE) + "\n").encode())
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["status"] == "P"
    process.send_signal(signal.SIGINT)
    process.stdin.close()
    process.stdout.read()
    assert process.wait(timeout=60) == 130


def test_a_reader_that_leaves_is_not_an_error_on_screen() -> None:
    command = f"yes '{json.dumps(CASE)}' | '{ROOT / 'prioig'}' decide | head -1"
    run = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60)
    assert (json.loads(run.stdout)["status"], run.stderr) == ("P", b"")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peak = "import resource, sys; from bot.cli import main; main(['decide', sys.argv[1]]); "
    peak += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    sizes = []
    for cases in (50, 5000):
        (tmp_path / "cases.jsonl").write_text((json.dumps(CASE) + "\n") * cases)
        command = [sys.executable, "-c", peak, str(tmp_path / "cases.jsonl")]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)
        sizes.append(int(run.stderr))
    assert sizes[1] < sizes[0] + 10_000  # kB
