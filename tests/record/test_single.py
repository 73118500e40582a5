"""Decisions outside a conversation, and the record kept in order while the bot is served."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Iterator

import pytest

from actions.record import keeper
from actions.record.purge import DAYS, RetentionProblem
from actions.record.single import recorded
from actions.record.store import Record, record_path
from bot import housekeeping
from bot.decisions import decision_of
from tests.record.writing import draft
from tests.serving import Server, objects

KAWASAKI = {"indication": "kawasaki", "facts": {"weight_kg": 12}}
NOW = datetime.now(timezone.utc)
OLD = DAYS + 1  # days


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    keeper.release()


def channels(path: Path) -> list[tuple[str, str]]:
    """The reference and the channel of each decision."""
    return list(Record(path, readonly=True).connection.execute("SELECT reference, channel FROM decisions ORDER BY seq"))


def grown(*ages: float) -> None:
    """A record with one decision of each age, in days."""
    for age in ages:
        record = Record(now=lambda age=age: NOW - timedelta(days=age))  # type: ignore[misc]
        record.add((draft(),))
        record.close()


def test_chaque_ligne_decidee_a_sa_reference_et_une_erreur_n_en_a_pas() -> None:
    lines = recorded([decision_of(case) for case in (KAWASAKI, {"indication": "rien"}, KAWASAKI)], "decide", "", 0.0)
    assert [line.get("recorded") for line in lines] == [True, None, True]
    assert channels(record_path()) == [(lines[0]["reference"], "decide"), (lines[2]["reference"], "decide")]


def test_sans_registre_les_lignes_le_disent(own_folder: Path) -> None:
    own_folder.mkdir()
    record_path().write_bytes(b"pas une base" * 500)
    (line,) = recorded([decision_of(KAWASAKI)], "decide", "", 0.0)
    assert (line["status"], line["reference"], line["recorded"]) == ("P", None, False)
    assert line["notice"].startswith("Décision non enregistrée") and "il est abîmé" in line["notice"]


def test_tous_les_chemins_d_un_serveur_ecrivent_avant_de_montrer(server: Server) -> None:
    tab = {"sender": "0123456789abcdef", "id": "m1", "message": "Kawasaki, 12 kg"}
    page: list[dict[str, Any]] = server.client.post("/page/message", json=tab).json()
    shown = [
        (objects(page, "decision")[0]["reference"], "page"),
        (objects(server.say("record-1", "Kawasaki, 12 kg"), "decision")[0]["reference"], "rest"),
        (server.client.post("/page/case", json=KAWASAKI).json()["custom"]["reference"], "page"),
        (server.client.post("/decide", json=KAWASAKI).json()["reference"], "decide"),
        *((line["reference"], "decide") for line in server.client.post("/decide", json=[KAWASAKI] * 3).json()),
    ]
    assert channels(server.folder / "var" / "record.sqlite")[-len(shown) :] == shown
    card = next(reply["page"] for reply in page if (reply.get("custom") or {}).get("type") == "decision")
    assert card["note"] == f"Référence {shown[0][0]}."
    assert card["note"] in card["justification"].split("\n")


def test_la_purge_du_demarrage_dit_ce_qu_elle_a_supprime(own_folder: Path) -> None:
    assert housekeeping.purge_once() is None
    own_folder.mkdir(exist_ok=True)
    grown(OLD, OLD, 600, 500, 400, 300, 200, 100, 0)
    assert housekeeping.purge_once() == "Registre : 2 écritures supprimées (durée de conservation : 730 jours)."
    assert housekeeping.purge_once() is None


def test_la_purge_de_chaque_jour_se_fait_en_service(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own_folder.mkdir(exist_ok=True)
    grown(OLD, 600, 450, 300, 150, 0)

    async def serve_until_purged() -> None:
        purging = asyncio.ensure_future(housekeeping.daily(0.01))
        while len(channels(record_path())) > 5:
            await asyncio.sleep(0.01)
        purging.cancel()

    asyncio.run(asyncio.wait_for(serve_until_purged(), 30))


def test_une_horloge_qui_a_saute_suspend_la_purge_automatique(own_folder: Path) -> None:
    own_folder.mkdir(exist_ok=True)
    grown(OLD + 20, OLD + 10, OLD, 0)
    said = housekeeping.purge_once()
    assert said is not None and "l'horloge semble avoir sauté en avant (3 écritures seraient supprimées)" in said
    assert len(channels(record_path())) == 4


def test_un_registre_abime_au_demarrage_se_dit_et_n_arrete_rien(own_folder: Path) -> None:
    own_folder.mkdir()
    record_path().write_bytes(b"pas une base" * 500)
    said = housekeeping.purge_once()
    assert said is not None and said.endswith("Les décisions sont données sans être enregistrées.")


def test_une_duree_impossible_arrete_le_demarrage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIOIG_RETENTION_DAYS", "7")
    with pytest.raises(RetentionProblem):
        housekeeping.purge_once()
