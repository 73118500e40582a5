"""The page's own endpoint and files, as a program meets them: checks, headers, once and only once."""

from __future__ import annotations

import gzip
import json
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from bot.channels.page.files import FOLDER, assets
from rules import hierarchy
from tests.page.browsing import SENTENCE
from tests.serving import Server, objects

SECRET = "s" * 32
REFUSED: dict[str, tuple[dict[str, Any], dict[str, str], int, str]] = {
    "sans expéditeur": ({"sender": None}, {}, 400, "missing_sender"),
    "expéditeur court": ({"sender": "abc"}, {}, 400, "missing_sender"),
    "expéditeur qui en vise un autre": ({"sender": "0123456789abcdef/x"}, {}, 400, "missing_sender"),
    "sans message": ({"message": None}, {}, 400, "invalid_message"),
    "sans nom de message": ({"id": ""}, {}, 400, "missing_id"),
    "corps de 17 Ko": ({"message": "x" * 17_000}, {}, 413, "body_too_large"),
    "autre origine": ({}, {"Origin": "https://example.org"}, 403, "forbidden_origin"),
    "autre site": ({}, {"Sec-Fetch-Site": "cross-site"}, 403, "forbidden_origin"),
    "formulaire": ({}, {"Content-Type": "text/plain"}, 415, "json_only"),
}


def tab() -> str:
    """The name of a new tab."""
    return secrets.token_hex(16)


def send(server: Server, sender: str, text: str, **more: Any) -> list[dict[str, Any]]:
    """The replies of the page's endpoint to one message."""
    body = {"sender": sender, "id": tab(), "message": text, **more}
    response = server.client.post("/page/message", json=body)
    assert response.status_code == 200, response.text
    replies: list[dict[str, Any]] = response.json()
    return replies


def turns(server: Server, sender: str) -> list[str]:
    """What the server holds of the messages of a conversation."""
    return [turn["text"] for turn in server.client.post("/page/conversation", json={"sender": sender}).json()]


@pytest.mark.parametrize(("change", "headers", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_a_message_of_the_page_is_refused(
    server: Server, change: dict[str, Any], headers: dict[str, str], status: int, code: str
) -> None:
    body = {"sender": tab(), "id": tab(), "message": "bonjour", **change}
    content = json.dumps(body)
    response = server.client.post(
        "/page/message", content=content, headers={"Content-Type": "application/json", **headers}
    )
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.json()["error"]["message"].endswith(".")


@pytest.mark.parametrize("length", [2000, 2001], ids=["2 000 caractères", "2 001 caractères"])
def test_a_message_has_at_most_two_thousand_characters(server: Server, length: int) -> None:
    replies = send(server, tab(), "x" * length)
    codes = [notice["code"] for notice in objects(replies, "notice")]
    assert ("too_long" in codes) is (length == 2001)


def test_the_files_come_with_the_headers_of_a_strict_page(server: Server) -> None:
    response = server.client.get("/")
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }
    assert {name: response.headers[name] for name in expected} == expected


def test_no_file_holds_an_inline_script_or_style_or_an_outside_address() -> None:
    html = (FOLDER / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", html) == []
    for file in FOLDER.rglob("*.*"):
        outside = re.findall(r"https?://(?!www\.w3\.org/2000/svg)[^\s\"']+", file.read_text(encoding="utf-8"))
        assert outside == [], file.name


def test_no_module_is_long_and_none_holds_a_figure_of_the_table() -> None:
    for file in FOLDER.rglob("*.js"):
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 120, file.name
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
        assert re.findall(r"\d\s*(?:g/kg|g/L|G/L|kg|mois|ans|SA)\b", code) == [], file.name


def test_a_file_is_compressed_and_asked_for_once(server: Server) -> None:
    response = server.client.get("/page/base.css")
    assert response.headers["Content-Encoding"] == "gzip"
    again = server.client.get("/page/base.css", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = server.client.get("/page/base.css", headers={"Accept-Encoding": "identity"})
    assert ("Content-Encoding" in plain.headers, plain.text) == (False, response.text)


def test_the_worker_names_every_file_of_the_page() -> None:
    head = assets()["sw.js"].body.split(b"\n", 1)[0].decode()
    build = json.loads(head.removeprefix("const BUILD = ").removesuffix(";"))
    files = {f"/page/{file.relative_to(FOLDER)}" for file in FOLDER.rglob("*.*")}
    assert set(build["paths"]) == files - {"/page/index.html", "/page/sw.js"} | {"/"}
    assert gzip.decompress(assets()["sw.js"].packed) == assets()["sw.js"].body


def test_every_module_is_announced_so_that_none_waits_for_another() -> None:
    announced = set(
        re.findall(r'(?:modulepreload" href|module" src)="/page/js/([^"]+)"', (FOLDER / "index.html").read_text())
    )
    assert announced == {file.name for file in (FOLDER / "js").glob("*.js")}


def test_the_table_is_the_hierarchy_whole(server: Server) -> None:
    shown, table = server.client.get("/table.json").json(), hierarchy()
    assert (shown["version"], shown["date"]) == (table.version, "20/05/2025")
    rows = {(item.id, row.id, row.priority) for item in table.situations.values() for row in item.rows}
    assert {(item["id"], row["id"], row["status"]) for item in shown["situations"] for row in item["rows"]} == rows
    assert {item["id"] for item in shown["unjustified"]} == set(table.unjustified)
    assert {item["section"] for item in shown["situations"] + shown["unjustified"]} == set(shown["sections"])


def test_the_same_message_sent_at_once_from_everywhere_is_taken_once(server: Server) -> None:
    sender = tab()
    body = {"sender": sender, "id": tab(), "message": f"{SENTENCE}, 72 kg"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: server.client.post("/page/message", json=body).json(), range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert turns(server, sender) == [f"{SENTENCE}, 72 kg"]


def test_the_same_text_under_another_name_is_another_message(server: Server) -> None:
    sender = tab()
    send(server, sender, "bonjour")
    send(server, sender, "bonjour")
    assert turns(server, sender) == ["bonjour", "bonjour"]


def test_what_was_said_of_the_patient_before_does_not_come_back(server: Server) -> None:
    sender = tab()
    send(server, sender, f"{SENTENCE}, 72 kg")
    send(server, sender, "/new_patient")
    send(server, sender, "Guillain-Barré")
    assert turns(server, sender) == ["/new_patient", "Guillain-Barré"]


def test_what_identifies_is_masked_in_what_comes_back(server: Server) -> None:
    sender = tab()
    send(server, sender, "Mme Durand, née le 01/02/1950, PTI")
    (said,) = turns(server, sender)
    assert "Durand" not in said and "01/02" not in said


def test_two_hundred_people_at_once_each_get_their_own_answer(server: Server) -> None:
    weights = {tab(): 20 + index for index in range(200)}

    def ask(sender: str) -> list[dict[str, Any]]:
        send(server, sender, SENTENCE)
        return send(server, sender, f"{weights[sender]} kg")

    with ThreadPoolExecutor(32) as pool:
        answers = dict(zip(weights, pool.map(ask, weights)))
    got = {sender: objects(replies, "decision")[0]["facts"]["weight_kg"] for sender, replies in answers.items()}
    assert got == weights
    sums = {
        sender: next(r["page"]["dose"][0] for r in replies if "word" in r.get("page", {}))
        for sender, replies in answers.items()
    }
    assert all(f"x {weight} kg" in sums[sender] for sender, weight in weights.items())


def bearer(subject: str) -> dict[str, str]:
    """The header of a person whom the hospital knows."""
    return {"Authorization": f"Bearer {jwt.encode({'sub': subject}, SECRET, 'HS256')}"}


def test_where_tokens_are_required_a_tab_belongs_to_its_person(tmp_path: Path) -> None:
    sender = tab()
    with Server.start(tmp_path, PRIOIG_JWT_SECRET=SECRET) as server:
        body = {"sender": sender, "id": tab(), "message": f"{SENTENCE}, 72 kg"}
        assert server.client.get("/").status_code == 200
        assert server.client.post("/page/message", json=body).status_code == 401
        assert server.client.post("/page/case", json={"indication": "autism"}).status_code == 401
        assert server.client.post("/page/training/room", json={"code": "A", "teacher": "B"}).status_code == 401
        assert server.client.post("/page/message", json=body, headers=bearer("alice")).status_code == 200
        read = {
            who: server.client.post("/page/conversation", json={"sender": sender}, headers=bearer(who)).json()
            for who in ("alice", "bruno")
        }
    assert (len(read["alice"]), read["bruno"]) == (1, [])


def test_a_shared_case_that_cannot_be_says_why(server: Server) -> None:
    response = server.client.post("/page/case", json={"indication": "itp_adult", "facts": {"age_years": 6}})
    assert response.json()["error"]["code"] == "contradiction"
    assert httpx.codes.is_success(response.status_code)
