"""From the first word to a decision on Matrix, with the real bot, through restarts of both."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from tests.matrix.synapse import Synapse, free_port
from tests.matrix.ward import Ward
from tests.serving import Server

WELCOME = 1  # messages of the bot before the first answer
ROOMS = [pytest.param(False, id="un salon en clair"), pytest.param(True, id="un salon chiffré")]
URGENCY = """Compris : Purpura thrombopénique immunologique (PTI) de l'adulte, Khellaf 9.
Est-ce une situation d'urgence ?
1. oui
2. non
3. je ne sais pas
Répondez par le numéro, ou avec vos mots."""
VERDICT = "PRIORITAIRE [P] · PTI de l'adulte, forme sévère"
GRAMS = "72,5 g en une fois : 3 x 20 g + 10 g + 2,5 g (1 g/kg x 72 kg = 72 g, +0,7 %)."


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Server]:
    """The real bot, on a port that it keeps when it is restarted."""
    with Server.start(tmp_path, "--port", str(free_port())) as running:
        yield running


@pytest.mark.parametrize("encrypted", ROOMS)
def test_a_person_gets_a_decision_although_everything_is_restarted(
    homeserver: Synapse, real: Server, tmp_path: Path, encrypted: bool
) -> None:
    ward = Ward(homeserver, tmp_path, str(real.client.base_url).rstrip("/"))
    try:
        bridge = ward.start()
        alice = ward.person("alice")
        room = ward.room(alice, encrypted)
        alice.answers(room, ward.bot, WELCOME)
        assert alice.ask(room, ward.bot, "PTI adulte, Khellaf 9") == URGENCY
        bridge.stop(kill=True)
        real.restart(kill=True)
        bridge.start()
        verdict = alice.ask(room, ward.bot, "1")
        assert verdict.split("\n")[0] == VERDICT
        shown = alice.answers(room, ward.bot, WELCOME + 2)[-1]["content"]["formatted_body"]
        assert shown.startswith(f"<p><strong>{VERDICT}</strong><br>")
        real.stop()
        before = len(alice.answers(room, ward.bot, 0))
        alice.say(room, "72")
        alice.hear(room, lambda line: line["heard"] == "m.typing" and ward.bot in line["content"]["users"])
        real.restart()
        answer = alice.answers(room, ward.bot, before + 1)[before]["content"]["body"]
        if "redémarre" in answer:
            answer = alice.answers(room, ward.bot, before + 2)[before + 1]["content"]["body"]
        assert GRAMS in answer.split("\n")
    finally:
        ward.close()


def test_a_patient_s_name_is_masked_before_the_bot_keeps_it(homeserver: Synapse, real: Server, tmp_path: Path) -> None:
    ward = Ward(homeserver, tmp_path, str(real.client.base_url).rstrip("/"))
    try:
        bridge = ward.start()
        alice = ward.person("alice")
        room = ward.room(alice)
        alice.answers(room, ward.bot, WELCOME)
        assert "Khellaf 9" in alice.ask(room, ward.bot, "Mme Zyxwvut, PTI adulte, Khellaf 9")
        assert (bridge.stop(), real.stop()) == (0, 0)
        files = [path for path in tmp_path.rglob("*") if path.is_file() and "device" not in str(path)]
        assert [path for path in files if b"Zyxwvut" in path.read_bytes()] == []
        assert [
            path.name for path in files if alice.user.encode() in path.read_bytes() and "crypto" not in str(path)
        ] == []
    finally:
        ward.close()
