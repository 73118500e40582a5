"""The report of a month: whole figures from a real record, in one file that asks for nothing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.review.month import Month
from tests.bulk.test_report import tables
from tests.review.kept import HOSTILE, month
from tests.serving import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def review(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `prioig review`."""
    command = [str(ROOT / "prioig"), "review", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_report_counts_the_last_decision_of_each_case(own_folder: Path, tmp_path: Path) -> None:
    month(own_folder)
    run = review("--month", "2026-11", "--report", tmp_path / "m.html")
    assert (run.returncode, run.stdout) == (0, f"Bilan de novembre 2026 : {tmp_path / 'm.html'}\n")
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    found = tables(page)
    assert [row for row in found["Dossiers par réponse"] if row[1] != "0"] == [
        ["prioritaire (P)", "1", "20 %", "0"],
        ["réservé (UF)", "2", "40 %", "0"],
        ["non justifié", "1", "20 %", "0"],
        ["absent du tableau", "1", "20 %", "0"],
    ]
    assert [row[:2] for row in found["Toutes les situations"]] == [
        ["Polyneuropathie inflammatoire démyélinisante chronique (PIDC)", "2"],
        ["situation absente du tableau", "1"],
        ["Purpura thrombopénique immunologique (PTI) de l'adulte", "1"],
        ["Lupus érythémateux systémique", "1"],
    ]
    assert found["Avis en attente"] == [["centre de référence de la filière FILNEMUS", "1"], ["RCP", "1"]]
    assert found["Cures décidées"] == [["60 à 69 kg", "2", "120", "240"], ["80 à 89 kg", "1", "80", "80"]]
    assert found["Questions restées sans réponse"] == [["Risque rénal", "1"]]
    assert found["Corrections"] == [["Poids", "1"]]
    assert HOSTILE not in page and "&lt;img src=x" in page
    assert re.findall(r"(?i)https?:|<script|<link|<img|\ssrc=\"|\shref=", page) == []


def test_a_month_without_decisions_says_so(own_folder: Path, tmp_path: Path) -> None:
    month(own_folder)
    run = review("--month", "2026-10", "--report", tmp_path / "m.html")
    assert (run.returncode, "Aucune décision en octobre 2026." in (tmp_path / "m.html").read_text()) == (0, True)


def test_december_is_before_january() -> None:
    assert (Month("2027-01").before, Month("2026-12").before.name) == (Month("2026-12"), "novembre 2026")


REFUSED = {
    "aucun registre": (["--report", "m.html"], 2, "Aucune décision n'est encore enregistrée"),
    "un mois de travers": (["--month", "nov-2026"], 2, "Un mois s'écrit AAAA-MM, comme 2026-11."),
}


@pytest.mark.parametrize(("arguments", "status", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_reviewed_says_why(arguments: list[str], status: int, message: str, own_folder: Path) -> None:
    run = review(*arguments)
    assert (run.returncode, run.stdout) == (status, "")
    assert run.stderr.startswith(message)


def test_a_record_that_is_no_database_is_refused(own_folder: Path, tmp_path: Path) -> None:
    own_folder.mkdir()
    (own_folder / "record.sqlite").write_bytes(b"not a database at all, but long enough" * 40)
    run = review("--report", tmp_path / "m.html")
    assert (run.returncode, run.stderr.startswith("Le fichier record.sqlite n'est pas utilisable")) == (2, True)


def test_the_report_is_never_written_over_the_record(own_folder: Path, tmp_path: Path) -> None:
    month(own_folder)
    before = (own_folder / "record.sqlite").read_bytes()
    run = review("--report", own_folder / "record.sqlite")
    assert (run.returncode, run.stderr) == (2, "Le bilan écraserait le registre ; donnez un autre nom.\n")
    assert (own_folder / "record.sqlite").read_bytes() == before
    folder = review("--report", tmp_path)
    assert (folder.returncode, folder.stderr) == (1, f"Impossible d'écrire {tmp_path} : c'est un dossier.\n")


def test_in_a_real_browser_the_report_draws_its_charts_and_asks_for_nothing(
    own_folder: Path,
    tmp_path: Path,
    browser: Browser,
) -> None:
    month(own_folder)
    review("--report", tmp_path / "m.html")
    page = browser.new_page(viewport={"width": 320, "height": 700})
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto((tmp_path / "m.html").as_uri())
    assert (requests, complaints, page.title()) == (
        [(tmp_path / "m.html").as_uri()],
        [],
        "Immunoglobulines : bilan de novembre 2026",
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("svg[role=img]").count() >= 4
    page.close()
