"""The report, by the command that a pharmacist types: whole figures, no identity, no request, and a real browser."""

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.bulk.prescriptions import HEADER, NAMES, SEVERE, decide, line, reread, write, year
from tests.serving import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CIDP = {"Indication": "PIDC", "Commentaire": "évolutive, échec des échanges plasmatiques", "Service": "Neurologie"}
FILE = [
    SEVERE,
    line(**CIDP, **{"Corticoïdes": "échec", "Dose (g)": "200", "Avis": "RCP", "Poids (kg)": "60"}),
    line(Indication="lupus", Service="Neurologie", **{"Dose (g)": "100"}),
    line(Indication="PTI", **{"Né le": "01/02/2020", "Poids (kg)": "18", "Dose (g)": "14"}),
    line(**{"Poids (kg)": "DUPONTEL"}),
    "c6;DUPONTEL",
    line(Indication="myosite à inclusions", Service="Neurologie", Avis="RCP"),
]


class Cells(HTMLParser):
    """The text of every cell of every table, by caption."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._in: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "caption":
            self._in, self._caption = "caption", ""
        elif tag == "tr":
            self._rows.append([])
        elif tag == "td":
            self._in = "td"
            self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("caption", "td"):
            self._in = None
        if tag == "caption":
            self._rows = self.tables.setdefault(self._caption, [])

    def handle_data(self, data: str) -> None:
        if self._in == "caption":
            self._caption += data
        elif self._in == "td":
            self._rows[-1][-1] += data


def tables(page: str) -> dict[str, list[list[str]]]:
    """The rows of each table of a report, without the heads."""
    return {caption: [row for row in rows if row] for caption, rows in Cells(page).tables.items()}


def test_the_report_counts_every_line_once_by_row_and_by_unit(tmp_path: Path) -> None:
    run, decisions, page = reread(write(tmp_path, FILE))
    assert (run.returncode, run.stdout.splitlines()[0]) == (1, "7 prescriptions lues, 3 non décidées.")
    assert [(item["line"], item.get("status")) for item in decisions] == [
        (2, "P"),
        (3, "UF"),
        (4, "not_justified"),
        (5, "incomplete"),
        (6, None),
        (7, None),
        (8, "NP"),
    ]
    found = tables(page)
    assert [row[:2] for row in found["Toutes les prescriptions"]] == [
        ["prioritaire (P)", "1"],
        ["réservé UF", "1"],
        ["non prioritaire (NP)", "1"],
        ["non justifié", "1"],
        ["critères non réunis", "0"],
        ["absent du tableau", "0"],
        ["non décidable", "3"],
    ]
    assert found["Toutes les unités"] == [
        ["Médecine", "3", "1", "0", "0", "0", "0", "0", "2", "0", "0"],
        ["Neurologie", "3", "0", "1", "1", "1", "0", "0", "0", "80", "1"],
        ["unité non renseignée", "1", "0", "0", "0", "0", "0", "0", "1", "0", "0"],
    ]
    assert [(row[0], *row[2:]) for row in found["Les plus grands écarts"]] == [("3", "200", "120", "80")]
    assert [(row[1], row[2], row[3]) for row in found["Avis attendus et absents"]] == [("avant de débuter", "1", "3")]
    lacking = "saignement menaçant le pronostic vital, Buchanan, plaquettes et IgIV proposées hors urgence"
    assert found["Raisons"] == [
        [f"Purpura thrombopénique immunologique (PTI) de l'enfant et de l'adolescent : il manque {lacking}", "1", "5"],
        ["Colonne « Poids (kg) » : nombre illisible", "1", "6"],
        ["Ligne illisible : moins de cellules que de colonnes", "1", "7"],
    ]


def test_neither_the_report_nor_the_decisions_name_anybody(tmp_path: Path) -> None:
    run, decisions, page = reread(write(tmp_path, [*FILE, *year(300, 5)]))
    said = page + json.dumps(decisions) + run.stdout + run.stderr
    assert [name for name in NAMES if name in said] == []


def test_the_report_asks_for_nothing_and_runs_nothing(tmp_path: Path) -> None:
    _, _, page = reread(write(tmp_path, FILE))
    assert re.findall(r"(?i)https?:|<script|<link|<iframe|url\((?!#p-)|@import|\ssrc=|\shref=|\son\w+=", page) == []
    assert "default-src 'none'" in page


def test_broken_lines_are_all_named_and_stop_nothing(tmp_path: Path) -> None:
    lines = year(1000, 11)
    broken = [at + 2 for at, text in enumerate(lines) if text.count(";") < HEADER.count(";")]
    run, decisions, page = reread(write(tmp_path, lines, encoding="cp1252"))
    named = [item["line"] for item in decisions if "moins de cellules" in item.get("error", {}).get("message", "")]
    assert (len(broken) > 20, named, run.returncode, len(decisions)) == (True, broken, 1, 1000)
    shown = next(row for row in tables(page)["Raisons"] if "moins de cellules" in row[0])
    assert re.findall(r"\d+", shown[2]) == [str(number) for number in broken]


def test_parquet_gives_what_the_same_csv_gives(tmp_path: Path) -> None:
    path = write(tmp_path, year(400, 3))
    rows = [text.split(";") for text in path.read_text(encoding="utf-8").splitlines()]
    whole = [row for row in rows if len(row) == len(rows[0])]
    csv = write(tmp_path, [";".join(row) for row in whole[1:]])
    _, expected, _ = reread(csv)
    parquet = tmp_path / "p.parquet"
    duckdb.sql(
        f"COPY (SELECT * REPLACE (CAST(replace(\"Poids (kg)\", ',', '.') AS DOUBLE) AS \"Poids (kg)\", "
        f'strptime("Né le", \'%d/%m/%Y\')::DATE AS "Né le", CAST("Dose (g)" AS INTEGER) AS "Dose (g)") '
        f"FROM read_csv('{csv}', all_varchar=true, delim=';', header=true)) TO '{parquet}'"
    )
    run, found, page = reread(parquet)
    assert run.stderr == ""
    assert [without_line(item) for item in found] == [without_line(item) for item in expected]
    assert [item["line"] for item in found] == list(range(1, len(whole)))
    assert not any(name in page for name in NAMES)


def without_line(item: dict[str, Any]) -> dict[str, Any]:
    """A decision but for the number of its line, and for what names the column's type."""
    return {key: value for key, value in item.items() if key != "line"}


def test_a_damaged_parquet_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.parquet").write_bytes(b"PAR1 and nothing that follows")
    run = decide(tmp_path / "p.parquet", "--report", tmp_path / "out.html")
    why = "ce fichier Parquet est abîmé ou incomplet"
    assert (run.returncode, run.stderr) == (2, f"Impossible de traiter {tmp_path / 'p.parquet'} : {why}.\n")


def test_without_a_mapping_the_headers_are_read_and_the_report_says_as_what(tmp_path: Path) -> None:
    run = decide(write(tmp_path, [SEVERE]), "--report", tmp_path / "out.html")
    assert (run.returncode, run.stderr) == (
        0,
        "Sans --mapping : colonnes reconnues d'après leurs en-têtes, à relire dans le rapport.\n",
    )
    columns = dict(map(tuple, tables((tmp_path / "out.html").read_text())["Colonnes lues"]))
    assert (columns["Né le"], columns["Poids (kg)"]) == ("date de naissance (pour l'âge seulement)", "poids")
    assert not {"Nom", "IPP"} & set(columns)


TARGETS = {
    "un dossier absent": (["--report", "absent/out.html"], "Impossible de traiter absent : ce fichier n'existe pas."),
    "un dossier": (["--report", "."], "Impossible de traiter . : c'est un dossier."),
    "le fichier lu": (
        ["--report", "p.csv"],
        "Impossible de traiter p.csv : p.csv serait écrasé ; donnez un autre nom au résultat.",
    ),
    "le fichier lu, par les décisions": (
        ["--report", "r.html", "--output", "./p.csv"],
        "Impossible de traiter p.csv : p.csv serait écrasé ; donnez un autre nom au résultat.",
    ),
    "la correspondance": (
        ["--mapping", "mapping.yml", "--report", "r.html", "--output", "mapping.yml"],
        "Impossible de traiter p.csv : mapping.yml serait écrasé ; donnez un autre nom au résultat.",
    ),
    "deux fois le même": (
        ["--report", "r.html", "--output", "r.html"],
        "Impossible de traiter p.csv : le rapport et les décisions ne vont pas dans le même fichier.",
    ),
    "une correspondance absente": (
        ["--mapping", "m.yml", "--report", "r.html"],
        "Impossible de traiter m.yml : ce fichier n'existe pas.",
    ),
    "une correspondance en Windows-1252": (
        ["--mapping", "latin.yml", "--report", "r.html"],
        "Correspondance refusée : latin.yml n'est pas en UTF-8 ; enregistrez-la ainsi.",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), TARGETS.values(), ids=TARGETS)
def test_nothing_is_written_over_and_what_cannot_be_is_said_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    write(tmp_path, [SEVERE])
    (tmp_path / "latin.yml").write_bytes("indication: Pathologie é\n".encode("cp1252"))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.chdir(tmp_path)
    run = decide("p.csv", *arguments)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", f"{message}\n")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_full_disk_is_said_and_the_run_goes_on_once_there_is_room(tmp_path: Path) -> None:
    path = write(tmp_path, year(3000, 9))
    files = ["--mapping", str(tmp_path / "mapping.yml"), "--report", str(tmp_path / "out.html")]
    command = [str(ROOT / "prioig"), "decide", str(path), *files, "--output", str(tmp_path / "out.jsonl")]
    limited = ["sh", "-c", 'ulimit -f 512; exec "$@"', "sh", *command]  # 256 KB a file: what a full disk refuses
    run = subprocess.run(limited, capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stdout) == (2, "")
    assert not (tmp_path / "out.html").exists()
    run, found, _ = reread(path)
    assert (run.returncode, [item["line"] for item in found]) == (1, list(range(2, 3002)))


def test_on_a_phone_in_a_real_browser_the_report_stays_in_its_width_and_asks_for_nothing(
    tmp_path: Path,
    browser: Browser,
) -> None:
    reread(write(tmp_path, [*FILE, *year(200, 2)]))
    page = browser.new_page(viewport={"width": 320, "height": 700})
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto((tmp_path / "out.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("svg[role=img] rect").first.bounding_box() is not None
    assert (requests, complaints) == ([(tmp_path / "out.html").as_uri()], [])
    page.close()
