"""What a conversation leaves in the record: written before it is said, one reference a case, nothing about who."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Iterator

import pytest

from actions.record import keeper
from actions.record.read import case_file
from actions.record.store import Record
from actions.record.verify import verify
from bot.keepable import keepable
from bot.nlu.understand import extract
from tests.record.ward import Ward
from tests.record.writing import START

CIDP = "PIDC évolutive, corticoïdes en échec, échanges plasmatiques en échec"
NAMES = ("Dupont", "dupont", "1 84 12 76 451 089 46", "184127645108946", "06 12 34 56 78")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    keeper.release()


def entries(kind: str) -> list[dict[str, Any]]:
    """What the record holds of one kind, without numbers, times and sender."""
    record = Record(readonly=True)
    rows = record.connection.execute("SELECT seq, content, hash FROM entries WHERE kind = ? ORDER BY seq", (kind,))
    from actions.record.entries import Entry

    dropped = ("seq", "at", "sender", "v", "kind", "ms", "case_seconds")
    found = [{k: v for k, v in Entry.read(*row).content.items() if k not in dropped} for row in rows]
    record.close()
    return found


def test_la_reference_est_dite_et_le_cas_est_au_registre() -> None:
    ward = Ward()
    heard = ward.says(CIDP)
    assert heard.decision is not None
    reference = heard.decision["reference"]
    assert heard.decision["recorded"] is True
    assert f"Référence {reference}." in heard.text.split("\n")
    found = case_file(Record(readonly=True), reference)
    assert found is not None
    assert found.decision["facts"] == {
        "clinically_progressive": True, "corticosteroids": "failed", "plasma_exchange": "failed",
    }  # fmt: skip
    assert (found.decision["channel"], found.decision["status"]) == ("terminal", "UF")


def test_un_cas_garde_sa_reference_et_chaque_decision_est_une_revision() -> None:
    ward = Ward()
    first = ward.says(CIDP)
    ward.says("72 kg")
    last = ward.says("non, plutôt 80 kg")
    assert first.decision and last.decision and first.decision["reference"] == last.decision["reference"]
    kept_ = [(item["revision"], item["facts"].get("weight_kg")) for item in entries("decision")]
    assert kept_ == [(1, None), (2, 72), (3, 80)]
    assert entries("correction") == [
        {"fact": "weight_kg", "before": 72, "after": 80, "how": "stated", "channel": "terminal",
         "reference": last.decision["reference"]},
    ]  # fmt: skip


def test_un_autre_patient_a_une_autre_reference() -> None:
    ward = Ward()
    first = ward.says(f"{CIDP}, 72 kg")
    ward.says("nouveau patient", "new_patient")
    second = ward.says("Kawasaki, 12 kg")
    assert first.decision and second.decision and first.decision["reference"] != second.decision["reference"]
    (left,) = entries("unanswered")
    assert (left["how"], left["fact"], left["reference"]) == ("abandoned", "height_cm", first.decision["reference"])


def test_la_meme_decision_redite_n_est_pas_ecrite_deux_fois() -> None:
    ward = Ward()
    first = ward.says(f"{CIDP}, 72 kg")
    again = ward.says("détails", "details")
    assert first.decision and again.decision and again.decision["reference"] == first.decision["reference"]
    assert len(entries("decision")) == 1


def test_un_retour_garde_la_reference() -> None:
    ward = Ward()
    first = ward.says(f"{CIDP}, 72 kg")
    ward.says("80 kg")
    back = ward.says("retour", "back")
    assert first.decision and back.decision and back.decision["reference"] == first.decision["reference"]
    assert [item["revision"] for item in entries("decision")] == [1, 2, 3]
    assert [item["how"] for item in entries("correction")] == ["stated", "back"]


def test_les_questions_posees_et_celles_restees_sans_reponse() -> None:
    ward = Ward()
    ward.says("PTI de l'adulte")
    for _ in range(6):
        heard = ward.says("je ne sais pas", "dont_know")
    assert heard.decision and heard.decision["status"] == "incomplete"
    last = entries("decision")[-1]
    assert last["asked"][0] == "life_threatening_bleeding" and len(last["asked"]) == len(set(last["asked"]))
    assert {item["how"] for item in entries("unanswered")} == {"declined"}


def test_une_phrase_non_comprise_est_gardee_masquee() -> None:
    ward = Ward()
    ward.hears(replace(extract("zxqv Dupont"), intent="nlu_fallback", kept=keepable("zxqv Dupont 184127645108946")))
    assert entries("not_understood") == [{"asked": None, "channel": "terminal", "sentence": "zxqv [mot] [NIR]"}]


def test_les_phrases_peuvent_n_etre_pas_gardees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIOIG_KEEP_SENTENCES", "non")
    Ward().hears(replace(extract("zxqv"), intent="nlu_fallback", kept="zxqv"))
    assert not (Path(os.environ["PRIOIG_VAR"]) / "record.sqlite").exists()


def test_rien_n_identifie_personne(own_folder: Path) -> None:
    ward = Ward("dr-dupont")
    ward.says(f"M. Dupont, NIR 1 84 12 76 451 089 46, 06 12 34 56 78, {CIDP}, 72 kg")
    ward.says("Mme Dupont zxqv")
    keeper.release()
    raw = b"".join(path.read_bytes() for path in own_folder.iterdir())
    for name in (*NAMES, "dr-dupont"):
        assert name.encode() not in raw, name


def test_un_expediteur_ne_se_suit_pas_d_un_mois_a_l_autre(own_folder: Path) -> None:
    ward = Ward()
    for days in (0, 1, 40):
        ward.context = replace(ward.context, now=START + timedelta(days=days))
        ward.says("nouveau patient, Kawasaki, 12 kg", "new_patient")
    rows = Record(readonly=True).connection.execute("SELECT sender FROM decisions ORDER BY seq").fetchall()
    assert rows[0] == rows[1] != rows[2]
    assert [path.name for path in own_folder.glob("record.salt-*")] == ["record.salt-2026-04"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.write_bytes(b"pas une base" * 500), "il est abîmé ; restaurez une sauvegarde"),
        (lambda path: path.mkdir(), "il ne peut pas être ouvert ; vérifiez le dossier et les droits"),
    ],
    ids=["fichier abîmé", "pas un fichier"],
)
def test_sans_registre_la_reponse_est_donnee_et_dite_non_enregistree(own_folder: Path, spoil: Any, told: str) -> None:
    own_folder.mkdir()
    spoil(own_folder / "record.sqlite")
    ward = Ward()
    heard = ward.says(f"{CIDP}, 72 kg")
    assert heard.decision is not None
    assert (heard.decision["status"], heard.decision["reference"], heard.decision["recorded"]) == ("UF", None, False)
    assert "145 g en 5 jours" in heard.text
    (line,) = [line for line in heard.text.split("\n") if line.startswith("Décision non enregistrée")]
    assert told in line


def test_une_panne_imprevue_du_registre_ne_coute_pas_la_reponse(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("zxqv")

    monkeypatch.setattr("actions.record.turns.content_of", fail)
    heard = Ward().says(f"{CIDP}, 72 kg")
    assert heard.decision and (heard.decision["status"], heard.decision["recorded"]) == ("UF", False)
    assert "Erreur interne du registre." in heard.text and "zxqv" not in heard.text


def test_le_registre_revenu_la_decision_suivante_est_enregistree(own_folder: Path) -> None:
    own_folder.mkdir()
    (own_folder / "record.sqlite").mkdir()
    ward = Ward()
    ward.says(CIDP)
    (own_folder / "record.sqlite").rmdir()
    heard = ward.says("72 kg")
    assert heard.decision and heard.decision["recorded"] is True
    assert [item["revision"] for item in entries("decision")] == [1]
    assert verify(Record(readonly=True)).whole


def test_un_fichier_tenu_par_un_autre_programme_ne_bloque_pas_la_reponse(own_folder: Path) -> None:
    ward = Ward()
    ward.says(CIDP)
    other = sqlite3.connect(own_folder / "record.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    heard = ward.says("72 kg")
    assert heard.decision and heard.decision["recorded"] is False
    assert "un autre programme le tient ; réessayez dans un instant" in heard.text
    other.execute("ROLLBACK")
    other.close()
    assert ward.says("80 kg").decision["recorded"] is True  # type: ignore[index]
