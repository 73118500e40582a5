"""Whatever happens to the process or to the disk: what was shown is in the record, and the record is whole."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Iterator

import httpx
import pytest

from actions.record import keeper
from actions.record.store import Record
from actions.record.verify import verify
from tests.record import killed
from tests.record.ward import Ward
from tests.serving import ROOT, Server, objects, said

ROUNDS = 25
KAWASAKI = {"indication": "kawasaki", "facts": {"weight_kg": 12}}


def missing(record: Record, shown: list[str]) -> list[str]:
    """The references that were shown and are not in the record."""
    return [reference for reference in shown if not record.known(reference)]


def test_tue_a_tout_moment_le_registre_a_tout_ce_qui_fut_montre(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(killed.__file__)), str(tmp_path), str(ROUNDS), "7"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout.split()
    assert len(shown) >= ROUNDS
    record = Record(tmp_path / "record.sqlite")
    assert missing(record, shown) == []
    verdict = verify(record)
    assert verdict.problems == ()
    assert len(shown) <= verdict.entries <= len(shown) + ROUNDS, "at most one a process was written and not shown"


def test_plusieurs_programmes_ecrivent_ensemble_une_seule_chaine(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(killed.__file__)), str(tmp_path), "4"]
    writers = [
        subprocess.Popen([*command, str(seed)], cwd=ROOT, stdout=subprocess.PIPE, text=True) for seed in range(4)
    ]
    shown = [reference for writer in writers for reference in writer.communicate(timeout=120)[0].split()]
    record = Record(tmp_path / "record.sqlite")
    assert len(shown) == len(set(shown)) >= 16
    assert missing(record, shown) == []
    assert verify(record).problems == ()


def test_un_serveur_tue_a_tout_moment_garde_ce_qu_il_a_montre(tmp_path: Path) -> None:
    shown: list[str] = []
    with Server.start(tmp_path) as server:
        asking = threading.Thread(target=_ask_until_it_dies, args=(str(server.client.base_url), shown))
        asking.start()
        while len(shown) < 20:
            time.sleep(0.001)
        time.sleep(random.Random(11).uniform(0, 0.02))
        server.process.kill()
        asking.join()
        server.restart(kill=True)
        record = Record(tmp_path / "var" / "record.sqlite")
        assert missing(record, shown) == []
        assert verify(record).whole
        answer = server.client.post("/decide", json=KAWASAKI).json()
        assert (answer["status"], answer["recorded"]) == ("P", True)


def _ask_until_it_dies(address: str, shown: list[str]) -> None:
    with httpx.Client(base_url=address, timeout=30) as client:
        try:
            while True:
                shown.append(client.post("/decide", json=KAWASAKI).json()["reference"])
        except httpx.HTTPError:
            return


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of half a megabyte, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "prioig-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("il faut être root, et pouvoir monter un tmpfs")
    monkeypatch.setenv("PRIOIG_VAR", str(folder))
    yield folder
    keeper.release()
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_un_serveur_sur_un_disque_plein_repond_encore(tmp_path: Path, small_disk: Path) -> None:
    with Server.start(tmp_path, PRIOIG_VAR=str(small_disk)) as server:
        first = objects(server.say("a", "Kawasaki, 12 kg"), "decision")[0]
        filler = small_disk / "filler"
        _fill(filler)
        replies = server.say("a", "13 kg")
        decision = objects(replies, "decision")[0]
        assert (decision["status"], decision["recorded"], decision["dose"]["regimens"][1]["grams_exact"]) == (
            "P",
            False,
            26,
        )
        assert "le disque est plein ; libérez de la place" in said(replies)
        assert "la conversation n'a pas pu être gardée" in said(replies)
        assert server.client.get("/health").json()["checks"]["record"] is False
        filler.unlink()
        again = objects(server.say("a", "13 kg"), "decision")[0]
        assert (again["recorded"], again["reference"]) == (True, first["reference"])
    assert verify(Record(readonly=True)).whole


def _fill(filler: Path) -> None:
    """Leave no byte on the disk."""
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 512)


def _decision(ward: Ward) -> Any:
    return ward.says("nouveau patient, Kawasaki, 12 kg", "new_patient").decision


def test_sur_un_disque_plein_la_reponse_est_donnee_et_rien_n_est_perdu(small_disk: Path) -> None:
    ward = Ward()
    shown = [_decision(ward)["reference"]]
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - 20_000))
    full = None
    for _ in range(200):
        decision = _decision(ward)
        if not decision["recorded"]:
            full = decision
            break
        shown.append(decision["reference"])
    assert full is not None and (full["status"], full["reference"]) == ("P", None)
    heard = ward.says("13 kg")
    assert "le disque est plein ; libérez de la place" in heard.text and "26 g" in heard.text
    filler.unlink()
    shown.append(_decision(ward)["reference"])
    record = Record(readonly=True)
    assert missing(record, shown) == []
    assert verify(record).whole


def test_un_disque_en_lecture_seule_se_dit(small_disk: Path) -> None:
    ward = Ward()
    first = _decision(ward)["reference"]
    keeper.release()
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    subprocess.run(remount, check=True)
    heard = ward.says("13 kg")
    assert heard.decision and heard.decision["recorded"] is False
    assert "lecture seule" in heard.text or "vérifiez" in heard.text
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert ward.says("14 kg").decision["recorded"] is True  # type: ignore[index]
    assert Record(readonly=True).known(first)
