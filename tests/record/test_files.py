"""Backups and restores, and `prioig record`, as the person who keeps the machine meets them."""

from __future__ import annotations

import csv
import json
import sqlite3
import stat
from pathlib import Path

import pytest

from actions.database import open_database
from actions.record.entries import COURSE, Draft
from actions.record.keeper import release, with_record
from actions.record.schema import MIGRATIONS
from actions.record.store import Record, record_path
from actions.record.verify import verify
from bot.cli import main
from tests.record.writing import draft

FIRST_SCHEMA = Path(__file__).with_name("schema_v1.sql")


@pytest.fixture
def references(own_folder: Path) -> list[str]:
    """The references of three cases in the record; the first has had a course."""
    own_folder.mkdir(exist_ok=True)
    record = Record()
    entries = record.add((draft(), draft("kawasaki", weight_kg=12), draft("narcolepsy", age_years=9)))
    first = str(entries[0].reference)
    record.add((Draft(COURSE, {"day": "2026-03-02", "grams": 145.0}, first),))
    record.close()
    return [str(entry.reference) for entry in entries]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The status of `prioig record`, its output and its errors."""
    status = main(["record", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_le_registre_n_est_lisible_que_de_son_proprietaire(references: list[str]) -> None:
    assert stat.S_IMODE(record_path().stat().st_mode) == 0o600


def test_verify_donne_la_tete_de_la_chaine(references: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    head = verify(Record(readonly=True)).head
    assert said(capsys, "verify") == (0, f"4 écritures. Tête de la chaîne : {head}\nLe registre est entier.\n", "")
    assert said(capsys, "verify", "--anchor", str(head))[0] == 0
    assert said(capsys, "verify", "--anchor", f"9:{head.hash}")[0] == 1


def test_verify_dit_ce_qui_a_ete_change(references: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(record_path())
    connection.execute("UPDATE decisions SET status = 'P' WHERE seq = 1")
    connection.commit()
    status, output, _ = said(capsys, "verify")
    assert status == 1
    assert "! Écriture 1 : sa ligne dans la table des décisions a été changée." in output
    assert "restaurez une sauvegarde" in output


def test_show_montre_un_cas_et_propose_les_voisins(references: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    first = references[0]
    status, output, _ = said(capsys, "show", first.lower().replace("-", " "))
    assert status == 0 and output.startswith(f"Référence {first} · RÉSERVÉ [UF]")
    assert "Cures enregistrées : 1 (145 g le 02/03/2026)." in output
    slipped = first[:-1] + str((int(first[-1]) + 1) % 10)
    status, _, errors = said(capsys, "show", slipped)
    assert status == 1 and f"Références voisines : {first}" in errors
    status, output, _ = said(capsys, "show", first, "--json")
    assert [json.loads(line)["kind"] for line in output.splitlines()] == ["decision", "course"]
    assert said(capsys, "show", "bonjour")[0] == 2


def test_due_donne_les_rappels_par_reference(references: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, output, _ = said(capsys, "due")
    assert status == 0
    assert f"Référence {references[0]} · RÉSERVÉ [UF]" in output
    assert "- RCP, avis exigé avant de commencer." in output.split("\n")
    assert references[2] not in output, "nothing is due of what the table does not grant"


def test_export_en_csv_et_en_json(references: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, output, _ = said(capsys, "export")
    lines = list(csv.DictReader(output.splitlines()))
    assert [line["reference"] for line in lines] == references
    assert json.loads(lines[1]["facts"]) == {"weight_kg": 12}
    target = tmp_path / "tout.jsonl"
    status, output, errors = said(capsys, "export", "--format", "jsonl", "--output", str(target))
    assert (status, output, errors) == (0, "", f"4 écritures dans {target}.\n")
    assert [json.loads(line)["seq"] for line in target.read_text(encoding="utf-8").splitlines()] == [1, 2, 3, 4]
    assert said(capsys, "export", "--until", "2020-01-01")[1].count("\n") == 1


def test_une_sauvegarde_se_restaure_et_rien_n_est_perdu(
    references: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copie.sqlite"
    assert said(capsys, "backup", str(copy))[0] == 0
    assert said(capsys, "backup", str(copy))[0] == 2
    Record().add((draft(),))
    status, output, _ = said(capsys, "restore", str(copy))
    assert status == 0 and "4 écritures remises en place" in output
    (aside,) = record_path().parent.glob("record.avant-*.sqlite")
    assert str(aside) in output
    assert verify(Record(aside)).entries == 5
    assert verify(Record()).whole and verify(Record()).entries == 5, "four, and the restore itself"


def test_en_service_le_registre_restaure_est_rouvert(
    references: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copie.sqlite"
    said(capsys, "backup", str(copy))
    with_record(lambda record: record.add((draft(),)))
    said(capsys, "restore", str(copy))
    (entry,) = with_record(lambda record: record.add((draft(),)))
    assert Record(readonly=True).known(str(entry.reference))
    assert verify(Record(readonly=True)).entries == 6, "four, the restore, and the decision given since"
    release()


def test_une_sauvegarde_abimee_est_refusee_sans_rien_changer(
    references: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copie.sqlite"
    said(capsys, "backup", str(copy))
    copy.write_bytes(copy.read_bytes().replace(b'"grams":145.0', b'"grams":645.0'))
    status, _, errors = said(capsys, "restore", str(copy))
    assert status == 2 and "ne se vérifie pas, rien n'a été changé : Écriture 4 : elle a été changée" in errors
    copy.write_bytes(b"pas une base" * 500)
    status, _, errors = said(capsys, "restore", str(copy))
    assert status == 2 and "il est abîmé" in errors
    status, _, errors = said(capsys, "restore", str(tmp_path / "absente.sqlite"))
    assert status == 2 and "n'existe pas" in errors
    assert verify(Record()).whole and verify(Record()).entries == 4
    assert not list(record_path().parent.glob("*avant*")) and not list(record_path().parent.glob("*partiel*"))


def test_un_registre_abime_est_garde_a_cote_de_la_sauvegarde_restauree(
    references: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copie.sqlite"
    said(capsys, "backup", str(copy))
    record_path().write_bytes(b"pas une base" * 500)
    status, _, errors = said(capsys, "verify")
    assert status == 2 and "il est abîmé ; restaurez une sauvegarde" in errors
    assert said(capsys, "restore", str(copy))[0] == 0
    (aside,) = record_path().parent.glob("record.avant-*.sqlite")
    assert aside.read_bytes().startswith(b"pas une base")
    assert verify(Record()).whole


def test_purge_compte_avant_de_supprimer(references: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "purge", "--dry-run")[1] == "0 écritures dépassent 730 jours ; rien n'a été supprimé.\n"
    status, output, _ = said(capsys, "purge")
    assert status == 0 and output.startswith("0 écritures supprimées (plus de 730 jours, avant le ")


def test_un_seul_cas_se_supprime_et_la_chaine_reste_entiere(
    references: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    first = references[0]
    assert said(capsys, "purge", "--reference", first, "--dry-run")[1] == (
        f"{first} : 2 écritures ; rien n'a été supprimé.\n"
    )
    assert said(capsys, "purge", "--reference", first.lower())[0] == 0
    assert said(capsys, "show", first)[0] == 1
    assert said(capsys, "purge", "--reference", first)[0] == 1
    verdict = verify(Record(readonly=True))
    assert (verdict.problems, verdict.entries, verdict.purged) == ((), 3, 2)
    assert first.encode() not in record_path().read_bytes()


def test_une_duree_impossible_se_dit(
    references: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRIOIG_RETENTION_DAYS", "30")
    status, _, errors = said(capsys, "purge")
    assert status == 2 and "un nombre de jours de 366 à 36500 est attendu" in errors


@pytest.mark.parametrize("task", ["verify", "purge", "due", "export"])
def test_un_registre_vide_se_dit(task: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, output, errors = said(capsys, task)
    assert (status, output) == (0, "") and errors.startswith("Le registre est vide")


def test_le_premier_schema_reste_lisible(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_SCHEMA.read_text(encoding="utf-8"))
    connection.close()
    record = Record(path)
    assert record.connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    verdict = verify(record)
    assert (verdict.problems, verdict.entries, verdict.purged) == ((), 8, 1)
    fresh = open_database(tmp_path / "fresh.sqlite", MIGRATIONS)
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    assert record.connection.execute(query).fetchall() == fresh.execute(query).fetchall()
    (kept,) = record.add((draft(),))
    assert kept.seq == 10 and verify(record).whole
