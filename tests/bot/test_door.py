"""The HTTP door of a real server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.messages import TEXTS
from tests.serving import Server, error, objects, said

SEVERE = {"indication": "itp_adult", "facts": {"khellaf_score": 9, "emergency": True}}


REFUSED = {
    "sans expéditeur": ({"message": "bonjour"}, 400, "missing_sender"),
    "un expéditeur vide": ({"sender": " ", "message": "bonjour"}, 400, "missing_sender"),
    "un expéditeur de 65 caractères": ({"sender": "s" * 65, "message": "bonjour"}, 400, "missing_sender"),
    "un expéditeur qui est un nombre": ({"sender": 7, "message": "bonjour"}, 400, "missing_sender"),
    "un expéditeur sur deux lignes": ({"sender": "a\nb", "message": "bonjour"}, 400, "missing_sender"),
    "un message qui est un nombre": ({"sender": "s", "message": 9}, 400, "invalid_message"),
    "une liste": ([1], 400, "invalid_json"),
    "du JSON mal formé": ('{"sender": "s", "message": ', 400, "invalid_json"),
    "un corps vide": ("", 400, "invalid_json"),
    "deux expéditeurs": ('{"sender": "a", "sender": "b", "message": "bonjour"}', 400, "invalid_json"),
    "du latin-1": ('{"sender": "s", "message": "é"}'.encode("latin-1"), 400, "invalid_json"),
    "plus de 16 Ko": ({"sender": "s", "message": "x" * 17_000}, 413, "body_too_large"),
    "2 Mo": ({"sender": "s", "message": "x" * 2_000_000}, 413, "body_too_large"),
}


@pytest.mark.parametrize(("body", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_a_bad_request_is_refused_in_french(server: Server, body: Any, status: int, code: str) -> None:
    response = server.post(body)
    assert (response.status_code, response.json()) == (status, error(code))


def test_16_kb_exactly_and_64_characters_pass(server: Server) -> None:
    body = {"sender": "s" * 64, "message": ""}
    body["message"] = "x" * (16 * 1024 - len(json.dumps(body)))
    response = server.post(json.dumps(body))
    assert (response.status_code, len(response.request.content)) == (200, 16 * 1024)


UNREAD = {
    "un message vide": ("", "empty_message"),
    "des blancs": (" \n\t ", "empty_message"),
    "10 000 caractères": ("x" * 10_000, "too_long"),
    "2 001 caractères": ("x" * 2001, "too_long"),
}


@pytest.mark.parametrize(("text", "code"), UNREAD.values(), ids=UNREAD)
def test_an_unreadable_message_is_told_and_the_question_comes_again(server: Server, text: str, code: str) -> None:
    sender = f"unread-{code}-{len(text)}"
    (question,) = objects(server.say(sender, "PTI adulte, 72 kg"), "question")
    again = server.say(sender, text)
    assert [notice["code"] for notice in objects(again, "notice")] == [code]
    assert TEXTS[code] in said(again)
    assert objects(again, "question") == [question]
    (decision,) = objects(server.say(sender, "Khellaf 9, urgence"), "decision")
    assert (decision["status"], decision["facts"]["weight_kg"]) == ("P", 72)


def test_a_message_without_text_is_an_empty_one(server: Server) -> None:
    replies = server.post({"sender": "no-message"}).json()
    assert [notice["code"] for notice in objects(replies, "notice")] == ["empty_message"]


def test_2000_characters_are_read(server: Server) -> None:
    text = "PTI adulte, Khellaf 9, urgence, 72 kg. " + "x" * 2000
    (decision,) = objects(server.say("just-fits", text[:2000]), "decision")
    assert decision["status"] == "P"


def test_the_server_says_that_it_is_well_and_its_versions(server: Server) -> None:
    response = server.client.get("/health")
    body = response.json()
    assert (response.status_code, body["status"]) == (200, "ok")
    assert body["checks"] == {"model": True, "store": True, "decision": True, "record": True}
    versions = {name: body["versions"][name] for name in ("prioig", "table", "rasa")}
    assert versions == {"prioig": "0.1.0", "table": "2025-05-20", "rasa": "3.6.21"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/prescrire", 404, "not_found"), ("GET", "/webhooks/rest/webhook", 405, "method_not_allowed")],
    ids=["une adresse inconnue", "une lecture au lieu d'un envoi"],
)
def test_other_errors_are_json_in_french(server: Server, method: str, path: str, status: int, code: str) -> None:
    response = server.client.request(method, path)
    assert (response.status_code, response.json()) == (status, error(code))


def test_what_would_open_the_model_to_strangers_is_not_there(server: Server) -> None:
    statuses = [
        server.client.put("/model", json={}).status_code,
        server.client.get("/status").status_code,
        server.client.get("/conversations/s1/tracker").status_code,
        server.client.post("/model/parse", json={"text": "bonjour"}).status_code,
    ]
    assert statuses == [404, 404, 404, 404]


@pytest.mark.parametrize("path", ["/health", "/absent"])
def test_every_answer_carries_the_security_headers(server: Server, path: str) -> None:
    headers = server.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "default-src" in headers["content-security-policy"]
    assert "server" not in headers


def test_the_page_of_another_origin_may_not_post(server: Server) -> None:
    body = {"sender": "origin", "message": "bonjour"}
    response = server.post(body, Origin="https://ailleurs.example")
    assert (response.status_code, response.json()) == (403, error("forbidden_origin"))
    own = f"http://{server.client.base_url.netloc.decode()}"
    assert server.post(body, Origin=own).status_code == 200


def test_one_case_gives_its_decision(server: Server) -> None:
    response = server.client.post("/decide", json={"id": 1, **SEVERE})
    assert (response.status_code, response.json()["id"], response.json()["status"]) == (200, 1, "P")


def test_a_list_of_cases_gives_a_line_each_in_order(server: Server) -> None:
    cases = [{"id": 1, **SEVERE}, {"id": 2, "indication": "grippe"}, 3, {"id": 4, **SEVERE}]
    response = server.client.post("/decide", json=cases)
    lines = response.json()
    assert response.status_code == 200
    assert [line["id"] for line in lines] == [1, 2, None, 4]
    codes = [line.get("error", {}).get("code") for line in lines]
    assert codes == [None, "unknown_indication", "invalid_json", None]


@pytest.mark.parametrize("body", [b"{bad", b"", b'{"indication": "kawasaki", "facts": {"weight_kg": NaN}}'], ids=str)
def test_a_body_that_is_not_json_is_an_error_in_the_form_of_a_refused_case(server: Server, body: bytes) -> None:
    response = server.client.post("/decide", content=body)
    message = (
        "Le corps de la requête n'est pas du JSON valide. "
        'Exemple : {"indication": "kawasaki", "facts": {"weight_kg": 12}}.'
    )
    error = {"code": "invalid_json", "field": None, "message": message}
    assert (response.status_code, response.json()) == (400, {"id": None, "error": error})


def test_one_case_that_cannot_be_decided_is_a_422(server: Server) -> None:
    response = server.client.post("/decide", json={"indication": "itp_adult", "facts": {"weight_kg": 7000}})
    wrong = response.json()["error"]
    assert (response.status_code, wrong["code"], wrong["field"]) == (422, "invalid_value", "facts.weight_kg")


def test_a_restart_in_the_middle_of_a_conversation_loses_nothing(tmp_path: Path) -> None:
    with Server.start(tmp_path) as own:
        assert objects(own.say("s1", "PTI adulte, 72 kg"), "question") != []
        own.restart()
        assert objects(own.say("s1", "urgence"), "question") != []
        own.restart(kill=True)
        (decision,) = objects(own.say("s1", "Khellaf 9"), "decision")
        assert (decision["status"], decision["facts"]["weight_kg"]) == ("P", 72)
        assert own.stop() == 0


async def _two_messages(client: httpx.AsyncClient, number: int) -> float:
    """The weight in the decision of one of many people who write at once."""
    sender, replies = f"crowd-{number}", []
    for text in (f"PTI adulte, {40 + number / 10:.1f} kg".replace(".", ","), "Khellaf 9, urgence"):
        response = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
        replies = response.json()
        assert {reply["recipient_id"] for reply in replies} == {sender}
    (decision,) = objects(replies, "decision")
    return float(decision["facts"]["weight_kg"])


def test_200_people_at_once_each_get_their_own_patient(server: Server) -> None:
    async def crowd() -> list[float]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=server.client.base_url, timeout=120, limits=limits) as client:
            return await asyncio.gather(*(_two_messages(client, number) for number in range(200)))

    assert asyncio.run(crowd()) == [40 + number / 10 for number in range(200)]


async def _beside(client: httpx.AsyncClient, number: int) -> tuple[str, str]:
    """One person of a crowd in another activity each: what was last said to them, and what must stand in it."""
    weight = 20 + number // 4
    talks = {
        0: ("calculer l'IMC", f"{weight} kg, 160 cm"),
        1: ("sirolimus", f"{weight} kg, 160 cm, 12 ans", "dose sirolimus"),
        2: (f"PTI adulte, Khellaf 9, urgence, corticoïdes en cours, {weight} kg", "suite {reference}"),
        3: ("entraînement", f"lynx {number}"),
    }
    reference, text = "", ""
    for message in talks[number % 4]:
        body = {"sender": f"beside-{number}", "message": message.format(reference=reference)}
        replies = (await client.post("/webhooks/rest/webhook", json=body)).json()
        assert {reply["recipient_id"] for reply in replies} == {f"beside-{number}"}
        text = said(replies)
        reference = next((item["reference"] for item in objects(replies, "decision")), reference)
    area = f"{(weight * 160 / 3600) ** 0.5:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    own = (f"{weight} kg", f"x {area} m²", f"Référence {reference}", f"Lynx {number}.")
    return text, own[number % 4]


def test_200_people_at_once_in_different_activities_each_get_their_own(server: Server) -> None:
    async def crowd() -> list[tuple[str, str]]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=server.client.base_url, timeout=120, limits=limits) as client:
            return await asyncio.gather(*(_beside(client, number) for number in range(200)))

    assert [pair for pair in asyncio.run(crowd()) if pair[1] not in pair[0]] == []
