"""The HTTP door where actions misbehave, the store breaks, a key is asked or the server stops."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Iterator

import httpx
import jwt
import pytest

from bot.channels.tokens import SECRET
from bot.messages import TEXTS
from tests.serving import STANDIN, Server, error, objects, said

SEVERE = {"indication": "itp_adult", "facts": {"khellaf_score": 9, "emergency": True}}
KEY = "une clé partagée d'au moins trente-deux octets"


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose actions misbehave on request, with a low limit per sender."""
    folder = tmp_path_factory.mktemp("standin")
    limits = "rest:\n  by_sender: {per_second: 0.01, burst: 5}\n"
    (folder / "credentials.yml").write_text(limits)
    models = str(folder / "models")
    with Server.start(folder, str(folder / "credentials.yml"), command=STANDIN, PRIOIG_MODELS=models) as running:
        yield running


@pytest.mark.parametrize("text", ["panne", "silence"])
def test_an_action_that_fails_or_says_nothing_becomes_a_sentence(standin: Server, text: str) -> None:
    sender = f"fails-{text}"
    standin.say(sender, "bonjour")
    replies = standin.say(sender, text)
    assert said(replies) == TEXTS["internal_error"]
    assert [notice["code"] for notice in objects(replies, "notice")] == ["internal_error"]
    assert said(standin.say(sender, "bonjour")) == "Tour 2."


def test_the_log_says_where_it_failed_and_nothing_of_the_patient(standin: Server) -> None:
    standin.say("log", "panne")
    log = standin.log.read_text()
    assert "action_fail failed: ValueError at standin_actions.py" in log
    assert "Dupont" not in log


def test_a_sender_who_writes_too_much_waits_and_the_others_do_not(standin: Server) -> None:
    body = {"sender": "fast", "message": "bonjour"}
    responses = [standin.post(body) for _ in range(6)]
    assert [response.status_code for response in responses] == [200] * 5 + [429]
    assert (responses[5].json(), int(responses[5].headers["retry-after"]) > 1) == (error("rate_limited"), True)
    assert standin.post({"sender": "slow", "message": "bonjour"}).status_code == 200


def test_messages_of_one_sender_are_taken_one_at_a_time(standin: Server) -> None:
    async def burst() -> list[str]:
        async with httpx.AsyncClient(base_url=standin.client.base_url, timeout=60) as client:
            body = {"sender": "burst", "message": "bonjour"}
            posts = (client.post("/webhooks/rest/webhook", json=body) for _ in range(5))
            return [said(response.json()) for response in await asyncio.gather(*posts)]

    assert sorted(asyncio.run(burst())) == [f"Tour {number}." for number in range(1, 6)]


def test_with_a_key_the_sender_is_the_subject_of_the_token(tmp_path: Path, standin: Server) -> None:
    models = str(standin.folder / "models")
    with Server.start(tmp_path, "none.yml", command=STANDIN, PRIOIG_MODELS=models, **{SECRET: KEY}) as guarded:
        body = {"sender": "mallory", "message": "bonjour"}
        refused = guarded.post(body)
        assert (refused.status_code, refused.json()) == (401, error("unauthorized"))
        assert refused.headers["www-authenticate"] == "Bearer"
        assert guarded.client.post("/decide", json=SEVERE).status_code == 401
        token = jwt.encode({"sub": "alice"}, KEY, "HS256")
        replies = guarded.post(body, Authorization=f"Bearer {token}").json()
        assert {reply["recipient_id"] for reply in replies} == {"alice"}
        assert guarded.client.get("/health").status_code == 200


def test_a_store_that_no_longer_works_makes_the_server_unwell(tmp_path: Path, standin: Server) -> None:
    models = str(standin.folder / "models")
    with Server.start(tmp_path, "none.yml", command=STANDIN, PRIOIG_MODELS=models) as own:
        assert own.client.get("/health").status_code == 200
        own.say("s1", "bonjour")
        with sqlite3.connect(tmp_path / "var" / "conversations.sqlite") as other:
            other.execute("DROP TABLE events")
        assert said(own.say("s1", "bonjour")) == TEXTS["internal_error"]
        health = own.client.get("/health")
        assert (health.status_code, health.json()["checks"]["store"]) == (503, False)


def test_a_server_told_to_stop_answers_the_turns_under_way(tmp_path: Path, standin: Server) -> None:
    models = str(standin.folder / "models")
    with Server.start(tmp_path, "none.yml", command=STANDIN, PRIOIG_MODELS=models) as own:

        async def crowd() -> list[int]:
            limits = httpx.Limits(max_connections=100)
            async with httpx.AsyncClient(base_url=own.client.base_url, timeout=60, limits=limits) as client:
                body = {"message": "bonjour"}
                posts = [client.post("/webhooks/rest/webhook", json={**body, "sender": f"s{n}"}) for n in range(100)]
                tasks = [asyncio.ensure_future(post) for post in posts]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                own.process.terminate()
                done = await asyncio.gather(*tasks, return_exceptions=True)
                return [item.status_code for item in done if isinstance(item, httpx.Response)]

        answered = asyncio.run(crowd())
        assert own.process.wait(timeout=60) == 0
        rows = sqlite3.connect(tmp_path / "var" / "conversations.sqlite").execute(
            "SELECT count(DISTINCT sender_id) FROM events WHERE type_name = 'bot'"
        )
        assert (set(answered), len(answered)) == ({200}, rows.fetchone()[0])
