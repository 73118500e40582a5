"""What is written is there, under one reference a case, whatever happens to the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from actions.database import DatabaseProblem
from actions.record.entries import COURSE, Draft
from actions.record.read import between, case_file, count, nearest
from actions.record.reference import read, written
from actions.record.store import Record
from actions.record.verify import verify
from tests.record.writing import CIDP, START, Clock, draft, record_in

LINE = """
SELECT reference, revision, at, indication, row, status, phase, opinions_required, route, g_per_kg, days, grams
FROM decisions
"""


def test_une_decision_ecrite_se_relit_par_sa_reference(tmp_path: Path) -> None:
    record = record_in(tmp_path)
    (entry,) = record.add((draft(),))
    found = case_file(record, str(entry.reference))
    assert found is not None
    assert found.decision["facts"] == CIDP
    assert found.decision["regimen"]["grams_in_vials"] == 145
    assert record.connection.execute(LINE).fetchall() == [
        (entry.reference, 1, "2026-03-02T08:30:00.000Z", "cidp", "cidp", "UF", "initiation", 2, "IV", 2.0, 5, 145.0)
    ]


def test_une_revision_garde_la_reference(tmp_path: Path) -> None:
    record = record_in(tmp_path)
    (first,) = record.add((draft(),))
    record.add((draft(reference=first.reference, **{**CIDP, "weight_kg": 80}),))
    found = case_file(record, str(first.reference))
    assert found is not None
    assert [entry.content["revision"] for entry in found.decisions] == [1, 2]
    assert found.decision["facts"]["weight_kg"] == 80


def test_plusieurs_ecritures_ensemble_ou_aucune(tmp_path: Path) -> None:
    record = record_in(tmp_path)
    with pytest.raises(KeyError):
        record.add((draft(), Draft("decision", {}, new=True)))
    assert count(record) == 0
    assert len({entry.reference for entry in record.add(tuple(draft() for _ in range(50)))}) == 50
    assert verify(record).whole


def test_les_references_s_allongent_quand_les_courtes_sont_prises(tmp_path: Path) -> None:
    record = record_in(tmp_path)
    with record.writing():
        record.add_within([Draft(COURSE, {}, written(f"{number:04d}")) for number in range(10_000)])
    (entry,) = record.add((draft(),))
    assert len(str(entry.reference)) == 7


def test_une_faute_de_frappe_propose_le_cas_voisin(tmp_path: Path) -> None:
    record = record_in(tmp_path)
    (entry,) = record.add((draft(),))
    reference = str(entry.reference)
    slipped = reference[:-1] + str((int(reference[-1]) + 1) % 10)
    typed = read(slipped)
    assert typed is not None and typed.reference is None
    assert [found.reference for found in nearest(record, typed)] == [reference]


def test_l_horloge_qui_recule_est_notee_et_l_ordre_est_garde(tmp_path: Path) -> None:
    clock = Clock()
    record = record_in(tmp_path, clock)
    record.add((draft(),))
    clock.later(hours=-2)
    (late,) = record.add((draft(),))
    assert late.seq == 2 and late.content["clock_back_s"] == 7200
    assert (verify(record).whole, verify(record).clock_back) == (True, 1)
    assert [entry.seq for entry in between(record, START, clock.at.replace(year=2027))] == [1]


def test_deux_programmes_continuent_la_meme_chaine(tmp_path: Path) -> None:
    one, other = record_in(tmp_path), record_in(tmp_path)
    for _ in range(3):
        one.add((draft(),))
        other.add((draft(),))
    assert verify(one).whole and verify(one).entries == 6


def test_un_fichier_tenu_par_un_autre_se_dit(tmp_path: Path) -> None:
    record = record_in(tmp_path)
    record.connection.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(record.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseProblem, match="un autre programme le tient ; réessayez"):
        record.add((draft(),))
    other.execute("ROLLBACK")
    record.add((draft(),))
    assert verify(record).whole


def test_un_disque_plein_se_dit_et_ne_perd_rien(tmp_path: Path) -> None:
    record = record_in(tmp_path)
    written_before = record.add(tuple(draft() for _ in range(20)))
    pages = record.connection.execute("PRAGMA page_count").fetchone()[0]
    record.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseProblem, match="le disque est plein ; libérez de la place"):
        record.add(tuple(draft() for _ in range(200)))
    assert count(record) == len(written_before)
    record.connection.execute("PRAGMA max_page_count = 100000")
    record.add((draft(),))
    assert verify(record).whole


def test_un_fichier_en_lecture_seule_se_dit(tmp_path: Path) -> None:
    record_in(tmp_path).close()
    record = record_in(tmp_path)
    record.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(DatabaseProblem, match="en lecture seule ; vérifiez les droits"):
        record.add((draft(),))


def test_un_fichier_qui_n_est_pas_une_base_se_dit(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite").write_bytes(b"pas une base" * 500)
    with pytest.raises(DatabaseProblem, match=r"record.sqlite n'est pas utilisable : il est abîmé ; restaurez"):
        Record(tmp_path / "record.sqlite")
