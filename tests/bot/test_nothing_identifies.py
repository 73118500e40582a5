"""Identities sent through every activity and every door: no file that the server writes holds one."""

from __future__ import annotations

import secrets
from pathlib import Path

from tests.serving import Server, objects

NAMES = ("Quenneville", "Zélie")
NUMBERS = ("2 84 05 88 076 123 45", "284058807612345", "06 12 34 56 78", "0612345678", "IPP 8123456789", "8123456789")
MAIL = "zelie.quenneville@exemple.fr"
WHO = f"Mme Zélie Quenneville, née le 03/05/1984, NIR {NUMBERS[0]}, tél {NUMBERS[2]}, {NUMBERS[4]}, {MAIL}"
FORBIDDEN = (*NAMES, *NUMBERS, MAIL, "03/05/1984")
CASE = "PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg"
TALKS: dict[str, tuple[str, ...]] = {
    "consultation": (f"{WHO} : {CASE}", f"{WHO}", "pourquoi ?"),
    "entraînement": ("entraînement", WHO, "Mme Quenneville", "lynx", f"prioritaire {WHO}", WHO),
    "score": ("score de Khellaf", f"{WHO} aucun purpura", WHO),
    "sirolimus": ("sirolimus", f"{WHO} résiduel 8 ng/mL à J7", WHO),
    "formulaire": ("nouveau formulaire sivig", "AB", "1962", "femme", "section 2", WHO, f"commentaire : {WHO}"),
    "classification": ("score ACR EULAR", WHO),
}


def written(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, with what it holds."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_no_file_of_the_server_holds_an_identity(tmp_path: Path) -> None:
    with Server.start(tmp_path) as server:
        for name, texts in TALKS.items():
            for text in texts:
                server.say(f"door {name}", text)
            page = secrets.token_hex(16)
            for text in texts:
                body = {"sender": page, "id": secrets.token_hex(8), "message": text}
                assert server.client.post("/page/message", json=body).status_code == 200
        (decision,) = objects(server.say("follow", CASE), "decision")
        for text in (f"suite {decision['reference']}", f"cure faite hier 60 g {WHO}", f"effet stable, {WHO}", WHO):
            server.say("follow", text)
        for path in ("/decide", "/page/case"):
            server.client.post(path, json={"id": WHO, "indication": WHO, "facts": {WHO: WHO}})
        server.client.post("/page/form/open", json={"reference": WHO})
        server.client.post("/page/training/room", json={"code": WHO, "teacher": WHO})
    files = written(tmp_path)
    assert any(name.endswith("tracker.sqlite") or "conversations" in name for name in files), sorted(files)
    found = [(name, words) for name, held in files.items() for words in FORBIDDEN if words.encode() in held]
    found += [
        (name, words)
        for name, held in files.items()
        for words in FORBIDDEN
        if words.casefold() in held.decode("utf-8", "ignore").casefold()
    ]
    assert found == []
