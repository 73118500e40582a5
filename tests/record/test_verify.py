"""Nothing changes in the record without being noticed, and what a purge removed is signed for."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.database import DatabaseProblem
from actions.record.entries import COURSE, NOT_UNDERSTOOD, PURGE, Draft
from actions.record.purge import DAYS, RetentionProblem, jumped, purge, retention_days
from actions.record.read import between, case_file, count
from actions.record.store import Record
from actions.record.verify import Head, verify
from tests.record.writing import START, Clock, draft, record_in

ENTRIES = 6


def filled(folder: Path) -> Record:
    """A record of six entries, four of them decisions."""
    record = record_in(folder)
    (first,) = record.add((draft(),))
    record.add(
        (Draft(COURSE, {"grams": 145.0, "day": "2026-03-02"}, first.reference), draft(reference=first.reference))
    )
    record.add(
        (draft("kawasaki", weight_kg=12), Draft(NOT_UNDERSTOOD, {"sentence": "zxq"}), draft("narcolepsy", age_years=9))
    )
    return record


def forged(record: Record) -> sqlite3.Connection:
    """A connection through which a forger writes what he wants."""
    record.connection.execute("PRAGMA foreign_keys = OFF")
    return record.connection


def test_un_registre_intact_est_entier(tmp_path: Path) -> None:
    verdict = verify(filled(tmp_path))
    assert (verdict.whole, verdict.entries, verdict.purged, verdict.head.seq) == (True, ENTRIES, 0, ENTRIES)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, ENTRIES), st.sampled_from([0, 1]), st.integers(0, 10_000), st.integers(1, 255))
def test_un_octet_change_dans_le_fichier_se_voit(seq: int, column: int, at: int, change: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = filled(Path(folder))
        texts = record.connection.execute("SELECT content, hash FROM entries WHERE seq = ?", (seq,)).fetchone()
        record.close()
        _flip(record.path, texts[column].encode(), at, change)
        assert _noticed(record.path)


def _flip(path: Path, text: bytes, at: int, change: int) -> None:
    """Change one byte of a text where it lies in the file."""
    raw = bytearray(path.read_bytes())
    assert raw.count(text) == 1
    raw[raw.index(text) + at % len(text)] ^= change
    path.write_bytes(raw)


def _noticed(path: Path) -> bool:
    try:
        return not verify(Record(path)).whole
    except DatabaseProblem:  # so broken that SQLite does not read it as text, or as JSON
        return True


@given(st.integers(1, ENTRIES - 1))
@settings(max_examples=ENTRIES, deadline=None)
def test_une_ecriture_retiree_se_voit(seq: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = filled(Path(folder))
        record.connection.execute("DELETE FROM entries WHERE seq = ?", (seq,))
        assert verify(record).problems[0] == f"Écritures {seq} à {seq} : elles manquent, sans purge qui le dise."
        record.close()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE decisions SET status = 'P' WHERE seq = 1", "sa ligne dans la table des décisions a été changée"),
        ("UPDATE decisions SET grams = 60 WHERE seq = 3", "sa ligne dans la table des décisions a été changée"),
        ("DELETE FROM decisions WHERE seq = 4", "sa ligne dans la table des décisions a été changée"),
        ("UPDATE entries SET seq = 60 WHERE seq = 6", "elles manquent, sans purge qui le dise"),
    ],
    ids=["le verdict d'une décision", "ses grammes", "une décision retirée", "un numéro"],
)
def test_la_table_des_decisions_ne_peut_dire_autre_chose(tmp_path: Path, change: str, told: str) -> None:
    record = filled(tmp_path)
    forged(record).execute(change)
    assert told in " ".join(verify(record).problems)


def test_une_fin_retiree_se_voit_par_ce_qui_avait_ete_note(tmp_path: Path) -> None:
    record = filled(tmp_path)
    head = verify(record).head
    assert verify(record, head).whole
    record.connection.execute("DELETE FROM entries WHERE seq >= 5")
    assert verify(record).whole
    assert verify(record, head).problems == ("La fin manque : l'écriture 6 avait été notée.",)
    record.add((draft(), draft()))
    assert verify(record, head).problems == ("Écriture 6 : ce n'est pas celle qui avait été notée.",)
    assert verify(record, Head(3, "0" * 64)).problems == ("Écriture 3 : ce n'est pas celle qui avait été notée.",)


def test_la_purge_retire_ce_qui_est_vieux_et_la_chaine_se_verifie(tmp_path: Path) -> None:
    clock = Clock()
    record = record_in(tmp_path, clock)
    old, kept = (str(entry.reference) for entry in record.add((draft(), draft())))
    clock.later(days=400)
    record.add((Draft(COURSE, {"grams": 145.0, "day": "2027-04-06"}, kept),))
    clock.later(days=400)
    record.add((draft(),))
    done = purge(record, DAYS)
    assert (done.removed, done.days) == (1, DAYS)
    assert case_file(record, old) is None
    assert case_file(record, kept) is not None
    verdict = verify(record)
    assert (verdict.problems, verdict.entries, verdict.purged) == ((), 4, 1)
    assert purge(record, DAYS).removed == 0


def test_la_purge_se_signe_dans_la_chaine(tmp_path: Path) -> None:
    clock = Clock()
    record = record_in(tmp_path, clock)
    record.add((draft(), draft(), draft()))
    clock.later(days=DAYS + 1)
    record.add((draft(),))
    assert purge(record, DAYS).removed == 3
    (signed,) = (entry for entry in between(record, clock.at, clock.at.replace(year=2100)) if entry.kind == PURGE)
    assert signed.content["removed"] == 3
    assert [run[:2] for run in signed.content["runs"]] == [[1, 3]]
    record.connection.execute("DELETE FROM entries WHERE seq = 4")
    assert not verify(record).whole


def test_apres_une_purge_de_tout_le_registre_continue(tmp_path: Path) -> None:
    clock = Clock()
    record = record_in(tmp_path, clock)
    record.add((draft(), Draft(NOT_UNDERSTOOD, {"sentence": "zxq"}), draft()))
    record.add((draft(),))
    clock.later(days=100)
    record.add((Draft(NOT_UNDERSTOOD, {"sentence": "zxq"}),))
    assert purge(record, DAYS).removed == 1
    assert verify(record).purged == 1
    record.add((draft(),))
    assert verify(record).whole


def test_une_horloge_qui_saute_en_avant_ne_purge_rien(tmp_path: Path) -> None:
    clock = Clock()
    record = record_in(tmp_path, clock)
    record.add((draft(),))
    clock.later(days=20_000)
    assert purge(record, DAYS).removed == 0
    assert count(record) == 1


def test_un_vieux_cas_encore_suivi_ne_fait_pas_douter_de_l_horloge(tmp_path: Path) -> None:
    clock = Clock()
    record = record_in(tmp_path, clock)
    followed = str(record.add((draft(),))[0].reference)
    for _ in range(8):
        clock.later(days=150)
        record.add((draft(), Draft(COURSE, {"grams": 145.0, "day": "2026-03-02"}, followed)))
    assert not jumped(record)
    assert purge(record, DAYS).removed > 0
    assert not jumped(record), "what was purged leaves a gap of years"
    clock.later(days=181)
    record.add((draft(),))
    assert jumped(record)


def test_une_grande_purge_se_fait_par_morceaux(tmp_path: Path) -> None:
    clock = Clock()
    record = record_in(tmp_path, clock)
    record.add([Draft(COURSE, {"grams": 60.0, "day": "2026-03-02"}, "K7-482")] * 4500)
    clock.later(days=DAYS + 1)
    record.add((draft(),))
    seen: list[int] = []
    assert purge(record, DAYS, seen.append).removed == 4500
    assert seen == [2000, 2000, 500]
    assert verify(record).purged == 4500


@pytest.mark.parametrize(("text", "days"), [("", DAYS), ("366", 366), ("3650", 3650)])
def test_la_duree_se_regle(monkeypatch: pytest.MonkeyPatch, text: str, days: int) -> None:
    monkeypatch.setenv("PRIOIG_RETENTION_DAYS", text)
    assert retention_days() == days


@pytest.mark.parametrize("text", ["365", "0", "-1", "un an", "36501"])
def test_une_duree_impossible_est_refusee(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PRIOIG_RETENTION_DAYS", text)
    with pytest.raises(RetentionProblem, match="un nombre de jours de 366 à 36500"):
        retention_days()


def test_les_dates_ecrites_se_trient(tmp_path: Path) -> None:
    record = filled(tmp_path)
    assert [entry.seq for entry in between(record, START, START.replace(year=2027))] == list(range(1, ENTRIES + 1))
