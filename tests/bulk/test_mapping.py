"""The mapping file: what is wrong is named with its line; what the headers propose is a mapping that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bulk.csv_table import CsvTable
from bot.bulk.mapping import Column, read_columns
from bot.bulk.propose import columns_of, guesses, proposal
from rules.model import RuleBaseError
from tests.bulk.prescriptions import MAPPING, SEVERE, decide, write
from tests.serving import ROOT

EXAMPLES = ROOT / "docs" / "examples"


def read(folder: Path, text: str) -> object:
    """The mapping of this text."""
    (folder / "m.yml").write_text(text, encoding="utf-8")
    return read_columns(folder / "m.yml")


WRONG = {
    "un fait inconnu": ("indication: A\nfacts:\n  poids: B\n", "m.yml:3: clé inconnue « poids »"),
    "une clé inconnue": ("indication: A\nservice: B\n", "m.yml:2: clé inconnue « service »"),
    "pas de maladie": ("ward: A\n", "m.yml:1: il manque « indication » ou « text »"),
    "une unité d'ailleurs": (
        "indication: A\nfacts:\n  weight_kg: {column: B, unit: g/L}\n",
        "m.yml:3: unité inconnue pour cette grandeur : « g/L »",
    ),
    "une situation inconnue": (
        "indication:\n  column: A\n  words: {DIP: pid}\n",
        "m.yml:3: situation : valeur inconnue « pid »",
    ),
    "une valeur inconnue": (
        "indication: A\nfacts:\n  epo:\n    column: B\n    words: {e: raté}\n",
        "m.yml:5: Valeur refusée pour « epo »",
    ),
    "un organisme inconnu": ("indication: A\nopinions: {column: B, words: {x: STAFF}}\n", "m.yml:2: avis"),
    "un format de date": ("indication: A\ndate: {column: B, format: DMY}\n", "m.yml:2: format de date"),
    "des grammes par jour sans jours": (
        "indication: A\ngrams: {column: B, per: day}\n",
        "m.yml:2: « per: day » demande la colonne « days »",
    ),
    "un YAML illisible": ("indication: [A\n", "m.yml:"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_mapping_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleBaseError) as refusal:
        read(tmp_path, text)
    assert message in str(refusal.value)


def test_the_example_of_the_documentation_is_a_mapping_of_its_example_file() -> None:
    columns = read_columns(EXAMPLES / "correspondance.yml")
    assert {column.name for column in columns.named()} < set(CsvTable(EXAMPLES / "prescriptions.csv").columns)
    assert columns.facts["height_cm"] == Column("Taille", unit="m")


def test_a_mapping_that_names_an_absent_column_says_which_and_lists_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, [SEVERE])
    (tmp_path / "mapping.yml").write_text(MAPPING.replace("Poids (kg)", "Masse"), encoding="utf-8")
    run = decide(path, "--mapping", tmp_path / "mapping.yml", "--report", tmp_path / "out.html")
    assert (run.returncode, run.stdout) == (2, "")
    assert "la correspondance nomme « Masse », absent du fichier ; ses colonnes : « N° », « Nom »" in run.stderr


def test_columns_are_found_whatever_their_accents_and_capitals(tmp_path: Path) -> None:
    path = write(tmp_path, [SEVERE])
    (tmp_path / "mapping.yml").write_text(MAPPING.replace("Né le", "NE LE").replace("Service", "service"))
    run = decide(path, "--mapping", tmp_path / "mapping.yml", "--report", tmp_path / "out.html")
    assert (run.returncode, run.stderr) == (0, "")


def test_headers_propose_a_mapping_and_identities_are_never_read(tmp_path: Path) -> None:
    headers = [
        "NOM",
        "IPP",
        "Date de naissance",
        "UF",
        "Diagnostic",
        "Poids en kg",
        "IgG (g/L)",
        "CTC",
        "Couleur",
        "DDN",
    ]
    found = guesses(headers)
    assert {guess.header: (guess.key, guess.unit) for guess in found} == {
        "NOM": ("identity", None),
        "IPP": ("identity", None),
        "Date de naissance": ("birth_date", None),
        "UF": ("ward", None),
        "Diagnostic": ("indication", None),
        "Poids en kg": ("facts.weight_kg", "kg"),
        "IgG (g/L)": ("facts.igg_g_per_l", "g/L"),
        "CTC": ("facts.corticosteroids", None),
        "Couleur": (None, None),
        "DDN": (None, None),
    }
    assert read(tmp_path, proposal(found)) == columns_of(found)


def test_the_command_prints_a_mapping_that_the_same_command_reads(tmp_path: Path) -> None:
    run = decide(EXAMPLES / "prescriptions.csv", "--columns")
    assert (run.returncode, run.stderr) == (0, "")
    (tmp_path / "m.yml").write_text(run.stdout, encoding="utf-8")
    again = decide(EXAMPLES / "prescriptions.csv", "--mapping", tmp_path / "m.yml", "--report", tmp_path / "out.html")
    assert (again.returncode, again.stdout.splitlines()[0]) == (1, "10 prescriptions lues, 6 non décidées.")


MISUSE = {
    "un fichier absent": (
        ["absent.csv", "--report", "r.html"],
        "Impossible de traiter absent.csv : ce fichier n'existe pas.\n",
    ),
    "l'entrée standard": (["--report", "r.html"], "« --report » lit un fichier CSV ou Parquet : donnez son chemin.\n"),
    "une correspondance seule": (
        ["x.csv", "--mapping", "m.yml"],
        "« --mapping » et « --output » vont avec « --report ».\n",
    ),
    "des colonnes sans fichier": (["--columns"], "« --columns » lit un fichier : donnez son chemin.\n"),
}


@pytest.mark.parametrize(("arguments", "message"), MISUSE.values(), ids=MISUSE)
def test_misuse_says_what_to_type_instead(arguments: list[str], message: str) -> None:
    run = decide(*arguments)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", message)
